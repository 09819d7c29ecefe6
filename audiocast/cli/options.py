"""Which options mean the same in several commands?"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

Voice: TypeAlias = Annotated[
    str, typer.Option(metavar="NAME", help="Speak with voices/NAME.toml instead of the show's voice.")
]
Category: TypeAlias = Annotated[
    str | None,
    typer.Option(metavar="TEXT", help='Take the articles of this category instead of the show\'s; "" takes all.'),
]
Output: TypeAlias = Annotated[
    Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where the show is published.")
]
Jobs: TypeAlias = Annotated[
    int | None,
    typer.Option("--jobs", "-j", min=1, metavar="N", help="How many processes work; one a core if not said."),
]
Quiet: TypeAlias = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what failed.")]
