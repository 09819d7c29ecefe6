"""Leave out what has nothing to say, and note it: an end mark, an empty line, a word that no voice reads.

A piece without a letter or digit after normalization is no utterance, so it has no cue in a transcript either; the
utterance before it keeps the longer of both pauses. Of an utterance of which a part was left out, the transcript shows
all that is written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audiocast.model.article import Cut
from audiocast.normalize.foreign import LEFT_OUT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audiocast.model.article import Article
    from audiocast.model.episode import Episode
    from audiocast.model.script import Spoken, Utterance
    from audiocast.normalize import Normalizer

NOTHING_TO_SAY = "nothing to say"
"""The rule's name of a piece that is left out whole."""


class Reading:
    """A normalizer that notes what is left out.

    Attributes:
        cuts: In the order in which it was read.
    """

    def __init__(self, normalizer: Normalizer) -> None:
        self._normalizer = normalizer
        self.cuts: list[Cut] = []

    def __call__(self, written: str) -> Spoken:
        """Return what is said for a text; without a letter or digit that is nothing at all.

        Raises:
            NormalizeError: A fact of the text has no place in its spoken form.
        """
        spoken = self._normalizer(written)
        if not is_sayable(spoken.text):
            self.cuts.append(Cut(NOTHING_TO_SAY, 0, written))
            return replace(spoken, text="", spans=(), pronunciations=())
        self.cuts += [
            Cut(span.rule, 0, spoken.written[span.written_start : span.written_end].strip())
            for span in spoken.spans
            if span.rule in LEFT_OUT
        ]
        return spoken


def is_sayable(text: str) -> bool:
    """Return whether a spoken text holds a letter or digit."""
    return any(map(str.isalnum, text))


def spoken(utterances: Iterable[Utterance]) -> list[Utterance]:
    """Return the utterances that say something, each with the longest pause up to the next one."""
    kept: list[Utterance] = []
    for utterance in utterances:
        if utterance.text:
            kept.append(utterance)
        elif kept:
            kept[-1] = replace(kept[-1], pause_ms=max(kept[-1].pause_ms, utterance.pause_ms))
    return kept


def recorded(article: Article, episode: Episode) -> tuple[Cut, ...]:
    """Return what is not spoken of an article whose script is the one of a published episode."""
    return (*article.cuts, *(cut for cut in episode.cuts if cut.rule in {NOTHING_TO_SAY, *LEFT_OUT}))
