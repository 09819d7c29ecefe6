"""How is it said: written English becomes spoken English.

`speak` is for everybody, `Normalizer` for articles; both read British and American. One module per semiotic class,
their order in `rules.py`, the one pass they share in `scanner.py`, their tables in `data/*.tsv`.

Where others read otherwise, on purpose:
- Letters stand apart ("A M", "G D P"), for no voice knows from capitals alone what is a word.
- A number of any length without commas is a count ("thirteen thousand"), and digits only where it is a name: a PIN, a
  prisoner, a ZIP code. "Minus", not "negative"; "one thousand", not "thousand".
- Dates are read in the order in which they are written; ISO dates in the locale's.
- Money has cents ("twelve dollars five cents"), not decimals, unless there are more than two.
- The scheme of an address is not read; "w w w" is. Markup is not read. No symbol and no digit ever stays.
- 978-0 aside, a hyphen between numbers is "to"; of a set of tennis it is nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast import lazy

__all__ = [
    "Lexicon",
    "Normalizer",
    "abbreviations",
    "acronyms",
    "audit",
    "context",
    "datelines",
    "dates",
    "dimensions",
    "foreign",
    "lexicon",
    "look_alikes",
    "measures",
    "metres_or_millions",
    "model_numbers",
    "money",
    "normalizer",
    "number_words",
    "numbers",
    "punctuation",
    "ranges",
    "read_lexicon",
    "roman",
    "rules",
    "scanner",
    "speak",
    "states",
    "streets",
    "tables",
    "telephone",
    "times",
    "transliteration",
    "typography",
    "units",
    "web",
    "weekdays",
    "years",
]

if TYPE_CHECKING:
    from audiocast.normalize import (
        abbreviations,
        acronyms,
        audit,
        context,
        datelines,
        dates,
        dimensions,
        foreign,
        lexicon,
        look_alikes,
        measures,
        metres_or_millions,
        model_numbers,
        money,
        normalizer,
        number_words,
        numbers,
        punctuation,
        ranges,
        roman,
        rules,
        scanner,
        states,
        streets,
        tables,
        telephone,
        times,
        transliteration,
        typography,
        units,
        web,
        weekdays,
        years,
    )
    from audiocast.normalize.lexicon import Lexicon, read_lexicon
    from audiocast.normalize.normalizer import Normalizer, speak
else:
    __getattr__ = lazy.attach(
        __name__,
        __all__,
        {"Lexicon": "lexicon", "read_lexicon": "lexicon", "Normalizer": "normalizer", "speak": "normalizer"},
    )
