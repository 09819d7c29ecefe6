"""Tests of `Normalizer`: spelled letters, spans, locales, and what the article decides (`context.py`)."""

from __future__ import annotations

import subprocess
import sys

import pytest

from audiocast.normalize import Normalizer, speak
from audiocast.normalize.lexicon import Entry, Lexicon
from audiocast.normalize.scanner import TIE


def test_letters_are_tied() -> None:
    """No-break spaces join spelled letters, and a single letter to the word before it."""
    written = "The GDP, vitamin A, MPs' pay and Antony J. Blinken’s U.S. trip at 5 a.m."
    tied = "The G_D_P, vitamin_A, M_P's pay and Antony_J Blinken's U_S trip at five A_M."
    assert Normalizer()(written).text == tied.replace("_", TIE)


def test_written_ties_are_spaces() -> None:
    """A no-break space in the written text becomes a space."""
    assert Normalizer()("5\u00a0km from\u00a0here").text == "five kilometers from here"


def test_spans_name_rules() -> None:
    """Each changed span has the name of its rule."""
    spoken = Normalizer()("St. Ives lost £2m in 1991.")
    changes = [
        (spoken.written[span.written_start : span.written_end], spoken.text[span.start : span.end], span.rule)
        for span in spoken.spans
        if span.rule != "unchanged"
    ]
    assert changes == [
        ("St.", "Saint", "saint"),
        ("£2m", "two million pounds", "money"),
        ("1991", "nineteen ninety-one", "year"),
    ]


def test_article_decides_word_or_letters() -> None:
    """The article decides how an unknown acronym is read: by its other spelling, or by "a" or "an" before it."""
    assert Normalizer()("ZAMKO met.").text == "Zamko met."
    assert Normalizer(context=["An FRG source spoke."])("FRG met.").text == "F\u00a0R\u00a0G met."
    assert Normalizer(context=["The Mosip met."])("MOSIP met.").text == "Mosip met."
    assert Normalizer(context=["A RETBO source spoke."])("RETBO met.").text == "Retbo met."
    assert Normalizer(context=["An RETBO source spoke."])("RETBO met.").text == "R\u00a0E\u00a0T\u00a0B\u00a0O met."


def test_family_names_are_no_abbreviations() -> None:
    """The family name of a person who is named in full in the article is no abbreviation."""
    context = ["Amit Sen and Rosa Tue met."]
    assert Normalizer(context=context)("Then Sen Roy said Tue was late.").text == "Then Sen Roy said Tue was late."
    assert Normalizer()("Then Sen Roy left on Tue.").text == "Then Senator Roy left on Tuesday."


def test_abbreviations_are_no_family_names() -> None:
    """An article that writes "World No 1" or "Florida Sen Roy" still has its numbers and titles."""
    context = ["She is World No 1 and Britain's No 2.", "Attorney Gen Ray met Florida Sen Lee.", "Labour Mr Roe left."]
    normalizer = Normalizer(context=context)
    assert normalizer("No 10 asked Mr Roe and Gen Ray.").text == "number ten asked Mister Roe and General Ray."
    assert normalizer("Sen Lee met Dr Day.").text == "Senator Lee met Doctor Day."


def test_acronym_that_the_article_explains() -> None:
    """A word in capitals is an acronym when the article writes it in brackets behind the words of its letters."""
    explained = Normalizer(context=["Binge eating disorder (BED) is common."])
    assert explained("BED may be mild.").text == "B\u00a0E\u00a0D may be mild."
    assert Normalizer()("BED may be mild.").text == "Bed may be mild."


def test_lexicon_keeps_capitals() -> None:
    """An entry of the lexicon in capitals applies in a headline in capitals too."""
    lexicon = Lexicon((Entry("MAN", "M A N Group"),))
    assert Normalizer(lexicon=lexicon)("MAN CUTS JOBS IN TOWN").text == "M A N Group cuts jobs in town"


def test_headline_in_capitals() -> None:
    """In a headline in capitals ordinary words stay words, and the article decides which are acronyms."""
    context = ["The WHO said on Monday it was over."]
    assert speak("MINISTERS SAY IT IS OVER") == "Ministers say it is over"
    assert Normalizer(context=context)("WHO SAYS OUTBREAK IS OVER").text.startswith("W\u00a0H\u00a0O says")


@pytest.mark.parametrize(
    ("locale", "said"),
    [("en-US", "one hundred twenty"), ("en-GB", "one hundred and twenty"), ("en", "one hundred twenty")],
)
def test_locale(locale: str, said: str) -> None:
    """The locale decides between the British and the American reading."""
    assert speak("120", locale) == said


@pytest.mark.parametrize("text", ["", " ", "\n", "\u200b", "..."])
def test_next_to_nothing(text: str) -> None:
    """A text without words is no error."""
    assert not any(mark.isalnum() for mark in speak(text))


def test_lines_stay_lines() -> None:
    """A text of several lines keeps its line breaks."""
    assert speak("One  1.\nTwo 2.") == "One one.\nTwo two."


def test_import_is_light() -> None:
    """No large library is imported to normalize a sentence."""
    code = (
        "import sys; from audiocast.normalize import speak; speak('On 5 May 2020 Dr. X paid $5.'); "
        "print(sorted({'babel', 'phonenumbers', 'num2words', 'emoji', 'hibari'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
