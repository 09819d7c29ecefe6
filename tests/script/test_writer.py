"""Tests of the script of an article: its utterances, their pauses, voices and chapters."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from audiocast.config.settings import Roles, Show
from audiocast.model.article import Article, Block, BlockKind
from audiocast.model.voice import Voice
from audiocast.normalize.lexicon import Entry, Lexicon
from audiocast.script import prosody, writer

if TYPE_CHECKING:
    from audiocast.model.script import Script, Utterance

_SHOW = Show(title="A show", description="About things.")
_VOICE = Voice(name="someone", engine="tone")


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


def test_the_title_comes_first_and_headings_open_chapters() -> None:
    """The first section begins with the title of the article, and each other section with its heading."""
    article = _article(("paragraph", "It rained."), ("heading", "Why"), ("paragraph", "Fog came. It stayed."))
    spoken = writer.write_article(article, show=_SHOW, voices=(_VOICE,), lexicon=Lexicon())
    assert [section.title for section in spoken.sections] == ["Ferry runs late", "Why"]
    said = [[utterance.text for utterance in section.utterances] for section in spoken.sections]
    assert said == [["Ferry runs late.", "It rained."], ["Why.", "Fog came.", "It stayed."]]


def test_pauses_tell_sentence_from_paragraph_from_heading() -> None:
    """The pause grows with the break in the text: a comma, a sentence, a heading, a paragraph, the title."""
    article = _article(("paragraph", "One came. Two came."), ("heading", "Why"), ("paragraph", "Fog came."))
    spoken = writer.write_article(article, show=_SHOW, voices=(_VOICE,), lexicon=Lexicon())
    pauses = {utterance.written: utterance.pause_ms for section in spoken.sections for utterance in section.utterances}
    assert (
        prosody.PAUSE_AFTER_COMMA_MS
        < pauses["One came."]
        < pauses["Why"]
        < pauses["Two came."]
        < pauses["Ferry runs late"]
    )
    assert pauses["Two came."] == prosody.after_paragraph("One came. Two came.")


def test_a_long_sentence_is_said_in_breaths() -> None:
    """A sentence is divided at a clause, never inside a number, and no text is lost."""
    clause = "the council of 12,500 members debated the plan for the old harbor wall at great length"
    sentence = f"After a week in which {clause}, and after a night in which {clause}, and {clause}, the vote was lost."
    article = _article(("paragraph", sentence))
    utterances = (
        writer.write_article(article, show=_SHOW, voices=(_VOICE,), lexicon=Lexicon()).sections[0].utterances[1:]
    )
    assert len(utterances) > 1
    assert " ".join(utterance.written for utterance in utterances) == sentence
    assert [utterance.pause_ms for utterance in utterances[:-1]] == [prosody.PAUSE_AFTER_COMMA_MS] * (
        len(utterances) - 1
    )


@pytest.mark.parametrize(
    ("joint", "said"),
    [(", ", ","), ("; ", ";"), (": ", ":"), (" – ", ","), (" — ", ","), (" and ", ""), (" which ", "")],
)
def test_the_voice_goes_on_after_a_breath(joint: str, said: str) -> None:
    """A breath ends with the mark that is written there, and with no mark where none is written."""
    half = "the council of twelve debated the plan for the old wall in a cold room while " * 3 + "nobody listened"
    first, last = _utterances(("paragraph", f"{half}{joint}{half}."))
    assert f"{first.written} {last.written}" == f"{half}{joint}{half}."
    assert first.text == half + said
    assert last.text.endswith(f"{half}.")


def test_author_and_date_are_said_when_the_show_asks() -> None:
    """The show decides whether the author and the date are announced, and its locale decides the form of the date."""
    article = _article(("paragraph", "It rained."), author="Ann Ode", published=datetime(2024, 5, 3, tzinfo=UTC))
    for show, said in (
        (_SHOW, []),
        (Show(title="A", description="B", announce=("author", "date")), ["By Ann Ode", "May 3, 2024"]),
        (Show(title="A", description="B", announce=("date",), locale="en-GB"), ["3 May 2024"]),
    ):
        utterances = (
            writer.write_article(article, show=show, voices=(_VOICE,), lexicon=Lexicon()).sections[0].utterances
        )
        assert [utterance.written for utterance in utterances[1:-1]] == said


@pytest.mark.parametrize(
    ("language", "link", "locale", "said"),
    [
        ("", "", "", "March fourth"),
        ("en-US", "", "", "March fourth"),
        ("en-IN", "", "", "the third of April"),
        ("", "https://www.abc.net.au/news/1", "", "the third of April"),
        ("en-US", "https://www.rte.ie/1", "", "the third of April"),
        ("en-GB", "https://www.nytimes.com/1", "", "the third of April"),
        ("en-IN", "", "en-US", "March fourth"),
    ],
)
def test_the_region_decides_how_an_article_is_read(language: str, link: str, locale: str, said: str) -> None:
    """The show's locale decides, else the article's language, else the address of its publisher."""
    article = replace(_article(("paragraph", "It began on 3/4/2024.")), language=language, link=link)
    show = replace(_SHOW, locale=locale)
    last = writer.write_article(article, show=show, voices=(_VOICE,), lexicon=Lexicon()).sections[0].utterances[-1]
    assert last.text == f"It began on {said} twenty twenty-four."


def test_an_utterance_has_its_written_and_its_spoken_text() -> None:
    """An utterance has its written text for the transcript and its spoken text for the voice."""
    article = _article(("paragraph", "It cost $5 in 1990."))
    last = writer.write_article(article, show=_SHOW, voices=(_VOICE,), lexicon=Lexicon()).sections[0].utterances[-1]
    assert last.written == "It cost $5 in 1990."
    assert last.text == "It cost five dollars in nineteen ninety."


def _utterances(*blocks: tuple[str, str] | Block, show: Show = _SHOW) -> list[Utterance]:
    spoken = writer.write_article(_article(*blocks), show=show, voices=(_VOICE,), lexicon=Lexicon())
    return [utterance for section in spoken.sections for utterance in section.utterances][1:]


def test_lists_are_said_as_lists() -> None:
    """The pause between items is shorter than between paragraphs. An item of an ordered list begins with its number."""
    said = _utterances(
        Block(BlockKind.LIST_ITEM, "Boil 2 eggs. Wait.", level=1, number=1),
        Block(BlockKind.LIST_ITEM, "Eat them", level=1, number=22),
        Block(BlockKind.LIST_ITEM, "With salt", level=2),
        ("paragraph", "Done."),
    )
    assert [(each.written, each.text, each.pause_ms) for each in said] == [
        ("1. Boil 2 eggs.", "First, Boil two eggs.", prosody.after_sentence("Boil 2 eggs.")),
        ("Wait.", "Wait.", prosody.PAUSE_AFTER_LIST_ITEM_MS),
        ("22. Eat them", "Twenty-second, Eat them.", prosody.PAUSE_AFTER_LIST_ITEM_MS),
        ("With salt", "With salt.", prosody.after_paragraph("With salt")),
        ("Done.", "Done.", prosody.after_paragraph("Done.")),
    ]


def test_pronunciations_move_with_the_text() -> None:
    """The pronunciation of a name moves when a number is put before the item."""
    lexicon = Lexicon((Entry("Leominster", ipa="lˈɛmstɚ"),))
    article = _article(Block(BlockKind.LIST_ITEM, "See Leominster", level=1, number=1))
    (said,) = writer.write_article(article, show=_SHOW, voices=(_VOICE,), lexicon=lexicon).sections[0].utterances[1:]
    assert [said.text[mark.start : mark.end] for mark in said.pronunciations] == ["Leominster"]


def test_quotes_stand_apart() -> None:
    """The pause before and after a block quote is longer. Between its paragraphs it is the usual one."""
    said = _utterances(("paragraph", "He said:"), ("quote", "No."), ("quote", "Never."), ("paragraph", "He left."))
    apart = prosody.PAUSE_AROUND_BLOCK_QUOTE_MS
    after = [prosody.after_paragraph(text) for text in ("No.", "He left.")]
    assert [each.pause_ms for each in said] == [apart, after[0], apart, after[1]]


def test_what_is_left_out_is_announced_or_skipped() -> None:
    """A sentence replaces tables and code, once for several in a row. The show may skip them without a sentence."""
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
    """A heading of the third level is spoken with its pause but is no chapter."""
    blocks = [Block(BlockKind.HEADING, f"Level {level}", level=level) for level in (2, 3, 4)]
    spoken = writer.write_article(_article(*blocks), show=_SHOW, voices=(_VOICE,), lexicon=Lexicon())
    assert [section.title for section in spoken.sections] == ["Ferry runs late", "Level 2", "Level 3"]
    assert [each.written for each in spoken.sections[-1].utterances] == ["Level 3", "Level 4"]


def test_roles_have_their_voices() -> None:
    """Titles and block quotes have the voices of their roles, all other text has the narrator's."""
    article = _article(("paragraph", "One came."), ("heading", "Why"), ("quote", "Fog came. It stayed."))
    show = replace(_SHOW, roles=Roles(title="ann", quote="bob"), announce=("author",))
    sections = writer.write_article(
        replace(article, author="Jane"), show=show, voices=(_VOICE,), lexicon=Lexicon()
    ).sections
    assert [(each.written, each.voice) for section in sections for each in section.utterances] == [
        ("Ferry runs late", "ann"),
        ("By Jane", "someone"),
        ("One came.", "someone"),
        ("Why", "ann"),
        ("Fog came.", "bob"),
        ("It stayed.", "bob"),
    ]


def test_a_long_quotation_may_have_its_voice() -> None:
    """The quote voice reads long quotations if the show says so, but not a sentence that names the speaker."""
    said = "We will rebuild the harbor wall before the winter storms come back to this coast"
    paragraph = f"“{said}. {said},” the mayor told the council. He left."
    for wanted, voices in ((False, ["someone"] * 3), (True, ["bob", "someone", "someone"])):
        show = replace(_SHOW, roles=Roles(quote="bob", quoted_speech=wanted))
        assert [each.voice for each in _utterances(("paragraph", paragraph), show=show)] == voices


def test_titles_and_numbers_have_a_slower_pace() -> None:
    """Titles and sentences with many numbers have the pace of the show, also when the sentence is divided."""
    clause = "the council of 12,500 members paid $4.5 million for 38 of the 61 old harbor walls, no. 7 among them"
    sentence = f"After a week in which {clause}, and after a night in which {clause}, and {clause}, 9 left."
    article = _article(("heading", "Why"), ("paragraph", f"It rained. {sentence}"))
    show = replace(_SHOW, title_rate=0.9, numbers_rate=0.8)
    sections = writer.write_article(article, show=show, voices=(_VOICE,), lexicon=Lexicon()).sections
    paces = [utterance.pace for section in sections for utterance in section.utterances]
    assert paces[:3] == [0.9, 0.9, 1.0]
    assert len(paces) > 4
    assert set(paces[3:]) == {0.8}


def _framed(show: Show, *, published: datetime | None = None) -> Script:
    article = _article(("paragraph", "It rained."), ("heading", "Why"), ("paragraph", "Fog came."), published=published)
    spoken = writer.write_article(article, show=show, voices=(_VOICE,), lexicon=Lexicon())
    return writer.add_frame(spoken, article, show=show, voices=(_VOICE,), lexicon=Lexicon())


def test_the_intro_and_the_outro_frame_the_article() -> None:
    """Intro and outro have the voice of their role, belong to the first and last chapter, and are counted."""
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
    assert framed.sections[-1].utterances[-2].pause_ms == prosody.PAUSE_AFTER_TITLE_MS


def test_a_sentence_with_an_unknown_field_is_left_out() -> None:
    """A sentence of the intro with an unknown field is left out. An empty intro changes nothing."""
    show = replace(_SHOW, intro="Good morning. It is {date}.")
    for published, said in ((None, []), (datetime(2024, 5, 3, tzinfo=UTC), ["It is May 3, 2024."])):
        utterances = _framed(show, published=published).sections[0].utterances
        assert [each.written for each in utterances[:-2]] == ["Good morning.", *said]
    bare = _framed(_SHOW)
    assert _framed(replace(_SHOW, intro="It is {date}.")) == bare
    assert (bare.intro, bare.outro) == (0, 0)


def test_a_chime_is_heard_before_a_section() -> None:
    """The last utterance of each section but the last one has a chime, if the show has chimes."""
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
    """Each sentence within is an utterance of its own. A name with such a mark is not divided."""
    said = _utterances(("paragraph", paragraph))
    assert [each.written for each in said] == parts
    within = [prosody.after_sentence(part, within=True) for part in parts]
    for each, short in zip(said[:-1], within, strict=False):
        assert each.pause_ms in {short, prosody.after_sentence(each.written)}


def test_the_pause_within_a_quotation_is_short() -> None:
    """The pause within is short with every kind of marks, and the pause after them has the usual length."""
    for opening, closing in ("“”", "‘’", '""', "()", "[]", "«»"):
        said = _utterances(("paragraph", f"{opening}We came at dawn. Nobody saw us.{closing} Then it rained."))
        within, after, _ = (each.pause_ms for each in said)
        assert within == prosody.PAUSE_WITHIN_QUOTATION_MS
        assert after == prosody.after_sentence(said[1].written)


@pytest.mark.parametrize("text", ["It rained.", "“It rained.”", "It rained and " * 20 + "it rained.", "(Go. Stay.)"])
@pytest.mark.parametrize("kind", ["paragraph", "quote"])
def test_a_paragraph_of_one_sentence_is_a_paragraph(kind: str, text: str) -> None:
    """The pause after a paragraph of one sentence is the same as after one of many sentences."""
    for paragraph in (text, f"They came. {text}"):
        said = _utterances((kind, paragraph), (kind, "The next one is here."))
        assert (
            said[-2].pause_ms
            == prosody.after_paragraph(paragraph)
            >= prosody.PAUSE_AFTER_PARAGRAPH_MS - prosody.PARAGRAPH_VARIATION_MS
        )


def test_marks_tell_headings_bylines_and_paragraphs() -> None:
    """Each utterance has its mark. Only the first one of a paragraph starts it, also in the intro."""
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
    script = writer.write(article, show=show, voices=(_VOICE,), lexicon=Lexicon())
    said = [utterance for section in script.sections for utterance in section.utterances]
    assert "".join(utterance.mark for utterance in said) == "p-hbp-hpp"


def test_marks_do_not_change_what_identifies_an_episode() -> None:
    """Marks change no sound, so they are not in the repr, which the checksum of a script is made from."""
    script = writer.write_article(
        _article(("paragraph", "It ran late.")), show=_SHOW, voices=(_VOICE,), lexicon=Lexicon()
    )
    assert "mark" not in repr(script)
