"""How is it said: written English becomes spoken English.

`speak` is for everybody, `Normalizer` for articles; both read British and American. One module per semiotic class,
their order in `order.py`, the one pass they share in `scan.py`, their tables in `data/*.tsv`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize.lexicon import Lexicon, read_lexicon

if TYPE_CHECKING:
    from audiocast.normalize.audit import audit
    from audiocast.normalize.speaking import Normalizer, speak

__all__ = ["Lexicon", "Normalizer", "audit", "read_lexicon", "speak"]


def __getattr__(name: str) -> object:
    """Load the rules and their tables when something is to be said; a run that finds nothing to do does without."""
    if name == "audit":
        from audiocast.normalize.audit import audit  # noqa: PLC0415

        return audit
    if name in ("Normalizer", "speak"):
        from audiocast.normalize import speaking  # noqa: PLC0415

        return getattr(speaking, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
