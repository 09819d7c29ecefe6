"""What does a PDF say?

A PDF holds letters at places, not paragraphs: lines are joined to paragraphs as in wrapped text, words that were
divided at a line's end are whole again, and lines that stand at the top or the bottom of many pages (with their
numbers) are cut. Reading needs the package pypdf, `pip install 'audiocast[pdf]'`, which is all Python and needs no
other.
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
_PATIENCE_S = 60
_BROKEN = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, NotImplementedError, OSError, RecursionError),
    *(TypeError, ValueError, struct.error, zlib.error),
)
"""What pypdf raises for documents that are damaged in ways it does not look for."""
_EDGE = 2
"""So many lines at the top and the bottom of a page may be its header and footer."""
_OFTEN = 3
_PAGE_NUMBER = re.compile(r"(?:page )?[-–—]? ?(?:\d{1,4}|[ivxlc]{1,7}) ?[-–—]?(?: (?:of|/) \d{1,4})?", re.IGNORECASE)
_DIVIDED = re.compile(r"(\w+)-\n([a-z]\w*)")
_NO_TITLE = re.compile(r"untitled.*|microsoft word.*|.*\.(?:docx?|indd|pdf|rtf|tex|qxd|odt)", re.IGNORECASE)
_LONGEST_TITLE = 150
_TITLE_LINES = 3


def read(document: Document) -> tuple[Article | SourceError, ...]:
    """The article of a document."""
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
    rows = lines(_DIVIDED.sub(lambda match: _whole(match, words), text))
    if not rows:
        raise SourceError("has no text; it may be made of pictures", where=origin, hint="Give it as text")
    named = clean(str(about.get("/Title") or ""))
    first = rows[0].text
    title = "" if _NO_TITLE.fullmatch(named) else named
    title = title or (
        first if len(first) <= _LONGEST_TITLE and not body.ends(first) else file_names.title_and_date(origin)[0]
    )
    told, above = _below_title(rows, title)
    blocks, others, author = body.read(told, title=title)
    if not blocks:
        raise SourceError("has no body", where=origin, hint="Give it as text")
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
    """The lines after the title's, which would run on into the text; a byline stands alone."""
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
    """The lines of each page, and what the document says about itself."""
    try:
        import pypdf  # noqa: PLC0415 - an extra
        from pypdf.errors import DependencyError, PyPdfError  # noqa: PLC0415
    except ImportError as error:
        raise SourceError(
            "the package pypdf is not installed", where=document.origin, hint="Run: pip install 'audiocast[pdf]'"
        ) from error
    # What it finds odd, it logs; what it can't read, it raises.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(document.content))
        if len(reader.pages) > _MAX_PAGES:
            raise SourceError(f"has more than {_MAX_PAGES:,} pages", where=document.origin, hint="Divide it")
        about = {str(name): value for name, value in (reader.metadata or {}).items()}
        pages: list[list[str]] = []
        left = _MAX_CHARACTERS
        deadline = time.thread_time() + _PATIENCE_S

        def be_impatient(*_: object) -> None:
            """Asked at every step, for one page may draw its parts millions of times."""
            if time.thread_time() > deadline:
                raise SourceError("takes too long to read", where=document.origin, hint="Divide it, or give it as text")

        for page in reader.pages:
            be_impatient()  # a page without operators asks nothing
            text = page.extract_text(visitor_operand_before=be_impatient)
            left -= len(text)
            if left < 0:
                raise SourceError("has too much text", where=document.origin, hint="Divide it")
            pages.append([line for line in map(clean, text.splitlines()) if line])
    except (PyPdfError, DependencyError, *_BROKEN) as error:
        raise SourceError("is no PDF, or a damaged one", where=document.origin, hint="Get it again") from error
    return pages, about


def _without_edges(pages: Sequence[Sequence[str]]) -> tuple[list[Sequence[str]], list[Cut]]:
    """Pages without headers and footers; their numbers make no difference."""
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


def _whole(match: re.Match[str], words: set[str]) -> str:
    """A word that a line's end divides; the hyphen is its own when it is written so elsewhere."""
    first, second = match.groups()
    own = f"{first}-{second}".lower() in words and f"{first}{second}".lower() not in words
    return f"{first}-{second}" if own else f"{first}{second}"
