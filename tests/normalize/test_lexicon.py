"""Tests of lexicon files, and of entries that have priority over all rules."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from audiocast.errors import ConfigError
from audiocast.normalize import Lexicon, Normalizer, read_lexicon
from audiocast.normalize.lexicon import Entry


def _lexicon(tmp_path: Path, text: str) -> Lexicon:
    path = tmp_path / "lexicon.tsv"
    path.write_text(text, encoding="utf-8")
    return read_lexicon(path)


def test_respelling_wins(tmp_path: Path) -> None:
    """An entry is read before every rule."""
    lexicon = _lexicon(tmp_path, "# names\nNATO\tthe alliance\n5G\tfifth generation\n")
    assert Normalizer(lexicon=lexicon)("NATO's 5G plan").text == "the alliance's fifth generation plan"


def test_a_pronunciation_has_its_place(tmp_path: Path) -> None:
    """A pronunciation has the place of its word in the spoken text, with the possessive ending."""
    lexicon = _lexicon(tmp_path, "Volodymyr Zelenskiy\t\tvɔlɔˈdɪmɪr zɛˈlɛnsʲkɪj\nKyiv\t\tˈkɪjiu\n")
    spoken = Normalizer(lexicon=lexicon)("On 5 May Volodymyr Zelenskiy’s aides left Kyiv.")
    assert spoken.text == "On the fifth of May Volodymyr Zelenskiy's aides left Kyiv."
    said = [(spoken.text[found.start : found.end], found.ipa) for found in spoken.pronunciations]
    assert said == [("Volodymyr Zelenskiy's", "vɔlɔˈdɪmɪr zɛˈlɛnsʲkɪjz"), ("Kyiv", "ˈkɪjiu")]


@pytest.mark.parametrize(
    ("ipa", "owned"),
    [("mæks", "mæksɪz"), ("dʒɛf", "dʒɛfs"), ("bɒb", "bɒbz"), ("liː", "liːz"), ("bʊʃ", "bʊʃɪz"), ("pæt", "pæts")],
)
def test_possessive_sounds(ipa: str, owned: str) -> None:
    """The last sound of a name decides the sound of its "'s"."""
    spoken = Normalizer(lexicon=Lexicon((Entry("Zq", ipa=ipa),)))("Zq's dog")
    assert [found.ipa for found in spoken.pronunciations] == [owned]


def test_case_and_part_of_speech(tmp_path: Path) -> None:
    """An entry applies to its exact case by default. The words around it decide its part of speech."""
    lexicon = _lexicon(tmp_path, "lead\tled\t\t\tnoun\nReading\tRedding\t\t\tname\nkyiv\tKee-iv\t\tany\n")
    normalizer = Normalizer(lexicon=lexicon)
    assert normalizer("They lead us; the lead pipes burst.").text == "They lead us; the led pipes burst."
    assert normalizer("Reading is fun in Reading.").text == "Reading is fun in Redding."
    assert normalizer("KYIV and Kyiv").text == "Kee-iv and Kee-iv"


def test_words_are_whole(tmp_path: Path) -> None:
    """An entry is not found inside another word."""
    lexicon = _lexicon(tmp_path, "Ann\tAnna\n")
    assert Normalizer(lexicon=lexicon)("Anne, Ann and Joann").text == "Anne, Anna and Joann"


def test_later_lexicon_wins() -> None:
    """An entry of the voice wins over one of the show, and the longest entry wins over both."""
    show = Lexicon((Entry("Kyiv", "A"), Entry("New York", "B")))
    voice = Lexicon((Entry("Kyiv", "C"), Entry("New", "D")))
    assert Normalizer(lexicon=show.merged(voice))("Kyiv, New York, New").text == "C, B, D"


def test_only_sentences_with_the_word_change() -> None:
    """A changed entry changes the sentences that hold its word, and no others."""
    old, new = Lexicon((Entry("Kyiv", "", "a"),)), Lexicon((Entry("Kyiv", "", "b"),))
    assert old.checksum != new.checksum
    assert Normalizer(lexicon=old)("In Kyiv.") != Normalizer(lexicon=new)("In Kyiv.")
    assert Normalizer(lexicon=old)("In Lviv.") == Normalizer(lexicon=new)("In Lviv.") == Normalizer()("In Lviv.")


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("Kyiv", "1 column"),
        ("Kyiv\t\t", "no pronunciation"),
        ("Kyiv\tx\t\tsome", "case"),
        ("Kyiv\tx\t\t\tadverb", "part of speech"),
        ("-x\ty", "not a valid word"),
        ("Kyiv\t\tk1$", "IPA"),
        ("a\tb\tc\texact\tnoun\tf", "6 columns"),
    ],
)
def test_bad_line_is_named(tmp_path: Path, line: str, what: str) -> None:
    """A bad line is an error with the file and the line number."""
    with pytest.raises(ConfigError, match=what) as caught:
        _lexicon(tmp_path, f"# one\n\n{line}\n")
    assert caught.value.where.endswith("lexicon.tsv:3")
    assert caught.value.hint


def test_unreadable_file_is_named(tmp_path: Path) -> None:
    """A file that does not exist or is not text is an error."""
    with pytest.raises(ConfigError, match="cannot be read"):
        read_lexicon(tmp_path / "none.tsv")
    (tmp_path / "bytes.tsv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="cannot be read"):
        read_lexicon(tmp_path / "bytes.tsv")


def test_shipped_lexicon_is_good() -> None:
    """The lexicon that is part of the project can be read."""
    assert read_lexicon(Path(__file__).parents[2] / "voices" / "lexicon.tsv") is not None


def test_is_a_value() -> None:
    """A lexicon can be sent to workers and can be part of a key."""
    lexicon = Lexicon((Entry("a", "b"),))
    assert pickle.loads(pickle.dumps(lexicon)) == lexicon
    assert hash(lexicon) == hash(Lexicon((Entry("a", "b"),)))
