"""Settings: read them, check them, and write those of a new show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast import lazy

__all__ = [
    "allowed_values",
    "categories",
    "dates",
    "directory_rules",
    "feed_text",
    "languages",
    "load",
    "palette",
    "places",
    "scaffold",
    "settings",
    "suggestions",
    "toml",
    "user_choices",
    "voice_rules",
    "web_hosts",
]

if TYPE_CHECKING:
    from audiocast.config import (
        allowed_values,
        categories,
        dates,
        directory_rules,
        feed_text,
        languages,
        load,
        palette,
        places,
        scaffold,
        settings,
        suggestions,
        toml,
        user_choices,
        voice_rules,
        web_hosts,
    )
else:
    __getattr__ = lazy.attach(__name__, __all__)
