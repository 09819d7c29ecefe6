"""What would directories refuse?"""

from __future__ import annotations

import difflib
import re
import uuid
from typing import TYPE_CHECKING

from audiocast.config.feed_text import address, line
from audiocast.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from audiocast.config.settings import Feed, Person, Show

FREQUENCIES = {
    "daily": ("FREQ=DAILY", "Daily"),
    "weekdays": ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Every weekday"),
    "weekly": ("FREQ=WEEKLY", "Weekly"),
    "biweekly": ("FREQ=WEEKLY;INTERVAL=2", "Every other week"),
    "monthly": ("FREQ=MONTHLY", "Monthly"),
}

_KINDS = ("episodic", "serial")
_MEDIA = ("podcast", "newsletter", "blog", "audiobook", "course", "mixed")
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
    """Refuse what directories would refuse, before any work is done.

    Raises:
        ConfigError: A value of the show is missing or wrong.
    """
    for _, what, hint in problems(show):
        raise ConfigError(what, where="show.toml", hint=hint)


def problems(show: Show) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """All that directories would refuse: where, what, and what to do.

    Where is a key of the show, or a table's name, its number counted from 0, and its key.
    """
    if not line(show.title):
        yield ("title",), "the show has no title", 'Write one, as in title = "Morning Briefing"'
    if not address(show.base_url) or not show.base_url.endswith("/"):
        what = f"base_url = {show.base_url!r} is not the address of a folder"
        yield ("base_url",), what, "Write where output/ will be served, as in https://example.org/podcast/"
    if show.language.lower().partition("-")[0] not in _LANGUAGES or not re.fullmatch(r"[a-zA-Z0-9-]+", show.language):
        yield ("language",), f"language = {show.language!r} is not a language", 'Write a code such as "en-us" or "de"'
    yield from _odd_choices(show)
    for key, url in (("new_feed_url", show.new_feed_url), ("funding", show.funding)):
        if url and not address(url):
            yield (key,), f"{key} = {url!r} is not a web address", "Write all of it, as in https://example.org/"
    yield from ((("itunes_category",), *problem) for problem in _categories(show.itunes_category))
    yield from ((("guid",), *problem) for problem in _guid(show.guid))
    for number, person in enumerate(show.persons):
        yield from ((("persons", number, key), what, hint) for key, what, hint in _person(person))
    names = {"feed.xml"}
    for number, feed in enumerate(show.feeds):
        yield from ((("feeds", number, key), what, hint) for key, what, hint in _feed(feed, names))
        names.add(feed.filename.lower())


def _odd_choices(show: Show) -> Iterator[tuple[tuple[str], str, str]]:
    if show.kind not in _KINDS:
        yield ("kind",), f"kind = {show.kind!r} is unknown", 'Write "episodic" or "serial"'
    if show.season < 0:
        yield ("season",), f"season = {show.season} is below 0", "Write 1 for the first season, 0 for none"
    if show.medium not in _MEDIA:
        yield ("medium",), f"medium = {show.medium!r} is unknown{_nearest(show.medium, _MEDIA)}", _one_of(_MEDIA)
    frequency = show.update_frequency
    if frequency and frequency not in FREQUENCIES and not _RULE.fullmatch(frequency):
        what = f"update_frequency = {frequency!r} is unknown{_nearest(frequency, FREQUENCIES)}"
        yield ("update_frequency",), what, f"{_one_of(FREQUENCIES)}, or a rule such as FREQ=WEEKLY;BYDAY=MO"


def _person(person: Person) -> Iterator[tuple[str, str, str]]:
    if not line(person.name):
        yield "name", "a person has no name", "Write it, or remove the table"
    for key, url in (("link", person.link), ("image", person.image)):
        if url and not address(url):
            yield key, f"{key} = {url!r} is not a web address", "Write all of it, or remove it"


def _feed(feed: Feed, names: set[str]) -> Iterator[tuple[str, str, str]]:
    if not line(feed.title):
        yield "title", "the feed has no title", 'Write one, as in title = "Sports"'
    if not _FILE.fullmatch(feed.filename) or _PAGE.fullmatch(feed.filename):
        what = f"filename = {feed.filename!r} can't be a feed's"
        yield "filename", what, "Write letters, digits and hyphens, no number at the end, and .xml, as in sports.xml"
    elif feed.filename.lower() in names:
        yield "filename", f"filename = {feed.filename!r} is another feed's", "Choose another one"
    if feed.kind and feed.kind not in _KINDS:
        yield "kind", f"kind = {feed.kind!r} is unknown", 'Write "episodic" or "serial"'
    if feed.link and not address(feed.link):
        yield "link", f"link = {feed.link!r} is not a web address", "Write all of it, as in https://example.org/"
    if feed.itunes_category:
        yield from (("itunes_category", *problem) for problem in _categories(feed.itunes_category))
    yield from (("guid", *problem) for problem in _guid(feed.guid))


def _categories(categories: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    allowed: Collection[str] = _CATEGORIES
    allowed_in = ""
    for category in categories[:2]:
        if category not in allowed:
            near = difflib.get_close_matches(category, allowed, 1, cutoff=0.5)
            what = f"itunes_category {category!r} is not on Apple's list" + (f" of {allowed_in}" if allowed_in else "")
            yield what, f"Write {near[0]!r}" if near else _one_of(sorted(allowed)) if allowed else "Leave it out"
            return
        allowed, allowed_in = _CATEGORIES.get(category, ()), category
    if not categories or categories[2:]:
        yield (
            "itunes_category wants a category, or a category and one of its subcategories",
            'Write itunes_category = ["News", "Daily News"]',
        )


def _guid(guid: str) -> Iterator[tuple[str, str]]:
    try:
        uuid.UUID(guid or "0" * 32)
    except ValueError:
        yield f"guid = {guid!r} is not a UUID", "Leave it out for a new show"


def _one_of(words: Iterable[str]) -> str:
    return f"Choose one of {', '.join(words)}"


def _nearest(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f" (did you mean {near[0]!r}?)" if near else ""
