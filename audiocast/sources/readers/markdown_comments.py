"""Remove private remarks from Markdown: comments, and the marks of editors.

    The ferry %%ask the harbor%% was late.           comments of Obsidian, inline or over several lines
    {::comment} not yet sure {:/comment}             comments of kramdown
    {/* a comment of MDX */}
    {>>a remark<<} {--deleted--} {++added++}         CriticMarkup

A remark is private, so this is done before anything else is read, also inside lists, quotations and tables. Code stays
as it is. Line numbers do not change.
"""

from __future__ import annotations

import logging
import re

from audiocast.model.article import Cut
from audiocast.sources.decoding import clean

_log = logging.getLogger(__name__)

_FENCE = r"^[ \t>]{0,12}(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^[ \t>]*(?P=fence)[`~]*[ \t]*$|\Z)"
_CODE = r"(?P<ticks>(?<!`)`+(?!`))(?:(?!\n[ \t]*\n).){1,2000}?(?<!`)(?P=ticks)(?!`)"
# "5%% and 6%%" are numbers, and "%%%" is a rule.
_COMMENT = r"(?<![\d%\\])%%(?!%)(?P<comment>.*?)%%|^[ \t>]*%%(?!%)(?P<open>.*)\Z"
# A mark may not begin inside another of its kind. Without this rule, many unclosed marks take quadratic time.
_OTHERS = (
    r"\{::comment\}(?P<kramdown>(?:(?!\{::).){0,20000}?)\{:/(?:comment)?\}"
    r"|\{/\*(?P<mdx>(?:(?!\{/\*).){0,20000}?)\*/\}"
    r"|\{>>(?P<remark>(?:(?!\{>>).){0,5000}?)<<\}"
    r"|\{--(?P<deleted>(?:(?!\{--).){0,5000}?)--\}"
    r"|\{\+\+(?P<added>(?:(?!\{\+\+).){0,5000}?)\+\+\}"
    r"|\{==(?P<marked>(?:(?!\{==).){0,5000}?)==\}"
    r"|\{~~(?P<old>(?:(?!\{~~).){0,5000}?)~>(?P<new>(?:(?!\{~~).){0,5000}?)~~\}"
)
_SCAN = re.compile(f"{_FENCE}|{_CODE}|{_COMMENT}|{_OTHERS}", re.DOTALL | re.MULTILINE)
_RULES = {
    **dict.fromkeys(("comment", "open", "kramdown", "mdx", "remark"), "comment"),
    **dict.fromkeys(("deleted", "old"), "struck out"),
}


def without_comments(text: str, *, where: str, above: int) -> tuple[str, list[Cut]]:
    """Return a text without its comments, and the comments.

    Args:
        text: The Markdown.
        where: The document, for a warning.
        above: The number of lines above the text in the document.
    """
    cuts: list[Cut] = []
    place = [0, above + 1]

    def replaced(found: re.Match[str]) -> str:
        groups = {name: value for name, value in found.groupdict().items() if value is not None}
        if "fence" in groups or "ticks" in groups:
            return found[0]
        place[1] += text.count("\n", place[0], found.start())
        place[0] = found.start()
        if "open" in groups:
            _log.warning(
                "%s:%d: the comment has no end; nothing below it is read. Write %%%% at its end.", where, place[1]
            )
        cuts.extend(
            Cut(_RULES[name], place[1], clean(value))
            for name, value in groups.items()
            if name in _RULES and value.strip()
        )
        kept = groups.get("added", "") + groups.get("marked", "") + groups.get("new", "")
        return kept + "\n" * (found[0].count("\n") - kept.count("\n"))

    if "%%" not in text and "{" not in text:
        return text, cuts
    return _SCAN.sub(replaced, text), cuts
