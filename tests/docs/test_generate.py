"""The generated pages of docs/ are up to date."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

_DOCS = Path(__file__).parent.parent.parent / "docs"


@pytest.mark.parametrize("name", ["commands.md", "show-toml.md"])
def test_a_generated_page_is_up_to_date(name: str) -> None:
    """`python docs/generate.py` makes it again."""
    spec = importlib.util.spec_from_file_location("generate", _DOCS / "generate.py")
    assert spec
    assert spec.loader
    generate = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generate)
    assert generate.pages()[name] == (_DOCS / name).read_text(encoding="utf-8")
