"""Decide which voice reads an article: the narrator's, or the voice of its language.

The language of an article is what its text shows, or else what the document declares. Only a show with `[languages]`
needs it before an article is compared with its episode.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audiocast.model.language_codes import primary
from audiocast.script import roles
from audiocast.sources import language

if TYPE_CHECKING:
    from audiocast.model.article import Article
    from audiocast.model.voice import Voice
    from audiocast.render.context import RenderContext


def found(article: Article) -> str:
    """Return the code of the language of an article, or "" when it is not known."""
    seen = language.detect(block.text for block in article.blocks)
    declared = article.language
    return declared if not seen or language.same(seen, declared) else seen


def with_language(context: RenderContext, article: Article) -> Article:
    """Return an article with the language of its text, if another voice reads it than the declared language says."""
    if not context.show.languages:
        return article
    code = found(article)
    is_same = roles.reader(code, context.show, context.voices) is reader(context, article)
    return article if is_same else replace(article, language=code)


def reader(context: RenderContext, article: Article) -> Voice:
    """Return the voice that reads an article, whose language is from `with_language`."""
    return roles.reader(article.language, context.show, context.voices)


def unreadable(context: RenderContext, article: Article) -> str:
    """Return why no voice of the show can read the language of an article, or ""."""
    if not context.show.check_language:
        return ""
    code, voice = found(article), reader(context, article)
    if not code or language.same(code, voice.language):
        return ""
    is_declared = article.language and not language.same(code, article.language)
    says = f", although it declares {article.language}" if is_declared else ""
    key = primary(code)
    return (
        f"its language is {code}{says}, but the voice {voice.name} speaks {voice.language}. "
        f'Name a voice for it below [languages] in show.toml, {key} = "…", or set check_language = false there'
    )
