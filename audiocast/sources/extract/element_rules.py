"""Rules that leave an element of a page out because of its name, role, type, class, style or id.

Each rule has a name, which reports and the `--explain` option show.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audiocast.sources.extract.html_tree import is_in_sentence, name_of, text_of

if TYPE_CHECKING:
    from audiocast.sources.extract.html_tree import Element

HEADINGS = {f"h{level}": level for level in range(1, 7)}
LISTS = frozenset(("ol", "ul"))
BLOCKS = frozenset(
    (
        *HEADINGS,
        *LISTS,
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div"),
        *("dl", "dt", "fieldset", "figcaption", "figure", "footer", "header", "hgroup", "hr", "html", "legend", "li"),
        *(
            "main",
            "menu",
            "nav",
            "p",
            "pre",
            "section",
            "summary",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
            "tr",
        ),
    )
)
SILENT = frozenset(
    (
        *("applet", "area", "audio", "base", "canvas", "datalist", "embed", "head", "iframe", "img", "input", "link"),
        *("map", "meta", "noembed", "noframes", "noscript", "object", "param", "picture", "rp", "rt", "script"),
        *("source", "style", "svg", "template", "title", "track", "video", "annotation", "annotation-xml"),
    )
)
"""Elements without readable text."""
_CUT = {
    **dict.fromkeys(("button", "form", "label", "select", "textarea", "option", "output"), "form"),
    **dict.fromkeys(("del", "s", "strike"), "struck out"),
    **dict.fromkeys(("nav", "menu"), "navigation"),
    "figcaption": "caption",
    "footer": "footer",
}
_ROLES = {
    **dict.fromkeys(("navigation", "menu", "menubar", "search", "toolbar", "tablist", "doc-toc"), "navigation"),
    **dict.fromkeys(("doc-noteref", "doc-backlink"), "footnote mark"),
    **dict.fromkeys(("doc-footnote", "doc-footnotes", "doc-endnote", "doc-endnotes"), "footnote"),
    **dict.fromkeys(("dialog", "alertdialog"), "dialog"),
}
_TYPES = {
    **dict.fromkeys(("noteref", "backlink"), "footnote mark"),
    **dict.fromkeys(("footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes"), "footnote"),
    "pagebreak": "page number",
    "toc": "navigation",
}
_HIDDEN_CLASSES = frozenset(
    (
        *("visually-hidden", "visuallyhidden", "u-visually-hidden", "sr-only", "screen-reader-text", "screen-reader"),
        *(
            "screen-reader-only",
            "screenreader-only",
            "screen-reader-response",
            "sr-text",
            "a11y-hidden",
            "element-invisible",
        ),
    )
)
"""Names of what only screen readers read."""
_CLASSES = {
    **dict.fromkeys(("caption", "wp-caption-text", "image-caption", "photo-caption", "captiontext"), "caption"),
    **dict.fromkeys(("credit", "image-credit", "photo-credit", "caption-credit", "photographer"), "credit"),
    **dict.fromkeys(("footnote-ref", "footnote-backref", "footnote-back", "footnoteref", "noteref"), "footnote mark"),
    **dict.fromkeys(("footnotes", "footnotes-list", "footnote-definition", "endnotes"), "footnote"),
    **dict.fromkeys(("share", "sharing", "share-buttons", "social-share", "sharedaddy", "addtoany"), "share"),
    **dict.fromkeys((*_HIDDEN_CLASSES, "preheader"), "hidden"),
    **dict.fromkeys(("headerlink", "heading-anchor", "mw-editsection"), "navigation"),
}
INLINE_CONTROLS = frozenset(("button", "label", "output"))
"""Controls that stay when they are a part of a sentence: "Press OK to go on"."""
USAGE_RULES = frozenset(("aside", "dialog", "footer", "form", "share"))
"""Rules that do not hold for an element with most of the text: it is then used for something else."""
_FOOTNOTE = re.compile(r"_?(?:cite_note|ftn|edn|fn|footnote|endnote|note)s?[-_:.]*\d{1,5}", re.IGNORECASE)
_MARK = re.compile(r"[\[(]?\s*(?:\d{1,3}|[a-z]|[*†‡§¶]{1,3}|[↩↑^#🔗]\ufe0e?|note \d{1,3})\s*[\])]?", re.IGNORECASE)
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all)", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration(?:-line)?\s*:[^;]*line-through", re.IGNORECASE)
_RAISED = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_NOTE_TARGET = re.compile(
    r"[^#]*#_?(?:(?:cite|foot|end|side|sdfoot|sdend)_?-?note|cite|ref|fn|ftn|edn|en|note|nt|n|bib|back|rn)[a-z]{0,6}"
    r"[-_:.]*(?:ref[-_:.]*)?(?:\d{1,5}|[a-z*])(?:[-_:.]\w{1,10}){0,3}",
    re.IGNORECASE,
)
_NOTE_FILE = re.compile(r"[^#]*\b(?:foot|end)?notes?\w{0,12}\.x?html?#.*", re.IGNORECASE)
_BARE = re.compile(r"(?:note )?\w{1,3}", re.IGNORECASE)
_TYPE = "{http://www.idpf.org/2007/ops}type"
_MARK_ELEMENTS = 4


def rule_for(element: Element, name: str, *, asides: bool) -> str:
    """Return the name of the rule that leaves an element out, or "".

    Args:
        element: The element.
        name: Its tag, as `name_of` returns it.
        asides: Whether `<aside>` belongs to the text, as in books.
    """
    if name == "aside" and not asides:
        return "aside"
    if (rule := _CUT.get(name, "")) and not (name in INLINE_CONTROLS and is_in_sentence(element)):
        return rule
    if name in {"a", "sup"}:
        return "footnote mark" if _is_footnote_mark(element, name) else _attribute_rule(element)
    if name in HEADINGS:
        return "hidden" if _is_hidden(element) else ""
    if name in BLOCKS and _FOOTNOTE.fullmatch(element.get("id") or ""):
        return "footnote"
    return _attribute_rule(element)


def has_hidden_class(element: Element) -> bool:
    """Return whether only screen readers read an element."""
    return not _HIDDEN_CLASSES.isdisjoint((element.get("class") or "").lower().split())


def _attribute_rule(element: Element) -> str:
    """Return the rule for an element's attributes: hidden, role, type or class."""
    if not element.attrib:
        return ""
    if _is_hidden(element):
        return "hidden"
    if _STRUCK.search(element.get("style") or ""):
        return "struck out"
    kinds = (element.get("role") or "").split()
    rule = next((_ROLES[each] for each in kinds if each in _ROLES), "")
    types = (element.get(_TYPE) or element.get("epub:type") or "").split()
    rule = rule or next((_TYPES[each] for each in types if each in _TYPES), "")
    classes = (element.get("class") or "").lower().split()
    return rule or next((_CLASSES[each] for each in classes if each in _CLASSES), "")


def _is_hidden(element: Element) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or _HIDDEN.search(element.get("style") or "") is not None
    )


def _is_footnote_mark(element: Element, name: str) -> bool:
    """Return whether a link or a raised text is the mark of a footnote."""
    if sum(1 for _ in element.iter()) > _MARK_ELEMENTS or not _MARK.fullmatch(text_of(element)):
        return False
    if name == "a":
        return "#" in (element.get("href") or "") and _is_mark_link(element)
    return any(name_of(each) == "a" for each in element.iter()) or not text_of(element).isalpha()


def _is_mark_link(element: Element) -> bool:
    """Return whether a link with the text of a mark is one, and not a number or letter as in "see Figure 2"."""
    if not _BARE.fullmatch(text_of(element)):
        return True
    if any(name_of(each) == "sup" for each in (*element.iter(), *element.iterancestors())):
        return True
    target = element.get("href") or ""
    if _NOTE_TARGET.fullmatch(target) or _NOTE_FILE.fullmatch(target) or _RAISED.search(element.get("style") or ""):
        return True
    previous, above = element.getprevious(), element.getparent()
    before = (previous.tail if previous is not None else above.text if above is not None else "") or ""
    # A mark in small type follows its word without a space.
    return bool(before) and not before[-1].isspace() and before[-1] not in "([/-\u2013\u2014#"
