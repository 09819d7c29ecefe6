"""Documents, and the articles that readers read from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Document:
    """The bytes of one file or web page, before a reader reads it.

    Attributes:
        origin: A path as the user would write it, or a web address.
        media_type: For example "text/plain".
        content: The bytes.
        charset: The encoding that the sender names, or "".
    """

    origin: str
    media_type: str
    content: bytes
    charset: str = ""


class BlockKind(StrEnum):
    """The kinds of blocks in an article."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    QUOTE = "quote"
    TABLE = "table"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, a list item or the like, on one line with single spaces.

    Attributes:
        kind: A list is a row of list items, and a block quote a row of quotes. A table or a block of code is one block
            whose text is left out.
        text: The text; of a table its caption or "", of code "". Their content is in the article's cuts.
        level: Of a heading 1 to 6, where 1 has the rank of the title; of a list item its depth, from 1; else 0. Also 0
            when the document does not say.
        number: The number of an item in an ordered list, or 0.
    """

    kind: BlockKind
    text: str
    level: int = 0
    number: int = 0


@dataclass(frozen=True, slots=True)
class Cut:
    """Text of a document that is not spoken, and the rule that cut it.

    Attributes:
        rule: The name of the rule, for example "gallery", "credit" or "repeated paragraph".
        line: The line in the document where the text begins, from 1; 0 in formats without lines, such as a book.
        text: The text that was cut.
    """

    rule: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it was read from a document.

    Attributes:
        id: The identity, which stays the same when the text changes: from the document, or from the file's name.
        origin: The document's origin, with `:line` or `:number` when the document has several articles.
        title: The title, on one line.
        author: The author as written, or "".
        categories: The categories as written, in order.
        language: A BCP 47 code such as "en" or "en-GB"; "" when the document does not say.
        published: A date with time zone, or None when the document has no date.
        link: The article's web address, or "".
        blocks: What is spoken after the title.
        cuts: What is not spoken.
        modified: The date of the last change with time zone, or None.
        tags: Keywords as written, in order; they count as categories when articles are selected.
        withheld: Why the document says that it is not to be published yet, for example "is a draft", or "".
        source_sum: The checksum of what the article was read from, such as the document's bytes. It describes the
            source and not the article, so it is ignored when articles are compared.
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
    """An article, or a list of articles, that a document only names by its address.

    Attributes:
        address: The address of a page, or of a document that names more pages.
        found: True when a program wrote the address, as in a feed; False when the user did, as in a list.
        about: What the document says of the article, with the teaser's blocks, or None. These values win over those of
            the page.
    """

    address: str
    found: bool
    about: Article | None = None
