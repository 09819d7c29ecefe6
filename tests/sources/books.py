"""How are the books and papers of the tests made from what can be read in an editor?"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_NS = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
_CONTAINER = '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
_DEEP = "<div>" * 5_000 + "deep" + "</div>" * 5_000


def epub(path: Path) -> bytes:
    """A book from its fields and its pages, each `=== name | title in the table of contents`."""
    head, *pages = re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    files = {"mimetype": "application/epub+zip", "META-INF/container.xml": _CONTAINER}
    items, spine, contents = "", "", ""
    for number, page in enumerate(pages):
        first, _, text = page.partition("\n")
        name, _, title = (part.strip() for part in first.partition("|"))
        text = _DEEP if text.strip() == "@deep" else text
        files[f"OEBPS/text/{name}"] = f"<html {_NS}><head><title/></head><body>{text}</body></html>"
        items += f'<item id="p{number}" href="text/{name}" media-type="application/xhtml+xml"/>'
        spine += f'<itemref idref="p{number}"/>'
        contents += f'<li><a href="text/{name}">{title}</a></li>' if title else ""
    fields = [line.partition(": ")[::2] for line in head.strip().splitlines()]
    meta = "".join(
        f'<meta property="dcterms:modified">{value}</meta>' if name == "modified" else f"<dc:{name}>{value}</dc:{name}>"
        for name, value in fields
    )
    nav = '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
    files["OEBPS/nav.xhtml"] = f'<html {_NS}><body><nav epub:type="toc"><ol>{contents}</ol></nav></body></html>'
    files["OEBPS/book.opf"] = (
        f'<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{meta}</metadata>'
        f"<manifest>{items}{nav}</manifest><spine>{spine}</spine></package>"
    )
    return archive(files)


def archive(files: dict[str, str]) -> bytes:
    """A ZIP archive of these files, the same each time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in files.items():
            target.writestr(zipfile.ZipInfo(name), text, compress_type=zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
