"""How is an article written down, so that it is there when its page is gone, and is read as the same?

As Markdown, which people can read and correct, with all that is known of it in front.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from audiocast import atomic
from audiocast.errors import SourceError
from audiocast.model.article import Article, Block, BlockKind
from audiocast.sources import file_names

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_ALWAYS = re.compile(r"[\\`*_\[\]<~{]|&(?=#?\w{1,40};)")
"""What Markdown, or what `markdown_dialects` reads, could take for more than a character."""
_FIRST = re.compile(r"([-+>#=|:]|\d{1,9}(?=[.)]))")
"""What means something at the beginning of a line."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def keep(article: Article, folder: Path) -> Path:
    """Write an article into a new file of a folder, and return where that is.

    The file appears with all of its content, or not at all. Half of a character (a lone surrogate), which no file can
    hold, becomes U+FFFD, as in web browsers.

    Raises:
        SourceError: There is such a file already, or it can't be written.
    """
    path = folder / f"{file_names.slug(article.title)}.md"
    content = _SURROGATE.sub("\ufffd", to_markdown(article)).encode()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        atomic.create(path, content)
    except FileExistsError as error:
        raise SourceError(
            "is there already", where=str(path), hint="Nothing was changed; remove or rename it first"
        ) from error
    except OSError as error:
        hint = "See whether you may write there"
        raise SourceError(f"can't be written ({error.strerror})", where=str(path), hint=hint) from error
    return path


def to_markdown(article: Article) -> str:
    """The article as Markdown, what is known of it in front."""
    return "\n".join((*_front(article), "", *_body(article)))


def _front(article: Article) -> Iterator[str]:
    """The fields that say something, as YAML, of which JSON is a part."""
    moments = {"date": article.published, "modified": article.modified}
    known = {
        "title": article.title,
        **{name: moment.isoformat() if moment else "" for name, moment in moments.items()},
        "author": article.author,
        "categories": article.categories,
        "tags": article.tags,
        "language": article.language,
        "link": article.link,
        "id": article.id,
    }
    yield "---"
    for name, value in known.items():
        if value:
            yield f"{name}: {json.dumps(value, ensure_ascii=False)}"
    yield "---"


def _body(article: Article) -> Iterator[str]:
    left_out = {rule: iter([cut.text for cut in article.cuts if cut.rule == rule]) for rule in ("code", "table")}
    before: Block | None = None
    for block in article.blocks:
        if before is not None and not (before.kind == block.kind == BlockKind.LIST_ITEM):
            yield ">" if before.kind == block.kind == BlockKind.QUOTE else ""
        text = _escaped(block.text)
        if block.kind is BlockKind.HEADING:
            yield f"{'#' * min(max(block.level, 2), 6)} {_escaped_at_the_end(text)}"
        elif block.kind is BlockKind.LIST_ITEM:
            mark = f"{block.number}." if block.number else "-"
            yield f"{'    ' * max(block.level - 1, 0)}{mark} {text}"
        elif block.kind is BlockKind.QUOTE:
            yield f"> {text}"
        elif block.kind is BlockKind.CODE:
            yield from ("~~~", next(left_out["code"], "…").replace("~~~", "~ ~ ~"), "~~~")
        elif block.kind is BlockKind.TABLE:
            rows = next(left_out["table"], block.text or "…").replace("|", "/")
            yield from (f"| {_escaped(block.text)} |", "| --- |", f"| {_escaped(rows)} |")
        else:
            yield text
        before = block
    yield ""


def _escaped(text: str) -> str:
    """The text, so that Markdown takes every character of it for itself."""
    escaped = _ALWAYS.sub(r"\\\g<0>", text)
    first = _FIRST.match(escaped)
    if first is None:
        return escaped
    # A number is escaped behind its digits, everything else before itself.
    return f"{first[0]}\\{escaped[first.end() :]}" if first[0].isdigit() else f"\\{escaped}"


def _escaped_at_the_end(text: str) -> str:
    """Return the text of a heading so that no `#` at its end closes it."""
    rest = text.rstrip("#")
    return rest + r"\#" * (len(text) - len(rest))
