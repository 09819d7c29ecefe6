"""Tests of `audio.id3`: the tag of an MP3, and the duration that is read from a finished MP3."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mutagen.id3 import ID3

from audiocast.audio import id3
from audiocast.errors import EncodeError
from audiocast.model.audio import Chapter

if TYPE_CHECKING:
    from pathlib import Path

FRAME_MS = 24
CHAPTERS = (
    Chapter("A title that is rather long, so that size and time disagree", 0, 1000),
    Chapter("B", 1000, 2000),
    Chapter("Ein Kapitel über „Umlaute“ und mehr", 2000, 2400),
)


def _silence(path: Path, frames: int = 100) -> bytes:
    """An MP3 of silence, 64 kb/s at 24 kHz: 192 bytes for every 24 ms."""
    sound = (b"\xff\xf3\x84\xc0" + bytes(188)) * frames
    path.write_bytes(sound)
    return sound


def _frames(content: bytes) -> list[tuple[bytes, bytes]]:
    """The tag's frames as they lie on disk, read by hand."""
    assert content[:5] == b"ID3\x03\x00"
    size = sum(byte << shift for byte, shift in zip(content[6:10], (21, 14, 7, 0), strict=True))
    at, found = 10, []
    while at < 10 + size:
        (length,) = struct.unpack_from(">L", content, at + 4)
        found.append((content[at : at + 4], content[at + 10 : at + 10 + length]))
        at += 10 + length
    assert at == 10 + size
    return found


def _written(path: Path, **fields: Any) -> Any:
    id3.write(path, **{"title": "T", "show": "S", "duration_ms": 2400, **fields})
    return ID3(path)


def test_every_field(tmp_path: Path) -> None:
    """Each field is where players look for it, in ID3v2.3."""
    path = tmp_path / "x.mp3"
    sound = _silence(path)
    found = _written(
        path,
        title="Où sont-ils ?",
        show="Pałac",
        author="Zoë Dœ",
        published=datetime(2024, 5, 6, 23, 30, tzinfo=UTC),
        language="fr-CA",
        number=7,
        link="https://example.org/où?q=1",
        comment="Un résumé",
        lyrics="Première phrase.\nDeuxième phrase.",
        chapters=CHAPTERS,
        cover=b"\xff\xd8picture",
    )
    assert found.version == (2, 3, 0)
    raw = {name for name, _ in _frames(path.read_bytes())}
    assert {b"TYER", b"TDAT", b"TRCK"} <= raw
    assert not raw & {b"WFED", b"TDRC", b"TSSE"}
    assert str(found["TIT2"]) == "Où sont-ils ?"
    assert str(found["TALB"]) == "Pałac"
    assert str(found["TPE1"]) == "Zoë Dœ"
    assert str(found["TCON"]) == "Podcast"
    assert str(found["TLAN"]) == "fre"
    assert str(found["TDRC"]) == "2024-05-06"
    assert str(found["TRCK"]) == "7"
    assert found["WOAF"].url == "https://example.org/o%C3%B9?q=1"
    assert str(found["COMM::fre"]) == "Un résumé"
    assert str(found["USLT::fre"]) == "Première phrase.\nDeuxième phrase."
    assert (found["APIC:"].mime, found["APIC:"].type, found["APIC:"].data) == ("image/jpeg", 3, b"\xff\xd8picture")
    assert path.read_bytes().endswith(sound)


def test_without_optional_fields(tmp_path: Path) -> None:
    """What is not known is not written; the show stands in for the author."""
    path = tmp_path / "x.mp3"
    _silence(path)
    assert {name for name, _ in _frames((_written(path), path.read_bytes())[1])} == {
        *(b"TIT2", b"TALB", b"TPE1", b"TCON", b"TLAN")
    }


def test_chapters_lie_in_time_order(tmp_path: Path) -> None:
    """On disk: one top-level contents list, then the chapters by time, although mutagen sorts them by size."""
    path = tmp_path / "x.mp3"
    _silence(path)
    found = _written(path, chapters=CHAPTERS)
    frames = _frames(path.read_bytes())
    chapters = [body for name, body in frames if name == b"CHAP"]
    starts = [struct.unpack_from(">4L", body, body.index(b"\0") + 1) for body in chapters]
    assert starts == [(c.start_ms, c.end_ms, 0xFFFFFFFF, 0xFFFFFFFF) for c in CHAPTERS]
    assert [len(body) for body in chapters] != sorted(len(body) for body in chapters)
    assert [str(found[f"CHAP:chp0000{n}"].sub_frames["TIT2"]) for n in (1, 2, 3)] == [c.title for c in CHAPTERS]
    (contents,) = found.getall("CTOC")
    assert contents.child_element_ids == ["chp00001", "chp00002", "chp00003"]
    assert contents.flags == 3


def test_more_chapters_than_a_list_can_hold(tmp_path: Path) -> None:
    """600 chapters are a list of lists of at most 255, in order, under one top-level list."""
    path = tmp_path / "x.mp3"
    _silence(path)
    found = _written(path, chapters=[Chapter(f"{n}", n * 4, n * 4 + 4) for n in range(600)])
    lists = {contents.element_id: contents for contents in found.getall("CTOC")}
    assert [name for name, contents in lists.items() if contents.flags & 2] == ["toc"]
    assert all(len(contents.child_element_ids) <= 255 for contents in lists.values())
    children = [child for name in lists["toc"].child_element_ids for child in lists[name].child_element_ids]
    assert [found[f"CHAP:{child}"].start_time for child in children] == [n * 4 for n in range(600)]
    bodies = [body for name, body in _frames(path.read_bytes()) if name == b"CHAP"]
    assert [body[:8].decode() for body in bodies] == children


def test_chapters_stay_inside_the_sound(tmp_path: Path) -> None:
    """A chapter ends with the sound at the latest, and one that would begin after it is left out."""
    path = tmp_path / "x.mp3"
    _silence(path)
    found = _written(path, chapters=[Chapter("A", 30, 1000), Chapter("", 1000, 9000), Chapter("C", 9000, 9900)])
    times = {c.element_id: (c.start_time, c.end_time, str(c.sub_frames["TIT2"])) for c in found.getall("CHAP")}
    assert times == {"chp00001": (0, 1000, "A"), "chp00002": (1000, 2400, "Chapter 2")}


def test_same_fields_same_bytes(tmp_path: Path) -> None:
    """Tagging again changes no byte, and neither does what was tagged before."""
    first, second = tmp_path / "a.mp3", tmp_path / "b.mp3"
    for path in (first, second):
        _silence(path)
    _written(second, title="Something else", lyrics="long " * 5000, number=3, cover=b"x" * 9000)
    for path in (first, second, second):
        _written(path, title="Title", chapters=CHAPTERS, lyrics="Text")
    assert first.read_bytes() == second.read_bytes()


def test_a_book_of_lyrics_is_shortened(tmp_path: Path) -> None:
    """A tag stays under a megabyte, for players fetch it before the first sound."""
    path = tmp_path / "x.mp3"
    sound = _silence(path)
    found = _written(path, lyrics="“Ж” " * 2_000_000, comment="x" * 9000, title="x" * 300, cover=b"x" * 60_000)
    assert len(path.read_bytes()) - len(sound) < 1_000_000
    assert str(found["USLT::eng"]).endswith("…")
    assert len(str(found["TIT2"])) == 255


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.text(st.characters(exclude_categories=[]), max_size=80),
    st.text(st.characters(exclude_categories=[]), max_size=80),
)
def test_any_text(tmp_path: Path, title: str, chapter: str) -> None:
    """Whatever a title holds, the tag can be written and read, and one chapter has the text on one line."""
    path = tmp_path / "x.mp3"
    _silence(path)
    found = _written(
        path, title=title, author=title, link=title, comment=title, lyrics=title, chapters=[Chapter(chapter, 0, 2400)]
    )
    kept = str(found["CHAP:chp00001"].sub_frames["TIT2"])
    assert kept == kept.strip() != ""
    words = "".join(letter for letter in title if letter.isascii() and letter.isalnum())
    assert words == "".join(letter for letter in str(found.get("TIT2", "")) if letter.isascii() and letter.isalnum())


def test_measure(tmp_path: Path) -> None:
    """The length is that of the sound, whatever is in the tag."""
    path = tmp_path / "x.mp3"
    _silence(path, 250)
    assert id3.measure(path) == 250 * FRAME_MS
    _written(path, lyrics="x" * 50_000)
    assert id3.measure(path) == 250 * FRAME_MS


@pytest.mark.parametrize("content", [b"", b"no sound", b"ID3\x03\x00\x00\x00\x00\x00\x00"])
def test_no_sound_is_an_error(tmp_path: Path, content: bytes) -> None:
    """A file without sound is never published."""
    path = tmp_path / "x.mp3"
    path.write_bytes(content)
    with pytest.raises(EncodeError, match=r"x\.mp3"):
        id3.measure(path)


def test_missing_file_is_an_error(tmp_path: Path) -> None:
    """What can't be opened is named."""
    for action in (id3.measure, _written):
        with pytest.raises(EncodeError, match=r"gone.*x\.mp3"):
            action(tmp_path / "gone" / "x.mp3")
