"""Read a PDF.

A PDF holds letters at positions, not paragraphs. Lines are joined to paragraphs as in wrapped text, divided words are
joined, and lines at the top or the bottom of many pages (headers, footers, page numbers) are cut. This reader needs
the package pypdf: `pip install '.[pdf]'`.
"""

from __future__ import annotations

import io
import logging
import re
import struct
import time
import zlib
from collections import Counter
from typing import TYPE_CHECKING, Any

from audiocast.errors import SourceError
from audiocast.model.article import Article, Cut
from audiocast.sources import file_names
from audiocast.sources.decoding import clean, lines
from audiocast.sources.extract import credit_lines
from audiocast.sources.readers import body

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiocast.model.article import Document
    from audiocast.sources.decoding import Line

_MAX_PAGES = 2_000
_MAX_CHARACTERS = 5_000_000
_TIME_LIMIT_S = 60
_BROKEN = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError, OSError, RecursionError),
    *(TypeError, ValueError, struct.error, zlib.error),
)
"""Exceptions of pypdf for damage that it does not check for."""
_EDGE = 2
"""The most lines of a header or a footer."""
_OFTEN = 3
_PAGE_NUMBER = re.compile(r"(?:page )?[-–—]? ?(?:\d{1,4}|[ivxlc]{1,7}) ?[-–—]?(?: (?:of|/) \d{1,4})?", re.IGNORECASE)
_DIVIDED = re.compile(r"(\w+)-\n([a-z]\w*)")
_NO_TITLE = re.compile(r"untitled.*|microsoft word.*|.*\.(?:docx?|indd|pdf|rtf|tex|qxd|odt)", re.IGNORECASE)
_LONGEST_TITLE = 150
_TITLE_LINES = 3


def read(document: Document) -> tuple[Article | SourceError, ...]:
    """Return the article of a document."""
    try:
        return (_article(document),)
    except SourceError as error:
        return (error,)


def _article(document: Document) -> Article:
    origin = document.origin
    pages, about = _pages(document)
    kept, cuts = _without_edges(pages)
    text = "\n".join(line for page in kept for line in page)
    words = set(re.findall(r"[\w-]+", text.lower()))
    rows = lines(_DIVIDED.sub(lambda match: _rejoined(match, words), text))
    if not rows:
        raise SourceError("has no text; its pages may be pictures", where=origin, hint="Convert it to text")
    named = clean(str(about.get("/Title") or ""))
    first = rows[0].text
    title = "" if _NO_TITLE.fullmatch(named) else named
    title = title or (
        first if len(first) <= _LONGEST_TITLE and not body.ends(first) else file_names.title_and_date(origin)[0]
    )
    below, above = _below_title(rows, title)
    blocks, others, author = body.read(below, title=title)
    if not blocks:
        raise SourceError("has no body", where=origin, hint="Convert it to text")
    return Article(
        id=file_names.identity(origin),
        origin=origin,
        title=title,
        author=author or clean(str(about.get("/Author") or "")),
        categories=(),
        language="",
        published=None,
        link="",
        blocks=blocks,
        cuts=(*above, *cuts, *(Cut(cut.rule, 0, cut.text) for cut in others)),
        tags=tuple(filter(None, (clean(each) for each in re.split("[,;]", str(about.get("/Keywords") or ""))))),
    )


def _below_title(rows: Sequence[Line], title: str) -> tuple[Sequence[Line], list[Cut]]:
    """Return the lines after the title, and a cut for the title; a byline gets a gap after it."""
    cuts: list[Cut] = []
    for count in range(1, min(_TITLE_LINES, len(rows)) + 1):
        if " ".join(row.text for row in rows[:count]).casefold() == title.casefold():
            cuts = [Cut("repeated title", 0, title)]
            rows = rows[count:]
            break
    if len(rows) > 1 and credit_lines.byline(rows[0].text):
        rows = (rows[0], rows[1]._replace(gap=True), *rows[2:])
    return rows, cuts


def _pages(document: Document) -> tuple[list[list[str]], dict[str, Any]]:
    """Return the lines of each page, and the document's properties."""
    try:
        import pypdf  # noqa: PLC0415 - an optional dependency
    except ImportError as error:
        raise SourceError(
            "the package pypdf is not installed",
            where=document.origin,
            hint="Run `pip install '.[pdf]'` in a copy of the repository",
        ) from error
    # pypdf logs what it repairs; what it can't read, it raises.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(document.content))
        if len(reader.pages) > _MAX_PAGES:
            raise SourceError(
                f"has more than {_MAX_PAGES:,} pages", where=document.origin, hint="Divide it into smaller files"
            )
        about = {str(name): value for name, value in (reader.metadata or {}).items()}
        pages: list[list[str]] = []
        left = _MAX_CHARACTERS
        deadline = time.thread_time() + _TIME_LIMIT_S

        def check_time(*_: object) -> None:
            """Stop at the deadline; called at each operator because one page may have millions of them."""
            if time.thread_time() > deadline:
                raise SourceError(
                    "takes too long to read",
                    where=document.origin,
                    hint="Divide it into smaller files, or convert it to text",
                )

        for page in reader.pages:
            check_time()  # a page may have no operators
            text = page.extract_text(visitor_operand_before=check_time)
            left -= len(text)
            if left < 0:
                raise SourceError("has too much text", where=document.origin, hint="Divide it into smaller files")
            pages.append([line for line in map(clean, text.splitlines()) if line])
    except (pypdf.errors.PyPdfError, pypdf.errors.DependencyError, *_BROKEN) as error:
        raise SourceError("is not a PDF, or is damaged", where=document.origin, hint="Download it again") from error
    return pages, about


def _without_edges(pages: Sequence[Sequence[str]]) -> tuple[list[Sequence[str]], list[Cut]]:
    """Return pages without headers and footers, and cuts for these; numbers in them make no difference."""
    edges = Counter(each for page in pages for each in {_numberless(line) for line in (*page[:_EDGE], *page[-_EDGE:])})
    kept: list[Sequence[str]] = []
    cuts: list[Cut] = []
    for page in pages:
        start, end = 0, len(page)
        while start < min(_EDGE, end) and _is_edge(page[start], edges):
            start += 1
        while end > max(len(page) - _EDGE, start) and _is_edge(page[end - 1], edges):
            end -= 1
        cuts += (Cut("header or footer", 0, line) for line in (*page[:start], *page[end:]))
        kept.append(page[start:end])
    return kept, cuts


def _numberless(line: str) -> str:
    return re.sub(r"\d+", "#", line.lower())


def _is_edge(line: str, edges: Counter[str]) -> bool:
    return _PAGE_NUMBER.fullmatch(line) is not None or edges[_numberless(line)] >= _OFTEN


def _rejoined(match: re.Match[str], words: set[str]) -> str:
    """Return a divided word as one; the hyphen stays when the word has one elsewhere in the text."""
    first, second = match.groups()
    own = f"{first}-{second}".lower() in words and f"{first}{second}".lower() not in words
    return f"{first}-{second}" if own else f"{first}{second}"
