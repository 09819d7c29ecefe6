"""Find where the sentences of an English paragraph end.

A mark is judged by the word before it and the word after it: "U.S." ends a sentence before "He", but not before
"Senate", and "vol." does not before a number. The words are listed in `sentence_words.py`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from audiocast.script import quotations
from audiocast.script import sentence_words as words

if TYPE_CHECKING:
    from collections.abc import Iterator

_NEAR = 80  # characters that are looked at before and after a mark
_CLOSERS = r"(?:[”\"»)\]}’']|\s[”»])"
# The number of a note, and a picture or an emoticon, belong to the sentence before them.
_NOTE = r"(?:\s?\[\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,8}\]|[¹²³⁰⁴-⁹*†‡]{1,9}|(?<=[^\W\d_][.!?])\d{1,3}(?=\s+[A-Z]))"
_PICTURE = r"(?:\s?(?:[:;]-?[)(DP](?!\w)|[\u2600-\u27bf\U0001f300-\U0001faff][\ufe0f\u200d\U0001f3fb-\U0001f3ff]*))"
_END = re.compile(
    rf"(?P<mark>[.!?…。！？]+(?:\s\.){{0,3}})(?P<closers>{_CLOSERS}*)(?:{_NOTE}{{1,5}}{_CLOSERS}*)?{_PICTURE}{{0,5}}"
    r"(?:(?=\s)|(?<=[。！？])|(?:(?<=\.\.)|(?<=…))(?=[A-Z])|$)"
)
# A missing space: "ended.The", "ended.“We".
_GLUED = re.compile(
    r"(?<![\w.@/:-])(?P<word>[A-Za-z][a-z'’]{1,30}|\d{4}|\d+%)[)\]”]?(?P<mark>[.!?]+)(?P<closers>[”\"»)’]?)"
    r"(?=[“‘«]?[A-Z])"
)
_WORD = re.compile(r"[^\s“”\"«»‘()\[\]{}—…]+$")
_NEXT = re.compile(r"\s*(?P<opener>[“\"«‘'(\[{¿¡]*)(?P<word>[^\s“”\"«»()\[\]{}—]*)")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]s?|Ph\.D|Ed\.D|Psy\.D|Pharm\.D|[BM]\.Sc|[DM]\.Phil|W\.Va")
_TOWN = re.compile(r"[A-Z][a-z]+, (?:N\.(?:C|D|H|J|M|Y)|R\.I|S\.(?:C|D)|W\.Va|B\.C)$")  # Albany, N.Y.
_HIGHWAY_OR_COUNTRY = re.compile(r"\b(?:the|The)[ -]U\.[A-Z]$")
_CLOCK = re.compile(r"[ap]\.m", re.IGNORECASE)
_AFTER_CLOCK = re.compile(
    r"(?:[A-Z][a-z]+ ){1,2}(?:[Ss]tandard |[Dd]aylight |[Ss]ummer )?[Tt]ime\b|\d{1,2} (?:[A-Z][a-z]{2})"
)
_TIME_FIRST = re.compile(
    r"^[“\"‘'(]?(?:(?:At|By|Around|About|Before|After|Until|Since|From|Between|Just|Shortly|On|Every|[A-Z][a-z]+day)\b"
    r",? ?(?:[a-z]+ ){0,3})?\d{1,2}(?:[:.]\d\d)?(?: ?(?:[ap]\.m\.)?(?: to |-|–| and )\d{1,2}(?:[:.]\d\d)?)? ?[ap]\.m$",
    re.IGNORECASE,
)
_HOUR = re.compile(r"\d{1,2}(?::\d\d)? ?[ap]\.?m")
_BRAND = re.compile(r"[a-z]+[A-Z]")  # iPhone
_LIST_MARK = re.compile(r"(?:[ivx]{1,4}|[a-z])\) ")
_ITEM = re.compile(r"\d{1,3}|[a-z]|[ivx]{1,4}")  # of a list: "1. Buy milk."
_PARTICLE = re.compile(
    r"(?:de|di|du|da|dos|van|von|der|ten|ter|bin|ibn|el|al) (?:(?:der|den|la|las) )?[A-Z]|(?:al|el|as|ash|ar)-[A-Z]"
    r"|d['’][A-Z]"
)
# Careless writers begin sentences with a small letter.
_PRONOUN = re.compile(r"(?:i|we|he|she|they|it|you|this|there)(?:['’](?:s|m|re|ve|ll|d))? [a-z]")
_SITE = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:com|org|net|gov|edu|io|co\.uk|org\.uk)\b")
_NUMBER = re.compile(
    r"(?:US|AU|NZ|HK|[ACS]|Rs\.? ?|R|EUR|USD|GBP|INR|CHF|No\.? ?)?[#§£$€¥₹]?\d"
    r"|(?!I$)[IVXLC]+(?:\b|$)(?!['’])|[AI][,;:.)–]|[B-HJ-Z](?:$|[,;:.)–-])|(?:No|Nos|Num)\."
    r"|(?:[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ix|[Ss]even|[Ee]ight|[Nn]ine|[Tt]en)$"
)
_SPEAKER = re.compile(
    r"\s*(?:[A-Z][\w'’.-]*,? ){1,5}(?:(?:has|had|then|also|later|once|reportedly) )?"
    rf"(?:{'|'.join(sorted(words.SPEECH))})"
    r"(?:[.,;]|$|\s(?:in|on|at|after|during|as|from|while|when|with|before|by|of|again|about|through|late|early|last)\b"
    r"|\s[A-Z][a-z]+day\b)"
)
_HESITATED = re.compile(r"\b(?:I|I['’]m|I['’]ve|It['’]s|We|You|The|And|But|So|Well|Um|Uh|Er)$")
_SAID_NO = re.compile(r"\b(?:said|says?|saying|voted?|voting|answer(?:ed|s)?|yes or) no$")
# Marks without words, as after "won. !!!!". They belong to the sentence before them.
_ONLY_MARKS = re.compile(r"[,;:)\]}%]|[!?.…_*'’”\":;()|]{1,20}(?:\s|$)")
_COUNTED = re.compile(r"[\d½¼¾⅓⅔]$")
_ONE_PORTION = re.compile(r"\b(?:an?|the) [\d./]+$")
_NO_NAMES_BEFORE_I = frozenset(("by", "and", "with", "of", "for", "to"))
_SHORTEST_GLUED = 4  # letters of a word before or after a full stop without a space
_QUOTES = frozenset('“"‘«')


class _Place(NamedTuple):
    """The surroundings of a mark that may end a sentence.

    Attributes:
        before: The text before the mark.
        word: The word before the mark, without the marks around it.
        mark: The mark, or several.
        closed: Whether a closing quotation mark or bracket follows the mark.
        opener: The opening marks before the next word.
        following: The next word, with the marks after it.
        rest: The text from the next word on.
        first: Whether the word is the first of its sentence.
        joined: Whether no space follows.
    """

    before: str
    word: str
    mark: str
    closed: bool
    opener: str
    following: str
    rest: str
    first: bool
    joined: bool

    @property
    def starts(self) -> bool:
        """Whether the next word begins sentences: "The", "He"."""
        bare = re.split(r"['’,.;:!?…-]", self.following, maxsplit=1)[0]
        is_initial = re.match(r"[A-Z]\.", self.following) is not None
        return bare[:1].isupper() and not is_initial and bare.casefold() in words.STARTERS

    @property
    def number(self) -> bool:
        """Whether a number follows, or a letter that numbers a thing."""
        return not self.opener and _NUMBER.match(self.following) is not None

    @property
    def interrupted(self) -> bool:
        """Whether a bracket or a dash follows."""
        return self.opener.startswith(("(", "[")) or self.following.startswith(("–", "—", "-"))


def ends(text: str) -> list[int]:
    """Return the ends of the sentences of a text, also of those in quotation marks and brackets, but not its own."""
    found: list[int] = []
    small = text.islower()
    last = len(text.rstrip(" \t\n“”\"‘’'«»()[]{}.…—–-"))
    for match in _candidates(text):
        start = found[-1] if found else 0
        if start < match.end() < last and _is_end(text, match, start, small=small):
            found.append(match.end())
    return found


def outer_ends(text: str) -> list[int]:
    """Return the ends of the sentences of a text that are not within a quotation or brackets."""
    spans = quotations.enclosed(text)
    starts = [start for start, _ in spans]

    def is_inside(end: int) -> bool:
        place = bisect_left(starts, end) - 1
        return place >= 0 and end < spans[place][1]

    return [end for end in ends(text) if not is_inside(end)]


def _candidates(text: str) -> Iterator[re.Match[str]]:
    """Yield the marks that may end a sentence, in order."""
    glued = _GLUED.finditer(text)
    pending = next(glued, None)
    for match in _END.finditer(text):
        while pending and pending.end() <= match.start():
            yield pending
            pending = next(glued, None)
        yield match
    while pending:
        yield pending
        pending = next(glued, None)


def _is_end(text: str, match: re.Match[str], start: int, *, small: bool) -> bool:
    """Return whether a sentence ends at a mark."""
    place = _look(text, match, start)
    if not any(map(str.isalnum, text[max(start, match.start("mark") - _NEAR) : match.start("mark")])):
        return False
    if match.re is _GLUED:
        return _ends_without_space(place)
    if not _may_begin(place, small=small):
        return False
    if "!" in place.mark or "?" in place.mark:
        return _ends_after_mark(place) and not quotations.is_name(text, match.end())
    return _ends_after_ellipsis(place) if "…" in place.mark or ".." in place.mark else _ends_after_stop(place)


def _look(text: str, match: re.Match[str], start: int) -> _Place:
    """Return the surroundings of a mark in a sentence that begins at a place."""
    at, end = match.start("mark"), match.end()
    before = text[max(start, at - _NEAR) : at]
    word = _WORD.search(before)
    found = word[0] if word else ""
    near = text[end : end + _NEAR].lstrip()
    following = _NEXT.match(near)
    opener, after = (following["opener"], following["word"]) if following else ("", "")
    return _Place(
        before,
        found.strip("'’"),
        re.sub(r"\s", "", match["mark"]),
        bool(match["closers"]),
        opener,
        after,
        near[len(opener) :],
        bool(found) and not before[: -len(found)].strip(" \t\n“\"«‘'(["),
        not text[end : end + 1].isspace(),
    )


def _may_begin(place: _Place, *, small: bool) -> bool:
    """Return whether the text after a mark may begin a sentence. Few begin with a small letter."""
    first = place.following[:1]
    if not first.islower():
        return not _ONLY_MARKS.match(place.opener + place.rest)
    if _is_abbreviation(place.word):
        return False
    if _LIST_MARK.match(place.rest):
        return place.opener in {"", "("}
    if _BRAND.match(place.following):
        return True
    if _PRONOUN.match(place.rest) and len(place.word) >= _SHORTEST_GLUED and place.word.islower() and place.mark == ".":
        return not place.opener
    named = _SITE.match(place.following) or _PARTICLE.match(place.rest) or place.rest.startswith(words.SMALL_NAMES)
    return not place.closed and bool(named or (small and len(place.word) > 1))


def _is_abbreviation(word: str) -> bool:
    """Return whether a word is an abbreviation in most texts."""
    low = word.casefold()
    known = (
        low in words.UNITS
        or low in words.TITLES
        or low in words.BEFORE_NUMBER
        or low in words.MAY_END
        or low in words.NEVER
    )
    return known or len(word) == 1 or _DOTTED.fullmatch(word.rpartition("-")[2]) is not None


def _ends_without_space(place: _Place) -> bool:
    """Return whether a sentence ends at a mark without a space after it: "ended.The"."""
    if place.word.casefold() in words.TITLES | words.MAY_END | words.BEFORE_NUMBER:
        return False
    if place.starts:
        return True
    bare = re.match(r"[A-Z][a-z]*", place.following)
    is_long = bare is not None and min(len(bare[0]), len(place.word)) >= _SHORTEST_GLUED
    is_name = not place.opener and ("." in place.following.rstrip(".,") or not is_long)
    return place.word.islower() and not is_name


def _ends_after_mark(place: _Place) -> bool:
    """Return whether a sentence ends after "!" or "?". Names such as "Yahoo!" have a mark."""
    name = (place.word + place.mark).casefold()
    if place.closed:
        return place.opener != "" or not _SPEAKER.match(place.rest)
    if name in words.SURELY_NAMES:
        return place.starts or place.opener[:1] in _QUOTES
    if name in words.NAMES_WITH_MARK and place.word[0].isupper() and not place.first:
        return place.starts
    return True


def _ends_after_ellipsis(place: _Place) -> bool:
    """Return whether a sentence ends after an ellipsis: not where a speaker hesitates, or where words are left out."""
    if place.closed:
        return place.opener != "" or not _SPEAKER.match(place.rest)
    if place.before[-1:].isspace() or place.joined:
        return place.starts or place.opener[:1] in _QUOTES
    again = place.word.casefold()
    return not (_HESITATED.search(place.before) or (again and place.following.casefold().startswith(again)))


def _ends_after_stop(place: _Place) -> bool:
    """Return whether a sentence ends after a full stop."""
    word = re.split(r"[/–]", place.word)[-1]
    low = word.casefold()
    if low in words.NEVER or (place.first and _ITEM.fullmatch(word)):
        return False
    acronym = len(word) > 1 and word.isalpha() and word.isupper()
    if place.before.endswith(("'", "’", "”", '"', ")", "]")) or (
        acronym and not place.number and not place.following.isupper()
    ):
        return True  # "FT" is not the abbreviation "ft"
    dotted = word.rpartition("-")[2]
    is_dotted = _DOTTED.fullmatch(dotted) is not None
    if place.closed:
        return not is_dotted or place.starts or place.opener != ""
    if len(word) == 1 and word.isalpha():
        return _ends_after_letter(place, word)
    return _ends_after_dotted(place, dotted) if is_dotted else _ends_after_word(place, word, low)


def _ends_after_letter(place: _Place, letter: str) -> bool:
    """Return whether a sentence ends after one letter: not after an initial, but after a letter as in "Plan B"."""
    earlier = re.findall(r"[\w'’.]+", place.before[: -len(place.word)])
    last = earlier[-1] if earlier else ""
    if letter.islower():
        if letter == "m" and last.casefold() in {"a.", "p."}:
            return _ends_after_clock(place)
        return last[:1].isdigit() and letter in words.UNITS and not place.number
    if last.casefold() in words.AFTER_LETTER_NOUN:
        return True
    if place.following[:1].isdigit():
        return letter not in "PNSVC" and last.islower()
    pronoun = letter == "I" and last.islower() and last not in _NO_NAMES_BEFORE_I
    return pronoun or place.starts or place.opener in {"“", "‘"}


def _ends_after_dotted(place: _Place, word: str) -> bool:
    """Return whether a sentence ends after letters with full stops: "U.S.", "p.m.", "Ph.D."."""
    if _CLOCK.fullmatch(word):
        return _ends_after_clock(place)
    if place.interrupted:
        return False
    if place.following[:1].isdigit():
        return _HIGHWAY_OR_COUNTRY.search(place.before) is not None
    if not place.opener and _TOWN.search(place.before):
        # Newspapers write a comma after the state if the sentence goes on, but not always before a title.
        return place.starts or re.split(r"\W", place.following, maxsplit=1)[0].casefold() not in words.TITLE_WORDS
    return place.starts


def _ends_after_clock(place: _Place) -> bool:
    """Return whether a sentence ends after "a.m." or "p.m.": not before a zone, a day, or the sentence's subject."""
    bare = re.split(r"[\s,.;:!?)/]", place.following, maxsplit=1)[0]
    if (
        bare in {"TO", "AND", "OR"}
        or bare in words.ZONES
        or bare.casefold() in words.MONTHS_AND_DAYS
        or _AFTER_CLOCK.match(place.rest)
    ):
        return False
    return not place.interrupted and (place.starts or not _TIME_FIRST.match(place.before))


def _ends_after_word(place: _Place, word: str, low: str) -> bool:
    """Return whether a sentence ends after a word or a number."""
    capital = word[:1].isupper()
    before = place.before[: len(place.before) - len(place.word)].rstrip()
    if low == "no":
        return not place.number or (not capital and _SAID_NO.search(place.before) is not None)
    if place.number and low in words.BEFORE_NUMBER and (capital or low not in words.WORDS_TOO):
        return low == "sun" and before.endswith(("the", "The")) and not _HOUR.match(place.rest)
    if low in words.UNITS and not place.number and _COUNTED.search(before):
        return _ends_after_unit(place, before)
    if low in words.TITLES or (place.interrupted and low in words.BEFORE_NUMBER and capital):
        return False
    if low in words.MAY_END and (capital or low not in words.WORDS_AT_END):
        return not place.interrupted and (place.starts or place.opener != "")
    return True


def _ends_after_unit(place: _Place, before: str) -> bool:
    """Return whether a sentence ends after a number and a unit: not in "2 tbsp. Olive oil" and "a 12 oz. Coke"."""
    if not before.strip(" 0123456789./½¼¾⅓⅔\u2044-"):
        return False
    return place.starts or place.opener != "" or not _ONE_PORTION.search(before)
