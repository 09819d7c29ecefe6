"""Tests of all rules of `check`: a good show passes, and each broken show fails the rule that is about its fault."""

from __future__ import annotations

import contextlib
import http.server
import json
import re
import shutil
import struct
import subprocess
import threading
import time
import wave
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import imageio_ffmpeg
import pytest
from PIL import Image
from typer.testing import CliRunner

from audiocast.check import Status, check, mpeg, remote_rules, rules
from audiocast.check.material import Folder, Part
from audiocast.check.mpeg import tag_end, walk
from audiocast.check.rss import date
from audiocast.cli import app
from audiocast.publishing import catalog, serve, transcript_reading, transcripts
from audiocast.publishing.serve import listening
from audiocast.render.context import Request
from audiocast.render.run import render

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from audiocast.check import Report
    from audiocast.check.verdict import Rule

pytestmark = pytest.mark.usefixtures("here")

SHOW = """
title = "The Checked Show"
description = "Articles to be checked."
author = "Nobody"
email = "nobody@example.org"
base_url = "https://example.org/show/"
voice = "tone"
"""
ARTICLES = {
    "harbor": (
        "Harbor opens again",
        "The harbor of the small town opened again on Monday after a long winter.",
        "Ships from four countries waited outside since the early morning of Sunday.",
        "The mayor cut a ribbon, and the band of the fire brigade played two songs.",
        "Nobody remembered a spring in which so many people came to the old pier.",
        "A bakery gave away rolls until the last of its baskets was quite empty.",
        "In the evening the lights of the bridge were switched on for the first time.",
    ),
    "bridge": (
        "Bridge is painted",
        "The bridge over the river gets a new coat of paint before the summer begins.",
        "Workers hang on ropes below the arches and scrape away what is left of the old one.",
        "It will be green again, as it was when the oldest people here were children.",
        "Cars have to take the road around the hill until the work is finished.",
    ),
    "library": (
        "Library lends tools",
        "The library lends hammers and ladders now, and whatever else a household lacks.",
        "Whoever brings a saw back too late pays with an hour of work in the garden.",
        "So far every tool came back, and most of them cleaner than they were before.",
    ),
}


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A show as it should be; nobody changes it."""
    root = tmp_path_factory.mktemp("show")
    articles, output = root / "articles", root / "output"
    articles.mkdir()
    (articles / "show.toml").write_text(SHOW, encoding="utf-8")
    for day, (name, (title, *paragraphs)) in enumerate(ARTICLES.items(), 1):
        head = f"Categories\nAudio Sources\n\n{title}\n\n2024-05-0{day}T08:00:00Z\n\n"
        (articles / f"{name}.txt").write_text(head + "\n\n".join(paragraphs) + "\n", encoding="utf-8")
    report = render(Request(source=articles, output=output, cache=root / "cache"), listen=lambda _: None)
    assert report.published == len(ARTICLES)
    return output


@pytest.fixture(scope="session")
def cache(good: Path) -> Path:
    """The clips of the good show; nobody changes them."""
    return good.parent / "cache"


@pytest.fixture
def show(good: Path, tmp_path: Path) -> Path:
    """A copy that may be broken."""
    return Path(shutil.copytree(good, tmp_path / "output"))


def broken(report: Report, status: Status = Status.FAIL) -> set[str]:
    """The rules that ended so."""
    return {verdict.id for verdict in report.verdicts if verdict.status is status}


# ---------------------------------------------------------------- ways to break a show


def file_of(show: Path, name: str, ending: str) -> Path:
    """A file of an episode."""
    (path,) = show.glob(f"episodes/{name}-*{ending}")
    return path


def media(show: Path) -> Path:
    """The MP3 with which most is done."""
    return file_of(show, "harbor", ".mp3")


def edit(path: Path, old: str, new: str, *, count: int = 1) -> None:
    """Replace a text in a file, as a regular expression."""
    text = path.read_text(encoding="utf-8")
    changed = re.sub(old, new, text, count=count, flags=re.DOTALL)
    assert changed != text
    path.write_text(changed, encoding="utf-8")


def edit_json(path: Path, change: Callable[[Any], None]) -> None:
    """Change a JSON file."""
    data = json.loads(path.read_bytes())
    change(data)
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def feed(old: str, new: str, *, count: int = 1) -> Callable[[Path], None]:
    """A change of the feed."""
    return lambda show: edit(show / "feed.xml", old, new, count=count)


def chapters(change: Callable[[Any], None]) -> Callable[[Path], None]:
    """A change of a chapters file."""
    return lambda show: edit_json(file_of(show, "harbor", ".chapters.json"), change)


def segments(change: Callable[[Any], None]) -> Callable[[Path], None]:
    """A change of a JSON transcript."""
    return lambda show: edit_json(file_of(show, "harbor", ".transcript.json"), change)


def content(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """A change of an MP3's bytes."""
    return lambda show: void(media(show).write_bytes(change(media(show).read_bytes())))


def picture(mode: str, size: tuple[int, int], kind: str = "JPEG", **how: object) -> Callable[[Path], None]:
    """Another cover under the same name."""

    def change(show: Path) -> None:
        (path,) = show.glob("cover-*.jpg")
        Image.new(mode, size).save(path, kind, **how)

    return change


def sound(start: float, end: float, *, source: float | None = None, filters: str = "anull") -> Callable[[Path], None]:
    """Some seconds made silent, or replaced by others of the same recording; or all of it filtered."""

    def change(show: Path) -> None:
        path = media(show)
        before = path.read_bytes()
        command = [
            imageio_ffmpeg.get_ffmpeg_exe(),
            "-v",
            "error",
            "-i",
            str(path),
            "-af",
            filters,
            "-f",
            "s16le",
            "-ac",
            "1",
            "pipe:1",
        ]
        frames = bytearray(subprocess.run(command, capture_output=True, check=True).stdout)
        rate = walk(before).sample_rate
        first, last = 2 * int(start * rate), 2 * int(end * rate)
        at = 0 if source is None else 2 * int(source * rate)
        frames[first:last] = bytes(last - first) if source is None else bytes(frames[at : at + last - first])
        encode = [
            imageio_ffmpeg.get_ffmpeg_exe(),
            "-v",
            "error",
            "-f",
            "s16le",
            "-ar",
            str(rate),
            "-ac",
            "1",
            "-i",
            "pipe:0",
        ]
        encode += ["-b:a", "64k", "-id3v2_version", "0", "-fflags", "+bitexact", "-f", "mp3", "pipe:1"]
        encoded = subprocess.run(encode, input=bytes(frames), capture_output=True, check=True).stdout
        path.write_bytes(before[: tag_end(before)] + encoded)

    return change


def void(_: object) -> None:
    """Forget an answer."""


def transcripts_of(show: Path) -> tuple[Path, Path]:
    """The JSON and the WebVTT transcript of the episode with which most is done."""
    return file_of(show, "harbor", ".transcript.json"), file_of(show, "harbor", ".vtt")


def sentences(change: Callable[[Any], None]) -> Callable[[Path], None]:
    """A change of the sentences in the JSON and the WebVTT transcript, whose words have no times then."""

    def apply(show: Path) -> None:
        transcript, webvtt = transcripts_of(show)
        cues = transcript_reading.read(transcript.read_bytes(), webvtt.read_bytes())
        transcript.write_text(transcripts.to_json([replace(each, words=()) for each in cues]), encoding="utf-8")
        edit_json(transcript, change)
        webvtt.write_text(transcripts.to_webvtt(transcript_reading.read(transcript.read_bytes())), encoding="utf-8")

    return apply


def cue(show: Path, number: int) -> tuple[float, float]:
    """When a sentence begins and ends."""
    found = transcript_reading.read(*(path.read_bytes() for path in transcripts_of(show)))[number]
    return found.start_ms / 1000, found.end_ms / 1000


def silent_gap(show: Path) -> None:
    """Half of a sentence is not heard."""
    start, end = cue(show, 2)
    sound(start + 0.5, end - 1)(show)


def missing_clip(show: Path) -> None:
    """A sentence is not heard at all."""
    sound(*cue(show, 2))(show)


def repeated_clip(show: Path) -> None:
    """A sentence is heard where another should be."""
    (start, end), (source, until) = cue(show, 3), cue(show, 4)
    sentences(lambda d: d["segments"][3].update(endTime=start + min(until - source, end)))(show)
    sound(start, start + until - source, source=source)(show)


def late_transcript(show: Path) -> None:
    """All sentences are said to come two seconds later."""

    def later(data: Any) -> None:
        for segment in data["segments"]:
            segment["startTime"] += 2
            segment["endTime"] += 2
        data["segments"] = data["segments"][:-1]

    sentences(later)(show)


def slow_sentence(show: Path) -> None:
    """A sentence is said to last as long as it and the next one."""
    end = cue(show, 3)[1]

    def longer(data: Any) -> None:
        data["segments"][2]["endTime"] = end
        data["segments"].pop(3)

    sentences(longer)(show)


def swap(ending: str) -> Callable[[Path], None]:
    """Two episodes have each other's file."""

    def change(show: Path) -> None:
        one, other = file_of(show, "harbor", ending), file_of(show, "bridge", ending)
        first, second = one.read_bytes(), other.read_bytes()
        one.write_bytes(second)
        other.write_bytes(first)

    return change


def record(change: Callable[[Any], None]) -> Callable[[Path], None]:
    """A change of a record of the catalog."""

    def apply(show: Path) -> None:
        for path in show.glob("episodes/harbor-*.json"):
            if path.name.count(".") == 1:
                edit_json(path, change)

    return apply


def second_chapter(show: Path) -> None:
    """The tag's first chapter begins later than the next, and beyond the end."""
    path = media(show)
    data = path.read_bytes()
    at = data.index(b"CHAP") + 10
    start = data.index(b"\0", at) + 1
    path.write_bytes(data[:start] + struct.pack(">2L", 900_000, 990_000) + data[start + 8 :])


def outside(show: Path) -> None:
    """A link leads out."""
    (show / "episodes" / "private.txt").symlink_to(show.parent)


def other_bitrate(data: bytes) -> bytes:
    """No announcement, and a frame of another bit rate: 128 kb/s, twice as long."""
    end, first, second = tag_end(data), place_of(data, 1), place_of(data, 2)
    head = data[first : first + 4]
    other = bytes([head[0], head[1], head[2] & 0x0D | (0xC0 if walk(data).sample_rate < 32_000 else 0x90), head[3]])
    frame = mpeg._frame(other, 0)
    assert frame is not None
    return data[:end] + data[first:second] + other + bytes(frame.length - 4) + data[second:]


def place_of(data: bytes, number: int) -> int:
    """Where a frame begins, counted from 0, which is the announcement."""
    at = tag_end(data)
    for _ in range(number):
        frame = mpeg._frame(data, at)
        assert frame is not None
        at += frame.length
    return at


def overwritten(data: bytes) -> bytes:
    """A frame in the middle whose header is right, and nothing else."""
    at = place_of(data, 50) + 4
    return data[:at] + b"\xff" * 20 + data[at + 20 :]


GUID = r"<guid[^>]*>([^<]*)</guid>"
ITEM = r"<item>.*?</item>"
VARIANTS: dict[str, tuple[Callable[[Path], None], str]] = {
    # The feed as a document
    "not xml": (feed("</channel>", ""), "feed.xml"),
    "no feed": (lambda show: (show / "feed.xml").unlink(), "feed.xml"),
    "not utf-8": (lambda show: void((show / "feed.xml").write_bytes(b"<rss>\xff</rss>")), "feed.xml"),
    "entities": (feed("<rss", "<!DOCTYPE rss [<!ENTITY a 'b'>]><rss"), "feed.xml"),
    "an Atom feed": (feed('version="2.0"', ""), "feed.xml"),
    "namespace": (feed("dtds/podcast-1.0.dtd", "DTDs/Podcast-1.0.dtd"), "feed.namespaces"),
    "not its own address": (feed('feed.xml" rel="self"', 'other.xml" rel="self"'), "feed.self"),
    "private address": (feed("https://example.org/show/", "http://10.0.0.1/", count=0), "feed.public"),
    # The channel
    "no language": (feed("<language>.*?</language>", ""), "channel.required"),
    "space around the title": (feed("<title>The Checked Show", "<title> The Checked Show"), "channel.required"),
    "long description": (feed("Articles to be checked.", "ö" * 2001), "channel.lengths"),
    "no such language": (feed("<language>en-us", "<language>xx"), "channel.language"),
    "no such category": (feed('<itunes:category text="[^"]*"', '<itunes:category text="Gossip"'), "channel.category"),
    "explicit no": (feed("<itunes:explicit>false", "<itunes:explicit>no"), "channel.explicit"),
    "no image": (feed("<itunes:image [^>]*/>", ""), "channel.image"),
    "link to the feed": (feed("<link>[^<]*</link>", "<link>https://example.org/show/feed.xml</link>"), "channel.link"),
    "no author": (feed("<itunes:author>[^<]*</itunes:author>", ""), "channel.author"),
    "no owner": (feed("<itunes:owner>.*?</itunes:owner>", ""), "channel.owner"),
    "random identity": (feed(r"(<podcast:guid>\w+-\w+-)5", r"\g<1>4"), "channel.guid"),
    "locked maybe": (feed("(<podcast:locked[^>]*>)yes", r"\1maybe"), "channel.locked"),
    "medium": (feed("<podcast:medium>podcast", "<podcast:medium>smoke signals"), "channel.medium"),
    "serial without numbers": (feed("<itunes:type>episodic", "<itunes:type>serial"), "channel.type"),
    "wrong weekday": (feed("<lastBuildDate>[A-Z]..", "<lastBuildDate>Xxx"), "channel.dates"),
    "not told that it is synthetic": (
        feed('<podcast:txt purpose="ai-content">true', "<podcast:txt>true"),
        "channel.synthetic",
    ),
    # Items
    "no items": (feed(ITEM, "", count=0), "items.any"),
    "no title": (feed("(<item>.*?)<title>[^<]*</title>", r"\1<title/>"), "items.title"),
    "no description": (feed("(<item>.*?)<description>.*?</description>", r"\1"), "items.description"),
    "two enclosures": (feed("(<enclosure [^>]*/>)", r"\1\1"), "items.enclosure"),
    "wrong type": (feed('type="audio/mpeg"', 'type="audio/mp3"'), "items.enclosure"),
    "length 0": (feed(r'length="\d+"', 'length="0"'), "items.enclosure"),
    "relative address": (feed('<enclosure url="https://example.org/show/', '<enclosure url="/'), "items.address"),
    "elsewhere": (
        feed('<enclosure url="https://example.org/show/', '<enclosure url="https://example.com/'),
        "items.address",
    ),
    "out of the folder": (feed('(<enclosure url="[^"]*show/episodes/)', r"\1../../"), "items.address"),
    "no .mp3": (feed(r'(<enclosure url="[^"]*)\.mp3"', r'\1.mpeg"'), "items.address"),
    "not ASCII": (feed('<enclosure url="([^"]*)/h', r'<enclosure url="\1/ĥ'), "items.address"),
    "one file twice": (
        feed('(<enclosure url=")([^"]*)(".*?<enclosure url=")[^"]*', r"\1\2\3\2"),
        "items.enclosure_once",
    ),
    "no guid": (feed(GUID, ""), "items.guid"),
    "guid that is an address": (feed(' isPermaLink="false"', ""), "items.guid"),
    "one guid twice": (feed(f"({GUID}.*?)<guid([^>]*)>[^<]*<", r"\1<guid\3>\2<"), "items.guid_once"),
    "date without zone": (feed(r"(<item>.*?<pubDate>[^<]*) \+0000", r"\1"), "items.date"),
    "from the future": (feed(r"(<item>.*?<pubDate>)[^<]*", r"\1Mon, 01 Jan 2125 00:00:00 +0000"), "items.date"),
    "oldest first": (
        lambda show: edit(show / "feed.xml", f"({ITEM})(.*?)({ITEM})", r"\3\2\1"),
        "items.newest_first",
    ),
    "duration as a clock": (feed(r"<itunes:duration>\d+", "<itunes:duration>0:30"), "items.duration"),
    "episode 0": (
        feed("<itunes:episodeType>", "<itunes:episode>0</itunes:episode><itunes:episodeType>"),
        "items.numbers",
    ),
    "SRT first": (feed("(<podcast:transcript [^>]*)text/vtt", r"\1application/x-subrip"), "items.transcripts"),
    "no chapters": (feed("<podcast:chapters [^>]*/>", ""), "items.chapters"),
    # Files and catalog
    "missing transcript": (lambda show: file_of(show, "harbor", ".vtt").unlink(), "files.there"),
    "missing mp3": (lambda show: media(show).unlink(), "files.there"),
    "wrong length": (feed(r'length="(\d+)\d"', r'length="\g<1>"'), "files.length"),
    "changed guid": (feed(GUID, '<guid isPermaLink="false">another</guid>'), "catalog.guid"),
    "changed date": (feed(r"(<item>.*?<pubDate>[^<]*)08:00:00", r"\g<1>09:00:00"), "catalog.date"),
    "swapped names": (
        feed(r'(<podcast:chapters url=")([^"]*)(".*?<podcast:chapters url=")([^"]*)', r"\1\4\3\2"),
        "catalog.files",
    ),
    "damaged record": (record(lambda d: d.pop("guid")), "catalog.records"),
    "episode left out": (feed(ITEM, ""), "catalog.in_feed"),
    "transcript written to": (
        lambda show: edit(file_of(show, "harbor", ".vtt"), "winter", "wintertime"),
        "catalog.bytes",
    ),
    "orphan": (lambda show: void((show / "episodes/old-0123456789.mp3").write_bytes(b"x")), "files.orphans"),
    "link that leads out": (outside, "files.outside"),
    # Pictures
    "PNG called .jpg": (picture("RGB", (1500, 1500), "PNG"), "artwork.format"),
    "GIF called .jpg": (picture("P", (1500, 1500), "GIF"), "artwork.format"),
    "not square": (picture("RGB", (1500, 1400)), "artwork.shape"),
    "too small": (picture("RGB", (600, 600)), "artwork.shape"),
    "CMYK": (picture("CMYK", (1500, 1500)), "artwork.colors"),
    "transparent": (picture("RGBA", (1500, 1500), "PNG"), "artwork.colors"),
    # MP3
    "truncated": (content(lambda data: data[:-100]), "mp3.frames"),
    "half of it": (content(lambda data: data[: len(data) // 2]), "mp3.duration"),
    "junk in between": (content(lambda data: data[:-5000] + b"junk" * 10 + data[-5000:]), "mp3.frames"),
    "a web page": (content(lambda _: b"<html>not found</html>"), "mp3.frames"),
    "bit rate changes": (content(other_bitrate), "mp3.constant"),
    "frame overwritten": (content(overwritten), "sound.decodes"),
    "too quiet": (sound(0, 0, filters="volume=-9dB"), "sound.loudness"),
    "too high": (sound(0, 0, filters="volume=20dB,alimiter=limit=1:level=0"), "sound.peak"),
    "silent gap": (silent_gap, "speech.silence"),
    "missing clip": (missing_clip, "speech.missing"),
    "repeated clip": (repeated_clip, "speech.repeated"),
    # Tag
    "no tag": (content(lambda data: data[tag_end(data) :]), "id3.version"),
    "ID3v2.4": (content(lambda data: data[:3] + b"\x04" + data[4:]), "id3.version"),
    "other title": (feed("<title>Harbor opens again", "<title>Harbor closes again"), "id3.title"),
    "no show in the tag": (content(lambda data: data.replace(b"TALB", b"TXXX", 1)), "id3.fields"),
    "tag chapter past the end": (second_chapter, "id3.chapters"),
    "no list of chapters": (content(lambda data: data.replace(b"CTOC", b"XTOC", 1)), "id3.contents"),
    # Chapters
    "chapters not JSON": (
        lambda show: void(file_of(show, "harbor", ".chapters.json").write_text("[")),
        "chapters.readable",
    ),
    "chapter past the end": (
        chapters(lambda d: d["chapters"][-1].update(startTime=9999, endTime=10_000)),
        "chapters.inside",
    ),
    "first chapter not at 0": (chapters(lambda d: d["chapters"][0].update(startTime=0.5)), "chapters.order"),
    "chapter without a title": (chapters(lambda d: d["chapters"][0].update(title="")), "chapters.order"),
    "other chapters than the tag": (chapters(lambda d: d["chapters"][0].update(title="Other")), "chapters.agree"),
    # Transcripts
    "no WEBVTT": (lambda show: edit(file_of(show, "harbor", ".vtt"), "WEBVTT", "SUBTITLES"), "transcript.readable"),
    "comma in WebVTT": (
        lambda show: edit(file_of(show, "harbor", ".vtt"), r"(:\d\d)\.", r"\1,"),
        "transcript.readable",
    ),
    "subtitle left out": (
        lambda show: edit(file_of(show, "harbor", ".srt"), r"\n2\n.*?\n\n", "\n"),
        "transcript.readable",
    ),
    "overlapping cues": (segments(lambda d: d["segments"][1].update(endTime=99)), "transcript.order"),
    "cue that ends before it begins": (segments(lambda d: d["segments"][1].update(endTime=0)), "transcript.order"),
    "cue past the end": (segments(lambda d: d["segments"][-1].update(endTime=9999)), "transcript.inside"),
    "WebVTT with another word": (
        lambda show: edit(file_of(show, "harbor", ".vtt"), "winter", "summer"),
        "transcript.agree",
    ),
    "SRT with another word": (
        lambda show: edit(file_of(show, "harbor", ".srt"), "winter", "summer"),
        "transcript.agree",
    ),
    "words in another order": (
        segments(lambda d: d["segments"][4].update(body=d["segments"][5]["body"])),
        "transcript.words",
    ),
    "word that ends with its sentence": (segments(lambda d: d["segments"][5].update(endTime=99)), "transcript.words"),
    "swapped transcript": (swap(".transcript.json"), "transcript.article"),
    "sentence left out": (segments(lambda d: d["segments"].pop(2)), "transcript.article"),
    "late transcript": (late_transcript, "speech.outside"),
    "transcript that begins late": (sentences(lambda d: d.update(segments=d["segments"][2:])), "speech.outside"),
    "transcript that ends early": (sentences(lambda d: d["segments"].pop()), "speech.outside"),
    "slow sentence": (slow_sentence, "speech.pace"),
}


# ---------------------------------------------------------------- the rules


def test_a_good_show_passes(good: Path, cache: Path) -> None:
    """Nothing is wrong with what a render makes, and no rule is left out."""
    report = check(good, cache=cache)
    assert report.episodes == len(ARTICLES)
    assert broken(report) | broken(report, Status.WARN) | broken(report, Status.SKIP) == set()


@pytest.mark.parametrize("name", VARIANTS)
def test_a_broken_show_is_caught(show: Path, name: str) -> None:
    """Each way to break a show breaks the rule that is for it, and the rule says what to do."""
    change, rule = VARIANTS[name]
    change(show)
    needs_sound = rule.startswith(("sound.", "speech."))
    report = check(show, fast=not needs_sound)
    verdict = next(verdict for verdict in report.verdicts if verdict.id == rule)
    assert verdict.problems, sorted(broken(report) | broken(report, Status.WARN))
    assert verdict.remedy
    assert all(problem.where and problem.what for problem in verdict.problems)


@pytest.mark.parametrize(
    "rule", [*rules.PODCAST, *rules.FOLDER, *rules.PART, *remote_rules.REMOTE], ids=lambda rule: rule.id
)
def test_titles_are_statements(rule: Rule[object]) -> None:
    """A title states what must hold, and the remedy has no full stop, because the output adds it."""
    assert rule.title[0].isupper()
    assert rule.title.endswith((".", ")."))
    assert "?" not in rule.title
    assert not rule.remedy.endswith(".")


def test_every_rule_has_a_broken_show() -> None:
    """For each rule there is a test show that breaks it."""
    every = {rule.id for table in (rules.PODCAST, rules.FOLDER, rules.PART) for rule in table}
    hard_to_make = {"feed.size", "artwork.weight", "id3.size", "words.compared", "words.said"}
    assert every - {rule for _, rule in VARIANTS.values()} == hard_to_make


def test_rules_have_names_of_their_own() -> None:
    """No two rules have the same id, because programs use it."""
    names = [rule.id for table in (rules.PODCAST, rules.FOLDER, rules.PART, remote_rules.REMOTE) for rule in table]
    assert len(names) == len(set(names))


def test_one_broken_file_breaks_few_rules(show: Path) -> None:
    """What can't be read is said once; the rules that need it are skipped."""
    media(show).unlink()
    report = check(show, fast=True)
    assert broken(report) == {"files.there", "catalog.bytes"}


def test_big_things(show: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Large feeds, pictures and tags are warned of."""
    monkeypatch.setattr("audiocast.check.channel._MOST_BYTES", 1000)
    monkeypatch.setattr("audiocast.check.files._HEAVIEST", 1000)
    monkeypatch.setattr("audiocast.check.media._MOST_TAG", 1000)
    report = check(show, fast=True)
    assert {"feed.size", "artwork.weight", "id3.size"} <= broken(report, Status.WARN)


def test_music_and_chimes_are_known(tmp_path: Path) -> None:
    """Sound without words is all right where the record knows of some, and nowhere else."""
    around = 'chime = true\n[music]\nintro = "tune.wav"\noutro = "tune.wav"\nseconds = 2\n'
    title, first, *others = ARTICLES["library"]
    output = _with_music(tmp_path, around, (title, first, "What it lends", *others))
    assert "speech.outside" not in broken(check(output), Status.WARN)
    (episode,) = catalog.read(output).episodes.values()
    before, chime, after = episode.sounds
    assert before[0] == 0
    assert after[1] - after[0] == pytest.approx(1400, abs=50)
    for known in ((chime, after), (before, chime)):
        catalog.write(replace(episode, sounds=known), output)
        assert "speech.outside" in broken(check(output), Status.WARN)


def test_a_sentence_is_missed_under_music(tmp_path: Path) -> None:
    """Where a bed goes on, a sentence that only it is heard of is missing; nothing else about it is odd."""
    output = _with_music(tmp_path, '[music]\nbed = "tune.wav"\n', ARTICLES["harbor"])
    report = check(output, cache=tmp_path / "cache")
    assert broken(report) | broken(report, Status.WARN) | broken(report, Status.SKIP) == set()
    (start, end), soft = cue(output, 2), "volume=-20dB:enable='between(t,{},{})'"
    sound(0, 0, filters=soft.format(start + 0.5, end - 0.5))(output)
    assert "speech.silence" in broken(check(output), Status.WARN)
    sound(0, 0, filters=soft.format(start, end))(output)
    assert "speech.missing" in broken(check(output))


def _with_music(folder: Path, settings: str, texts: Sequence[str]) -> Path:
    """The output folder of a show with such settings, which name tune.wav, and one article: title and paragraphs."""
    articles, output = folder / "articles", folder / "output"
    articles.mkdir()
    with wave.open(str(articles / "tune.wav"), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes((b"\0\x20" * 10 + b"\0\xe0" * 10) * 2400)
    (articles / "show.toml").write_text(SHOW + settings, encoding="utf-8")
    title, *paragraphs = texts
    text = "\n\n".join(("Categories\nAudio Sources", title, "2024-05-01T08:00:00Z", *paragraphs))
    (articles / "harbor.txt").write_text(f"{text}\n", encoding="utf-8")
    render(Request(source=articles, output=output, cache=folder / "cache"), listen=lambda _: None)
    return output


def test_pages_of_a_feed(show: Path) -> None:
    """Episodes on the next page of a feed are in the feed; another feed is one of its own."""
    text = (show / "feed.xml").read_text(encoding="utf-8")
    items = re.findall(f"\\s*{ITEM}", text, re.DOTALL)
    self = '<atom:link href="https://example.org/show/feed.xml" rel="self"'
    following = '<atom:link href="https://example.org/show/feed-2.xml" rel="next"/>'
    (show / "feed.xml").write_text(text.replace(items[-1], "").replace(self, following + self), encoding="utf-8")
    rest = "".join(items[:-1])
    (show / "feed-2.xml").write_text(text.replace(rest, "").replace("feed.xml", "feed-2.xml"), encoding="utf-8")
    (show / "other.xml").write_text(text.replace("feed.xml", "other.xml"), encoding="utf-8")
    report = check(show, fast=True)
    assert not broken(report)
    assert report.episodes == len(ARTICLES)
    (show / "other.xml").write_text("<rss/>", encoding="utf-8")
    assert broken(check(show, fast=True)) == {"feed.xml"}


def test_dates() -> None:
    """A date needs its zone, and the right weekday if it has one."""
    assert date("Wed, 01 May 2024 08:00:00 +0000")
    assert date("01 May 2024 08:00:00 GMT")
    for wrong in ("Thu, 01 May 2024 08:00:00 +0000", "Wed, 01 May 2024 08:00:00", "2024-05-01T08:00:00Z", "", "x"):
        assert date(wrong) is None


def test_frames_are_as_a_decoder_counts(good: Path) -> None:
    """The length by frames is the length that is heard, but for the encoder's silence, less than three frames."""
    folder = Folder(good, listen=True)
    for item in folder.podcasts[0].items:
        part = Part(item, folder.podcasts[0])
        assert abs(part.frames.duration_ms - part.heard.duration_ms) <= 3 * 576 * 1000 / part.frames.sample_rate + 1
        assert part.frames.header in {"Info", "Xing", ""}


# ---------------------------------------------------------------- the published place


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address at which a folder is served well."""
    sock = serve.listen("127.0.0.1", 0)
    server = listening.server_of(folder)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
    thread.start()
    while not server.started:
        time.sleep(0.005)
    try:
        yield serve.url_of(sock)
    finally:
        server.should_exit = True
        thread.join(10)
        sock.close()


class _Poor(http.server.SimpleHTTPRequestHandler):
    """No ranges, no types, no CORS."""

    def guess_type(self, path: object) -> str:
        return "" if str(path).endswith(".json") else "application/octet-stream"

    def copyfile(self, source: Any, outputfile: Any) -> None:
        with contextlib.suppress(ConnectionError):  # who has seen enough hangs up
            super().copyfile(source, outputfile)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served_badly(folder: Path) -> Iterator[str]:
    """The address at which a folder is served by what the standard library has."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(_Poor, directory=str(folder))) as server:
        url = f"http://127.0.0.1:{server.server_port}/"
        edit(folder / "feed.xml", "https://example.org/show/", url, count=0)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield url
        finally:
            server.shutdown()
            thread.join(10)


def test_a_place_that_is_good(good: Path) -> None:
    """Our own server keeps every rule but that it speaks no https."""
    with served(good) as url:
        report = check(good, url=f"{url}feed.xml", fast=True)
        alone = check(None, url=f"{url}feed.xml")
    place = {verdict.id: verdict.status for verdict in report.verdicts if verdict.id.startswith("place.")}
    assert {name for name, status in place.items() if status is not Status.PASS} == {"place.https"}
    assert broken(alone, Status.SKIP) == {"place.feed_current"}
    assert not broken(alone)


def test_a_place_that_is_not(show: Path) -> None:
    """A server that lacks what players need is told from one that has it."""
    with served_badly(show) as url:
        report = check(show, url=f"{url}feed.xml", fast=True)
    assert broken(report) >= {
        *("place.feed_type", "place.media_type", "place.ranges", "place.past_end", "place.companions"),
        "place.pictures",
    }
    assert broken(report, Status.WARN) >= {"place.feed_gzip", "place.etag", "place.cors", "place.https"}


def test_a_place_that_is_old(good: Path, show: Path) -> None:
    """What was published before is told from what is in the folder."""
    content(lambda data: data[:-1] + b"\0")(show)
    edit(show / "feed.xml", ITEM, "")
    with served(show) as url:
        report = check(good, url=f"{url}feed.xml", fast=True)
    assert "place.feed_current" in broken(report, Status.WARN)
    assert "place.ranges" in broken(report)


def test_nobody_there(good: Path) -> None:
    """When nobody answers, that is said, and nothing else about the place."""
    with served(good) as url:
        missing = check(None, url=f"{url}nothing.xml")
    for report in (missing, check(None, url=f"{url}feed.xml"), check(None, url="http://[nonsense/")):
        assert broken(report) == {"place.there"}


# ---------------------------------------------------------------- the command


def test_command(good: Path, show: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 0 when nothing fails, 1 when something does, 2 for wrong usage."""
    run = partial(CliRunner(env={"AUDIOCAST_CACHE": str(good.parent / "cache")}).invoke, app)
    result = run(["check", str(good), "--fast"])
    assert result.exit_code == 0
    assert result.output.startswith(f"{len(rules.PODCAST + rules.FOLDER) + len(rules.PART)} rules, 3 episodes: ")
    assert "pass" in run(["check", str(good), "--fast", "-v"]).output
    edit(show / "feed.xml", r'length="(\d+)\d"', r'length="\g<1>"')
    result = run(["check", str(show), "--fast", "--quiet"])
    assert result.exit_code == 1
    assert "fail  files.length" in result.output
    assert "pass" not in result.output
    monkeypatch.chdir(tmp_path / "home") if (tmp_path / "home").is_dir() else monkeypatch.chdir("/")
    for wrong in (["nowhere"], ["-v", "-q"], [str(good), "--url", "ftp://example.org"], []):
        assert run(["check", *wrong]).exit_code == 2


def test_command_for_programs(show: Path) -> None:
    """In JSON everything is said that is known."""
    file_of(show, "harbor", ".vtt").unlink()
    result = CliRunner().invoke(app, ["check", str(show), "--fast", "--json"])
    assert result.exit_code == 1
    data = json.loads(result.output)
    by_name = {rule["id"]: rule for rule in data["rules"]}
    assert data["episodes"] == 3
    assert by_name["files.there"]["status"] == "fail"
    assert by_name["files.there"]["problems"][0]["what"].endswith("which does not exist")
    assert by_name["sound.loudness"]["status"] == "skip"


# ---------------------------------------------------------------- words


def words(report: Report) -> dict[str, tuple[Status, str]]:
    """How the rules on words ended, each with the first problem."""
    return {
        verdict.id: (verdict.status, verdict.problems[0].what if verdict.problems else "")
        for verdict in report.verdicts
        if verdict.id.startswith("words.")
    }


def test_clips_say_the_words_of_the_script(good: Path, cache: Path) -> None:
    """A show of which every clip is as it was made passes; without a cache its words are not looked at."""
    passed = {"words.compared": (Status.PASS, ""), "words.said": (Status.PASS, "")}
    assert words(check(good, fast=True, cache=cache)) == passed
    assert {status for status, _ in words(check(good, fast=True)).values()} == {Status.SKIP}


def test_a_clip_of_another_sentence_fails(good: Path, cache: Path, tmp_path: Path) -> None:
    """When one clip is replaced by another sentence's, the check fails, and names the sentence."""
    changed = Path(shutil.copytree(cache, tmp_path / "cache"))
    one, other = sorted(changed.glob("??/??/*.clip"))[:2]
    shutil.copy(other, one)
    found = words(check(good, fast=True, cache=changed))
    assert found["words.compared"] == (Status.PASS, "")
    status, problem = found["words.said"]
    assert status is Status.FAIL
    assert re.fullmatch(r"the voice was given '[a-z ]+…?' for sentence \d+, '[A-Z].*", problem)


def test_clips_that_are_gone_are_counted(good: Path, cache: Path, tmp_path: Path) -> None:
    """Sentences whose clips were pruned, and episodes of another machine, are no failure; it is said how many."""
    changed = Path(shutil.copytree(cache, tmp_path / "cache"))
    clips = sorted(changed.glob("??/??/*.clip"))
    for clip in clips[:3]:
        clip.unlink()
    found = words(check(good, fast=True, cache=changed))
    many = f"3 of {len(clips)} sentences could not be compared; their clips are not in the cache"
    assert found == {"words.compared": (Status.WARN, many), "words.said": (Status.PASS, "")}
    found = words(check(good, fast=True, cache=tmp_path / "none"))
    none = "3 of 3 episodes could not be compared at all"
    assert found == {"words.compared": (Status.WARN, none), "words.said": (Status.SKIP, "")}
