"""Tests of `readers/html.py`, `extract/main_content.py`, `page_cleanup.py`, `element_scores.py` and `metadata.py`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocast import sources
from audiocast.errors import SourceError
from audiocast.model.article import Article, Document, Reference
from audiocast.sources.contract import ReaderContract, check_readings
from audiocast.sources.extract import html_tree

_DATA = Path(__file__).parents[1] / "data" / "html"


class Extracted(NamedTuple):
    """What trafilatura returns, as far as it is looked at."""

    text: str


def _page(name: str) -> Document:
    return Document(f"pages/{name}.html", "text/html", (_DATA / f"{name}.html").read_bytes())


class TestContract(ReaderContract):
    """The rules that hold for every reader."""

    document = _page("news")


def _told(found: Article | Reference | SourceError) -> dict[str, object]:
    """The result of a page, as in the file beside it."""
    if isinstance(found, SourceError):
        return {"error": found.what}
    assert isinstance(found, Article)
    return {
        "id": found.id,
        "title": found.title,
        "author": found.author,
        "categories": list(found.categories),
        "tags": list(found.tags),
        "language": found.language,
        "published": found.published.isoformat() if found.published else None,
        "modified": found.modified.isoformat() if found.modified else None,
        "link": found.link,
        "blocks": [f"{block.kind.value}: {block.text}" for block in found.blocks],
        "cuts": [f"{cut.rule}: {cut.text}" for cut in found.cuts],
    }


@pytest.mark.parametrize("name", sorted(path.stem for path in _DATA.glob("*.html")))
def test_pages_are_read_as_expected(name: str) -> None:
    """Each page is read as the file beside it says."""
    expected = json.loads((_DATA / f"{name}.json").read_text("utf-8"))
    (found,) = sources.read(_page(name))
    assert _told(found) == expected


def _check_page(content: bytes) -> Article | SourceError:
    document = Document("hostile.html", "text/html", content)
    found = sources.read(document)
    check_readings(found, document)
    (only,) = found
    assert not isinstance(only, Reference)
    return only


_PROSE = b"<p>The harbor office counted the boats again on Tuesday, and one of them was missing, which was new.</p>"


@pytest.mark.parametrize(
    "content",
    [
        b"<div>" * 10_000 + _PROSE * 5 + b"</div>" * 10_000,
        b"<ul><li>" * 10_000 + _PROSE * 5,
        b"<b>" * 1_500 + _PROSE * 5,
        b"<table><tr><td>" * 600 + _PROSE * 5,
        b"<p>unclosed <i>words <b>" * 5_000,
        b"<img alt='" + b"x" * 2_000_000 + b"'>" + _PROSE * 5,
        b"<div class='" + b"share " * 100_000 + b"'>" + _PROSE * 5 + b"</div>",
        b"<p>a\0b</p>\0" + _PROSE * 5,
        b"<script type='application/ld+json'>" + b"[" * 100_000 + b"</script>" + _PROSE * 5,
        b"<title>" + b"long " * 50_000 + b"</title>" + _PROSE * 5,
        b"<pre>" + b"A sentence of it. " * 20_000 + b"</pre>",
        b"word<br>" * 15_000 + _PROSE,
        b"<br>" * 70_000 + _PROSE,
        "<p>\ud800 lone</p>".encode("utf-16", "surrogatepass") + _PROSE,
        b"<meta charset=utf-16>" + _PROSE * 5,
        b"<link rel=canonical href='https://ha]bor.example/'>" + _PROSE * 5,
        b"<head><meta><odd><body>" + _PROSE * 5,
        b"<ul>" + b"<li>word one" * 9_000 + b"</ul>" + _PROSE * 5,
        b"<meta charset=no-such-thing>caf\xe9" + _PROSE * 5,
    ],
    ids=lambda content: content[:12].decode("latin-1"),
)
@pytest.mark.usefixtures("patience")
def test_hostile_pages_are_read_or_refused_in_seconds(content: bytes) -> None:
    """A page with deep nesting, many repetitions or many declarations takes no longer than a long page."""
    _check_page(content)


@pytest.mark.usefixtures("patience")
def test_a_page_of_a_hundred_megabytes_is_refused_unread() -> None:
    """A page above the limit is refused before it is parsed, which would need a gigabyte."""
    found = _check_page(b"<p>" + b"word " * 20_000_000)
    assert isinstance(found, SourceError)
    assert "too large" in found.what


def test_both_searches_are_asked() -> None:
    """A line inside the text that only trafilatura recognizes as foreign is cut."""
    (article,) = sources.read(_page("related"))
    assert isinstance(article, Article)
    assert "stray line" in {cut.rule for cut in article.cuts}


_SIDE = "".join(
    f"<p>Shop {n} has {n} nets, {n} ropes, {n} lamps, and {n} baits, all {n} percent off.</p>" for n in range(30)
)
_TEXT = "".join(f"<p>The office counted {n} boats on Tuesday, and one was missing.</p>" for n in range(20))


def _blocks(page: str) -> list[str]:
    (article,) = sources.read(Document("p.html", "text/html", f"<title>Boats</title>{page}".encode()))
    assert isinstance(article, Article)
    return [block.text for block in article.blocks]


def test_trafilatura_shows_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """When most text of a page is not the article, the place is the element most similar to trafilatura's text."""
    some = _SIDE[: 5 * len(_SIDE) // 30]
    found = Extracted(" ".join(html_tree.parse(_TEXT + some, where="").itertext()))
    monkeypatch.setattr("trafilatura.bare_extraction", lambda *_, **__: found)
    blocks = _blocks(f"<body><div><div><div><div>{_TEXT}</div></div></div></div><div class=content>{_SIDE}</div>")
    assert len(blocks) == 20
    assert all("office counted" in each for each in blocks)


def test_trafilatura_is_not_believed_when_it_found_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """A banner is not the article, even when it is all that trafilatura found."""
    banner = "Your browser is too old for this page, so please get a new one."
    monkeypatch.setattr("trafilatura.bare_extraction", lambda *_, **__: Extracted(banner))
    blocks = _blocks(f"<body><header><p>{banner}</p></header><div>{_TEXT}</div>")
    assert len(blocks) == 20


@pytest.mark.parametrize("around", ["<noscript>{}</noscript>", "<div style='display: none'>{}</div>"])
def test_a_page_that_is_hidden_as_a_whole_is_shown(around: str) -> None:
    """A page that a script would show is read; an element hidden beside an article is not."""
    assert len(_blocks("<body>" + around.format(_TEXT))) == 20
    assert (
        len(_blocks(f"<body><div>{_TEXT}</div>" + around.format("<p>Please switch on JavaScript, and call.</p>"))) == 20
    )


_TAGS = st.sampled_from(
    ["div", "p", "ul", "li", "table", "td", "h1", "pre", "br", "a", "blockquote", "section", "figure"]
)
_MARKUP = st.lists(
    st.one_of(
        st.builds("<{}>".format, _TAGS),
        st.builds("</{}>".format, _TAGS),
        st.builds(
            '<{} class="{}" id="{}">'.format, _TAGS, st.sampled_from(["share", "body", "ad"]), st.text(max_size=5)
        ),
        st.text(max_size=80),
    ),
    max_size=30,
).map("".join)


@settings(max_examples=settings().max_examples // 2)
@given(_MARKUP)
def test_any_markup_is_read_or_refused(markup: str) -> None:
    """Any order of tags and texts is read or refused."""
    document = Document("any.html", "text/html", markup.encode("utf-8", "surrogatepass"))
    check_readings(sources.read(document), document)
