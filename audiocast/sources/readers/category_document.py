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

import logging
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audiocast.errors import SourceError
from audiocast.model.article import Article, Cut
from audiocast.sources import dates, field_values, file_names
from audiocast.sources.decoding import decode, lines, without_markup
from audiocast.sources.extract import credit_lines
from audiocast.sources.readers import body, category_sections

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from audiocast.model.article import Document
    from audiocast.sources.decoding import Line

_log = logging.getLogger(__name__)

_TITLE_LABEL = re.compile(r"(?:title|headline)\s*:\s*(?=\S)", re.IGNORECASE)


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
        rows = lines(without_markup(decode(document)))
    except SourceError as error:
        return (error,)
    if not rows:
        return (SourceError("has no text", where=document.origin, hint="Write an article into it, or remove it"),)
    sections = category_sections.sections(rows)
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


def _article(section: category_sections.Section, header: _Header, origin: str, *, several: bool) -> Article:
    title = _TITLE_LABEL.sub("", category_sections.text_of(section.title), count=1)
    first = (*section.title, *((section.date,) if section.date else ()), *section.rest, *section.header)[0]
    where = f"{origin}:{first.number}"
    if not title or category_sections.is_no_title(section.title[0]):
        raise SourceError(
            "has no title", where=where, hint="Write it on a line of its own, after the categories and a blank line"
        )
    rest = section.rest
    if not category_sections.is_title(title):
        title, rest = _other_title(title, where), (*section.title, *section.rest)
    published = _published(section, origin) or header.published
    blocks, cuts, author = body.read(rest, title=title)
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


def _other_title(title: str, where: str) -> str:
    """Return a title for an article whose own is too long or missing; then the own one is spoken as text."""
    if body.ends(title):
        found = file_names.title_and_date(where.rpartition(":")[0])[0]
        _log.warning('%s: has no title; it is called "%s". Write a title on a line of its own.', where, found)
        return found
    found = title[: category_sections.TITLE_CHARACTERS].rpartition(" ")[0] + "\u2026"
    _log.warning("%s: the title has %d letters and is shortened in lists.", where, len(title))
    return found


def _header(rows: Sequence[Line], origin: str, *, inherited: _Header) -> _Header:
    header = _Header()
    in_categories = False
    for above, row, below in zip((None, *rows), rows, (*rows[1:], None), strict=False):
        in_categories = in_categories and _follows(above, row)
        if not in_categories and category_sections.CATEGORIES.fullmatch(row.text):
            in_categories = _follows(row, below)
            if not in_categories:
                raise SourceError(
                    "has no category below `Categories`",
                    where=f"{origin}:{row.number}",
                    hint="Write each on a line of its own, without a blank line before it",
                )
        elif match := category_sections.FIELD.fullmatch(row.text):
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


def _published(section: category_sections.Section, origin: str) -> datetime | None:
    if section.date is None:
        return None
    return field_values.or_warning(dates.moment, section.date.text, f"{origin}:{section.date.number}")
