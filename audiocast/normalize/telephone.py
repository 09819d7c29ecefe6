"""Read telephone numbers, emergency numbers, and other numbers that are dialed.

Digits are read one by one, with a pause between groups. British English reads zero as "oh".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize import number_words, tables
from audiocast.normalize.acronyms import spell
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import Reading, Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

_STRONG = tables.word_set("telephone.strong")
_CALLED = tables.word_set("telephone.called")
_CODES = (
    "911|999|112|101|111|988|311|211|511|811|411|110|119|118|000|105|116 ?123|116 ?117|991|"
    "995|997|998|100|102|108|1098|181"
)


def _short(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "911", "999", "101" and "988" digit by digit, if the words around them are about a call."""
    code = match["code"]
    before, after = sentence.before(match.start()).lower(), sentence.after(match.end()).lower()
    if before in {"porsche", "flight", "route", "highway", "bus", "room", "channel", "boeing"}:
        return None
    dialled = before in _STRONG or (
        after in _CALLED and not (before in {"the", "about", "some"} and after in {"people", "calls"})
    )
    if code in {"911", "999"} and not dialled:
        dialled = not re.match(r"[a-z]+s$|people|km|miles|feet|days|to$|and$|in$", after) or after in _CALLED
        if before in {"the", "some", "about", "of", "killed", "than", "least", "all", "area"} and not after:
            dialled = before == "the"
    if code not in {"911", "999"} and before in {"on", "to", "or", "and"} and not dialled:
        words = {word.lower() for word in sentence.words_before(match.start(), 6)}
        dialled = bool(words & (_STRONG | {"hotline", "helpline", "line", "samaritans", "reached", "contacted"}))
    return (
        number_words.digits(code, zero="zero" if not sentence.locale.british else "oh")
        if dialled and code != "000"
        else "triple zero"
        if dialled
        else None
    )


def _digits(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "+44 20 7946 0958", "(555) 555-0123", "1-800-555-0199", "0800 1111" and "555-0123"."""
    text = match[0].replace("(0)", "")  # callers from abroad leave the trunk digit out
    zero = "oh" if sentence.locale.british else "zero"
    groups = [group for group in re.split(r"[^\dA-Za-z]+", text) if group]
    said = ", ".join(_group(group, zero=zero, first=index == 0) for index, group in enumerate(groups))
    # There is no pause after a country code or a trunk digit.
    said = said.replace("one, eight hundred", "one eight hundred")
    if text.startswith("+"):
        said = f"plus {said}"
    extension = _EXTENSION.match(sentence.text, match.end())
    if extension:
        return Reading(f"{said}, extension {number_words.digits(extension['number'], zero=zero)}", extension.end())
    return Reading(said, match.end())


_EXTENSION = lazy_re(r",? ?(?:ext\.?|extension|x) ?(?P<number>\d{1,6})(?!\w)")


def _group(group: str, *, zero: str, first: bool) -> str:
    """Return a group of a number: "800" as "eight hundred", "FLOWERS" as a word, other digits one by one."""
    if group.isalpha():
        return spell(group) if len(group) < 3 and group != "GO" else group.capitalize() if len(group) > 1 else group
    if not group.isdigit():
        parts = re.findall(r"[A-Za-z]+|\d+", group)
        return " ".join(_group(part, zero=zero, first=False) for part in parts)
    if group in {"800", "900"}:
        return number_words.cardinal(int(group))
    if group in {"0800", "0300", "0500", "0900"} and first:
        return f"{zero} {number_words.cardinal(int(group))}"
    if group in {"1300", "1800"} and first:
        return f"one {number_words.cardinal(int(group[1:]))}"
    return number_words.digits(group, zero=zero)


def _with_spaces(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "503 555 0134" as a telephone number if the words before it are about a call."""
    near = {word.lower() for word in sentence.words_before(match.start(), 4)}
    return _digits(match, sentence) if near & (_STRONG | _NUMBER) else None


def _local(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "555-0123" as a telephone number if it begins with 555 or the words before it are about a call."""
    near = {word.lower() for word in sentence.words_before(match.start(), 4)}
    if match[0].startswith("555") or near & (_STRONG | _NUMBER):
        return _digits(match, sentence)
    return None


_NUMBER = frozenset({"number", "hotline", "helpline", "phone", "telephone", "tel", "fax", "mobile", "cell"})
_END = r"(?!\w|[-.]\d)"

INTERNATIONAL = Rule(
    "phone",
    ".",
    lazy_re(rf"\+(?=(?:[ .()-]{{0,2}}\d){{7}})\d{{1,3}}(?:[ .-]?\(\d{{1,5}}\)|)(?:[ .-]?\d{{1,5}}){{1,6}}{_END}"),
    _digits,
)
AREA_CODE_IN_BRACKETS = Rule("phone", ".", lazy_re(rf"\(\d{{3,5}}\)[ .-]?\d{{3,4}}[ .-]?\d{{3,4}}{_END}"), _digits)
TRUNK_CODE_IN_BRACKETS = Rule("phone", ".", lazy_re(rf"\(0\d{{2,4}}\) ?\d{{3,8}}{_END}"), _digits)
NORTH_AMERICAN = Rule(
    "phone",
    "9",
    lazy_re(rf"(?:1[-. ])?\(?[2-9]\d{{2}}\)?[-. /][2-9]\d{{2}}[-.]\d{{4}}(?:-\d{{1,4}})?{_END}"),
    _digits,
)
NORTH_AMERICAN_WITH_SPACES = Rule("phone", "9", lazy_re(rf"[2-9]\d{{2}} [2-9]\d{{2}} \d{{4}}{_END}"), _with_spaces)
TEN_DIGITS = Rule("phone", "9", lazy_re(rf"\d{{3}}[-.]\d{{3}}[-.]\d{{4}}(?:-\d{{1,4}})?{_END}"), _digits)
SOCIAL_SECURITY = Rule("phone", "9", lazy_re(rf"\d{{3}}-\d{{2}}-\d{{4}}{_END}"), _digits)
TOLL_FREE = Rule("phone", "9", lazy_re(r"1[- ]8(?:00|33|44|55|66|77|88)[- ][A-Z0-9](?:-?[A-Z0-9]){4,9}(?!\w)"), _digits)
BRITISH = Rule(
    "phone",
    "9",
    lazy_re(rf"0(?:800|808|300|345|845|870|500|900|1\d{{2,3}}|2\d{{1,2}}|7\d{{3}})(?:[ -]\d{{2,6}}){{1,3}}{_END}"),
    _digits,
)
BRITISH_WITHOUT_SPACES = Rule("phone", "9", lazy_re(r"0[1-9]\d{8,9}(?!\w|[.,]\d)"), _digits)
AUSTRALIAN = Rule("phone", "9", lazy_re(rf"(?:1[38]00|13)(?: \d{{2,3}}){{2}}{_END}"), _digits)
LOCAL = Rule("phone", "9", lazy_re(rf"\d{{3}}-\d{{4}}{_END}"), _local)
SHORT_CODE = Rule("phone", "9", lazy_re(rf"(?P<code>{_CODES})(?![\w%/]|,\d|[.:-]\d|-[a-z])"), _short)
