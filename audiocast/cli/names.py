"""`audiocast names`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocast.cli.console import configure_logging, escape, note, out, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiocast.pronunciation.names import Name


def names(
    source: Annotated[
        Path, typer.Argument(metavar="SOURCE", help="A folder of articles, with its show.toml; or one article.")
    ] = Path("seeds"),
    *,
    category: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help='Take the articles of this category instead of the show\'s; "" takes all.'),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Also what a dictionary knows and all voices say alike.")
    ] = False,
    audition: Annotated[
        bool, typer.Option("--say", help="Let each voice say each name; write a page to listen and choose.")
    ] = False,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FOLDER", help="Where --say writes.")] = Path(
        "names"
    ),
    write: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=SAID", help="Put a respelling, or IPA as /IPA/, into the lexicon; more than once."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")] = False,
) -> None:
    """List the names and rare words in the articles that voices are likely to say wrong.

    First what no dictionary knows and voices say differently, each with how often it occurs and what each voice would
    say, in IPA. Choose what is right with --write: it goes into the lexicon, which every voice follows.

    Examples:
        audiocast names

        audiocast names --say

        audiocast names --write "Wrocław=/ˈvɹɔːtswɑːf/" --write "Siobhan=Shivawn"

        audiocast names articles --all --json
    """
    configure_logging(verbose=False)
    from audiocast.pronunciation import names as room  # noqa: PLC0415 - help must not wait for it

    if write:
        path, decided = room.write(source, [_choice(each) for each in write])
        _tell(decided)
        note(f"{path} decides that now; what holds these names is spoken again by the next render")
        return
    found = room.find(source, category=category)
    shown = [name for name in found if everything or name.doubtful]
    if audition:
        from audiocast.pronunciation.audition import write_page  # noqa: PLC0415 - as above

        note(f"wrote {write_page(shown, source=source, folder=output)}: open it in a browser, listen and choose")
        return
    if as_json:
        say(json.dumps([asdict(name) for name in shown], ensure_ascii=False, indent=1))
        return
    _tell(shown)
    left = len(found) - len(shown)
    if left:
        note(f"{left} more are in a dictionary or decided, and said alike by all voices; --all shows them")


def _choice(text: str) -> tuple[str, str]:
    name, sign, said = text.partition("=")
    if not sign:
        raise typer.BadParameter(f"{text!r} is not NAME=SAID", param_hint="--write")
    return name.strip(), said.strip()


def _tell(shown: Sequence[Name]) -> None:
    if not shown:
        return
    rows = [("name", "times", *shown[0].said)]
    rows += [
        (name.word, str(name.count or ""), *(said or "can't read it" for said in name.said.values())) for name in shown
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for number, row in enumerate(rows):
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        out().print(escape(line), style=None if number else "dim", soft_wrap=True)
