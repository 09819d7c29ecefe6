"""Check what a reader returns, and remove lone surrogates from its texts.

A lone surrogate is not a character and can't be encoded; an escape in JSON, XML or YAML can produce one. Ids and
origins keep theirs because they may be names of files that are not UTF-8; the code that writes them escapes them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiocast.errors import SourceError
from audiocast.model.article import Article, Reference

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def readings(found: Iterable[object]) -> tuple[Article | Reference | SourceError, ...]:
    """Return what a reader returned, without lone surrogates.

    Raises:
        TypeError: The reader returned something else.
    """
    return tuple(map(_reading, found))


def _reading(each: object) -> Article | Reference | SourceError:
    if isinstance(each, Article):
        return _article(each)
    if isinstance(each, Reference):
        return replace(each, about=_article(each.about)) if each.about else each
    if isinstance(each, SourceError):
        return each
    raise TypeError(f"it returned {type(each).__name__!r} instead of an article")


def _article(article: Article) -> Article:
    texts = [article.title, article.author, article.language, article.link, article.withheld]
    texts += [*article.categories, *article.tags, *(block.text for block in article.blocks)]
    texts += [cut.text for cut in article.cuts]
    if all(map(str.isascii, texts)) or not any(map(_LONE_SURROGATE.search, texts)):
        return article
    return replace(
        article,
        title=_without_surrogates(article.title),
        author=_without_surrogates(article.author),
        categories=tuple(map(_without_surrogates, article.categories)),
        language=_without_surrogates(article.language),
        link=_without_surrogates(article.link),
        blocks=tuple(replace(block, text=_without_surrogates(block.text)) for block in article.blocks),
        cuts=tuple(replace(cut, text=_without_surrogates(cut.text)) for cut in article.cuts),
        tags=tuple(map(_without_surrogates, article.tags)),
        withheld=_without_surrogates(article.withheld),
    )


def _without_surrogates(text: str) -> str:
    return _LONE_SURROGATE.sub("", text)
