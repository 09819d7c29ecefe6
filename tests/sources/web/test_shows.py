"""Tests of `resolve.py`, `discovery.py` and `web` together: shows whose articles are on the web."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from audiocast.cli import app
from audiocast.render.context import Request
from audiocast.render.run import render
from audiocast.sources import formats
from audiocast.sources.web import Limits, fetcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path
    from typing import TypeAlias

    from audiocast.render.run import Report

    Pages: TypeAlias = dict[str, bytes | Callable[[str], Iterable[bytes]]]

pytestmark = pytest.mark.usefixtures("here")

_BODY = "<p>The ferry to {place} ran late on Monday, and nobody on the pier knew why that was so.</p><p>It came.</p>"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetcher, "LIMITS", Limits(connect=0.5, silence=1, total=3, size=300_000, pause=0.01, delay=0))


def _page(body: str, kind: str = "text/html", status: str = "200 OK") -> Callable[[str], Iterable[bytes]]:
    """An answer with an ETag, which is not sent again when the client has it."""
    content = body.encode()
    tag = f'"{len(content)}"'

    def reply(question: str) -> Iterable[bytes]:
        if f"If-None-Match: {tag}" in question:
            return [f"HTTP/1.1 304 Not Modified\r\nETag: {tag}\r\nConnection: close\r\n\r\n".encode()]
        head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\nETag: {tag}\r\n"
        return [f"{head}Connection: close\r\n\r\n".encode() + content]

    return reply


def _feed(*items: str) -> Callable[[str], Iterable[bytes]]:
    head = '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Ferries</title>'
    return _page(f"<?xml version='1.0'?>{head}{''.join(items)}</channel></rss>", "application/rss+xml")


def _item(place: str, *, number: int = 0, body: str = _BODY, link: str = "", category: str = "") -> str:
    date = format_datetime(datetime(2024, 5, 1, tzinfo=UTC) - timedelta(days=number))
    full = f"<content:encoded>{escape(body.format(place=place))}</content:encoded>" if body else ""
    return (
        f"<item><title>To {place}</title><guid isPermaLink='false'>tag:ferry.example,2024:{place}</guid>"
        f"<pubDate>{date}</pubDate>{f'<link>{link}</link>' if link else ''}"
        f"{f'<category>{category}</category>' if category else ''}<description>Late again.</description>{full}</item>"
    )


def _text(title: str, text: str = "The ferry ran late.", category: str = "News") -> Callable[[str], Iterable[bytes]]:
    return _page(f"Categories\n{category}\n\n{title}\n\n2024-05-01\n\n{text}\n", "text/plain")


def _broken(status: str = "404 Not Found") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode()


def _render(
    folder: Path, *addresses: str, category: str | None = None, prune: bool = False, work: bool = False
) -> Report:
    """Plan a run; with `work` also render it."""
    (folder / "articles").mkdir(exist_ok=True)
    request = Request(
        source=folder / "articles",
        addresses=addresses,
        output=folder / "output",
        cache=folder / "cache",
        voice="tone",
        category=category,
        prune=prune,
        dry_run=not work,
        allow_private=True,
    )
    return render(request, listen=lambda _: None)


def _status(report: Report) -> dict[str, str]:
    return {outcome.title or outcome.origin: outcome.status.value for outcome in report.outcomes}


def _reasons(report: Report) -> dict[str, str]:
    return {outcome.origin: outcome.reason for outcome in report.outcomes if outcome.status == "failed"}


def _paths(asked: list[str]) -> list[str]:
    return [question.split()[1] for question in asked]


def _files(folder: Path) -> dict[str, tuple[bytes, int]]:
    files = (path for path in sorted(folder.rglob("*.*")) if path.is_file() and path.name != ".lock")
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def test_a_feed_of_fifty_is_rendered_once(site: str, pages: Pages, tmp_path: Path) -> None:
    """The second run downloads no content and changes no byte."""
    sent: list[bytes] = []
    feed = _feed(*(_item(f"pier {number}", number=number, body="<p>Late.</p>") for number in range(50)))
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "show.toml").write_text("episode_covers = false\n", encoding="utf-8")

    def noted(question: str) -> Iterable[bytes]:
        pieces = list(feed(question))
        sent.append(b"".join(pieces).partition(b"\r\n\r\n")[2])
        return pieces

    pages["/feed.xml"] = noted
    first = _render(tmp_path, f"{site}/feed.xml", work=True)
    assert list(_status(first).values()) == ["rendered"] * 50
    before = _files(tmp_path / "output")
    second = _render(tmp_path, f"{site}/feed.xml", work=True)
    assert list(_status(second).values()) == ["unchanged"] * 50
    assert _files(tmp_path / "output") == before
    assert [bool(body) for body in sent] == [True, False]


def test_what_fails_takes_nothing_with_it(site: str, pages: Pages, tmp_path: Path) -> None:
    """Each page that can't be fetched is reported with the reason; all others are rendered."""
    pages |= {
        "/good": _text("Good"),
        "/feed.xml": _feed(
            _item("Delft"),
            _item("Edam", body="", link=f"{site}/edam"),
            _item("Hoorn", body="", link="/gone"),
            _item("Gouda", body="", link="http://user@example.org/"),
        ),
        "/edam": _text("Edam", "The ferry to Edam did not run at all."),
        "/gone": _broken("410 Gone"),
        "/loop": b"HTTP/1.1 302 Found\r\nLocation: /loop\r\nContent-Length: 0\r\n\r\n",
        "/picture": _page("\x89PNG", "image/png"),
        "/cut.xml": _page("<rss><channel><item><title>A</title><description>One.</descr", "text/xml"),
    }
    names = ("good", "feed.xml", "missing", "loop", "picture", "cut.xml")
    listed = "\n".join(("# What I read", "", *(f"{site}/{name}" for name in names), "http://[::1", f"{site}/good"))
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "list.txt").write_text(listed, encoding="utf-8")
    report = _render(tmp_path)
    endings = ", ".join(formats.endings())
    rendered = [title for title, status in _status(report).items() if status == "to render"]
    assert rendered == ["Good", "To Delft", "To Edam"]
    assert {
        origin.removeprefix(site): reason.removeprefix(f"{origin}: ") for origin, reason in _reasons(report).items()
    } == {
        "/gone": "answers with status 410 (gone). Check the address in a browser.",
        "http://user@example.org/": "contains a user name or a password. Give the address of a public page.",
        "/missing": "answers with status 404 (not found). Check the address in a browser.",
        "/loop": "redirects in a circle. Open it in a browser to see why.",
        "/picture": f"documents of type image/png can't be read. Convert it to a file that ends in one of {endings}.",
        "/cut.xml": "the feed ends in the middle. Render again later; the complete entries are read.",
        "http://[::1": "is not an address (Invalid IPv6 URL). Copy it again from the browser.",
    }


def test_what_the_user_names_is_wanted(site: str, pages: Pages, tmp_path: Path) -> None:
    """An address that the user names is selected in any category, unless the command line names a category."""
    pages["/feed.xml"] = _feed(_item("Delft", category="News"), _item("Edam", category="Audio Sources - Ferries"))
    (tmp_path / "articles" / "show.toml").parent.mkdir()
    (tmp_path / "articles" / "show.toml").write_text(f'sources = ["{site}/feed.xml"]\n', encoding="utf-8")
    for addresses in ((f"{site}/feed.xml",), ()):
        assert _status(_render(tmp_path, *addresses)) == {"To Delft": "to render", "To Edam": "to render"}
    assert _status(_render(tmp_path, category="News")) == {"To Delft": "to render", "To Edam": "skipped"}
    assert _status(_render(tmp_path, category="")) == {"To Delft": "to render", "To Edam": "to render"}


def test_a_feed_among_the_articles_is_read_like_them(site: str, pages: Pages, asked: list[str], tmp_path: Path) -> None:
    """The categories of its entries are matched, and the pages of unselected entries are not fetched."""
    feed = _feed(
        _item("Delft", body="", link=f"{site}/delft", category="News"),
        _item("Edam", body="", link=f"{site}/edam", category="Audio Sources"),
    )
    pages["/edam"] = _text("Edam")
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "ferries.xml").write_bytes(b"".join(feed("")).partition(b"\r\n\r\n")[2])
    assert _status(_render(tmp_path)) == {"To Delft": "skipped", "To Edam": "to render"}
    assert _paths(asked) == ["/robots.txt", "/edam"]


def test_the_linked_page_is_read_instead_of_a_teaser(site: str, pages: Pages, tmp_path: Path) -> None:
    """The article has the feed's properties; while the entry stays the same, the page is not requested again."""
    text = "".join(f"<p>Paragraph {n} tells at some length of the ferry to Edam and its delays.</p>" for n in range(9))
    page = (
        '<!doctype html><html lang="en"><head><title>To Edam | Ferries</title></head><body><nav>Home</nav>'
        f"<article><h1>To Edam</h1>{text}</article><footer>All rights reserved.</footer></body></html>"
    )
    pages |= {"/feed.xml": _feed(_item("Edam", body="", link="/edam")), "/edam": _page(page)}
    assert _status(_render(tmp_path, f"{site}/feed.xml", work=True)) == {"To Edam": "rendered"}
    (path,) = (path for path in (tmp_path / "output" / "episodes").glob("*.json") if path.name.count(".") == 1)
    record = json.loads(path.read_bytes())
    assert record["id"] == "tag:ferry.example,2024:Edam"
    assert record["origin"] == f"{site}/feed.xml#tag:ferry.example,2024:Edam"
    assert record["link"] == f"{site}/edam"
    assert record["published"].startswith("2024-05-01")
    assert "Late again" not in record["summary"]
    assert record["summary"].startswith("Paragraph 0 tells")
    pages["/edam"] = _broken()
    assert _status(_render(tmp_path, f"{site}/feed.xml")) == {"To Edam": "unchanged"}


def _story(place: str, head: str = "") -> Callable[[str], Iterable[bytes]]:
    text = "".join(f"<p>Part {n}: the ferry to {place} left {n + 2} hours late from pier {n}.</p>" for n in range(9))
    return _page(f"<title>To {place}</title>{head}<article>{text}</article>")


def test_a_page_is_known_by_its_address(site: str, pages: Pages, tmp_path: Path) -> None:
    """Two sites may use the same file names or ids; the same page in two lists is one article."""
    number = '<script type="application/ld+json">{"@type": "Article", "identifier": "7"}</script>'
    pages |= {"/a/ferry": _story("Mull"), "/b/ferry": _story("Oban"), "/a/ferry?ref=b": _story("Mull")}
    names = [f"{site}{page}" for page in ("/a/ferry", "/b/ferry", "/a/ferry?ref=b")]
    told = {each.origin: each for each in _render(tmp_path, *names, work=True).outcomes}
    assert [told[name].status for name in names] == ["rendered", "rendered", "skipped"]
    assert f"the same address as {names[0]}" in told[names[2]].reason
    # Its own name is found, or lost, and it goes on as the episode it was.
    pages["/b/ferry"] = _story("Oban", number)
    report = _render(tmp_path, names[1], work=True)
    assert (list(_status(report).values()), report.published) == (["unchanged"], 2)


def test_an_article_that_was_saved_is_not_read_again_from_its_address(site: str, pages: Pages, tmp_path: Path) -> None:
    """An article that `add` wrote has the page's address as its id."""
    pages["/ferry"] = _story("Mull")
    seeds = tmp_path / "articles"
    seeds.mkdir()
    done = CliRunner().invoke(app, ["add", f"{site}/ferry", "--to", str(seeds), "--allow-private"])
    assert done.exit_code == 0, done.stderr
    (seeds / "list.txt").write_text(f"{site}/ferry", encoding="utf-8")
    report = _render(tmp_path)
    assert [each.status for each in report.outcomes] == ["to render", "skipped"]
    assert report.outcomes[1].reason == "it has the same address as to-mull.md"


def test_teasers_are_enough_when_told(site: str, pages: Pages, asked: list[str], tmp_path: Path) -> None:
    """With `teasers` set no page is fetched; without it a teaser never replaces an article."""
    pages["/feed.xml"] = _feed(_item("Delft", body="", link=f"{site}/delft"))
    assert list(_reasons(_render(tmp_path, f"{site}/feed.xml"))) == [f"{site}/delft"]
    (tmp_path / "articles" / "show.toml").write_text("teasers = true\n", encoding="utf-8")
    assert _status(_render(tmp_path, f"{site}/feed.xml")) == {"To Delft": "to render"}
    assert _paths(asked) == ["/feed.xml", "/robots.txt", "/delft", "/feed.xml"]


def test_sources_may_be_elsewhere_on_the_disk(tmp_path: Path) -> None:
    """Paths in `sources` are relative to `show.toml`; a missing one is one error."""
    folder = tmp_path / "articles"
    for place, title in ((folder, "Here"), (tmp_path / "more", "There")):
        place.mkdir()
        (place / "x.txt").write_text(f"{title}\n\n2024-05-01\n\nThe ferry ran late.\n\nId: {title}", encoding="utf-8")
    (folder / "show.toml").write_text('sources = ["../more", "missing.xml"]\n', encoding="utf-8")
    report = _render(tmp_path)
    assert {each.title: each.status.value for each in report.outcomes if each.title} == {
        "Here": "skipped",
        "There": "to render",
    }
    assert [origin.endswith("missing.xml") for origin in _reasons(report)] == [True]


def test_what_can_not_be_reached_is_not_withdrawn(site: str, pages: Pages, tmp_path: Path) -> None:
    """Episodes stay when their feed or page fails, or a feed drops their entry; else they are withdrawn."""
    show = tmp_path / "articles" / "show.toml"
    show.parent.mkdir()
    show.write_text(f'sources = ["{site}/feed.xml", "{site}/page"]\n', encoding="utf-8")
    pages |= {"/feed.xml": _feed(_item("Delft"), _item("Edam")), "/page": _text("Page")}
    everything = {"To Delft", "To Edam", "Page"}
    assert set(_status(_render(tmp_path, work=True))) == everything
    pages["/feed.xml"] = _feed(_item("Delft"))
    assert _status(_render(tmp_path)) == {"To Delft": "unchanged", "Page": "unchanged"}
    pages |= {"/feed.xml": _broken("404 Gone"), "/page": _broken("404 Gone")}
    report = _render(tmp_path)
    assert set(_status(report).values()) == {"failed"}
    show.write_text(f'sources = ["{site}/feed.xml"]\n', encoding="utf-8")
    pages["/feed.xml"] = _feed(_item("Delft"))
    assert _status(_render(tmp_path)) == {"To Delft": "unchanged", "Page": "withdrawn"}
    assert _render(tmp_path, prune=True, work=True).published == 2


def test_private_machines_need_a_word(site: str, tmp_path: Path) -> None:
    """Without `--allow-private` this computer is not asked."""
    address = site.rpartition(":")[0] + ":8000/feed.xml"
    request = Request(
        tmp_path, tmp_path / "output", tmp_path / "cache", voice="tone", addresses=(address,), dry_run=True
    )
    (reason,) = _reasons(render(request, listen=lambda _: None)).values()
    assert reason == f"{address}: is a private address (127.0.0.1). Use --allow-private if it is a host of your own."


def test_an_address_is_read_without_being_rendered(site: str, pages: Pages) -> None:
    """`audiocast read` prints a page's article, or all that a feed names; a private host must be allowed."""
    pages["/feed"] = _feed(_item("Oban"), _item("Mull", body="", link=f"{site}/mull"))
    pages["/mull"] = _page("<title>To Mull</title>" + _BODY.format(place="Mull") * 2)
    run = CliRunner().invoke
    told = run(app, ["read", f"{site}/feed", "--json", "--allow-private"])
    titles = [json.loads(line)["title"] for line in told.stdout.splitlines()]
    assert (told.exit_code, titles) == (0, ["To Oban", "To Mull"])
    refused = run(app, ["read", f"{site}/feed"])
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "--allow-private" in refused.stderr
