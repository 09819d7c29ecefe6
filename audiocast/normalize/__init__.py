"""How is it said: written English becomes spoken English.

`speak` is for everybody, `Normalizer` for articles; both read British and American. One module per semiotic class, their
order in `order.py`, the one pass they share in `scan.py`, their tables in `data/*.tsv`.
"""

from __future__ import annotations

from audiocast.normalize.audit import audit
from audiocast.normalize.lexicon import Lexicon, read_lexicon
from audiocast.normalize.speaking import Normalizer, speak

__all__ = ["Lexicon", "Normalizer", "audit", "read_lexicon", "speak"]
