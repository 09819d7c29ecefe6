"""Read the text of a paragraph in a Word document, and report what is not spoken of it.

Struck-out, hidden and deleted text and marks of notes are cuts. A raised number after a unit or a number is a power.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.model.article import Cut
from audiocast.sources.decoding import clean
from audiocast.sources.readers.docx_styles import tag, value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocast.sources.extract.html_tree import Element

_SILENT = frozenset(("Fallback", "txbxContent", "instrText", "rt", "pPr", "rPr", "tblPr", "sectPr"))
_DELETED = frozenset(("del", "moveFrom"))
_SPACES = frozenset(("tab", "br", "cr", "p", "ptab"))
_REFERENCES = frozenset(("footnoteReference", "endnoteReference"))
_SUPERSCRIPTS = str.maketrans("0123456789+-−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")
_POWER = re.compile(r"[+\-−]?\d{1,3}")
_BASE = re.compile(r"(?:(?<!\d)\d{1,3}|[.,]\d+|\d{5,}|\)|\b[^\W\d_]{1,2})$")
"""What comes before a power. A number of four digits is rather a year with the mark of a note."""
_MARK = re.compile(r"\W*(?:\d{1,4}(?:\s?[,–-]\s?\d{1,4})*|[*†‡§¶#]{1,3}|[ivx]{1,5}|[a-z])\W*")
_OFF = frozenset(("0", "false", "off", "none"))


def read(root: Element, cuts: list[Cut]) -> str:
    """Return the readable text of a paragraph or a cell, and append what is left out to the cuts."""
    parts: list[str] = []
    stack = list(reversed(root))
    while stack:
        element = stack.pop()
        name = tag(element)
        if name in _SILENT:
            continue
        if name in _DELETED:
            _cut("deleted", element, cuts)
        elif name == "r" and (rule := _rule(element)):
            _cut(rule, element, cuts)
        elif name == "r" and _is_raised(element):
            _append_raised(element, "".join(parts[-3:]), _following(element), parts, cuts)
        elif name == "t":
            parts.append(element.text or "")
        else:
            if name in _SPACES:
                parts.append(" ")
            elif name == "noBreakHyphen":
                parts.append("-")
            stack.extend(reversed(element))
    return clean("".join(parts))


def boxes(root: Element) -> Iterator[Element]:
    """Yield the text boxes at a paragraph, each in one of its two forms."""
    stack = list(reversed(root))
    while stack:
        element = stack.pop()
        name = tag(element)
        if name == "txbxContent":
            yield element
        elif name not in {"Fallback", *_DELETED}:
            stack.extend(reversed(element))


def is_bold(root: Element) -> bool:
    """Return whether all text of a paragraph is bold."""
    runs = [run for run in root.iter("{*}r") if any((each.text or "").strip() for each in run.iter("{*}t"))]
    return bool(runs) and all(_is_on(run, "b") for run in runs)


def _rule(run: Element) -> str:
    if _is_on(run, "vanish"):
        return "hidden"
    if _is_on(run, "strike") or _is_on(run, "dstrike"):
        return "struck out"
    # A mark of the author's own choice follows the reference in its run.
    return "footnote mark" if any(tag(each) in _REFERENCES for each in run) else ""


def _is_on(run: Element, name: str) -> bool:
    properties = next((each for each in run if tag(each) == "rPr"), ())
    return any(tag(each) == name and value(each, "val") not in _OFF for each in properties)


def _is_raised(run: Element) -> bool:
    properties = next((each for each in run if tag(each) == "rPr"), ())
    return any(tag(each) == "vertAlign" and value(each, "val") == "superscript" for each in properties)


def _plain(element: Element) -> str:
    return "".join(each.text or "" for each in element.iter("{*}t", "{*}delText"))


def _following(run: Element) -> str:
    after = run.getnext()
    return "" if after is None else _plain(after)


def _append_raised(run: Element, before: str, after: str, parts: list[str], cuts: list[Cut]) -> None:
    text = _plain(run)
    raised = text.strip()
    if _POWER.fullmatch(raised):
        if after[:1] in {"⁄", "/"}:
            # The upper number of a fraction.
            parts.append(text)
            return
        if _BASE.search(before):
            parts.append(raised.translate(_SUPERSCRIPTS))
            return
    ordinal = raised.isalpha() and before[-1:].isdigit()
    if _MARK.fullmatch(raised) and not ordinal:
        cuts.append(Cut("footnote mark", 0, raised))
    else:
        parts.append(text)


def _cut(rule: str, element: Element, cuts: list[Cut]) -> None:
    text = clean(_plain(element))
    if text:
        cuts.append(Cut(rule, 0, text))
