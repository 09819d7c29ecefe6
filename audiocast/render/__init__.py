"""Render a show: plan the work, do it in parallel, publish the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast import lazy

__all__ = [
    "admission",
    "changes",
    "clip_list",
    "context",
    "digests",
    "estimate",
    "outcome",
    "pictures",
    "plan",
    "preview",
    "run",
    "scheduler",
    "source_index",
    "stages",
    "watch",
    "workers",
]

if TYPE_CHECKING:
    from audiocast.render import (
        admission,
        changes,
        clip_list,
        context,
        digests,
        estimate,
        outcome,
        pictures,
        plan,
        preview,
        run,
        scheduler,
        source_index,
        stages,
        watch,
        workers,
    )
else:
    __getattr__ = lazy.attach(__name__, __all__)
