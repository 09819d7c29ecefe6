"""Which pieces of an article are not for the ear, whatever format it came in, and which rule says so?

Galleries. "Related Galleries:" on a line of its own opens one. It lasts through the last caption that ends in a
credit, and through those after it that end in a date or say what is pictured. What follows is the article's again,
short paragraphs too, if one of at least 100 characters is among it; else it is the gallery's. One such paragraph
between two captions with credits is a caption without; two are the article's. A gallery without a single credit lasts
to the next heading or to the end of the article.

Related links. "Related stories", "Read more" and the like on a line of their own open a list of them; it lasts as long
as there are list items or pieces that are links from end to end.

Everything else that is cut is a whole piece: a credit, a caption that ends in an agency's
credit, a byline, the line that says when it was published, a repeated paragraph or title, "Read more", "Share", what is
said of cookies, a disclosure of who is paid, an address, a line without letters or digits. Of an address among words,
the name of its site is left.
Paragraphs that are repeated all over a text, and are much of it, are meant so, and stay.
Then headings go that have nothing left below them.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from audiocast.model.article import Block, BlockKind, Cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence


class Piece(NamedTuple):
    """A block, and where it stands.

    Attributes:
        block: As it would be spoken.
        line: Its first line in the document, or 0.
        linked: Whether it is a link from end to end.
    """

    block: Block
    line: int
    linked: bool = False


class Sifted(NamedTuple):
    """What is left, and what is not.

    Attributes:
        pieces: To be spoken, in their order.
        cuts: Not to be spoken, in their order.
        author: Whom a byline that was cut names, or "".
    """

    pieces: tuple[Piece, ...]
    cuts: tuple[Cut, ...]
    author: str


_MARKER = re.compile(
    r"(?:(?:related|photo|picture|image)\s+)galler(?:y|ies)\s*:?|related (?:photos|pictures)\s*:", re.IGNORECASE
)

_AGENCY = (
    r"(?:REUTERS|Reuters|AP Photo|AFP|EPA(?:-EFE)?|PA Wire|TASS|ANSA|DPA|dpa|Getty(?: Images)?|Xinhua|Bloomberg|Sputnik"
    r"|Anadolu(?: Agency)?|Kyodo(?: News)?|Shutterstock|USA TODAY Sports|SOPA Images|ZUMA Press)"
)
_WORD = (
    r"(?:[^\W\d_a-z][\w.'’-]*|al-\w+"
    r"|(?:and|bin|da|de|del|della|den|der|di|dos|du|el|for|from|ibn|in|la|le|of|the|van|via|von)\b)"
)
_NAME = rf"{_WORD}(?:(?: ?/ ?|, | ){_WORD}){{0,12}}"
_CLOSE = r"[)\].]{0,3}"
# In running text an agency may be named with a slash too ("a Reuters/Ipsos poll"): a credit follows the end of a
# sentence or an opening bracket, is made of names, and ends the paragraph.
_BEFORE = r"""(?:^|[.!?)\]"'”’]\s?|[(\[]|\d\s)"""
_AGENCY_CREDIT = re.compile(
    rf"(?:{_BEFORE}|(?=REUTERS)(?<= )){_AGENCY}\s?/\s?(?!(?i:ipsos)){_NAME}{_CLOSE}$"
    rf"|\b[Hh]andout via {_AGENCY}{_CLOSE}$"
)
# Under a gallery's heading, where captions are expected, any house may be the agency.
_GALLERY_CREDIT = re.compile(
    rf"(?:{_BEFORE}(?:[A-Z]{{2,}}(?: [A-Z]\w+){{0,2}}\s?/\s?"
    r"|(?:[Pp]hoto|[Pp]hotograph|[Pp]icture|[Ii]mage|[Cc]redit)s?(?: by\b|:) ?)|\b(?:[Hh]andout|[Pp]ool) via )"
    rf"{_NAME}{_CLOSE}$"
)
_WHOLE_CREDIT = re.compile(
    rf"[(\[]?(?:{_AGENCY}\s?/\s?|(?:Photo|Photograph|Picture|Image)s? (?:by|courtesy of) "
    rf"|(?:Photo|Picture|Image)s?(?: credit)?: |Credit: ){_NAME}{_CLOSE}"
)
_SIGN_OFF = re.compile(
    rf"[(\[]?(?:[A-Z][a-z]+ (?:and )?)?(?:[Rr]eporting|[Ww]riting|[Ee]diting|[Cc]ompiled)(?: and [a-z]+)? by {_NAME}"
    rf"(?:; ?(?:[A-Za-z]+ ){{1,4}}by {_NAME}){{0,4}}{_CLOSE}"
)
_CREDIT_TAIL = 140
_LONGEST_CAPTION = 700

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
_INNER_ADDRESS = re.compile(
    r"<?(?:https?://)(?:www\.)?([^\s/?#<>()\[\]]{1,253})[^\s<>()\[\]]*(?<![.,;:!?'\"”’])>?", re.IGNORECASE
)
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
"""Words that a page's controls are named by; only where they are a link are they nothing else."""
_REPEATABLE = 40
"""A shorter paragraph may well be said twice on purpose."""
_REFRAINS = 4
_REFRAIN = 0.2
"""Repetitions in so many places that are so much of a text are meant."""

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|March|April|May|June|July|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?"
    r"|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_DATED = re.compile(rf"\b(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH}|{_MONTH}),? \d{{4}}\b.{{0,40}}$")
_PICTURED = re.compile(
    r"\b(?:not in picture|not pictured|pictured|file photo|file picture|seen here|undated)\b", re.IGNORECASE
)
_SHORT_CAPTION = 100
_LONGEST_JUNK = 800
"""What is longer is prose, whatever it begins with."""

_DAY = (
    rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}|\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},? \d{{4}}|\d{{4}}-\d\d-\d\d)"
)
_MOMENT = (
    rf"(?:[A-Z][a-z]{{2,8}},? )?{_DAY}(?:,?(?: at| [-–—|·])? ?\d{{1,2}}[:.]\d\d.{{0,20}}|T[\d:.]{{4,12}}\S{{0,6}})?"
    r"(?: ?[-–—|·•(] ?(?:(?:last )?(?:published|posted|updated|modified)\b.{0,50}|\d{1,2}[ -]min.{0,12}))?"
)
_ANY_DATE = re.compile(_MOMENT, re.IGNORECASE)
"""At the top; further down a diary or a chronicle has such lines."""
_DATE_LINE = re.compile(
    r"(?:first |last )?(?:published|posted|updated|modified)(?: on| at)?:? "
    rf"(?:{_MOMENT}|(?:\d|an? |today|yesterday).{{0,40}})",
    re.IGNORECASE,
)

_DATELINE = re.compile(rf"[A-Z][A-Z .'’-]+,.*\b{_MONTH} \d{{1,2}}|.*\((?:{_AGENCY})\)")

_PARTICLE = r"(?:and|de|del|della|der|di|da|la|le|van|von|of|in|for|&)"
_CAPITALIZED = r"[^\W\d_a-z][\w.'’-]*"
_BYLINE = re.compile(
    r"(?:(?:By|Written by|Words by|Story by|Author):?|BY) "
    r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:January|February|March|April|May|June|July|August)\b"
    r"|(?:September|October|November|December|Spring|Summer|Autumn|Winter)\b)"
    rf"({_CAPITALIZED}(?:,? (?:{_CAPITALIZED}|{_PARTICLE})){{0,14}})"
)
_TOP = 4
"""Among so many pieces at the top a byline is one; below it may be a signature, or the end of a poem."""

_STRUCTURE = frozenset((BlockKind.TABLE, BlockKind.CODE))


def sift(pieces: Iterable[Piece], *, title: str) -> Sifted:
    """Divide what is spoken from what is not."""
    told, cuts = _without_galleries(list(pieces))
    told, related = _without_related(told)
    kept, others, author = _sift(told, title=title)
    kept, empty = _without_empty_sections(kept)
    return Sifted(tuple(kept), tuple(sorted((*cuts, *related, *others, *empty), key=lambda cut: cut.line)), author)


def is_gallery(text: str) -> bool:
    """Whether the line opens a gallery."""
    return _MARKER.fullmatch(text) is not None


def has_agency_credit(text: str) -> bool:
    """Whether the text ends in an agency's credit, as a caption does."""
    return _AGENCY_CREDIT.search(text[-_CREDIT_TAIL:]) is not None


def has_dateline(text: str) -> bool:
    """Whether the text begins with a place and a day, or with an agency's name in brackets."""
    return _DATELINE.match(text) is not None


def byline(text: str) -> str:
    """Whom a line of the kind "By Jane Doe" names, or ""."""
    match = _BYLINE.fullmatch(text)
    return match[1] if match else ""


def _without_galleries(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Cut]]:
    told: list[Piece] = []
    cuts: list[Cut] = []
    markers = [index for index, piece in enumerate(pieces) if is_gallery(piece.block.text)]
    for start, end in pairwise((-1, *markers, len(pieces))):
        part = pieces[start + 1 : end]
        if start >= 0:
            cuts.append(Cut("gallery heading", pieces[start].line, pieces[start].block.text))
            closed = _gallery_end(part)
            cuts += [_cut("gallery", each) for each in part[:closed]]
            part = part[closed:]
        told += part
    return told, cuts


def _cut(rule: str, piece: Piece) -> Cut:
    return Cut(rule, piece.line, piece.block.text or piece.block.kind.value)


def _gallery_end(pieces: Sequence[Piece]) -> int:
    """How many of the pieces after a gallery's heading belong to it."""
    headings = (index for index, piece in enumerate(pieces) if piece.block.kind is BlockKind.HEADING)
    texts = [piece.block.text for piece in pieces[: next(headings, len(pieces))]]
    end = 0
    prose = 0
    for index, text in enumerate(texts):
        if _is_credited(text):
            end = index + 1
            prose = 0
        else:
            prose += _is_prose(text)
        if end and prose > 1:
            break
    if not (end and prose):
        return len(texts)
    while _is_pictured(texts[end]):
        end += 1
    return end


def _is_credited(text: str) -> bool:
    return has_agency_credit(text) or _GALLERY_CREDIT.search(text[-_CREDIT_TAIL:]) is not None


def _is_prose(text: str) -> bool:
    return len(text) >= _SHORT_CAPTION and not _is_pictured(text)


def _is_pictured(text: str) -> bool:
    return bool(_DATED.search(text[-_CREDIT_TAIL:]) or _PICTURED.search(text))


def _without_related(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Cut]]:
    """Lists of links go with what announces them; without an announcement, a list is the article's."""
    told: list[Piece] = []
    cuts: list[Cut] = []
    index = 0
    while index < len(pieces):
        end = index + 1
        if _RELATED.fullmatch(pieces[index].block.text):
            while end < len(pieces) and _is_link(pieces[end]):
                end += 1
        if end - index > 1:
            cuts += [_cut("related", each) for each in pieces[index:end]]
        else:
            told.append(pieces[index])
        index = end
    return told, cuts


def _is_link(piece: Piece) -> bool:
    return piece.linked or piece.block.kind is BlockKind.LIST_ITEM


def _sift(pieces: Sequence[Piece], *, title: str) -> tuple[list[Piece], list[Cut], str]:
    kept: list[Piece] = []
    cuts: list[Cut] = []
    author = ""
    seen: set[str] = set()
    on_purpose = _repeats_on_purpose(pieces)
    for each in pieces:
        text = each.block.text
        folded = text.casefold()
        rule = _rule(each)
        if not rule and len(kept) < _TOP and byline(text):
            rule, author = "byline", author or byline(text)
        if not rule and not kept and each.block.kind not in _STRUCTURE:
            rule = "repeated title" if folded == title.casefold() else "date line" if _ANY_DATE.fullmatch(text) else ""
        if not rule and len(text) >= _REPEATABLE and folded in seen and not on_purpose:
            rule = "repeated paragraph"
        seen.add(folded)
        if rule:
            cuts.append(Cut(rule, each.line, text))
        elif _INNER_ADDRESS.search(text):
            cuts += [Cut("address", each.line, found[0]) for found in _INNER_ADDRESS.finditer(text)]
            kept.append(each._replace(block=replace(each.block, text=_INNER_ADDRESS.sub(r"\1", text))))
        else:
            kept.append(each)
    return kept, cuts, author


def _repeats_on_purpose(pieces: Sequence[Piece]) -> bool:
    """Whether repetition is the text's own way, as in a week's menus or a litany: there is much of it, all over it."""
    texts = [piece.block.text.casefold() for piece in pieces]
    seen: set[str] = set()
    again: list[bool] = []
    for text in texts:
        again.append(len(text) >= _REPEATABLE and text in seen)
        seen.add(text)
    length = sum(len(text) for text, repeated in zip(texts, again, strict=True) if repeated)
    # A whole text that is there twice is one long repetition.
    places = sum(repeated and not before for before, repeated in pairwise((False, *again)))
    return places >= _REFRAINS and length >= _REFRAIN * sum(map(len, texts))


def _rule(piece: Piece) -> str:
    """The first rule that cuts a piece, or "". Tables and code stand for what is cut already."""
    text, kind = piece.block.text, piece.block.kind
    if kind in _STRUCTURE:
        return ""
    if piece.linked and _CONTROL.fullmatch(text):
        return "navigation"
    rules = _RULES if kind is not BlockKind.HEADING else _RULES_FOR_HEADINGS
    return next((name for name, applies in rules if applies(text)), "")


def _is_silent(text: str) -> bool:
    return not any(map(str.isalnum, text))


def _is_caption(text: str) -> bool:
    return len(text) <= _LONGEST_CAPTION and has_agency_credit(text)


def _is_credit(text: str) -> bool:
    return any(
        (
            _WHOLE_CREDIT.fullmatch(text),
            _SIGN_OFF.fullmatch(text),
            text.startswith("Our Standards: The Thomson Reuters Trust Principles"),
        )
    )


def _is(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: len(text) <= _LONGEST_JUNK and pattern.fullmatch(text) is not None


_RULES: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("nothing to say", _is_silent),
    ("credit", _is_credit),
    ("caption", _is_caption),
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
"""Each says whether a whole piece is to be cut; the first that does gives its name."""
_RULES_FOR_HEADINGS = tuple((name, applies) for name, applies in _RULES if name not in {"date line", "share"})
"""A diary has days above its sections, and a company's report may have "Share"."""


def _without_empty_sections(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Cut]]:
    """A heading before another that is as high, or at the end, has nothing to announce any more."""
    kept: list[Piece] = []
    cuts: list[Cut] = []
    next_level = 1
    for piece in reversed(pieces):
        if piece.block.kind is not BlockKind.HEADING:
            next_level = 0
        elif next_level and next_level <= piece.block.level:
            cuts.append(_cut("empty section", piece))
            continue
        else:
            next_level = piece.block.level
        kept.append(piece)
    return kept[::-1], cuts
