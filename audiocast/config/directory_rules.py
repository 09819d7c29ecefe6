"""Check a show against the rules of Apple Podcasts and other podcast directories."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING

from audiocast.config import allowed_values, suggestions
from audiocast.config.feed_text import address, line
from audiocast.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from audiocast.config.settings import Feed, Person, Show

FREQUENCIES = {
    "daily": ("FREQ=DAILY", "Daily"),
    "weekdays": ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Every weekday"),
    "weekly": ("FREQ=WEEKLY", "Weekly"),
    "biweekly": ("FREQ=WEEKLY;INTERVAL=2", "Every other week"),
    "monthly": ("FREQ=MONTHLY", "Monthly"),
}

_RULE = re.compile(r"FREQ=(DAILY|WEEKLY|MONTHLY|YEARLY)(;[A-Z]+=[A-Z0-9,+-]+)*")
# Pages have names such as feed-2.xml, so that no feed may.
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\.xml")
_PAGE = re.compile(r".*-\d+\.xml")

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


def check(show: Show) -> None:
    """Refuse a show that directories would refuse, before any work is done.

    Raises:
        ConfigError: A value of the show is missing or wrong.
    """
    for _, what, hint in problems(show):
        raise ConfigError(what, where="show.toml", hint=hint)


def problems(show: Show) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Yield each value that directories would refuse: its place, the problem, and the hint.

    The place is a key of the show, or the name of a table, its number from 0, and its key.
    """
    if not line(show.title):
        yield ("title",), "the show has no title", 'Write one, for example title = "Morning Briefing"'
    if not address(show.base_url) or not show.base_url.endswith("/"):
        what = f"base_url = {show.base_url!r} is not the address of a folder"
        yield (
            ("base_url",),
            what,
            "Write the address at which output/ will be served, such as https://example.org/podcast/",
        )
    if show.language.lower().partition("-")[0] not in _LANGUAGES or not re.fullmatch(r"[a-zA-Z0-9-]+", show.language):
        yield (
            ("language",),
            f"language is {show.language!r}, which is not a language code",
            'Write a code such as "en-us" or "de"',
        )
    yield from allowed_values.problems(show)
    yield from _update_frequency(show.update_frequency)
    for key, url in (("new_feed_url", show.new_feed_url), ("funding", show.funding)):
        if url and not address(url):
            yield (
                (key,),
                f"{key} = {url!r} is not a web address",
                "Write the whole address, such as https://example.org/",
            )
    yield from ((("itunes_category",), *problem) for problem in _categories(show.itunes_category))
    yield from ((("guid",), *problem) for problem in _guid(show.guid))
    for number, person in enumerate(show.persons):
        yield from ((("persons", number, key), what, hint) for key, what, hint in _person(person))
    names = {"feed.xml"}
    for number, feed in enumerate(show.feeds):
        yield from ((("feeds", number, key), what, hint) for key, what, hint in _feed(feed, names))
        names.add(feed.filename.lower())


def _update_frequency(frequency: str) -> Iterator[tuple[tuple[str], str, str]]:
    if frequency and frequency not in FREQUENCIES and not _RULE.fullmatch(frequency):
        hint = suggestions.hint(frequency, [*FREQUENCIES, "FREQ=WEEKLY;BYDAY=MO"])
        yield ("update_frequency",), f"update_frequency is {frequency!r}", hint


def _person(person: Person) -> Iterator[tuple[str, str, str]]:
    if not line(person.name):
        yield "name", "the person has no name", "Write the name, or remove the table"
    for key, url in (("link", person.link), ("image", person.image)):
        if url and not address(url):
            yield key, f"{key} = {url!r} is not a web address", "Write the whole address, or remove the key"


def _feed(feed: Feed, names: set[str]) -> Iterator[tuple[str, str, str]]:
    if not line(feed.title):
        yield "title", "the feed has no title", 'Write one, for example title = "Sports"'
    if not _FILE.fullmatch(feed.filename) or _PAGE.fullmatch(feed.filename):
        what = f"filename = {feed.filename!r} can't be the name of a feed"
        yield (
            "filename",
            what,
            "Use letters, digits and hyphens, no number at the end, and .xml: for example sports.xml",
        )
    elif feed.filename.lower() in names:
        yield "filename", f"filename = {feed.filename!r} is already the name of another feed", "Choose another name"
    if feed.link and not address(feed.link):
        yield (
            "link",
            f"link = {feed.link!r} is not a web address",
            "Write the whole address, such as https://example.org/",
        )
    if feed.itunes_category:
        yield from (("itunes_category", *problem) for problem in _categories(feed.itunes_category))
    yield from (("guid", *problem) for problem in _guid(feed.guid))


def _categories(categories: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    allowed: Collection[str] = _CATEGORIES
    allowed_in = ""
    for category in categories[:2]:
        if category not in allowed:
            what = f"itunes_category {category!r} is not on Apple's list" + (f" of {allowed_in}" if allowed_in else "")
            yield what, suggestions.hint(category, sorted(allowed)) if allowed else "Leave it out"
            return
        allowed, allowed_in = _CATEGORIES.get(category, ()), category
    if not categories or categories[2:]:
        yield (
            "itunes_category is not a category, or a category and one of its subcategories",
            'Write itunes_category = ["News", "Daily News"]',
        )


def _guid(guid: str) -> Iterator[tuple[str, str]]:
    try:
        uuid.UUID(guid or "0" * 32)
    except ValueError:
        yield f"guid = {guid!r} is not a UUID", "Leave it out for a new show"
