"""Parse HTML and XHTML into a tree of elements, and read names and text from its elements."""

from __future__ import annotations

import re
from html.entities import html5
from itertools import dropwhile
from typing import Any, TypeAlias

from lxml import etree

from audiocast.errors import SourceError
from audiocast.sources.decoding import clean, without_broken_references

Element: TypeAlias = Any
"""An element of a tree; lxml has no type information."""

_HEAD_ELEMENTS = frozenset(("base", "link", "meta", "noscript", "object", "script", "style", "template", "title"))
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31};)")
_INLINE = frozenset(
    ("abbr", "b", "bdi", "cite", "code", "dfn", "em", "font", "i", "mark", "q", "small", "span", "strong")
)
_INLINE |= frozenset(("sub", "sup", "time", "u", "var"))
_UNFINISHED = ",;(-\u2013\u2014\u201c\u2018"
_XML_ENTITIES = frozenset(("amp;", "lt;", "gt;", "quot;", "apos;"))
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TOO_DEEP = "ERR_RESOURCE_LIMIT"


def parse(text: str, *, where: str) -> Element:
    """Return the root of a page, or of a fragment of one.

    The parser opens no address and expands no entities.

    Args:
        text: The markup.
        where: The document's origin, for the error.

    Raises:
        SourceError: The markup is nested too deeply.
    """
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True)
    return _with_body(_parsed(_prepared(text), parser, where))


def parse_xhtml(text: str, *, where: str) -> Element:
    """Return the root of a page that is XML, or nearly so, as in books; see `parse`.

    Raises:
        SourceError: The markup is nested too deeply.
    """
    known = _ENTITY.sub(lambda found: found[0] if found[1] in _XML_ENTITIES else html5.get(found[1], ""), text)
    known = without_broken_references(known)
    parser = etree.XMLParser(
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    return _parsed(_prepared(known), parser, where)


def text_of(element: Element) -> str:
    """Return all text in an element on one line, with a space between its elements."""
    return clean(" ".join(element.itertext()))


def is_in_sentence(element: Element) -> bool:
    """Return whether an inline element is a part of a sentence: without it, the text beside it would be broken."""
    before = _beside(element, preceding=True).rstrip()
    after = _beside(element, preceding=False)
    if before and (before[-1].isalnum() or before[-1] in _UNFINISHED):
        return True
    goes_on = after.lstrip()
    return bool(goes_on) and (goes_on[0].islower() or (after[0].isalpha() and not before))


def _beside(element: Element, *, preceding: bool) -> str:
    """Return the running text before or after an element in its paragraph, without links and line breaks."""
    found = [] if preceding else [element.tail or ""]
    node = element
    while node is not None and not "".join(found).strip():
        for each in node.itersiblings(preceding=preceding):
            if name_of(each) not in _INLINE:
                return "".join(reversed(found) if preceding else found)
            inner = "".join(each.itertext())
            found += [each.tail or "", inner] if preceding else [inner, each.tail or ""]
            if "".join(found).strip():
                break
        else:
            above = node.getparent()
            if above is None:
                break
            if preceding:
                found.append(above.text or "")
            if name_of(above) not in _INLINE:
                break
            if not preceding:
                found.append(above.tail or "")
            node = above
            continue
        break
    return "".join(reversed(found) if preceding else found)


def name_of(element: Element) -> str:
    """Return an element's tag in lower case without its namespace, or "" for anything else, such as an entity."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _prepared(text: str) -> bytes:
    plain = _NO_CHARACTER.sub("", _DECLARATION.sub("", text, count=1))
    return plain.encode() or b" "


def _parsed(content: bytes, parser: Element, where: str) -> Element:
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        root = None
    if any(entry.type_name == _TOO_DEEP for entry in parser.error_log):
        raise SourceError("is nested too deeply", where=where, hint="Simplify its markup, or remove it")
    return etree.Element("html") if root is None else root


def _with_body(root: Element) -> Element:
    """Move elements that the parser left in the head to the body; HTML may leave out the `<body>` tag."""
    head = root.find("head")
    unknown = [] if head is None else list(dropwhile(lambda each: each.tag in _HEAD_ELEMENTS, head))
    if unknown:
        body = root.find("body")
        body = etree.SubElement(root, "body") if body is None else body
        unknown[-1].tail, body.text = (unknown[-1].tail or "") + (body.text or ""), None
        body[:0] = unknown
    return root
