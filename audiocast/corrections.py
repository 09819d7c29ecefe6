"""What was corrected, and how long does the old sound stay?

A changed article gets files of new names. The old ones stay for a while, since a player may be in the middle of them;
what they are and since when stands in `.retired.json`. What changed in the text is kept in `.corrections/`, a unified
diff of sentences each time. Both are hidden: they are for the people who make the show.
"""

from __future__ import annotations

import difflib
import html
import json
import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from audiocast import atomic
from audiocast.errors import PublishError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from pathlib import Path

_log = logging.getLogger(__name__)

FOLDER = ".corrections"
_RETIRED = ".retired.json"
_FORMAT = 1
_MOMENT = "%Y-%m-%dT%H%M%SZ"


def difference(transcripts: Iterable[Path], sentences: Sequence[str], *, grows: bool = False) -> str:
    """How the sentences differ from those that were spoken before: a unified diff, "" when they do not.

    Args:
        transcripts: Of what was spoken before: JSON, WebVTT or both. The first that can be read counts; when none can,
            nobody knows whether this is a correction, and it is not told as one.
        sentences: What is spoken now.
        grows: Whether sentences may come between the others, or leave, without anything being corrected: those of a
            digest, whose articles have their own corrections. Then only a sentence that stands in for another counts.
    """
    before = None
    for path in transcripts:
        try:
            before = _sentences(path)
            break
        except FileNotFoundError:
            continue
        except (OSError, ValueError, KeyError, TypeError) as error:
            _log.warning("%s: can't be compared with (%s). It is made again.", path, error)
    if before is None:
        return ""
    after = [" ".join(sentence.split()) for sentence in sentences]
    if grows and not _replaced(before, after):
        return ""
    lines = difflib.unified_diff(before, after, "before", "after", lineterm="", n=1)
    return "".join(f"{line}\n" for line in lines)


def _replaced(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether sentences stand in place of others."""
    changes = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return any(change == "replace" for change, *_ in changes)


def _sentences(transcript: Path) -> list[str]:
    if transcript.suffix == ".json":
        return [str(segment["body"]) for segment in json.loads(transcript.read_bytes())["segments"]]
    head, *cues = transcript.read_text("utf-8").rstrip("\n").split("\n\n")
    if head != "WEBVTT" or not all(" --> " in cue for cue in cues):
        raise ValueError("no WebVTT")
    return [html.unescape(" ".join(cue.splitlines()[1:])) for cue in cues]


def note(output: Path, name: str, diff: str, moment: datetime) -> datetime:
    """Keep a diff; the answer is the moment it stands under.

    The same once more is a correction that was noted, but not published, by a run that was broken off.

    Args:
        output: The output folder.
        name: Of the article's files.
        diff: What has changed.
        moment: When.

    Raises:
        PublishError: It can't be read or written.
    """
    folder = output / FOLDER / name
    content = diff.encode("utf-8", "backslashreplace")
    moment = moment.astimezone(UTC)
    try:
        last = latest(output, name)
        if last:
            if (folder / f"{last:{_MOMENT}}.diff").read_bytes() == content:
                return last
            moment = max(moment, last + timedelta(seconds=1))
    except OSError as error:
        raise PublishError(f"can't be read ({error.strerror})", where=str(folder)) from error
    atomic.replace(folder / f"{moment:{_MOMENT}}.diff", content)
    return moment


def latest(output: Path, name: str) -> datetime | None:
    """When an article was last corrected, by the diffs that are kept; `name` is that of its files."""
    return max(filter(None, (_moment(path.stem) for path in (output / FOLDER / name).glob("*.diff"))), default=None)


def _moment(name: str) -> datetime | None:
    try:
        return datetime.strptime(name, _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None  # somebody else's file


def retired(output: Path) -> dict[str, datetime]:
    """The files that nothing names any more, and since when.

    Raises:
        PublishError: The list is damaged.
    """
    path = output / _RETIRED
    try:
        entries = json.loads(path.read_bytes())["files"]
        return {name: datetime.fromisoformat(moment) for name, moment in entries.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PublishError(
            f"can't be read ({error})", where=str(path), hint="Render again: the time of old files begins anew"
        ) from error


def retire(output: Path, names: Iterable[str], *, alive: Collection[str], moment: datetime, days: float) -> None:
    """Put files on the list, and remove those whose time is over; what is alive again leaves the list.

    Raises:
        PublishError: The list can't be read or written.
    """
    try:
        before = retired(output)
    except PublishError as error:
        _log.warning("%s What was there is %s.", error, atomic.set_aside(output / _RETIRED, output))
        before = {}
    listed = {name: moment for name in names if (output / name).is_file()} | before
    # Nothing has been there since the future: that was a clock that has been set back.
    listed = {name: min(since, moment) for name, since in listed.items() if name not in alive}
    over = {name for name, since in listed.items() if since + timedelta(days=days) <= moment}
    kept = {name: since for name, since in sorted(listed.items()) if name not in over}
    try:
        for name in over:
            (output / name).unlink(missing_ok=True)
        if kept != before:
            _write(output / _RETIRED, kept)
    except OSError as error:
        raise atomic.refused(error, where=str(error.filename or output / _RETIRED)) from error


def _write(path: Path, listed: dict[str, datetime]) -> None:
    if not listed:
        path.unlink(missing_ok=True)
        return
    files = {name: since.isoformat() for name, since in listed.items()}
    atomic.replace(path, (json.dumps({"format": _FORMAT, "files": files}, indent=1) + "\n").encode())
