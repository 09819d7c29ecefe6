"""Convert an utterance to hibari's phonemes, word by word as written.

hibari-tts would first normalize the text: "no." becomes "number", "Sun." "Sunday", "I" after a noun "one". Our text is
normalized already, so only its tokenizer, tagger and lexicon are used, and no token is passed that they would expand.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from audiocast.engines import hibari_g2p, ipa
from audiocast.engines.reading import Letters, Place, Words, located, parts, without_symbols, words_in
from audiocast.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from audiocast.engines.reading import Sounds
    from audiocast.model.script import Utterance

_SHOWN = 80
_MARKS = str.maketrans({"\u2019": "'", "\u2018": "'", "\u2012": "-", "\u2015": "\u2014"})
_SPACE_BEFORE_MARK = re.compile(r" +(?=[,.;:!?])")
# "2" between letters would be read as "to", and the full stop after a single letter would be lost.
_DIVIDED = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])|(?<=^[^\W\d_])(?=\.$)")
_TAGS = {
    **dict.fromkeys((".", "!", "?"), "."),
    **dict.fromkeys((";", ":", "\u2026", "\u2013", "\u2014"), ":"),
    ",": ",",
    "'": "POS",
    "\u201c": "``",
    "\u201d": "''",
    # With the tag of a noun these would be spelled, or read as "versus".
    **dict.fromkeys(("am", "Am", "AM"), "VBP"),
    **dict.fromkeys(("an", "An", "AN"), "DT"),
    **dict.fromkeys(("vs", "Vs", "VS"), "NN"),
}
_MARK_TAGS = frozenset((".", ",", ":", "-LRB-", "-RRB-", "``", '""', "''", "$", "#", "NFP", "SYM"))
_ENDS = frozenset(".!?\u2026")
_CLOSING = frozenset("\"\u201d')]")
_SOUND = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Reading:
    """The pronunciation of an utterance.

    Attributes:
        sentences: Phonemes in hibari's alphabet, one string per sentence.
        words: The words that got phonemes, as `reading.words_in` returns them.
        places: Where each word is in the text and in `sentences`; () if that is unknown.
    """

    sentences: tuple[str, ...]
    words: tuple[str, ...]
    places: tuple[Place, ...] = ()


class _Token(Protocol):
    """A token of hibari-tts, which has no type information."""

    text: str
    tag: str
    whitespace: str
    phonemes: str | None
    rating: int


class Phonemizer:
    """Hibari's dictionaries for one accent."""

    def __init__(self, *, british: bool) -> None:
        import hibari.g2p  # noqa: PLC0415 - slow, and only when it speaks

        self._token = hibari.g2p.Tok
        self._g2p = hibari_g2p.build(british=british)
        self._alphabet, self._longest = hibari_g2p.limits(british=british)

    def read(self, utterance: Utterance, *, where: str) -> Reading:
        """Return the phonemes of an utterance.

        Args:
            utterance: The utterance, with the markup of `Spoken`.
            where: The voice, for the error.

        Raises:
            EngineError: A letter can't be read, or a pronunciation can't be written.
        """
        sentences: list[str] = []
        words: list[str] = []
        pieces: list[tuple[str, int, int, int]] = []
        for tokens in _sentences(self._tokens(utterance, where)):
            self._tag(tokens)
            read = self._g2p.phonemize_tokens(tokens)
            phonemes = "".join((token.phonemes or "") + (" " if token.whitespace else "") for token in read)
            pieces += _pieces(read, len(sentences), len(phonemes) - len(phonemes.lstrip()))
            if phonemes.strip():
                sentences.append(phonemes.strip())
            words += words_in("".join(token.text + token.whitespace if _is_heard(token) else " " for token in read))
        ranges = located(utterance.text, (text for text, _, _, _ in pieces)) or ()
        places = (Place(*piece[1:], *found) for piece, found in zip(pieces, ranges, strict=False) if piece[3])
        return Reading(tuple(sentences), tuple(words), tuple(place for place in places if place.end))

    def _tokens(self, utterance: Utterance, where: str) -> list[_Token]:
        """Return the tokens of the utterance; spelled letters and pronunciations have their phonemes already."""
        alphabet, british = self._alphabet, self._g2p.british
        taken = tuple(parts(utterance))
        _require_known("".join(part.text for part in taken if isinstance(part, Words)), alphabet, utterance, where)
        table = ipa.alphabet("hibari_gb" if british else "hibari_us")
        tokens: list[_Token] = []
        for part in taken:
            if isinstance(part, Words):
                text = _plain(_read(part.text, alphabet))
                if tokens and text[:1].isspace():
                    tokens[-1].whitespace = " "
                for word, space in self._g2p.tokenizer(text):
                    *pieces, last = _DIVIDED.split(word)
                    tokens += [*map(self._token, pieces), self._token(last, whitespace=space)]
            else:
                phonemes = ipa.respell(_sounds(part, british=british), alphabet=table, where=where)
                tokens.append(self._token(part.text, phonemes=phonemes, rating=5))
        return tokens

    def _tag(self, tokens: Sequence[_Token]) -> None:
        """Tag the tokens of a sentence so that each is read as written."""
        tags = self._g2p.tagger([token.text for token in tokens])
        before = " "
        for token, tag in zip(tokens, tags, strict=True):
            token.tag = _TAGS.get(token.text, tag)
            if token.text == '"':
                token.tag = "``" if before else "''"
            elif token.text == "-" and not before and not token.whitespace:
                token.tag = "HYPH"
            elif token.phonemes is None and _SOUND.search(token.text):
                token.tag = "NN" if token.tag in _MARK_TAGS else token.tag
                token.text = self._word(token.text)
                self._read_long(token)
            before = token.whitespace

    def _word(self, text: str) -> str:
        """Return a word so that it is not spelled because of its capitals."""
        if len(text) == 1 or not text.isupper() or isinstance(self._g2p.lexicon.golds.get(text), str):
            return text
        return text.capitalize()

    def _read_long(self, token: _Token) -> None:
        """Set the phonemes of a long unknown word; the package would leave out its end."""
        most = self._longest
        if len(token.text) <= most or not token.text.isalpha() or self._g2p.lexicon.is_known(token.text, token.tag):
            return
        pieces = (token.text[start : start + most] for start in range(0, len(token.text), most))
        token.phonemes = "".join(self._g2p.oov(piece) or "" for piece in pieces)
        token.rating = 2


def _sentences(tokens: list[_Token]) -> Iterator[list[_Token]]:
    """Divide tokens at the end of a sentence, unless the next token begins with a small letter."""
    start, ended = 0, False
    for place, token in enumerate(tokens, 1):
        ended = bool(set(token.text) <= _ENDS or (ended and set(token.text) <= _CLOSING))
        if ended and token.whitespace and place < len(tokens) and not tokens[place].text[0].islower():
            yield tokens[start:place]
            start, ended = place, False
    if start < len(tokens):
        yield tokens[start:]


def _is_heard(token: _Token) -> bool:
    return token.phonemes is not None and _SOUND.search(token.phonemes) is not None


def _pieces(tokens: Sequence[_Token], sentence: int, blank: int) -> Iterator[tuple[str, int, int, int]]:
    """Yield the text of each token, the number of its sentence, its first phoneme, and the one after its last.

    The numbers of a token that is not heard are 0.

    Args:
        tokens: The tokens of a sentence, with phonemes.
        sentence: The number of the sentence.
        blank: How many spaces are before the first phoneme.
    """
    position = -blank
    for token in tokens:
        phonemes = token.phonemes or ""
        heard = [place for place, phoneme in enumerate(phonemes, position) if _SOUND.match(phoneme)]
        yield (token.text, sentence, heard[0], heard[-1] + 1) if heard else (token.text, 0, 0, 0)
        position += len(phonemes) + bool(token.whitespace)


def _plain(text: str) -> str:
    """Return the text with typewriter marks, without symbols, and without spaces before marks."""
    bare = "".join(mark for mark in without_symbols(text.translate(_MARKS)) if not unicodedata.combining(mark))
    return _SPACE_BEFORE_MARK.sub("", bare)


def _require_known(text: str, alphabet: Container[str], utterance: Utterance, where: str) -> None:
    """Raise an error for letters that hibari would leave out of unknown words."""
    foreign = sorted({character for character in _read(text, alphabet) if not _known(character, alphabet)})
    if foreign:
        raise EngineError(
            f"this voice can't read {' '.join(foreign)} in {utterance.text[:_SHOWN]!r}",
            where=where,
            hint="Give the word a pronunciation in the lexicon, or use another voice",
        )


def _read(text: str, alphabet: Container[str]) -> str:
    """Compose letters, and remove the accents of letters that hibari does not know, as in "Nguyen"."""
    return "".join(
        character if _known(character, alphabet) else _bare(character)
        for character in unicodedata.normalize("NFC", text)
    )


def _bare(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character)
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)) or character


def _known(character: str, alphabet: Container[str]) -> bool:
    return not character.isalnum() or character.isdecimal() or character in alphabet


def _sounds(part: Letters | Sounds, *, british: bool) -> str:
    return ipa.spell(part.letters, part.ending, british=british) if isinstance(part, Letters) else part.ipa
