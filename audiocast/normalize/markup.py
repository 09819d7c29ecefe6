"""Remove markup that is still in a text: tags, Markdown, and the brackets and bars that authors use as marks.

Only marks are removed. All words that a reader would see are read: "<<a sad day>>" is a quotation, no tag.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.normalize.patterns import lazy_re
from audiocast.normalize.scanner import PAUSE, Reading, Rule, leave_out

if TYPE_CHECKING:
    from audiocast.normalize.scanner import Sentence


def _escape(match: re.Match[str], sentence: Sentence) -> str | None:
    """Leave out the mark before another mark, but not one in quotation marks, which the text is about."""
    text, at, end = sentence.text, match.start(), match.end()
    quoted = text[at - 1 : at] in {'"', "'"} and text[end : end + 1] == text[at - 1 : at]
    return None if quoted else ""


def _apostrophe(match: re.Match[str], sentence: Sentence) -> str | None:
    """Read the mark that has replaced an apostrophe: "the baby?s hand"."""
    return "'" if sentence.text[match.start() - 1 : match.start()].isalpha() else None


def _bar(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read the bar between the parts of a headline as a pause. Bars around words hide or mark them."""
    text, at, end = sentence.text, match.start(), match.end()
    if match[0].strip() == "||" and (not text[at - 1 : at].isspace() or not text[end : end + 1].isspace()):
        return Reading("", end)
    spaced = match[0].endswith(" ") or match[0].startswith(" ")
    if not spaced and text[at - 1 : at].isalnum() and text[end : end + 1].isalnum():
        return Reading(PAUSE, end)
    return Reading("" if sentence.is_first(at) or sentence.is_last(end) else PAUSE, end)


def _hashes(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Remove the marks of a heading, "## News ##". One mark is removed only at the start of a text."""
    single = match[0].strip() == "#"
    if single and not (sentence.is_first(match.start()) and sentence.text[match.end() : match.end() + 1].isalpha()):
        return None
    return Reading("", match.end())


def _chevron(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "Home > News" with a pause, and leave out the marks around "<laughs>"."""
    text, at, end = sentence.text, match.start(), match.end()
    if sentence.is_first(at) or sentence.is_last(end):
        return Reading("", end)
    left = re.search(r"[^\W\d_]{2,}(?P<space> ?)$", text[max(0, at - 40) : at])
    right = re.match(r"[^\W\d_]{2,}", text[end : end + 40])
    even = left is not None and bool(left["space"]) == match[0].endswith(" ")
    return Reading(PAUSE, end) if even and right and match[0][0] != "<" else None


def _comparison(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "a<b and c>d", which is no tag."""
    if not _ONE_LETTER.search(sentence.text[max(0, match.start() - 3) : match.start()]):
        return None
    return Reading(" less than " if match["mark"] == "<" else " greater than ", match.end())


_ONE_LETTER = lazy_re(r"(?:^|\W)[^\W\d_] ?$")


def _marked(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Remove the marks of "==marked==", "~~struck~~" and "++added++". A row of them is a line."""
    text, at, end = sentence.text, match.start(), match.end()
    if len(match[0]) == 2 and text[at - 1 : at].isdigit() and text[end : end + 1].isdigit():
        return None
    if match[0] == "++" and re.search(r"\b[a-z]$", text[max(0, at - 2) : at]):
        return None  # g++
    return Reading("", end)


def _bullet(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read the mark of an item of a list as a pause, but not the one of "6·5" or of a name."""
    text, at, end = sentence.text, match.start(), match.end()
    if text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum():
        return None
    return Reading("" if sentence.is_first(at) or sentence.is_last(end) else PAUSE, end)


def _arrow(match: re.Match[str], sentence: Sentence) -> Reading:
    """Read the arrow of "A -> B". At the start or end of a text it only points at something."""
    if sentence.is_first(match.start()) or sentence.is_last(match.end()):
        return Reading("", match.end())
    return Reading("to" if match["right"] else PAUSE, match.end())


def _tilde(match: re.Match[str], sentence: Sentence) -> Reading | None:
    """Read "~5" and "~$5bn" as about, and "1~2" as a range. Elsewhere the mark is an ornament."""
    text, at, end = sentence.text, match.start(), match.end()
    if re.match(r" ?[.$£€¥]{0,2}\d", text[end : end + 4]) and not text[at - 1 : at].isalnum():
        return Reading("about", match.end())
    if text[at - 1 : at].isdigit() and text[end : end + 1].isdigit():
        return Reading(" to ", end)
    spaced = not text[at - 1 : at].isalnum() and not re.match(r"[\w/]", text[end : end + 1])
    ends = (sentence.is_first(at) and text[end : end + 1] != "/") or sentence.is_last(end)
    return Reading("" if ends else PAUSE, end) if spaced or ends else None


_TAGS = (
    "a|abbr|article|aside|b|big|blockquote|body|br|caption|center|cite|code|dd|del|div|dl|"
    "dt|em|figcaption|figure|font|footer|h[1-6]|head|header|hr|"
    "html|i|iframe|img|input|ins|li|link|main|mark|meta|nav|ol|p|pre|q|s|script|section|small|span|"
    "strike|strong|style|sub|sup|table|tbody|td|th|tr|tt|u|ul|video|wbr"
)
_ATTRIBUTES = r"(?:\s[\w:-]{1,40}\s?=[^<>]{0,500})?"

TAG = Rule(
    "markup",
    ".",
    lazy_re(rf"</?(?:{_TAGS}){_ATTRIBUTES}\s{{0,20}}/?>", re.IGNORECASE),
    leave_out,
)
COMMENT = Rule("markup", ".", lazy_re(r"<!--.{0,1500}?-->", re.DOTALL), leave_out)
LINK_TEXT = Rule(
    "markup",
    ".",
    lazy_re(r"!?\[(?=[^\[\]\n]{0,300}\]\([^\s()]{0,200}[./#][^\s()]{0,200}(?:\s\"[^\"]{0,200}\")?\))"),
    leave_out,
)
LINK_TARGET = Rule(
    "markup",
    ".",
    lazy_re(r"\]\([^\s()]{0,200}[./#][^\s()]{0,200}(?:\s\"[^\"]{0,200}\")?\)"),
    leave_out,
)
_FORUM_TAGS = "b|i|u|s|url|img|quote|code|size|color|list|center|caption|embed|gallery|video"
FORUM_TAG = Rule(
    "markup",
    ".",
    lazy_re(
        rf"\[(?P<tag>{_FORUM_TAGS})(?:[= ][^\[\]]{{0,200}})?\](?=[^\[\]]{{0,500}}\[/(?P=tag)\])|\[/(?:{_FORUM_TAGS})\]"
    ),
    leave_out,
)
DOUBLE_BRACKET = Rule("markup", ".", lazy_re(r"\[\[|\]\]|<{2,3}|>{2,3}"), leave_out)
ESCAPE = Rule("markup", ".", lazy_re(r"\\{1,3}(?=[^\w\s\\/]|\s|$)"), _escape)
SLASHES = Rule("markup", ".", lazy_re(r"//{1,20}(?=\s|$)|(?<!\S)//{1,20}"), leave_out)
WIRE_CODE = Rule("markup", ".", lazy_re(r"&(?:UR|LR|QC|QL|QR|HT|TL|MD|BO|BR);"), leave_out)
BROKEN_APOSTROPHE = Rule("apostrophe", ".", lazy_re(r"[?\u00bf](?=(?:s|t|re|ve|ll|d|m)(?!\w))"), _apostrophe)
MAIL_LINK = Rule("markup", ".", lazy_re(r"<mailto:[^\s<>]{1,200}>"), leave_out)
HASHES = Rule("markup", ".", lazy_re(r"#{2,6}(?![\w#])|#{1,6} {1,3}(?=[^\W\d_])"), _hashes)
MARKED = Rule("markup", ".", lazy_re(r"(?:={2,1000}|~{2,1000}|\+{2,1000})(?![>=])"), _marked)
BAR = Rule("markup", ".", lazy_re(r" ?\|{1,2} ?|\u00a6"), _bar)
BAR_AFTER_SPACE = Rule("markup", " ", lazy_re(r"\s{1,20}\|{1,2}\s{1,20}"), _bar)
BULLET = Rule(
    "markup",
    ".",
    lazy_re(
        "[\u2022\u2023\u2043\u2219\u00b7\u25aa\u25ab\u25cf\u25cb\u25e6\u25a0\u25a1\u25b6\u25b8\u25ba\u27a4\u2756\u25c6\u2b25"
        "]{1,3} ?"
    ),
    _bullet,
)
ARROW = Rule(
    "symbol",
    ".",
    lazy_re(r"(?P<right><?[-=]{1,20}>|[\u2192\u21d2\u279c\u2794\u27a1])|<-{1,20}(?!\d)|<={2,20}|[\u2190\u21d0]"),
    _arrow,
)
COMPARISON = Rule("symbol", ".", lazy_re(r"(?P<mark>[<>]) ?(?=[^\W\d_](?!\w))"), _comparison)
CHEVRON = Rule("symbol", ".", lazy_re(r"[<>\u203a\u2039] ?"), _chevron)
TILDE = Rule("symbol", ".", lazy_re(r"~"), _tilde)
