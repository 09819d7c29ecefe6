"""Documents, and the articles that are read from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that was fetched, not yet understood.

    Attributes:
        origin: Where it came from: a path as the user would write it, or an address.
        media_type: For example "text/plain".
        content: The bytes as they were found.
        charset: What the sender says the characters are encoded in, or "".
    """

    origin: str
    media_type: str
    content: bytes
    charset: str = ""


class BlockKind(StrEnum):
    """The part a block plays in an article."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    QUOTE = "quote"
    TABLE = "table"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or the like, on one line, with its white space folded.

    Attributes:
        kind: A list is its items in a row, a block quote its paragraphs in a row. A table and a piece of code stand
            for what is left out in their place.
        text: Of a table its caption, of code nothing; the rest of them is in the article's cuts.
        level: Of a heading 1 to 6, where 1 is as high as the title; of a list item how deep it is nested, from 1.
            0 when it is neither, or when the document does not say.
        number: Of an item in an ordered list, 0 elsewhere.
    """

    kind: BlockKind
    text: str
    level: int = 0
    number: int = 0


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece of a document that will not be spoken, and the rule that says so.

    Attributes:
        rule: For example "gallery", "credit", "repeated paragraph".
        line: Its first line in the document, counted from 1; 0 when nobody would count lines there, as in a book.
        text: The piece itself.
    """

    rule: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """A document, or one of several in it, understood.

    Attributes:
        id: The identity that survives every change of the text: an `Id:` header, else made from the file's name.
        origin: The document's origin, with `:line`, or `:number`, when it holds several articles.
        title: One line.
        author: As written, or "".
        categories: As written, in order.
        language: BCP 47, for example "en" or "en-GB"; "" when the document does not say.
        published: With time zone, or None when the document has no date.
        link: The article's web address, or "".
        blocks: What will be spoken after the title.
        cuts: What will not.
        modified: When the document says it was last changed, with time zone, or None.
        tags: Keywords, as written, in order; they count as categories when articles are selected.
        withheld: Why the document says that it is not to be published yet, for example "is a draft", or "".
        source_sum: Checksum of what it was read from, such as the document's bytes. It says nothing about the article
            itself, so it is no part of the value.
    """

    id: str
    origin: str
    title: str
    author: str
    categories: tuple[str, ...]
    language: str
    published: datetime | None
    link: str
    blocks: tuple[Block, ...]
    cuts: tuple[Cut, ...]
    modified: datetime | None = None
    tags: tuple[str, ...] = ()
    withheld: str = ""
    source_sum: str = field(default="", repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Reference:
    """What a document only names: the articles are at an address.

    Attributes:
        address: Of a page, or of a document with more of them.
        found: Whether a machine wrote it, as into a feed; else a person did, as into a list.
        about: What the document says of the article there, which is worth more than what is said there, with the
            teaser's blocks; None when it says nothing.
    """

    address: str
    found: bool
    about: Article | None = None
