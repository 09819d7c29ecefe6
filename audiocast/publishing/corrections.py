"""Keep the diffs of corrected articles, and remove old files of corrected episodes after a while.

A changed article gets files with new names. The old files stay for some days, because a player may be using them.
`.retired.json` lists these files, the time since when they are old, and the record that named them. Only files that a
record named are ever listed. `.corrections/` keeps a unified diff of sentences for each correction. Both are hidden and
never published.
"""

from __future__ import annotations

import difflib
import html
import logging
import re
from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from audiocast import atomic
from audiocast.errors import PublishError
from audiocast.publishing import ownership, transcript_reading

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from audiocast.model.episode import Episode

_log = logging.getLogger(__name__)

FOLDER = ".corrections"
RETIRED = ".retired.json"
_FORMAT = 2
_FIRST_FORMAT = 1
_EPISODE = frozenset(("mp3", "vtt", "srt", "transcript.json", "chapters.json"))
_UNSHOWN = re.compile("[\\s\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]+")
_MOMENT = "%Y-%m-%dT%H%M%SZ"


@dataclass(frozen=True, slots=True)
class Joined:
    """What a digest consists of. It may gain articles, and lose some, without being corrected.

    Attributes:
        starts_ms: When each article began in what was spoken before.
        articles: The sentences of each now.
        around: What the show says before and after them.
    """

    starts_ms: tuple[int, ...]
    articles: tuple[tuple[str, ...], ...]
    around: frozenset[str]


def difference(transcripts: Iterable[Path], sentences: Sequence[str], *, joined: Joined | None = None) -> str:
    """Return a unified diff between the sentences that were spoken before and those of now; "" when they are the same.

    Args:
        transcripts: Of what was spoken before: JSON, WebVTT or both. The first that can be read counts; when none can,
            there is nothing to compare with, and the result is "".
        sentences: What is spoken now.
        joined: Of a digest: only an article that was in it before and is said differently now counts.
    """
    before = _said_before(transcripts)
    if before is None or (joined and not _corrected(before, joined)):
        return ""
    texts, after = [text for _, text in before], [_folded(sentence) for sentence in sentences]
    if _characters(texts) == _characters(after):
        return ""  # the same text, divided into sentences in another way
    lines = difflib.unified_diff(texts, after, "before", "after", lineterm="", n=1)
    return "".join(f"{line}\n" for line in lines)


def readable(episode: Episode, output: Path) -> list[Path]:
    """Return the transcripts of an episode that have whole sentences: JSON, then WebVTT. SRT divides sentences."""
    names = sorted(file.filename for file in episode.transcripts if not file.filename.endswith((".srt", ".words.vtt")))
    return [output / name for name in names]


def says(transcripts: Iterable[Path], text: str) -> bool:
    """Return whether the first readable transcript has this text; white space does not count."""
    before = _said_before(transcripts)
    return before is not None and _characters(said for _, said in before) == _characters([text])


def _said_before(transcripts: Iterable[Path]) -> list[tuple[int, str]] | None:
    """Return the sentences of the first transcript that can be read, each with its beginning in milliseconds."""
    for path in transcripts:
        try:
            return _sentences(path)
        except FileNotFoundError:
            continue
        except (OSError, ValueError, KeyError, TypeError) as error:
            _log.warning("%s: the transcript can't be read (%s). It is made again.", path, error)
    return None


def _characters(texts: Iterable[str]) -> str:
    """Return all that a transcript can show of some texts, without white space."""
    return _UNSHOWN.sub("", "".join(texts)).replace("-->", "->")


def _corrected(before: Iterable[tuple[int, str]], joined: Joined) -> bool:
    """Return whether an article of a digest was corrected."""
    groups: dict[int, list[str]] = {}
    for start_ms, text in before:
        groups.setdefault(bisect_right(joined.starts_ms, start_ms), []).append(text)
    around = {_folded(text) for text in joined.around}

    def own(articles: Iterable[Sequence[str]]) -> list[tuple[str, ...]]:
        folded = (map(_folded, article) for article in articles)
        return [tuple(text for text in article if text not in around) for article in folded]

    old, new = own(groups.values()), own(joined.articles)
    gone, come = [each for each in old if each not in new], [each for each in new if each not in old]
    return any(_same(one, other) for one in gone for other in come)


def _folded(text: str) -> str:
    """Return a text with single spaces, as in transcripts."""
    return " ".join(text.split())


def _same(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether two texts are versions of one article: they share the title or most sentences."""
    return one[:1] == other[:1] or 2 * len({*one} & {*other}) > min(len(one), len(other))


def _sentences(transcript: Path) -> list[tuple[int, str]]:
    """Return the start in milliseconds and the text of each sentence."""
    if transcript.suffix == ".json":
        beside = transcript.with_name(transcript.name.removesuffix(".transcript.json") + ".vtt")
        webvtt = beside.read_bytes() if beside.is_file() else b""
        return [(cue.start_ms, cue.text) for cue in transcript_reading.read(transcript.read_bytes(), webvtt)]
    head, *cues = transcript.read_text("utf-8").rstrip("\n").split("\n\n")
    times = [re.match(r"(?:(\d+):)?(\d\d):(\d\d)\.(\d{3}) --> ", cue) for cue in cues]
    if head != "WEBVTT" or not all(times):
        raise ValueError("no WebVTT")
    return [
        (
            ((int(time[1] or 0) * 60 + int(time[2])) * 60 + int(time[3])) * 1000 + int(time[4]),
            html.unescape(" ".join(cue.splitlines()[1:])),
        )
        for cue, time in zip(cues, times, strict=True)
        if time
    ]


def note(output: Path, name: str, diff: str, moment: datetime) -> datetime:
    """Write a diff to the corrections of an article, and return the time that its file name has.

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
    """Return when an article was last corrected, by its diffs; `name` is the folder of the diffs."""
    return max(filter(None, (_moment(path.stem) for path in (output / FOLDER / name).glob("*.diff"))), default=None)


def _moment(name: str) -> datetime | None:
    try:
        return datetime.strptime(name, _MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None  # not a file of audiocast


@dataclass(frozen=True, slots=True)
class _Old:
    """A file that no record names any more: since when, and which record named it; "" when that is unknown."""

    since: datetime
    record: str = ""


def retired(output: Path) -> dict[str, datetime]:
    """Return the files that nothing names any more, and since when.

    Names that no episode's file can have are left out, wherever they lead.

    Raises:
        PublishError: The list is damaged.
    """
    return {name: old.since for name, old in _retired(output).items()}


def retire(  # noqa: PLR0913 - what decides when a file goes
    output: Path,
    names: Mapping[str, str],
    *,
    alive: Collection[str],
    moment: datetime,
    days: float,
    withdrawn: Collection[str] = (),
) -> None:
    """Put files on the list, and remove those that were on it for `days`. A file that is used again leaves the list.

    When the list is damaged, the days of the old files start again, for each complete set of an MP3, transcripts and
    chapters with one name. When the list is deleted, the old files stay until the user deletes them.

    Args:
        output: The output folder.
        names: The files that no record names any more, each with the file name of the record that did.
        alive: The files that are named.
        moment: Now.
        days: How long old files stay.
        withdrawn: The file names of records whose files go at once.

    Raises:
        PublishError: The list can't be read or written.
    """
    try:
        before = _retired(output)
    except PublishError as error:
        _log.warning("%s The damaged file is now %s.", error, atomic.set_aside(output / RETIRED, output))
        before = {}
        names = {**dict.fromkeys(_whole_sets(_found(output)), ""), **names}
    listed = before | {name: _Old(moment, record) for name, record in names.items() if name not in before}
    # Nothing has been there since the future: that was a clock that has been set back.
    listed = {name: replace(old, since=min(old.since, moment)) for name, old in listed.items() if name not in alive}
    listed = {name: old for name, old in listed.items() if (output / name).is_file()}
    if not all(old.record for old in listed.values()):
        records = {path.name for path in (output / "episodes").glob("*.json")} | {*withdrawn}
        listed = {name: _owned(name, old, records) for name, old in listed.items()}
    over = {
        name
        for name, old in listed.items()
        if old.since + timedelta(days=days) <= moment or (old.record and old.record in withdrawn)
    }
    kept = {name: old for name, old in sorted(listed.items()) if name not in over}
    try:
        for name in over:
            (output / name).unlink(missing_ok=True)
        if kept != before:
            _write(output / RETIRED, kept)
    except OSError as error:
        raise atomic.refused(error, where=str(error.filename or output / RETIRED)) from error


def _retired(output: Path) -> dict[str, _Old]:
    path = output / RETIRED
    try:
        told = atomic.read_state(path, _FIRST_FORMAT, _FORMAT)
        entries = told["files"]
        if told["format"] == _FIRST_FORMAT:
            # That version listed all files with names like those of audiocast.
            found = {name: _Old(_aware(moment)) for name, moment in entries.items()}
            return {name: found[name] for name in _whole_sets(found)}
        found = {name: _Old(_aware(old["since"]), str(old["record"])) for name, old in entries.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PublishError(
            f"can't be read ({error})",
            where=str(path),
            hint="Render again. The days for which old files are kept then start again",
        ) from error
    strange = [name for name in found if not ownership.is_episode_file(name)]
    if strange:
        _log.warning("%s: lists %r, which is not a file of an episode. It is ignored.", path, strange[0])
    return {name: old for name, old in found.items() if name not in strange}


def _owned(name: str, old: _Old, records: Collection[str]) -> _Old:
    """Return what is known of an old file, with its record, which is called as it is but for the checksum."""
    if old.record:
        return old
    stem = name.rpartition("/")[2].partition(".")[0]
    slug = stem.rpartition("-")[0]
    alike = [each for each in records if ownership.is_record(each) and each.rpartition("-")[0] == slug]
    return replace(old, record=alike[0]) if len(alike) == 1 else old


def _aware(moment: str) -> datetime:
    since = datetime.fromisoformat(moment)
    if since.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return since


def _found(output: Path) -> list[str]:
    return [f"episodes/{path.name}" for path in (output / "episodes").glob("*-*.*")]


def _whole_sets(names: Iterable[str]) -> set[str]:
    """Return the names that together are all files of an episode. No other program makes such a set by chance."""
    endings: dict[str, set[str]] = {}
    for name in filter(ownership.is_episode_file, names):
        stem, _, ending = name.partition(".")
        endings.setdefault(stem, set()).add(ending)
    return {f"{stem}.{ending}" for stem, there in endings.items() if there >= _EPISODE for ending in there}


def _write(path: Path, listed: Mapping[str, _Old]) -> None:
    if not listed:
        path.unlink(missing_ok=True)
        return
    files = {name: {"since": old.since.isoformat(), "record": old.record} for name, old in listed.items()}
    atomic.write_state(path, _FORMAT, {"files": files})
