"""Write one page of a feed as RSS 2.0.

feedgen writes the basic elements. The extensions at the end of this module write the rest: all iTunes elements (because
`explicit` must be "true" or "false"), the podcast namespace, links between pages, and the stylesheets for browsers. No
clock is read: the same show and episodes give the same bytes.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from audiocast.config.directory_rules import FREQUENCIES
from audiocast.config.feed_text import address, description, line, under
from audiocast.model.lines import one_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audiocast.config.settings import Person, Show
    from audiocast.model.episode import Enclosure, Episode
    from audiocast.publishing.feed.paging import Page

Element = Any  # of lxml, which has no types
_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_PODCAST = "https://podcastindex.org/namespace/1.0"
_ATOM = "http://www.w3.org/2005/Atom"
_RSS = "application/rss+xml"

_MOST_NAME = 128  # of a person, of the text of a link
# Browsers are about to give XSLT up; the second is for those that have.
_STYLESHEETS = ('type="text/xsl" href="feed.xsl"', 'type="text/css" href="feed.css"')


def build(show: Show, page: Page, *, cover: Enclosure, guid: str, own_pages: Mapping[str, str]) -> bytes:
    """Return the content of a feed, or of one page of it.

    Args:
        show: What `check` has nothing against.
        page: Its episodes, newest first, and where it stands among the others.
        cover: The show's picture in the output folder.
        guid: The podcast's, unless the show says its own.
        own_pages: For each episode's id the web page, in the output folder, that is about it.
    """
    base = address(show.base_url)
    link = address(show.link) or base
    generator = FeedGenerator()
    generator.register_extension("audiocast", _ShowExtension, _EpisodeExtension, atom=False)
    generator.audiocast.tell(show, page, cover=under(base, cover), guid=show.guid or guid)
    generator.title(line(show.title))
    generator.link(href=under(base, page.filename), rel="self", type=_RSS)
    generator.link(href=link)  # the last link is the channel's own
    generator.description(description(show.description) or line(show.title))
    generator.language(show.language.lower())
    generator.generator("audiocast")
    generator.image(url=under(base, cover), title=line(show.title), link=link)
    if notice := line(show.copyright):
        generator.copyright(notice)
    if page.episodes:
        generator.pubDate(page.episodes[0].published)
        generator.lastBuildDate(max(episode.updated or episode.published for episode in page.episodes))
    for episode in page.episodes:
        _add_entry(generator, show, episode, base=base, own_page=under(base, own_pages[episode.id]))
    content: bytes = generator.rss_str(pretty=True)
    return content


# ---------------------------------------------------------------- items


def _add_entry(generator: FeedGenerator, show: Show, episode: Episode, *, base: str, own_page: str) -> None:
    entry = FeedEntry()
    generator.add_entry(entry, order="append")
    entry.audiocast.tell(show, episode, base)
    entry.title(_title(episode))
    entry.guid(episode.guid, permalink=False)
    entry.description(description(episode.summary) or _title(episode))
    entry.content(_notes(episode, own_page), type="CDATA")
    for category in filter(None, map(line, episode.categories)):
        entry.category(term=category)
    entry.enclosure(under(base, episode.enclosure), str(episode.enclosure.length), episode.enclosure.type)
    entry.link(href=address(episode.link) or own_page)
    entry.published(episode.published)


def _title(episode: Episode) -> str:
    return line(episode.title) or line(episode.id) or episode.guid


def _notes(episode: Episode, own_page: str) -> str:
    """Return the show notes, in the few HTML elements that every app supports."""
    parts = [f"<p>{html.escape(text)}</p>" for text in map(one_line, episode.summary.splitlines()) if text]
    if len(episode.chapters) > 1:
        lines = (f"<li>{_clock(c.start_ms)} {html.escape(line(c.title))}</li>" for c in episode.chapters)
        parts.append(f"<ul>{''.join(lines)}</ul>")
    if link := address(episode.link):
        parts.append(f'<p>The article: <a href="{html.escape(link)}">{html.escape(_title(episode))}</a></p>')
    parts.append(f'<p><a href="{html.escape(own_page)}">Read along</a></p>')
    if episode.updated is not None:
        parts.append(f"<p>Updated {episode.updated.date().isoformat()}</p>")
    parts.append("<p>Read by a synthetic voice.</p>")
    return "\n".join(parts)


def _clock(ms: int) -> str:
    minutes, seconds = divmod(ms // 1000, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


# ---------------------------------------------------------------- extensions


class _ShowExtension(BaseExtension):  # type: ignore[misc]
    """The channel's elements of iTunes and of the podcast namespace, its pages and its stylesheet."""

    def extend_ns(self) -> dict[str, str]:
        return {"itunes": _ITUNES, "podcast": _PODCAST}

    def tell(self, show: Show, page: Page, *, cover: str, guid: str) -> None:
        self._show, self._page, self._cover, self._guid = show, page, cover, guid

    def extend_rss(self, rss: Element) -> Element:
        channel = rss[0]
        for stylesheet in _STYLESHEETS:
            rss.addprevious(etree.ProcessingInstruction("xml-stylesheet", stylesheet))
        if not self._page.episodes:
            channel.remove(channel.find("lastBuildDate"))  # feedgen's is the clock
        itself = channel.find(f"{{{_ATOM}}}link")
        for rel, filename in reversed(self._page.links):
            href = under(address(self._show.base_url), filename)
            itself.addnext(etree.Element(f"{{{_ATOM}}}link", {"href": href, "rel": rel, "type": _RSS}))
        self._add_itunes(channel)
        self._add_podcast(channel)
        return rss

    def _add_itunes(self, channel: Element) -> None:
        show = self._show
        author, email = line(show.author) or line(show.title), line(show.email)
        _add(channel, _ITUNES, "author", author)
        category = _add(channel, _ITUNES, "category", text=show.itunes_category[0])
        for name in show.itunes_category[1:]:
            _add(category, _ITUNES, "category", text=name)
        _add(channel, _ITUNES, "explicit", _flag(show.explicit))
        _add(channel, _ITUNES, "image", href=self._cover)
        _add(channel, _ITUNES, "type", show.kind)
        for name, said in (("complete", show.complete), ("block", show.block)):
            if said:
                _add(channel, _ITUNES, name, "Yes")
        if moved := address(show.new_feed_url):
            _add(channel, _ITUNES, "new-feed-url", moved)
        if email:
            owner = _add(channel, _ITUNES, "owner")
            _add(owner, _ITUNES, "name", author)
            _add(owner, _ITUNES, "email", email)

    def _add_podcast(self, channel: Element) -> None:
        show = self._show
        email = line(show.email)
        _add(channel, _PODCAST, "guid", self._guid)
        _add(channel, _PODCAST, "locked", "yes" if show.locked else "no", **({"owner": email} if email else {}))
        _add(channel, _PODCAST, "medium", show.medium)
        _add(channel, _PODCAST, "txt", "true", purpose="ai-content")
        if show.verification:
            _add(channel, _PODCAST, "txt", line(show.verification), purpose="applepodcastsverify")
        if show.update_frequency:
            rule, text = FREQUENCIES.get(show.update_frequency, (show.update_frequency, show.update_frequency))
            ended = {"complete": "true"} if show.complete else {}
            _add(channel, _PODCAST, "updateFrequency", text, rrule=rule, **ended)
        if money := address(show.funding):
            _add(channel, _PODCAST, "funding", "Support this podcast", url=money)
        _add_makers(channel, show)


class _EpisodeExtension(BaseEntryExtension):  # type: ignore[misc]
    """An item's elements of iTunes and of the podcast namespace."""

    def tell(self, show: Show, episode: Episode, base: str) -> None:
        self._show, self._episode, self._base = show, episode, base

    def extend_rss(self, item: Element) -> Element:
        show, episode, base = self._show, self._episode, self._base
        _add(item, _ITUNES, "title", _title(episode))
        _add(item, _ITUNES, "author", line(episode.author) or line(show.author) or line(show.title))
        _add(item, _ITUNES, "duration", str(max(1, round(episode.duration_ms / 1000))))
        _add(item, _ITUNES, "explicit", _flag(show.explicit))
        _add(item, _ITUNES, "episodeType", "full")
        for name, number in (("season", episode.season), ("episode", episode.number)):
            if number:
                _add(item, _ITUNES, name, str(number))
        if episode.image is not None:
            _add(item, _ITUNES, "image", href=under(base, episode.image))
        for file in episode.transcripts:
            timed = {"rel": "captions"} if file.type in {"text/vtt", "application/x-subrip"} else {}
            language = episode.language or show.language
            _add(item, _PODCAST, "transcript", url=under(base, file), type=file.type, language=language, **timed)
        chapters = episode.chapters_file
        _add(item, _PODCAST, "chapters", url=under(base, chapters), type=chapters.type)
        _add(item, _PODCAST, "txt", "true", purpose="ai-content")
        if author := line(episode.author, _MOST_NAME):
            _add(item, _PODCAST, "person", author, group="writing", role="author")
            _add_makers(item, show)  # an item's people replace the channel's
        return item


def _add_makers(parent: Element, show: Show) -> None:
    """Add the persons of the show, and its author when no person has the same name."""
    for person in show.persons:
        _add_person(parent, person)
    name = line(show.author, _MOST_NAME)
    if name and name not in {line(person.name, _MOST_NAME) for person in show.persons}:
        _add(parent, _PODCAST, "person", name, group="administration", role="producer")


def _add_person(parent: Element, person: Person) -> None:
    known = {"href": address(person.link), "img": address(person.image)}
    told = {"group": line(person.group), "role": line(person.role), **known}
    _add(parent, _PODCAST, "person", line(person.name, _MOST_NAME), **{key: text for key, text in told.items() if text})


def _add(parent: Element, namespace: str, name: str, content: str = "", /, **attributes: str) -> Element:
    element = etree.SubElement(parent, f"{{{namespace}}}{name}", attributes)
    element.text = content or None
    return element


def _flag(value: bool) -> str:  # noqa: FBT001 - it is nothing else
    return "true" if value else "false"
