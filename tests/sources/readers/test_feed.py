"""Tests of the readers `feed`, `feed_entry`, `json_feed` and `address_list`, and of `sniffing.py`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audiocast import sources
from audiocast.errors import SourceError
from audiocast.model.article import Article, Document, Reference
from audiocast.sources import contract, sniffing
from audiocast.sources.readers import feed_entry

FEEDS = sorted(path for path in (Path(__file__).parents[1] / "data" / "feed").iterdir() if path.suffix != ".expected")
ADDRESS = "https://news.example/feed"


def _document(content: bytes, media_type: str = "") -> Document:
    return Document(ADDRESS, media_type, content)


def _plain(found: Article | Reference | SourceError) -> dict[str, object]:
    if isinstance(found, SourceError):
        return {"where": found.where, "problem": found.what}
    if isinstance(found, Reference):
        return {"see": found.address, **(_plain(found.about) if found.about else {})}
    dates = {name: getattr(found, name) for name in ("published", "modified")}
    texts = {name: getattr(found, name) for name in ("author", "language", "link")}
    lists = {name: list(getattr(found, name)) for name in ("categories", "tags")}
    cuts = [f"{cut.rule}: {cut.text}" for cut in found.cuts]
    return {
        "id": found.id,
        "title": found.title,
        **{name: value for name, value in (*texts.items(), *lists.items()) if value},
        **{name: date.isoformat() for name, date in dates.items() if date},
        "blocks": [f"{block.kind}: {block.text}" for block in found.blocks],
        **({"cuts": cuts} if cuts else {}),
    }


@pytest.mark.parametrize("path", FEEDS, ids=lambda path: path.name)
def test_pair(path: Path) -> None:
    """A feed is read as the articles and references in the file beside it."""
    expected = json.loads(path.with_name(f"{path.name}.expected").read_text(encoding="utf-8"))
    kind = "application/feed+json" if path.suffix == ".json" else "text/xml"
    assert [_plain(each) for each in sources.read(_document(path.read_bytes(), kind))] == expected


class TestFeedReader(contract.ReaderContract):
    """The rules that hold for every reader, with RSS."""

    document = _document((FEEDS[0].parent / "full-text.rss").read_bytes(), "application/rss+xml")


class TestJsonFeedReader(contract.ReaderContract):
    """The rules that hold for every reader, with a JSON Feed."""

    document = _document((FEEDS[0].parent / "old.feed.json").read_bytes(), "application/feed+json")


class TestAddressListReader(contract.ReaderContract):
    """The rules that hold for every reader, with a list of addresses."""

    document = _document(b"# To read\n\nhttps://quay.example/1\n  https://quay.example/2  \n", "text/uri-list")


_LISTS = {
    "read.csv": b"title,url,time_added,tags,status\nA,https://quay.example/1,1714557600,,unread\n"
    b'"B, or C",https://quay.example/2,1714557601,,archive\n',
    "read.json": b'[{"title": "A", "url": "https://quay.example/1", "savedAt": "2024-05-01"},'
    b' {"title": "B", "originalUrl": "https://quay.example/2", "savedAt": "2024-05-02"}]',
    "read.html": b"<!DOCTYPE NETSCAPE-Bookmark-file-1><TITLE>Bookmarks</TITLE><DL><DT><H3>To read</H3><DL>"
    b"<DT><A HREF='https://quay.example/1'>A</A><DT><A HREF='https://quay.example/2'>B</A>"
    b"<DT><A HREF='javascript:x()'>C</A></DL></DL>",
    "feeds.opml": b"<opml version='1.0'><body><outline text='Sea'><outline type='rss' xmlUrl='https://quay.example/1'/>"
    b"</outline><outline text='A &amp; B' xmlUrl='https://quay.example/2'/></body></opml>",
}


@pytest.mark.parametrize("name", _LISTS)
def test_a_list_of_saved_articles_or_feeds_names_addresses(name: str, tmp_path: Path) -> None:
    """An export of a program for reading later, bookmarks and OPML in a folder give a reference for each address."""
    (tmp_path / name).write_bytes(_LISTS[name])
    (document,) = sources.find(tmp_path).documents
    found = sources.read(sources.fetch(document, tmp_path))
    assert found == tuple(Reference(f"https://quay.example/{number}", found=False) for number in (1, 2))


@pytest.mark.parametrize(
    ("name", "content"), [("package.json", '{"url": "x"}'), ("prices.csv", "year,price\n2024,1\n")]
)
def test_data_beside_the_articles_is_no_document(name: str, content: str, tmp_path: Path) -> None:
    """A JSON or CSV file that is neither a feed nor a list of saved articles is ignored in a folder."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert [path.name for path in sources.find(tmp_path).ignored] == [name]


class TestCsvReader(contract.ReaderContract):
    """The rules that hold for every reader, with a list of saved articles as CSV."""

    document = _document(_LISTS["read.csv"], "text/csv")


class TestJsonReader(contract.ReaderContract):
    """The rules that hold for every reader, with a list of saved articles as JSON."""

    document = _document(_LISTS["read.json"], "application/json")


class TestBookmarksReader(contract.ReaderContract):
    """The rules that hold for every reader, with bookmarks."""

    document = _document(_LISTS["read.html"], "text/x-bookmarks")


class TestOpmlReader(contract.ReaderContract):
    """The rules that hold for every reader, with a list of feeds."""

    document = _document(_LISTS["feeds.opml"], "text/x-opml")


_PARAGRAPHS = [
    f"The keeper trimmed lamp number {number} before the storm came in from the bay. " * 3 for number in range(5)
]


def _feed(fields: str, title: str = "Ferry") -> Article | Reference | SourceError:
    item = f"<item><title>{title}</title><link>https://quay.example/1</link>{fields}</item>"
    head = '<rss xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
    return sources.read(_document(f"{head}{item}</channel></rss>".encode(), _RSS))[0]


@pytest.mark.parametrize("paragraph", ["{}\n\n", "&lt;p&gt;{}&lt;/p&gt;", "&amp;lt;p&amp;gt;{}&amp;lt;/p&amp;gt;"])
def test_a_description_of_several_paragraphs_is_an_article(paragraph: str) -> None:
    """A whole article in the description is read from the feed, as text, as markup, or as markup escaped twice."""
    found = _feed(f"<description>{''.join(map(paragraph.format, _PARAGRAPHS))}</description>")
    assert isinstance(found, Article)
    assert [block.text for block in found.blocks] == [each.strip() for each in _PARAGRAPHS]


@pytest.mark.parametrize(
    ("written", "author"),
    [
        ("By Jane Roe, Staff Writer", "Jane Roe"),
        ("Jane Roe, Bo Kern", "Jane Roe, Bo Kern"),
        ("Roe, Jane", "Roe, Jane"),
        ("jane@example.org (Jane Roe)", "Jane Roe"),
        ("Jane Roe | Associated Press", "Jane Roe"),
        ("Jane Roe | Quay Notes", "Jane Roe"),
        ("Jane Roe, Special to Quay Notes", "Jane Roe"),
        ("admin", ""),
    ],
)
def test_an_author_of_a_feed_is_a_name(written: str, author: str) -> None:
    """The word "By", roles, mail addresses and accounts are no part of an author's name."""
    found = _feed(f"<dc:creator>{written}</dc:creator>")
    assert isinstance(found, Reference)
    assert found.about
    assert found.about.author == author


@pytest.mark.parametrize(
    "written",
    [
        "Mi, 01 Mai 2024 10:00:00 +0000",
        "May 1, 2024 10:00 AM",
        "Wed, 01 May 2024 12:00:00 CEST",
        "1714557600",
        "2024/05/01 10:00",
    ],
)
def test_a_date_of_a_feed_has_any_clear_form(written: str) -> None:
    """Dates in other languages and forms, and with other time zones, are read."""
    found = _feed(f"<pubDate>{written}</pubDate>")
    assert isinstance(found, Reference)
    assert found.about
    assert str(found.about.published) == "2024-05-01 10:00:00+00:00"


def test_a_title_may_be_escaped_several_times() -> None:
    """Entities in titles are replaced, however often they were escaped."""
    found = _feed("", title="Lamp &amp;amp;amp; tower")
    assert isinstance(found, Reference)
    assert found.about
    assert found.about.title == "Lamp & tower"


def test_a_list_names_addresses(tmp_path: Path) -> None:
    """A text in which every line is an address or a comment is a list that the user wrote."""
    path = tmp_path / "list.txt"
    path.write_text("\ufeff# To read\n\nhttps://quay.example/1\r\nHTTP://quay.example/2 \n", encoding="utf-8")
    found = sources.read(sources.fetch(path, tmp_path))
    assert found == tuple(Reference(each, found=False) for each in ("https://quay.example/1", "HTTP://quay.example/2"))


_RSS, _ATOM, _JSON = "application/rss+xml", "application/atom+xml", "application/feed+json"


@pytest.mark.parametrize(
    ("told", "content", "media_type"),
    [
        ("text/html", b"\n<?xml version='1.0'?>\n<!-- x --><rss version='2.0'>", _RSS),
        ("application/xml", b"<!DOCTYPE rss [<!ENTITY a '>'>] ><RSS>", _RSS),
        ("text/plain", b"\xef\xbb\xbf<feed xmlns='http://www.w3.org/2005/Atom'>", _ATOM),
        ("text/xml", "<feed>".encode("utf-16"), _ATOM),
        ("text/xml", b"<rdf:RDF xmlns:rdf='x'>", _RSS),
        ("text/plain", b"<!doctype html>\n<html><body>", "text/html"),
        ("application/xml", b"<html xmlns='http://www.w3.org/1999/xhtml'>", "text/html"),
        ("application/json", b'{"version": "https://jsonfeed.org/version/1.1"}', _JSON),
        ("text/plain", b"https://quay.example/\n", "text/uri-list"),
        ("text/plain", b"See https://quay.example/\n", "text/plain"),
        ("text/plain", b"# A remark\n\nand a text.", "text/plain"),
        ("text/plain", b"# Only a remark", "text/plain"),
        ("text/html", b"<p>A page without its frame", "text/html"),
        ("text/xml", b"<svg/>", "text/xml"),
        ("text/markdown", b"<html>", "text/markdown"),
        ("", b"Just a text", "text/plain"),
        ("application/octet-stream", b"PK\x03\x04", "text/plain"),
    ],
)
def test_what_is_said_of_a_document_may_be_wrong(told: str, content: bytes, media_type: str) -> None:
    """When the declared media type is vague, the content decides, then the ending of the name."""
    assert sniffing.media_type(Document("https://quay.example/x.txt?y=1", told, content)) == media_type


_BEGIN = b'<rss version="2.0"><channel><item><title>t</title><description>'
_END = b"</description></item></channel></rss>"
_MANY = 30_000


@pytest.mark.parametrize(
    "content",
    [
        b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a0 'lol'>"
        + b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
        + b"]><rss><channel><item><title x='&a11;'>&a11;</title></item></channel></rss>",
        b"<!DOCTYPE r [<!ENTITY x '" + b"x" * _MANY + b"'>]>" + _BEGIN + b"&x;" * _MANY + _END,
        b"<!DOCTYPE r SYSTEM 'http://127.0.0.1:9/x.dtd'>" + _BEGIN + b"&x;" + _END,
        b"<!DOCTYPE" * _MANY,
        b"<!ENTITY a '" * _MANY,
        _BEGIN + b" " * 10 * _MANY + b"x" + _END,
        _BEGIN + b"\n " * 10 * _MANY + b"x" + _END,
        *(
            _BEGIN + piece * _MANY + _END
            for piece in (
                b"<a>",
                b"&",
                b"<",
                b"<!--",
                b"<![CDATA[",
                b"&a;",
                b"&lt;p>",
                b"&lt;a href='",
                b"]]>",
                b"The post ",
            )
        ),
        b"<rss><channel><item><author>" + b"a" * 5 * _MANY + b"</author><link>/</link></item></channel></rss>",
        b"<rss><channel><item><author>" + b"a@" * _MANY + b"</author><link>/</link></item></channel></rss>",
        b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * _MANY,
    ],
    ids=range(20),
)
@pytest.mark.usefixtures("patience")
def test_nobody_wastes_our_time(content: bytes) -> None:
    """Entity bombs, and markup that makes parsers slow, are read or refused within seconds."""
    kind = _JSON if content.startswith(b"{") else _RSS
    contract.check_readings(sources.read(_document(content, kind)), _document(b""))


_PIECES = st.sampled_from(
    (
        *(
            "<rss>",
            "</rss>",
            "<channel>",
            "</channel>",
            "<item>",
            "</item>",
            "<title>",
            "</title>",
            "<feed>",
            "</feed>",
        ),
        *("<entry>", "</entry>", "<link>", "</link>", "<link href='/a'/>", "<guid>", "</guid>", "<description>"),
        *("</description>", "<content:encoded>", "</content:encoded>", "<![CDATA[", "]]>", "<p>", "&lt;p&gt;", "&amp;"),
        *(
            "&eacute;",
            "&",
            "<",
            "\x00",
            "\ud800",
            "<!DOCTYPE a [",
            "]>",
            "<pubDate>",
            "2024-05-01",
            "</pubDate>",
            "Word ",
        ),
        *("<id>", "</id>", "12", "https://a.example/", "<content type='xhtml'>", "</content>", "<category term='x'/>"),
    )
)


@settings(max_examples=settings().max_examples // 2)
@given(st.lists(_PIECES, max_size=30), st.booleans())
def test_whatever_stands_in_a_feed(pieces: list[str], begins: bool) -> None:
    """Any markup in a feed is read, or refused with a named error."""
    text = ("<rss><channel><item><title>T</title>" if begins else "") + "".join(pieces)
    document = _document(text.encode("utf-8", "surrogatepass"), _RSS)
    contract.check_readings(sources.read(document), document)


@pytest.mark.parametrize("name", ["id", "title", "content_text", "summary", "language", "tags", "url"])
def test_half_a_character_in_a_json_feed(name: str) -> None:
    """A lone surrogate is removed from a text; an entry with one in its link is a named error."""
    half = (
        "https://example.org/\ud800" if name == "url" else "It ran \ud83d" if name == "content_text" else "Ferry \ud83d"
    )
    item = {"id": "1", "title": "Ferry", "content_text": "It ran late."} | {name: [half] if name == "tags" else half}
    document = _document(json.dumps({"version": sniffing.JSON_FEED, "items": [item]}).encode(), _JSON)
    (found,) = sources.read(document)
    contract.check_readings((found,), document)
    if name == "url":
        assert isinstance(found, SourceError)
        assert "an incomplete character" in found.what
    else:
        assert isinstance(found, Article)
        assert found.title == "Ferry"


def test_a_number_that_is_no_character_is_left_out() -> None:
    """Numeric references to surrogates and to numbers above the last character are removed."""
    item = (
        "<item><title>Fer&#xD800;ry&#99999999;</title><guid isPermaLink='false'>a&#xDFFF;</guid>"
        "<description>Late.</description></item>"
    )
    (found,) = sources.read(_document(f"<rss><channel>{item}</channel></rss>".encode(), _RSS))
    assert isinstance(found, Article)
    assert found.title == "Ferry"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (json.dumps({"version": sniffing.JSON_FEED, "items": [{}] * (feed_entry.MOST_ENTRIES + 9)}).encode(), _JSON),
        (b"<rss><channel>" + b"<item/>" * (feed_entry.MOST_ENTRIES + 9) + b"</channel></rss>", _RSS),
    ],
    ids=["json", "rss"],
)
def test_a_feed_is_read_up_to_a_number_of_entries(content: bytes, kind: str) -> None:
    """Entries above the limit are not read, and an error says so."""
    found = sources.read(_document(content, kind))
    assert len(found) == feed_entry.MOST_ENTRIES + 1
    assert "has more than 20,000 entries" in str(found[-1])


_NAMES = st.sampled_from(
    (
        *("id", "url", "title", "content_html", "content_text", "summary", "authors", "author", "name", "tags"),
        *("date_published", "language", "items"),
    )
)
_VALUES = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=5),
    max_leaves=20,
)


@settings(max_examples=settings().max_examples // 2)
@given(_VALUES)
def test_whatever_stands_in_a_json_feed(items: object) -> None:
    """Any JSON is read, or refused with a named error."""
    document = _document(json.dumps({"version": sniffing.JSON_FEED, "items": items}).encode(), _JSON)
    contract.check_readings(sources.read(document), document)
