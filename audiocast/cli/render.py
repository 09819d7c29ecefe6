"""`audiocast render`: turn articles into episodes and publish the feed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from audiocast import cli, config, engines, render, sources
from audiocast.cli import options
from audiocast.errors import UnknownVoiceError

if TYPE_CHECKING:
    from audiocast.render.context import Request

_SEEDS = Path("seeds")


def command(
    source: options.SourceOrAddress = "seeds",
    *,
    voice: options.Voice = "",
    category: options.Category = None,
    output: options.Output = Path("output"),
    jobs: options.Jobs = None,
    cluster: options.Cluster = "",
    force: options.Force = False,
    refresh: options.Refresh = False,
    verify: options.Verify = False,
    dry_run: options.DryRun = False,
    listing: options.List = False,
    prune: options.Prune = False,
    replace_show: options.ReplaceShow = False,
    allow_private: options.AllowPrivate = False,
    wait: options.Wait = False,
    verbose: options.VerboseRender = False,
    quiet: options.Quiet = False,
) -> None:
    """Turn the articles of SOURCE into episodes and publish the feed.

    Renders the new and changed articles of the show's category. Writes MP3 files, transcripts, chapters, web pages and
    feed.xml to the output folder. Run it again after every change.

    The articles of a SOURCE without a show.toml are added to the show in the output folder. For a web address, the
    settings come from seeds/, and its articles are rendered whatever their category is.

    After an update of audiocast, existing episodes stay as they are until you use --refresh.

    Examples:
        audiocast render
        audiocast render https://example.org/feed.xml
        audiocast render articles --voice system --output /srv/podcast
    """
    options.check_verbosity(verbose=verbose, quiet=quiet)
    request = render.context.Request(
        source=_source(source),
        addresses=(source,) if sources.is_address(source) else (),
        output=output,
        cache=engines.cache.default_folder(),
        voice=voice,
        category=category,
        jobs=jobs or render.context.available_cores(),
        cluster=cluster,
        force=force,
        refresh=refresh,
        dry_run=dry_run or listing,
        prune=prune,
        allow_private=allow_private,
        wait=wait,
        verify=verify,
        replace_show=replace_show,
    )
    _run(request, listing=listing, verbose=verbose, quiet=quiet)


def _run(request: Request, *, listing: bool, verbose: bool, quiet: bool) -> None:
    """Render, print the progress and the results, and exit with 1 when an article failed."""
    try:
        with cli.render_output.Reporter(quiet=quiet or listing, verbose=verbose) as reporter:
            report = render.run.render(request, listen=reporter)
    except UnknownVoiceError as error:
        if not request.voice:
            raise
        raise typer.BadParameter(str(error), param_hint="--voice") from error
    if listing:
        cli.render_output.print_list(report)
    elif not quiet:
        cli.render_output.print_summary(report, dry_run=request.dry_run)
    if any(outcome.status == "failed" for outcome in report.outcomes):
        raise typer.Exit(1)


def _source(named: str) -> Path:
    """Return the folder or the article of a SOURCE; for a web address, the folder of the settings.

    Without a seeds/ folder, the default is the example show that is installed with the program.
    """
    if sources.is_address(named):
        return _SEEDS
    source = Path(named)
    if source == _SEEDS and not source.exists():
        example = config.load.shipped("seeds")
        cli.console.note(f"There is no seeds/ folder here, so the example show is used: {example}.")
        return example
    if not source.exists():
        raise typer.BadParameter(
            f"{source} does not exist. Give a folder of articles, or one article.", param_hint="SOURCE"
        )
    return source
