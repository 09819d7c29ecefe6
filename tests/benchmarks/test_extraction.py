r"""Benchmark: how much of an article's text is found on real pages, and how much other text, beside two other programs.

The environment variable AUDIOCAST_PAGES names one or several folders (divided as in PATH) of pages that others have
judged: `NAME/source.html` with `NAME/expected.html`, or `ground-truth.json` with `html/NAME.html.gz`, or
`evaldata.json` with `eval/` and `cache/`; without it there is nothing to measure.

Where the whole text is judged, measured are words, `\w+` in lower case, as a bag: precision is the share of the found
words that were expected, recall the share of the expected that were found, F1 their harmonic mean; a page that is
refused counts 0. Ours is what is read aloud, if nothing else is said. Four figures for everybody:

- all: every page against all that was expected.
- recognized: the same, but of ours also what was recognized as the article's and is not for the ear (code, tables,
  captions, footnotes with their marks, what is struck out, paragraphs said before), and what was refused afterwards, as
  the beginning of an article or too short for one. It says how well articles are told from pages; the others speak of
  nothing, so it is the same figure for them.
- articles: without pages that try a parser and are no articles: fewer than 50 words, or placeholder text; and without
  beginnings: the page says that it is not for free, and what there is of it is short.
- for the ear: articles, but what they have for the eye counts neither for nor against: of what was expected, code
  (unless the page is mostly that), tables of several rows, captions, and footnotes with their marks. A judge's file
  without markup has none of it to tell.

Where judges only noted some sentences of each page, measured are these: precision is the share of the article's among
those found, recall the share found of the article's.
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
from audiocast.model.article import Article, Document
from audiocast.sources.extract import html_tree, main_content, markup
from audiocast.sources.extract import metadata as page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_FEWEST = 60
_GOAL = 0.93
_MINUTES = 500
_FEWEST_WORDS = 50
_PLACEHOLDER = "lorem ipsum"
_NOT_FREE = re.compile(rb"\"isAccessibleForFree\"\s*:\s*\"?false", re.IGNORECASE)
_BEGINNING = 1500
_SEEN = frozenset(("caption", "code", "footnote", "footnote mark", "repeated paragraph", "struck out", "table"))
"""Rules that leave out what is the article's."""
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


def _spoken(content: bytes) -> str:
    (article,) = sources.read(Document("page.html", "text/html", content))
    return "\n".join(block.text for block in article.blocks) if isinstance(article, Article) else ""


def _recognized(content: bytes) -> str:
    """What is found in a page, before it is said what of it is for the ear, and whether it is enough."""
    root = html_tree.parse(content.decode("utf-8", "replace"), where="page.html")
    title = page.about(root, origin="page.html").title
    body = markup.read(main_content.find(root).element, title=title)
    return "\n".join((*(block.text for block in body.blocks), *(cut.text for cut in body.cuts if cut.rule in _SEEN)))


def _python(name: str, folder: Path) -> str:
    """The interpreter of an environment that has a peer; skips when that can't be had."""
    venv.create(folder, with_pip=True)
    python = str(folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
    command = [python, "-m", "pip", "install", "-q", *_PEERS[name][0]]
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=_MINUTES)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        pytest.skip(f"{name} can't be had here: {error}")
    return python


@pytest.fixture(scope="module")
def peers(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The interpreter of each peer."""
    return {name: _python(name, tmp_path_factory.mktemp(name)) for name in _PEERS}


def _theirs(name: str, python: str, pages: Mapping[str, bytes]) -> dict[str, str]:
    """What a peer finds."""
    given = json.dumps({each: content.decode("utf-8", "replace") for each, content in pages.items()})
    command = [python, "-c", _RUN.format(code=_PEERS[name][1])]
    done = subprocess.run(command, input=given, check=True, capture_output=True, text=True, timeout=_MINUTES)
    return dict(json.loads(done.stdout.splitlines()[-1]))


class _Found(NamedTuple):
    """What a reader found of a page."""

    page: _Page
    spoken: str
    recognized: str


def _means(found: Sequence[_Found]) -> list[float]:
    """F1 of all pages, what is recognized of them, of articles, and of what in those is for the ear."""
    articles = [each for each in found if each.page.is_article]
    heard = [_score(each.spoken, each.page.expected, each.page.seen) for each in articles]
    return [
        statistics.mean(_score(each.spoken, each.page.expected).f1 for each in found),
        statistics.mean(_score(each.recognized, each.page.expected).f1 for each in found),
        statistics.mean(_score(each.spoken, each.page.expected).f1 for each in articles),
        *(statistics.mean(each[place] for each in heard) for place in range(3)),
    ]


def _table(found: Mapping[str, Sequence[_Found]]) -> dict[str, list[float]]:
    means = {who: _means(theirs) for who, theirs in found.items()}
    for who, values in means.items():
        print(f"{who:18}", *(f"{each:.4f}" for each in values))
    return means


@pytest.mark.benchmark
def test_articles_are_found(peers: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """Nearly all words that judges call the article's are found, and hardly another; more than the peers find."""
    folders = {folder.name: list(_pages(folder)) for folder in _folders() if not (folder / "evaldata.json").exists()}
    if not folders:
        pytest.skip("AUDIOCAST_PAGES names no folder of judged pages")
    together: dict[str, list[_Found]] = {}
    for name, pages in folders.items():
        assert len(pages) >= _FEWEST
        found = {"ours": [_Found(each, _spoken(each.content), _recognized(each.content)) for each in pages]}
        for peer, python in peers.items():
            texts = _theirs(peer, python, {each.name: each.content for each in pages})
            found[peer] = [_Found(each, texts[each.name], texts[each.name]) for each in pages]
        with capsys.disabled():
            print(f"\n{name}: {len(pages)} pages, {sum(page.is_article for page in pages)} articles")
            print(f"{'':18} all    recogn article ear    precision recall")
            _table(found)
        for who, theirs in found.items():
            together.setdefault(who, []).extend(theirs)
    with capsys.disabled():
        print(f"\ntogether: {sum(map(len, folders.values()))} pages")
        means = _table(together)
    everything, recognized, articles, *_ = means["ours"]
    assert everything >= _GOAL
    for peer in peers:
        _, theirs_of_all, theirs_of_articles, *_ = means[peer]
        assert recognized > theirs_of_all
        assert articles > theirs_of_articles


class _Noted(NamedTuple):
    content: bytes
    mine: list[str]
    """Sentences of the article."""
    others: list[str]


def _noted(folder: Path) -> dict[str, _Noted]:
    told = json.loads((folder / "evaldata.json").read_text("utf-8")).values()
    places = {each["file"]: [folder / name / each["file"] for name in ("eval", "cache")] for each in told}
    there = {file: next((each for each in paths if each.exists()), None) for file, paths in places.items()}
    return {
        each["file"]: _Noted(path.read_bytes(), each["with"], each["without"])
        for each in told
        if (path := there[each["file"]])
    }


def _sentences(found: Mapping[str, str], noted: Mapping[str, _Noted]) -> _Score:
    wanted = unwanted = expected = 0
    for name, each in noted.items():
        text = " ".join(found[name].split())
        wanted += sum(" ".join(sentence.split()) in text for sentence in each.mine)
        unwanted += sum(" ".join(sentence.split()) in text for sentence in each.others)
        expected += len(each.mine)
    precision, recall = wanted / (wanted + unwanted), wanted / expected
    return _Score(2 * precision * recall / (precision + recall), precision, recall)


@pytest.mark.benchmark
def test_sentences_are_found(peers: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """More of the sentences that judges noted as the article's, and fewer of the others, than the peers find."""
    folders = [folder for folder in _folders() if (folder / "evaldata.json").exists()]
    if not folders:
        pytest.skip("AUDIOCAST_PAGES names no folder of pages with judged sentences")
    noted = {name: each for folder in folders for name, each in _noted(folder).items()}
    contents = {name: each.content for name, each in noted.items()}
    found = {"ours": {name: _spoken(content) for name, content in contents.items()}}
    found |= {peer: _theirs(peer, python, contents) for peer, python in peers.items()}
    scores = {who: _sentences(texts, noted) for who, texts in found.items()}
    with capsys.disabled():
        print(f"\n{len(noted)} pages with judged sentences")
        print(f"{'':18} F1     precision recall")
        for who, score in scores.items():
            print(f"{who:18}", *(f"{each:.4f}" for each in score))
    assert all(scores["ours"].f1 > scores[peer].f1 for peer in peers)
