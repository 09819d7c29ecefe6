"""Define the pronunciation of a word that a table, a dictionary or a rule gives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Found:
    """A pronunciation that was found for a word.

    Attributes:
        ipa: The pronunciation in IPA, with the stress before the syllable or before the vowel.
        source: What gave it: "names", "base", "cmudict", "origin" or the name of a rule.
        sure: Whether engines with a dictionary of their own should follow it.
    """

    ipa: str
    source: str
    sure: bool = True
