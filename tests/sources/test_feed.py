"""Feeds and lists of addresses: pairs of a document and what is expected of it, and properties of all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from audiocast import sources
from audiocast.errors import SourceError
from audiocast.model import Article, Document, Reference

FEEDS = sorted(path for path in (Path(__file__).parent / "data" / "feed").iterdir() if path.suffix != ".expected")
ADDRESS = "https://news.example/feed"


def _document(content: bytes, media_type: str = "") -> Document:
    return Document(ADDRESS, media_type, content)


def _plain(found: Article | Reference | SourceError) -> dict[str, object]:
    if isinstance(found, SourceError):
        return {"where": found.where, "problem": found.what}
    if isinstance(found, Reference):
        return {"see": found.address, **(_plain(found.about) if found.about else {})}
    dates = {name: getattr(found, name) for name in ("published", "modified")}
    texts = {name: getattr(found, name) for name in ("author", "language", "link")}
    lists = {name: list(getattr(found, name)) for name in ("categories", "tags")}
    cuts = [f"{cut.rule}: {cut.text}" for cut in found.cuts]
    return {
        "id": found.id,
        "title": found.title,
        **{name: value for name, value in (*texts.items(), *lists.items()) if value},
        **{name: date.isoformat() for name, date in dates.items() if date},
        "blocks": [f"{block.kind}: {block.text}" for block in found.blocks],
        **({"cuts": cuts} if cuts else {}),
    }


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_pair(path: Path) -> None:
    """A feed is read as the articles, and the places of articles, that stand beside it."""
    expected = json.loads(path.with_name(f"{path.name}.expected").read_text(encoding="utf-8"))
    kind = "application/feed+json" if path.suffix == ".json" else "text/xml"
    assert [_plain(each) for each in sources.read(_document(path.read_bytes(), kind))] == expected
