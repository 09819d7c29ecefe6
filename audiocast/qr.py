"""Which squares of a QR code are dark?"""

from __future__ import annotations

import segno

_QUIET_ZONE = 3


def squares(text: str) -> list[list[bool]]:
    """The rows of the code, with the margin that a camera needs."""
    code = segno.make_qr(text)
    return [[bool(square) for square in row] for row in code.matrix_iter(border=_QUIET_ZONE)]
