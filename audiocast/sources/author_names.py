"""Clean the names of authors as feeds and pages give them: "By Jane Roe, Staff Writer" is Jane Roe."""

from __future__ import annotations

import re

from audiocast.sources.decoding import clean, without_markup

_BY = re.compile(r"(?:(?:written|words|story|text|posted) )?by:?\s+(?=\S)|author:\s*", re.IGNORECASE)
_ROLE = (
    r"(?:(?:[\w-]+ ){0,3}(?:writer|reporter|correspondent|editor|columnist|contributor|journalist|photographer|critic)"
    r"|(?:the )?associated press|reuters|afp|staff|special (?:to|for) .{2,40})"
)
_END = re.compile(rf"(?:\s*[,|(\u2013\u2014]\s*|\s+-\s+){_ROLE}\)?(?:\s*[,|].*)?$", re.IGNORECASE)
_MAIL = re.compile(r"\s*[<(\[]?\s*(?:mailto:)?[\w.+-]+@[\w.-]+\.\w+\s*[>)\]]?")
_TWITTER = re.compile(r"\s*\(?@\w{2,30}\)?$")
_NOBODY = re.compile(
    r"(?:admin(?:istrator)?|root|webmaster|no-?reply|unknown|none|null|https?://\S+|n/a|user\d*)", re.IGNORECASE
)


def cleaned(names: list[str]) -> str:
    """Return names as one text, each once, without "By", roles, mail addresses and accounts; "" if nobody is named."""
    found = [each for name in map(_cleaned, names) for each in _divided(name)]
    return ", ".join(dict.fromkeys(filter(None, found)))


def _cleaned(text: str) -> str:
    written = clean(without_markup(text))
    name = _TWITTER.sub("", _MAIL.sub("", _BY.sub("", written, count=1)))
    name = _END.sub("", name).strip(" ,;|-")
    name = name.partition(" | ")[0]
    return "" if _NOBODY.fullmatch(name) else name


def _divided(name: str) -> list[str]:
    """Return the full names between commas; "Roe, Jane" and "Jane Roe, Jr." are one name."""
    names = name.split(", ")
    return names if all(" " in each for each in names) else [name]
