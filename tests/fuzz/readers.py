"""Search with a fuzzer for bytes on which a reader fails.

    pip install '.[fuzz,test]'
    python tests/fuzz/readers.py markdown -max_total_time=600

The fuzzer starts with the documents of the tests and changes them, guided by the lines of the readers that it reaches.
It stops at the first exception that is not a `SourceError`, and at input that exceeds its limits of time or memory.
"""

from __future__ import annotations

import sys
import tempfile
from importlib import import_module
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["audiocast.sources"]):
    import_module(f"audiocast.sources.readers.{sys.argv[1]}")
    from audiocast import sources
    from audiocast.sources import formats
    from audiocast.sources.contract import check_readings

from audiocast.model.article import Document

_DATA = Path(__file__).parents[1] / "sources" / "data"
_TYPES = {
    "category_document": "text/plain",
    "docx": formats.media_type(Path("x.docx")),
    "epub": "application/epub+zip",
    "feed": "application/rss+xml",
    "html": "text/html",
    "json_feed": "application/feed+json",
    "mail": "message/rfc822",
    "markdown": "text/markdown",
    "pdf": "application/pdf",
}
_LIMITS = ("-timeout=20", "-rss_limit_mb=2048", "-max_len=20000")


def main() -> None:
    """Fuzz the reader that the first argument names; the other arguments are libFuzzer's."""
    name = sys.argv[1]
    kind = _TYPES[name]

    def try_one(content: bytes) -> None:
        document = Document(f"fuzz.{name}", kind, content)
        check_readings(sources.read(document), document)

    with tempfile.TemporaryDirectory() as found:
        for path in _documents(name):
            (Path(found) / path.name).write_bytes(_seed(path))
            try_one(_seed(path))  # what is loaded at first does not count as the time of a unit
        options = (*_LIMITS, f"-artifact_prefix={tempfile.gettempdir()}/", *sys.argv[2:])
        atheris.Setup([sys.argv[0], *options, found], try_one)
        atheris.Fuzz()


def _documents(name: str) -> list[Path]:
    """Return the test documents of a format, without the files with expected results."""
    if name == "json_feed":
        return list((_DATA / "feed").glob("*.feed.json"))
    return [path for path in (_DATA / name).iterdir() if path.suffix not in {".json", ".expected"}]


def _seed(path: Path) -> bytes:
    """Return the bytes of a test document; those of a book, DOCX or PDF are made from a text file."""
    if path.parent.name not in {"epub", "docx", "pdf"}:
        return path.read_bytes()
    sys.path.insert(0, str(_DATA.parent))
    # It lies beside the tests, which are no package.
    return bytes(getattr(import_module("books"), path.parent.name)(path))


if __name__ == "__main__":
    main()
