"""Tests of the readers `markdown`, `front_matter`, `mail`, `docx`, `epub`, `archive` and `pdf`."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audiocast import sources
from audiocast.errors import SourceError
from audiocast.model.article import Article, Document, Reference
from audiocast.sources import formats
from audiocast.sources.contract import ReaderContract, check_readings
from audiocast.sources.readers import pdf

if TYPE_CHECKING:
    from audiocast.model.article import Block, Reference

_DATA = Path(__file__).parents[1] / "data"
# A folder of tests is no package.
_spec = importlib.util.spec_from_file_location("books", _DATA.with_name("books.py"))
assert _spec
assert _spec.loader
books = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(books)

_FORMATS = ("docx", "epub", "mail", "markdown", "pdf")
_MAKERS = {"docx": books.docx, "epub": books.epub, "pdf": books.pdf}
PAIRS = sorted(path for name in _FORMATS for path in (_DATA / name).iterdir() if path.suffix != ".json")


def _document(path: Path) -> Document:
    """Return the document in a file, or the one made from the text in the file."""
    make = _MAKERS.get(path.parent.name)
    name = path.with_suffix(f".{path.parent.name}") if make else path
    return Document(name.name, formats.media_type(name), make(path) if make else path.read_bytes())


def _told(block: Block) -> str:
    level = f" {block.level}" if block.level else ""
    number = f" #{block.number}" if block.number else ""
    return f"{block.kind}{level}{number}: {block.text}"


def told(each: Article | Reference | SourceError) -> dict[str, object]:
    """Return an article in the form of the expected JSON, without empty fields."""
    if not isinstance(each, Article):
        return {"error": str(each)}
    record: dict[str, object] = {
        "id": each.id,
        "title": each.title,
        "author": each.author,
        "categories": list(each.categories),
        "tags": list(each.tags),
        "language": each.language,
        "published": each.published.isoformat() if each.published else "",
        "modified": each.modified.isoformat() if each.modified else "",
        "link": each.link,
        "withheld": each.withheld,
        "blocks": [_told(block) for block in each.blocks],
        "cuts": [f"{cut.line} {cut.rule}: {cut.text}" for cut in each.cuts],
    }
    return {name: value for name, value in record.items() if value}


@pytest.mark.parametrize("path", PAIRS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_pair(path: Path) -> None:
    """A document is read as the articles in the file beside it."""
    document = _document(path)
    found = sources.read(document)
    check_readings(found, document)
    expected = json.loads(path.with_name(f"{path.name}.json").read_text(encoding="utf-8"))
    assert [told(each) for each in found] == expected


@pytest.mark.parametrize("name", _FORMATS)
def test_there_are_fifteen_of_each_format(name: str) -> None:
    """Each format has at least fifteen documents."""
    assert len([path for path in PAIRS if path.parent.name == name]) >= 15


class TestMarkdown(ReaderContract):
    """The rules that hold for every reader."""

    document = _document(_DATA / "markdown" / "ferry.md")


class TestDocx(ReaderContract):
    """The rules that hold for every reader."""

    document = _document(_DATA / "docx" / "ferry.txt")


class TestEpub(ReaderContract):
    """The rules that hold for every reader."""

    document = _document(_DATA / "epub" / "two_chapters.txt")


class TestPdf(ReaderContract):
    """The rules that hold for every reader."""

    document = _document(_DATA / "pdf" / "ferry.txt")


def test_a_pdf_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A page may draw its parts millions of times; reading stops in the middle of the page."""
    monkeypatch.setattr(pdf, "_TIME_LIMIT_S", -1)
    (found,) = sources.read(_document(_DATA / "pdf" / "ferry.txt"))
    assert isinstance(found, SourceError)
    assert found.what == "takes too long to read"


class TestMail(ReaderContract):
    """The rules that hold for every reader."""

    document = _document(_DATA / "mail" / "html.eml")


_MESSAGE = (_DATA / "mail" / "html.eml").read_bytes()


class TestMbox(ReaderContract):
    """The rules that hold for every reader."""

    document = Document("old.mbox", "application/mbox", b"From hal@example.com Thu May  9 10:00:00 2024\n" + _MESSAGE)


def test_a_folder_of_a_mail_program_holds_messages(tmp_path: Path) -> None:
    """Each message of an mbox file or of a Maildir is an article; a message that is there twice is one."""
    plain = (_DATA / "mail" / "plain.eml").read_bytes()
    begin = b"From ann@example.com Thu May  2 10:00:00 2024\n"
    (tmp_path / "old.mbox").write_bytes(b"\n".join((begin + plain, begin + _MESSAGE, begin + plain)))
    (tmp_path / "cur").mkdir()
    (tmp_path / "cur" / "1714557600.M1P2.host:2,S").write_bytes(plain)
    first, second = sources.find(tmp_path).documents
    assert [len(sources.read(sources.fetch(each, tmp_path))) for each in (first, second)] == [1, 2]
