"""Which sentences are said, with which pauses, under which chapters?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocast import script
from audiocast.model import Article, Block, BlockKind, Show, Voice
from audiocast.normalize.lexicon import Lexicon

_SHOW = Show(title="A show", description="About things.")
_VOICE = Voice(name="someone", engine="tone")
_NEWS = "the Old mayor of Elm St. said, “No.” (again) in 1990. U.S. talks; 5 p.m. ended: -"
_WORDS = st.lists(st.sampled_from(_NEWS.split()))


def _article(*blocks: tuple[str, str], author: str = "", published: datetime | None = None) -> Article:
    return Article(
        id="a",
        origin="a.txt",
        title="Ferry runs late",
        author=author,
        categories=("Audio Sources",),
        language="",
        published=published,
        link="",
        blocks=tuple(Block(BlockKind(kind), text) for kind, text in blocks),
        cuts=(),
    )


@pytest.mark.parametrize(
    "sentences",
    [
        ["Gen. Ann P. Muller met Sen. A. B. Cole in Olympia, Wash., on Jan. 5.", "He left at 5 p.m. and flew home."],
        ["The deal was signed in the U.S.", "It took effect in March."],
        ["The U.S. Senate voted 51-49.", "Mr. Ode spoke."],
        ["“We are ready,” she said.", "“Are you?”", "No one answered."],
        ["He asked, “Is it over?” and left.", "“Yes!” she said."],
        ["The meeting is at 10 a.m. Monday.", "Bring a pen."],
        ["Dr. Ray Jr. and Prof. Lee of St. Mary’s agreed (see No. 5).", "It rained."],
        ["Wait... what happened?", "Nobody knows."],
        ["It ended 6-3, 7-6 (4).", "Next came the final."],
        ["It was the end of World War II.", "Britain won."],
        ["She bought an iPad.", "iPads are dear."][:1],
    ],
    ids=lambda sentences: sentences[0][:30],
)
def test_sentences_end_where_they_end(sentences: list[str]) -> None:
    """Neither titles, initials, abbreviations nor quotations end a sentence; "U.S." may."""
    assert script.split_sentences(" ".join(sentences)) == sentences


def test_a_long_quotation_is_several_sentences() -> None:
    """What is said in quotes is not one endless utterance."""
    said = "We will rebuild the harbor wall before the winter storms come back to this coast"
    sentences = [
        f"“{said}.",
        f"{said}, and so will our neighbors.",
        f"{said},” the mayor told the council on Friday night.",
    ]
    assert script.split_sentences(" ".join(sentences)) == sentences


@given(_WORDS)
def test_nothing_is_lost_between_sentences(words: list[str]) -> None:
    """Every word of a paragraph is in its sentences, in order."""
    paragraph = " ".join(words)
    assert " ".join(script.split_sentences(paragraph)).split() == paragraph.split()


def test_the_title_comes_first_and_headings_open_chapters() -> None:
    """A section for the title and what follows it, then one a heading; each begins by saying its title."""
    article = _article(("paragraph", "It rained."), ("heading", "Why"), ("paragraph", "Fog came. It stayed."))
    spoken = script.build(article, show=_SHOW, voice=_VOICE, lexicon=Lexicon())
    assert [section.title for section in spoken.sections] == ["Ferry runs late", "Why"]
    said = [[utterance.text for utterance in section.utterances] for section in spoken.sections]
    assert said == [["Ferry runs late.", "It rained."], ["Why.", "Fog came.", "It stayed."]]


def test_pauses_tell_sentence_from_paragraph_from_heading() -> None:
    """The longer the break in the text, the longer the pause."""
    article = _article(("paragraph", "One came. Two came."), ("heading", "Why"), ("paragraph", "Fog came."))
    spoken = script.build(article, show=_SHOW, voice=_VOICE, lexicon=Lexicon())
    pauses = {utterance.written: utterance.pause_ms for section in spoken.sections for utterance in section.utterances}
    assert pauses["One came."] == script.SENTENCE_MS < pauses["Two came."] == script.PARAGRAPH_MS
    assert script.BREATH_MS < script.SENTENCE_MS < script.HEADING_MS == pauses["Why"]
    assert pauses["Ferry runs late"] == script.TITLE_MS


def test_a_long_sentence_is_said_in_breaths() -> None:
    """It is divided at a clause, never inside a number, and loses nothing."""
    clause = "the council of 12,500 members debated the plan for the old harbor wall at great length"
    sentence = f"After a week in which {clause}, and after a night in which {clause}, and {clause}, the vote was lost."
    article = _article(("paragraph", sentence))
    utterances = script.build(article, show=_SHOW, voice=_VOICE, lexicon=Lexicon()).sections[0].utterances[1:]
    assert len(utterances) > 1
    assert " ".join(utterance.written for utterance in utterances) == sentence
    assert [utterance.pause_ms for utterance in utterances[:-1]] == [script.BREATH_MS] * (len(utterances) - 1)


def test_author_and_date_are_said_when_the_show_asks() -> None:
    """The show decides what is announced, in the reading of its locale."""
    article = _article(("paragraph", "It rained."), author="Ann Ode", published=datetime(2024, 5, 3, tzinfo=UTC))
    for show, said in (
        (_SHOW, []),
        (Show(title="A", description="B", announce=("author", "date")), ["By Ann Ode", "May 3, 2024"]),
        (Show(title="A", description="B", announce=("date",), locale="en-GB"), ["3 May 2024"]),
    ):
        utterances = script.build(article, show=show, voice=_VOICE, lexicon=Lexicon()).sections[0].utterances
        assert [utterance.written for utterance in utterances[1:-1]] == said


def test_written_and_spoken_stand_side_by_side() -> None:
    """The transcript keeps what was written; the voice gets what is said."""
    article = _article(("paragraph", "It cost $5 in 1990."))
    last = script.build(article, show=_SHOW, voice=_VOICE, lexicon=Lexicon()).sections[0].utterances[-1]
    assert last.written == "It cost $5 in 1990."
    assert last.text == "It cost five dollars in nineteen ninety."
