"""Read web and e-mail addresses, handles, hashtags, file names, tickers and stock indexes.

The scheme of an address is not spoken, and marks are read by their names ("dot", "slash").
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from audiocast.normalize import number_words, tables
from audiocast.normalize.acronyms import spell
from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.pronounceable import pronounceable
from audiocast.normalize.scanner import LETTER, TIE, Reading, Rule

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence

_MARKS = {
    ".": "dot", "/": "slash", "-": "dash", "_": "underscore", "@": "at", ":": "colon", "?": "question mark",
    "=": "equals", "&": "ampersand", "#": "hash", "%": "percent", "+": "plus", "~": "tilde",
    "\\": "backslash", "*": "star", "!": "exclamation mark", "'": "", ",": "comma", ";": "semicolon",
    "$": "dollar", "£": "pound", "€": "euro", "¥": "yen", "(": "", ")": "", "[": "", "]": "",
}  # fmt: skip
_PARTS = lazy_re(r"\d+|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[^\W\d_]+|.", re.DOTALL)
_WORDS = tables.word_set("web.words")
_SPELLED = tables.word_set("web.spelled")


def say_address(text: str) -> str:
    """Return an address in words: each part as a word or as letters, and each mark by its name."""
    said = []
    stem, dot, ending = text.rpartition(".")
    if dot and ending.lower() in _PICTURES:
        return f"{say_address(stem)} dot {_EXTENSIONS[ending.lower()]}"
    for part in _PARTS.findall(_LINKED.sub(r"\1 \2 ", text)):
        if part in _MARKS:
            said.append(_MARKS[part])
        elif part.isdigit() and part.isascii():
            said.append(number_words.digits(part) if len(part) > 2 and not _is_year(part) else _small_number(part))
        elif part[0].isalnum():
            said.append(say_label(part))
    return " ".join(part for part in said if part)


def _is_year(part: str) -> bool:
    return len(part) == 4 and part[:2] in {"19", "20"}


_THREE = 3
_SHORTEST = 5


def _small_number(part: str) -> str:
    if len(part) == 4:
        return number_words.year(int(part))
    return (
        number_words.digits(part)
        if part[0] == "0"
        else number_words.cardinal(int(part))
        if len(part) < _THREE
        else number_words.digits(part)
    )


def say_label(label: str) -> str:
    """Return one part of an address: "bbc" is spelled, "example" is a word."""
    small = label.lower()
    if small in _WORDS:
        return small if label.islower() else label
    if small in _SPELLED:
        return spell(label)
    known = tables.pairs("acronyms").get(label.upper()) if label.isupper() or label.islower() else None
    if known is not None and small not in tables.words("capitals") and (len(label) < 5 or label.isupper()):
        return known if label.isupper() or TIE in known else label
    if len(label) < 4 and label.isascii() and (label.isupper() or not _short_word(small)):
        return spell(label) if label.isupper() or not re.search("[aeiouy]", small) else label
    if len(label) < 6 and not re.search("[aeiouyAEIOUY]", label) and label.isascii():
        return spell(label)
    return label.capitalize() if label.isupper() and pronounceable(label) else label


def _short_word(small: str) -> bool:
    return small in tables.words("capitals") or bool(re.search("[aeiouy]", small))


def _url(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "bbc.co.uk/news", "https://www.un.org" and "X.com"."""
    host, path = match["host"], match["path"] or ""
    scheme = match["scheme"]
    suffix = host.rpartition(".")[2].lower()
    if (
        not scheme
        and not host.lower().startswith("www.")
        and not _is_domain(host, suffix, path, sentence.text[match.end() : match.end() + 2])
    ):
        return None
    if host.lower() == "dot.com":
        return Reading("dot com", match.end("host"))
    path = path.rstrip(".,;:!?'\")")
    end = match.end() - len(match["path"] or "") + len(path)
    spoken = (match["port"] or "") + path.rstrip("/")
    tail = sentence.text[end : end + 2]
    said = say_host(host) + (f" {say_address(spoken)}" if spoken else "")
    if tail == "'s":
        return Reading(f"{said}'s", end + 2)
    return Reading(said, end)


_DOMAINS = tables.word_set("web.domains")
_DOMAIN_WORDS = tables.word_set("web.domain_words")
_SECOND_LEVEL = lazy_re(
    r"\.(?:co|com|org|net|gov|gob|govt|ac|edu|or|ne|go|nic|res|sch|ltd|plc|police|nhs)\.[a-z]{2}$", re.IGNORECASE
)
# The code of a share and of its exchange: "AIR.PA". Few write an address in capitals.
_LISTED_SHARE = lazy_re(r"[A-Z]{1,5}\.(?!UK|TV|IO|AI)[A-Z]{2}")
_WORD_ENDING = lazy_re(r"(?:ed|ing|ly|ion|ment|ers|ies)$")


def _is_domain(host: str, suffix: str, path: str, after: str) -> bool:
    """Return whether a name with dots is an address, decided by its last part. Two capitals with a dot are initials.

    After a common word, a part such as "it" or "news" begins a sentence: the space between them is missing.
    """
    if suffix not in _DOMAINS or (len(host) < 4 and not path):
        return False
    if host[-len(suffix)].isupper() and not path and (not host.isupper() or _LISTED_SHARE.fullmatch(host)):
        return False
    if _SECOND_LEVEL.search(host) or suffix not in _DOMAIN_WORDS:
        return True
    label = host[: -len(suffix) - 1]
    is_word = len(suffix) == len("it") and (
        label in tables.words("long_words") or _WORD_ENDING.search(label) is not None
    )
    return len(host) > _SHORTEST and not (is_word and after[:1].isspace() and after.islower())


def say_host(host: str) -> str:
    """Return the name of a site. Its country is spelled: "Z A"."""
    start, dot, country = host.rpartition(".")
    if not dot or len(country) != len("uk") or country.lower() in _WORDS:
        return say_address(host)
    return f"{say_address(start)} dot {spell(country)}"


def _mail(match: re.Match[str], sentence: Sentence) -> str:
    """Read "jane.doe@example.org"."""
    del sentence
    who = match["who"]
    name = " dot ".join(who.split(".")) if _PERSON.fullmatch(who) else say_address(who)
    return f"{name} at {say_host(match['host'])}"


# The first and the family name in an e-mail address are no acronyms.
_PERSON = lazy_re(r"(?=[a-z]*[aeiouy])[a-z]{2,20}\.(?=[a-z]*[aeiouy])[a-z]{2,20}")


def split_camel(text: str) -> str:
    """Return the words of a name in mixed case: "BlackLivesMatter" -> "Black Lives Matter"."""
    said = []
    for part in _CAMEL.findall(_LINKED.sub(r"\1 \2 ", text)):
        if part.isdigit():
            said.append(_tag_number(part))
        elif part.isupper() and len(part) > 1:
            known = tables.pairs("acronyms").get(part)
            said.append(known or (part.capitalize() if pronounceable(part) and len(part) > 3 else spell(part)))
        elif part != "_":
            said.append(part)
    return " ".join(said)


# A small word within a name: "IsleofMan", "BankofAmerica".
_LINKED = lazy_re(r"(?<![A-Za-z])([A-Z][a-z]{2,11}?)(of|and|the)(?=[A-Z])")
_CAMEL = lazy_re(r"\d+|[A-Z]+(?![a-z])|[^\W\d_]?[^\W\d_A-Z]+|[^\W\d_]+|_")


def _tag_number(part: str) -> str:
    if len(part) == 4 and part[:2] in {"19", "20"}:
        return number_words.year(int(part))
    return number_words.code(part)


def _handle(match: re.Match[str], sentence: Sentence) -> str:
    """Read "@POTUS" and "@realDonaldTrump". After "at" the sign is silent: "follow her at @JaneRoe"."""
    name = match["name"]
    known = tables.pairs("acronyms").get(name)
    said = known or split_camel(name)
    return said if sentence.before(match.start()).lower() == "at" else f"at {said}"


def _handle_with_sign_last(match: re.Match[str], sentence: Sentence) -> str:
    """Read "IsleofMan@", the start of an address whose host is left out."""
    del sentence
    return f"{split_camel(match['name'])} at"


def _hashtag(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "#BlackLivesMatter" and "#COP28"."""
    name = match["name"]
    if name.isdigit() or sentence.text[match.start() - 1 : match.start()].isalnum():
        return None
    word = "" if sentence.before(match.start()).lower() in {"hashtag", "hashtags"} else "hashtag "
    return f"{word}{split_camel(name)}" + (" hash" if match["hash"] else "")


def _rank(match: re.Match[str], sentence: Sentence) -> str:
    """Read "#1" and "# 5"."""
    return f"number {number_words.integer(match['number'], british=sentence.locale.british)}"


_FILES = (
    "pdf docx? xlsx? pptx? csv txt jpe?g png gif mp[34] mov avi zip exe html? json xml js "
    "py sql rtf odt eml wav heic svg tar gz dmg apk bin dll php css log md ai psd key pages"
).replace(" ", "|")
_EXTENSIONS = {
    "docx": "docx",
    "txt": "text",
    "xlsx": "X L S X",
    "zip": "zip",
    "gif": "gif",
    "jpeg": "jpeg",
    "jpg": "jpeg",
    "doc": "doc",
    "bin": "bin",
    "mov": "mov",
    "log": "log",
    "key": "key",
    "pages": "pages",
    "json": "jason",
    "heic": "H E I C",
    "mp3": "M P three",
    "mp4": "M P four",
}


_PICTURES = frozenset({"jpg", "jpeg", "gif"})


def _file(match: re.Match[str], sentence: Sentence) -> str:
    """Read "report_final.pdf" and "Q3-plan.docx"."""
    del sentence
    extension = match["extension"].lower()
    ending = _EXTENSIONS.get(extension)
    ending = ending.replace(" ", TIE) if ending and len(ending.split()[0]) == 1 else ending or spell(extension)
    return f"{say_address(match['stem'])} dot {ending}"


_BARE_DOMAINS = (
    "com|gov|org|net|edu|mil|int|info|biz|io|ai|tv|me|app|dev|xyz|online|shop|store|site|club|museum|post|mobi|name|pro|coop|aero"
    "|xxx|onion|cat|jobs|travel|uk|eu|us|ca|au|de|fr|ie|in|za|nz|co|ru|cn|jp|br|it|es|nl|ch|se|no|dk|fi|pl|ua|hk|sg|scot|wales"
)


def _suffix(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read "the .com boom" and "a .zip file"."""
    before = sentence.text[match.start() - 1 : match.start()]
    if before and not before.isspace() and before not in "'\"(":
        return None
    suffix = match["suffix"].lower()
    return f"dot {_EXTENSIONS.get(suffix) or (say_host(suffix) if '.' in suffix else say_label(suffix))}"


def _listed(match: re.Match[str], sentence: Sentence) -> str:
    """Read "NASDAQ: AAPL" and "NYSE:GM"."""
    del sentence
    exchange = match["exchange"]
    return f"{tables.pairs('acronyms').get(exchange) or spell(exchange)}, {spell(match['code'])}"


def _shares(match: re.Match[str], sentence: Sentence) -> str:
    """Read "S&P 500", "FTSE 100", "CAC 40" and "Nikkei 225"."""
    del sentence
    name = match["name"]
    said = {"S&P": f"S{TIE}and{TIE}P", "FTSE": "footsie", "CAC": "cack"}.get(name) or (
        tables.pairs("acronyms").get(name) or (name.capitalize() if name.isupper() and len(name) > 3 else name)
    )
    number = match["number"]
    if number in {"500", "100", "600", "400", "1000", "2000", "3000", "300"}:
        return f"{said} {number_words.cardinal(int(number))}"
    return f"{said} {number_words.code(number)}"


def _path(match: re.Match[str], sentence: Sentence) -> str:
    """Read the path of a Windows file, or an address with an unusual scheme."""
    del sentence
    return say_address(unicodedata.normalize("NFKC", match[0]))


_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,60}[A-Za-z0-9])?"
_HOST = rf"(?:{_LABEL}\.){{1,5}}[A-Za-z]{{2,10}}"
_TEXT_PATH = r"[/?#][\w\-./?=&%#~+:@!$,;*']{0,300}"

EMAIL = Rule(
    "e-mail",
    "Aa9",
    lazy_re(rf"(?:mailto:)?(?P<who>[A-Za-z0-9][\w.+&%-]{{0,63}})@(?P<host>{_HOST})(?![\w])", re.ASCII),
    _mail,
)
URL = Rule(
    "web",
    "Aa9",
    lazy_re(
        rf"(?P<scheme>https?://|ftp://|HTTPS?://)?(?P<host>{_HOST})(?P<port>:\d{{2,5}})?(?P<path>{_TEXT_PATH})?(?![\w@])",
        re.ASCII,
    ),
    _url,
)
OTHER_SCHEME = Rule("web", "a", lazy_re(r"(?:https?|ftp|file)://[^\s<>\"]{1,300}"), _path)
FILE_NAME = Rule(
    "file",
    "Aa9",
    lazy_re(
        rf"(?P<stem>[A-Za-z0-9][\w-]{{0,80}}(?:\.[\w-]{{1,20}}){{0,3}})\.(?P<extension>{_FILES})(?![\w])", re.ASCII
    ),
    _file,
)
EXCHANGE_AND_CODE = Rule(
    "ticker",
    "A",
    lazy_re(r"(?P<exchange>NASDAQ|NYSE|LSE|TSX|ASX|LON|AMEX|HKEX|NSE|BSE|OTC) ?: ?(?P<code>[A-Z]{1,5})(?!\w)"),
    _listed,
)
STOCK_INDEX = Rule(
    "index",
    "A",
    lazy_re(
        r"(?P<name>S&P|FTSE|CAC|DAX|Nikkei|STOXX|Stoxx|IBEX|Russell|CSI|SMI|AEX|Dow|Nasdaq|ASX|"
        r"TSX|KOSPI|MIB|NIFTY|Nifty|Hang Seng|Fortune|NASDAQ) ?-?(?P<number>\d{2,4})(?![\w%]|[.,]\d)"
    ),
    _shares,
)
HASHTAG = Rule("hashtag", ".", lazy_re(rf"#(?P<name>(?:{LETTER}|\d)(?:{LETTER}|[\d_]){{0,100}})(?P<hash>#)?"), _hashtag)
RANK = Rule("number", ".", lazy_re(r"# ?(?P<number>\d{1,9})(?!\w)"), _rank)
HANDLE = Rule("handle", ".", lazy_re(r"@(?P<name>[A-Za-z_]\w{0,60})", re.ASCII), _handle)
HANDLE_WITH_SIGN_LAST = Rule(
    "handle", "A", lazy_re(r"(?P<name>(?:[A-Z][a-z]{1,20}){2,6})@(?!\w)", re.ASCII), _handle_with_sign_last
)
_KIND_OF_FILE = r"(?=['\"]? (?:files?|folders?|director(?:y|ies)|extensions?|formats?|domains?)\b)"
FILE_EXTENSION = Rule(
    "file",
    ".",
    lazy_re(
        rf"\.(?P<suffix>(?:[a-z]{{2,12}}(?:-[a-z]{{2,12}})?|[A-Z]{{2,5}}){_KIND_OF_FILE}|(?:co|com|org|net|gov|ac|edu)\.[a-z]{{2}}|{_FILES}"
        rf"|{_FILES.upper()}|DBF|BAT|INI|NET|COM|ORG|{_BARE_DOMAINS})(?!\w)"
    ),
    _suffix,
)
WINDOWS_PATH = Rule("file", "A", lazy_re(r"[A-Z]:\\[\w\\.-]{1,200}"), _path)
