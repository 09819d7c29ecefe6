"""Find the line of a key in a settings file, for errors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def place(path: Path, *trail: str | int) -> str:
    """Return `file:line` of a key, or the file when the key is not in it (but given on the command line).

    A trail is a key, or the name of a table, its number from 0, and its key. When the table lacks the key, the line is
    that of the table.
    """
    lines = path.read_text(encoding="utf-8-sig").splitlines() if path.is_file() else []
    table, count, best = "", -1, 0
    for number, line in enumerate(lines, 1):
        if header := re.match(r"\s*\[+\s*([^\]\s]+)\s*\]", line):
            table = header[1].strip("\"'")
            count += table == trail[0]
        wanted = trail[-1] if table else trail[0]
        here = not table or (table == trail[0] and len(trail) > 1 and count == trail[1])
        if here and re.match(rf"\s*[\"']?{re.escape(str(wanted))}[\"']?\s*[=.]", line):
            return f"{path}:{number}"
        if header and table == trail[0] and (len(trail) == 1 or count == trail[1]):
            best = best or number
    return f"{path}:{best}" if best else str(path)
