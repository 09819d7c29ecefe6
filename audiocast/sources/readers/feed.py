"""Read an RSS or Atom feed: its articles, and references to those that it only names.

The XML is repaired with lxml before feedparser sees it. feedparser can take hours for XML that was made to attack its
repairs, and so can any parser that expands entities.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html.entities import name2codepoint
from typing import TYPE_CHECKING, Any

import feedparser
from lxml import etree

from audiocast.errors import SourceError
from audiocast.sources import author_names, dates
from audiocast.sources.decoding import decode, without_broken_references
from audiocast.sources.readers.feed_entry import MOST_ENTRIES, Entry, Text, read_entry, too_many

if TYPE_CHECKING:
    import time

    from audiocast.model.article import Article, Document, Reference

_DECLARATION = re.compile(r"\A\s*<\?xml\b[^>]*\?>")
_DECLARED = re.compile(rb"""<\?xml\b[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{1,40})["']""")
_NAMED = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,10});")
_XML_NAMES = frozenset(("amp", "lt", "gt", "quot", "apos"))
_UNWANTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_CDATA, _CDATA_END = "<![CDATA[", "]]>"
_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,8}|#[xX][0-9a-fA-F]{1,8});)|<(?![A-Za-z_/!?])")
_PREFIX = re.compile(r"[<\s]([A-Za-z_][A-Za-z0-9_]{0,20}):[A-Za-z_]")
_DECLARES = re.compile(r"\bxmlns:([A-Za-z0-9_]+)")
_MOST_PREFIXES = 50
_NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
_ROOT = re.compile(r"<(?:rss|feed|rdf:RDF)\b")
_WIDE = re.compile(r"\s{40,}")
"""Long runs of white space take feedparser very long."""
_PERSON = re.compile(r"author|creator|contributor|publisher|managingeditor|webmaster|name|email|owner|copyright")
_LONGEST_PERSON = 500
"""In a longer name, feedparser takes very long to look for a mail address."""
_MAIL_AND_NAME = re.compile(r"\S+@\S+(?:\s*\(([^()]*)\))?|([^<>]*\S)\s*<\S+@\S+>")
_MISREAD = re.compile(r":\d\d (?!(?:GMT|UTC?|Z|[ECMP][SD]T)$)[A-Z]{2,5}$|^\d{9,}$|^\d{1,4}[/.]\d")
"""Dates that feedparser reads wrongly: those with other time zones, numbers of seconds, and 2024/05/01."""
_ROOTS = frozenset(("rss", "feed", "rdf"))
_ENTRIES = frozenset(("item", "entry"))
_TAG = re.compile(r"<(/?)(?:\w+:)?(rss|feed|rdf|item|entry)\b", re.IGNORECASE)


def read(document: Document) -> tuple[Article | Reference | SourceError, ...]:
    """Return the articles of a feed in order, or references to the pages of those that it only names."""
    try:
        text = _text_of(document)
        parsed = _parsed(_repaired(text, document), document)
    except SourceError as error:
        return (error,)
    about = dict(parsed["feed"])
    result = [read_entry(_entry(dict(each), about), document) for each in parsed["entries"][:MOST_ENTRIES]]
    if len(parsed["entries"]) > MOST_ENTRIES:
        result.append(too_many(document))
    closes, last = (_TAG.findall(text) or [("", "")])[-1]  # a broken root may have another name in the text
    if not closes or last.lower() not in _ROOTS:
        if result and not closes:
            result.pop()  # the last entry is incomplete
        hint = "Render again later; the complete entries are read"
        result.append(SourceError("the feed ends in the middle", where=document.origin, hint=hint))
    if not result:
        return (SourceError("is a feed without entries", where=document.origin, hint="Check that it is the right one"),)
    return tuple(result)


def _parsed(repaired: bytes, document: Document) -> dict[str, Any]:
    try:
        return dict(
            feedparser.parse(
                repaired,
                response_headers={"content-type": "application/xml; charset=utf-8"},
                sanitize_html=False,  # only the text of markup is used
                resolve_relative_uris=False,
            )
        )
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError) as error:
        # feedparser fails on elements in wrong places, such as a link inside a link.
        what = f"is a feed that can't be parsed ({type(error).__name__}: {error})"
        raise SourceError(what, where=document.origin, hint="Tell the publisher of the feed") from error


def _text_of(document: Document) -> str:
    declared = _DECLARED.search(document.content[:500])
    charset = document.charset or (declared[1].decode("ascii") if declared else "")
    text = decode(replace(document, charset=charset))
    text = _UNWANTED.sub("", without_broken_references(_NAMED.sub(_letter, _DECLARATION.sub("", text, count=1))))
    text = _CDATA.join(_escaped(markup) for markup in _WIDE.sub(_narrow, text).split(_CDATA)).strip()
    return _with_namespaces(text)


def _escaped(markup: str) -> str:
    """Return markup in which `&` and `<` that stand for themselves are escaped, except inside CDATA."""
    inside, end, outside = markup.rpartition(_CDATA_END)
    return inside + end + _BARE.sub(lambda found: "&amp;" if found[0] == "&" else "&lt;", outside)


def _repaired(text: str, document: Document) -> bytes:
    """Return the feed as well-formed UTF-8.

    Raises:
        SourceError: The document is not a feed, or declares entities.
    """
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is None or _name(root) not in _ROOTS:
        hint = "Give the address of a page, or of an RSS or Atom feed"
        raise SourceError("is not a feed", where=document.origin, hint=hint)
    declarations = root.getroottree().docinfo.internalDTD
    if declarations is not None and any(True for _ in declarations.iterentities()):
        raise SourceError("declares entities, which no feed needs", where=document.origin, hint="Tell its publisher")
    # feedparser needs a kilobyte for each entry. One entry above the limit stays to show that there are more.
    for element in [each for each in root.iter(etree.Element) if _name(each) in _ENTRIES][MOST_ENTRIES + 1 :]:
        element.getparent().remove(element)
    for element in root.iter(etree.Element):
        if len(element.text or "") > _LONGEST_PERSON and _PERSON.fullmatch(_name(element)):
            element.text = element.text[:_LONGEST_PERSON]
    repaired = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    try:
        etree.fromstring(repaired, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise SourceError(f"is not XML ({error.msg})", where=document.origin, hint="Tell its publisher") from error
    return bytes(repaired)


def _with_namespaces(text: str) -> str:
    """Return the feed with all namespace prefixes declared; handwritten feeds often lack declarations."""
    missing = sorted(set(_PREFIX.findall(text)) - {"xml", "xmlns", *_DECLARES.findall(text)})[:_MOST_PREFIXES]
    named = "".join(f' xmlns:{prefix}="{_NAMESPACES.get(prefix, f"urn:{prefix}")}"' for prefix in missing)
    return _ROOT.sub(lambda found: found[0] + named, text, count=1)


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _narrow(match: re.Match[str]) -> str:
    return "\n\n" if match[0].count("\n") > 1 else " "


def _letter(match: re.Match[str]) -> str:
    """Return the character of an entity that HTML names and XML does not."""
    name = match[1]
    return chr(name2codepoint[name]) if name in name2codepoint and name not in _XML_NAMES else match[0]


def _entry(entry: dict[str, Any], about: dict[str, Any]) -> Entry:
    contents = [_text(each) for each in entry.get("content") or ()]
    tags = entry.get("tags") or about.get("tags") or ()
    return Entry(
        id=entry.get("id") or "",
        link=entry.get("link") or "",
        title=_text(entry.get("title_detail") or {}),
        author=_author(entry) or _author(about),
        categories=tuple(each.get("label") or each.get("term") or "" for each in tags),
        language=next((each["language"] for each in entry.get("content") or () if each.get("language")), "")
        or about.get("language")
        or "",
        # An entry with one date may give it as either.
        published=_moment(entry, "published") or _moment(entry, "updated"),
        modified=_moment(entry, "updated"),
        content=max(contents, key=lambda each: len(each.value), default=Text()),
        summary=_text(entry.get("summary_detail") or {}),
    )


def _author(entry: dict[str, Any]) -> str:
    """Return the authors' names without mail addresses; feedparser does not recognize addresses in new domains."""
    names = [each["name"] for each in entry.get("authors") or () if each.get("name")]
    if len(names) > 1:
        return author_names.cleaned(names)
    written = str(entry.get("author") or "").strip()
    if match := _MAIL_AND_NAME.fullmatch(written):
        return author_names.cleaned([match[1] or match[2] or ""])
    return author_names.cleaned([written])


def _text(detail: dict[str, Any]) -> Text:
    return Text(detail.get("value") or "", html=detail.get("type") != "text/plain")


def _moment(entry: dict[str, Any], name: str) -> datetime | None:
    """Return a date of an entry; feedparser reads the usual forms."""
    parsed: time.struct_time | None = entry.get(f"{name}_parsed")
    written = str(entry.get(name) or "")
    try:
        if parsed and not _MISREAD.search(written):
            return datetime(*parsed[:6], tzinfo=UTC)
        return dates.moment(written, "").astimezone(UTC) if written else None
    except (ValueError, OverflowError, SourceError):
        return None
