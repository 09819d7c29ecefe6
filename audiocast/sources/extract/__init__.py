"""Find the article in a web page: its text, its metadata, and what is boilerplate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast import lazy

__all__ = [
    "boilerplate",
    "boilerplate_rules",
    "book_pages",
    "credit_lines",
    "element_rules",
    "element_scores",
    "galleries",
    "html_tree",
    "main_content",
    "markup",
    "metadata",
    "page_cleanup",
    "paywalls",
    "placed_blocks",
    "tables",
    "transcript_times",
]

if TYPE_CHECKING:
    from audiocast.sources.extract import (
        boilerplate,
        boilerplate_rules,
        book_pages,
        credit_lines,
        element_rules,
        element_scores,
        galleries,
        html_tree,
        main_content,
        markup,
        metadata,
        page_cleanup,
        paywalls,
        placed_blocks,
        tables,
        transcript_times,
    )
else:
    __getattr__ = lazy.attach(__name__, __all__)
