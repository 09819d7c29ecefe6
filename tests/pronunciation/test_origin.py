"""Names that no table has are said by the language that they seem to come from."""

from __future__ import annotations

import pytest

from audiocast.pronunciation import letters, native, notation, origin


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("Guglielmi", "it"),
        ("Kowalewska", "pl"),
        ("Takamatsu", "ja"),
        ("Ramachandran", "hi"),
        ("Gvozdenović", "hr"),
        ("Petrosyan", "hy"),
        ("Zhangjiakou", "zh"),
        ("Hollingsworth", ""),
        ("Featherby", ""),
    ],
)
def test_letters_tell_the_language(name: str, language: str) -> None:
    """A name of a clear form has its language; an English one has none, because the engine knows English."""
    assert origin.language_of(name) == language


@pytest.mark.parametrize(
    ("name", "language", "american"),
    [
        ("Takamatsu", "ja", "tɑkəmˈɑtsu"),
        ("Zhangjiakou", "zh", "ʤɑŋʤjɑkˈO"),
        ("Romanenko", "ru", "ɹOmənˈɛŋkO"),
        ("Dongwook", "ko", "dɔŋwˈuk"),
        ("Marković", "hr", "mˈɑɹkəvɪʧ"),
        ("Qahtani", "ar", "kɑhtˈɑni"),
        ("Krishnan", "hi", "kɹˈɪʃnən"),
    ],
)
def test_romanized_names_are_read_by_tables(name: str, language: str, american: str) -> None:
    """A table of letters reads a name and places its stress."""
    assert notation.rough(letters.read(name, language)) == notation.rough(american)


def test_names_of_other_languages_are_read_by_a_voice_of_the_language() -> None:
    """What the voice says in its language becomes English: no nasal vowels, no rolled r, weak final vowels."""

    def speak(word: str, language: str) -> str:
        return {("mattarella", "it"): "matːarˈɛlla", ("macron", "fr"): "makʁˈɔ̃"}[word, language]

    assert native.read("Mattarella", "it", speak) == "mɑtəɹˈɛlə"
    assert native.read("Macron", "fr", speak) == "mɑkɹˈɔn"


def test_without_a_voice_of_the_language_there_is_no_reading() -> None:
    """When no voice can read the name, the engine guesses."""
    assert origin.pronounce("Guglielmi", british=False, speak=lambda _word, _language: "") is None


def test_a_possessive_is_read_as_its_name() -> None:
    """A possessive has the ending of English."""
    found = origin.pronounce("Takamatsu's", british=False)
    assert found
    assert found.ipa.endswith("tsuz")
    assert not found.sure
