"""What passes between rooms.

Frozen values, no work in methods. Times are integer milliseconds; sound is mono 16-bit little-endian frames.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from operator import attrgetter
from pathlib import Path  # noqa: TC003 - config asks of which types a voice's fields are
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


# ---------------------------------------------------------------- written


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that was fetched, not yet understood.

    Attributes:
        origin: Where it came from: a path as the user would write it, or an address.
        media_type: For example "text/plain".
        content: The bytes as they were found.
        charset: What the sender says the characters are encoded in, or "".
    """

    origin: str
    media_type: str
    content: bytes
    charset: str = ""


class BlockKind(StrEnum):
    """The part a block plays in an article."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    QUOTE = "quote"
    TABLE = "table"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or the like, on one line, with its white space folded.

    Attributes:
        kind: A list is its items in a row, a block quote its paragraphs in a row. A table and a piece of code stand
            for what is left out in their place.
        text: Of a table its caption, of code nothing; the rest of them is in the article's cuts.
        level: Of a heading 1 to 6, where 1 is as high as the title; of a list item how deep it is nested, from 1.
            0 when it is neither, or when the document does not say.
        number: Of an item in an ordered list, 0 elsewhere.
    """

    kind: BlockKind
    text: str
    level: int = 0
    number: int = 0


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece of a document that will not be spoken, and the rule that says so.

    Attributes:
        rule: For example "gallery", "credit", "repeated paragraph".
        line: Its first line in the document, counted from 1; 0 when nobody would count lines there, as in a book.
        text: The piece itself.
    """

    rule: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """A document, or one of several in it, understood.

    Attributes:
        id: The identity that survives every change of the text: an `Id:` header, else made from the file's name.
        origin: The document's origin, with `:line`, or `:number`, when it holds several articles.
        title: One line.
        author: As written, or "".
        categories: As written, in order.
        language: BCP 47, for example "en" or "en-GB"; "" when the document does not say.
        published: With time zone, or None when the document has no date.
        link: The article's web address, or "".
        blocks: What will be spoken after the title.
        cuts: What will not.
        modified: When the document says it was last changed, with time zone, or None.
        tags: Keywords, as written, in order; they count as categories when articles are selected.
        withheld: Why the document says that it is not to be published yet, for example "is a draft", or "".
        source_sum: Checksum of what it was read from, such as the document's bytes. It says nothing about the article
            itself, so it is no part of the value.
    """

    id: str
    origin: str
    title: str
    author: str
    categories: tuple[str, ...]
    language: str
    published: datetime | None
    link: str
    blocks: tuple[Block, ...]
    cuts: tuple[Cut, ...]
    modified: datetime | None = None
    tags: tuple[str, ...] = ()
    withheld: str = ""
    source_sum: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Reference:
    """What a document only names: the articles are at an address.

    Attributes:
        address: Of a page, or of a document with more of them.
        found: Whether a machine wrote it, as into a feed; else a person did, as into a list.
        about: What the document says of the article there, which is worth more than what is said there, with the
            teaser's blocks; None when it says nothing.
    """

    address: str
    found: bool
    about: Article | None = None


# ---------------------------------------------------------------- spoken


@dataclass(frozen=True, slots=True)
class Span:
    """One step of an alignment: written[written_start:written_end] became text[start:end] by `rule`.

    The spans of a `Spoken` cover both texts completely, in order, without overlap.
    """

    written_start: int
    written_end: int
    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """text[start:end] of a spoken text is to be said as `ipa`."""

    start: int
    end: int
    ipa: str


@dataclass(frozen=True, slots=True)
class Spoken:
    r"""Written text and what a newsreader would say for it.

    In `text`, letters that are spelled stand apart and are tied by a no-break space (U+00A0): "G\u00a0D\u00a0P";
    a capital letter alone with a no-break space on either side is spelled, "vitamin\u00a0A". Each engine's adapter
    writes such letters the way its voice says them right. For everybody else it is white space.
    """

    written: str
    text: str
    spans: tuple[Span, ...]
    pronunciations: tuple[Pronunciation, ...] = ()


@dataclass(frozen=True, slots=True)
class ModelFile:
    """A file that a voice is made of.

    Attributes:
        name: Of the file in `voices/`, or a path.
        sha256: Of its content, as 64 hexadecimal digits.
        parts: Where installed packages bring it, joined in this order: "package/file".
        get: How it is come by, a command or an address.
    """

    name: str
    sha256: str
    parts: tuple[str, ...] = ()
    get: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks, and how.

    Attributes:
        name: The file's stem in `voices/`.
        engine: The name of an entry point in `audiocast.engines`.
        id: The engine's own name for the voice, "" for its default.
        language: BCP 47; decides British or American reading where the article does not.
        rate: Pace as a factor, 1.0 is the voice's own.
        pitch: As a factor, 1.0 is the voice's own; an engine that can't change it refuses others.
        seed: For engines that draw random numbers.
        files: What the voice is made of, when its engine does not bring it.
        folders: Where those are looked for. They decide nothing that is heard, so they are no part of the value.
    """

    name: str
    engine: str
    id: str = ""
    language: str = "en-US"
    rate: float = 1.0
    pitch: float = 1.0
    seed: int = 0
    files: tuple[ModelFile, ...] = ()
    folders: tuple[Path, ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Utterance:
    """What is synthesized in one go: usually a sentence.

    Attributes:
        text: The spoken text, marked as in `Spoken`.
        written: The written text, for transcripts.
        pause_ms: The silence that follows.
        voice: The name of the voice that speaks it.
        pronunciations: Into `text`.
        pace: As a factor on the voice's own rate.
        chime: Whether there is a chime in the middle of that silence.
    """

    text: str
    written: str
    pause_ms: int
    voice: str
    pronunciations: tuple[Pronunciation, ...] = ()
    pace: float = 1.0
    chime: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """What lies under one heading; it becomes a `Chapter`."""

    title: str
    utterances: tuple[Utterance, ...]


@dataclass(frozen=True, slots=True)
class Script:
    """All that is said in an episode, in order.

    Attributes:
        sections: One at least.
        intro: How many of the first utterances come before the article.
        outro: How many of the last come after it.
        cuts: What of the article is not said because no voice can say it. It decides nothing that is heard.
    """

    sections: tuple[Section, ...]
    intro: int = 0
    outro: int = 0
    cuts: tuple[Cut, ...] = field(default=(), repr=False)


# ---------------------------------------------------------------- heard


@dataclass(frozen=True, slots=True)
class Tune:
    """A piece of music: a file of the user's.

    Attributes:
        name: Of the file, as the show says it.
        sha256: Of its content, which stands for it.
        content: The bytes.
    """

    name: str
    sha256: str
    content: bytes = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Tunes:
    """What is played before an article, after it, and under all of it, if anything."""

    intro: Tune | None = None
    outro: Tune | None = None
    bed: Tune | None = None


@dataclass(frozen=True, slots=True)
class Clip:
    """Synthesized sound: mono 16-bit little-endian frames.

    Attributes:
        words: What the engine was given to say, as `engines.reading.words_in` gives them; () if it does not tell.
    """

    pcm: bytes
    sample_rate: int
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """When a written sentence is heard."""

    start_ms: int
    end_ms: int
    text: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """When a section is heard."""

    title: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Recording:
    """The timeline of joined sound.

    Attributes:
        sounds: When what is no speech is heard, music and chimes: first and last millisecond of each.
    """

    sample_rate: int
    frames: int
    duration_ms: int
    chapters: tuple[Chapter, ...]
    cues: tuple[Cue, ...]
    sounds: tuple[tuple[int, int], ...] = ()


# ---------------------------------------------------------------- published


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A finished file.

    Attributes:
        filename: In the output folder, such as "episodes/x.mp3".
        length: In bytes.
        type: The media type.
        sha256: Of its content, or "" when nobody needs it.
    """

    filename: str
    length: int
    type: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Basis:
    """What an episode was made of: checksums of what the user decides, and one of what the program decides.

    Attributes:
        article: Of the article as it was read.
        source: Of what it was read from, or "" when nobody knows.
        settings: What each setting was, and which of them the user wrote; `changes` has the format.
        lexicon: Of all entries of the lexicon that the user wrote, or "" when there are none.
        words: Of those among them whose words stand in the article, or "".
        program: Of the program, and of everything that it decides; "" when an unknown version made the episode.
    """

    article: str
    source: str
    settings: str
    lexicon: str
    words: str
    program: str


@dataclass(frozen=True, slots=True)
class Episode:
    """An article as it was published.

    Attributes:
        id: The article's.
        guid: Fixed at first publication.
        published: Fixed at first publication, with time zone.
        fingerprint: Identifies what was published: another one means that the user changed the article or a setting.
        digest: Of everything that decides the files, the program included; when it differs, today's program would make
            others.
        title: The article's.
        author: The article's, or "".
        language: BCP 47.
        link: The article's web address, or "".
        origin: The article's.
        categories: The article's.
        summary: The first paragraphs, plain text.
        enclosure: The MP3.
        duration_ms: Read from the finished MP3.
        chapters: At least one.
        transcripts: WebVTT first.
        chapters_file: The chapters JSON, beside the MP3.
        cuts: What was not spoken.
        updated: When a changed article was published again, with time zone, or None.
        season: Counted from 1, or 0.
        number: Within the season, counted from 1, or 0; a serial show needs it.
        image: The episode's own picture, or None.
        waveform: How loud it is from beginning to end, two hexadecimal digits for each bar of a picture; "" when it
            was published before there were pictures.
        sounds: When music and chimes are heard, in milliseconds: nothing else but words is.
        basis: What it was made of, or None when it was published before that was noted.
    """

    id: str
    guid: str
    published: datetime
    fingerprint: str
    digest: str
    title: str
    author: str
    language: str
    link: str
    origin: str
    categories: tuple[str, ...]
    summary: str
    enclosure: Enclosure
    duration_ms: int
    chapters: tuple[Chapter, ...]
    transcripts: tuple[Enclosure, ...]
    chapters_file: Enclosure
    cuts: tuple[Cut, ...]
    updated: datetime | None = None
    season: int = 0
    number: int = 0
    image: Enclosure | None = None
    waveform: str = ""
    sounds: tuple[tuple[int, int], ...] = ()
    basis: Basis | None = None


_VALUES = {kind: attrgetter(*kind.__slots__) for kind in (Enclosure, Chapter, Cut)}


def values(part: Enclosure | Chapter | Cut) -> tuple[object, ...]:
    """What a part of an episode says: the repr of this takes a tenth of the time of the part's own."""
    said: tuple[object, ...] = _VALUES[type(part)](part)
    return said


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who made the show: one `[[persons]]` table.

    Attributes:
        name: As listeners read it.
        role: Of the podcast taxonomy, for example "host" or "author".
        group: Of the podcast taxonomy, for example "cast" or "writing".
        link: A web page about the person, or "".
        image: The address of a picture, or "".
    """

    name: str
    role: str = "host"
    group: str = "cast"
    link: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A podcast of its own from the same episodes: one `[[feeds]]` table.

    Attributes:
        filename: Beside `feed.xml`, for example "sports.xml".
        title: Of this podcast.
        description: Of this podcast, plain text; "" means the show's.
        categories: An episode is in it when one of its categories is one of these, or begins with it and " - ";
            none means all episodes.
        link: Its web page; "" means the show's.
        itunes_category: None means the show's.
        kind: "episodic" or "serial"; "" means the show's.
        guid: The podcast's identity when it is known from elsewhere; "" means the one made for it.
    """

    filename: str
    title: str
    description: str = ""
    categories: tuple[str, ...] = ()
    link: str = ""
    itunes_category: tuple[str, ...] = ()
    kind: str = ""
    guid: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """Articles of one time, joined to one episode: one `[[digests]]` table.

    Attributes:
        name: Its identity, which with the time makes that of each episode.
        title: What its episodes are called, before the date; "" means the name.
        period: Whether the articles of a "day" or of a "week" are joined.
        minutes: How long an episode may be; what is more goes into a further one of the same time. 0 sets no limit.
        categories: An article is in it when one of its categories is one of these, or begins with it and " - ";
            none means all articles.
    """

    name: str
    title: str = ""
    period: str = "day"
    minutes: float = 0.0
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roles:
    """Who speaks what: the `[roles]` table. Each is the name of a voice; "" means the narrator's.

    Attributes:
        narrator: Who reads all that nobody else does; "" means the show's `voice`.
        title: The article's title and its headings.
        quote: Block quotes.
        intro: What is said before and after the article.
        quoted_speech: Whether `quote` also speaks what is quoted within a paragraph and is longer than a sentence.
    """

    narrator: str = ""
    title: str = ""
    quote: str = ""
    intro: str = ""
    quoted_speech: bool = False


@dataclass(frozen=True, slots=True)
class Music:
    """What is played: the `[music]` table. Files are beside `show.toml`.

    Attributes:
        intro: Before the first word, and softly on under the show's `intro`.
        outro: Softly under the show's `outro`, and after the last word.
        bed: Softly under all words, over and over; alone before the first and after the last, where there is no other.
        seconds: How long each is heard alone, if it lasts so long.
    """

    intro: str = ""
    outro: str = ""
    bed: str = ""
    seconds: float = 5.0


@dataclass(frozen=True, slots=True)
class Show:
    """What `show.toml` says.

    Attributes:
        title: Of the podcast.
        description: Of the podcast, plain text.
        language: BCP 47, for example "en-us".
        link: The show's web page; "" means the base address.
        author: Who makes it.
        email: The owner's, or "" to publish none.
        image: A picture beside `show.toml`, or "" to have one drawn.
        itunes_category: Category, and subcategory when there are two.
        explicit: Apple's flag.
        base_url: Where `output/` will be served, with a final slash.
        category: Which articles are wanted; "" wants all.
        default_category: Of articles that name none; "" leaves them without, so that they are not wanted.
        voice: The name of a voice.
        roles: Who speaks what, when that is not all one voice.
        title_rate: How fast titles and headings are said, as a factor on the voice's rate.
        numbers_rate: How fast sentences are said that are heavy with numbers, likewise.
        intro: What is said before the article, with {title}, {date}, {author} and {show}; a sentence is left out when
            what it names is not known.
        outro: What is said after it, likewise.
        chime: Whether a chime is heard between sections.
        music: What is played before, after and under the words.
        locale: "en-US" or "en-GB" for all articles; "" lets article and voice decide.
        announce: What is said after the title: "author", "date", both or neither.
        tables: "announce" says that a table is left out, "skip" says nothing.
        code: The same of examples of code.
        bitrate_kbps: Of the MP3.
        sources: Further addresses, folders and documents, as seen from `show.toml`; what they hold is wanted.
        teasers: Whether a feed's teaser is enough, so that linked pages are not fetched.
        max_hours: A longer article is refused: it is a log file or a whole archive, not an article.
        guid: The podcast's identity when it is known from elsewhere, a UUID; "" means the one made for it.
        kind: "episodic", or "serial" for a book or a series, to be heard in order.
        season: Which new episodes of a serial show belong to, counted from 1; 0 means there are no seasons.
        medium: What the podcast namespace calls it: "podcast", or for example "newsletter", "blog", "audiobook".
        locked: Whether other hosts are told not to import the feed.
        update_frequency: "daily", "weekdays", "weekly", "biweekly", "monthly", an iCalendar rule such as
            "FREQ=WEEKLY;BYDAY=MO", or "" to promise nothing.
        complete: Whether there will never be another episode.
        block: Whether directories are told not to list the show.
        new_feed_url: Where the feed has moved to, or "".
        copyright: One line, or "".
        funding: A page where listeners can give money, or "".
        verification: The text by which Apple finds out that the feed is yours, or "".
        persons: Who made the show, besides the authors of its articles.
        feeds: Further podcasts from the same episodes.
        digests: Which articles are also joined to one episode.
        palette: Colors of cover and pages as "#rrggbb": ground, letters, accent, wave; () chooses some by the title.
        keep_days: How long the old files of a changed article stay, for players that are in the middle of them.
        same_story: From which share of equal text two articles are one story, which is told once; 0 tells them all.
        check_language: Whether an article in a language that the voice does not speak is left out.
        episode_covers: Whether every episode has a picture of its own, in the colors of the show.
    """

    title: str
    description: str
    language: str = "en-us"
    link: str = ""
    author: str = ""
    email: str = ""
    image: str = ""
    itunes_category: tuple[str, ...] = ("News",)
    explicit: bool = False
    base_url: str = "http://127.0.0.1:8000/"
    category: str = "Audio Sources"
    default_category: str = ""
    voice: str = "narrator"
    locale: str = ""
    announce: tuple[str, ...] = ()
    tables: str = "announce"
    code: str = "announce"
    bitrate_kbps: int = 80
    sources: tuple[str, ...] = ()
    teasers: bool = False
    max_hours: float = 24.0
    guid: str = ""
    kind: str = "episodic"
    season: int = 0
    medium: str = "podcast"
    locked: bool = True
    update_frequency: str = ""
    complete: bool = False
    block: bool = False
    new_feed_url: str = ""
    copyright: str = ""
    funding: str = ""
    verification: str = ""
    persons: tuple[Person, ...] = ()
    feeds: tuple[Feed, ...] = ()
    digests: tuple[Digest, ...] = ()
    palette: tuple[str, ...] = ()
    episode_covers: bool = True
    keep_days: float = 7.0
    roles: Roles = Roles()
    title_rate: float = 0.95
    numbers_rate: float = 0.95
    intro: str = ""
    outro: str = ""
    chime: bool = False
    music: Music = Music()
    same_story: float = 0.8
    check_language: bool = True
