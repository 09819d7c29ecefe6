"""Put the pieces of text on a page of a PDF into lines, in the order of reading.

A piece has a place, a size and a font. Pieces on one line with a wide gap between them are cells of a table or parts of
columns: long texts at the same places line after line are columns, and each is read to its end; others are a table. A
line with more space above it than usual, in another size, or in bold type after a sentence begins a paragraph. Lines in
small type that begin with a mark are notes.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from audiocast.sources.decoding import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

_NARROW = frozenset(" iIjlftr.,;:'|!()[]/")
_WIDE = frozenset("mwMW@%")
_WIDTHS = (0.29, 0.87, 0.67, 0.53)
"""Widths of narrow, wide, capital and other letters, as shares of the size."""
_WIDE_GAP = 2.0
_SMALL_GAP = 0.5
_SAME_PLACE = 4.0
_ROWS = 3
_COLUMN_LENGTH = 22
_SPACE_ABOVE = 1.35
_OTHER_SIZE = 0.1
_LARGE = 1.1
_SMALL = 0.95
_NOTE = re.compile(r"(?:\d{1,3}|[*†‡§¶]{1,3})[.)]? ?(?=[^\W\d_]|[“\"'(])(?!(?:of|st|nd|rd|th)\b)")
_ENDS = re.compile(r"[.!?:…][\"'”’)]*$")


class Piece(NamedTuple):
    """A piece of text, the place where it begins, its size, and whether it is bold."""

    text: str
    x: float
    y: float
    size: float
    bold: bool = False


class Line(NamedTuple):
    """A line in the order of reading, whether it begins a paragraph, and whether it is larger than other text."""

    text: str
    begins: bool = False
    large: bool = False


class Row(NamedTuple):
    """A line of a page: the text, the place and the size of its first piece, and whether it is all bold."""

    text: str
    x: float
    y: float
    size: float
    bold: bool


def lines(pieces: Sequence[Piece]) -> tuple[list[Line], list[str]]:
    """Return the lines of a page, with rows of tables in bars, and the lines of its notes."""
    rows = _rows(pieces)
    ordered: list[Row] = []
    tables: set[int] = set()
    index = 0
    while index < len(rows):
        end = _end_of_run(rows, index)
        run = rows[index:end]
        if _is_columns(run):
            ordered += _by_columns(run)
        elif len(run) >= _ROWS:
            while len(run[-1]) == 1:
                run.pop()
            end = index + len(run)
            tables.update(range(len(ordered), len(ordered) + len(run)))
            ordered += (_whole(row, table=True) for row in run)
        else:
            end = index + 1
            ordered.append(_whole(rows[index]))
        index = end
    usual = _usual_size(ordered)
    notes = _notes(ordered, usual) - tables
    kept = [index for index in range(len(ordered)) if index not in notes]
    marked = {place for place, index in enumerate(kept) if index in tables}
    found = _with_gaps([ordered[index] for index in kept], marked, usual)
    return found, [ordered[index].text for index in sorted(notes)]


def _usual_size(rows: Sequence[Row]) -> float:
    sizes: Counter[float] = Counter()
    for row in rows:
        sizes[round(row.size, 1)] += len(row.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _notes(rows: Sequence[Row], usual: float) -> set[int]:
    """Return the places of notes: lines in small type that begin with a mark, and the small lines below."""
    found: set[int] = set()
    for index, row in enumerate(rows):
        small = row.size < _SMALL * usual
        if small and (_NOTE.match(row.text) or index - 1 in found):
            found.add(index)
    return found


def _rows(pieces: Sequence[Piece]) -> list[list[Row]]:
    """Return the lines, each as the parts between wide gaps."""
    physical: list[list[Piece]] = [[]]
    for piece in pieces:
        for number, text in enumerate(piece.text.split("\n")):
            if number:
                physical.append([])
            if text.strip():
                physical[-1].append(piece._replace(text=text))
            elif text and physical[-1]:
                physical[-1][-1] = physical[-1][-1]._replace(text=f"{physical[-1][-1].text} ")
    places = Counter(each for row in physical for each in {round(piece.x) for piece in row[1:]})
    rows: list[list[Row]] = []
    for row in filter(None, physical):
        groups = [[row[0]]]
        for before, piece in pairwise(row):
            gap = (piece.x - before.x - _width(before)) / (piece.size or 1)
            often = places[round(piece.x)] >= _ROWS and gap > _SMALL_GAP
            if gap > _WIDE_GAP or often:
                groups.append([])
            groups[-1].append(piece)
        rows.append([_joined(group) for group in groups])
    return [[part for part in row if part.text] for row in rows if any(part.text for part in row)]


def _width(piece: Piece) -> float:
    narrow, wide, capital, other = _WIDTHS
    return piece.size * sum(
        narrow if each in _NARROW else wide if each in _WIDE else capital if each.isupper() else other
        for each in piece.text.strip()
    )


def _joined(pieces: Sequence[Piece]) -> Row:
    longest = max(pieces, key=lambda each: len(each.text))
    text = clean("".join(each.text for each in pieces))
    return Row(text, pieces[0].x, longest.y, longest.size, all(each.bold for each in pieces))


def _end_of_run(rows: Sequence[list[Row]], index: int) -> int:
    """Return the end of the lines with several parts that begin at a line."""
    if len(rows[index]) == 1:
        return index + 1
    places = [part.x for part in rows[index]]
    end = index + 1
    while end < len(rows):
        row = rows[end]
        if len(row) == 1 and not _continues(row[0], rows[end - 1], places):
            break
        end += 1
    return end


def _continues(part: Row, above: Sequence[Row], places: Sequence[float]) -> bool:
    """Return whether a line with one part belongs to one of the columns above it."""
    column = next((index for index, x in enumerate(places) if abs(part.x - x) <= _SAME_PLACE), None)
    close = 0 < above[0].y - part.y <= 2 * part.size
    if column is None or not close or abs(part.size - above[0].size) > _OTHER_SIZE * part.size:
        return False
    is_last = column == len(places) - 1
    return is_last or _width(Piece(part.text, part.x, part.y, part.size)) < places[column + 1] - places[column]


def _is_columns(run: Sequence[Sequence[Row]]) -> bool:
    parts = max(map(len, run))
    full = [row for row in run if len(row) == parts]
    if parts == 1 or len(full) < _ROWS:
        return False
    columns = list(zip(*full, strict=True))
    aligned = all(
        2 * sum(abs(part.x - column[0].x) <= _SAME_PLACE for part in column) > len(column) for column in columns
    )
    return aligned and all(median(len(part.text) for part in column) >= _COLUMN_LENGTH for column in columns)


def _by_columns(run: Sequence[Sequence[Row]]) -> list[Row]:
    places = [part.x for part in max(run, key=len)]
    columns: list[list[Row]] = [[] for _ in places]
    for part in (part for row in run for part in row):
        nearest = min(range(len(places)), key=lambda index: abs(places[index] - part.x))
        columns[nearest].append(part)
    return [part for column in columns for part in column]


def _whole(row: Sequence[Row], *, table: bool = False) -> Row:
    text = f"| {' | '.join(part.text for part in row)} |" if table else " ".join(part.text for part in row)
    return row[0]._replace(text=text + " |" if table and len(row) == 1 else text, bold=all(part.bold for part in row))


def _with_gaps(rows: Sequence[Row], tables: set[int], usual: float) -> list[Line]:
    steps = Counter(round(above.y - below.y, 1) for above, below in pairwise(rows) if above.y > below.y)
    step = steps.most_common(1)[0][0] if steps else 0.0
    found = [Line(row.text, large=row.size > _LARGE * usual) for row in rows[:1]]
    for index, (above, below) in enumerate(pairwise(rows), 1):
        begins = (
            (above.y - below.y > _SPACE_ABOVE * step > 0)
            or abs(above.size - below.size) > _OTHER_SIZE * usual
            or (above.bold != below.bold and _may_begin(above, below))
            or ((index in tables) != (index - 1 in tables))
        )
        found.append(Line(below.text, begins, below.size > _LARGE * usual))
    return found


def _may_begin(above: Row, below: Row) -> bool:
    """Return whether a line in bold type is a heading, and not a part of a sentence."""
    if below.text[:1].islower():
        return False
    heading, other = (below, above) if below.bold else (above, below)
    return not _ENDS.search(heading.text) and (other is below or _ENDS.search(other.text) is not None)
