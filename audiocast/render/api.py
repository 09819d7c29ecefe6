"""The public Python API: the functions that `import audiocast` offers.

They call the same code as the commands. They print nothing and raise only the errors of `audiocast.errors`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audiocast import engines, normalize, render, script, sources
from audiocast.errors import AudiocastError, ConfigError
from audiocast.model.article import Article, Reference

if TYPE_CHECKING:
    from audiocast.render.outcome import Outcome


@dataclass(frozen=True, slots=True)
class ArticleResult:
    """The result of one article.

    Attributes:
        status: "rendered", "unchanged", "skipped", "failed", "withdrawn" or, with `dry_run`, "to render".
        title: The article's title, or "" when the document could not be read.
        origin: The document that holds the article, as seen from the source folder, or the address.
        reason: The reason for "skipped" and "failed", or "".
        duration_s: The length of the episode in seconds, or 0.
        size_bytes: The size of the MP3 file in bytes, or 0.
    """

    status: str
    title: str
    origin: str
    reason: str
    duration_s: float
    size_bytes: int


@dataclass(frozen=True, slots=True)
class ShowResult:
    """The result of `render_show`.

    Attributes:
        feed: The path of the feed file.
        episodes: The number of episodes in the feed.
        articles: One result for each article, and for each document that could not be read.
    """

    feed: Path
    episodes: int
    articles: tuple[ArticleResult, ...]

    @property
    def failed(self) -> tuple[ArticleResult, ...]:
        """The articles that failed."""
        return tuple(article for article in self.articles if article.status == "failed")


def render_show(
    source: str | Path,
    output: str | Path,
    *,
    voice: str = "",
    category: str | None = None,
    jobs: int | None = None,
    prune: bool = False,
    force: bool = False,
    dry_run: bool = False,
    cache: str | Path | None = None,
) -> ShowResult:
    """Render the articles of a show and publish them in a folder, like `audiocast render`.

    A failed article does not stop the run: it is in the result with its reason.

    Args:
        source: A folder of articles with its `show.toml`, or one document.
        output: The folder for the MP3 files, the feed and the pages. It is created when missing.
        voice: The name of a voice file, without ".toml". The default is the voice in `show.toml`.
        category: Render the articles of this category. The default is the category in `show.toml`; "" means all.
        jobs: The number of worker processes. The default is the number of CPU cores.
        prune: Remove episodes whose articles are gone.
        force: Render every article again, also unchanged ones.
        dry_run: Plan only, and write nothing.
        cache: The folder of synthesized sentences. The default is the user's cache folder.

    Returns:
        The feed's path, the number of episodes, and a result for each article.

    Raises:
        ConfigError: A setting, a voice or the lexicon is wrong.
        SourceError: The source does not exist.
        PublishError: The output folder can't be written, or holds another show.
        BusyError: Another process renders into the same output folder.

    Example:
        >>> result = audiocast.render_show("seeds", "output", voice="tone")
        >>> result.episodes
        3
    """
    request = render.context.Request(
        source=Path(source),
        output=Path(output),
        cache=engines.cache.default_folder() if cache is None else Path(cache),
        voice=voice,
        category=category,
        jobs=jobs or render.context.available_cores(),
        prune=prune,
        force=force,
        dry_run=dry_run,
    )
    report = render.run.render(request, listen=lambda _: None)
    return ShowResult(report.feed, report.published, tuple(map(_result, report.outcomes)))


def _result(outcome: Outcome) -> ArticleResult:
    return ArticleResult(
        status=outcome.status.value,
        title=outcome.title,
        origin=outcome.origin,
        reason=outcome.reason,
        duration_s=outcome.duration_ms / 1000,
        size_bytes=outcome.length,
    )


def read_document(path_or_url: str | Path, *, allow_private: bool = False) -> tuple[Article, ...]:
    """Read the articles of a document: what `audiocast read` prints.

    Pages that a list of addresses or a feed links to are fetched.

    Args:
        path_or_url: A file of any supported format, or an http(s) address.
        allow_private: Also fetch from hosts that are not public.

    Returns:
        The articles, in the order of the document. Their `blocks` are what would be spoken.

    Raises:
        SourceError: The document, or an article in it, can't be read or fetched.

    Example:
        >>> (article,) = audiocast.read_document("ferry.txt")
        >>> article.title
        'Ferry runs late'
    """
    text = str(path_or_url)
    readings: list[Article | Reference | AudiocastError]
    if sources.is_address(text):
        readings = [Reference(text, found=False)]
    else:
        path = Path(path_or_url)
        readings = list(sources.read(sources.fetch(path, Path())))
    articles: list[Article] = []
    for reading in readings:
        if isinstance(reading, AudiocastError):
            raise reading
        if isinstance(reading, Article):
            articles.append(reading)
            continue
        for found in sources.resolve.fetch(
            (reading,), cache=engines.cache.default_folder(), allow_private=allow_private, read=sources.read
        ):
            if isinstance(found, AudiocastError):
                raise found
            articles.append(found)
    return tuple(articles)


def normalize_text(text: str, locale: str = "en-US") -> str:
    """Return the words that a newsreader says for a written text, like `audiocast normalize`.

    Numbers, dates, money, abbreviations and addresses become words. Line breaks are kept.

    Args:
        text: English text of any length.
        locale: "en-US", "en-GB", "en-IN", "en-AU", "en-IE" or "en-ZA".

    Returns:
        The spoken form: it has no digits and no symbols.

    Raises:
        ConfigError: The locale is not supported.
        NormalizeError: A number or a symbol has no spoken form.

    Example:
        >>> audiocast.normalize_text("It cost $5m in 1990.")
        'It cost five million dollars in nineteen ninety.'
    """
    if locale not in normalize.regions.TAGS:
        raise ConfigError(f"there is no locale {locale!r}", hint=f"Use {' or '.join(normalize.regions.TAGS)}")
    lines = text.splitlines()
    normalizer = normalize.Normalizer(locale, context=lines)
    spoken = (" ".join(normalizer(each).text for each in script.sentences.split_sentences(line)) for line in lines)
    return "\n".join(spoken).replace("\u00a0", " ")


def say(text: str, voice: str, path: str | Path, *, show: str | Path = "seeds") -> float:
    """Synthesize a text and write it to a sound file, like `audiocast say --output`.

    Args:
        text: The text, as in an article. It is normalized.
        voice: The name of a voice file, without ".toml".
        path: The file to write; its name ends in ".wav" or ".mp3".
        show: A folder of articles. Its `voices/` folder and its lexicon are used too; it need not exist.

    Returns:
        The length of the sound in seconds.

    Raises:
        ConfigError: The text is empty, the voice does not exist, or the file name has another ending.
        NormalizeError: A number or a symbol has no spoken form.
        EngineError: The engine failed.
        EncodeError: The file can't be written.

    Example:
        >>> audiocast.say("The mayor of Łódź met Xi Jinping.", "system", "mayor.wav")
        2.9
    """
    target = Path(path)
    if target.suffix.lower() not in render.preview.ENDINGS:
        raise ConfigError(f"{target} ends in neither {' nor '.join(render.preview.ENDINGS)}", hint="Use .wav or .mp3")
    utterances, speaker = render.preview.prepare(text, source=Path(show), voice=voice)
    return render.preview.write(utterances, speaker, target) / 1000
