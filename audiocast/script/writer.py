"""Which sentences are said, with which pauses, under which chapters, by which voice?

Sentences are found with sentencex: of sentencex, pysbd, segtok, syntok, sentence-splitter and nupunkt it divided most
of our news cases rightly (titles, initials, quotations, "U.S." at a sentence's end); it is quick, kept by Wikimedia.
"""

from __future__ import annotations

import re
from dataclasses import replace
from string import Formatter
from typing import TYPE_CHECKING, NamedTuple

import sentencex

from audiocast import normalize
from audiocast.config import dates
from audiocast.errors import NothingToSayError
from audiocast.model.article import BlockKind, Cut
from audiocast.model.script import Mark, Script, Section, Utterance
from audiocast.script import omissions, prosody
from audiocast.script import quotations as quoted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audiocast.config.settings import Show
    from audiocast.model.article import Article, Block
    from audiocast.model.voice import Voice
    from audiocast.normalize.lexicon import Lexicon

# Longer than any voice says well in one go, and than a reader wants highlighted at once.
_LONGEST = 320
# The parts of a longer quotation are sentences of the paragraph; those of a shorter one are only said apart.
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
# A time and its day are not longer: to look farther takes quadratic time in a quotation of thousands of sentences.
_CLOCK = 40
_CLOCK_END = re.compile(r"\b[ap]\.m\.$")
_MARKED_END = re.compile(r"[.!?…,;:—–-][\"'’”)\]»]*$")
_CLAUSE_END = re.compile(r"[,;:—–-][\"'’”)\]»]*$")
_CLAUSE_ENDS = (re.compile(r"[;:—–] "), re.compile(r", "), re.compile(r" (?=(?:and|but|or|which|who|that|because) )"))


class _Piece(NamedTuple):
    """What is said in one go.

    Attributes:
        written: The text.
        pause_ms: The silence that follows.
        quoted: Whether it is somebody else's words.
        heavy: Whether the sentence that it belongs to is heavy with numbers.
        ends: Whether a sentence ends with it.
    """

    written: str
    pause_ms: int
    quoted: bool
    heavy: bool
    ends: bool


def write(article: Article, parts: Sequence[Article] = (), *, show: Show, voice: Voice, lexicon: Lexicon) -> Script:
    """Write the script of an episode: of an article, or of a digest of such parts.

    Raises:
        NormalizeError: A fact of a sentence has no place in its spoken form.
        NothingToSayError: None of its text can be said.
    """
    if parts:
        script = join(parts, show=show, voice=voice, lexicon=lexicon)
    else:
        script = build(article, show=show, voice=voice, lexicon=lexicon)
    return frame(script, article, show=show, voice=voice, lexicon=lexicon)


def build(article: Article, *, show: Show, voice: Voice, lexicon: Lexicon) -> Script:
    """Write the script of an article.

    Raises:
        NormalizeError: A fact of a sentence has no place in its spoken form.
        NothingToSayError: None of its text can be said.
    """
    context = [article.title, *(block.text for block in article.blocks)]
    say = _reading(article, show, voice, context=context, lexicon=lexicon)

    roles = show.roles

    def utterance(written: str, pause_ms: int, role: str = "", pace: float = 1.0, *, ends: bool = True) -> Utterance:
        return replace(_utterance(written, pause_ms, say, role or voice.name, ends=ends), pace=pace)

    def headline(written: str, pause_ms: int) -> Utterance:
        return replace(utterance(written, pause_ms, roles.title, show.title_rate), mark=Mark.HEADING)

    sections: list[Section] = []
    title = article.title
    utterances = [headline(article.title, prosody.TITLE_MS)]
    utterances += [
        replace(utterance(line, prosody.PARAGRAPH_MS), mark=Mark.BYLINE) for line in _announcements(article, show)
    ]
    blocks = _told(article.blocks, show)
    chapters = _chapter_levels(blocks)
    has_text = not blocks
    for block, following in zip(blocks, (*blocks[1:], None), strict=True):
        if block.kind is BlockKind.HEADING:
            heading = headline(block.text, prosody.HEADING_MS)
            if heading.text and block.level in chapters:
                if before := omissions.spoken(utterances):
                    before[-1] = replace(before[-1], chime=show.chime)
                    sections.append(Section(title, tuple(before)))
                title, utterances = block.text, []
            has_text = has_text or bool(heading.text)
            utterances.append(heading)
            continue
        quote = block.kind is BlockKind.QUOTE
        said = _with_paragraph_mark(
            utterance(
                *(piece.written, piece.pause_ms),
                role=roles.quote if quote or (piece.quoted and roles.quoted_speech) else "",
                pace=show.numbers_rate if piece.heavy else 1.0,
                ends=piece.ends,
            )
            for piece in _paced(block.text, prosody.after_block(block, following))
        )
        first = next((place for place, each in enumerate(said) if each.text), None)
        if block.number and first is not None:
            said[first] = _counted(said[first], say(_ordinal(block.number)).text, block.number)
        has_text = has_text or first is not None
        utterances += said
    if last := omissions.spoken(utterances):
        sections.append(Section(title, tuple(last)))
    if not sections or not has_text:
        raise NothingToSayError("nothing of its text can be said", where=article.origin)
    return Script(tuple(sections), cuts=tuple(say.cuts))


def join(articles: Iterable[Article], *, show: Show, voice: Voice, lexicon: Lexicon) -> Script:
    """Write the script of a digest: a section is an article, said as it is in its own episode.

    Raises:
        NormalizeError: A fact of a sentence has no place in its spoken form.
        NothingToSayError: None of their text can be said.
    """
    sections: list[Section] = []
    cuts: list[Cut] = []
    for article in articles:
        try:
            own = build(article, show=show, voice=voice, lexicon=lexicon)
        except NothingToSayError:
            cuts.append(Cut(omissions.NOTHING_TO_SAY, 0, article.title))
            continue
        if sections:
            *others, last = sections[-1].utterances
            last = replace(last, pause_ms=last.pause_ms + prosody.BETWEEN_MS, chime=show.chime)
            sections[-1] = replace(sections[-1], utterances=(*others, last))
        said = tuple(utterance for section in own.sections for utterance in section.utterances)
        sections.append(Section(article.title, said))
        cuts += own.cuts
    if not sections:
        raise NothingToSayError("nothing of its articles can be said")
    return Script(tuple(sections), cuts=tuple(cuts))


def frame(script: Script, article: Article, *, show: Show, voice: Voice, lexicon: Lexicon) -> Script:
    """Return the script with what the show says before it and after it.

    Raises:
        NormalizeError: A fact of a sentence has no place in its spoken form.
    """
    intro, outro = (_filled(template, article, show) for template in (show.intro, show.outro))
    if not intro and not outro:
        return script
    say = _reading(article, show, voice, context=[article.title, intro, outro], lexicon=lexicon)

    def said(text: str, end_ms: int) -> tuple[Utterance, ...]:
        speaker = show.roles.intro or voice.name
        pieces = _paced(text, end_ms) if text else ()
        kept = omissions.spoken(
            _utterance(piece.written, piece.pause_ms, say, speaker, ends=piece.ends) for piece in pieces
        )
        return tuple(_with_paragraph_mark(kept))

    before, after = said(intro, prosody.TITLE_MS), said(outro, prosody.PARAGRAPH_MS)
    sections = list(script.sections)
    sections[0] = replace(sections[0], utterances=(*before, *sections[0].utterances))
    if after:
        *others, last = sections[-1].utterances
        last = replace(last, pause_ms=prosody.TITLE_MS)
        sections[-1] = replace(sections[-1], utterances=(*others, last, *after))
    return Script(tuple(sections), intro=len(before), outro=len(after), cuts=(*script.cuts, *say.cuts))


def written_text(article: Article, *, show: Show) -> str:
    """Return the text that the transcript of an article shows, not yet divided into sentences."""
    intro, outro = (_filled(template, article, show) for template in (show.intro, show.outro))
    said = (f"{block.number}. {block.text}" if block.number else block.text for block in _told(article.blocks, show))
    return "\n".join((intro, article.title, *_announcements(article, show), *said, outro))


def _filled(template: str, article: Article, show: Show) -> str:
    """Return a template with what is known of the article; a sentence that names something else is left out."""
    known = {"title": article.title, "author": _author(article), "show": show.title, "date": _date(article, show)}

    def is_known(sentence: str) -> bool:
        return all(known[name] for _, name, _, _ in Formatter().parse(sentence) if name)

    return " ".join(sentence.format(**known) for sentence in split_sentences(template) if is_known(sentence))


def _told(blocks: Iterable[Block], show: Show) -> tuple[Block, ...]:
    """The blocks as they are said: in place of what is left out a sentence, once for several in a row, or nothing."""
    told: list[Block] = []
    for block in blocks:
        said = block
        if block.kind is BlockKind.TABLE:
            said = replace(
                block, text=f"A table is left out here: {block.text}" if omissions.is_sayable(block.text) else _TABLE
            )
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
    headings = (block for block in blocks if block.kind is BlockKind.HEADING and omissions.is_sayable(block.text))
    levels = sorted({block.level for block in headings})
    return frozenset(levels[:_CHAPTER_LEVELS])


def _with_paragraph_mark(utterances: Iterable[Utterance]) -> list[Utterance]:
    """Return the utterances of a paragraph with a mark on the first one that says something."""
    paragraph = list(utterances)
    first = next((each for each in paragraph if each.text), None)
    return [replace(each, mark=Mark.PARAGRAPH) if each is first else each for each in paragraph]


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
    """Return the script of a text that is no article: a line is a paragraph, and no pause follows the last.

    Its section has no utterance when nothing can be said.

    Raises:
        NormalizeError: A fact of a sentence has no place in its spoken form.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    locale = _KNOWN_LOCALES.get(voice.language.lower(), _LOCALE)
    say = omissions.Reading(normalize.Normalizer(locale, context=lines, lexicon=lexicon, language=voice.language))
    pauses = [*map(prosody.after_paragraph, lines[:-1]), 0]
    pieces = (piece for line, pause in zip(lines, pauses, strict=False) for piece in _paced(line, pause))
    spoken = (_utterance(piece.written, piece.pause_ms, say, voice.name, ends=piece.ends) for piece in pieces)
    return Script((Section("", tuple(omissions.spoken(spoken))),), cuts=tuple(say.cuts))


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
    return [
        part
        for sentence in sentences
        for part in (_divided(sentence) if len(sentence) > _LONG_QUOTATION else (sentence,))
    ]


def _utterance(written: str, pause_ms: int, say: omissions.Reading, voice: str, *, ends: bool = True) -> Utterance:
    """Return an utterance, with the mark at its end that makes the voice fall or go on.

    One that has nothing to say has no text.
    """
    spoken = say(written)
    text = spoken.text.strip()
    if text and not _MARKED_END.search(text):
        # Without a full stop a voice stays up in the air, as if the title went on. Before the rest of a sentence it
        # has to; the normalizer leaves no comma at an end.
        text += "." if ends else "," if _CLAUSE_END.search(written) else ""
    offset = len(spoken.text) - len(spoken.text.lstrip())
    marks = tuple(type(mark)(mark.start - offset, mark.end - offset, mark.ipa) for mark in spoken.pronunciations)
    return Utterance(text, written, pause_ms, voice, marks)


def _belongs(before: str, after: str) -> bool:
    """No sentence begins in lower case, and none ends between a time and its day."""
    return after[0].islower() or bool(_CLOCK_END.search(before) and _AFTER_CLOCK.match(after))


def _divided(sentence: str) -> Iterator[str]:
    """Divide a sentence where another one ends in it: sentencex keeps together what is in quotes or brackets."""
    text = quoted.unmarked(sentence)
    start = 0
    if text != sentence:
        for boundary in sentencex.get_sentence_boundaries("en", text)[:-1]:
            end = quoted.end_within(sentence, start, boundary["end_index"])
            before, after = sentence[max(start, end - _CLOCK) : end].rstrip(), sentence[end : end + _CLOCK].lstrip()
            if end and not _belongs(before, after):
                yield sentence[start:end].strip()
                start = end
    yield sentence[start:].strip()


def _paced(paragraph: str, end_ms: int) -> Iterator[_Piece]:
    """Yield each sentence of a paragraph, long ones in breaths; the silence after the last one is `end_ms`."""
    sentences = split_sentences(paragraph)
    parts = [
        (part, others, prosody.is_heavy(sentence))
        for sentence, others in zip(sentences, quoted.whole(sentences), strict=True)
        for part in _divided(sentence)
    ]
    opened = quoted.open_after([part for part, _, _ in parts])
    for number, ((part, others, heavy), within) in enumerate(zip(parts, opened, strict=True), 1):
        *breaths, last = _breaths(part)
        for breath in breaths:
            yield _Piece(breath, prosody.after_breath(breath), others, heavy, ends=False)
        pause = end_ms if number == len(parts) else prosody.after_sentence(part, within=within)
        yield _Piece(last, pause, others, heavy, ends=True)


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
    if "author" in show.announce and (author := _author(article)):
        yield f"By {author}"
    if "date" in show.announce and article.published:
        yield _date(article, show)


def _author(article: Article) -> str:
    """Return the author as written, or "" when nothing of the name can be said."""
    return article.author if omissions.is_sayable(normalize.speak(article.author)) else ""


def _reading(
    article: Article, show: Show, voice: Voice, *, context: Iterable[str], lexicon: Lexicon
) -> omissions.Reading:
    locale = _locale(article, show, voice)
    return omissions.Reading(normalize.Normalizer(locale, context=context, lexicon=lexicon, language=voice.language))


def _date(article: Article, show: Show) -> str:
    """As it is written where the show or the article is at home, or "" when there is none."""
    day = article.published
    if day is None:
        return ""
    british = show.locale == "en-GB" or article.language == "en-GB"
    return dates.in_words(day, british=british)


def _locale(article: Article, show: Show, voice: Voice) -> str:
    for tag in (show.locale, article.language, voice.language):
        if tag.lower() in _KNOWN_LOCALES:
            return _KNOWN_LOCALES[tag.lower()]
    return _LOCALE
