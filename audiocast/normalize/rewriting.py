"""Rewrite the plain text of a sentence where its spelling hides words from the rules.

These are not readings, only spellings: a space after an abbreviation that is glued to a number ("No.1", "Jan.6"), a
word with brackets inside ("[w]e"), text in capitals, and text that was cut into tokens. The alignment with the written
text stays exact.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from audiocast.normalize import tables, tokenized
from audiocast.normalize.capitals import with_ordinary_case
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.typography import Plain

if TYPE_CHECKING:
    from collections.abc import Collection

    from audiocast.normalize.context import Context


def rewritten(seen: Plain, context: Context, *, kept: Collection[str] = ()) -> Plain:
    """Return a plain text as the rules read it.

    Args:
        seen: The plain text.
        context: The article that it belongs to.
        kept: Words that stay as they are written: those of the lexicon.
    """
    edits: list[tuple[int, int, str]] = []
    if "[" in seen.text:
        edits += [(at, at + 1, "") for match in _IN_WORD.finditer(seen.text) for at in _brackets(match)]
    for match in _GLUED.finditer(seen.text):
        word, stop = match["word"], match.end() - 1
        if len(word) == 1 and word.isupper() and word not in _STOPPED_LETTERS:
            edits.append((stop, stop + 1, " "))
        elif word in _before_numbers():
            edits += [(at, at, " ") for at in (*_parts_of_bill(match), stop + 1)]
    for match in _RESOLUTION.finditer(seen.text):
        edits += [(at, at, " ") for at in _parts_of_bill(match)]
    edits += [(at, at, " ") for at in map(re.Match.end, _GLUED_NUMBER.finditer(seen.text))]
    edits += [(at, at + 1, "") for at in tokenized.spaces_to_delete(seen.text)]
    seen = _edited(seen, sorted(edits)) if edits else seen
    text = tokenized.with_acronyms(with_ordinary_case(seen.text, context, kept=kept))
    return seen if text is seen.text else seen._replace(text=text)


# "[w]e", "[T]he", "minister[s]", "bill[ion]", but not "the [first] one" and "(s)he".
_IN_WORD = lazy_re(
    r"(?<![^\W_])(?P<first>\[)[A-Za-z]{1,20}(?P<second>\])(?=[a-z])|"
    r"(?<=[A-Za-z])(?P<third>\[)(?!(?:edit|[abc])\](?![a-z]))[a-z]{1,20}(?P<fourth>\])"
)


def _brackets(match: re.Match[str]) -> list[int]:
    """Return the places of the brackets of a match."""
    return [match.start(name) for name, value in match.groupdict().items() if value]


def _parts_of_bill(match: re.Match[str]) -> list[int]:
    """Return where the words of "H.J.Res." and "S.Con.Res." begin."""
    return [match.start() + found.start() for found in re.finditer(r"(?<=\.)(?:Con|Res)\b", match[0])]


# Not in a file name or an address ("vol.1.zip"), and not in a word with other dots or hyphens ("v1.no.2").
_GLUED = lazy_re(
    r"(?<![\w.@/\\-])(?P<word>[A-Za-z]{1,8}|(?:[A-Z]\.){1,2}(?:[A-Z]|(?:Con\.)?Res))\.(?=\d)(?![\d.-]*\.[a-zA-Z])"
)
_RESOLUTION = lazy_re(r"(?<![\w.])[HS]\.(?:J\.|Con\.)?Res\.(?= \d)")
_GLUED_NUMBER = lazy_re(r"(?<![\w.@/-])(?:No|Nos)(?=\d{1,2}(?![\w.]*[A-Za-z]))")  # "the world No1"
_STOPPED_LETTERS = frozenset("P")


@cache
def _before_numbers() -> frozenset[str]:
    """Return the abbreviations that stand before a number."""
    found = {row[0] for row in tables.rows("abbreviations") if row[2] == "number"}
    months = {word.capitalize() for word in tables.words("months")}
    capitals = {word.upper() for word in found | months if len(word) > 1}
    bills = {f"{house}{kind}" for house in ("H.", "S.", "H.J.", "S.J.", "H.Con.", "S.Con.") for kind in ("R", "Res")}
    return frozenset(found | months | capitals | bills | _OTHERS)


_OTHERS = frozenset({"cf", "approx", "Approx", "est", "fl", "min", "max", "avg", "A.B", "S.B", "H.B", "S.R", "H.R"})


def _edited(seen: Plain, edits: list[tuple[int, int, str]]) -> Plain:
    """Return a plain text with some characters replaced, and the places of the others."""
    text: list[str] = []
    origin: list[int] = []
    before = seen.origin or range(len(seen.text) + 1)
    copied = 0
    for start, end, said in edits:
        text += (seen.text[copied:start], said)
        origin += [*before[copied:start], *[before[start]] * len(said)]
        copied = end
    text.append(seen.text[copied:])
    origin += before[copied:]
    return Plain("".join(text), tuple(origin))
