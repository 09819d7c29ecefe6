"""In which order are the rules asked? The one place where it is written down.

The more a rule asks of a place, the earlier it stands: an address before a date, a date before a range, a range before
a number. `scan.py` says how they are asked.
"""

from __future__ import annotations

from functools import cache

from audiocast.normalize import (
    abbreviations,
    acronyms,
    datelines,
    dates,
    foreign,
    measures,
    model_numbers,
    money,
    numbers,
    punctuation,
    ranges,
    roman,
    tables,
    telephone,
    times,
    web,
    years,
)
from audiocast.normalize.scanner import Scanner

RULES = (
    *foreign.RULES,
    *datelines.RULES,
    *web.RULES,
    *telephone.RULES,
    *dates.RULES,
    *times.RULES,
    *money.RULES[:-3],
    *years.RULES,
    *money.RULES[-3:],
    *model_numbers.RULES_DIGITS[:2],
    *measures.RULES,
    *ranges.RULES,
    money.MAGNITUDE_RULE,
    *abbreviations.RULES,
    *roman.RULES,
    *model_numbers.RULES_LETTERS,
    *acronyms.RULES,
    *numbers.RULES[:-1],
    *model_numbers.RULES_DIGITS[2:],
    *numbers.RULES[-1:],
    *punctuation.RULES,
)


@cache
def scanner() -> Scanner:
    """The scanner with all rules; tables are read when it is first asked for."""
    small = (
        abbreviations.small_words()
        | tables.words("months")
        | {"v", "degree", "degrees", "tv", "tvs", "yoy", "qoq", "phd", "www", "pronounced"}
    )
    return Scanner(RULES, small=small)
