"""Decide whether an article is unchanged: whether its published episode stays, or has to be made again.

All such decisions of a render are made here. An episode stays if all of these are true:

- The user has changed neither the article nor a setting that affects the episode (`unchanged_episode`).
- All its files are in the output folder (`is_complete`).
- `--force` was not given (`stays`).
- `--refresh` was not given, or this version of audiocast would make the same files (`stays`).

A new version of audiocast does not count as a change, so an upgrade makes no episode again.

There are two checksums of an article: one of its text as it was read, and one of its source. The article is unchanged
if at least one of them is the same as before. If only the text is the same, the document changed in a place that is not
spoken. If only the source is the same, a newer reader reads the same document in another way. If both differ, the
article has changed.

Old versions of audiocast did not record the basis of an episode. Such an episode is compared with its transcript
instead.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from audiocast import script
from audiocast.errors import AudiocastError
from audiocast.publishing import catalog, corrections
from audiocast.render import basis
from audiocast.script import omissions

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audiocast.model.article import Article
    from audiocast.model.episode import Basis, Episode
    from audiocast.render.context import RenderContext

_log = logging.getLogger(__name__)


def unchanged_episode(
    context: RenderContext, article: Article, made_of: Basis, *, same_document: bool
) -> Episode | None:
    """Return the episode of an article that the user did not change, as it has to be recorded; else None.

    Args:
        context: The context of the run, with the catalog.
        article: The article as it was read in this run, with the id of its episode.
        made_of: What its episode would be made of now.
        same_document: Whether the source index says that the document is the same as when the episode was published.
    """
    episode = context.catalog.episodes.get(article.id)
    return _compare(context, article, made_of, episode, same_document=same_document) if episode else None


def stays(context: RenderContext, article: Article, episode: Episode, sizes: Mapping[str, int]) -> Episode | None:
    """Return the episode of an unchanged article, as it has to be recorded; None when it has to be made again.

    Args:
        context: The context of the run.
        article: The article as it was read in this run.
        episode: Its episode, from `unchanged_episode`.
        sizes: The lengths of the files in the output folder, by name.
    """
    request = context.request
    if request.force:
        return None
    if not sizes_match(context, episode, sizes) and (damage := _damage(context, episode)):
        how = " by this version of audiocast" if basis.is_outdated(context.terms, episode) else ""
        _log.warning("%s. It is made again%s.", damage, how)
        return None
    if request.refresh:
        return None if is_made_differently(context, episode, article) else refreshed(context, episode, article)
    return episode


def digest_stays(context: RenderContext, episode: Episode | None, fingerprint: str) -> bool:
    """Return whether a digest has the same articles as its episode, and need not be made again.

    With `--refresh`, ask `is_made_differently` as well.
    """
    if episode is None or episode.fingerprint != fingerprint or context.request.force:
        return False
    return is_complete(context, episode)


def unread_episodes(
    context: RenderContext, fingerprints: Mapping[str, str], sizes: Mapping[str, int]
) -> tuple[Episode, ...]:
    """Return the episodes of a document that need not be read; () when it has to be read.

    Args:
        context: The context of the run, with the catalog.
        fingerprints: What the source index has for the document: the fingerprints of its articles, by id.
        sizes: The lengths of the files in the output folder, by name.
    """
    if context.request.force or context.request.refresh:
        return ()
    episodes = [context.catalog.episodes.get(name) for name in fingerprints]
    complete = tuple(
        episode
        for episode in episodes
        if episode and episode.fingerprint == fingerprints[episode.id] and sizes_match(context, episode, sizes)
    )
    return complete if len(complete) == len(fingerprints) else ()


def gives_same_files(context: RenderContext, episode: Episode, checksum: str) -> bool:
    """Return whether a script with this checksum gives the files that the episode has, so that it need not be made.

    This is so when a setting changed that does not matter for this article.
    """
    return episode.digest == checksum and not context.request.force and is_complete(context, episode)


def is_complete(context: RenderContext, episode: Episode) -> bool:
    """Return whether every file of an episode is in the output folder, as it was made."""
    return not _damage(context, episode)


def sizes_match(context: RenderContext, episode: Episode, sizes: Mapping[str, int]) -> bool:
    """Return whether the lengths of an episode's files are right; False with `--verify`, which needs more."""
    files = catalog.files(episode)
    return not context.request.verify and all(sizes.get(file.filename) == file.length for file in files)


def is_made_differently(
    context: RenderContext, episode: Episode, article: Article, parts: Sequence[Article] = ()
) -> bool:
    """Return whether this version of the program would make other files of an article, or of a digest of `parts`."""
    try:
        written = script.writer.write(article, parts, show=context.show, voices=context.voices, lexicon=context.lexicon)
    except AudiocastError:
        return True  # the scheduler reports the error
    return basis.script_checksum(context.terms, article, written) != episode.digest


def refreshed(context: RenderContext, episode: Episode, article: Article) -> Episode:
    """Return the episode with a note that this version of the program would make the same files."""
    known = episode.basis or basis.basis(context.terms, article)
    return replace(episode, basis=replace(known, program=context.terms.program))


def _compare(
    context: RenderContext, article: Article, now: Basis, episode: Episode, *, same_document: bool
) -> Episode | None:
    """Return the episode, as it has to be recorded, if the article and the settings are the same; else None."""
    then = episode.basis
    if then is None:
        if not episode.digest or not (same_document or _has_text(context, article, episode)):
            return None
        return replace(episode, basis=replace(now, settings=basis.with_old_defaults(now.settings), program=""))
    same_text = then.article == now.article
    if not same_text and not (then.source == now.source != ""):
        return None
    settings = basis.agreed_settings(then.settings, now.settings)
    if settings is None or (then.lexicon != now.lexicon and then.words != now.words):
        return None
    recorded = replace(now, settings=settings, program=then.program)
    if recorded == then and episode.origin == article.origin:
        return episode
    cuts = omissions.all_cuts(article, episode) if same_text else episode.cuts
    return replace(episode, basis=recorded, origin=article.origin, cuts=cuts)


def _damage(context: RenderContext, episode: Episode) -> str:
    return catalog.damage(episode, context.request.output, thorough=context.request.verify)


def _has_text(context: RenderContext, article: Article, episode: Episode) -> bool:
    """Return whether the transcript of an episode has the text of an article."""
    transcript = corrections.readable(episode, context.request.output)
    return corrections.says(transcript, script.writer.written_text(article, show=context.show))
