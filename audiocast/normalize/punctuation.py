"""Read or remove marks: quotation marks, dashes, brackets, ellipses, the signs of notes, emoji, and all other symbols.

Most marks are not spoken. A dash or a bracket becomes a pause, and a symbol gets its name.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from audiocast.normalize import tables
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import PAUSE, Reading, Rule, leave_out

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence


def _space(match: re.Match[str], sentence: Sentence) -> str | None:
    """Replace white space by one space, or by a line break if it holds one."""
    return "\n" if "\n" in match[0] else None if match[0] == " " and match.end() < len(sentence.text) else " "


def _pause(match: re.Match[str], sentence: Sentence) -> str:
    del match, sentence
    return PAUSE


def _dash(match: re.Match[str], sentence: Sentence) -> str:
    """Return a pause. The short dash between two words ("US–China") joins them."""
    text, at, end = sentence.text, match.start(), match.end()
    if match[0] == "\u2013" and text[at - 1 : at].isalnum() and text[end : end + 1].isalnum():
        return " " if text[at - 1].isupper() or text[end : end + 2].isupper() or text[end].isdigit() else "-"
    return PAUSE


def _ampersand(match: re.Match[str], sentence: Sentence) -> str:
    del match, sentence
    return "and"


def _hyphen(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Replace the hyphen before a digit or beside an acronym by a space. Other hyphens stay."""
    text, at, end = sentence.text, match.start(), match.end()
    left, right = text[at - 1 : at], text[end : end + 1]
    if right.isdigit() and (left.isalnum() or left == "'"):
        return Reading(" ", end)
    if left.isupper() and right.isalpha() and not text[max(0, at - 2) : at - 1].islower():
        # An acronym or an initial is set apart from what it is joined to: EU-wide, but A-list and T-shirt are words.
        single = not text[max(0, at - 2) : at - 1].isalpha() and text[max(0, at - 2) : at - 1] != "."
        return None if single else Reading(" ", end)
    if left == "." and right.isalpha() and text[max(0, at - 2) : at - 1].isupper():
        return Reading(" ", end)
    if left.isalpha() and _CAPITALS.match(text, end):
        return Reading(" ", end)
    return None


_CAPITALS = lazy_re(r"[A-Z]{2,}(?![a-z]{2})")


def _quote(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Remove quotation marks. An apostrophe stays in its word."""
    text, at, end = sentence.text, match.start(), match.end()
    if match[0] == "'":
        left, right = text[at - 1 : at], text[end : end + 1]
        if left.isalnum() and (
            right.isalpha() or (left in "sSxXzZ" and text[at - 2 : at - 1].isalpha() and not _opened(text, at))
        ):
            return None
        if left == "." and _OWNED.match(text, end):
            return None
        if right.isalpha() and _CUT.match(text, end):
            return None
    elif text[at - 1 : at] in {".", "!", "?"} and text[at - 2 : at - 1].isalnum() and _SENTENCE.match(text, end):
        return Reading(" ", end)  # a sentence without a space before it: "on X."Israel is"
    return Reading("", end)


_SENTENCE = lazy_re(r"[A-Z](?:[a-z]|'| )")
_OWNED = lazy_re(r"s(?!\w)")
_CUT = lazy_re(r"(?:em|til|cause|bout|n|tis|twas|round|cos)\b")


def _opened(text: str, at: int) -> bool:
    """Return whether a single quotation mark is open at a place, searched nearby."""
    near = text[max(0, at - 200) : at]
    return len(re.findall(r"(?<!\w)'(?=\w)", near)) > len(re.findall(r"(?<=[\w.,!?])'(?!\w)", near))


def _bracket(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Replace a bracket by a pause. At the edge of a word ("minister[s]", "(s)he") it is removed."""
    text, at, end = sentence.text, match.start(), match.end()
    left, right = text[at - 1 : at], text[end : end + 1]
    if match[0] in "[]":
        start = at if match[0] == "[" else max(0, text.rfind("[", max(0, at - 60), at))
        if _INSERTED.match(text, start) and _is_joined(text, start):
            return Reading("", end)
    if match[0] in "([{<":
        if left.isalnum() and right.isalnum():
            return Reading(" ", end) if right.isdigit() or left.isdigit() else Reading("", end)
        return Reading("" if sentence.is_first(at) else PAUSE, end)
    if text.startswith("'s", end) and not text[end + 2 : end + 3].isalnum():
        return Reading("'s", end + 2)  # "Reliance (RIL)'s board"
    if match[0] == ")" and right.isupper() and left.isalpha() and text[end + 1 : end + 2].islower():
        return Reading(f"{PAUSE} ", end)  # a credit without a space behind it: "(Photo by Jo Lee)Crowds"
    if right.isalnum() or not right or right in ".,;:!?)]}'\"-":
        return Reading(" " if right.isalnum() and left.isdigit() else "", end)
    return Reading(PAUSE, end)


# A bracket with a capital is set apart where it explains: "he [Lee] said", "the Met [a Museum of Art] in May".
_EXPLAINED = lazy_re(
    r"\b(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey|him|her|them|his|their) \[[A-Z]|[A-Z][\w-]+ \[[A-Z][\w-]* [^\[\]]{2,58}\]"
)


def _is_joined(text: str, start: int) -> bool:
    """Return whether the words in a bracket complete the sentence: "the [EasyJet] app", but not "he [Lee] said"."""
    if text[start + 1].islower():
        return True
    before = max(text.rfind(" ", 0, max(0, start - 1)), 0)
    return _EXPLAINED.search(text, max(before, start - _NEAR), start + 2 * _NEAR) is None


_NEAR = 30
_INSERTED = lazy_re(r"\[[a-z][^\[\]]{0,58}\]|\[[A-Z][^\[\]:.]{0,58}\](?=(?:'s)?,? [a-z]|'s\b)")


def _ellipsis(match: re.Match[str], sentence: Sentence) -> str:
    """Replace any row of dots by one ellipsis."""
    del match, sentence
    return "..."


def _repeated(match: re.Match[str], sentence: Sentence) -> str:
    """Replace "!!!!" and "?!?" by one mark."""
    del sentence
    return "?" if "?" in match[0] else "!"


def _symbol(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read a symbol by its name. The marks of notes and lists are removed."""
    text, at, end = sentence.text, match.start(), match.end()
    mark = match[0]
    if mark in tables.pairs("symbols"):
        if mark == "*" and not (text[at - 1 : at].isdigit() and text[end : end + 1].isdigit()):
            return Reading("", end)
        if mark in "<>" and not (text[at - 1 : at].isspace() and re.match(r" ?\d| \w", text[end : end + 2])):
            return Reading("", end)
        if mark == "+" and not re.match(r" ?\w", text[end : end + 2]) and not text[at - 1 : at].isalnum():
            return Reading("plus", end)
        if mark == "_" and (text[at - 1 : at].isspace() or not text[end : end + 1].isalnum()):
            return Reading("", end)
        return Reading(tables.pairs("symbols")[mark] or " ", end)
    category = unicodedata.category(mark)
    if category in {"Cn", "Co", "Cs", "Cf", "Cc"} and not mark.isspace():
        return Reading("", end)
    if "\u25a0" <= mark <= "\u25ff":
        return Reading("", end)  # the bullets of lists
    if category[0] == "S" or category in {"No", "Nl"}:
        return Reading(_unicode_name(mark), end)
    return None


def _unicode_name(mark: str) -> str:
    """Return the Unicode name of a symbol if it is short, else "". A character that is a number has no name."""
    if unicodedata.category(mark) in {"No", "Nl"}:
        return ""
    name = unicodedata.name(mark, "").lower().replace("-", " ")
    name = re.sub(r"\b(?:sign|symbol|black|white|heavy|operator|emoji modifier|modifier letter|combining)\b", "", name)
    name = re.sub(r"[^a-z ]", "", name)
    words = name.split()
    return " ".join(words) if 0 < len(words) <= _FEW_WORDS and unicodedata.category(mark) == "So" else ""


_FEW_WORDS = 4


@cache
def _emoji() -> dict[str, str]:
    return {picture.replace("\u200d", ""): name for picture, name in tables.rows("emoji")}


@cache
def _pictures() -> frozenset[str]:
    """Return the first characters of all emoji."""
    return frozenset(
        picture[0] for picture in _emoji() if not picture[0].isascii() and picture[0] not in tables.pairs("symbols")
    )


def _picture(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read an emoji by its name, without its skin tone. `typography.py` has removed its variation selectors."""
    text, at = sentence.text, match.start()
    if match[0] not in _pictures():
        return None
    for size in range(min(8, len(text) - at), 0, -1):
        name = _emoji().get(text[at : at + size])
        if name is not None:
            end = at + size
            while "\U0001f3fb" <= text[end : end + 1] <= "\U0001f3ff":
                end += 1
            return Reading(f" {name} ", end)
    return None


def _note(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Remove "*", "**" and "†". A star between numbers is a multiplication."""
    text, end = sentence.text, match.end()
    if "*" in match[0] and text[end : end + 1].isdigit() and text[match.start() - 1 : match.start()].isdigit():
        return None
    if match[0] == "\u00b6" and text[end : end + 2].strip().isdigit():
        return None
    return Reading("", end)


def _copyright(match: re.Match[str], sentence: Sentence) -> str | None:
    text, at, end = sentence.text, match.start(), match.end()
    if match[0].startswith("("):
        # "WP(C)" and the third item of a list are no signs of copyright.
        in_list = _ITEM_B.search(text, max(0, at - _LIST_LENGTH), at) is not None
        if not text[end : end + 1].isdigit() and (
            text[at - 1 : at].isalnum() or in_list or _NUMBER_NEXT.match(text, end)
        ):
            return None
    return "" if sentence.before(at) == "Copyright" else "Copyright"


_ITEM_B = lazy_re(r"\([Bb]\)")
_NUMBER_NEXT = lazy_re(r"No\b|Nos\b")
_LIST_LENGTH = 600  # characters of the items before


def _section(match: re.Match[str], sentence: Sentence) -> str:
    """Read "§ 12" and "§§ 3-5"."""
    del sentence
    return "sections " if match[0].startswith("§§") else "section "


SPACED_DASH = Rule("dash", " ", lazy_re(r"\s{1,20}(?:-(?: -){1,5}|-{1,1000}|[\u2013\u2014]{1,3})(?=\s)\s?"), _pause)
WHITE_SPACE = Rule("space", " ", lazy_re(r"\s{1,1000}"), _space)
NOTE_MARK = Rule("footnote", ".", lazy_re(r"[\u2020\u2021*\u00b6]{1,5}"), _note)
ELLIPSIS = Rule("ellipsis", ".", lazy_re(r"(?:\.{2,200}|(?:\. ){2,50}\.|\u2026{1,200})"), _ellipsis)
REPEATED_MARK = Rule("ellipsis", ".", lazy_re(r"[!?]{2,200}"), _repeated)
COPYRIGHT_LETTER = Rule("copyright", ".", lazy_re(r"\([Cc]\) ?(?=\d{4}|[A-Z])"), _copyright)
COPYRIGHT_SIGN = Rule("copyright", ".", lazy_re(r"\u00a9(?: ?Copyright)?"), _copyright)
SECTION_SIGN = Rule("section", ".", lazy_re(r"§{1,2} ?(?=\d)"), _section)
EMPTY_BRACKETS = Rule("bracket", ".", lazy_re(r"[(\[{][)\]}]"), leave_out)
BRACKET = Rule("bracket", ".", lazy_re(r"[()\[\]{}]"), _bracket)
QUOTATION_MARK = Rule("quote", ".", lazy_re(r"'|\"{1,3}|''"), _quote)
DASH = Rule("dash", ".", lazy_re(r"[\u2014\u2013]{1,3}|-{2,1000}"), _dash)
HYPHEN = Rule("hyphen", ".", lazy_re(r"-"), _hyphen)
AMPERSAND = Rule("symbol", ".", lazy_re(r"&"), _ampersand)
EMOJI = Rule("emoji", ".", lazy_re(r"[^\x00-\x7f]"), _picture)
OTHER_SYMBOL = Rule("symbol", ".", lazy_re(r".", re.DOTALL), _symbol, common=True)
