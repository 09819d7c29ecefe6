"""Build hibari's converter of words to phonemes on memory-mapped tables.

Its own constructor reads four JSON files, which takes 0.45 s for each start of the program. The tables in
`pronunciation/data` have the same content.
"""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol

from audiocast.pronunciation import dictionary, tagger

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Converter(Protocol):
    """The converter of hibari-tts, which has no type information."""

    british: bool
    lexicon: Any
    oov: Any
    tagger: Callable[[list[str]], list[str]]
    tokenizer: Callable[[str], list[tuple[str, str]]]
    phonemize_tokens: Callable[[list[Any]], list[Any]]


def build(*, british: bool) -> Converter:
    """Return a `hibari.g2p.G2P` for an accent. Its network for unknown words is loaded when it is first needed."""
    import hibari.g2p  # noqa: PLC0415 - slow, and only when it speaks
    from hibari.g2p.lexicon import Lexicon  # noqa: PLC0415

    converter = hibari.g2p.G2P.__new__(hibari.g2p.G2P)
    gold, silver = (dictionary.lexicon(british=british, part=part) for part in (dictionary.GOLD, dictionary.SILVER))
    converter.lexicon = Lexicon(gold, silver, british)
    converter.tagger = tagger.tag
    # Only contractions are kept; the other exceptions join a full stop to a word, or are emoticons.
    exceptions = _asset("tokenizer_exceptions.json")
    converter.tokenizer = hibari.g2p.Tokenizer(
        {text: tokens for text, tokens in exceptions.items() if _is_contraction(text)}
    )
    vars(converter).update(_oov=None, unk="", british=british)
    built: Converter = converter
    return built


def limits(*, british: bool) -> tuple[frozenset[str], int]:
    """Return the letters that the network for unknown words can read, and how many it reads at most."""
    network = _asset("oov_gb.json" if british else "oov.json")
    return frozenset(network["in"]), network["maxlen"]


def _asset(name: str) -> Mapping[str, Any]:
    content: dict[str, Any] = json.loads(files("hibari").joinpath("assets", name).read_text(encoding="utf-8"))
    return content


def _is_contraction(text: str) -> bool:
    return "'" in text and text.replace("'", "").isalpha()
