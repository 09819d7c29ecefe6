"""Read the front matter of a text: the block at the top with its title, date and other fields.

    ---                       +++                      Title: The ferry
    title: The ferry          title = "The ferry"      Date: 2024-05-01
    date: 2024-05-01          date = 2024-05-01
    ---                       +++

It is YAML between dashes, TOML between plus signs, or lines of names and values up to the first blank line. Site
generators use different names for the same field; one table here has all of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from audiocast.config import toml
from audiocast.errors import SourceError
from audiocast.sources import dates, field_values
from audiocast.sources.decoding import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

_BLOCK = re.compile(
    r"\s*(?:---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)|\+\+\+[ \t]*\n(?P<toml>.*?)^\+\+\+)[ \t]*(?:\n|\Z)",
    re.DOTALL | re.MULTILINE,
)
_LINES = re.compile(
    r"\s*((?:title|date|author|category|tags|slug|id|lang) ?:[^\n]*\n(?:[\w-]+ ?:[^\n]*(?:\n|\Z))*)", re.IGNORECASE
)
_LONGEST = 100_000
"""A longer block is not front matter, and takes a parser long."""
_BRACKETS = 1_000

_NAMES: Mapping[str, str] = {
    **dict.fromkeys(("title",), "title"),
    **dict.fromkeys(("date", "published", "pubdate", "publishdate", "published_at", "created", "datetime"), "date"),
    **dict.fromkeys(("modified", "updated", "lastmod", "last_modified_at", "updated_at"), "modified"),
    **dict.fromkeys(("author", "authors", "byline"), "author"),
    **dict.fromkeys(("category", "categories", "section"), "categories"),
    **dict.fromkeys(("tags", "tag", "keywords"), "tags"),
    **dict.fromkeys(("id", "guid", "uid", "uuid"), "id"),
    **dict.fromkeys(("lang", "language", "locale"), "language"),
    **dict.fromkeys(("link", "canonical", "canonical_url", "canonicalurl", "source"), "link"),
    **dict.fromkeys(("url", "permalink"), "address"),
    **dict.fromkeys(("draft", "status", "published?"), "draft"),
}
_COMMAS = re.compile(r"\s*[,;]\s*")
_UNFINISHED = frozenset(("true", "yes", "draft", "hidden", "private"))


@dataclass(frozen=True, slots=True)
class Front:
    """The fields of a front matter; missing ones are empty.

    Attributes:
        withheld: Why the text is not to be published yet, or "".
        lines: The number of lines of the block.
    """

    title: str = ""
    author: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    published: datetime | None = None
    modified: datetime | None = None
    id: str = ""
    language: str = ""
    link: str = ""
    withheld: str = ""
    lines: int = 0


@dataclass(slots=True)
class _Fields:
    """The values of a front matter by the names of our fields, while it is read."""

    origin: str
    values: dict[str, list[str]] = field(default_factory=dict)
    commas: set[str] = field(default_factory=set)
    lines: int = 0

    def first(self, name: str) -> str:
        return next(iter(self.values.get(name, ())), "")

    def all(self, name: str) -> tuple[str, ...]:
        values = self.values.get(name, [])
        if name in self.commas:
            values = [part for value in values for part in _COMMAS.split(value)]
        return tuple(dict.fromkeys(filter(None, values)))


def split(text: str, *, origin: str) -> tuple[Front, str]:
    """Return the front matter of a text, and the text below it.

    Raises:
        SourceError: The block is not YAML or TOML, or a value is not valid.
    """
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    match = _BLOCK.match(unified[:_LONGEST]) or _LINES.match(unified[:_LONGEST])
    if match is None:
        return Front(), unified
    fields = _Fields(origin, lines=match[0].count("\n"))
    for name, value in _table(match, origin).items():
        _store(fields, str(name).strip().lower().replace("-", "_"), value)
    return _front(fields), unified[match.end() :]


def _table(match: re.Match[str], origin: str) -> dict[Any, Any]:
    groups = match.groupdict()
    first = match[0][: match[0].find(match[0].strip()[:1])].count("\n") + 1
    if groups.get("toml") is not None:
        return _toml(groups["toml"], origin, first)
    if groups.get("yaml") is not None:
        return _yaml(groups["yaml"], origin, first)
    pairs = (line.partition(":") for line in match[1].splitlines())
    return {name: value.strip() for name, _, value in pairs}


def _toml(text: str, origin: str, first: int) -> dict[Any, Any]:
    try:
        return toml.parse(text)
    except ValueError as error:
        place = re.search(r"at line (\d+)", str(error))
        line = first + (int(place[1]) if place else 0)
        words = str(error).partition(" (at ")[0]
        raise SourceError(
            f"the front matter is not TOML: {words}", where=f"{origin}:{line}", hint="Correct it"
        ) from error


def _yaml(text: str, origin: str, first: int) -> dict[Any, Any]:
    if text.count("[") + text.count("{") > _BRACKETS:
        # The parser needs half a minute for deep nesting.
        raise SourceError("the front matter is nested too deeply", where=f"{origin}:{first}", hint="Correct it")
    try:
        # This loader makes only texts, lists and tables: a title may be 1990 or No, and dates are parsed later.
        table = yaml.BaseLoader(text).get_single_data()
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:
        mark = getattr(error, "problem_mark", None)
        line = first + (mark.line + 1 if mark else 0)
        words = getattr(error, "problem", None) or _problem(error)
        raise SourceError(
            f"the front matter is not YAML: {words}", where=f"{origin}:{line}", hint="Correct it"
        ) from error
    return table if isinstance(table, dict) else {}


def _problem(error: Exception) -> str:
    """Return the reason of an error for which the parser gives none."""
    return "nested too deeply" if isinstance(error, RecursionError) else "a number in it is too large"


def _store(fields: _Fields, written: str, value: object) -> None:
    name = _NAMES.get(written)
    if name is None:
        return
    if isinstance(value, str) and (name == "tags" or written in {"categories", "authors"}):
        fields.commas.add(name)
    fields.values.setdefault(name, []).extend(_texts(value))


def _texts(value: object) -> Iterator[str]:
    """Yield the texts in a value: the value itself, each item of a list, or the name of a person in a table."""
    for each in value if isinstance(value, list) else [value]:
        inner = (each.get("name") or each.get("title") or "") if isinstance(each, dict) else each
        if isinstance(inner, bool):
            yield str(inner).lower()
        elif not isinstance(inner, list | dict) and (text := clean(str(inner))):
            yield text


def _front(fields: _Fields) -> Front:
    where = fields.origin
    address = fields.first("address")
    link = fields.first("link") or (address if "://" in address else "")
    return Front(
        title=fields.first("title"),
        author=" and ".join(fields.all("author")),
        categories=fields.all("categories"),
        tags=fields.all("tags"),
        published=field_values.or_warning(dates.moment, fields.first("date"), where),
        modified=field_values.or_warning(dates.moment, fields.first("modified"), where),
        id=field_values.identity(fields.first("id"), where) if fields.first("id") else "",
        language=field_values.or_warning(field_values.language, fields.first("language"), where) or "",
        link=field_values.or_warning(field_values.link, link, where) or "",
        withheld="is a draft" if fields.first("draft").lower() in _UNFINISHED else "",
        lines=fields.lines,
    )
