"""Divide a category document into its articles: where each header, title, date and body is.

An article begins at a header with categories that a title and a text follow, or at a title with a date line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from audiocast.sources import dates
from audiocast.sources.extract import credit_lines, galleries
from audiocast.sources.readers import body

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiocast.sources.decoding import Line

CATEGORIES = re.compile(r"categor(?:y|ies)\s*:?", re.IGNORECASE)
FIELD = re.compile(r"(id|author|language|link|url|date|published|categor(?:y|ies))\s*:\s*(\S.*)", re.IGNORECASE)
_OTHER_FIELD = re.compile(
    r"(?:source|publisher|agency|updated|section|tags|keywords|copyright|slug|location|status|type)\s*:\s*(\S.*)",
    re.IGNORECASE,
)
_ONE_WORD = frozenset(("id", "language", "link", "url"))
_TITLE_LINES = 3
TITLE_CHARACTERS = 250
_SENTENCE_CHARACTERS = 120
"""A longer line with a full stop at its end is a paragraph and not a title."""


@dataclass(frozen=True, slots=True)
class Section:
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


class _Found(NamedTuple):
    """Where an article with a date was found: the first line of its header, the range of its title, and its date."""

    start: int
    title: int
    title_end: int
    date: int


def sections(rows: Sequence[Line]) -> list[Section]:
    """Return the articles of a document, in order."""
    starts = [0, *(start for start in _header_starts(rows) if start), len(rows)]
    return [section for start, end in pairwise(starts) for section in _sections_below(rows[start:end])]


def _header_starts(rows: Sequence[Line]) -> list[int]:
    """Return where the headers with categories begin that a title and a text follow."""
    places = _places(rows)
    starts = []
    for index, row in enumerate(rows[:-1]):
        if not (CATEGORIES.fullmatch(row.text) and row.gap and not rows[index + 1].gap):
            continue
        start = _header_start(rows, places, start=index, lower=0)
        chunks = sum(each.gap for each in rows[start + _header_length(rows[start:]) :])
        if chunks > 1:
            starts.append(start)
    return starts


def _sections_below(rows: Sequence[Line]) -> list[Section]:
    """Return the articles below one header: each begins at a title with a date line."""
    places = _places(rows)
    found: list[_Found] = []
    lower = 0
    for index, row in enumerate(rows):
        each = _found(rows, places, date=index, lower=lower) if dates.is_line(row.text) else None
        if each:
            found.append(each)
            lower = index + 1
    first = found[0].start if found else len(rows)
    sections = [_undated(rows[:first])] if first else []
    ends = [*(each.start for each in found[1:]), len(rows)]
    return sections + [_dated(rows, each, end) for each, end in zip(found, ends, strict=False)]


def _found(rows: Sequence[Line], places: Sequence[_Place], *, date: int, lower: int) -> _Found | None:
    """Return the article that a date line belongs to, or None if the line is text."""
    title = _title(rows, places, date=date, lower=lower)
    if title is None:
        return _titled_below(rows, date) if date == _header_length(rows) else None
    header_end = lower + _header_length(rows[lower : title[0]])
    if lower < header_end == title[0] - 1 and rows[title[0]].gap and is_title(rows[header_end].text):
        # Two headlines below the header: the first is the title, the second is spoken.
        return _Found(lower, header_end, header_end + 1, date)
    start = _header_start(rows, places, start=title[0], lower=lower)
    # A heading may be a date too, but one in ISO 8601 is rarely meant to be read.
    if not (dates.is_iso(rows[date].text) or start == lower or start < title[0]):
        return None
    return _Found(start, *title, date)


def _titled_below(rows: Sequence[Line], date: int) -> _Found | None:
    """Return the article whose header ends with its date, above the title."""
    title = date + 1
    if title + 1 >= len(rows) or not rows[title + 1].gap or is_no_title(rows[title]) or not is_title(rows[title].text):
        return None
    return _Found(0, title, title + 1, date)


def _dated(rows: Sequence[Line], found: _Found, end: int) -> Section:
    start, title, title_end, date = found
    body = max(title_end, date + 1)
    after = _fields_end(rows, body, end)
    between = rows[title_end:date]
    deck = [row for row in between if not _stands_between(row.text)]
    header = (*rows[start : min(title, date)], *(row for row in between if row not in deck), *rows[body:after])
    return Section(header, rows[title:title_end], rows[date], (*deck, *rows[after:end]))


def _places(rows: Sequence[Line]) -> list[_Place]:
    places: list[_Place] = []
    for index, row in enumerate(rows):
        if row.gap or not places:
            places.append(_Place(index, listed=False))
            continue
        above = rows[index - 1].text
        listed = bool(CATEGORIES.fullmatch(above)) or (places[-1].listed and not dates.is_line(above))
        places.append(_Place(places[-1].chunk, listed=listed))
    return places


def _title(rows: Sequence[Line], places: Sequence[_Place], *, date: int, lower: int) -> tuple[int, int] | None:
    """Return the range of the title's lines above a date, or None when there is no title and so no new article."""
    last = date - 1
    while last > lower and _stands_between(rows[last].text) and not places[last - 1].listed:
        last -= 1
    if last < lower or _is_strict_field(rows[last].text) or is_no_title(rows[last]):
        # A title may look like a byline: "By Order of the King".
        last = date - 1
    if last < lower or _is_strict_field(rows[last].text) or is_no_title(rows[last]):
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
    text = text_of(rows[first : last + 1])
    # A long line directly below a header is a title that is too long.
    is_below_header = first > lower and _header_length(rows[lower:first]) == first - lower
    return (first, last + 1) if is_title(text) or (is_below_header and not body.ends(text)) else None


def is_no_title(row: Line) -> bool:
    """Return whether a line is a gallery heading, a date or `Categories`."""
    return (
        galleries.is_gallery_heading(row.text) or dates.is_line(row.text) or CATEGORIES.fullmatch(row.text) is not None
    )


def _stands_between(text: str) -> bool:
    return _is_strict_field(text) or bool(credit_lines.byline(text))


def _is_strict_field(text: str) -> bool:
    match = FIELD.fullmatch(text)
    return match is not None and not (match[1].lower() in _ONE_WORD and " " in match[2])


def _continues(rows: Sequence[Line], index: int) -> bool:
    """Return whether a line of a title continues the line above it."""
    above = rows[index - 1].text
    return not (rows[index].gap or body.ends(above) or FIELD.fullmatch(above) or is_no_title(rows[index - 1]))


def is_title(text: str) -> bool:
    """Return whether a text is short enough for a title."""
    return len(text) <= (_SENTENCE_CHARACTERS if text.endswith(".") else TITLE_CHARACTERS)


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
        if CATEGORIES.fullmatch(text):
            index += 1
            while index < len(rows) and not rows[index].gap:
                index += 1
        elif FIELD.fullmatch(text) or (index and not rows[index].gap and _OTHER_FIELD.fullmatch(text)):
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


def _undated(rows: Sequence[Line]) -> Section:
    start = _header_length(rows)
    end = min(start + 1, len(rows))
    while end < len(rows) and end - start < _TITLE_LINES and rows[end].text[0].islower() and _continues(rows, end):
        end += 1
    after = _fields_end(rows, end, len(rows))
    return Section((*rows[:start], *rows[end:after]), rows[start:end], None, rows[after:])


def text_of(rows: Sequence[Line]) -> str:
    """Return the text of a title's lines."""
    return " ".join(row.text for row in rows)
