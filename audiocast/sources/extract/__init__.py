"""Find the article in a web page: its text, its metadata, and what is boilerplate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast import lazy

__all__ = [
    "boilerplate",
    "main_content",
    "markup",
    "metadata",
]

if TYPE_CHECKING:
    from audiocast.sources.extract import (
        boilerplate,
        main_content,
        markup,
        metadata,
    )
else:
    __getattr__ = lazy.attach(__name__, __all__)
