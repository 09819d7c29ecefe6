"""Choose between two units with the same symbol: knots and kilotons, pints and points, newton meters and sea miles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.units import Unit, units

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence


def _knots_or_kilotons(match: re.Match[str], sentence: Sentence) -> Unit:
    """Return what "kt" means: knots, kilotons of a bomb, or thousand tonnes of a material."""
    text, (start, end) = sentence.text, match.span()
    if _BOMBS.match(text, end + 1) or text.startswith(" of TNT", end):
        return units()["kt"]
    if text.startswith(" of ", end) or match["per"] or _TONNES.search(text[max(0, start - 60) : end + 40]):
        return Unit("thousand tonnes", "thousand tonnes", "")
    return units()["kt" if _BOMBS.search(text[max(0, start - 100) : end + 60]) else "kts"]


_BOMBS = lazy_re(
    r"(?i)\b(?:bombs?|nuclear|warheads?|yield|yields|explosion|blast|tnt|weapons?|atomic|detonat\w+|device)\b"
)
_TONNES = lazy_re(
    r"(?i)\b(?:copper|zinc|nickel|lead|tin|alumin\w+|coal|ore|steel|output|production|produc\w+|tonnes|"
    r"exports?|imports?|consumption|emissions|co2|carbon|concentrates?|smelter|mines?|mining|inventor\w+|stocks|lme|wheat|grain|rice|"
    r"per year|capacity|annual)\b"
)


def _pints_or_points(match: re.Match[str], sentence: Sentence) -> Unit:
    """Return what "pt" means: pints of a drink or in a recipe, and else points."""
    text, end = sentence.text, match.end()
    drink = _DRINKS.search(text[max(0, match.start() - 30) : end + 40])
    return units()["pt"] if drink and match["space"] != "-" else units()["pts"]


_DRINKS = lazy_re(
    r"(?i)\b(?:milk|cream|beer|ale|water|stock|broth|ml|cups?|ounces?|oz|qt|blood|cider|yogh?urt|berries|blueberries|"
    r"strawberries|raspberries|tomatoes|vinegar|wine|juice|ice cream|half-and-half)\b"
)


def _newton_meters_or_sea_miles(match: re.Match[str], sentence: Sentence) -> Unit:
    """Return what "Nm" means: nautical miles of ships, and else newton meters."""
    near = sentence.text[max(0, match.start() - 100) : match.end() + 60]
    return units()["nmi" if _AT_SEA.search(near) and not _TORQUE.search(near) else "Nm"]


_AT_SEA = lazy_re(
    r"(?i)\b(?:ships?|vessels?|coasts?|boats?|sea|naval|navy|ports?|off|island|sail(?:ed|ing)?|maritime|fishing|km)\b"
)
_TORQUE = lazy_re(r"(?i)\b(?:torque|engine|rpm|bhp|hp|ps|kw|motor|turbo)\b")

CHOICES = {"kt": _knots_or_kilotons, "pt": _pints_or_points, "Nm": _newton_meters_or_sea_miles}
"""The function that chooses the unit of a symbol."""
