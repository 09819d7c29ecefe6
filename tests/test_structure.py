"""The layout of the package: which part imports which, and how large files and functions may be."""

from __future__ import annotations

import ast
import importlib
import re
import sys
from graphlib import CycleError, TopologicalSorter
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGE = Path(find_spec("audiocast").origin or "").parent  # type: ignore[union-attr]
_MODULES = sorted(path for path in _PACKAGE.rglob("*.py") if "defaults" not in path.parts)
_TREES = {path: ast.parse(path.read_text(encoding="utf-8")) for path in _MODULES}
_FORBIDDEN = {"utils", "util", "helpers", "helper", "common", "core", "base", "manager", "misc"}

# Every package may import these.
_FOUNDATION = {"atomic", "clock", "errors", "lazy", "model", "tables"}
# What each package may import besides them. `cli` may import everything.
_MAY_IMPORT = {
    "normalize": {*()},
    "audio": {*()},
    "config": {"normalize"},
    "sources": {"config", "normalize"},
    "pronunciation": {"normalize"},
    "script": {"config", "normalize", "pronunciation"},
    "engines": {"audio", "config", "pronunciation", "sources"},
    "publishing": {"config"},
    "render": {"audio", "config", "engines", "normalize", "pronunciation", "publishing", "script", "sources"},
    "check": {"audio", "config", "engines", "publishing", "render"},
}
_LAST = {"cli", "__init__", "__main__"}

_MOST_LINES_OF_A_FILE = 400
_MOST_LINES_OF_A_FUNCTION = 60
# Words that docs/glossary.md replaces, and the modules that use them in another meaning.
_REPLACED_WORDS = {"came", "desk", "errand", "floor", "junk", "recall", "shelf", "stock", "studio"}
_OTHER_MEANINGS = {
    "audio/k_weighting.py": {"shelf"},
    "check/sound.py": {"floor"},
    "normalize/web.py": {"stock"},
    "sources/extract/element_scores.py": {"floor"},
}


def _part(path: Path) -> str:
    return path.relative_to(_PACKAGE).parts[0].removesuffix(".py")


def _imports(tree: ast.AST) -> set[str]:
    """Return the full names of all that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_packages_import_only_what_they_may() -> None:
    """Imports run one way, as the table says."""
    for path in _MODULES:
        part = _part(path)
        if part in _LAST:
            continue
        imported = {name.split(".")[1] for name in _imports(_TREES[path]) if name.startswith("audiocast.")}
        assert imported - _FOUNDATION - {part, "__version__"} <= _MAY_IMPORT.get(part, set()), path


def test_packages_import_in_one_direction() -> None:
    """The table has no cycle and names every package."""
    try:
        order = list(TopologicalSorter(_MAY_IMPORT).static_order())
    except CycleError as error:
        pytest.fail(str(error))
    packages = {path.parent.name for path in _PACKAGE.glob("*/__init__.py")}
    assert packages == {*order, "cli", "model"}


def test_each_third_party_package_is_imported_in_one_package() -> None:
    """To replace a dependency changes one of our packages."""
    users: dict[str, set[str]] = {}
    for path, tree in _TREES.items():
        for name in _imports(tree):
            package = name.partition(".")[0]
            # _typeshed is known to type checkers only.
            if package not in {"audiocast", "_typeshed", *sys.stdlib_module_names}:
                users.setdefault(package, set()).add(_part(path))
    shared = {package for package, parts in users.items() if len(parts) > 1}
    # httpx sends requests, jinja2 fills templates, lxml holds trees, numpy holds sound, Pillow holds pictures; contract
    # tests need pytest.
    assert shared <= {"PIL", "httpx", "jinja2", "lxml", "numpy", "pytest"}


def test_modules_are_named_for_what_they_do() -> None:
    """A helper lives beside the function that needs it, or in a module with a name of its own."""
    assert not {path.stem for path in _MODULES} & _FORBIDDEN


def test_docstrings_are_statements() -> None:
    """Each module begins with a docstring, and no docstring begins with a question."""
    for path in _MODULES:
        assert ast.get_docstring(_TREES[path]), path
        kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        texts = [ast.get_docstring(node) or "" for node in ast.walk(_TREES[path]) if isinstance(node, kinds)]
        questions = [text.splitlines()[0] for text in texts if text.partition("\n\n")[0].rstrip().endswith("?")]
        assert not questions, path


def test_files_are_short() -> None:
    """No file has more than 400 lines."""
    for path in _MODULES:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= _MOST_LINES_OF_A_FILE, path


def test_functions_are_short() -> None:
    """No function has more than 60 lines, its docstring included."""
    for path in _MODULES:
        functions = (
            node for node in ast.walk(_TREES[path]) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        )
        sizes = {f"{_name(path)}:{node.name}": (node.end_lineno or 0) - node.lineno + 1 for node in functions}
        long = {name for name, size in sizes.items() if size > _MOST_LINES_OF_A_FUNCTION}
        assert not long


def test_names_are_those_of_the_glossary() -> None:
    """No identifier has a word that the glossary replaced by another."""
    for path in _MODULES:
        found = {word for name in _identifiers(_TREES[path]) for word in name.lower().strip("_").split("_")}
        assert found & _REPLACED_WORDS <= _OTHER_MEANINGS.get(_name(path), set()), path


def _name(path: Path) -> str:
    return path.relative_to(_PACKAGE).as_posix()


def _identifiers(tree: ast.AST) -> Iterator[str]:
    """Yield the names that a module defines: modules, classes, functions, arguments, variables and attributes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield re.sub(r"(?<=[a-z])(?=[A-Z])", "_", node.name)
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


@pytest.mark.parametrize("path", sorted(_PACKAGE.rglob("__init__.py"))[1:], ids=lambda path: path.parent.name)
def test_packages_list_their_submodules(path: Path) -> None:
    """The table of a package names each of its submodules, for Python in `__all__` and for type checkers."""
    if "lazy.attach" not in path.read_text(encoding="utf-8"):
        return
    package = ".".join(path.parent.relative_to(_PACKAGE.parent).parts)
    there = {each.name for each in path.parent.iterdir() if (each / "__init__.py").is_file()}
    there |= {each.stem for each in path.parent.glob("*.py")} - {"__init__"}
    imports = [node for node in ast.walk(_TREES[path]) if isinstance(node, ast.ImportFrom)]
    typed = {
        alias.name: node.module for node in imports for alias in node.names if f"{node.module}.".startswith(package)
    }
    assert {name for name, module in typed.items() if module == package} == there
    assert set(importlib.import_module(package).__all__) >= set(typed)
    assert all(getattr(importlib.import_module(package), name) is not None for name in typed)
