"""Read money: symbols and codes, cents and pence, magnitudes, ranges, and prices per unit.

"$1.5bn", "EUR 500m", "20p", "$4.8-$5.2 billion", "$15/hour", "£45pw". An amount with two decimals has cents.
`currencies.py` knows the currencies, `prices.py` reads what stands behind an amount, and `old_money.py` shillings.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize import clues, number_words, tables
from audiocast.normalize.before_nouns import is_priced_noun_after
from audiocast.normalize.currencies import (
    CODES,
    DOLLAR_NAMES,
    MAY_BE_CODE,
    MAY_BE_SYMBOL,
    SYMBOLS,
    Currency,
    amount,
    currencies,
    is_doubtful,
)
from audiocast.normalize.magnitudes import MAGNITUDE, magnitude_of
from audiocast.normalize.number_words import NUMBER
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.prices import with_unit
from audiocast.normalize.regions import Region
from audiocast.normalize.scanner import TIE, Reading, Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

_RUPEE_MAGNITUDE = (
    r"(?:[ -]?(?:(?:lakh|k|thousand|L)[ -]?(?:[cC]rores?|[cC]r)|[cC]rores?|[lL]akhs?|[lL]acs?|[cC]r|CR|L)(?![\w'])"
    r"(?:\.(?=[,;)]| [a-z]))?)"
)
_RUPEES = frozenset({"Rs", "rs", "Re", "INR", "\u20b9", "\u20a8", "PKR", "NPR", "LKR"})
_CODE = 3  # letters
_SIGNS = {
    "<": "less than ",
    ">": "more than ",
    "-": "minus ",
    "+": "plus ",
    "~": "about ",
    "\u2248": "about ",
    "\u00b1": "plus or minus ",
}


_HYPHENS = lazy_re(r"-(?=[a-z])(?!(?:worth|plus|odd)\b)")
_RANGE = r"(?: ?[-\u2013\u2014] ?| to )"


def _symbol(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "$1.5bn", "A$4.5m", "\u20ac2.5-billion", "$4.8-$5.2 billion", "Rs 500 crore" and "-$3"."""
    symbol = match["symbol"].rstrip(".")
    money = currencies()[symbol]
    end = match.end()
    text = sentence.text
    magnitude = magnitude_of(match["magnitude"])
    if symbol in _RUPEES and (rupees := _RUPEES_BEHIND.match(text, match.end("number"))):
        magnitude, end = _rupees(rupees[0]), rupees.end()
    if is_doubtful(symbol) and not magnitude and not _looks_like_money(symbol, match, sentence):
        return None
    joined = text[match.start() - 1 : match.start()].isalnum()
    signs = match.groupdict()
    sign = _SIGNS.get(signs.get("sign") or signs.get("minus") or "", "")
    sign = " " if joined and sign else sign
    thousands = _THOUSANDS.match(text, end)
    if thousands and _ROUND.fullmatch(match["number"]):
        said = number_words.plural(number_words.integer(match["number"]).removeprefix("one "))
        return Reading(f"{said} of {money.many}", thousands.end())
    if second := _second(match, end, magnitude, sentence, money):
        return Reading(sign.strip() + " " * bool(sign.strip()) + second.text, second.end)
    if symbol == "$" and (named := _NAMED_BEHIND.match(text, end)):
        money, end = DOLLAR_NAMES[named["name"] or named["short"]], named.end()
    attribute = is_priced_noun_after(end + text.startswith("+ ", end), match.start(), sentence)
    if tail := _PLUS_OR_WORTH.match(text, end):
        attribute = tail["word"] == "plus" and is_priced_noun_after(tail.end(), match.start(), sentence)
    if magnitude and _HYPHENS.match(text, end):
        attribute = True
    said = sign + amount(match["number"], magnitude, money, british=sentence.locale.british, attribute=attribute)
    if (name := _NAME_AFTER.match(text, end)) and name[1].removesuffix("s") == said.split()[-1].removesuffix("s"):
        end = name.end()  # "HK$500 dollars"
    return with_unit(said, end, sentence)


_ROUND = lazy_re(r"100|1,?000|1,?000,?000")
_THOUSANDS = lazy_re(r"s(?: of (?:dollars|pounds|euros|rupees))?(?!\w)")
_PLUS_OR_WORTH = lazy_re(r"-(?P<word>plus|worth|odd)(?!\w)")
_NAME_AFTER = lazy_re(r"[ -]([a-z]{3,8})(?!\w)")
_RUPEES_BEHIND = lazy_re(_RUPEE_MAGNITUDE)
_NAMED_BEHIND = lazy_re(
    rf" ?(?P<name>{'|'.join(sorted((name for name in DOLLAR_NAMES if len(name) == _CODE), key=len))})(?!\w)|"
    r" (?P<short>US|NZ|HK)(?=[,.;:)]|$| (?:a|an|per|in|for|to|and|or|on|by|of|each)\b)"
)
_RUPEE_WORDS = {"L": "lakh", "k": "thousand", "cr": "crore"}


def _rupees(written: str) -> str:
    """Return the words for "cr", "L", "k cr" and "lakh crore" behind rupees."""
    parts = re.findall(r"lakh|lac|L|k|thousand|cr", re.sub(r"(?i)crores?|cr\.?|lakhs?|lacs?", _short, written))
    return " ".join(_RUPEE_WORDS.get(part, part) for part in parts)


def _short(match: re.Match[str]) -> str:
    return "cr" if match[0][0] in "cC" else "lakh"


def _looks_like_money(symbol: str, match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether a code that may mean something else stands before an amount."""
    number = match["number"]
    if symbol == "Re":
        return number == "1" or "." in number
    if symbol == "RM" and match[0][2:3].isdigit():
        return True
    if symbol == "R" and (sentence.locale.region is Region.ZA or clues.find("rand", sentence, *match.span()).evidence):
        return len(number) > 1 and not _is_road(match, sentence)
    return "." in number or "," in number


def _is_road(match: re.Match[str], sentence: Sentence) -> bool:
    """Return whether "R300" is a road of South Africa: "on the R300", but "the R350 grant"."""
    before = sentence.before(match.start()).lower()
    return before in _ROAD_BEFORE and not is_priced_noun_after(match.end(), match.start(), sentence)


_ROAD_BEFORE = frozenset({"the", "along", "off", "onto", "road", "near"})


_SECOND = lazy_re(
    rf"{_RANGE}(?P<symbol>{SYMBOLS}|Rs\.? ?|[RNPK])?(?P<number>{NUMBER})"
    rf"(?P<magnitude>{_RUPEE_MAGNITUDE}|{MAGNITUDE})?(?![\w%]|-[a-z0-9])",
)


def _second(match: re.Match[str], end: int, lower: str, sentence: Sentence, money: Currency) -> Reading | None:
    """Read a range of amounts. If only the upper amount has a magnitude, it is the magnitude of both."""
    second = _SECOND.match(sentence.text, end)
    if second is None:
        return None
    if second["symbol"] is None and second[0].startswith(" to ") and (lower or not second["magnitude"]):
        return None
    if second[0][:2] in _SPACED_DASHES and (
        (lower and not second["magnitude"])  # "£2.99m - £800,000 above the reserve"
        or number_words.value(match["number"]) >= number_words.value(second["number"])
    ):
        return None  # "borrowing of £35bn - £2.5bn less than last year"
    symbol = (second["symbol"] or "").rstrip(". ")
    if symbol and currencies().get(symbol) != money and symbol != match["symbol"]:
        return None
    british = sentence.locale.british
    rupees = money.one.endswith("rupee") and second["magnitude"] and _RUPEES_BEHIND.fullmatch(second["magnitude"])
    upper = _rupees(second["magnitude"]) if rupees else magnitude_of(second["magnitude"])
    if second["magnitude"] and not upper:
        return None
    attribute = is_priced_noun_after(second.end(), match.start(), sentence)
    is_to = second[0].startswith(" to ")
    if is_to and symbol and not lower and not attribute:
        return None
    if not lower and not (is_to and symbol) and number_words.value(match["number"]) < _THOUSAND:
        lower = upper
    low = (
        f"{number_words.number(match['number'], british=british)}{f' {lower}' if lower and lower != upper else ''}"
        if not symbol
        else amount(match["number"], lower, money, british=british, attribute=attribute)
    )
    high = amount(second["number"], upper, money, british=british, attribute=attribute)
    return with_unit(f"{low} to {high}", second.end(), sentence)


_THOUSAND = 1000
_SPACED_DASHES = frozenset({" -", " \u2013", " \u2014"})


def _accounting(match: re.Match[str], sentence: Sentence) -> Reading:
    """Read a negative amount in the brackets of accountants: "$(4.5) million" and "a loss of ($0.12)"."""
    money = currencies()[match["symbol"]]
    magnitude = magnitude_of(match["inner"] or match["magnitude"])
    said = amount(match["number"], magnitude, money, british=sentence.locale.british, attribute=False)
    return with_unit(f"minus {said}", match.end(), sentence)


def _loss(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "a net loss of ($4.5m)" and "earnings per share were ($0.12)"."""
    if sentence.before(match.start()) not in _BEFORE_LOSS or not clues.find("loss", sentence, *match.span()).evidence:
        return None
    return _accounting(match, sentence)


_BEFORE_LOSS = frozenset({"of", "was", "were", "to", "at", "from", "totaled", "totalled", "is"})


def _code_after(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "500 USD" and "10 \u20ac"."""
    code = match["code"]
    money = currencies().get(code)
    if money is None or (is_doubtful(code) and not match["magnitude"] and "." not in match["number"]):
        return None
    said = amount(
        match["number"],
        magnitude_of(match["magnitude"]),
        money,
        british=sentence.locale.british,
        attribute=is_priced_noun_after(match.end(), match.start(), sentence),
    )
    return with_unit(said, match.end(), sentence)


def _pence(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "10p", "1,845p", "50\u00a2", "a 5p coin" and "99c"."""
    said = number_words.number(match["number"], british=sentence.locale.british)
    unit = match["unit"].strip()
    attribute = is_priced_noun_after(match.end(), match.start(), sentence)
    if unit == "c" and len(match["number"]) == 1 and _MODEL_BEFORE.search(sentence.text_before(match.start())):
        return None
    if unit in {"\u00a2", "c"}:
        return with_unit(f"{said} {'cent' if match['number'] == '1' or attribute else 'cents'}", match.end(), sentence)
    if sentence.after(match.end()) in {"video", "resolution", "screen", "footage", "display"}:
        return None
    return with_unit(f"{said}{TIE}P", match.end(), sentence)


_MODEL_BEFORE = lazy_re(
    r"(?:[a-z] [A-Z]\w*|\b[a-z]?[A-Z]\w*[A-Z]\w*|[Ss]eries|[Mm]odel|[Gg]rade|[Tt]ype|[Pp]hone|class|form) $"
)
"""What stands before the "3c" of a model or a form."""


def _pair(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "EUR/USD" letter by letter, so that no number behind it becomes an amount."""
    del sentence
    first, second = match["first"], match["second"]
    if first not in currencies() or second not in currencies():
        return None
    return f"{TIE.join(first)} {TIE.join(second)}"


def _range_last(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "5-10 \u20ac", "5\u201310 EUR" and "10p-20p"."""
    british = sentence.locale.british
    low = number_words.number(match["low"], british=british)
    if match["pence"]:
        high = number_words.number(match["number"], british=british)
        return with_unit(f"{low} to {high}{TIE}P", match.end(), sentence)
    code = match["code"]
    if code not in currencies() or is_doubtful(code):
        return None
    attribute = is_priced_noun_after(match.end(), match.start(), sentence)
    magnitude = magnitude_of(match["magnitude"])
    high = amount(match["number"], magnitude, currencies()[code], british=british, attribute=attribute)
    return with_unit(f"{low} to {high}", match.end(), sentence)


def _in_words(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read the number of "1115 pence", which is no year. Americans say "fifteen hundred dollars"."""
    if match["number"].endswith("00") and not sentence.locale.british:
        return None
    return number_words.integer(match["number"], british=sentence.locale.british)


def _lost_sign(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "worth?8 crore", in which a bad conversion has put "?" for the sign of the rupee."""
    attribute = is_priced_noun_after(match.end(), match.start(), sentence)
    magnitude = magnitude_of(match["magnitude"])
    rupees = currencies()["Rs"]
    said = amount(match["number"], magnitude, rupees, british=sentence.locale.british, attribute=attribute)
    return with_unit(f" {said}", match.end(), sentence)


def _symbol_alone(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read a symbol without an amount: "the $ fell", "the $US rose"."""
    del sentence
    money = currencies().get(match["symbol"])
    return None if money is None else money.one


_SYMBOL_MAGNITUDE = "(?:" + MAGNITUDE.removesuffix(r"|-\d)") + r")| [mMbBkKT](?![\w']))"
_FRACTION = r"(?: ?[\u00bc-\u00be\u2150-\u215e]| (?:1/[2-9]|2/[35]|3/[458]|4/5|5/[68]|7/8)(?![\d/]))"
_AMOUNT = rf"(?P<number>(?:{NUMBER}{_FRACTION}?|\.\d++))(?P<magnitude>{_SYMBOL_MAGNITUDE})?"
_PLAIN_AMOUNT = rf"(?P<number>{NUMBER})(?P<magnitude>{MAGNITUDE})?"


def _coded(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "USD 5m", "Rs. 500 crore", "CHF20" and "R250m"."""
    symbol = match["symbol"].rstrip(".")
    if symbol not in currencies():
        return None
    if _DIGIT_JOINED.match(sentence.text, match.end()):
        return _second(match, match.end(), magnitude_of(match["magnitude"]), sentence, currencies()[symbol])
    return _symbol(match, sentence)


_DIGIT_JOINED = lazy_re(r"-\d")


def _letter(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read the naira, pula, peso or kwacha of an African or Philippine paper: "N5,000", "P200", "K20m".

    A number of road or a model looks the same, so the text must name the country or the currency. Only "N" with a
    magnitude or a comma needs no such word.
    """
    magnitude = magnitude_of(match["magnitude"])
    for letter, kind, *names in tables.rows("letter_currencies"):
        if letter != match["symbol"]:
            continue
        plain = len(match["number"]) == 1 and not magnitude
        sure = letter == "N" and ((match["magnitude"] or "").strip() in _WHOLE_MAGNITUDES or "," in match["number"])
        if sure or (not plain and clues.find(kind, sentence, *match.span()).evidence):
            money = Currency(*names)
            if second := _second(match, match.end(), magnitude, sentence, money):
                return second
            attribute = is_priced_noun_after(match.end(), match.start(), sentence)
            british = sentence.locale.british
            said = amount(match["number"], magnitude, money, british=british, attribute=attribute)
            return with_unit(said, match.end(), sentence)
    return None


_WHOLE_MAGNITUDES = frozenset({"thousand", "million", "billion", "trillion", "bn", "trn", "tn"})


def _cashtag(match: re.Match[str], sentence: Sentence) -> str:
    """Read "$AAPL" letter by letter."""
    del sentence
    return TIE.join(match["name"])


ACCOUNTING = Rule(
    "money",
    "A.",
    lazy_re(
        rf"{MAY_BE_SYMBOL}(?P<symbol>{SYMBOLS}) ?\((?P<number>(?:{NUMBER}|\.\d++))(?P<inner>{_SYMBOL_MAGNITUDE})?\)"
        rf"(?P<magnitude>{_SYMBOL_MAGNITUDE})?"
    ),
    _accounting,
)
LOSS_IN_BRACKETS = Rule(
    "money",
    ".",
    lazy_re(
        rf"\((?P<symbol>{SYMBOLS}) ?(?P<number>(?:{NUMBER}|\.\d++))(?P<inner>{_SYMBOL_MAGNITUDE})?\)"
        rf"(?P<magnitude>{_SYMBOL_MAGNITUDE})?"
    ),
    _loss,
)
SYMBOL_FIRST = Rule(
    "money",
    "A.",
    lazy_re(rf"(?P<sign>[-+~<>\u2248\u00b1])? ?{MAY_BE_SYMBOL}(?P<symbol>{SYMBOLS}) ?(?P<minus>-)?{_AMOUNT}(?![\d])"),
    _symbol,
)
CODE_FIRST = Rule("money", "Aa", lazy_re(rf"{MAY_BE_CODE}(?P<symbol>{CODES}) ?{_AMOUNT}(?!\w)"), _coded)
LETTER_FIRST = Rule("money", "A", lazy_re(rf"(?P<symbol>[NPK]){_AMOUNT}(?!\w|-\d)"), _letter)
PAIR = Rule("money", "A", lazy_re(r"(?P<first>[A-Z]{3})/(?P<second>[A-Z]{3})(?!\w)"), _pair)
CASHTAG = Rule("ticker", ".", lazy_re(r"\$(?P<name>[A-Z]{1,5})(?!\w)"), _cashtag)
CODE_LAST = Rule(
    "money",
    "9",
    lazy_re(
        rf"{_PLAIN_AMOUNT} ?(?P<code>[A-Z]{{2}}A?\$|[A-Z]{{3,4}}|[$\u20ac\u00a3\u00a5\u20bd\u20b4\u20b8\u20a9\u20aa"
        r"\u20ba\u0e3f\u20ab\u20a6\u20b9\u20bf\u039e]|z\u0142|K\u010d|Ft|kr|TL|Tk|(?<= )Rs)(?![\w$\u20ac\u00a3])"
    ),
    _code_after,
)
PENCE = Rule("money", "9", lazy_re(rf"(?P<number>{NUMBER})(?P<unit>p|\u00a2| \u00a2|c)(?!\w)"), _pence)
RANGE_SYMBOL_LAST = Rule(
    "money",
    "9",
    lazy_re(
        rf"(?P<low>{NUMBER})p? ?[-\u2013] ?(?P<number>{NUMBER})"
        rf"(?:(?P<pence>p)|(?P<magnitude>{MAGNITUDE})? ?(?P<code>[A-Z]{{3}}|[$\u20ac\u00a3]|z\u0142|K\u010d|kr))"
        r"(?![\w$\u20ac\u00a3])"
    ),
    _range_last,
)
IN_WORDS = Rule(
    "money",
    "9",
    lazy_re(
        r"(?P<number>[1-9]\d{3})(?= (?:pence|cents?|dollars?|pounds? sterling|euros?|rupees?|rand|yen|yuan|pesos?|"
        r"francs?|marks|rubles|roubles|shillings?|naira|krona|kroner|kronor|lira|dirhams?|riyals?|baht|won|taka|bitcoins?)\b)"
    ),
    _in_words,
)
LOST_SIGN = Rule(
    "money",
    ".",
    lazy_re(rf"\?{{1,2}}(?P<number>{NUMBER})(?P<magnitude>[ -](?:lakh crore|lakhs?|crores?))(?!\w)"),
    _lost_sign,
)
SYMBOL_ALONE = Rule("money", "A.", lazy_re(rf"(?!S/){MAY_BE_SYMBOL}(?P<symbol>{SYMBOLS})"), _symbol_alone)
DOLLAR_ALONE = Rule("money", ".", lazy_re(r"(?P<symbol>\$(?:US|AU|NZ|HK|CAN|A))(?![\w$])"), _symbol_alone)
