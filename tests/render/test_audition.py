"""Tests of `render.audition`: the page with the sound of each name in each voice."""

from __future__ import annotations

import re
import wave
from typing import TYPE_CHECKING

import pytest
from lxml import html

from audiocast.errors import EncodeError
from audiocast.render.audition import write_page
from audiocast.render.name_report import Name

if TYPE_CHECKING:
    from pathlib import Path

_ZHYTOMYR = Name("Zhytomyr", 1, {"system": "ʒɪˈtoʊmɪɹ"}, agreed=False)
_HOSTILE = Name("O'Neill & <b>\"", 3, {"system": ""}, agreed=True)


def _page(folder: Path, *names: Name, source: str = "articles") -> str:
    (folder / source).mkdir(exist_ok=True)
    return write_page(names, source=folder / source, folder=folder / "names").read_text(encoding="utf-8")


def test_each_voice_says_each_name(tmp_path: Path) -> None:
    """There is a sound for each name and voice that pronounces it, and no other file but the page."""
    page = _page(tmp_path, _ZHYTOMYR, _HOSTILE)
    sounds = re.findall(r'src="([^"]+)"', page)
    assert sounds == ["001-system.wav", "002-system.wav"]
    assert {path.name for path in (tmp_path / "names").iterdir()} == {"index.html", *sounds}
    for sound in sounds:
        with wave.open(str(tmp_path / "names" / sound)) as file:
            assert 0.3 < file.getnframes() / file.getframerate() < 4


def test_a_choice_is_an_entry_of_the_lexicon(tmp_path: Path) -> None:
    """The value of a choice is what --write takes; a pronunciation that is not known can't be chosen."""
    tree = html.document_fromstring(_page(tmp_path, _ZHYTOMYR, _HOSTILE))
    first, second = tree.xpath("//fieldset")
    assert first.xpath(".//input[@type='radio']/@value") == ["Zhytomyr=/ʒɪˈtoʊmɪɹ/", ""]
    assert [bool(each.get("disabled") is not None) for each in second.xpath(".//input[@type='radio']")] == [True, False]
    assert [row.xpath("string(legend/small)") for row in (first, second)] == ["once", "3 times"]


def test_everything_is_escaped(tmp_path: Path) -> None:
    """Neither a name nor the path of the articles can end an attribute, an element or the script."""
    page = _page(tmp_path, _HOSTILE, source="it's <script>")
    tree = html.document_fromstring(page)
    (row,) = tree.xpath("//fieldset")
    assert row.get("data-name") == _HOSTILE.word
    assert not tree.xpath("//b")
    assert len(tree.xpath("//script")) == 1
    assert "it's <script>" not in page


def test_a_page_without_names(tmp_path: Path) -> None:
    """Without names the page has no rows and no sounds."""
    assert "<fieldset" not in _page(tmp_path)


def test_a_folder_that_cannot_be_created_is_an_error(tmp_path: Path) -> None:
    """The error names the folder."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(EncodeError, match=r"file/names: the folder can't be created"):
        write_page([_ZHYTOMYR], source=tmp_path, folder=tmp_path / "file" / "names")
