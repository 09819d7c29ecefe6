"""Tests of `contract.py`: it refuses results that break a rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from audiocast.errors import SourceError
from audiocast.model.article import Article, Block, BlockKind, Cut, Document, Reference
from audiocast.sources.contract import check_readings

_DOCUMENT = Document("ferry.org", "text/x-org", b"")
_ARTICLE = Article(
    id="ferry",
    origin="ferry.org",
    title="The ferry",
    author="",
    categories=(),
    language="",
    published=None,
    link="",
    blocks=(Block(BlockKind.PARAGRAPH, "The ferry ran late."),),
    cuts=(),
)


def test_valid_results_pass() -> None:
    """An article, an error with a hint and a reference with an address are valid."""
    error = SourceError("is damaged", where="ferry.org:7", hint="Save it again")
    check_readings((_ARTICLE, error, Reference("https://example.org/", found=True)), _DOCUMENT)


@pytest.mark.parametrize(
    ("readings", "rule"),
    [
        ((), "the result is empty"),
        ((SourceError("is damaged", where="other", hint="Save it again"),), "names the origin of the document"),
        ((SourceError("is damaged", where="ferry.org"),), "has a hint"),
        ((Reference("ferry", found=True),), "has an http"),
        ((replace(_ARTICLE, id=" "),), "has an id"),
        ((replace(_ARTICLE, title=""),), "has a title"),
        ((replace(_ARTICLE, title="The  ferry"),), "on one line, with single spaces"),
        ((replace(_ARTICLE, author="Jo\x07"),), "no control characters"),
        ((replace(_ARTICLE, blocks=()),), "at least one block"),
        ((replace(_ARTICLE, blocks=(Block(BlockKind.PARAGRAPH, ""),)),), "only tables and code"),
        ((replace(_ARTICLE, published=datetime(2024, 5, 1)),), "dates have a time zone"),  # noqa: DTZ001 - the mistake
        ((replace(_ARTICLE, link="example.org"),), "a link is an http"),
        ((replace(_ARTICLE, cuts=(Cut("", 1, "x"),)),), "the name of a rule"),
    ],
)
def test_a_result_that_breaks_a_rule_is_refused(
    readings: tuple[Article | Reference | SourceError, ...], rule: str
) -> None:
    """The assertion says which rule it is."""
    with pytest.raises(AssertionError, match=rule):
        check_readings(readings, _DOCUMENT)
