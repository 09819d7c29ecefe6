"""Prepare the tree of a web page for the search for its article.

The three steps change the tree: invisible elements are removed, preformatted prose becomes paragraphs, and text outside
of any paragraph becomes a paragraph.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from lxml import etree

from audiocast.sources.decoding import clean
from audiocast.sources.extract.element_rules import has_hidden_class
from audiocast.sources.extract.html_tree import is_in_sentence

if TYPE_CHECKING:
    from audiocast.sources.extract.html_tree import Element

HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
BLOCKS = HEADINGS | frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl"),
        *("dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "legend", "li", "main"),
        *("nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
        "u",  # and not "ul"; a correction here changes what is read from some pages
    )
)
_HOLDERS = frozenset(
    (
        *("article", "blockquote", "body", "center", "details", "div", "fieldset", "form", "main", "p"),
        *("section", "td"),
    )
)
"""Blocks in which loose text, and text between two line breaks, is a paragraph."""
_INVISIBLE = frozenset(
    (
        *("applet", "area", "audio", "base", "canvas", "datalist", "embed", "frame", "frameset", "head"),
        *("iframe", "link", "map", "meta", "noframes", "noscript", "object", "param", "script", "source"),
        *("style", "svg", "template", "title", "track", "video"),
    )
)
_INLINE = ("abbr", "b", "em", "i", "mark", "small", "span", "strong")
_ICON = re.compile(r"icon|glyph|\bfa\b|symbol|katex|math|mjx", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

_WHOLE = 0.9
"""An invisible element with such a share of a page's text is shown, because a script would show it."""
_ENOUGH = 500
_SENTENCE_END = re.compile(r"[a-z]{2}[.!?](?=\s)")
_LONG_SENTENCE = 60
"""Prose has a sentence end in at most so many words."""


def remove_invisible(body: Element) -> None:
    """Remove invisible elements, but show one that holds nearly the whole page, because a script would show it."""
    _unhide_spoken_words(body)
    elements = list(body.iter())
    lengths: dict[Element, int] = {}
    for each in reversed(elements):
        inner = sum(lengths[child] + len((child.tail or "").strip()) for child in each)
        is_text = isinstance(each.tag, str) and (each.tag not in _INVISIBLE or each.tag == "noscript")
        lengths[each] = len((each.text or "").strip()) + inner if is_text else 0
    for each in elements:
        invisible = not isinstance(each.tag, str) or each.tag in _INVISIBLE
        if (invisible or _is_hidden(each)) and each is not body:
            if lengths[each] > max(_ENOUGH, _WHOLE * lengths[body]):
                _show(each)
            else:
                remove(each)


def _unhide_spoken_words(body: Element) -> None:
    """Show what is only for screen readers, or only hidden from them, where the sentence would miss it.

    Of a pair of texts, one for each kind of reader, the one for screen readers is said. A word that is only hidden from
    them, as a large first letter, is a part of its sentence.
    """
    for each in [each for each in body.iter(*_INLINE) if each.get("aria-hidden") == "true"]:
        twin = _twin(each)
        if twin is not None and has_hidden_class(twin) and text_in(twin):
            twin.attrib.pop("class")
        elif twin is None and not _ICON.search(each.get("class") or "") and _is_word(each):
            each.attrib.pop("aria-hidden")


def _twin(element: Element) -> Element:
    """Return the element directly beside another, the hidden one if there are two, or None."""
    before, after = element.getprevious(), element.getnext()
    beside = [each for each in (before,) if each is not None and not (each.tail or "").strip()]
    beside += [each for each in (after,) if each is not None and not (element.tail or "").strip()]
    beside = [each for each in beside if isinstance(each.tag, str) and text_in(each)]
    return next((each for each in beside if has_hidden_class(each)), beside[0] if beside else None)


def _is_word(element: Element) -> bool:
    text = text_in(element)
    if len(text) == 1:
        # A drop cap; before a whole word it is doubled.
        return text.isalpha() and (element.tail or "")[:1].islower()
    return any(map(str.isalnum, text)) and is_in_sentence(element) and (element.tail or "")[:1] not in ("", "_")


def _show(element: Element) -> None:
    element.tag = "div" if element.tag in _INVISIBLE else element.tag
    for name in ("hidden", "aria-hidden", "style"):
        element.attrib.pop(name, None)


def split_preformatted(body: Element) -> None:
    """Replace preformatted text by paragraphs when most of the page is such text and is prose, as in a memo."""
    found = [each for each in body.iter("pre") if each.getparent() is not None and each.find(".//code") is None]
    texts = ["".join(each.itertext()) for each in found]
    words = sum(len(text.split()) for text in texts)
    ends = sum(len(_SENTENCE_END.findall(text)) for text in texts)
    if ends * _LONG_SENTENCE < words or 2 * words < len("".join(body.itertext()).split()):
        return
    for each, text in zip(found, texts, strict=True):
        for child in list(each):
            each.remove(child)
        each.tag, each.text = "div", None
        for paragraph in re.split(r"\n\s*\n", text):
            etree.SubElement(each, "p").text = paragraph


def _is_hidden(element: Element) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or _HIDDEN.search(element.get("style") or "") is not None
    )


def remove(element: Element) -> None:
    """Take an element out of its tree, but keep the text that follows it."""
    above, before = element.getparent(), element.getprevious()
    if above is None:
        return
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        above.text = (above.text or "") + element.tail
    element.tail = None
    above.remove(element)


def wrap_loose_text(body: Element) -> None:
    """Wrap in a paragraph all text beside blocks and all text between two line breaks."""
    holds = _block_holders(body)
    for each in [each for each in holds if each.tag in _HOLDERS]:
        children = list(each)
        doubled = any(a.tag == b.tag == "br" and not (a.tail or "").strip() for a, b in pairwise(children))
        if not doubled and not any(holds[child] for child in children):
            continue
        each.tag = "div" if each.tag == "p" else each.tag
        run = etree.SubElement(each, "p")
        run.text, each.text = each.text, None
        for child in children:
            if holds[child] or (child.tag == "br" and _ends_in_break(run)):
                text, child.tail = child.tail, None
                each.append(child)
                run = etree.SubElement(each, "p")
                run.text = text
            else:
                run.append(child)


def _ends_in_break(run: Element) -> bool:
    # Not children[-1]: to count many children takes long.
    last = next(run.iterchildren(reversed=True), None)
    return last is not None and last.tag == "br" and not (last.tail or "").strip()


def _block_holders(body: Element) -> dict[Element, bool]:
    """Return for each element whether it is a block or contains one."""
    holds: dict[Element, bool] = {}
    for each in reversed(list(body.iter())):
        holds[each] = each.tag in BLOCKS or any(holds[child] for child in each)
    return holds


def text_in(element: Element) -> str:
    """Return all text in an element on one line, without spaces added between its elements."""
    return clean("".join(element.itertext()))
