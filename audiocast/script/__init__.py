"""Write the script of an episode: its sentences, the pauses between them, and the voice of each sentence.

- `writer.py` turns an article or a digest into a script.
- `sentences.py` divides a paragraph into sentences, and a long sentence into breaths.
- `english_sentences.py` finds the ends of English sentences, with the words of `sentence_words.py`.
- `prosody.py` sets every pause, for example the one after a heading, and the pace of sentences with many numbers.
- `quotations.py` finds quotations and brackets, which need other pauses and may have a voice of their own.
- `omissions.py` leaves out text that no voice can say.
- `roles.py` finds the voice that speaks an utterance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast import lazy

__all__ = [
    "english_sentences",
    "omissions",
    "prosody",
    "quotations",
    "roles",
    "sentence_words",
    "sentences",
    "writer",
]

if TYPE_CHECKING:
    from audiocast.script import (
        english_sentences,
        omissions,
        prosody,
        quotations,
        roles,
        sentence_words,
        sentences,
        writer,
    )
else:
    __getattr__ = lazy.attach(__name__, __all__)
