"""What a question gives a paper: a name for the problem in hand, and the words by which its material is chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.shelf import shelf_of
from assistant.understood import CERTAIN, MEANT, NEARLY, units
from kb.knowledge_base import KnowledgeBase
from kb.tokens import tokenize
from retrieval.candidates import rarities
from retrieval.terms import STOP

#: Characters of a problem's name: titles of problems in notices have 5 to 30, what people type of one has 3 and more.
_NAME_LENGTHS = range(3, 31)

#: Words of a question that names no problem: 能不能经商, 多久办结, 我们所里有民警喝酒.
_ASKS = re.compile(
    r"什么|为啥|为何|多少|多久|多长|几[天日年条个次]|哪|谁|是否|(.)不\1|可以|允许|应当|应该|必须|规定|依据|条款|[我你他她咱]|请问"
    r"|[。；;：:【】〖〗“”\"](?=.)"
)
#: The same of what is left of it without its frame.
_LEFT = re.compile(r"怎么|怎样|如何|有没有|先例|案例|[吗呢吧啊？?！!]|\s")

#: What is left at the ends of a name when frame and unit are gone.
_EDGES = " \u3000，,、。；;：:？?！!的"

#: Asking for the handling, as far as the frame leaves it (涉案财物整改措施); 长期不处理 is the problem itself.
_HANDLING = re.compile(r"(?<![不未没])(?:的?(?:整改|处理|解决|防范|治理)(?:措施|情况|办法)?|的?问题)$")


def problem_name(kb: KnowledgeBase, question: str) -> str:
    """The question as the name of a problem (``食堂虚开伙食费``), without the frame and the unit it names; empty where
    it is none, because it asks for something or tells a story.
    """
    asked = " ".join(question.split())
    if _ASKS.search(asked):
        return ""
    core = shelf_of(kb).lexicon.strip_frame(asked).strip(_EDGES)
    for unit in units(core):
        core = core.replace(unit, " ").strip(_EDGES)
    core = _HANDLING.sub("", core).strip(_EDGES)
    return core if len(core) in _NAME_LENGTHS and not _LEFT.search(core) else ""


def matter_terms(kb: KnowledgeBase, words: str) -> dict[str, float]:
    """The weighted words by which sentences about a matter are told from others: those that were said, those of the
    official terms meant, and those of its problem types, each by its rarity.  Empty for words without content.
    """
    shelf = shelf_of(kb)
    core = shelf.lexicon.strip_frame(words) or words
    weights: dict[str, float] = {}
    for term in shelf.lexicon.expand(core):
        if term.weight >= CERTAIN:
            _add(weights, term.meant, MEANT * term.weight)
    for kind in shelf.taxonomy.assign(core, ""):
        for phrase in shelf.taxonomy.types[kind.code].words:
            _add(weights, phrase, NEARLY * shelf.taxonomy.specificity(phrase))
    _add(weights, core, 1.0)
    return _by_rarity(kb, weights)


def _add(weights: dict[str, float], words: str, weight: float) -> None:
    for token in tokenize(words):
        if token not in STOP and len(token) > 1:
            weights[token] = max(weights.get(token, 0.0), weight)


def _by_rarity(kb: KnowledgeBase, terms: Mapping[str, float]) -> dict[str, float]:
    rarity, ceiling = rarities(kb, terms)
    return {term: weight * rarity[term] / ceiling for term, weight in terms.items()}
