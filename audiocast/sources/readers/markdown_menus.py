"""Leave menus out of Markdown that a program made from a whole web page: lists and paragraphs of nothing but links."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.model.article import Cut
from audiocast.sources.decoding import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token


def without_menus(tokens: Sequence[Token], *, above: int) -> tuple[list[Token], list[Cut]]:
    """Return the tokens of a page without its menus, and what is left out.

    Args:
        tokens: The parser's tokens of a document.
        above: The number of lines above the document.
    """
    kept: list[Token] = []
    cuts: list[Cut] = []
    for block in _blocks(tokens):
        texts = [each for each in block if each.type == "inline"]
        if block[0].type in {"bullet_list_open", "ordered_list_open", "paragraph_open"} and all(map(_is_link, texts)):
            first = (block[0].map or (0, 0))[0]
            text = clean(" ".join(child.content for each in texts for child in each.children or ()))
            cuts += [Cut("navigation", above + first + 1, text)] if text else []
        else:
            kept += block
    return kept, cuts


def _blocks(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Yield the tokens of each block that is not inside another."""
    block: list[Token] = []
    depth = 0
    for token in tokens:
        block.append(token)
        depth += token.nesting
        if depth == 0:
            yield block
            block = []


def _is_link(inline: Token) -> bool:
    depth = 0
    for child in inline.children or ():
        depth += child.nesting if child.type.startswith("link_") else 0
        if depth == 0 and child.type != "image" and any(map(str.isalnum, child.content)):
            return False
    return True
