"""Tests of `validation.py`."""

from __future__ import annotations

import pytest

from audiocast.errors import SourceError
from audiocast.model.article import Article, Block, BlockKind, Cut, Reference
from audiocast.sources import validation

_ARTICLE = Article(
    id="file-\udcff",
    origin="file-\udcff.md",
    title="A \ud83dtitle",
    author="",
    categories=("Ne\udc00ws",),
    language="en",
    published=None,
    link="",
    blocks=(Block(BlockKind.PARAGRAPH, "The fe\ud800rry."),),
    cuts=(Cut("credit", 1, "Jo\udfff"),),
)


def test_lone_surrogates_are_removed_from_texts_and_not_from_names() -> None:
    """An id or an origin may be the name of a file that is not UTF-8."""
    article, reference = validation.readings((_ARTICLE, Reference("https://example.org/", found=True, about=_ARTICLE)))
    assert isinstance(article, Article)
    assert (article.title, article.categories) == ("A title", ("News",))
    assert (article.blocks[0].text, article.cuts[0].text) == ("The ferry.", "Jo")
    assert (article.id, article.origin) == (_ARTICLE.id, _ARTICLE.origin)
    assert isinstance(reference, Reference)
    assert reference.about == article


def test_errors_pass_and_other_values_do_not() -> None:
    """A reader of another package may return anything."""
    error = SourceError("is damaged", where="a", hint="Remove it")
    assert validation.readings([error]) == (error,)
    with pytest.raises(TypeError, match="it returned 'str' instead of an article"):
        validation.readings(["text"])
