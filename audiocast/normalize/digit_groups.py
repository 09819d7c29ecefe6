"""Write the numbers of other countries with commas and a decimal point, before the rules read a sentence.

"12 500", "1'234'444" and "1.234.567,89" become "12,500", "1,234,444" and "1,234,567.89", so that every rule reads them.
A narrow or no-break space between digits groups them. An ordinary space, a single dot and a comma do it only with
evidence around the number, because most of these are no separators in English: "in 12 500 people", "$1.250", "3,5".
India groups by hundreds ("2,50,000"). Only in Indian English these groups stay, and are read in lakh and crore.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize import tables
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.regions import Region
from audiocast.normalize.typography import Plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def standard(written: str, seen: Plain, region: Region) -> Plain:
    """Return a plain text with all numbers in the English form.

    Args:
        written: The written text, which shows the kinds of the spaces.
        seen: Its plain text.
        region: The region of its English.
    """
    text = seen.text
    if not _JOINED.search(text):
        return seen
    changes = list(_changes(written, seen, region))
    if not changes:
        return seen
    origin = seen.origin or range(len(text) + 1)
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for start, end, number in changes:
        parts += text[at:start], number
        places += (
            origin[at:end] if len(number) == end - start else [*origin[at:start], *_kept(text, origin, start, end)]
        )
        at = end
    same = seen.origin is None and sum(map(len, parts)) == at
    return Plain("".join(parts) + text[at:], None if same else (*places, *origin[at:]))


_JOINED = lazy_re(r"\d[ '.,]\d")


def _kept(text: str, origin: tuple[int, ...] | range, start: int, end: int) -> Iterator[int]:
    """Yield the places of the characters of an Indian number that `_without_lakhs` keeps."""
    digits = [place for place in range(start, end) if text[place] != ","]
    for rest, place in zip(range(len(digits) - 1, -1, -1), digits, strict=True):
        yield origin[place]
        if rest and not rest % 3:
            yield origin[place]


def _changes(written: str, seen: Plain, region: Region) -> Iterator[tuple[int, int, str]]:
    """Yield the start, the end and the new text of each number that changes."""
    text = seen.text
    for match in _NUMBER.finditer(text):
        start = match.start()
        if text[start - 1 : start].isalpha() and not _MONEY_BEFORE.search(text[max(0, start - _NEAR) : start]):
            continue
        number = _READERS[match.lastgroup or ""](match, written, seen, region)
        if number and number != match[0]:
            yield start, match.end(), number


def _apostrophes(match: re.Match[str], written: str, seen: Plain, region: Region) -> str:
    """Return "1'234'444" with commas."""
    del written, seen, region
    return match[0].replace("'", ",")


def _spaces(match: re.Match[str], written: str, seen: Plain, region: Region) -> str | None:
    """Return "12 500" with commas, or None when the two numbers do not belong together."""
    start, end = match.span()
    text = seen.text
    lead, *groups = match["spaced"].split(" ")
    kinds = {written[seen.origin[at] if seen.origin else at] for at in range(start, end) if text[at] == " "}
    before, after = text[max(0, start - _NEAR) : start], text[end : end + _NEAR]
    telephone = lead == "1" and groups[0][0] in "89" and len(groups) == _GROUP
    if telephone or _IDENTIFIER.search(before) or (before.endswith("+") and len(groups) > 1):
        return None
    if after[:1].isalpha() and not _UNIT.match(after):
        return None
    numbered = _NUMBERED.search(before) is not None
    if not (
        kinds.isdisjoint(" ")
        or "000" in groups
        or (len(groups) > 1 and len(lead) < _GROUP)
        or _MONEY_BEFORE.search(before)
        or match["cents"]
        or (
            (len(lead) > 1 or groups[-1] not in _RACES)
            and (_MONEY_AFTER.match(after) or (_COUNTED.match(after) and not numbered and not _NAMED.search(before)))
        )
        or (region is Region.ZA and not numbered)
    ):
        return None
    return ",".join((lead, *groups)) + (match["cents"] or "").replace(",", ".")


def _dots(match: re.Match[str], written: str, seen: Plain, region: Region) -> str | None:
    """Return "1.234.567,89" with commas, or None for the address of a computer ("192.168.100.200") and "$1.234"."""
    del written, region
    whole, _, cents = match[0].partition(",")
    parts = whole.split(".")
    text = seen.text
    if not cents:
        if len(parts) == _PARTS and all(int(part) <= _BYTE for part in parts):
            return None
        if len(parts) == 2 and not (
            parts[1].endswith("00")
            and (
                text.startswith("\u20ac", match.start() - 1)
                or text.startswith("\u20ac ", match.start() - 2)
                or _EURO_AFTER.match(text, match.end())
            )
            and not _MAGNITUDE_AFTER.match(text, match.end())
        ):
            return None
    return ",".join(parts) + (f".{cents}" if cents else "")


def _decimal_comma(match: re.Match[str], written: str, seen: Plain, region: Region) -> str | None:
    """Return "3,5" with a point before a unit, and "€12,50"."""
    del written, region
    before = seen.text[max(0, match.start() - _NEAR) : match.start()]
    after = seen.text[match.end() : match.end() + _NEAR]
    if _UNIT_AFTER.match(after) or (
        _SIGN_BEFORE.search(before) and not re.match(r",?\d", after) and (match[0][-3] == "," or after[:2] != ", ")
    ):
        return match[0].replace(",", ".")
    return None


def _lakhs(match: re.Match[str], written: str, seen: Plain, region: Region) -> str:
    """Return "2,50,000" as it is in Indian English, else as "250,000"."""
    del written, seen
    return match[0] if region is Region.IN else f"{int(match[0].replace(',', '')):,}"


_READERS: dict[str, Callable[[re.Match[str], str, Plain, Region], str | None]] = {
    "quoted": _apostrophes,
    "cents": _spaces,
    "spaced": _spaces,
    "dotted": _dots,
    "comma": _decimal_comma,
    "indian": _lakhs,
}

_NUMBER = lazy_re(
    r"(?<![\d_.,:'/@#])(?<!\d[ ])(?:"
    r"(?P<quoted>[1-9]\d{0,2}(?:'\d{3}){1,12})(?!['\w])|"
    r"(?P<spaced>[1-9]\d{0,2}(?: \d{3}){1,12})(?P<cents>,\d{1,2}(?![\d,]))?(?![\d_/:]| ?\d|[.,]\d{1,12}[.,:]\d)|"
    r"(?P<dotted>[1-9]\d{0,2}(?:\.\d{3}){1,12}(?:,\d{1,2})?)(?![\w/:]|[.,-]\d)|"
    r"(?P<indian>[1-9]\d?(?:,\d{2}){1,12},\d{3})(?![\d/:]|,\d)|"
    r"(?P<comma>\d{1,4},\d{1,2})(?![\d/:']|,\d))"
)
_NEAR = 24  # characters
_GROUP = 3  # digits
_RACES = frozenset({"100", "200", "400", "500", "800"})
"""The lengths of races, which stand after another number: "won 3 100 m medals"."""
_PARTS = 4  # numbers in the address of a computer
_BYTE = 255

_CURRENCY = "|".join(map(re.escape, sorted((row[0] for row in tables.rows("currencies")), key=len, reverse=True)))
_UNITS = (
    r"(?:kg|g|mg|km|m|cm|mm|ha|l|L|ml|t|\u00b0|[kMG]Wh?|kilo(?:s|grams?)?|lit(?:re|er)s?|(?:kilo|centi|milli)?"
    r"met(?:re|er)s?|tonnes?|hectares?|degrees|[mbt]r?illion|bn|mn|\u20ac|euros?|EUR|z\u0142|"
    r"kr|CHF|K\u010d)(?![A-Za-z])"
)
_UNIT = lazy_re(_UNITS)
_MONEY_BEFORE = lazy_re(rf"(?:(?<![A-Za-z])(?:{_CURRENCY})\.?|[$\u20ac\u00a3\u00a5]) ?$")
_SIGN_BEFORE = lazy_re(r"(?:[$\u20ac\u00a3]|\bR) ?$")
_MONEY_AFTER = lazy_re(rf" ?(?:(?:{_CURRENCY})(?![A-Za-z])|{_UNITS})")
_UNIT_AFTER = lazy_re(rf"(?:[-\u2013]\d{{1,3}},\d{{1,2}})? ?(?:%|\u2030|per ?cent\b|percentage\b|{_UNITS})")
_EURO_AFTER = lazy_re(
    r" ?(?:\u20ac|euros?\b|(?:EUR|PLN|CHF|SEK|NOK|DKK|CZK|HUF|RON|TRY|BRL|USD|lei|kr|TL|z\u0142)(?!\w))"
)
_MAGNITUDE_AFTER = lazy_re(r" ?(?:[mbtk]\b|[mbt]r?illion|bn\b|mn\b)")
_COUNTED = lazy_re(r" [a-z]{3,20}")
_IDENTIFIER = lazy_re(r"(?i)\b(?:call|phone|tel|fax|text|account|isbn|no\.?|number|code|ref|dial)[.:]? ?$")
_NUMBERED = lazy_re(
    r"(?i)(?:\b(?:pages?|chapter|section|table|figure|fig\.|room|days?|weeks?|route|items?|parts?|lines?|step|level|"
    r"grade|aged?|number|version|volume|january|february|march|april|may|june|july|august|september|october|november|"
    r"december)|\d|[:;)\],]) $"
)
_NAMED = lazy_re(r"(?:(?<=[^\n])\b[A-Z]\w*\.?|\b(?:on|at)) $")
