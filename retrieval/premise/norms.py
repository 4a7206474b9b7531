"""What a question says may, must, need not or must not be done, against the articles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from retrieval.bridge import Bridge
from retrieval.premise.difference import Difference, Kind, Premise
from retrieval.premise.matter import Clause, Ground, Matter, letters
from retrieval.premise.stance import FRAME, Stated, asks, clauses, stance
from retrieval.quantities import quantities


class Mode(StrEnum):
    """What is said of an act."""

    NEED_NOT = "need_not"
    FORBID = "forbid"
    MAY = "may"
    MUST = "must"


#: In articles; the first that fits is meant.
_SAID = {
    Mode.FORBID: re.compile(
        r"不得(?!不|少于|超过|低于|高于|多于)|禁止|严禁|不准|不能(?!够?不|自理)|不可以|不予|不受|不再|不适用|不停止|不计[入算]?"
        r"|不列入|不应当?|不因|不作(?!为)|不收|不需要|不许|不执行|不处罚|不公开|不影响|不(?=[抵免给退准发放追升晋])|无权"
    ),
    Mode.MUST: re.compile(r"(?<!不)(?:应当|必须|须)"),
    Mode.MAY: re.compile(r"(?<!不)(?:可以|有权|准予|允许|可(?!不|否|以|能|靠|疑|行))"),
}
#: In questions, in the words of the street.
_CLAIMED = {
    Mode.NEED_NOT: re.compile(
        r"不用|不必|无需|无须|不需要|用不着|不要求|不一定(?:要|得)|没要求|省了|可以不|能不(?!能)|没说非得|可不[^可]|也不要紧|再说"
        r"|都一样"
    ),
    Mode.FORBID: re.compile(
        r"不得|不准|(?<!能)不能|不可以|不许|(?<!没)禁止|严禁|绝不|(?<!说)不让|不允许|一律不|无权|追不了|不收|一概不|不给"
    ),
    Mode.MAY: re.compile(
        r"(?<![不才没])(?:可以|(?<!可)能(?!否|力|不能|源)|允许|准许|有权|照样|直接|随便|放心)"
        r"|(?:就|也|都)(?:行|成|可|好|够|完事|作数|合法|合规)|即可|没问题|没毛病|(?:不|没)(?:违规|违反|违法)|够了|规定动作"
        r"|正常操作|没关系|没说不让|没禁止"
    ),
    Mode.MUST: re.compile(
        r"必须|应当|应该|一定要|非得|(?:都|也|就|还|要|会|才|先)得(?=[\u4e00-\u9fff])"
        r"|(?<![不只觉懂值取获晓记非])得(?=[先报给把找经由交用开])|硬性|务必|要求(?!我|他)|会被|就要"
    ),
}
#: What contradicts a claim, and what confirms it.
_AGAINST = {
    Mode.MAY: (Mode.FORBID,),
    Mode.NEED_NOT: (Mode.MUST,),
    Mode.MUST: (Mode.FORBID, Mode.MAY),
    Mode.FORBID: (Mode.MAY,),
}
_CONFIRMS = {
    Mode.MAY: (Mode.MAY,),
    Mode.NEED_NOT: (Mode.MAY, Mode.FORBID),
    Mode.MUST: (Mode.MUST,),
    Mode.FORBID: (Mode.FORBID,),
}

#: Words beside a modal word that say nothing of what is meant.
_EMPTY = re.compile(
    r"规定|条例|办法|按照?|公安机关|人民警察|民警|就|也|都|自己|直接|这么|这样|处理|的话|[，,。？?！!；;]"
)

#: Clauses of so few letters state nothing.
_SHORTEST = 3
#: What is done is told by at least so many characters and pairs (three characters with their pairs).
_ACT = 5
#: Terms likelier than this stand for the act.
_MEANT = 0.3
#: What a clause holds of the act counts beside how far it treats the matter.
_MATTER_ALONE = 0.4
#: Clauses of each mode that are considered: the best one is often of another act.
_CONSIDERED = 2
#: Characters of a statement repeated in a warning.
_SHOWN = 20
#: A statement of fewer characters is repeated from the beginning of its clause (问完就行).
_TELLING = 4
_LITTLE = 0.01


class _Claim(NamedTuple):
    """A clause of a question with its mode, the place of the modal word, and what is done."""

    clause: Stated
    mode: Mode
    at: int
    act: str


class _Rule(NamedTuple):
    """A clause of an article with its mode and the modal word's place."""

    clause: Clause
    mode: Mode
    start: int
    end: int


class _Rated(NamedTuple):
    """A rule against a claim: ``about`` the matter, ``held`` the share of the act that stands in it, ``covered`` the
    share of the rule's act that the question says, ``fuzzy`` the same with official terms, ``match`` all together.
    """

    match: float
    about: float
    held: float
    covered: float
    fuzzy: float
    rule: _Rule


def differences(question: str, ground: Ground, bridges: Sequence[Bridge]) -> Iterator[Difference]:
    """For each claim the rules most about the matter that say otherwise."""
    rules = [_Rule(clause, *found) for clause in ground.clauses if (found := _mode(clause.text, _SAID))]
    if not rules:
        return
    for claim in _claims(question):
        matter = Matter(question, claim.clause.start, claim.clause.end, bridges, ground)
        rated = sorted(_rated(claim, rules, matter, bridges, ground), key=lambda item: -item.match)
        best = max(item.about for item in rated) or 1.0
        agree = max((item.match for item in rated if item.rule.mode in _CONFIRMS[claim.mode]), default=0.0)
        for against in _AGAINST[claim.mode]:
            for item in [item for item in rated if item.rule.mode is against][:_CONSIDERED]:
                article = ground.articles[item.rule.clause.rank]
                if item.about <= 0:
                    continue
                yield Difference(
                    Kind.NORM,
                    Premise(_stated(claim), _shown(item.rule.clause.text, item.rule.start), article.passage),
                    claim.clause.start,
                    stance(question, claim.clause)
                    | {
                        f"{claim.mode.value}-{against.value}": 1.0,
                        "about": item.about,
                        "match": item.match,
                        "relative": item.about / best,
                        "margin": item.match - agree,
                        "agree_ratio": min(agree / (item.match + _LITTLE), 2.0),
                        "held": item.held,
                        "after_covered": item.covered,
                        "after_fuzzy": item.fuzzy,
                        "covered": matter.covered(item.rule.clause.segment),
                        "rank": float(article.rank),
                        "behind": article.behind,
                        "named": float(article.named),
                    },
                )


def _claims(question: str) -> Iterator[_Claim]:
    before = ""
    for clause in clauses(question):
        # Blanked, not cut: places stay true.
        text = FRAME.sub(lambda match: " " * len(match.group()), clause.text)
        found = _mode(text, _CLAIMED)
        if found and not (asks(clause) or len(letters(text)) < _SHORTEST or _says_how_long(text[found[2] :])):
            mode, start, end = found
            # 问完就行: what may be done stands before the modal word, and where nothing does, in the clause before.
            acts = (text[end:], f"{text[:start]} {text[end:]}", FRAME.sub(" ", before))
            told = [_EMPTY.sub(" ", act) for act in acts]
            act = next((act for act in told if len(letters(act)) >= _ACT), told[-1])
            yield _Claim(clause, mode, start, act)
        before = clause.text


def _says_how_long(said: str) -> bool:
    """Whether nothing is said but for how long: 可以停90天 is compared with figures alone."""
    times = [quantity for quantity in quantities(said) if quantity.kind == "time"]
    for quantity in reversed(times):
        said = f"{said[: quantity.start]} {said[quantity.end :]}"
    return bool(times) and len(letters(_EMPTY.sub(" ", said))) < _SHORTEST


def _mode(text: str, patterns: dict[Mode, re.Pattern[str]]) -> tuple[Mode, int, int] | None:
    for mode, pattern in patterns.items():
        if match := pattern.search(text):
            return mode, *match.span()
    return None


def _rated(
    claim: _Claim, rules: Sequence[_Rule], matter: Matter, bridges: Sequence[Bridge], ground: Ground
) -> Iterator[_Rated]:
    act = letters(claim.act)
    likely = [bridge for bridge in bridges if bridge.weight >= _MEANT and letters(bridge.said) & act]
    meant = act.union(*(letters(bridge.term) for bridge in likely))
    whole = ground.total(act) or 1.0
    for rule in rules:
        after = letters(rule.clause.text[rule.end :])
        if len(after) < _SHORTEST:
            after = letters(rule.clause.text)
        own = ground.total(after) or 1.0
        shared = ground.total(act & after)
        held, covered, fuzzy = shared / whole, shared / own, ground.total(meant & after) / own
        about = matter.about(rule.clause)
        yield _Rated(about * (_MATTER_ALONE + held + fuzzy), about, held, covered, fuzzy, rule)


def _stated(claim: _Claim) -> str:
    text = FRAME.sub(lambda match: " " * len(match.group()), claim.clause.text)
    shown = _shown(text, claim.at)
    return shown if len(shown) >= _TELLING else _shown(text, 0)


def _shown(text: str, start: int) -> str:
    return re.split(r"[，,。；;：:？?！!\s—…]", text[start:].lstrip(), maxsplit=1)[0][:_SHOWN]
