"""Decide whether an article is in a category."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.config import categories

if TYPE_CHECKING:
    from audiocast.model.article import Article


def select(article: Article, category: str) -> str:
    """Return why an article is not selected, or "" when it is.

    An article is selected when one of its categories or tags is `category` or is below it; see
    `categories.first_match`. An empty `category` selects every article. An article that its document withholds, such as
    a draft, is never selected.
    """
    if article.withheld:
        return article.withheld
    held = tuple(dict.fromkeys((*article.categories, *article.tags)))
    if not category or categories.first_match(held, category):
        return ""
    if not held:
        return "has no categories"
    named = ", ".join(f'"{each}"' for each in held)
    return f'not in "{category}" but in {named}'
