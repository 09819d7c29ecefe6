"""Leave out what newsletter services put around an article: previews, footers, and marks of plain text.

- A preview is text for the list of messages. It is hidden with a size of zero or one, or with white letters on white.
- A footer begins where only short lines follow to the end and the first of them says who sends the newsletter, why the
  reader gets it, or how to share or end it. Its postal address and name may then have any form.
- Plain text has addresses in brackets behind the words of a link, and lines and stars in place of type.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from audiocast.model.article import BlockKind, Cut
from audiocast.sources.decoding import Line
from audiocast.sources.extract import html_tree
from audiocast.sources.extract.placed_blocks import PlacedBlock, cut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audiocast.sources.extract.html_tree import Element

_TINY = re.compile(
    r"(?:font-size|line-height|max-height|max-width)\s*:\s*(?:0|1px)(?:px|pt|em|%)?\s*(?:;|!|$)", re.IGNORECASE
)
_CLEAR = re.compile(r"(?<!-)\bopacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)|(?<!-)\bcolor\s*:\s*transparent", re.IGNORECASE)
_WHITE = re.compile(
    r"(?<!-)\bcolor\s*:\s*(?:#fff(?:fff)?\b|white\b|rgba?\(\s*255\s*,\s*255\s*,\s*255\b)", re.IGNORECASE
)
_SIZE = re.compile(r"(?:font-size|line-height)\s*:\s*(?:[2-9]|1\d|\d\d)", re.IGNORECASE)
_BACKGROUND = re.compile(
    r"background(?:-color)?\s*:\s*(?!\s*(?:#fff(?:fff)?\b|white\b|transparent\b|none\b))", re.IGNORECASE
)
_WHITES = frozenset(("", "#fff", "#ffffff", "white", "transparent"))
_LONGEST_PREVIEW = 600
_MOST_ELEMENTS = 100

_FOOTER = re.compile(
    r"(?:(?:©|\(c\)|copyright)\s.{0,200}|.{0,60}\bunsubscribe\b.{0,200}|(?:our )?(?:mailing|postal) address\b.{0,200}"
    r"|you(?:'re|’re| are)? (?:are )?(?:receiving|getting|received|subscribed|signed up)\b.{0,300}"
    r"|this (?:e-?mail|message|newsletter) was sent\b.{0,300}"
    r"|(?:sent|powered|published|delivered) (?:by|with|via|on|to)\b.{0,100}"
    r"|.{0,40}\b(?:manage|update|change)\b.{0,40}\b(?:preferences|subscription|settings)\b.{0,120}"
    r"|(?:you (?:currently |now )?have|you've made) .{0,10}referrals?\b.{0,160}|refer (?:a|your) friends?\b.{0,160}"
    r"|share (?:the|this) (?:newsletter|letter|e-?mail|issue)\b.{0,80}|did (?:someone|a friend) forward\b.{0,120}"
    r"|(?:was this|got this) (?:e-?mail )?forwarded\b.{0,120}"
    r"|(?:add us|add .{2,60}) to your (?:address book|contacts)\b.{0,80}"
    r"|(?:privacy policy|terms of (?:service|use))\b.{0,120}|(?:like|liked) (?:this|today's) .{2,20}\? .{0,100}"
    r"|thanks for reading\b.{0,200}|(?:like|comment|restack|share|reply|start writing|get the app|more like this)[.!]?"
    r"|(?:how (?:was|did you like)|what did you think (?:of|about)|how did we do) .{0,40}\?)",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:.{2,60}?[,|·•-] ?)?(?:\d{1,6}[A-Za-z]? [^\d\s].{2,80}|p\.? ?o\.? box \d+.{2,80})"
    r"\b(?:[A-Z]{2} )?(?:\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d)\b[,. ]{0,2}"
    r"(?:u\.?s\.?a?\.?|united states(?: of america)?|united kingdom|uk|canada)?\.?",
    re.IGNORECASE,
)
_POSTSCRIPT = re.compile(r"p\.? ?p?\.?s\.?\b", re.IGNORECASE)
_SIGNATURE = frozenset(("--", "\u2014", "__"))
_LONGEST_SIGNATURE = 500
_TOP = 3
_LONGEST_IN_FOOTER = 120

_LINK = re.compile(
    r"\s*[(<\[]\s*(?:https?://|mailto:|www\.)[^\s()<>\[\]]{1,2000}(?:\([^\s()]*\)[^\s()<>\[\]]*)?\s*[)>\]]"
)
_RULE = re.compile(r"[-=_*~#+\u2014\u2500\u2501\u2550\u00b7\u2022. ]{3,}")
_STARS = re.compile(r"(?<![\w*])(\*{1,2}|__)(?=\S)([^*\n]{1,400}?)(?<=\S)\1(?![\w*])")
_STARTS = re.compile(r"(?:\*\*|#{1,6}) +(?=\S)")
_INNER_STARS = re.compile(r"(?<=\s)\*\* (?=\w)")
_NOTE = re.compile(r"(?<=\S) ?\[\d{1,3}\]")
_NOTES = re.compile(r"\[?\d{1,3}[\].:)]+ (?:https?://|www\.)\S+")


def without_previews(root: Element) -> list[Cut]:
    """Remove previews from a tree, and return them as cuts."""
    cuts: list[Cut] = []
    for element in list(root.iter()):
        style = element.get("style") or ""
        if not style or element.getparent() is None or not _hides(element, style):
            continue
        text = html_tree.text_of(element)
        if any(map(str.isalnum, text)) and len(text) <= _LONGEST_PREVIEW:
            cuts.append(Cut("hidden", 0, text))
            for each in list(element):
                element.remove(each)
            element.text = None
    return cuts


def _hides(element: Element, style: str) -> bool:
    """Return whether a style makes an element and all in it invisible."""
    if not (_TINY.search(style) or _CLEAR.search(style) or _WHITE.search(style)):
        return False
    inside = list(islice(element.iterdescendants(), _MOST_ELEMENTS))
    if len(inside) == _MOST_ELEMENTS:
        return False
    inner = [each.get("style") or "" for each in inside]
    if _TINY.search(style) and not _SIZE.search(style):
        # Some layouts have a size of zero outside, and the real one inside.
        return not any(map(_SIZE.search, inner)) and not any(each.tag in {"table", "img"} for each in inside)
    if _CLEAR.search(style):
        return True
    if not _WHITE.search(style) or any("color" in each for each in inner):
        return False
    around = (element, *element.iterancestors())
    return not any(
        _BACKGROUND.search(each.get("style") or "")
        or (each.get("bgcolor") or "").strip().lower() not in _WHITES
        or each.get("background")
        for each in around
    ) and not any(each.get("class") or each.tag == "a" for each in around)


def without_header_table(root: Element) -> None:
    """Turn the table in which Thunderbird shows the header of a forwarded message into paragraphs."""
    for table in root.xpath("//table[contains(@class, 'moz-email-headers-table')]"):
        for element in table.iter("table", "tbody", "tr", "th", "td"):
            element.tag = {"table": "div", "tbody": "div", "tr": "p"}.get(element.tag, "span")


def _without_signature(blocks: Sequence[PlacedBlock]) -> tuple[list[PlacedBlock], list[Cut]]:
    """Return the blocks above the two hyphens that begin a signature, and the signature as cuts."""
    start = next((index for index, each in enumerate(blocks) if each.block.text in _SIGNATURE), len(blocks))
    if sum(len(each.block.text) for each in blocks[start:]) > _LONGEST_SIGNATURE:
        return list(blocks), []
    return list(blocks[:start]), [cut("signature", each) for each in blocks[start + 1 :]]


def _without_masthead(blocks: Sequence[PlacedBlock], sender: str) -> tuple[list[PlacedBlock], list[Cut]]:
    """Return the blocks without the name of the newsletter above the article, and the name as a cut."""
    first = next((each for each in blocks[:_TOP] if sender and each.block.text.casefold() == sender.casefold()), None)
    return [each for each in blocks if each is not first], [cut("masthead", first)] if first else []


def _without_footer(blocks: Sequence[PlacedBlock], sender: str) -> tuple[list[PlacedBlock], list[Cut]]:
    """Return the blocks above the footer of a newsletter, and the footer's as cuts."""
    lengths = [len(each.block.text) for each in blocks]
    share = f"share {sender}".casefold()
    start = len(blocks)
    for index in range(len(blocks) - 1, 0, -1):
        text = blocks[index].block.text
        begins = _FOOTER.fullmatch(text) or _ADDRESS.fullmatch(text) or text.casefold() == share
        if begins:
            start = index
        elif (
            lengths[index] > _LONGEST_IN_FOOTER
            or blocks[index].block.kind is BlockKind.QUOTE
            or _POSTSCRIPT.match(text)
        ):
            break
    if sum(lengths[:start]) < sum(lengths[start:]):  # too long for a footer
        return list(blocks), []
    return list(blocks[:start]), [cut("newsletter footer", each) for each in blocks[start:]]


def without_furniture(blocks: Sequence[PlacedBlock], sender: str) -> tuple[list[PlacedBlock], list[Cut]]:
    """Return the blocks without the name of the newsletter, the signature and the footer, and these as cuts."""
    kept, masthead = _without_masthead(blocks, sender)
    kept, footer = _without_footer(kept, sender)
    kept, signature = _without_signature(kept)
    return kept, [*masthead, *signature, *footer]


def plain(rows: Sequence[Line]) -> tuple[list[Line], list[Cut]]:
    """Return the lines of a plain text without addresses in brackets and marks of type, and the addresses as cuts."""
    kept: list[Line] = []
    cuts: list[Cut] = []
    has_notes = any(_NOTES.fullmatch(row.text) for row in rows)
    gap = True
    for row in rows:
        if _RULE.fullmatch(row.text) or (has_notes and _NOTES.fullmatch(row.text)):
            # A line below a heading ends it, and a line between two sections divides them.
            gap = True
            cuts.append(Cut("nothing to say" if _RULE.fullmatch(row.text) else "address", row.number, row.text))
            continue
        cuts += [Cut("address", row.number, found[0].strip()) for found in _LINK.finditer(row.text)]
        text = _INNER_STARS.sub("", _STARTS.sub("", _LINK.sub("", row.text), count=1))
        text = _STARS.sub(r"\2", _NOTE.sub("", text) if has_notes else text).strip()
        if text:
            kept.append(Line(row.number, text, row.gap or gap))
            gap = False
        else:
            gap = gap or row.gap
    return kept, cuts
