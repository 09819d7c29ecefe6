"""Write the script of an article, of a digest, or of a text that is not an article.

A script is the list of utterances of an episode: for each its written and its spoken text, the pause after it and its
voice. Utterances are grouped in sections, which become the chapters. The order of an episode is: intro, title, author
and date, the text, outro.
"""

from __future__ import annotations

import re
from dataclasses import replace
from string import Formatter
from typing import TYPE_CHECKING

from audiocast import normalize
from audiocast.config import dates
from audiocast.errors import NothingToSayError
from audiocast.model.article import BlockKind, Cut
from audiocast.model.script import Mark, Script, Section, Span, Utterance
from audiocast.normalize import regions
from audiocast.normalize.neutral import is_neutral
from audiocast.normalize.regions import Region
from audiocast.pronunciation.phonemizer import Phonemizer
from audiocast.script import omissions, prosody, roles
from audiocast.script.sentences import WrittenUtterance, split_sentences, split_utterances

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audiocast.config.settings import Show
    from audiocast.model.article import Article, Block
    from audiocast.model.voice import Voice
    from audiocast.normalize.lexicon import Lexicon

_CHAPTER_LEVELS = 2
_TABLE = "A table is left out here."
_CODE = "An example of code is left out here."
_MARKED_END = re.compile(r"[.!?…,;:—–-][\"'’”)\]»]*$")
_CLAUSE_END = re.compile(r"[,;:—–-][\"'’”)\]»]*$")


def write(
    article: Article,
    parts: Sequence[Article] = (),
    *,
    show: Show,
    voices: Sequence[Voice],
    lexicon: Lexicon,
) -> Script:
    """Return the script of an episode, with the show's intro and outro.

    Args:
        article: The article, or the title and date of a digest.
        parts: The articles of a digest.
        show: The settings of the show.
        voices: The narrator, and the voices of the show's roles.
        lexicon: The pronunciations of the show and the voice.

    Raises:
        NormalizeError: The spoken text of a sentence would lose a fact.
        NothingToSayError: No text can be said.
    """
    if parts:
        script = write_digest(parts, show=show, voices=voices, lexicon=lexicon)
    else:
        script = write_article(article, show=show, voices=voices, lexicon=lexicon)
    return add_frame(script, article, show=show, voices=voices, lexicon=lexicon)


def write_article(article: Article, *, show: Show, voices: Sequence[Voice], lexicon: Lexicon) -> Script:
    """Return the script of an article without intro and outro.

    Raises:
        NormalizeError: The spoken text of a sentence would lose a fact.
        NothingToSayError: No text of the article can be said.
    """
    context = [article.title, *(block.text for block in article.blocks)]
    voice = roles.reader(article.language, show, voices)
    if voice is not voices[0]:
        show, voices = roles.read_alone(show), (voice,)
    phonemizer = Phonemizer(context, voices=voices)
    normalizer = _normalizer(article, show, voice, context=context, lexicon=phonemizer.lexicon(lexicon))

    def heading(text: str, pause_ms: int) -> Utterance:
        said = _utterance(WrittenUtterance(text, pause_ms), normalizer, show.roles.title or voice.name)
        return replace(said, pace=show.title_rate, mark=Mark.HEADING)

    sections: list[Section] = []
    title = article.title
    utterances = [heading(title, prosody.PAUSE_AFTER_TITLE_MS)]
    for line in _announcements(article, show, language=voice.language):
        said = _utterance(WrittenUtterance(line, prosody.PAUSE_AFTER_PARAGRAPH_MS), normalizer, voice.name)
        utterances.append(replace(said, mark=Mark.BYLINE))
    blocks = _spoken_blocks(article.blocks, show)
    chapters = _chapter_levels(blocks)
    has_text = not blocks
    for block, following in zip(blocks, (*blocks[1:], None), strict=True):
        if block.kind is not BlockKind.HEADING:
            said_block = _block_utterances(block, following, normalizer, show=show, voice=voice)
        else:
            said_block = [heading(block.text, prosody.PAUSE_AFTER_HEADING_MS)]
            if said_block[0].text and block.level in chapters:
                if before := omissions.without_silent(utterances):
                    before[-1] = replace(before[-1], chime=show.chime)
                    sections.append(Section(title, tuple(before)))
                title, utterances = block.text, []
        has_text = has_text or any(each.text for each in said_block)
        utterances += said_block
    if last := omissions.without_silent(utterances):
        sections.append(Section(title, tuple(last)))
    if not sections or not has_text:
        raise NothingToSayError("the article has no text that can be spoken", where=article.origin)
    return Script(_pronounced(sections, phonemizer), cuts=tuple(normalizer.cuts))


def write_digest(articles: Iterable[Article], *, show: Show, voices: Sequence[Voice], lexicon: Lexicon) -> Script:
    """Return the script of a digest without intro and outro. Each article is a section, read as in its own episode.

    Raises:
        NormalizeError: The spoken text of a sentence would lose a fact.
        NothingToSayError: No text of the articles can be said.
    """
    sections: list[Section] = []
    cuts: list[Cut] = []
    for article in articles:
        try:
            own = write_article(article, show=show, voices=voices, lexicon=lexicon)
        except NothingToSayError:
            cuts.append(Cut(omissions.NOTHING_TO_SAY, 0, article.title))
            continue
        if sections:
            *others, last = sections[-1].utterances
            last = replace(last, pause_ms=last.pause_ms + prosody.PAUSE_BETWEEN_ARTICLES_MS, chime=show.chime)
            sections[-1] = replace(sections[-1], utterances=(*others, last))
        said = tuple(utterance for section in own.sections for utterance in section.utterances)
        sections.append(Section(article.title, said))
        cuts += own.cuts
    if not sections:
        raise NothingToSayError("no article of the digest has text that can be spoken")
    return Script(tuple(sections), cuts=tuple(cuts))


def write_text(text: str, *, voice: Voice, lexicon: Lexicon) -> Script:
    """Return the script of a text that is no article: each line is a paragraph, and no pause follows the last one.

    Its section has no utterance when nothing can be said.

    Raises:
        NormalizeError: The spoken text of a sentence would lose a fact.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    locale = (regions.of_tag(voice.language) or Region.US).tag
    phonemizer = Phonemizer(lines, voices=(voice,))
    normalizer = omissions.OmittingNormalizer(
        normalize.Normalizer(locale, context=lines, lexicon=phonemizer.lexicon(lexicon), language=voice.language)
    )
    pauses = [*map(prosody.after_paragraph, lines[:-1]), 0]
    written = (
        each
        for line, pause in zip(lines, pauses, strict=False)
        for each in split_utterances(line, pause, language=voice.language)
    )
    utterances = omissions.without_silent(_utterance(each, normalizer, voice.name) for each in written)
    return Script(_pronounced([Section("", tuple(utterances))], phonemizer), cuts=tuple(normalizer.cuts))


def add_frame(script: Script, article: Article, *, show: Show, voices: Sequence[Voice], lexicon: Lexicon) -> Script:
    """Return a script with the show's intro in its first section and the show's outro in its last one.

    Raises:
        NormalizeError: The spoken text of a sentence would lose a fact.
    """
    intro, outro = (_filled(template, article, show) for template in (show.intro, show.outro))
    if not intro and not outro:
        return script
    voice, context = voices[0], [article.title, intro, outro]
    normalizer = _normalizer(article, show, voice, context=context, lexicon=lexicon)
    phonemizer = Phonemizer(context, voices=voices)

    def said(text: str, end_ms: int) -> tuple[Utterance, ...]:
        speaker = show.roles.intro or voice.name
        written = split_utterances(text, end_ms, language=voice.language) if text else ()
        utterances = omissions.without_silent(_utterance(each, normalizer, speaker) for each in written)
        return tuple(map(phonemizer.annotate, _with_paragraph_mark(utterances)))

    before, after = said(intro, prosody.PAUSE_AFTER_TITLE_MS), said(outro, prosody.PAUSE_AFTER_PARAGRAPH_MS)
    sections = list(script.sections)
    sections[0] = replace(sections[0], utterances=(*before, *sections[0].utterances))
    if after:
        *others, last = sections[-1].utterances
        last = replace(last, pause_ms=prosody.PAUSE_AFTER_TITLE_MS)
        sections[-1] = replace(sections[-1], utterances=(*others, last, *after))
    return Script(tuple(sections), intro=len(before), outro=len(after), cuts=(*script.cuts, *normalizer.cuts))


def written_text(article: Article, *, show: Show) -> str:
    """Return the text of an article's transcript before it is divided into sentences."""
    intro, outro = (_filled(template, article, show) for template in (show.intro, show.outro))
    blocks = _spoken_blocks(article.blocks, show)
    lines = (f"{block.number}. {block.text}" if block.number else block.text for block in blocks)
    announced = _announcements(article, show, language=Region.US.tag)
    return "\n".join((intro, article.title, *announced, *lines, outro))


def _utterance(written: WrittenUtterance, normalizer: omissions.OmittingNormalizer, voice: str) -> Utterance:
    """Return an utterance with its spoken text, which is empty when nothing can be said.

    A full stop is added at the end of a title, because voices read a text without one as unfinished. A comma is added
    where a sentence goes on after a mark, because the normalizer removes a comma at an end.
    """
    spoken = normalizer(written.written)
    text = spoken.text.strip()
    if text and not _MARKED_END.search(text):
        text += "." if written.ends else "," if _CLAUSE_END.search(written.written) else ""
    offset = len(spoken.text) - len(spoken.text.lstrip())
    pronunciations = tuple(
        replace(each, start=each.start - offset, end=each.end - offset) for each in spoken.pronunciations
    )
    spans = tuple(replace(each, start=max(0, each.start - offset), end=each.end - offset) for each in spoken.spans)
    return Utterance(text, written.written, written.pause_ms, voice, pronunciations, spans=spans)


def _pronounced(sections: Iterable[Section], phonemizer: Phonemizer) -> tuple[Section, ...]:
    """Return sections with the pronunciations of their words."""
    return tuple(replace(each, utterances=tuple(map(phonemizer.annotate, each.utterances))) for each in sections)


def _block_utterances(
    block: Block, following: Block | None, normalizer: omissions.OmittingNormalizer, *, show: Show, voice: Voice
) -> list[Utterance]:
    """Return the utterances of a paragraph, a list item or a block quote."""
    said: list[Utterance] = []
    end_ms = prosody.after_block(block, following)
    for written in split_utterances(block.text, end_ms, language=voice.language):
        quoted = block.kind is BlockKind.QUOTE or (written.quoted and show.roles.quoted_speech)
        speaker = (show.roles.quote if quoted else "") or voice.name
        pace = show.numbers_rate if written.many_numbers else 1.0
        said.append(replace(_utterance(written, normalizer, speaker), pace=pace))
    said = _with_paragraph_mark(said)
    first = next((place for place, each in enumerate(said) if each.text), None)
    if block.number and first is not None:
        number = str(block.number) if is_neutral(voice.language) else _ordinal(block.number)
        said[first] = _with_number(said[first], normalizer(number).text, block.number)
    return said


def _with_paragraph_mark(utterances: Sequence[Utterance]) -> list[Utterance]:
    """Return the utterances of a paragraph with a mark on the first one that has text."""
    first = next((each for each in utterances if each.text), None)
    return [replace(each, mark=Mark.PARAGRAPH) if each is first else each for each in utterances]


def _with_number(utterance: Utterance, ordinal: str, number: int) -> Utterance:
    """Return the first utterance of an item of an ordered list with the number of the item."""
    prefix = f"{ordinal.strip().capitalize()}, "
    pronunciations = tuple(
        replace(each, start=each.start + len(prefix), end=each.end + len(prefix)) for each in utterance.pronunciations
    )
    shown = f"{number}. "
    moved = (
        Span(
            each.written_start + len(shown),
            each.written_end + len(shown),
            each.start + len(prefix),
            each.end + len(prefix),
            each.rule,
        )
        for each in utterance.spans
    )
    return replace(
        utterance,
        text=prefix + utterance.text,
        written=shown + utterance.written,
        pronunciations=pronunciations,
        spans=(Span(0, len(shown), 0, len(prefix), "number"), *moved),
    )


def _ordinal(number: int) -> str:
    teens = range(11, 14)
    ending = "th" if number % 100 in teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _spoken_blocks(blocks: Iterable[Block], show: Show) -> tuple[Block, ...]:
    """Return the blocks that are spoken.

    A sentence replaces a table or code, once for several in a row, unless the show skips them.
    """
    spoken: list[Block] = []
    for block in blocks:
        said = block
        skipped = False
        if block.kind is BlockKind.TABLE:
            has_caption = omissions.is_sayable(block.text)
            said = replace(block, text=f"A table is left out here: {block.text}" if has_caption else _TABLE)
            skipped = show.tables == "skip"
        elif block.kind is BlockKind.CODE:
            said = replace(block, text=_CODE)
            skipped = show.code == "skip"
        if not skipped and (said is block or said not in spoken[-1:]):
            spoken.append(said)
    return tuple(spoken)


def _chapter_levels(blocks: Iterable[Block]) -> frozenset[int]:
    """Return the levels of the headings that start chapters: the two highest levels of the article."""
    headings = (block for block in blocks if block.kind is BlockKind.HEADING and omissions.is_sayable(block.text))
    levels = sorted({block.level for block in headings})
    return frozenset(levels[:_CHAPTER_LEVELS])


def _filled(template: str, article: Article, show: Show) -> str:
    """Return an intro or outro with its fields filled in. A sentence with an unknown field is left out."""
    known = {"title": article.title, "author": _author(article), "show": show.title, "date": _date(article, show)}

    def is_known(sentence: str) -> bool:
        return all(known[name] for _, name, _, _ in Formatter().parse(sentence) if name)

    return " ".join(sentence.format(**known) for sentence in split_sentences(template) if is_known(sentence))


def _announcements(article: Article, show: Show, *, language: str) -> Iterator[str]:
    """Yield the lines after the title: the author and the date, if the show announces them, for a voice."""
    is_english = not is_neutral(language)
    if "author" in show.announce and (author := _author(article)):
        yield f"By {author}" if is_english else author
    if "date" in show.announce and article.published:
        yield _date(article, show) if is_english else dates.in_language(article.published, language)


def _author(article: Article) -> str:
    """Return the author as written, or "" when the name cannot be said."""
    return article.author if omissions.is_sayable(normalize.speak(article.author)) else ""


def _date(article: Article, show: Show) -> str:
    """Return the date in the British or American form, or "" when the article has none."""
    day = article.published
    if day is None:
        return ""
    return dates.in_words(day, british=(_region(article, show) or Region.US).is_british)


def _normalizer(
    article: Article, show: Show, voice: Voice, *, context: Iterable[str], lexicon: Lexicon
) -> omissions.OmittingNormalizer:
    """Return a normalizer for the sentences of an article."""
    locale = (_region(article, show) or regions.of_tag(voice.language) or Region.US).tag
    return omissions.OmittingNormalizer(
        normalize.Normalizer(locale, context=context, lexicon=lexicon, language=voice.language)
    )


def _region(article: Article, show: Show) -> Region | None:
    """Return the region that the show's setting, else the article names, or None.

    "en-US" in an article is weak evidence, because many programs write it into every page.
    """
    if region := regions.of_tag(show.locale):
        return region
    named = regions.of_tag(article.language)
    if named not in (None, Region.US):
        return named
    texts = (article.title, *(block.text for block in article.blocks))
    return regions.of_article(article.link, texts) or named
