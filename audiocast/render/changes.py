"""Decide whether an article is published as it is: whether the user changed anything since the episode was made.

Counted are the article and what the user wrote: settings, voice files, music, pictures, entries of the lexicon. What
the program decides is not counted: its readers, its normalizer, its engines, its mixer, and the defaults of settings
that nobody wrote. So an upgrade makes no episode again.

Two checksums tell whether the article is the same: that of the article as it was read, and that of what it was read
from. One of them is enough. Where only the text as read is the same, the document changed in what nobody hears; where
only the document is the same, a newer reader reads it in another way. If a document changed and is read by a newer
reader, nobody can tell these apart, and a correction must not be lost: then the article counts as changed.

Settings are compared one by one with what they were when the episode was made, and one that the user wrote neither then
nor now does not count. An episode of a version that did not note its basis is compared with its transcript instead.

The checksums in a basis must stay the same in all versions: a test holds them to that.
"""

from __future__ import annotations

import functools
import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiocast import __version__
from audiocast.audio import recording
from audiocast.config import user_choices
from audiocast.model.episode import Basis
from audiocast.publishing import corrections
from audiocast.script import omissions
from audiocast.sources.checksums import checksum

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from audiocast.config.settings import Show
    from audiocast.model.article import Article
    from audiocast.model.audio import Tunes
    from audiocast.model.episode import Episode
    from audiocast.model.script import Script
    from audiocast.model.voice import Voice
    from audiocast.normalize.lexicon import Entry, Lexicon

# Part of what decides the files of an episode: counted up when they are made differently from the same article.
VERSION = 1
_KEYS = (
    *("title", "author", "locale", "announce", "tables", "code", "bitrate_kbps", "palette", "episode_covers"),
    *("title_rate", "numbers_rate", "intro", "outro", "chime", "voice"),
)
_ROLES = ("title", "quote", "intro", "quoted_speech")
_TUNES = ("intro", "outro", "bed")
_VOICE_KEYS = ("engine", "id", "language", "rate", "pitch", "seed")
# Defaults of the versions that did not note the basis of an episode, where today's are others.
_OLD_DEFAULTS = {"bitrate_kbps": 64}
_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Terms:
    """What all articles of a run share, as far as it decides their episodes.

    Attributes:
        show: As it was read.
        settings: What each setting is, and which of them the user wrote.
        own: The entries of the lexicon that the user wrote.
        decisive: All that decides the files of an episode, besides its article and its script.
        program: Checksum of the program, and of everything that it decides.
    """

    show: Show
    settings: str
    own: Lexicon
    decisive: tuple[object, ...]
    program: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the user chose for a run: the settings, and what they name.

    Attributes:
        show: As it was read.
        voices: The narrator's first.
        lexicon: All entries.
        tunes: What is played.
        image: The user's own picture of the show, or nothing.
        by_option: Keys of the show that were given on the command line.
    """

    show: Show
    voices: tuple[Voice, ...]
    lexicon: Lexicon
    tunes: Tunes
    image: bytes
    by_option: frozenset[str] = frozenset()


def terms(source: Path, chosen: Chosen, *, engine_version: str, cover: str) -> Terms:
    """Return the terms of a run.

    Args:
        source: The folder of the articles, or one article.
        chosen: What the user chose.
        engine_version: Of all engines that the voices need.
        cover: The file name of the show's picture; it identifies the picture.
    """
    show = chosen.show
    told = (show.title, show.author, show.locale, show.announce, show.bitrate_kbps, show.palette, show.episode_covers)
    sound = (
        *(show.roles, show.title_rate, show.numbers_rate, show.intro, show.outro, show.chime, show.music),
        chosen.tunes,
    )
    decisive = (told, show.tables, show.code, sound, chosen.voices, engine_version, cover, recording.VERSION)
    return Terms(
        show=show,
        settings=_settings(chosen, user_choices.written_keys(source, chosen.voices) | chosen.by_option),
        own=user_choices.own_entries(chosen.lexicon),
        decisive=decisive,
        program=checksum(__version__, VERSION, decisive, user_choices.shipped_sum()),
    )


def basis(terms: Terms, article: Article) -> Basis:
    """Return what an episode of the article is made of today."""
    blocks = [(block.kind.value, block.text, block.level, block.number) for block in article.blocks]
    date = article.published.isoformat() if article.published else ""
    head = (article.title, article.author, article.categories, article.language, date, article.link)
    return Basis(
        article=checksum(head, blocks),
        source=article.source_sum,
        settings=terms.settings,
        lexicon=_entries_sum(terms.own),
        words=_words(terms, article),
        program=terms.program,
    )


def fingerprint(of: Basis) -> str:
    """Return what identifies an episode that is made of this."""
    return digest(of.article, of.settings, of.words)


def up_to_date(
    terms: Terms, article: Article, episode: Episode, *, folder: Path, same_document: bool
) -> Episode | None:
    """Return the episode of an article that was not changed, as its record has to be; None when it was changed.

    Args:
        terms: Of the run.
        article: As it was read now.
        episode: As it was published.
        folder: The output folder.
        same_document: Whether the document is known to be the same as when the episode was published, by other means
            than the basis.
    """
    now, then = basis(terms, article), episode.basis
    if then is None:
        if not episode.digest or not (same_document or _has_text(terms, article, episode, folder)):
            return None
        return replace(episode, basis=replace(now, settings=_with_old_defaults(now.settings), program=""))
    same_text = then.article == now.article
    if not same_text and not (then.source == now.source != ""):
        return None
    settings = _agreed(then.settings, now.settings)
    if settings is None or (then.lexicon != now.lexicon and then.words != now.words):
        return None
    noted = replace(now, settings=settings, program=then.program)
    if noted == then and episode.origin == article.origin:
        return episode
    cuts = omissions.recorded(article, episode) if same_text else episode.cuts
    return replace(episode, basis=noted, origin=article.origin, cuts=cuts)


def is_outdated(terms: Terms, episode: Episode) -> bool:
    """Whether another version of the program made an episode."""
    return episode.basis is None or episode.basis.program != terms.program


def script_digest(terms: Terms, article: Article, script: Script) -> str:
    """Return a checksum of everything that decides an episode, the program included."""
    head = replace(article, origin="", blocks=(), cuts=(), modified=None, tags=(), withheld="")
    return digest(VERSION, head, script, *terms.decisive)


def digest(*values: object) -> str:
    """Return a checksum of values whose repr is exact: texts, numbers, dates and frozen dataclasses of those."""
    return hashlib.sha256(repr(values).encode("utf-8", "surrogatepass")).hexdigest()


# ---------------------------------------------------------------- settings


def _settings(chosen: Chosen, written: frozenset[str]) -> str:
    """Return the settings as words, `name=checksum`; a plus sign before it tells that the user wrote it."""
    show = chosen.show
    values: dict[str, object] = {key: getattr(show, key) for key in _KEYS}
    values |= {f"roles.{key}": getattr(show.roles, key) for key in _ROLES}
    values["music.seconds"] = show.music.seconds
    for key in _TUNES:
        tune = getattr(chosen.tunes, key)
        values[f"music.{key}"] = tune.sha256 if tune else ""
    values["image"] = hashlib.sha256(chosen.image).hexdigest() if chosen.image else ""
    for number, voice in enumerate(chosen.voices):
        values |= {f"voice{number}.{key}": getattr(voice, key) for key in _VOICE_KEYS}
        values[f"voice{number}.files"] = tuple(file.sha256 for file in voice.files)
    if "roles.narrator" in written:
        written |= {"voice"}
    return _joined({name: (_sum(value), name in written) for name, value in values.items()})


def _sum(value: object) -> str:
    return checksum(value)[:_DIGITS]


def _joined(settings: dict[str, tuple[str, bool]]) -> str:
    return " ".join(f"{'+' * written}{name}={value}" for name, (value, written) in settings.items())


def _parsed(settings: str) -> dict[str, tuple[str, bool]]:
    words = (word.partition("=") for word in settings.split())
    return {name.removeprefix("+"): (value, name.startswith("+")) for name, _, value in words}


@functools.lru_cache
def _agreed(then: str, now: str) -> str | None:
    """Return the settings of an episode, as they are to be noted, if the user changed none; else None."""
    before, after = _parsed(then), _parsed(now)
    for name in before.keys() | after.keys():
        value, was_written = before.get(name, ("", False))
        other, is_written = after.get(name, ("", False))
        if value != other and (was_written or is_written):
            return None
    # A default may be another one today; what the episode has is noted.
    return _joined({name: each if each[1] else before.get(name, each) for name, each in after.items()})


def _with_old_defaults(settings: str) -> str:
    """Return today's settings with the defaults of versions that noted none."""
    known = _parsed(settings)
    old = {name: (_sum(value), False) for name, value in _OLD_DEFAULTS.items() if not known[name][1]}
    return _joined(known | old)


# ---------------------------------------------------------------- words


def _words(terms: Terms, article: Article) -> str:
    """Return a checksum of the user's entries whose words may be said in an episode, or "" when there are none."""
    if not terms.own:
        return ""
    show = terms.show
    around = (show.intro, show.outro, show.title, article.title, article.author)
    found = terms.own.within("\n".join((*around, *(block.text for block in article.blocks))))
    return _entries_sum(found)


def _entries_sum(entries: Iterable[Entry]) -> str:
    said = [(entry.written, entry.spoken, entry.ipa, entry.any_case, entry.part) for entry in entries]
    return checksum(said) if said else ""


def _has_text(terms: Terms, article: Article, episode: Episode, folder: Path) -> bool:
    """Whether the transcript of an episode says what the article says."""
    from audiocast.script import writer as script  # noqa: PLC0415 - needed once, by episodes of an older version

    return corrections.says(corrections.readable(episode, folder), script.written_text(article, show=terms.show))
