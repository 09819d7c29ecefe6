"""Compare languages by their codes, such as "en", "en-GB" and "en_GB"."""

from __future__ import annotations


def primary(code: str) -> str:
    """Return the part of a language code that names the language, in small letters: "en" for "en-GB" and "en_GB"."""
    return code.replace("_", "-").partition("-")[0].lower()
