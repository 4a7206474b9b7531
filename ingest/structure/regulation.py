"""Regulations: parts, chapters, sections, articles with their paragraphs and items, appendices."""

from __future__ import annotations

import re
from typing import NamedTuple

from ingest.structure.cover import Cover, Cut, LocatorNames
from ingest.structure.labels import Heading, Label, increasing, read_heading, read_label
from ingest.structure.lines import Line, ends_sentence, trim
from ingest.structure.masking import suspects
from ingest.structure.outline import build
from kb.model import Article, Chapter, Passage, PassageKind, Span
from kb.numerals import to_chinese

_CONTENTS = re.compile(r"目\s*[录次]$")
_APPENDIX_LABEL = re.compile(r"附\s*(?:件|表|录|图|则)?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?")
_APPENDIX = re.compile(
    r"附\s*(?:件|表|录|图|则)?\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?\s*(?::|$|[.、]\s*\S)|附\s*(?:件|表|录)\S{0,30}$"
)
_ITEM = re.compile(r"\(\s*(?:[一二三四五六七八九十]{1,3}|\d{1,2})\s*\)")
_SUBITEM = re.compile(r"\d{1,2}\s*[.、](?!\d)|[①-⑳]")
_INLINE_ITEM = re.compile(r"(?<=[:;。])\s*\(\s*(?P<n>[一二三四五六七八九十]{1,3})\s*\)")
_SIGNATURE_DATE = re.compile(
    r"^(?:\d{4}|[一二〇零○三四五六七八九]{4})\s*年\s*[\d一二三四五六七八九十]{1,3}\s*月\s*[\d一二三四五六七八九十]{1,3}\s*日$"
)
_ISSUING = re.compile(
    r"现将|印发给你们|现予(?:公布|发布)|予以(?:公布|印发)|请(?:认真)?(?:遵照|贯彻)执行|自.{2,20}起施行"
)
# A preamble worth finding (that of the Constitution, of a judicial interpretation) is longer than this; shorter
# lines before the first article are opening formulas.
_PREAMBLE = 60
# A chapter title on the line below its number, and the rest of one that was broken for want of room.
_MAX_BARE = 30
_MAX_REST = 12
# More gaps than this are named by their number only.
_MAX_NAMED = 12


class Parsed(NamedTuple):
    """What a regulation consists of."""

    chapters: tuple[Chapter, ...]
    articles: tuple[Article, ...]
    passages: tuple[Passage, ...]
    warnings: tuple[str, ...]


def article_labels(lines: list[Line]) -> list[Label]:
    """All labels at line starts that could be articles."""
    return [label for index, line in enumerate(lines) if (label := read_label(line, index))]


def parse_regulation(
    folded: str, lines: list[Line], span: Span, header: int, *, names: LocatorNames, prefix: str = ""
) -> Parsed:
    """Parse the lines of one regulation; ``header`` lines at its beginning are title, numbers and dates."""
    found = article_labels(lines)
    labels = increasing(found)
    headings = _headings(lines, labels)
    cover = Cover(folded, span.start, span.end, f"{prefix}标题")
    body = _body_start(lines, labels, headings, header)
    _cut_front(cover, lines, header, body, prefix)
    tail = _tail(lines, labels)
    chapter_of = _cut_body(
        cover, lines, labels, [head for head in headings if head.row >= body], tail=tail, prefix=prefix
    )
    if tail < len(lines):
        _cut_tail(cover, lines, tail, span.end, prefix)
    if not labels:
        _cut_unlabelled(cover, lines, body, span.end, prefix)
    passages = cover.passages(names)
    spans = {passage.span.start: passage.span for passage in passages}
    articles = tuple(
        _article(folded, lines, label, spans[lines[label.row].start], chapter_of[label.row]) for label in labels
    )
    warnings = (*_continuity(labels, found), *_damage(folded, span))
    return Parsed(_chapters(headings, labels, body, tail), articles, passages, warnings)


def _headings(lines: list[Line], labels: list[Label]) -> list[Heading]:
    """Chapter headings, a title on the next line joined to its number."""
    taken = {label.row for label in labels}
    heads: list[Heading] = []
    for index, line in enumerate(lines):
        head = read_heading(line, index)
        if head is None or index in taken:
            continue
        below = lines[index + 1] if index + 1 < len(lines) and index + 1 not in taken else None
        if below and _goes_on(head, below, index + 2 in taken) and read_heading(below, index + 1) is None:
            head = head._replace(title=f"{head.title} {below.text}")
        heads.append(head)
    return heads


def _goes_on(head: Heading, below: Line, before_article: bool) -> bool:  # noqa: FBT001 - one caller
    """Whether the line below belongs to a chapter title: the title itself, or the rest of one that was broken."""
    longest = _MAX_BARE if head.bare else _MAX_REST if before_article else 0
    return len(below.text) <= longest and not ends_sentence(below.text)


def _body_start(lines: list[Line], labels: list[Label], headings: list[Heading], header: int) -> int:
    """Index of the line at which the text proper begins: behind title, dates and table of contents.

    A table of contents is a run of headings whose first one comes again before (or at) the first article.
    """
    first = labels[0].row if labels else len(lines)
    before = [head for head in headings if header <= head.row < first]
    contents = next((i for i in range(header, min(first, len(lines))) if _CONTENTS.fullmatch(lines[i].text)), None)
    if before:
        opening = before[0]
        again = [head for head in before if (head.level, head.number) == (opening.level, opening.number)]
        same = [head for head in again if _squeeze(head.title)[:6] == _squeeze(opening.title)[:6]]
        start = (same or again)[-1].row
        if start == opening.row and contents is not None:
            # The text has no headings of its own before the first article, or the contents stand alone.
            return first
        return start
    return first if contents is not None else header


def _squeeze(text: str) -> str:
    """Text without blanks."""
    return re.sub(r"\s", "", text)


def _cut_front(cover: Cover, lines: list[Line], header: int, body: int, prefix: str) -> None:
    """Cut what stands between the title block and the text: table of contents, preamble, issuing notice."""
    contents = next((i for i in range(header, body) if _CONTENTS.fullmatch(lines[i].text)), None)
    end = body if contents is None else contents
    if contents is not None:
        cover.add(Cut(lines[contents].start, PassageKind.STRUCTURE, f"{prefix}目录"))
    if end <= header:
        return
    size = sum(len(line.text) for line in lines[header:end])
    text = "".join(line.text for line in lines[header:end])
    issuing = _ISSUING.search(text) and size < _PREAMBLE * 10
    kind = PassageKind.ARTICLE if size >= _PREAMBLE and not issuing else PassageKind.STRUCTURE
    cover.add(Cut(lines[header].start, kind, f"{prefix}{'序言' if kind is PassageKind.ARTICLE else '前言'}"))


def _tail(lines: list[Line], labels: list[Label]) -> int:
    """Index of the first line behind the last article: appendices, signature, date."""
    if not labels:
        return len(lines)
    for index in range(labels[-1].row + 1, len(lines)):
        if _APPENDIX.match(lines[index].text) and len(lines[index].text) <= 60:  # noqa: PLR2004 - a heading line
            return index
    end = len(lines)
    while end - 1 > labels[-1].row and _signs(lines[end - 1].text):
        end -= 1
    return end


def _signs(text: str) -> bool:
    """Whether a line at the end is a signature or its date."""
    return bool(_SIGNATURE_DATE.match(text)) or (len(text) <= 25 and not ends_sentence(text) and not _ITEM.match(text))  # noqa: PLR2004 - names of bodies


def _cut_body(
    cover: Cover, lines: list[Line], labels: list[Label], headings: list[Heading], *, tail: int, prefix: str
) -> dict[int, tuple[str, ...]]:
    """Cut headings and articles; returns the headings above each article by line index."""
    above: dict[int, str] = {}
    chapter_of: dict[int, tuple[str, ...]] = {}
    events: list[Heading | Label] = sorted([*headings, *labels], key=lambda event: event.row)
    for event in events:
        if event.row >= tail:
            break
        if isinstance(event, Heading):
            above = {level: title for level, title in above.items() if level < event.level}
            above[event.level] = event.title
            cover.add(Cut(lines[event.row].start, PassageKind.STRUCTURE, f"{prefix}{_short(event)}"))
        else:
            chapter_of[event.row] = tuple(above.values())
            cut = Cut(lines[event.row].start, PassageKind.ARTICLE, f"{prefix}{event.text}", tuple(above.values()))
            cover.add(cut)
    return chapter_of


def _short(head: Heading) -> str:
    """The number of a chapter without its title."""
    match = re.match(r"第\s*\S+?\s*(?:分编|编|章|节)", head.title)
    return _squeeze(match.group()) if match else _squeeze(head.title)


def _cut_tail(cover: Cover, lines: list[Line], tail: int, end: int, prefix: str) -> None:
    """Cut appendices (searchable when they hold text) and signatures."""
    if not _APPENDIX.match(lines[tail].text):
        cover.add(Cut(lines[tail].start, PassageKind.STRUCTURE, f"{prefix}落款"))
        return
    starts = [i for i in range(tail, len(lines)) if _APPENDIX.match(lines[i].text) and len(lines[i].text) <= 60]  # noqa: PLR2004 - a heading line
    for at, index in enumerate(starts):
        stop = lines[starts[at + 1]].start if at + 1 < len(starts) else end
        # A list of attachment names is structure, an attached text is searched.
        kind = PassageKind.ARTICLE if stop - lines[index].start > 2 * _PREAMBLE else PassageKind.STRUCTURE
        cover.add(Cut(lines[index].start, kind, f"{prefix}{_appendix_label(lines[index].text)}"))


def _appendix_label(heading: str) -> str:
    """``附件2`` as printed, without the title; ``附件`` for an unnumbered one (or a list of several)."""
    match = _APPENDIX_LABEL.match(heading)
    return _squeeze(match.group()) if match else "附件"


def _cut_unlabelled(cover: Cover, lines: list[Line], body: int, end: int, prefix: str) -> None:
    """A normative text without articles (a decision, an opinion): cut at its own numbering."""
    rest = lines[body:]
    if not rest:
        return
    root = build(rest, rest[0].start, end)
    if root.lines:
        cover.add(Cut(root.lines[0].start, PassageKind.ARTICLE, f"{prefix}正文"))
    for node in root.walk():
        if node.mark is not None and node.line is not None:
            kind = PassageKind.ARTICLE if node.has_body or not node.children else PassageKind.STRUCTURE
            cover.add(Cut(node.start, kind, f"{prefix}{node.locator}" or "正文", node.path))


def _article(folded: str, lines: list[Line], label: Label, span: Span, chapter: tuple[str, ...]) -> Article:
    """The article with its paragraphs (款) and items (项)."""
    own: list[Line] = []
    for line in lines[label.row :]:
        if line.start >= span.end:
            break
        own.append(line)
    paragraphs: list[list[int]] = []
    items: list[list[int]] = []
    open_line = False
    for at, line in enumerate(own):
        start = trim(folded, line.start + label.end, line.end).start if at == 0 else line.start
        if start >= line.end:
            continue
        text = folded[start : line.end]
        item = bool(_ITEM.match(text))
        if item:
            items.append([start, line.end])
        elif items and paragraphs and items[-1][0] >= paragraphs[-1][0] and (open_line or _SUBITEM.match(text)):
            items[-1][1] = line.end
        if not item:
            items += [list(inner) for inner in _inline_items(text, start, line.end)]
        continues = item or open_line or bool(_SUBITEM.match(text))
        if paragraphs and continues:
            paragraphs[-1][1] = line.end
        else:
            paragraphs.append([start, line.end])
        open_line = not ends_sentence(text)
    return Article(
        label.number,
        label.sub,
        label.text,
        span,
        chapter,
        tuple(Span(a, b) for a, b in paragraphs),
        tuple(Span(a, b) for a, b in items),
    )


def _inline_items(text: str, start: int, end: int) -> list[Span]:
    """Items run together in one line: ``…：(一)…；(二)…``, only where they count up from one."""
    found = list(_INLINE_ITEM.finditer(text))
    if len(found) < 2:  # noqa: PLR2004 - a list has two entries
        return []
    if [match["n"] for match in found] != [to_chinese(n) for n in range(1, len(found) + 1)]:
        return []
    starts = [start + match.start() + len(match.group()) - len(match.group().lstrip()) for match in found]
    return [trim_span(text, start, a, b) for a, b in zip(starts, [*starts[1:], end], strict=True)]


def trim_span(text: str, offset: int, start: int, end: int) -> Span:
    """Trim a range of a line given in offsets of the document."""
    inner = trim(text, start - offset, end - offset)
    return Span(inner.start + offset, inner.end + offset)


def _chapters(headings: list[Heading], labels: list[Label], body: int, tail: int) -> tuple[Chapter, ...]:
    """Chapters with the first and last article they hold."""
    heads = [head for head in headings if body <= head.row < tail]
    chapters: list[Chapter] = []
    for at, head in enumerate(heads):
        stop = next((other.row for other in heads[at + 1 :] if other.level <= head.level), tail)
        inside = [label.text for label in labels if head.row < label.row < stop]
        chapters.append(Chapter(head.title, head.level, inside[0] if inside else "", inside[-1] if inside else ""))
    return tuple(chapters)


def _continuity(labels: list[Label], found: list[Label]) -> tuple[str, ...]:
    """Warnings about gaps and repeated labels."""
    warnings: list[str] = []
    numbers = sorted({label.number for label in labels})
    if numbers and numbers[0] > 1:
        warnings.append(f"条文从{labels[0].text}开始，此前的条文不在本文件中，请确认是否为节选")
    missing = [n for n in range(*((numbers[0], numbers[-1]) if numbers else (0, 0))) if n not in set(numbers)]
    if missing:
        named = "、".join(f"第{to_chinese(n)}条" for n in missing[:_MAX_NAMED] if n <= 9999)  # noqa: PLR2004 - limit of to_chinese
        more = f"等{len(missing)}条" if len(missing) > _MAX_NAMED else ""
        warnings.append(f"条文序号不连续，缺少{named}{more}，请对照原文核对")
    kept = {label.row for label in labels}
    keys = {(label.number, label.sub) for label in labels}
    again = [
        label.text for label in found if label.row not in kept and label.spaced and (label.number, label.sub) in keys
    ]
    if again:
        named = "、".join(dict.fromkeys(again[:_MAX_NAMED]))
        warnings.append(f"{named}的序号在行首重复出现，已并入所在条文，请对照原文核对")
    return tuple(warnings)


def _damage(folded: str, span: Span) -> tuple[str, ...]:
    """A warning where characters inside words look masked or replaced."""
    hits = [folded[hit.span.start : hit.span.end] for hit in suspects(folded, span)]
    if not hits:
        return ()
    return (f"发现{len(hits)}处疑似被遮盖或替换的字符（如“{hits[0]}”），请核对来源",)
