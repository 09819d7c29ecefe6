"""`audiocast cache`."""

from __future__ import annotations

import json
import re
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from audiocast.cli.console import say

if TYPE_CHECKING:
    from datetime import timedelta

    from audiocast.engines.cache_pruning import CacheContents

_HOURS = {"h": 1, "d": 24, "w": 7 * 24}
_OTHER_FOLDERS = {
    "pages": ("page of the web", "pages of the web"),
    "shelf": ("article for digests, which its feed may have lost", "articles for digests, which feeds may have lost"),
    "plans": ("note on what was read", "notes on what was read"),
    "episodes": ("list of an episode's sentences", "lists of episodes' sentences"),
    "stories": ("list of stories that were told", "lists of stories that were told"),
}
_BYTES = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}


def cache(
    *,
    older_than: Annotated[
        str, typer.Option(metavar="AGE", help="Remove sentences that were not wanted for so long: 12h, 30d or 8w.")
    ] = "",
    max_size: Annotated[
        str,
        typer.Option(
            metavar="SIZE", help="Remove those that were not wanted for longest, until so much is left: 500MB or 2GB."
        ),
    ] = "",
    clear: Annotated[bool, typer.Option("--clear", help="Remove all of them.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask before --clear.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Answer in JSON, for programs.")] = False,
) -> None:
    """Show how much speech is kept, and remove what is not wanted any more.

    Every sentence that was spoken is kept in the user's cache folder, or in the one that the environment variable
    AUDIOCAST_CACHE names, so that it is never spoken twice. Nothing published is in there: what is removed is spoken
    again when it is wanted. A render that is at work does not mind. What else is kept there is shown, and stays.

    Examples:
        audiocast cache

        audiocast cache --older-than 30d --max-size 2GB
    """
    if clear and (older_than or max_size):
        raise typer.BadParameter("choose --clear, or --older-than and --max-size")
    age = _age(older_than) if older_than else None
    most = 0 if clear else _size(max_size) if max_size else None
    from datetime import UTC, datetime  # noqa: PLC0415 - help and version must not wait for it

    from audiocast.engines import cache_pruning as room  # noqa: PLC0415
    from audiocast.engines.cache import default_folder  # noqa: PLC0415

    now = datetime.now(UTC)
    contents = room.scan(default_folder(), now=now)
    if clear and not yes:
        _confirm(contents)
    prunes = age is not None or most is not None
    gone = room.prune(contents, before=now - age if age is not None else None, most=most) if prunes else ()
    left = room.scan(contents.folder, now=now) if prunes else contents
    removed = sum(clip.length for clip in gone)
    others = room.other_folders(contents.folder)
    if as_json:
        plain = {**_plain(left), "removed": {"sentences": len(gone), "bytes": removed}}
        besides = {name: {"files": count, "bytes": length} for name, (count, length) in others.items()}
        say(json.dumps({**plain, "besides": besides}, indent=1))
        return
    if prunes:
        say(f"removed    {_sentences(len(gone))}, {_megabytes(removed)}")
    _tell(left)
    for name, (count, length) in others.items():
        say(f"besides    {count:,} {_OTHER_FOLDERS[name][count != 1]}, {_megabytes(length)}")


def _age(text: str) -> timedelta:
    from datetime import timedelta  # noqa: PLC0415 - as above

    found = re.fullmatch(r"(\d{1,4}(?:\.\d+)?)\s*([hdw])", text.strip().lower())
    if not found:
        raise typer.BadParameter(f"{text!r} is no age. Write for example 12h, 30d or 8w.", param_hint="--older-than")
    return timedelta(hours=float(found[1]) * _HOURS[found[2]])


def _size(text: str) -> int:
    found = re.fullmatch(r"(\d{1,15}(?:\.\d+)?)\s*([kmgt]?)b?", text.strip().lower())
    if not found:
        raise typer.BadParameter(f"{text!r} is no size. Write for example 500MB or 2GB.", param_hint="--max-size")
    return round(float(found[1]) * _BYTES[found[2]])


def _confirm(contents: CacheContents) -> None:
    what = f"{_sentences(len(contents.clips))}, {_megabytes(contents.length)}, in {contents.folder}"
    if not sys.stdin.isatty():
        raise typer.BadParameter(f"nobody is there to say whether {what} may go. Say --yes.", param_hint="--clear")
    typer.confirm(f"Remove {what}?", abort=True)


def _tell(contents: CacheContents) -> None:
    say(f"place      {contents.folder}")
    say(f"kept       {_sentences(len(contents.clips))}, {_megabytes(contents.length)}")
    if contents.clips:
        first, last = (contents.clips[at].used.astimezone().strftime("%Y-%m-%d") for at in (0, -1))
        say(f"last used  {first}" + (f" to {last}" if last != first else ""))
    if contents.abandoned:
        count = len(contents.abandoned)
        say(f"left over  {count} file{'' if count == 1 else 's'} of processes that died; they go with what is removed")


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
