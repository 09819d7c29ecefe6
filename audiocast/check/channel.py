"""Rules about the feed: the show and its episodes."""

from __future__ import annotations

import re
import uuid
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from audiocast.check.rss import SPACES, date, text
from audiocast.config import web_hosts
from audiocast.config.settings import Show
from audiocast.errors import ConfigError
from audiocast.publishing import feed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audiocast.check.material import Podcast
    from audiocast.check.rss import Item

_MOST_BYTES = 5_000_000
_MOST_DESCRIPTION = 4_000
_MOST_LETTERS = 255
_UUID_BY_NAME = 5
_TRANSCRIPTS = {"text/vtt", "application/x-subrip", "application/srt", "application/json", "text/html", "text/plain"}
_MEDIA = {"podcast", "music", "video", "film", "audiobook", "newsletter", "blog", "publisher", "course", "mixed"}
_TRUTHS = {"true", "false"}
# Clocks of this and the publishing machine differ.
_GRACE = timedelta(minutes=5)


# ---------------------------------------------------------------- document


def is_rss(podcast: Podcast) -> Iterator[str]:
    """Check that the feed is RSS 2.0, written as UTF-8 XML."""
    for page in (podcast.feed, *podcast.pages):
        if page.problem:
            yield f"{page.name}: {page.problem}" if page.content else f"there is no {page.name}"


def namespaces(podcast: Podcast) -> Iterator[str]:
    """Check that the XML namespaces are exact."""
    for prefix, uri in SPACES.items():
        if uri not in podcast.feed.spaces:
            yield f"the namespace {prefix} is not declared as {uri}"


def size(podcast: Podcast) -> Iterator[str]:
    """Check that the feed is short enough for validators."""
    for page in (podcast.feed, *podcast.pages):
        if len(page.content) > _MOST_BYTES:
            yield f"{page.name} has {len(page.content)} bytes"


def address(podcast: Podcast) -> Iterator[str]:
    """Check that the feed has one link to itself."""
    links = podcast.feed.links("self")
    if len(links) != 1:
        yield f"it has {len(links)} links to itself"
    elif not links[0].endswith("/" + podcast.feed.name):
        yield f"it says that it is at {links[0]}"


def public(podcast: Podcast) -> Iterator[str]:
    """Check that the feed has a public address."""
    _ = podcast.feed.channel
    if web_hosts.is_private_url(podcast.feed.base):
        yield f"the addresses begin with {podcast.feed.base}, which only this machine or network can reach"


# ---------------------------------------------------------------- channel


def required(podcast: Podcast) -> Iterator[str]:
    """Check that the show has a title, a link, a description and a language."""
    for name in ("title", "link", "description", "language"):
        value = text(podcast.feed.channel, name)
        if not value.strip():
            yield f"it has no {name}"
        elif value != value.strip():
            yield f"its {name} begins or ends with a space"


def lengths(podcast: Podcast) -> Iterator[str]:
    """Check that the texts of the show are short enough."""
    channel = podcast.feed.channel
    yield from _too_long(text(channel, "description"))
    for name in ("title", "itunes:author", "copyright"):
        if len(text(channel, name)) > _MOST_LETTERS:
            yield f"its {name} has {len(text(channel, name))} characters; at most {_MOST_LETTERS} are allowed"


def language(podcast: Podcast) -> Iterator[str]:
    """Check that the language is an ISO 639 code."""
    value = text(podcast.feed.channel, "language")
    if value:
        yield from _refusals(Show(title="x", description="x", language=value))


def category(podcast: Podcast) -> Iterator[str]:
    """Check that the category is on Apple's list."""
    found = podcast.feed.channel.findall("itunes:category", SPACES)
    if not found:
        yield "it has no itunes:category"
    for each in found:
        names = [each.get("text", ""), *(sub.get("text", "") for sub in each.findall("itunes:category", SPACES))]
        yield from _refusals(Show(title="x", description="x", itunes_category=tuple(names)))


def explicit(podcast: Podcast) -> Iterator[str]:
    """Check that the explicit flags are true or false."""
    value = text(podcast.feed.channel, "itunes:explicit")
    if value not in _TRUTHS:
        yield f"itunes:explicit is {value!r}, not true or false"
    for item in podcast.items:
        value = text(item.element, "itunes:explicit")
        if value and value not in _TRUTHS:
            yield f"itunes:explicit of {item.name} is {value!r}, not true or false"


def image(podcast: Podcast) -> Iterator[str]:
    """Check that the show has a picture for all readers."""
    channel = podcast.feed.channel
    if not [each for each in channel.findall("itunes:image", SPACES) if each.get("href")]:
        yield "it has no itunes:image"
    if not text(channel, "image/url"):
        yield "it has no RSS <image>"
    for name in ("title", "link"):
        if text(channel, "image/url") and text(channel, f"image/{name}") != text(channel, name):
            yield f"the {name} of its image differs from that of the channel"


def link(podcast: Podcast) -> Iterator[str]:
    """Check that the link of the show is a web page."""
    value = text(podcast.feed.channel, "link")
    if value and (value == podcast.feed.address or not _is_web(value)):
        yield f"its link is {value}, which is the feed or not a web address"


def author(podcast: Podcast) -> Iterator[str]:
    """Check that the show has an author."""
    if not text(podcast.feed.channel, "itunes:author").strip():
        yield "it has no itunes:author"


def owner(podcast: Podcast) -> Iterator[str]:
    """Check that the show has an owner with an email address."""
    if "@" not in text(podcast.feed.channel, "itunes:owner/itunes:email"):
        yield "it has no itunes:owner with an email address, so directories can't verify that the feed is yours"


def identity(podcast: Podcast) -> Iterator[str]:
    """Check that the show has a GUID."""
    value = text(podcast.feed.channel, "podcast:guid")
    try:
        if uuid.UUID(value).version != _UUID_BY_NAME:
            yield f"its podcast:guid {value} is not of version 5"
    except ValueError:
        yield f"its podcast:guid is {value!r}" if value else "it has no podcast:guid"


def locked(podcast: Podcast) -> Iterator[str]:
    """Check that the show says whether other hosts may import it."""
    value = text(podcast.feed.channel, "podcast:locked")
    if value not in {"yes", "no"}:
        yield f"its podcast:locked is {value!r}"


def medium(podcast: Podcast) -> Iterator[str]:
    """Check that the medium is one that players support."""
    value = text(podcast.feed.channel, "podcast:medium")
    if value and value not in _MEDIA:
        yield f"its podcast:medium is {value!r}"


def kind(podcast: Podcast) -> Iterator[str]:
    """Check that the show is episodic, or serial with numbers."""
    value = text(podcast.feed.channel, "itunes:type")
    if value not in {"", "episodic", "serial"}:
        yield f"its itunes:type is {value!r}"
    if value == "serial":
        for item in podcast.items:
            if not text(item.element, "itunes:episode"):
                yield f"{item.name} has no number"


def dates(podcast: Podcast) -> Iterator[str]:
    """Check that the dates of the show are valid."""
    for name in ("pubDate", "lastBuildDate"):
        value = text(podcast.feed.channel, name)
        if value and date(value) is None:
            yield f"its {name} is {value!r}"


def synthetic(podcast: Podcast) -> Iterator[str]:
    """Check that the description says that the voice is synthetic."""
    for where, element in (("the channel", podcast.feed.channel), *((i.name, i.element) for i in podcast.items)):
        notes = element.findall("podcast:txt", SPACES)
        if not any(note.get("purpose") == "ai-content" and note.text == "true" for note in notes):
            yield f"{where} does not say that its voice is synthetic"


# ---------------------------------------------------------------- items


def any_items(podcast: Podcast) -> Iterator[str]:
    """Check that the feed has an episode."""
    if not podcast.items:
        yield "there is no episode in it"


def titles(podcast: Podcast) -> Iterator[str]:
    """Check that every episode has a title."""
    for item in podcast.items:
        value = text(item.element, "title")
        if not value.strip() or value != value.strip():
            yield f"item {item.number} has the title {value!r}"
        elif len(value) > _MOST_LETTERS:
            yield f"{item.name[:40]}… has {len(value)} characters"


def descriptions(podcast: Podcast) -> Iterator[str]:
    """Check that every episode has a short description."""
    for item in podcast.items:
        value = text(item.element, "description")
        if not value.strip():
            yield f"{item.name} has no description"
        yield from (f"{item.name}: {problem}" for problem in _too_long(value))
        names = [each.tag for each in item.element]
        notes = f"{{{SPACES['content']}}}encoded"
        if "description" in names and notes in names and names.index(notes) < names.index("description"):
            yield f"{item.name} has its notes before its description"


def enclosures(podcast: Podcast) -> Iterator[str]:
    """Check that every episode has one MP3 with its length and type."""
    for item in podcast.items:
        found = item.all("enclosure")
        length = item.enclosure.get("length", "")
        if len(found) != 1:
            yield f"{item.name} has {len(found)} enclosures, not one"
        elif item.enclosure.get("type") != "audio/mpeg":
            yield f"{item.name} has an enclosure of the type {item.enclosure.get('type')!r}, not audio/mpeg"
        elif not (length.isascii() and length.isdigit() and int(length)):
            yield f"{item.name} has an enclosure with the length {length!r}"


def addresses(podcast: Podcast) -> Iterator[str]:
    """Check that all addresses are complete and below base_url."""
    base = podcast.feed.base
    for item in podcast.items:
        media = item.enclosure.get("url", "")
        for url in filter(None, (media, item.chapters, *(url for url, _ in item.transcripts))):
            if not _is_web(url):
                yield f"{item.name}: {url} is not a complete address"
            elif not url.isascii() or " " in url:
                yield f"{item.name}: {url} has characters that an address can't have"
            elif podcast.feed.address and not podcast.feed.file_of(url):
                yield f"{item.name}: {url} is not below {base}"
        if media and not urlsplit(media).path.endswith(".mp3"):
            yield f"{item.name}: {media} does not end with .mp3"


def unique_enclosures(podcast: Podcast) -> Iterator[str]:
    """Check that no two episodes have the same MP3."""
    yield from _repeated(podcast.items, (item.enclosure.get("url", "") for item in podcast.items), "the enclosure")


def guids(podcast: Podcast) -> Iterator[str]:
    """Check that every episode has a GUID."""
    for item in podcast.items:
        found = item.element.find("guid")
        if found is None or not item.guid.strip():
            yield f"{item.name} has no GUID"
        elif found.get("isPermaLink", "true") != "false" and not _is_web(item.guid):
            yield f"{item.name}: the GUID {item.guid} is not a web address, but isPermaLink is not false"


def unique_guids(podcast: Podcast) -> Iterator[str]:
    """Check that no two episodes have the same GUID."""
    yield from _repeated(podcast.items, (item.guid for item in podcast.items), "the GUID")


def item_dates(podcast: Podcast) -> Iterator[str]:
    """Check that every episode has a valid date that is not in the future."""
    now = datetime.now(UTC) + _GRACE
    for item in podcast.items:
        if item.date is None:
            yield f"{item.name} has the date {text(item.element, 'pubDate')!r}"
        elif item.date > now:
            yield f"{item.name} is from {item.date:%Y-%m-%d}, which is in the future"


def newest_first(podcast: Podcast) -> Iterator[str]:
    """Check that the newest episodes come first."""
    for above, below in pairwise(podcast.items):
        if above.date is not None and below.date is not None and above.date <= below.date:
            same = above.date == below.date
            yield f"{below.name} comes after {above.name}, but {'has the same time' if same else 'is newer'}"


def durations(podcast: Podcast) -> Iterator[str]:
    """Check that the durations are in seconds."""
    for item in podcast.items:
        if not item.seconds:
            yield f"{item.name} has the duration {text(item.element, 'itunes:duration')!r}"


def numbers(podcast: Podcast) -> Iterator[str]:
    """Check that the season, the number and the kind of every episode are right."""
    for item in podcast.items:
        for name in ("season", "episode"):
            value = text(item.element, f"itunes:{name}")
            if value and not re.fullmatch(r"[1-9]\d*", value):
                yield f"{item.name} has the {name} {value!r}"
        value = text(item.element, "itunes:episodeType")
        if value not in {"", "full", "trailer", "bonus"}:
            yield f"{item.name} has the episodeType {value!r}"


def transcripts(podcast: Podcast) -> Iterator[str]:
    """Check that every episode has transcripts, WebVTT first."""
    for item in podcast.items:
        types = [kind for _, kind in item.transcripts]
        if not types:
            yield f"{item.name} has no transcript"
        elif unknown := set(types) - _TRANSCRIPTS:
            yield f"{item.name} has a transcript of the unknown type {min(unknown)!r}"
        elif types[0] != "text/vtt":
            yield f"{item.name} lists {types[0]} first, but Apple needs WebVTT first"


def chapters(podcast: Podcast) -> Iterator[str]:
    """Check that every episode has chapters."""
    for item in podcast.items:
        found = item.all("podcast:chapters")
        if len(found) != 1:
            yield f"{item.name} has {len(found)} elements podcast:chapters, not one"
        elif found[0].get("type") != "application/json+chapters":
            yield f"{item.name} has chapters of the type {found[0].get('type')!r}"


# ---------------------------------------------------------------- what several rules need


def _too_long(value: str) -> Iterator[str]:
    if len(value.encode()) > _MOST_DESCRIPTION:
        yield f"the description has {len(value.encode())} bytes; at most {_MOST_DESCRIPTION} are allowed"


def _refusals(show: Show) -> Iterator[str]:
    try:
        feed.check(show)
    except ConfigError as error:
        yield error.what


def _repeated(items: Iterable[Item], values: Iterable[str], what: str) -> Iterator[str]:
    pairs = list(zip(items, values, strict=True))
    for value, count in Counter(value for _, value in pairs).items():
        if value and count > 1:
            yield f"{', '.join(item.name for item, each in pairs if each == value)} have {what} {value}"


def _is_web(url: str) -> bool:
    return bool(re.match(r"https?://[^/\s]+(?:/|$)", url))
