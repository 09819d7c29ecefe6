"""Rules that cut a whole block because its text is boilerplate, such as "Share this article" or a credit.

Most rules are rows of `data/boilerplate.tsv`: a name, which reports and the `--explain` option show, where the rule
holds, and a pattern for the whole text of a block. Credits and captions have a grammar of their own in `credit_lines`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from audiocast import tables
from audiocast.model.article import BlockKind
from audiocast.sources.extract.credit_lines import MONTH, is_caption, is_credit

if TYPE_CHECKING:
    from audiocast.sources.extract.placed_blocks import PlacedBlock

ANY, TEXT, LINK, TOP, END, LIST, END_LIST = "any", "text", "link", "top", "end", "list", "end list"
"""Where a rule holds, see the table."""
_LONGEST = 800
"""A longer text is never boilerplate."""

_DAY = rf"(?:{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}(?:st|nd|rd|th)? {MONTH},? \d{{4}}|\d{{4}}-\d\d-\d\d)"
_MOMENT = (
    rf"(?:[A-Z][a-z]{{2,8}},? )?{_DAY}"
    r"(?:,?(?: at| [-\u2013\u2014|\u00b7])? ?\d{1,2}[:.]\d\d.{0,20}|T[\d:.]{4,12}\S{0,6})?"
    r"(?: ?[-\u2013\u2014|\u00b7\u2022(] ?(?:(?:last )?(?:published|posted|updated|modified)\b.{0,50}"
    r"|\d{1,2}[ -]min.{0,12}))?"
)
_ANY_DATE = re.compile(_MOMENT, re.IGNORECASE)
"""A date alone on its line; cut only at the top of an article, because a diary has such lines further down."""

STRUCTURE = frozenset((BlockKind.TABLE, BlockKind.CODE))
"""Blocks whose content is already cut."""


class Row(NamedTuple):
    """A row of the table: the rule's name, where it holds, the pattern, and a text that it must cut."""

    rule: str
    place: str
    pattern: str
    example: str


@cache
def rows() -> tuple[Row, ...]:
    """Return the rows of the table."""
    return tuple(Row(*each) for each in tables.rows("boilerplate", package=__package__))


def rule_for(placed: PlacedBlock) -> str:
    """Return the name of the first rule that cuts a block wherever it stands, or ""."""
    text, kind = placed.block.text, placed.block.kind
    if kind in STRUCTURE:
        return ""
    if not any(map(str.isalnum, text)):
        return "nothing to say"
    if placed.linked and (found := _match(text, LINK)):
        return found
    if is_credit(text):
        return "credit"
    if is_caption(text):
        return "caption"
    # A heading may be a date, as in a diary, or "Share", as in a company's report.
    return _match(text, ANY) or (_match(text, TEXT) if kind is not BlockKind.HEADING else "")


def rule_at_top(text: str) -> str:
    """Return the name of the rule that cuts a text before any other text, or ""."""
    return _match(text, TOP)


def rule_at_end(text: str) -> str:
    """Return the name of the rule that cuts a text with no other text below it, or ""."""
    return _match(text, END)


def is_date(text: str) -> bool:
    """Return whether a text is a date, perhaps with a time, and nothing else."""
    return _ANY_DATE.fullmatch(text) is not None


def is_related_heading(text: str) -> bool:
    """Return whether a text announces a list of links to other articles."""
    return bool(_match(text, LIST))


def is_heading_of_a_last_list(text: str) -> bool:
    """Return whether a text announces links if nothing but short lines follows to the end of the article."""
    return bool(_match(text, LIST) or _match(text, END_LIST))


def _match(text: str, place: str) -> str:
    if len(text) > _LONGEST:
        return ""
    return next((rule for rule, pattern in _patterns(place) if pattern.fullmatch(text)), "")


@cache
def _patterns(place: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return one pattern for each rule of a place."""
    found: dict[str, list[str]] = {}
    for row in rows():
        if row.place == place:
            found.setdefault(row.rule, []).append(row.pattern.replace("{moment}", _MOMENT))
    return tuple((rule, tables.any_of(patterns)) for rule, patterns in found.items())
