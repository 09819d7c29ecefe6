"""`audiocast names`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from audiocast.cli.console import configure_logging, note, out, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiocast.names import Name


def names(
    source: Annotated[
        Path, typer.Argument(metavar="SOURCE", help="A folder of articles, with its show.toml; or one article.")
    ] = Path("seeds"),
    *,
    category: Annotated[
        str, typer.Option(metavar="TEXT", help="Take the articles of this category instead of the show's.")
    ] = "",
    everything: Annotated[bool, typer.Option("--all", help="Also names that all voices say alike.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")] = False,
) -> None:
    """List the names in the articles that voices say differently, which is where they are wrong most often.

    Each with how often it occurs and what each voice would say, in IPA. Write what is right into voices/lexicon.tsv:
    the name, two tabs, and the IPA. Hear it with `audiocast say`.

    Examples:
        audiocast names

        audiocast names articles --all --json
    """
    configure_logging(verbose=False)
    from audiocast import names as room  # noqa: PLC0415 - help must not wait for it

    found = room.find(source, category=category)
    shown = [name for name in found if everything or not name.agreed]
    if as_json:
        say(json.dumps([asdict(name) for name in shown], ensure_ascii=False, indent=1))
        return
    _tell(shown)
    left = len(found) - len(shown)
    if left:
        note(f"{left} more names are said alike by all voices; --all shows them")


def _tell(shown: Sequence[Name]) -> None:
    if not shown:
        return
    rows = [("name", "times", *shown[0].said)]
    rows += [(name.word, str(name.count), *(said or "can't read it" for said in name.said.values())) for name in shown]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for number, row in enumerate(rows):
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        out.print(escape(line), style=None if number else "dim", soft_wrap=True)
