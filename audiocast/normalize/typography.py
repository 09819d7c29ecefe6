"""Replace typography by plain characters before the rules read a sentence.

The rules expect one kind of apostrophe, space, hyphen and quotation mark, and no invisible characters. `plain` returns
that text, with the place of each character in the written text.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import NamedTuple

from audiocast.normalize.patterns import lazy_re


class Plain(NamedTuple):
    """A sentence as the rules read it.

    Attributes:
        text: The plain text.
        origin: For each character of `text`, and for its end, the place in the written text. None if both are the same.
    """

    text: str
    origin: tuple[int, ...] | None


def plain(written: str) -> Plain:
    """Return the plain text of a written text."""
    if _MARKS_OF_CODES.search(written) and _CODE.search(written):
        return _decoded(written)
    if _ORDINARY.fullmatch(written):
        return Plain(written, None)
    text = written.translate(_FOLDED)
    if not re.search(_EXOTIC, text) and unicodedata.is_normalized("NFC", text):
        return Plain(text, None)
    return _compose(written)


_ORDINARY = lazy_re(r"[\t\n -~]*+")
_FOLDED = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u02bc\u201b\u2032\u00b4`\uff07", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb\uff02", '"'),
        **dict.fromkeys("\u2010\u2011\u2212\ufe63\uff0d", "-"),
        **dict.fromkeys("\u2012\u2013", "\u2013"),
        **dict.fromkeys("\u2014\u2015", "\u2014"),
        **dict.fromkeys(map(chr, [0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0xB, 0xC, 0x1F]), " "),
        **dict.fromkeys("\r\x85\u2028\u2029", "\n"),
        "\u00ba": "\u00b0",
        "\u2044": "/",
        "\u2215": "/",
        "\u2217": "*",
        "\u223c": "~",
        "\uff5e": "~",
        "\u03bc": "\u00b5",
    },
)

# The characters that `_compose` must remove, decompose or join with their neighbours.
_EXOTIC = (
    "[\u00b7\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u0300-\u036f\u0600-\u0605\u0660-\u0669\u06dd\u06f0-\u06f9\u070f"
    "\u0966-\u0def\u0e50-\u1fff\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20d0-\u20ff\u2100-\u214f\u215f-\u2189\u2460-\u24ff"
    "\u2776-\u2793\u2cfd\u3007\u3021-\u303a\u3190-\u319f\u3200-\u33ff\ua000-\uffff\U00010000-\U0001efff\U0001f100-\U0001f1e5\U0001fbf0-\U0010ffff]"
)

# Vowel signs and tones of scripts that write them as marks. In other scripts a mark without a letter is decoration.
_SCRIPT_MARK = lazy_re("[\u0900-\u17ff\u1900-\u1aaf\u1b00-\u1cff\u3099\u309a\ua800-\uabff\U00011000-\U00011fff]")
_UNSEEN = frozenset({"Cf", "Cs", "Co", "Cn", "Mn", "Me"})

# Characters that would lose their meaning when they are decomposed.
_KEPT = frozenset(
    "\u00b9\u00b2\u00b3\u2070\u2074\u2075\u2076\u2077\u2078\u2079\u2080\u2081\u2082\u2083\u2084\u2085\u2086\u2087\u2088\u2089"
    "\u00bc\u00bd\u00be\u2150\u2151\u2152\u2153\u2154\u2155\u2156\u2157\u2158\u2159\u215a\u215b\u215c\u215d\u215e"
    "\u2122\u2120\u2103\u2109\u2116\u2026\u00aa",
)


# A character that is still encoded: as an HTML entity ("&eacute;", "&#8217;", "&amp;#8217;") or for JSON ("\\u2019").
_BYTE = (
    "[\u0080-\u00bf\u20ac\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u017d\u2018\u2019\u201c\u201d\u2022"
    "\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u017e\u0178]"
)
_MARKS_OF_CODES = lazy_re(r"&(?:#|[A-Za-z])|\\[u'\"]|[\u00c2\u00c3\u00e2\u00f0]")
_CODE = lazy_re(
    r"&(?:amp;){0,3}(?:#[0-9]{1,7}(?:;|(?![0-9]))|#[xX][0-9A-Fa-f]{1,6};|[A-Za-z][A-Za-z0-9]{1,30};"
    r"|(?:amp|nbsp|quot|lt|gt|apos)(?![\w=]))|\\u[0-9A-Fa-f]{4}|\\['\"]"
    # Bytes of UTF-8 that were read as Windows-1252: "â€™", "Ã©", "Â£", and what remains of them.
    rf"|[\u00c2\u00c3]{_BYTE}|\u00e2{_BYTE}{{2}}|\u00f0{_BYTE}{{3}}|\u00e2\u20ac"
    r"|\u00c2(?=\s)"
)


def _decoded(written: str) -> Plain:
    """Return the plain text of a text with encoded characters, each of which becomes the one that it stands for."""
    decoded: list[str] = []
    places: list[int] = []
    at = 0
    for match in _CODE.finditer(written):
        said = _decode(match[0])
        if said == match[0]:
            continue
        decoded += [written[at : match.start()], said]
        places += [*range(at, match.start()), *[match.start()] * len(said)]
        at = match.end()
    decoded.append(written[at:])
    places += range(at, len(written) + 1)
    seen = plain("".join(decoded)) if at else _compose(written)
    origin = range(len(seen.text) + 1) if seen.origin is None else seen.origin
    return Plain(seen.text, tuple(places[place] for place in origin))


def _decode(code: str) -> str:
    """Return the character of an entity, which may be encoded twice, or the code itself if it stands for none."""
    if code[0] in "\u00c2\u00c3\u00e2\u00f0":
        return _repaired(code)
    if code[1:] in {"'", '"'}:
        return code[1:]
    if code.startswith("\\"):
        return chr(int(f"0x{code[2:]}", 0))
    name = code if code.endswith(";") else f"{code};"
    while (read := html.unescape(name)) != name:
        name = read
    return code if len(name) > _MOST_DECODED else name


def _repaired(code: str) -> str:
    """Return the character whose bytes were read as Windows-1252, or the text itself if they are none."""
    if code in {"\u00e2\u20ac", "\u00c2"}:
        return '"' if code[0] == "\u00e2" else ""
    try:
        return b"".join(mark.encode("latin-1" if ord(mark) < _ONE_BYTE else "cp1252") for mark in code).decode()
    except UnicodeError:
        return code


_ONE_BYTE = 256
_MOST_DECODED = 2  # characters that one entity may stand for


def _compose(written: str) -> Plain:
    """Replace one character with its combining marks after the other. Only texts with unusual characters need this."""
    text: list[str] = []
    origin: list[int] = []
    at = 0
    while at < len(written):
        end = at + 1
        while end < len(written) and unicodedata.combining(written[end]) and end - at < _MOST_MARKS:
            end += 1
        folded = _fold(written[at:end]) + _accented_variable(written, at, end)
        if folded == "\u00b7" and written[at - 1 : at].isdigit() and written[end : end + 1].isdigit():
            folded = "."  # the decimal point of British journals
        text.append(folded)
        origin += [at] * len(folded)
        at = end
    origin.append(len(written))
    return Plain("".join(text), tuple(origin))


def _accented_variable(written: str, at: int, end: int) -> str:
    """Return "-bar" for the mean of a variable ("x̄") and "-hat" for its estimate, else ""."""
    mark = _ACCENTS.get(written[at + 1 : end], "")
    alone = not written[max(0, at - 1) : at].isalpha() and not written[end : end + 1].isalpha()
    return mark if mark and alone and len(unicodedata.normalize("NFC", written[at:end])) > 1 else ""


_ACCENTS = {"\u0304": "-bar", "\u0305": "-bar", "\u0302": "-hat", "\u0303": "-tilde"}

# No script uses more marks on one letter. A longer row is decoration and would make one cluster of a whole text.
_MOST_MARKS = 8


def _fold(cluster: str) -> str:
    """Return a character and its marks as plain text, or "" if it is invisible."""
    if cluster == "\u00ba":
        return "\u00b0"
    letter = cluster[0]
    category = unicodedata.category(letter)
    if category == "Nd":
        return str(unicodedata.digit(letter))
    if (
        letter == "\ufffd"
        or (category in _UNSEEN and not _SCRIPT_MARK.match(letter))
        or (category == "Cc" and not letter.isspace())
    ):
        return ""
    if category in {"No", "Nl"} and letter not in _KEPT:
        return _value(letter)
    if letter in _KEPT or category == "So":
        return letter if letter in _KEPT else _picture(letter)
    if len(cluster) == 1 and letter.isascii():
        return letter.translate(_FOLDED)
    composed = unicodedata.normalize("NFKC", cluster.translate(_FOLDED))
    if letter.isalpha() and not composed.isalpha():
        bare = "".join(part for part in unicodedata.normalize("NFKC", letter) if part.isalpha())
        composed = unicodedata.normalize("NFC", bare + cluster[1:])
    return "".join(_fold_part(part) for part in composed)


def _fold_part(part: str) -> str:
    """Return a character of a composed text as plain text, or "" if it is invisible."""
    category = unicodedata.category(part)
    if category == "Nd":
        return str(unicodedata.digit(part))
    return "" if category in _UNSEEN and not _SCRIPT_MARK.match(part) else part.translate(_FOLDED)


def _value(letter: str) -> str:
    """Return a number of another script or in a circle as digits, and a Roman numeral as letters."""
    composed = unicodedata.normalize("NFKC", letter)
    if composed.isascii() and composed.isalnum():
        return composed
    value = unicodedata.numeric(letter, 0.5)
    return str(int(value)) if value.is_integer() else ""


def _picture(letter: str) -> str:
    """Return the letter in a circle or square. Other pictures stay, because a rule reads their names."""
    if "\U0001f1e6" <= letter <= "\U0001f1ff":
        return letter
    composed = unicodedata.normalize("NFKC", letter)
    return composed if composed.isalnum() and composed.isascii() else letter
