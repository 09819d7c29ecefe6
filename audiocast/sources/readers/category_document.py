"""Read a category document: a plain text with a header that names the categories of its articles.

    Categories
    Audio Sources - Full Text Articles

    The title

    2023-04-20T09:24:06Z

    The first paragraph.

The header may also have `Id:`, `Author:`, `Language:` and `Link:`, one on each line, before `Categories`, after the
categories, or after the title. "By Jane Doe" after the title or the date names the author too. A document without a
header is an article without categories. A date without a time zone is in UTC; an article without a date has none.

Further articles begin at each title that is followed by a date line, or at the header before the title. An article
without categories or language of its own has those of the article above it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from audiocast.errors import SourceError
from audiocast.model.article import Article, Cut
from audiocast.sources import dates, field_values, file_names
from audiocast.sources.decoding import decode, lines
from audiocast.sources.extract import credit_lines, galleries
from audiocast.sources.readers import body

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from audiocast.model.article import Document
    from audiocast.sources.decoding import Line

_CATEGORIES = re.compile(r"categor(?:y|ies)\s*:?", re.IGNORECASE)
_FIELD = re.compile(r"(id|author|language|link|url|date|published|categor(?:y|ies))\s*:\s*(\S.*)", re.IGNORECASE)
_OTHER_FIELD = re.compile(
    r"(?:source|publisher|agency|updated|section|tags|keywords|copyright|slug|location|status|type)\s*:\s*(\S.*)",
    re.IGNORECASE,
)
_ONE_WORD = frozenset(("id", "language", "link", "url"))
_TITLE_LINES = 3
_TITLE_CHARACTERS = 250
_SENTENCE_CHARACTERS = 120
"""A longer line with a full stop at its end is a paragraph and not a title."""


@dataclass(frozen=True, slots=True)
class _Section:
    """The lines of one article.

    Attributes:
        header: The lines with fields before and after the title.
        title: The lines of the title.
        date: The line with the date, or None.
        rest: The lines of the body.
    """

    header: Sequence[Line]
    title: Sequence[Line]
    date: Line | None
    rest: Sequence[Line]


class _Place(NamedTuple):
    """The place of a line.

    Attributes:
        chunk: The index of the first line after the last blank one.
        listed: Whether the line may be a category: `Categories` is above it without a blank line between.
    """

    chunk: int
    listed: bool


@dataclass(slots=True)
class _Header:
    """The fields of a header."""

    id: str = ""
    author: str = ""
    language: str = ""
    link: str = ""
    published: datetime | None = None
    categories: list[str] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)


def read(document: Document) -> tuple[Article | SourceError, ...]:
    """Return the articles of the document in order, with an error in place of each that can't be read."""
    try:
        rows = lines(decode(document))
    except SourceError as error:
        return (error,)
    if not rows:
        return (SourceError("has no text", where=document.origin, hint="Write an article into it, or remove it"),)
    sections = _sections(rows)
    several = len(sections) > 1
    result: list[Article | SourceError] = []
    above = _Header()
    for section in sections:
        header = _Header(categories=above.categories, language=above.language)
        try:
            header = _header(section.header, document.origin, inherited=above)
            result.append(_article(section, header, document.origin, several=several))
        except SourceError as error:
            result.append(error)
        above = header
    return tuple(result)


# ---------------------------------------------------------------- where articles begin and end


def _sections(rows: Sequence[Line]) -> list[_Section]:
    places = _places(rows)
    found: list[tuple[int, int, int, int]] = []
    lower = 0
    for index, row in enumerate(rows):
        title = _title(rows, places, date=index, lower=lower) if dates.is_line(row.text) else None
        if title:
            start = _header_start(rows, places, start=title[0], lower=lower)
            # A heading may be a date too, but one in ISO 8601 is rarely meant to be read.
            if dates.is_iso(row.text) or start == lower or start < title[0]:
                found.append((start, *title, index))
                lower = index + 1
    first = found[0][0] if found else len(rows)
    sections = [_undated(rows[:first])] if first else []
    ends = [*(each[0] for each in found[1:]), len(rows)]
    for (start, title_start, title_end, date), end in zip(found, ends, strict=False):
        after = _fields_end(rows, date + 1, end)
        header = (*rows[start:title_start], *rows[title_end:date], *rows[date + 1 : after])
        sections.append(_Section(header, rows[title_start:title_end], rows[date], rows[after:end]))
    return sections


def _places(rows: Sequence[Line]) -> list[_Place]:
    places: list[_Place] = []
    for index, row in enumerate(rows):
        if row.gap or not places:
            places.append(_Place(index, listed=False))
            continue
        above = rows[index - 1].text
        listed = bool(_CATEGORIES.fullmatch(above)) or (places[-1].listed and not dates.is_line(above))
        places.append(_Place(places[-1].chunk, listed=listed))
    return places


def _title(rows: Sequence[Line], places: Sequence[_Place], *, date: int, lower: int) -> tuple[int, int] | None:
    """Return the range of the title's lines above a date, or None when there is no title and so no new article."""
    last = date - 1
    while last > lower and _stands_between(rows[last].text) and not places[last - 1].listed:
        last -= 1
    if last < lower or _is_strict_field(rows[last].text) or _is_no_title(rows[last]):
        # A title may look like a byline: "By Order of the King".
        last = date - 1
    if last < lower or _is_strict_field(rows[last].text) or _is_no_title(rows[last]):
        return None
    first = last
    if places[last].listed:
        if rows[last + 1].gap:
            return None
    else:
        while first > lower and last - first < _TITLE_LINES and _continues(rows, first):
            first -= 1
        if last - first == _TITLE_LINES:
            # So many lines are not a wrapped title but paragraphs without blank lines between them.
            first = last
    return (first, last + 1) if _is_title(_text(rows[first : last + 1])) else None


def _is_no_title(row: Line) -> bool:
    return (
        galleries.is_gallery_heading(row.text) or dates.is_line(row.text) or _CATEGORIES.fullmatch(row.text) is not None
    )


def _stands_between(text: str) -> bool:
    return _is_strict_field(text) or bool(credit_lines.byline(text))


def _is_strict_field(text: str) -> bool:
    match = _FIELD.fullmatch(text)
    return match is not None and not (match[1].lower() in _ONE_WORD and " " in match[2])


def _continues(rows: Sequence[Line], index: int) -> bool:
    """Return whether a line of a title continues the line above it."""
    above = rows[index - 1].text
    return not (rows[index].gap or body.ends(above) or _FIELD.fullmatch(above) or _is_no_title(rows[index - 1]))


def _is_title(text: str) -> bool:
    return len(text) <= (_SENTENCE_CHARACTERS if text.endswith(".") else _TITLE_CHARACTERS)


def _header_start(rows: Sequence[Line], places: Sequence[_Place], *, start: int, lower: int) -> int:
    while start > lower:
        chunk = max(places[start - 1].chunk, lower)
        if _header_length(rows[chunk:start]) == start - chunk:
            start = chunk
        elif not rows[start].gap and _is_strict_field(rows[start - 1].text):
            start -= 1
        else:
            break
    return start


def _header_length(rows: Sequence[Line]) -> int:
    """Return how many lines at the beginning belong to the header."""
    index = 0
    while index < len(rows):
        text = rows[index].text
        if _CATEGORIES.fullmatch(text):
            index += 1
            while index < len(rows) and not rows[index].gap:
                index += 1
        elif _FIELD.fullmatch(text) or (index and not rows[index].gap and _OTHER_FIELD.fullmatch(text)):
            index += 1
        else:
            break
    return index


def _fields_end(rows: Sequence[Line], start: int, end: int) -> int:
    """Return the index after the fields that follow a title or its date."""
    while start < end:
        text = rows[start].text
        below = rows[start + 1] if start + 1 < end else None
        is_wrapped = below is not None and not below.gap and below.text[0].islower()
        if is_wrapped or not (_stands_between(text) or dates.is_line(text)):
            break
        start += 1
    return start


def _undated(rows: Sequence[Line]) -> _Section:
    start = _header_length(rows)
    end = min(start + 1, len(rows))
    while end < len(rows) and end - start < _TITLE_LINES and rows[end].text[0].islower() and _continues(rows, end):
        end += 1
    after = _fields_end(rows, end, len(rows))
    return _Section((*rows[:start], *rows[end:after]), rows[start:end], None, rows[after:])


# ---------------------------------------------------------------- the content of an article


def _article(section: _Section, header: _Header, origin: str, *, several: bool) -> Article:
    title = _text(section.title)
    first = (*section.title, *((section.date,) if section.date else ()), *section.rest, *section.header)[0]
    where = f"{origin}:{first.number}"
    if not title or not _is_title(title) or _is_no_title(section.title[0]):
        raise SourceError(
            "has no title", where=where, hint="Write it on a line of its own, after the categories and a blank line"
        )
    published = _published(section, origin) or header.published
    blocks, cuts, author = body.read(section.rest, title=title)
    if not blocks:
        raise SourceError("has no body", where=where, hint="Write at least one paragraph below title and date")
    stem = file_names.identity(origin)
    return Article(
        id=header.id or (f"{stem}-{file_names.slug(title)}" if several else stem),
        origin=where if several else origin,
        title=title,
        author=header.author or author,
        categories=tuple(header.categories),
        language=header.language,
        published=published,
        link=header.link,
        blocks=blocks,
        cuts=tuple(sorted((*header.cuts, *cuts), key=lambda cut: cut.line)),
    )


def _text(rows: Sequence[Line]) -> str:
    return " ".join(row.text for row in rows)


def _header(rows: Sequence[Line], origin: str, *, inherited: _Header) -> _Header:
    header = _Header()
    in_categories = False
    for above, row, below in zip((None, *rows), rows, (*rows[1:], None), strict=False):
        in_categories = in_categories and _follows(above, row)
        if not in_categories and _CATEGORIES.fullmatch(row.text):
            in_categories = _follows(row, below)
            if not in_categories:
                raise SourceError(
                    "has no category below `Categories`",
                    where=f"{origin}:{row.number}",
                    hint="Write each on a line of its own, without a blank line before it",
                )
        elif match := _FIELD.fullmatch(row.text):
            _set(header, match[1].lower(), match[2], f"{origin}:{row.number}")
        elif in_categories:
            header.categories.append(row.text)
        elif name := credit_lines.byline(row.text):
            header.author = header.author or name
        else:
            header.cuts.append(Cut("second date" if dates.is_line(row.text) else "header", row.number, row.text))
    header.categories = header.categories or inherited.categories
    header.language = header.language or inherited.language
    return header


def _follows(above: Line | None, row: Line | None) -> bool:
    """Return whether two lines are next to each other, with not even the title between."""
    return above is not None and row is not None and not row.gap and row.number - above.number <= 1


def _set(header: _Header, key: str, value: str, where: str) -> None:
    if key == "id":
        header.id = field_values.identity(value, where)
    elif key == "language":
        header.language = field_values.or_warning(field_values.language, value, where) or ""
    elif key in ("link", "url"):
        header.link = field_values.or_warning(field_values.link, value, where) or ""
    elif key in ("date", "published"):
        header.published = field_values.or_warning(dates.moment, value, where)
    elif key == "author":
        header.author = value
    else:
        header.categories.append(value)


def _published(section: _Section, origin: str) -> datetime | None:
    if section.date is None:
        return None
    return field_values.or_warning(dates.moment, section.date.text, f"{origin}:{section.date.number}")
