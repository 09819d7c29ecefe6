"""`audiocast names`: list names and rare words that voices may say wrong."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocast import cli, render
from audiocast.cli import options

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiocast.render.name_report import Name


def command(
    source: options.Source = Path("seeds"),
    *,
    category: options.Category = None,
    everything: Annotated[
        bool,
        typer.Option("--all", help="Also list words that are in a dictionary and that all voices pronounce the same."),
    ] = False,
    audition: Annotated[
        bool, typer.Option("--say", help="Let each voice say each name, and write a page for listening and choosing.")
    ] = False,
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="FOLDER", help="The folder for the page of --say.")
    ] = Path("names"),
    write: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=SAID", help="Add a pronunciation to the lexicon: a respelling, or /IPA/. Repeatable."
        ),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """List the names and rare words in the articles that voices are likely to say wrong.

    Shows how often each occurs, what decides its pronunciation, and how each voice says it, in IPA. Words that the
    narrator guesses come first. Save the right pronunciation with --write: all voices use it.

    Examples:
        audiocast names
        audiocast names --say
        audiocast names --write "Wrocław=/ˈvɹɔːtswɑːf/" --write "Siobhan=Shivawn"
        audiocast names articles --all --json
    """
    cli.console.configure_logging(verbose=False)
    if write:
        path, chosen = render.name_report.write(source, [_choice(each) for each in write])
        _print(chosen)
        cli.console.note(f"Saved to {path}. The next render synthesizes the sentences with these names again.")
        return
    found = render.name_report.find(source, category=category)
    shown = [name for name in found if everything or name.doubtful]
    if audition:
        page = render.audition.write_page(shown, source=source, folder=output)
        cli.console.note(f"wrote {page}. Open it in a browser, listen and choose.")
        return
    if as_json:
        cli.console.data(
            json.dumps(
                [dataclasses.asdict(name) | {"known": name.known} for name in shown], ensure_ascii=False, indent=1
            )
        )
        return
    _print(shown)
    left = len(found) - len(shown)
    if left:
        words = "1 more word is" if left == 1 else f"{left} more words are"
        cli.console.note(
            f"{words} in a dictionary or the lexicon, and pronounced the same by all voices. Show all with --all."
        )


def _choice(text: str) -> tuple[str, str]:
    name, sign, said = text.partition("=")
    if not sign:
        raise typer.BadParameter(f"{text!r} does not have the form NAME=SAID", param_hint="--write")
    return name.strip(), said.strip()


def _print(shown: Sequence[Name]) -> None:
    if shown:
        rows = [
            (name.word, str(name.count or ""), name.step, *(said or "can't read it" for said in name.said.values()))
            for name in shown
        ]
        cli.console.table(rows, header=("name", "times", "decided by", *shown[0].said))
