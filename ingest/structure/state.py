"""How far a problem has come, where it says so: behind a label, in a closing sentence, in a remark in brackets."""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.structure.headings import status_of
from kb.model import Status

# A status is said in a few words (已完成。 正在推进，预计年底完成。); a longer first sentence is a measure that
# mentions completion of something.
STATUS_WORDS = 24
# 已完成31个小区 tells how far it has come, not that all is done.
_PARTLY = re.compile(r"完成(?:了)?\s*\d+(?!\d*(?:\.\d+)?%)")
# 城北支部已完成换届: of whom something is told that is complete, not the matter itself.
_OF_SOMETHING = re.compile(
    r"[^,。;]{4,}已(?:经|全部|于[^,。;]{2,14})?完成(?!整改|销号|任务|目标|[并且但待,。;]|$)[\u4e00-\u9fff]{2}"
)
_IT = r"(?:(?:该|此|本|上述|以上)?(?:项)?(?:整改)?(?:问题|事项|任务|工作|整改|项)|(?:该|此|本))?"
# 已完成整改。 is a status and nothing else, wherever it stands.
_BARE = re.compile(
    rf"(?:目前|现)?,?{_IT}(?:已|均|将|全部|全面|基本|阶段性|正在|持续|长期|尚未|未)+(?:按[期时])?"
    r"(?:完成|整改|推进|坚持|到位|完毕|销号|办结|办理|落实)+(?:中|之中)?[。;]?|办结[。;]?"
)
# A status in a sentence of its own at the end of what was done: 目前该问题已完成整改,并长期坚持。 年底前,已完成。
_LASTS = r"(?:[,、]?(?:并|需|要|且)*(?:长期|持续)坚持)?"
_CLOSING = re.compile(
    r"(?<=[。;])\s*(?:(?:整改|完成)(?:时限|期限|时间)[:为]\s*[^。;,]{2,20},)?(?:目前|现)?,?"
    rf"{_IT}(?:目前|现)?,?"
    rf"(?P<w>已(?:全部|基本)?(?:完成整改|整改完成|整改到位|整改完毕|完成|销号|办结){_LASTS}|已于[^,。;]{{2,14}}(?:完成整改|整改完成|整改到位){_LASTS}"
    r"|基本(?:完成(?:整改)?|整改完成|整改到位)(?:,(?:剩余|其余|余下|尚余|还有|仍有)[^。;]{2,40})?"
    r"|(?:已)?办结|正在(?:办理|推进|整改)(?:之?中)?|(?:并|将)?长期坚持|持续(?:推进|整改|坚持)|需要?(?:继续|持续)(?:推进|整改))[。;]?\s*\Z"
)
_REMARK_LAST = re.compile(
    r"[〔\[【(](?:状态:)?"
    r"(?P<w>(?:已|均已|全部|基本|阶段性|正在|整改中|推进中|长期|持续|尚未|未)(?:完成|整改|推进|坚持|到位|完毕|销号|办结|落实)?[^〔〕\[\]【】(),;、]{0,12})"
    r"(?:[,;、][^〔〕\[\]【】()]{0,24})?[〕\]】)]\s*[。;]?\s*\Z"
)
# 已完成,长期坚持: what was to be done has been, the duty lasts.
_LASTING = re.compile(
    r"(?:已|基本)?(?:全部)?(?:完成)?(?:整改)?(?:完成)?[,、]?(?:并|需|且|仍需|但需|要)*长期坚持(?=\s*(?:[。;\n]|$))"
)
# 2024年12月底,已完成。  并长期坚持 is part of the limit.
_BEHIND_LIMIT = re.compile(r"[,;]\s*(?P<w>[^,;()]{0,6}(?:完成|办结|销号|到位|完毕)[^,;()]{0,4}?)\s*[。;]?\s*$")
# 3月31日(正在整改,尚有2个项目待审计结论)
_EXPLAINED = re.compile(r"[(【\[](?P<w>[^()【】\[\],;]{2,12})[,;][^()【】\[\]]{2,40}[)】\]]\s*[。;]?\s*$")
_IN_BRACKETS = re.compile(r"[(【\[](?P<w>[^()【】\[\]]{2,16})[)】\]]\s*[。;:]?\s*$")
# (首次公布:正在整改;本次复核:已完成): each round has its state, the last one holds.
_REMARK = re.compile(r"[(【\[](?P<w>[^()【】\[\]]{2,60})[)】\]]\s*[。;:]?\s*$")
# A state in brackets behind a heading is said in so many characters; longer remarks explain something.
_REMARKED = 16


class Said(NamedTuple):
    """A status and the words that say it."""

    status: Status
    words: str


def opening_state(sentence: str) -> Status | None:
    """The status that a first sentence states and nothing else."""
    if len(sentence) > STATUS_WORDS or _PARTLY.search(sentence) or _OF_SOMETHING.match(sentence):
        return None
    return status_of(sentence.strip().rstrip("。;,"))


def bare_state(sentence: str) -> Status | None:
    """The status of a sentence that says nothing but how far a matter is (``已完成整改。``)."""
    bare = sentence.strip()
    return status_of(bare.rstrip("。;")) if _BARE.fullmatch(bare) else None


def closing_state(words: str) -> Said | None:
    """The status that a sentence of its own states behind the measures (``…。长期坚持。``)."""
    found = _CLOSING.search(words)
    if found:
        return _said(found["w"])
    remark = _REMARK_LAST.search(words)
    return _said(remark["w"]) if remark else None


def closing_remark(words: str) -> int | None:
    """Where a remark in brackets on the state begins that closes the measures (``…〔整改中，12月底前完成〕``)."""
    found = _REMARK_LAST.search(words)
    return found.start() if found else None


def labelled_state(words: str) -> tuple[Status | None, str]:
    """The status that the words behind a label of status state, and the first of these words."""
    lasting = _LASTING.match(words)
    if lasting:
        return Status.LONG_TERM, lasting.group()
    opening = re.split(r"[。;,\n]", words, maxsplit=1)[0]
    return None if _PARTLY.search(opening) else status_of(opening) or status_of(words), opening


def limit_state(words: str) -> Said | None:
    """The status remarked behind a time limit (``2024年12月底(已完成)``, ``年底前,已完成``)."""
    found = _EXPLAINED.search(words) or _IN_BRACKETS.search(words) or _BEHIND_LIMIT.search(words)
    return _said(found["w"]) if found else None


def remarked_state(heading: str) -> Said | None:
    """The status remarked in brackets at the end of a heading (``…问题(已完成)``)."""
    remark = _REMARK.search(heading.strip())
    if remark is None:
        return None
    rounds = [part.rpartition(":")[2] for part in re.split(r"[;,、]", remark["w"]) if ":" in part]
    words = rounds[-1] if rounds else remark["w"]
    return _said(words) if len(words) <= _REMARKED else None


def _said(words: str) -> Said | None:
    status = status_of(words)
    return Said(status, words) if status else None
