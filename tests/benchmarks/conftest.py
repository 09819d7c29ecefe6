"""Fixtures of all benchmarks: the installed program."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its modules are compiled once, and not at every start, as they are where Python may not write."""
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
