"""Describe where a homograph stands, as features for the model of `homographs`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.pronunciation import tagger

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CONTRACTION = re.compile(r"(?i)^(.+?)(n't|'(?:s|re|ve|ll|d|m))$")
_REACH = 3
# Shorter words say little about the topic.
_SHORTEST = 3
_PAD = "#"
_DETERMINERS = frozenset(
    [
        "a",
        "an",
        "the",
        "this",
        "that",
        "these",
        "those",
        "my",
        "your",
        "his",
        "her",
        "its",
        "our",
        "their",
        "some",
        "any",
        "no",
        "each",
        "every",
        "another",
    ]
)
_MODALS = frozenset(
    ["will", "would", "can", "could", "may", "might", "must", "shall", "should", "'ll", "'d", "ca", "wo"]
)
_TO_BE = frozenset(["be", "am", "is", "are", "was", "were", "been", "being", "'s", "'re", "'m"])
_TO_HAVE = frozenset(["have", "has", "had", "having", "'ve"])
_TO_DO = frozenset(["do", "does", "did", "don't", "doesn't", "didn't"])
_PRONOUNS = frozenset(["i", "you", "he", "she", "it", "we", "they", "who"])
_OBJECTS = frozenset(
    [
        "me",
        "him",
        "them",
        "us",
        "himself",
        "herself",
        "itself",
        "themselves",
        "themself",
        "ourselves",
        "myself",
        "yourself",
    ]
)
_HELPERS = _TO_BE | _TO_HAVE | _TO_DO
_SINGULAR = frozenset(["he", "she", "it"])
_PLURAL = frozenset(["i", "you", "we", "they"])
_OBJECT_STARTS = _DETERMINERS | _OBJECTS
_BEFORE_VERBS = frozenset(["to", "i", "you", "we", "they", "who", "not", "n't"])
_CLASSES = (
    ("det", _DETERMINERS),
    ("mod", _MODALS),
    ("be", _TO_BE),
    ("have", _TO_HAVE),
    ("do", _TO_DO),
    ("pro", _PRONOUNS),
    ("obj", _OBJECTS),
)


class Context:
    """The words and tags of one sentence, divided as the tagger wants them.

    Args:
        tokens: The words and marks of the sentence.
    """

    def __init__(self, tokens: Sequence[str]) -> None:
        self.words: list[str] = []
        # For each token the place of its first part in `words`.
        self.places: list[int] = []
        for token in tokens:
            self.places.append(len(self.words))
            plain = token.replace("\u2019", "'")
            found = _CONTRACTION.match(plain)
            self.words += found.groups() if found else (plain,)
        self.small = [word.lower() for word in self.words]
        self.tags = tagger.tag(self.words)

    def tag(self, token: int) -> str:
        """Return the part of speech of a token."""
        return self.tags[self.places[token]]

    def is_verb(self, token: int) -> bool:
        """Return whether the words around a token leave no doubt that it is a verb, as in "crowds protest the plan"."""
        at = self.places[token]
        before, tag = self._word(at - 1), self._tag(at - 1)
        if tag == "MD":
            return True
        has_object = self._word(at + 1) in _OBJECT_STARTS
        return has_object and (tag == "NNS" or before in _BEFORE_VERBS)

    def features(self, token: int) -> Iterator[str]:
        """Yield the features of a token, for the model that all words of a pattern share."""
        at = self.places[token]
        yield from self._around(at)
        yield from self._pairs(at)
        yield from self._farther(at)

    def topic(self, token: int) -> Iterator[str]:
        """Yield the other words of the sentence, which tell what it is about."""
        at = self.places[token]
        for place, word in enumerate(self.small):
            if place != at and len(word) >= _SHORTEST and word.isalpha():
                yield f"in={word}"

    def _word(self, place: int) -> str:
        return self.small[place] if 0 <= place < len(self.small) else _PAD

    def _tag(self, place: int) -> str:
        return self.tags[place] if 0 <= place < len(self.tags) else _PAD

    def _around(self, at: int) -> Iterator[str]:
        yield "1"
        yield f"t={self.tags[at]}"
        yield f"cap={self._shape(at)}"
        for step in range(-_REACH, _REACH + 1):
            if step:
                yield f"w{step}={self._word(at + step)}"
                yield f"t{step}={self._tag(at + step)}"
        for step in (-2, -1, 1, 2):
            word = self._word(at + step)
            yield f"e{step}={word[-3:]}"
            yield f"e2{step}={word[-2:]}"
            for name, words in _CLASSES:
                if word in words:
                    yield f"c{step}={name}"

    def _pairs(self, at: int) -> Iterator[str]:
        before, own, after = self._tag(at - 1), self._tag(at), self._tag(at + 1)
        yield f"t-1,1={before},{after}"
        yield f"t-2,-1={self._tag(at - 2)},{before}"
        yield f"t1,2={after},{self._tag(at + 2)}"
        yield f"t,-1={own},{before}"
        yield f"t,1={own},{after}"
        yield f"w-2,-1={self._word(at - 2)},{self._word(at - 1)}"
        yield f"w1,2={self._word(at + 1)},{self._word(at + 2)}"
        yield f"w-1,t1={self._word(at - 1)},{after}"
        yield f"t-1,w1={before},{self._word(at + 1)}"

    def _farther(self, at: int) -> Iterator[str]:
        """Yield what stands before the word: the nearest determiner, verb, modal and subject, and how far away."""
        seen: set[str] = set()
        for step in range(1, 8):
            tag = self._tag(at - step)
            if tag in {_PAD, ".", ":"}:
                break
            kind = tag[:2] if tag.startswith(("VB", "NN")) else tag
            if kind not in seen:
                seen.add(kind)
                yield f"near={kind},{min(step, 4)}"
            if tag == ",":
                break
        verbs = sum(tag.startswith("VB") or tag == "MD" for tag in self.tags) - self.tags[at].startswith("VB")
        yield f"verbs={min(verbs, 3)}"
        yield f"finite={any(tag in {'VBD', 'VBZ', 'VBP', 'MD'} for place, tag in enumerate(self.tags) if place != at)}"
        yield f"first={at == 0}"
        yield f"subject={self._subject(at)}"
        past = sum(tag in {"VBD", "VBN"} for place, tag in enumerate(self.tags) if place != at)
        now = sum(tag in {"VBZ", "VBP"} for place, tag in enumerate(self.tags) if place != at)
        yield f"tense={'past' if past > now else 'now' if now > past else 'none'}"

    def _subject(self, at: int) -> str:
        """Return the number of the subject before a word, and the kind of auxiliary between them, if known."""
        helper = "none"
        for step in range(1, 7):
            word, tag = self._word(at - step), self._tag(at - step)
            if tag in {_PAD, ".", ":", ","} or (tag.startswith("VB") and helper == "none" and word not in _HELPERS):
                break
            if tag in {"MD", "TO"} or word in _HELPERS:
                helper = (
                    tag if tag in {"MD", "TO"} else "have" if word in _TO_HAVE else "be" if word in _TO_BE else "do"
                )
            elif word in _SINGULAR or tag in {"NN", "NNP"}:
                return f"one,{helper}"
            elif word in _PLURAL or tag in {"NNS", "NNPS"}:
                return f"many,{helper}"
        return f"unknown,{helper}"

    def _shape(self, at: int) -> str:
        word = self.words[at]
        if word.islower():
            return "small"
        if word.isupper() and len(word) > 1:
            return "all"
        return "first" if at == 0 or self._word(at - 1) in {".", "!", "?", ":", "\u201c", '"'} else "capital"
