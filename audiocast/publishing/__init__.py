"""Everything in the output folder: catalog, feeds, pages, pictures, transcripts; uploading and serving it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast import lazy

__all__ = [
    "artwork",
    "catalog",
    "corrections",
    "destination",
    "feed",
    "identity",
    "journal",
    "leaving",
    "media_types",
    "output_folder",
    "ownership",
    "recover",
    "serve",
    "site",
    "transcripts",
    "upload",
    "withdrawals",
]

if TYPE_CHECKING:
    from audiocast.publishing import (
        artwork,
        catalog,
        corrections,
        destination,
        feed,
        identity,
        journal,
        leaving,
        media_types,
        output_folder,
        ownership,
        recover,
        serve,
        site,
        transcripts,
        upload,
        withdrawals,
    )
else:
    __getattr__ = lazy.attach(__name__, __all__)
