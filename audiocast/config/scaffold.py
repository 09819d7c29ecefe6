"""What does a new show begin with?

Settings in which every key is there, with its meaning and its default, a voice, a lexicon, and a first article. The
defaults are read from the model, and a test holds that no key lacks its meaning.
"""

from __future__ import annotations

import dataclasses
import json
import textwrap
from typing import TYPE_CHECKING, Any

from audiocast.config import load
from audiocast.config.settings import Digest, Feed, Music, Person, Roles, Show
from audiocast.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

# What listeners are told first; the rest may stay as it is, and is written as a comment.
_SHOW = Show(
    title="My Articles",
    description="Written articles, read aloud.",
    author="Your Name",
    itunes_category=("News", "Daily News"),
    announce=("author", "date"),
)
_WRITTEN = (
    *("title", "description", "author", "language", "itunes_category", "explicit", "base_url", "category", "voice"),
    "announce",
)
_GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("What listeners see", ("title", "description", "author", "language", "itunes_category", "explicit")),
    ("Pictures and colors", ("image", "palette", "episode_covers")),
    ("Where it is published", ("base_url", "link", "email", "copyright", "funding")),
    ("Which articles", ("category", "default_category", "sources", "teasers")),
    (
        "How they are read",
        ("voice", "title_rate", "numbers_rate", "announce", "tables", "code", "locale", "bitrate_kbps", "max_hours"),
    ),
    ("What is heard around them", ("intro", "outro", "chime")),
    ("Which articles are left out", ("same_story", "check_language")),
    ("What kind of podcast it is", ("kind", "season", "medium", "update_frequency", "complete", "keep_days")),
    ("What directories are told", ("locked", "block", "guid", "new_feed_url", "verification")),
)
MEANINGS: Mapping[str, str] = {
    "title": "What listeners see in their podcast app.",
    "description": "Plain text, a sentence or two.",
    "author": "Who makes the show.",
    "language": "The language the show is in: en-us, en-gb, de …",
    "itunes_category": "Apple's category, then its subcategory, as on https://podcasters.apple.com/support/1691",
    "explicit": "Apple's flag for strong language and adult themes.",
    "image": "A square picture beside this file, JPEG or PNG of 1400 to 3000 pixels; without one, a cover is drawn.",
    "base_url": "Where the output folder will be served, with a final slash. Change it before publishing.",
    "link": "The show's web page; without one, base_url.",
    "email": "The owner's address, for directories. It can be read by everybody who has the feed.",
    "copyright": "One line, such as: © 2026 Your Name",
    "funding": "A web page where listeners can give money.",
    "category": 'Which articles are wanted: one of their categories is this, or begins with it and " - ". '
    'Without one, "", all are.',
    "default_category": "The category of articles that name none; without it, they are not taken.",
    "sources": "Addresses of pages and feeds, and files and folders elsewhere; what is in them is wanted.",
    "teasers": "Whether the teasers in feeds are enough; if not, the pages are fetched that they lead to.",
    "voice": "Who reads: the name of a file in voices/, without its ending.",
    "title_rate": "How fast titles and headings are said: 1.0 is as fast as the rest.",
    "numbers_rate": "How fast sentences are said that are heavy with numbers.",
    "announce": 'What is said after the title: "author", "date", both, or neither: [].',
    "tables": 'What is said of a table: "announce" that it is left out, or "skip" it without a word.',
    "code": "The same of examples of code.",
    "locale": 'Readings for all articles: "en-US" or "en-GB"; without it, the article decides, then the voice.',
    "bitrate_kbps": "Of the MP3 files: 32, 40, 48, 56, 64, 80, 96, 112, 128, 144 or 160.",
    "palette": "Colors of cover and pages: ground, letters, accent, wave; without it, some go with the title.",
    "episode_covers": "Whether every episode has a picture of its own, in the colors of the show.",
    "keep_days": "How long the old files of a changed article stay, for players that are in the middle of them.",
    "same_story": "From which share of equal text two articles are one story, told once; 0 tells them all.",
    "check_language": "Whether an article in a language that the voice does not speak is left out.",
    "max_hours": "A longer article is refused: it is a log file or a whole archive, not an article.",
    "kind": '"episodic", or "serial" for a book or a series, to be heard in order.',
    "season": "Which new episodes of a serial show belong to: 1, 2 …; 0 means there are no seasons.",
    "medium": '"podcast", "newsletter", "blog", "audiobook", "course" or "mixed". Some apps show only podcasts.',
    "update_frequency": 'What listeners may expect: "daily", "weekdays", "weekly", "biweekly", "monthly", or a rule '
    'such as "FREQ=WEEKLY;BYDAY=MO".',
    "complete": "Whether there will never be another episode.",
    "locked": "Whether other hosts are told not to take over the feed.",
    "block": "Whether directories are told not to list the show.",
    "guid": "The podcast's GUID, when it comes from elsewhere; without it, one is made and kept.",
    "new_feed_url": "Where the feed has moved to.",
    "verification": "The text that Apple Podcasts gives you, to find out that the feed is yours.",
    "intro": "What is said before each article, with {title}, {date}, {author} and {show}. A sentence is left out when "
    "what it names is not known.",
    "outro": "What is said after it.",
    "chime": "Whether a soft chime is heard before each section.",
    "music": "What is played: sound files beside this file, such as MP3 or WAV.",
    "music.intro": "Before the first word, and softly on under what `intro` says.",
    "music.outro": "Softly under what `outro` says, and after the last word.",
    "music.bed": "Softly under all words, over and over, and before and after them where there is no other.",
    "music.seconds": "How long each is heard alone, if it lasts so long.",
    "roles": "Who speaks what, when that is not all one voice. Each is the name of a voice; all become equally loud.",
    "roles.narrator": "Who reads; without it, the show's voice.",
    "roles.title": "Titles and headings.",
    "roles.quote": "Block quotes.",
    "roles.intro": "What is said before and after the article.",
    "roles.quoted_speech": "Whether quotations within paragraphs that are longer than a sentence have the quote's "
    "voice, too.",
    "persons": "Who made the show, besides the authors of its articles; one table each.",
    "persons.name": "As listeners read it.",
    "persons.role": "From the podcast taxonomy: host, producer, editor …",
    "persons.group": "From the podcast taxonomy: cast, writing, administration …",
    "persons.link": "A web page about the person.",
    "persons.image": "The address of a picture.",
    "feeds": "Further podcasts from the same episodes; one table each.",
    "feeds.filename": "Beside feed.xml.",
    "feeds.title": "What listeners see in their podcast app.",
    "feeds.description": "Plain text; without it, the show's.",
    "feeds.categories": 'Which episodes: one of their categories is one of these, or begins with it and " - "; '
    "[] takes all.",
    "feeds.link": "Its web page; without one, the show's.",
    "feeds.itunes_category": "As above; without it, the show's.",
    "feeds.kind": "As above; without it, the show's.",
    "feeds.guid": "As above; without it, one is made and kept.",
    "digests": "Episodes that join the articles of a day or week, a chapter each; one table each.",
    "digests.name": "Its identity: with another one, all of its episodes are new.",
    "digests.title": "What its episodes are called, before the date; without it, the name.",
    "digests.period": '"day" or "week".',
    "digests.minutes": "How long an episode may be; what is more goes into a further one. 0 sets no limit.",
    "digests.categories": "Which articles, as above; [] takes all.",
}
_EXAMPLES: Mapping[str, object] = {
    "image": "cover.jpg",
    "link": "https://example.org/",
    "email": "you@example.org",
    "palette": ("#14213d", "#ffffff", "#fca311", "#2f4a7d"),
    "copyright": "© 2026 Your Name",
    "funding": "https://example.org/support",
    "sources": ("https://example.org/feed.xml", "../more"),
    "default_category": "Audio Sources",
    "locale": "en-GB",
    "update_frequency": "weekly",
    "guid": "917393e3-1b1e-5cef-ace4-edaa54e1f810",
    "new_feed_url": "https://example.org/podcast/feed.xml",
    "verification": "text from Apple",
    "intro": "This is {show} of {date}.",
    "outro": "That was {title}. Thank you for listening.",
    "music.intro": "intro.mp3",
    "music.outro": "outro.mp3",
    "music.bed": "bed.mp3",
    "roles.narrator": "narrator",
    "roles.title": "narrator",
    "roles.quote": "system",
    "roles.intro": "system",
    "persons.name": "Jane Doe",
    "persons.link": "https://example.org/jane",
    "persons.image": "https://example.org/jane.jpg",
    "feeds.filename": "sports.xml",
    "feeds.title": "My Articles: Sports",
    "feeds.description": "Only what was won and lost.",
    "feeds.categories": ("Sports",),
    "feeds.link": "https://example.org/sports",
    "feeds.itunes_category": ("Sports",),
    "feeds.kind": "episodic",
    "digests.name": "commute",
    "digests.title": "For the Way to Work",
    "digests.minutes": 20,
    "digests.categories": ("Sports",),
    "feeds.guid": "917393e3-1b1e-5cef-ace4-edaa54e1f810",
}
_LEXICON = """\
# How names and words are said when the voice gets them wrong.
# written, spoken, IPA, case (exact or any), part of speech (noun, verb or name); a tab between the columns.
# Spoken or IPA may be empty, and the last three may be left out. Take the # away to use a line.
#
# Leominster	Lemster
# Nguyen		wˈɪn
# asap	as soon as possible		any
"""
_ARTICLE = """\
Categories
Audio Sources

Hello from your new podcast

{date}

By Your Name

This is your first episode. It was written as a plain text file, in a folder named seeds, and read aloud on this computer.

The first lines of the file say what kind of article it is. Then come its title, its date and its author, with a blank line between them. All the rest is read as it stands: on Jan. 5, 2026, for example, or $4.5 million, or a quarter past 9 a.m.

What happens next?

Replace this text, or put a second file beside it, and render again. Only what is new or has changed will be spoken.
"""  # noqa: E501 - a paragraph is a line


def write(folder: Path, *, now: datetime) -> tuple[Path, ...]:
    """Write a new show into a folder; the answer is what was written.

    Raises:
        ConfigError: Something of it is there already, or can't be written; then nothing is changed.
    """
    files = _files(now)
    for name in files:
        if (folder / name).exists():
            raise ConfigError(
                "is there already", where=str(folder / name), hint="Nothing was written; choose another folder"
            )
    try:
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            with (folder / name).open("x", encoding="utf-8") as file:
                file.write(text)
    except OSError as error:
        where = str(error.filename or folder)
        raise ConfigError(f"can't be written ({error.strerror})", where=where, hint="Choose another folder") from error
    return tuple(folder / name for name in files)


def _files(now: datetime) -> dict[str, str]:
    voice = (load.shipped("voices") / f"{_SHOW.voice}.toml").read_text(encoding="utf-8")
    return {
        f"seeds/{load.SHOW_FILE}": "\n".join(_settings()) + "\n",
        "seeds/hello.txt": _ARTICLE.format(date=now.isoformat(timespec="seconds")),
        f"voices/{_SHOW.voice}.toml": voice,
        f"voices/{load.LEXICON_FILE}": _LEXICON,
    }


def _settings() -> Iterator[str]:
    """The lines of `show.toml`."""
    yield "# One show: what it is called, which articles it takes, and who reads them."
    yield "# A line that begins with # is not in force: it shows a default, or an example of what can be said."
    for title, keys in _GROUPS:
        yield from ("", f"# ---- {title}")
        for key in keys:
            yield from ("", *_comment(MEANINGS[key]))
            value = _EXAMPLES.get(key, getattr(_SHOW, key))
            yield f"{'' if key in _WRITTEN else '#'}{key} = {_toml(value)}"
    for table, header, kind in (
        ("roles", "[roles]", Roles),
        ("music", "[music]", Music),
        ("persons", "[[persons]]", Person),
        ("feeds", "[[feeds]]", Feed),
        ("digests", "[[digests]]", Digest),
    ):
        yield from ("", *_comment(MEANINGS[table]), f"#{header}")
        for field in dataclasses.fields(kind):
            name = f"{table}.{field.name}"
            yield from _comment(MEANINGS[name])
            yield f"#{field.name} = {_toml(_EXAMPLES.get(name, field.default))}"


def _comment(text: str) -> list[str]:
    return textwrap.wrap(text, 100, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)


def _toml(value: Any) -> str:  # noqa: ANN401 - whatever a setting may be
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)
