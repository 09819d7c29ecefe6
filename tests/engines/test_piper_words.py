"""Rules of the match of words and phonemes for Piper."""

from __future__ import annotations

import pytest

from audiocast.engines.piper_words import places


@pytest.mark.parametrize(
    ("text", "phonemes", "found"),
    [
        ("The cat sat.", "ðə kˈæt sˈæt.", "The=ðə cat=kˈæt sat=sˈæt"),
        ("The end of the day.", "ðɪʲ ˈɛnd ʌvðə dˈeɪ.", "The=ðɪʲ end=ˈɛnd of the=ʌvðə day=dˈeɪ"),
        ("policy of the state", "pˈɑːlɪsiʲ ʌvðə stˈeɪt", "policy=pˈɑːlɪsiʲ of the=ʌvðə state=stˈeɪt"),
        ("He said, in the end: no.", "hiː sˈɛd, ɪnðɪʲ ˈɛnd: nˈoʊ.", "He=hiː said=sˈɛd in the=ɪnðɪʲ end=ˈɛnd no=nˈoʊ"),
        ("Ultraviolet light", "ˌʌltɹə vˈaɪələt lˈaɪt", "Ultraviolet=ˌʌltɹə vˈaɪələt light=lˈaɪt"),
        ("one \u2014 two", "wˈʌn; tˈuː", "one=wˈʌn two=tˈuː"),
        ("one", "", ""),
    ],
)
def test_words_get_their_phonemes(text: str, phonemes: str, found: str) -> None:
    """Words that espeak-ng joins get one place; a word that it divides gets all of its phonemes."""
    pairs = [f"{text[at.start : at.end]}={phonemes[at.first : at.last]}" for at in places(text, [list(phonemes)])]
    assert " ".join(pairs) == found


def test_sentences_have_numbers() -> None:
    """A place has the number of its sentence; the text goes on."""
    found = places("Yes. No.", [list("jˈɛs."), list("nˈoʊ.")])
    assert [(at.sentence, at.first, at.last, at.start, at.end) for at in found] == [(0, 0, 4, 0, 3), (1, 0, 4, 5, 7)]
