"""Tests that documents with a password or copy protection are named as such."""

from __future__ import annotations

import io
import zipfile

import pytest

from audiocast import sources
from audiocast.errors import SourceError
from audiocast.model.article import Document

_BOOK = "application/epub+zip"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_FILES = {
    "META-INF/container.xml": '<container><rootfiles><rootfile full-path="book.opf"/></rootfiles></container>',
    "book.opf": (
        '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/></spine></package>'
    ),
    "a.xhtml": "<html><body><h1>One</h1><p>The ferry ran late.</p></body></html>",
}
_AES = "http://www.w3.org/2001/04/xmlenc#aes128-cbc"
_HIDDEN_FONT = "http://www.idpf.org/2008/embedding"


def _archive(files: dict[str, str], *, flags: int = 0) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, text in files.items():
            target.writestr(zipfile.ZipInfo(name), text)
    content = bytearray(buffer.getvalue())
    if flags:
        place = content.find(b"PK\x01\x02")
        while place >= 0:
            content[place + 8] |= flags
            place = content.find(b"PK\x01\x02", place + 1)
    return bytes(content)


def _book(algorithm: str, path: str) -> bytes:
    encryption = (
        f'<encryption><EncryptedData><EncryptionMethod Algorithm="{algorithm}"/>'
        f'<CipherData><CipherReference URI="{path}"/></CipherData></EncryptedData></encryption>'
    )
    return _archive({**_FILES, "META-INF/encryption.xml": encryption})


def test_a_book_with_encrypted_pages_is_protected() -> None:
    """A book whose pages are encrypted is protected against copying; one whose fonts are hidden is read."""
    (found,) = sources.read(Document("lamp.epub", _BOOK, _book(_AES, "a.xhtml")))
    assert isinstance(found, SourceError)
    assert found.what == "is protected against copying (DRM)"
    (read,) = sources.read(Document("lamp.epub", _BOOK, _book(_HIDDEN_FONT, "a.otf")))
    assert not isinstance(read, SourceError)


@pytest.mark.parametrize("media_type", [_BOOK, _WORD])
def test_an_archive_with_a_password_says_so(media_type: str) -> None:
    """An archive whose files are encrypted needs a password; it is not damaged."""
    (found,) = sources.read(Document("lamp", media_type, _archive(_FILES, flags=1)))
    assert isinstance(found, SourceError)
    assert found.what == "is protected with a password"


def test_a_word_document_with_a_password_says_so() -> None:
    """Word puts a document with a password into a file of its old form, which has another name for its content."""
    form = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
    encrypted, old = (
        sources.read(Document("lamp.docx", _WORD, form + name.encode("utf-16-le")))[0]
        for name in ("EncryptedPackage", "WordDocument")
    )
    assert isinstance(encrypted, SourceError)
    assert encrypted.what == "is protected with a password"
    assert isinstance(old, SourceError)
    assert old.what == "is a document of an old Word"
