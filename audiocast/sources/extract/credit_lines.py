"""Recognize credits, bylines and datelines in a line of text."""

from __future__ import annotations

import re

MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|March|April|May|June|July|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?"
    r"|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
"""The name or the abbreviation of a month."""

_AGENCY = (
    r"(?:REUTERS|Reuters|AP Photo|AFP|EPA(?:-EFE)?|PA Wire|TASS|ANSA|DPA|dpa|Getty(?: Images)?|Xinhua|Bloomberg|Sputnik"
    r"|Anadolu(?: Agency)?|Kyodo(?: News)?|Shutterstock|USA TODAY Sports|SOPA Images|ZUMA Press)"
)
_WORD = (
    r"(?:[^\W\d_a-z][\w.'’-]*|al-\w+"
    r"|(?:and|bin|da|de|del|della|den|der|di|dos|du|el|for|from|ibn|in|la|le|of|the|van|via|von)\b)"
)
_NAME = rf"{_WORD}(?:(?: ?/ ?|, | ){_WORD}){{0,12}}"
_CLOSE = r"[)\].]{0,3}"
# Running text may name an agency with a slash too ("a Reuters/Ipsos poll"). A credit follows the end of a sentence or
# an opening bracket, is made of names, and ends the paragraph.
_BEFORE = r"""(?:^|[.!?)\]"'”’]\s?|[(\[]|\d\s)"""
_AGENCY_CREDIT = re.compile(
    rf"(?:{_BEFORE}|(?=REUTERS)(?<= )){_AGENCY}\s?/\s?(?!(?i:ipsos)){_NAME}{_CLOSE}$"
    rf"|\b[Hh]andout via {_AGENCY}{_CLOSE}$"
)
# In a gallery, where captions are expected, any name in capitals may be an agency's.
_GALLERY_CREDIT = re.compile(
    rf"(?:{_BEFORE}(?:[A-Z]{{2,}}(?: [A-Z]\w+){{0,2}}\s?/\s?"
    r"|(?:[Pp]hoto|[Pp]hotograph|[Pp]icture|[Ii]mage|[Cc]redit)s?(?: by\b|:) ?)|\b(?:[Hh]andout|[Pp]ool) via )"
    rf"{_NAME}{_CLOSE}$"
)
_WHOLE_CREDIT = re.compile(
    rf"[(\[]?(?:{_AGENCY}\s?/\s?|(?:Photo|Photograph|Picture|Image)s? (?:by|courtesy of) "
    rf"|(?:Photo|Picture|Image)s?(?: credit)?: |Credit: ){_NAME}{_CLOSE}"
)
_SIGN_OFF = re.compile(
    rf"[(\[]?(?:[A-Z][a-z]+ (?:and )?)?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled)(?: and [a-z]+)? by {_NAME}"
    rf"(?:; ?(?:[A-Za-z]+ ){{1,4}}by {_NAME}){{0,4}}{_CLOSE}"
)
_CREDIT_TAIL = 140
_LONGEST_CAPTION = 700
_STANDARDS = "Our Standards: The Thomson Reuters Trust Principles"

_DATELINE = re.compile(rf"[A-Z][A-Z .'’-]+,.*\b{MONTH} \d{{1,2}}|.*\((?:{_AGENCY})\)")
_PARTICLE = r"(?:and|de|del|della|der|di|da|la|le|van|von|of|in|for|&)"
_CAPITALIZED = r"[^\W\d_a-z][\w.'’-]*"
_BYLINE = re.compile(
    r"(?:(?:By|Written by|Words by|Story by|Author):?|BY) "
    r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:January|February|March|April|May|June|July|August)\b"
    r"|(?:September|October|November|December|Spring|Summer|Autumn|Winter)\b)"
    rf"({_CAPITALIZED}(?:,? (?:{_CAPITALIZED}|{_PARTICLE})){{0,14}})"
)


def has_agency_credit(text: str) -> bool:
    """Return whether a text ends in an agency's credit, as a caption does."""
    return _AGENCY_CREDIT.search(text[-_CREDIT_TAIL:]) is not None


def has_gallery_credit(text: str) -> bool:
    """Return whether a text ends in a credit, where captions are expected and any name may be an agency's."""
    return has_agency_credit(text) or _GALLERY_CREDIT.search(text[-_CREDIT_TAIL:]) is not None


def is_caption(text: str) -> bool:
    """Return whether a text is a caption: not longer than one, and with an agency's credit at its end."""
    return len(text) <= _LONGEST_CAPTION and has_agency_credit(text)


def is_credit(text: str) -> bool:
    """Return whether a whole text is a photo credit or a sign-off ("Reporting by ...; Editing by ...")."""
    return bool(_WHOLE_CREDIT.fullmatch(text) or _SIGN_OFF.fullmatch(text) or text.startswith(_STANDARDS))


def has_dateline(text: str) -> bool:
    """Return whether a text begins with a place and a day, or with an agency's name in brackets."""
    return _DATELINE.match(text) is not None


def byline(text: str) -> str:
    """Return the author that a byline such as "By Jane Doe" names, or "" when the text is no byline."""
    match = _BYLINE.fullmatch(text)
    return match[1] if match else ""
