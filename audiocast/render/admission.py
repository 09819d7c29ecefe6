"""Decide whether a request may use its output folder, and record which show the folder belongs to."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from audiocast.errors import RefusedError
from audiocast.publishing import feed, identity, output_folder

if TYPE_CHECKING:
    from audiocast.render.context import RenderContext, Request

_log = logging.getLogger(__name__)


def admit(request: Request) -> tuple[Request, bool]:
    """Return the request with its host, and whether it replaces another show in the output folder.

    Raises:
        ConfigError: The source's show.toml is wrong.
        RefusedError: The output folder has another show, or the request can't prune.
        PublishError: The output folder can't be read.
    """
    admission = identity.admit(request.source, request.output, replaces=request.replace_show)
    request = replace(request, host=admission.settings if admission.guest else None)
    if request.prune and not request.is_whole:
        raise RefusedError(
            "is not the whole show, so --prune can't find out which articles are gone",
            where=request.addresses[0] if request.addresses else str(request.source),
            hint="Leave --prune out, or give the folder of the show",
        )
    return request, admission.replaces


def claim(context: RenderContext, *, replaces: bool) -> RenderContext:
    """Record which show the output folder belongs to, and move a show that is replaced out of it.

    The caller holds the lock of the output folder.

    Raises:
        RefusedError: Another render has just published another show there.
        PublishError: The folder can't be read or written.
    """
    request, feed_url = context.request, context.show.base_url + feed.FEED
    if admit(replace(request, host=None)) != (request, replaces):
        raise RefusedError(
            "another render has just written another show to this folder",
            where=str(request.output),
            hint="Render again",
        )
    if replaces:
        _log.warning("%s: the previous show was moved to %s.", request.output, output_folder.set_aside(request.output))
    known = identity.claim(
        request.output, context.show, request.source, guest=request.host is not None, feed_url=feed_url
    )
    show = identity.with_guid(context.show, known, output=request.output, feed_url=feed_url)
    return replace(context, show=show)
