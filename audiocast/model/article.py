"""Define documents, and the articles that are read from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Document:
    """A file or a response that was fetched, before it is read.

    Attributes:
        origin: Where it comes from: a path as the user would write it, or an address.
        media_type: For example "text/plain".
        content: Its bytes.
        charset: The character encoding that the sender names, or "".
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
    """A heading, a paragraph or a similar part of an article: one line, in which white space is folded.

    Attributes:
        kind: The kind. Each item of a list, and each paragraph of a block quote, is a block. A table and code are
            blocks too, but their content is not spoken.
        text: The text. Of a table only the caption, of code ""; the rest is in the article's cuts.
        level: Of a heading 1 to 6, where 1 is the level of the title. Of a list item its nesting, from 1. Otherwise,
            or if the document does not say, 0.
        number: The number of an item in an ordered list; 0 for all other blocks.
    """

    kind: BlockKind
    text: str
    level: int = 0
    number: int = 0


@dataclass(frozen=True, slots=True)
class Cut:
    """Text of a document that is not spoken, and the rule that excludes it.

    Attributes:
        rule: For example "gallery", "credit", "repeated paragraph".
        line: Its first line in the document, counted from 1; 0 in documents without lines, such as books.
        text: The text.
    """

    rule: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article, as a reader has read it from a document.

    Attributes:
        id: The identity, which stays when the text changes: an `Id:` header, or else made from the file's name.
        origin: The document's origin, with `:line`, `:number` or `#entry` when it has several articles.
        title: One line.
        author: As written, or "".
        categories: As written, in order.
        language: BCP 47, for example "en" or "en-GB"; "" when the document does not say.
        published: With time zone, or None when the document has no date.
        link: The article's web address, or "".
        blocks: The text that is spoken after the title.
        cuts: The text that is not spoken.
        modified: When the document says it was last changed, with time zone, or None.
        tags: Keywords, as written, in order; they count as categories when articles are selected.
        withheld: Why the document should not be published yet, for example "is a draft", or "".
        source_sum: A checksum of what the article was read from, such as the document's bytes. It does not count when
            articles are compared.
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
    """An address of articles that a document names.

    Attributes:
        address: The address of a page, or of a document with more addresses.
        found: Whether a program wrote it, as in a feed; otherwise a person did, as in a list.
        about: What the document says about the article, with the blocks of its teaser, or None. It is preferred to
            what the page itself says.
    """

    address: str
    found: bool
    about: Article | None = None
