"""Read a newsletter that was saved as a message (`.eml`).

The subject is the title, the sender is the author, and the message's id is the article's. If a message has HTML and
plain text, the HTML is read because it has structure, unless it has hardly any text. `mail_threads` finds the article
in forwarded messages and replies, and `mail_furniture` finds what newsletter services put around it. The name of the
mailing list and the keywords are tags.
"""

from __future__ import annotations

import base64
import email
import quopri
import re
from dataclasses import replace
from email import header, utils
from email.errors import MessageError
from typing import TYPE_CHECKING, NamedTuple

from audiocast.errors import SourceError
from audiocast.model.article import Article, BlockKind, Cut, Document
from audiocast.sources import author_names, dates, field_values, file_names
from audiocast.sources.decoding import Line, clean, decode, lines
from audiocast.sources.extract import html_tree, markup
from audiocast.sources.extract.placed_blocks import PlacedBlock, cut
from audiocast.sources.readers import body, mail_furniture, mail_threads

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from email.message import Message


_MALFORMED = (
    MessageError,
    ArithmeticError,
    ValueError,
    LookupError,
    AttributeError,
    TypeError,
    AssertionError,
    RecursionError,
)
"""Exceptions of the standard library for malformed headers and bodies."""
_PREFIX = re.compile(r"(?:(?:fwd?|re|aw|wg)\s*:\s*)+", re.IGNORECASE)
_NOT_IN_ID = re.compile(r"[^\w.~@+:-]+")
_FORWARD = re.compile(r"(?:re\s*:\s*)?(?:fwd?|wg|tr|rv|i|doorst)\s*:", re.IGNORECASE)
_QUOTE_MARKS = re.compile(r"^(?:>\s?)+")
_MAILTO = re.compile(r"\s*\[mailto:[^\]]*\]|^\"|\"(?= <)", re.IGNORECASE)
_ZONE_NOTE = re.compile(r"\s*\([^()]*\)$")
_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]{60,76}\r?\n)+[A-Za-z0-9+/]{0,76}={0,2}\s*")
_SOFT_BREAK = re.compile(rb"[^=\s]=[ \t]*\r?\n")
_ENCODED = re.compile(rb"=[C-F][0-9A-F]=[89AB][0-9A-F]")
_NO_CODE = re.compile(rb"=(?![0-9A-F]{2}|[ \t]*\r?\n|\Z)")
"""A sign that text is not in quoted-printable: "=" with anything else behind it."""
_FEWEST_LETTERS = 200
_STAND_IN = 5
_LONGEST_SIGNATURE = 20
_SIGNATURE = frozenset(("--", "-- ", "__"))
_LONGEST_ID = 200


def read(document: Document) -> tuple[Article | SourceError, ...]:
    """Return the article of a message."""
    try:
        return (_article(document),)
    except SourceError as error:
        return (error,)


def _article(document: Document) -> Article:
    origin = document.origin
    try:
        message = email.message_from_bytes(document.content)
        html, text = _part(message, "text/html"), _part(message, "text/plain")
    except _MALFORMED as error:
        raise SourceError("is not a message", where=origin, hint="Save it again from the mail program") from error
    title = clean(_PREFIX.sub("", _header(message, "Subject"), count=1))
    if not title:
        raise SourceError("has no subject", where=origin, hint="Write one into its `Subject:` line")
    about = _About(origin, title, _sender(message, origin), _FORWARD.match(_header(message, "Subject")) is not None)
    found = _content(html, text, about)
    if not found.body.blocks:
        raise SourceError("has no text that could be read", where=origin, hint="Remove the message")
    return Article(
        id=_identity(message) or file_names.identity(origin),
        origin=origin,
        title=title,
        author=found.body.author or _name(found.sender) or about.sender,
        categories=(),
        language=_language(message, origin),
        published=_forwarded_date(found.date) or _date(message),
        link=_link(message, origin),
        blocks=found.body.blocks,
        cuts=found.body.cuts,
        tags=_tags(message),
    )


def _part(message: Message, kind: str) -> Document | None:
    """Return the longest part of a media type that is not an attachment, or None."""
    best: Document | None = None
    for part in message.walk():
        if part.get_content_type() != kind or part.get_content_disposition() == "attachment":
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            content = _undeclared(content, str(part.get("Content-Transfer-Encoding") or ""))
        if isinstance(content, bytes) and content.strip() and len(content) > (len(best.content) if best else 0):
            best = Document("", kind, content, part.get_content_charset() or "")
    return best


def _undeclared(content: bytes, encoding: str) -> bytes:
    """Return content that is in quoted-printable or base64 although the message does not say so, decoded."""
    if encoding.strip().lower() in {"quoted-printable", "base64"}:
        return content
    if _BASE64.fullmatch(content):
        return base64.b64decode(content)
    signs = _SOFT_BREAK.search(content) or _ENCODED.search(content)
    return quopri.decodestring(content) if signs and not _NO_CODE.search(content) else content


def _header(message: Message, name: str) -> str:
    """Return the text of a header, decoded as far as possible."""
    value = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    # Most programs write UTF-8 in headers today, which the older standard does not allow.
    written = str(value).encode("ascii", "surrogateescape").decode("utf-8", "replace")
    if not written.isascii():
        return clean(written)
    try:
        return clean(str(header.make_header(header.decode_header(written))))
    except _MALFORMED:
        return clean(written)


class _Content(NamedTuple):
    """The content of a message; sender and date are those of a forwarded one, or ""."""

    body: markup.Body
    sender: str = ""
    date: str = ""


class _About(NamedTuple):
    """What the header of a message says about its content."""

    origin: str
    title: str
    sender: str
    forwarded: bool


def _content(html: Document | None, text: Document | None, about: _About) -> _Content:
    readings: list[_Content] = []
    if html:
        readings.append(_html(replace(html, origin=about.origin), about))
    if text and (not readings or _length(readings[0]) < _FEWEST_LETTERS):
        readings.append(_plain(replace(text, origin=about.origin), about))
    # Some programs write a stand-in of a few words as HTML, beside the whole text.
    several = len(readings) > 1 and _length(readings[1]) > _STAND_IN * _length(readings[0])
    found = (readings[1] if several else readings[0]) if readings else _Content(markup.Body((), (), ""))
    # Line numbers mean nothing in a message, because mail programs hide the header.
    cuts = tuple(Cut(cut.rule, 0, cut.text) for cut in found.body.cuts)
    return found._replace(body=found.body._replace(cuts=cuts))


def _length(content: _Content) -> int:
    return sum(len(block.text) for block in content.body.blocks)


def _html(document: Document, about: _About) -> _Content:
    root = html_tree.parse(decode(document), where=document.origin)
    hidden = mail_furniture.without_previews(root)
    mail_furniture.without_header_table(root)
    thread = mail_threads.Thread((), ())

    def prepare(blocks: Sequence[PlacedBlock]) -> tuple[list[PlacedBlock], list[Cut]]:
        nonlocal thread
        texts = [each.block.text for each in blocks]
        thread = mail_threads.divide(
            texts, [each.block.kind is BlockKind.QUOTE for each in blocks], forwarded=about.forwarded, marked=False
        )
        own = [blocks[index] for index in thread.own]
        if own and all(each.block.kind is BlockKind.QUOTE for each in own):
            own = [each._replace(block=replace(each.block, kind=BlockKind.PARAGRAPH)) for each in own]
        own, furniture = mail_furniture.without_furniture(own, about.sender)
        return own, [*(cut(rule, blocks[index]) for rule, index in thread.cuts), *furniture]

    found = markup.read(root, title=about.title, prepare=prepare)
    return _Content(found._replace(cuts=(*hidden, *found.cuts)), thread.sender, thread.date)


def _plain(document: Document, about: _About) -> _Content:
    rows = lines(decode(document))
    texts = [_QUOTE_MARKS.sub("", row.text) for row in rows]
    thread = mail_threads.divide(
        texts, [row.text.startswith(">") for row in rows], forwarded=about.forwarded, marked=True
    )
    cuts = [Cut(rule, rows[index].number, rows[index].text) for rule, index in thread.cuts]
    own: list[Line] = []
    gap = True
    for index in thread.own:
        if texts[index]:
            own.append(Line(rows[index].number, texts[index], rows[index].gap or gap))
        gap = not texts[index]
    own, signature = _without_signature(own)
    own, furniture = mail_furniture.plain(own)
    blocks, others, author = body.read(
        own, title=about.title, prepare=lambda found: mail_furniture.without_furniture(found, about.sender)
    )
    every = sorted((*cuts, *signature, *furniture, *others), key=lambda each: each.line)
    return _Content(markup.Body(blocks, tuple(every), author), thread.sender, thread.date)


def _without_signature(rows: Sequence[Line]) -> tuple[list[Line], list[Cut]]:
    """Return the lines above the signature, and the signature as cuts; a long text below the mark is none."""
    start = next((index for index, row in enumerate(rows) if row.text in _SIGNATURE), len(rows))
    if len(rows) - start > _LONGEST_SIGNATURE and start < len(rows) - start:
        return [row for row in rows if row.text not in _SIGNATURE], []
    return list(rows[:start]), [Cut("signature", row.number, row.text) for row in rows[start + 1 :]]


def _name(sender: str) -> str:
    """Return the name of the sender of a forwarded message."""
    return author_names.cleaned([_MAILTO.sub("", sender)])


def _forwarded_date(written: str) -> datetime | None:
    try:
        return dates.moment(_ZONE_NOTE.sub("", written), "") if written else None
    except SourceError:
        return None


def _sender(message: Message, origin: str) -> str:
    """Return the sender's name."""
    try:
        return clean(utils.parseaddr(_header(message, "From"))[0])
    except _MALFORMED as error:
        raise SourceError("has a `From:` line that can't be parsed", where=origin, hint="Correct that line") from error


def _identity(message: Message) -> str:
    value = _header(message, "Message-ID").strip("<> ")
    return _NOT_IN_ID.sub("-", value).lstrip(".")[:_LONGEST_ID]


def _language(message: Message, origin: str) -> str:
    try:
        return field_values.language(_header(message, "Content-Language").partition(",")[0], origin)
    except SourceError:
        return ""


def _date(message: Message) -> datetime | None:
    try:
        found = utils.parsedate_to_datetime(_header(message, "Date"))
        return dates.moment(found.isoformat(), "")
    except (*_MALFORMED, SourceError):
        # A draft has no date.
        return None


def _link(message: Message, origin: str) -> str:
    try:
        return field_values.link(_header(message, "Archived-At").strip("<> "), origin)
    except SourceError:
        return ""


def _tags(message: Message) -> tuple[str, ...]:
    name = _header(message, "List-Id").partition("<")[0].strip('" ')
    keywords = _header(message, "Keywords").split(",")
    return tuple(dict.fromkeys(filter(None, map(clean, (name, *keywords)))))
