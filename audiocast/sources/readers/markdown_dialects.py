"""Read what site generators and note-taking programs add to Markdown.

Shortcodes (`{{< figure >}}` of Hugo; `{% include %}` and `{{ site.title }}` of Jekyll and others) and embedded files
(`![[map.png]]`) are left out and reported. The words of [[links]], of headings with an {#id} and of `> [!NOTE]` boxes
are kept.

This is a plugin of the Markdown parser, so it respects escaped characters, code and the limits of paragraphs. Text
between two markers is left out only when it is certainly a shortcode: a name that a generator defines, or a tag of any
name that is alone on its line.
"""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from audiocast.model.article import Cut
from audiocast.sources.decoding import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_TAGS = (
    # Liquid and Jekyll
    *("assign", "break", "capture", "case", "comment", "continue", "cycle", "decrement", "echo", "else", "elsif"),
    *("feed_meta", "for", "gist", "highlight", "if", "ifchanged", "include", "include_cached", "include_relative"),
    *("increment", "layout", "link", "liquid", "post_url", "raw", "render", "section", "seo", "tablerow", "unless"),
    "when",
    # Jinja, Nunjucks and Twig
    *("autoescape", "block", "call", "elif", "extends", "filter", "from", "import", "macro", "set", "trans", "with"),
    # Hexo, Octopress and GitBook
    *("asset_img", "asset_link", "asset_path", "blockquote", "code", "codeblock", "content-ref", "embed", "file"),
    *("hint", "iframe", "image", "img", "include_code", "jsfiddle", "post_link", "post_path", "pullquote", "step"),
    *("stepper", "swagger", "tab", "tabs", "tweet", "twitter", "video", "vimeo", "youtube"),
)
_OBJECTS = ("collection", "content", "forloop", "include", "layout", "page", "paginator", "post", "site", "theme")

# A marker may not begin inside another. Without this rule, many unclosed markers take quadratic time.
_ARGUMENTS = r"(?:[^{]|\{(?![{%])){0,2000}?"
_HUGO = rf"\{{\{{(?:<\s*/?\s*[A-Za-z]{_ARGUMENTS}>|%\s*/?\s*[A-Za-z]{_ARGUMENTS}%)\}}\}}"
_OUTPUT = (
    rf"\{{\{{-?\s*(?:(?:{'|'.join(_OBJECTS)})(?:\.\w|\[|\s*\|)"
    rf"|\"[^\"\n]{{0,500}}\"\s*\||'[^'\n]{{0,500}}'\s*\|){_ARGUMENTS}\}}\}}"
)


def _tag(name: str) -> str:
    return rf"\{{%[-+~]?\s*/?(?:{name})(?![\w-]){_ARGUMENTS}%\}}"


_EMBED = r"!\[\[[^\[\]\n]{1,500}\]\]"
_KNOWN_TAG = _tag("|".join(("end[a-z_]*", *_TAGS)))
_ANY_TAG = _tag(r"[A-Za-z][\w.-]*")
_LEFT_OUT = re.compile(f"{_HUGO}|{_OUTPUT}|{_KNOWN_TAG}|{_EMBED}")
"""What is left out anywhere in a text."""
_ALONE = re.compile(rf"(?:{_HUGO}|{_OUTPUT}|{_ANY_TAG})[ \t]*(?:\n|$)")
"""What is left out when it fills one or several lines."""
_BLANK_LINE = re.compile(r"\n[ \t]*\n.")
_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|\n]{1,500}\|)?([^\[\]|\n^][^\[\]|\n]{0,500})\]\]")
_CALLOUT = re.compile(r"^\[!\w{1,30}\][-+]?[ \t]*")
_HEADING_ID = re.compile(r"(?<![\\\s])\s*\{(?:[#.:][A-Za-z]|: ?[#.][A-Za-z])[^{}\n]{0,200}\}$")

_LEFT_OUT_TYPE = "left_out"
"""The type of the parser's tokens for what is left out."""


class _Destination(Protocol):
    """The destination of a link, as the parser returns it."""

    ok: bool
    pos: int
    str: str


_ReadDestination: TypeAlias = "Callable[[str, int, int], _Destination]"


def plugin(parser: MarkdownIt) -> None:
    """Add these rules to a parser."""
    parser.core.ruler.before("inline", "dialect", _read_blocks)
    interrupts = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.before("table", _LEFT_OUT_TYPE, _leave_out_lines, {"alt": interrupts})
    parser.inline.ruler.before("link", _LEFT_OUT_TYPE, _leave_out)
    parser.inline.ruler.before("link", "wiki_link", _read_wiki_link)
    own: Any = SimpleNamespace(**vars(parser.helpers))
    own.parseLinkDestination = _destination(own.parseLinkDestination)
    parser.helpers = own


def cuts(tokens: Sequence[Token], *, above: int) -> Iterator[Cut]:
    """Yield what was left out, and remove it from raw HTML too.

    Args:
        tokens: The parser's tokens of a document.
        above: The number of lines above the document.
    """
    first = 0
    for token in tokens:
        first = token.map[0] if token.map else first
        line = above + first + 1
        if token.type == _LEFT_OUT_TYPE:
            yield _cut(token.content, line)
        elif token.type == "html_block":
            for found in _LEFT_OUT.finditer(token.content):
                yield _cut(found[0], line + token.content.count("\n", 0, found.start()))
            token.content = _WIKI_LINK.sub(r"\1", _LEFT_OUT.sub("", token.content))
        for child in token.children or ():
            if child.type == _LEFT_OUT_TYPE:
                yield _cut(child.content, line)
            line += child.content.count("\n") + (child.type in {"softbreak", "hardbreak"})


def _cut(text: str, line: int) -> Cut:
    return Cut("template", line, clean(text))


def _leave_out_lines(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("{", begin) or state.is_code_block(start):
        return False
    found = _ALONE.match(state.src, begin)
    lines = found[0].rstrip("\n").count("\n") + 1 if found else 0
    # Inside a quotation or a list, the following lines have prefixes of their own.
    is_whole = lines == 1 or (state.parentType in {"root", "paragraph"} and start + lines <= end)
    if found is None or not is_whole or _BLANK_LINE.search(found[0]):
        return False
    if not silent:
        token = state.push(_LEFT_OUT_TYPE, "", 0)
        token.content, token.hidden, token.map = found[0].strip(), True, [start, start + lines]
        state.line = start + lines
    return True


def _leave_out(state: StateInline, silent: bool) -> bool:
    found = _LEFT_OUT.match(state.src, state.pos, state.posMax) if state.src[state.pos] in "{!" else None
    if found is None:
        return False
    if not silent:
        token = state.push(_LEFT_OUT_TYPE, "", 0)
        token.content, token.hidden = found[0], True
    state.pos = found.end()
    return True


def _read_wiki_link(state: StateInline, silent: bool) -> bool:
    found = _WIKI_LINK.match(state.src, state.pos, state.posMax)
    if found is None:
        return False
    if not silent:
        most = state.posMax
        state.pos, state.posMax = found.span(1)
        state.md.inline.tokenize(state)
        state.posMax = most
    state.pos = found.end()
    return True


def _destination(read: _ReadDestination) -> _ReadDestination:
    """Return a reader of link destinations that may begin with shortcodes."""

    def read_after_shortcodes(text: str, pos: int, end: int) -> _Destination:
        first = pos
        while found := _LEFT_OUT.match(text, pos, end):
            pos = found.end()
        rest = read(text, pos, end)
        if pos > first and not rest.ok:
            rest.ok, rest.pos = True, pos
        return rest

    return read_after_shortcodes


def _read_blocks(state: StateCore) -> None:
    """Remove the ids from headings, and the marks from boxes."""
    kinds = ["", ""]
    for token in state.tokens:
        if token.type == "inline" and kinds[-1] == "heading_open":
            token.content = _HEADING_ID.sub("", token.content)
        elif token.type == "inline" and kinds[-2:] == ["blockquote_open", "paragraph_open"]:
            token.content = _CALLOUT.sub("", token.content)
        kinds.append(token.type)
