"""Divide a message into what its sender wrote, what was forwarded, and what was quoted in a reply.

Mail programs mark forwarded and quoted messages in many ways: "Forwarded message" between dashes, "Begin forwarded
message:", the lines From, Date, Subject and To, "On 1 May 2024 at 9:00, Bo Kern wrote:", and ">" before each line.
In a forwarded message the article is what was forwarded; the short note above it and the header are left out. In a
reply the article is what stands above the quoted message.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_FORWARDED = re.compile(
    r"[-_ ]*(?:begin )?(?:forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado"
    r"|messaggio inoltrato|doorgestuurd bericht)[-_ :]*(?=\s|$)",
    re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"[-_ ]{2,}(?:original (?:message|appointment)|ursprüngliche nachricht|message d'origine)[-_ ]*(?=\s|$)",
    re.IGNORECASE,
)
_NAMES = (
    r"(?:from|sent|date|to|cc|bcc|subject|reply-to|organi[sz]ation|von|gesendet|datum|an|betreff|de|envoyé|à|objet|enviado"
    r"|para|asunto|da|inviato|oggetto|van|verzonden|aan|onderwerp)"
)
_FIELD = re.compile(rf"\*?({_NAMES})\s?:\*?\s+(\S.*)", re.IGNORECASE)
_FIELDS_IN_ONE = re.compile(
    r"\*?(?:from|von|de|da|van)\s?:\*? .{1,200}?"
    r"\b(?:date|sent|datum|gesendet|envoyé|to|an|subject|betreff)\s?:\*? .{0,600}",
    re.IGNORECASE,
)
_SENDER = re.compile(
    r"(?:from|von|de|da|van)\s?:\*? (.{1,200}?)(?= \*?(?:date|sent|to|subject|cc|reply-to)\s?:|$)", re.IGNORECASE
)
_DATE = re.compile(r"(?:date|sent|datum)\s?:\*? (.{6,60}?)(?= \*?(?:subject|to|cc|from|reply-to)\s?:|$)", re.IGNORECASE)
_ATTRIBUTION = re.compile(
    r"(?:on|am|le|el|il|op) (?=.{0,200}(?:\d{1,2}[:.]\d\d|@))(?=.{0,200}\d{4}).{8,300}?"
    r"(?:wrote|schrieb.{0,80}|a écrit|escribió|ha scritto|schreef.{0,80})\s?:",
    re.IGNORECASE,
)
_BEGINS_FIELDS = re.compile(r"\*?(?:from|von|de|da|van)\s?:", re.IGNORECASE)
_RULE = re.compile(r"[-_=*\s]{5,}")
_FEWEST_FIELDS = 3
_LONGEST_NOTE = 600
_MOST_FORWARDS = 5


class Thread(NamedTuple):
    """A message, divided.

    Attributes:
        own: The numbers of the texts that are the article.
        cuts: The numbers of all other texts, each with the name of a rule.
        sender: The sender of the forwarded message, or "".
        date: The date of the forwarded message as written, or "".
    """

    own: tuple[int, ...]
    cuts: tuple[tuple[str, int], ...]
    sender: str = ""
    date: str = ""


def divide(texts: Sequence[str], quoted: Sequence[bool], *, forwarded: bool, marked: bool) -> Thread:
    """Return the texts of a message, divided.

    Args:
        texts: The lines or paragraphs, without marks of quotation.
        quoted: Whether each has such a mark.
        forwarded: Whether the subject says that the message was forwarded.
        marked: Whether a mark of quotation alone means a reply; on pages, articles quote too.
    """
    start, end = 0, len(texts)
    cuts: list[tuple[str, int]] = []
    sender = date = ""
    for _ in range(_MOST_FORWARDS):
        head, below, says_so = _header(texts, start, end)
        if head is None:
            break
        note, rest = _length(texts, start, head), _length(texts, below, end)
        if not rest or not (says_so or forwarded or not note) or note > max(_LONGEST_NOTE, rest):
            cuts += [("quoted message", index) for index in range(head, end)]
            end = head
            break
        cuts += [("forward note", index) for index in range(start, head)]
        cuts += [("forward header", index) for index in range(head, below)]
        header = " ".join(texts[head:below])
        found, when = _SENDER.search(header), _DATE.search(header)
        sender, date = found[1] if found else sender, when[1] if when else date
        start = below
    own = list(range(start, end))
    replies = _replies(texts, quoted, own, marked=marked)
    kept = [index for index in own if index not in replies]
    if any(not quoted[index] and len(texts[index]) > 1 for index in kept):
        cuts += [("quoted message", index) for index in replies]
        own = kept
    return Thread(tuple(own), tuple(sorted(cuts, key=lambda cut: cut[1])), sender, date)


def _length(texts: Sequence[str], start: int, end: int) -> int:
    return sum(len(text) for text in texts[start:end] if not _RULE.fullmatch(text))


def _header(texts: Sequence[str], start: int, end: int) -> tuple[int | None, int, bool]:
    """Return where the header of another message begins and ends, and whether a line says that it was forwarded."""
    for index in range(start, end):
        forwarded = _is_marker(_FORWARDED, texts[index])
        marked = forwarded or _is_marker(_ORIGINAL, texts[index])
        if not (marked or _BEGINS_FIELDS.match(texts[index])):
            continue
        below = index + marked
        fields = 0
        while below < end and (_FIELD.fullmatch(texts[below]) or _FIELDS_IN_ONE.fullmatch(texts[below])):
            fields += _FEWEST_FIELDS if _FIELDS_IN_ONE.fullmatch(texts[below]) else 1
            below += 1
        if marked or fields >= _FEWEST_FIELDS:
            begin = index
            while begin > start and _RULE.fullmatch(texts[begin - 1]):
                begin -= 1
            return begin, below, forwarded
    return None, end, False


def _is_marker(pattern: re.Pattern[str], text: str) -> bool:
    """Return whether a text is the line above a forwarded message, perhaps with its header."""
    marker = pattern.match(text)
    rest = text[marker.end() :].strip() if marker else ""
    return marker is not None and (not rest or _FIELDS_IN_ONE.fullmatch(rest) is not None)


def _replies(texts: Sequence[str], quoted: Sequence[bool], own: Sequence[int], *, marked: bool) -> set[int]:
    """Return the numbers of quoted texts and of the lines that announce them."""
    found = {index for index in own if quoted[index] and marked}
    for index in own:
        # The announcement may take two lines.
        for count in (1, 2):
            following = range(index + 1, index + count)
            text = " ".join(texts[each] for each in (index, *following) if each < len(texts))
            if quoted[index] or not _ATTRIBUTION.fullmatch(text):
                continue
            below = index + count
            while below < len(texts) and quoted[below]:
                found |= {index, *following, below}
                below += 1
    return found
