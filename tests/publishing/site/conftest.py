"""A show with pages, and a browser to look at them."""

from __future__ import annotations

import dataclasses
import functools
import os
import re
import shutil
import threading
from datetime import UTC, datetime, timedelta
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from audiocast.config.settings import Show
from audiocast.model.audio import Chapter
from audiocast.model.episode import Enclosure, Episode
from audiocast.render.context import Request
from audiocast.render.run import render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from http import HTTPStatus

    from playwright.sync_api import Browser

_ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--autoplay-policy=no-user-gesture-required"),
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "holiday", "winter", "summer")


@pytest.fixture
def show() -> Show:
    """A show at a public address."""
    return Show("The Harbor Dispatch", "News, read aloud.", base_url="https://example.org/pod/")


@pytest.fixture
def make_episode() -> Callable[..., Episode]:
    """A function that makes an episode, the later the higher its number."""

    def make(number: int = 1, **changes: object) -> Episode:
        stem = f"episodes/ferry-{number}"
        episode = Episode(
            id=f"ferry-{number}",
            guid=f"guid-{number}",
            published=datetime(2024, 5, 1, 8, tzinfo=UTC) + timedelta(hours=number),
            fingerprint="f",
            digest="d",
            title=f"Ferry {number}",
            author="Ann Lee",
            language="en",
            link="https://example.org/ferry",
            origin="ferry.txt",
            categories=("Audio Sources",),
            summary="The ferry ran late.",
            enclosure=Enclosure(f"{stem}.mp3", 1_234_567, "audio/mpeg"),
            duration_ms=65_000,
            chapters=(Chapter(f"Ferry {number}", 0, 30_000), Chapter("Later", 30_000, 65_000)),
            transcripts=(
                Enclosure(f"{stem}.vtt", 1, "text/vtt"),
                Enclosure(f"{stem}.transcript.json", 1, "application/json"),
            ),
            chapters_file=Enclosure(f"{stem}.chapters.json", 1, "application/json+chapters"),
            cuts=(),
            waveform="40ff80" * 40,
        )
        return dataclasses.replace(episode, **changes)  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of a show of three episodes, one of them long enough to scroll."""
    folder = tmp_path_factory.mktemp("show")
    articles = folder / "articles"
    articles.mkdir()
    settings = 'title = "Harbor"\ndescription = "News."\nannounce = ["author", "date"]\nsame_story = 0\n'
    (articles / "show.toml").write_text(settings)
    for day, name in enumerate(("ferry", "bridge", "market"), 1):
        paragraphs = [_paragraph(word) for word in (_DAYS if name == "market" else _DAYS[:1])]
        text = "\n\n".join([*paragraphs[:2], "Out at sea", *paragraphs[2:6], "Coming home", *paragraphs[6:]])
        text = text if name == "market" else paragraphs[0]
        head = f"Categories\nAudio Sources\n\nThe {name} & <the> town\n\n2024-05-0{day}T08:00:00Z\n\nBy Ann Lee\n\n"
        (articles / f"{name}.txt").write_text(head + text + "\n", encoding="utf-8")
    request = Request(source=articles, output=folder / "output", cache=folder / "cache", voice="tone", jobs=1)
    render(request, listen=lambda _: None)
    return folder / "output"


@pytest.fixture(scope="session")
def served(published: Path) -> Iterator[str]:
    """The address of the show on a server of this machine that knows ranges."""
    handler = functools.partial(_Ranges, directory=str(published))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium without a window; where there is none, these tests are skipped, but not in CI."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next(filter(None, map(shutil.which, names)), None)
    if program is None:
        message = "no Chromium here; on Debian: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=_ARGUMENTS)
        yield chromium
        chromium.close()


def _paragraph(day: str) -> str:
    return (
        f"The {day} ferry left the pier at nine. Only four of the {day} people stood on the deck. The lights of the "
        f"{day} town grew small behind them, and nobody said a word for a long while. Then the {day} captain laughed."
    )


class _Ranges(SimpleHTTPRequestHandler):
    """Files, and parts of them: without parts, Chromium can't jump in a sound."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        wanted = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        if not wanted or not path.is_file():
            super().do_GET()
            return
        content = path.read_bytes()
        first, last = int(wanted[1]), min(int(wanted[2] or len(content) - 1), len(content) - 1)
        self.send_response(206)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Content-Range", f"bytes {first}-{last}/{len(content)}")
        self.send_header("Content-Length", str(last + 1 - first))
        self.end_headers()
        self.wfile.write(content[first : last + 1])

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except ConnectionError:
            self.close_connection = True  # a browser that jumps lets go of what it had asked for

    def end_headers(self) -> None:
        self.send_header("Accept-Ranges", "bytes")
        super().end_headers()

    def log_request(self, code: HTTPStatus | int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""

    def log_error(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""
