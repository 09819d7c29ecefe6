"""Rules of TOML that somebody else wrote."""

from __future__ import annotations

import pytest

from audiocast.config import toml


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a = " + "9" * 5000, "a number has too many digits"),
        ("a = [{b = 0x" + "f" * 50_000 + "}]", "a number has too many digits"),
        ("a = " + "[" * 50_000, "it is nested too deeply"),
        ("\nb = 1\n" + ".".join(["a"] * 50_000) + " = 1", r"a key has more than 200 parts \(at line 3"),
        ("x = {" + " . ".join(["'a'"] * 50_000) + " = 1}", "a key has more than 200 parts"),
        ("[" + ".".join(['"a b"'] * 50_000) + "]", "a key has more than 200 parts"),
        ("a" * 900_000, "Expected '='"),
        ('"' * 900_000, "Expected '='"),
        ("a = 1\n" * 200_000, "it has more than 1,000,000 characters"),
        ("a = 1\na = 2", "Cannot overwrite a value"),
    ],
    ids=range(10),
)
@pytest.mark.usefixtures("patience")
def test_what_is_out_of_bounds_is_refused_soon(text: str, problem: str) -> None:
    """The only exception is a ValueError, after little time."""
    with pytest.raises(ValueError, match=problem):
        toml.parse(text)


def test_what_people_write_is_read() -> None:
    """Long texts with dots in them are no long keys."""
    host = ".".join(["www"] * 150)
    text = f'a.b."c d".e = 9_223_372_036_854_775_807\nsite = "https://{host}/"\n'
    assert toml.parse(text) == {"a": {"b": {"c d": {"e": 2**63 - 1}}}, "site": f"https://{host}/"}
