"""Which lines of an article are spoken, as headings and paragraphs, and which are cut, by which rule?

Paragraphs. A blank line ends one. Between blank lines, the article decides: when at least half of its line ends are
sentence ends, it is written one paragraph a line, else its lines are wrapped and are joined. A line that goes on in
lower case is joined in both cases, unless a sentence ended in the former; a bullet and a line after a photo credit
begin anew in both.

Headings. A paragraph of at most 80 characters and 12 words that begins with a capital letter or a digit, does not end
a sentence (a question of three words or more may), is no dateline or score, and is followed by a longer paragraph.
Several such lines in a row are a list, and stay paragraphs.

Galleries. "Related Galleries:" on a line of its own opens one. It lasts through the last caption that ends in a
credit, and through those after it that end in a date or say what is pictured. What follows is the article's again,
short paragraphs too, if one of at least 100 characters is among it; else it is the gallery's. One such paragraph
between two captions with credits is a caption without; two are the article's. A gallery without a single credit lasts
to the end of the article.

Everything else that is cut is a whole paragraph, never a part of one: a credit, a caption that ends in an agency's
credit, a repeated paragraph or title, "Read more", an address, a line without letters or digits.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from audiocast.model import Block, BlockKind, Cut

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from audiocast.sources.decoding import Line

_MARKER = re.compile(
    r"(?:(?:related|photo|picture|image)\s+)galler(?:y|ies)\s*:?|related (?:photos|pictures)\s*:", re.IGNORECASE
)

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
# In running text an agency may be named with a slash too ("a Reuters/Ipsos poll"): a credit follows the end of a
# sentence or an opening bracket, is made of names, and ends the paragraph.
_BEFORE = r"""(?:^|[.!?)\]"'”’]\s?|[(\[]|\d\s)"""
_AGENCY_CREDIT = re.compile(
    rf"(?:{_BEFORE}|(?=REUTERS)(?<= )){_AGENCY}\s?/\s?(?!(?i:ipsos)){_NAME}{_CLOSE}$"
    rf"|\b[Hh]andout via {_AGENCY}{_CLOSE}$"
)
# Under a gallery's heading, where captions are expected, any house may be the agency.
_GALLERY_CREDIT = re.compile(
    rf"{_BEFORE}(?:[A-Z]{{2,}}(?: [A-Z]\w+){{0,2}}\s?/\s?{_NAME}"
    rf"|(?:[Pp]hoto|[Pp]hotograph|[Pp]icture|[Ii]mage|[Cc]redit)s?(?: by\b|:) ?{_NAME}){_CLOSE}$"
    rf"|\b(?:[Hh]andout|[Pp]ool) via {_NAME}{_CLOSE}$"
)
_WHOLE_CREDIT = re.compile(
    rf"[(\[]?(?:{_AGENCY}\s?/\s?{_NAME}|(?:Photo|Photograph|Picture|Image)s? (?:by|courtesy of) {_NAME}"
    rf"|(?:Photo|Picture|Image)s?(?: credit)?: {_NAME}|Credit: {_NAME}){_CLOSE}"
)
_SIGN_OFF = re.compile(
    rf"[(\[]?(?:[A-Z][a-z]+ (?:and )?)?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled)(?: and [a-z]+)? by {_NAME}"
    rf"(?:; ?(?:[A-Za-z]+ ){{1,4}}by {_NAME}){{0,4}}{_CLOSE}"
)
_CREDIT_TAIL = 140
_LONGEST_CAPTION = 700

_READ_MORE = re.compile(
    r"(?:read more|read also|also read|see also|more on this story|related (?:stories|articles|coverage|content|links))"
    r"(?:\s*[:>»…].{0,200}|\.{0,3})|click here (?:to|for) .{1,80}",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[<(\[]?(?:https?://|www\.)\S+[>)\]]?", re.IGNORECASE)
_REPEATABLE = 40
"""A shorter paragraph may well be said twice on purpose."""

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|March|April|May|June|July|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?"
    r"|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DATED = re.compile(rf"\b(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH}|{_MONTH}),? \d{{4}}\b.{{0,40}}$")
_PICTURED = re.compile(
    r"\b(?:not in picture|not pictured|pictured|file photo|file picture|seen here|undated)\b", re.IGNORECASE
)
_SHORT_CAPTION = 100

_CLOSERS = "\"'”’»)]}"
_ENDS = frozenset(".!?…:;")
_BULLET = re.compile(r"(?:[-*•‣▪–—]|\d{1,2}[.)])\s")
_GOES_ON = frozenset(("and", "or", "to"))

_HEADING_CHARACTERS = 80
_HEADING_WORDS = 12
_QUESTION_WORDS = 3
_DATELINE = re.compile(rf"[A-Z][A-Z .'’-]+,.*\b{_MONTH} \d{{1,2}}|.*\((?:{_AGENCY})\)")
_SCORE = re.compile(r"\D+ \d{1,3}, \D+ \d{1,3}|\D+ \d{1,3}\s?[-–:]\s?\d{1,3} \D+")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    line: int
    text: str


def read(rows: Sequence[Line], *, title: str) -> tuple[tuple[Block, ...], tuple[Cut, ...]]:
    """What is spoken and what is cut of the lines that follow title and date, each in the lines' order."""
    spoken: list[_Paragraph] = []
    cuts: list[Cut] = []
    markers = [index for index, row in enumerate(rows) if is_gallery(row)]
    for start, end in pairwise((-1, *markers, len(rows))):
        paragraphs = _paragraphs(rows[start + 1 : end])
        first = 0
        if start >= 0:
            cuts.append(Cut("gallery heading", rows[start].number, rows[start].text))
            first = _gallery_end(paragraphs)
            cuts += [Cut("gallery", each.line, each.text) for each in paragraphs[:first]]
        spoken += paragraphs[first:]
    kept, others = _sift(spoken, title=title)
    return _blocks(kept), tuple(sorted((*cuts, *others), key=lambda cut: cut.line))


def is_gallery(row: Line) -> bool:
    """Whether the line opens a gallery."""
    return _MARKER.fullmatch(row.text) is not None


def ends(text: str) -> bool:
    """Whether nothing can follow the text in its paragraph: it ends a sentence, or is a caption with its credit."""
    return text.rstrip(_CLOSERS)[-1:] in _ENDS or _agency_credit(text)


def _agency_credit(text: str) -> bool:
    return _AGENCY_CREDIT.search(text[-_CREDIT_TAIL:]) is not None


def _paragraphs(rows: Sequence[Line]) -> list[_Paragraph]:
    inner = [ends(above.text) and not below.text[0].islower() for above, below in pairwise(rows) if not below.gap]
    one_a_line = sum(inner) * 2 >= len(inner)
    paragraphs: list[_Paragraph] = []
    for chunk in _chunks(rows):
        width = 0 if one_a_line else max(len(row.text) for row in chunk)
        parts = [chunk[0]]
        for row in chunk[1:]:
            if _breaks(parts[-1].text, row.text, width=width):
                paragraphs.append(_joined(parts))
                parts = []
            parts.append(row)
        paragraphs.append(_joined(parts))
    return paragraphs


def _chunks(rows: Sequence[Line]) -> list[list[Line]]:
    chunks: list[list[Line]] = []
    for row in rows:
        if row.gap or not chunks:
            chunks.append([])
        chunks[-1].append(row)
    return chunks


def _breaks(above: str, below: str, *, width: int) -> bool:
    """Whether a paragraph ends between two lines; `width` is that of wrapped lines, 0 for one paragraph a line."""
    ended = ends(above)
    if _agency_credit(above) or (_BULLET.match(below) and (ended or _BULLET.match(above))):
        return True
    if below[0].islower() and (width or not ended):
        # "in the U.S." at a wrapped line's end is no sentence's end.
        return False
    # A wrapped line that had room for the next word was ended on purpose.
    return not width or (ended and len(above) + 1 + len(below.split(" ", 1)[0]) <= width)


def _joined(parts: Sequence[Line]) -> _Paragraph:
    text = [parts[0].text]
    for above, below in pairwise(parts):
        divided = above.text.endswith("-") and above.text[-2:-1].isalpha() and below.text[0].islower()
        if not divided or below.text.split(" ", 1)[0] in _GOES_ON:
            text.append(" ")
        text.append(below.text)
    return _Paragraph(parts[0].number, "".join(text))


def _gallery_end(paragraphs: Sequence[_Paragraph]) -> int:
    """How many of the paragraphs after a gallery's heading belong to it."""
    end = 0
    prose = 0
    for index, each in enumerate(paragraphs):
        if _is_credited(each.text):
            end = index + 1
            prose = 0
        else:
            prose += _is_prose(each.text)
        if end and prose > 1:
            break
    if not (end and prose):
        return len(paragraphs)
    while _is_pictured(paragraphs[end].text):
        end += 1
    return end


def _is_credited(text: str) -> bool:
    return _agency_credit(text) or _GALLERY_CREDIT.search(text[-_CREDIT_TAIL:]) is not None


def _is_prose(text: str) -> bool:
    return len(text) >= _SHORT_CAPTION and not _is_pictured(text)


def _is_pictured(text: str) -> bool:
    return bool(_DATED.search(text[-_CREDIT_TAIL:]) or _PICTURED.search(text))


def _sift(paragraphs: Sequence[_Paragraph], *, title: str) -> tuple[list[_Paragraph], list[Cut]]:
    kept: list[_Paragraph] = []
    cuts: list[Cut] = []
    seen: set[str] = set()
    for each in paragraphs:
        folded = each.text.casefold()
        rule = next((name for name, applies in _RULES if applies(each.text)), "")
        if not rule and not kept and folded == title.casefold():
            rule = "repeated title"
        if not rule and len(each.text) >= _REPEATABLE and folded in seen:
            rule = "repeated paragraph"
        seen.add(folded)
        if rule:
            cuts.append(Cut(rule, each.line, each.text))
        else:
            kept.append(each)
    return kept, cuts


def _is_silent(text: str) -> bool:
    return not any(map(str.isalnum, text))


def _is_caption(text: str) -> bool:
    return len(text) <= _LONGEST_CAPTION and _agency_credit(text)


def _is_credit(text: str) -> bool:
    return any(
        (
            _WHOLE_CREDIT.fullmatch(text),
            _SIGN_OFF.fullmatch(text),
            text.startswith("Our Standards: The Thomson Reuters Trust Principles"),
        )
    )


_RULES: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("nothing to say", _is_silent),
    ("credit", _is_credit),
    ("caption", _is_caption),
    ("read more", lambda text: _READ_MORE.fullmatch(text) is not None),
    ("address", lambda text: _ADDRESS.fullmatch(text) is not None),
)
"""Each says whether a whole paragraph is to be cut; the first that does gives its name."""


def _blocks(paragraphs: Sequence[_Paragraph]) -> tuple[Block, ...]:
    short = [False, *(_heading_like(each.text) for each in paragraphs), True]
    return tuple(
        Block(
            BlockKind.HEADING if is_short and not before and not after else BlockKind.PARAGRAPH,
            each.text,
        )
        for each, before, is_short, after in zip(paragraphs, short, short[1:], short[2:], strict=False)
    )


def _heading_like(text: str) -> bool:
    words = text.count(" ") + 1
    if len(text) > _HEADING_CHARACTERS or words > _HEADING_WORDS or not any(map(str.isalpha, text)):
        return False
    if not (text[0].isupper() or text[0].isdigit()) or _BULLET.match(text):
        return False
    if text[-1] == "?":
        return words >= _QUESTION_WORDS
    if not (text[-1].isalnum() or text[-1] in _CLOSERS) or ends(text):
        return False
    return not (_DATELINE.match(text) or _SCORE.fullmatch(text))
