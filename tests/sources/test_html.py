"""What article does a web page hold?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audiocast import sources
from audiocast.errors import SourceError
from audiocast.model import Article, Document, Reference
from audiocast.sources.contract import ReaderContract

_DATA = Path(__file__).parent / "data" / "html"


def _page(name: str) -> Document:
    return Document(f"pages/{name}.html", "text/html", (_DATA / f"{name}.html").read_bytes())


class TestContract(ReaderContract):
    """Pages hold to what holds for all formats."""

    document = _page("news")


def _told(found: Article | Reference | SourceError) -> dict[str, object]:
    """What is expected of a page, as it is written beside it."""
    if isinstance(found, SourceError):
        return {"error": found.what}
    assert isinstance(found, Article)
    return {
        "id": found.id,
        "title": found.title,
        "author": found.author,
        "categories": list(found.categories),
        "tags": list(found.tags),
        "language": found.language,
        "published": found.published.isoformat() if found.published else None,
        "modified": found.modified.isoformat() if found.modified else None,
        "link": found.link,
        "blocks": [f"{block.kind.value}: {block.text}" for block in found.blocks],
        "cuts": [f"{cut.rule}: {cut.text}" for cut in found.cuts],
    }


@pytest.mark.parametrize("name", sorted(path.stem for path in _DATA.glob("*.html")))
def test_pages_are_read_as_expected(name: str) -> None:
    """Each page is read as the file beside it says."""
    expected = json.loads((_DATA / f"{name}.json").read_text("utf-8"))
    (found,) = sources.read(_page(name))
    assert _told(found) == expected
