"""Read the article in a web page.

`metadata` reads what the page says about its article, `main_content` finds the article's text, and `markup` and
`boilerplate` decide what of that text is spoken. A page without an article, or with only the beginning of one, is an
error.
"""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape, unescape
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from audiocast.errors import SourceError
from audiocast.model.article import Article, BlockKind
from audiocast.sources import dates, file_names
from audiocast.sources.decoding import decode
from audiocast.sources.extract import html_tree, main_content, markup, metadata, paywalls

if TYPE_CHECKING:
    from datetime import datetime

    from audiocast.model.article import Cut, Document
    from audiocast.sources.extract.html_tree import Element
    from audiocast.sources.extract.markup import Body
    from audiocast.sources.extract.metadata import About

_MAX_BYTES = 10_000_000
"""A parsed page needs about ten times its size in memory; no article's page is so large."""
_HEAD = 4096
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_MOST_ELEMENTS = 60_000
"""So many elements take ten seconds; the longest encyclopedia articles have a third of them."""
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_DAMAGED = 20
"""One invalid character in so many non-ASCII ones is damage; more of them show another encoding."""
_FEWEST = 50
_DATED = frozenset(("date line", "byline", "stray line", "outside the article", "named"))
_LONGEST_BYLINE = 150
_TEASER = 1500
_SHARE = 0.5
"""When a page shows a smaller share of the text in its JSON-LD, that text is read."""
_MARKUP = re.compile(r"<(?:p|br|div|h[1-6]|ul|ol)\b", re.IGNORECASE)


def read(document: Document) -> tuple[Article | SourceError, ...]:
    """Return the page's article, or the reason why there is none."""
    try:
        return (_article(document),)
    except SourceError as error:
        return (error,)


def _article(document: Document) -> Article:
    origin = document.origin
    root = _parsed(document)
    about = metadata.about(root, origin=origin)
    found = main_content.find(root)
    body = markup.read(found.element, title=about.title)
    elsewhere = (
        # The headline is often outside the article's element.
        replace(cut, rule="repeated title") if cut.text.casefold() == about.title.casefold() else cut
        for cut in found.cuts
    )
    cuts = tuple(sorted((*elsewhere, *body.cuts), key=lambda cut: cut.line))
    length = _length(body)
    if about.free and len(about.body) > _FEWEST and length < _SHARE * len(about.body):
        told = _told(about)
        if length < _SHARE * _length(told):
            body, cuts, length = told, told.cuts, _length(told)
    texts, left_out = [block.text for block in body.blocks], [cut.text for cut in cuts]
    if (length < _TEASER and not about.free) or paywalls.is_teaser(texts, left_out, promised=about.words):
        raise SourceError(
            "shows only the beginning of its article",
            where=origin,
            hint="Open it in your browser, log in if needed, and save the page as a file",
        )
    if length < _FEWEST:
        raise SourceError(
            "no article was found in the page",
            where=origin,
            hint="Give the page of one article; if the page needs JavaScript, save it from your browser",
        )
    title, blocks = about.title, body.blocks
    if not title and blocks[0].kind is BlockKind.HEADING:
        title, blocks = blocks[0].text, blocks[1:]
    title = title or _named(origin)
    if not title:
        raise SourceError("has no title", where=origin, hint="Add a <title> or an <h1>")
    return Article(
        id=_identity(about.id, origin),
        origin=origin,
        title=title,
        author=about.author or body.author,
        categories=about.sections,
        language=about.language,
        published=about.published or _visible_date(cuts),
        link=about.link,
        blocks=blocks,
        cuts=cuts,
        modified=about.modified,
        tags=about.tags,
    )


def _parsed(document: Document) -> Element:
    if len(document.content) > _MAX_BYTES:
        raise SourceError(
            f"is too large for a page ({len(document.content):,} bytes; {_MAX_BYTES:,} is the limit)",
            where=document.origin,
            hint="Save the article alone, without pictures inside the page",
        )
    root = html_tree.parse(_text(document), where=document.origin)
    if sum(1 for _ in root.iter()) > _MOST_ELEMENTS:
        raise SourceError(
            f"has more than {_MOST_ELEMENTS:,} elements",
            where=document.origin,
            hint="Save the article alone, or a part of it",
        )
    return root


def _identity(own: str, origin: str) -> str:
    """Return the page's own id, with the host's name when it was fetched, or the identity of the file."""
    address = file_names.identity(origin)
    host = urlsplit(address).hostname if address == origin else ""
    return f"{host}:{own}" if own and host else own or address


def _named(origin: str) -> str:
    """Return a title from the words in a file's name, or ""."""
    words = re.findall(r"[^\W\d_]{2,}", PurePosixPath(origin).stem)
    return " ".join(words).capitalize()


def _length(body: Body) -> int:
    return sum(len(block.text) for block in body.blocks)


def _told(about: About) -> Body:
    """Return the article's text in the JSON-LD."""
    text = about.body
    if not _MARKUP.search(text):
        paragraphs = filter(str.strip, text.splitlines())
        text = "".join(f"<p>{escape(unescape(each))}</p>" for each in paragraphs)
    return markup.read(html_tree.parse(text, where=""), title=about.title)


def _visible_date(cuts: tuple[Cut, ...]) -> datetime | None:
    """Return the date in a line above the text that is not spoken."""
    for cut in cuts:
        if cut.rule in _DATED and len(cut.text) < _LONGEST_BYLINE and (match := dates.found(cut.text)):
            return match
    return None


def _text(document: Document) -> str:
    """Return the page's text, decoded.

    The encoding is UTF-8 if nearly all bytes are valid, else the one that the sender or the page names.
    """
    text = document.content.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    if wrong and wrong * _DAMAGED < len(_BEYOND_ASCII.findall(text)):
        return text.replace("\ufffd", "")
    return decode(replace(document, charset=document.charset or _declared(document.content)))


def _declared(content: bytes) -> str:
    match = _CHARSET.search(content[:_HEAD])
    return match[1].decode("ascii", "ignore") if match else ""
