"""Make the EPUB, DOCX and PDF documents of the tests from text files."""

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
    """Return a book made from its fields and its pages, each `=== name | title in the table of contents | marks`.

    Marks: "outside" for a page outside the order of reading, "lower" for contents that name it in small letters.
    """
    head, *pages = re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    files = {"mimetype": "application/epub+zip", "META-INF/container.xml": _CONTAINER}
    items, spine, contents = "", "", ""
    for number, page in enumerate(pages):
        first, _, text = page.partition("\n")
        name, title, marks = (part.strip() for part in f"{first} | | ".split("|")[:3])
        text = _DEEP if text.strip() == "@deep" else text
        code = re.match(r"<!--(\w+)-->", text)
        attributes = f'{_NS} lang="{code[1]}"' if code else _NS
        files[f"OEBPS/text/{name}"] = f"<html {attributes}><head><title/></head><body>{text}</body></html>"
        items += f'<item id="p{number}" href="text/{name}" media-type="application/xhtml+xml"/>'
        linear = "no" if marks == "outside" else "yes"
        spine += f'<itemref idref="p{number}" linear="{linear}"/>'
        target = name.lower() if marks == "lower" else name
        contents += f'<li><a href="text/{target}">{title}</a></li>' if title else ""
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
    """Return a ZIP archive of these files, the same bytes each time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, text in files.items():
            target.writestr(zipfile.ZipInfo(name), text, compress_type=zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
_STYLES = (
    *(("Title", "Title"), ("Heading1", "heading 1"), ("Heading2", "heading 2"), ("Quote", "Quote")),
    *(("IntenseQuote", "Intense Quote"), ("Caption", "caption"), ("TOC1", "toc 1")),
    *(("Titel", "Titel"), ("Titre1", "Titre 1"), ("Legende", "Beschriftung")),
)
_OWN_STYLE = '<w:style w:styleId="Eigene"><w:name w:val="Zeile"/><w:basedOn w:val="Heading2"/></w:style>'


def docx(path: Path) -> bytes:
    """Return a DOCX made from its properties and paragraphs, each `style| text` or `#list.level| text`."""
    head, _, body = path.read_text(encoding="utf-8").partition("===\n")
    fields = [line.partition(": ")[::2] for line in head.strip().splitlines()]
    styles = "".join(f'<w:style w:styleId="{name}"><w:name w:val="{written}"/></w:style>' for name, written in _STYLES)
    notes = "".join(_paragraph("", value) for name, value in fields if name == "footnote")
    levels = {kind: "".join(_level(level, kind) for level in range(2)) for kind in ("decimal", "bullet")}
    numbering = "".join(
        f'<w:abstractNum w:abstractNumId="{number}">{levels[kind]}</w:abstractNum>'
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>'
        for number, kind in ((1, "decimal"), (2, "bullet"))
    )
    paragraphs = "".join(_paragraph(*(part.strip() for part in line.split("|", 1))) for line in body.splitlines())
    return archive(
        {
            "word/document.xml": f"<w:document {_W}><w:body>{paragraphs}</w:body></w:document>",
            "word/styles.xml": f"<w:styles {_W}>{styles}{_OWN_STYLE}</w:styles>",
            "word/numbering.xml": f"<w:numbering {_W}>{numbering}</w:numbering>",
            "word/footnotes.xml": f"<w:footnotes {_W}>{notes}</w:footnotes>",
            "docProps/core.xml": "<p>"
            + "".join(f"<{name}>{value}</{name}>" for name, value in fields if name != "footnote")
            + "</p>",
        }
    )


def _level(level: int, kind: str) -> str:
    return f'<w:lvl w:ilvl="{level}"><w:numFmt w:val="{kind}"/></w:lvl>'


def _paragraph(style: str, text: str) -> str:
    if style == "@raw":
        return f"<w:p>{text}</w:p>"
    if style == "@table":
        rows = ("".join(f"<w:tc>{_paragraph('', cell)}</w:tc>" for cell in row.split(",")) for row in text.split(";"))
        return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"
    number, _, level = style.removeprefix("#").partition(".")
    listed = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if level else ""
    named = f'<w:pStyle w:val="{style}"/>' if style and not level else ""
    return f"<w:p><w:pPr>{named}{listed}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def pdf(path: Path) -> bytes:
    """Return a PDF made from its properties and its lines, with `---` between pages.

    A line `@ x y size font text` stands at a place of its own, in font F1 or, bold, F2.
    """
    head, _, body = path.read_text(encoding="utf-8").partition("===\n")
    fields = [line.partition(": ")[::2] for line in head.strip().splitlines()]
    pages = [page.strip("\n").splitlines() for page in re.split(r"^---$", body, flags=re.MULTILINE)]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    about = " ".join(f"/{name} ({value})" for name, value in fields)
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, lines in enumerate(pages):
        shown = "".join(f"({_escaped(line)}) Tj T* " for line in lines if not line.startswith("@ "))
        placed = (line.split(" ", 5)[1:] for line in lines if line.startswith("@ "))
        others = "".join(
            f" BT /{font} {size} Tf 1 0 0 1 {x} {y} Tm ({_escaped(text)}) Tj ET" for x, y, size, font, text in placed
        )
        stream = f"BT /F1 12 Tf 14 TL 72 720 Td {shown}ET{others}"
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R "
            "/F2 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >> >> >> "
            f"/Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
    objects.append(f"<< {about} >>")
    return _pdf_file(objects)


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _pdf_file(objects: list[str]) -> bytes:
    content = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(content))
        content += f"{number} 0 obj\n{each}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        content
        + (
            f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n"
            f"<< /Size {size} /Root 1 0 R /Info {len(objects)} 0 R >>\nstartxref\n{len(content)}\n%%EOF\n"
        ).encode()
    )
