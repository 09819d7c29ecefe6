"""What does the feed say?

RSS 2.0 by feedgen; what it can't say, or says in a way that directories refuse, is written by the extensions at the
end: all of iTunes (`explicit` must be true or false) and the podcast namespace. A pure function: the same show and
episodes give the same bytes, for no clock is read.
"""

from __future__ import annotations

import difflib
import html
import re
import uuid
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit, urlunsplit

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from audiocast.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audiocast.model import Enclosure, Episode, Show

Element = Any  # of lxml, which has no types
_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_PODCAST = "https://podcastindex.org/namespace/1.0"
_ATOM = "http://www.w3.org/2005/Atom"

_MOST_BYTES = 4_000  # of a description, as Apple counts
_MOST_LETTERS = 255  # of any other text
_MOST_NAME = 128  # of a person
_CATEGORIES = {
    "Arts": ("Books", "Design", "Fashion & Beauty", "Food", "Performing Arts", "Visual Arts"),
    "Business": ("Careers", "Entrepreneurship", "Investing", "Management", "Marketing", "Non-Profit"),
    "Comedy": ("Comedy Interviews", "Improv", "Stand-Up"),
    "Education": ("Courses", "How To", "Language Learning", "Self-Improvement"),
    "Fiction": ("Comedy Fiction", "Drama", "Science Fiction"),
    "Government": (),
    "Health & Fitness": ("Alternative Health", "Fitness", "Medicine", "Mental Health", "Nutrition", "Sexuality"),
    "History": (),
    "Kids & Family": ("Education for Kids", "Parenting", "Pets & Animals", "Stories for Kids"),
    "Leisure": (
        *("Animation & Manga", "Automotive", "Aviation", "Crafts", "Games", "Hobbies", "Home & Garden", "Video Games"),
    ),
    "Music": ("Music Commentary", "Music History", "Music Interviews"),
    "News": (
        *("Business News", "Daily News", "Entertainment News", "News Commentary", "Politics", "Sports News"),
        "Tech News",
    ),
    "Religion & Spirituality": (
        *("Buddhism", "Christianity", "Hinduism", "Islam", "Judaism", "Religion", "Spirituality"),
    ),
    "Science": (
        *("Astronomy", "Chemistry", "Earth Sciences", "Life Sciences", "Mathematics", "Natural Sciences", "Nature"),
        *("Physics", "Social Sciences"),
    ),
    "Society & Culture": ("Documentary", "Personal Journals", "Philosophy", "Places & Travel", "Relationships"),
    "Sports": (
        *("Baseball", "Basketball", "Cricket", "Fantasy Sports", "Football", "Golf", "Hockey", "Rugby", "Running"),
        *("Soccer", "Swimming", "Tennis", "Volleyball", "Wilderness", "Wrestling"),
    ),
    "Technology": (),
    "True Crime": (),
    "TV & Film": ("After Shows", "Film History", "Film Interviews", "Film Reviews", "TV Reviews"),
}
_LANGUAGES = re.findall(
    r"\w+",
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee "
    "el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is "
    "it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms "
    "mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk "
    "sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi "
    "yo za zh zu",
)


def build(show: Show, episodes: Iterable[Episode], *, cover: Enclosure, guid: str, filename: str = "feed.xml") -> bytes:
    """The feed's bytes.

    Args:
        show: What its `check` has nothing against.
        episodes: In any order.
        cover: The show's picture in the output folder.
        guid: The podcast's, unless the show says its own.
        filename: The feed's own, beside `episodes/`.
    """
    check(show)
    newest_first = sorted(episodes, key=lambda episode: (episode.published, episode.guid), reverse=True)
    base = _address(show.base_url)
    generator = FeedGenerator()
    generator.register_extension("audiocast", _ShowExtension, _EpisodeExtension, atom=False)
    generator.audiocast.tell(show, cover=_under(base, cover), guid=show.guid or guid, empty=not newest_first)
    generator.title(_line(show.title))
    generator.link(href=_under(base, filename), rel="self", type="application/rss+xml")
    generator.link(href=_address(show.link) or base)  # the last link is the channel's own
    generator.description(_description(show.description) or _line(show.title))
    generator.language(show.language.lower())
    generator.generator("audiocast")
    generator.image(url=_under(base, cover), title=_line(show.title), link=_address(show.link) or base)
    if newest_first:
        generator.pubDate(newest_first[0].published)
        generator.lastBuildDate(max(episode.updated or episode.published for episode in newest_first))
    for episode in newest_first:
        _add_entry(generator, show, episode, base)
    content: bytes = generator.rss_str(pretty=True)
    return content


def check(show: Show) -> None:
    """Refuse what directories would refuse, before any work is done.

    Raises:
        ConfigError: A value of the show is missing or wrong.
    """
    _check_categories(show.itunes_category)
    if not _line(show.title):
        raise ConfigError(
            "the show has no title", where="show.toml", hint='Write one, as in title = "Morning Briefing"'
        )
    if not _address(show.base_url) or not show.base_url.endswith("/"):
        raise ConfigError(
            f"base_url = {show.base_url!r} is not the address of a folder",
            where="show.toml",
            hint="Write where output/ will be served, as in https://example.org/podcast/",
        )
    if show.language.lower().partition("-")[0] not in _LANGUAGES or not re.fullmatch(r"[a-zA-Z0-9-]+", show.language):
        raise ConfigError(
            f"language = {show.language!r} is not a language",
            where="show.toml",
            hint='Write a code such as "en-us" or "de"',
        )
    if show.kind not in {"episodic", "serial"}:
        raise ConfigError(f"kind = {show.kind!r} is unknown", where="show.toml", hint='Write "episodic" or "serial"')
    if show.guid:
        _check_guid(show.guid)


def _check_categories(categories: tuple[str, ...]) -> None:
    allowed: Iterable[str] = _CATEGORIES
    for category in categories[:2]:
        if category not in allowed:
            near = difflib.get_close_matches(category, allowed, 1) or sorted(allowed)[:3]
            raise ConfigError(
                f"itunes_category {category!r} is not on Apple's list",
                where="show.toml",
                hint=f"Write it with Apple's spelling, for example {near[0]!r}" if near else "Leave it out",
            )
        allowed = _CATEGORIES.get(category, ())
    if not categories or categories[2:]:
        raise ConfigError(
            "itunes_category wants a category, or a category and one of its subcategories",
            where="show.toml",
            hint='Write itunes_category = ["News", "Daily News"]',
        )


def _check_guid(guid: str) -> None:
    try:
        uuid.UUID(guid)
    except ValueError as error:
        raise ConfigError(
            f"guid = {guid!r} is not a UUID", where="show.toml", hint="Leave it out for a new show"
        ) from error


# ---------------------------------------------------------------- items


def _add_entry(generator: FeedGenerator, show: Show, episode: Episode, base: str) -> None:
    entry = FeedEntry()
    generator.add_entry(entry, order="append")
    entry.audiocast.tell(show, episode, base)
    entry.title(_title(episode))
    entry.guid(episode.guid, permalink=False)
    entry.description(_description(episode.summary) or _title(episode))
    entry.content(_notes(episode))
    for category in filter(None, map(_line, episode.categories)):
        entry.category(term=category)
    entry.enclosure(_under(base, episode.enclosure), str(episode.enclosure.length), episode.enclosure.type)
    if link := _address(episode.link):
        entry.link(href=link)
    entry.published(episode.published)


def _title(episode: Episode) -> str:
    return _line(episode.title) or _line(episode.id) or episode.guid


def _notes(episode: Episode) -> str:
    """The show notes, in the few HTML elements that every app shows."""
    parts = [f"<p>{html.escape(line)}</p>" for line in map(_clean, episode.summary.splitlines()) if line]
    if len(episode.chapters) > 1:
        lines = (f"<li>{_clock(c.start_ms)} {html.escape(_line(c.title))}</li>" for c in episode.chapters)
        parts.append(f"<ul>{''.join(lines)}</ul>")
    if link := _address(episode.link):
        parts.append(f'<p><a href="{html.escape(link)}">{html.escape(_title(episode))}</a></p>')
    if episode.updated is not None:
        parts.append(f"<p>Updated {episode.updated.date().isoformat()}</p>")
    return "\n".join(parts) or f"<p>{html.escape(_title(episode))}</p>"


def _clock(ms: int) -> str:
    minutes, seconds = divmod(ms // 1000, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


# ---------------------------------------------------------------- text


def _clean(text: str) -> str:
    """One line of what XML can hold: no control characters, no lone surrogates, no leading or trailing space."""
    if text.isprintable() and "  " not in text:
        return text.strip()
    text = re.sub("[\ud800-\udfff\ufffe\uffff]", "", text)
    return re.sub(r"[\x00-\x20\x7f-\x9f\u2028\u2029]+", " ", text).strip()


def _line(text: str, most: int = _MOST_LETTERS) -> str:
    text = _clean(text)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _description(text: str) -> str:
    """Plain text, and safe where it is taken for HTML."""
    text = "\n".join(filter(None, map(_clean, text.splitlines())))
    if re.search(r"<[a-zA-Z/!?]|&#?\w+;", text):
        text = html.escape(text, quote=False)
    if len(text.encode()) > _MOST_BYTES:
        text = text.encode()[: _MOST_BYTES - 3].decode(errors="ignore")
        text = re.sub(r"&[#\w]*$", "", text).rpartition(" ")[0].rstrip() + "…"
    return text


def _under(base: str, file: Enclosure | str) -> str:
    name = file if isinstance(file, str) else file.filename
    return base + quote(_clean(name), safe="/-._~")


def _address(url: str) -> str:
    """A web address in ASCII, or "" when it is none."""
    try:
        parts = urlsplit(_clean(url))
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not host:
        return ""
    if ":" in host:
        host = f"[{host}]"
    path, query, fragment = (
        re.sub("%(?![0-9A-Fa-f]{2})", "%25", quote(part, safe="/%:@!$&'()*+,;=?~-._"))
        for part in (parts.path or "/", parts.query, parts.fragment)
    )
    return urlunsplit((parts.scheme, host + port, path, query, fragment))


# ---------------------------------------------------------------- extensions


class _ShowExtension(BaseExtension):  # type: ignore[misc]
    """The channel's elements of iTunes and of the podcast namespace."""

    def extend_ns(self) -> dict[str, str]:
        return {"itunes": _ITUNES, "podcast": _PODCAST}

    def tell(self, show: Show, *, cover: str, guid: str, empty: bool) -> None:
        self._show, self._cover, self._guid, self._empty = show, cover, guid, empty

    def extend_rss(self, rss: Element) -> Element:
        show, channel = self._show, rss[0]
        if self._empty:
            channel.remove(channel.find("lastBuildDate"))  # feedgen's is the clock
        author, email = _line(show.author) or _line(show.title), _line(show.email)
        _add(channel, _ITUNES, "author", author)
        category = _add(channel, _ITUNES, "category", text=show.itunes_category[0])
        for name in show.itunes_category[1:]:
            _add(category, _ITUNES, "category", text=name)
        _add(channel, _ITUNES, "explicit", _flag(show.explicit))
        _add(channel, _ITUNES, "image", href=self._cover)
        _add(channel, _ITUNES, "type", show.kind)
        if email:
            owner = _add(channel, _ITUNES, "owner")
            _add(owner, _ITUNES, "name", author)
            _add(owner, _ITUNES, "email", email)
        _add(channel, _PODCAST, "guid", self._guid)
        _add(channel, _PODCAST, "locked", "yes", **({"owner": email} if email else {}))
        _add(channel, _PODCAST, "medium", "podcast")
        _add(channel, _PODCAST, "txt", "true", purpose="ai-content")
        _add_producer(channel, show)
        return rss


class _EpisodeExtension(BaseEntryExtension):  # type: ignore[misc]
    """An item's elements of iTunes and of the podcast namespace."""

    def tell(self, show: Show, episode: Episode, base: str) -> None:
        self._show, self._episode, self._base = show, episode, base

    def extend_rss(self, item: Element) -> Element:
        show, episode, base = self._show, self._episode, self._base
        _add(item, _ITUNES, "title", _title(episode))
        _add(item, _ITUNES, "author", _line(episode.author) or _line(show.author) or _line(show.title))
        _add(item, _ITUNES, "duration", str(max(1, round(episode.duration_ms / 1000))))
        _add(item, _ITUNES, "explicit", _flag(show.explicit))
        _add(item, _ITUNES, "episodeType", "full")
        for name, number in (("season", episode.season), ("episode", episode.number)):
            if number:
                _add(item, _ITUNES, name, str(number))
        if episode.image is not None:
            _add(item, _ITUNES, "image", href=_under(base, episode.image))
        for file in episode.transcripts:
            timed = {"rel": "captions"} if file.type in {"text/vtt", "application/x-subrip"} else {}
            language = episode.language or show.language
            _add(item, _PODCAST, "transcript", url=_under(base, file), type=file.type, language=language, **timed)
        chapters = episode.chapters_file
        _add(item, _PODCAST, "chapters", url=_under(base, chapters), type=chapters.type)
        _add(item, _PODCAST, "txt", "true", purpose="ai-content")
        if author := _line(episode.author, _MOST_NAME):
            _add(item, _PODCAST, "person", author, group="writing", role="author")
            _add_producer(item, show)  # an item's people replace the channel's
        return item


def _add_producer(parent: Element, show: Show) -> None:
    if name := _line(show.author, _MOST_NAME):
        _add(parent, _PODCAST, "person", name, group="administration", role="producer")


def _add(parent: Element, namespace: str, name: str, content: str = "", /, **attributes: str) -> Element:
    element = etree.SubElement(parent, f"{{{namespace}}}{name}", attributes)
    element.text = content or None
    return element


def _flag(value: bool) -> str:  # noqa: FBT001 - it is nothing else
    return "true" if value else "false"
