"""Tests of what is true for every text: no error, complete spans, no symbols, linear time."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audiocast.normalize import Normalizer, number_words, rules, speak
from audiocast.normalize.context import Context
from audiocast.normalize.scanner import TIE, Locale, Scanner, Sentence

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from audiocast.model.script import Spoken
    from audiocast.normalize.scanner import Reading, Rule

_WRITTEN = st.lists(
    st.one_of(
        st.text(max_size=12),
        st.text("0123456789.,-/:%$£€ ", max_size=12),
        st.sampled_from(
            [
                "Mr.",
                "Dr.",
                "St.",
                "No.",
                "U.S.",
                "NATO",
                "MPs'",
                "a.m.",
                "5pm",
                "$5m",
                "10%",
                "1/2",
                "2½",
                "12kg",
                "3-2",
                "6-3",
                "1991",
                "'60s",
                "9/11",
                "0924",
                "GMT",
                "F-16s",
                "COVID-19",
                "II",
                "XIV",
                "@a",
                "#b",
                "x@y.org",
                "bbc.co.uk/news",
                "(",
                ")",
                "[1]",
                "“",
                "”",
                "’",
                "…",
                "–",
                "—",
                "é",
                "m²",
                "½",
                "🎉",
                "&",
                "+",
                "=",
                "<",
                ">",
                "A",
                "I",
                "V.",
                "Ⅻ",
                "ｱ",
                "¹",
                "™",
                "....",
                "v.",
                "p.",
                "Jan.",
                "5",
                "Sept.",
                "2001",
                "Rs",
                "5",
                "crore",
                "km/h",
                "5ft",
                "10in",
            ],
        ),
    ),
    max_size=12,
)
_NEWS = st.lists(
    st.sampled_from(
        [
            "The",
            "the",
            "a",
            "said,",
            "won.",
            "Monday",
            "May",
            "in",
            "of",
            "on",
            "and",
            "at",
            "Kyiv",
            "Smith",
            "Lee's",
            "NATO",
            "MPs'",
            "U.S.",
            "U.N.",
            "EU",
            "5pm",
            "9",
            "$5m",
            "£12.50",
            "10%",
            "½",
            "2½",
            "12kg",
            "40km",
            "3-2",
            "6-3",
            "1991",
            "1,991",
            "'60s",
            "9/11",
            "F-16s",
            "COVID-19",
            "II",
            "H5N1",
            "#MeToo",
            "bbc.co.uk",
            "(AP)",
            "—",
            "“quoted”",
            "it’s",
            "38°C",
            "5ft",
            "200",
            "G7",
            "I-95",
            "mid-30s",
            "23-year-old",
        ],
    ),
    max_size=12,
)
_TEXTS = st.one_of(_WRITTEN.map(" ".join), _WRITTEN.map("".join))
_LOCALES = st.sampled_from(["en-US", "en-GB"])


@example("John 6.3:16", "en-US")
@example("two 9 1/2s", "en-US")
@example("https://bit.ly/abc¥4", "en-GB")
@example("2021-07-02T08:45:00.0530.05:30", "en-US")
@given(_TEXTS, _LOCALES)
def test_never_fails_and_is_aligned(written: str, locale: str) -> None:
    """Any text can be normalized without a loss, and the spans cover it completely."""
    spoken = Normalizer(locale)(written)
    _aligned(spoken)


@given(_TEXTS, _LOCALES)
def test_nothing_unsayable_is_left(written: str, locale: str) -> None:
    """The spoken text has no digit, no symbol and no invisible character."""
    for mark in speak(written, locale):
        assert unicodedata.category(mark)[0] not in {"S", "N"}, (mark, written)
        assert unicodedata.category(mark) not in {"Cf", "Cs", "Co", "Cn"}, (mark, written)


@given(st.one_of(_NEWS.map(" ".join), _TEXTS), _LOCALES)
def test_speech_is_a_fixed_point(written: str, locale: str) -> None:
    """A spoken text does not change when it is normalized again."""
    spoken = speak(written, locale)
    assert speak(spoken, locale) == spoken


def test_no_number_of_any_script_is_left() -> None:
    """Each character that Unicode calls a number is read or left out, alone and after a digit."""
    for number in filter(lambda mark: unicodedata.category(mark)[0] == "N", map(chr, range(0x110000))):
        spoken = speak(f"{number} 5{number}")
        assert not [mark for mark in spoken if unicodedata.category(mark)[0] == "N"], number


@given(st.integers(min_value=0, max_value=10**15))
def test_each_digit_is_heard(value: int) -> None:
    """The words of a cardinal give the number again."""
    words = number_words.cardinal(value)
    assert _value(words) == value


# The repeated texts and the number of repetitions.
_LONG = {
    "a": 250_000,
    "word ": 25_000,
    "1": 25_000,
    "1,": 1_500,
    "1-": 1_500,
    "1.1": 2_500,
    "(": 5_000,
    "([{": 1_500,
    "A.": 1_000,
    "A B ": 1_250,
    "a.a": 2_000,
    "a@": 5_000,
    "$1 ": 2_000,
    "'": 5_000,
    '"1': 1_500,
    "x\u0301": 12_500,
    "\u0301": 12_500,
    "\u200b": 12_500,
    " ": 25_000,
    "<a ": 2_500,
    "&amp;": 5_000,
    "XIV ": 2_000,
    "A-": 1_500,
    "M": 25_000,
    "1x": 1_250,
    "5 x ": 3_750,
    "m²": 3_000,
    "X²": 2_000,
    "²": 7_500,
    "=": 4_000,
    "-": 7_500,
    "-=": 2_000,
    "…": 7_500,
    "1,2": 750,
    "1,22": 750,
    "( ": 4_000,
    '5" ': 2_000,
    "Dr. ": 2_000,
}


_EACH = pytest.mark.parametrize("repeated", _LONG, ids=lambda repeated: repeated.strip() or "blank")


@_EACH
@pytest.mark.usefixtures("patience")
def test_long_texts_cost_their_length(
    require_linear: Callable[[Callable[[int], object], int], None], repeated: str
) -> None:
    """The time is linear in the length of a repeated text, and the spans cover it."""
    _covered(Normalizer()(_long(repeated, _LONG[repeated])))
    require_linear(lambda count: Normalizer()(_long(repeated, count)), _LONG[repeated] // 4)


def test_marks_without_sound_cost_their_length(require_linear: Callable[[Callable[[int], object], int], None]) -> None:
    """A long row of silent marks takes linear time."""
    require_linear(lambda count: Normalizer()("It ended. " + "— " * count), 8_000)


@_EACH
@pytest.mark.benchmark
def test_long_texts_take_time_by_their_length(
    require_linear_time: Callable[[Callable[[int], object], int], None], repeated: str
) -> None:
    """The same, measured in seconds."""
    require_linear_time(lambda count: Normalizer()(_long(repeated, count)), 4 * _LONG[repeated])


@_EACH
@pytest.mark.slow
def test_very_long_texts_end(repeated: str) -> None:
    """A text that is twenty times as long ends too."""
    _aligned(Normalizer()(_long(repeated, 20 * _LONG[repeated])))


def test_hostile_text_costs_its_length() -> None:
    """A text of twice the length makes the rules read twice as often. The calls are counted, not timed."""
    counts = [_count_readings("Gen. A. B. $1m-2 (3/4) x@y.org 5-6 XIV " * size) for size in (250, 500)]
    assert counts[1] == pytest.approx(2 * counts[0], rel=0.02)


def _count_readings(text: str) -> int:
    """Return how many matches the rules are given while a text is scanned."""
    count = 0

    def counted(rule: Rule) -> Rule:
        def read(match: re.Match[str], sentence: Sentence) -> Reading | str | None:
            nonlocal count
            count += 1
            return rule.read(match, sentence)

        return rule._replace(read=read)

    scanner = Scanner([counted(rule) for rule in rules.RULES], small=frozenset())
    scanner.read(Sentence(text, locale=Locale(), context=Context()))
    return count


def _long(repeated: str, count: int) -> str:
    return repeated * count + {" ": "1", "([{": "}])" * count}.get(repeated, "")


def _aligned(spoken: Spoken) -> None:
    _covered(spoken)
    assert TIE not in speak(spoken.written)


def _covered(spoken: Spoken) -> None:
    written = start = 0
    for span in spoken.spans:
        assert (span.written_start, span.start) == (written, start)
        assert span.written_end >= written
        assert span.end >= start
        written, start = span.written_end, span.end
    assert (written, start) == (len(spoken.written), len(spoken.text))


def _value(words: str) -> int:
    """Return the value of a cardinal in words."""
    total = part = 0
    scales = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12, "quadrillion": 10**15}
    for word in words.replace("-", " ").split():
        if word in scales:
            total, part = total + part * scales[word], 0
        elif word == "hundred":
            part *= 100
        else:
            part += number_words.ONES.index(word) if word in number_words.ONES else 10 * number_words.TENS.index(word)
    return total + part
