"""Remove boilerplate from an article: the blocks that are not meant to be spoken, in any format.

The steps, in order:

1. Galleries, see `galleries`.
2. Lists of related links: "Related stories", "Read more" and the like on a line of their own, and the list items,
   blocks made of links and headlines that follow.
3. Single blocks: what `boilerplate_rules` cuts, a byline near the top, a date line or a repeated title at the top, and
   repeated paragraphs. In other blocks, a web address is replaced by the name of its site. Repeated paragraphs stay
   when a text has many of them, as a song or a prayer does.
4. What stands only at the end of an article: "ENDS", the address of the author, a note about the author.
5. Headings that have no text left below them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from audiocast.model.article import BlockKind, Cut
from audiocast.sources.extract.boilerplate_rules import (
    STRUCTURE,
    is_date,
    is_heading_of_a_last_list,
    is_related_heading,
    rule_at_end,
    rule_at_top,
    rule_for,
)
from audiocast.sources.extract.credit_lines import byline
from audiocast.sources.extract.galleries import without_galleries
from audiocast.sources.extract.placed_blocks import cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audiocast.sources.extract.placed_blocks import PlacedBlock


class Sifted(NamedTuple):
    """The blocks of an article, divided.

    Attributes:
        blocks: The blocks to be spoken, in their order.
        cuts: The boilerplate, in order of lines.
        author: The author from a byline among the cuts, or "".
    """

    blocks: tuple[PlacedBlock, ...]
    cuts: tuple[Cut, ...]
    author: str


_INNER_ADDRESS = re.compile(
    r"<?(?:https?://)(?:www\.)?([^\s/?#<>()\[\]]{1,253})[^\s<>()\[\]]*(?<![.,;:!?'\"”’])>?", re.IGNORECASE
)
_SHORTEST_REPEATED = 40
"""A shorter paragraph may be repeated on purpose."""
_REFRAIN_PLACES = 4
_REFRAIN_SHARE = 0.2
"""A text that repeats itself in so many places, for such a share of its length, does so on purpose."""
_LONGEST_HEADLINE = 120
_TOP = 4
"""A byline is one only among so many blocks at the top; below, it may be a signature or the end of a poem."""


def sift(blocks: Iterable[PlacedBlock], *, title: str) -> Sifted:
    """Divide the blocks of an article into those to be spoken and boilerplate.

    Args:
        blocks: All blocks, in their order.
        title: The article's title; a block that repeats it at the top is cut.
    """
    kept, cuts = without_galleries(list(blocks))
    kept, related = _without_related_links(kept)
    kept, others, author = _without_boilerplate(kept, title=title)
    kept, last = _without_ending(kept)
    kept, empty = _without_empty_sections(kept)
    found = (*cuts, *related, *others, *last, *empty)
    return Sifted(tuple(kept), tuple(sorted(found, key=lambda each: each.line)), author)


def _without_related_links(blocks: Sequence[PlacedBlock]) -> tuple[list[PlacedBlock], list[Cut]]:
    """Cut lists of links together with the line that announces them; other lists belong to the article."""
    kept: list[PlacedBlock] = []
    cuts: list[Cut] = []
    index = 0
    while index < len(blocks):
        end = _related_end(blocks, index)
        if end - index > 1:
            cuts += [cut("related", each) for each in blocks[index:end]]
        else:
            kept.append(blocks[index])
        index = end
    return kept, cuts


def _related_end(blocks: Sequence[PlacedBlock], index: int) -> int:
    """Return the end of the list that a block announces, or the index after the block if it announces none."""
    text = blocks[index].block.text
    end = index + 1
    if is_related_heading(text):
        while end < len(blocks) and _is_link(blocks[end]):
            end += 1
    if end > index + 1 or not (index and is_heading_of_a_last_list(text)):
        return end
    # In plain text a link is only a headline. A single one in the middle may be a heading of the article.
    last = end
    while last < len(blocks) and _is_headline(blocks[last]):
        last += 1
    several = is_related_heading(text) and last - end > 1
    return last if last == len(blocks) or several else end


def _is_link(placed: PlacedBlock) -> bool:
    return placed.linked or placed.block.kind is BlockKind.LIST_ITEM


def _is_headline(placed: PlacedBlock) -> bool:
    text = placed.block.text
    return len(text) <= _LONGEST_HEADLINE and placed.block.kind not in STRUCTURE and text[-1] not in ".:;"


def _without_boilerplate(blocks: Sequence[PlacedBlock], *, title: str) -> tuple[list[PlacedBlock], list[Cut], str]:
    """Cut single blocks; the third value is the author from a byline, or ""."""
    kept: list[PlacedBlock] = []
    cuts: list[Cut] = []
    author = ""
    seen: set[str] = set()
    on_purpose = _repeats_on_purpose(blocks)
    for each in blocks:
        text = each.block.text
        folded = text.casefold()
        rule = rule_for(each)
        if not rule and len(kept) < _TOP and byline(text):
            rule, author = "byline", author or byline(text)
        if not rule and not kept and each.block.kind not in STRUCTURE:
            rule = (
                "repeated title" if folded == title.casefold() else "date line" if is_date(text) else rule_at_top(text)
            )
        if not rule and len(text) >= _SHORTEST_REPEATED and folded in seen and not on_purpose:
            rule = "repeated paragraph"
        seen.add(folded)
        if rule:
            cuts.append(Cut(rule, each.line, text))
        elif _INNER_ADDRESS.search(text):
            cuts += [Cut("address", each.line, found[0]) for found in _INNER_ADDRESS.finditer(text)]
            kept.append(each._replace(block=replace(each.block, text=_INNER_ADDRESS.sub(r"\1", text))))
        else:
            kept.append(each)
    return kept, cuts, author


def _repeats_on_purpose(blocks: Sequence[PlacedBlock]) -> bool:
    """Return whether a text repeats itself in many places, as a litany or a week's menus do."""
    texts = [each.block.text.casefold() for each in blocks]
    seen: set[str] = set()
    again: list[bool] = []
    for text in texts:
        again.append(len(text) >= _SHORTEST_REPEATED and text in seen)
        seen.add(text)
    length = sum(len(text) for text, repeated in zip(texts, again, strict=True) if repeated)
    # A text that is there twice as a whole has one long repetition, and so one place.
    places = sum(repeated and not before for before, repeated in pairwise((False, *again)))
    return places >= _REFRAIN_PLACES and length >= _REFRAIN_SHARE * sum(map(len, texts))


def _without_ending(blocks: Sequence[PlacedBlock]) -> tuple[list[PlacedBlock], list[Cut]]:
    """Cut what stands only at the end of an article."""
    kept = list(blocks)
    cuts: list[Cut] = []
    # An article that is only such a line keeps it.
    while len(kept) > 1 and kept[-1].block.kind not in STRUCTURE and (rule := rule_at_end(kept[-1].block.text)):
        cuts.append(cut(rule, kept.pop()))
    return kept, cuts


def _without_empty_sections(blocks: Sequence[PlacedBlock]) -> tuple[list[PlacedBlock], list[Cut]]:
    """Cut headings at the end, and headings directly before a heading of the same or a higher rank."""
    kept: list[PlacedBlock] = []
    cuts: list[Cut] = []
    next_level = 1
    for each in reversed(blocks):
        if each.block.kind is not BlockKind.HEADING:
            next_level = 0
        elif next_level and next_level <= each.block.level:
            cuts.append(cut("empty section", each))
            continue
        else:
            next_level = each.block.level
        kept.append(each)
    return kept[::-1], cuts
