"""Follow-up questions: 那时限呢？ means nothing without the question before it."""

from __future__ import annotations

import re
from typing import NamedTuple

from kb.text import fold

#: Words that point back: at the start of a question, or standing for its subject.
_POINTS_BACK = re.compile(
    r"^(?:那么?|那就|然后|还有|此外|另外|除此之外|除了这[些个]|再问|接着|继续|具体|对应的?|其中|上面|上述|刚才|前面)"
    r"|(?:这|那|该|此|上述|上面|前面|刚才)(?:个|些|种|类|条|项|几条)?(?:问题|情况|案例|措施|条款|规定|单位|处理|文件|说的|提到的)"
    r"|^(?:它|他们|这|这个|那个)"
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

    The words of both are searched as one question; nothing is added to them.
    """
    asked = fold(question).strip()
    if not before.strip() or not asked or len(asked) > _LONG:
        return None
    if not (_POINTS_BACK.search(asked) or _BRIEF.match(asked)):
        return None
    return Joined(f"{before.strip().rstrip('?？。')}，{question.strip()}", before.strip())
