"""Every setting of `show.toml`, with its type and its default."""

from __future__ import annotations

from dataclasses import dataclass


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
