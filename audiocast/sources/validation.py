"""Check what a reader returns, and leave halves of characters out of its texts.

A lone surrogate is no character and can't be encoded. Escapes in JSON, XML and YAML can stand for one. Ids and origins
keep theirs, since they may be names of files that are not UTF-8; whoever writes them escapes them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiocast.errors import SourceError
from audiocast.model.article import Article, Reference

if TYPE_CHECKING:
    from collections.abc import Iterable

_HALF = re.compile("[\ud800-\udfff]")


def readings(found: Iterable[object]) -> tuple[Article | Reference | SourceError, ...]:
    """Return what a reader found, with whole characters.

    Raises:
        TypeError: It is something else.
    """
    return tuple(map(_reading, found))


def _reading(each: object) -> Article | Reference | SourceError:
    if isinstance(each, Article):
        return _article(each)
    if isinstance(each, Reference):
        return replace(each, about=_article(each.about)) if each.about else each
    if isinstance(each, SourceError):
        return each
    raise TypeError(f"it returned {type(each).__name__!r} in place of an article")


def _article(article: Article) -> Article:
    texts = [article.title, article.author, article.language, article.link, article.withheld]
    texts += [*article.categories, *article.tags, *(block.text for block in article.blocks)]
    texts += [cut.text for cut in article.cuts]
    if all(map(str.isascii, texts)) or not any(map(_HALF.search, texts)):
        return article
    return replace(
        article,
        title=_whole(article.title),
        author=_whole(article.author),
        categories=tuple(map(_whole, article.categories)),
        language=_whole(article.language),
        link=_whole(article.link),
        blocks=tuple(replace(block, text=_whole(block.text)) for block in article.blocks),
        cuts=tuple(replace(cut, text=_whole(cut.text)) for cut in article.cuts),
        tags=tuple(map(_whole, article.tags)),
        withheld=_whole(article.withheld),
    )


def _whole(text: str) -> str:
    return _HALF.sub("", text)
