"""Follow-up questions: 那时限呢？ means nothing without the question before it."""

from __future__ import annotations

import re
from typing import NamedTuple

from kb.text import fold
from retrieval.unit_names import unit_names

#: Words that point back at the start of a question.  继续盘问, 继续教育 and 具体行政行为 are matters of their own.
_OPENS = re.compile(
    r"^(?:那么?|那就|然后|还有|此外|另外|除此之外|除了这[些个]|再问|接着|继续(?:说|讲|问|谈|往下|吧|[,，。?？]|$)|具体(?!行政)"
    r"|对应的?|其中|上面|上述|刚才|前面|它|他们|这)"
)

#: Words that stand for the subject told before: 这个问题, 上述措施.
_STANDS_FOR = re.compile(
    r"(?:这|那|该|此|上述|上面|前面|刚才)(?:个|些|种|类|条|项|几条)?(?:问题|情况|案例|措施|条款|规定|单位|处理|文件|说的|提到的)"
)

#: So many characters right in front of such a word say what it stands for: 打击犯罪有落差那个问题, unless they end in a
#: word that takes it for its object: 怎么整改这个问题, 关于这个问题.
_NAMES_ITSELF = re.compile(
    r"[\u4e00-\u9fff]{4,}(?<!整改|处理|解决|落实|办理|防止|避免|出现|发生|存在|遇到|碰到|属于|关于|对于|针对|根据|依据|按照|依照"
    r"|除了|知道|怎么|如何)(?<![有是对于按照据把给在像和跟与及查用看说改就为的])$"
)

#: Asks about what was told without naming it: 有没有处分人, 是哪条规定的, 后来呢, 谁负责.
_NO_SUBJECT = re.compile(
    r"^(?:有没有|有无|是否)(?:处[分理]|追责|问责|通报|免职|开除|罚款|立案|整改|完成)(?:过|了|到)?(?:人|谁|什么人|责任人|领导)?(?:吗|没有)?[?？]?$"
    r"|^处[分理](?:了)?(?:谁|哪些人|几个人|什么人)(?:了|吗|呢)?[?？]?$"
    r"|^(?:是|依据|根据)?(?:的是)?(?:哪|第几|什么)一?[条部个项]?(?:规定|法律?|条例|条款|文件|依据)?(?:里?的|说的|规定的|第几条)?[?？]?$"
    r"|^(?:后来|结果|最后|现在|目前)(?:呢|如何|(?:是)?怎么样|怎样|咋样|完成了吗)?(?:了|啊|呀)?[?？]?$"
    r"|^(?:多久|多长时间|什么时候(?:整改)?(?:完成|完)?|为什么|谁(?:来)?(?:负责|管|牵头)|由谁(?:负责|牵头)|责任单位(?:是谁|有哪些)?|(?:法律|政策)?依据(?:是什么|有哪些)?"
    r"|(?:整改)?(?:时限|期限)(?:是?多久|是什么时候)?|花了多少钱|整改完了(?:吗|没有)|完成了(?:吗|没有))[?？]?$"
)

#: 呢 at the end with so few characters in front names only what is new: 时限呢, 依据呢.
_BRIEF = re.compile(r"^.{1,10}呢[?？]?$")

#: A question this long stands for itself even where it begins with 那.
_LONG = 30


class Joined(NamedTuple):
    """A follow-up with what it rests on: ``text`` is what is searched, ``before`` the question it continues."""

    text: str
    before: str


def joined(question: str, before: str) -> Joined | None:
    """The question together with the one before it, where it points back to that; None where it stands for itself.

    The words of both are searched as one question; nothing is added to them, and only a unit that gives way to another
    one is left out.
    """
    asked = fold(question).strip()
    if not before.strip() or not asked or len(asked) > _LONG:
        return None
    if not any(rule.search(asked) for rule in (_OPENS, _BRIEF, _NO_SUBJECT)) and not _stands_for(asked):
        return None
    return Joined(f"{_kept(before.strip(), asked)}，{question.strip()}", before.strip())


def _stands_for(asked: str) -> bool:
    """Whether a word of a question stands for the subject of the one before, and not for what it names itself."""
    return any(not _NAMES_ITSELF.search(asked[: word.start()]) for word in _STANDS_FOR.finditer(asked))


def _kept(before: str, asked: str) -> str:
    """What of the questions before is still asked: 望浦分局呢 asks the same of another unit than the one before."""
    rest = before.rstrip("?？。")
    if not unit_names(asked):
        return rest
    parts = re.split(r"[，,]", rest)
    told = [part for n, part in enumerate(parts) if n == 0 or not (_BRIEF.match(part) and unit_names(fold(part)))]
    kept = "，".join(told)
    for name in reversed(unit_names(fold(kept))):
        kept = kept[: name.start] + kept[name.end :].removeprefix("的")
    return kept if kept.strip("，, ") else rest
