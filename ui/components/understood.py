"""A document in detail on 资料, ready to be drawn by ``assets/understood.js``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC
from typing import NamedTuple, TypedDict

from assistant.library import cleaning
from assistant.library.cleaning import Rule
from assistant.library.outline import Node, counts, outline, stated
from assistant.library.versions import Version
from ingest.integrity import Integrity
from kb.catalog import SourceInfo
from kb.corrections import Correction
from kb.model import Document, DocumentKind, Source, Span
from ui.components import badges
from ui.components.assets import component
from ui.components.badges import Badge
from ui.components.library import identifier
from ui.components.place import Place
from ui.components.sent import on

#: Parts of the first level that are unfolded on arrival: a notice with few sections, not a law with many chapters.
_UNFOLDED = 3

#: Names that are listed one by one in a line of the integrity panel.
_LISTED = 8


class NodeView(TypedDict):
    """A part in the tree; ``open`` is the id of its place, empty for none."""

    text: str
    note: str
    status: Badge | None
    open: str
    unfolded: bool
    nodes: list[NodeView]


class ChangeView(TypedDict):
    """A repair."""

    before: str
    after: str
    certain: bool


class RuleView(TypedDict):
    """The repairs of a rule; ``more`` were not sent."""

    name: str
    times: int
    suspected: int
    examples: list[ChangeView]
    more: int


class LinkView(TypedDict):
    """Another version; ``id`` is its document."""

    id: str
    day: str
    text: str
    badges: list[Badge]
    here: bool


class UndoView(TypedDict):
    """A correction that can be taken back."""

    id: str
    text: str


class SectionView(TypedDict):
    """A section that folds; it draws whichever of its lists are filled."""

    key: str
    title: str
    count: str
    badge: Badge | None
    open: bool
    lead: str
    notes: list[str]
    facts: list[tuple[str, str]]
    tree: list[NodeView]
    rules: list[RuleView]
    links: list[LinkView]
    undo: list[UndoView]


class SaidView(TypedDict):
    """What the last action did."""

    tone: str
    text: str


class UnderstoodView(TypedDict):
    """What the browser draws, without ``open``."""

    id: str
    back: bool
    title: str
    kind: str
    badges: list[Badge]
    reason: str
    said: list[SaidView]
    sections: list[SectionView]


class Shown(NamedTuple):
    """A document with everything that is known about it; ``panel`` is None for what is no regulation."""

    info: SourceInfo
    source: Source
    document: Document
    versions: Sequence[Version]
    panel: Integrity | None
    held: Sequence[Correction]


def view(shown: Shown, *, back: bool, said: Sequence[tuple[str, str]] = ()) -> UnderstoodView:
    """The detail of a document; ``said`` are tones and texts of what was just done."""
    document = shown.document
    return UnderstoodView(
        id=identifier(shown.info.source_id, document.part),
        back=back,
        title=document.title,
        kind=document.kind.label,
        badges=badges.of_document(document.provenance, document.meta.validity),
        reason=f"判为{document.kind.label}的理由：{document.kind_reason}",
        said=[SaidView(tone=tone, text=text) for tone, text in said],
        sections=list(_sections(shown)),
    )


def places(shown: Shown) -> dict[str, Place]:
    """Where the parts of the tree lead, by the ids in the view."""
    found: dict[str, Place] = {}
    starts = [(passage.span, seq) for seq, passage in enumerate(shown.source.passages)]

    def collect(nodes: Sequence[Node]) -> None:
        for node in nodes:
            if node.span:
                span = node.span
                seq = next((seq for there, seq in starts if there.start <= span.start < there.end), None)
                found[_place_id(span)] = whole(shown)._replace(seq=seq, quote=span if seq is not None else None)
            collect(node.children)

    collect(outline(shown.source, shown.document))
    return found


def whole(shown: Shown) -> Place:
    """The document from its beginning."""
    return Place(shown.info.source_id, shown.info.generation, shown.document.part)


def undoable(shown: Shown) -> Mapping[str, Correction]:
    """The corrections of this document by the ids in the view."""
    part = shown.document.part
    return {f"c{number}": one for number, one in enumerate(shown.held) if one.place.part == part}


def _place_id(span: Span) -> str:
    return f"{span.start}-{span.end}"


def _section(
    key: str,
    title: str,
    *,
    count: str = "",
    badge: Badge | None = None,
    unfolded: bool = False,
    lead: str = "",
    notes: Sequence[str] = (),
    facts: Sequence[tuple[str, str]] = (),
    tree: Sequence[NodeView] = (),
    rules: Sequence[RuleView] = (),
    links: Sequence[LinkView] = (),
    undo: Sequence[UndoView] = (),
) -> SectionView:
    return SectionView(
        key=key,
        title=title,
        count=count,
        badge=badge,
        open=unfolded,
        lead=lead,
        notes=list(notes),
        facts=list(facts),
        tree=list(tree),
        rules=list(rules),
        links=list(links),
        undo=list(undo),
    )


def _sections(shown: Shown) -> Iterator[SectionView]:
    source, document = shown.source, shown.document
    warnings = list(dict.fromkeys((*source.warnings, *document.warnings)))
    if warnings:
        yield _section("warnings", "提示", count=str(len(warnings)), unfolded=True, notes=warnings)
    undo = undoable(shown)
    if undo:
        held = [UndoView(id=key, text=_correction(one)) for key, one in undo.items()]
        yield _section("held", "人工更正", count=str(len(held)), unfolded=True, undo=held)
    nodes = outline(source, document)
    lead = "，".join(counts(document)) + "。" + stated(document)
    yield _section("tree", "系统的理解", unfolded=True, lead=lead, tree=[_node(one, len(nodes)) for one in nodes])
    if shown.panel:
        yield _integrity(shown.panel)
        yield _versions(shown)
    yield _cleaning(source)
    yield _personal(source)
    yield _file(shown)


def _correction(one: Correction) -> str:
    """A correction without the number of the part: it stands under its document."""
    text = str(one)
    return text.removeprefix(f"第{one.place.part}篇") if one.place.part else text


def _node(node: Node, siblings: int, depth: int = 0) -> NodeView:
    return NodeView(
        text=node.text,
        note=node.note,
        status=badges.of_status(node.status) if node.status else None,
        open=_place_id(node.span) if node.span else "",
        unfolded=depth == 0 and node.status is None and siblings <= _UNFOLDED,
        nodes=[_node(child, len(node.children), depth + 1) for child in node.children],
    )


def _integrity(panel: Integrity) -> SectionView:
    extent = f"共 {panel.articles} 条（{panel.first}至{panel.last}）" if panel.articles else "不分条"
    faults = []
    if panel.gaps:
        faults.append(f"缺 {_some(panel.gaps)}")
    if panel.repeated:
        faults.append(f"重复 {_some(panel.repeated)}")
    notes = [f"{doubt.kind}：…{doubt.words}…" for doubt in panel.doubts[:_LISTED]]
    more = f"（下列前 {_LISTED} 处）" if len(panel.doubts) > _LISTED else ""
    doubts = f"{len(panel.doubts)} 处疑似遮盖、替换或乱码，请与正式文本核对{more}" if panel.doubts else ""
    days = (("公布或最近修订", panel.issued), ("施行", panel.effective))
    dates = [f"{name} {day}" for name, day in days if day]
    if panel.revised:
        dates.append(f"历次修改 {'、'.join(map(str, panel.revised))}")
    facts = [
        ("条文", f"{extent}，{'；'.join(faults) or '序号连续，没有重复'}"),
        ("字符", doubts or "没有发现遮盖、替换或乱码（同义替换无法自动发现）"),
        ("日期", "，".join(dates) or "没有写明"),
        ("效力", f"{panel.validity.value}（{panel.validity_reason or '尚未判断'}）"),
        ("来源", panel.source),
        ("清单", f"正式文件清单载有《{panel.listed}》" if panel.listed else "不在随附的正式文件清单中"),
    ]
    mark = Badge(text="未见缺漏", tone="green") if panel.complete else Badge(text="请核对", tone="amber")
    return _section("integrity", "完整性核对", badge=mark, facts=facts, notes=notes)


def _some(labels: Sequence[str]) -> str:
    more = f"等 {len(labels)} 条" if len(labels) > _LISTED else ""
    return "、".join(labels[:_LISTED]) + more


def _versions(shown: Shown) -> SectionView:
    meta = shown.document.meta
    facts = [
        (name, value) for name, value in (("前一版本", meta.supersedes), ("取代本版", meta.superseded_by)) if value
    ]
    several = len(shown.versions) > 1
    links = [_link(one) for one in shown.versions] if several else []
    lead = "" if several or facts else "资料库里没有这件法规的其他版本。"
    return _section("versions", "版本", count=str(len(links)) if links else "", lead=lead, facts=facts, links=links)


def _link(one: Version) -> LinkView:
    return LinkView(
        id=identifier(one.source_id, one.part),
        day=str(one.day or "日期不明"),
        text=one.title,
        badges=badges.of_document(one.provenance, one.validity) or [Badge(text=one.validity.value, tone="green")],
        here=one.this,
    )


def _cleaning(source: Source) -> SectionView:
    found = cleaning.rules(source)
    times = sum(rule.times for rule in found)
    suspected = sum(rule.suspected for rule in found)
    return _section(
        "cleaning",
        "清洗改动",
        count=f"{times} 处" if times else "",
        badge=Badge(text=f"存疑 {suspected} 处", tone="amber") if suspected else None,
        lead="收录时删除、修复了下面这些内容，原件没有改动。" if found else "文字干净，收录时没有改动。",
        rules=[_rule(rule) for rule in found],
    )


def _rule(rule: Rule) -> RuleView:
    return RuleView(
        name=rule.name,
        times=rule.times,
        suspected=rule.suspected,
        examples=[ChangeView(before=one.before, after=one.after, certain=one.certain) for one in rule.examples],
        more=rule.times - len(rule.examples),
    )


def _personal(source: Source) -> SectionView:
    found = cleaning.personal(source)
    total = sum(times for _, times in found)
    return _section(
        "personal",
        "个人信息",
        count=f"{total} 处" if total else "",
        lead="已遮盖，检索和引用时都看不到；只有原件里还有。" if found else "没有发现需要遮盖的个人信息。",
        facts=[(kind, f"{times} 处") for kind, times in found],
    )


def _file(shown: Shown) -> SectionView:
    info, source = shown.info, shown.source
    added = info.added_at.replace(tzinfo=UTC).astimezone()
    facts = [("文件名", info.doc), ("来源", _origin(info.origin)), ("收录时间", f"{added:%Y-%m-%d %H:%M}")]
    if len(info.documents) > 1:
        facts.append(("同一文件", f"共 {len(info.documents)} 篇"))
    meta = shown.document.meta
    named = (
        ("被巡察单位", meta.unit),
        ("巡察机构", meta.inspector),
        ("反馈日期", meta.feedback_date),
        ("发布日期" if shown.document.kind is DocumentKind.PRACTICE else "通报日期", meta.published),
        ("制定机关", meta.issuer if shown.document.kind is DocumentKind.REGULATION else None),
        ("文号", meta.doc_number),
    )
    facts += [(name, str(value)) for name, value in named if value]
    pages = cleaning.pages(source)
    if pages:
        facts.append(("页数", f"{pages.number} 页"))
        if pages.confidence is not None:
            low = f"，第 {'、'.join(map(str, pages.low[:_LISTED]))} 页较差，请核对" if pages.low else ""
            facts.append(("文字识别", f"{pages.recognised} 页由图片识别，平均把握 {pages.confidence:.0%}{low}"))
    facts += [("字数", f"{len(source.text):,}"), ("原件校验", f"SHA-256 {source.sha256[:16]}…")]
    return _section("file", "文件信息", facts=facts)


def _origin(origin: str) -> str:
    for start, said in (("upload:", "从工作台上传"), ("library:", "随附资料")):
        if origin.startswith(start):
            inside = origin.removeprefix(start)
            return f"{said}（{inside}）" if "!/" in inside else said
    return origin


_mount = component("understood", "quote")


def understood_panel(
    shown: UnderstoodView | None,
    *,
    opened: str,
    on_open: Callable[[str], None],
    on_go: Callable[[str], None],
    on_act: Callable[[str], None],
    on_undo: Callable[[str], None],
) -> None:
    """Draw the detail, or a hint while none was chosen."""
    _mount(
        key="understood",
        data={**shown, "open": opened} if shown else None,
        on_open_change=on("understood", "open", on_open),
        on_go_change=on("understood", "go", on_go),
        on_act_change=on("understood", "act", on_act),
        on_undo_change=on("understood", "undo", on_undo),
    )
