"""Tests of `pronunciation.respelling`: the respellings of newspapers."""

from __future__ import annotations

import pytest

from audiocast.pronunciation.respelling import to_ipa


@pytest.mark.parametrize(
    ("written", "american", "british"),
    [
        ("shiv-AWN", "ʃɪvˈɔn", "ʃɪvˈɔːn"),
        ("KEE-iv", "ˈkiɪv", "ˈkiːɪv"),
        ("SUR-shuh", "ˈsɜɹʃə", "ˈsɜːʃə"),
        ("zhoh-ZAY", "ʒoʊˈzeɪ", "ʒəʊˈzeɪ"),
        ("khar-KEEV", "xɑɹˈkiv", "xɑːˈkiːv"),
        ("ih-LANE", "ɪˈleɪn", "ɪˈleɪn"),
        ("BOOT-edge-edge", "ˈbutɛdʒɛdʒ", "ˈbuːtɛdʒɛdʒ"),
        ("Neev", "ˈniv", "ˈniːv"),
        ("GOFF", "ˈɡɑf", "ˈɡɒf"),
        ("SOH-fee ah-DAIR", "ˈsoʊfi ɑˈdɛɹ", "ˈsəʊfiː ɑːˈdɛː"),
    ],
)
def test_a_respelling_is_read_as_newspapers_mean_it(written: str, american: str, british: str) -> None:
    """Capitals are the stressed syllable, and vowels are spelled as in English words."""
    assert (to_ipa(written, british=False), to_ipa(written, british=True)) == (american, british)


@pytest.mark.parametrize("written", ["", "-", "xyz-7", "brr-TSK", "北-KEE"])
def test_other_text_is_no_respelling(written: str) -> None:
    """Without a vowel in each syllable, or with other signs, there is no pronunciation."""
    assert not to_ipa(written, british=False)
