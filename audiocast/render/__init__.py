"""Render a show: plan the work, do it in parallel, publish the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast import lazy

__all__ = [
    "admission",
    "api",
    "article_store",
    "audition",
    "basis",
    "changes",
    "clip_list",
    "context",
    "digests",
    "documents",
    "episode_files",
    "episode_record",
    "estimate",
    "languages",
    "name_report",
    "outcome",
    "pictures",
    "plan",
    "preview",
    "publication",
    "run",
    "scheduler",
    "show_cache",
    "signals",
    "source_index",
    "stage_values",
    "stages",
    "staging",
    "synthesis",
    "watch",
    "workers",
]

if TYPE_CHECKING:
    from audiocast.render import (
        admission,
        api,
        article_store,
        audition,
        basis,
        changes,
        clip_list,
        context,
        digests,
        documents,
        episode_files,
        episode_record,
        estimate,
        languages,
        name_report,
        outcome,
        pictures,
        plan,
        preview,
        publication,
        run,
        scheduler,
        show_cache,
        signals,
        source_index,
        stage_values,
        stages,
        staging,
        synthesis,
        watch,
        workers,
    )
else:
    __getattr__ = lazy.attach(__name__, __all__)
