"""Find the article in a web page: the elements with its text, and nothing else.

Two searches are combined. Our own (`element_scores`) finds where in the page the text is, but includes some lines that
do not belong to the article. trafilatura returns the text of the article on many kinds of sites, but not its place in
the page.

1. The place is what our own search found. If it contains too little of trafilatura's text, it is the element whose text
   is most like trafilatura's.
2. Within that place, trafilatura's text decides on doubtful parts: elements left aside, short lines, lines made of
   links, and the paragraphs before the first and after the last one that both searches found.
3. If trafilatura found less than half of the paragraphs of our own search, its result is ignored.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import trafilatura
from lxml import etree

from audiocast.model.article import Cut
from audiocast.sources.extract.credit_lines import byline
from audiocast.sources.extract.element_scores import CONTROLS, GALLERIES, is_fine_print, left_aside, measure, search
from audiocast.sources.extract.html_tree import text_of
from audiocast.sources.extract.page_cleanup import (
    BLOCKS,
    HEADINGS,
    remove,
    remove_invisible,
    split_preformatted,
    text_in,
    wrap_loose_text,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from audiocast.sources.extract.html_tree import Element

_ENOUGH = 500
"""Fewer characters than this are searched for again, among the elements left aside because of their names."""
_RESCUED = 200
"""An element that was left aside is read when trafilatura found more characters in it, and most of its text."""
_MOSTLY = 0.5
_MANY_BLOCKS = 3000
_RUN = 4
"""The number of words in a run."""
_SAME = 0.6
"""Both searches found a paragraph when trafilatura has such a share of its runs of four words."""
_WORDS = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\w+?(?=[\u3040-\u30ff\u3400-\u9fff]|\b)")
"""Words; in Chinese and Japanese, which have no spaces between words, each character counts as one."""
_SENTENCE = re.compile(r"[.!?…:][\"'”’»)\]]*$")
_PICTOGRAMS = re.compile(r"[\s\u2190-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]+$")
_SHORT = 80
"""Characters; a shorter paragraph that does not end a sentence is doubtful."""
_PLACE = 0.8
"""The share of trafilatura's runs that our place must contain."""
_TRUST = 0.6
_TRUST_LINES = 0.6
"""The share of our prose that trafilatura must have found, so that it may cut ends, or single lines."""
_EDGES = 0.15
"""The largest share of our text that may be cut at both ends together."""
_PROSE = 80


class Content(NamedTuple):
    """The article of a page.

    Attributes:
        element: An element with the article's text and nothing else.
        cuts: Text of the page that looked like the article's but is not part of it.
    """

    element: Element
    cuts: tuple[Cut, ...]


def find(root: Element) -> Content:
    """Return the article of a parsed page; the page's tree is changed on the way."""
    body = next(root.iter("body"), root)
    remove_invisible(body)
    split_preformatted(body)
    fine_print = _without_fine_print(body)
    their_runs = _trafilatura_runs(root)
    wrap_loose_text(body)
    elements = list(body.iter())
    for by_name in (True, False):
        skipped = left_aside(elements, by_name=by_name)
        measures = measure(elements, skipped)
        found = search(elements, measures, skipped)
        if sum(measures[each].length for each in found) >= _ENOUGH:
            break
    leaves = {each: _share(each, their_runs) for each in elements if _is_leaf(each)}
    common = sum(measures[each].length for each, share in leaves.items() if share > _SAME)
    if common < _MOSTLY * _length(_within(found, skipped, leaves)):
        their_runs = frozenset()
        leaves = dict.fromkeys(leaves, 0.0)
    found = _reconciled(body, found, skipped, leaves, their_runs)
    content = _content(found, skipped, leaves)
    return content._replace(cuts=(*fine_print, *content.cuts))


def _without_fine_print(body: Element) -> list[Cut]:
    """Remove disclaimers, which may be longer than the article, and return them as cuts."""
    found = [each for each in body.iter() if isinstance(each.tag, str) and is_fine_print(each)]
    outer = [each for each in found if not any(above in found for above in each.iterancestors())]
    if not outer or len(text_in(body)) - _length(outer) < _ENOUGH:
        return []
    cuts = [Cut("disclaimer", each.sourceline or 0, text) for each in outer if (text := text_of(each))]
    for each in outer:
        remove(each)
    return cuts


def _trafilatura_runs(root: Element) -> frozenset[tuple[str, ...]]:
    """Return the runs of words in the text that trafilatura takes for the article."""
    page = etree.tostring(root, encoding="unicode", method="html")
    # Its slower method takes time in the square of the number of blocks.
    fast = sum(each.tag in BLOCKS for each in root.iter()) > _MANY_BLOCKS
    for strictly in (True, False):
        found = trafilatura.bare_extraction(page, include_comments=False, favor_precision=strictly, fast=fast)
        text = getattr(found, "text", None) or ""
        if len(text) >= _ENOUGH:
            break
    # A short line is a run of its own, so that a paragraph of three words can be found.
    short = (_runs(line) for line in text.splitlines() if len(_WORDS.findall(line)) < _RUN)
    return _runs(text).union(*short)


def _runs(text: str) -> frozenset[tuple[str, ...]]:
    """Return all runs of four words in a text; a shorter text is one run."""
    words = _WORDS.findall(text.casefold())
    return frozenset(
        tuple(words[start : start + _RUN]) for start in range(max(len(words) - _RUN + 1, min(len(words), 1)))
    )


def _is_leaf(element: Element) -> bool:
    """Return whether an element is a block without blocks inside."""
    return element.tag in BLOCKS and not any(each.tag in BLOCKS for each in element.iterdescendants())


def _share(element: Element, their_runs: frozenset[tuple[str, ...]]) -> float:
    """Return the share of a paragraph's runs of words that trafilatura found too."""
    text = text_in(element)
    runs = _runs(text)
    if any(len(run) < _RUN for run in runs) and element.tag != "li" and not _ends_sentence(text):
        return 0.0
    return len(runs & their_runs) / len(runs) if runs else 0.0


def _reconciled(
    body: Element,
    found: list[Element],
    skipped: dict[Element, str],
    leaves: Mapping[Element, float],
    their_runs: frozenset[tuple[str, ...]],
) -> list[Element]:
    """Return the article's elements by both searches, and update `skipped`, the elements left aside."""
    if their_runs:
        ours = list(_within(found, skipped, leaves))
        covered = {run for each in ours for run in _runs(text_in(each))}
        joined = _runs(" ".join(map(text_in, ours)))
        # A run across two of our paragraphs is in none of them, but in the place.
        if len(covered & their_runs) < _PLACE * (len(their_runs) - len((joined - covered) & their_runs)):
            found = [_most_similar(body, leaves)]
    for each in [each for each in skipped if each.tag not in CONTROLS]:
        inner = [leaf for leaf in each.iter() if leaf in leaves]
        common = _length(leaf for leaf in inner if leaves[leaf] > _SAME)
        if common > _RESCUED and common > _MOSTLY * _length(inner) and skipped[each] not in GALLERIES:
            del skipped[each]
    ours = list(_within(found, skipped, leaves))
    agreed = {each for each in ours if leaves[each] > _SAME}
    prose = [each for each in ours if not _is_doubtful(each)]
    trust = _length(each for each in prose if each in agreed) / max(_length(prose), 1)
    both = [index for index, each in enumerate(ours) if each in agreed and not _is_line(each)]
    first, last = _widened(ours, both[0], both[-1]) if both else (0, len(ours))
    trims = trust > _TRUST and _length((*ours[:first], *ours[last + 1 :])) < _EDGES * _length(ours)
    for index, each in enumerate(ours):
        if each in agreed:
            continue
        if trims and not first <= index <= last:
            skipped[each] = "outside the article"
        elif trust > _TRUST_LINES and _is_doubtful(each):
            skipped[each] = "stray line"
    return found


def _is_line(leaf: Element) -> bool:
    """Return whether a text is of less than four words and no sentence."""
    text = text_in(leaf)
    return len(text.split()) < _RUN and not _ends_sentence(text)


def _widened(ours: Sequence[Element], first: int, last: int) -> tuple[int, int]:
    """Return the indexes of the first and the last paragraph, with those of a few words beside them."""
    while first > 0 and _goes_with(ours[first - 1], ours[first]):
        first -= 1
    while last + 1 < len(ours) and _goes_with(ours[last + 1], ours[last]):
        last += 1
    return first, last


def _goes_with(leaf: Element, other: Element) -> bool:
    """Return whether a paragraph of a few words goes with the one beside it: "He did."."""
    text = text_in(leaf)
    return (
        leaf.tag == other.tag == "p"
        and leaf.getparent() is other.getparent()
        and len(text.split()) < _RUN
        and _ends_sentence(text)
        and next(leaf.iter("a", *CONTROLS), None) is None
    )


def _ends_sentence(text: str) -> bool:
    """Return whether a text ends as a sentence does, apart from pictograms."""
    return _SENTENCE.search(_PICTOGRAMS.sub("", text)) is not None


def _length(leaves: Iterable[Element]) -> int:
    return sum(len(text_in(each)) for each in leaves)


def _within(found: Iterable[Element], skipped: Collection[Element], leaves: Collection[Element]) -> Iterator[Element]:
    """Yield the paragraphs in some elements that are not left aside."""
    for root in found:
        walk = etree.iterwalk(root, events=("start",))
        for _, each in walk:
            if each in skipped:
                walk.skip_subtree()
            elif each in leaves:
                yield each


def _most_similar(body: Element, leaves: Mapping[Element, float]) -> Element:
    """Return the smallest of the elements whose text is most similar to what trafilatura found."""
    common: dict[Element, int] = {}
    length: dict[Element, int] = {}
    for each in reversed(list(body.iter())):
        length[each] = _length([each]) if each in leaves else sum(length[child] for child in each)
        common[each] = length[each] * (leaves[each] > _SAME) if each in leaves else sum(common[child] for child in each)
    # The harmonic mean of the two shares, without the factors that are the same for all elements.
    return max(common, key=lambda each: common[each] / (length[each] + common[body] or 1))


def _is_doubtful(leaf: Element) -> bool:
    """Return whether a paragraph is made of links, or too short to be a sentence."""
    text = text_in(leaf)
    if leaf.tag in HEADINGS or leaf.tag in ("figcaption", "pre", "td", "th") or byline(text):
        return False
    is_linked = _length(leaf.iter("a")) > 0.8 * len(text)
    # A list item is seldom a whole sentence.
    return is_linked or (leaf.tag != "li" and len(text) < _SHORT and not _ends_sentence(text))


def _content(found: Sequence[Element], skipped: Mapping[Element, str], leaves: Iterable[Element]) -> Content:
    """Take the article's elements out of the page, and report as cuts what is left out of them."""
    inside = {each for root in found for each in root.iter()}
    left_out = [
        (rule, each)
        for each, rule in skipped.items()
        if each in inside and not any(above in skipped for above in each.iterancestors())
    ]
    left_out += [("outside the article", each) for each in leaves if each not in inside and _is_prose(each)]
    cuts = tuple(Cut(rule, each.sourceline or 0, text) for rule, each in left_out if (text := text_of(each)))
    for each in inside.intersection(skipped):
        remove(each)
    article = etree.Element("article")
    article.extend(each for each in found if each not in skipped)
    return Content(article, cuts)


def _is_prose(leaf: Element) -> bool:
    text = text_in(leaf)
    return len(text) > _PROSE and _ends_sentence(text)
