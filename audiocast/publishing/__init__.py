"""Everything in the output folder: catalog, feeds, pages, pictures, transcripts; uploading and serving it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast import lazy

__all__ = [
    "artwork",
    "catalog",
    "catalog_recovery",
    "corrections",
    "dates_and_numbers",
    "destination",
    "feed",
    "guids",
    "identity",
    "journal",
    "leaving",
    "media_types",
    "output_folder",
    "ownership",
    "published_files",
    "record_format",
    "record_names",
    "serve",
    "site",
    "store",
    "store_connection",
    "transcript_reading",
    "transcripts",
    "upload",
    "withdrawals",
]

if TYPE_CHECKING:
    from audiocast.publishing import (
        artwork,
        catalog,
        catalog_recovery,
        corrections,
        dates_and_numbers,
        destination,
        feed,
        guids,
        identity,
        journal,
        leaving,
        media_types,
        output_folder,
        ownership,
        published_files,
        record_format,
        record_names,
        serve,
        site,
        store,
        store_connection,
        transcript_reading,
        transcripts,
        upload,
        withdrawals,
    )
else:
    __getattr__ = lazy.attach(__name__, __all__)
