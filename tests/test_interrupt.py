"""Ctrl-C stops the program at once, but not while a module is loaded."""

from __future__ import annotations

import importlib
import signal
import sys
import time
from typing import TYPE_CHECKING

import pytest

from audiocast.cli import interrupt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system has no timer")

_MODULE = "is_interrupted"
_SECONDS = 10


@pytest.fixture(autouse=True)
def _own_way() -> Iterator[None]:
    """As the program begins, and as it was before."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler), signal.getsignal(signal.SIGALRM)
    interrupt.prepare()
    yield
    signal.signal(signal.SIGINT, before[0])
    signal.signal(signal.SIGALRM, before[1])


def test_a_module_that_is_loaded_is_loaded_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The interrupt comes right after it."""
    (tmp_path / f"{_MODULE}.py").write_text("import signal\nsignal.raise_signal(signal.SIGINT)\nwhole = True\n")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(KeyboardInterrupt):
        _load_and_wait()
    assert sys.modules.pop(_MODULE).whole


def _load_and_wait() -> None:
    importlib.import_module(_MODULE)
    time.sleep(_SECONDS)
    pytest.fail("the interrupt was lost")


def test_elsewhere_it_comes_at_once() -> None:
    """As one is used to."""
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(signal.SIGINT)


def test_whoever_ignores_it_is_left_alone() -> None:
    """A program in the background of a shell, for example."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    interrupt.prepare()
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
