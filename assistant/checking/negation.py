"""Whether a clause and what it speaks of deny the same things."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from assistant.checking.align import share
from assistant.checking.words import content_words, plain, vocabulary

# Bounds of figures, and words that only look like negations; 不足, 不服, 非法 are words of their own.
_LEXICAL = re.compile(
    r"不断|不仅|不但|不[得能]?(?:少于|超过|低于|高于|多于|大于|小于)|不少(?!于)|不同|不时|不定期|不论|不管|不得不|不可或缺|不可分割|不忘|不动产"
    r"|不止|不到(?=[\d一二两三四五六七八九十百半])|不愧|不足|不良|不实|不明|不当|不起诉|不法|不服|不满|不等|不忍|不尽|不折不扣|不作为|不法|不正之风|不忘初心|不久|不日|不含|不断|不限于|不特定|毫不|无不"
    r"|未来|未满|未成年|未遂|未婚|无锡|无论|无人(?:机|值守|驾驶|车)|无线|无偿|无主|无诈|无记名|无任用|无业|无关|无缝|无纸|无障碍|无党派|无罪|无期|无形|无数|无限|无比|无微|无私"
    r"|罚没|非法|非常|非机动|非现|非凡|非公|非洲|除非|并非易事|免费|免职|免疫|没收|没落|莫大|勿忘|防止利益|拒腐|防不"
)
_NEGATOR = re.compile(
    r"不得|不准|不予|不能|不应当?|不可以?|不许|不允许|不再|不必|无需|无须|禁止|严禁|杜绝|拒不|拒绝|尚未|从未|未能|未经|未|没有|没能|没|无|不|非|免于|免予|停止|取消|缺少|缺乏|勿"
)
# Between a negator and what it denies.
_BETWEEN = re.compile(
    r"^(?:再|能|得|会|被|予以|给予|进行|得到|及时|按照?(?:规定|要求)|按时|严格|依法|擅自|随意|有效|任何|其他|在|以|得以)*"
)


class Denied(NamedTuple):
    """A negator and the two characters it stands before."""

    negator: str
    head: str


@lru_cache(maxsize=4096)
def denials(clause: str) -> tuple[Denied, ...]:
    """What a normal clause denies, in order."""
    text = _masked(clause)
    before = [Denied(match.group(), _head(text, match.end())) for match in _NEGATOR.finditer(text)]
    behind = [Denied(match["fault"], match["head"]) for match in _FAULTY.finditer(text)]
    return (*before, *behind)


# 落实不到位, 执行不严: the verb is denied by what follows it.
_FAULT = (
    r"(?:还|仍|也)?(?:不(?:到位|力|好|严格?|够|足|规范|及时|扎实|彻底|完善|健全|准确|充分|清|明|高|紧|深入|全面|认真)"
    r"|缺失|滞后|流于形式|走过场|缺位|(?:尚|仍|还)?未(?:开展|进行|完成|实施|启动))"
)
_FAULTY = re.compile(rf"(?P<head>[\u4e00-\u9fff]{{2}})(?P<fault>{_FAULT})")
_FAULT_BEHIND = re.compile(rf".{{0,2}}?(?:{_FAULT}|不[了到够成]|未果)")
_FAR_BEHIND = re.compile(rf".{{0,14}}?(?:{_FAULT}|不[了到够成]|未果)")


def _masked(clause: str) -> str:
    return _LEXICAL.sub(lambda match: "\x00" * len(match.group()), plain(clause))


# 没有对3起警情出具告诫书: what is denied comes after the object.
_OF = re.compile(r"[对向将把给](?!外|手|内)")
_COMPLETING = ("了", "通", "成", "完")
#: A word that begins later is not what is denied first (没有通过而闲置).
_SOON = 2


def _head(text: str, end: int) -> str:
    rest = text[end:]
    if _OF.match(rest):
        return ""
    skipped = _BETWEEN.match(rest)
    after = rest[skipped.end() :] if skipped else rest
    if rest.startswith("等"):
        return ""
    # 不规范、不及时等问题: what is denied is not what the list is summed up as.
    for behind in (rest,) if after.startswith("等") else (after, rest):
        run = re.match(r"[^\W\d_a-z的]{1,6}", behind)
        words = [word.text for word in content_words(run.group())] if run else []
        word = next((word for word in words if len(word) > 1), words[0] if words else "")
        if run and run.group().startswith(_COMPLETING):
            return ""  # 还不了, 打不通
        if run and (not word or run.group().index(word) > _SOON):
            return run.group()[:2]
        if word:
            return word
    return ""


#: A negator this close before a word denies it (不得擅自使用).
_REACH = 6
#: What a sentence denies may stand further behind its negator in the passage (不得单独或者以个人名义执法).
_FAR = 14
#: A clause that shares so much of the statement may be meant wherever it stands.
_ALIKE = 0.4


def occurrences(head: str, text: str, reach: int = _REACH) -> Iterator[bool]:
    """For each place where a word stands in a clause, whether it is denied there."""
    masked = _masked(text)
    for match in re.finditer(re.escape(head), masked):
        before = masked[max(0, match.start() - reach) : match.start()]
        yield bool(_NEGATOR.search(before)) or bool(
            (_FAR_BEHIND if reach > _REACH else _FAULT_BEHIND).match(masked, match.end())
        )


def reversed_in(stated: str, close: list[str], near: list[str], everywhere: list[str]) -> Iterator[str]:
    """Words denied on one side only.

    ``close`` are the clauses the statement speaks of, ``near`` those of their sentences, ``everywhere`` all clauses of
    the passages.
    """
    for denied in denials(stated):
        if _only_stated(denied, stated, close, near, everywhere):
            yield f"{denied.negator}{denied.head}"
    # The problem named at the head is what the measures below undo.
    if close and not _TITLE.match(close[0]):
        for denied in denials(close[0]):
            if _only_printed(denied, stated, close[1:]):
                yield f"{denied.negator}{denied.head}"


#: Verbs that carry another word: which one is denied stands before them.
_LIGHT = frozenset(("开展", "进行", "完成", "实施", "办理", "作出"))


def _only_stated(denied: Denied, stated: str, close: list[str], near: list[str], everywhere: list[str]) -> bool:
    """Whether a sentence denies what the passages affirm, or what they do not speak of while they deny nothing."""
    if not denied.head:
        return bool(close) and not any(denials(text) for text in near)
    same = vocabulary().same
    names = {denied.head, *same.get(denied.head, ())}
    whole = {f"{denied.negator}{denied.head}", *same.get(f"{denied.negator}{denied.head}", ())}
    if any(word in text for word in whole for text in everywhere):
        return False
    if denied.head in _LIGHT and any(denials(text) for text in near):
        return False  # 招标尚未开展 for 尚未招标
    if any(text.endswith("除外") for text in near):
        return False  # what is excepted is denied
    found = _found(names, near) or _found(names, everywhere)
    if found and not any(found):
        found = _found(names, [text for text in everywhere if share(stated, text) >= _ALIKE]) or found
    if found:
        return not any(found)
    return bool(close) and not any(denials(text) for text in close)


def _only_printed(denied: Denied, stated: str, others: list[str]) -> bool:
    """Whether a sentence affirms what the clause it speaks of denies, and no other clause affirms it."""
    if len(denied.head) <= 1:
        return False
    names = {denied.head, *vocabulary().same.get(denied.head, ())}
    found = _found(names, [stated])
    affirmed = [not is_denied for other in others for name in names for is_denied in occurrences(name, other)]
    return bool(found) and not any(found) and not any(affirmed)


_TITLE = re.compile(r"(?:\d+[.、])?(?:关于|针对|为解决|对于?|在)?.*问题(?:的?整改(?:情况)?)?$")


def _found(names: set[str], texts: list[str]) -> list[bool]:
    return [is_denied for text in texts for name in names for is_denied in occurrences(name, text, _FAR)]


_EXCEPTED = re.compile(
    r"(?:但是?|其中)?(?P<what>[^,。;:]{2,24}?)(?:的|者)?除外|除(?P<but>[^,。;:]{2,24}?)(?:以外|之外|外)"
)
#: The sentence speaks of the exception if it holds so much of its words.
_MEANT = 0.8


def exceptions(stated: str, passages: list[str]) -> Iterator[str]:
    """What the passages except (但涉及国家秘密的除外) and a sentence without exception or negation speaks of."""
    if _EXCEPTED.search(stated) or _NEGATOR.search(_masked(stated)):
        return
    for passage in passages:
        for match in _EXCEPTED.finditer(passage):
            what = match["what"] or match["but"]
            if share(what, stated) >= _MEANT:
                yield what
