"""Write an article as a Markdown file that is read as the same article.

Markdown is a format that people can read and correct. The file begins with front matter that holds everything known
about the article.
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
"""Characters with a meaning in Markdown, or in what `markdown_dialects` reads."""
_FIRST = re.compile(r"([-+>#=|:]|\d{1,9}(?=[.)]))")
"""Text with a meaning at the beginning of a line."""
_SURROGATE = re.compile("[\ud800-\udfff]")


def keep(article: Article, folder: Path) -> Path:
    """Write an article into a new file of a folder, and return the file's path.

    The file is written atomically. A lone surrogate, which no file can hold, becomes U+FFFD.

    Raises:
        SourceError: A file of that name exists, or the file can't be written.
    """
    path = folder / f"{file_names.slug(article.title)}.md"
    content = _SURROGATE.sub("\ufffd", to_markdown(article)).encode()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        atomic.create(path, content)
    except FileExistsError as error:
        raise SourceError(
            "already exists", where=str(path), hint="Remove or rename it first; nothing was changed"
        ) from error
    except OSError as error:
        hint = "Check that you may write there"
        raise SourceError(f"can't be written ({error.strerror})", where=str(path), hint=hint) from error
    return path


def to_markdown(article: Article) -> str:
    """Return an article as Markdown with front matter."""
    return "\n".join((*_front(article), "", *_body(article)))


def _front(article: Article) -> Iterator[str]:
    """Yield the front matter as YAML; values are JSON, which is a part of YAML."""
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
    """Return a text in which Markdown takes every character literally."""
    escaped = _ALWAYS.sub(r"\\\g<0>", text)
    first = _FIRST.match(escaped)
    if first is None:
        return escaped
    # In "1." the escape goes before the full stop; elsewhere before the first character.
    return f"{first[0]}\\{escaped[first.end() :]}" if first[0].isdigit() else f"\\{escaped}"


def _escaped_at_the_end(text: str) -> str:
    """Return the text of a heading in which a `#` at the end is literal."""
    rest = text.rstrip("#")
    return rest + r"\#" * (len(text) - len(rest))
