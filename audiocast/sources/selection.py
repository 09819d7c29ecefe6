"""Select the articles of a category."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.config import categories

if TYPE_CHECKING:
    from audiocast.model.article import Article


def select(article: Article, category: str) -> str:
    """Why the article is not wanted, or "" when it is.

    It is wanted when one of its categories is `category`, or begins with it and " - ". Letter case, the kind of dash
    and the amount of white space make no difference. A tag counts as a category. An empty `category` wants everything.
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
