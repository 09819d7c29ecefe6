"""Tests of `pronunciation.article_hints`: what an article says about the pronunciation of a name."""

from __future__ import annotations

import pytest

from audiocast.pronunciation import article_hints
from audiocast.pronunciation.notation import broad


@pytest.mark.parametrize(
    ("text", "name", "ipa"),
    [
        ("Grainne Walsh (GRAWN-ya) sang.", "Grainne", "ˈɡɹɔnjə"),
        ("Aoife (pronounced Eefa) sang.", "Aoife", "ˈifə"),
        ("He lives in Lodz, pronounced WOODJ, in Poland.", "Lodz", "ˈwudʒ"),
        ("Caoimhe (pronounced /ˈkiːvə/) sang.", "Caoimhe", "ˈkiːvə"),
        ("Caoimhe [ˈkiːvə] sang.", "", ""),
        ("Meagher, which rhymes with car, won.", "Meagher", "ˈmɑɹ"),
        ("Strachan (rhymes with dawn) won.", "Strachan", "ˈstɹɔn"),
        ("Frome's name is pronounced “froom” there.", "Frome", "ˈfɹum"),
        ("Ngaio (say: NYE-oh) wrote it.", "Ngaio", "ˈnaɪoʊ"),
        ("Ciaran Hinds, whose first name is pronounced KEER-un, won.", "Ciaran", "ˈkɪɹən"),
        ("Hau Nguyen (it's pronounced “win”) spoke.", "Nguyen", "ˈwɪn"),
    ],
)
def test_a_hint_gives_a_name_its_pronunciation(text: str, name: str, ipa: str) -> None:
    """A respelling or IPA in brackets or after "pronounced", and a rhyme, are hints for the name before them."""
    found = [(hint.name, broad(hint.ipa)) for hint in article_hints.find([text], british=False)]
    assert found == ([(name, broad(ipa))] if name else [])


def test_each_name_of_a_full_name_has_its_part_of_the_hint() -> None:
    """As many respellings as names belong to the names in order."""
    found = article_hints.find(["Oisin Daly Keogh (DAH-lee KYOH) ran."], british=False)
    assert [(hint.name, hint.written) for hint in found] == [("Daly", "DAH-lee"), ("Keogh", "KYOH")]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Caoimhe Daly (/ˈkiːvə/ KEE-va; born 1980) sang.", {"Caoimhe": "ˈkiːvə", "KEE-va": "ˈkiːvə"}),
        ("Leah (LEE-uh or LAY-uh) sang.", {"Leah": "ˈliə", "LEE-uh": "ˈliə", "LAY-uh": "ˈleɪə"}),
    ],
)
def test_several_respellings_are_each_said(text: str, said: dict[str, str]) -> None:
    """The first hint decides the name, and every respelling is said as it is written."""
    entries = article_hints.entries(article_hints.find([text], british=False), frozenset())
    assert {entry.written: entry.ipa for entry in entries if entry.written.isascii()} == said


@pytest.mark.parametrize(
    "text",
    [
        "The man was pronounced dead. Jones, pronounced dead at noon, was 40.",
        "The Force (NATO-led) left, and an (EU-wide) ban began.",
        "A union (AFL-CIO) and the virus (COVID-19) and a senator (D-Ohio) were named.",
        "He walks with a pronounced limp, and she pronounced it open.",
        "The mother-in-law (a half-SISTER) came.",
        "Critics sounded a note (in B-flat).",
        "The forum Reddit (/all/) and Jones (pronounced /ʘǃ/) met.",
    ],
)
def test_other_brackets_are_no_hints(text: str) -> None:
    """Acronyms, parties and verdicts are not respellings."""
    assert article_hints.find([text], british=False) == ()
