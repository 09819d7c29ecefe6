"""The command line: one module for each command, and `application`, which joins them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast import lazy

__all__ = [
    "add",
    "app",
    "application",
    "cache",
    "check",
    "console",
    "doctor",
    "help_texts",
    "init",
    "main",
    "names",
    "normalize",
    "options",
    "publish",
    "read",
    "render",
    "render_output",
    "say",
    "serve",
    "streams",
    "voices",
    "watch",
]

if TYPE_CHECKING:
    from audiocast.cli import (
        add,
        application,
        cache,
        check,
        console,
        doctor,
        help_texts,
        init,
        names,
        normalize,
        options,
        publish,
        read,
        render,
        render_output,
        say,
        serve,
        streams,
        voices,
        watch,
    )
    from audiocast.cli.application import app, main
else:
    __getattr__ = lazy.attach(__name__, __all__, {"app": "application", "main": "application"})
