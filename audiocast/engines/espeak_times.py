"""Find the words of a clip of espeak-ng from its word events.

An event says where a word begins in the prompt and in the sound. A part of the prompt that is written in phonemes is
one word here, because its characters are not those of the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.engines import word_times as times_of_words
from audiocast.engines.reading import has_pause_mark, located

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audiocast.engines.espeak_notation import Prompt
    from audiocast.model.audio import Clip, WordTime
    from audiocast.model.script import Utterance


def word_times(
    utterance: Utterance, prompt: Prompt, events: Sequence[tuple[int, int]], clip: Clip
) -> tuple[WordTime, ...]:
    """Return when each word of an utterance is heard; () when the events do not fit its text.

    Args:
        utterance: The utterance.
        prompt: What espeak-ng was given.
        events: For each word its first character in the prompt, and its first millisecond.
        clip: The sound.
    """
    words = list(_words(prompt, events))
    found = located(utterance.text, [text for text, _ in words])
    if not found or not events:
        return ()
    heard = [(place, *word) for place, word in zip(found, words, strict=True) if place[1]]
    ranges = [place for place, _, _ in heard]
    following = [start for start, _ in ranges[1:]] + [len(utterance.text)]
    marks = [has_pause_mark(utterance.text[end:start]) for (_, end), start in zip(ranges, following, strict=True)]
    return times_of_words.of_starts(ranges, [ms for _, _, ms in heard], marks, clip)


def _words(prompt: Prompt, events: Sequence[tuple[int, int]]) -> Iterator[tuple[str, int]]:
    """Yield texts that together are the text of the prompt, each with its first millisecond."""
    pending, last_ms = "", 0
    ends = [start for start, _, _ in prompt.parts[1:]] + [len(prompt.text)]
    for (start, text, is_ordinary), end in zip(prompt.parts, ends, strict=True):
        inside = [(max(0, place - start), ms) for place, ms in events if start <= place < end]
        if not inside:
            pending += text
            continue
        if not is_ordinary:
            inside = [(0, inside[0][1])]
        borders = [place for place, _ in inside[1:]] + [len(text)]
        first = 0
        for (_, ms), border in zip(inside, borders, strict=True):
            if pending and not any(map(str.isalnum, pending)):
                pending = ""
            yield pending + text[first:border], ms
            pending, first, last_ms = "", border, ms
    if pending:
        yield pending, last_ms
