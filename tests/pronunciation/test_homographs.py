"""Homographs: `homographs`, with `homograph_features`, `homograph_model`, `homograph_table` and `tagger`."""

from __future__ import annotations

import pytest

from audiocast.pronunciation import homographs
from audiocast.pronunciation.phonemizer import TOKEN

_SENTENCES = (
    ("The pipes in the old school are made of lead.", "lead", "lˈɛd"),
    ("Labour took the lead in the third round.", "lead", "lˈid"),
    ("The lead singer left the band in March.", "lead", "lˈid"),
    ("She has read every letter twice.", "read", "ɹˈɛd"),
    ("He read the verdict aloud.", "read", "ɹˈɛd"),
    ("Children should read before bedtime.", "read", "ɹˈid"),
    ("The council will record every vote.", "record", "ɹəkˈɔɹd"),
    ("It was a record year for the port.", "record", "ɹˈɛkəɹd"),
    ("Doctors use the drug in most wards.", "use", "jˈuz"),
    ("The use of force was wrong.", "use", "jˈus"),
    ("The road winds through the valley.", "winds", "wˈaɪndz"),
    ("Strong winds closed the bridge.", "winds", "wˈɪndz"),
    ("They live in a village of forty.", "live", "lˈɪv"),
    ("The concert goes out live tonight.", "live", "lˈaɪv"),
    ("The ministers are close to a deal.", "close", "klˈoʊs"),
    ("Two mines will close next year.", "close", "klˈoʊz"),
    ("The diplomatic row over fishing grew.", "row", "ɹˈaʊ"),
    ("They sat in the front row of the hall.", "row", "ɹˈoʊ"),
    ("He missed the train to Reading in Berkshire.", "Reading", "ɹˈɛdɪŋ"),
    ("Reading aloud helps young children.", "Reading", "ɹˈidɪŋ"),
    ("The Polish parliament met at noon.", "Polish", "pˈoʊlɪʃ"),
    ("He used polish on the old boots.", "polish", "pˈɑlɪʃ"),
    ("Engineers found minute cracks in the wing.", "minute", "maɪnˈut"),
    ("The goal came in the last minute.", "minute", "mˈɪnət"),
    ("Anglers caught a large bass in the lake.", "bass", "bˈæs"),
    ("She plays bass and drums in the band.", "bass", "bˈeɪs"),
    ("The goalkeeper dove into the corner.", "dove", "dˈoʊv"),
    ("The estimate was too low.", "estimate", "ˈɛstəmət"),
    ("Officials estimate the damage at a million.", "estimate", "ˈɛstəmˌeɪt"),
    ("Firefighters broke the door with their axes.", "axes", "ˈæksᵻz"),
    ("Both axes of the graph are in metres.", "axes", "ˈæksˌiz"),
    ("Officials intimate that a deal is near.", "intimate", "ˈɪntəmˌeɪt"),
    ("It was as intimate a concert as any.", "intimate", "ˈɪntəmət"),
    ("The muscles contract when it is cold.", "contract", "kəntɹˈækt"),
    ("Millions watched it then, and they read about it now.", "read", "ɹˈid"),
    ("Storms hit Cairo, Illinois, on Sunday.", "Cairo", "kˈɛɹoʊ"),
)


def _tokens(text: str) -> list[str]:
    return [match[0] for match in TOKEN.finditer(text)]


@pytest.mark.parametrize(
    ("sentence", "word", "ipa"), _SENTENCES, ids=[f"{w}-{n}" for n, (_, w, _) in enumerate(_SENTENCES)]
)
def test_the_sense_decides_the_pronunciation(sentence: str, word: str, ipa: str) -> None:
    """A homograph gets the pronunciation of its sense in the sentence."""
    tokens = _tokens(sentence)
    said = {decision.index: decision.ipa for decision in homographs.decide(tokens, british=False)}
    assert said[tokens.index(word)] == ipa


def test_a_british_voice_gets_british_pronunciations() -> None:
    """The sense is the same for both accents, the pronunciation is that of the accent."""
    tokens = _tokens("The pipes are made of lead, and the row over who pays began.")
    (lead, row) = homographs.decide(tokens, british=True)
    assert (lead.ipa, row.ipa) == ("lˈɛd", "ɹˈaʊ")
    (minute,) = homographs.decide(_tokens("It holds minute traces of poison."), british=True)
    assert minute.ipa != homographs.decide(_tokens("It holds minute traces of poison."), british=False)[0].ipa


def test_a_possessive_keeps_its_ending() -> None:
    """A homograph with "'s" gets the sound of the ending too."""
    (decision,) = homographs.decide(_tokens("The book of Job's story is old."), british=False)
    assert decision.ipa.endswith("bz")


def test_each_sentence_is_decided_by_itself() -> None:
    """The index of a decision counts from the first token of all sentences."""
    tokens = _tokens("They record it. It is a record.")
    assert [(each.index, each.ipa) for each in homographs.decide(tokens, british=False)] == [
        (1, "ɹəkˈɔɹd"),
        (7, "ɹˈɛkəɹd"),
    ]


def test_a_rule_is_sure() -> None:
    """A decision of a rule is for all engines; it says that a rule made it."""
    (decision,) = homographs.decide(_tokens("The Book of Job is long."), british=False)
    assert (decision.rule, decision.sure, decision.ipa) == (homographs.RULE, True, "dʒˈoʊb")


def test_words_with_one_pronunciation_are_left_alone() -> None:
    """A sentence without homographs has no decisions."""
    assert homographs.decide(_tokens("The bridge opened on Monday."), british=False) == []
