"""Describe a render: what the user asked for, and the settings, voices and catalog that all its articles share.

`read_context` only reads files: the settings, the voices, the lexicons, the picture and the music. It decodes nothing
and measures nothing; that happens in the workers, when an episode is made.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocast import engines
from audiocast.config import load
from audiocast.config.palette import choose
from audiocast.engines import model_files
from audiocast.normalize.lexicon import Lexicon, read_lexicons
from audiocast.publishing import catalog
from audiocast.render import basis

if TYPE_CHECKING:
    from pathlib import Path

    from audiocast.config.settings import Show
    from audiocast.model.audio import Tunes
    from audiocast.model.voice import Voice
    from audiocast.publishing.catalog import Catalog
    from audiocast.render.basis import Terms

# Part of the file name of a cover. It stays the same when the program draws in another way.
_COVERS = 1
_MOST_SHOWN = 5  # words in a warning
UNHEARD_REMEDY = "Respell these words with ordinary letters in the second column of the lexicon"


@dataclass(frozen=True, slots=True)
class Request:
    """What the user asked for.

    Attributes:
        source: A folder of articles, or one article.
        output: The folder in which the show is published.
        cache: The folder of synthesized sentences and fetched pages.
        voice: The narrator's voice instead of the show's, or "".
        category: The category instead of the show's and of the one in an address, or None; "" selects all articles.
        jobs: How many worker processes synthesize and encode.
        cluster: The address of a Dask scheduler whose workers do that instead, or "".
        force: Make episodes again that have not changed.
        dry_run: Only plan.
        prune: Remove episodes from the show whose articles are gone.
        addresses: Addresses of articles and feeds to read instead of `source`; the settings are still those of
            `source`.
        allow_private: Fetch from hosts that are not public.
        wait: Wait for another render of the same output folder, instead of failing.
        verify: Compare every byte of published files, not only their lengths.
        refresh: Make episodes again that this version of the program would make in another way.
        replace_show: Let this show replace another show in the output folder.
        host: The folder of the show that is in the output folder, when the source has no show of its own, or None.
    """

    source: Path
    output: Path
    cache: Path
    voice: str = ""
    category: str | None = None
    jobs: int = 1
    cluster: str = ""
    force: bool = False
    dry_run: bool = False
    prune: bool = False
    addresses: tuple[str, ...] = ()
    allow_private: bool = False
    wait: bool = False
    verify: bool = False
    refresh: bool = False
    replace_show: bool = False
    host: Path | None = None

    @property
    def settings(self) -> Path:
        """The folder, or the article, whose folder holds the show's settings."""
        return self.host or self.source

    @property
    def is_whole(self) -> bool:
        """Whether the run reads all articles of the show, so that an article that is not found is gone."""
        return self.source.is_dir() and not self.addresses and self.host is None


@dataclass(frozen=True, slots=True)
class RenderContext:
    """The settings, voices and catalog of one run.

    Attributes:
        request: What the user asked for.
        show: The show's settings.
        voice: The narrator's voice.
        voices: All voices of the show: the narrator's, those of its roles and of other languages.
        engine_version: The versions of all engines that these voices need, except those of other languages.
        lexicon: All entries.
        tunes: The show's music.
        catalog: The episodes that were published before; empty until the catalog is read.
        image: The user's own picture of the show, or b"".
        cover: The file name of the show's picture; it identifies the picture.
        terms: All that decides the episodes, besides their articles.
    """

    request: Request
    show: Show
    voice: Voice
    voices: tuple[Voice, ...]
    engine_version: str
    lexicon: Lexicon
    tunes: Tunes
    catalog: Catalog
    image: bytes
    cover: str
    terms: Terms


def unheard_pronunciations(context: RenderContext) -> str:
    """Return a warning about pronunciations of the user that a speech server can't be told, or ""."""
    names = [voice.name for voice in context.voices if voice.server.url]
    words = [entry.written for entry in context.terms.own if entry.ipa and not entry.spoken]
    if not names or not words:
        return ""
    shown = ", ".join(words[:_MOST_SHOWN]) + (" …" if words[_MOST_SHOWN:] else "")
    return (
        f"a speech server can't be told pronunciations, so the voice {names[0]} ignores the IPA of {len(words)} "
        f"{'entry' if len(words) == 1 else 'entries'} of the lexicon ({shown})"
    )


def available_cores() -> int:
    """Return the number of CPU cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def read_context(request: Request) -> RenderContext:
    """Return the context of a request: read all settings.

    Raises:
        ConfigError: A setting, a voice or a lexicon is wrong.
        UnknownEngineError: A voice's engine is not installed, or a file of a voice is missing.
        EngineError: The key of a voice's server is not set.
    """
    source = request.settings
    show = load.read_show(source, voice=request.voice, category=request.category)
    own = load.read_voices(source, show)
    readers = load.read_language_voices(source, show)
    voices = tuple(dict.fromkeys((*own, *readers)))
    image = load.read_image(source, show)
    engine_version = _versions(own)
    readers_version = _versions(readers)
    for voice in voices:
        model_files.find(voice)
        if voice.server.key_env and not request.cluster:  # its workers have keys of their own
            engines.speech_server.key(voice)
    cover = f"cover-{basis.long_checksum(_COVERS, show.title, choose(show.title, show.palette), image)[:10]}.jpg"
    lexicon = read_lexicons(load.find_lexicons(source))
    tunes = load.read_tunes(source, show)
    by_option = frozenset({"voice"} if request.voice else ())
    chosen = basis.Chosen(show, own, lexicon, tunes, image, by_option, readers, readers_version)
    return RenderContext(
        request=request,
        show=show,
        voice=voices[0],
        voices=voices,
        engine_version=engine_version,
        lexicon=lexicon,
        tunes=tunes,
        catalog=catalog.Catalog({}),
        image=image,
        cover=cover,
        terms=basis.terms(source, chosen, engine_version=engine_version, cover=cover),
    )


def _versions(voices: tuple[Voice, ...]) -> str:
    """Return the versions of the engines of some voices."""
    return "; ".join(engines.load(name).version for name in dict.fromkeys(each.engine for each in voices))
