"""Tests of `readers/category_document.py` and `readers/body.py`: pairs of documents and articles, and properties."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocast import sources
from audiocast.errors import SourceError
from audiocast.model.article import Article, BlockKind, Document
from audiocast.sources.contract import ReaderContract
from audiocast.sources.readers import category_document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PAIRS = sorted((Path(__file__).parents[1] / "data" / "category_document").glob("*.txt"))
USERS = Path(__file__).parents[4] / "shared" / "seeds"


def _document(content: bytes, name: str = "ferry.txt") -> Document:
    return Document(name, "text/plain", content)


def _plain(found: Iterable[Article | SourceError]) -> list[dict[str, object]]:
    return [
        {"error": str(each)}
        if isinstance(each, SourceError)
        else {
            "id": each.id,
            "origin": each.origin,
            "title": each.title,
            "author": each.author,
            "categories": list(each.categories),
            "language": each.language,
            "published": each.published.isoformat() if each.published else None,
            "link": each.link,
            "blocks": [f"{block.kind}: {block.text}" for block in each.blocks],
            "cuts": [f"{cut.line} {cut.rule}: {cut.text}" for cut in each.cuts],
        }
        for each in found
    ]


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: path.stem)
def test_pair(path: Path) -> None:
    """A document is read as the articles in the file beside it."""
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert _plain(category_document.read(_document(path.read_bytes(), path.name))) == expected


@given(st.binary(max_size=400))
def test_arbitrary_bytes_are_read_or_refused(content: bytes) -> None:
    """Any bytes give articles and named errors; never another exception, and never nothing."""
    found = category_document.read(_document(content))
    assert found
    for each in found:
        assert isinstance(each, Article) or each.where.startswith("ferry.txt")


LINES = st.sampled_from(
    (
        *("", "", "", "Categories", "Audio Sources", "Id: x1", "Author: Jo Berg", "By Jo Berg", "Language: en"),
        *("Link: https://example.com/x", "2024-05-01", "2024-05-01T10:00:00Z", "2024-13-01", "May 1, 2024"),
        *("Related Galleries:", "The ferry, May 1, 2024. REUTERS/Jo Berg", "REUTERS/Jo Berg", "How it works"),
        *("The ferry sails every hour, and nobody knows for how long it will; ask the sheep that wait for it.",),
        *("“No comment,” he said.", "and so on, and so", "* * *", "Read more: sheep", "Why is that so?", "A. B. C"),
        *("Source: Reuters", "https://example.com/y", "- a bullet", "x" * 300, "Categories: Video", "14-month-"),
    )
)


@given(st.lists(LINES, max_size=40))
def test_no_line_is_lost(rows: list[str]) -> None:
    """Every line that is not blank lands in the header, the title, the blocks or the cuts of an article.

    A document in which something is wrong says so; then nothing is claimed about that part of it.
    """
    found = sources.read(_document("\n".join(rows).encode()))
    articles = [each for each in found if isinstance(each, Article)]
    if len(articles) < len(found):
        return
    held: list[str] = []
    for each in articles:
        held += (each.id, each.title, each.author, each.language, each.link, *each.categories)
        held += (each.published.date().isoformat() if each.published else "",)
        held += (block.text for block in each.blocks)
        held += (cut.text for cut in each.cuts)
    whole = "\n".join(held)
    for row in filter(None, rows):
        value = row.removeprefix("By ").removeprefix("- ").split(": ", 1)[-1].split("T10", 1)[0]
        # A header field may be given twice, and the last one holds.
        assert row == "Categories" or value in whole or row.startswith(("Id:", "Link:", "Author:", "By ", "Language:"))


@given(st.lists(LINES, max_size=30), st.lists(LINES, max_size=10))
def test_the_identity_does_not_depend_on_the_text(rows: list[str], others: list[str]) -> None:
    """Without an `Id:` field, a document with one article has its file's name as id, whatever the text."""
    for each in (rows, others):
        found = sources.read(_document("\n".join(each).encode(), "some/folder/A ferry.txt"))
        if len(found) == 1 and isinstance(found[0], Article):
            assert found[0].id in {"A ferry", "x1"}


@given(st.text(max_size=300))
def test_blocks_are_clean(text: str) -> None:
    """A block is one line with single spaces and without control characters."""
    for each in sources.read(_document(f"Title\n\n2024-05-01\n\n{text}".encode("utf-8", "replace"))):
        for block in each.blocks if isinstance(each, Article) else ():
            assert block.text == " ".join(block.text.split())
            assert block.text
            assert not any(ord(letter) < 0x20 or 0x7F <= ord(letter) < 0xA0 for letter in block.text)


@pytest.mark.parametrize(
    "piece",
    [
        "The ferry sails every hour, and nobody knows for how long it will.\n\n",
        "The ferry sails every hour, and nobody\n",
        "Title\n2024-05-01\n",
        "Title\n\n2024-05-01\n\nA paragraph.\n\n",
        "Categories\n",
        "Id: x\n",
        "Related Galleries:\n",
        "A dog. REUTERS/Jo Berg\n\n",
        "\r",
        "Aa ",
        "a\u0301\u0323",
        "\u0301\u0323",
    ],
    ids=repr,
)
@pytest.mark.usefixtures("patience")
def test_time_is_linear(require_linear: Callable[[Callable[[int], object], int], None], piece: str) -> None:
    """The reading time grows in proportion to the length, for all kinds of text."""

    def read(size: int) -> None:
        sources.read(_document((piece * (size // len(piece))).encode()))

    read(200_000)
    require_linear(read, 50_000)


def test_five_megabytes() -> None:
    """A document of five megabytes is read completely."""
    long = " and on" * 60
    paragraphs = [
        f"Paragraph {number} of a very long article goes on{long}, and then ends." for number in range(10_500)
    ]
    content = "\n\n".join(("Title", "2024-05-01", *paragraphs)).encode()
    assert len(content) > 5_000_000
    (article,) = sources.read(_document(content))
    assert isinstance(article, Article)
    assert [block.text for block in article.blocks] == paragraphs


@pytest.mark.skipif(not USERS.is_dir(), reason="the user's document is not in this checkout")
def test_the_users_document() -> None:
    """Ten paragraphs are spoken, five captions are cut, and nothing of the header is in either."""
    (path,) = sources.find(USERS).documents
    (article,) = sources.read(sources.fetch(path, USERS))
    assert isinstance(article, Article)
    assert article.title.startswith("NATO chief")
    assert article.published is not None
    assert article.published.isoformat() == "2023-04-20T09:24:06+00:00"
    assert not sources.select(article, "Audio Sources")
    assert [block.kind for block in article.blocks] == [BlockKind.PARAGRAPH] * 10
    assert [cut.rule for cut in article.cuts] == ["gallery heading"] + ["gallery"] * 5
    assert not any("REUTERS/" in block.text or "Audio Sources" in block.text for block in article.blocks)


class TestContract(ReaderContract):
    """The rules that hold for every reader."""

    document = _document((Path(__file__).parents[1] / "data" / "category_document" / "plain.txt").read_bytes())
