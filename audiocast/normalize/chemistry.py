"""Read formulas, ions and isotopes: "CO₂", "Fe2O3", "SO₄²⁻", "Ca2+", "¹⁴C", "14C dating", "Cs-137", "99mTc".

The letters of a formula are spelled. An isotope has the name of its element ("carbon fourteen"), and so has one that
is written with a hyphen, if its symbol has two letters ("cesium one thirty-seven").
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from audiocast.normalize import number_words, tables
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import TIE, Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence


class Element(NamedTuple):
    """A chemical element.

    Attributes:
        name: Its American name.
        british: Its British name.
        isotopes: The mass numbers that news and science write about.
    """

    name: str
    british: str
    isotopes: frozenset[str]


@cache
def elements() -> dict[str, Element]:
    """Return the elements by their symbol."""
    return {
        symbol: Element(name, british or name, frozenset(isotopes.split()))
        for symbol, name, british, isotopes in tables.rows("elements")
    }


_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+-")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_PART = lazy_re(r"[A-Z][a-z]?|[a-z]+|\d+|\.")


def _formula(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "CO₂", "H₂SO₄", "SO₄²⁻", "Ca²⁺" and "PM₂.₅"."""
    del sentence
    if not match["charge"] and match["formula"].isascii():
        return None
    return _spelled(match["formula"].translate(_LOWERED), (match["charge"] or "").translate(_RAISED))


def _spelled(formula: str, charge: str = "") -> str:
    """Return the letters and numbers of a formula, and its charge."""
    said = [
        number_words.integer(part) if part.isdigit() else "point" if part == "." else TIE.join(part.upper())
        for part in _PART.findall(formula)
    ]
    charges = re.findall(r"\d+|[-+]", charge)
    return TIE.join([*said, *({"-": "minus", "+": "plus"}.get(part) or number_words.integer(part) for part in charges)])


def _plain_formula(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "Fe2O3", "CaCO3" and "LiFePO4", which have a symbol of two letters. Other code reads "CO2"."""
    del sentence
    parts = re.findall(r"[A-Z][a-z]?", match["formula"])
    if len(parts) < 2 or not all(part in elements() for part in parts) or all(len(part) == 1 for part in parts):
        return None
    return _spelled(match["formula"], match["charge"] or "")


def _salt(match: re.Match[str], sentence: Sentence) -> str:
    """Read "NaCl" and "GaAs", formulas without a number."""
    del sentence
    return _spelled(match[0])


def _isotope(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "¹⁴C", "²³⁵U" and "⁹⁹ᵐTc"."""
    element = elements().get(match["symbol"])
    if element is None:
        return None
    mass = match["mass"].translate(_RAISED)
    excited = f"{TIE}M" if match["excited"] else ""
    return f"{_element_name(element, sentence)} {number_words.code(mass)}{excited}"


def _plain_isotope(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "14C dating", "137Cs" and "99mTc", but not a temperature of 14C."""
    symbol, mass = match["symbol"], match["mass"]
    element = elements().get(symbol)
    if element is None or mass not in element.isotopes:
        return None
    alone = len(symbol) > 1 or mass in _HEAVY
    if not alone and not _is_about_isotopes(match, sentence):
        return None
    excited = f"{TIE}M" if match["excited"] else ""
    return f"{_element_name(element, sentence)} {number_words.code(mass)}{excited}"


_HEAVY = frozenset({"131", "233", "235", "236", "238"})
_ISOTOPES = lazy_re(
    r"(?i)isotop|radioactiv|radiocarbon|dating|dated|decay|fallout|half-li[fv]e|nuclide|labell?ed|tracer|spectr|"
    r"\b(?:Cs|Sr|Pu|U|I|Co)-\d{2,3}\b|\b1[23]C\b.{0,40}\b1[234]C\b"
)


def _is_about_isotopes(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether the words near a number with C, N, O or K are about isotopes."""
    return _ISOTOPES.search(sentence.text, max(0, match.start() - 120), match.end() + 120) is not None


def _hyphenated_isotope(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "Cs-137" and "Sr-90". "U-235" and "C-14" are read letter by letter, like other names with a number."""
    element = elements().get(match["symbol"])
    if element is None or match["mass"] not in element.isotopes:
        return None
    return f"{_element_name(element, sentence)} {number_words.code(match['mass'])}"


def _element_name(element: Element, sentence: Sentence) -> str:
    return element.british if sentence.locale.british else element.name


CHEMICAL_FORMULA = Rule(
    "formula",
    "A",
    lazy_re(
        r"(?=[A-Za-z]{1,4}[₀-₉⁺⁻²³⁴])(?P<formula>[A-Z][A-Za-z]{0,3}[₀-₉]{0,2}(?:\.[₀-₉]|[A-Z][a-z]?[₀-₉]{0,2}){0,5}e?)"
        r"(?P<charge>[²³⁴]?[⁺⁻])?(?![\w⁺⁻])"
    ),
    _formula,
)
PLAIN_FORMULA = Rule(
    "formula",
    "A",
    lazy_re(r"(?P<formula>(?=[A-Za-z]{0,9}\d)(?:[A-Z][a-z]?\d{0,2}){2,7})(?P<charge>)(?![\w+]|-\w)"),
    _plain_formula,
)
SALT = Rule(
    "formula",
    "A",
    lazy_re(
        r"(?:NaCl|HCl|KCl|LiCl|AgCl|NaOH|KOH|LiOH|NaF|KBr|NaBr|HBr|NaI|MgO|CaO|ZnO|CuO|FeO|NiO|SiC|SiO|GaAs|InP|"
        r"CdTe|CdSe|AlN|ZnS|FeS|CuS|PbS|HgS|NaClO|HClO|HOCl|NaCN)(?!\w)"
    ),
    _salt,
)
PLAIN_ION = Rule(
    "formula",
    "A",
    lazy_re(
        r"(?:(?P<ion>(?:Ca|Mg|Fe|Cu|Zn|Pb|Mn|Al|Ba|Sr|Ni|Hg|Cd|SO4|CO3|PO4))(?P<charge>[23][-+])"
        r"|(?P<ion1>Na|Li|Ag|NH4|H3O|Cl|Br|NO3|NO2|HCO3|OH)(?P<charge1>[-+]))(?=[\s.,;:)/]|$)"
    ),
    lambda match, sentence: (
        _spelled(match["ion"] or match["ion1"], match["charge"] or match["charge1"]) if sentence.text else None
    ),
)
ISOTOPE = Rule(
    "isotope",
    ".",
    lazy_re(r"(?P<mass>[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,3})(?P<excited>ᵐ)?(?P<symbol>[A-Z][a-z]?)(?![a-z])"),
    _isotope,
)
PLAIN_ISOTOPE = Rule(
    "isotope", "9", lazy_re(r"(?P<mass>\d{1,3})(?P<excited>m)?(?P<symbol>[A-Z][a-z]?)(?!\w)"), _plain_isotope
)
HYPHENATED_ISOTOPE = Rule(
    "isotope", "A", lazy_re(r"(?P<symbol>[A-Z][a-z])-(?P<mass>\d{2,3})(?![\w-])"), _hyphenated_isotope
)
