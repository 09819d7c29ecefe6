"""Tests of `checksums.py` and of the checksums that `reading.py` adds."""

from __future__ import annotations

from dataclasses import replace

from audiocast import sources
from audiocast.model.article import Article, Document

_DOCUMENT = Document("ferry.md", "text/markdown", b"# The ferry\n\nThe ferry ran late.\n")


def _checksum(document: Document) -> str:
    (article,) = sources.read(document)
    assert isinstance(article, Article)
    return article.source_sum


def test_the_checksum_depends_on_content_name_and_type() -> None:
    """The name may hold a title or a date, so it counts too."""
    others = [
        replace(_DOCUMENT, content=_DOCUMENT.content + b"\n"),
        replace(_DOCUMENT, origin="boat.md"),
        replace(_DOCUMENT, media_type="text/plain"),
    ]
    sums = {_checksum(each) for each in (_DOCUMENT, *others)}
    assert len(sums) == 4
    assert _checksum(_DOCUMENT) == _checksum(replace(_DOCUMENT))
