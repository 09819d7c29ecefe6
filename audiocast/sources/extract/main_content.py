"""Which part of a web page is its article?

Two are asked. Our own search knows where in the page text stands: it leaves aside what is not for the eye and what is
named as furniture (menus, share bars), gives the elements around each paragraph points for its length and its commas,
and takes the element with the most, less its links. trafilatura knows what articles look like on many sites, but not
where in the page it found them. So ours says what the article's place is, unless there is little of what trafilatura
found: then it is the element whose text is most like that. In that place trafilatura decides on what is doubtful: what
we left aside, short lines, lines that are links, and what stands before the first and after the last paragraph that
both found. Where it found less than half of what we did, it found another thing, and is not asked.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import trafilatura
from lxml import etree

from audiocast.model.article import Cut
from audiocast.sources.decoding import clean
from audiocast.sources.extract.boilerplate import byline
from audiocast.sources.extract.markup import text_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

Element = Any  # of lxml, which has no types

_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BLOCKS = _HEADINGS | frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl"),
        *("dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "legend", "li", "main"),
        *("nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
        *("ul"),
    )
)
_HOLDERS = frozenset(
    (
        *("article", "blockquote", "body", "center", "details", "div", "fieldset", "form", "main", "p"),
        *("section", "td"),
    )
)
"""Blocks whose loose text, and text between two line breaks, is a paragraph."""
_UNSEEN = frozenset(
    (
        *("applet", "area", "audio", "base", "canvas", "datalist", "embed", "frame", "frameset", "head"),
        *("iframe", "link", "map", "meta", "noframes", "noscript", "object", "param", "script", "source"),
        *("style", "svg", "template", "title", "track", "video"),
    )
)
_CONTROLS = frozenset((*("button", "input", "label", "option", "select", "textarea"),))
_FURNITURE = frozenset((*("aside", "dialog", "footer", "menu", "nav"),))
_ROLES = frozenset(
    (
        *("alert", "alertdialog", "complementary", "contentinfo", "dialog", "menu", "menubar", "navigation"),
        *("search", "tablist", "toolbar"),
    )
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_GALLERIES = frozenset(("carousel", "gallery", "slideshow"))
"""Their captions are prose, but of another story."""
_JUNK = frozenset(
    (
        *("ad", "ads", "advert", "advertisement", "agegate", "banner", "breadcrumb", "breadcrumbs", "combx"),
        *("comment", "comments", "community", "consent", "cookie", "cookies", "disqus", "extra", "footer"),
        *("gdpr", "header", "legends", "menu", "nav", "navbar", "navigation", "newsletter", "outbrain", "pager"),
        *("pagination", "paywall", "popup", "promo", "promos", "promotion", "recirc", "recirculation"),
        *("recommend", "recommendations", "recommended", "related", "remark", "replies", "rss", "shoutbox"),
        *("share", "sharebar", "sharing", "sidebar", "signup", "skyscraper", "social", "sponsor", "sponsored"),
        *("subscribe", "subscription", "supplemental", "taboola", "toolbar", "trending"),
        *_GALLERIES,
    )
)
_JUNK_STARTS = ("advert", "breadcrumb", "cookie", "newsletter", "recommend", "related", "sponsor")
_NAMEABLE = _BLOCKS - {"article", "body", "main"} | {"span"}
_TEXT = frozenset(
    (
        *("article", "articles", "blog", "body", "column", "content", "entry", "hentry", "main", "page", "post"),
        *("story", "text"),
    )
)
_DISLIKED = _JUNK | frozenset(
    (*("contact", "hid", "hidden", "masthead", "media", "meta", "scroll", "shopping", "tags"),)
)

_POINTS = {
    **dict.fromkeys(("article", "div"), 5),
    **dict.fromkeys(("blockquote", "pre", "td"), 3),
    **dict.fromkeys(("address", "dd", "dl", "dt", "form", "li", "ol", "ul"), -3),
    **dict.fromkeys((*_HEADINGS, "th"), -5),
}
_NAMED = 25
_PARAGRAPHS = frozenset(("div", "p", "pre", "section", "td", *_HEADINGS)) - {"h1"}
_LEVELS = (1, 2, 6, 9, 12)
"""By how much a paragraph counts less for the elements around it, from the inside out."""
_RIVALS = 3
_LINKED = 0.2
_MOSTLY = 0.5
_MANY_COMMAS = 10
_RESCUED = 200
_SHORTEST = 25
_COMMA = re.compile("[,،、，﹐]")
_ENOUGH = 500
"""Fewer characters than that are looked for again, among what names made us leave aside."""

_WHOLE = 0.9
"""Of all text on a page."""
_MANY_BLOCKS = 3000
_RUN = 4
_SAME = 0.6
"""A paragraph was found by both when trafilatura has so much of its runs of four words."""
_WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\w+?(?=[\u3040-\u30ff\u3400-\u9fff]|\b)")
"""Chinese and Japanese have no spaces between words, so their characters stand for words."""
_SENTENCE = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_SENTENCE_END = re.compile(r"[a-z]{2}[.!?](?=\s)")
_LONG_SENTENCE = 60
_SHORT = 80
_PLACE = 0.8
_TRUST = 0.6
_TRUST_LINES = 0.6
_EDGES = 0.15
_PROSE = 80


class Content(NamedTuple):
    """An element with the article's text and nothing else, and what of the page looked like it but is not."""

    element: Element
    cuts: tuple[Cut, ...]


def find(root: Element) -> Content:
    """The article of a parsed page, which is taken apart on the way."""
    body = next(root.iter("body"), root)
    _strip(body)
    _unfold(body)
    second = _second_opinion(root)
    _wrap(body)
    elements = list(body.iter())
    for by_name in (True, False):
        skipped = _furniture(elements, by_name=by_name)
        measures = _measure(elements, skipped)
        found = _search(elements, measures, skipped)
        if sum(measures[each].length for each in found) >= _ENOUGH:
            break
    leaves = {each: _share(each, second) for each in elements if _is_leaf(each)}
    told = sum(measures[each].length for each, share in leaves.items() if share > _SAME)
    if told < _MOSTLY * _length(_within(found, skipped, leaves)):
        second = frozenset()
        leaves = dict.fromkeys(leaves, 0.0)
    found = _reconciled(body, found, skipped, leaves, second)
    return _taken_out(found, skipped, leaves)


# ---------------------------------------------------------------- the page


def _strip(body: Element) -> None:
    """Take out what nobody sees, but show what is nearly the whole page: a program shows that."""
    elements = list(body.iter())
    lengths: dict[Element, int] = {}
    for each in reversed(elements):
        inner = sum(lengths[child] + len((child.tail or "").strip()) for child in each)
        is_text = isinstance(each.tag, str) and (each.tag not in _UNSEEN or each.tag == "noscript")
        lengths[each] = len((each.text or "").strip()) + inner if is_text else 0
    for each in elements:
        unseen = not isinstance(each.tag, str) or each.tag in _UNSEEN
        if (unseen or _is_hidden(each)) and each is not body:
            if lengths[each] > max(_ENOUGH, _WHOLE * lengths[body]):
                _show(each)
            else:
                _remove(each)


def _show(element: Element) -> None:
    element.tag = "div" if element.tag in _UNSEEN else element.tag
    for name in ("hidden", "aria-hidden", "style"):
        element.attrib.pop(name, None)


def _unfold(body: Element) -> None:
    """Make paragraphs of what is set like code and is most of the page, but is prose: memoranda and mail are so."""
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


def _remove(element: Element) -> None:
    """Take an element out, but leave the text that follows it."""
    above, before = element.getparent(), element.getprevious()
    if above is None:
        return
    if element.tail and before is not None:
        before.tail = (before.tail or "") + element.tail
    elif element.tail:
        above.text = (above.text or "") + element.tail
    element.tail = None
    above.remove(element)


def _second_opinion(root: Element) -> frozenset[tuple[str, ...]]:
    """The runs of words that trafilatura takes for the article's."""
    page = etree.tostring(root, encoding="unicode", method="html")
    # What it asks when in doubt takes the square of their number.
    fast = sum(each.tag in _BLOCKS for each in root.iter()) > _MANY_BLOCKS
    for strictly in (True, False):
        found = trafilatura.bare_extraction(page, include_comments=False, favor_precision=strictly, fast=fast)
        text = getattr(found, "text", None) or ""
        if len(text) >= _ENOUGH:
            break
    return _runs(text)


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORDS.findall(text.casefold())
    return frozenset(
        tuple(words[start : start + _RUN]) for start in range(max(len(words) - _RUN + 1, min(len(words), 1)))
    )


def _wrap(body: Element) -> None:
    """Make a paragraph of all text that stands beside blocks, or between two line breaks."""
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
    # Of many children, counting them takes long.
    last = next(run.iterchildren(reversed=True), None)
    return last is not None and last.tag == "br" and not (last.tail or "").strip()


def _block_holders(body: Element) -> dict[Element, bool]:
    """Of each element, whether it is a block or holds one."""
    holds: dict[Element, bool] = {}
    for each in reversed(list(body.iter())):
        holds[each] = each.tag in _BLOCKS or any(holds[child] for child in each)
    return holds


def _furniture(elements: Sequence[Element], *, by_name: bool) -> dict[Element, str]:
    """What is no text by what it is, or also by how it is named, and the rule."""
    skipped: dict[Element, str] = {}
    sheltered: set[Element] = set()
    for each in elements:
        if each.tag in ("code", "pre", "table") or each.getparent() in sheltered:
            sheltered.add(each)
        if each.tag in _CONTROLS:
            skipped[each] = "form"
        elif each.tag in _FURNITURE or each.get("role") in _ROLES:
            skipped[each] = "navigation"
        elif by_name and each not in sheltered and each.tag in _NAMEABLE:
            names = _names(each.get("class"), each.get("id"))
            junk = names & _JUNK or {name for name in names if name.startswith(_JUNK_STARTS)}
            if junk and not names & _TEXT:
                skipped[each] = min(junk)
    return skipped


def _names(*attributes: str | None) -> set[str]:
    return {word.lower() for each in attributes for word in _NAME.findall(each or "")}


class _Measure(NamedTuple):
    """How much is in an element that is not left aside.

    Attributes:
        length: Characters; `linked` of them are in links, `headed` in headings, `listed` in lists.
        blocks: Whether there is a block in it.
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


def _measure(elements: Sequence[Element], skipped: Collection[Element]) -> dict[Element, _Measure]:
    found: dict[Element, _Measure] = {}
    for each in reversed(elements):
        if each in skipped:
            found[each] = _Measure(controls=1) if each.tag in _CONTROLS else _Measure()
            continue
        inner = [found[child] for child in each]
        texts = [each.text or "", *(child.tail or "" for child in each)]
        length = sum(len(" ".join(text.split())) for text in texts) + sum(m.length for m in inner)
        linked = sum(m.linked for m in inner)
        if each.tag == "a":
            linked = length * (0.3 if (each.get("href") or "#").startswith("#") else 1.0)
        found[each] = _Measure(
            length,
            linked,
            length if each.tag in _HEADINGS else sum(m.headed for m in inner),
            length if each.tag in ("ul", "ol") else sum(m.listed for m in inner),
            sum(len(_COMMA.findall(text)) for text in texts) + sum(m.commas for m in inner),
            (each.tag == "p") + sum(m.paragraphs for m in inner),
            (each.tag == "img") + sum(m.images for m in inner),
            sum(m.controls for m in inner),
            any(m.blocks or child.tag in _BLOCKS for m, child in zip(inner, each, strict=True)),
        )
    return found


# ---------------------------------------------------------------- our own search


def _search(
    elements: Sequence[Element], measures: Mapping[Element, _Measure], skipped: dict[Element, str]
) -> list[Element]:
    """The elements that make up the article; what in them is not of it is added to what is left aside."""
    points = _score(elements, measures)
    if not points:
        return []
    top = _top(points)
    found = _gather(top, points, measures)
    for each in found:
        skipped |= _doubted(each, measures, skipped)
    return found


def _score(elements: Sequence[Element], measures: Mapping[Element, _Measure]) -> dict[Element, float]:
    points: dict[Element, float] = {}
    for each in elements:
        much = measures[each]
        if each.tag not in _PARAGRAPHS or much.blocks or much.length < _SHORTEST:
            continue
        worth = 1 + much.commas + min(much.length // 100, 3)
        for level, above in zip(_LEVELS, each.iterancestors(), strict=False):
            if above in measures:
                points.setdefault(above, _POINTS.get(above.tag, 0) + _liking(above))
                points[above] += worth / level
    return {each: value * (1 - measures[each].density) for each, value in points.items()}


def _liking(element: Element) -> int:
    """What class and id are worth in points."""
    liking = 0
    for names in (_names(element.get("class")), _names(element.get("id"))):
        liking += _NAMED * (bool(names & _TEXT) - bool(names & _DISLIKED))
    return liking


def _top(points: dict[Element, float]) -> Element:
    """The element with the most points, or one around it when the article is divided among several."""
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


def _gather(top: Element, points: Mapping[Element, float], measures: Mapping[Element, _Measure]) -> list[Element]:
    """The top element, and those beside it that look like parts of the same text."""
    above = top.getparent()
    if above is None or top.tag == "body":
        return [top]
    floor = max(10, points[top] * 0.2)
    kept = []
    for each in above:
        much = measures[each]
        alike = floor if each.get("class") and each.get("class") == top.get("class") else 0
        if each is top or (each in points and points[each] + alike >= floor):
            kept.append(each)
        elif each.tag == "p" and much.length:
            is_prose = much.length > _PROSE and much.density < _LINKED
            if is_prose or (not much.linked and re.search(r"\.( |$)", _text(each))):
                kept.append(each)
    return kept


def _doubted(root: Element, measures: Mapping[Element, _Measure], skipped: Mapping[Element, str]) -> dict[Element, str]:
    """Parts that are made up of links, pictures or controls more than of text."""
    doubted: dict[Element, str] = {}
    sheltered: set[Element] = set()
    for each in root.iter():
        if each.tag in ("pre", "code", "table", "figure") or each.getparent() in sheltered:
            sheltered.add(each)
    for each in root.iter("fieldset", "form", "ul", "ol", "div", "section", "header"):
        much = measures[each]
        if each is root or each in sheltered or each in skipped:
            continue
        liking = _liking(each)
        if liking < 0:
            doubted[each] = "named"
        elif much.commas < _MANY_COMMAS and much.length:
            listed = each.tag in ("ul", "ol") or much.listed > 0.9 * much.length
            if (
                (much.images > 1 and much.paragraphs / much.images < _MOSTLY)
                or much.controls > much.paragraphs // 3
                or (not listed and liking < _NAMED and much.density > _LINKED)
                or (liking >= _NAMED and much.density > _MOSTLY)
            ):
                doubted[each] = "links" if much.linked else "form"
    return doubted


# ---------------------------------------------------------------- what both say


def _is_leaf(element: Element) -> bool:
    return element.tag in _BLOCKS and not any(each.tag in _BLOCKS for each in element.iterdescendants())


def _share(element: Element, second: frozenset[tuple[str, ...]]) -> float:
    runs = _runs(_text(element))
    return len(runs & second) / len(runs) if runs else 0.0


def _reconciled(
    body: Element,
    found: list[Element],
    skipped: dict[Element, str],
    leaves: Mapping[Element, float],
    second: frozenset[tuple[str, ...]],
) -> list[Element]:
    if second:
        mine = list(_within(found, skipped, leaves))
        covered = {run for each in mine for run in _runs(_text(each))}
        if len(covered & second) < _PLACE * len(second):
            found = [_likest(body, leaves)]
    for each in [each for each in skipped if each.tag not in _CONTROLS]:
        inner = [leaf for leaf in each.iter() if leaf in leaves]
        told = _length(leaf for leaf in inner if leaves[leaf] > _SAME)
        if told > _RESCUED and told > _MOSTLY * _length(inner) and skipped[each] not in _GALLERIES:
            del skipped[each]
    mine = list(_within(found, skipped, leaves))
    agreed = {each for each in mine if leaves[each] > _SAME}
    prose = [each for each in mine if not _is_doubtful(each)]
    trust = _length(each for each in prose if each in agreed) / max(_length(prose), 1)
    both = [index for index, each in enumerate(mine) if each in agreed and len(_text(each).split()) >= _RUN]
    first, last = (both[0], both[-1]) if both else (0, len(mine))
    trims = trust > _TRUST and _length((*mine[:first], *mine[last + 1 :])) < _EDGES * _length(mine)
    for index, each in enumerate(mine):
        if each in agreed:
            continue
        if trims and not first <= index <= last:
            skipped[each] = "outside the article"
        elif trust > _TRUST_LINES and _is_doubtful(each):
            skipped[each] = "stray line"
    return found


def _length(leaves: Iterable[Element]) -> int:
    return sum(len(_text(each)) for each in leaves)


def _within(found: Iterable[Element], skipped: Collection[Element], leaves: Collection[Element]) -> Iterator[Element]:
    """The paragraphs in some elements that are not left aside."""
    for root in found:
        walk = etree.iterwalk(root, events=("start",))
        for _, each in walk:
            if each in skipped:
                walk.skip_subtree()
            elif each in leaves:
                yield each


def _likest(body: Element, leaves: Mapping[Element, float]) -> Element:
    """The smallest of the elements whose text is most like what trafilatura found."""
    told: dict[Element, int] = {}
    length: dict[Element, int] = {}
    for each in reversed(list(body.iter())):
        length[each] = _length([each]) if each in leaves else sum(length[child] for child in each)
        told[each] = length[each] * (leaves[each] > _SAME) if each in leaves else sum(told[child] for child in each)
    # The harmonic mean of how much of each is in the other, less what is the same for all.
    return max(told, key=lambda each: told[each] / (length[each] + told[body] or 1))


def _is_doubtful(leaf: Element) -> bool:
    text = _text(leaf)
    if leaf.tag in _HEADINGS or leaf.tag in ("figcaption", "pre", "td", "th") or byline(text):
        return False
    is_linked = _length(leaf.iter("a")) > 0.8 * len(text)
    # What is listed is seldom a sentence.
    return is_linked or (leaf.tag != "li" and len(text) < _SHORT and not _SENTENCE.search(text))


def _taken_out(found: Sequence[Element], skipped: Mapping[Element, str], leaves: Iterable[Element]) -> Content:
    inside = {each for root in found for each in root.iter()}
    left_out = [
        (rule, each)
        for each, rule in skipped.items()
        if each in inside and not any(above in skipped for above in each.iterancestors())
    ]
    left_out += [("outside the article", each) for each in leaves if each not in inside and _is_prose(each)]
    cuts = tuple(Cut(rule, each.sourceline or 0, text) for rule, each in left_out if (text := text_of(each)))
    for each in inside.intersection(skipped):
        _remove(each)
    article = etree.Element("article")
    article.extend(each for each in found if each not in skipped)
    return Content(article, cuts)


def _is_prose(leaf: Element) -> bool:
    text = _text(leaf)
    return len(text) > _PROSE and _SENTENCE.search(text) is not None


def _text(element: Element) -> str:
    return clean("".join(element.itertext()))
