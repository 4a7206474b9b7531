"""Random but valid sources for property tests."""

from __future__ import annotations

import hashlib
import string
from datetime import date
from typing import Any

from hypothesis import strategies as st

from kb.model import (
    Article,
    Chapter,
    Counts,
    Deadline,
    Document,
    DocumentKind,
    Edit,
    Figure,
    Measure,
    Meta,
    Page,
    Passage,
    PassageKind,
    Pending,
    PersonalDatum,
    Problem,
    ProblemType,
    Provenance,
    Source,
    Span,
    Status,
    Validity,
)

# Any character a database can hold: no lone surrogates.
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)
WORDS = st.text(
    st.sampled_from("值班装备台账整改第十二条督察。；\n 甲𠮷é" + string.ascii_letters), min_size=1, max_size=30
)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)
DATES = st.none() | st.dates(date(1949, 1, 1), date(2100, 1, 1))
OPTIONAL = st.none() | TEXT


def spans(length: int) -> st.SearchStrategy[Span]:
    """Places in a text of that length."""
    return st.tuples(st.integers(0, length), st.integers(0, length)).map(lambda pair: Span(min(pair), max(pair)))


def _tuples(items: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(items, max_size=2).map(tuple)


METAS = st.builds(
    Meta,
    issuer=OPTIONAL,
    doc_number=OPTIONAL,
    issued=DATES,
    revised=st.lists(st.dates(), max_size=2).map(tuple),
    effective=DATES,
    validity=st.sampled_from(Validity),
    validity_reason=TEXT,
    supersedes=OPTIONAL,
    superseded_by=OPTIONAL,
    unit=OPTIONAL,
    period_start=DATES,
    feedback_date=DATES,
    counts=st.builds(Counts, st.none() | st.integers(0, 999), problems=st.none() | st.integers(0, 99)),
)


def _problems(length: int) -> st.SearchStrategy[Problem]:
    place = spans(length)
    deadlines = st.builds(Deadline, place, DATES)
    figures = st.builds(Figure, place, TEXT, TEXT, TEXT)
    return st.builds(
        Problem,
        locator=TEXT,
        number=TEXT,
        title=TEXT,
        title_span=place,
        span=place,
        section=TEXT,
        aspect=TEXT,
        status=st.sampled_from(Status),
        status_reason=TEXT,
        responsible=TEXTS,
        deadline=st.none() | deadlines,
        measures=_tuples(st.builds(Measure, TEXT, place, TEXT, _tuples(figures), TEXTS)),
        pending=_tuples(st.builds(Pending, TEXT, place, TEXT, _tuples(deadlines))),
        documents=TEXTS,
        types=_tuples(st.builds(ProblemType, TEXT, st.floats(0.01, 1), st.booleans())),
    )


@st.composite
def sources(draw: st.DrawFn, origin: str | None = None) -> tuple[Source, bytes]:
    """A source of up to three documents whose passages are in order and disjoint; with its original."""
    pieces = draw(st.lists(WORDS, max_size=8))
    text = "".join(pieces)
    ends = [len("".join(pieces[: index + 1])) for index in range(len(pieces))]
    place = spans(len(text))
    problems = draw(st.lists(_problems(len(text)), max_size=3))
    locators = st.none() | (st.sampled_from([problem.locator for problem in problems]) if problems else TEXT)
    passages = [
        Passage(
            draw(st.sampled_from(PassageKind)), Span(end - len(piece), end), draw(TEXT), draw(TEXTS), draw(locators)
        )
        for piece, end in zip(pieces, ends, strict=True)
    ]
    articles = st.builds(
        Article, st.integers(0, 1300), st.integers(0, 3), TEXT, place, TEXTS, _tuples(place), _tuples(place)
    )
    count = draw(st.integers(1, 3))
    parts = draw(st.permutations(range(count)))
    documents = tuple(
        Document(
            part=parts[index],
            kind=draw(st.sampled_from(DocumentKind)),
            kind_reason=draw(TEXT),
            title=draw(TEXT),
            span=draw(place),
            provenance=draw(st.sampled_from(Provenance)),
            meta=draw(METAS),
            chapters=draw(_tuples(st.builds(Chapter, TEXT, st.integers(0, 2), TEXT, TEXT))),
            articles=draw(_tuples(articles)),
            problems=tuple(problems[index::count]),
            passages=tuple(passages[len(passages) * index // count : len(passages) * (index + 1) // count]),
            warnings=draw(TEXTS),
        )
        for index in range(count)
    )
    original = draw(st.binary(max_size=20))
    doc = draw(st.text(st.sampled_from("甲乙丙丁ab"), min_size=1, max_size=6)) + ".txt"
    source = Source(
        doc=doc,
        origin=origin or f"/{draw(TEXT)}/{doc}",
        sha256=hashlib.sha256(original).hexdigest(),
        text=text,
        documents=documents,
        pages=draw(_tuples(st.builds(Page, st.integers(1, 99), place, st.none() | st.floats(0, 1)))),
        cleaning=draw(_tuples(st.builds(Edit, TEXT, st.integers(0, len(text)), TEXT, TEXT, st.booleans()))),
        personal=draw(_tuples(st.builds(PersonalDatum, TEXT, place))),
        warnings=draw(TEXTS),
    )
    return source, original
