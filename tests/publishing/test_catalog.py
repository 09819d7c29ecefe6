"""The catalog: its records and their names, GUIDs, dates and numbers."""

from __future__ import annotations

import json
import re
import uuid
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocast.errors import PublishError
from audiocast.model.article import Cut
from audiocast.model.audio import Chapter
from audiocast.model.episode import Enclosure, Episode
from audiocast.publishing import catalog, dates_and_numbers, guids, record_format, record_names

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 4, 12, 0, 0, 5, tzinfo=UTC)

texts = st.text(st.characters(exclude_categories=[]), max_size=60)
# A name of dots alone leads out of the folder, and is refused.
names = st.from_regex(r"episodes/[a-z0-9-][a-z0-9.-]{0,20}", fullmatch=True)
files = st.builds(Enclosure, names, st.integers(0), texts)
zones = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))])
dates = st.datetimes(timezones=zones)
episodes = st.builds(
    Episode,
    id=texts,
    guid=texts,
    published=dates,
    fingerprint=texts,
    digest=texts,
    title=texts,
    author=texts,
    language=texts,
    link=texts,
    origin=texts,
    categories=st.lists(texts, max_size=3).map(tuple),
    summary=texts,
    enclosure=files,
    duration_ms=st.integers(0),
    chapters=st.lists(st.builds(Chapter, texts, st.integers(0), st.integers(0)), max_size=3).map(tuple),
    transcripts=st.lists(files, max_size=3).map(tuple),
    chapters_file=files,
    cuts=st.lists(st.builds(Cut, texts, st.integers(1), texts), max_size=2).map(tuple),
    updated=st.none() | dates,
    season=st.integers(0),
    number=st.integers(0),
    image=st.none() | files,
    marks=st.text("hbp-", max_size=9),
)


def _episode(article_id: str = "storm", title: str = "Storm over Öland") -> Episode:
    mp3 = Enclosure(f"episodes/{article_id}-0123456789.mp3", 1000, "audio/mpeg")
    return Episode(
        id=article_id,
        guid=guids.new_guid("Show", article_id),
        published=NOW,
        fingerprint="f",
        digest="abc",
        title=title,
        author="",
        language="en",
        link="",
        origin="seeds/storm.txt",
        categories=(),
        summary="",
        enclosure=mp3,
        duration_ms=1000,
        chapters=(Chapter("Start", 0, 1000),),
        transcripts=(),
        chapters_file=Enclosure("episodes/x.chapters.json", 10, "application/json+chapters"),
        cuts=(),
    )


@given(episodes)
def test_round_trip(episode: Episode) -> None:
    """Whatever an episode holds, its record is UTF-8 and gives the same episode back."""
    content = record_format.to_json(episode)
    content.decode("utf-8")
    assert record_format.from_json(content, where="x.json") == episode


def test_record_is_readable_and_stable(tmp_path: Path) -> None:
    """A record has a format, sorted keys, real letters, a final line end, and says the same for the same episode."""
    path = catalog.write(_episode(), tmp_path)
    content = path.read_text("utf-8")
    data = json.loads(content)
    assert data["format"] == record_format.FORMAT
    assert list(data) == sorted(data)
    assert "Öland" in content
    assert content.endswith("}\n")
    assert data["published"] == "2026-03-04T12:00:00.000005+00:00"
    assert path.read_bytes() == record_format.to_json(_episode())


def test_reading_finds_what_was_written(tmp_path: Path) -> None:
    """A folder's catalog holds its episodes by the article's id; transcripts and chapters are no records."""
    for name in ("storm", "Storm", "a b", "ö", ""):
        catalog.write(_episode(name), tmp_path)
    (tmp_path / "episodes" / "x.chapters.json").write_text("{}")
    (tmp_path / "episodes" / "x.transcript.json").write_text("{}")
    found = catalog.read(tmp_path)
    assert not found.problems
    assert found.episodes == {name: _episode(name) for name in ("storm", "Storm", "a b", "ö", "")}


def test_empty_folder_is_an_empty_catalog(tmp_path: Path) -> None:
    """Before the first publication there is nothing, and nothing is wrong."""
    assert catalog.read(tmp_path) == catalog.Catalog({})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"}", b""),
        (b'"guid"', b'"gu"'),
        (b'"duration_ms": 1000', b'"duration_ms": "1000"'),
        (b'"duration_ms": 1000', b'"duration_ms": true'),
        (b"+00:00", b""),
        (b'"categories": []', b'"categories": [1]'),
        (b'"format": 1', b'"format": 2'),
        (b'"format": 1,', b""),
        (b'"episodes/storm', b'"../storm'),
        (b'"episodes/storm', b'"/storm'),
        (b"{", b"["),
        (b"storm", b"\xff"),
    ],
)
def test_damaged_record_is_named(tmp_path: Path, old: bytes, new: bytes) -> None:
    """A damaged record is a problem that names the file; the others are read."""
    catalog.write(_episode("good"), tmp_path)
    path = catalog.write(_episode(), tmp_path)
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new))
    found = catalog.read(tmp_path)
    assert set(found.episodes) == {"good"}
    assert [problem.where for problem in found.problems] == [f"episodes/{path.name}"]


def test_any_flipped_bit_is_noticed() -> None:
    """A record either says what was written or is damaged; one from before there were checksums is read."""
    whole = record_format.to_json(_episode())
    for place in range(len(whole)):
        content = bytearray(whole)
        content[place] ^= 1
        try:
            assert record_format.from_json(bytes(content), where="") == _episode()
        except PublishError:
            continue
    assert b'"sum"' in whole
    old = re.sub(rb' "sum".*\n', b"", whole)
    assert record_format.from_json(old, where="") == _episode()


def test_deeply_nested_record_is_damage(tmp_path: Path) -> None:
    """Not even a hostile record stops the others from being read."""
    catalog.write(_episode("good"), tmp_path)
    (tmp_path / "episodes" / "deep-0123456789.json").write_text("[" * 100_000)
    found = catalog.read(tmp_path)
    assert set(found.episodes) == {"good"}
    assert len(found.problems) == 1


def test_two_records_for_one_article(tmp_path: Path) -> None:
    """A second record for an article, such as a copy, is a problem and not a second episode."""
    path = catalog.write(_episode(), tmp_path)
    path.with_name("zz-copy-0123456789.json").write_bytes(path.read_bytes())
    found = catalog.read(tmp_path)
    assert set(found.episodes) == {"storm"}
    assert [problem.where for problem in found.problems] == ["episodes/zz-copy-0123456789.json"]


def test_unreadable_record_is_named(tmp_path: Path) -> None:
    """What can't be opened is a problem too."""
    (tmp_path / "episodes" / "folder-0123456789.json").mkdir(parents=True)
    found = catalog.read(tmp_path)
    assert [problem.where for problem in found.problems] == ["episodes/folder-0123456789.json"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.json", '{"todo": ["call the harbor master"]}'),
        ("notes.json", "half a li"),
        ("notes-0123456789.json", '{"todo": ["call the harbor master"]}'),
        ("notes-0123456789.json", '["call the harbor master"]'),
    ],
)
def test_other_json_files_are_left_alone(tmp_path: Path, name: str, content: str) -> None:
    """A JSON file beside the records that is no record is neither an episode nor a problem."""
    catalog.write(_episode("good"), tmp_path)
    (tmp_path / "episodes" / name).write_text(content)
    found = catalog.read(tmp_path)
    assert (set(found.episodes), found.problems) == ({"good"}, ())
    assert (tmp_path / "episodes" / name).read_text() == content


def test_unreadable_folder_is_an_error(tmp_path: Path) -> None:
    """A folder that can't be listed is not taken for an empty one, which would give everything new dates."""
    (tmp_path / "episodes").write_text("no folder")
    with pytest.raises(PublishError, match="can't be read"):
        catalog.read(tmp_path)
    with pytest.raises(PublishError, match="can't be written"):
        catalog.write(_episode(), tmp_path)


def test_changed_article_replaces_its_record(tmp_path: Path) -> None:
    """A changed article has the same record, and nothing temporary stays behind."""
    first = catalog.write(_episode(), tmp_path)
    second = catalog.write(_episode(title="Storm passed"), tmp_path)
    assert first == second
    assert [path.name for path in (tmp_path / "episodes").iterdir()] == [first.name]
    assert catalog.read(tmp_path).episodes["storm"].title == "Storm passed"


def test_unchanged_record_is_not_written(tmp_path: Path) -> None:
    """Saying the same again touches no file."""
    path = catalog.write(_episode(), tmp_path)
    path.chmod(0o444)
    before = path.stat().st_mtime_ns
    catalog.write(_episode(), tmp_path)
    assert path.stat().st_mtime_ns == before


@given(texts, texts, texts)
def test_names(first: str, second: str, digest: str) -> None:
    """Names are short, plain and never empty; other articles and other contents have other names."""
    stem = record_names.episode_stem(first, digest)
    assert stem.isascii()
    assert set(stem) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert 0 < len(stem) <= 71
    assert not stem.startswith("-")
    assert stem != record_names.episode_stem(first, digest + "x")
    if first != second:
        assert stem != record_names.episode_stem(second, digest)
        assert record_names.record_name(first) != record_names.record_name(second)


def test_name_of_an_accented_id() -> None:
    """A name can be recognized: accents go, words stay."""
    assert record_names.episode_stem("Über die Brücke, 2!", "0").startswith("uber-die-brucke-2-")
    assert record_names.record_name("新聞").startswith("article-")


def test_guid_is_made_from_names() -> None:
    """The same show and article give the same GUID on every machine, others another one."""
    assert guids.new_guid("Show", "storm") == "c503c486-96e7-529f-8532-5b358aeaa732"
    assert uuid.UUID(guids.new_guid("Show", "\ud800")).version == 5
    assert len({guids.new_guid(*pair) for pair in [("a", "b"), ("a", "c"), ("b", "a"), ("ab", "")]}) == 4


@given(
    st.lists(st.datetimes(timezones=st.just(UTC)).map(lambda date: date.replace(microsecond=0)), max_size=3),
    st.lists(st.none() | st.datetimes(timezones=st.just(UTC) | st.none()) | st.just(NOW), max_size=12),
)
def test_publication_dates(before: list[datetime], published: list[datetime | None]) -> None:
    """Dates are whole seconds, all different, after 1970's first day and never in the future."""
    taken = set(before)
    dates = dates_and_numbers.Dates(before)
    for article in published:
        date = dates.take(article, now=NOW)
        assert date not in taken
        assert datetime(1970, 1, 1, tzinfo=UTC) < date <= NOW
        assert date.microsecond == 0
        taken.add(date)


def test_publication_date_is_the_articles() -> None:
    """An article's own date is kept with its time zone; without one, it is now."""
    own = datetime(2024, 5, 6, 7, 8, 9, tzinfo=timezone(timedelta(hours=2)))
    assert dates_and_numbers.Dates(()).take(own, now=NOW).isoformat() == "2024-05-06T07:08:09+02:00"
    dates = dates_and_numbers.Dates([own.astimezone(UTC)])
    dates.take(own.astimezone(UTC), now=NOW)
    assert dates.take(own, now=NOW).isoformat() == "2024-05-06T07:08:07+02:00"
    assert dates_and_numbers.Dates(()).take(None, now=NOW) == NOW.replace(microsecond=0)


def test_ten_thousand_articles_of_one_day_are_dated_at_once() -> None:
    """No date is looked for among all those that were given out before."""
    looked = 0

    class Counted(datetime):
        def __sub__(self, other: timedelta) -> datetime:  # type: ignore[override]
            nonlocal looked
            looked += 1
            return Counted.fromtimestamp(super().__sub__(other).timestamp(), UTC)

    dates = dates_and_numbers.Dates(())
    midnight = Counted(2024, 5, 6, tzinfo=UTC)
    assert len({dates.take(midnight, now=NOW) for _ in range(10_000)}) == 10_000
    assert looked < 20_000


def test_podcast_guid_is_kept_when_the_address_moves(tmp_path: Path) -> None:
    """The GUID is the one that the namespace defines for a public address, and stays when the show moves."""
    address = "https://podnews.net/rss"
    assert guids.podcast_guid(tmp_path, feed_url=address, title="A") == "9b024349-ccf0-5f69-a609-6b82873eab3c"
    moved = guids.podcast_guid(tmp_path, feed_url="https://example.com/feed.xml", title="B")
    assert moved == "9b024349-ccf0-5f69-a609-6b82873eab3c"


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "192.168.1.5", "[::1]:80", "nas.local", "nas"])
def test_private_address_gives_no_lasting_guid(tmp_path: Path, host: str) -> None:
    """Two shows at one private address differ, and a private address is forgotten when a public one comes."""
    first = guids.podcast_guid(tmp_path, feed_url=f"http://{host}/feed.xml", title="A")
    assert first == guids.podcast_guid(tmp_path, feed_url=f"http://{host}/feed.xml", title="A")
    assert first != guids.podcast_guid(tmp_path, feed_url=f"http://{host}/feed.xml", title="B")
    assert not list(tmp_path.iterdir())


def test_damaged_show_file_is_mended(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The GUIDs are those that the feeds tell, lest apps take the show for another one; the file is kept aside."""
    told = "<rss><channel><podcast:guid>{}</podcast:guid></channel></rss>"
    told_guids = [str(uuid.uuid4()) for _ in range(3)]
    for name, guid in zip(("feed.xml", "sports.xml", "feed-2.xml"), told_guids, strict=True):
        (tmp_path / name).write_text(told.format(guid))
    (tmp_path / "show.json").write_text('{"podcast_guid": 5}')
    assert guids.podcast_guid(tmp_path, feed_url="https://example.org/feed.xml", title="A") == told_guids[0]
    assert (tmp_path / ".damaged" / "show.json.1").read_text() == '{"podcast_guid": 5}'
    assert "show.json: the podcast's GUID can't be read" in caplog.text
    moved = "https://elsewhere.example.org/sports.xml"
    assert guids.podcast_guid(tmp_path, feed_url=moved, title="S", feed="sports.xml") == told_guids[1]


def test_a_private_guid_is_not_kept_by_mending(tmp_path: Path) -> None:
    """What was made of a title, while the show had no address, is not its GUID for ever."""
    (tmp_path / "feed.xml").write_text(f"<podcast:guid>{uuid.uuid4()}</podcast:guid>")
    (tmp_path / "show.json").write_text("{")
    assert guids.podcast_guid(tmp_path, feed_url="http://localhost/feed.xml", title="A")
    assert not (tmp_path / "show.json").exists()


def test_a_record_without_marks_stays_as_it_was() -> None:
    """Episodes of older versions have no marks; their records do not gain an empty field."""
    content = record_format.to_json(_episode())
    assert b"marks" not in content
    assert record_format.from_json(content, where="x.json").marks == ""
