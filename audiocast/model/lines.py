"""Reduce text to one line that XML, ID3 tags and transcripts can hold."""

from __future__ import annotations

import re

_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")
_WHITE_SPACE = re.compile(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+")


def one_line(text: str) -> str:
    """Return a text on one line: no control characters or lone surrogates, single spaces; no-break spaces stay."""
    if text.isprintable() and "  " not in text:  # most texts; a long feed has tens of thousands
        return text.strip()
    return _WHITE_SPACE.sub(" ", _NO_CHARACTER.sub("", text)).strip()


def shortened(text: str, most: int) -> str:
    """Return a text of at most `most` characters; a longer one ends in "…"."""
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
