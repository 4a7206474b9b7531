"""Web pages: the main text in reading order, tables as lines, the title in front."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.readers.base import RawText, unix_lines
from ingest.readers.encoding import decode
from ingest.readers.html_render import is_layout, render
from kb.errors import UnreadableFileError

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_DROPPED = ["script", "style", "noscript", "template", "iframe", "svg", "nav", "form", "button", "select", "textarea"]
# Government sites declare the title of the article apart from the title of the page.
_TITLE_META = ("ArticleTitle", "og:title", "title")
_SITE_SUFFIX = re.compile(r"\s*[-_|–—]+\s*[^-_|–—]{2,30}$")
# The main container must hold nearly all of what trafilatura takes for the text; a few lines of it may stand apart
# (a summary, a caption), so that one stray line does not widen the container to the whole page.
_SHARE = 0.9


def read_html(data: bytes, name: str, declared: str | None = None) -> RawText:
    """Read a web page; ``declared`` is the character set named by the server.

    trafilatura decides *where* the main text is; the words are then taken from the smallest element holding it, so that
    numbering, dates and tables it would drop stay.  Raises ``UnreadableFileError`` where the page holds no text.
    """
    from bs4 import BeautifulSoup  # noqa: PLC0415 - only web pages need it

    match = _DECLARED.search(data[:4096])
    decoded = decode(data, match[1].decode("ascii") if match else declared)
    soup = BeautifulSoup(decoded.text, "lxml")
    title = _title(soup)
    for tag in soup.find_all(_DROPPED):
        tag.decompose()
    body = soup.body or soup
    main = _main(body, _witness(decoded.text))
    text = render(main).strip()
    if not text:
        msg = f"{name} 是网页，但页面中没有正文（可能由脚本生成），请另存为完整网页或复制正文后再收录。"
        raise UnreadableFileError(msg)
    if title and _squeeze(title) not in _squeeze(text):
        text = f"{title}\n{text}"
    return RawText(unix_lines(text), format="html", notes=decoded.notes)


def read_mht(data: bytes, name: str) -> RawText:
    """Read a web page saved as one file (``.mht``); raises ``UnreadableFileError`` where no page is in it."""
    from email import message_from_bytes  # noqa: PLC0415 - only such files need it

    for part in message_from_bytes(data).walk():
        if part.get_content_type() in {"text/html", "application/xhtml+xml"}:
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page.strip():
                return read_html(page, name, part.get_content_charset())
    msg = f"{name} 里没有网页正文，请用浏览器打开后另存为“网页，仅 HTML”，或复制正文到 Word 文档后再收录。"
    raise UnreadableFileError(msg)


def _witness(html: str) -> list[str]:
    """The lines trafilatura takes for the main text, blanks squeezed out."""
    import trafilatura  # noqa: PLC0415 - 0.7 s to import

    extracted = trafilatura.extract(html, include_comments=False, include_tables=True, favor_recall=True)
    lines = (_squeeze(re.sub(r"[|\-]", "", line)) for line in (extracted or "").splitlines())
    return [line for line in lines if line]


def _main(body: Tag, witness: list[str]) -> Tag:
    """The smallest element that holds ``_SHARE`` of the characters of the witness; the body without a witness."""
    total = sum(map(len, witness))
    best = body
    while total:
        inside = next((child for child in best.find_all(recursive=False) if _holds(child, witness, total)), None)
        if inside is None or inside.name == "p" or _is_data(inside):
            break
        best = inside
    return best


def _is_data(tag: Tag) -> bool:
    """Whether a tag is a table of data or a part of one, which is taken as a whole."""
    if tag.name not in {"table", "thead", "tbody", "tr", "td"}:
        return False
    table = tag if tag.name == "table" else tag.find_parent("table")
    return table is None or not is_layout(table)


def _holds(tag: Tag, witness: list[str], total: int) -> bool:
    text = _squeeze(re.sub(r"[|\-]", "", tag.get_text()))
    return sum(len(line) for line in witness if line in text) >= _SHARE * total


def _title(soup: BeautifulSoup) -> str:
    """The title of the article: declared title, else the only ``<h1>``, else ``<title>`` without the site's name."""
    for key in _TITLE_META:
        tag = soup.find("meta", attrs={"name": key}) or soup.find("meta", attrs={"property": key})
        if tag and str(tag.get("content", "")).strip():
            return _SITE_SUFFIX.sub("", str(tag["content"]).strip())
    headings = soup.find_all("h1")
    if len(headings) == 1 and headings[0].get_text(strip=True):
        return headings[0].get_text(strip=True)
    return _SITE_SUFFIX.sub("", soup.title.get_text(strip=True)) if soup.title else ""


def _squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)
