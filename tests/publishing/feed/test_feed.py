"""The content of feeds, and which files are written again: feed.update, feed.paging and feed.rss."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocast.config.settings import Feed, Person, Show
from audiocast.errors import ConfigError, PublishError
from audiocast.model.audio import Chapter
from audiocast.model.episode import Enclosure, Episode
from audiocast.publishing import catalog, dates_and_numbers, feed
from audiocast.publishing.feed import rss
from audiocast.publishing.feed.paging import split

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


def _build(*episodes: Episode, show: Show = SHOW) -> bytes:
    (page, *_), _ = split(episodes, "feed.xml")
    own_pages = {episode.id: feed.own_page(episode.id) for episode in episodes}
    return rss.build(show, page, cover=COVER, guid=GUID, own_pages=own_pages)


def _channel(*episodes: Episode, show: Show = SHOW) -> ET.Element:
    return _parsed(_build(*episodes, show=show))


def _parsed(content: bytes) -> ET.Element:
    root = ET.fromstring(content)
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
        '<p>The article: <a href="https://example.org/storm?a=1&amp;b=%C3%B6">Storm over Öland</a></p>',
        '<p><a href="https://example.org/cast/episodes/storm-9a105749cf.html">Read along</a></p>',
        "<p>Updated 2026-04-01</p>",
        "<p>Read by a synthetic voice.</p>",
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
    first, *others = (_build(*order) for order in orders)
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
    assert _text(item, "content:encoded")
    assert _text(item, "itunes:duration") == "1"


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
    content = _build(episode, show=show)
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
    assert content == _build(episode, show=show)


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
    """Web addresses are written in ASCII; in place of what is none, the episode's own page is linked to."""
    (item,) = _items(_channel(replace(EPISODE, link=link)))
    assert _text(item, "link") == (published or "https://example.org/cast/" + feed.own_page("storm"))


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
        ({"itunes_category": ("news",)}, '"News"'),
        ({"itunes_category": ("News", "Daily news")}, '"Daily News"'),
        ({"itunes_category": ("Business", "Qx")}, 'of Business. Choose "Careers", '),
        ({"itunes_category": ("Technology", "Gadgets")}, "Leave it out"),
        ({"itunes_category": ("News", "Politics", "Politics")}, "itunes_category"),
        ({"season": -1}, "season"),
        ({"medium": "podcasts"}, 'Did you mean "podcast"'),
        ({"update_frequency": "week"}, 'Did you mean "weekly"'),
        ({"update_frequency": "FREQ=SOMETIMES"}, "update_frequency"),
        ({"new_feed_url": "feed.xml"}, "new_feed_url"),
        ({"funding": "ftp://example.org"}, "funding"),
        ({"persons": (Person(" "),)}, "no name"),
        ({"persons": (Person("A", image="a.jpg"),)}, "image"),
        ({"feeds": (Feed("feed.xml", "A"),)}, "name of another feed"),
        ({"feeds": (Feed("a.xml", "A"), Feed("A.xml", "B"))}, "name of another feed"),
        ({"feeds": (Feed("../a.xml", "A"),)}, "filename"),
        ({"feeds": (Feed("feed-2.xml", "A"),)}, "no number at the end"),
        ({"feeds": (Feed("a.xml", ""),)}, "no title"),
        ({"feeds": (Feed("a.xml", "A", kind="x"),)}, "kind"),
        ({"feeds": (Feed("a.xml", "A", guid="x"),)}, "guid"),
        ({"feeds": (Feed("a.xml", "A", link="x"),)}, "link"),
        ({"feeds": (Feed("a.xml", "A", itunes_category=("Sport",)),)}, '"Sports"'),
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


def test_what_else_a_show_can_say() -> None:
    """Each of the further settings is in the channel, the way its specification has it."""
    show = replace(
        SHOW,
        locked=False,
        medium="newsletter",
        update_frequency="weekdays",
        complete=True,
        block=True,
        new_feed_url="https://example.org/new.xml",
        copyright="© 2026 Jane",
        funding="https://example.org/give",
        verification="abc",
        persons=(Person("Jane", role="host", link="https://example.org/jane"), Person("The Editors", role="editor")),
    )
    channel = _channel(EPISODE, show=show)
    assert _text(channel, "podcast:locked") == "no"
    assert _text(channel, "podcast:medium") == "newsletter"
    (frequency,) = channel.findall("podcast:updateFrequency", NS)
    assert frequency.attrib == {"rrule": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "complete": "true"}
    assert frequency.text == "Every weekday"
    assert _text(channel, "itunes:complete") == _text(channel, "itunes:block") == "Yes"
    assert _text(channel, "itunes:new-feed-url") == "https://example.org/new.xml"
    assert _text(channel, "copyright") == "© 2026 Jane"
    (funding,) = channel.findall("podcast:funding", NS)
    assert funding.get("url") == "https://example.org/give"
    assert {text.get("purpose"): text.text for text in channel.findall("podcast:txt", NS)} == {
        "ai-content": "true",
        "applepodcastsverify": "abc",
    }
    people = [(person.text, person.get("role"), person.get("href")) for person in channel.findall("podcast:person", NS)]
    assert people == [("Jane", "host", "https://example.org/jane"), ("The Editors", "editor", None)]


def test_a_browser_shows_a_page() -> None:
    """Before the feed stand the stylesheets that make a page of it, the better one first."""
    assert _build(EPISODE).splitlines()[1:3] == [
        b'<?xml-stylesheet type="text/xsl" href="feed.xsl"?>',
        b'<?xml-stylesheet type="text/css" href="feed.css"?>',
    ]


# ---------------------------------------------------------------- pages


def _many(count: int, *, first: int = 0) -> list[Episode]:
    day = datetime(2020, 1, 1, tzinfo=UTC)
    return [
        replace(EPISODE, id=f"a{n}", guid=f"g{n:05}", published=day + timedelta(hours=2 * n), summary=f"Number {n}.")
        for n in range(first, first + count)
    ]


def _publish(folder: Path, *episodes: Episode, show: Show = SHOW) -> tuple[str, ...]:
    return feed.publish(show, episodes, folder=folder, cover=COVER)


def _links(channel: ET.Element) -> dict[str, str]:
    links = {link.get("rel", ""): link.get("href", "") for link in channel.findall("atom:link", NS)}
    return {rel: href.removeprefix(SHOW.base_url) for rel, href in links.items()}


def _walk(folder: Path, filename: str = "feed.xml") -> list[list[str]]:
    """The GUIDs page by page, as a reader of RFC 5005 finds them."""
    pages = []
    name, before = filename, ""
    while name:
        channel = _parsed((folder / name).read_bytes())
        links = _links(channel)
        assert links["self"] == name
        assert links.get("previous", "") == before
        if len(links) > 1:
            assert links["first"] == filename
        pages.append([_text(item, "guid") for item in _items(channel)])
        before, name = name, links.get("next", "")
        assert name or links.get("last", before) == before
    return pages


def test_a_short_feed_is_one_file(tmp_path: Path) -> None:
    """Up to a thousand episodes there is one page, and it names no other."""
    assert _publish(tmp_path, *_many(1000)) == ("feed.xml",)
    assert [len(page) for page in _walk(tmp_path)] == [1000]
    assert _links(_parsed((tmp_path / "feed.xml").read_bytes())).keys() == {"self"}


def test_pages_of_a_long_feed(tmp_path: Path) -> None:
    """A long feed is pages that lead from the newest episode to the oldest, all of them, each once, in order."""
    episodes = _many(2300)
    assert _publish(tmp_path, *episodes) == ("feed-2.xml", "feed-3.xml", "feed-4.xml", "feed.xml")
    pages = _walk(tmp_path)
    assert [len(page) for page in pages] == [800, 500, 500, 500]
    assert [guid for page in pages for guid in page] == sorted((each.guid for each in episodes), reverse=True)


def test_old_pages_stay_as_they_are(tmp_path: Path) -> None:
    """A new episode changes the first page; when that is full, a page is begun and its neighbor learns of it."""
    episodes = _many(2000)
    _publish(tmp_path, *episodes)
    assert _publish(tmp_path, *episodes) == ()
    assert _publish(tmp_path, *_many(2001)) == ("feed-3.xml", "feed-4.xml", "feed.xml")
    assert _publish(tmp_path, *_many(2002)) == ("feed.xml",)
    assert [len(page) for page in _walk(tmp_path)] == [502, 500, 500, 500]


def test_late_comers_change_their_own_page(tmp_path: Path) -> None:
    """An old article that is published late, corrected or withdrawn changes the page it is on and no other."""
    episodes = _many(2300)
    _publish(tmp_path, *episodes)
    late = replace(EPISODE, id="late", guid="late", published=episodes[700].published + timedelta(minutes=1))
    assert _publish(tmp_path, *episodes, late) == ("feed-3.xml",)
    assert [len(page) for page in _walk(tmp_path)] == [800, 500, 501, 500]
    episodes[100] = replace(episodes[100], updated=datetime(2026, 1, 1, tzinfo=UTC))
    assert _publish(tmp_path, *episodes, late) == ("feed-2.xml",)
    assert _publish(tmp_path, *episodes[:1100], *episodes[1101:], late) == ("feed-4.xml",)


def test_a_shrunken_feed_leaves_no_pages(tmp_path: Path) -> None:
    """When most episodes go, pages are made anew, and those that no feed names are removed."""
    _publish(tmp_path, *_many(2300))
    assert _publish(tmp_path, *_many(10)) == ("feed.xml",)
    assert sorted(path.name for path in tmp_path.glob("feed*.xml")) == ["feed.xml"]


@settings(max_examples=settings().max_examples // 4)
@given(st.lists(st.lists(st.integers(0, 60), max_size=60), max_size=6))
def test_any_history(histories: list[list[int]]) -> None:
    """Whatever comes and goes, pages hold every episode once, newest first, none too long, their names in order."""
    marks: list[tuple[datetime, str]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("audiocast.publishing.feed.paging.MOST", 10)
        patch.setattr("audiocast.publishing.feed.paging.FROZEN", 5)
        patch.setattr("audiocast.publishing.feed.paging._LEAST", 3)
        for numbers in histories:
            episodes = [_many(1, first=number)[0] for number in set(numbers)]
            pages, marks = split(episodes, "feed.xml", marks)
            assert [each.guid for page in pages for each in page.episodes] == sorted(
                (each.guid for each in episodes), reverse=True
            )
            assert all(len(page.episodes) <= 10 for page in pages)
            count = len(pages)
            assert [page.filename for page in pages] == ["feed.xml", *(f"feed-{n}.xml" for n in range(count, 1, -1))]
            assert split(episodes, "feed.xml", marks) == (pages, marks)


# ---------------------------------------------------------------- files


def test_nothing_new_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When nothing has changed, nothing is built and no file is touched."""
    _publish(tmp_path, EPISODE)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    monkeypatch.setattr(rss, "build", None)
    assert _publish(tmp_path, EPISODE) == ()
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("state", [None, b"", b"[]", b'{"files": 1, "marks": 2}', b'{"files": {}, "marks": {"a": 3}}'])
def test_what_is_remembered_may_be_lost(tmp_path: Path, state: bytes | None) -> None:
    """Without its memory, or with a damaged one, the same feed is built and not written again."""
    _publish(tmp_path, EPISODE)
    memory = tmp_path / ".feed.json"
    good = memory.read_bytes()
    memory.unlink()
    if state is not None:
        memory.write_bytes(state)
    assert _publish(tmp_path, EPISODE) == ()
    assert memory.read_bytes() == good


@pytest.mark.parametrize("marks", ["null", "[1]", '[["x", "y"]]', '[["2020-01-01T00:00:00", "y"]]', "{}"])
def test_damaged_marks(tmp_path: Path, marks: str) -> None:
    """Marks that make no sense are as good as none."""
    (tmp_path / ".feed.json").write_text(f'{{"files": {{"feed.xml": 1}}, "marks": {{"feed.xml": {marks}}}}}')
    assert _publish(tmp_path, EPISODE) == ("feed.xml",)


def test_a_spoiled_feed_is_mended(tmp_path: Path) -> None:
    """A feed that somebody changed or deleted is written again."""
    _publish(tmp_path, EPISODE)
    good = (tmp_path / "feed.xml").read_bytes()
    (tmp_path / "feed.xml").write_bytes(good.replace(b"Storm", b"Calm"))
    assert _publish(tmp_path, EPISODE) == ("feed.xml",)
    (tmp_path / "feed.xml").unlink()
    assert _publish(tmp_path, EPISODE) == ("feed.xml",)
    assert (tmp_path / "feed.xml").read_bytes() == good


def test_a_feed_that_can_not_be_written(tmp_path: Path) -> None:
    """The error says where and why, and nothing half written is left."""
    (tmp_path / "feed.xml").mkdir()
    with pytest.raises(PublishError, match=r"feed\.xml"):
        _publish(tmp_path, EPISODE)
    assert not list(tmp_path.glob(".feed.xml*"))


def test_further_feeds(tmp_path: Path) -> None:
    """Each further feed is a podcast of its own: title, address, identity, and those episodes of its categories."""
    sport = replace(EPISODE, id="goal", guid="goal", categories=("sports  – Football",))
    show = replace(
        SHOW,
        feeds=(
            Feed("sports.xml", "Sports", categories=("Sports",), itunes_category=("Sports",)),
            Feed("all.xml", "All", "All of it.", link="https://example.org/all", kind="serial", guid=EPISODE.guid),
        ),
    )
    assert _publish(tmp_path, EPISODE, sport, show=show) == ("feed.xml", "sports.xml", "all.xml")
    main, sports, everything = (
        _parsed((tmp_path / name).read_bytes()) for name in ("feed.xml", "sports.xml", "all.xml")
    )
    assert [len(_items(channel)) for channel in (main, sports, everything)] == [2, 1, 2]
    assert _text(sports, "item/guid") == "goal"
    assert _text(sports, "title") == "Sports"
    assert _text(sports, "description") == _text(main, "description")
    assert _text(everything, "description") == "All of it."
    assert _text(everything, "link") == "https://example.org/all"
    assert _text(everything, "itunes:type") == "serial"
    guids = [_text(channel, "podcast:guid") for channel in (main, sports, everything)]
    assert len(set(guids)) == 3
    assert guids[2] == EPISODE.guid
    assert _links(sports)["self"] == "sports.xml"
    moved = replace(show, base_url="https://example.net/", feeds=show.feeds[:1])
    assert _publish(tmp_path, EPISODE, sport, show=moved) == ("feed.xml", "sports.xml")
    assert not (tmp_path / "all.xml").exists()
    after = [_text(_parsed((tmp_path / name).read_bytes()), "podcast:guid") for name in ("feed.xml", "sports.xml")]
    assert after == guids[:2]


# ---------------------------------------------------------------- numbers


def test_numbers_are_given_once_in_order(tmp_path: Path) -> None:
    """Episodes of a serial show are numbered by date, keep their number, and a season begins at 1 again."""
    old = _many(3)
    known = dates_and_numbers.numbered({each.id: each for each in old[1:]}, tmp_path)
    assert [known[each.id].number for each in old[1:]] == [1, 2]
    assert catalog.read(tmp_path).episodes == known
    late = dates_and_numbers.numbered({**known, old[0].id: old[0]}, tmp_path)
    assert [late[each.id].number for each in old] == [3, 1, 2]
    (new,) = _many(1, first=7)
    after = dates_and_numbers.numbered({**late, new.id: new}, tmp_path, season=2)
    assert {each.id: (each.season, each.number) for each in after.values()} == {
        **{each.id: (0, each.number) for each in late.values()},
        new.id: (2, 1),
    }
    assert dates_and_numbers.numbered(after, tmp_path, season=2) == after


@settings(max_examples=settings().max_examples // 2)
@given(st.permutations(range(6)), st.integers(1, 6))
def test_a_lost_number_is_found_again(order: list[int], lost: int) -> None:
    """An episode whose number got lost gets it back, for there is one place where its date belongs."""
    with TemporaryDirectory() as folder:
        episodes = _many(6)
        whole = dates_and_numbers.numbered({episodes[number].id: episodes[number] for number in order}, Path(folder))
        assert [whole[each.id].number for each in episodes] == [1, 2, 3, 4, 5, 6]
        gone = next(each for each in whole.values() if each.number == lost)
        assert dates_and_numbers.numbered({**whole, gone.id: replace(gone, number=0)}, Path(folder)) == whole
