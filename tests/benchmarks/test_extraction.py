r"""How much of an article's text is found on real pages, and how much that is none, beside two peers?

The environment variable AUDIOCAST_PAGES names one or several folders (divided as in PATH) of pages that others have
judged, either `NAME/source.html` with `NAME/expected.html`, or `ground-truth.json` with `html/NAME.html.gz`; without it
there is nothing to measure. Measured are words, `\w+` in lower case, as a bag: precision is the share of the found
words that were expected, recall the share of the expected that were found, F1 their harmonic mean; a page that is
refused counts 0. Ours is what is read aloud. Three figures for everybody:

- all: every page against all that was expected.
- articles: without pages that try a parser and are no articles: fewer than 50 words, or placeholder text; and without
  beginnings: the page says that it is not for free, and what there is of it is short.
- for the ear: the same, but what an article has for the eye counts neither for nor against: of what was expected, code
  (unless the page is mostly that), tables of several rows, captions, and footnotes with their marks. A judge's file
  without markup has none of it to tell.
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
from lxml import etree, html

from audiocast import sources
from audiocast.model import Article, Document

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_FEWEST = 60
_GOAL = 0.93
_MINUTES = 500
_FEWEST_WORDS = 50
_PLACEHOLDER = "lorem ipsum"
_NOT_FREE = re.compile(rb"\"isAccessibleForFree\"\s*:\s*\"?false", re.IGNORECASE)
_BEGINNING = 1500
_NOTE = re.compile(r"_?(?:cite_note|ftn|edn|fn|footnote|endnote)s?[-_:.]*\S{0,60}", re.IGNORECASE)
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
from lxml import etree, html
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
    seen: str = ""
    """What of that is for the eye."""

    @property
    def is_article(self) -> bool:
        """Whether there is an article, and the whole of it."""
        beginning = _NOT_FREE.search(self.content) and len(self.expected) < _BEGINNING
        words = _words(self.expected).total()
        return not beginning and words >= _FEWEST_WORDS and _PLACEHOLDER not in self.expected.casefold()


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
        root = html.fromstring(f"<div>{_LOOSE.sub(' <', expected)}</div>")
        yield _Page(place.name, (place / "source.html").read_bytes(), root.text_content(), " ".join(_for_the_eye(root)))


def _for_the_eye(root: html.HtmlElement) -> Iterator[str]:
    is_code = sum(len(each.text_content()) for each in root.iter("pre")) > len(root.text_content()) / 2
    walk = etree.iterwalk(root, events=("start",))
    for _, each in walk:
        if (
            each.tag == "figcaption"
            or (each.tag == "pre" and not is_code)
            or (each.tag == "table" and len(each.findall(".//tr")) > 1 and each.find(".//table") is None)
            or (each.tag == "li" and _NOTE.fullmatch(each.get("id") or ""))
            or (each.tag == "sup" and any("#" in (link.get("href") or "") for link in each.iter("a")))
        ):
            yield each.text_content()
            walk.skip_subtree()


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.casefold()))


def _score(found: str, expected: str, seen: str = "") -> _Score:
    free = _words(seen)
    theirs = _words(expected) - free
    mine = _words(found)
    mine -= (mine - theirs) & free
    shared = (mine & theirs).total()
    precision = shared / mine.total() if mine else 0.0
    recall = shared / theirs.total() if theirs else 0.0
    return _Score(2 * precision * recall / (precision + recall) if shared else 0.0, precision, recall)


def _ours(page: _Page) -> str:
    """What is spoken."""
    (article,) = sources.read(Document(f"{page.name}.html", "text/html", page.content))
    return " ".join(block.text for block in article.blocks) if isinstance(article, Article) else ""


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


def _table(pages: Sequence[_Page], found: Mapping[str, Mapping[str, str]]) -> dict[str, list[float]]:
    """The mean F1 of every reader: of all pages, of articles, and of what in those is for the ear."""
    articles = [page for page in pages if page.is_article]
    means: dict[str, list[float]] = {}
    for who, texts in found.items():
        everything = {page.name: _score(texts[page.name], page.expected) for page in pages}
        heard = {page.name: _score(texts[page.name], page.expected, page.seen) for page in articles}
        means[who] = [
            statistics.mean(each.f1 for each in everything.values()),
            statistics.mean(everything[page.name].f1 for page in articles),
            *(statistics.mean(each[place] for each in heard.values()) for place in range(3)),
        ]
        worst = ", ".join(
            f"{name[:16]} {heard[name].f1:.2f}" for name in sorted(heard, key=lambda each: heard[each])[:5]
        )
        print(f"{who:18}", *(f"{each:.4f}" for each in means[who]), f" {worst}")  # noqa: T201
    return means


@pytest.mark.benchmark
@pytest.mark.parametrize("folder", _folders() or [None], ids=lambda folder: folder.name if folder else "none")
def test_articles_are_found(folder: Path | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nearly all words that judges call the article's are found, and hardly another; more than the peers find."""
    if folder is None:
        pytest.skip("AUDIOCAST_PAGES names no folder of judged pages")
    pages = list(_pages(folder))
    assert sum(page.is_article for page in pages) >= _FEWEST
    found = {"ours": {page.name: _ours(page) for page in pages}}
    found |= {peer: dict(_theirs(peer, pages, tmp_path / peer)) for peer in _PEERS}
    with capsys.disabled():
        print(f"\n{folder.name}: {len(pages)} pages, {sum(page.is_article for page in pages)} articles")  # noqa: T201
        print(f"{'':18} all    article ear   precision recall  worst")  # noqa: T201
        means = _table(pages, found)
    _, articles, heard, *_ = means["ours"]
    assert articles >= _GOAL
    assert all(heard > means[peer][2] for peer in _PEERS)
