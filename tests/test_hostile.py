"""Tests with broken or hostile documents, readers and engines: only their own articles fail."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from audiocast.engines import registry
from audiocast.render import synthesis
from audiocast.sources import formats

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Program = Callable[..., subprocess.CompletedProcess[str]]
    Write = Callable[..., Path]

pytestmark = pytest.mark.usefixtures("here")

_HOSTILE = {
    "digits.md": b"+++\na = " + b"9" * 5_000 + b"\n+++\n# Ferry\n\nIt ran late.\n",
    "dots.md": b"+++\n" + b".".join([b"a"] * 45_000) + b" = 1\n+++\n# Ferry\n\nIt ran late.\n",
    "brackets.eml": b"Subject: Ferry\nFrom: " + b"(" * 1_000 + b"\n\nIt ran late.\n",
    "colons.eml": b"Subject: Ferry\nFrom: " + b":" * 1_000 + b"\n\nIt ran late.\n",
    "feed.xml": rb"""{"version": "https://jsonfeed.org/version/1", "items": [
        {"id": "a\ud800", "url": "https://example.org/\ud800", "title": "\ud800", "content_text": "\ud800"}]}""",
}
_MODULE = '''
import sys
from audiocast.model.article import Article; from audiocast.model.audio import Clip

class Engine:
    """It speaks well, but for one sentence."""

    version = "1"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def synthesize(self, utterance, voice):
        good = Clip(b"\\x00\\x20\\x00\\xe0" * 4000, 8000)
        return self.hostile(good) if "hostile" in utterance.text else good

    def hostile(self, good):
        {body}

def read(document):
    {reader}

if {imported!r}:
    raise OSError("no library")
'''
_BAD_SENTENCES = {
    "raise ValueError('boom')": "ValueError: boom",
    "return self.hostile(good)": "RecursionError: maximum recursion depth",
    "raise MemoryError": "(MemoryError)",
    "sys.exit(3)": "SystemExit: 3",
    "raise OSError(28, 'No space left on device')": "engine bad: the engine can't synthesize",
    "return None": "returned NoneType instead of a clip",
    "return (b'', 8000)": "returned tuple instead of a clip",
    "return Clip('x' * 1000, 8000)": "returned str instead of bytes as frames",
    "return Clip(b'abc', 8000)": "returned 3 bytes, which is no whole number of 16-bit frames",
    "return Clip(good.pcm, 0)": "returned a sample rate of 0",
    "return Clip(good.pcm, -8000)": "returned a sample rate of -8000",
    "return Clip(good.pcm, 8000.0)": "returned a sample rate of 8000.0",
    "return Clip(good.pcm, 10**9)": "returned a sample rate of 1000000000",
    "return Clip(b'', 8000)": "is empty or silent",
    "return Clip(bytes(16000), 8000)": "is empty or silent",
    "return Clip(good.pcm * 200, 8000)": "ms of sound are too long for",
}
_BAD_READERS = {
    "raise ValueError('boom')": "ValueError: boom",
    "return read(document)": "RecursionError: maximum recursion depth",
    "sys.exit(3)": "SystemExit: 3",
    "return None": "TypeError: 'NoneType' object is not iterable",
    "return ['an article']": "TypeError: it returned 'str' instead of an article",
}


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """A function that installs a package with an engine, its voice and a reader, as pip would."""

    def write(*, body: str = "return good", reader: str = "return ()", imported: bool = False, more: str = "") -> None:
        site = tmp_path / "site"
        about = site / "audiocast_bad-1.dist-info"
        about.mkdir(parents=True)
        (about / "METADATA").write_text("Name: audiocast-bad\nVersion: 1\n")
        engine = "[audiocast.engines]\nbad = hostile_package:Engine\n"
        (about / "entry_points.txt").write_text(f"{engine}[audiocast.sources]\ntext/x-setext = hostile_package:read\n")
        (site / "hostile_package.py").write_text(_MODULE.format(body=body, reader=reader, imported=imported) + more)
        (tmp_path / "voices").mkdir()
        (tmp_path / "voices" / "bad.toml").write_text('engine = "bad"\n')
        monkeypatch.syspath_prepend(site)
        monkeypatch.delitem(sys.modules, "hostile_package", raising=False)
        for module in (registry, formats):
            monkeypatch.setattr(module, "_known", functools.cache(module._known.__wrapped__))  # what is known lacks it
        synthesis.forget()

    return write


def _three(write_article: Write) -> None:
    for name in ("one", "two", "three"):
        _good(write_article, name)


def _good(write_article: Write, name: str = "one") -> None:
    write_article(f"{name}.txt", f"The ferry number {name} ran late.")


def _published(folder: Path) -> int:
    return (folder / "output" / "feed.xml").read_text(encoding="utf-8").count("<item>")


def test_a_hostile_document_takes_nothing_with_it(tmp_path: Path, program: Program, write_article: Write) -> None:
    """Three good articles are published, each bad document is reported with a reason, and the exit code is 1."""
    _three(write_article)
    for name, content in _HOSTILE.items():
        (tmp_path / "articles" / name).write_bytes(content)
    done = program(tmp_path, "render", "articles", "--voice", "tone", "--quiet")
    assert done.returncode == 1
    assert _published(tmp_path) == 3
    assert [line.split(": ")[1].partition("#")[0].partition(":")[0] for line in done.stderr.splitlines()] == sorted(
        _HOSTILE
    )


@pytest.mark.parametrize(("reader", "reason"), _BAD_READERS.items())
def test_a_reader_may_do_anything(
    tmp_path: Path, program: Program, write_article: Write, install: Callable[..., None], reader: str, reason: str
) -> None:
    """Its document fails, with the reader and the reason; `--verbose` shows the traceback."""
    install(reader=reader)
    _good(write_article)
    (tmp_path / "articles" / "bad.etx").write_text("Ferry\n=====\n\nIt ran late.\n")
    done = program(tmp_path, "render", "articles", "--voice", "tone", "--verbose")
    assert done.returncode == 1
    assert _published(tmp_path) == 1
    told = f"audiocast: bad.etx: the reader of text/x-setext failed ({reason}"
    assert told in done.stderr
    assert "Traceback" in done.stderr
    assert "hostile_package.py" in done.stderr or "TypeError" in reason


@pytest.mark.parametrize(("body", "reason"), _BAD_SENTENCES.items())
def test_an_engine_may_do_anything_for_a_sentence(
    tmp_path: Path, program: Program, write_article: Write, install: Callable[..., None], body: str, reason: str
) -> None:
    """That article fails, with the engine and the reason; the others are published."""
    install(body=body)
    _good(write_article)
    write_article("bad.txt", "Here is a hostile sentence.")
    done = program(tmp_path, "render", "articles", "--voice", "bad", "--jobs", "1", "--quiet")
    assert done.returncode == 1
    assert _published(tmp_path) == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("audiocast: bad.txt: ")
    assert reason in line
    assert "'Here is a hostile sentence.'" in line
    assert " bad" in line.replace("bad.txt", "")


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ("    def __enter__(self): raise RuntimeError('boom')", "the engine can't be started (RuntimeError: boom)"),
        ("    def __enter__(self): pass", "the engine can't be started: __enter__ returns NoneType"),
    ],
)
def test_an_engine_that_can_not_be_started(
    tmp_path: Path, program: Program, write_article: Write, install: Callable[..., None], more: str, reason: str
) -> None:
    """What needs synthesis fails; published episodes stay."""
    _three(write_article)
    assert program(tmp_path, "render", "articles", "--voice", "tone", "--jobs", "1").returncode == 0
    install(more=f"\nclass Engine(Engine):\n{more}\n")
    write_article("one.txt", "The ferry ran on time.")
    done = program(tmp_path, "render", "articles", "--voice", "bad", "--jobs", "1", "--quiet")
    assert done.returncode == 1
    assert f"audiocast: one.txt: engine bad: {reason}" in done.stderr
    assert _published(tmp_path) == 3


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ("    version = None", "its version is NoneType, not str"),
        ("    version = property(lambda self: 1 / 0)", "its version can't be read (ZeroDivisionError"),
        ("    def __init__(self): raise KeyError('x')", "the engine can't be created (KeyError: 'x')"),
    ],
)
def test_an_engine_that_nothing_can_be_planned_with(
    tmp_path: Path, program: Program, write_article: Write, install: Callable[..., None], more: str, reason: str
) -> None:
    """The run ends with one line that names the engine."""
    install(more=f"\nclass Engine(Engine):\n{more}\n")
    _three(write_article)
    done = program(tmp_path, "render", "articles", "--voice", "bad")
    assert done.returncode == 1
    assert done.stderr.startswith(f"audiocast: engine bad: {reason}")
    assert "Traceback" not in done.stderr


def test_an_engine_whose_import_fails(
    tmp_path: Path, program: Program, write_article: Write, install: Callable[..., None]
) -> None:
    """Whatever its module raises, one line names the engine."""
    install(imported=True)
    _three(write_article)
    done = program(tmp_path, "render", "articles", "--voice", "bad")
    assert done.returncode == 1
    assert done.stderr.startswith("audiocast: engine bad: the engine can't be imported (OSError: no library)")


def test_an_engine_that_fails_when_it_is_left_has_done_its_work(
    tmp_path: Path, program: Program, install: Callable[..., None]
) -> None:
    """The episodes are published, and the failure is reported."""
    install(more="\nclass Engine(Engine):\n    def __exit__(self, *_): raise ValueError('boom')\n")
    done = program(tmp_path, "say", "Hello there.", "--voice", "bad", "-o", "hello.wav")
    assert done.returncode == 0
    assert "engine bad: the engine can't be stopped (ValueError: boom)" in done.stderr
    assert (tmp_path / "hello.wav").is_file()


@pytest.mark.skipif(sys.platform != "linux", reason="other systems allow no such names")
def test_a_name_that_is_not_utf_8(tmp_path: Path, write_article: Write) -> None:
    """Such a file is rendered like others; its name is printed with escapes."""
    write_article("one.txt", "The ferry ran late.")
    for name in (b"caf\xe9.txt", b"caf\xff.txt"):
        text = f"Categories\nAudio Sources\n\nThe {name!r} story\n\nIt is about {name!r} alone.\n"
        (tmp_path / "articles" / os.fsdecode(name)).write_text(text, encoding="utf-8")
    (tmp_path / "articles" / os.fsdecode(b"bad\xe9.md")).write_bytes(_HOSTILE["digits.md"])
    command = [sys.executable, "-m", "audiocast", "render", "articles", "--voice", "tone", "--jobs", "1"]
    for status in ("rendered   ", "unchanged  "):
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 1
        assert done.stderr.startswith("audiocast: bad\\udce9.md:1: the front matter is not TOML")
        assert len(done.stderr.splitlines()) == 1
        assert sum(line.startswith(status) for line in done.stdout.splitlines()) >= 3
    assert _published(tmp_path) == 3
