"""Sounds of dictionaries and of other languages become sounds of English."""

from __future__ import annotations

import pytest

from audiocast.pronunciation import english


@pytest.mark.parametrize(
    ("ipa", "american", "british"),
    [
        ("/ˈɛdɪnbəɹə/", "ˈɛdɪnbəɹə", "ˈɛdɪnbəɹə"),
        ("d͡ʒ ɔː ɹ d͡ʒ", "ʤɔɹʤ", "ʤɔːʤ"),
        ("ˈkoʊpən", "kˈOpən", "kˈQpən"),
        ("makʁɔ̃", "mɑkɹɔn", "makɹɒn"),
        ("ǃu", "", ""),
    ],
)
def test_ipa_becomes_phonemes_of_an_accent(ipa: str, american: str, british: str) -> None:
    """IPA is written in the compact alphabet of an accent; a click has no English sound, so the word has none."""
    assert english.phonemes(ipa, british=False) == american
    assert english.phonemes(ipa, british=True) == british


@pytest.mark.parametrize(
    ("bare", "stressed"), [("nɑ", "nˈɑ"), ("dəmbɹɑfski", "dəmbɹˈɑfski"), ("kɑnəzɑwə", "kɑnəzˈɑwə"), ("məɡɪl", "məɡˈɪl")]
)
def test_stress_is_placed_by_rule(bare: str, stressed: str) -> None:
    """A heavy last syllable but one has the stress, else the one before it; never a weak vowel if there is another."""
    assert english.stressed(bare) == stressed
