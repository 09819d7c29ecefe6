"""Rules of finding an engine."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import EntryPoint, PackageNotFoundError

import pytest

from audiocast import engines
from audiocast.engines import registry
from audiocast.engines.tone import ToneEngine
from audiocast.errors import UnknownEngineError


def test_known_names() -> None:
    """Our own engines come through the same door as everybody else's."""
    assert {"hibari", "pyttsx3", "tone"} <= set(engines.available())


def test_load_gives_the_engine_of_that_name() -> None:
    """An engine is loaded by its name."""
    assert engines.load("tone").version == ToneEngine().version


def test_unknown_engine_names_the_nearest() -> None:
    """A wrong name is answered with the nearest one."""
    with pytest.raises(UnknownEngineError, match="hibari") as caught:
        engines.load("hibary")
    assert 'Did you mean "hibari"?' in str(caught.value)


def test_engine_that_cannot_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine whose module is missing is named, with what is missing."""
    broken = EntryPoint(name="broken", value="no_such_module:Engine", group="audiocast.engines")
    monkeypatch.setattr(registry, "_known", lambda: {"broken": broken})
    with pytest.raises(UnknownEngineError, match="no_such_module"):
        engines.load("broken")


@pytest.mark.parametrize(("name", "package"), [("hibari", "hibari-tts"), ("pyttsx3", "pyttsx3")])
def test_missing_package_is_one_line(name: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is missing, and the command that installs it."""

    def absent(_package: str) -> str:
        raise PackageNotFoundError(package)

    monkeypatch.setattr(registry, "version", absent)
    with pytest.raises(UnknownEngineError, match=f"pip install {package}"):
        assert engines.load(name).version


@pytest.mark.parametrize(
    ("name", "module", "package"),
    [("hibari", "hibari", "hibari-tts"), ("pyttsx3", "pyttsx3.engine", "pyttsx3")],
)
def test_missing_package_on_entry(name: str, module: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same line when only the import fails."""
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UnknownEngineError, match=f"pip install {package}"), engines.load(name):
        pass


def test_versions_import_no_synthesizer() -> None:
    """All versions are known without numpy, onnxruntime or pyttsx3 being imported."""
    code = (
        "import sys; from audiocast import engines;"
        "assert all(engines.load(name).version for name in ('hibari', 'pyttsx3', 'tone'));"
        "assert not {'numpy', 'onnxruntime', 'hibari', 'pyttsx3', 'espeakng_loader'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
