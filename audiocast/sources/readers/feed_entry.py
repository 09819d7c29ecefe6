"""Turn an entry of a feed into an article, or into a reference to its page.

An entry is an article when the feed holds the full text. A feed's description is usually a teaser and not the article,
so the linked page is read instead. A description is the article when it has several paragraphs and a complete end, or
when the entry has no link.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from html import unescape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from audiocast.errors import SourceError
from audiocast.model.article import Article, Cut, Reference
from audiocast.sources import field_values, file_names
from audiocast.sources.checksums import checksum
from audiocast.sources.decoding import ENTITY, clean, lines
from audiocast.sources.extract import html_tree, markup
from audiocast.sources.readers import body as plain

if TYPE_CHECKING:
    from datetime import datetime

    from audiocast.model.article import Block, Document

_GLOBAL_ID = re.compile(r"[a-z][a-z0-9+.-]*:\S|.*://|[0-9a-f-]{32,}", re.IGNORECASE)
"""Ids that are globally unique."""
_CUT_SHORT = re.compile(r"(?:\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.)\W*$")
_LEADS_ON = re.compile(
    r"(?:\b(?:continue|keep) reading\b|\bread (?:more|on|the (?:full|whole|rest|complete))\b).{0,80}$", re.IGNORECASE
)
"""The ends of teasers; a long article may have the second end too."""
MOST_ENTRIES = 20_000
"""A real feed has at most thousands; a longer one takes minutes to read."""
_LONGEST_TEASER = 2000
_END = 700
_COLOPHON = re.compile(r"The (?:post|article) .{1,300} (?:first appeared|appeared first) on .{1,200}", re.IGNORECASE)
"""The line that WordPress adds to each entry of its feeds."""
_ARTICLE_LENGTH = 800
_ARTICLE_BLOCKS = 3
"""A description with so much text, in so many blocks, is an article."""
_ESCAPED_TAG = re.compile(r"&lt;(?:p|div|br|h[1-6]|ul|ol|li|blockquote|figure|img|a|span|strong|em)\b[^<>]{0,500}?&gt;")
_ESCAPED_ENTITY = re.compile(
    r"&amp;((?:nbsp|[lr][sd]quo|[mn]dash|hellip|quot|apos|#8\d{3}|#3[249]|#160|[a-z](?:acute|grave|circ|uml|cedil|tilde));)",
    re.IGNORECASE,
)
_MOST_ESCAPES = 3
_HALF = re.compile("[\ud800-\udfff]")
_LONGEST_TITLE = 250
_TITLE_WORDS = 12
"""The number of words of the text that make a title when there is none."""


@dataclass(frozen=True, slots=True)
class Text:
    """A text as the feed has it."""

    value: str = ""
    html: bool = True


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as the feed has it; fields that it does not have are empty.

    The checksum of an article depends on the names and the order of these fields.
    """

    id: str = ""
    link: str = ""
    title: Text = Text()
    author: str = ""
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str = ""
    published: datetime | None = None
    modified: datetime | None = None
    content: Text = Text()
    summary: Text = Text()


class _Body(NamedTuple):
    """The blocks of a text; `ending` is the end of the text before anything is cut."""

    blocks: tuple[Block, ...]
    cuts: tuple[Cut, ...]
    author: str
    ending: str

    @property
    def length(self) -> int:
        """The number of characters in all blocks."""
        return sum(len(block.text) for block in self.blocks)


def read_entry(entry: Entry, document: Document) -> Article | Reference | SourceError:
    """Return the article of an entry, or a reference to its page, or the reason why it is neither."""
    link = _link(entry, document)
    title = _line(entry.title)
    identity = _identity(entry, link, title, document)
    where = f"{document.origin}#{identity}"
    if _HALF.search(entry.link):
        hint = "Tell the publisher of the feed"
        return SourceError("has a link with an incomplete character", where=where, hint=hint)
    try:
        body, teaser = (_body(each, title, where) for each in (entry.content, entry.summary))
    except SourceError as error:
        return error
    if teaser.length > body.length and _is_article(teaser):
        body = teaser
    article = Article(
        id=identity,
        origin=where,
        title=title[:_LONGEST_TITLE].rstrip(),
        author=clean(entry.author) or body.author or teaser.author,
        categories=_cleaned(entry.categories),
        language=_language(entry),
        published=entry.published,
        link=link,
        blocks=body.blocks or teaser.blocks,
        cuts=body.cuts if body.blocks else teaser.cuts,
        modified=entry.modified,
        tags=_cleaned(entry.tags),
        source_sum=checksum(document.origin, entry),
    )
    if link and _is_teaser(body, teaser):
        return Reference(link, found=True, about=article)
    if not article.blocks:
        return SourceError("has no text and no link to a page", where=where, hint="Tell the publisher of the feed")
    return titled(article)


def too_many(document: Document) -> SourceError:
    """Return the error for a feed with more entries than are read."""
    what = f"has more than {MOST_ENTRIES:,} entries; the others are not read"
    return SourceError(what, where=document.origin, hint="Ask the publisher for a shorter feed")


def titled(article: Article) -> Article:
    """Return an article; one without a title, such as a short note, gets the beginning of its text as its title."""
    text = article.blocks[0].text if article.blocks else article.link
    return article if article.title else replace(article, title=_beginning(text))


def merged(about: Article, page: Article) -> Article:
    """Return the article of a page with the properties that the feed gives it; those win over the page's own."""
    return replace(
        page,
        id=about.id,
        origin=about.origin,
        title=about.title or page.title,
        author=about.author or page.author,
        categories=about.categories or page.categories,
        tags=tuple(dict.fromkeys((*about.tags, *page.tags))),
        language=page.language or about.language,
        published=about.published or page.published,
        modified=about.modified or page.modified,
        link=about.link,
        source_sum=checksum(about.source_sum, page.source_sum),
    )


def _beginning(text: str) -> str:
    words = text.split()
    begin = " ".join(words[:_TITLE_WORDS])[:_LONGEST_TITLE].rstrip(" .,:;")
    return f"{begin}…" if len(words) > _TITLE_WORDS else begin or text[:_LONGEST_TITLE]


def _link(entry: Entry, document: Document) -> str:
    """Return the address of an entry's page, or "" when it is the feed itself or not valid."""
    base = document.origin if urlsplit(document.origin).scheme in ("http", "https") else ""
    written = entry.link.strip()
    try:
        link = field_values.link(urljoin(base, written), document.origin) if written else ""
    except (ValueError, SourceError):
        return ""
    return "" if link == document.origin else link


def _identity(entry: Entry, link: str, title: str, document: Document) -> str:
    """Return the entry's own id, with the host's name if it may not be globally unique.

    An entry without an id has its link as its id, or else a checksum of its text.
    """
    own = "-".join(clean(entry.id).split())
    if own and _GLOBAL_ID.match(own):
        return own
    host = urlsplit(link or document.origin).hostname or file_names.identity(document.origin)
    if own:
        return f"{host}:{own}"
    if link:
        return link
    text = (
        f"{title}\n{entry.published}\n{'' if title or entry.published else entry.content.value or entry.summary.value}"
    )
    return f"{host}:{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"


def _language(entry: Entry) -> str:
    try:
        return field_values.language(entry.language.strip().replace("_", "-"), "") if entry.language else ""
    except SourceError:
        return ""


def _unescaped(text: Text) -> str:
    """Return the markup of a text that was escaped twice, and characters for entities that were."""
    value = text.value
    if not text.html:
        return value
    for _ in range(_MOST_ESCAPES):
        tags = len(_ESCAPED_TAG.findall(value))
        if not tags or tags < value.count("<"):
            break
        value = unescape(value)
    return _ESCAPED_ENTITY.sub(r"&\1", value)


def _body(text: Text, title: str, where: str) -> _Body:
    value = _unescaped(text)
    if text.html and "<" in value:
        root = html_tree.parse(value, where=where)
        ending = html_tree.text_of(root)[-_END:]
        blocks, cuts, author = markup.read(root, title=title)
    else:
        rows = lines(unescape(value) if text.html else value)
        ending = " ".join(row.text for row in rows[-_END:])[-_END:]
        blocks, cuts, author = plain.read(rows, title=title)
    if blocks and _COLOPHON.fullmatch(blocks[-1].text):
        blocks, cuts = blocks[:-1], (*cuts, Cut("colophon", 0, blocks[-1].text))
    # Line numbers mean nothing in a feed.
    return _Body(blocks, tuple(replace(cut, line=0) for cut in cuts), author, _COLOPHON.sub("", ending).rstrip())


def _is_teaser(body: _Body, teaser: _Body) -> bool:
    """Return whether the text is empty or only the beginning of the article."""
    if body.length < max(1, teaser.length) or _CUT_SHORT.search(body.ending):
        return True
    return body.length < _LONGEST_TEASER and _LEADS_ON.search(body.ending) is not None


def _is_article(teaser: _Body) -> bool:
    """Return whether a description holds a whole article."""
    whole = teaser.length >= _ARTICLE_LENGTH and len(teaser.blocks) >= _ARTICLE_BLOCKS
    return whole and not _CUT_SHORT.search(teaser.ending) and not _LEADS_ON.search(teaser.ending)


def _line(text: Text) -> str:
    value = text.value
    if text.html and re.search("[<&]", value):
        value = html_tree.text_of(html_tree.parse(value, where=""))
    for _ in range(_MOST_ESCAPES):
        if not ENTITY.search(value):
            break
        value = unescape(value)
    return clean(value)


def _cleaned(texts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(clean, texts))))
