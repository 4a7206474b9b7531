"""Whether the text of a regulation can be relied upon: what can be checked of it, and what cannot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from ingest.fetch import official_hosts
from ingest.structure.lines import split_lines
from ingest.structure.masking import suspects
from ingest.structure.regulation import article_labels
from ingest.structure.versions import bare_title
from kb.model import Document, Source, Span, Validity
from kb.numerals import to_chinese
from kb.sources import listed_sources
from kb.text import fold

# Characters shown on either side of a suspicious place: enough to find it in the original.
_AROUND = 10
# The largest number that can be written as an article label.
_LAST = 9999


class Doubt(NamedTuple):
    """A place to compare with the original: ``kind`` (``遮盖``, ``乱码``, or the cleaning rule that was not certain),
    its place in the text, and the words around it.
    """

    kind: str
    span: Span
    words: str


@dataclass(frozen=True, slots=True)
class Integrity:
    """What was checked of one regulation.

    ``articles`` counts them, ``first`` and ``last`` are labels (empty without articles), ``gaps`` the labels missing
    between 第一条 and the last, ``repeated`` labels that stand at line starts a second time.  ``sha256`` is that of
    the original file.  ``source`` says in Chinese where the file came from, ``official`` whether that is a host on
    the list of official sources (None where it is not an address), ``listed`` the title of the regulation on that list.
    """

    articles: int
    first: str
    last: str
    gaps: tuple[str, ...]
    repeated: tuple[str, ...]
    doubts: tuple[Doubt, ...]
    sha256: str
    origin: str
    source: str
    official: bool | None
    listed: str | None
    issued: date | None
    revised: tuple[date, ...]
    effective: date | None
    validity: Validity
    validity_reason: str
    manual: bool
    supersedes: str | None
    superseded_by: str | None

    @property
    def complete(self) -> bool:
        """Whether nothing is missing, repeated or doubtful in the text itself."""
        return not (self.gaps or self.repeated or self.doubts)

    def as_json(self) -> dict[str, Any]:
        """The panel as a JSON object; days are ISO dates."""

        def day(value: date | None) -> str | None:
            return value.isoformat() if value else None

        return {
            "complete": self.complete,
            "articles": self.articles,
            "first": self.first,
            "last": self.last,
            "gaps": list(self.gaps),
            "repeated": list(self.repeated),
            "doubts": [
                {"kind": doubt.kind, "start": doubt.span.start, "end": doubt.span.end, "words": doubt.words}
                for doubt in self.doubts
            ],
            "sha256": self.sha256,
            "origin": self.origin,
            "source": self.source,
            "official": self.official,
            "listed": self.listed,
            "issued": day(self.issued),
            "revised": [day(value) for value in self.revised],
            "effective": day(self.effective),
            "validity": self.validity.value,
            "validity_reason": self.validity_reason,
            "validity_manual": self.manual,
            "supersedes": self.supersedes,
            "superseded_by": self.superseded_by,
        }


def integrity(source: Source, document: Document) -> Integrity:
    """Check a regulation of a source as it is stored."""
    meta = document.meta
    official, said = _came_from(source.origin)
    return Integrity(
        articles=len(document.articles),
        first=document.articles[0].label if document.articles else "",
        last=document.articles[-1].label if document.articles else "",
        gaps=_gaps(document),
        repeated=_repeated(source, document),
        doubts=_doubts(source, document),
        sha256=source.sha256,
        origin=source.origin,
        source=said,
        official=official,
        listed=listed_title(document.title),
        issued=meta.issued,
        revised=meta.revised,
        effective=meta.effective,
        validity=meta.validity,
        validity_reason=meta.validity_reason,
        manual=meta.validity_manual,
        supersedes=meta.supersedes,
        superseded_by=meta.superseded_by,
    )


def listed_title(title: str) -> str | None:
    """The full title under which a regulation stands on the list of official sources, None where it does not."""
    wanted = bare_title(title)
    for entry in listed_sources():
        if wanted in {bare_title(str(name)) for name in (entry["title"], *(entry.get("short") or ()))}:
            return str(entry["title"])
    return None


def _came_from(origin: str) -> tuple[bool | None, str]:
    """Whether the file came from an official site, and how to say it."""
    address = urlsplit(origin)
    if address.scheme in {"http", "https"}:
        host = (address.hostname or "").lower()
        if any(host == known or host.endswith(f".{known}") for known in official_hosts()):
            return True, f"官方网站 {host}"
        return False, f"网站 {host}，不在官方网站清单内，请与官方文本核对"
    if address.scheme == "library":
        return None, "随附资料"
    return None, "本机文件，是否官方文本无法自动核对"


def _gaps(document: Document) -> tuple[str, ...]:
    """Labels of the articles missing between the first one of any text and the last one of this."""
    numbers = {article.number for article in document.articles}
    last = min(max(numbers, default=0), _LAST)
    return tuple(f"第{to_chinese(number)}条" for number in range(1, last) if number not in numbers)


def _repeated(source: Source, document: Document) -> tuple[str, ...]:
    """Labels at line starts that stand there again inside an article."""
    folded = fold(source.text)
    lines = split_lines(folded, *document.span)
    kept = {article.span.start for article in document.articles}
    known = {(article.number, article.sub) for article in document.articles}
    again = [
        label.text
        for label in article_labels(lines)
        if label.spaced and (label.number, label.sub) in known and not _is_kept(lines[label.row].start, kept, document)
    ]
    return tuple(dict.fromkeys(again))


def _is_kept(start: int, kept: set[int], document: Document) -> bool:
    """Whether a line is the beginning of an article, or stands in front of and behind all of them (contents, annex)."""
    first, last = document.articles[0].span.start, document.articles[-1].span.end
    return start in kept or not first <= start < last


def _doubts(source: Source, document: Document) -> tuple[Doubt, ...]:
    """Masked and garbled places, and those the cleaning was not certain about, in order."""
    folded = fold(source.text)
    found = [Doubt(hit.kind, hit.span, _around(source, hit.span)) for hit in suspects(folded, document.span)]
    taken = {at for doubt in found for at in range(*doubt.span)}
    for edit in source.cleaning:
        span = Span(edit.at, edit.at + len(edit.after))
        inside = document.span.start <= span.start <= span.end <= document.span.end
        if not edit.certain and inside and not taken & set(range(*span)):
            found.append(Doubt(edit.rule, span, _around(source, span)))
    return tuple(sorted(found, key=lambda doubt: doubt.span))


def _around(source: Source, span: Span) -> str:
    """The words around a place on one line."""
    words = source.text[max(0, span.start - _AROUND) : span.end + _AROUND]
    return " ".join(words.split())


def integrity_lines(panels: Sequence[tuple[str, Integrity]]) -> list[str]:
    """The panels of regulations, by title, for people."""
    return [line for title, panel in panels for line in (f"完整性核对：《{title}》", *_panel(panel))]


# More doubtful places than this are counted only; ``--json`` has them all.
_SHOWN = 8


def _panel(panel: Integrity) -> list[str]:
    extent = f"共 {panel.articles} 条（{panel.first}至{panel.last}）" if panel.articles else "不分条"
    faults = []
    if panel.gaps:
        more = f"等 {len(panel.gaps)} 条" if len(panel.gaps) > _SHOWN else ""
        faults.append(f"缺 {'、'.join(panel.gaps[:_SHOWN])}{more}")
    if panel.repeated:
        faults.append(f"重复 {'、'.join(panel.repeated[:_SHOWN])}")
    lines = [f"条文：{extent}，{'；'.join(faults) or '序号连续，没有重复'}"]
    if panel.doubts:
        lines.append(f"字符：{len(panel.doubts)} 处疑似遮盖、替换或乱码，请与正式文本核对")
        lines += [
            f"  [{doubt.kind}] 字符 {doubt.span.start}–{doubt.span.end}：…{doubt.words}…"
            for doubt in panel.doubts[:_SHOWN]
        ]
    else:
        lines.append("字符：未发现遮盖、替换或乱码（同义替换无法自动发现）")
    days = [
        ("公布或最近一次修订", panel.issued),
        ("施行", panel.effective),
    ]
    dates = "，".join(f"{name} {day}" for name, day in days if day) or "没有日期"
    changes = f"，历次修改 {'、'.join(map(str, panel.revised))}" if panel.revised else ""
    lines.append(f"日期：{dates}{changes}")
    lines.append(f"效力：{panel.validity.value}（{panel.validity_reason or '尚未判断'}）")
    chain = [f"前一版本 {panel.supersedes}"] if panel.supersedes else []
    chain += [f"已由 {panel.superseded_by} 取代"] if panel.superseded_by else []
    if chain:
        lines.append(f"版本：{'；'.join(chain)}")
    listed = f"正式文件清单载有《{panel.listed}》" if panel.listed else "不在随附的正式文件清单中"
    lines.append(f"来源：{panel.source}；{listed}")
    lines.append(f"原件：SHA-256 {panel.sha256}")
    return [f"  {line}" for line in lines]
