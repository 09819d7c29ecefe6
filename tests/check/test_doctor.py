"""Tests of `check.doctor`: it finds what is missing or broken on this machine, and says what to do."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import Future
from datetime import UTC, datetime
from importlib.metadata import EntryPoint, PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, NamedTuple, Self

import pytest
from typer.testing import CliRunner

from audiocast.check import doctor
from audiocast.cli import app
from audiocast.engines import registry
from audiocast.engines.tone import ToneEngine
from audiocast.errors import AudiocastError, EncodeError, EngineError
from audiocast.model.audio import Clip
from audiocast.model.voice import Voice
from audiocast.render.context import Request

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from audiocast.check.doctor import Finding
    from audiocast.model.script import Utterance

ENGINES = {
    "http": "audiocast.engines.speech_server:ServerEngine",
    "tone": "audiocast.engines.tone:ToneEngine",
    "silent": f"{__name__}:SilentEngine",
    "absent": "no_such_module:Engine",
}


class Here:
    """Does what is submitted at once, in this process."""

    size = 1
    busy_s = 0.0

    def submit(self, function: Callable[[Any], Any], argument: Any, *, seconds: float) -> Future[Any]:
        """Do it."""
        assert seconds > 0
        done: Future[Any] = Future()
        try:
            done.set_result(function(argument))
        except AudiocastError as error:
            done.set_exception(error)
        return done


class SilentEngine(ToneEngine):
    """Can't be heard."""

    def synthesize(self, utterance: Utterance, voice: Voice) -> Clip:
        """Nothing but zeros."""
        clip = super().synthesize(utterance, voice)
        return Clip(bytes(len(clip.pcm)), clip.sample_rate)


class Place(NamedTuple):
    """A folder with a show, and engines; what is found there."""

    folder: Path

    def examine(self) -> dict[str, Finding]:
        """The findings by topic, those of packages without the good one."""
        request = Request(self.folder / "seeds", self.folder / "output", self.folder / "cache")
        found = list(doctor.examine(request, Here(), now=datetime.now(UTC)))
        return {finding.topic: finding for finding in reversed(found)}

    def write(self, name: str, text: str) -> None:
        """Write a file of the show."""
        (self.folder / name).parent.mkdir(exist_ok=True, parents=True)
        (self.folder / name).write_text(text)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Somewhere with the engine `tone` alone, and a show that is read by it; shipped voices want other engines."""
    only(monkeypatch, "tone")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("audiocast.config.load.shipped", lambda name: tmp_path / "nowhere" / name)
    place = Place(tmp_path)
    place.write("seeds/show.toml", 'title = "A show"\nvoice = "mine"')
    place.write("voices/mine.toml", 'engine = "tone"\nid = "low"')
    return place


def only(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """Let there be these engines."""
    known = {name: EntryPoint(name, ENGINES[name], "audiocast.engines") for name in names}
    monkeypatch.setattr(registry, "_known", lambda: known)


def test_all_is_well(place: Place) -> None:
    """What is there is said, and nothing is left behind."""
    before = sorted(place.folder.rglob("*"))
    found = place.examine()
    assert {finding.status.value for finding in found.values()} == {"ok"}
    assert [finding.remedy for finding in found.values() if finding.remedy] == []
    assert f"numpy {version('numpy')}" in found["packages"].what
    assert "of the package imageio-ffmpeg" in found["ffmpeg"].what
    assert found["cache"].what.startswith("0 sentences, 0.0 MB, ")
    assert "A show, read by mine, as " in found["show"].what
    assert found["engine tone"].what.startswith("mine spoke: 2.")
    assert found["engine tone"].what.endswith("voices: low, high")
    assert sorted(place.folder.rglob("*")) == before


def test_an_engine_that_is_not_installed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a warning, unless the show wants it; both say what to install."""
    only(monkeypatch, "tone", "absent")
    found = place.examine()
    assert (found["engine absent"].status.value, found["engine tone"].status.value) == ("warning", "ok")
    assert "Install" in found["engine absent"].remedy
    place.write("voices/mine.toml", 'engine = "absent"')
    found = place.examine()
    assert (found["show"].status.value, found["engine tone"].status.value) == ("failed", "ok")
    assert "Install" in found["show"].remedy


def test_an_engine_that_can_not_be_heard(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is installed and does not work is a failure, whoever wants it."""
    only(monkeypatch, "tone", "silent")
    assert place.examine()["engine silent"].status.value == "failed"


def test_only_servers_of_the_show_are_asked(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server costs money, so it is tried only when the show uses it; the failure names it."""
    only(monkeypatch, "tone", "http")
    server = 'url = "http://127.0.0.1:9/v1"\nmodel = "m"\nprivate = true\npatience_s = 0.5'
    place.write("voices/far.toml", f'engine = "http"\nid = "anna"\n[server]\n{server}')
    assert "engine http" not in place.examine()
    place.write("seeds/show.toml", 'title = "A show"\nvoice = "far"')
    found = place.examine()["engine http"]
    assert found.status.value == "failed"
    assert "voice far: the server http://127.0.0.1:9/v1 can't be reached" in found.what
    assert "Check that the server runs" in found.remedy


def test_a_voice_that_the_engine_does_not_have(place: Place) -> None:
    """The show's own voice is tried, not another of its engine."""
    place.write("voices/mine.toml", 'engine = "tone"\nid = "nobody"')
    found = place.examine()["engine tone"]
    assert found.status.value == "failed"
    assert "nobody" in found.what
    assert found.remedy


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [({"_LENGTH_MS": (5_000, 10_000)}, r"became 2\.\d s"), ({"_LUFS_OFF": -1.0}, r"at -1\d\.\d LUFS")],
)
def test_what_does_not_sound_right(changes: dict[str, Any], complaint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence that is too short, or not as loud as it was made, is an error."""
    for name, value in changes.items():
        monkeypatch.setattr(doctor, name, value)
    with pytest.raises(EncodeError, match=complaint):
        doctor.try_out(Voice(name="tone", engine="tone"))


def test_wrong_settings(place: Place) -> None:
    """A typing error in show.toml is a failure; in a voice that nobody uses, a warning."""
    place.write("seeds/show.toml", 'titel = "A show"')
    place.write("voices/other.toml", "engine = tone")
    found = place.examine()
    assert found["show"].status.value == "failed"
    assert "show.toml:1: there is no key 'titel'" in found["show"].what
    assert (found["voice other"].status.value, found["voice other"].remedy) == ("warning", "Correct this line")
    assert found["engine tone"].status.value == "ok"


def test_no_show_yet(place: Place) -> None:
    """Before there is a show, everything else is looked at."""
    shutil.rmtree(place.folder / "seeds")
    found = place.examine()
    assert (found["show"].status.value, found["engine tone"].status.value) == ("warning", "ok")
    assert "audiocast init" in found["show"].remedy


def test_places_that_can_not_be_written(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is named, with what to do."""

    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    found = place.examine()
    for topic, remedy in (("cache", "AUDIOCAST_CACHE"), ("output", "--output"), ("temporary files", "TMPDIR")):
        assert found[topic].status.value == "failed"
        assert "can't be written (Permission denied)" in found[topic].what
        assert remedy in found[topic].remedy


@pytest.mark.parametrize(("free", "status"), [(10**6, "failed"), (5 * 10**8, "warning"), (10**10, "ok")])
def test_space(place: Place, free: int, status: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Little of it is a warning, none a failure."""
    monkeypatch.setattr("shutil.disk_usage", lambda _: shutil._ntuple_diskusage(10**12, 10**12 - free, free))
    found = place.examine()["output"]
    assert found.status.value == status
    assert bool(found.remedy) == (status != "ok")


def test_no_ffmpeg(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without ffmpeg everything works but music in some formats."""
    monkeypatch.setenv("IMAGEIO_FFMPEG_EXE", str(place.folder / "nothing"))
    found = place.examine()
    assert found["ffmpeg"].status.value == "warning"
    assert "M4A" in found["ffmpeg"].what
    assert found["engine tone"].status.value == "ok"


def test_a_missing_package(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named with the command that installs it; those for other platforms and extras are not missed."""
    wanted = ["numpy>=1.26", "nothing-like-it>=2", "winthing>=1; sys_platform == 'win32'", "more>=1; extra == 'test'"]
    monkeypatch.setattr(doctor, "requires", lambda _: wanted)
    found = place.examine()["packages"]
    assert (found.status.value, found.remedy) == ("failed", "Run: pip install 'nothing-like-it>=2'")

    def gone(_: str) -> None:
        raise PackageNotFoundError

    monkeypatch.setattr(doctor, "requires", gone)
    assert place.examine()["packages"].status.value == "failed"


class _Workers(Here):
    """Instead of processes."""

    def __init__(self, jobs: int) -> None:
        assert jobs > 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


def test_the_command(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line a finding, or JSON; exit code 1 when something failed."""
    monkeypatch.setattr("audiocast.render.workers.local.LocalWorkers", _Workers)
    result = CliRunner().invoke(app, ["doctor"], catch_exceptions=False)
    assert result.exit_code == 0
    assert "ok       output: " in result.output
    assert "ok       engine tone: mine spoke" in result.output
    place.write("seeds/show.toml", 'titel = "A show"')
    result = CliRunner().invoke(app, ["doctor", "--json"], catch_exceptions=False)
    assert result.exit_code == 1
    (wrong,) = [finding for finding in json.loads(result.output) if finding["status"] != "ok"]
    assert wrong["topic"] == "show"
    assert wrong["remedy"] == "Did you mean 'title'?"


def test_a_hang_or_a_crash_is_a_finding(place: Place) -> None:
    """What the workers say of a process that died is told like any other failure."""

    class Dying(Here):
        def submit(self, function: Callable[[Any], Any], argument: Any, *, seconds: float) -> Future[Any]:
            assert callable(function)
            assert argument.engine == "tone"
            dead: Future[Any] = Future()
            dead.set_exception(EngineError(f"the worker process hung for {seconds:.0f} s", hint="Try another voice"))
            return dead

    request = Request(place.folder / "seeds", place.folder / "output", place.folder / "cache")
    *_, last = doctor.examine(request, Dying(), now=datetime.now(UTC))
    assert (last.topic, last.status.value) == ("engine tone", "failed")
    assert "hung for 60 s" in last.what
