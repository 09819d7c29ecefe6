"""Turn written articles into a podcast.

The public Python API is what `__all__` lists. Names in other modules may change in any version.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast import lazy

__version__ = "0.1.0"

__all__ = [
    "Article",
    "ArticleResult",
    "AudiocastError",
    "BusyError",
    "ClusterError",
    "ConfigError",
    "EncodeError",
    "EngineError",
    "NormalizeError",
    "NothingToSayError",
    "PublishError",
    "RefusedError",
    "ShowResult",
    "SourceError",
    "UnknownEngineError",
    "UnknownVoiceError",
    "__version__",
    "normalize_text",
    "read_document",
    "render_show",
    "say",
]

if TYPE_CHECKING:
    from audiocast.errors import (
        AudiocastError,
        BusyError,
        ClusterError,
        ConfigError,
        EncodeError,
        EngineError,
        NormalizeError,
        NothingToSayError,
        PublishError,
        RefusedError,
        SourceError,
        UnknownEngineError,
        UnknownVoiceError,
    )
    from audiocast.model.article import Article
    from audiocast.render.api import ArticleResult, ShowResult, normalize_text, read_document, render_show, say
else:
    __getattr__ = lazy.attach(
        __name__,
        __all__,
        {
            **dict.fromkeys((name for name in __all__ if name.endswith("Error")), "errors"),
            "Article": "model.article",
            **dict.fromkeys(
                ("ArticleResult", "ShowResult", "normalize_text", "read_document", "render_show", "say"), "render.api"
            ),
        },
    )
