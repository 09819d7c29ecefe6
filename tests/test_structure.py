"""Which rooms may know which?"""

from __future__ import annotations

import ast
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

_PACKAGE = Path(find_spec("audiocast").origin or "").parent  # type: ignore[union-attr]
_MODULES = sorted(path for path in _PACKAGE.rglob("*.py") if "defaults" not in path.parts)
_FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "core", "base", "manager", "misc"}

# What a room may import besides these, which all may.
_FREE = {"atomic", "clock", "errors", "memory", "model", "ownership", "signals", "state", "toml"}
_MAY = {
    "omissions": {"normalize"},
    "script": {"normalize", "omissions", "prosody", "quoted"},
    "cache": {"engines", "timeouts"},
    "stock": {"cache"},
    "timeouts": {"engines", "rates"},
    "workers": {"timeouts"},
    "config": {"cast", "feed"},
    "feed": {"catalog"},
    "mix": {"encoder", "level", "silence"},
    "engines": {"silence"},
    "identity": {"catalog", "config", "feed"},
    "admission": {"feed", "identity", "output_folder", "plan"},
    "leaving": {"catalog", "corrections", "journal", "withdrawals"},
    "output_folder": {"catalog", "corrections", "identity", "journal", "withdrawals"},
    "destination": {"catalog", "identity"},
    "publish": {"catalog", "destination", "identity", "withdrawals"},
    "names": {"config", "engines", "normalize", "sources", "voices"},
    "audition": {"config", "engines", "names", "normalize", "say", "script", "voices"},
    "say": {"config", "engines", "level", "mix", "normalize", "script"},
    "starter": {"config"},
    "voices": {"config", "engines"},
    "cover": {"palette"},
    "site": {"palette", "qr"},
    "estimate": {"cache", "cast", "engines", "plan", "produce", "rates", "script"},
    "produce": {"cache", "cast", "cover", "engines", "mix", "palette", "rates", "tags", "transcript"},
    "clip_list": {"cache", "cast", "engines"},
    "errand": {"cache", "cast", "engines", "produce"},
    "likeness": {"engines", "mix", "produce"},
    "cluster": {"cache", "errand", "likeness", "produce", "timeouts", "workers"},
    "adding": {"config", "sources"},
    "gathering": {"sources"},
    "user_choices": {"config", "normalize"},
    "changes": {"corrections", "mix", "normalize", "omissions", "script", "sources", "user_choices"},
    "plan": {
        *("catalog", "changes", "config", "duplicates", "engines", "gathering", "language", "normalize", "palette"),
        *("recall", "script", "sources"),
    },
    "digests": {"catalog", "changes", "config", "plan", "sources"},
    "work": {
        *(
            "catalog",
            "changes",
            "clip_list",
            "corrections",
            "estimate",
            "journal",
            "plan",
            "produce",
            "script",
            "workers",
        ),
    },
    "pictures": {"cover", "palette", "plan"},
    "repair": {"catalog", "corrections", "feed"},
    "render": {
        *("catalog", "cluster", "config", "cover", "digests", "estimate", "feed", "pictures"),
        *("admission", "leaving", "output_folder", "plan", "repair"),
        *("site", "produce", "work", "workers"),
    },
    # It looks at what is in other rooms, and tries it.
    "doctor": {"check", "config", "engines", "mix", "plan", "stock", "workers"},
    "watch": {"admission", "config", "plan", "render"},
    # It reads what the catalog says, decodes with the encoder's program, and asks which categories directories know.
    "check": {"catalog", "clip_list", "corrections", "feed", "mix"},
}
_LAST = {"cli", "__main__"}


def _room(path: Path) -> str:
    first = path.relative_to(_PACKAGE).parts[0]
    return first.removesuffix(".py")


def _imports(path: Path) -> set[str]:
    """Full names of all modules that a file imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", _MODULES, ids=lambda path: path.relative_to(_PACKAGE).as_posix())
def test_rooms_know_only_whom_they_may(path: Path) -> None:
    """Imports go errors, model <- rooms <- produce, plan <- work <- render <- cli; rooms do not import each other."""
    room = _room(path)
    if room in _LAST:
        return
    known = {name.split(".")[1] for name in _imports(path) if name.startswith("audiocast.")}
    assert known - _FREE - {room} - {"__version__"} <= _MAY.get(room, set())


def test_each_package_is_imported_in_one_room() -> None:
    """A third-party package is one room's business, so that replacing it changes one room."""
    rooms: dict[str, set[str]] = {}
    for path in _MODULES:
        for name in _imports(path):
            package = name.partition(".")[0]
            if package != "audiocast" and package not in sys.stdlib_module_names:
                rooms.setdefault(package, set()).add(_room(path))
    # numpy is the language that sound is written in, as str is that of text, and lxml that of trees of markup; pytest
    # is that of contracts.
    shared = {package: who for package, who in rooms.items() if len(who) > 1}
    assert shared.keys() <= {"lxml", "numpy", "pytest"}


def test_no_room_is_a_drawer_for_everything() -> None:
    """A helper lives under the function that needs it, or in a module with a name of its own."""
    assert not {path.stem for path in _MODULES} & _FORBIDDEN


def test_every_module_says_which_question_it_answers() -> None:
    """Each module begins with a docstring."""
    silent = [path.name for path in _MODULES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert not silent
