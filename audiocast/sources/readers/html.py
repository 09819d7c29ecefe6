"""Read the article in a web page.

`metadata` reads what the page says about its article, `main_content` finds the article's text, and `markup` and
`boilerplate` decide what of that text is spoken. A page without an article, or with only the beginning of one, is an
error.
"""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from audiocast.errors import SourceError
from audiocast.model.article import Article, BlockKind
from audiocast.sources import file_names
from audiocast.sources.decoding import decode
from audiocast.sources.extract import html_tree, main_content, markup, metadata

if TYPE_CHECKING:
    from audiocast.model.article import Block, Cut, Document
    from audiocast.sources.extract.html_tree import Element

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
_TEASER = 1500
"""Counted in characters, because not all languages have spaces between words."""
_CUT_OFF = re.compile(
    r"\b(?:subscribe|sign in|sign up|log in|register|become a (?:member|subscriber)|start your (?:free )?trial)\b"
    r".{0,60}\b(?:to (?:continue|keep|finish) reading|to read (?:the|this)|for full access|to unlock|to access)\b"
    r"|\b(?:for subscribers only|subscriber[- ]only|this (?:article|content|story) is (?:reserved )?for (?:our )?"
    r"(?:subscribers|members)|continue reading with a)\b",
    re.IGNORECASE,
)


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
    length = sum(len(block.text) for block in body.blocks)
    if length < _TEASER and (not about.free or _breaks_off(body.blocks, cuts)):
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
        published=about.published,
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


def _breaks_off(blocks: tuple[Block, ...], cuts: tuple[Cut, ...]) -> bool:
    """Return whether the page asks for a subscription where the text should continue."""
    texts = (*(block.text for block in blocks[-1:]), *(cut.text for cut in cuts))
    return any(map(_CUT_OFF.search, texts))


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
