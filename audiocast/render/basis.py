"""Compute what an episode was made of, as checksums, and compare the settings of two renders.

A basis has checksums of the article and of what the user wrote: settings, voice files, music, pictures and lexicon
entries. One more checksum, `Basis.program`, covers what the program decides: its readers, its normalizer, its engines,
its audio code, and the defaults of settings that the user did not write.

All checksums in a basis must stay the same in all versions; a test checks that. Otherwise an upgrade would make every
episode again.
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
from audiocast.script import roles
from audiocast.sources.checksums import checksum

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from audiocast.config.settings import Show
    from audiocast.model.article import Article
    from audiocast.model.audio import Tunes
    from audiocast.model.episode import Episode
    from audiocast.model.script import Script
    from audiocast.model.voice import Voice
    from audiocast.normalize.lexicon import Entry, Lexicon

# Part of `script_checksum`. Increase it when the same article and script give other files. A class or field that is
# renamed in `model` changes that checksum too, because it is made of their repr.
VERSION = 2
_KEYS = (
    *("title", "author", "locale", "announce", "tables", "code", "bitrate_kbps", "palette", "episode_covers"),
    *("title_rate", "numbers_rate", "intro", "outro", "chime", "voice", "word_vtt"),
)
_ROLES = ("title", "quote", "intro", "quoted_speech")
_TUNES = ("intro", "outro", "bed")
_VOICE_KEYS = ("engine", "id", "language", "rate", "pitch", "seed")
# Defaults of the versions that did not record a basis, where they differ from today's.
_OLD_DEFAULTS = {"bitrate_kbps": 64}
_DIGITS = 8


@dataclass(frozen=True, slots=True)
class Terms:
    """What decides the episodes of a run, besides their articles.

    Attributes:
        show: The show's settings.
        settings: The checksum of each setting, and which of them the user wrote.
        own: The lexicon entries that the user wrote.
        decisive: All values that decide the files of an episode, besides its article and its script.
        program: A checksum of the program, and of everything that it decides.
        voices: The narrator's voice, those of the roles, and those of other languages.
        readers: The settings of each voice of another language, as in `settings`, by its name.
        readers_version: The versions of the engines of these voices.
    """

    show: Show
    settings: str
    own: Lexicon
    decisive: tuple[object, ...]
    program: str
    voices: tuple[Voice, ...]
    readers: Mapping[str, str]
    readers_version: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """The settings of a run, and the content of the files that they name.

    Attributes:
        show: The show's settings.
        voices: All voices of the show, the narrator's first.
        lexicon: All entries.
        tunes: The show's music.
        image: The user's own picture of the show, or b"".
        by_option: Keys of the show that were given on the command line.
        readers: The voices of other languages. They count only for the articles that they read.
        readers_version: The versions of their engines.
    """

    show: Show
    voices: tuple[Voice, ...]
    lexicon: Lexicon
    tunes: Tunes
    image: bytes
    by_option: frozenset[str] = frozenset()
    readers: tuple[Voice, ...] = ()
    readers_version: str = ""


def terms(source: Path, chosen: Chosen, *, engine_version: str, cover: str) -> Terms:
    """Return the terms of a run.

    Args:
        source: The folder of the articles, or one article.
        chosen: What the user chose.
        engine_version: The versions of all engines that the voices need.
        cover: The file name of the show's picture; it identifies the picture.
    """
    show = chosen.show
    shown = (show.title, show.author, show.locale, show.announce, show.bitrate_kbps, show.palette, show.episode_covers)
    sound = (
        *(show.roles, show.title_rate, show.numbers_rate, show.intro, show.outro, show.chime, show.music),
        chosen.tunes,
    )
    decisive = (
        shown,
        show.tables,
        show.code,
        sound,
        chosen.voices,
        engine_version,
        cover,
        recording.VERSION,
        show.word_vtt,
    )
    return Terms(
        show=show,
        settings=_settings(chosen, user_choices.written_keys(source, chosen.voices) | chosen.by_option),
        own=user_choices.own_entries(chosen.lexicon),
        decisive=decisive,
        program=checksum(__version__, VERSION, decisive, user_choices.shipped_sum()),
        voices=(*chosen.voices, *chosen.readers),
        readers={
            each.name: _joined({name: (_sum(value), True) for name, value in _voice_values(each, "reader").items()})
            for each in chosen.readers
            if each not in chosen.voices
        },
        readers_version=chosen.readers_version,
    )


def basis(terms: Terms, article: Article) -> Basis:
    """Return what an episode of an article is made of in this run."""
    blocks = [(block.kind.value, block.text, block.level, block.number) for block in article.blocks]
    date = article.published.isoformat() if article.published else ""
    head = (article.title, article.author, article.categories, article.language, date, article.link)
    reader = terms.readers.get(roles.reader(article.language, terms.show, terms.voices).name, "")
    return Basis(
        article=checksum(head, blocks),
        source=article.source_sum,
        settings=f"{terms.settings} {reader}".strip(),
        lexicon=_entries_sum(terms.own),
        words=_words(terms, article),
        program=terms.program,
    )


def fingerprint(of: Basis) -> str:
    """Return the fingerprint of an episode with this basis."""
    return long_checksum(of.article, of.settings, of.words)


def is_outdated(terms: Terms, episode: Episode) -> bool:
    """Return whether another version of the program made an episode."""
    return episode.basis is None or episode.basis.program != terms.program


def script_checksum(terms: Terms, article: Article, script: Script) -> str:
    """Return a checksum of everything that decides the files of an episode, the program included."""
    head = replace(article, origin="", blocks=(), cuts=(), modified=None, tags=(), withheld="")
    speaking = {utterance.voice for section in script.sections for utterance in section.utterances}
    readers = [each for each in terms.voices if each.name in speaking & terms.readers.keys()]
    others = [(each, each.server.sound, terms.readers_version) for each in readers]
    return long_checksum(VERSION, head, script, *terms.decisive, *others)


def long_checksum(*values: object) -> str:
    """Return a SHA-256 of values whose repr is exact: texts, numbers, dates and frozen dataclasses of those."""
    return hashlib.sha256(repr(values).encode("utf-8", "surrogatepass")).hexdigest()


# ---------------------------------------------------------------- settings


def _settings(chosen: Chosen, written: frozenset[str]) -> str:
    """Return the settings as words, `name=checksum`. A plus sign before a word marks what the user wrote."""
    show = chosen.show
    values: dict[str, object] = {key: getattr(show, key) for key in _KEYS}
    values |= {f"roles.{key}": getattr(show.roles, key) for key in _ROLES}
    values["music.seconds"] = show.music.seconds
    for key in _TUNES:
        tune = getattr(chosen.tunes, key)
        values[f"music.{key}"] = tune.sha256 if tune else ""
    values["image"] = hashlib.sha256(chosen.image).hexdigest() if chosen.image else ""
    for number, voice in enumerate(chosen.voices):
        values |= _voice_values(voice, f"voice{number}")
    if "roles.narrator" in written:
        written |= {"voice"}
    return _joined({name: (_sum(value), name in written) for name, value in values.items()})


def _voice_values(voice: Voice, name: str) -> dict[str, object]:
    values: dict[str, object] = {f"{name}.{key}": getattr(voice, key) for key in _VOICE_KEYS}
    values[f"{name}.files"] = tuple(file.sha256 for file in voice.files)
    if voice.server.url:
        values[f"{name}.server"] = voice.server.sound
    return values


def _sum(value: object) -> str:
    return checksum(value)[:_DIGITS]


def _joined(settings: dict[str, tuple[str, bool]]) -> str:
    return " ".join(f"{'+' * written}{name}={value}" for name, (value, written) in settings.items())


def _parsed(settings: str) -> dict[str, tuple[str, bool]]:
    words = (word.partition("=") for word in settings.split())
    return {name.removeprefix("+"): (value, name.startswith("+")) for name, _, value in words}


@functools.lru_cache
def agreed_settings(then: str, now: str) -> str | None:
    """Return the settings to record for an episode when the user changed none of them; else None.

    Settings are compared one by one. A setting that the user wrote neither then nor now does not count.
    """
    before, after = _parsed(then), _parsed(now)
    for name in before.keys() | after.keys():
        value, was_written = before.get(name, ("", False))
        other, is_written = after.get(name, ("", False))
        if value != other and (was_written or is_written):
            return None
    # A default may differ today; record the value that the episode has.
    return _joined({name: each if each[1] else before.get(name, each) for name, each in after.items()})


def with_old_defaults(settings: str) -> str:
    """Return today's settings with the defaults of versions that did not record a basis."""
    known = _parsed(settings)
    old = {name: (_sum(value), False) for name, value in _OLD_DEFAULTS.items() if not known[name][1]}
    return _joined(known | old)


# ---------------------------------------------------------------- words


def _words(terms: Terms, article: Article) -> str:
    """Return a checksum of the user's lexicon entries whose words may occur in an episode, or ""."""
    if not terms.own:
        return ""
    show = terms.show
    around = (show.intro, show.outro, show.title, article.title, article.author)
    found = terms.own.within("\n".join((*around, *(block.text for block in article.blocks))))
    return _entries_sum(found)


def _entries_sum(entries: Iterable[Entry]) -> str:
    values = [(entry.written, entry.spoken, entry.ipa, entry.any_case, entry.part) for entry in entries]
    return checksum(values) if values else ""
