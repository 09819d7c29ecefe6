"""Publish one episode: move its files to the output folder, note a correction, and write its record.

The record is written last. If a render stops before that, the episode stays as it was, and the next render removes the
new files, because the journal names them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audiocast import atomic
from audiocast.model.article import BlockKind
from audiocast.model.episode import Enclosure, Episode
from audiocast.normalize import neutral
from audiocast.publishing import catalog, corrections, guids, journal, record_names
from audiocast.render import episode_files, languages

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from audiocast.model.article import Article
    from audiocast.model.script import Script
    from audiocast.render.context import RenderContext
    from audiocast.render.plan import Todo
    from audiocast.render.stage_values import Product

# An episode's summary has at least so many characters, and ends with a paragraph.
_SUMMARY = 400
_PROSE = frozenset((BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.QUOTE))


@dataclass(frozen=True, slots=True)
class Made:
    """An article whose files are made.

    Attributes:
        todo: The article, and what its episode is made of.
        script: Its script.
        checksum: The checksum of the script and of all that decides the files.
        product: Its files.
    """

    todo: Todo
    script: Script
    checksum: str
    product: Product


def publish(context: RenderContext, made: Made, *, staging: Path, published: datetime, now: datetime) -> Episode:
    """Publish an episode, and return its record.

    Args:
        context: The context of the run, with the episodes that were published before.
        made: The article and its files.
        staging: The folder of the files.
        published: The date of a new episode. An older one keeps its date.
        now: The date of a correction.

    Raises:
        OSError: The output folder can't be written.
        PublishError: The output folder can't be written.
    """
    output = context.request.output
    before = context.catalog.episodes.get(made.todo.article.id)
    corrected = _note_correction(output, made, before, now) if before else None
    episode = _episode(context, made, before, published=published, corrected=corrected)
    names = [file.filename for each in (before, episode) if each for file in catalog.files(each)]
    journal.note(output, record_names.record_name(episode.id), names)
    _move(made.product, episode, staging, output)
    catalog.write(episode, output)
    return episode


def _episode(
    context: RenderContext, made: Made, before: Episode | None, *, published: datetime, corrected: datetime | None
) -> Episode:
    article, product = made.todo.article, made.product
    stem = record_names.episode_stem(article.id, product.content_checksum)
    reader = languages.reader(context, article)

    def renamed(file: Enclosure, ending: str) -> Enclosure:
        return replace(file, filename=f"{record_names.EPISODES}/{stem}{ending}")

    return Episode(
        id=article.id,
        guid=before.guid if before else guids.new_guid(context.show.title, article.id),
        published=before.published if before else published,
        fingerprint=made.todo.fingerprint,
        digest=made.checksum,
        title=article.title,
        author=article.author,
        language=article.language,
        link=article.link,
        origin=article.origin,
        categories=article.categories,
        summary=_summary(article),
        enclosure=renamed(product.media, ".mp3"),
        duration_ms=product.duration_ms,
        chapters=product.chapters,
        transcripts=tuple(
            renamed(file, ending) for file, ending in zip(product.transcripts, episode_files.TRANSCRIPTS, strict=False)
        ),
        chapters_file=renamed(product.chapters_file, ".chapters.json"),
        cuts=(*article.cuts, *made.script.cuts),
        updated=corrected or (before.updated if before else None),
        season=before.season if before else 0,
        number=before.number if before else 0,
        image=renamed(product.image, ".jpg") if product.image else None,
        waveform=product.waveform,
        sounds=product.sounds,
        marks=product.marks,
        normalization=neutral.NAME if neutral.is_neutral(reader.language) else "",
        basis=made.todo.basis,
    )


def _note_correction(output: Path, made: Made, before: Episode, now: datetime) -> datetime | None:
    """Write down what has changed in the text of a published article; return the date of that, or None."""
    if before.digest == made.checksum:
        return None
    sections = made.script.sections
    sentences = [utterance.written for section in sections for utterance in section.utterances]
    joined = _joined(made.script, before) if made.todo.parts else None
    difference = corrections.difference(corrections.readable(before, output), sentences, joined=joined)
    if not difference:
        return None
    name = record_names.record_name(before.id).removesuffix(".json")
    # A clock that was set back must not date the correction before the episode.
    return corrections.note(output, name, difference, max(now, before.updated or before.published))


def _joined(script: Script, before: Episode) -> corrections.Joined:
    """Return the articles of a digest, one for each section, and where its articles were before."""
    articles = [[utterance.written for utterance in section.utterances] for section in script.sections]
    around = articles[0][: script.intro] + articles[-1][len(articles[-1]) - script.outro :]
    return corrections.Joined(
        starts_ms=tuple(chapter.start_ms for chapter in before.chapters),
        articles=tuple(map(tuple, articles)),
        around=frozenset(around),
    )


def _move(product: Product, episode: Episode, staging: Path, output: Path) -> None:
    """Move the files of an episode, and wait until the disk has them."""
    made = (product.media, *product.transcripts, product.chapters_file, *filter(None, [product.image]))
    moves = {
        staging / file.filename: output / place.filename
        for file, place in zip(made, catalog.files(episode), strict=True)
    }
    for source, target in moves.items():
        source.replace(target)
    atomic.settle(moves.values())


def _summary(article: Article) -> str:
    """Return the first paragraphs of an article, as many as an app shows."""
    paragraphs: list[str] = []
    for block in article.blocks:
        if block.kind in _PROSE:
            paragraphs.append(block.text)
            if sum(map(len, paragraphs)) >= _SUMMARY:
                break
    return "\n\n".join(paragraphs)
