"""How is IPA written in a synthesizer's own phoneme alphabet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Mapping

# Marks that change nothing a voice can say: ties, syllable dots, delimiters.
_SILENT = frozenset("\u0361\u035c.\u200d/[] ")


def respell(ipa: str, *, alphabet: Mapping[str, str], where: str) -> str:
    """IPA, symbol by symbol, the longest known first.

    Args:
        ipa: For example "kiːɹ ˈstɑːɹmɚ"; words are separated by spaces.
        alphabet: From IPA to the synthesizer's symbols.
        where: The voice, for the error.

    Raises:
        EngineError: A symbol is not in the alphabet.
    """
    longest = max(map(len, alphabet))
    text = "".join(symbol for symbol in ipa if symbol not in _SILENT)
    written: list[str] = []
    position = 0
    while position < len(text):
        for length in range(min(longest, len(text) - position), 0, -1):
            symbol = alphabet.get(text[position : position + length])
            if symbol is not None:
                written.append(symbol)
                position += length
                break
        else:
            raise EngineError(
                f"the pronunciation {ipa!r} has a sound {text[position]!r} that the voice does not know",
                where=where,
                hint="Write it with the sounds of English",
            )
    return "".join(written)
