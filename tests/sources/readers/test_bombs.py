"""Tests of all readers: documents made to exhaust time or memory are refused quickly."""

from __future__ import annotations

import io
import sys
import tracemalloc
import zipfile

import pytest

from audiocast import sources
from audiocast.errors import SourceError
from audiocast.model.article import Document
from audiocast.sources import formats

_DOCX = formats._MEDIA_TYPES[".docx"]
_MEMORY = 300_000_000


def _archive(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_opf", ".opf"), content)
    return buffer.getvalue()


def _toml(front: bytes) -> bytes:
    return b"+++\n" + front + b"\n+++\n# Ferry\n\nThe ferry ran late.\n"


_ZEROS = b" " * 25_000_000
_CONTAINER = b'<container><rootfile full-path="a.opf"/></container>'
_ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">%s]><x>&z;</x>' % b"".join(
    b'<!ENTITY %c "%s">' % (98 + each, b"&%c;" % (97 + each) * 10) for each in range(25)
)
_DEEP = b"<w>" * 100_000


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("application/epub+zip", _archive(META__INF__container_xml=b"x")),
        ("application/epub+zip", _archive(**{"META-INF__container_xml": _ZEROS})),
        ("application/epub+zip", _archive(**{"META-INF__container_xml": _CONTAINER, "a_opf": _ENTITIES})),
        ("application/epub+zip", _archive(**{"META-INF__container_xml": _DEEP})),
        (_DOCX, _archive(word__document_xml=_ZEROS)),
        (_DOCX, _archive(word__document_xml=_ENTITIES)),
        (_DOCX, _archive(word__document_xml=_DEEP)),
        ("message/rfc822", b"Subject: x\nContent-Type: multipart/mixed; boundary=a\n\n" + b"--a\n" * 20_000),
        ("message/rfc822", (b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" * 1_500)),
        ("message/rfc822", b"Subject: x\n\n" + b"> " * 500_000),
        ("text/markdown", b"---\n" + b"[" * 90_000 + b"\n---\n"),
        ("text/markdown", b"---\na: &a [x]\n" + b"".join(b"b: &b [*a, *a]\n" for _ in range(900)) + b"---\n"),
        ("text/markdown", b"x" * 2_000_000),
        ("text/markdown", b"> " * 100_000),
        ("application/pdf", b"%PDF-1.4\n" + b"[" * 100_000),
        ("text/markdown", _toml(b"a = " + b"9" * 5_000)),
        ("text/markdown", _toml(b"title = 0x" + b"f" * 50_000)),
        ("text/markdown", _toml(b".".join([b"a"] * 45_000) + b" = 1")),
        ("text/markdown", _toml(b" . ".join([b'"a"'] * 15_000) + b" = 1")),
        ("text/markdown", _toml(b"[[" + b".".join([b"a"] * 45_000) + b"]]")),
        ("text/markdown", _toml(b"a = " + b"[" * 45_000)),
        ("text/markdown", b'---\ntitle: "\\UFFFFFFFF"\n---\n# Ferry\n\nIt ran late.\n'),
        ("message/rfc822", b"Subject: x\nFrom: " + b"(" * 1_000 + b"\n\nThe ferry ran late."),
        ("message/rfc822", b"Subject: x\nFrom: " + b":" * 1_000 + b"\n\nThe ferry ran late."),
        ("application/feed+json", b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"[" * 100_000),
        ("application/feed+json", b'{"version": "https://jsonfeed.org/version/1", "items": ' + b"9" * 5_000 + b"}"),
        ("application/rss+xml", b"<rss" + "¾".encode() * 90 + b" \n <?xml\x82><titm><versititleon='>1"),
    ],
    ids=range(27),
)
@pytest.mark.usefixtures("patience")
def test_a_bomb_is_refused(kind: str, content: bytes) -> None:
    """Such a document gives one named error, within seconds and without gigabytes of memory."""
    tracemalloc.start()
    try:
        found = sources.read(Document("bomb", kind, content))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    # Python 3.13 reads a message whose sender has a thousand colons.
    readable = kind == "message/rfc822" and sys.version_info >= (3, 12)
    assert readable or all(isinstance(each, SourceError) for each in found)
    assert found
    assert peak < _MEMORY
