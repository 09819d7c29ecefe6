"""Find galleries in an article: their headings and the captions below these.

A gallery begins with a heading such as "Related Galleries:" on a line of its own. These rules find its end:

- It lasts at least to the last caption that ends with a credit. Further captions belong to it if they end with a date
  or describe a picture.
- The text after these captions belongs to the article if it has a paragraph of at least 100 characters. Otherwise it
  belongs to the gallery.
- One paragraph of at least 100 characters between two captions with credits is a caption without a credit. Two such
  paragraphs are text of the article.
- A gallery without any credit lasts to the next heading or to the end of the article.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from audiocast.model.article import BlockKind, Cut
from audiocast.sources.extract.credit_lines import MONTH, has_gallery_credit
from audiocast.sources.extract.placed_blocks import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiocast.sources.extract.placed_blocks import PlacedBlock

_HEADING = re.compile(
    r"(?:(?:related|photo|picture|image)\s+)galler(?:y|ies)\s*:?|related (?:photos|pictures)\s*:", re.IGNORECASE
)
_DATED = re.compile(rf"\b(?:{MONTH} \d{{1,2}}|\d{{1,2}} {MONTH}|{MONTH}),? \d{{4}}\b.{{0,40}}$")
_PICTURED = re.compile(
    r"\b(?:not in picture|not pictured|pictured|file photo|file picture|seen here|undated)\b", re.IGNORECASE
)
_SHORT_CAPTION = 100
_ENDING = 140
"""Characters at the end of a caption in which a date may be."""


def is_gallery_heading(text: str) -> bool:
    """Return whether a line opens a gallery."""
    return _HEADING.fullmatch(text) is not None


def without_galleries(blocks: Sequence[PlacedBlock]) -> tuple[list[PlacedBlock], list[Cut]]:
    """Split blocks into those outside galleries and the cuts for those inside."""
    kept: list[PlacedBlock] = []
    cuts: list[Cut] = []
    headings = [index for index, each in enumerate(blocks) if is_gallery_heading(each.block.text)]
    for start, end in pairwise((-1, *headings, len(blocks))):
        section = blocks[start + 1 : end]
        if start >= 0:
            cuts.append(Cut("gallery heading", blocks[start].line, blocks[start].block.text))
            length = _gallery_length(section)
            cuts += [cut("gallery", each) for each in section[:length]]
            section = section[length:]
        kept += section
    return kept, cuts


def _gallery_length(blocks: Sequence[PlacedBlock]) -> int:
    """Return how many of the blocks below a gallery's heading belong to the gallery."""
    headings = (index for index, each in enumerate(blocks) if each.block.kind is BlockKind.HEADING)
    texts = [each.block.text for each in blocks[: next(headings, len(blocks))]]
    end = 0
    prose = 0
    for index, text in enumerate(texts):
        if has_gallery_credit(text):
            end = index + 1
            prose = 0
        else:
            prose += _is_prose(text)
        if end and prose > 1:
            break
    if not (end and prose):
        return len(texts)
    while _is_pictured(texts[end]):
        end += 1
    return end


def _is_prose(text: str) -> bool:
    return len(text) >= _SHORT_CAPTION and not _is_pictured(text)


def _is_pictured(text: str) -> bool:
    return bool(_DATED.search(text[-_ENDING:]) or _PICTURED.search(text))
