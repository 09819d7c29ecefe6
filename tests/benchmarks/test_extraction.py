r"""How much of an article's text is found on real pages, and how much that is none, beside two peers?

The environment variable AUDIOCAST_PAGES names one or several folders (divided as in PATH) of pages that others have
judged, either `NAME/source.html` with `NAME/expected.html`, or `ground-truth.json` with `html/NAME.html.gz`; without it
there is nothing to measure. Measured are words, `\w+` in lower case, as a bag: precision is the share of the found
words that were expected, recall the share of the expected that were found, F1 their harmonic mean; a page that is
refused counts 0. "Spoken" is what is read aloud. "Found" adds what the house leaves out on purpose of an article, and
what judges of pages count as its text: code, tables, captions, footnotes and repeated paragraphs.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import statistics
import subprocess
import sys
import venv
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from lxml import html

from audiocast import sources
from audiocast.model import Article, Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_FEWEST = 60
_GOAL = 0.93
_MINUTES = 500
_ON_PURPOSE = frozenset(("caption", "code", "footnote", "repeated paragraph", "table"))
_LOOSE = re.compile(r"<(?=/?(?:p|div|li|h\d|br|t[dhr]|section|article|figure|figcaption|blockquote|pre|d[td])\b)")

_NEWSPAPER = """
from newspaper import Article, Config
def read(page):
    config = Config()
    config.fetch_images = False
    article = Article("http://example.com/", config=config)
    article.set_html(page)
    article.parse()
    return article.text
"""
_READABILITY = f"""
import re
from lxml import html
from readability import Document
loose = re.compile({_LOOSE.pattern!r})
def read(page):
    return html.fromstring(loose.sub(" <", Document(page).summary(html_partial=True))).text_content()
"""
_PEERS = {
    "newspaper3k": (("newspaper3k", "lxml_html_clean"), _NEWSPAPER),
    "readability-lxml": (("readability-lxml", "lxml_html_clean"), _READABILITY),
}
_RUN = """
import json, sys
{code}
found = {{}}
for name, page in json.load(sys.stdin).items():
    try:
        found[name] = read(page)
    except Exception as error:
        print(name, repr(error)[:100], file=sys.stderr)
        found[name] = ""
print(json.dumps(found))
"""


class _Page(NamedTuple):
    name: str
    content: bytes
    expected: str


class _Score(NamedTuple):
    f1: float
    precision: float
    recall: float


def _folders() -> list[Path]:
    return [Path(each) for each in os.environ.get("AUDIOCAST_PAGES", "").split(os.pathsep) if each]


def _pages(folder: Path) -> Iterator[_Page]:
    truth = folder / "ground-truth.json"
    if truth.exists():
        for name, told in sorted(json.loads(truth.read_text("utf-8")).items()):
            yield _Page(name, gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()), told["articleBody"])
        return
    for place in sorted(folder.iterdir()):
        expected = (place / "expected.html").read_text("utf-8")
        text = html.fromstring(f"<div>{_LOOSE.sub(' <', expected)}</div>").text_content()
        yield _Page(place.name, (place / "source.html").read_bytes(), text)


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def _score(found: str, expected: str) -> _Score:
    mine, theirs = _words(found), _words(expected)
    shared = (mine & theirs).total()
    precision = shared / mine.total() if mine else 0.0
    recall = shared / theirs.total() if theirs else 0.0
    return _Score(2 * precision * recall / (precision + recall) if shared else 0.0, precision, recall)


def _ours(page: _Page) -> tuple[str, str]:
    """What is spoken, and what was found."""
    (article,) = sources.read(Document(f"{page.name}.html", "text/html", page.content))
    if not isinstance(article, Article):
        return "", ""
    spoken = " ".join(block.text for block in article.blocks)
    return spoken, " ".join((spoken, *(cut.text for cut in article.cuts if cut.rule in _ON_PURPOSE)))


def _theirs(name: str, pages: Sequence[_Page], folder: Path) -> Mapping[str, str]:
    """What a peer finds, in an environment of its own; skips when that can't be had."""
    packages, code = _PEERS[name]
    venv.create(folder, with_pip=True)
    python = str(folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
    given = json.dumps({page.name: page.content.decode("utf-8", "replace") for page in pages})
    try:
        subprocess.run(
            [python, "-m", "pip", "install", "-q", *packages], check=True, capture_output=True, timeout=_MINUTES
        )
        done = subprocess.run(
            [python, "-c", _RUN.format(code=code)],
            input=given,
            check=True,
            capture_output=True,
            text=True,
            timeout=_MINUTES,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        pytest.skip(f"{name} does not run here: {error}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _row(name: str, scores: Mapping[str, _Score]) -> str:
    means = [statistics.mean(each[place] for each in scores.values()) for place in range(3)]
    median = statistics.median(each.f1 for each in scores.values())
    worst = sorted(scores, key=lambda each: scores[each].f1)[:5]
    shown = ", ".join(f"{each[:16]} {scores[each].f1:.2f}" for each in worst)
    return f"{name:18} {means[0]:.4f} {median:.4f} {means[1]:.4f} {means[2]:.4f}  {shown}"


@pytest.mark.benchmark
@pytest.mark.parametrize("folder", _folders() or [None], ids=lambda folder: folder.name if folder else "none")
def test_articles_are_found(folder: Path | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nearly all words that judges call the article's are found, and hardly another; more than the peers find."""
    if folder is None:
        pytest.skip("AUDIOCAST_PAGES names no folder of judged pages")
    pages = list(_pages(folder))
    assert len(pages) >= _FEWEST
    read = {page.name: _ours(page) for page in pages}
    columns = {
        "ours, spoken": {page.name: _score(read[page.name][0], page.expected) for page in pages},
        "ours, found": {page.name: _score(read[page.name][1], page.expected) for page in pages},
    }
    for peer in _PEERS:
        texts = _theirs(peer, pages, tmp_path / peer)
        columns[peer] = {page.name: _score(texts[page.name], page.expected) for page in pages}
    halves = {f"spoken, half {half}": dict(list(columns["ours, spoken"].items())[half::2]) for half in (0, 1)}
    halves |= {f"found, half {half}": dict(list(columns["ours, found"].items())[half::2]) for half in (0, 1)}
    with capsys.disabled():
        print(f"\n{folder.name}: {len(pages)} pages, {sum(not text for text, _ in read.values())} refused")  # noqa: T201
        print(f"{'':18} F1     median precision recall  worst")  # noqa: T201
        for name, scores in (columns | halves).items():
            print(_row(name, scores))  # noqa: T201
    ours = statistics.mean(each.f1 for each in columns["ours, spoken"].values())
    assert ours >= _GOAL
    assert all(ours > statistics.mean(each.f1 for each in columns[peer].values()) for peer in _PEERS)
