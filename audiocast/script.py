"""Which sentences are said, with which pauses, under which chapters, by which voice?

Sentences are found with sentencex: of sentencex, pysbd, segtok, syntok, sentence-splitter and nupunkt it divided most
of our news cases rightly (titles, initials, quotations, "U.S." at a sentence's end); it is quick, kept by Wikimedia.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import sentencex

from audiocast import normalize
from audiocast.model import BlockKind, Script, Section, Utterance

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from audiocast.model import Article, Block, Show, Voice
    from audiocast.normalize.lexicon import Lexicon

BREATH_MS = 180
SENTENCE_MS = 380
ITEM_MS = 550
PARAGRAPH_MS = 750
QUOTE_MS = 900
HEADING_MS = 650
TITLE_MS = 900
# Longer than any voice says well in one go, and than a reader wants highlighted at once.
_LONGEST = 320
# A shorter quotation is said in one go, whatever ends within it: it may be a name, such as “Help! The Musical”.
_LONG_QUOTATION = 160
_CHAPTER_LEVELS = 2
_TABLE = "A table is left out here."
_CODE = "An example of code is left out here."
_KNOWN_LOCALES = {"en-us": "en-US", "en-gb": "en-GB"}
_LOCALE = "en-US"
_AFTER_CLOCK = re.compile(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October"
    r"|November|December|Eastern|Pacific|Central|GMT)\b"
)
_CLOCK_END = re.compile(r"\b[ap]\.m\.$")
_MARKED_END = re.compile(r"[.!?…,;:—–-][\"'’”)\]»]*$")
_CLAUSE_ENDS = (re.compile(r"[;:—–] "), re.compile(r", "), re.compile(r" (?=(?:and|but|or|which|who|that|because) )"))


def build(article: Article, *, show: Show, voice: Voice, lexicon: Lexicon) -> Script:
    """Write the script of an article.

    Raises:
        NormalizeError: A fact of a sentence has no place in its spoken form.
    """
    context = [article.title, *(block.text for block in article.blocks)]
    say = normalize.Normalizer(_locale(article, show, voice), context=context, lexicon=lexicon)

    def utterance(written: str, pause_ms: int) -> Utterance:
        return _utterance(written, pause_ms, say, voice)

    sections: list[Section] = []
    title = article.title
    utterances = [utterance(article.title, TITLE_MS)]
    utterances += [utterance(line, PARAGRAPH_MS) for line in _announcements(article, show)]
    blocks = _told(article.blocks, show)
    chapters = _chapter_levels(blocks)
    for block, following in zip(blocks, (*blocks[1:], None), strict=True):
        if block.kind is BlockKind.HEADING:
            if block.level in chapters:
                sections.append(Section(title, tuple(utterances)))
                title, utterances = block.text, []
            utterances.append(utterance(block.text, HEADING_MS))
            continue
        said = [utterance(written, pause) for written, pause in _paced(block.text, _pause(block, following))]
        if block.number:
            said[0] = _counted(said[0], say(_ordinal(block.number)).text, block.number)
        utterances += said
    sections.append(Section(title, tuple(utterances)))
    return Script(tuple(sections))


def _told(blocks: Iterable[Block], show: Show) -> tuple[Block, ...]:
    """The blocks as they are said: in place of what is left out a sentence, once for several in a row, or nothing."""
    told: list[Block] = []
    for block in blocks:
        said = block
        if block.kind is BlockKind.TABLE:
            said = replace(block, text=f"A table is left out here: {block.text}" if block.text else _TABLE)
            skipped = show.tables == "skip"
        elif block.kind is BlockKind.CODE:
            said = replace(block, text=_CODE)
            skipped = show.code == "skip"
        else:
            skipped = False
        if not skipped and (said is block or said not in told[-1:]):
            told.append(said)
    return tuple(told)


def _chapter_levels(blocks: Iterable[Block]) -> frozenset[int]:
    """The levels of headings that open chapters: the two highest that there are. Nobody looks for more in a player."""
    levels = sorted({block.level for block in blocks if block.kind is BlockKind.HEADING})
    return frozenset(levels[:_CHAPTER_LEVELS])


def _pause(block: Block, following: Block | None) -> int:
    """The silence after a block."""
    if following is None:
        return PARAGRAPH_MS
    if BlockKind.QUOTE in (block.kind, following.kind) and block.kind is not following.kind:
        return QUOTE_MS
    return ITEM_MS if following.kind is block.kind is BlockKind.LIST_ITEM else PARAGRAPH_MS


def _counted(utterance: Utterance, ordinal: str, number: int) -> Utterance:
    """An item of an ordered list, said with its place in it."""
    said = f"{ordinal.strip().capitalize()}, "
    marks = tuple(
        replace(mark, start=mark.start + len(said), end=mark.end + len(said)) for mark in utterance.pronunciations
    )
    return replace(
        utterance, text=said + utterance.text, written=f"{number}. {utterance.written}", pronunciations=marks
    )


def _ordinal(number: int) -> str:
    teens = range(11, 14)
    ending = "th" if number % 100 in teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def read_aloud(text: str, *, voice: Voice, lexicon: Lexicon) -> Script:
    """The script of a text that is no article: each line is a paragraph.

    Raises:
        NormalizeError: A fact of a sentence has no place in its spoken form.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    locale = _KNOWN_LOCALES.get(voice.language.lower(), _LOCALE)
    say = normalize.Normalizer(locale, context=lines, lexicon=lexicon)
    spoken = (_utterance(written, pause, say, voice) for line in lines for written, pause in _paced(line, PARAGRAPH_MS))
    return Script((Section("", tuple(spoken)),))


def split_sentences(paragraph: str) -> list[str]:
    """The sentences of a paragraph, in order, with nothing lost but the white space between them."""
    sentences: list[str] = []
    for piece in sentencex.segment("en", paragraph):
        sentence = piece.strip()
        if not sentence:
            continue
        if sentences and _belongs(sentences[-1], sentence):
            sentences[-1] += " " + sentence
        else:
            sentences.append(sentence)
    return [part for sentence in sentences for part in _split_quotation(sentence)]


def _utterance(written: str, pause_ms: int, say: normalize.Normalizer, voice: Voice) -> Utterance:
    spoken = say(written)
    text = spoken.text.strip()
    # Without a final mark a voice stays up in the air, as if the title went on.
    text = text if _MARKED_END.search(text) else text + "."
    offset = len(spoken.text) - len(spoken.text.lstrip())
    marks = tuple(type(mark)(mark.start - offset, mark.end - offset, mark.ipa) for mark in spoken.pronunciations)
    return Utterance(text, written, pause_ms, voice.name, marks)


def _belongs(before: str, after: str) -> bool:
    """No sentence begins in lower case, and none ends between a time and its day."""
    return after[0].islower() or bool(_CLOCK_END.search(before) and _AFTER_CLOCK.match(after))


def _split_quotation(sentence: str) -> Iterator[str]:
    """A long quotation of several sentences is said as several; sentencex keeps what is in quotes together."""
    if len(sentence) <= _LONG_QUOTATION:
        yield sentence
        return
    unquoted = re.sub('[“”"«»]', " ", sentence)
    start = 0
    for boundary in sentencex.get_sentence_boundaries("en", unquoted)[:-1]:
        end = boundary["end_index"]
        rest = sentence[end:].lstrip()
        if re.match('[“"«]?[A-Z]', rest) and re.search(r"[.!?]['’”\"»]*\s*$", sentence[start:end]):
            opening = re.search("\\s*[“«]\\s*$", sentence[start:end])
            end -= len(opening[0]) if opening else 0
            yield sentence[start:end].strip()
            start = end
    yield sentence[start:].strip()


def _paced(paragraph: str, end_ms: int) -> Iterator[tuple[str, int]]:
    """Each sentence of a paragraph, long ones in breaths, with the pause that follows; the last one's is `end_ms`."""
    pieces = [list(_breaths(sentence)) for sentence in split_sentences(paragraph)]
    for number, breaths in enumerate(pieces, 1):
        for breath in breaths[:-1]:
            yield breath, BREATH_MS
        yield breaths[-1], end_ms if number == len(pieces) else SENTENCE_MS


def _breaths(sentence: str) -> Iterator[str]:
    """A sentence too long for one breath, divided near its middle at the strongest clause end there is."""
    if len(sentence) <= _LONGEST:
        yield sentence
        return
    low, middle, high = len(sentence) // 4, len(sentence) // 2, len(sentence) * 3 // 4
    for ends in _CLAUSE_ENDS:
        cuts = [match.end() for match in ends.finditer(sentence) if low < match.end() < high]
        # A comma inside a number or a name with a date is no place to breathe.
        cuts = [cut for cut in cuts if not (sentence[cut - 3 : cut - 2].isdigit() or sentence[cut : cut + 1].isdigit())]
        if cuts:
            cut = min(cuts, key=lambda place: abs(place - middle))
            yield from _breaths(sentence[:cut].strip())
            yield from _breaths(sentence[cut:].strip())
            return
    if len(sentence) > 4 * _LONGEST and (cut := sentence.find(" ", middle) + 1):
        yield from _breaths(sentence[:cut].strip())
        yield from _breaths(sentence[cut:].strip())
    else:
        yield sentence


def _announcements(article: Article, show: Show) -> Iterator[str]:
    if "author" in show.announce and article.author:
        yield f"By {article.author}"
    if "date" in show.announce and article.published:
        day = article.published
        british = show.locale == "en-GB" or article.language == "en-GB"
        yield f"{day.day} {day:%B} {day.year}" if british else f"{day:%B} {day.day}, {day.year}"


def _locale(article: Article, show: Show, voice: Voice) -> str:
    for tag in (show.locale, article.language, voice.language):
        if tag.lower() in _KNOWN_LOCALES:
            return _KNOWN_LOCALES[tag.lower()]
    return _LOCALE
