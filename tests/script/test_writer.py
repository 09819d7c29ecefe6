"""Which sentences are said, with which pauses, under which chapters?"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocast.config.settings import Roles, Show
from audiocast.model.article import Article, Block, BlockKind
from audiocast.model.voice import Voice
from audiocast.normalize.lexicon import Entry, Lexicon
from audiocast.script import prosody, writer

if TYPE_CHECKING:
    from audiocast.model.script import Script, Utterance

_SHOW = Show(title="A show", description="About things.")
_VOICE = Voice(name="someone", engine="tone")
_NEWS = "the Old mayor of Elm St. said, “No.” (again) in 1990. U.S. talks; 5 p.m. ended: -"
_WORDS = st.lists(st.sampled_from(_NEWS.split()))


def _article(*blocks: tuple[str, str] | Block, author: str = "", published: datetime | None = None) -> Article:
    return Article(
        id="a",
        origin="a.txt",
        title="Ferry runs late",
        author=author,
        categories=("Audio Sources",),
        language="",
        published=published,
        link="",
        blocks=tuple(each if isinstance(each, Block) else Block(BlockKind(each[0]), each[1]) for each in blocks),
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
    assert writer.split_sentences(" ".join(sentences)) == sentences


def test_a_long_quotation_is_several_sentences() -> None:
    """What is said in quotes is not one endless utterance."""
    said = "We will rebuild the harbor wall before the winter storms come back to this coast"
    sentences = [
        f"“{said}.",
        f"{said}, and so will our neighbors.",
        f"{said},” the mayor told the council on Friday night.",
    ]
    assert writer.split_sentences(" ".join(sentences)) == sentences


def test_a_quotation_of_thousands_of_sentences_is_divided() -> None:
    """The time for it does not grow with its square, which would be minutes."""
    assert len(writer.split_sentences(f"“{'We came. Nobody did. ' * 5000}”")) == 10_000


@given(_WORDS)
def test_nothing_is_lost_between_sentences(words: list[str]) -> None:
    """Every word of a paragraph is in its sentences, in order."""
    paragraph = " ".join(words)
    assert " ".join(writer.split_sentences(paragraph)).split() == paragraph.split()


def test_the_title_comes_first_and_headings_open_chapters() -> None:
    """A section for the title and what follows it, then one a heading; each begins by saying its title."""
    article = _article(("paragraph", "It rained."), ("heading", "Why"), ("paragraph", "Fog came. It stayed."))
    spoken = writer.build(article, show=_SHOW, voice=_VOICE, lexicon=Lexicon())
    assert [section.title for section in spoken.sections] == ["Ferry runs late", "Why"]
    said = [[utterance.text for utterance in section.utterances] for section in spoken.sections]
    assert said == [["Ferry runs late.", "It rained."], ["Why.", "Fog came.", "It stayed."]]


def test_pauses_tell_sentence_from_paragraph_from_heading() -> None:
    """The longer the break in the text, the longer the pause."""
    article = _article(("paragraph", "One came. Two came."), ("heading", "Why"), ("paragraph", "Fog came."))
    spoken = writer.build(article, show=_SHOW, voice=_VOICE, lexicon=Lexicon())
    pauses = {utterance.written: utterance.pause_ms for section in spoken.sections for utterance in section.utterances}
    assert prosody.BREATH_MS < pauses["One came."] < pauses["Why"] < pauses["Two came."] < pauses["Ferry runs late"]
    assert pauses["Two came."] == prosody.after_paragraph("One came. Two came.")


def test_a_long_sentence_is_said_in_breaths() -> None:
    """It is divided at a clause, never inside a number, and loses nothing."""
    clause = "the council of 12,500 members debated the plan for the old harbor wall at great length"
    sentence = f"After a week in which {clause}, and after a night in which {clause}, and {clause}, the vote was lost."
    article = _article(("paragraph", sentence))
    utterances = writer.build(article, show=_SHOW, voice=_VOICE, lexicon=Lexicon()).sections[0].utterances[1:]
    assert len(utterances) > 1
    assert " ".join(utterance.written for utterance in utterances) == sentence
    assert [utterance.pause_ms for utterance in utterances[:-1]] == [prosody.BREATH_MS] * (len(utterances) - 1)


@pytest.mark.parametrize(
    ("joint", "said"),
    [(", ", ","), ("; ", ";"), (": ", ":"), (" – ", ","), (" — ", ","), (" and ", ""), (" which ", "")],
)
def test_the_voice_goes_on_after_a_breath(joint: str, said: str) -> None:
    """The end of a breath is said with the mark that is written there, and without one where none is written."""
    half = "the council of twelve debated the plan for the old wall in a cold room while " * 3 + "nobody listened"
    first, last = _utterances(("paragraph", f"{half}{joint}{half}."))
    assert f"{first.written} {last.written}" == f"{half}{joint}{half}."
    assert first.text == half + said
    assert last.text.endswith(f"{half}.")


def test_author_and_date_are_said_when_the_show_asks() -> None:
    """The show decides what is announced, in the reading of its locale."""
    article = _article(("paragraph", "It rained."), author="Ann Ode", published=datetime(2024, 5, 3, tzinfo=UTC))
    for show, said in (
        (_SHOW, []),
        (Show(title="A", description="B", announce=("author", "date")), ["By Ann Ode", "May 3, 2024"]),
        (Show(title="A", description="B", announce=("date",), locale="en-GB"), ["3 May 2024"]),
    ):
        utterances = writer.build(article, show=show, voice=_VOICE, lexicon=Lexicon()).sections[0].utterances
        assert [utterance.written for utterance in utterances[1:-1]] == said


def test_written_and_spoken_stand_side_by_side() -> None:
    """The transcript keeps what was written; the voice gets what is said."""
    article = _article(("paragraph", "It cost $5 in 1990."))
    last = writer.build(article, show=_SHOW, voice=_VOICE, lexicon=Lexicon()).sections[0].utterances[-1]
    assert last.written == "It cost $5 in 1990."
    assert last.text == "It cost five dollars in nineteen ninety."


def _utterances(*blocks: tuple[str, str] | Block, show: Show = _SHOW) -> list[Utterance]:
    spoken = writer.build(_article(*blocks), show=show, voice=_VOICE, lexicon=Lexicon())
    return [utterance for section in spoken.sections for utterance in section.utterances][1:]


def test_lists_are_said_as_lists() -> None:
    """Items are nearer to each other than paragraphs; in an ordered list each is said with its place."""
    said = _utterances(
        Block(BlockKind.LIST_ITEM, "Boil 2 eggs. Wait.", level=1, number=1),
        Block(BlockKind.LIST_ITEM, "Eat them", level=1, number=22),
        Block(BlockKind.LIST_ITEM, "With salt", level=2),
        ("paragraph", "Done."),
    )
    assert [(each.written, each.text, each.pause_ms) for each in said] == [
        ("1. Boil 2 eggs.", "First, Boil two eggs.", prosody.after_sentence("Boil 2 eggs.")),
        ("Wait.", "Wait.", prosody.ITEM_MS),
        ("22. Eat them", "Twenty-second, Eat them.", prosody.ITEM_MS),
        ("With salt", "With salt.", prosody.after_paragraph("With salt")),
        ("Done.", "Done.", prosody.after_paragraph("Done.")),
    ]


def test_pronunciations_move_with_the_text() -> None:
    """Behind "First, " a name is still said as the lexicon says."""
    lexicon = Lexicon((Entry("Leominster", ipa="lˈɛmstɚ"),))
    article = _article(Block(BlockKind.LIST_ITEM, "See Leominster", level=1, number=1))
    (said,) = writer.build(article, show=_SHOW, voice=_VOICE, lexicon=lexicon).sections[0].utterances[1:]
    assert [said.text[mark.start : mark.end] for mark in said.pronunciations] == ["Leominster"]


def test_quotes_stand_apart() -> None:
    """Before and after a block quote the pause is longer, within it there is none of that kind."""
    said = _utterances(("paragraph", "He said:"), ("quote", "No."), ("quote", "Never."), ("paragraph", "He left."))
    apart = prosody.QUOTE_MS
    after = [prosody.after_paragraph(text) for text in ("No.", "He left.")]
    assert [each.pause_ms for each in said] == [apart, after[0], apart, after[1]]


def test_what_is_left_out_is_announced_or_skipped() -> None:
    """A table and code are spoken of once where several are in a row, or not at all, as the show says."""
    blocks = [("table", "Fares"), ("table", ""), ("code", ""), ("code", ""), ("paragraph", "Done.")]
    written = [each.written for each in _utterances(*blocks)]
    assert written == [
        "A table is left out here: Fares",
        "A table is left out here.",
        "An example of code is left out here.",
        "Done.",
    ]
    show = replace(_SHOW, tables="skip", code="skip")
    assert [each.written for each in _utterances(*blocks, show=show)] == ["Done."]


def test_two_levels_of_headings_are_chapters() -> None:
    """A heading further down is said with its pause, but nobody looks for it in a player."""
    blocks = [Block(BlockKind.HEADING, f"Level {level}", level=level) for level in (2, 3, 4)]
    spoken = writer.build(_article(*blocks), show=_SHOW, voice=_VOICE, lexicon=Lexicon())
    assert [section.title for section in spoken.sections] == ["Ferry runs late", "Level 2", "Level 3"]
    assert [each.written for each in spoken.sections[-1].utterances] == ["Level 3", "Level 4"]


def test_roles_have_their_voices() -> None:
    """Titles and block quotes are spoken by who is named for them, all else by the narrator."""
    article = _article(("paragraph", "One came."), ("heading", "Why"), ("quote", "Fog came. It stayed."))
    show = replace(_SHOW, roles=Roles(title="ann", quote="bob"), announce=("author",))
    sections = writer.build(replace(article, author="Jane"), show=show, voice=_VOICE, lexicon=Lexicon()).sections
    assert [(each.written, each.voice) for section in sections for each in section.utterances] == [
        ("Ferry runs late", "ann"),
        ("By Jane", "someone"),
        ("One came.", "someone"),
        ("Why", "ann"),
        ("Fog came.", "bob"),
        ("It stayed.", "bob"),
    ]


def test_a_long_quotation_may_have_its_voice() -> None:
    """When the show wants it; a sentence that says who spoke is all in the narrator's voice."""
    said = "We will rebuild the harbor wall before the winter storms come back to this coast"
    paragraph = f"“{said}. {said},” the mayor told the council. He left."
    for wanted, voices in ((False, ["someone"] * 3), (True, ["bob", "someone", "someone"])):
        show = replace(_SHOW, roles=Roles(quote="bob", quoted_speech=wanted))
        assert [each.voice for each in _utterances(("paragraph", paragraph), show=show)] == voices


def test_titles_and_numbers_take_their_time() -> None:
    """They are said a little slower, as the show says, also when a sentence of numbers is said in breaths."""
    clause = "the council of 12,500 members paid $4.5 million for 38 of the 61 old harbor walls, no. 7 among them"
    sentence = f"After a week in which {clause}, and after a night in which {clause}, and {clause}, 9 left."
    article = _article(("heading", "Why"), ("paragraph", f"It rained. {sentence}"))
    show = replace(_SHOW, title_rate=0.9, numbers_rate=0.8)
    sections = writer.build(article, show=show, voice=_VOICE, lexicon=Lexicon()).sections
    paces = [utterance.pace for section in sections for utterance in section.utterances]
    assert paces[:3] == [0.9, 0.9, 1.0]
    assert len(paces) > 4
    assert set(paces[3:]) == {0.8}


def _framed(show: Show, *, published: datetime | None = None) -> Script:
    article = _article(("paragraph", "It rained."), ("heading", "Why"), ("paragraph", "Fog came."), published=published)
    spoken = writer.build(article, show=show, voice=_VOICE, lexicon=Lexicon())
    return writer.frame(spoken, article, show=show, voice=_VOICE, lexicon=Lexicon())


def test_something_is_said_before_and_after() -> None:
    """In the voice of that role; it belongs to the first chapter and the last, and it is known how much it is."""
    show = replace(
        _SHOW, intro="This is {show}. Today: {title}.", outro="That was {title}.", roles=Roles(intro="ann", title="bob")
    )
    framed = _framed(show)
    assert [(each.written, each.voice) for section in framed.sections for each in section.utterances] == [
        ("This is A show.", "ann"),
        ("Today: Ferry runs late.", "ann"),
        ("Ferry runs late", "bob"),
        ("It rained.", "someone"),
        ("Why", "bob"),
        ("Fog came.", "someone"),
        ("That was Ferry runs late.", "ann"),
    ]
    assert (framed.intro, framed.outro) == (2, 1)
    assert [section.title for section in framed.sections] == ["Ferry runs late", "Why"]
    assert framed.sections[-1].utterances[-2].pause_ms == prosody.TITLE_MS


def test_what_is_not_known_is_not_said() -> None:
    """A sentence that names the date is left out where there is none; without any sentence all is as it was."""
    show = replace(_SHOW, intro="Good morning. It is {date}.")
    for published, said in ((None, []), (datetime(2024, 5, 3, tzinfo=UTC), ["It is May 3, 2024."])):
        utterances = _framed(show, published=published).sections[0].utterances
        assert [each.written for each in utterances[:-2]] == ["Good morning.", *said]
    bare = _framed(_SHOW)
    assert _framed(replace(_SHOW, intro="It is {date}.")) == bare
    assert (bare.intro, bare.outro) == (0, 0)


def test_a_chime_is_heard_before_a_section() -> None:
    """When the show wants it, and not at the end."""
    for wanted in (False, True):
        sections = _framed(replace(_SHOW, chime=wanted, outro="Bye.")).sections
        chimes = [each.chime for section in sections for each in section.utterances]
        assert chimes == [False, wanted, False, False, False]


@pytest.mark.parametrize(
    ("paragraph", "parts"),
    [
        ("“No. Never! We stay,” she said. He left.", ["“No.", "Never!", "We stay,” she said.", "He left."]),
        ('"Why now? Because I say so."', ['"Why now?', 'Because I say so."']),
        ("It rained (we came. Nobody else did). Go.", ["It rained (we came.", "Nobody else did).", "Go."]),
        ("(We came. Nobody did.) It stopped.", ["(We came.", "Nobody did.)", "It stopped."]),
        ("‘The men’s. Go,’ he said.", ["‘The men’s.", "Go,’ he said."]),
        ("“We came… Nobody did.”", ["“We came…", "Nobody did.”"]),
        ("“I… I don’t know,” he said.", ["“I… I don’t know,” he said."]),
        ("“What a day! ‘Best ever,’ he said. I agree.”", ["“What a day!", "‘Best ever,’ he said.", "I agree.”"]),
        ("“Mr. Cole came at 5 p.m. Monday. Good.”", ["“Mr. Cole came at 5 p.m. Monday.", "Good.”"]),
        ("“It rose 3.5%. $5 was lost.”", ["“It rose 3.5%.", "$5 was lost.”"]),
        ("“Help! Come in,” she said.", ["“Help!", "Come in,” she said."]),
        ("“Stop! Thief!” he cried.", ["“Stop!", "Thief!” he cried."]),
        ("He saw “Help! The Musical” in May.", ["He saw “Help! The Musical” in May."]),
        ("He saw “Help! The Musical.” Then he left.", ["He saw “Help! The Musical.”", "Then he left."]),
        (
            "She likes “Jeopardy! The Greatest of All Time,” too.",
            ["She likes “Jeopardy! The Greatest of All Time,” too."],
        ),
        ("“Yahoo! Finance” fell.", ["“Yahoo! Finance” fell."]),
        ("He said “Go!” and “Stop!” to Ann.", ["He said “Go!” and “Stop!” to Ann."]),
    ],
)
def test_sentences_in_quotations_and_brackets_are_said_apart(paragraph: str, parts: list[str]) -> None:
    """Each is an utterance, so that its voice falls and its pause is ours; a name with such a mark is none."""
    said = _utterances(("paragraph", paragraph))
    assert [each.written for each in said] == parts
    within = [prosody.after_sentence(part, within=True) for part in parts]
    for each, short in zip(said[:-1], within, strict=False):
        assert each.pause_ms in {short, prosody.after_sentence(each.written)}


def test_the_pause_within_a_quotation_is_short() -> None:
    """It is longer again behind the quotation, whatever marks stand around it."""
    for opening, closing in ("“”", "‘’", '""', "()", "[]", "«»"):
        said = _utterances(("paragraph", f"{opening}We came at dawn. Nobody saw us.{closing} Then it rained."))
        within, after, _ = (each.pause_ms for each in said)
        assert within == prosody.WITHIN_MS
        assert after == prosody.after_sentence(said[1].written)


@pytest.mark.parametrize("text", ["It rained.", "“It rained.”", "It rained and " * 20 + "it rained.", "(Go. Stay.)"])
@pytest.mark.parametrize("kind", ["paragraph", "quote"])
def test_a_paragraph_of_one_sentence_is_a_paragraph(kind: str, text: str) -> None:
    """The pause behind it is that of any paragraph, whether it was one sentence or many."""
    for paragraph in (text, f"They came. {text}"):
        said = _utterances((kind, paragraph), (kind, "The next one is here."))
        assert said[-2].pause_ms == prosody.after_paragraph(paragraph) >= prosody.PARAGRAPH_MS - prosody.SPREAD_MS


def test_marks_tell_headings_bylines_and_paragraphs() -> None:
    """Each utterance has its place in the article; only the first one of a paragraph begins it, also with an intro."""
    article = _article(
        *(
            ("paragraph", "It ran late. Nobody minded."),
            ("heading", "Later"),
            ("list item", "--"),
            ("quote", "It came."),
        ),
        author="Ann Lee",
    )
    show = replace(_SHOW, announce=("author",), intro="Hello. This is {title}.", outro="Bye.")
    script = writer.write(article, show=show, voice=_VOICE, lexicon=Lexicon())
    said = [utterance for section in script.sections for utterance in section.utterances]
    assert "".join(utterance.mark for utterance in said) == "p-hbp-hpp"


def test_marks_do_not_change_what_identifies_an_episode() -> None:
    """Marks decide nothing that is heard, and the checksum of a script is made of its repr."""
    script = writer.build(_article(("paragraph", "It ran late.")), show=_SHOW, voice=_VOICE, lexicon=Lexicon())
    assert "mark" not in repr(script)
