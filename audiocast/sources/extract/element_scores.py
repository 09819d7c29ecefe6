"""Search a page for the elements that hold its article, by points for the text in their paragraphs.

The elements around each paragraph get points for its length and its commas; the nearest get the most. The tag, the
class and the id of an element add or subtract points, and the share of links reduces them. The element with the most
points is the article, together with those beside it that look alike. Elements that are navigation, controls or named
as boilerplate (menus, share bars) are left aside.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from audiocast.sources.extract.element_rules import INLINE_CONTROLS
from audiocast.sources.extract.html_tree import is_in_sentence
from audiocast.sources.extract.page_cleanup import BLOCKS, HEADINGS, text_in

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from audiocast.sources.extract.html_tree import Element

CONTROLS = frozenset((*("button", "input", "label", "option", "select", "textarea"),))
_NAVIGATION = frozenset((*("aside", "dialog", "footer", "menu", "nav"),))
_ROLES = frozenset(
    (
        *("alertdialog", "complementary", "contentinfo", "dialog", "menu", "menubar", "navigation"),
        *("search", "tablist", "toolbar"),
    )
)
_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
GALLERIES = frozenset(("carousel", "gallery", "slideshow"))
"""Names of galleries; their captions are prose but do not belong to the article."""
_BOILERPLATE = frozenset(
    (
        *("ad", "ads", "advert", "advertisement", "agegate", "banner", "breadcrumb", "breadcrumbs", "combx"),
        *("comment", "comments", "community", "consent", "cookie", "cookies", "disqus"),
        *("donate", "donation", "extra", "footer"),
        *("gdpr", "header", "legends", "menu", "nav", "navbar", "navigation", "newsletter", "outbrain", "pager"),
        *("pagination", "paywall", "popup", "promo", "promos", "promotion", "recirc", "recirculation"),
        *("recommend", "recommendations", "recommended", "related", "remark", "replies", "rss", "shoutbox"),
        *("share", "sharebar", "sharing", "sidebar", "signup", "skyscraper", "social", "sponsor", "sponsored"),
        *("subscribe", "subscription", "supplemental", "taboola", "toolbar", "trending"),
        *GALLERIES,
    )
)
_FINE_PRINT = frozenset(("disclaimer", "disclaimers", "fineprint", "legal", "smallprint"))
_BOILERPLATE_STARTS = ("advert", "breadcrumb", "cookie", "newsletter", "recommend", "related", "sponsor")
_NAMEABLE = BLOCKS - {"article", "body", "main"} | {"span"}
_TEXT = frozenset(
    (
        *("article", "articles", "blog", "body", "column", "content", "entry", "hentry", "main", "page", "post"),
        *("story", "text"),
    )
)
_NO_TEXT = _BOILERPLATE | frozenset(
    (*("contact", "hid", "hidden", "masthead", "media", "meta", "scroll", "shopping", "tags"),)
)

_POINTS = {
    **dict.fromkeys(("article", "div"), 5),
    **dict.fromkeys(("blockquote", "pre", "td"), 3),
    **dict.fromkeys(("address", "dd", "dl", "dt", "form", "li", "ol", "ul"), -3),
    **dict.fromkeys((*HEADINGS, "th"), -5),
}
_NAMED = 25
"""Points for a class or an id that names text, or minus points for one that names something else."""
_PARAGRAPHS = frozenset(("div", "p", "pre", "section", "td", *HEADINGS)) - {"h1"}
_LEVELS = (1, 2, 6, 9, 12)
"""Divisors of a paragraph's points for the elements around it, from the inside out."""
_RIVALS = 3
"""So many other elements with nearly as many points show that the article is divided among them."""
_LINKED = 0.2
"""The largest share of links in prose."""
_MOSTLY = 0.5
_MANY_COMMAS = 10
_SHORTEST = 25
_COMMA = re.compile("[,،、，﹐]")
_PAGE_MESSAGE = re.compile(
    r"\b(?:javascript|browser|cookies?|e-?mail|password|log(?:ged)? ?in|sign(?:ed)? ?(?:in|up)|subscri|account|app)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"\w{2}[.!?]")
_PROSE = 80
"""A longer text beside the article, with few links, is a part of it."""


def is_fine_print(element: Element) -> bool:
    """Return whether an element's class or id names it as a disclaimer."""
    if element.tag not in BLOCKS or not element.attrib:
        return False
    names = _names(element.get("class"), element.get("id"))
    return bool(names & _FINE_PRINT) and not names & _TEXT


def left_aside(elements: Sequence[Element], *, by_name: bool) -> dict[Element, str]:
    """Return the elements that are no text of an article, each with the rule's name.

    Args:
        elements: All elements of the page, in their order.
        by_name: Also leave aside elements whose class or id names boilerplate.
    """
    skipped: dict[Element, str] = {}
    sheltered: set[Element] = set()
    for each in elements:
        if each.tag in ("code", "pre", "table") or each.getparent() in sheltered:
            sheltered.add(each)
        if each.tag in CONTROLS:
            if each.tag not in INLINE_CONTROLS or not is_in_sentence(each):
                skipped[each] = "form"
        elif (
            each.tag in _NAVIGATION
            or each.get("role") in _ROLES
            or (each.get("role") == "alert" and not _is_note(each))
        ):
            skipped[each] = "navigation"
        elif by_name and each not in sheltered and each.tag in _NAMEABLE:
            names = _names(each.get("class"), each.get("id"))
            boilerplate = names & _BOILERPLATE or {name for name in names if name.startswith(_BOILERPLATE_STARTS)}
            if boilerplate and not names & _TEXT and not (each.tag == "span" and is_in_sentence(each)):
                skipped[each] = min(boilerplate)
    return skipped


def _is_note(element: Element) -> bool:
    """Return whether an alert is a note to the article, as a correction, and not a message of the page."""
    text = text_in(element)
    return len(text) > _SHORTEST and _SENTENCE_END.search(text) is not None and not _PAGE_MESSAGE.search(text)


def _names(*attributes: str | None) -> set[str]:
    return {word.lower() for each in attributes for word in _NAME.findall(each or "")}


class Measure(NamedTuple):
    """Counts of the content of an element, without what is left aside in it.

    Attributes:
        length: Characters of text.
        linked: Characters in links; links within the page count less.
        headed: Characters in headings.
        listed: Characters in lists.
        blocks: Whether the element contains a block.
    """

    length: int = 0
    linked: float = 0.0
    headed: int = 0
    listed: int = 0
    commas: int = 0
    paragraphs: int = 0
    images: int = 0
    controls: int = 0
    blocks: bool = False

    @property
    def density(self) -> float:
        """The share of links in its text."""
        return self.linked / self.length if self.length else 0.0


def measure(elements: Sequence[Element], skipped: Collection[Element]) -> dict[Element, Measure]:
    """Return the measures of all elements; `skipped` holds those left aside."""
    found: dict[Element, Measure] = {}
    for each in reversed(elements):
        if each in skipped:
            found[each] = Measure(controls=1) if each.tag in CONTROLS else Measure()
            continue
        inner = [found[child] for child in each]
        texts = [each.text or "", *(child.tail or "" for child in each)]
        length = sum(len(" ".join(text.split())) for text in texts) + sum(m.length for m in inner)
        linked = sum(m.linked for m in inner)
        if each.tag == "a":
            linked = length * (0.3 if (each.get("href") or "#").startswith("#") else 1.0)
        found[each] = Measure(
            length,
            linked,
            length if each.tag in HEADINGS else sum(m.headed for m in inner),
            length if each.tag in ("ul", "ol") else sum(m.listed for m in inner),
            sum(len(_COMMA.findall(text)) for text in texts) + sum(m.commas for m in inner),
            (each.tag == "p") + sum(m.paragraphs for m in inner),
            (each.tag == "img") + sum(m.images for m in inner),
            sum(m.controls for m in inner),
            any(m.blocks or child.tag in BLOCKS for m, child in zip(inner, each, strict=True)),
        )
    return found


def search(
    elements: Sequence[Element], measures: Mapping[Element, Measure], skipped: dict[Element, str]
) -> list[Element]:
    """Return the elements that hold the article, and add to `skipped` the parts of them that do not belong to it."""
    points = _score(elements, measures)
    if not points:
        return []
    top = _top(points)
    found = _gather(top, points, measures)
    for each in found:
        skipped |= _mostly_links(each, measures, skipped)
    return found


def _score(elements: Sequence[Element], measures: Mapping[Element, Measure]) -> dict[Element, float]:
    """Return the points of the elements around paragraphs."""
    points: dict[Element, float] = {}
    for each in elements:
        measured = measures[each]
        if each.tag not in _PARAGRAPHS or measured.blocks or measured.length < _SHORTEST:
            continue
        worth = 1 + measured.commas + min(measured.length // 100, 3)
        for level, above in zip(_LEVELS, each.iterancestors(), strict=False):
            if above in measures:
                points.setdefault(above, _POINTS.get(above.tag, 0) + _name_points(above))
                points[above] += worth / level
    return {each: value * (1 - measures[each].density) for each, value in points.items()}


def _name_points(element: Element) -> int:
    """Return the points for an element's class and id."""
    points_of_name = 0
    for names in (_names(element.get("class")), _names(element.get("id"))):
        points_of_name += _NAMED * (bool(names & _TEXT) - bool(names & _NO_TEXT))
    return points_of_name


def _top(points: dict[Element, float]) -> Element:
    """Return the element with the most points, or one around it when the article is divided among several elements."""
    ranked = sorted(points, key=points.__getitem__, reverse=True)[:5]
    top = ranked[0]
    rivals = [set(each.iterancestors()) for each in ranked[1:] if points[each] >= 0.75 * points[top]]
    if len(rivals) >= _RIVALS:
        around = (above for above in top.iterancestors() if above in points)
        top = next((above for above in around if sum(above in each for each in rivals) >= _RIVALS), top)
    if top.tag == "body":
        return top
    last = points.get(top, 0)
    floor = last / 3
    for above in top.iterancestors():
        if above.tag in ("body", "html") or points.get(above, last) < floor:
            break
        if points.get(above, last) > last:
            top = above
            break
        last = points.get(above, last)
    for above in top.iterancestors():
        if above.tag in ("body", "html") or len(above) > 1:
            break
        top = above
    points.setdefault(top, 0)
    return top


def _gather(top: Element, points: Mapping[Element, float], measures: Mapping[Element, Measure]) -> list[Element]:
    """Return the top element and those beside it that look like parts of the same text."""
    above = top.getparent()
    if above is None or top.tag == "body":
        return [top]
    floor = max(10, points[top] * 0.2)
    kept = []
    for each in above:
        measured = measures[each]
        bonus = floor if each.get("class") and each.get("class") == top.get("class") else 0
        if each is top or (each in points and points[each] + bonus >= floor):
            kept.append(each)
        elif each.tag == "p" and measured.length:
            is_prose = measured.length > _PROSE and measured.density < _LINKED
            if is_prose or (not measured.linked and re.search(r"\.( |$)", text_in(each))):
                kept.append(each)
    return kept


def _mostly_links(
    root: Element, measures: Mapping[Element, Measure], skipped: Mapping[Element, str]
) -> dict[Element, str]:
    """Return the parts that hold more links, pictures or controls than text, each with the rule's name."""
    found: dict[Element, str] = {}
    sheltered: set[Element] = set()
    for each in root.iter():
        if each.tag in ("pre", "code", "table", "figure") or each.getparent() in sheltered:
            sheltered.add(each)
    for each in root.iter("fieldset", "form", "ul", "ol", "div", "section", "header"):
        measured = measures[each]
        if each is root or each in sheltered or each in skipped:
            continue
        points_of_name = _name_points(each)
        if points_of_name < 0:
            found[each] = "named"
        elif measured.commas < _MANY_COMMAS and measured.length:
            listed = each.tag in ("ul", "ol") or measured.listed > 0.9 * measured.length
            if (
                (measured.images > 1 and measured.paragraphs / measured.images < _MOSTLY)
                or measured.controls > measured.paragraphs // 3
                or (not listed and points_of_name < _NAMED and measured.density > _LINKED)
                or (points_of_name >= _NAMED and measured.density > _MOSTLY)
            ):
                found[each] = "links" if measured.linked else "form"
    return found
