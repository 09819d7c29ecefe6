"""Read what note-taking programs, wikis and publishing tools add to Markdown.

    > [!tip|wide] Bring a lamp       ::: warning Mind the step       !!! note "Mind the step"
    - [x] Lamp ordered               :::                                 The stairs are steep.
    The ==old lamp=={.big} failed. ^block-id

The words of boxes, marks and tasks are kept; names of boxes and classes, ids and attributes are syntax. Formulas are
written as text when they are simple. What says something but is not to be spoken is left out and reported: citations,
marks of missing notes, tables of contents, code of MDX, properties, abbreviations and hashtags.

Like `markdown_dialects`, this is a plugin of the Markdown parser.
"""

from __future__ import annotations

import re
from copy import copy
from typing import TYPE_CHECKING

from mdit_py_plugins.admon import admon_plugin
from mdit_py_plugins.deflist import deflist_plugin

from audiocast.sources.readers import formulas
from audiocast.sources.readers.markdown_dialects import LEFT_OUT, RULE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

_VALUE = r"""(?:"[^"\n]{0,300}"|'[^'\n]{0,300}'|[^\s{}"']{1,300})"""
_ATTRIBUTE = rf"(?:[#.][^\s{{}}.#=]{{1,100}}|[\w:-]{{1,100}}={_VALUE})"
_ATTRIBUTES = rf"\{{:?[ ]?(?:{_ATTRIBUTE}|(?<=:)[\w-]{{1,40}}|(?<=: )[\w-]{{1,40}})(?:[ ]?{_ATTRIBUTE}){{0,20}}[ ]?\}}"
_DIV = re.compile(
    r"(?::{3,}|/{3}(?!/))[ \t]*(?:\{[^{}\n]{0,300}\}|[A-Za-z][\w-]{0,40})?[ \t]*"
    r"(?:\[(?P<bracketed>[^\]\n]{1,300})\]|\|?[ \t]*(?P<title>[^{\n]{0,300}?))?[ \t]*(?:\{[^{}\n]{0,300}\})?[ \t]*"
)
_NO_TITLE = re.compile(r"\S*[./:]\S+|:+")
"""The argument of a directive, such as the file of a figure."""
_LINES = (
    ("navigation", r"@?\[\[?_?toc_?\]\]?|\$\{toc\}|\{\{toc\}\}|\{:toc\}|\\tableofcontents"),
    ("template", r"\\(?:newpage|pagebreak|clearpage|maketitle|bigskip|medskip|smallskip|noindent)"),
    ("template", r"-{1,3}8<-{1,3}.{0,300}"),
    ("abbreviation", r"\*\[[^\]\n]{1,60}\]:.{0,300}"),
    ("property", r"[A-Za-z][\w-]{0,30}::(?:[ ].{0,1000})?"),
    ("tags", r"#[^\W\d][\w/-]{0,60}(?:,?[ ]#[^\W\d][\w/-]{0,60}){0,50}"),
    ("", rf"{_ATTRIBUTES}|\{{:/?[\w ./=\"'-]{{0,100}}/?\}}"),
    ("code", r"import[ ](?:[\w*{}$,\s]{1,300}?[ ]from[ ])?[\"'][^\"'\n]{1,300}[\"'];?"),
    ("code", r"export[ ](?:\*|\{[^}\n]{0,300}\})[ ]from[ ].{1,300}"),
)
_LINE = re.compile("|".join(f"(?P<r{index}>{each})" for index, (_, each) in enumerate(_LINES)), re.IGNORECASE)
_FIRST = frozenset("@[$\\-*#{" + "iIeE")
_EXPORT = re.compile(r"export (?:default\b|(?:const|let|var|function|async function|class) [\w$]+)")
_DISPLAYED = re.compile(
    r"(?:\$\$.{1,5000}?\$\$(?:[ ]?\{[^{}\n]{1,100}\})?|\\\[.{1,5000}?\\\]"
    r"|\\begin\{(?P<name>(?:equation|align|gather|multline|eqnarray|math|cases|matrix)\*?)\}.{1,5000}?\\end\{(?P=name)\})"
    r"[ \t]*(?:\n|\Z)",
    re.DOTALL,
)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")

_CALLOUT = re.compile(r"\[![\w -]{1,40}(?:\|[^\]\n]{0,80})?\][-+]?[ \t]*(?P<title>[^\n]*)(?P<more>\n?)")
_TASK = re.compile(r"\[[^\W\d]\]|\[[ /<>!?*\"-]\]")
_BLOCK_ID = re.compile(r"(?:^|\s)\^(?=[\w-]*[^\W\d])[\w-]{1,60}\s*$")
_LAST_ATTRIBUTES = re.compile(rf"(?<=[^\s\\]) ?{_ATTRIBUTES}$")

_INLINE = re.compile(
    r"(?P<mark>==(?=[^\s=])(?P<marked>(?:[^=\n]|\n(?!\n)|=(?!=)){1,1000}?)(?<=\S)==(?!=))"
    r"|(?P<span>\[(?P<inner>[^\[\]\n]{1,500})\](?P<kinds>" + _ATTRIBUTES + r"))"
    r"|(?P<attributes>(?<=[\])`*_=])" + _ATTRIBUTES + r")"
    r"|(?P<role>\{[a-z][\w:-]{0,40}\}(?=`))"
    r"|(?P<citation>\[(?:[^\[\]\n@]{0,60}[\s-])?-?@[A-Za-z\d_{][^\[\]\n]{0,300}\](?![(\[:]))"
    r"|(?P<missing>\[\^[^\[\]\s]{1,60}\])"
    r"|(?P<field>\[[\w -]{1,40}::[^\[\]\n]{0,300}\]|\([\w-]{1,40}::[ ][^()\n]{0,300}\))"
    r"|(?P<formula>\$\$(?P<double>[^$\n]{1,500})\$\$|\$(?P<tex>(?![\s\d])[^$\n]{1,300}?|\d[^$\n]{0,100}?[\\^][^$\n]{0,200}?)"
    r"(?<![\s\\])\$(?!\d)|\\\((?P<round>.{1,500}?)\\\))"
    r"|(?P<emoji>(?<![\w:]):[a-z\d_+-]{0,40}[a-z][a-z\d_+-]{0,40}:(?![\w:]))"
)
_STARTS = frozenset("=[{$:(\\")
_CUT_RULES = {"citation": "citation", "missing": "footnote mark", "field": "property", "emoji": "template"}
_TEX = re.compile(r"\\[A-Za-z]|[\^=]|_\{|^\w$")
"""What a formula between escaped brackets has; other escaped brackets are only brackets."""
_FORMULA = re.compile(r"[\\^_=<>+]|^\w{1,2}$")


def plugin(parser: MarkdownIt) -> None:
    """Add these rules to a parser."""
    parser.use(admon_plugin).use(deflist_plugin)
    interrupts: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    parser.block.ruler.before("table", "div", _read_div, interrupts)
    parser.block.ruler.before("table", "line", _leave_out_line, interrupts)
    parser.block.ruler.before("table", "export", _leave_out_export)
    parser.block.ruler.before("table", "displayed", _leave_out_displayed, interrupts)
    parser.inline.ruler.before("escape", "note", _read_inline)
    parser.core.ruler.before("inline", "notes", _read_blocks)


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()


def _read_div(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """Leave out the line that begins or ends a box, and read its title."""
    text = _line(state, start)
    found = _DIV.fullmatch(text) if text[:3] in {":::", "///"} and not state.is_code_block(start) else None
    if found is None:
        return False
    if not silent:
        title = (found["bracketed"] or found["title"] or "").strip(" :")
        if title and not _NO_TITLE.fullmatch(title):
            place = [start, start + 1]
            state.push("paragraph_open", "p", 1).map = place
            token = state.push("inline", "", 0)
            token.content, token.map, token.children = title, place, []
            state.push("paragraph_close", "p", -1)
        state.line = start + 1
    return True


def _leave_out_line(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    text = _line(state, start)
    is_possible = text[:1] in _FIRST or "::" in text[:40]
    found = _LINE.fullmatch(text) if is_possible and not state.is_code_block(start) else None
    if found is None:
        return False
    rule = _LINES[int((found.lastgroup or "r0")[1:])][0]
    if rule == "tags" and silent:
        return False
    if not silent:
        _push(state, rule, text, start, start + 1)
    return True


def _leave_out_export(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Leave out JavaScript that MDX exports, up to the next blank line."""
    if state.level or not _EXPORT.match(_line(state, start)):
        return False
    last = start + 1
    while last < end and not state.isEmpty(last):
        last += 1
    if not silent:
        _push(state, "code", state.getLines(start, last, 0, False), start, last)
    return True


def _leave_out_displayed(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    begin = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith(("$$", "\\[", "\\begin{"), begin) or state.is_code_block(start):
        return False
    found = _DISPLAYED.match(state.src, begin)
    if found is None or _BLANK_LINE.search(found[0]) or not (found[0][0] == "$" or _TEX.search(found[0])):
        return False
    last = start + found[0].rstrip("\n").count("\n") + 1
    if last > end or (last > start + 1 and state.level):
        return False
    if not silent:
        _push(state, "formula", found[0].strip(), start, last)
    return True


def _push(state: StateBlock, rule: str, text: str, start: int, last: int) -> None:
    if rule:
        token = state.push(LEFT_OUT, "", 0)
        token.content, token.hidden, token.map, token.meta = text, True, [start, last], {RULE: rule}
    state.line = last


def _read_inline(state: StateInline, silent: bool) -> bool:
    found = _INLINE.match(state.src, state.pos, state.posMax) if state.src[state.pos] in _STARTS else None
    kind = (found.lastgroup or "") if found else ""
    if found is None or (kind == "missing" and _is_defined(state, found[0])):
        return False
    formula = found["double"] or found["tex"] or found["round"]
    if formula and not found["double"] and not (_FORMULA if found["tex"] else _TEX).search(formula):
        return False
    if not silent:
        if found["mark"]:
            _tokenize(state, *found.span("marked"))
        elif found["span"]:
            _tokenize(state, *found.span("inner"))
        elif formula and (text := formulas.as_text(formula)):
            state.pending += text
        elif formula or kind in _CUT_RULES:
            _leave_out(state, "formula" if formula else _CUT_RULES[kind], found[0])
    state.pos = found.end()
    return True


def _is_defined(state: StateInline, mark: str) -> bool:
    return f":{mark[2:-1]}" in state.env.get("footnotes", {}).get("refs", {})


def _leave_out(state: StateInline, rule: str, text: str) -> None:
    if state.src[state.pos + len(text) : state.pos + len(text) + 1] in {".", ",", ";", ":", "?", "!"}:
        state.pending = state.pending.rstrip(" ")
    token = state.push(LEFT_OUT, "", 0)
    token.content, token.hidden, token.meta = text, True, {RULE: rule}


def _tokenize(state: StateInline, start: int, end: int) -> None:
    most = state.posMax
    state.pos, state.posMax = start, end
    state.md.inline.tokenize(state)
    state.posMax = most


def _read_blocks(state: StateCore) -> None:
    """Remove the syntax at the beginning and the end of blocks, and divide a box's title from its text."""
    tokens: list[Token] = []
    for token in state.tokens:
        kinds = [each.type for each in tokens[-2:]]
        if token.type != "inline":
            tokens.append(token)
        elif kinds[-1:] == ["admonition_title_open"] and token.content == tokens[-2].meta["tag"].title():
            # The name of the box is no title.
            tokens.append(token)
            token.content = ""
        elif kinds == ["blockquote_open", "paragraph_open"] and (found := _CALLOUT.match(token.content)):
            tokens += _divided(token, tokens[-1], found)
        else:
            if kinds == ["list_item_open", "paragraph_open"] and (box := _TASK.match(token.content)):
                token.content = _without_box(token.content, box.end())
            token.content = _LAST_ATTRIBUTES.sub("", _BLOCK_ID.sub("", token.content))
            tokens.append(token)
    state.tokens = tokens


def _without_box(text: str, end: int) -> str:
    return text[end:].lstrip() if text[end : end + 1] in {" ", "\t", ""} else text


def _divided(token: Token, opening: Token, found: re.Match[str]) -> Sequence[Token]:
    """Return the tokens of a title and of the paragraph below it, for the text of one paragraph."""
    token.content = _BLOCK_ID.sub("", token.content[found.end() :])
    title = found["title"].strip()
    if not title:
        return (token,)
    first = copy(token)
    first.content, first.children = title, []
    if not token.content:
        return (first,)
    closing = copy(opening)
    closing.type, closing.nesting, closing.map = "paragraph_close", -1, None
    return (first, closing, copy(opening), token)
