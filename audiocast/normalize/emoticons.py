"""Leave out emoticons: ":-)", ";)", ":D", "XD", "^_^". They only show how a sentence is meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import Reading, Rule

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence

_FACES = (
    r"(?:[>0O]?[:;=]|[8Xx](?=[-^]))['\u2019]?[-^o]?(?:\){1,9}|\({1,9}|\]|\[|[DPpOo3*|\\$/](?![\w/]))"
    r"|\(-[:;=](?!\w)|\({1,9}[:;](?=\s{0,3}$)|:-[Xx](?!\w)|[\^>][_.-]{0,3}[\^<](?!\w)|-_{1,4}-|[oO0]_{1,4}[oO0](?!\w)|T_T|;_{1,4};|[Xx]D{1,9}(?=\s{0,3}(?:$|[.!?,]))"
    r"|<\/?3(?=\s{0,3}(?:$|[.!?,^:;=]))|\u00af?\\_\(\u30c4\)_/\u00af?|'?\\_\(\u30c4\)_/'?"
)


def _face(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Leave out an emoticon that stands alone."""
    text, at, end = sentence.text, match.start(), match.end()
    if at and not text[at - 1].isspace() and text[at - 1] not in ".!?,\"')":
        return None
    if end < len(text) and not text[end].isspace() and text[end] not in ".!?,\"')":
        return None
    if match[0][0] in "08xX=" and not (at and text[at - 1].isspace() and _SURE.fullmatch(match[0])):
        return None
    return Reading("", end)


_SURE = lazy_re(r"[8=][-^][)(DPp]|=[)(DPp]{1,9}|[Xx]D{1,9}|[xX]-\)|0_{1,4}0")

EMOTICON = Rule("emoticon", ".aA9", lazy_re(_FACES), _face)
