"""Decode the bytes of a text document, and split it into clean lines.

All readers of text use this: no control characters, composed letters (NFC), single spaces, and each line with the
number that an editor shows for it.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from html import unescape
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from audiocast.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocast.model.article import Document


class Line(NamedTuple):
    """A line that is not blank.

    Attributes:
        number: Its number in the document, from 1.
        text: Its text with single spaces.
        gap: Whether it is the first line or follows a blank one.
    """

    number: int
    text: str
    gap: bool


# UTF-32 comes first, for its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_BINARY_SHARE = 30
"""With more than one control character in so many characters, a document is not a text."""

_WINDOWS, _DOS = "cp1252", "cp850"
_LATIN = frozenset(("ascii", "iso8859-1", "iso8859-15"))
_UTF16_SHARE = 5
"""In UTF-16 of a Western language at least two bytes of five are zeros in the same place of each pair."""
_OVERSTRUCK = re.compile(r"[^\n]\x08")
"""A letter that a terminal would print over, as in manual pages."""
_DAMAGED = re.compile("[\x80-\x9f\ufffd]|[\u00c2\u00c3\u00e2][\x80-\xbf\u0152-\u2122]")
_LOST_APOSTROPHE = re.compile(r"(?<=[^\W\d_])\ufffd(?=(?:s|t|re|ve|ll|d|m)\b)")
_LOST = re.compile("\ufffd+")
_WESTERN = frozenset("€‚„…‘’“”–—™©®°«»£§·½¼¾\xa0ÀÁÂÄÅÆÇÈÉÊËÍÎÑÓÔÖØŒÚÜàáâãäåæçèéêëìíîïñòóôõöøœùúûüÿß")
_WESTERN_SHARE = 8
"""In a text of English, German, French or Spanish, at most one letter in so many is beyond ASCII."""
_OTHERS = [
    *("cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "koi8_r", "koi8_u"),
    *("iso8859_2", "iso8859_5", "iso8859_7", "iso8859_15", "cp932", "euc_jp", "gb18030", "big5", "euc_kr"),
]
"""The encodings to guess among; with rarer ones, more guesses are wrong."""
_SAMPLE = 50_000

_BREAK = re.compile(r"[\x0b\x0c\x85\u2028]")
_UNSPEAKABLE = dict.fromkeys(
    (
        *range(0x09),
        *range(0x0E, 0x1C),
        *range(0x7F, 0xA0),
        0xAD,  # soft hyphen
        0x200B,  # zero width space
        *(0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2060, 0x2070)),  # direction marks, invisible operators
        *(0xFEFF, *range(0xFFF9, 0xFFFD), 0xFFFE, 0xFFFF),  # byte-order mark, annotations, noncharacters
        *range(0xD800, 0xE000),
    )
)
ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});")
"""A character that is written as an entity of HTML."""
_TAG = re.compile(
    r"</?(?:(br|p|div|li|ul|ol|h[1-6]|hr|blockquote|tr|td)|a|abbr|b|cite|code|em|font|i|img|q|s|small|span|strong|sub|sup|u)"
    r"(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"&#(\d+|[xX][0-9a-fA-F]+);")
_LONGEST_NUMBER = 10
_CHARACTERS = ((0x20, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x10FFFF))
_MAX_MARKS = 30
"""Unicode's "stream-safe" limit on combining marks in a row; sorting a million of them would take hours."""


def decode(document: Document) -> str:
    """Return the text of a document.

    The encoding is that of the byte-order mark; else UTF-8, if the bytes are valid; else the one that the sender names;
    else a guess from the bytes.

    Raises:
        SourceError: The document is not a text, or is damaged.
    """
    text = _decoded(document)
    if "\x08" in text:
        text = _OVERSTRUCK.sub("", text)
    return _checked(repaired(text), document)


def _decoded(document: Document) -> str:
    content = document.content
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(content[len(mark) :], encoding, document)
    if b"\0" in content and document.charset and (text := _as_declared(document)):
        return text
    if b"\0" in content and (text := _unmarked_utf16(content)):
        return text
    if b"\0\0" in content:
        raise _not_a_text(document)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        # Refuse binary data first: a guess at its encoding takes long and is useless.
        _checked(content.decode("latin-1"), document)
        return _as_declared(document) or _strictly(content, _guess(content, document), document)


def repaired(text: str) -> str:
    """Return a text without the marks of a wrong encoding: "cafÃ©" is "café", and "it\ufffds" is "it's"."""
    if text.isascii() or not _DAMAGED.search(text):
        return text
    ftfy = import_module("ftfy")  # slow, and few texts need it
    # Each line alone, because one line may be right and another wrong.
    fixed = "\n".join(ftfy.fixes.fix_c1_controls(ftfy.fix_encoding(line)) for line in text.split("\n"))
    return _LOST.sub("", _LOST_APOSTROPHE.sub("\u2019", fixed))


def without_markup(text: str) -> str:
    """Return a plain text with characters in place of entities, and without tags of HTML."""
    if ENTITY.search(text):
        text = unescape(text)
    return _TAG.sub(lambda match: " " if match[1] else "", text) if "<" in text else text


def without_broken_references(text: str) -> str:
    """Return markup without numeric character references that XML can't hold, such as `&#xD800;`."""
    return _REFERENCE.sub(lambda match: match[0] if _is_character(match[1]) else "", text)


def _is_character(number: str) -> bool:
    if len(number) > _LONGEST_NUMBER:
        return False
    code = int(number[1:], 16) if number[0] in "xX" else int(number)
    return code in {0x9, 0xA, 0xD} or any(first <= code <= last for first, last in _CHARACTERS)


def lines(text: str) -> tuple[Line, ...]:
    """Return the lines that are not blank, cleaned."""
    return tuple(_filled(text))


def clean(text: str) -> str:
    """Return a text on one line: without control characters, with composed letters and single spaces."""
    return " ".join(_composed(text.translate(_UNSPEAKABLE)).split())


def _checked(text: str, document: Document) -> str:
    if len(_CONTROL.findall(text)) * _BINARY_SHARE > len(text):
        raise _not_a_text(document)
    return text


def _not_a_text(document: Document) -> SourceError:
    return SourceError("is not a text", where=document.origin, hint="Save it as plain text in UTF-8, or remove it")


def _strictly(content: bytes, encoding: str, document: Document) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SourceError(
            f"is not valid {encoding.upper()}", where=f"{document.origin}:{line}", hint="Save it as plain text in UTF-8"
        ) from error


def _unmarked_utf16(content: bytes) -> str:
    """Return a text in UTF-16 without its mark, or "" if the bytes are something else."""
    for start, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        if content[start::2].count(0) * _UTF16_SHARE > len(content):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    return ""


def _as_declared(document: Document) -> str:
    """Return the text in the encoding that the sender names, or "" when the bytes are not valid in it.

    As in browsers, the names of Latin-1 and Latin-9 mean Windows-1252, which has quotation marks in addition.
    """
    if not document.charset:
        return ""
    try:
        name = codecs.lookup(document.charset).name
        if name in _LATIN:
            return document.content.decode(_WINDOWS)
        return document.content.decode(name)
    except (LookupError, ValueError):
        return ""


def _guess(content: bytes, document: Document) -> str:
    if _is_western(content.decode(_WINDOWS, "replace")):
        return _WINDOWS
    if _is_western(content.decode(_DOS), letters_only=True):
        return _DOS
    # Only lines beyond ASCII show the encoding, and a whole book would take long.
    sample = b"\n".join(each for each in content.splitlines() if not each.isascii())[:_SAMPLE]
    from charset_normalizer import from_bytes  # noqa: PLC0415 - nearly all texts are UTF-8, and its import is slow

    best = from_bytes(sample, cp_isolation=_OTHERS).best()
    if best is None:
        raise _not_a_text(document)
    return best.encoding


def _is_western(text: str, *, letters_only: bool = False) -> bool:
    beyond = {each: text.count(each) for each in set(text) if not each.isascii()}
    letters = sum(map(str.isalpha, text))
    return (
        beyond.keys() <= _WESTERN
        and not (letters_only and not all(map(str.isalpha, beyond)))
        and sum(count for each, count in beyond.items() if each.isalpha()) * _WESTERN_SHARE <= letters
    )


def _filled(text: str) -> Iterator[Line]:
    gap = True
    unified = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    for number, physical in enumerate(unified.split("\n"), start=1):
        for index, paragraph in enumerate(physical.split("\u2029")):
            gap = gap or index > 0
            for each in _BREAK.split(paragraph):
                cleaned = clean(each)
                if cleaned:
                    yield Line(number, cleaned, gap)
                gap = not cleaned


def _composed(text: str) -> str:
    if unicodedata.is_normalized("NFC", text):
        return text
    safe: list[str] = []
    marks = 0
    for each in text:
        marks = marks + 1 if unicodedata.combining(each) else 0
        if marks <= _MAX_MARKS:
            safe.append(each)
    return unicodedata.normalize("NFC", "".join(safe))
