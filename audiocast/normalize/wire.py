"""Leave out the codes that news agencies write for their readers' screens.

Reuters adds the code of each share, index, currency and future to its name: "Apple <AAPL.O>", "the Nasdaq .IXIC", "the
euro EUR=", "Brent LCOc1". The names are in the text, so nobody reads the codes aloud.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.normalize import tables
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import Reading, Rule

if TYPE_CHECKING:
    import re

    from audiocast.normalize.scanner import Sentence

NAME = "wire code"
"""The name of these rules. The audit does not miss their text."""

_EXCHANGES = (
    r"(?:O|N|L|PA|DE|F|MI|AS|T|HK|SS|SZ|TO|AX|SI|KS|KQ|K|A|P|OQ|PK|OB|NS|NQ|BO|ST|HE|CO|OL|MC|SW|S|VX|VI|BR|LS|MX|SA|JO"
    r"|IS|WA|PR|BU|BX|TW|TWO|BK|JK|KL|PS|NZ|I|IR|AT|TA|QA|AD|DU|SE|CN|V|H|MM|ME|RTS|CA|NR|LG|BY|KA|CM|VN|HM|HN)"
)
_SHARE = rf"(?:[A-Z]{{1,5}}\d{{0,2}}[a-z]?(?:_[a-z]{{1,3}})?|\d{{4,6}})\.{_EXCHANGES}"
_INDEX = r"\.[A-Z][A-Z0-9]{1,14}"
_FUTURE = r"[A-Z]{1,4}cv?\d{1,2}|(?:W|S|C|O|BO|SM|KW|LC|FC|LH|CL|HO|RB|NG|GC|SI|HG|PL|PA)v1|CM(?:AL|CU|NI|PB|SN|ZN)[03]"
_BOND = r"[A-Z]{2}\d{1,2}(?:YT|US\d{1,2}|DE\d{1,2})=[A-Z]{2,5}"
_BOND += r"|[A-Z0-9]{4,12}=(?:RR|TWEB|MCX|EBS|CFXS|CFXT|CFX|D[2-4]|TE|TH|R|SAEC|X|BKR|KFTC)\b"
_CURRENCY = r"[A-Z]{3}(?:[A-Z]{3})?=(?:[A-Z][A-Z0-9]{1,4}\b)?|=[A-Z]{3}\b"
_NO_INDEXES = frozenset(
    {
        ".DBF",
        ".XLS",
        ".DOC",
        ".DOCX",
        ".XLSX",
        ".TXT",
        ".JPG",
        ".JPEG",
        ".PNG",
        ".GIF",
        ".MP3",
        ".MP4",
        ".HTML",
        ".XML",
        ".JSON",
        ".DLL",
        ".BAT",
        ".INI",
        ".CFG",
        ".SQL",
        ".RAR",
        ".ISO",
        ".PSD",
        ".UK",
        ".NET",
        ".COM",
        ".ORG",
        ".EDU",
        ".GOV",
        ".INFO",
        ".BIZ",
        ".PDF",
        ".CSV",
        ".ZIP",
        ".EXE",
    }
)


_KIND_OF_FILE = lazy_re(
    r"['\"]? (?:files?|formats?|extensions?|documents?|domains?|images?|archives?|framework|folder)\b"
)


def _left_out(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Leave out a code that stands alone, with its angle or round brackets."""
    text, at = sentence.text, match.start()
    if at and not text[at - 1].isspace() and text[at - 1] not in "([<\"'/-\u2013\u2014":
        return None
    of_file = match[0].startswith(".") and _KIND_OF_FILE.match(text, match.end())
    return None if of_file or match[0] in _NO_INDEXES else Reading("", match.end())


def _currency(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Leave out the code of a currency, "EUR=", but not the left side of an equation."""
    pair = match[0].partition("=")[0] or match[0][1:]
    codes = {pair[:3], pair[3:6]} - {""}
    known = codes <= tables.words("currencies") | {"XAU", "XAG", "XPT", "XPD"}
    return _left_out(match, sentence) if known else None


def _share(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Leave out the code of a share, but not an initialism with one full stop ("P.S", "A.T")."""
    if "(" not in match[0] and match["code"].find(".") == 1 and len(match["code"]) == len("A.B"):
        return None
    return _left_out(match, sentence)


_END = r"(?![\w=]|\.\w)"

ANGLE_BRACKETS = Rule(
    NAME,
    ".",
    lazy_re(rf"<(?:0#)?(?:{_SHARE}|{_INDEX}|{_FUTURE}|{_BOND}|{_CURRENCY}|[A-Z]{{1,6}}\.[A-Z]{{1,3}})>"),
    _left_out,
)
ROUND_BRACKETS = Rule(NAME, ".", lazy_re(rf"\((?:{_SHARE}|{_INDEX}|{_FUTURE}|{_BOND})\)"), _left_out)
INDEX = Rule(NAME, ".", lazy_re(rf"{_INDEX}{_END}"), _left_out)
BOND = Rule(NAME, "A", lazy_re(rf"{_BOND}{_END}"), _left_out)
CURRENCY = Rule(NAME, "A.", lazy_re(rf"(?:{_CURRENCY}){_END}(?! \d)"), _currency)
FUTURE = Rule(NAME, "A", lazy_re(rf"(?:{_FUTURE}){_END}"), _left_out)
SHARE = Rule(NAME, "A9", lazy_re(rf"(?P<code>{_SHARE}){_END}"), _share)
