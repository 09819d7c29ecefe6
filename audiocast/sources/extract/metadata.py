"""Read what a web page says about its article in machine-readable form.

Sources of values, the most reliable first: JSON-LD; Open Graph and other `<meta>` elements; marks in the page, such as
`<time>`. A value that is not valid is ignored, because the user can't correct the page.
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from audiocast.errors import SourceError
from audiocast.sources import dates, field_values
from audiocast.sources.decoding import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from audiocast.sources.extract.html_tree import Element

_TITLES = (
    "og:title",
    "parsely-title",
    "sailthru.title",
    "dcterms.title",
    "dc.title",
    "citation_title",
    "twitter:title",
)
_AUTHORS = ("author", "article:author", "parsely-author", "sailthru.author", "dcterms.creator", "dc.creator", "byl")
_PUBLISHED = (
    *("article:published_time", "og:article:published_time", "parsely-pub-date", "sailthru.date", "datepublished"),
    *("dcterms.created", "dcterms.date", "dc.date.issued", "dc.date", "publication_date", "pubdate", "publishdate"),
    *("publish_date", "publish-date", "citation_publication_date", "date"),
)
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified")
_SECTIONS = ("article:section", "og:article:section", "parsely-section", "section")
_TAGS = ("article:tag", "og:article:tag", "news_keywords", "parsely-tags", "keywords")
_LANGUAGES = ("content-language", "og:locale", "dcterms.language", "dc.language", "language")
_SITES = ("og:site_name", "application-name")

_KIND = re.compile(r"\w*(?:Article|Posting|Report|Review)", re.IGNORECASE)
_SITE = re.compile(r"WebSite|\w*Organization", re.IGNORECASE)
_AROUND_JSON = re.compile(r"^\s*(?://\s*)?(?:<!--|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\s*$|;\s*$")
_NAMES = ("name", "value", "@value", "@id", "alternateName")
_MOST_NODES = 2000
_MOST_AUTHORS = 5
_MOST_TAGS = 30
_DIGITS = 6
_LONGEST = 300
"""A longer text is no title, name or keyword."""

_BY = re.compile(r"by:?\s+", re.IGNORECASE)
_CREDIT = re.compile(
    r"(?:photo(?:graph)?s?|pictures?|images?|illustrations?|graphics?|video|foto|bild|credit|source)s?\b\s*(?:by|:|/|courtesy)"
    r"|.{0,60}/\s*(?:afp|ap|reuters|getty(?: images)?|epa|shutterstock|alamy)\b",
    re.IGNORECASE,
)
"""The credit of a picture, which is no author."""
_ADDRESS = re.compile(r"https?://|www\.|@", re.IGNORECASE)
_LOCALE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_DIVIDER = re.compile(r"\s*(?:\||::|»|›|·|•)\s*|\s+[-–—:]\s+")
_STRONG = re.compile(r"\s*(?:\||::|»|›)\s*")
"""Dividers that never appear inside a headline."""
_SITE_WORDS = 4


@dataclass(frozen=True, slots=True)
class About:
    """What a page says about its article; "", () or None where it says nothing.

    Attributes:
        id: The publisher's identifier of the article.
        free: Whether the full article is open to all readers, as far as the page says.
        words: The number of words of the full article, or 0.
        body: The article's text in the JSON-LD, in plain text or HTML.
    """

    title: str
    author: str
    published: datetime | None
    modified: datetime | None
    sections: tuple[str, ...]
    tags: tuple[str, ...]
    language: str
    link: str
    id: str
    free: bool
    words: int
    body: str


def about(root: Element, *, origin: str) -> About:
    """Return what a parsed page says about its article; `origin` is its address or its file's name."""
    page = _Page(root, origin)
    properties = page.article
    return About(
        title=_title(page),
        author=_author(page),
        published=_date((*_texts(properties.get("datePublished")), *page.meta(_PUBLISHED), *page.times())),
        modified=_date((*_texts(properties.get("dateModified")), *page.meta(_MODIFIED))),
        sections=_unique((*_texts(properties.get("articleSection")), *page.meta(_SECTIONS))),
        tags=_unique(_divided((*_texts(properties.get("keywords")), *page.meta(_TAGS), *page.tagged())))[:_MOST_TAGS],
        language=_language((*_texts(properties.get("inLanguage")), root.get("lang") or "", *page.meta(_LANGUAGES))),
        link=page.link,
        id=_id(_texts(properties.get("identifier"))),
        free=str(properties.get("isAccessibleForFree", True)).lower() not in {"false", "0", "no"},
        words=_count(properties.get("wordCount")),
        body=_body(properties.get("articleBody")),
    )


def _count(value: object) -> int:
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else 0


def _body(value: object) -> str:
    if isinstance(value, list):
        value = "\n\n".join(each for each in value if isinstance(each, str))
    return value if isinstance(value, str) else ""


class _Page:
    """A page with the values that are used several times.

    Attributes:
        link: Its canonical address, or the one it was fetched from, or "".
        article: The properties of the article in its JSON-LD.
        sites: The names of its site, as `_bare` makes them.
    """

    def __init__(self, root: Element, origin: str) -> None:
        self._root = root
        self._meta: dict[str, list[str]] = {}
        for each in root.iter("meta"):
            name = each.get("property") or each.get("name") or each.get("http-equiv") or each.get("itemprop") or ""
            content = clean(unescape(each.get("content") or ""))
            if content and len(content) <= _LONGEST:
                self._meta.setdefault(name.lower(), []).append(content)
        nodes = list(_nodes(root))
        self.link = self._canonical(nodes, origin)
        self.article = _article(nodes, self.link)
        self.sites = self._sites(nodes)

    def meta(self, names: Iterable[str]) -> list[str]:
        """Return the values of the first of these `<meta>` names that the page has."""
        return next((self._meta[name] for name in names if name in self._meta), [])

    def texts(self, path: str) -> list[str]:
        """Return the texts of the elements on a path, without very long ones."""
        found = (clean(" ".join(each.itertext())) for each in self._root.iterfind(path))
        return [text for text in found if text and len(text) <= _LONGEST]

    def times(self) -> Iterator[str]:
        """Yield the dates that are marked in the text, first those marked as the article's."""
        marked = list(self._root.iter("time"))
        own = [each for each in marked if each.get("itemprop") == "datePublished" or each.get("pubdate") is not None]
        within = [each for each in marked if next(each.iterancestors("article"), None) is not None]
        for each in (*self._root.iterfind(".//*[@itemprop='datePublished']"), *own, *within, *marked):
            yield each.get("datetime") or each.get("content") or clean("".join(each.itertext()))

    def tagged(self) -> list[str]:
        """Return the texts of the links to the page's tags."""
        return self.texts(".//a[@rel='tag']")

    def authors(self) -> list[str]:
        """Return the names that are marked as the author in the text."""
        marks = (".//*[@itemprop='author']//*[@itemprop='name']", ".//*[@itemprop='author']", ".//a[@rel='author']")
        return next((found for found in map(self.texts, marks) if found), [])

    def _canonical(self, nodes: Iterable[Mapping[str, Any]], origin: str) -> str:
        base = origin if origin.lower().startswith(("http://", "https://")) else ""
        addresses = [each.get("href") or "" for each in self._root.iter("link") if each.get("rel") == "canonical"]
        addresses += self.meta(("og:url",))
        addresses += [text for node in nodes if _is_article(node) for text in _texts(node.get("url"))]
        return next(filter(None, (_link(each, base) for each in (*addresses, base))), "")

    def _sites(self, nodes: Iterable[Mapping[str, Any]]) -> set[str]:
        """Return the names of the site that a title may contain."""
        publishers = [node["publisher"] for node in nodes if isinstance(node.get("publisher"), dict)]
        sites = [node for node in nodes if any(_SITE.fullmatch(each) for each in _texts(node.get("@type")))]
        names = [text for node in (*publishers, *sites) for text in _texts(node.get("name"))]
        names += [text for name in _SITES for text in self._meta.get(name, ())]
        host = (urlsplit(self.link).hostname or "").removeprefix("www.")
        return {_bare(each) for each in (*names, host, host.partition(".")[0]) if each}


# ---------------------------------------------------------------- JSON-LD


def _nodes(root: Element) -> Iterator[Mapping[str, Any]]:
    """Yield every object in the page's JSON-LD, outer ones first."""
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = _AROUND_JSON.sub("", "".join(script.itertext()))
        try:
            queue = [json.loads(text, strict=False)]
        except (ValueError, RecursionError):
            continue
        for _ in range(_MOST_NODES):
            if not queue:
                break
            value = queue.pop(0)
            if isinstance(value, dict):
                yield value
                queue += [each for each in value.values() if isinstance(each, dict | list)]
            elif isinstance(value, list):
                queue += value[:_MOST_NODES]


def _article(nodes: Iterable[Mapping[str, Any]], link: str) -> Mapping[str, Any]:
    """Return the JSON-LD object about this article, and not about one that it mentions."""
    articles = [node for node in nodes if _is_article(node)]
    here = _bare(link)
    for node in articles:
        pages = _texts(node.get("mainEntityOfPage")) + _texts(node.get("url")) + _texts(node.get("@id"))
        if here and any(_bare(each.partition("#")[0]) == here for each in pages):
            return node
    return articles[0] if articles else {}


def _is_article(node: Mapping[str, Any]) -> bool:
    return any(_KIND.fullmatch(each) for each in _texts(node.get("@type")))


def _texts(value: object) -> list[str]:
    """Return the texts in a value: a text, an object with a name, or a list of those."""
    if isinstance(value, str):
        # Many sites write HTML entities into JSON.
        text = clean(unescape(value))
        return [text] if text and len(text) <= _LONGEST else []
    if isinstance(value, list):
        return [text for each in value[:_MOST_TAGS] if not isinstance(each, list) for text in _texts(each)]
    if isinstance(value, dict):
        return next((_texts(value[key]) for key in _NAMES if isinstance(value.get(key), str)), [])
    return []


# ---------------------------------------------------------------- values


def _title(page: _Page) -> str:
    """Return the headline without the name of the site."""
    heads = page.texts(".//h1")
    titles = [*_texts(page.article.get("headline")), *page.meta(_TITLES), *page.texts(".//head/title")]
    for title in titles:
        # The visible heading may be complete where the title is shortened or contains the site's name.
        for head in heads:
            if _bare(head) and _starts(title, head):
                return head
        if short := _without_site(title, page.sites):
            return short
    return next((head for head in heads if _bare(head) not in page.sites), "")


def _starts(title: str, head: str) -> bool:
    """Return whether a title is a heading, shortened or with text after it."""
    if title.endswith(("…", "...")):
        return _bare(head).startswith(_bare(title.rstrip(". …")))
    return _bare(title) == _bare(head) or any(
        _bare(title[: match.start()]) == _bare(head) for match in _DIVIDER.finditer(title)
    )


def _without_site(title: str, sites: set[str]) -> str:
    """Return a title without the site's name before or after it; "" when nothing else is left."""
    if _bare(title) in sites:
        return ""
    cuts = list(_DIVIDER.finditer(title))
    for cut in cuts:
        if _bare(title[cut.end() :]) in sites:
            return _without_site(title[: cut.start()], sites)
        if _bare(title[: cut.start()]) in sites:
            return _without_site(title[cut.end() :], sites)
    last = next(reversed(list(_STRONG.finditer(title))), None)
    if (
        last
        and last.start()
        and len(title[last.end() :].split()) <= _SITE_WORDS < len(title[: last.start()].split()) + 2
    ):
        return _without_site(title[: last.start()], sites)
    return title


def _author(page: _Page) -> str:
    for found in (_texts(page.article.get("author")), page.meta(_AUTHORS), page.authors()):
        names = [_BY.sub("", each, count=1) for each in found if not _ADDRESS.search(each)]
        names = [each for each in _unique(names) if _bare(each) not in page.sites and not _CREDIT.match(each)]
        if names:
            return _listed(names[:_MOST_AUTHORS])
    return ""


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _date(values: Iterable[str]) -> datetime | None:
    for value in values:
        with suppress(SourceError):
            return dates.moment(value, "")
    return None


def _language(values: Iterable[str]) -> str:
    found = (match[0].replace("_", "-") for value in values if (match := _LOCALE.fullmatch(value.strip())))
    return next(filter(None, found), "")


def _link(value: str, base: str) -> str:
    try:
        return field_values.link(urljoin(base, value.strip()), "")
    except (SourceError, ValueError):
        return ""


def _id(values: Iterable[str]) -> str:
    for value in values:
        try:
            return field_values.identity(value, "")
        except SourceError:
            continue
    return ""


def _divided(values: Iterable[str]) -> Iterator[str]:
    for value in values:
        yield from map(str.strip, value.split(","))


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _bare(text: str) -> str:
    """Return only letters and digits, for comparisons."""
    return "".join(filter(str.isalnum, text.casefold()))
