"""Every setting of `show.toml`: its type, its default, its meaning and the values that are allowed.

`audiocast init`, the reference in the documentation and the checks of `config.load` read them from here: each field has
an `About` in its metadata. To add a setting, add a field, and name it in `GROUPS`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, TypeVar, cast

from audiocast.normalize import regions

_T = TypeVar("_T")

# What an MPEG-2 stream of 16 to 24 kHz may carry; MPEG-1 has all of them but 8 to 24 and 144.
_BITRATES = (32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES = (0.8, 1.25)
_KINDS = ("episodic", "serial")
_LEFT_OUT = ("announce", "skip")
_CATEGORY_RULE = 'one of its categories is one of these, or begins with one of them and " - "'


class Languages(tuple[tuple[str, str], ...]):
    """The voices of articles in other languages: pairs of a language code and the name of a voice."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class About:
    """What a user must know about a setting.

    Attributes:
        meaning: The comment in a new `show.toml`, and the text in the reference.
        allowed: The values that are allowed, or () for any value of the type.
        limits: The smallest and the largest number that are allowed, or ().
        example: The value in a new `show.toml` when the default would not show how to write it, or None.
    """

    meaning: str
    allowed: tuple[object, ...] = ()
    limits: tuple[float, ...] = ()
    example: object = None


def about(kind: type, key: str) -> About:
    """Return what a user must know about the setting `key` of a class of this module."""
    found = {each.name: each for each in fields(kind)}[key].metadata["about"]
    return cast("About", found)


def _setting(
    default: _T,
    meaning: str,
    *,
    allowed: tuple[object, ...] = (),
    limits: tuple[float, ...] = (),
    example: object = None,
) -> _T:
    """Return a field with a default; typed as the default, as `dataclasses.field` is."""
    return field(default=default, metadata=_metadata(meaning, allowed=allowed, limits=limits, example=example))


def _metadata(meaning: str, **more: Any) -> dict[str, About]:  # noqa: ANN401 - the arguments of About
    return {"about": About(meaning, **more)}


@dataclass(frozen=True, slots=True)
class Person:
    """A person who makes the show: one `[[persons]]` table."""

    name: str = field(metadata=_metadata("The person's name, as listeners see it.", example="Jane Doe"))
    role: str = _setting("host", "The role, from the podcast taxonomy: host, producer, editor …")
    group: str = _setting("cast", "The group of roles, from the podcast taxonomy: cast, writing, administration …")
    link: str = _setting("", "A web page about the person.", example="https://example.org/jane")
    image: str = _setting("", "The address of a picture.", example="https://example.org/jane.jpg")


@dataclass(frozen=True, slots=True)
class Feed:
    """Another podcast with some of the same episodes: one `[[feeds]]` table."""

    filename: str = field(metadata=_metadata("The name of the feed file beside feed.xml.", example="sports.xml"))
    title: str = field(metadata=_metadata("The name in podcast apps.", example="My Articles: Sports"))
    description: str = _setting("", "Plain text. The default is the show's.", example="Only the sports articles.")
    categories: tuple[str, ...] = _setting(
        (), f"An episode is in this feed when {_CATEGORY_RULE}. [] takes all.", example=("Sports",)
    )
    link: str = _setting("", "The web page. The default is the show's.", example="https://example.org/sports")
    itunes_category: tuple[str, ...] = _setting(
        (), "Apple's category and subcategory. The default is the show's.", example=("Sports",)
    )
    kind: str = _setting(
        "", "The order of the episodes, as above. The default is the show's.", allowed=_KINDS, example="episodic"
    )
    guid: str = _setting(
        "",
        "The podcast's GUID if it was published elsewhere before. By default, a new one is made and kept.",
        example="917393e3-1b1e-5cef-ace4-edaa54e1f810",
    )


@dataclass(frozen=True, slots=True)
class Digest:
    """A round-up episode of the articles of a day or a week: one `[[digests]]` table."""

    name: str = field(metadata=_metadata("The identity. A new name makes all its episodes new.", example="commute"))
    title: str = _setting(
        "", "The title of the episodes, before the date. The default is the name.", example="For the Way to Work"
    )
    period: str = _setting("day", "The time that one episode covers.", allowed=("day", "week"))
    minutes: float = _setting(
        0.0,
        "The longest length of an episode in minutes. Further articles go into a second episode. 0 sets no limit.",
        limits=(0.0, float("inf")),
        example=20,
    )
    categories: tuple[str, ...] = _setting(
        (), f"An article is in the digest when {_CATEGORY_RULE}. [] takes all.", example=("Sports",)
    )


@dataclass(frozen=True, slots=True)
class Roles:
    """The voices of a show with several voices: the `[roles]` table."""

    narrator: str = _setting("", "The voice of all other text. The default is the show's voice.", example="narrator")
    title: str = _setting("", "The voice of titles and headings.", example="narrator")
    quote: str = _setting("", "The voice of block quotes.", example="system")
    intro: str = _setting("", "The voice of the intro and the outro.", example="system")
    quoted_speech: bool = _setting(
        False, "Whether the quote voice also speaks quotations in paragraphs that are longer than a sentence."
    )


@dataclass(frozen=True, slots=True)
class Music:
    """The music of a show: the `[music]` table."""

    intro: str = _setting("", "Played before the first word, then softly under the intro.", example="intro.mp3")
    outro: str = _setting("", "Played softly under the outro, then after the last word.", example="outro.mp3")
    bed: str = _setting(
        "",
        "Repeated softly under all words. Also played before and after them if there is no intro or outro music.",
        example="bed.mp3",
    )
    seconds: float = _setting(
        5.0, "How many seconds of the music are heard alone, before and after the words.", limits=(0.1, 60.0)
    )


@dataclass(frozen=True, slots=True)
class Show:
    """The settings in `show.toml`."""

    title: str = field(metadata=_metadata("The name of the podcast, in podcast apps."))
    description: str = field(metadata=_metadata("A sentence or two about the podcast. Plain text."))
    language: str = _setting("en-us", "The language of the show: en-us, en-gb, de …")
    link: str = _setting("", "The show's web page. The default is base_url.", example="https://example.org/")
    author: str = _setting("", "The person or organization that makes the show.")
    email: str = _setting(
        "", "The owner's address, for directories. Everyone who has the feed can read it.", example="you@example.org"
    )
    image: str = _setting(
        "",
        "A square picture beside this file: JPEG or PNG, 1400 to 3000 pixels wide. By default, a cover is drawn.",
        example="cover.jpg",
    )
    itunes_category: tuple[str, ...] = _setting(
        ("News",), "Apple's category, then its subcategory; see https://podcasters.apple.com/support/1691"
    )
    explicit: bool = _setting(False, "Apple's flag for strong language and adult themes.")
    base_url: str = _setting(
        "http://127.0.0.1:8000/",
        "The public address of the output folder, with a final slash. Set it before you publish.",
    )
    category: str = _setting(
        "Audio Sources",
        'The category to render. Categories that begin with it and " - " are parts of it. "" renders all articles.',
    )
    default_category: str = _setting(
        "",
        "The category of articles without a category. By default, these articles are skipped.",
        example="Audio Sources",
    )
    voice: str = _setting("narrator", "The voice: the name of a file in voices/, without .toml.")
    locale: str = _setting(
        "",
        "Read all articles in the English of one region: dates, numbers and money. By default, the article decides, "
        "then the voice.",
        allowed=regions.TAGS,
        example="en-GB",
    )
    languages: Languages = _setting(
        Languages(),
        "The voices of articles in other languages, by the code of the language. Articles in all other languages are "
        "skipped.",
        example=Languages((("de", "hans"), ("fr", "claire"))),
    )
    announce: tuple[str, ...] = _setting(
        (), "What is said after the title: both, one of them, or with [] neither.", allowed=("author", "date")
    )
    tables: str = _setting(
        "announce",
        'What to do at a table: "announce" says that it is left out, "skip" says nothing.',
        allowed=_LEFT_OUT,
    )
    code: str = _setting("announce", "What to do at an example of code.", allowed=_LEFT_OUT)
    bitrate_kbps: int = _setting(80, "The bit rate of the MP3 files, in kbit/s.", allowed=_BITRATES)
    sources: tuple[str, ...] = _setting(
        (),
        "Other sources: addresses of pages and feeds, and files and folders elsewhere. All their articles are taken.",
        example=("https://example.org/feed.xml", "../more"),
    )
    teasers: bool = _setting(
        False, "Whether to read only the teasers in a feed. By default, the pages that it links to are fetched."
    )
    max_hours: float = _setting(24.0, "Refuse longer articles: log files and whole archives, for example.")
    guid: str = _setting(
        "",
        "The podcast's GUID if it was published elsewhere before. By default, a new one is made and kept.",
        example="917393e3-1b1e-5cef-ace4-edaa54e1f810",
    )
    kind: str = _setting(
        "episodic", 'The order of the episodes: "serial" is for books and series, to be heard in order.', allowed=_KINDS
    )
    season: int = _setting(
        0, "The season of new episodes of a serial show: 1, 2 … 0 means no seasons.", limits=(0, float("inf"))
    )
    medium: str = _setting(
        "podcast",
        "The kind of show. Some apps show only podcasts.",
        allowed=("podcast", "newsletter", "blog", "audiobook", "course", "mixed"),
    )
    locked: bool = _setting(True, "Whether the feed asks other hosting services not to import it.")
    update_frequency: str = _setting(
        "",
        'How often a new episode is published: "daily", "weekdays", "weekly", "biweekly", "monthly", or a rule such '
        'as "FREQ=WEEKLY;BYDAY=MO".',
        example="weekly",
    )
    complete: bool = _setting(False, "Whether the show has ended and gets no more episodes.")
    block: bool = _setting(False, "Whether the feed asks directories not to list the show.")
    new_feed_url: str = _setting(
        "", "The new address of the feed, if it has moved.", example="https://example.org/podcast/feed.xml"
    )
    copyright: str = _setting("", "The copyright notice, in one line.", example="© 2026 Your Name")
    funding: str = _setting("", "A web page where listeners can give money.", example="https://example.org/support")
    verification: str = _setting(
        "", "The text from Apple Podcasts that proves that the feed is yours.", example="text from Apple"
    )
    persons: tuple[Person, ...] = _setting((), "People who make the show, besides the authors. One table each.")
    feeds: tuple[Feed, ...] = _setting((), "More podcasts from the same episodes. One table each.")
    digests: tuple[Digest, ...] = _setting(
        (), "Round-up episodes of a day or a week, with one chapter for each article. One table each."
    )
    palette: tuple[str, ...] = _setting(
        (),
        'The colors of covers and pages, as "#rrggbb": background, text, accent, waveform. The default depends on the '
        "title.",
        example=("#14213d", "#ffffff", "#fca311", "#2f4a7d"),
    )
    episode_covers: bool = _setting(True, "Whether every episode has its own picture.")
    keep_days: float = _setting(
        7.0, "How many days the old files of a changed article are kept, for players that are playing them."
    )
    roles: Roles = _setting(
        Roles(), "Several voices in one episode: each value is the name of a voice. All are made equally loud."
    )
    title_rate: float = _setting(
        0.95, "The speed of titles and headings, as a factor: 1.0 is the speed of other text.", limits=_RATES
    )
    numbers_rate: float = _setting(0.95, "The speed of sentences with many numbers, as a factor.", limits=_RATES)
    intro: str = _setting(
        "",
        "Said before each article. {title}, {date}, {author} and {show} are filled in. A sentence is left out if its "
        "value is not known.",
        example="This is {show} of {date}.",
    )
    outro: str = _setting("", "Said after each article.", example="That was {title}. Thank you for listening.")
    chime: bool = _setting(False, "Whether a soft chime is played before each section.")
    music: Music = _setting(Music(), "Music: the names of sound files beside this file, such as MP3 or WAV.")
    word_vtt: bool = _setting(
        False, "Whether each episode also has a WebVTT transcript with the time of each word, for karaoke captions."
    )
    same_story: float = _setting(
        0.8,
        "Articles with this share of their text in common get one episode. 0.8 is 80 %. 0 renders all.",
        limits=(0.0, 1.0),
    )
    check_language: bool = _setting(True, "Whether articles in a language that the voice does not speak are skipped.")


# The keys of `Show` that are not tables, in the order of a new `show.toml` and of the reference.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("What listeners see", ("title", "description", "author", "language", "itunes_category", "explicit")),
    ("Pictures and colors", ("image", "palette", "episode_covers")),
    ("Addresses", ("base_url", "link", "email", "copyright", "funding")),
    ("Selection of articles", ("category", "default_category", "sources", "teasers", "same_story", "check_language")),
    (
        "Reading",
        (
            "voice",
            "languages",
            "title_rate",
            "numbers_rate",
            "announce",
            "tables",
            "code",
            "locale",
            "bitrate_kbps",
            "word_vtt",
            "max_hours",
        ),
    ),
    ("Intro, outro and chime", ("intro", "outro", "chime")),
    ("Kind of podcast", ("kind", "season", "medium", "update_frequency", "complete", "keep_days")),
    ("Directories", ("locked", "block", "guid", "new_feed_url", "verification")),
)
# The tables: their names, headers and classes.
TABLES: tuple[tuple[str, str, type], ...] = (
    ("roles", "[roles]", Roles),
    ("music", "[music]", Music),
    ("persons", "[[persons]]", Person),
    ("feeds", "[[feeds]]", Feed),
    ("digests", "[[digests]]", Digest),
)
