"""Remove the times from a transcript: "BRANDT: [00:01:12] The tower closes." becomes "BRANDT: The tower closes."."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from audiocast.model.article import Cut
from audiocast.sources.extract.boilerplate_rules import STRUCTURE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiocast.sources.extract.placed_blocks import PlacedBlock

_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?"
_SPAN = rf"{_CLOCK}(?:\s*(?:[-\u2013\u2014]|-->)\s*{_CLOCK})?"
_TIME = re.compile(rf"\[{_SPAN}\]\s*|^\({_SPAN}\)\s*|(?<=:) \({_SPAN}\)|^\d{{1,2}}:\d\d:\d\d\s+|^{_SPAN}$")
_FEWEST = 3
"""So many blocks with a time show a transcript."""


def without_times(blocks: Sequence[PlacedBlock]) -> tuple[list[PlacedBlock], list[Cut]]:
    """Return the blocks of a transcript without its times, and these as cuts; other blocks as they are."""
    timed = [each for each in blocks if each.block.kind not in STRUCTURE and _TIME.search(each.block.text)]
    if len(timed) < _FEWEST:
        return list(blocks), []
    kept: list[PlacedBlock] = []
    cuts: list[Cut] = []
    for each in blocks:
        found = _TIME.findall(each.block.text) if each.block.kind not in STRUCTURE else []
        cuts += [Cut("transcript time", each.line, time.strip()) for time in found]
        text = " ".join(_TIME.sub("", each.block.text).split()) if found else each.block.text
        if text or each.block.kind in STRUCTURE:
            kept.append(each._replace(block=replace(each.block, text=text)))
    return kept, cuts
