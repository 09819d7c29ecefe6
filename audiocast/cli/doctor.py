"""`audiocast doctor`: find out whether rendering works on this computer."""

from __future__ import annotations

import dataclasses
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from audiocast import check, cli, engines, render
from audiocast.cli import options

if TYPE_CHECKING:
    from audiocast.check.doctor import Finding

_STYLES = {"ok": "green", "warning": "yellow", "failed": "bold red"}


def command(
    source: options.Source = Path("seeds"),
    *,
    voice: options.Voice = "",
    output: options.Output = Path("output"),
    as_json: options.Json = False,
) -> None:
    """Test whether everything that a render needs is installed and works.

    Tests Python and the packages, ffmpeg, the cache, write access, free space and the show's settings. Then every
    engine synthesizes a sentence, which is encoded and measured. Each result is ok, a warning or failed, and says what
    to do. The exit code is 1 when a test failed. Nothing is changed.

    Examples:
        audiocast doctor
        audiocast doctor articles --output /srv/podcast --json
    """
    cli.console.configure_logging(verbose=False)
    request = render.context.Request(source=source, output=output, cache=engines.cache.default_folder(), voice=voice)
    findings = []
    with render.workers.local.LocalWorkers(render.context.available_cores()) as workers:
        for finding in check.doctor.examine(request, workers, now=datetime.now(UTC)):
            findings.append(finding)
            if not as_json:
                _print(finding)
    if as_json:
        cli.console.data(json.dumps([dataclasses.asdict(each) for each in findings], ensure_ascii=False, indent=1))
    if any(finding.status == "failed" for finding in findings):
        raise typer.Exit(1)


def _print(finding: Finding) -> None:
    status = finding.status.value
    end = "" if finding.remedy.endswith("?") else "."
    remedy = f". {finding.remedy}{end}" if finding.remedy else ""
    cli.console.line(cli.console.styled((f"{status:<8}", _STYLES[status]), f" {finding.topic}: {finding.what}{remedy}"))
