"""Read where npm packages come from: the registry, its token, the proxy and the certificates.

Later sources win: the global `npmrc`, the user's `.npmrc`, the one in the working folder, the environment.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

_DEFAULT = "https://registry.npmjs.org"
_PREFIX = "npm_config_"


@dataclass(frozen=True, slots=True)
class NpmSettings:
    """The settings of npm that a download needs.

    Attributes:
        registry: The address of the registry, without a slash at its end.
        proxy: The address of a proxy, or "" for that of the environment.
        certificates: A file with more certificates, or "".
        others: All settings, among them tokens.
    """

    registry: str
    proxy: str = ""
    certificates: str = ""
    others: Mapping[str, str] = field(default_factory=dict, repr=False)

    def headers(self, address: str) -> dict[str, str]:
        """Return the headers that show who asks, if there is a token for this address."""
        parts = urlsplit(address)
        place = f"//{parts.netloc}{parts.path}/"
        for key, value in self.others.items():
            prefix, _, kind = key.rpartition(":")
            if prefix.startswith("//") and place.startswith(f"{prefix.rstrip('/')}/"):
                if kind == "_authToken":
                    return {"Authorization": f"Bearer {value}"}
                if kind == "_auth":
                    return {"Authorization": f"Basic {value}"}
        return {}


def read() -> NpmSettings:
    """Return the settings of this user."""
    environment = {
        key[len(_PREFIX) :].lower().replace("_", "-"): value
        for key, value in os.environ.items()
        if key.lower().startswith(_PREFIX) and value
    }
    node = shutil.which("node")
    shared = Path(node).parent.parent / "etc" / "npmrc" if node else Path("/etc/npmrc")
    own = Path.home() / ".npmrc"
    settings: dict[str, str] = {}
    for path in (
        Path(environment.get("globalconfig", shared)),
        Path(environment.get("userconfig", own)),
        Path(".npmrc"),
    ):
        settings |= _parse(path)
    settings |= environment
    return NpmSettings(
        settings.get("registry", _DEFAULT).rstrip("/"),
        settings.get("https-proxy") or settings.get("proxy", ""),
        settings.get("cafile", ""),
        settings,
    )


def _parse(path: Path) -> dict[str, str]:
    """Return the settings of an `npmrc`; none if it can't be read."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    found = {}
    for line in lines:
        key, sign, value = line.partition("=")
        if sign and not key.lstrip().startswith((";", "#")):
            found[key.strip()] = _filled_in(value.strip().strip("\"'"))
    return found


def _filled_in(value: str) -> str:
    """Return a value with the environment's for each `${NAME}`, as npm does."""
    return re.sub(r"\$\{(\w+)\??\}", lambda match: os.environ.get(match[1], ""), value)
