"""Find the front matter of a text in one of its forms, and read it as a table of names and values.

    ---              +++                Title: The ferry     % The ferry      # The ferry
    title: A ferry   title = "A ferry"  Date: 2024-05-01     % Jane Doe
    ---              +++                                     % 2024-05-01     Created: May 1, 2024
                                                                              Tags: harbor

It is YAML between dashes, TOML between plus signs, lines of names and values up to the first blank line, the title
block of Pandoc, the fields above the text of the Jina reader, or the properties below the title in files from Notion.
Comments may stand above it. A rule of dashes at the top of a text is no front matter.

YAML that is wrong, such as a title with a colon in it, is read line by line with a warning.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from audiocast.config import toml

if TYPE_CHECKING:
    from collections.abc import Sequence

_log = logging.getLogger(__name__)

_ABOVE = re.compile(r"(?:\s|<!--.{0,2000}?-->)*", re.DOTALL)
_BLOCK = re.compile(
    r"(?:---[ \t]*\n(?P<yaml>.*?)^(?:---|\.\.\.)|\+\+\+[ \t]*\n(?P<toml>.*?)^\+\+\+)[ \t]*(?:\n|\Z)",
    re.DOTALL | re.MULTILINE,
)
_UNCLOSED = re.compile(
    r"---[ \t]*\n(?P<yaml>(?:[A-Za-z][\w -]{0,40}:(?: [^\n]*)?\n(?:[ \t]+\S[^\n]*\n|- [^\n]*\n)*)+)(?=\s*\n)"
)
_LINES = re.compile(
    r"((?:title|date|author|category|tags|slug|id|lang) ?:[^\n]*\n(?:[\w-]+ ?:[^\n]*(?:\n|\Z))*)", re.IGNORECASE
)
_READER = re.compile(
    r"Title: (?P<title>[^\n]*)\n\s*URL Source: (?P<link>[^\n]*)\n\s*(?:[A-Z][A-Za-z ]{2,30}: [^\n]*\n\s*)*?"
    r"(?:Published Time: (?P<date>[^\n]*)\n\s*)?(?:[A-Z][A-Za-z ]{2,30}: [^\n]*\n\s*)*?Markdown Content:[ \t]*\n"
)
_PANDOC = re.compile(
    r"%(?!%)[ \t]*(?P<title>[^\n]*(?:\n[ \t]+\S[^\n]*)*)(?:\n%[ \t]*(?P<author>[^\n]*(?:\n[ \t]+\S[^\n]*)*))?"
    r"(?:\n%[ \t]*(?P<date>[^\n]*))?(?:\n[ \t]*)*(?:\n|\Z)"
)
_PROPERTIES = re.compile(r"# [^\n]+\n\s*\n(?P<pairs>(?:[A-Z][\w ()/?-]{0,40}: [^\n]*\n)+)(?=\s*\n|\Z)")
_KNOWN = re.compile(
    r"(?:created(?: time| by| at)?|last edited(?: time| by)?|tags?|status|date|author|url|type|category|published)",
    re.IGNORECASE,
)
_FIELD = re.compile(
    r"\s*(?:title|date|author|tags|categor(?:y|ies)|layout|slug|created|published|id)[ \t]*:", re.IGNORECASE
)
_LINE = re.compile(r"(?P<name>[A-Za-z][\w -]{0,40}?)[ \t]*:(?:[ \t]+(?P<value>.*)|$)")
_ITEM = re.compile(r"[ \t]*-[ \t]+(?P<value>.*)")
_LONGEST = 100_000
"""A longer block is not front matter, and takes a parser long."""
_BRACKETS = 1_000


class Found(NamedTuple):
    """The front matter of a text.

    Attributes:
        table: Names and values as written.
        rest: The text below.
        lines: The number of lines above the rest.
        is_page: Whether a program made the text from a whole web page, with its menus.
    """

    table: dict[Any, Any]
    rest: str
    lines: int
    is_page: bool = False


def find(text: str, *, origin: str) -> Found:
    """Return the front matter of a text with Unix line ends; without one, an empty table and the whole text."""
    begin = _ABOVE.match(text[:_LONGEST])
    start = begin.end() if begin else 0
    head = text[start : start + _LONGEST]
    line = text.count("\n", 0, start) + 1
    for read in (_block, _unclosed, _page, _pairs, _pandoc, _properties):
        found = read(head, origin, line)
        if found is not None:
            table, end, is_page = found
            if read is _properties:
                inside = head[:end]
                blank = inside[: inside.index("\n") + 1] + "\n" * (inside.count("\n") - 1)
                return Found(table, text[:start] + blank + text[start + end :], 0)
            return Found(table, text[start + end :], text.count("\n", 0, start + end), is_page)
    return Found({}, text, 0)


_Read = tuple[dict[Any, Any], int, bool] | None
"""The names and values, the end of the block, and whether the text is a web page; or None."""


def _block(head: str, origin: str, line: int) -> _Read:
    match = _BLOCK.match(head)
    if match is None:
        return None
    if match["toml"] is not None:
        return _toml(match["toml"], origin, line), match.end(), False
    table, end = _yaml(match["yaml"], origin, line), match.end()
    if table is None and (unclosed := _unclosed(head, origin, line)):
        return unclosed
    return (table, end, False) if table is not None else None


def _unclosed(head: str, origin: str, line: int) -> _Read:
    match = _UNCLOSED.match(head)
    if match is None:
        return None
    _log.warning("%s:%d: the front matter has no end. Write --- below it.", origin, line)
    return _by_lines(match["yaml"].splitlines()), match.end(), False


def _page(head: str, _origin: str, _line: int) -> _Read:
    match = _READER.match(head)
    return ({name: value or "" for name, value in match.groupdict().items()}, match.end(), True) if match else None


def _pairs(head: str, _origin: str, _line: int) -> _Read:
    match = _LINES.match(head)
    if match is None:
        return None
    pairs = (line.partition(":") for line in match[1].splitlines())
    return {name: value.strip() for name, _, value in pairs}, match.end(), False


def _pandoc(head: str, _origin: str, _line: int) -> _Read:
    match = _PANDOC.match(head)
    if match is None:
        return None
    authors = [each.strip() for each in re.split(r"[;\n]", match["author"] or "")]
    return {"title": match["title"], "authors": authors, "date": match["date"] or ""}, match.end(), False


def _properties(head: str, _origin: str, _line: int) -> _Read:
    match = _PROPERTIES.match(head)
    if match is None:
        return None
    pairs = [line.partition(": ")[::2] for line in match["pairs"].splitlines()]
    known = sum(_KNOWN.fullmatch(name) is not None for name, _ in pairs)
    if known * 2 < max(len(pairs), 3):
        return None
    return dict(pairs), match.end(), False


def _toml(text: str, origin: str, first: int) -> dict[Any, Any]:
    try:
        return toml.parse(text)
    except ValueError as error:
        place = re.search(r"at line (\d+)", str(error))
        line = first + (int(place[1]) if place else 0)
        _warn("TOML", str(error).partition(" (at ")[0], f"{origin}:{line}")
    pairs = (re.fullmatch(r"\s*([\w-]+)\s*=\s*(.*?)\s*", each) for each in text.splitlines())
    return {each[1]: each[2].strip("\"'") for each in pairs if each}


def _yaml(text: str, origin: str, first: int) -> dict[Any, Any] | None:
    """Return the table of a block, or None if the block is a text between two rules."""
    if not text.strip():
        return {}
    rows = text.splitlines()
    seems_right = all(not row.strip() or row[0] in " \t#-}]" or _LINE.fullmatch(row) for row in rows)
    if text.count("[") + text.count("{") > _BRACKETS:
        # The parser needs half a minute for deep nesting.
        _warn("YAML", "nested too deeply", f"{origin}:{first}")
        return _by_lines(rows)
    try:
        # This loader makes only texts, lists and tables: a title may be 1990 or No, and dates are parsed later.
        # Tabs are not allowed in YAML, and yet editors write them.
        table = yaml.BaseLoader(text.replace("\t", "  ")).get_single_data()
    except (yaml.YAMLError, RecursionError, ValueError, OverflowError) as error:
        if not (seems_right and any(map(_LINE.fullmatch, rows))):
            return None
        mark = getattr(error, "problem_mark", None)
        line = first + (mark.line + 1 if mark else 0)
        _warn("YAML", getattr(error, "problem", None) or _problem(error), f"{origin}:{line}")
        return _by_lines(rows)
    if isinstance(table, dict):
        # A sentence with a colon between two rules looks like a field.
        return None if text[:1].isspace() and not any(map(_FIELD.match, rows)) else table
    return {} if table is None or table == "" else None


def _warn(language: str, words: str, where: str) -> None:
    _log.warning("%s: the front matter is not %s: %s. It is read line by line; correct it.", where, language, words)


def _problem(error: Exception) -> str:
    """Return the reason of an error for which the parser gives none."""
    return "nested too deeply" if isinstance(error, RecursionError) else "a number in it is too large"


def _by_lines(rows: Sequence[str]) -> dict[Any, Any]:
    """Return the names and values of lines that look like YAML."""
    table: dict[Any, Any] = {}
    name = ""
    for row in rows:
        if match := _LINE.fullmatch(row):
            name = match["name"]
            table[name] = _unquoted(match["value"] or "")
        elif name and (item := _ITEM.fullmatch(row)):
            above = table[name] if isinstance(table[name], list) else []
            table[name] = [*above, _unquoted(item["value"])]
    return table


def _unquoted(value: str) -> str:
    text = value.strip()
    is_quoted = len(text) > 1 and text[0] == text[-1] and text[0] in "\"'"
    return text[1:-1] if is_quoted else text
