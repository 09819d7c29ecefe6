"""Tests of `near_duplicates.py`."""

from __future__ import annotations

import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audiocast.model.article import Article, Block, BlockKind
from audiocast.render.context import Request
from audiocast.render.run import render
from audiocast.sources.near_duplicates import TextIndex, bare_address

if TYPE_CHECKING:
    from audiocast.render.run import Report

pytestmark = pytest.mark.usefixtures("here")

_WORDS = (
    *("ferry", "harbor", "island", "morning", "office", "passengers", "engine", "captain", "rain", "bicycle"),
    *("letter", "council", "bridge", "winter", "market", "school", "teacher", "garden", "window", "station"),
    *("platform", "ticket", "journey", "village", "mayor", "answer", "question", "summer", "autumn", "fisher"),
)


def _text(seed: int, sentences: int = 12) -> list[str]:
    chance = random.Random(seed)
    return [" ".join(chance.choices(_WORDS, k=12)).capitalize() + "." for _ in range(sentences)]


def _article(name: str, paragraphs: list[str], link: str = "") -> Article:
    blocks = tuple(Block(BlockKind.PARAGRAPH, each) for each in paragraphs)
    return Article(name, f"{name}.txt", name, "", (), "", None, link, blocks, ())


@pytest.fixture
def index(tmp_path: Path) -> TextIndex:
    """An index without articles."""
    return TextIndex(tmp_path / "stories.sqlite", threshold=0.8)


def test_a_new_dateline_makes_no_new_story(index: TextIndex) -> None:
    """A wire story with another dateline and a changed word is the same story."""
    text = _text(1)
    wire = [f"HARBOR TOWN, May 2 (Wire) - {text[0]}", *text[1:]]
    local = [f"NORTH PIER, May 3 - {text[0]}", *text[1:-1], text[-1].replace(" ", " late ", 1)]
    with index:
        index.add(_article("wire", wire))
        assert list(index.similar(_article("local", local))) == ["wire"]


def test_other_stories_are_other_stories(index: TextIndex) -> None:
    """A text that shares a third is another story, and short notes are never the same."""
    text = _text(1)
    with index:
        index.add(_article("one", text))
        index.add(_article("note", ["The ferry ran late."]))
        assert not index.similar(_article("two", [*text[:4], *_text(2, 8)]))
        assert not index.similar(_article("note-2", ["The ferry ran late."]))


def test_phrases_of_the_house_tell_no_story(index: TextIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reports on one pattern are distinguished by their other text, and only few are compared."""
    pattern = _text(0, 9)
    with index:
        for number in range(1, 151):
            index.add(_article(f"report {number}", [*pattern, *_text(number, 3)]))
        asked: list[object] = []
        ask = index._execute

        def asking(question: str, *values: object) -> list[tuple[object, ...]]:
            asked.extend(rows := ask(question, *values))
            return rows

        monkeypatch.setattr(index, "_execute", asking)
        assert not index.similar(_article("a new one", [*pattern, *_text(500, 3)]))
        assert len(asked) < 101 * 64
        assert list(index.similar(_article("retold", [*pattern, *_text(77, 3)]))) == ["report 77"]


def test_an_article_is_not_its_own_duplicate(index: TextIndex) -> None:
    """An article's older text is replaced when it changes."""
    with index:
        index.add(_article("one", _text(1)))
        assert not index.similar(_article("one", _text(1)))
        index.add(_article("one", _text(2)))
        assert not index.similar(_article("two", _text(1)))


def test_an_address_with_much_of_the_text_is_a_new_version(index: TextIndex) -> None:
    """Articles that all have the address of their site are not versions of one another."""
    text = _text(1)
    with index:
        index.add(_article("one", text, "https://www.harbor.example/news/ferry/?utm_source=feed#top"))
        mended = [*text[:8], *_text(3, 4)]
        assert index.older_versions(_article("two", mended, "http://harbor.example/news/ferry")) == ["one"]
        assert not index.older_versions(_article("three", _text(4), "http://harbor.example/news/ferry"))


@pytest.mark.parametrize(
    "link",
    [
        "https://harbor.example/news/ferry",
        "http://www.harbor.example/news/ferry/",
        "https://m.harbor.example/news/ferry/index.html",
        "https://harbor.example/news/ferry?fbclid=1&utm_medium=mail",
        "https://HARBOR.example/news/ferry#comments",
    ],
)
def test_one_page_has_many_addresses(link: str) -> None:
    """Scheme, letter case and prefix of the host, final slash, tracking parameters and fragment make no difference."""
    assert bare_address(link) == "harbor.example/news/ferry"


def test_addresses_that_differ_differ() -> None:
    """The query may distinguish articles."""
    assert bare_address("https://a.example/?id=1") != bare_address("https://a.example/?id=2")
    assert not bare_address("https://a.example/")
    assert not bare_address("")
    assert not bare_address("http://[")


def test_a_damaged_memory_is_made_again(tmp_path: Path) -> None:
    """A damaged database is replaced, because it is only a cache."""
    (tmp_path / "stories.sqlite").write_bytes(b"no database" * 100)
    with TextIndex(tmp_path / "stories.sqlite", threshold=0.8) as index:
        index.add(_article("one", _text(1)))
        assert list(index.similar(_article("two", _text(1)))) == ["one"]


@pytest.mark.benchmark
def test_ten_thousand_stories_stay_quick(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A look-up takes a few milliseconds with 10,000 articles, and the test of known ids takes none."""
    articles = [_article(f"a{number}", _text(number)) for number in range(10_000)]
    with TextIndex(tmp_path / "stories.sqlite", threshold=0.8) as index:
        start = time.perf_counter()
        for each in articles:
            index.add(each)
        taken = time.perf_counter() - start
        start = time.perf_counter()
        found = [index.similar(_article(f"b{number}", _text(number))) for number in range(200)]
        looked = (time.perf_counter() - start) / 200
        start = time.perf_counter()
        assert all(map(index.contains, articles))
        known = time.perf_counter() - start
    with capsys.disabled():
        print(f"\nadding 10,000: {taken:.1f} s")
        print(f"a look-up: {looked * 1000:.1f} ms; whether all are known: {known * 1000:.0f} ms")
    assert [list(each) for each in found] == [[f"a{number}"] for number in range(200)]
    assert looked < 0.05


def _render(folder: Path) -> Report:
    request = Request(folder / "articles", folder / "output", folder / "cache", voice="tone")
    return render(request, listen=lambda _: None)


def _write(folder: Path, name: str, paragraphs: list[str], link: str = "") -> None:
    path = folder / "articles" / name
    path.parent.mkdir(exist_ok=True)
    head = f"Link: {link}\n\n" if link else ""
    title = Path(name).stem.capitalize()
    path.write_text(
        f"{head}Categories\nAudio Sources\n\n{title}\n\n2024-05-01\n\n" + "\n\n".join(paragraphs) + "\n", "utf-8"
    )


_SENTENCES = [
    f"The ferry to island number {number} was late, and {who} said to the {where} that it would not happen again."
    for number, (who, where) in enumerate(
        [("the captain", "harbor office"), ("a teacher", "mayor"), ("the fisher", "council"), ("nobody", "press")]
    )
]


def test_a_story_is_told_once(tmp_path: Path) -> None:
    """The second document with a story is skipped with a reference to the first, in this run and the next."""
    _write(tmp_path, "first.txt", _SENTENCES)
    _write(tmp_path, "second.txt", [f"NORTH PIER, May 3 - {_SENTENCES[0]}", *_SENTENCES[1:]])
    for status in ("rendered", "unchanged"):
        outcomes = {each.title: each for each in _render(tmp_path).outcomes}
        assert outcomes["First"].status == status
        assert outcomes["Second"].status == "skipped"
        assert "first.txt" in outcomes["Second"].reason


def test_a_page_under_a_new_name_is_a_correction(tmp_path: Path) -> None:
    """An episode keeps its GUID when its document is replaced by another with the same address and a new text."""
    _write(tmp_path, "first.txt", _SENTENCES, "https://harbor.example/ferry")
    _render(tmp_path)
    (before,) = (tmp_path / "output" / "episodes").glob("*.mp3")
    (tmp_path / "articles" / "first.txt").unlink()
    _write(
        tmp_path,
        "newer.txt",
        [*_SENTENCES[:3], "In the end nobody complained."],
        "http://harbor.example/ferry/?utm_source=x",
    )
    (outcome,) = _render(tmp_path).outcomes
    assert outcome.status == "rendered"
    feed = (tmp_path / "output" / "feed.xml").read_text("utf-8")
    assert feed.count("<item>") == 1
    assert before.name not in feed


def test_what_the_voice_does_not_speak_is_not_mumbled(tmp_path: Path) -> None:
    """An article in another language than the voice's is skipped, with the language and a hint."""
    german = (
        "Die Fähre zu den Inseln kam am Montag schon wieder zu spät, und das Hafenamt entschuldigte sich bei allen."
    )
    _write(tmp_path, "german.txt", [german, german.replace("Montag", "Dienstag"), german.replace("Inseln", "Dörfern")])
    (outcome,) = _render(tmp_path).outcomes
    assert outcome.status == "skipped"
    assert "its language is de" in outcome.reason
    assert "check_language" in outcome.reason
