"""Leave out text that no voice can say, and record it as a cut.

A text without a letter or digit after normalization, for example an end mark, is not an utterance and has no cue in the
transcript. The utterance before it keeps the longer of both pauses. If only a part of an utterance is left out, the
transcript shows all of its written text.
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
"""The rule of a cut that holds a whole utterance."""


class OmittingNormalizer:
    """A normalizer that records what is left out.

    Attributes:
        cuts: The texts that were left out, in the order of the article.
    """

    def __init__(self, normalizer: Normalizer) -> None:
        self._normalizer = normalizer
        self.cuts: list[Cut] = []

    def __call__(self, written: str) -> Spoken:
        """Return the spoken text, which is empty when it would have no letter and no digit.

        Raises:
            NormalizeError: The spoken text would lose a fact.
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


def without_silent(utterances: Iterable[Utterance]) -> list[Utterance]:
    """Return the utterances that have a spoken text, each with the longest pause up to the next one."""
    kept: list[Utterance] = []
    for utterance in utterances:
        if utterance.text:
            kept.append(utterance)
        elif kept:
            kept[-1] = replace(kept[-1], pause_ms=max(kept[-1].pause_ms, utterance.pause_ms))
    return kept


def all_cuts(article: Article, episode: Episode) -> tuple[Cut, ...]:
    """Return all cuts of an article whose script is the same as that of a published episode."""
    return (*article.cuts, *(cut for cut in episode.cuts if cut.rule in {NOTHING_TO_SAY, *LEFT_OUT}))
