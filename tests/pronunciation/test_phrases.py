"""Tests of `pronunciation.phrases`: phrases of other languages in English text."""

from __future__ import annotations

import pytest

from audiocast.engines import ipa
from audiocast.pronunciation import phrases


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A coup d’état failed.", {"coup d’état": "kˌu deɪtˈɑ"}),
        ("It was a coup d'etat.", {"coup d'etat": "kˌu deɪtˈɑ"}),
        ("Her Vis-à-Vis left.", {"Vis-à-Vis": "vˌizə vˈi"}),
        ("No hors d'œuvres, en route.", {"hors d'œuvres": "ˌɔɹ dˈɜɹvz", "en route": "ˌɑn ɹˈut"}),
        ("They resume; her résumé is long.", {"résumé": "ɹˈɛzəmˌeɪ"}),
        ("A coup, d'état or not.", {}),
        ("The coupe was de facto sold.", {"de facto": "dˌeɪ fˈæktoʊ"}),
    ],
)
def test_a_phrase_is_found_however_it_is_written(text: str, said: dict[str, str]) -> None:
    """Accents, hyphens and capitals may differ; a mark between the words makes them other words."""
    assert {text[each.start : each.end]: each.ipa for each in phrases.find(text, british=False)} == said


def test_every_phrase_can_be_said_in_both_accents() -> None:
    """Each entry of the table has only sounds that the engines know."""
    for british, alphabet in ((False, "hibari_us"), (True, "hibari_gb")):
        for phrase in phrases._table()[1]:
            (found,) = phrases.find(phrase, british=british)
            assert ipa.respell(found.ipa, alphabet=ipa.alphabet(alphabet), where="test")
            assert ipa.respell(found.ipa, alphabet=ipa.alphabet("espeak_en"), where="test")
