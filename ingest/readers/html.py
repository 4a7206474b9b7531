"""Web pages: the main text in reading order, tables as lines, the title in front."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.readers.base import RawText, unix_lines
from ingest.readers.encoding import decode
from kb.errors import UnreadableFileError

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_DROPPED = ["script", "style", "noscript", "template", "iframe", "svg", "nav", "form", "button", "select", "textarea"]
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figcaption",
    "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre", "section",
    "table", "tbody", "tfoot", "thead", "tr", "ul",
}  # fmt: skip
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
    text = _render(main).strip()
    if not text:
        msg = f"{name} 是网页，但页面中没有正文（可能由脚本生成），请另存为完整网页或复制正文后再导入。"
        raise UnreadableFileError(msg)
    if title and _squeeze(title) not in _squeeze(text):
        text = f"{title}\n{text}"
    return RawText(unix_lines(text), format="html", notes=decoded.notes)


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
        if inside is None or inside.name in {"p", "tr", "tbody", "table"}:
            break
        best = inside
    return best


def _holds(tag: Tag, witness: list[str], total: int) -> bool:
    text = _squeeze(re.sub(r"[|\-]", "", tag.get_text()))
    return sum(len(line) for line in witness if line in text) >= _SHARE * total


def _render(root: Tag) -> str:
    """Text with a line per block, ``<br>`` as line break, table rows as ``a | b`` and numbers of ``<ol>`` as shown."""
    from bs4.element import NavigableString, PreformattedString, Tag  # noqa: PLC0415 - only web pages need it

    out: list[str] = []

    def walk(node: Tag) -> None:
        for child in node.children:
            if isinstance(child, PreformattedString):
                continue  # comments, declarations, processing instructions
            if isinstance(child, NavigableString):
                out.append(re.sub(r"[ \t\r\n]+", " ", str(child)))
            elif isinstance(child, Tag):
                element(child)

    def element(tag: Tag) -> None:
        if tag.name == "br":
            out.append("\n")
            return
        if tag.name == "tr":
            cells = [re.sub(r"\s+", " ", _render(cell)).strip() for cell in tag.find_all(["td", "th"], recursive=False)]
            out.append("\n" + (" | ".join(cells) if any(cells) else "") + "\n")
            return
        block = tag.name in _BLOCKS
        out.append("\n" if block else "")
        if tag.name == "li":
            out.append(_list_number(tag))
        walk(tag)
        out.append("\n" if block else "")

    walk(root)
    lines = (re.sub(r" *\n *", "\n", "".join(out))).split("\n")
    return "\n".join(line.strip(" ") for line in lines if line.strip())


def _list_number(item: Tag) -> str:
    """What a browser prints before the item of an ordered list of Arabic numbers; empty elsewhere."""
    parent = item.parent
    if parent is None or parent.name != "ol" or parent.get("type", "1") != "1":
        return ""
    start = str(parent.get("start", "1"))
    index = sum(1 for _ in item.find_previous_siblings("li"))
    return f"{int(start) + index}." if start.lstrip("-").isdigit() else ""


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
