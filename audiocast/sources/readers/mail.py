"""Read a newsletter that was saved as a message (`.eml`).

The subject is the title, the sender is the author, and the message's id is the article's. If a message has HTML and
plain text, the HTML is read because it has structure. In plain text, quoted messages and the signature are cut. The
name of the mailing list and the keywords are tags.
"""

from __future__ import annotations

import email
import re
from email import header, utils
from email.errors import MessageError
from typing import TYPE_CHECKING

from audiocast.errors import SourceError
from audiocast.model.article import Article, Cut, Document
from audiocast.sources import dates, field_values, file_names
from audiocast.sources.decoding import clean, decode, lines
from audiocast.sources.extract import html_tree, markup
from audiocast.sources.readers import body

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from email.message import Message

    from audiocast.sources.decoding import Line

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
    blocks, cuts, byline = _content(html, text, origin, title=title)
    if not blocks:
        raise SourceError("has no text that could be read", where=origin, hint="Remove the message")
    return Article(
        id=_identity(message) or file_names.identity(origin),
        origin=origin,
        title=title,
        author=byline or _sender(message, origin),
        categories=(),
        language=_language(message, origin),
        published=_date(message),
        link=_link(message, origin),
        blocks=blocks,
        cuts=cuts,
        tags=_tags(message),
    )


def _part(message: Message, kind: str) -> Document | None:
    """Return the longest part of a media type that is not an attachment, or None."""
    best: Document | None = None
    for part in message.walk():
        if part.get_content_type() != kind or part.get_content_disposition() == "attachment":
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes) and content.strip() and len(content) > (len(best.content) if best else 0):
            best = Document("", kind, content, part.get_content_charset() or "")
    return best


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


def _content(html: Document | None, text: Document | None, origin: str, *, title: str) -> markup.Body:
    found = markup.Body((), (), "")
    if html:
        document = Document(origin, html.media_type, html.content, html.charset)
        found = markup.read(html_tree.parse(decode(document), where=origin), title=title)
    if not found.blocks and text:
        rows, cuts = _without_quotes(lines(decode(Document(origin, text.media_type, text.content, text.charset))))
        blocks, others, author = body.read(rows, title=title)
        found = markup.Body(blocks, tuple(sorted((*cuts, *others), key=lambda cut: cut.line)), author)
    # Line numbers mean nothing in a message, because mail programs hide the header.
    return found._replace(cuts=tuple(Cut(cut.rule, 0, cut.text) for cut in found.cuts))


def _without_quotes(rows: Sequence[Line]) -> tuple[list[Line], list[Cut]]:
    """Return the lines that the sender wrote, and cuts for quoted messages and the signature."""
    signature = next((index for index, row in enumerate(rows) if row.text in _SIGNATURE), len(rows))
    own = [row for row in rows[:signature] if not row.text.startswith(">")]
    cuts = [Cut("quoted message", row.number, row.text) for row in rows[:signature] if row.text.startswith(">")]
    cuts += [Cut("signature", row.number, row.text) for row in rows[signature + 1 :]]
    return own, cuts


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
