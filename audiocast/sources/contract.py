"""What must every reader hold to; for the tests of ours and of everybody else's.

    from audiocast.sources.contract import ReaderContract

    class TestMyReader(ReaderContract):
        document = Document("some/ferry.org", "text/x-org", b"...")

The document is a good one of a few hundred bytes, with a title and two paragraphs or more. Needs pytest.
"""

# ruff: noqa: S101 - assert is how tests speak

from __future__ import annotations

import pickle
import random
import time
import unicodedata
from dataclasses import replace
from typing import ClassVar

import pytest

from audiocast import sources
from audiocast.errors import SourceError
from audiocast.model.article import Article, BlockKind, Document, Reference

_TRIES = 60
# What takes hours elsewhere; a good reader takes a second or two, also on a slow machine.
_PATIENCE_S = 60.0
_CUTS = 40
_LONG = 300_000


def check(found: tuple[Article | Reference | SourceError, ...], document: Document) -> None:
    """What holds for whatever a document is read as."""
    assert found, "a document without articles is an error"
    assert all(isinstance(each, Article | Reference | SourceError) for each in found)
    for each in found:
        if isinstance(each, SourceError):
            assert each.where.startswith(document.origin)
            assert each.hint
        elif isinstance(each, Article):
            _check_article(each, document)
        else:
            assert each.address.lower().startswith(("http://", "https://"))


def _check_article(article: Article, document: Document) -> None:
    assert article.origin.startswith(document.origin)
    assert article.id.strip()
    assert article.title.strip()
    assert article.blocks
    assert all(each is None or each.tzinfo for each in (article.published, article.modified))
    assert not article.link or article.link.lower().startswith(("http://", "https://"))
    texts = (article.title, article.author, *article.categories, *article.tags)
    for text in (*texts, *(block.text for block in article.blocks)):
        assert text == " ".join(text.split()), "white space is folded"
        # Control characters, and halves of characters.
        assert not {unicodedata.category(letter) for letter in text} & {"Cc", "Cs"}
    for block in article.blocks:
        assert block.text or block.kind in {BlockKind.TABLE, BlockKind.CODE}
        assert block.level >= 0 <= block.number
    for cut in article.cuts:
        assert cut.rule
        assert cut.text.strip()
        assert cut.line >= 0


class ReaderContract:
    """Subclass it, and give a good document."""

    document: ClassVar[Document]

    def test_a_good_document_is_read(self) -> None:
        """Every article has title and text, on clean lines, and an identity of its own."""
        found = sources.read(self.document)
        check(found, self.document)
        assert not [each for each in found if isinstance(each, SourceError)]
        identities = [each.id for each in found if isinstance(each, Article)]
        assert len(identities) == len(set(identities))

    def test_it_is_read_the_same_every_time(self) -> None:
        """Same bytes, same articles; and they survive the way to another process."""
        found = sources.read(self.document)
        assert found == sources.read(self.document)
        assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301 - our own bytes

    @pytest.mark.parametrize("content", [b"", b" ", b"\n\n", b"\0", b"\xff\xfe", b"\x1f\x8b\x08", b"PK\x03\x04", b"<"])
    def test_what_is_no_document_is_an_error_or_an_article(self, content: bytes) -> None:
        """A document that is empty or of another kind gives no other exception, and never nothing."""
        document = replace(self.document, content=content)
        check(sources.read(document), document)

    def test_a_truncated_document_is_read_or_refused(self) -> None:
        """Whatever is missing at the end, nothing breaks."""
        content = self.document.content
        for end in range(0, len(content), max(len(content) // _CUTS, 1)):
            document = replace(self.document, content=content[:end])
            check(sources.read(document), document)

    def test_a_damaged_document_is_read_or_refused(self) -> None:
        """Whichever bytes are wrong, nothing breaks."""
        chance = random.Random(0)  # noqa: S311 - the same damage every time
        for _ in range(_TRIES):
            content = bytearray(self.document.content)
            for _ in range(chance.randint(1, 8)):
                content[chance.randrange(len(content))] = chance.randrange(256)
            document = replace(self.document, content=bytes(content))
            check(sources.read(document), document)

    def test_a_long_document_takes_no_age(self) -> None:
        """The same bytes, many times over, are read, or refused, in seconds."""
        document = replace(self.document, content=self.document.content * (_LONG // len(self.document.content)))
        start = time.process_time()
        check(sources.read(document), document)
        assert time.process_time() - start < _PATIENCE_S

    def test_nothing_is_printed(self, capfd: pytest.CaptureFixture[str]) -> None:
        """Neither by Python nor by a library below it."""
        sources.read(self.document)
        sources.read(replace(self.document, content=self.document.content[: len(self.document.content) // 2]))
        assert capfd.readouterr() == ("", "")
