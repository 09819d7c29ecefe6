"""`audiocast read`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocast.cli.console import complain, configure_logging, escape, out
from audiocast.config.settings import Show
from audiocast.model.article import Article, Reference
from audiocast.model.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocast.errors import SourceError
    from audiocast.model.article import Block, Cut


def read(
    source: Annotated[
        str, typer.Argument(metavar="SOURCE", help="One document, of any format that render takes, or its address.")
    ],
    *,
    explain: Annotated[
        bool, typer.Option("--explain", help="Also show what is not spoken, line by line, and the rule that says so.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object for each article.")] = False,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Also fetch from machines that are not public.")
    ] = False,
) -> None:
    """Print what of a document would be spoken.

    Examples:
        audiocast read article.txt --explain

        audiocast read book.epub --json

        audiocast read https://example.org/2024/05/ferry
    """
    if explain and as_json:
        raise typer.BadParameter("choose --explain or --json, not both")
    from audiocast.errors import SourceError  # noqa: PLC0415 - help must not wait for it

    failed = False
    for number, reading in _readings(source, allow_private=allow_private):
        if isinstance(reading, SourceError):
            complain(str(reading))
            failed = True
        elif isinstance(reading, Reference):
            about = reading.about and _record(reading.about)
            see = f"see {reading.address}" + (f": {reading.about.title}" if reading.about else "")
            typer.echo(json.dumps({"see": reading.address, "about": about}, ensure_ascii=False) if as_json else see)
        elif as_json:
            typer.echo(json.dumps(_record(reading), ensure_ascii=False))
        else:
            if number:
                out().print()
            _print(reading, explain=explain)
            if explain:
                failed = not _explain(reading) or failed
    if failed:
        raise typer.Exit(1)


def _readings(source: str, *, allow_private: bool) -> Iterator[tuple[int, Article | Reference | SourceError]]:
    """What is in a document, numbered; of an address, what is in all that it names."""
    from audiocast import sources  # noqa: PLC0415 - as above
    from audiocast.engines import cache  # noqa: PLC0415 - as above
    from audiocast.sources import resolve  # noqa: PLC0415

    if sources.is_address(source):
        configure_logging(verbose=False)
        named = (Reference(source, found=False),)
        folder = cache.default_folder()
        yield from enumerate(resolve.fetch(named, cache=folder, allow_private=allow_private, read=sources.read))
        return
    for path in sources.find(Path(source)).documents:
        yield from enumerate(sources.read(sources.fetch(path, Path())))


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
    out().print(f"[bold]{escape(article.title)}[/]", soft_wrap=True)
    if explain:
        for name, value in _fields(article):
            out().print(f"  [cyan]{name}[/]: {escape(value)}", soft_wrap=True)
    for block in article.blocks:
        out().print()
        out().print(_shown(block), soft_wrap=True)


def _explain(article: Article) -> bool:
    """Print what is not spoken, and return whether the rest can be."""
    from audiocast.config import load  # noqa: PLC0415 - as above
    from audiocast.errors import NormalizeError, NothingToSayError  # noqa: PLC0415
    from audiocast.normalize import Lexicon, read_lexicon  # noqa: PLC0415
    from audiocast.script import writer  # noqa: PLC0415 - as above

    lexicon = Lexicon().merged(*map(read_lexicon, load.find_lexicons(Path())))
    show, voice = Show(title="", description=""), Voice(name="", engine="")
    problem = ""
    unsaid: tuple[Cut, ...] = ()
    try:
        unsaid = writer.write_article(article, show=show, voice=voice, lexicon=lexicon).cuts
    except (NormalizeError, NothingToSayError) as error:
        problem = str(error)
    _print_cuts((*article.cuts, *unsaid))
    if problem:
        complain(problem)
    return not problem


def _print_cuts(cuts: tuple[Cut, ...]) -> None:
    if not cuts:
        return
    out().print()
    out().print("[bold]Not spoken[/]")
    for cut in cuts:
        line = f", line {cut.line}" if cut.line else ""
        out().print(f"  [cyan]{escape(cut.rule)}[/]{line}: [dim]{escape(cut.text)}[/]", soft_wrap=True)


def _fields(article: Article) -> list[tuple[str, str]]:
    """What the document says about the article, as far as it says it."""
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


def _shown(block: Block) -> str:
    text = escape(block.text)
    if block.kind == "heading":
        return f"[bold]{'#' * max(block.level, 1)} {text}[/]"
    if block.kind == "list item":
        return f"{'  ' * max(block.level - 1, 0)}{f'{block.number}.' if block.number else '-'} {text}"
    if block.kind == "quote":
        return f"> {text}"
    if block.kind in {"table", "code"}:
        return f"[dim]({block.kind.value}{': ' + text if text else ''})[/]"
    return text
