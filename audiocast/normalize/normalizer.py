"""Normalize a written sentence to a spoken one, and align the two.

`Normalizer` scans the plain text of the sentence with all rules, joins the segments with the spaces that they need,
and checks that no fact is lost. Then it scans the spoken text again until nothing changes, because a mark that is not
spoken, such as the number of a note, may have hidden a word from its rule.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from audiocast.model.script import UNCHANGED, Pronunciation, Span, Spoken
from audiocast.normalize import digit_groups, neutral, regions, transliteration
from audiocast.normalize.audit import require_no_loss
from audiocast.normalize.contestants import CONTEST, CONTESTANTS
from audiocast.normalize.context import Context
from audiocast.normalize.lexicon import Lexicon, possessive
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.regions import Region
from audiocast.normalize.rewriting import rewritten
from audiocast.normalize.rules import scanner
from audiocast.normalize.scanner import PAUSE, TIE, Locale, Reading, Rule, Sentence
from audiocast.normalize.typography import plain

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

    from audiocast.normalize.contest import Entry
    from audiocast.normalize.scanner import Segment
    from audiocast.normalize.typography import Plain


def speak(text: str, locale: str = "en-US") -> str:
    """Return the spoken text for a written text, with spelled letters apart: "GDP" -> "G D P"."""
    return Normalizer(locale)(text).text.replace(TIE, " ")


class Normalizer:
    """Normalize the sentences of one article.

    Args:
        locale: BCP 47 tag. The region decides, for example "en-IN" (see `regions`). A bare "en" is American.
        context: The texts of the article, which decide what a sentence alone does not show.
        lexicon: The pronunciations of the show and the voice, which have priority over all rules.
        language: BCP 47 tag of the voice. For a voice that does not speak English, the rules are those of `neutral`,
            and of the lexicon only entries with a respelling apply, because its IPA is English.
    """

    def __init__(
        self,
        locale: str = "en-US",
        *,
        context: Iterable[str] = (),
        lexicon: Lexicon | None = None,
        language: str = "en",
    ) -> None:
        self._locale = Locale(regions.of_tag(locale) or Region.US, latin=transliteration.writes_latin(language))
        self._context = Context(context)
        self._neutral = neutral.is_neutral(language)
        self._lexicon = lexicon or Lexicon()
        if self._neutral:
            self._lexicon = Lexicon(tuple(entry for entry in self._lexicon if entry.spoken and not entry.ipa))
        self._kept = frozenset(entry.written for entry in self._lexicon if entry.written.isupper())
        self._first = Rule("lexicon", "", lazy_re(""), self._look_up) if self._lexicon else None

    def __call__(self, written: str) -> Spoken:
        """Normalize a sentence.

        Raises:
            NormalizeError: A number, a currency or a word would be lost.
        """
        spoken = self._read(written)
        if self._neutral:
            return spoken
        require_no_loss(spoken)
        if self._lexicon and any(span.rule == "lexicon" for span in spoken.spans):
            return self._pronounced(spoken)
        changed = spoken
        for _ in range(_MOST_SCANS if spoken.text != written else 0):
            again = self._read(spoken.text, near=_near_changes(changed))
            if again.text.replace(TIE, " ") == spoken.text.replace(TIE, " "):
                break
            require_no_loss(again)
            changed, spoken = again, _chained(spoken, again)
        return spoken

    def contested(self, written: str) -> Iterator[tuple[int, tuple[Entry, ...]]]:
        """Yield the places of a sentence where several classes competed, with their proposals, the best first."""
        if self._neutral:
            return
        seen = plain(written)
        sentence = Sentence(seen.text, locale=self._locale, context=self._context)
        for segment in scanner().read(sentence, first=self._first):
            standings = CONTEST.standings(sentence, segment.start) if segment.rule in _CONTESTED else ()
            if standings and standings[0].proposal.end == segment.end:
                yield (segment.start if seen.origin is None else seen.origin[segment.start]), standings

    def _read(self, written: str, *, near: Sequence[tuple[int, int]] | None = None) -> Spoken:
        seen = plain(written)
        if not self._neutral:
            seen = digit_groups.standard(written, seen, self._locale.region)
            seen = rewritten(seen, self._context, kept=self._kept)
        sentence = Sentence(seen.text, locale=self._locale, context=self._context)
        rules = neutral.scanner() if self._neutral else scanner()
        if len(seen.text) != len(written):
            near = None
        return _assemble(written, seen, rules.read(sentence, first=self._first, near=near))

    def _look_up(self, match: re.Match[str], sentence: Sentence) -> Reading | None:
        """Read an entry of the lexicon, with the "'s" after it. This is the method of the first rule."""
        found = self._lexicon.find(sentence, match.start())
        if found is None:
            return None
        entry, end = found
        said = entry.spoken or sentence.text[match.start() : end]
        owned = _POSSESSIVE.match(sentence.text, end)
        if owned and entry.ipa:
            return Reading(f"{said}'s", owned.end())
        return Reading(said, end)

    def _pronounced(self, spoken: Spoken) -> Spoken:
        """Return the spoken sentence with the pronunciations of the lexicon's entries."""
        found = []
        for span in spoken.spans:
            if span.rule != "lexicon":
                continue
            ipa = self._sound(spoken, span)
            start = span.start + (
                len(spoken.text[span.start : span.end]) - len(spoken.text[span.start : span.end].lstrip())
            )
            if ipa:
                found.append(Pronunciation(start, span.end, ipa))
        return Spoken(spoken.written, spoken.text, spoken.spans, tuple(found))

    def _sound(self, spoken: Spoken, span: Span) -> str:
        """Return the IPA of the entry that a span was read from, or ""."""
        written = plain(spoken.written[span.written_start : span.written_end]).text
        for entry in reversed(self._lexicon.entries):
            for ending, sound in (("", entry.ipa), ("'s", possessive(entry.ipa) if entry.ipa else "")):
                whole = entry.written + ending
                if whole == written or (entry.any_case and whole.casefold() == written.casefold()):
                    return sound
        return ""


_CONTESTED = frozenset(contestant.name for contestant in CONTESTANTS)
_MOST_SCANS = 4
"""How often the spoken text is scanned again, at most."""

_REACH = 24
"""How many characters before and after a change another rule may apply."""


def _near_changes(spoken: Spoken) -> list[tuple[int, int]]:
    """Return the first and last places of the stretches of the spoken text at which a change is near."""
    return [
        (max(0, span.start - _REACH), span.end + _REACH)
        for span in spoken.spans
        if span.rule != UNCHANGED or span.end - span.start != span.written_end - span.written_start
    ]


_POSSESSIVE = lazy_re(r"'s(?!\w)")


def _assemble(written: str, seen: Plain, segments: Iterable[Segment]) -> Spoken:
    """Join segments to a spoken text and align it with the written text."""
    origin = seen.origin
    out = _Joined()
    for segment in segments:
        out.add(segment)
    out.finish(len(seen.text))
    text = "".join(out.parts)
    spans: list[Span] = []
    for start, end, said_start, said_end, rule in out.spans:
        first, last = (start, end) if origin is None else (origin[start], origin[end])
        # A text that a rule did not change counts as copied.
        same = rule != "lexicon" and seen.text[start:end] == text[said_start:said_end]
        name = UNCHANGED if same or not rule else rule
        if spans and name == UNCHANGED == spans[-1].rule:
            before = spans.pop()
            spans.append(Span(before.written_start, last, before.start, said_end, name))
        else:
            spans.append(Span(first, last, said_start, said_end, name))
    if spans and spans[0].written_start:
        head = spans[0]
        spans[0] = Span(0, head.written_end, head.start, head.end, head.rule)
    if not spans and written:
        spans.append(Span(0, len(written), 0, 0, "invisible"))
    return Spoken(written, text, tuple(spans))


def _chained(first: Spoken, again: Spoken) -> Spoken:
    """Return the result of two readings, aligned with the text that was written first."""
    ends = {0: (0, UNCHANGED)} | {span.written_end: (span.end, span.rule) for span in again.spans}
    spans: list[Span] = []
    written = said = 0
    rule = UNCHANGED
    for span in _cut(first.spans, ends):
        rule = span.rule if rule == UNCHANGED else rule
        if span.end not in ends:
            continue
        end, changed = ends[span.end]
        spans.append(Span(written, span.written_end, said, end, changed if rule == UNCHANGED else rule))
        written, said, rule = span.written_end, end, UNCHANGED
    return Spoken(first.written, _tied(first, again), tuple(spans))


def _cut(spans: Iterable[Span], ends: Iterable[int]) -> Iterable[Span]:
    """Divide copied spans where the spans of the second reading end."""
    places = sorted(ends)
    at = 0
    for span in spans:
        begin = span.start
        while at < len(places) and places[at] < span.end:
            place = places[at]
            at += 1
            if (
                span.rule == UNCHANGED
                and place > begin
                and span.written_end - span.written_start == span.end - span.start
            ):
                shift = span.written_start - span.start
                yield Span(begin + shift, place + shift, begin, place, UNCHANGED)
                begin = place
        yield (
            Span(span.written_end - span.end + begin, span.written_end, begin, span.end, span.rule)
            if (begin != span.start)
            else span
        )


def _tied(first: Spoken, again: Spoken) -> str:
    """Return the second text with the no-break spaces of the first one where it was copied."""
    parts = []
    for span in again.spans:
        before, after = first.text[span.written_start : span.written_end], again.text[span.start : span.end]
        if span.rule == UNCHANGED and len(before) == len(after):
            after = "".join(TIE if TIE in pair else pair[1] for pair in zip(before, after, strict=True))
        parts.append(after)
    return "".join(parts)


_STOPS = frozenset(",.;:!?\n")


class _Joined:
    """The spoken text while segments are added to it."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.spans: list[tuple[int, int, int, int, str]] = []
        self._size = 0
        self._last = ""

    def add(self, segment: Segment) -> None:
        text = self._said(segment) if segment.rule else segment.text
        if not text:
            self._append(segment, "")
            return
        if text[0] in " \n" and (not self._last or self._last in " \n"):
            text = text.lstrip(" ") if self._last != "\n" else text.lstrip(" \n")
        elif text[0] in ",.;:!?" and self._last == " ":
            self._drop_space()
            if self._last == "," and text[0] in ".!?" and not text.startswith("..") and self.spans[-1][4]:
                self._drop_space()  # what stood behind the comma is not read
        elif _wordy(text[0]) and self._last and self._needs_space(segment, text):
            if not segment.rule and self.spans:
                self._stretch(" ")
            else:
                text = f" {text}"
        if text and text[0] in ",;:" and self._last and self._last in ",;:":
            text = text[1:]
        self._append(segment, text)

    def _stretch(self, text: str) -> None:
        """Add text to the spoken text of the last segment, so that the next segment stays a copy."""
        start, end, said_start, said_end, rule = self.spans[-1]
        self.spans[-1] = (start, end, said_start, said_end + len(text), rule)
        self.parts.append(text)
        self._size += len(text)
        self._last = text[-1]

    def _said(self, segment: Segment) -> str:
        """Return the spoken text of a rule without unpronounceable characters and without a second space or pause."""
        text = self._pause() if segment.text == PAUSE else segment.text
        if not text.isascii():
            text = "".join(mark for mark in text if mark.isascii() or unicodedata.category(mark)[0] not in "SN")
        if text.startswith(" ") and (self._last in " \n"):
            text = text.lstrip(" ") if text.isspace() else text[1:]
        if len(text) == 1 and "A" <= text <= "Z" and self._last == " " and segment.rule != "lexicon":
            self._tie()
        return text

    def _needs_space(self, segment: Segment, text: str) -> bool:
        """Return whether a space is needed between two words of which one was changed, or after a pause."""
        previous = self.spans[-1][4] if self.spans else ""
        if not (segment.rule or previous):
            return False
        if _wordy(self._last):
            return True
        return (self._last in ",;:" or previous == "ellipsis") and bool(previous) and text[0].isalnum()

    def _pause(self) -> str:
        """Return a comma, a space where a mark already makes a pause, or "" at the beginning."""
        if not self._last:
            return ""
        end = self._last if self._last != " " else self._before_space()
        return " " if end in _STOPS else PAUSE

    def _before_space(self) -> str:
        for part in reversed(self.parts):
            bare = part.rstrip(" ")
            if bare:
                return bare[-1]
        return "\n"

    def _tie(self) -> None:
        """Replace the space before a single letter by a no-break space."""
        self.parts[-1] = self.parts[-1][:-1] + TIE

    def _drop_space(self) -> None:
        """Remove the last character, a space before a mark."""
        last = self.parts.pop()[:-1]
        if last:
            self.parts.append(last)
        self._size -= 1
        for index in range(len(self.spans) - 1, -1, -1):
            start, end, said_start, said_end, rule = self.spans[index]
            if said_end <= self._size:
                break
            self.spans[index] = (start, end, min(said_start, self._size), self._size, rule)
        self._last = self._before_space() if self._size else ""

    def _append(self, segment: Segment, text: str) -> None:
        start = self._size
        if text:  # without empty strings the last part always holds the last character
            self.parts.append(text)
            self._size += len(text)
            self._last = text[-1]
        if self.spans and self.spans[-1][4] == segment.rule == "":
            before = self.spans[-1]
            self.spans[-1] = (before[0], segment.end, before[2], self._size, "")
        else:
            self.spans.append((segment.start, segment.end, start, self._size, segment.rule))

    def finish(self, size: int) -> None:
        """Remove spaces and pauses at the end."""
        del size
        while self._size and self._end() in " \n,":
            self._drop_space()

    def _end(self) -> str:
        return self.parts[-1][-1]


def _wordy(mark: str) -> bool:
    return mark.isalnum() or mark == TIE
