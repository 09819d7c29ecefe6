"""Make QR codes, as SVG for a page and as squares for a terminal."""

from __future__ import annotations

import io

import segno

_QUIET_ZONE = 3


def squares(text: str) -> list[list[bool]]:
    """Return the rows of the code, with the margin that a camera needs."""
    code = segno.make_qr(text)
    return [[bool(square) for square in row] for row in code.matrix_iter(border=_QUIET_ZONE)]


def svg(text: str) -> str:
    """Return a QR code as inline SVG, which the page's style sheet colors."""
    file = io.BytesIO()
    code = segno.make_qr(text, error="m")
    code.save(
        file,
        kind="svg",
        xmldecl=False,
        svgns=False,
        border=2,
        omitsize=True,
        svgclass="qr",
        lineclass="qr-dots",
        light=None,
        nl=False,
    )
    return file.getvalue().decode()
