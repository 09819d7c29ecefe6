"""Read names of letters and digits: "F-16", "MH370", "A320neo", "COVID-19", "G7", "737 MAX", "CO₂", "401(k)".

Letters are read as a word or spelled, and digits as a code ("one thirty"). `rules.py` places the rules that begin with
digits and those that begin with letters apart.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

from audiocast.normalize import number_words, tables
from audiocast.normalize.acronyms import say_acronym, spell
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import TIE, Reading, Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence


def _number(digits: str, *, decimals: str | None = None) -> str:
    """Return the words for the digits of a name: "one thirty", "two point five"."""
    said = number_words.code(digits)
    return f"{said} point {number_words.digits(decimals)}" if decimals else said


def _name(letters: str, sentence: Sentence) -> str:
    """Return the letters of a name as a known word, as single letters, or unchanged ("Shahed", "Su")."""
    if letters.isupper():
        if len(letters) == 1:
            return letters
        return say_acronym(letters, sentence)
    if (said := tables.pairs("hybrids").get(letters)) is not None:
        return said
    if len(letters) == 2 and letters[0].isupper() and letters in _DESIGNERS:
        return _DESIGNERS[letters]
    if len(letters) == 2 and not re.search("[aeiouy]", letters.lower()) and letters[0].isupper():
        return spell(letters)
    return letters


_DESIGNERS = {
    "Su": "Su",
    "Tu": "T\u00a0U",
    "Il": "Il",
    "An": "A\u00a0N",
    "Ka": "K\u00a0A",
    "Mi": "Mi",
    "Kh": "K\u00a0H",
    "Ju": "J\u00a0U",
    "Me": "M\u00a0E",
}


def _hyphenated(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "F-16s", "Shahed-136", "COVID-19", "GPT-4o", "Su-35" and "T-72B3"."""
    letters, end = match["letters"], match.end()
    if letters.lower() in _NOT_NAMES and not letters.isupper():
        return None
    if letters == "I" and len(match["digits"]) < 4 and not match["decimals"]:
        return _model_tail(f"I {_number(match['digits'])}", match["tail"], end, sentence)
    said = f"{_name(letters, sentence)} {_number(match['digits'], decimals=match['decimals'])}"
    return _model_tail(said, match["tail"], end, sentence)


_NOT_NAMES = tables.word_set("model_numbers.not_names")


def _model_tail(said: str, tail: str | None, end: int, sentence: Sentence) -> Reading:
    """Return the reading of a name with the characters after its digits: a plural "s", capitals, or a small word."""
    if len(said.partition(" ")[0].partition(TIE)[0]) == 1:
        said = said.replace(" ", TIE, 1)
    if tail:
        rest = tail
        if rest in {"s", "'s"}:
            said = number_words.plural(said) if rest == "s" else f"{said}'s"
            rest = ""
        if rest:
            said += _tail_words(rest, sentence)
    return sentence.reading(said, end)


def _tail_words(rest: str, sentence: Sentence) -> str:
    """Return the words for the end of a name: "B3" -> " B three", "neo" -> " neo", "ER" -> " E R"."""
    said = ""
    for part in re.findall(r"\d+|[A-Z]+(?![a-z])|[A-Z]?[a-z]+", rest):
        if part.isdigit():
            said += f" {number_words.code(part)}"
        elif len(part) == 1:
            said += f"{TIE}{part.upper() if part != 's' or rest != part else part}"
        elif part.isupper():
            said += f" {spell(part)}" if len(part) < 4 else f" {say_acronym(part, sentence)}"
        else:
            said += f" {part}" if re.search("[aeiouy]", part) else f" {spell(part)}"
    return said


def _solid(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "MH370", "A320neo", "G20", "H5N1", "PM2.5", "CO2" and "B2A23C"."""
    parts = re.findall(r"\d+(?:\.\d+)?|[A-Z]+(?=s(?![a-z]))|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_]+", match["name"])
    end = match.end()
    if sum(part[0].isdigit() for part in parts) == 0:
        return None
    said: list[str] = []
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        if part[0].isdigit():
            whole, _, decimals = part.partition(".")
            if index and len(whole) > _THREE and parts[0].islower() and whole[1:].strip("0"):
                said.append(
                    number_words.digits(whole) + (f" point {number_words.digits(decimals)}" if decimals else "")
                )
            else:
                said.append(
                    _number(whole, decimals=decimals or None)
                    if index or len(whole) <= _THREE
                    else number_words.integer(whole)
                )
        elif last and part == "s" and said:
            said[-1] = number_words.plural(said[-1]) if said[-1].islower() else f"{said[-1]}'s"
        elif part.isupper() or len(part) > 1:
            said.append(_name(part, sentence))
        else:
            said.append(part.upper())
    if match["ending"] and said:
        said[-1] += "'s"
    words = said[0]
    for left, right in itertools.pairwise(said):
        words += (TIE if len(left) == 1 or len(right) == 1 else " ") + right
    return sentence.reading(words, end)


_THREE = 3


def _digits_first(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "5G", "4K", "3D", "25d08A" and "737s"."""
    return _solid(match, sentence)


def _plane(match: re.Match[str], sentence: Sentence) -> Reading:
    """Read "737 MAX 9", "a Boeing 787-9" and "777s"."""
    number = match["number"]
    said = number_words.digits(number)
    end = match.end()
    if match["plural"]:
        return Reading(number_words.plural(said), end)
    if match["dash"]:
        said += f" {number_words.code(match['dash'])}"
        said += f" {spell(match['range'])}" if match["range"] else ""
        said = number_words.plural(said) if match["dashes"] and not match["range"] else said
    if match["x"]:
        said += f"{TIE}X"
    if match["max"]:
        said += f" {match['max'].capitalize()}"
        if match["version"]:
            said += f" {number_words.code(match['version'])}"
    return sentence.reading(said, end)


def _flight(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read the flight of an airline whose code begins with a digit: "Flight 4U 9525"."""
    if sentence.before(match.start()).lower() not in {"flight", "flights"}:
        return None
    carrier = match["carrier"]
    return f"{number_words.integer(carrier[0])}{TIE}{carrier[1]} {number_words.code(match['digits'])}"


def _spaced(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "HB 1523", "UA 232", "MH 17" and "BA 2490", but not "Section 230"."""
    letters, digits = match["letters"], match["digits"]
    if letters in _COUNTED_AFTER:
        return None
    name = letters.replace(".", "")
    said = say_acronym(name, sentence) if len(name) > 1 else name
    return Reading(f"{said} {number_words.code(digits)}", match.end())


_COUNTED_AFTER = tables.word_set("model_numbers.counted_after")


def _under(match: re.Match[str], sentence: Sentence) -> Reading:
    """Read "U-17", a team of young players."""
    return sentence.reading(f"Under {number_words.cardinal(int(match['age']))}", match.end())


def _pension(match: re.Match[str], sentence: Sentence) -> str:
    """Read "401(k)", "501(c)(3)" and "403(b)s"."""
    del sentence
    letters = re.findall(r"\((\w+)\)", match["letters"])
    said = number_words.code(match["number"])
    for part in letters:
        said += f" {number_words.cardinal(int(part))}" if part.isdigit() else f"{TIE}{part.upper()}"
    return said + ("'s" if match["plural"] else "")


def _fighter(match: re.Match[str], sentence: Sentence) -> str:
    """Read "F/A-18s" without the slash."""
    del sentence
    number = number_words.code(match["number"])
    return f"F{TIE}A{TIE}{number_words.plural(number) if match['plural'] else number}"


UNDER = Rule(
    "model",
    "A",
    lazy_re(
        r"(?:U-|U)(?P<age>1[1-9]|2[0-3])"
        r"(?=s?(?:'s?)? (?:[Bb]oys|[Gg]irls|[Mm]en|[Ww]omen|[Ww]orld|[Cc]up|[Tt]eams?|[Ss]quad|"
        r"[Cc]hampionships?|[Nn]ational|[Ff]ootball|[Cc]ricket|[Ss]ide|[Ll]evel|[Aa]sian|Euros?|European|AFCON|Asia|South|"
        r"[Tt]ournament|[Mm]atch|[Pp]layers?|[Cc]ategory|[Ii]nternationals?|[Cc]aptain|[Cc]oach))"
    ),
    _under,
)
FIGHTER_JET = Rule("model", "A", lazy_re(r"F/A-(?P<number>\d{2})(?P<plural>s)?(?!\w)"), _fighter)
SARS_COV = Rule(
    "model",
    "A",
    lazy_re(r"(?P<letters>SARS)-CoV(?!\w)"),
    lambda match, sentence: "SARS cov" if match and sentence else None,
)
HYPHENATED = Rule(
    "model",
    "Aa",
    lazy_re(
        r"(?P<letters>[^\W\d_]{1,14})[-\u2013](?P<digits>\d{1,6})(?:\.(?P<decimals>\d{1,3}))?(?P<tail>[A-Z]{1,4}\d{0,2}|"
        r"[a-z]{1,5}|'s)?(?![\w%]|[,.:]\d)"
    ),
    _hyphenated,
)
LETTERS_FIRST = Rule(
    "model",
    "Aa",
    lazy_re(r"(?P<name>[A-Za-z]{1,14}\d{1,6}(?:\.\d{1,3})?(?:[A-Za-z]{1,8}\d{0,4}){0,6})(?P<ending>'s)?(?!\w|[.,]\d)"),
    _solid,
)
SPACED = Rule(
    "model",
    "A",
    lazy_re(
        r"(?P<letters>HB|SB|HR|SR|AB|BA|AA|UA|DL|MH|AF|LH|QF|QZ|KL|EK|TK|SQ|JL|NH|FR|PS|MS|WN|AS|"
        r"B|H\.R\.|S\.B\.|H\.B\.) (?P<digits>\d{2,4})(?![\w%,]|\.\d)"
    ),
    _spaced,
)
FLIGHT = Rule("model", "9", lazy_re(r"(?P<carrier>\d[A-Z]) (?P<digits>\d{2,4})(?![\w%,]|\.\d)"), _flight)
PENSION_PLAN = Rule(
    "model",
    "9",
    lazy_re(r"(?P<number>4[0-5]\d|50\d|52\d)-?(?P<letters>(?:\([a-z0-9]\)){1,3})(?P<plural>s)?(?!\w)"),
    _pension,
)
AIRLINER = Rule(
    "model",
    "9",
    lazy_re(
        r"(?P<number>7[0-8]7)(?:-(?P<dash>\d{1,3})(?P<range>ER|LR|SP|[A-F])?(?P<dashes>s)?(?!\w)|(?P<plural>s)(?!\w)|"
        r"(?P<x>[xX])(?!\w)| (?P<max>MAX|Max)(?: (?P<version>\d{1,2}))?(?!\w)|"
        r"(?=-? (?:jet|jets|plane|planes|aircraft|airliner|Dreamliner|freighter|freighters)\b)|"
        r"(?<=Boeing 7[0-8]7)(?!\w|[.,]\d))"
    ),
    _plane,
)
DIGITS_FIRST = Rule(
    "model",
    "9",
    lazy_re(r"(?P<name>\d{1,5}[A-Za-z]{1,8}(?:\d{1,4}[A-Za-z]{0,4}){0,6})(?P<ending>'s)?(?!\w|[.,]\d)"),
    _digits_first,
)
