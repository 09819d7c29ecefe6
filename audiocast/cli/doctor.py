"""`audiocast doctor`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from audiocast.cli.console import configure_logging, escape, out, say
from audiocast.cli.options import Output  # noqa: TC001 - typer reads it
from audiocast.cli.render import cores

if TYPE_CHECKING:
    from audiocast.check.doctor import Finding

_STYLES = {"ok": "green", "warning": "yellow", "failed": "bold red"}


def doctor(
    source: Annotated[
        Path, typer.Argument(metavar="SOURCE", help="A folder of articles, with its show.toml; or one article.")
    ] = Path("seeds"),
    *,
    voice: Annotated[str, typer.Option(metavar="NAME", help="Try voices/NAME.toml instead of the show's voice.")] = "",
    output: Output = Path("output"),
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")] = False,
) -> None:
    """Find out whether everything is here that a render needs, and whether it works.

    Looks at Python and the packages, ffmpeg, the cache, write access and free space, the show's settings; then lets
    every engine speak a sentence, encodes it, and listens to it. Every finding is ok, a warning or failed, and says
    what to do. The exit code is 1 when something failed. Nothing is changed.

    Examples:
        audiocast doctor

        audiocast doctor articles --output /srv/podcast --json
    """
    configure_logging(verbose=False)
    from datetime import UTC, datetime  # noqa: PLC0415 - help and version must not wait for it

    from audiocast.check import doctor as room  # noqa: PLC0415
    from audiocast.engines import cache  # noqa: PLC0415
    from audiocast.render.context import Request  # noqa: PLC0415
    from audiocast.render.workers.local import LocalWorkers  # noqa: PLC0415

    request = Request(source=source, output=output, cache=cache.default_folder(), voice=voice)
    findings = []
    with LocalWorkers(cores()) as workers:
        for finding in room.examine(request, workers, now=datetime.now(UTC)):
            findings.append(finding)
            if not as_json:
                _tell(finding)
    if as_json:
        say(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=1))
    if any(finding.status == "failed" for finding in findings):
        raise typer.Exit(1)


def _tell(finding: Finding) -> None:
    style = _STYLES[finding.status.value]
    remedy = f". {finding.remedy}." if finding.remedy else ""
    out().print(
        f"[{style}]{finding.status.value:<8}[/] {escape(finding.topic)}: {escape(finding.what)}{escape(remedy)}",
        soft_wrap=True,
    )
