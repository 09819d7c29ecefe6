"""`audiocast cache`: show and prune the cache of synthesized sentences."""

from __future__ import annotations

import json
import re
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from audiocast import cli, engines, render
from audiocast.cli import options

if TYPE_CHECKING:
    from audiocast.engines.cache_pruning import CacheContents

_HOURS = {"h": 1, "d": 24, "w": 7 * 24}
# What else is in the cache folder. These files are small, or can't be made again, so they are never removed.
_OTHER_FOLDERS = {
    "pages": ("web page", "web pages"),
    "shelf": ("article kept for digests", "articles kept for digests"),
    "plans": ("list of unchanged documents", "lists of unchanged documents"),
    "episodes": ("episode's list of sentences", "episodes' lists of sentences"),
    "stories": ("list of texts to find duplicates", "lists of texts to find duplicates"),
}
_BYTES = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}


def command(
    *,
    older_than: Annotated[
        str, typer.Option(metavar="AGE", help="Remove sentences that were not used for this long: 12h, 30d or 8w.")
    ] = "",
    max_size: Annotated[
        str,
        typer.Option(
            metavar="SIZE",
            help="Remove the least recently used sentences until the cache is no larger than this: 500MB or 2GB.",
        ),
    ] = "",
    clear: Annotated[bool, typer.Option("--clear", help="Remove all sentences.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before --clear.")] = False,
    as_json: options.Json = False,
) -> None:
    """Show the cache of synthesized sentences, and remove old ones.

    Every synthesized sentence is kept, so that it is never synthesized twice. The cache is in the user's cache folder,
    or in the folder that the environment variable AUDIOCAST_CACHE names. Removing sentences is safe at any time: they
    are synthesized again when a render needs them. A speech server may give another sound then, so its sentences stay
    as long as an episode is made of them; only --clear removes them. Other files in the folder are never removed.

    Examples:
        audiocast cache
        audiocast cache --older-than 30d --max-size 2GB
    """
    if clear and (older_than or max_size):
        raise typer.BadParameter("choose --clear, or --older-than and --max-size")
    age = _age(older_than) if older_than else None
    most = 0 if clear else _size(max_size) if max_size else None
    pruning = engines.cache_pruning
    now = datetime.now(UTC)
    contents = pruning.scan(engines.cache.default_folder(), now=now)
    if clear and not yes:
        _confirm(contents)
    prunes = age is not None or most is not None
    before = now - age if age is not None else None
    keep = render.clip_list.served(contents.folder) if prunes and not clear else ()
    gone = pruning.prune(contents, before=before, most=most, keep=keep) if prunes else ()
    left = pruning.scan(contents.folder, now=now) if prunes else contents
    removed = sum(clip.length for clip in gone)
    others = pruning.other_folders(contents.folder)
    if as_json:
        plain = {**_plain(left), "removed": {"sentences": len(gone), "bytes": removed}}
        besides = {name: {"files": count, "bytes": length} for name, (count, length) in others.items()}
        cli.console.data(json.dumps({**plain, "besides": besides}, indent=1))
        return
    if prunes:
        cli.console.line(f"removed    {_sentences(len(gone))}, {_megabytes(removed)}")
    _print(left)
    for name, (count, length) in others.items():
        cli.console.line(f"other      {count:,} {_OTHER_FOLDERS[name][count != 1]}, {_megabytes(length)}")


def _age(text: str) -> timedelta:
    found = re.fullmatch(r"(\d{1,4}(?:\.\d+)?)\s*([hdw])", text.strip().lower())
    if not found:
        raise typer.BadParameter(
            f"{text!r} is not an age. Write for example 12h, 30d or 8w.", param_hint="--older-than"
        )
    return timedelta(hours=float(found[1]) * _HOURS[found[2]])


def _size(text: str) -> int:
    found = re.fullmatch(r"(\d{1,15}(?:\.\d+)?)\s*([kmgt]?)b?", text.strip().lower())
    if not found:
        raise typer.BadParameter(f"{text!r} is not a size. Write for example 500MB or 2GB.", param_hint="--max-size")
    return round(float(found[1]) * _BYTES[found[2]])


def _confirm(contents: CacheContents) -> None:
    what = f"{_sentences(len(contents.clips))}, {_megabytes(contents.length)}, in {contents.folder}"
    if not sys.stdin.isatty():
        raise typer.BadParameter(f"can't ask whether to remove {what}. Use --yes.", param_hint="--clear")
    typer.confirm(f"Remove {what}?", abort=True)


def _print(contents: CacheContents) -> None:
    cli.console.line(f"folder     {contents.folder}")
    cli.console.line(f"kept       {_sentences(len(contents.clips))}, {_megabytes(contents.length)}")
    if contents.clips:
        first, last = (contents.clips[at].used.astimezone().strftime("%Y-%m-%d") for at in (0, -1))
        cli.console.line(f"last used  {first}" + (f" to {last}" if last != first else ""))
    if contents.abandoned:
        count = len(contents.abandoned)
        files = f"{count} file{'' if count == 1 else 's'} of interrupted runs"
        cli.console.line(f"unfinished {files}. The next removal of sentences removes them too")


def _plain(contents: CacheContents) -> dict[str, object]:
    used = [clip.used.isoformat(timespec="seconds") for clip in (*contents.clips[:1], *contents.clips[-1:])]
    return {
        "folder": str(contents.folder),
        "sentences": len(contents.clips),
        "bytes": contents.length,
        "last_used": {"oldest": used[0], "newest": used[1]} if used else None,
        "left_over": len(contents.abandoned),
    }


def _sentences(count: int) -> str:
    return f"{count:,} sentence{'' if count == 1 else 's'}"


def _megabytes(length: int) -> str:
    return f"{length / 1e6:,.1f} MB"
