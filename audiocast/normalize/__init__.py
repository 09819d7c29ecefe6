"""Normalize written English: turn it into the words that a newsreader would say.

`speak` normalizes one text. `Normalizer` normalizes the sentences of an article and aligns both texts. Both read the
English of six regions (`regions.py`).

- `normalizer.py` is the entry point, `scanner.py` walks through a sentence, and `rules.py` lists the rules in order.
  `rule_groups.py` makes trying them fast.
- Each class of text has a module with its rules: `dates.py`, `money.py`, `measures.py` and so on.
- `typography.py` simplifies the written text first, and `digit_groups.py` the numbers of other countries. `audit.py`
  checks at the end that no fact is lost.
- `contest.py` decides between classes that can read the same digits, by the words around them (`clues.py`).
- `neutral.py` has the few rules for voices that do not speak English.
- `lexicon.py` reads the pronunciations of a show, and `data/*.tsv` holds the tables.

Where this normalizer differs from others on purpose:
- Spelled letters are separated ("A M", "G D P"), because voices cannot tell from capitals whether to spell a word.
- A number without commas is a count of any length ("thirteen thousand"). Digits are read one by one only in
  identifiers: a PIN, the number of a prisoner, a ZIP code. The sign is "minus", not "negative", and 1000 is "one
  thousand", not "thousand".
- Dates are read in the order in which they are written, ISO dates in the order of the locale.
- Money has cents ("twelve dollars five cents"), and decimals only if there are more than two.
- The scheme of an address is not read, but "w w w" is. Markup is not read. No symbol and no digit remains.
- A hyphen between numbers is "to", except in an ISBN, and in a set of tennis, where it is silent.
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
    "before_nouns",
    "capitals",
    "chemistry",
    "chess",
    "clues",
    "comparisons",
    "contest",
    "context",
    "coordinates",
    "cricket",
    "currencies",
    "datelines",
    "dates",
    "digit_groups",
    "dimensions",
    "durations",
    "emoticons",
    "emphasis",
    "foreign",
    "fractions",
    "identifiers",
    "letter_marks",
    "lexicon",
    "line_ends",
    "look_alikes",
    "magnitudes",
    "markup",
    "masked",
    "measures",
    "metres_or_millions",
    "military_times",
    "model_numbers",
    "money",
    "neutral",
    "normalizer",
    "notes",
    "number_words",
    "numbers",
    "numeric_dates",
    "old_money",
    "powers",
    "prices",
    "products",
    "pronounceable",
    "punctuation",
    "ranges",
    "rates",
    "ratios",
    "read_lexicon",
    "read_lexicons",
    "records",
    "regions",
    "rewriting",
    "roman",
    "rule_groups",
    "rules",
    "scanner",
    "scores",
    "screens",
    "scripture",
    "slashes",
    "speak",
    "states",
    "streets",
    "tables",
    "telephone",
    "temperatures",
    "tennis",
    "times",
    "transliteration",
    "typography",
    "units",
    "versions",
    "web",
    "weekdays",
    "wire",
    "years",
]

if TYPE_CHECKING:
    from audiocast.normalize import (
        abbreviations,
        acronyms,
        audit,
        before_nouns,
        capitals,
        chemistry,
        chess,
        clues,
        comparisons,
        contest,
        context,
        coordinates,
        cricket,
        currencies,
        datelines,
        dates,
        digit_groups,
        dimensions,
        durations,
        emoticons,
        emphasis,
        foreign,
        fractions,
        identifiers,
        letter_marks,
        lexicon,
        line_ends,
        look_alikes,
        magnitudes,
        markup,
        masked,
        measures,
        metres_or_millions,
        military_times,
        model_numbers,
        money,
        neutral,
        normalizer,
        notes,
        number_words,
        numbers,
        numeric_dates,
        old_money,
        powers,
        prices,
        products,
        pronounceable,
        punctuation,
        ranges,
        rates,
        ratios,
        records,
        regions,
        rewriting,
        roman,
        rule_groups,
        rules,
        scanner,
        scores,
        screens,
        scripture,
        slashes,
        states,
        streets,
        tables,
        telephone,
        temperatures,
        tennis,
        times,
        transliteration,
        typography,
        units,
        versions,
        web,
        weekdays,
        wire,
        years,
    )
    from audiocast.normalize.lexicon import Lexicon, read_lexicon, read_lexicons
    from audiocast.normalize.normalizer import Normalizer, speak
else:
    __getattr__ = lazy.attach(
        __name__,
        __all__,
        {
            "Lexicon": "lexicon",
            "read_lexicon": "lexicon",
            "read_lexicons": "lexicon",
            "Normalizer": "normalizer",
            "speak": "normalizer",
        },
    )
