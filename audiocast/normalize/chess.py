"""Read the moves of a game of chess: "Nf3", "24.Qxc5+", "exd5", "O-O"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import clues, number_words
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import TIE, Rule

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence

_PIECES = {"K": "king", "Q": "queen", "R": "rook", "B": "bishop", "N": "knight"}
_ENDINGS = {"+": " check", "#": " mate", "": ""}
_FAR = 1000


def _move(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "Nf3" as "knight F three", and "exd5" as "E takes D five"."""
    if not _is_move(match, sentence):
        return None
    origin, takes = match["origin"], match["takes"]
    said = _PIECES.get(match["piece"], "")
    said += f" {_square(origin)}" if origin else ""
    said += f" takes {_square(match['square'])}" if takes else f" {_square(match['square'])}"
    if match["becomes"]:
        said += f" {_PIECES[match['becomes']]}"
    return said.strip() + _ENDINGS[match["ending"]]


def _is_move(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether a name such as "Nf3" is a move."""
    if match["takes"] or match["ending"] or _NUMBERED.search(sentence.text, max(0, match.start() - 6), match.start()):
        return True
    if clues.find("chess", sentence, *match.span()).evidence:
        return True
    return any(other.start() != match.start() for other in _CLEAR.finditer(sentence.text[:_FAR]))


_NUMBERED = lazy_re(r"\b\d{1,3}\.{1,3} ?$")
_CLEAR = lazy_re(r"\b(?:[KQRBN][a-h]?[1-8]?x[a-h][1-8]|[a-h]x[a-h][1-8]|O-O|\d{1,2}\. ?[KQRBN]?[a-h]?[a-h][1-8])(?!\w)")


def _square(text: str) -> str:
    """Return the words for a square, a file or a row: "f3", "f", "3"."""
    return TIE.join(number_words.ONES[int(mark)] if mark.isdigit() else mark.upper() for mark in text)


def _castling(match: re.Match[str], sentence: Sentence) -> str:
    """Read "O-O" and "O-O-O"."""
    del sentence
    return "castles queenside" if match["long"] else "castles"


MOVE = Rule(
    "chess",
    "A",
    lazy_re(
        r"(?P<piece>[KQRBN]?)(?P<origin>(?:(?<=[KQRBN])[a-h]?[1-8]?|(?<![KQRBN])[a-h](?=x)))(?P<takes>x?)"
        r"(?P<square>[a-h][1-8])(?:=(?P<becomes>[QRBN]))?(?P<ending>[+#]?)(?![\w-])"
    ),
    _move,
)
CASTLING = Rule("chess", "A", lazy_re(r"O-O(?P<long>-O)?(?![\w-])"), _castling)
