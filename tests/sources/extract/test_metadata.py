"""Tests of `extract/metadata.py`; `readers/test_html.py` tests it on whole pages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from audiocast.sources.extract import html_tree, metadata

_JSON = """<script type="application/ld+json">
{"@graph": [
  {"@type": "WebSite", "name": "Harbor News"},
  {"@type": "NewsArticle", "headline": "Ferry late again | Harbor News", "datePublished": "2024-05-01T08:00:00Z",
   "author": [{"name": "Jane Doe"}, {"name": "John Roe"}], "articleSection": "Traffic", "keywords": "ferry, harbor"}
]}
</script>"""


def _about(head: str, body: str = "") -> metadata.About:
    root = html_tree.parse(f"<html lang='en'><head>{head}</head><body>{body}</body></html>", where="page.html")
    return metadata.about(root, origin="https://harbor.example/ferry")


def test_json_ld_is_the_first_source() -> None:
    """Its values win over those of `<meta>` elements, and the site's name is no part of the title."""
    about = _about(f"{_JSON}<meta name='author' content='Somebody Else'><title>Other</title>")
    assert (about.title, about.author) == ("Ferry late again", "Jane Doe and John Roe")
    assert (about.sections, about.tags, about.language) == (("Traffic",), ("ferry", "harbor"), "en")
    assert about.published == datetime(2024, 5, 1, 8, tzinfo=UTC)


def test_without_json_ld_the_meta_elements_are_read() -> None:
    """Then come marks in the page, such as `<time>`."""
    about = _about(
        "<meta property='og:title' content='The ferry'><meta name='keywords' content='ferry'>",
        "<article><time datetime='2024-05-02'></time></article>",
    )
    assert (about.title, about.tags) == ("The ferry", ("ferry",))
    assert about.published == datetime(2024, 5, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    "head",
    [
        "<script type='application/ld+json'>{broken</script>",
        "<meta name='date' content='soon'>",
        "<link rel='canonical' href='http://['>",
    ],
)
def test_values_that_are_not_valid_are_ignored(head: str) -> None:
    """The address of the page is then its link."""
    about = _about(head)
    assert (about.title, about.published, about.link) == ("", None, "https://harbor.example/ferry")


def test_a_page_may_say_that_it_is_not_free() -> None:
    """`isAccessibleForFree` may be a boolean or a text."""
    assert _about(_JSON).free
    assert not _about(_JSON.replace('"keywords"', '"isAccessibleForFree": "False", "keywords"')).free
