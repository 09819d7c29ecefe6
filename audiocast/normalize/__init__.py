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

from audiocast.normalize.lexicon import Lexicon, read_lexicon

if TYPE_CHECKING:
    from audiocast.normalize.normalizer import Normalizer, speak

__all__ = ["Lexicon", "Normalizer", "read_lexicon", "speak"]


def __getattr__(name: str) -> object:
    """Load the rules and their tables when something is to be said; a run that finds nothing to do does without."""
    if name in ("Normalizer", "speak"):
        from audiocast.normalize import normalizer  # noqa: PLC0415

        return getattr(normalizer, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
