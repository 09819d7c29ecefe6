"""Start the workers of a render: processes of this machine, and the workers of a Dask cluster if one is named."""

from __future__ import annotations

import importlib
from contextlib import contextmanager
from typing import TYPE_CHECKING

from audiocast.errors import ClusterError
from audiocast.render import synthesis, workers
from audiocast.render.workers import local

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager

    from audiocast.render.context import RenderContext
    from audiocast.render.workers.local import Workers


@contextmanager
def start(context: RenderContext, jobs: int) -> Iterator[Workers]:
    """Start so many worker processes, and end them at the end.

    The processes import what they need while the caller goes on. What several forked processes can share is loaded
    here, before they are forked.
    """
    importlib.import_module("audiocast.publishing.artwork.cover")  # slow, and all processes draw
    is_shared = jobs > 1 and local.can_fork()
    ahead = synthesis.share if is_shared else synthesis.prepare, (context.voices, context.request.cache)
    with local.LocalWorkers(jobs, ahead=ahead) as processes:
        if context.request.cluster:
            with _cluster(context, processes) as cluster:
                yield cluster
        else:
            yield processes
    synthesis.forget()


def _cluster(context: RenderContext, processes: Workers) -> AbstractContextManager[Workers]:
    try:
        dask = workers.dask
    except ModuleNotFoundError as error:
        raise ClusterError(
            f"a cluster needs a package that is missing ({error.name})",
            hint="Run `pip install '.[cluster]'` in a copy of the repository",
        ) from error
    request = context.request
    return dask.ClusterWorkers(request.cluster, context.voices, here=processes, cache=request.cache)
