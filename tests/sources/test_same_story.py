"""Tests of all readers: the same story in any format gives the same script."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest

from audiocast import sources
from audiocast.config.settings import Show
from audiocast.model.article import Article, Block, BlockKind, Document
from audiocast.model.voice import Voice
from audiocast.normalize.lexicon import Lexicon
from audiocast.script import writer

_SEEDS = Path(__file__).parents[2] / "seeds"
_SHOW = Show(title="A show", description="About things.", announce=("author", "date"))


def _articles() -> list[Article]:
    found = [each for path in sources.find(_SEEDS).documents for each in sources.read(sources.fetch(path, _SEEDS))]
    return [each for each in found if isinstance(each, Article)]


_ARTICLES = _articles()


def _parts(article: Article) -> list[Block]:
    """Return the texts that the author wrote: the spoken ones, then the others."""
    return [*article.blocks, *(Block(BlockKind.PARAGRAPH, cut.text) for cut in article.cuts)]


def _markdown(article: Article) -> Document:
    listed = "".join(f"  - {category!r}\n" for category in article.categories)
    body = "\n\n".join(f"## {part.text}" if part.kind is BlockKind.HEADING else part.text for part in _parts(article))
    title = article.title.replace('"', '\\"')
    text = (
        f'---\ntitle: "{title}"\nid: {article.id}\nauthor: {article.author}\ndate: {article.published}\n'
        f"lang: {article.language}\ncategories:\n{listed}---\n\n{body}\n"
    )
    return Document(f"{article.id}.md", "text/markdown", text.encode())


def _body(article: Article) -> str:
    return "".join(
        f"<h2>{escape(part.text)}</h2>" if part.kind is BlockKind.HEADING else f"<p>{escape(part.text)}</p>"
        for part in _parts(article)
    )


def _html(article: Article) -> Document:
    categories = "".join(f'<meta property="article:tag" content="{escape(each)}">' for each in article.categories)
    date = article.published.isoformat() if article.published else ""
    title, author = escape(article.title), escape(article.author)
    text = (
        f'<!doctype html><html lang="{article.language}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="og:title" content="{title}"><meta name="author" content="{author}">'
        f'<meta property="article:published_time" content="{date}">'
        f"{categories}</head><body><nav><a href='/'>Home</a> <a href='/news'>News</a></nav><main><article>"
        f"<h1>{title}</h1>{_body(article)}</article></main><footer>All rights reserved.</footer></body></html>"
    )
    return Document(f"{article.id}.html", "text/html", text.encode())


def _rss(article: Article) -> Document:
    categories = "".join(f"<category>{escape(each)}</category>" for each in article.categories)
    date = article.published.strftime("%a, %d %b %Y %H:%M:%S %z") if article.published else ""
    text = (
        '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>News</title><link>https://example.com/</link>'
        f"<description>News</description><language>{article.language}</language><item><title>{escape(article.title)}</title>"
        f"<dc:creator>{escape(article.author)}</dc:creator><guid isPermaLink='false'>{article.id}</guid>"
        f"<pubDate>{date}</pubDate>{categories}<content:encoded>{escape(_body(article))}</content:encoded>"
        "</item></channel></rss>"
    )
    return Document("news.xml", "application/rss+xml", text.encode())


def _mail(article: Article) -> Document:
    date = article.published.strftime("%d %b %Y %H:%M:%S %z") if article.published else ""
    text = (
        f"Subject: {article.title}\nContent-Language: {article.language}\nFrom: {article.author} <news@example.com>\n"
        f"Date: {date}\nMessage-ID: <{article.id}>\n"
        f"Keywords: {', '.join(article.categories)}\nContent-Type: text/html; charset=utf-8\n\n{_body(article)}"
    )
    return Document("x.eml", "message/rfc822", text.encode())


def _said(article: Article) -> list[tuple[str, str]]:
    built = writer.write_article(article, show=_SHOW, voices=(Voice("x", "tone"),), lexicon=Lexicon())
    return [(each.written, each.text) for section in built.sections for each in section.utterances]


@pytest.mark.parametrize("make", [_html, _mail, _markdown, _rss])
@pytest.mark.parametrize("article", _ARTICLES, ids=lambda article: article.id[:30])
def test_every_seed_is_said_the_same(article: Article, make: object) -> None:
    """Title, author, date, chapters and sentences are those of the category document, and nothing is added."""
    assert callable(make)
    (again,) = sources.read(make(article))
    assert isinstance(again, Article)
    assert _said(again) == _said(article)
    # A feed's ids are its own; a page has its title a second time.
    assert again.id.endswith(article.id)
    assert {cut.rule for cut in again.cuts} - {"repeated title"} == {cut.rule for cut in article.cuts}
    assert sources.select(again, "Audio Sources") == sources.select(article, "Audio Sources")
