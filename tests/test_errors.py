"""Tests of `audiocast.errors`."""

from __future__ import annotations

import logging
import pickle

import pytest

from audiocast.errors import EngineError, SourceError, log_traceback, translated, unexpected


class _SilentError(Exception):
    """An exception that can't even be printed."""

    def __str__(self) -> str:
        """Fail."""
        raise RuntimeError


def test_an_error_of_ours_passes() -> None:
    """It has a message for the user already."""
    mine = EngineError("no such voice")
    with pytest.raises(EngineError) as caught, translated(SourceError, "it failed", where="a.txt"):
        raise mine
    assert caught.value is mine


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ValueError("boom"), "ValueError: boom"),
        (KeyError(), "KeyError"),
        (_SilentError(), "_SilentError: <exception str() failed>"),
        (ValueError("a\n\x1b[31mb \ud800c"), "ValueError: a [31mb c"),
        (ValueError("x" * 5000), f"ValueError: {'x' * 300}…"),
    ],
    ids=["plain", "empty", "silent", "control characters", "long"],
)
def test_any_other_is_named(error: Exception, reason: str) -> None:
    """Its type and message are on one line that a terminal can show."""
    with (
        pytest.raises(SourceError) as caught,
        translated(SourceError, "the reader failed", where="a.txt", hint="Mend it"),
    ):
        raise error
    assert str(caught.value) == f"a.txt: the reader failed ({reason}). Mend it."


def test_the_traceback_survives_the_way_from_another_process(caplog: pytest.LogCaptureFixture) -> None:
    """It is a note of the error, and is logged with `--verbose`."""
    try:
        raise ValueError("boom")  # noqa: TRY301 - to have a traceback
    except ValueError as error:
        found = pickle.loads(pickle.dumps(unexpected(error, EngineError, "it failed", where="engine x")))
    assert str(found) == "engine x: it failed (ValueError: boom)."
    with caplog.at_level(logging.INFO):
        log_traceback(found, logging.getLogger("audiocast.test"))
    assert "test_errors.py" in caplog.text
