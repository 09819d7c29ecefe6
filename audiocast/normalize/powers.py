"""Read powers and numbers in scientific notation: "10^6", "10⁻⁹ s", "2.5×10⁷", "1.5e6", "x²", "mc^2", "πr²", "xⁿ".

The raised number behind a longer word is the number of a note, which `punctuation.py` removes.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from audiocast.normalize import number_words
from audiocast.normalize.number_words import NUMBER
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import TIE, Reading, Rule
from audiocast.normalize.units import SYMBOL, find_rates, find_unit, localized

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence

_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_RAISED_NUMBER = r"[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3}"
_EXPONENT = (
    r"(?:(?:\^|\*\*) ?(?:[({](?P<inner>[-+\u2013]?\d{1,4}|[-+]?[a-z])[)}]|"
    r"(?P<caret>[-+\u2013]?\d{1,4}(?:\.\d+)?|[-+]?[a-z](?![a-z])))|"
    rf"(?P<raised>{_RAISED_NUMBER}|[ⁿⁱ]))"
)
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "η": "eta", "θ": "theta", "κ": "kappa",
    "λ": "lambda", "µ": "mu", "ν": "nu", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "φ": "phi", "χ": "chi",
    "ψ": "psi", "ω": "omega", "Δ": "delta", "Σ": "sigma", "Ω": "omega",
}  # fmt: skip
_SPELLED_GREEK = frozenset(_GREEK.values())


def _power(match: re.Match[str], *, british: bool) -> str:
    """Return the words for an exponent: "squared", "to the power of minus nine", "to the N"."""
    written = (match["inner"] or match["caret"] or match["raised"]).translate(_RAISED).replace("\u2013", "-")
    plain = written.lstrip("+-")
    if plain == "2" and written == "2":
        return "squared"
    if plain == "3" and written == "3":
        return "cubed"
    sign = "minus " if written.startswith("-") else ""
    if plain.isalpha() or plain in "ⁿⁱ":
        return f"to the power of {sign}{plain.translate({0x207F: 'n', 0x2071: 'i'}).upper()}"
    return f"to the power of {sign}{number_words.number(plain, british=british)}"


def _number_to_power(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "10^6 cells", "10⁻⁹ s", "2^10" and "10⁶"."""
    british = sentence.locale.british
    if match["raised"] and _is_note(match, sentence):
        return None
    base = match["number"]
    said = f"{number_words.number(base, british=british)} {_power(match, british=british)}"
    return _with_unit(said, match.end(), sentence)


def _is_note(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether a raised number is a note: after "1998" and "2,500" and after the end of a sentence."""
    number = match["number"].replace(",", "")
    if match["raised"].startswith("¹") and len(match["raised"]) == 1:
        return True
    large = len(number) > _LONGEST_BASE and not number.startswith("10") and not number.endswith("0")
    return large and not _MATHEMATICS.search(sentence.text)


_LONGEST_BASE = 2
_MATHEMATICS = lazy_re(r"[=+×^<>≈]")


def _scientific(match: re.Match[str], sentence: Sentence) -> Reading:
    """Read "2.5×10⁷", "6.02 x 10^23" and "-3 × 10^-9"."""
    british = sentence.locale.british
    sign = "minus " if match["sign"] and not sentence.text[match.start() - 1 : match.start()].isalnum() else ""
    first = number_words.number(match["number"], british=british)
    if match["lost"]:
        lost = number_words.integer(match["lost"][1:], british=british)
        return _with_unit(f"{sign}{first} times ten to the power of minus {lost}", match.end(), sentence)
    said = f"{sign}{first} times ten {_power(match, british=british)}"
    return _with_unit(said, match.end(), sentence)


def _e_notation(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "1e6", "1.5E6" and "1e-5"."""
    exponent = match["exponent"]
    if match["e"] == "E" and "." not in match["number"] and exponent[0] not in "+-":
        return None
    british = sentence.locale.british
    sign = "minus " if exponent[0] == "-" else ""
    power = number_words.cardinal(int(exponent.lstrip("+-")), british=british)
    number = number_words.number(match["number"], british=british)
    return _with_unit(f"{number} times ten to the power of {sign}{power}", match.end(), sentence)


_UNIT_AFTER = lazy_re(rf" ?(?P<unit>{SYMBOL})(?P<per>(?:/[A-Za-zµ]{{1,8}}[²³23]?){{1,2}})?(?!\w)")
_LETTERS_OF_UNITS = frozenset("smgVWKJNLA")
_SCIENTIFIC_UNITS = {"C": "coulombs", "F": "farads", "T": "teslas", "H": "henries"}
_RATE_AFTER = lazy_re(r"(?P<per>(?:/[A-Za-zµ]{1,8}[²³23]?){1,2})(?!\w)")


def _with_unit(said: str, end: int, sentence: Sentence) -> Reading:
    """Return the reading of a number with the symbol of a unit behind it: "10⁻⁹ s", "3×10^8 m/s"."""
    rate = _RATE_AFTER.match(sentence.text, end)
    if rate is not None and (per := find_rates(rate["per"])):
        return Reading(f"{said} {localized(per, sentence)}", rate.end())
    match = _UNIT_AFTER.match(sentence.text, end)
    if match is None:
        return sentence.reading(said, end)
    symbol = match["unit"]
    if symbol in _SCIENTIFIC_UNITS and not match["per"]:
        return Reading(f"{said} {_SCIENTIFIC_UNITS[symbol]}", match.end())
    unit = find_unit(symbol)
    word = symbol in _WORDS or (len(symbol) == 1 and symbol.isalpha() and symbol not in _LETTERS_OF_UNITS)
    if unit is None or word:
        return sentence.reading(said, end)
    said = f"{said} {localized(unit.many, sentence)}"
    if match["per"] and (per := find_rates(match["per"], symbol)):
        return Reading(f"{said} {localized(per, sentence)}", match.end())
    return Reading(said, match.end("unit"))


_WORDS = frozenset({"in", "st", "min", "cal", "bar", "mil", "mi", "pt", "mo"})


def _variable(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "x²", "mc^2", "πr²", "R²", "xⁿ" and "χ²"."""
    name = match["name"]
    if match["raised"] and (per := _per_unit(name, match["raised"].translate(_RAISED))):
        return sentence.reading(localized(per, sentence), match.end())
    if match["raised"] and not _is_variable(name):
        return None
    letters = [_GREEK.get(letter) or letter.upper() for letter in name]
    function = name in _FUNCTIONS
    said = name if function or name in _SPELLED_GREEK else TIE.join(letters)
    return sentence.reading(f"{said} {_power(match, british=sentence.locale.british)}", match.end())


def _per_unit(symbol: str, power: str) -> str:
    """Return the words for a unit with a negative power, as in "10 m s⁻¹": "per second", or ""."""
    name = find_rates(f"/{symbol}") if power in {"-1", "-2", "-3"} else ""
    if symbol == "m" and name:
        name = "per meter"
    if power == "-1" or not name:
        return name
    if symbol[-1] == "m":
        return name.replace("per ", "per square " if power == "-2" else "per cubic ")
    return f"{name} {'squared' if power == '-2' else 'cubed'}"


_FUNCTIONS = frozenset({"sin", "cos", "tan", "log", "chi", "eta", "pi", "psi"})
_PRODUCTS = frozenset({"mc", "mv", "ab", "xy", "ax", "bx", "cx", "gt", "dt", "dx", "kx", "nx", "rs", "vt"})


def _is_variable(name: str) -> bool:
    """Return whether letters are a name in a formula, so that the raised number behind them is a power."""
    return len(name) == 1 or name in _FUNCTIONS or name in _PRODUCTS or (len(name) <= _FEW and not name.isascii())


_FEW = 3


def _indexed(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "x₁" and "aₙ". A chemical symbol with a number ("O₂") is read in the same way."""
    index = unicodedata.normalize("NFKC", match["index"])
    said = number_words.integer(index) if index.isdigit() else index.upper()
    name = _GREEK.get(match["name"]) or (match["name"] if match["name"] == "log" else match["name"].upper())
    return sentence.reading(f"{name}{TIE}{said}", match.end())


SCIENTIFIC = Rule(
    "power",
    "9.",
    lazy_re(
        rf"(?P<sign>[-\u2013])?(?P<number>{NUMBER}) ?"
        rf"(?:[x\u00d7*\u00b7\u22c5] ?10{_EXPONENT}|\u00d7 ?10(?P<lost>[-\u2013]\d{{1,2}}))(?![\w]|[.,]\d)"
    ),
    _scientific,
)
E_NOTATION = Rule(
    "power",
    "9",
    lazy_re(r"(?P<number>\d{1,6}(?:\.\d{1,12})?)(?P<e>[eE])(?P<exponent>[-+]?\d{1,3})(?!\w)"),
    _e_notation,
)
NUMBER_TO_POWER = Rule("power", "9", lazy_re(rf"(?P<number>{NUMBER}){_EXPONENT}(?!\w)"), _number_to_power)
VARIABLE_TO_POWER = Rule(
    "power", "Aa", lazy_re(rf"(?P<name>[^\W\d_⁰-₿²³¹]{{1,3}}){_EXPONENT}(?![\w²³¹⁰-₉])"), _variable
)
VARIABLE_WITH_INDEX = Rule(
    "index",
    "Aa",
    lazy_re(
        r"(?P<name>log|[^\W\d_\u2070-\u209c²³¹])(?P<index>[\u2080-\u2089]{1,3}|[\u2090-\u209c])(?![\w\u2080-\u209c])"
    ),
    _indexed,
)
