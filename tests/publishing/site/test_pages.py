"""The content of the pages, and when they are drawn again: all modules of `publishing/site/`."""

from __future__ import annotations

import dataclasses
import itertools
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import etree

from audiocast.config.settings import Show
from audiocast.errors import PublishError
from audiocast.model.article import Cut
from audiocast.model.audio import Chapter, Cue
from audiocast.model.episode import Enclosure, Episode
from audiocast.publishing import site
from audiocast.publishing.artwork import qr
from audiocast.publishing.site import arrange, folder, subscribe, waveform
from audiocast.publishing.transcripts import to_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from audiocast.publishing.site.pages import Sheet

    Make = Callable[..., Episode]

_COVER = Enclosure("cover-1.jpg", 1, "image/jpeg")
_CUES = (
    Cue(250, 2000, "Ferry 1"),
    Cue(2900, 4000, "By Ann Lee"),
    Cue(4750, 6000, "May 1, 2024"),
    Cue(6750, 8000, "It ran late."),
    Cue(8380, 9000, "Nobody minded."),
    Cue(9750, 29_000, "A new paragraph."),
    Cue(30_000, 31_000, "Later"),
    Cue(31_650, 64_000, "It came."),
)
_MARKS = "hbbp-php"
_HOSTILE = "</script><script>alert(1)</script> \"' onload=x &amp; ]]> \x00 \u202e {{ 7 * 7 }} \ud800"


class _Page(HTMLParser):
    """The elements of a page, and the text of those that are asked for."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def meta(self, name: str) -> str:
        return next(a["content"] for a in self.all("meta") if name in (a.get("name"), a.get("property")))


def _outline(show: Show, episodes: Iterable[Episode]) -> dict[str, Sheet]:
    pages = {f"episodes/{episode.id}-0123456789.html": episode for episode in episodes}
    return {sheet.name: sheet for sheet in site.outline(show, pages, cover=_COVER, thumbnail="thumbnail-1.jpg")}


def _drawn(show: Show, *episodes: Episode, cues: tuple[Cue, ...] = _CUES) -> dict[str, bytes]:
    transcript = to_json(cues).encode()
    return {name: site.draw(sheet, transcript) for name, sheet in _outline(show, episodes).items()}


def test_site_is_a_list_a_page_for_each_episode_and_their_style(show: Show, make_episode: Make) -> None:
    """Every address that a page names inside the site is one of its files or of the show's."""
    episodes = [make_episode(number) for number in range(1, 4)]
    files = _drawn(show, *episodes)
    known = {*files, "feed.xml", "cover-1.jpg", "thumbnail-1.jpg"}
    for episode in episodes:
        known |= {episode.enclosure.filename, *(file.filename for file in episode.transcripts)}
    assert {"index.html", "feed.xsl", "episodes/ferry-1-0123456789.html"} <= files.keys()
    for name, content in files.items():
        if not name.endswith(".html"):
            continue
        for tag, attributes in _Page(content).elements:
            address = attributes.get("href") or attributes.get("src") or ""
            if tag == "link" and attributes["rel"] == "canonical":
                assert address == show.base_url + ("" if name == "index.html" else name)
            elif address and not urlsplit(address).scheme and not address.startswith("#"):
                assert unquote(urlsplit(urljoin(f"/{name}", address)).path).lstrip("/") in known


@pytest.mark.parametrize(
    "changes",
    [
        *(
            {name: "other"}
            for name in ("guid", "fingerprint", "digest", "title", "author", "language", "link", "origin")
        ),
        {"published": datetime(2024, 5, 1, 8, tzinfo=UTC)},
        {"updated": datetime(2024, 5, 2, 8, tzinfo=UTC)},
        {"categories": ()},
        {"summary": "other"},
        *({name: Enclosure("other", 1, "text/plain")} for name in ("enclosure", "chapters_file", "image")),
        {"duration_ms": 1},
        {"chapters": (Chapter("Ferry 1", 0, 30_000),)},
        {"chapters": (Chapter("Ferry 1", 0, 30_000), Chapter("Later", 30_001, 65_000))},
        {"transcripts": ()},
        {"cuts": (Cut("gallery", 1, "a"),)},
        {"season": 1},
        {"number": 1},
        {"waveform": ""},
        {"sounds": ((0, 1),)},
        {"marks": "hbbp-php"},
    ],
    ids=str,
)
def test_whatever_changes_in_an_episode_its_page_is_drawn_anew(
    show: Show, make_episode: Make, changes: dict[str, object]
) -> None:
    """And the list; but no page of an episode that does not stand beside it."""
    before = _outline(show, [make_episode(number) for number in range(1, 5)])
    changed = dataclasses.replace(make_episode(1), **changes)  # type: ignore[arg-type]
    after = _outline(show, [changed, *(make_episode(number) for number in range(2, 5))])
    for name in ("episodes/ferry-1-0123456789.html", "index.html"):
        assert before[name].key != after[name].key
    assert before["episodes/ferry-4-0123456789.html"].key == after["episodes/ferry-4-0123456789.html"].key


def test_same_values_same_bytes(show: Show, make_episode: Make) -> None:
    """No clock, no order of a set: what is drawn twice is the same."""
    episodes = [make_episode(number) for number in range(1, 4)]
    assert _drawn(show, *episodes) == _drawn(show, *reversed(episodes))


@pytest.mark.parametrize("field", ["title", "author", "summary", "link", "language"])
def test_hostile_words_stay_words(show: Show, make_episode: Make, field: str) -> None:
    """Whatever an article says, it is text on the page: no element, no attribute, no template."""
    tame = _drawn(show, make_episode(), cues=())
    wild = _drawn(show, make_episode(1, **{field: _HOSTILE}), cues=(Cue(0, 9, _HOSTILE),))
    for name in ("index.html", "episodes/ferry-1-0123456789.html"):
        before, after = _Page(tame[name]), _Page(wild[name])
        assert len(after.all("script")) == len(before.all("script")) == 1
        assert {key for _, attributes in after.elements for key in attributes if key.startswith("on")} == set()
        assert b"49 " not in wild[name]
        assert b"<script>" not in wild[name]


def test_hostile_link_is_no_program(show: Show, make_episode: Make) -> None:
    """A link that is not one of the web is left out."""
    page = _Page(_drawn(show, make_episode(1, link="javascript:alert(1)"))["episodes/ferry-1-0123456789.html"])
    assert not [a for a in page.all("a") if a["href"].startswith("javascript")]


def test_feed_without_xslt_has_the_colors_of_the_show(show: Show) -> None:
    """Where XSLT is gone, CSS makes the feed readable: colors first, then rules for elements without a namespace."""
    css = _drawn(show)["feed.css"].decode()
    assert css.index("--band:") < css.index("|channel > |title")


def test_hostile_show_stays_text(make_episode: Make) -> None:
    """The same for what the show says."""
    show = Show(_HOSTILE, _HOSTILE, author=_HOSTILE, base_url="https://example.org/")
    files = _drawn(show, make_episode())
    assert all(
        len(_Page(files[name]).all("script")) == 1 for name in ("index.html", "episodes/ferry-1-0123456789.html")
    )


def test_policy_allows_nothing_from_elsewhere_and_nothing_inline(show: Show, make_episode: Make) -> None:
    """The policy stands before all it is about, and the pages keep to it: no style and no program inside."""
    for name, content in _drawn(show, make_episode()).items():
        if not name.endswith(".html"):
            continue
        page = _Page(content)
        policy = next(a["content"] for a in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
        assert policy.startswith("default-src 'none'; script-src 'self'")
        assert "unsafe" not in policy
        assert "http" not in policy
        assert content.index(b"Content-Security-Policy") < content.index(b"<link")
        assert not page.all("style")
        assert all(a.get("src") for a in page.all("script"))
        assert not any("style" in a for _, a in page.elements)


@pytest.mark.parametrize("marks", ["", _MARKS], ids=["older", "marked"])
def test_page_reads_like_the_article(show: Show, make_episode: Make, marks: str) -> None:
    """The page has the article's title, byline, headings and paragraphs, and every sentence has its time.

    A page is the same for an episode of an older version, which has no marks.
    """
    content = _drawn(show, make_episode(1, marks=marks))["episodes/ferry-1-0123456789.html"]
    page = _Page(content)
    said = [a for a in page.all("span") if "data-start" in a]
    assert [int(a["data-start"]) for a in said] == [cue.start_ms for cue in _CUES]
    assert [a["id"] for a in said] == [f"s{number}" for number in range(len(_CUES))]
    text = content.decode()
    assert re.search(r'<h1[^>]*><span[^>]*id="s0"', text)
    assert re.search(r'<h2[^>]*><span[^>]*id="s6"', text)
    paragraphs = [re.findall(r'id="(s\d+)"', part) for part in re.findall(r'<p dir="auto">(.*?)</p>', text)]
    assert paragraphs == [["s3", "s4"], ["s5"], ["s7"]]


def test_marks_decide_and_not_pauses(show: Show, make_episode: Make) -> None:
    """A paragraph and a heading begin where the marks say so, however long the pauses are."""
    content = _drawn(show, make_episode(1, marks="hbbpphpp"))["episodes/ferry-1-0123456789.html"].decode()
    elements = re.findall(r'<(h2|h3|p) dir="auto">(.*?)</', content)
    assert [(name, re.findall(r'id="(s\d+)"', text)) for name, text in elements if "said" in text] == [
        *(("p", ["s3"]), ("p", ["s4"]), ("h2", ["s5"]), ("p", ["s6"]), ("p", ["s7"])),
    ]


def test_british_show_has_british_dates(show: Show, make_episode: Make) -> None:
    """The show decides the form of dates; an article in British English has British dates in any show."""
    for changed, language, written in (
        (show, "en", "May 1, 2024"),
        (show, "en-GB", "1 May 2024"),
        (dataclasses.replace(show, language="en-gb"), "en", "1 May 2024"),
        (dataclasses.replace(show, locale="en-GB"), "en", "1 May 2024"),
    ):
        files = _drawn(changed, make_episode(1, language=language), cues=())
        for name in ("index.html", "episodes/ferry-1-0123456789.html"):
            assert f">{written}<" in files[name].decode()


def test_digest_has_its_own_title(show: Show, make_episode: Make) -> None:
    """The title of a page is that of the digest, and the byline of its first article stays with that article."""
    digest = make_episode(1, title="The week", marks=_MARKS)
    content = _drawn(show, digest)["episodes/ferry-1-0123456789.html"].decode()
    assert re.search(r"<h1[^>]*>The week</h1>", content)
    assert re.search(r'<h2[^>]*><span[^>]*id="s0"', content)
    assert "meta byline" not in content


def test_shared_link_shows_what_it_is(show: Show, make_episode: Make) -> None:
    """Title, summary, picture and sound for whoever makes a preview, all with full addresses."""
    image = Enclosure("episodes/ferry 1.jpg", 1, "image/jpeg")
    page = _Page(_drawn(show, make_episode(1, image=image))["episodes/ferry-1-0123456789.html"])
    assert page.meta("og:title") == "Ferry 1"
    assert page.meta("og:url") == "https://example.org/pod/episodes/ferry-1-0123456789.html"
    assert page.meta("og:image") == "https://example.org/pod/episodes/ferry%201.jpg"
    assert page.meta("og:audio") == "https://example.org/pod/episodes/ferry-1.mp3"
    assert page.meta("twitter:card") == "summary"


def test_empty_show_has_a_list(show: Show) -> None:
    """Before the first episode there is a page that says so."""
    assert "Nothing has been published yet" in _Page(_drawn(show)["index.html"]).text


def test_new_episode_changes_three_pages(show: Show, make_episode: Make) -> None:
    """Of hundreds of pages, a new episode changes its own, its neighbor's and the first of the list."""
    episodes = [make_episode(number) for number in range(1, 320)]
    before = _outline(show, episodes)
    after = _outline(show, [*episodes, make_episode(320)])
    changed = {name for name, sheet in after.items() if name not in before or before[name].key != sheet.key}
    assert changed == {"index.html", "episodes/ferry-320-0123456789.html", "episodes/ferry-319-0123456789.html"}
    assert {"archive-1.html", "archive-2.html"} <= after.keys()


def test_every_episode_is_in_the_list_once(show: Show, make_episode: Make) -> None:
    """From the newest to the oldest over all pages of the list, and each page leads to the next."""
    files = _drawn(show, *(make_episode(number) for number in range(1, 272)), cues=())
    name, found = "index.html", list[int]()
    while name:
        page = _Page(files[name])
        found += [int(a["data-guid"].partition("-")[2]) for a in page.all("li") if "data-guid" in a]
        name = next((a["href"] for a in page.all("link") if a["rel"] == "next"), "")
    assert found == list(range(271, 0, -1))


def test_changed_show_changes_every_page(show: Show, make_episode: Make) -> None:
    """Other colors are another style sheet, and every page names it."""
    before = _outline(show, [make_episode()])
    after = _outline(dataclasses.replace(show, palette=("#ffffff", "#aa0000")), [make_episode()])
    assert before["index.html"].key != after["index.html"].key
    assert {name for name in before if name.endswith(".css")} != {name for name in after if name.endswith(".css")}


# ---------------------------------------------------------------- in the folder


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """An output folder with a transcript."""
    (tmp_path / "episodes").mkdir()
    for number in (1, 2):
        (tmp_path / f"episodes/ferry-{number}.transcript.json").write_text(to_json(_CUES), encoding="utf-8")
    return tmp_path


def test_nothing_changed_nothing_written(output: Path, show: Show, make_episode: Make) -> None:
    """The second time nothing is touched; a lost page comes back, a lost memory costs no rewrite."""
    sheets = tuple(_outline(show, [make_episode(1), make_episode(2)]).values())
    assert len(folder.update(output, sheets)) == len(sheets)
    times = {path: path.stat().st_mtime_ns for path in output.rglob("*")}
    assert folder.update(output, sheets) == ()
    assert {path: path.stat().st_mtime_ns for path in output.rglob("*")} == times
    (output / "episodes/ferry-1-0123456789.html").unlink()
    assert folder.update(output, sheets) == ("episodes/ferry-1-0123456789.html",)
    (output / ".site.json").write_text("broken")
    assert folder.update(output, sheets) == ()


def test_withdrawn_episode_has_no_page(output: Path, show: Show, make_episode: Make) -> None:
    """A page that is no longer in the site is removed, and nothing that the site did not make."""
    (output / "episodes/mine.html").write_text("mine")
    folder.update(output, _outline(show, [make_episode(1), make_episode(2)]).values())
    folder.update(output, _outline(show, [make_episode(2)]).values())
    assert (output / "episodes/ferry-1-0123456789.html").exists()  # the feed names it still
    folder.update(output, _outline(show, [make_episode(2)]).values())
    folder.tidy(output)
    assert {path.name for path in output.glob("episodes/*.html")} == {"ferry-2-0123456789.html", "mine.html"}
    assert not list(output.rglob("*.tmp"))


def test_memory_can_not_reach_out(output: Path, show: Show, make_episode: Make) -> None:
    """A name in the memory that leads out of the folder is not believed."""
    victim = output.parent / "victim.html"
    victim.write_text("mine")
    (output / ".site.json").write_text(
        '{"../victim.html": ["", 0], "/etc/x": ["", 0], "episodes/../../victim.html": ["", 0]}'
    )
    folder.update(output, _outline(show, [make_episode(1)]).values())
    folder.tidy(output)
    assert victim.exists()


@pytest.mark.parametrize("content", [b"", b"[]", b'{"segments": [{}]}', b"\xff"])
def test_damaged_transcript_is_named(content: bytes) -> None:
    """What can't be read says where it is."""
    with pytest.raises(PublishError, match=r"x\.json"):
        arrange.read_cues(content, where="x.json")


# ---------------------------------------------------------------- parts


def test_no_sentence_is_lost(make_episode: Make) -> None:
    """Each cue is in the article once, in order, with marks, without them, and with marks of another transcript."""
    for chapters, marks in itertools.product(
        ((), (Chapter("a", 0, 9),), (Chapter("a", 500, 9), Chapter("b", 7000, 8), Chapter("c", 70_000, 9))),
        ("", _MARKS, "hp", "?" * len(_CUES)),
    ):
        parts = arrange.arrange(_CUES, make_episode(1, chapters=chapters, marks=marks))
        found = [
            cue.text
            for part in parts
            for cue in (*filter(None, [part.heading]), *part.byline, *(c for p in part.paragraphs for c in p.cues))
        ]
        assert found == [cue.text for cue in _CUES]


@pytest.mark.parametrize(("most", "count"), [(0, 120), (48, 48), (500, 120)])
def test_wave_is_one_path(most: int, count: int) -> None:
    """A bar is a stroke inside the box; without a known sound the wave is flat."""
    heights = waveform.bars("00ff" * 60, most)
    assert len(heights) == count
    assert waveform.path(heights).count("M") == count
    assert waveform.path((0, 255)) == "M5 46v8M15 4v92"
    assert set(waveform.bars("no wave")) == {0x30}


def test_doors_of_the_apps() -> None:
    """Each app is opened with the feed's address in its own way."""
    app_links = {
        link.app: link.href for link in subscribe.app_links("https://example.org/a b/feed.xml", "Tea & \ud800")
    }
    assert app_links["Apple Podcasts"] == "podcast://example.org/a b/feed.xml"
    assert app_links["Overcast"] == "overcast://x-callback-url/add?url=https%3A%2F%2Fexample.org%2Fa%20b%2Ffeed.xml"
    assert app_links["Pocket Casts"].startswith("pktc://subscribe/example.org/")
    assert app_links["AntennaPod"].endswith("&title=Tea%20%26%20%3F")


def test_qr_code_is_squares() -> None:
    """Inline SVG without style, that a page's style sheet colors."""
    svg = etree.fromstring(qr.svg("https://example.org/feed.xml"))
    assert svg.tag == "svg"
    assert svg.get("viewBox")
    assert "style" not in qr.svg("x")


def test_feed_looks_like_a_page(published: Path) -> None:
    """A browser that opens the feed shows cover, words and a player for each episode, and no program."""
    page = etree.XSLT(etree.parse(published / "feed.xsl"))(etree.parse(published / "feed.xml"))
    assert page.findtext(".//h1") == "Harbor"
    assert len(page.findall(".//audio")) == 3
    assert all(audio.get("src").endswith(".mp3") and audio.get("controls") for audio in page.findall(".//audio"))
    assert page.find(".//img[@class='cover']").get("src").endswith(".jpg")
    assert "feed.xml" in page.findtext(".//code")
    assert not page.findall(".//script")
    style = page.find(".//link[@rel='stylesheet']").get("href")
    assert (published / style).is_file()
