"""Recognize credits, bylines and datelines in a line of text."""

from __future__ import annotations

import re
from functools import cache

from audiocast import tables

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
_VIA_CREDIT = re.compile(
    rf"{_BEFORE}(?:[Cc]ourtesy of |[Mm]andatory [Cc]redit: )?{_NAME}(?: ?/ ?| )via {_AGENCY}{_CLOSE}$"
    rf"|{_BEFORE}(?:[Mm]andatory [Cc]redit:? |MANDATORY CREDIT:? ){_NAME}(?:-(?:{_AGENCY}))?{_CLOSE}$"
    rf"|[(\[](?:[Pp]hoto|[Pp]hotograph|[Pp]icture|[Ii]mage) (?:by|:) ?{_NAME}{_CLOSE}$"
    rf"|{_BEFORE}(?:(?:[Pp]hoto|[Pp]icture|[Ii]mage): )?{_NAME} ?[/|] ?(?:{_AGENCY}|AP|PA){_CLOSE}$"
    r"|(?<=[.!?]) ?(?:REUTERS|AFP|EPA-EFE)$"
)
_NOTE_TO_EDITORS = re.compile(
    r"\s*(?:[-\u2013\u2014:.]\s*)?(?:ATTENTION EDITORS|REFILE|SEARCH\b|TPX IMAGES|MANDATORY CREDIT"
    r"|NO (?:RESALES|ARCHIVES|USE)|(?:FOR )?EDITORIAL USE|TH(?:IS|E) (?:IMAGE|PICTURE|PHOTO)"
    r"|TEMPLATE OUT|ALTERNAT(?:IVE|E) CROP|CORRECT(?:ION|ING|S|ED)\b"
    r"|BEST QUALITY|(?:[A-Z]{3,} )OUT\b|Purchase Licensing Rights|/Illustration$|/File Photo$).*$",
    re.DOTALL,
)
"""What an agency adds behind the credit of a picture."""
_CAPITALS_SHARE = 0.7

_ROLE = (
    r"(?:reporting|writing|editing|edited|written|compiled|reported|translated|translation|graphics?|illustrations?|photos?"
    r"|photographs?|photography|video|data|visuals|research|production|produced|newsroom|interactive)"
)
_SIGN_OFF = re.compile(
    rf"[(\[]?(?:(?:with|additional|further|photo|screen|copy) ){{0,2}}{_ROLE}\b[^.!?]{{0,40}} by\b", re.IGNORECASE
)
_CONTRIBUTED = re.compile(r"\bcontributed (?:\w+ )?to (?:this|the) (?:report|story|article)\b")
_LONGEST_SIGN_OFF = 600
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

# "By Jane Doe | Example News", "By Jane Doe, staff writer", "By Jane Doe (jane@example.org)".
_BYLINE_END = re.compile(
    r"(?: [|\u2013\u2014-] .{2,60}|,? (?:staff writer|staff reporter|correspondent|contributor|(?:senior|chief) \w+"
    r"|\w+ (?:editor|correspondent|reporter|writer))| ?[(<][^()<>]*@[^()<>]*[)>])$",
    re.IGNORECASE,
)


def has_agency_credit(text: str) -> bool:
    """Return whether a text ends in an agency's credit, as a caption does."""
    end = _without_note_to_editors(text)[-_CREDIT_TAIL:]
    return _AGENCY_CREDIT.search(end) is not None or _VIA_CREDIT.search(end) is not None


def has_gallery_credit(text: str) -> bool:
    """Return whether a text ends in a credit, where captions are expected and any name may be an agency's."""
    end = _without_note_to_editors(text)[-_CREDIT_TAIL:]
    return has_agency_credit(text) or _GALLERY_CREDIT.search(end) is not None


def is_caption(text: str) -> bool:
    """Return whether a text is a caption: not longer than one, and with an agency's credit at its end."""
    return len(text) <= _LONGEST_CAPTION and has_agency_credit(text)


def is_credit(text: str) -> bool:
    """Return whether a whole text is a photo credit or a sign-off ("Reporting by ...; Editing by ...")."""
    return bool(_WHOLE_CREDIT.fullmatch(text) or _is_sign_off(text) or text.startswith(_STANDARDS))


def _is_sign_off(text: str) -> bool:
    """Return whether a text names only people, what they did, and where."""
    if len(text) > _LONGEST_SIGN_OFF:
        return False
    names = _CONTRIBUTED.sub("", text)
    if names == text and not _SIGN_OFF.match(text):
        return False
    words = re.findall(r"[^\W\d_][\w'\u2019-]*", names)
    return len(words) > 1 and all(
        word[0].isupper() or word in _small_words() or word.startswith(("al-", "el-", "s-")) for word in words
    )


@cache
def _small_words() -> frozenset[str]:
    """Return the words in small letters of a sign-off; all others are names."""
    return frozenset(word for row in tables.rows("sign_off_words", package=__package__) for word in row[0].split())


def _without_note_to_editors(text: str) -> str:
    match = _NOTE_TO_EDITORS.search(text)
    if match is None:
        return text
    letters = [mark for mark in match[0] if mark.isalpha()]
    capitals = sum(map(str.isupper, letters))
    known = match[0].strip().startswith(("Purchase", "/"))
    return text[: match.start()] if known or capitals >= _CAPITALS_SHARE * len(letters) else text


def has_dateline(text: str) -> bool:
    """Return whether a text begins with a place and a day, or with an agency's name in brackets."""
    return _DATELINE.match(text) is not None


def byline(text: str) -> str:
    """Return the author that a byline such as "By Jane Doe" names, or "" when the text is no byline."""
    match = _BYLINE.fullmatch(_BYLINE_END.sub("", text))
    return match[1] if match else ""
