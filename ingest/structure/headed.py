"""Texts that are found by their headings: work articles and the organisational parts of notices."""

from __future__ import annotations

import re
from itertools import pairwise

from ingest.structure.cover import Cover, Cut
from ingest.structure.lines import Line
from ingest.structure.numbering import Family
from ingest.structure.outline import MAX_HEADING, Node
from ingest.structure.titles import is_signature
from kb.model import PassageKind

# A passage longer than this is cut between paragraphs: three windows of the embedding model (512 tokens, about 330
# characters each) still belong to one thought, and a reader takes in about 1,000 characters at once.
MAX_PASSAGE = 1000
_CONTACT = re.compile(
    r"(?:联系|监督|举报|咨询)(?:电话|方式|人)\s*:|电话\s*:?\s*[\d(]|(?:通信|通讯|邮政|来信|联系)(?:地址|信箱)|电子(?:邮箱|邮件)|邮政编码"
    r"|^(?:公示|填报|报送|制表|发布|公开)(?:单位|部门|人|时间|期限|日期)\s*:|欢迎.{0,24}(?:监督|批评指正|提出)|意见(?:和|、)?建议,?(?:请|可|欢迎|敬请|及时).{0,12}反映"
)
# To whom a paper goes is printed below its signature.
_DISTRIBUTION = re.compile(
    r"[(](?:此件|本件)[^()]{2,24}[)]|(?:抄送|抄报|分送)\s*:.{2,80}|.{0,40}年\S{1,3}月\S{1,3}日\s*印发"
    # What web pages print below the text.
    r"|(?=.*(?:我要纠错|信息审核|责任编辑|【?(?:打印|关闭)(?:本页|窗口)?】?|扫一扫))[^。;]{2,80}"
)
# A paragraph with the details run together has about 150 characters; longer ones that mention a telephone are text.
_MAX_CONTACT = 260
# Copies and printing office in a table of their own have fewer dividers than the rows of a ledger.
_ROW_BARS = 3


def cut_headed(
    cover: Cover, root: Node, prefix: str, kind: PassageKind = PassageKind.PRACTICE, *, problem: str | None = None
) -> None:
    """Cut an outline into one passage for every node with words of its own; bare headings become structure."""
    for node in root.walk():
        if node.mark is None:
            if node.lines:
                _cut_lines(cover, node.lines, f"{prefix}导语", kind=kind, problem=problem)
            continue
        locator = f"{prefix}{node.locator}" or "正文"
        if not node.has_body and (node.children or _bare(node)):
            cover.add(Cut(node.start, PassageKind.STRUCTURE, locator, node.path, problem))
            continue
        cover.add(Cut(node.start, kind, locator, node.path, problem))
        _cut_long(cover, node, locator, kind, problem)


def _bare(node: Node) -> bool:
    """Whether a childless node is a heading line with nothing under it (``三、工作打算`` at the end of a fragment)."""
    return (
        node.line is not None
        and len(node.line.text) <= MAX_HEADING // 2
        and node.mark is not None
        and (node.mark.family in (Family.PIECE, Family.PART, Family.CHAPTER, Family.SECTION))
    )


def _cut_long(cover: Cover, node: Node, locator: str, kind: PassageKind, problem: str | None) -> None:
    """Cut the own body of a node between paragraphs where it is too long for one passage."""
    if node.body_end - node.start <= MAX_PASSAGE:
        return
    start = node.start
    for line, following in pairwise([*node.lines, None]):
        if line is None:
            break
        after = following.end if following else node.body_end
        if after - start > MAX_PASSAGE and line.start > start and line.start - start > MAX_HEADING:
            cover.add(Cut(line.start, kind, locator, (*node.path, node.heading), problem))
            start = line.start


def _cut_lines(cover: Cover, lines: list[Line], locator: str, *, kind: PassageKind, problem: str | None) -> None:
    """Cut the unnumbered paragraphs at the beginning into passages of bearable length."""
    start = lines[0].start
    cover.add(Cut(start, kind, locator, (), problem))
    for line in lines[1:]:
        if line.end - start > MAX_PASSAGE:
            cover.add(Cut(line.start, kind, locator, (), problem))
            start = line.start


def closing_start(lines: list[Line], floor: int) -> int:
    """Index of the first line of the closing part: contact block, signature, date; ``len(lines)`` where none is.

    Contact details fill at most the last lines of a notice; they must come after ``floor``, and a table (of a ledger
    in the annex) is no part of them.
    """
    end = len(lines)
    while end - 1 > floor and (is_signature(lines[end - 1].text) or _DISTRIBUTION.fullmatch(lines[end - 1].text)):
        end -= 1
    at = end
    # A contact block has up to eight lines (telephone, address, mailbox, post code, person, period …).
    for back in range(end - 1, max(floor, end - 9), -1):
        text = lines[back].text
        if text.count("|") >= _ROW_BARS:
            break
        if len(text) <= _MAX_CONTACT and _CONTACT.search(text) and not re.match(r"[一二三四五六七八九十]{1,2}是", text):
            at = back
        elif re.match(r"[一二三四五六七八九十]{1,3}、", text) or (at < end and len(text) > MAX_HEADING):
            break
    return at
