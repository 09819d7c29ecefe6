"""Read a PDF.

A PDF holds letters at positions, not paragraphs. `pdf_layout` finds the lines in the order of reading. They are joined
to paragraphs as in wrapped text, divided words are joined, and lines at the top or the bottom of many pages (headers,
footers, page numbers), tables and captions are cut. This reader needs the package pypdf: `pip install '.[pdf]'`.
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
from audiocast.normalize import line_ends
from audiocast.sources import file_names
from audiocast.sources.decoding import clean, lines
from audiocast.sources.extract import credit_lines
from audiocast.sources.readers import body, pdf_layout

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
_CAPTION = re.compile(
    r"(?:figure|fig\.|table|photo|image|plate|map|chart|abb\.|abbildung|tabelle|tableau|figura|tabla) ?\d{1,3}"
    r"(?:\.\d{1,2})?[.:] ",
    re.IGNORECASE,
)
_DIVIDED = re.compile(r"(\w+)-\n([a-z]\w*)")
_FIRST_PARTS = frozenset(
    (
        *(
            "all",
            "best",
            "cross",
            "early",
            "even",
            "ex",
            "far",
            "fast",
            "first",
            "five",
            "four",
            "full",
            "good",
            "half",
        ),
        *("hard", "high", "ill", "last", "late", "left", "light", "long", "low", "mid", "much", "new", "non", "old"),
        *(
            "one",
            "open",
            "part",
            "post",
            "pre",
            "right",
            "second",
            "self",
            "short",
            "six",
            "so",
            "ten",
            "third",
            "three",
        ),
        *("top", "two", "vice", "well", "wide", "world", "year"),
    )
)
"""First parts of compounds; at a line's end, their hyphen stays unless the whole is a word."""
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
    pages, notes, about = _pages(document)
    kept, cuts = _without_edges(pages)
    text = "\n".join(f"\n{line.text}" if line.begins else line.text for page in kept for line in page)
    words = set(re.findall(r"[\w-]+", text.lower()))
    rows, captions = _without_captions(lines(_DIVIDED.sub(lambda match: _rejoined(match, words), text)))
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
        cuts=(
            *above,
            *cuts,
            *captions,
            *(Cut("footnote", 0, note) for note in notes),
            *(Cut(cut.rule, 0, cut.text) for cut in others),
        ),
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


def _pages(document: Document) -> tuple[list[list[pdf_layout.Line]], list[str], dict[str, Any]]:
    """Return the lines of each page, the lines of the notes, and the document's properties."""
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
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError(
                "is protected with a password", where=document.origin, hint="Save it without the password"
            )
        if len(reader.pages) > _MAX_PAGES:
            raise SourceError(
                f"has more than {_MAX_PAGES:,} pages", where=document.origin, hint="Divide it into smaller files"
            )
        about = {str(name): value for name, value in (reader.metadata or {}).items()}
        pages: list[list[pdf_layout.Line]] = []
        notes: list[str] = []
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
            pieces: list[pdf_layout.Piece] = []
            text = page.extract_text(visitor_operand_before=check_time, visitor_text=_Collector(pieces))
            left -= len(text)
            if left < 0:
                raise SourceError("has too much text", where=document.origin, hint="Divide it into smaller files")
            found, small = pdf_layout.lines(pieces)
            pages.append(found)
            notes += small
    except (pypdf.errors.PyPdfError, pypdf.errors.DependencyError, *_BROKEN) as error:
        raise SourceError("is not a PDF, or is damaged", where=document.origin, hint="Download it again") from error
    return pages, notes, about


class _Collector:
    """Collects the pieces of text that pypdf reads from a page."""

    def __init__(self, pieces: list[pdf_layout.Piece]) -> None:
        self._pieces = pieces

    def __call__(self, text: str, outer: Sequence[float], own: Sequence[float], font: object, size: float) -> None:
        """Add a piece; its place is that of its own matrix inside the outer one."""
        if not text:
            return
        x = own[4] * outer[0] + own[5] * outer[2] + outer[4]
        y = own[4] * outer[1] + own[5] * outer[3] + outer[5]
        scale = abs(own[3] or own[1]) * abs(outer[3] or outer[1])
        bold = "bold" in str(font.get("/BaseFont", "") if isinstance(font, dict) else "").lower()
        self._pieces.append(pdf_layout.Piece(text, float(x), float(y), float(size) * scale, bold))


def _without_edges(pages: Sequence[Sequence[pdf_layout.Line]]) -> tuple[list[Sequence[pdf_layout.Line]], list[Cut]]:
    """Return pages without headers and footers, and cuts for these; numbers in them make no difference."""
    edges = Counter(
        each for page in pages for each in {_numberless(line.text) for line in (*page[:_EDGE], *page[-_EDGE:])}
    )
    often = min(_OFTEN, max(len(pages), _OFTEN - 1))
    common = {text for text, count in edges.items() if count >= often}
    kept: list[Sequence[pdf_layout.Line]] = []
    cuts: list[Cut] = []
    for page in pages:
        start, end = 0, len(page)
        while start < min(_EDGE, end) and _is_edge(page[start], common):
            start += 1
        while end > max(len(page) - _EDGE, start) and _is_edge(page[end - 1], common):
            end -= 1
        cuts += (Cut("header or footer", 0, line.text) for line in (*page[:start], *page[end:]))
        rest = list(page[start:end])
        if start and rest and kept:
            # The space is that below the header; a sentence may go on from the page before.
            rest[0] = rest[0]._replace(begins=False)
        kept.append(rest)
    return kept, cuts


def _without_captions(lines_: Sequence[Line]) -> tuple[list[Line], list[Cut]]:
    """Cut paragraphs that begin as captions do: "Figure 3. The ferry"."""
    kept: list[Line] = []
    cuts: list[Cut] = []
    inside = False
    for line in lines_:
        inside = _CAPTION.match(line.text) is not None if line.gap else inside
        if inside:
            cuts.append(Cut("caption", 0, line.text))
            # The space below a caption may be that between two columns.
            inside = not body.ends(line.text)
        else:
            kept.append(line)
    return kept, cuts


def _numberless(line: str) -> str:
    return re.sub(r"\d+", "#", line.lower())


def _is_edge(line: pdf_layout.Line, common: set[str]) -> bool:
    if line.large:
        # The title of the first page may be the header of the others.
        return False
    return _PAGE_NUMBER.fullmatch(line.text) is not None or _numberless(line.text) in common


def _rejoined(match: re.Match[str], words: set[str]) -> str:
    """Return a divided word as one; the hyphen stays when the word has one elsewhere in the text."""
    first, second = match.groups()
    whole = f"{first}{second}".lower()
    own = f"{first}-{second}".lower() in words and whole not in words
    compound = first.lower() in _FIRST_PARTS and not line_ends.is_divided(first, second, words)
    return f"{first}-{second}" if own or compound else f"{first}{second}"
