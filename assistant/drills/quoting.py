"""An article with the words that matter, so that they can be read out: a paragraph, or an item with its head."""

from __future__ import annotations

import re
from typing import NamedTuple

from assistant.anchor import Anchor, of_passage
from assistant.drills.model import ELLIPSIS
from assistant.select import body_span
from kb.model import Span, StoredPassage
from retrieval.names import bare_title
from retrieval.quantities import quantities


class Basis(NamedTuple):
    """An article with the words that matter; ``figures`` as printed in them, ``lead`` the head of the item quoted."""

    label: str
    text: str
    anchor: Anchor
    figures: tuple[str, ...]
    lead: Anchor | None = None


#: A head with all its items, or a whole paragraph, is quoted up to this length; beyond, nobody reads it out.
_WHOLE = 240

_ITEM = re.compile(r"^\s*[（(][一二三四五六七八九十]+[)）]")


#: Before a quantity that sets a bound.
_BOUND = "(?:不少于|不得少于|不超过|不得超过)"


def quoted(passage: StoredPassage, words: str) -> Basis | None:
    """The article with the paragraph or item that holds the words; an item with its head, a head with its items.

    None where a head has more items than can be read out.
    """
    body = body_span(passage)
    text = passage.text[body.start - passage.span.start :]
    lines = [match for match in re.finditer(r"[^\n]+", text) if match[0].strip()]
    number = next((n for n, line in enumerate(lines) if words in line[0]), None)
    if number is None:
        return None

    def anchor(first: int, last: int) -> Anchor:
        start = lines[first].start() + len(lines[first][0]) - len(lines[first][0].lstrip())
        end = lines[last].start() + len(lines[last][0].rstrip())
        return of_passage(passage, Span(body.start + start, body.start + end))

    line = lines[number][0]
    if _ITEM.match(line):
        head = next((n for n in range(number - 1, -1, -1) if _is_head(lines[n][0])), None)
        if head is None or head == number - 1:
            return None if head is None else _made(passage, anchor(head, number))
        return _made(passage, anchor(number, number), anchor(head, head))
    if _is_head(line):
        items = next((n for n in range(number + 1, len(lines)) if not _ITEM.match(lines[n][0])), len(lines)) - 1
        whole = anchor(number, items)
        return _made(passage, whole) if items > number and len(whole.quote) <= _WHOLE else None
    whole, sentence = anchor(number, number), _sentence(line, words)
    if len(whole.quote) > _WHOLE:
        start = body.start + lines[number].start()
        whole = of_passage(passage, Span(start + sentence.start, start + sentence.end))
    # A quantity of another sentence of the paragraph is not what the article is pointed at for.
    return _made(passage, whole)._replace(figures=_figures(line[sentence.start : sentence.end]))


def _made(passage: StoredPassage, anchor: Anchor, lead: Anchor | None = None) -> Basis:
    text = f"{lead.quote}{ELLIPSIS}{anchor.quote}" if lead else anchor.quote
    return Basis(label(passage), text, anchor, _figures(anchor.quote), lead)


def _is_head(line: str) -> bool:
    return line.rstrip().endswith(("：", ":")) and not _ITEM.match(line)


def _sentence(line: str, words: str) -> Span:
    """The sentence of a line that holds the words, blanks left out."""
    at = line.index(words)
    start, stop = line.rfind("。", 0, at) + 1, line.find("。", at)
    end = len(line) if stop < 0 else stop + 1
    part = line[start:end]
    return Span(start + len(part) - len(part.lstrip()), start + len(part.rstrip()))


def label(passage: StoredPassage) -> str:
    """The article as it is cited."""
    return f"《{bare_title(passage.title)}》{passage.locator}"


def _figures(text: str) -> tuple[str, ...]:
    """The first quantity that sets a bound, as printed; one is what a trainee can be asked for."""
    found = (quantity.text for quantity in quantities(text) if quantity.kind != "学历")
    return tuple(
        one for one in found if re.search(rf"{_BOUND}{re.escape(one)}|{re.escape(one)}(?:以?内|以上|以下)", text)
    )[:1]
