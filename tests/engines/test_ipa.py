"""Rules of writing IPA in a synthesizer's alphabet."""

from __future__ import annotations

import pytest

from audiocast.engines import ipa
from audiocast.errors import EngineError

ESPEAK, AMERICAN, BRITISH = "espeak_en", "hibari_us", "hibari_gb"


@pytest.mark.parametrize(
    ("alphabet", "sounds", "expected"),
    [
        (ESPEAK, "ˈstɑːɹmɚ", "st2'A@m3"),
        (ESPEAK, "/ˈstɑːr.mɚ/", "st2'A@m3"),
        (ESPEAK, "kɪɹ", "k'i@3"),
        (ESPEAK, "ʃiː dʒɪnˈpɪŋ", "S'i: dZInp'IN"),
        (ESPEAK, "t͡ʃɜːt͡ʃ", "tS'3:tS"),
        (ESPEAK, "ɛ.ma.nɥɛl ma.kʁɔ̃", "'EmanwEl m'akr-O:n"),
        (ESPEAK, "ˈvɑːtɚ ˈɔːɹtə", "v'A:t23 'O@t2@"),
        (AMERICAN, "ɕǐ tɕîn.pʰǐŋ", "ʃˈi ʧˈinpiŋ"),
        (AMERICAN, "tʰwən˨˩ ŋ̍ˈkrumɑ ˈqɑtˤɑr ɗaː", "twˈən ŋkɹˈumɑ kˈɑtɑɹ dˈɑ"),
        (AMERICAN, "sɐ̃w̃ sã içi", "sˈənw sˈæn ˈihi"),
        (AMERICAN, "ˈstɑːɹmɚ", "stˈɑɹməɹ"),
        (AMERICAN, "zəˈlɛnski", "zəlˈɛnski"),
        (AMERICAN, "ˈdʒoʊnz", "ʤˈOnz"),
        (BRITISH, "ˈstɑːmə", "stˈɑːmə"),
        (BRITISH, "ˈdʒəʊnz", "ʤˈQnz"),
        (BRITISH, "eɪ", "ˈA"),
    ],
)
def test_respelling(alphabet: str, sounds: str, expected: str) -> None:
    """Stress goes before its vowel, words of one vowel get one, foreign sounds become the nearest."""
    assert ipa.respell(sounds, alphabet=ipa.alphabet(alphabet), where="voice x") == expected


@pytest.mark.parametrize("sounds", ["", " ", "//", "kɪ☃", "k1"])
def test_what_cannot_be_written_is_an_error(sounds: str) -> None:
    """A pronunciation that the voice can't say is not half said."""
    with pytest.raises(EngineError, match="voice x"):
        ipa.respell(sounds, alphabet=ipa.alphabet(ESPEAK), where="voice x")


@pytest.mark.parametrize(
    ("letters", "ending", "british", "expected"),
    [
        ("GDP", "", False, "ˌdʒiːˌdiːˈpiː"),
        ("A", "", False, "ˈeɪ"),
        ("ATM", "s", False, "ˌeɪˌtiːˈɛmz"),
        ("US", "s", False, "ˌjuːˈɛsᵻz"),
        ("US", "s", True, "ˌjuːˈɛsɪz"),
        ("NZ", "", True, "ˌɛnˈzɛd"),
        ("IMF", "s", True, "ˌaɪˌɛmˈɛfs"),
    ],
)
def test_spelling(letters: str, ending: str, british: bool, expected: str) -> None:
    """Abbreviations have their stress on the last letter, and endings follow its sound."""
    assert ipa.spell(letters, ending, british=british) == expected


@pytest.mark.parametrize("alphabet", [ESPEAK, AMERICAN, BRITISH])
def test_every_letter_can_be_said(alphabet: str) -> None:
    """No alphabet lacks a sound of a letter's name."""
    table = ipa.alphabet(alphabet)
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        for british in (False, True):
            assert ipa.respell(ipa.spell(letter, "s", british=british), alphabet=table, where="voice x")
