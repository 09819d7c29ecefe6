"""`audiocast normalize`: print the spoken form of a text."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocast import cli, config, normalize, script
from audiocast.cli import options
from audiocast.errors import NormalizeError, SourceError
from audiocast.model.script import UNCHANGED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocast.model.script import Spoken
    from audiocast.normalize.contest import Entry


def command(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE", help="A text file. Without it, or with -, standard input is read.", allow_dash=True
        ),
    ] = Path("-"),
    *,
    lines: Annotated[
        bool, typer.Option("--lines", help="Treat each input line as one sentence, and print one line for each.")
    ] = False,
    explain: Annotated[
        bool,
        typer.Option(
            "--explain", help="Show each change: the rule, the written and the spoken form, and other readings."
        ),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object for each sentence.")] = False,
    locale: Annotated[str, typer.Option(metavar="NAME", help="en-US, en-GB, en-IN, en-AU, en-IE or en-ZA.")] = "en-US",
) -> None:
    """Print the words that a newsreader says for a text.

    Examples:
        audiocast normalize article.txt --explain
        echo 'It cost $5m in 1990.' | audiocast normalize
    """
    if locale not in normalize.regions.TAGS:
        raise typer.BadParameter(f"choose one of {', '.join(normalize.regions.TAGS)}", param_hint="--locale")
    options.check_exclusive(explain=explain, as_json=as_json)
    text = _read(file)
    lexicon = normalize.read_lexicons(config.load.find_lexicons(Path()))
    normalizer = normalize.Normalizer(locale, context=text.splitlines(), lexicon=lexicon)
    failed = False
    for number, written in _sentences(text, lines=lines):
        try:
            spoken = normalizer(written)
        except NormalizeError as error:
            cli.console.error(f"line {number}: {error}")
            failed = True
            continue
        contested = dict(normalizer.contested(written)) if explain else {}
        _print(spoken, contested, explain=explain, as_json=as_json)
    if failed:
        raise typer.Exit(1)


def _read(file: Path) -> str:
    try:
        content = sys.stdin.buffer.read() if file == Path("-") else file.read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        raise SourceError(f"can't be read ({error.strerror})", where=str(file), hint="Give a text file") from error
    except UnicodeDecodeError as error:
        raise SourceError("is not UTF-8", where=str(file), hint="Save it as UTF-8") from error


def _sentences(text: str, *, lines: bool) -> Iterator[tuple[int, str]]:
    """Yield the sentences with the numbers of their lines."""
    for number, line in enumerate(text.splitlines(), 1):
        if lines:
            yield number, line
        else:
            yield from ((number, sentence) for sentence in script.sentences.split_sentences(line))


def _print(spoken: Spoken, contested: dict[int, tuple[Entry, ...]], *, explain: bool, as_json: bool) -> None:
    text = spoken.text.replace("\u00a0", " ")
    if as_json:
        cli.console.data(json.dumps(_record(spoken, text), ensure_ascii=False))
    elif explain:
        cli.console.line(text)
        for span in spoken.spans:
            old = spoken.written[span.written_start : span.written_end]
            new = text[span.start : span.end]
            if old != new and span.rule != UNCHANGED:
                cli.console.line(
                    cli.console.styled(
                        "  ", (span.rule, "cyan"), ": ", (old.strip(), "red"), " -> ", (new.strip(), "green")
                    )
                )
                if len(standings := contested.get(span.written_start, ())) > 1:
                    _print_runners_up(standings)
    else:
        cli.console.data(text)


def _print_runners_up(standings: tuple[Entry, ...]) -> None:
    """Print why a reading won, and the readings of the other classes that competed for the same digits."""
    winner, *others = standings
    cli.console.line(f"    evidence {winner.proposal.evidence}: {winner.proposal.why}")
    for contestant, proposal in others:
        said = proposal.text.strip()
        cli.console.line(f"    not {contestant.name}: {said} (evidence {proposal.evidence}: {proposal.why})")


def _record(spoken: Spoken, text: str) -> dict[str, object]:
    spans = [
        {"rule": span.rule, "written": [span.written_start, span.written_end], "spoken": [span.start, span.end]}
        for span in spoken.spans
    ]
    said = [{"start": mark.start, "end": mark.end, "ipa": mark.ipa} for mark in spoken.pronunciations]
    return {"written": spoken.written, "spoken": text, "spans": spans, "pronunciations": said}
