"""What does the feed say?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocast import feed
from audiocast.errors import ConfigError
from audiocast.model import Chapter, Enclosure, Episode, Show

NS = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
}
SHOW = Show(
    title="Morning & Evening",
    description="Written news.\nRead aloud.",
    author="The Editors",
    base_url="https://example.org/cast/",
    itunes_category=("News", "Daily News"),
)
COVER = Enclosure("cover-0123456789.jpg", 1, "image/jpeg")
GUID = "9b024349-ccf0-5f69-a609-6b82873eab3c"
EPISODE = Episode(
    id="storm",
    guid="c503c486-96e7-529f-8532-5b358aeaa732",
    published=datetime(2026, 3, 4, 7, 0, tzinfo=timezone(timedelta(hours=2))),
    fingerprint="f" * 64,
    digest="",
    title="Storm over Öland",
    author="Jane Doe",
    language="en-GB",
    link="https://example.org/storm?a=1&b=ö",
    origin="storm.txt",
    categories=("Audio Sources", "Weather"),
    summary="It blew.\nNobody was hurt.",
    enclosure=Enclosure("episodes/storm ö-0123456789.mp3", 123_456, "audio/mpeg"),
    duration_ms=61_600,
    chapters=(Chapter("Start", 0, 30_000), Chapter("The <end>", 30_000, 3_661_000)),
    transcripts=(
        Enclosure("episodes/storm.vtt", 1, "text/vtt"),
        Enclosure("episodes/storm.transcript.json", 1, "application/json"),
    ),
    chapters_file=Enclosure("episodes/storm.chapters.json", 1, "application/json+chapters"),
    cuts=(),
)

texts = st.text(st.characters(exclude_categories=[]), max_size=400)


def _channel(*episodes: Episode, show: Show = SHOW) -> ET.Element:
    root = ET.fromstring(feed.build(show, episodes, cover=COVER, guid=GUID))  # noqa: S314 - our own XML
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    (channel,) = root
    return channel


def _text(parent: ET.Element, path: str) -> str:
    (element,) = parent.findall(path, NS)
    assert element.text is not None
    assert element.text == element.text.strip()
    return element.text


def _items(channel: ET.Element) -> list[ET.Element]:
    return channel.findall("item")


def test_channel() -> None:
    """The channel has all that directories demand, each exactly once."""
    channel = _channel(EPISODE)
    assert _text(channel, "title") == "Morning & Evening"
    assert _text(channel, "link") == "https://example.org/cast/"
    assert _text(channel, "description") == "Written news.\nRead aloud."
    assert _text(channel, "language") == "en-us"
    assert _text(channel, "lastBuildDate") == "Wed, 04 Mar 2026 07:00:00 +0200"
    assert _text(channel, "itunes:author") == "The Editors"
    assert _text(channel, "itunes:explicit") == "false"
    assert _text(channel, "itunes:type") == "episodic"
    assert _text(channel, "podcast:guid") == GUID
    assert _text(channel, "podcast:locked") == "yes"
    assert _text(channel, "podcast:medium") == "podcast"
    assert _text(channel, "podcast:txt") == "true"
    (self_link,) = channel.findall("atom:link", NS)
    assert self_link.attrib == {
        "href": "https://example.org/cast/feed.xml",
        "rel": "self",
        "type": "application/rss+xml",
    }
    (category,) = channel.findall("itunes:category", NS)
    assert [category.get("text"), *(sub.get("text") for sub in category)] == ["News", "Daily News"]
    (image,) = channel.findall("itunes:image", NS)
    assert image.get("href") == "https://example.org/cast/cover-0123456789.jpg"
    assert _text(channel, "image/url") == image.get("href")
    assert _text(channel, "image/title") == _text(channel, "title")
    assert _text(channel, "image/link") == _text(channel, "link")


def test_address_of_the_owner_only_when_given() -> None:
    """A mail address is published when the user gives one, and only then."""
    assert not _channel(EPISODE).findall("itunes:owner", NS)
    channel = _channel(EPISODE, show=replace(SHOW, email="editor@example.org"))
    assert _text(channel, "itunes:owner/itunes:email") == "editor@example.org"
    assert _text(channel, "itunes:owner/itunes:name") == "The Editors"
    (locked,) = channel.findall("podcast:locked", NS)
    assert locked.get("owner") == "editor@example.org"


def test_item() -> None:
    """An item has all that players look for, each exactly once, with ASCII addresses and whole seconds."""
    (item,) = _items(_channel(EPISODE))
    assert _text(item, "title") == _text(item, "itunes:title") == "Storm over Öland"
    assert _text(item, "link") == "https://example.org/storm?a=1&b=%C3%B6"
    assert _text(item, "description") == "It blew.\nNobody was hurt."
    assert _text(item, "pubDate") == "Wed, 04 Mar 2026 07:00:00 +0200"
    assert _text(item, "itunes:duration") == "62"
    assert _text(item, "itunes:explicit") == "false"
    assert _text(item, "itunes:episodeType") == "full"
    assert _text(item, "itunes:author") == "Jane Doe"
    (guid,) = item.findall("guid")
    assert (guid.text, guid.get("isPermaLink")) == (EPISODE.guid, "false")
    (enclosure,) = item.findall("enclosure")
    assert enclosure.attrib == {
        "url": "https://example.org/cast/episodes/storm%20%C3%B6-0123456789.mp3",
        "length": "123456",
        "type": "audio/mpeg",
    }
    assert [category.text for category in item.findall("category")] == ["Audio Sources", "Weather"]
    assert not item.findall("itunes:episode", NS)
    assert _text(item, "podcast:txt") == "true"
    people = [(person.text, person.get("role")) for person in item.findall("podcast:person", NS)]
    assert people == [("Jane Doe", "author"), ("The Editors", "producer")]


def test_companions_of_an_item() -> None:
    """Transcripts come in their order, WebVTT as captions, and there is one chapters file."""
    (item,) = _items(_channel(EPISODE))
    base = "https://example.org/cast/episodes/"
    assert [transcript.attrib for transcript in item.findall("podcast:transcript", NS)] == [
        {"url": f"{base}storm.vtt", "type": "text/vtt", "language": "en-GB", "rel": "captions"},
        {"url": f"{base}storm.transcript.json", "type": "application/json", "language": "en-GB"},
    ]
    (chapters,) = item.findall("podcast:chapters", NS)
    assert chapters.attrib == {"url": f"{base}storm.chapters.json", "type": "application/json+chapters"}


def test_notes() -> None:
    """The notes follow the description: summary, chapters with their times, the article's link, the correction."""
    (item,) = _items(_channel(replace(EPISODE, updated=datetime(2026, 4, 1, tzinfo=UTC))))
    tags = [element.tag for element in item]
    assert tags.index("description") < tags.index(f"{{{NS['content']}}}encoded")
    assert _text(item, "content:encoded").splitlines() == [
        "<p>It blew.</p>",
        "<p>Nobody was hurt.</p>",
        "<ul><li>00:00:00 Start</li><li>00:00:30 The &lt;end&gt;</li></ul>",
        '<p><a href="https://example.org/storm?a=1&amp;b=%C3%B6">Storm over Öland</a></p>',
        "<p>Updated 2026-04-01</p>",
    ]


def test_serial_show() -> None:
    """A serial show says so, and its items have their numbers."""
    channel = _channel(replace(EPISODE, season=2, number=7), show=replace(SHOW, kind="serial", explicit=True))
    (item,) = _items(channel)
    assert _text(channel, "itunes:type") == "serial"
    assert (_text(item, "itunes:season"), _text(item, "itunes:episode")) == ("2", "7")
    assert _text(item, "itunes:explicit") == _text(channel, "itunes:explicit") == "true"


def test_own_picture_of_an_episode() -> None:
    """An episode with a picture of its own shows it."""
    (item,) = _items(_channel(replace(EPISODE, image=Enclosure("episodes/a.jpg", 1, "image/jpeg"))))
    (image,) = item.findall("itunes:image", NS)
    assert image.get("href") == "https://example.org/cast/episodes/a.jpg"


def test_newest_first_and_dated_by_the_content() -> None:
    """Items are ordered by date, and the feed is as old as its youngest change: the same episodes, the same bytes."""
    old = replace(EPISODE, guid="old", published=datetime(2020, 1, 1, tzinfo=UTC))
    changed = replace(EPISODE, guid="changed", published=datetime(2021, 1, 1, tzinfo=UTC), updated=EPISODE.published)
    new = replace(EPISODE, guid="new", published=datetime(2022, 1, 1, tzinfo=UTC))
    orders = [(old, changed, new), (new, old, changed), (changed, new, old)]
    first, *others = (feed.build(SHOW, order, cover=COVER, guid=GUID) for order in orders)
    assert others == [first, first]
    channel = _channel(changed, old, new)
    assert [_text(item, "guid") for item in _items(channel)] == ["new", "changed", "old"]
    assert parsedate_to_datetime(_text(channel, "lastBuildDate")) == EPISODE.published


def test_empty_feed() -> None:
    """A show without episodes is a feed too, and even then no clock is read."""
    channel = _channel()
    assert not _items(channel)
    assert not channel.findall("lastBuildDate")


def test_nothing_to_say() -> None:
    """An episode of which only the id is known has a title, a description and notes all the same."""
    bare = replace(EPISODE, title="", summary="", link="", author="", categories=(), chapters=(), duration_ms=3)
    (item,) = _items(_channel(bare))
    assert _text(item, "title") == _text(item, "description") == "storm"
    assert _text(item, "content:encoded") == "<p>storm</p>"
    assert _text(item, "itunes:duration") == "1"
    assert not item.findall("link")


@settings(deadline=None)
@given(texts, texts, texts, texts)
def test_any_text(title: str, summary: str, link: str, filename: str) -> None:
    """Whatever an article holds, the XML is well-formed, limits are kept, addresses are ASCII, and titles come back."""
    episode = replace(
        EPISODE,
        title=title,
        author=title,
        summary=summary * 40,
        link=f"https://example.org/{link}",
        categories=(title,),
        chapters=(Chapter(title, 0, 1), Chapter(summary, 1, 2)),
        enclosure=Enclosure(filename, 5, "audio/mpeg"),
    )
    show = replace(SHOW, description=summary * 40, author=title, email=link)
    content = feed.build(show, [episode], cover=COVER, guid=GUID)
    channel = _channel(episode, show=show)
    (item,) = _items(channel)
    kept = re.sub(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+", " ", re.sub("[\ud800-\udfff\ufffe\uffff]", "", title)).strip()
    found = _text(item, "title")
    assert found == (kept or "storm") or (len(kept) > 255 and kept.startswith(found[:-1]) and len(found) <= 255)
    assert all(len(_text(parent, "description").encode()) <= 4000 for parent in (channel, item))
    (enclosure,) = item.findall("enclosure")
    for url in (enclosure.get("url", ""), *(element.text or "" for element in item.findall("link"))):
        assert url.isascii()
        assert re.fullmatch(r"https://[^\s<>\"]+", url)
    assert content == feed.build(show, [episode], cover=COVER, guid=GUID)


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("Prices < wages & <3", "Prices < wages & <3"),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("the entity &amp;", "the entity &amp;amp;"),
    ],
)
def test_description_is_text_even_when_taken_for_html(written: str, published: str) -> None:
    """A description stays readable as text; only what would act as HTML is escaped."""
    (item,) = _items(_channel(replace(EPISODE, summary=written)))
    assert _text(item, "description") == published


def test_long_description_ends_between_words() -> None:
    """A description over 4,000 bytes is cut after a word, and never inside an entity or a letter."""
    (item,) = _items(_channel(replace(EPISODE, summary="<b> ööö " * 2000)))
    found = _text(item, "description")
    assert 3900 < len(found.encode()) <= 4000
    assert re.search(r"(&lt;b&gt;|ööö)…$", found)


@pytest.mark.parametrize(
    ("link", "published"),
    [
        ("http://bücher.example/ä%20ö?q=ß#ü", "http://xn--bcher-kva.example/%C3%A4%20%C3%B6?q=%C3%9F#%C3%BC"),
        ("https://example.org:8443", "https://example.org:8443/"),
        ("https://[::1]/100%", "https://[::1]/100%25"),
        ("javascript:alert(1)", None),
        ("seeds/storm.txt", None),
        ("https://", None),
        ("https://[", None),
        ("https://example.org:port/", None),
        ("https://a..b/", None),
    ],
)
def test_links(link: str, published: str | None) -> None:
    """Web addresses are written in ASCII; what is none is not published."""
    (item,) = _items(_channel(replace(EPISODE, link=link)))
    assert [element.text for element in item.findall("link")] == ([published] if published else [])


@pytest.mark.parametrize(
    ("wrong", "what"),
    [
        ({"title": " \x00"}, "no title"),
        ({"base_url": "https://example.org/cast"}, "base_url"),
        ({"base_url": "example.org/"}, "base_url"),
        ({"language": "english"}, "language"),
        ({"language": "qq"}, "language"),
        ({"language": "en us"}, "language"),
        ({"kind": "weekly"}, "kind"),
        ({"guid": "1234"}, "guid"),
        ({"itunes_category": ()}, "itunes_category"),
        ({"itunes_category": ("news",)}, "'News'"),
        ({"itunes_category": ("News", "Daily news")}, "'Daily News'"),
        ({"itunes_category": ("Technology", "Gadgets")}, "Leave it out"),
        ({"itunes_category": ("News", "Politics", "Politics")}, "itunes_category"),
    ],
)
def test_wrong_shows_are_refused(wrong: dict[str, Any], what: str) -> None:
    """What directories would refuse is refused before any work, with what to write instead."""
    with pytest.raises(ConfigError, match=what):
        feed.check(replace(SHOW, **wrong))


def test_the_shows_own_guid_wins() -> None:
    """A show that comes from elsewhere keeps its identity."""
    show = replace(SHOW, guid="917393e3-1b1e-5cef-ace4-edaa54e1f810")
    assert _text(_channel(EPISODE, show=show), "podcast:guid") == show.guid
