"""Rules that cut a whole block because its text is boilerplate, such as "Share this article" or a credit.

Each rule has a name, which reports and the `--explain` option show, and a pattern for the whole text of a block.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.model.article import BlockKind
from audiocast.sources.extract.credit_lines import MONTH, is_caption, is_credit

if TYPE_CHECKING:
    from collections.abc import Callable

    from audiocast.sources.extract.placed_blocks import PlacedBlock

_READ_MORE = re.compile(
    r"(?:read more|read also|also read|see also|more on this story|related (?:stories|articles|coverage|content|links))"
    r"(?:\s*[:>»…].{0,200}|\.{0,3})|click here (?:to|for) .{1,80}",
    re.IGNORECASE,
)
_RELATED = re.compile(
    r"(?:related|recommended|recommended for you|most (?:read|popular|viewed)|read (?:more|next)|up next|see also"
    r"|trending|more (?:on this story|stories|like this|(?:from|in|on) .{1,40})"
    r"|you (?:may|might) (?:also )?(?:like|enjoy)"
    r"|(?:related|recommended|latest|popular|other) "
    r"(?:articles?|content|coverage|links|news|posts|reading|stories|story|topics|videos))\s*:?",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"[<(\[]?(?:https?://|www\.)\S+[>)\]]?", re.IGNORECASE)
_SHARE = re.compile(
    r"(?:share|tweet|copy link|link copied!?|share (?:on|via) \w+"
    r"|share (?:this|the) (?:article|page|post|story)|(?:email|print|save|tweet) this(?: (?:article|page|post|story))?"
    r"|(?:like|liked|enjoy|enjoyed) (?:this|the) (?:article|page|post|story)\? share .{1,40}"
    r"|follow us(?: on .{1,40})?|(?:facebook|twitter|x|linkedin|whatsapp|telegram|reddit|pinterest|instagram|threads"
    r"|bluesky|mastodon|share|e-?mail|copy link|print|messenger|,|\||·|\s){2,})\s*[:.]?",
    re.IGNORECASE,
)
_COOKIES = re.compile(
    r"(?:we|this (?:web)?site|our (?:web)?site|this page)(?: and our partners)? uses? (?:\w+ ){0,3}cookies\b.{0,600}"
    r"|by (?:continuing|using|browsing) .{0,80}\bcookies\b.{0,300}"
    r"|(?:accept|allow|reject|manage|decline)(?: all)? cookies|cookie (?:policy|settings|preferences|notice)\.?"
    r"|(?:accept|reject|allow) all",
    re.IGNORECASE,
)
_SUBSCRIBE = re.compile(
    r"(?:view|read|open) (?:this|it|the)?\s?(?:e-?mail|message|newsletter|post|issue)?\s?(?:in|on) (?:your|a|the)?\s?"
    r"(?:web )?(?:browser|web|online)\b.{0,60}|(?:email|message) not displaying correctly\?.{0,80}"
    r"|having trouble (?:reading|viewing) (?:this|the) .{0,100}|(?:to )?unsubscribe\b.{0,160}"
    r"|(?:update|manage|change) (?:your |email |my )?(?:email |mail )?(?:preferences|subscription)s?\b.{0,120}"
    r"|you(?:'re|’re| are) (?:receiving|getting|subscribed).{0,300}|you(?:'ve|’ve| have)? received this .{0,300}"
    r"|this (?:e-?mail|message|newsletter) was sent (?:to|by|from)\b.{0,300}"
    r"|(?:was this (?:e-?mail )?)?forwarded (?:this|to) .{0,120}"
    r"|(?:sign up|subscribe|register)(?: now| here| today| free)?"
    r"(?: (?:to|for) (?:our|the|this|my|free|daily|weekly|more) .{0,160}|[.!]?)"
    r"|(?:privacy policy|terms of (?:use|service)|terms and conditions)(?:\s*[|·•].{0,200})?"
    r"|this copy is for your personal,? non-?commercial use only\b.{0,400}"
    r"|(?:©|copyright|\(c\))\s*(?:©\s*)?\d{4}.{0,200}|.{0,80}\ball rights reserved\b.{0,80}",
    re.IGNORECASE,
)
_ADVERTISEMENT = re.compile(
    r"(?:advertisement|advertising|sponsored(?: content)?|paid (?:content|post)|promoted(?: content)?|ad)"
    r"|(?:the )?(?:story|article) continues below(?: (?:the |this )?(?:advertisement|ad))?"
    r"|skip (?:ad(?:vertisement)?|past newsletter promotion)|(?:scroll|swipe) (?:down )?(?:to|for) .{1,40}",
    re.IGNORECASE,
)
_DISCLOSURE = re.compile(
    r"(?:this|our) (?:article|page|post|site|story|newsletter)s? (?:may )?(?:contains?|includes?)"
    r" (?:affiliate|paid|references to products)\b.{0,400}"
    r"|(?:if|when) you (?:buy|click|purchase|make a purchase)\b.{0,160}\b(?:we|our \w+|[A-Z]\w+) (?:may|might|will) "
    r"(?:earn|get|receive) (?:an? )?(?:\w+ )?(?:commission|compensation|share of the sale)\b.{0,300}"
    r"|we (?:may|might) (?:earn|get|receive) (?:an? )?(?:\w+ )?(?:commission|compensation)\b.{0,300}"
    r"|for the latest .{1,60}\bdownload (?:our|the) .{0,40}\bapp\b.{0,200}"
    r"|this (?:article|material|content) (?:is the copyrighted property of|may not be (?:published|reproduced|copied))"
    r"\b.{0,300}",
    re.IGNORECASE,
)
_NAVIGATION = re.compile(
    r"(?:skip|jump) to (?:main )?(?:content|navigation|comments)|back to (?:the )?(?:top|home(?:page)?)"
    r"|(?:leave|add|post) a (?:comment|reply)|(?:\d+|no|view|show)(?: all)? comments?|comments \(\d+\)"
    r"|(?:previous|next) (?:article|page|post|story|issue)|load(?:ing)? more|loading(?:\.{3}|…)"
    r"|(?:play|watch)(?: the)? video|listen to this (?:article|story)|continue reading(?: .{1,100})?"
    r"|\d{1,2}[ -]min(?:ute)?s?(?: of)? read(?:ing)?|reading time:? .{1,20}"
    r"|print (?:this )?(?:article|page|story)|order reprints|(?:tags|filed under|keywords): .{1,200}"
    r"|(?:an error (?:has )?occurred|something went wrong)[.,!] please try again.{0,20}",
    re.IGNORECASE,
)
_CONTROL = re.compile(
    r"(?:like|print|e-?mail|save|bookmark|follow|home|reply|previous|next|show (?:more|less)|more|close|menu|search|top"
    r"|contents|contact us|about us|help|faq|log ?in|sign in|subscribe|listen|comments?|tags?|here)\W*",
    re.IGNORECASE,
)
"""Names of a page's controls; a rule only where the whole block is a link."""
_LONGEST = 800
"""A longer text is never boilerplate."""

_DAY = rf"(?:{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}(?:st|nd|rd|th)? {MONTH},? \d{{4}}|\d{{4}}-\d\d-\d\d)"
_MOMENT = (
    rf"(?:[A-Z][a-z]{{2,8}},? )?{_DAY}(?:,?(?: at| [-–—|·])? ?\d{{1,2}}[:.]\d\d.{{0,20}}|T[\d:.]{{4,12}}\S{{0,6}})?"
    r"(?: ?[-–—|·•(] ?(?:(?:last )?(?:published|posted|updated|modified)\b.{0,50}|\d{1,2}[ -]min.{0,12}))?"
)
_ANY_DATE = re.compile(_MOMENT, re.IGNORECASE)
"""A date alone on its line; cut only at the top of an article, because a diary has such lines further down."""
_DATE_LINE = re.compile(
    r"(?:first |last )?(?:published|posted|updated|modified)(?: on| at)?:? "
    rf"(?:{_MOMENT}|(?:\d|an? |today|yesterday).{{0,40}})",
    re.IGNORECASE,
)

STRUCTURE = frozenset((BlockKind.TABLE, BlockKind.CODE))
"""Blocks whose content is already cut."""


def rule_for(placed: PlacedBlock) -> str:
    """Return the name of the first rule that cuts a block, or ""."""
    text, kind = placed.block.text, placed.block.kind
    if kind in STRUCTURE:
        return ""
    if placed.linked and _CONTROL.fullmatch(text):
        return "navigation"
    rules = _RULES if kind is not BlockKind.HEADING else _RULES_FOR_HEADINGS
    return next((name for name, applies in rules if applies(text)), "")


def is_date(text: str) -> bool:
    """Return whether a text is a date, perhaps with a time, and nothing else."""
    return _ANY_DATE.fullmatch(text) is not None


def is_related_heading(text: str) -> bool:
    """Return whether a text announces a list of links to other articles."""
    return _RELATED.fullmatch(text) is not None


def _has_no_words(text: str) -> bool:
    return not any(map(str.isalnum, text))


def _is(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: len(text) <= _LONGEST and pattern.fullmatch(text) is not None


_RULES: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("nothing to say", _has_no_words),
    ("credit", is_credit),
    ("caption", is_caption),
    ("read more", _is(_READ_MORE)),
    ("address", _is(_ADDRESS)),
    ("advertisement", _is(_ADVERTISEMENT)),
    ("cookies", _is(_COOKIES)),
    ("date line", _is(_DATE_LINE)),
    ("disclosure", _is(_DISCLOSURE)),
    ("navigation", _is(_NAVIGATION)),
    ("share", _is(_SHARE)),
    ("subscription", _is(_SUBSCRIBE)),
)
"""The rules in their order; the first that applies gives its name to the cut."""
_RULES_FOR_HEADINGS = tuple((name, applies) for name, applies in _RULES if name not in {"date line", "share"})
"""A heading may be a date, as in a diary, or "Share", as in a company's report."""
