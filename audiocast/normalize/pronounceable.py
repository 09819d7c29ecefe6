"""Tell whether an unknown acronym can be said as an English word, by its vowels and consonants."""

from __future__ import annotations

import re

_ONSET = (
    "(?:sch|scr|spl|spr|str|shr|thr|chr|phr|bl|br|ch|cl|cr|dr|dw|fl|fr|gh|gl|gr|kh|kl|kn|kr|"
    "ph|pl|pr|qu|rh|sc|sh|sk|sl|sm|"
    "sn|sp|st|sw|th|tr|tw|wh|wr|zh|[bcdfghjklmnpqrstvwxyz])"
)
_CODA = (
    "(?:mpt|hn|nch|nct|nds|nks|nts|rch|rds|rks|rld|rms|rns|rps|lps|mps|lds|rst|rth|rts|sts|tch|ngs|ght|bs|ch|ck|cs|ct|ds|ff|fs|ft|gs|ks|ld|lf|"
    "lk|ll|lm|lp|ls|lt|lth|mb|mp|ms|mm|nc|nd|ng|nk|ns|nn|nt|ph|ps|pt|rb|rc|rd|rf|rg|rk|rl|"
    "rm|rn|rp|rr|rs|rt|rv|sh|sk|sm|sp|ss|st|th|ts|"
    "tt|tz|[bcdfghklmnprstvwxyz])"
)
_MIDDLE = "(?:ck|ct|ff|ll|lt|mm|mp|nc|nd|ng|nk|nn|ns|nt|ph|pp|pt|rc|rd|rk|rn|rr|rs|rt|ss|st|tt|[bcdfgklmnprstvwxz])"
_VOWEL = "(?:oo|ee|ea|ai|ay|au|ou|oa|ey|ie|ei|oi|oy|ow|ew|aw|ia|io|[aeiouy])"
_BEGINNING = f"{_ONSET}?{_VOWEL}"
_PRONOUNCED = f"{_ONSET}?{_VOWEL}(?:{_MIDDLE}?{_ONSET}?{_VOWEL}){{0,6}}{_CODA}?e?"
# "EFTA", "ASIO", "AQIS", "ARGA": two syllables. Most other short names that begin with a vowel are spelled: "ACLU".
_SHORT_WITH_VOWEL = (
    "[aeio](?:[bcdfgjklmnprstvz]|[lmnrs][bcdfgjklmnprstvz]|ct|ft|pt|tt|pp|bb|dd|ck)[aeio]|"
    "[aeio][bcdfgjklmnpqrstvz](?:[aeio][bcdfgklmnprstxz]|i[ao]|ea)"
)
_SHORT = 4
_LONG = 6


def pronounceable(name: str, *, strict: bool = True) -> bool:
    """Return whether a name can be said as an English word.

    Args:
        name: The name in capitals.
        strict: Whether a name that begins like the United States, the United Nations or New York is no word, and a
            short one that begins with a vowel only if it has two plain syllables: FIFA and ASIO, not USDA.
    """
    small = name.lower()
    if len(name) > _LONG and sum(letter in "aeiouy" for letter in small) > 1 and re.match(_BEGINNING, small):
        return True
    if strict:
        if name.startswith(_COUNTRIES):
            return False
        if len(name) <= _SHORT and name[0] in "AEIOU":
            return len(name) == _SHORT and re.fullmatch(_SHORT_WITH_VOWEL, small) is not None
    return re.fullmatch(_PRONOUNCED, small) is not None


_COUNTRIES = ("US", "UN", "UK", "EU", "NY")
