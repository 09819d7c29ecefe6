"""Tests of `decoding.py`: from bytes to characters and lines."""

from __future__ import annotations

import pytest

from audiocast.errors import SourceError
from audiocast.model.article import Document
from audiocast.sources.decoding import Line, decode, lines


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "Paper boats — 3 € each"),
        ("utf-8-sig", "Paper boats"),
        ("utf-16", "Paper boats — 3 € each"),
        ("utf-32", "Paper boats — 3 € each"),
        ("utf-16-le", "Paper boats without a mark in front of them"),
        ("utf-16-be", "Paper boats without a mark in front of them"),
        ("cp850", "The café in Zürich where señor Peña sat is closed for good."),
        ("cp1252", "“Paper boats” – isn’t it fine? – at £3 or €4…"),
        ("cp1252", "The café’s crêpes were eaten by Zoë and by Señor Muñoz, said the naïve façade painter from Århus."),
        ("cp1252", "Der Bürgermeister von Köln sagte, die Brücke müsse schließen, größere Schäden seien möglich."),
        ("cp1251", "Паром на остров Чаек с понедельника будет ходить каждый час."),
        ("cp1253", "Το πλοίο για το νησί θα αναχωρεί κάθε ώρα από τη Δευτέρα, ανακοίνωσε το λιμάνι."),
        ("cp932", "島へのフェリーは月曜日から一時間ごとに運航すると港湾局が発表した。"),
    ],
)
def test_encodings(encoding: str, text: str) -> None:
    """A text is decoded by its byte-order mark, as UTF-8, or by a guess from its bytes."""
    assert decode(Document("x.txt", "text/plain", text.encode(encoding))) == text


@pytest.mark.parametrize("label", ["iso-8859-1", "latin-1", "us-ascii", "iso-8859-15"])
def test_the_names_of_latin_1_mean_windows_1252(label: str) -> None:
    """Programs write such a label on text of Windows, whose quotation marks Latin-1 does not have."""
    content = "We’ll pay €5".encode("cp1252")
    assert decode(Document("x.html", "text/html", content, label)) == "We’ll pay €5"


@pytest.mark.parametrize(
    ("damaged", "text"),
    [
        ("The cafÃ© in ZÃ¼rich", "The café in Zürich"),
        ("She said â€œno”", "She said “no”"),
        ("The keeper\x92s lamp", "The keeper’s lamp"),
        ("The keeper\ufffds lamp", "The keeper’s lamp"),
        ("A lamp \ufffd and a boat", "A lamp  and a boat"),
        ("N\bNA\bAM\bME\bE", "NAME"),
        ("Ærøskøbing, Þórshöfn and Âge are names", "Ærøskøbing, Þórshöfn and Âge are names"),
    ],
)
def test_damage_of_a_wrong_encoding_is_repaired(damaged: str, text: str) -> None:
    """A text that was decoded wrongly, or printed over, is restored; right text stays."""
    assert decode(Document("x.txt", "text/plain", damaged.encode())) == text


@pytest.mark.parametrize(
    "content",
    [
        b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00",
        bytes(range(256)) * 8,
        b"\x1f\x8b\x08\x00" + bytes((each * 151 + each // 7) % 256 for each in range(3000)),
    ],
)
def test_binary(content: bytes) -> None:
    """Binary data is refused, without a guess at an encoding."""
    with pytest.raises(SourceError, match="is not a text"):
        decode(Document("x.txt", "text/plain", content))


def test_damage_is_named_with_its_line() -> None:
    """Bytes that contradict the byte-order mark are an error with a line number."""
    with pytest.raises(SourceError, match=r"x\.txt:2: is not valid UTF-8"):
        decode(Document("x.txt", "text/plain", b"\xef\xbb\xbfone\ntw\xff"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_lines_are_numbered_as_in_an_editor(end: str) -> None:
    """Each kind of line end counts once, and a blank line leaves a gap."""
    assert lines(end.join(("one", "two", "", " \t", "five "))) == (
        Line(1, "one", gap=True),
        Line(2, "two", gap=False),
        Line(5, "five", gap=True),
    )


def test_characters_are_cleaned() -> None:
    """Control and invisible characters are removed, letters are composed, and spaces are single."""
    assert lines("a\x00\u200b\ufeffb \u00a0\t c\x1b e\u0301") == (Line(1, "ab c \u00e9", gap=True),)


def test_unicode_line_and_paragraph_ends() -> None:
    """U+2028 ends a line and U+2029 a paragraph; neither adds to the line number, as in editors."""
    assert lines("a\u2028b\u2029c\nd") == (
        Line(1, "a", gap=True),
        Line(1, "b", gap=False),
        Line(1, "c", gap=True),
        Line(2, "d", gap=False),
    )


def test_endless_marks_are_shortened() -> None:
    """A letter keeps at most 30 combining marks, because a million take hours to sort."""
    (line,) = lines("a" + "\u0301\u0323" * 50_000)
    assert len(line.text) <= 31
