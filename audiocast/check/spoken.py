"""Check that the voices were given the words of the script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.check.verdict import UnreadableError
from audiocast.render import clip_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocast.check.material import Folder, Part
    from audiocast.model.episode import Episode
    from audiocast.render.clip_list import Sentence

_SHOWN = 60


def said(part: Part) -> Iterator[str]:
    """Check that the voices were given the words of the script."""
    sentences = _sentences(part.folder, part.record)
    if all(sentence.given is None for sentence in sentences):
        raise UnreadableError("no clips")
    for number, sentence in enumerate(sentences, 1):
        if sentence.differs:
            given = " ".join(sentence.given or ())
            yield f"the voice was given {_short(given)} for sentence {number}, {_short(sentence.text)}"


def compared(folder: Folder) -> Iterator[str]:
    """Check that the words given to the voices are in the cache."""
    known = whole = lists = 0
    episodes = folder.catalog.episodes.values()
    for episode in episodes:
        sentences = _sentences(folder, episode)
        lists += bool(sentences)
        whole += len(sentences)
        known += sum(sentence.given is not None for sentence in sentences)
    if known < whole:
        yield f"{whole - known} of {whole} sentences could not be compared; their clips are not in the cache"
    if lists < len(episodes):
        yield f"{len(episodes) - lists} of {len(episodes)} episodes could not be compared at all"


def _sentences(folder: Folder, episode: Episode) -> tuple[Sentence, ...]:
    if folder.cache is None:
        raise UnreadableError("no cache")
    return clip_list.read(folder.cache, episode.enclosure.sha256)


def _short(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…")
