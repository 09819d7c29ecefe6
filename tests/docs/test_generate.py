"""The generated pages of docs/ are up to date, and the page of the Python API is complete."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

import audiocast

_DOCS = Path(__file__).parent.parent.parent / "docs"


@pytest.mark.parametrize("name", ["commands.md", "show-toml.md"])
def test_a_generated_page_is_up_to_date(name: str) -> None:
    """`python docs/generate.py` makes it again."""
    spec = importlib.util.spec_from_file_location("generate", _DOCS / "generate.py")
    assert spec
    assert spec.loader
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    up_to_date = generate.pages()[name] == (_DOCS / name).read_text(encoding="utf-8")
    assert up_to_date, f"Run `python docs/generate.py` to make docs/{name} again"


def test_the_api_page_names_everything_public() -> None:
    """A public name that the page does not show is missing there."""
    page = (_DOCS / "api.md").read_text(encoding="utf-8")
    assert not [name for name in audiocast.__all__ if name not in page and name != "__version__"]
