"""`audiocast normalize`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocast.cli.console import complain, escape, out
from audiocast.errors import NormalizeError, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocast.model.script import Spoken


def normalize(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A text; - or nothing reads standard input.", allow_dash=True)
    ] = Path("-"),
    *,
    lines: Annotated[
        bool, typer.Option("--lines", help="One sentence a line in, one a line out; nothing is split or joined.")
    ] = False,
    explain: Annotated[
        bool, typer.Option("--explain", help="Show each change: the rule, what was written, what is said.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object for each sentence.")] = False,
    locale: Annotated[str, typer.Option(metavar="NAME", help="en-US or en-GB.")] = "en-US",
) -> None:
    """Print what a newsreader would say for a text.

    Examples:
        audiocast normalize article.txt --explain

        echo "It cost $5m in 1990." | audiocast normalize
    """
    if locale not in ("en-US", "en-GB"):
        raise typer.BadParameter("choose en-US or en-GB", param_hint="--locale")
    if explain and as_json:
        raise typer.BadParameter("choose --explain or --json, not both")
    from audiocast.config.load import find_lexicons  # noqa: PLC0415 - help must not wait for the rules
    from audiocast.normalize import Lexicon, Normalizer, read_lexicon  # noqa: PLC0415

    text = _read(file)
    lexicon = Lexicon().merged(*map(read_lexicon, find_lexicons(Path())))
    say = Normalizer(locale, context=text.splitlines(), lexicon=lexicon)
    failed = False
    for number, written in _sentences(text, lines=lines):
        try:
            spoken = say(written)
        except NormalizeError as error:
            complain(f"line {number}: {error}")
            failed = True
            continue
        _print(spoken, explain=explain, as_json=as_json)
    if failed:
        raise typer.Exit(1)


def _read(file: Path) -> str:
    try:
        content = sys.stdin.buffer.read() if file == Path("-") else file.read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        raise SourceError(f"can't be read ({error.strerror})", where=str(file), hint="Name a text file") from error
    except UnicodeDecodeError as error:
        raise SourceError("is not UTF-8", where=str(file), hint="Save it as UTF-8") from error


def _sentences(text: str, *, lines: bool) -> Iterator[tuple[int, str]]:
    """The sentences with the numbers of their lines."""
    from audiocast.script.sentences import split_sentences  # noqa: PLC0415

    for number, line in enumerate(text.splitlines(), 1):
        if lines:
            yield number, line
        else:
            yield from ((number, sentence) for sentence in split_sentences(line))


def _print(spoken: Spoken, *, explain: bool, as_json: bool) -> None:
    text = spoken.text.replace("\u00a0", " ")
    if as_json:
        spans = [
            {
                "rule": span.rule,
                "written": [span.written_start, span.written_end],
                "spoken": [span.start, span.end],
            }
            for span in spoken.spans
        ]
        said = [{"start": mark.start, "end": mark.end, "ipa": mark.ipa} for mark in spoken.pronunciations]
        record = {"written": spoken.written, "spoken": text, "spans": spans, "pronunciations": said}
        typer.echo(json.dumps(record, ensure_ascii=False))
    elif explain:
        out().print(escape(text), soft_wrap=True)
        for span in spoken.spans:
            old = spoken.written[span.written_start : span.written_end]
            new = text[span.start : span.end]
            if old != new and span.rule != "unchanged":
                change = f"[red]{escape(old.strip())}[/] -> [green]{escape(new.strip())}[/]"
                out().print(f"  [cyan]{escape(span.rule)}[/]: {change}", soft_wrap=True)
    else:
        typer.echo(text)
