"""`audiocast read`: print the text of a document that would be spoken."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocast import cli, config, engines, model, normalize, script, sources
from audiocast.cli import options
from audiocast.errors import NormalizeError, NothingToSayError, SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocast.model.article import Article, Block, Cut, Reference


def command(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="One document of any supported format, or its web address.")
    ],
    *,
    explain: Annotated[
        bool, typer.Option("--explain", help="Also show the text that is not spoken, with its line and the rule.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object for each article.")] = False,
    allow_private: options.AllowPrivate = False,
) -> None:
    """Print the text of a document that would be spoken.

    Examples:
        audiocast read article.txt --explain
        audiocast read book.epub --json
        audiocast read https://example.org/2024/05/ferry
    """
    options.check_exclusive(explain=explain, as_json=as_json)
    failed = False
    for number, reading in _readings(source, allow_private=allow_private):
        if isinstance(reading, SourceError):
            cli.console.error(str(reading))
            failed = True
        elif isinstance(reading, model.article.Reference):
            _print_reference(reading, as_json=as_json)
        elif as_json:
            cli.console.data(json.dumps(_record(reading), ensure_ascii=False))
        else:
            if number:
                cli.console.line("")
            _print(reading, explain=explain)
            if explain:
                failed = not _explain(reading) or failed
    if failed:
        raise typer.Exit(1)


def _readings(source: str, *, allow_private: bool) -> Iterator[tuple[int, Article | Reference | SourceError]]:
    """Yield the readings of a document with their numbers; for an address, of all documents that it names."""
    if sources.is_address(source):
        cli.console.configure_logging(verbose=False)
        named = (model.article.Reference(source, found=False),)
        cache = engines.cache.default_folder()
        yield from enumerate(sources.resolve.fetch(named, cache=cache, allow_private=allow_private, read=sources.read))
        return
    for path in sources.find(Path(source)).documents:
        yield from enumerate(sources.read(sources.fetch(path, Path())))


def _print_reference(reference: Reference, *, as_json: bool) -> None:
    about = reference.about
    if as_json:
        record = {"see": reference.address, "about": about and _record(about)}
        cli.console.data(json.dumps(record, ensure_ascii=False))
    else:
        cli.console.line(f"see {reference.address}" + (f": {about.title}" if about else ""))


def _record(article: Article) -> dict[str, object]:
    moments = {"published": article.published, "modified": article.modified}
    return {
        "id": article.id,
        "origin": article.origin,
        "title": article.title,
        "author": article.author,
        "categories": article.categories,
        "tags": article.tags,
        "language": article.language,
        "link": article.link,
        **{name: moment and moment.isoformat() for name, moment in moments.items()},
        "withheld": article.withheld,
        "blocks": [
            {"kind": each.kind, "text": each.text}
            | ({"level": each.level} if each.level else {})
            | ({"number": each.number} if each.number else {})
            for each in article.blocks
        ],
        "cuts": [{"rule": each.rule, "line": each.line, "text": each.text} for each in article.cuts],
    }


def _print(article: Article, *, explain: bool) -> None:
    cli.console.line(article.title, style="bold")
    if explain:
        for name, value in _fields(article):
            cli.console.line(cli.console.styled("  ", (name, "cyan"), f": {value}"))
    for block in article.blocks:
        cli.console.line("")
        _print_block(block)


def _explain(article: Article) -> bool:
    """Print the text that is not spoken, and return whether the rest can be spoken."""
    lexicon = normalize.read_lexicons(config.load.find_lexicons(Path()))
    show, voice = config.settings.Show(title="", description=""), model.voice.Voice(name="", engine="")
    problem = ""
    unspoken: tuple[Cut, ...] = ()
    try:
        unspoken = script.writer.write_article(article, show=show, voices=(voice,), lexicon=lexicon).cuts
    except (NormalizeError, NothingToSayError) as error:
        problem = str(error)
    _print_cuts((*article.cuts, *unspoken))
    if problem:
        cli.console.error(problem)
    return not problem


def _print_cuts(cuts: tuple[Cut, ...]) -> None:
    if not cuts:
        return
    cli.console.line("")
    cli.console.line("Not spoken", style="bold")
    for cut in cuts:
        place = f", line {cut.line}" if cut.line else ""
        cli.console.line(cli.console.styled("  ", (cut.rule, "cyan"), f"{place}: ", (cut.text, "dim")))


def _fields(article: Article) -> list[tuple[str, str]]:
    """Return the metadata of an article that its document has."""
    known = {
        "id": article.id,
        "author": article.author,
        "published": f"{article.published or ''}",
        "modified": f"{article.modified or ''}",
        "categories": "; ".join(article.categories),
        "tags": "; ".join(article.tags),
        "language": article.language,
        "link": article.link,
        "withheld": article.withheld,
    }
    return [(name, value) for name, value in known.items() if value]


def _print_block(block: Block) -> None:
    if block.kind == "heading":
        cli.console.line(f"{'#' * max(block.level, 1)} {block.text}", style="bold")
    elif block.kind == "list item":
        indent = "  " * max(block.level - 1, 0)
        cli.console.line(f"{indent}{f'{block.number}.' if block.number else '-'} {block.text}")
    elif block.kind == "quote":
        cli.console.line(f"> {block.text}")
    elif block.kind in {"table", "code"}:
        cli.console.line(f"({block.kind.value}{': ' + block.text if block.text else ''})", style="dim")
    else:
        cli.console.line(block.text)
