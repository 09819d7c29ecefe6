"""Tests of small pages, each with one thing that is easily read wrongly; of `paywalls` and `transcript_times` too."""

from __future__ import annotations

import pytest

from audiocast import sources, tables
from audiocast.errors import SourceError
from audiocast.model.article import Article, Document
from audiocast.sources.extract import paywalls

_TEXT = (
    "The ferry to Gull Island will stop in March, the harbour office said, because its engine is too old.",
    "About forty people live on the island, and most of them go to work by ferry, as their parents did for many years.",
    "A smaller boat will carry them until the summer, but it can take no cars, and in a storm it will stay in harbour.",
    "The council hopes to buy a new ferry from Norway, which would be the first in the country that runs on batteries.",
    "Its crew of five will be trained over the winter, and the old ship will be given to the museum in the small town.",
)
_LAST = "Nobody knows yet what it will cost, a spokesman for the council said on Friday, but it is much."
_REST = "".join(f"<p>{each}</p>" for each in _TEXT)


def _read(inner: str, *, head: str = "", after: str = "", text: str = _REST) -> Article | SourceError:
    page = (
        f"<html lang=en><head><title>Ferry to stop</title>{head}</head><body><nav><a href=/>Home</a></nav><main>"
        f"<article><h1>Ferry to stop</h1>{text}{inner}</article></main>{after}</body></html>"
    )
    (found,) = sources.read(Document("page.html", "text/html", page.encode()))
    assert isinstance(found, Article | SourceError)
    return found


def _article(inner: str, **parts: str) -> Article:
    found = _read(inner, **parts)
    assert isinstance(found, Article), found
    return found


def _said(inner: str, **parts: str) -> list[str]:
    return [block.text for block in _article(inner, **parts).blocks]


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<p>The <span class="nav-font">old</span> ship <span class="ad-tx">sank</span>.</p>', "The old ship sank."),
        ("<p>Press <button>OK</button> and <output>42</output> shows.</p>", "Press OK and 42 shows."),
        ('<p><span class="header-font">T</span>he ship sank.</p>', "The ship sank."),
        ('<p><span aria-hidden="true">T</span><span class="sr-only">The</span> ship sank.</p>', "The ship sank."),
        ('<p><span class="sr-only">T</span><span aria-hidden="true">T</span>he ship sank.</p>', "The ship sank."),
        ('<p><span aria-hidden="true">T</span>he ship sank.</p>', "The ship sank."),
        ('<p><span aria-hidden="true">T</span>The ship sank.</p>', "The ship sank."),
        ('<p>See <a href="#f2">2</a> and Table <a href="#ta">A</a> there.</p>', "See 2 and Table A there."),
        ('<p>The ship<a href="#c2">2</a> sank.</p>', "The ship sank."),
        ('<p>The ship sank. <a href="#fn2">2</a></p>', "The ship sank."),
        ("<p>Mix 1 <sup>1</sup>⁄<sub>2</sub> cups.</p>", "Mix 1 1⁄2 cups."),
        ("<p>The keeper&amp;#8217;s lamp &amp;amp; lens sank.</p>", "The keeper’s lamp & lens sank."),
        ('<p>It was <span style="text-decoration: line-through">not</span> good.</p>', "It was good."),
        ("<p>He did.</p>", "He did."),
        ("<p>🔔 The tower closes. 🔔</p>", "🔔 The tower closes. 🔔"),
        (
            '<div role="alert"><p>Correction: this page gave the wrong year for the ferry: it was 1931.</p></div>',
            "Correction: this page gave the wrong year for the ferry: it was 1931.",
        ),
    ],
)
def test_no_word_of_a_sentence_is_lost_or_doubled(html: str, said: str) -> None:
    """A word in a sentence is said once, whatever its element is named, and marks of notes are not."""
    assert _said("", text=f"{_REST}{html}<p>{_LAST}</p>")[len(_TEXT) :] == [said, _LAST]


@pytest.mark.parametrize(
    "html",
    [
        '<p><span class="share">Share</span> <span class="social">Tweet</span></p>',
        '<div role="alert"><p>Please turn on JavaScript in your browser, or parts of the page will not work.</p></div>',
        "<form><p><label>Your name</label> <input></p></form>",
    ],
)
def test_controls_and_messages_of_a_page_are_not_said(html: str) -> None:
    """Names that stand for controls still count where there is no sentence around them."""
    assert _said(html) == list(_TEXT)


def test_a_disclaimer_that_is_longer_than_the_article_does_not_replace_it() -> None:
    """An element that is named as a disclaimer is left out before the article is searched."""
    legal = "".join(f"<p>The views, which may be wrong, are those of writer {n}, and no offer.</p>" for n in range(20))
    article = _article("", after=f"<div class=legal>{legal}</div>")
    assert [block.text for block in article.blocks] == list(_TEXT)
    assert "disclaimer" in {cut.rule for cut in article.cuts}


def test_captions_are_said_when_they_are_the_article() -> None:
    """In a series of pictures with long captions, the captions are the text."""
    figures = "".join(f"<figure><img src=a.jpg><figcaption>{each}</figcaption></figure>" for each in _TEXT)
    assert _said("", text=figures) == list(_TEXT)


def test_text_in_the_structured_data_is_read_when_the_page_has_none() -> None:
    """The article's text in JSON-LD replaces a page that needs JavaScript."""
    body = "\\n\\n".join(_TEXT)
    head = f'<script type="application/ld+json">{{"@type": "NewsArticle", "articleBody": "{body}"}}</script>'
    assert _said("", head=head, text="<div id=root></div>") == list(_TEXT)


@pytest.mark.parametrize(
    ("html", "day"),
    [
        ('<p class="date">May 1, 2024</p>', "2024-05-01"),
        ("<time>1 May 2024</time>", "2024-05-01"),
    ],
)
def test_a_visible_date_is_the_article_s(html: str, day: str) -> None:
    """Without a date in the page's data, the one above the text counts."""
    published = _article("", text=html + _REST).published
    assert published is not None
    assert published.date().isoformat() == day


def test_the_credit_of_a_picture_is_no_author() -> None:
    """Names marked as a picture's are not the author's."""
    assert not _article("", head='<meta name=author content="Photo: Jane Roe / AFP">').author


def test_times_of_a_transcript_are_not_said() -> None:
    """Times in brackets are left out of a transcript, and a single one stays."""
    spoken = "".join(f"<p><b>ROE:</b> [00:0{at}:12] {each}</p>" for at, each in enumerate(_TEXT))
    assert _said("", text=spoken) == [f"ROE: {each}" for each in _TEXT]
    assert _said("<p>The log says [00:01:12] and no more.</p>")[-1] == "The log says [00:01:12] and no more."


@pytest.mark.parametrize(
    ("place", "example"), [(row[0], row[2]) for row in tables.rows("paywalls", package=paywalls.__package__)]
)
def test_beginnings_are_refused(place: str, example: str) -> None:
    """Each example of the table shows that a page has only the beginning, and each row has one that fits."""
    assert place in {paywalls.ANYWHERE, paywalls.LATE}
    found = _read(f"<div><p>{example}</p><p>Our offers</p></div>")
    assert isinstance(found, SourceError)
    assert found.what == "shows only the beginning of its article"


def test_a_page_with_few_of_the_words_it_promises_is_a_beginning() -> None:
    """The number of words in the structured data tells a beginning from a short article."""
    head = '<script type="application/ld+json">{"@type": "NewsArticle", "wordCount": %d}</script>'
    assert isinstance(_read("", head=head % 900), SourceError)
    assert isinstance(_read("", head=head % 110), Article)


def test_an_article_about_subscriptions_is_read() -> None:
    """A long sentence about subscribers is no offer."""
    said = (
        "The paper said that readers must subscribe to continue reading "
        + "and so on, as it was before, " * 12
        + "it said."
    )
    assert _said(f"<p>{said}</p>")[-1] == said
