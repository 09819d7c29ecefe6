"""In which order are the rules asked? The one place where it is written down.

The more a rule asks of a place, the earlier it stands: an address before a date, a date before a range, a range before
a number. `scan.py` says how they are asked.
"""

from __future__ import annotations

from functools import cache

from audiocast.normalize import (
    abbreviations,
    credits,  # noqa: A004 - the room is named for what it reads
    dates,
    foreign,
    letters,
    marks,
    measures,
    models,
    money,
    numbers,
    phones,
    ranges,
    roman,
    tables,
    times,
    web,
    years,
)
from audiocast.normalize.scan import Scanner

RULES = (
    *foreign.RULES,
    *credits.RULES,
    *web.RULES,
    *phones.RULES,
    *dates.RULES,
    *times.RULES,
    *money.RULES[:-3],
    *years.RULES,
    *money.RULES[-3:],
    *models.RULES_DIGITS[:2],
    *measures.RULES,
    *ranges.RULES,
    money.MAGNITUDE_RULE,
    *abbreviations.RULES,
    *roman.RULES,
    *models.RULES_LETTERS,
    *letters.RULES,
    *numbers.RULES[:-1],
    *models.RULES_DIGITS[2:],
    *numbers.RULES[-1:],
    *marks.RULES,
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
