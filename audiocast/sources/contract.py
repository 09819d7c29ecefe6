r"""Tests that every reader must pass, for the readers of audiocast and of other packages.

A reader is a function `read(document) -> tuple[Article | Reference | SourceError, ...]`. It is registered as an entry
point in the group `audiocast.sources`, under the media type that it reads:

    [project.entry-points."audiocast.sources"]
    "text/x-org" = "audiocast_org:read"

To test it, subclass `ReaderContract` in your tests and give a valid document:

    from audiocast.model.article import Document
    from audiocast.sources.contract import ReaderContract

    class TestOrgReader(ReaderContract):
        document = Document("some/ferry.org", "text/x-org", b"#+TITLE: The ferry\n\n...")

The document should have a few hundred bytes, with a title and at least two paragraphs. pytest runs the tests that the
class inherits. They check these rules:

- The result is never empty. What can't be read is a `SourceError` in the result, with the document's origin and a hint.
  The reader raises nothing itself, whatever the bytes are.
- The same document gives the same result each time, and the result can be pickled.
- Each article has an id of its own, a title and at least one block. All texts are on one line, with single spaces and
  without control characters; `audiocast.sources.decoding.clean` makes them so. Dates have a time zone.
- What is left out of an article is reported as a `Cut` with the name of a rule.
- The time to read a document grows in proportion to its length.
- The reader prints nothing.
"""

from __future__ import annotations

import pickle
import random
import time
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

import pytest

from audiocast import sources
from audiocast.errors import SourceError
from audiocast.model.article import Article, BlockKind, Document, Reference

if TYPE_CHECKING:
    from collections.abc import Sequence

_DAMAGED_COPIES = 60
_TRUNCATED_COPIES = 40
_LONG_BYTES = 300_000
_LONGEST_CPU_S = 60.0
"""A reader that takes quadratic time needs hours; a good one needs a second or two, also on a slow machine."""


def check_readings(readings: Sequence[Article | Reference | SourceError], document: Document) -> None:
    """Assert the rules that hold for every result of a reader, whatever the document."""
    assert readings, "the result is empty; return a SourceError when there is no article"
    for each in readings:
        if isinstance(each, SourceError):
            assert each.where.startswith(document.origin), "an error names the origin of the document"
            assert each.hint, "an error has a hint for the user"
        elif isinstance(each, Article):
            check_article(each, document)
        else:
            assert isinstance(each, Reference), "a reading is an Article, a Reference or a SourceError"
            assert _is_link(each.address), "a reference has an http(s) address"


def check_article(article: Article, document: Document) -> None:
    """Assert the rules that hold for every article that is read from a document."""
    assert article.origin.startswith(document.origin), "an article's origin begins with the document's"
    assert article.id.strip(), "an article has an id"
    assert article.title.strip(), "an article has a title"
    assert article.blocks, "an article has at least one block"
    assert all(each is None or each.tzinfo for each in (article.published, article.modified)), "dates have a time zone"
    assert not article.link or _is_link(article.link), "a link is an http(s) address"
    texts = (article.title, article.author, *article.categories, *article.tags)
    for text in (*texts, *(block.text for block in article.blocks)):
        assert text == " ".join(text.split()), "texts are on one line, with single spaces"
        kinds = {unicodedata.category(letter) for letter in text}
        assert not kinds & {"Cc", "Cs"}, "texts have no control characters and no lone surrogates"
    for block in article.blocks:
        assert block.text or block.kind in {BlockKind.TABLE, BlockKind.CODE}, "only tables and code may have no text"
        assert block.level >= 0, "a level is not negative"
        assert block.number >= 0, "a number is not negative"
    for cut in article.cuts:
        assert cut.rule, "a cut has the name of a rule"
        assert cut.text.strip(), "a cut has text"
        assert cut.line >= 0, "a line is a number from 1, or 0 when lines mean nothing in the format"


def _is_link(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))


class ReaderContract:
    """The tests of a reader. Subclass it and set `document` to a valid document of the reader's format."""

    document: ClassVar[Document]

    def test_a_valid_document_is_read(self) -> None:
        """A valid document gives no error, and every article has an id of its own."""
        readings = sources.read(self.document)
        check_readings(readings, self.document)
        assert not [each for each in readings if isinstance(each, SourceError)]
        ids = [each.id for each in readings if isinstance(each, Article)]
        assert len(ids) == len(set(ids))

    def test_a_document_is_read_the_same_each_time(self) -> None:
        """The same bytes give the same readings, and these can be sent to another process."""
        readings = sources.read(self.document)
        assert readings == sources.read(self.document)
        assert pickle.loads(pickle.dumps(readings)) == readings

    @pytest.mark.parametrize("content", [b"", b" ", b"\n\n", b"\0", b"\xff\xfe", b"\x1f\x8b\x08", b"PK\x03\x04", b"<"])
    def test_other_content_is_read_or_refused(self, content: bytes) -> None:
        """An empty document, or one of another format, gives an article or an error, and raises nothing."""
        document = replace(self.document, content=content)
        check_readings(sources.read(document), document)

    def test_a_truncated_document_is_read_or_refused(self) -> None:
        """A document whose end is missing gives articles or errors, and raises nothing."""
        content = self.document.content
        for end in range(0, len(content), max(len(content) // _TRUNCATED_COPIES, 1)):
            document = replace(self.document, content=content[:end])
            check_readings(sources.read(document), document)

    def test_a_damaged_document_is_read_or_refused(self) -> None:
        """A document with wrong bytes gives articles or errors, and raises nothing."""
        numbers = random.Random(0)
        for _ in range(_DAMAGED_COPIES):
            content = bytearray(self.document.content)
            for _ in range(numbers.randint(1, 8)):
                content[numbers.randrange(len(content))] = numbers.randrange(256)
            document = replace(self.document, content=bytes(content))
            check_readings(sources.read(document), document)

    def test_a_long_document_is_read_or_refused_in_seconds(self) -> None:
        """The same bytes, repeated to 300 kB, are read or refused in less than a minute of CPU time."""
        document = replace(self.document, content=self.document.content * (_LONG_BYTES // len(self.document.content)))
        start = time.process_time()
        check_readings(sources.read(document), document)
        assert time.process_time() - start < _LONGEST_CPU_S

    def test_nothing_is_printed(self, capfd: pytest.CaptureFixture[str]) -> None:
        """Neither the reader nor a library below it prints, for a valid document or for half of one."""
        sources.read(self.document)
        sources.read(replace(self.document, content=self.document.content[: len(self.document.content) // 2]))
        assert capfd.readouterr() == ("", "")
