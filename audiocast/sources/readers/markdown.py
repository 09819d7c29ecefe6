"""Read a Markdown document.

    ---
    title: The ferry runs late again
    date: 2024-05-01T08:00:00Z
    author: Jane Doe
    categories: [Audio Sources]
    ---

    The 7:30 ferry left 42 minutes late.

The format is CommonMark with tables and footnotes, and with the additions of site generators and note-taking programs
(see `markdown_dialects`). Without a title in the front matter, the title is the first heading, or else the file's name,
which may begin with the date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from audiocast.errors import SourceError
from audiocast.model.article import Article, BlockKind
from audiocast.sources import file_names
from audiocast.sources.decoding import decode
from audiocast.sources.extract import html_tree, markup
from audiocast.sources.readers import front_matter, markdown_dialects

if TYPE_CHECKING:
    from audiocast.model.article import Cut, Document
    from audiocast.sources.extract.html_tree import Element

MAX_CHARACTERS = 1_000_000
"""The length of 16 hours of speech; the parser is slow on more."""


def read(document: Document) -> tuple[Article | SourceError, ...]:
    """Return the article of a document."""
    try:
        return (_article(document),)
    except SourceError as error:
        return (error,)


def _article(document: Document) -> Article:
    origin = document.origin
    text = decode(document)
    if len(text) > MAX_CHARACTERS:
        raise SourceError(
            f"has more than {MAX_CHARACTERS:,} characters", where=origin, hint="Divide it into smaller files"
        )
    front, rest = front_matter.split(text, origin=origin)
    html, cuts = _html(rest, front.lines)
    root = html_tree.parse(html, where=origin)
    name, named_date = file_names.title_and_date(origin)
    title = front.title or _heading(root) or name
    body = markup.read(root, title=title)
    if not body.blocks:
        raise SourceError("has no body", where=origin, hint="Write at least one paragraph below the title")
    return Article(
        id=front.id or file_names.identity(origin),
        origin=origin,
        title=title,
        author=front.author or body.author,
        categories=front.categories,
        language=front.language,
        published=front.published or named_date,
        link=front.link,
        blocks=body.blocks,
        cuts=tuple(sorted((*cuts, *body.cuts), key=lambda cut: cut.line)),
        modified=front.modified,
        tags=front.tags,
        withheld=front.withheld,
    )


def _html(text: str, above: int) -> tuple[str, list[Cut]]:
    """Return the text as HTML whose elements carry their line numbers, and what is left out of it."""
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"]).use(footnote_plugin)
    tokens = parser.use(markdown_dialects.plugin).parse(text)
    cuts = list(markdown_dialects.cuts(tokens, above=above))
    for token in tokens:
        if token.map and token.nesting >= 0:
            token.attrSet(markup.LINE, str(above + token.map[0] + 1))
    return str(parser.renderer.render(tokens, parser.options, {})), cuts


def _heading(root: Element) -> str:
    """Return the first heading if no text comes before it, or ""."""
    body = markup.read(root, title="")
    first = body.blocks[0] if body.blocks else None
    return first.text if first and first.kind is BlockKind.HEADING else ""
