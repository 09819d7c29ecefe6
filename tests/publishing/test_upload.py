"""Uploading: `publish`, the files that are published, and the store at the destination (store, store_connection)."""

from __future__ import annotations

import asyncio
import html
import json
import re
import shutil
import socket
import threading
from typing import TYPE_CHECKING, Any

import pytest
from fsspec import config
from fsspec.implementations.local import LocalFileSystem
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from audiocast.cli import app
from audiocast.errors import PublishError, RefusedError
from audiocast.publishing import store, store_connection
from audiocast.publishing.store import MANIFEST
from audiocast.publishing.upload import Sent, publish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from subprocess import CompletedProcess

BASE = "https://example.org/cast/"


def _show(folder: Path, *, episodes: int = 2, text: str = "") -> Path:
    """An output folder, as small as it can be."""
    (folder / "episodes").mkdir(parents=True, exist_ok=True)
    (folder / "show.json").write_text("{}")
    (folder / ".lock").touch()
    (folder / "index.html").write_text(f"<p>{text}")
    (folder / "feed.xsl").write_text("<xsl/>")
    (folder / "cover-0123456789.jpg").write_bytes(b"cover")
    items = []
    for number in range(episodes):
        stem = f"episodes/storm-{number:010x}"
        for ending in (".mp3", ".vtt", ".chapters.json"):
            (folder / (stem + ending)).write_text(f"{stem}{ending}")
        (folder / f"{stem}-private.json").write_text("{}")
        items.append(
            f'<item><enclosure length="1" url="{BASE}{stem}.mp3"/><podcast:transcript url="{BASE}{stem}.vtt"/>'
            f'<podcast:chapters url="{BASE}{stem}.chapters.json"/></item>'
        )
    own = '<atom:link href="{}{}" rel="self"/><itunes:image href="{}cover-0123456789.jpg"/>'
    older = f'<atom:link href="{BASE}feed-2.xml" rel="next"/>'
    (folder / "feed.xml").write_text(own.format(BASE, "feed.xml", BASE) + older + text + "".join(items))
    (folder / "feed-2.xml").write_text(own.format(BASE, "feed-2.xml", BASE))
    return folder


def _tree(folder: Path) -> dict[str, bytes]:
    """What is there, without the manifest."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    files.pop(MANIFEST, None)
    return files


def _published(folder: Path) -> dict[str, bytes]:
    """What of an output folder is for listeners."""
    return {
        name: content
        for name, content in _tree(folder).items()
        if not name.startswith(".") and not name.endswith("-private.json") and name != "show.json"
    }


def _assert_sound(folder: Path) -> None:
    """Every file that a feed there names is there."""
    for feed in folder.glob("*.xml"):
        for url in re.findall(r'(?:url|href)="([^"]*)"', feed.read_text()):
            assert (folder / html.unescape(url).removeprefix(BASE)).is_file(), url


def test_all_of_it_and_nothing_private(tmp_path: Path) -> None:
    """Everything for listeners arrives; the catalog, locks and hidden files stay at home."""
    show, there = _show(tmp_path / "output"), tmp_path / "there"
    heard: list[Sent] = []
    report = publish(show, str(there), listen=heard.append)
    assert _tree(there) == _published(show)
    assert [news.file for news in heard] == list(report.sent)
    assert [news.number for news in heard] == list(range(1, heard[0].total + 1))
    assert (report.unchanged, report.gone, report.address, report.private) == (0, (), BASE, False)


def test_media_before_pages_before_feeds(tmp_path: Path) -> None:
    """A file goes after those that it names, the feed last of all."""
    report = publish(_show(tmp_path / "output"), str(tmp_path / "there"))
    names = [file.name for file in report.sent]
    assert names[-2:] == ["feed-2.xml", "feed.xml"]
    assert names.index("index.html") > max(names.index(name) for name in names if name.startswith("episodes/"))


def test_only_what_changed(tmp_path: Path) -> None:
    """The second time nothing is sent; after a change, what changed and the feed."""
    show, there = _show(tmp_path / "output"), tmp_path / "there"
    publish(show, str(there))
    assert publish(show, str(there)).sent == ()
    _show(tmp_path / "output", text="new")
    report = publish(show, str(there))
    assert [file.name for file in report.sent] == ["index.html", "feed.xml"]
    assert _tree(there) == _published(show)


@pytest.mark.parametrize("damage", ["removed", "cut", "manifest"])
def test_the_manifest_is_checked(tmp_path: Path, damage: str) -> None:
    """What the manifest says counts only where the listing agrees, and a damaged manifest is none."""
    show, there = _show(tmp_path / "output"), tmp_path / "there"
    publish(show, str(there))
    media = there / "episodes/storm-0000000001.mp3"
    if damage == "removed":
        media.unlink()
    elif damage == "cut":
        media.write_bytes(b"")
    else:
        (there / MANIFEST).write_text('{"format": 1, "files": 3}')
    report = publish(show, str(there))
    assert "episodes/storm-0000000001.mp3" in [file.name for file in report.sent]
    assert _tree(there) == _published(show)


def test_nothing_is_removed_unless_told(tmp_path: Path) -> None:
    """What is no longer published stays, until --delete; what others put there stays for ever."""
    show, there = _show(tmp_path / "output"), tmp_path / "there"
    publish(show, str(there))
    (there / "theirs.txt").write_text("theirs")
    shutil.rmtree(show)
    _show(show, episodes=1)
    gone = tuple(f"episodes/storm-0000000001{ending}" for ending in (".chapters.json", ".mp3", ".vtt"))
    for _ in range(2):
        report = publish(show, str(there))
        assert (report.gone, report.deleted) == (gone, False)
    assert publish(show, str(there), delete=True, dry_run=True).gone == gone
    assert (there / gone[0]).is_file()
    assert publish(show, str(there), delete=True).gone == gone
    assert _tree(there) == _published(show) | {"theirs.txt": b"theirs"}
    assert publish(show, str(there), delete=True).gone == ()


def test_dry_run_touches_nothing(tmp_path: Path) -> None:
    """A dry run says what would be sent, and leaves both sides as they are."""
    show, there = _show(tmp_path / "output"), tmp_path / "there"
    before = _tree(show)
    report = publish(show, str(there), dry_run=True)
    assert len(report.sent) == len(_published(show))
    assert not there.exists()
    assert _tree(show) == before


class _FailingSystem(LocalFileSystem):  # type: ignore[misc]
    """A store that is gone at its n-th write."""

    cachable = False
    left = 0

    def _count(self) -> None:
        type(self).left -= 1
        if self.left < 0:
            raise ConnectionResetError(104, "Connection reset by peer")

    def put_file(self, path1: str, path2: str, callback: object = None, **kwargs: Any) -> None:  # noqa: ARG002
        self._count()
        super().put_file(path1, path2, **kwargs)

    def pipe_file(self, path: str, value: bytes, **kwargs: Any) -> None:
        self._count()
        super().pipe_file(path, value, **kwargs)

    def mv(self, path1: str, path2: str, **kwargs: Any) -> None:
        self._count()
        super().mv(path1, path2, **kwargs)


@settings(max_examples=settings().max_examples // 2)
@given(stop=st.integers(0, 40), delete=st.booleans())
def test_interrupted_anywhere(tmp_path_factory: pytest.TempPathFactory, stop: int, *, delete: bool) -> None:
    """Wherever it stops, the feed there is sound, old or new but whole, and the next time goes on."""
    tmp_path = tmp_path_factory.mktemp("interrupted")
    show, there = _show(tmp_path / "output"), tmp_path / "there"
    publish(show, str(there))
    old = (there / "feed.xml").read_bytes()
    shutil.rmtree(show)
    _show(show, episodes=1, text="new")
    for number in range(2, 5):
        for ending in (".mp3", ".vtt", ".chapters.json"):
            (show / f"episodes/storm-{number:010x}{ending}").write_text("new")
    with (show / "feed.xml").open("a") as feed:
        feed.writelines(f'<enclosure url="{BASE}episodes/storm-{number:010x}.mp3"/>' for number in range(2, 5))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store_connection, "open_filesystem", lambda where: (_FailingSystem(), where))
        _FailingSystem.left = stop
        try:
            publish(show, str(there), delete=delete)
        except PublishError as error:
            assert "Connection reset by peer" in str(error)  # noqa: PT017 - it may also come through
    _assert_sound(there)
    assert (there / "feed.xml").read_bytes() in (old, (show / "feed.xml").read_bytes())
    report = publish(show, str(there), delete=True)
    assert {file.name for file in report.sent} <= set(_published(show))
    assert _tree(there) == _published(show)


def test_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What has arrived before an interruption is not sent again."""
    show, there = _show(tmp_path / "output", episodes=5), tmp_path / "there"
    monkeypatch.setattr(store_connection, "open_filesystem", lambda where: (_FailingSystem(), where))

    def stopped(news: Sent) -> None:
        if news.number == 4:
            raise KeyboardInterrupt

    _FailingSystem.left = 1000
    with pytest.raises(KeyboardInterrupt):
        publish(show, str(there), listen=stopped)
    assert not (there / "feed.xml").exists()
    report = publish(show, str(there))
    assert report.unchanged >= 4
    assert _tree(there) == _published(show)


def test_a_feed_that_names_what_is_missing_is_refused(tmp_path: Path) -> None:
    """Before anything is sent, the folder is seen to be complete."""
    show, there = _show(tmp_path / "output"), tmp_path / "there"
    (show / "episodes/storm-0000000000.vtt").unlink()
    with pytest.raises(PublishError, match=r"feed\.xml names episodes/storm-0000000000\.vtt, which does not exist"):
        publish(show, str(there))
    assert not there.exists()


def test_there_must_be_a_feed(tmp_path: Path) -> None:
    """Without a feed there is nothing to publish."""
    with pytest.raises(PublishError, match="Run audiocast render first"):
        publish(tmp_path, str(tmp_path / "there"))


@pytest.mark.parametrize("where", ["output", ".", "output/there"])
def test_not_onto_itself(tmp_path: Path, where: str) -> None:
    """The output folder is not published into itself."""
    with pytest.raises(PublishError, match="Choose another folder"):
        publish(_show(tmp_path / "output"), str(tmp_path / where))


@pytest.mark.parametrize(
    ("destination", "message"),
    [
        ("sftp://me:secret@example.org/srv", "Remove it, and set FSSPEC_SFTP_PASSWORD in the environment"),
        ("nosuch://example.org/srv", "is not a folder or an address"),
    ],
)
def test_addresses_that_are_refused(tmp_path: Path, destination: str, message: str) -> None:
    """An address with a password in it is refused without showing it; an unknown kind is named."""
    with pytest.raises(PublishError, match=message) as caught:
        publish(_show(tmp_path / "output"), destination)
    assert "secret" not in str(caught.value)


def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store whose package is not installed is one line that says what to install."""
    monkeypatch.setitem(__import__("sys").modules, "paramiko", None)
    with pytest.raises(PublishError, match=r"pip install '\.\[sftp\]'"):
        publish(_show(tmp_path / "output"), "sftp://example.org/srv")


def test_an_address_at_home_is_told(tmp_path: Path) -> None:
    """A feed that still says 127.0.0.1 is published, and the report tells."""
    show = _show(tmp_path / "output")
    for feed in show.glob("*.xml"):
        feed.write_text(feed.read_text().replace(BASE, "http://127.0.0.1:8000/"))
    report = publish(show, str(tmp_path / "there"))
    assert (report.address, report.private) == ("http://127.0.0.1:8000/", True)


# ---------------------------------------------------------------- what is not ours to replace


def _identified(folder: Path, *, title: str = "Harbor Radio", guid: str = "1" * 8, base: str = BASE) -> Path:
    """The same folder, its feeds with a title, a GUID and an address."""
    _show(folder)
    for feed in folder.glob("*.xml"):
        text = f"<title>{title}</title><podcast:guid>{guid}</podcast:guid>{feed.read_text()}"
        feed.write_text(text.replace(BASE, base))
    return folder


_PRIVATE = "http://192.168.1.5:8000/"


@pytest.mark.parametrize(
    ("there", "here", "said"),
    [
        ({}, {"guid": "2" * 8}, "has another show, 'Harbor Radio'"),
        ({}, {"guid": "2" * 8, "title": "Night News", "base": _PRIVATE}, "has another show, 'Harbor Radio'"),
        ({"base": _PRIVATE}, {"guid": "2" * 8, "title": "Night News"}, "has another show, 'Harbor Radio'"),
        ({}, {"base": _PRIVATE}, "which others can't reach"),
        ({}, {"guid": "2" * 8, "base": _PRIVATE}, "which others can't reach"),
        ({}, {"base": "http://127.0.0.1:8000/"}, "which others can't reach"),
        ({}, {"title": "Harbor FM"}, ""),
        ({}, {"base": "https://elsewhere.example/"}, ""),
        ({"base": _PRIVATE}, {"guid": "2" * 8}, ""),
        ({"base": _PRIVATE}, {"base": _PRIVATE}, ""),
    ],
)
def test_the_feed_of_another_show_is_not_replaced(
    tmp_path: Path, there: dict[str, str], here: dict[str, str], said: str
) -> None:
    """Nor a public address by a private one, unless told; a show may get another title and another address."""
    place = tmp_path / "there"
    publish(_identified(tmp_path / "before", **there), str(place))
    before = _tree(place)
    show = _identified(tmp_path / "output", **here)
    if said:
        for dry_run in (True, False):
            with pytest.raises(RefusedError, match=said) as caught:
                publish(show, str(place), dry_run=dry_run)
            assert "--force" in caught.value.hint
        assert _tree(place) == before
    publish(show, str(place), force=bool(said))
    assert (place / "feed.xml").read_bytes() == (show / "feed.xml").read_bytes()


@pytest.mark.parametrize("name", ["index.html", "feed.xml", "feed.xsl"])
def test_files_of_others_at_a_new_destination_stay(tmp_path: Path, name: str) -> None:
    """The first that is in the way is named before anything is sent."""
    show, there = _show(tmp_path / "output"), tmp_path / "there"
    there.mkdir()
    (there / name).write_text("mine")
    (there / "theirs.txt").write_text("theirs")
    with pytest.raises(RefusedError, match=f"has a file {name} that audiocast did not send"):
        publish(show, str(there))
    assert _tree(there) == {name: b"mine", "theirs.txt": b"theirs"}
    publish(show, str(there), force=True)
    assert _tree(there) == _published(show) | {"theirs.txt": b"theirs"}


def test_a_show_that_came_there_otherwise_goes_on(tmp_path: Path) -> None:
    """Without a manifest, the feed with the same GUID tells that the place is ours."""
    show, there = _identified(tmp_path / "output"), tmp_path / "there"
    shutil.copytree(show, there)
    publish(show, str(there))
    assert (there / MANIFEST).is_file()


def test_what_was_killed_at_its_beginning_goes_on(tmp_path: Path) -> None:
    """The manifest is the first file at a new place, so that the next time knows whose files those are."""
    show, there = _show(tmp_path / "output"), tmp_path / "there"

    def stopped(news: Sent) -> None:
        assert (there / MANIFEST).is_file(), news
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(show, str(there), listen=stopped)
    publish(show, str(there))
    assert _tree(there) == _published(show)


@pytest.mark.parametrize("name", ["../victim.txt", "episodes/../../victim.txt", "/victim.txt"])
def test_a_manifest_reaches_no_other_file(tmp_path: Path, name: str) -> None:
    """A name that leads out of the destination is not removed."""
    show, there = _show(tmp_path / "output"), tmp_path / "there"
    publish(show, str(there))
    (tmp_path / "victim.txt").write_text("theirs")
    told = json.loads((there / MANIFEST).read_bytes())
    told["files"][name] = {"length": 6, "sha256": ""}
    (there / MANIFEST).write_text(json.dumps(told))
    report = publish(show, str(there), delete=True)
    assert report.gone == ()
    assert (tmp_path / "victim.txt").exists()


# ---------------------------------------------------------------- what was withdrawn

_SOUND = ("episodes/storm-0000000001.chapters.json", "episodes/storm-0000000001.mp3", "episodes/storm-0000000001.vtt")
_CORRECTED = "episodes/storm-9999999999.mp3"


def _withdraw(show: Path) -> tuple[str, ...]:
    """Take the second episode out of a show; its article was called "storm", and the other one "calm"."""
    record, page = "storm-aaaaaaaaaa.json", "episodes/storm-aaaaaaaaaa.html"
    for name in (*_SOUND, page):
        (show / name).unlink(missing_ok=True)
    told = {"format": 1, "episodes": {record: [page, *_SOUND]}}
    (show / ".withdrawn.json").write_text(json.dumps(told))
    feed = (show / "feed.xml").read_text()
    (show / "feed.xml").write_text(re.sub(r"<item>(?:(?!</item>).)*storm-0000000001.*?</item>", "", feed))
    return tuple(sorted((*_SOUND, page, _CORRECTED)))


def _with_page(folder: Path) -> Path:
    """A show whose second episode has a page, and an older sound of it that is to stay for its time."""
    _show(folder)
    (folder / "episodes/storm-aaaaaaaaaa.html").write_text("page")
    (folder / _CORRECTED).write_text("older")
    return folder


def test_withdrawn_means_gone(tmp_path: Path) -> None:
    """Page, sound and transcripts go at once, and older sound too; what others need stays, and a dry run says so."""
    show, there = _with_page(tmp_path / "output"), tmp_path / "there"
    publish(show, str(there))
    (there / "episodes/storm-1111111111.mp3").write_text("theirs")
    gone = _withdraw(show)
    (show / _CORRECTED).unlink()
    before = _tree(there)
    assert publish(show, str(there), dry_run=True).withdrawn == gone
    assert _tree(there) == before
    report = publish(show, str(there))
    assert (report.withdrawn, report.gone) == (gone, ())
    assert _tree(there) == _published(show) | {"episodes/storm-1111111111.mp3": b"theirs"}
    assert publish(show, str(there)).withdrawn == ()


def test_what_was_withdrawn_never_gets_to_another_place(tmp_path: Path) -> None:
    """Even when its files are still in the output folder."""
    show, there = _with_page(tmp_path / "output"), tmp_path / "there"
    _withdraw(show)
    for name in _SOUND:
        (show / name).write_text("left over")
    publish(show, str(there))
    assert not {*_SOUND} & _tree(there).keys()
    assert (there / _CORRECTED).is_file()


def test_old_sound_of_a_corrected_episode_stays(tmp_path: Path) -> None:
    """It goes only with --delete, and as long as it is in the output folder not even then."""
    show, there = _with_page(tmp_path / "output"), tmp_path / "there"
    publish(show, str(there), delete=True)
    assert (there / _CORRECTED).is_file()
    (show / _CORRECTED).unlink()
    report = publish(show, str(there))
    assert (report.withdrawn, report.gone) == ((), (_CORRECTED,))
    assert (there / _CORRECTED).is_file()


@pytest.mark.parametrize("content", ["{", '{"format": 2}', '{"format": 1, "episodes": {"../x": ["../y"], "a": 3}}'])
def test_a_damaged_list_of_withdrawn_episodes_removes_nothing(
    tmp_path: Path, content: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Their files stay until --delete, and that is said."""
    show, there = _with_page(tmp_path / "output"), tmp_path / "there"
    publish(show, str(there))
    _withdraw(show)
    (show / ".withdrawn.json").write_text(content)
    report = publish(show, str(there))
    assert report.withdrawn == ()
    assert {*_SOUND} < {*report.gone}
    assert "publish --delete" in caplog.text


# ---------------------------------------------------------------- a real S3 server


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of an S3 server on this machine."""
    server = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(s3: str, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[tuple[str, Any]]:
    """A bucket's name, and the client of another program to look into it."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hidden")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3)
    boto3 = pytest.importorskip("boto3")
    client = boto3.client("s3")
    name = re.sub("[^a-z0-9]+", "-", request.node.name.lower())
    client.create_bucket(Bucket=name)
    yield name, client
    client.close()
    pytest.importorskip("s3fs").S3FileSystem.clear_instance_cache()


def test_s3(tmp_path: Path, bucket: tuple[str, Any]) -> None:
    """On S3 files have their types and cache times, and only changes are sent."""
    name, client = bucket
    show = _show(tmp_path / "output")
    report = publish(show, f"s3://{name}/podcast")
    assert report.unchanged == 0

    def head(key: str) -> tuple[str, str]:
        answer = client.head_object(Bucket=name, Key=f"podcast/{key}")
        return answer["ContentType"], answer["CacheControl"]

    lasting = "public, max-age=31536000, immutable"
    assert head("episodes/storm-0000000000.mp3") == ("audio/mpeg", lasting)
    assert head("episodes/storm-0000000000.vtt") == ("text/vtt; charset=utf-8", lasting)
    assert head("episodes/storm-0000000000.chapters.json") == ("application/json+chapters", lasting)
    assert head("cover-0123456789.jpg") == ("image/jpeg", lasting)
    assert head("feed.xml") == ("application/rss+xml; charset=utf-8", "public, max-age=300")
    assert head("index.html") == ("text/html; charset=utf-8", "public, max-age=300")
    listed = client.list_objects_v2(Bucket=name)["Contents"]
    assert {each["Key"].removeprefix("podcast/") for each in listed} == {*_published(show), MANIFEST}
    assert publish(show, f"s3://{name}/podcast").sent == ()
    shutil.rmtree(show)
    _show(show, episodes=1)
    report = publish(show, f"s3://{name}/podcast", delete=True)
    assert [file.name for file in report.sent] == ["feed.xml"]
    assert len(report.gone) == 3
    listed = client.list_objects_v2(Bucket=name)["Contents"]
    assert {each["Key"].removeprefix("podcast/") for each in listed} == {*_published(show), MANIFEST}


def test_s3_withdrawn(tmp_path: Path, bucket: tuple[str, Any]) -> None:
    """On S3, too, withdrawn means gone, and the feed of another show stays."""
    name, client = bucket
    show = _with_page(tmp_path / "output")
    publish(show, f"s3://{name}/podcast")
    gone = _withdraw(show)
    (show / _CORRECTED).unlink()
    assert publish(show, f"s3://{name}/podcast").withdrawn == gone
    listed = client.list_objects_v2(Bucket=name)["Contents"]
    assert {each["Key"].removeprefix("podcast/") for each in listed} == {*_published(show), MANIFEST}
    publish(_identified(tmp_path / "named"), f"s3://{name}/podcast")
    with pytest.raises(RefusedError, match="has another show, 'Harbor Radio'"):
        publish(_identified(tmp_path / "other", guid="2" * 8, title="Night News"), f"s3://{name}/podcast")


def test_s3_says_what_is_wrong(tmp_path: Path, bucket: tuple[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """No such bucket, and nobody there: one line each, without any secret."""
    assert bucket
    show = _show(tmp_path / "output")
    with pytest.raises(PublishError, match="bucket does not exist") as caught:
        publish(show, "s3://no-such-bucket/podcast")
    assert "hidden" not in str(caught.value)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{nobody.getsockname()[1]}")
        monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
        pytest.importorskip("s3fs").S3FileSystem.clear_instance_cache()
        with pytest.raises(PublishError, match="publishing stopped"):
            publish(show, "s3://bucket/podcast")


# ---------------------------------------------------------------- a real SSH server


@pytest.fixture
def ssh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a folder on an SSH server of this machine that the user has met before."""
    asyncssh = pytest.importorskip("asyncssh")
    root, home = tmp_path / "remote", tmp_path / "home"
    root.mkdir()
    (home / ".ssh").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("FSSPEC_SFTP_PASSWORD", "hidden")
    key = asyncssh.generate_private_key("ssh-ed25519")

    connections: list[Any] = []

    class Server(asyncssh.SSHServer):  # type: ignore[name-defined, misc]
        def connection_made(self, conn: Any) -> None:
            connections.append(conn)

        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, password: str) -> bool:
            return (username, password) == ("me", "hidden")

    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def sftp(channel: object) -> object:
        return asyncssh.SFTPServer(channel, chroot=str(root))

    async def listen() -> Any:
        return await asyncssh.listen(
            "127.0.0.1", 0, server_factory=Server, server_host_keys=[key], sftp_factory=sftp, allow_scp=False
        )

    server = asyncio.run_coroutine_threadsafe(listen(), loop).result(10)
    port = server.sockets[0].getsockname()[1]
    public = key.export_public_key().decode().strip()
    (home / ".ssh" / "known_hosts").write_text(f"[127.0.0.1]:{port} {public}\n")
    _reload_fsspec_settings()
    yield f"sftp://me@127.0.0.1:{port}/srv/podcast"

    async def close() -> None:
        server.close()
        await server.wait_closed()
        for connection in connections:
            connection.abort()
            await connection.wait_closed()
        await asyncio.sleep(0.05)  # transports close in the next round of the loop

    asyncio.run_coroutine_threadsafe(close(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


def _reload_fsspec_settings() -> None:
    """Read fsspec's environment variables, which it does once, when it is imported."""
    config.set_conf_env(config.conf)


def test_sftp(tmp_path: Path, ssh: str) -> None:
    """Over SSH everything arrives under its own name, and only changes are sent."""
    show, there = _show(tmp_path / "output"), tmp_path / "remote" / "srv" / "podcast"
    report = publish(show, ssh)
    assert "hidden" not in report.destination
    assert _tree(there) == _published(show)
    assert publish(show, ssh).sent == ()
    (there / "episodes" / ".storm-0000000000.mp3.part").write_text("half")
    (there / ".mine.part").write_text("mine")
    shutil.rmtree(show)
    _show(show, episodes=1, text="new")
    report = publish(show, ssh, delete=True)
    assert [file.name for file in report.sent] == ["index.html", "feed.xml"]
    assert _tree(there) == _published(show) | {".mine.part": b"mine"}


def test_sftp_does_not_talk_to_strangers(tmp_path: Path, ssh: str) -> None:
    """A host whose key is not known is refused, with what to do; so is a wrong user."""
    show = _show(tmp_path / "output")
    with pytest.raises(PublishError, match="Check the credentials"):
        publish(show, ssh.replace("me@", "you@"))
    (tmp_path / "home" / ".ssh" / "known_hosts").write_text("")
    with pytest.raises(PublishError, match="Connect once with ssh"):
        publish(show, ssh.replace("/srv/podcast", "/srv/other"))
    assert not (tmp_path / "remote" / "srv").exists()


def test_manifest_is_plain(tmp_path: Path) -> None:
    """The manifest holds names, lengths and digests, and nothing about this machine."""
    show, there = _show(tmp_path / "output"), tmp_path / "there"
    publish(show, str(there))
    manifest = json.loads((there / MANIFEST).read_bytes())
    assert manifest["files"].keys() == _published(show).keys()
    assert str(tmp_path) not in (there / MANIFEST).read_text()


# ---------------------------------------------------------------- what the user sees


def test_command(tmp_path: Path) -> None:
    """The command says what it does or would do, what is left over, and with --quiet nothing."""
    show, there = _show(tmp_path / "output"), tmp_path / "there"

    def run(*options: str) -> str:
        result = CliRunner().invoke(app, ["publish", str(there), "--output", str(show), *options])
        assert result.exit_code == 0, result.output
        return result.output

    assert "would send feed.xml (0.0 MB)" in run("--dry-run")
    assert run("--quiet") == ""
    shutil.rmtree(show)
    _show(show, episodes=1)
    assert "3 old files remain at the destination. Remove them with `publish --delete`." in run("--dry-run")
    assert "would remove episodes/storm-0000000001.mp3" in run("--dry-run", "--delete")
    output = run("--delete")
    assert "sent feed.xml" in output
    assert "1 file sent to" in output
    assert "no longer" not in output
    assert _tree(there) == _published(show)


def test_command_with_withdrawn_episodes(tmp_path: Path, program: Callable[..., CompletedProcess[str]]) -> None:
    """It says what goes, and exit code 2 tells of what it refuses."""
    show = _with_page(tmp_path / "output")
    assert program(tmp_path, "publish", "there").returncode == 0
    _withdraw(show)
    would = program(tmp_path, "publish", "there", "--dry-run").stdout
    assert "would remove episodes/storm-0000000001.mp3 (withdrawn episode)" in would
    assert "4 files of withdrawn episodes removed at the destination" in program(tmp_path, "publish", "there").stdout
    (show / ".withdrawn.json").unlink()
    _identified(tmp_path / "there")
    _identified(show, guid="2" * 8, title="Night News")
    refused = program(tmp_path, "publish", "there")
    assert refused.returncode == 2
    assert "use --force" in refused.stderr
    assert program(tmp_path, "publish", "there", "--force").returncode == 0


@pytest.mark.parametrize(
    ("protocol", "headers"),
    [
        (("gs", "gcs"), {"content_type": "audio/mpeg", "fixed_key_metadata": {"cache_control": store.IMMUTABLE}}),
        ("memory", {}),
    ],
)
def test_headers_of_other_stores(protocol: str | tuple[str, ...], headers: dict[str, Any]) -> None:
    """Each store is told types and cache times in its own words, or not at all."""
    system = LocalFileSystem(skip_instance_cache=True)
    system.protocol = protocol
    assert store.Store(system, "root").headers("episodes/storm-0123456789.mp3") == headers
