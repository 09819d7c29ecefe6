"""Read the front matter of a text: the block at the top with its title, date and other fields.

    ---                       +++                      Title: The ferry
    title: The ferry          title = "The ferry"      Date: 2024-05-01
    date: 2024-05-01          date = 2024-05-01
    ---                       +++

`front_matter_blocks` finds it in these and other forms. Site generators and note-taking programs use different names
for the same field; one table here has all of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audiocast.sources import dates, field_values
from audiocast.sources.decoding import clean, without_markup
from audiocast.sources.readers import front_matter_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

_NAMES: Mapping[str, str] = {
    **dict.fromkeys(("title",), "title"),
    **dict.fromkeys(("date", "published", "pubdate", "publishdate", "published_at", "datetime"), "date"),
    **dict.fromkeys(("created", "created_at", "created_time"), "created"),
    **dict.fromkeys(("modified", "updated", "lastmod", "last_modified_at", "updated_at"), "modified"),
    **dict.fromkeys(("last_edited", "last_edited_time"), "modified"),
    **dict.fromkeys(("author", "authors", "byline", "created_by"), "author"),
    **dict.fromkeys(("category", "categories", "section"), "categories"),
    **dict.fromkeys(("tags", "tag", "keywords"), "tags"),
    **dict.fromkeys(("id", "guid", "uid", "uuid"), "id"),
    **dict.fromkeys(("lang", "language", "locale"), "language"),
    **dict.fromkeys(("link", "canonical", "canonical_url", "canonicalurl", "source", "url_original"), "link"),
    **dict.fromkeys(("url", "permalink"), "address"),
    **dict.fromkeys(("draft", "status", "published?"), "draft"),
}
_AS_WRITTEN = frozenset(("id", "link", "address"))
_WIKI_LINK = re.compile(r"\[\[([^\[\]|]{1,300})(?:\|([^\[\]|]{1,300}))?\]\]")
_LINK = re.compile(r"\[([^\[\]]{1,300})\]\((?:[^()\s]{1,1000})\)")
_ADDRESS = re.compile(r"\[[^\[\]]{0,300}\]\((https?://[^()\s]{1,1000})\)|<(https?://[^<>\s]{1,1000})>")
_EMPHASIS = re.compile(r"(?<![\w*_`])(\*{1,3}|_{1,2}|`)(?=\S)([^*_`]{1,300}?)(?<=\S)\1(?![\w*_`])")
_COMMAS = re.compile(r"\s*[,;]\s*")
_UNFINISHED = frozenset(("true", "yes", "draft", "hidden", "private"))


@dataclass(frozen=True, slots=True)
class Front:
    """The fields of a front matter; missing ones are empty.

    Attributes:
        withheld: Why the text is not to be published yet, or "".
        lines: The number of lines of the block.
        is_page: Whether a program made the text from a whole web page, with its menus.
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
    is_page: bool = False


@dataclass(slots=True)
class _Fields:
    """The values of a front matter by the names of our fields, while it is read."""

    origin: str
    values: dict[str, list[str]] = field(default_factory=dict)
    commas: set[str] = field(default_factory=set)
    lines: int = 0
    is_page: bool = False

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
        SourceError: The id in it is not valid.
    """
    found = front_matter_blocks.find(text.replace("\r\n", "\n").replace("\r", "\n"), origin=origin)
    fields = _Fields(origin, lines=found.lines, is_page=found.is_page)
    for name, value in found.table.items():
        _store(fields, re.sub(r"[- ]", "_", str(name).strip().lower()), value)
    return _front(fields), found.rest


def _store(fields: _Fields, written: str, value: object) -> None:
    name = _NAMES.get(written)
    if name is None:
        return
    if isinstance(value, str) and (name == "tags" or written in {"categories", "authors"}):
        fields.commas.add(name)
    texts = (clean(each) if name in _AS_WRITTEN else _plain(each) for each in _texts(value))
    if name == "tags":
        texts = (each.lstrip("#") for each in texts)
    fields.values.setdefault(name, []).extend(filter(None, texts))


def _texts(value: object) -> Iterator[str]:
    """Yield the texts in a value: the value itself, each item of a list, or the name of a person in a table."""
    for each in value if isinstance(value, list) else [value]:
        inner = (each.get("name") or each.get("title") or "") if isinstance(each, dict) else each
        if isinstance(inner, bool):
            yield str(inner).lower()
        elif isinstance(inner, list):
            # `author: [[Jane Roe]]` is a link in a note, and a list in a list in YAML.
            yield from (inside for inside in inner if isinstance(inside, str))
        elif not isinstance(inner, dict):
            yield str(inner)


def _plain(text: str) -> str:
    """Return a value without entities, tags, and the marks of links and emphasis."""
    plain = clean(without_markup(text))
    plain = _WIKI_LINK.sub(lambda found: found[2] or found[1].rpartition("/")[2], plain)
    return _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", plain))


def _address(text: str) -> str:
    found = _ADDRESS.fullmatch(text)
    return found[1] or found[2] if found else text


def _front(fields: _Fields) -> Front:
    where = fields.origin
    address = _address(fields.first("address"))
    link = _address(fields.first("link")) or (address if "://" in address else "")
    return Front(
        title=fields.first("title"),
        author=" and ".join(fields.all("author")),
        categories=fields.all("categories"),
        tags=fields.all("tags"),
        published=field_values.or_warning(dates.moment, fields.first("date") or fields.first("created"), where),
        modified=field_values.or_warning(dates.moment, fields.first("modified"), where),
        id=field_values.identity(fields.first("id"), where) if fields.first("id") else "",
        language=field_values.or_warning(field_values.language, fields.first("language"), where) or "",
        link=field_values.or_warning(field_values.link, link, where) or "",
        withheld="is a draft" if fields.first("draft").lower() in _UNFINISHED else "",
        lines=fields.lines,
        is_page=fields.is_page,
    )
