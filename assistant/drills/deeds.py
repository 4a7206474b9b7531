"""What people were called to account for: the deed that stands in a sentence on disposals, or leads up to it.

对代签审批的4名民警批评教育 tells its deed itself; 督促补正并对6名民警批评教育 is about the faults of the clause before
it (发现执法瑕疵6件) and means nothing without them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.drills.facts import Fact
from assistant.drills.model import ELLIPSIS
from kb.tokens import pairs

#: The forms of disposals.
FORM = re.compile(
    r"停止执行职务|政务记大过处分|政务记过处分|政务警告处分|记大过处分|记过处分|警告处分|降级处分|撤职处分|开除|解除劳动合同|诫勉谈话|诫勉|"
    r"批评教育|(?:责令)?(?:作出)?书面检查|谈话提醒|扣减绩效|调离\S{0,4}岗位|退缴|赔偿|[^，,；;。]{0,8}依法收缴|移送(?:司法|监察|纪检)\S{0,4}机关|约谈|通报批评"
)

#: Whom a disposal meets, as a kind of persons.
KIND = re.compile(
    r"分管\S{0,3}(?:领导|所长|队长|局长)|副?(?:中队长|大队长|所长|教导员)|辅警|民警|内勤|\w{2}员|负责人|领导|审批人"
)

#: Words that deal with persons without a form.
_DEALS = re.compile(rf"{FORM.pattern}|处分|问责|追责|追究")

#: Where a sentence on several persons is cut, and what opens the part on another person.
_CUT = re.compile(r"([，,；;。]|、(?=\d+[名人](?!次)))")
_OPENS = re.compile(r"^(?!其中)(?:[对与]|.*\d+余?[名人](?!次)|.*给予[甲乙丙丁戊己庚辛])")
_ON = re.compile(r"^[对与]")

#: A deed in front of whom it is told of (对代签审批的4名民警), and one behind (1名民警违规过问案件被给予警告处分).
_BLAMED = re.compile(r"[对与](?:\d+余?[名个])?(?P<deed>[^，,；;。\d][^，,；;。]{1,40})的(?=\S)")
_ACTED = re.compile(
    r"\d+余?[名人][^，,、]{0,8}?(?:民警|辅警|领导|[所队局]长|干部|人员|人)(?P<deed>[^，,；;。、]{4,}?)(?:[，,]|被|$)"
)
#: What is done about a matter is no deed; shorter than four characters what is left tells none.
_HANDLING = re.compile(
    r"当场|分别|逐一|全部|均|依法|依规|进行|作出|予以|给予|责令|过错|责任|追究|追责|问责|处理|纠正|督促|补正|整改|通报|登记备案|退还|返还|收缴"
)
_DEED, _WORD = 4, 2

#: Of a deed: whom it was found of, what introduces it, how many there were, what may be said of any.
_COUNTED = re.compile(rf"\d+余?(?:[名个](?:{KIND.pattern})|人)")
_AROUND = re.compile(
    r"查实|查出|查明|查获|核查出|排查出|发现|清出|其中|\d+余?万?[名个人起件次处份条辆元]*|[不未]?按照?规定|等?(?:问题|情形|情况)|"
    r"存在|相关|有关|上述|负有?(?:直接|主要|领导|监督)?责任"
)
#: Where the parts of a deed are cut.
_PARTS = re.compile(r"[，,、；;]")

#: A disposal is about a row when so many of the pairs of characters of a part of its deed stand there: of the deeds
#: told in the library, those of a row have .43 there at least, any other .33 at most (执法瑕疵 beside 执法).
_ABOUT = 0.4


class Dealt(NamedTuple):
    """What a source says was done to persons: ``fact`` as it may be quoted, the deed it leans on in front; ``text`` the
    words on the persons alone; ``deed`` what it was done for, empty where that is not told.
    """

    fact: Fact
    text: str
    deed: str


def parted(fact: Fact) -> list[Fact]:
    """A sentence on several persons, one piece for each of them (对4名民警批评教育 | 对1名中队长诫勉谈话); whatever
    names nobody, and what was found out about persons, stays with the piece it stands by.  Persons who meet the same
    (对5名民警、8名辅警予以问责) are one piece.  The place of a piece is that of the sentence.
    """
    cut = _CUT.split(fact.text.rstrip("。"))
    pieces, has_person = [cut[0]], _has_person(cut[0])
    for mark, clause in zip(cut[1::2], cut[2::2], strict=True):
        # Behind 、 another person begins only where it is said already what the one before met.
        if has_person and _OPENS.search(clause) and (mark != "、" or FORM.search(pieces[-1])):
            pieces.append(clause)
            has_person = _has_person(clause)
        else:
            pieces[-1] += f"{'、' if mark == '、' else '，'}{clause}"
            has_person = has_person or _has_person(clause)
    return [fact._replace(text=piece) for piece in pieces] if len(pieces) > 1 else [fact]


def _has_person(clause: str) -> bool:
    """Whether a clause deals with somebody; one that counts persons without a form tells what was found of them."""
    return bool(_OPENS.search(clause) and (_ON.search(clause) or FORM.search(clause)))


def dealt(fact: Fact) -> list[Dealt]:
    """A sentence on several persons by person, each piece with the deed that it is about."""
    found: list[Dealt] = []
    lead = deed = ""
    for piece in parted(fact):
        head, text = _headed(piece.text)
        own = _own(text)
        said = piece.text
        if own or head:
            lead, deed = (text if own else head), own or head
        elif deed:  # behind ……: what another person met is no form of this one
            said = f"{lead}{ELLIPSIS}{text}"
        found.append(Dealt(piece._replace(text=said), text, deed))
    return found


def tells_deed(text: str) -> bool:
    """Whether the words of a disposal tell what it is for."""
    return bool(_own(text))


def is_about(deed: str, row: str, finding: str = "") -> float:
    """How much a deed is that of a row, 0 where it is another one.

    What a deed amounts to (``finding``) may say it in the words of the source; whoever it was done by does not follow
    from that, so something of it must stand in the row itself.
    """
    if not set(pairs(deed)) & set(pairs(row)):
        return 0.0
    parts = (set(pairs(_AROUND.sub("", _COUNTED.sub("", part)))) for part in _PARTS.split(deed))
    said = {*pairs(row), *pairs(finding)}
    share = max((len(own & said) / len(own) for own in parts if own), default=0.0)
    return share if share >= _ABOUT else 0.0


def _headed(text: str) -> tuple[str, str]:
    """The clauses of a piece before the one with a form, and the rest; the rest is all where nobody is named in it, or
    nothing but what was done stands before it.
    """
    clauses = list(re.finditer(r"[^，,；;]+", text))
    start = next((one.start() for one in clauses if _DEALS.search(one[0]) or _ON.search(one[0])), 0)
    head, rest = text[:start].rstrip("，,；;"), text[start:]
    is_deed = bool(pairs(_AROUND.sub("", _HANDLING.sub("", head))))
    return (head, rest) if is_deed and (KIND.search(rest) or _OPENS.search(rest)) else ("", text)


def _own(text: str) -> str:
    """The deed in front of whom a disposal meets, or behind; empty where there is none but what was done about it."""
    blamed = _BLAMED.search(text)
    if blamed:
        return blamed["deed"] if len(_AROUND.sub("", blamed["deed"])) >= _WORD else ""
    acted = _ACTED.search(text)
    return acted["deed"] if acted and len(_HANDLING.sub("", FORM.sub("", acted["deed"]))) >= _DEED else ""
