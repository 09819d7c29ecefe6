"""Tests of text that is left out because no voice can say it, and of the pauses around it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from audiocast.config.settings import Show
from audiocast.errors import NothingToSayError
from audiocast.model.article import Article, Block, BlockKind, Cut
from audiocast.model.voice import Voice
from audiocast.normalize.lexicon import Lexicon
from audiocast.script import omissions, prosody, writer

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from audiocast.model.script import Script, Utterance

_SHOW = Show(title="A show", description="About things.")
_VOICE = Voice(name="someone", engine="tone")


def _article(*blocks: tuple[str, str] | Block, title: str = "Ferry runs late", author: str = "") -> Article:
    return Article(
        id="a",
        origin="a.txt",
        title=title,
        author=author,
        categories=("Audio Sources",),
        language="",
        published=None,
        link="",
        blocks=tuple(each if isinstance(each, Block) else Block(BlockKind(each[0]), each[1]) for each in blocks),
        cuts=(),
    )


def _write(article: Article, parts: Sequence[Article] = (), *, show: Show = _SHOW) -> Script:
    return writer.write(article, parts, show=show, voices=(_VOICE,), lexicon=Lexicon())


def _said(spoken: Script) -> list[Utterance]:
    return [utterance for section in spoken.sections for utterance in section.utterances]


_SILENT = (
    "■ ∎ ◆ ● * † … ... --- !!! ? (…) :) <br> &nbsp; ² ® > \u200b \ue000 \ufffd \u0301 (北斎) /ˈmɑːrk/ [ˈlʊdvɪç] محمد"
)


@pytest.mark.parametrize("silent", _SILENT.split(" "))
@pytest.mark.parametrize("text", ["It rained. {}", "{} It rained.", "It rained. {} It rained.", "It rained.{}", "{}"])
def test_a_text_without_sound_is_left_out(silent: str, text: str) -> None:
    """Only the words of the article are spoken, wherever the silent text stands."""
    spoken = _write(_article(("paragraph", text.format(silent)), ("paragraph", "Fog came.")))
    words = re.findall("[A-Za-z]+", " ".join(utterance.text for utterance in _said(spoken)))
    assert words == ["Ferry", "runs", "late", *["It", "rained"] * text.count("It"), "Fog", "came"]
    assert all(omissions.is_sayable(utterance.text) for utterance in _said(spoken))


def test_what_is_left_out_is_noted_once() -> None:
    """A silent utterance and a silent part of a sentence are cuts with their rule, in the order of the article."""
    spoken = _write(_article(("paragraph", "Hokusai (北斎) drew. ■"), ("paragraph", "The channel الجزيرة came.")))
    assert spoken.cuts == (
        Cut("original script", 0, "(北斎)"),
        Cut("nothing to say", 0, "■"),
        Cut("unreadable", 0, "الجزيرة"),
    )
    assert [utterance.written for utterance in _said(spoken)[1:]] == [
        "Hokusai (北斎) drew.",
        "The channel الجزيرة came.",
    ]


def test_the_longer_pause_stays() -> None:
    """The sentence before a silent text keeps the longer of both pauses."""
    last = _said(_write(_article(("paragraph", "It rained. ■"), ("paragraph", "Fog came."))))[1]
    assert last.pause_ms == prosody.after_paragraph("It rained. ■")
    first, second = _said(_write(_article(("paragraph", "It rained. ■ Fog came."))))[1:]
    assert first.pause_ms == prosody.after_sentence("It rained.")
    assert second.text == "Fog came."


def test_a_heading_without_sound_opens_no_chapter() -> None:
    """A heading of asterisks is only a pause, and other headings are still chapters."""
    blocks = (
        ("paragraph", "It rained."),
        Block(BlockKind.HEADING, "* * *", level=2),
        ("paragraph", "Fog came."),
        Block(BlockKind.HEADING, "Later", level=2),
        ("paragraph", "Sun came."),
    )
    spoken = _write(_article(*blocks))
    assert [section.title for section in spoken.sections] == ["Ferry runs late", "Later"]
    assert _said(spoken)[1].pause_ms == max(prosody.after_paragraph("It rained."), prosody.PAUSE_AFTER_HEADING_MS)


def test_a_title_without_sound_is_not_said() -> None:
    """Without a title the article begins with its text, and a heading before the text names the first chapter."""
    assert _said(_write(_article(("paragraph", "It rained."), title="■ ■ ■")))[0].text == "It rained."
    spoken = _write(_article(("heading", "Why"), ("paragraph", "It rained."), title="■ ■ ■"))
    assert [section.title for section in spoken.sections] == ["Why"]


def test_an_item_without_sound_is_not_counted_out() -> None:
    """A silent item of an ordered list has no number."""
    items = (Block(BlockKind.LIST_ITEM, text, level=1, number=number) for number, text in ((1, "Tea"), (2, "—")))
    assert [utterance.text for utterance in _said(_write(_article(*items)))[1:]] == ["First, Tea."]


def test_a_caption_without_sound_is_not_read() -> None:
    """A table with a silent caption is announced without the caption."""
    blocks = (Block(BlockKind.TABLE, "***"), ("paragraph", "It rained."))
    said = _said(_write(_article(*blocks), show=replace(_SHOW, tables="announce")))
    assert [utterance.text for utterance in said[1:]] == ["A table is left out here.", "It rained."]


def test_an_author_without_sound_is_not_announced() -> None:
    """A silent author is left out of the announcement and of the intro."""
    article = _article(("paragraph", "It rained."), author="محمد")
    show = replace(_SHOW, announce=("author",), intro="This is by {author}. Hello. ■", outro="***")
    spoken = _write(article, show=show)
    assert [utterance.text for utterance in _said(spoken)] == ["Hello.", "Ferry runs late.", "It rained."]
    assert (spoken.intro, spoken.outro) == (1, 0)


def test_an_article_without_sound_is_refused() -> None:
    """A silent article is an error. In a digest it is left out, and a digest without other articles is an error."""
    silent, good = _article(("paragraph", "■ ■ ■")), _article(("paragraph", "It rained."), title="Good")
    with pytest.raises(NothingToSayError):
        _write(silent)
    with pytest.raises(NothingToSayError):
        _write(good, (silent, silent))
    spoken = _write(good, (silent, good, silent))
    assert [section.title for section in spoken.sections] == ["Good"]
    assert [cut.text for cut in spoken.cuts] == ["Ferry runs late"] * 2


def test_a_voice_of_another_script_reads_it() -> None:
    """A Russian voice is given Russian letters."""
    article = _article(("paragraph", "Газета Правда."))
    spoken = writer.write(article, show=_SHOW, voices=(replace(_VOICE, language="ru-RU"),), lexicon=Lexicon())
    assert _said(spoken)[1].text == "Газета Правда."


@pytest.mark.usefixtures("here")
def test_the_record_and_verbose_name_what_is_left_out(
    tmp_path: Path,
    write_article: Callable[..., Path],
    program: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    """`--verbose` lists each cut once in every run. A silent article is skipped with its reason and is no failure."""
    write_article("ferry.txt", "Hokusai (北斎) drew. ■", "Fog came.")
    write_article("empty.txt", "محمد الجزيرة")
    for status in ("rendered", "unchanged"):
        done = program(tmp_path, "render", "articles", "--voice", "tone", "-o", "output", "--verbose")
        lines = done.stdout.splitlines()
        assert done.returncode == 0
        assert any(line.startswith(status) and "Ferry" in line for line in lines)
        assert any(
            line.startswith("skipped") and "the article has no text that can be spoken" in line for line in lines
        )
        assert sum("nothing to say" in line and "■" in line for line in lines) == 1
        assert sum("original script" in line and "(北斎)" in line for line in lines) == 1
    records = [json.loads(path.read_text()) for path in (tmp_path / "output/episodes").glob("*.json")]
    cuts = [record["cuts"] for record in records if "cuts" in record]
    assert [[cut["text"] for cut in each] for each in cuts] == [["(北斎)", "■"]]
