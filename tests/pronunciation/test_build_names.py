"""The script that builds the tables of names: `build_names`, and how `arpabet` and `english` adapt accents for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from audiocast.pronunciation import build_names, names, tries

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def sources(tmp_path: Path) -> tuple[Path, Path]:
    """Two small sources: readings without stress for each accent, and readings with stress."""
    (tmp_path / "eng_latn_us_broad.tsv").write_text(
        "Zorvath\tz ɔ ɹ v æ θ\nLondon\tl ʌ n d ə n\nferry\tf ɛ ɹ i\nQuelburn\tk w ɛ l b ɚ n\nUSA\tj u ɛ s eɪ\n"
    )
    (tmp_path / "eng_latn_uk_broad.tsv").write_text("Zorvath\tz ɔː v æ θ\nHarbrook\th ɑː b ɹ ʊ k\n")
    (tmp_path / "en").write_text("Zorvath\tzɔɹˈvæθ\n")
    return tmp_path, tmp_path / "en"


def test_a_table_has_the_names_that_no_dictionary_has(sources: tuple[Path, Path]) -> None:
    """Capitalized words are kept, but not those of the checked lexicon, ordinary words and abbreviations."""
    found = dict(build_names.rows(*sources, british=False))
    assert {"Zorvath", "Quelburn"} <= found.keys()
    assert not {"London", "ferry", "USA"} & found.keys()


def test_the_stress_comes_from_the_second_source(sources: tuple[Path, Path]) -> None:
    """A reading gets the stress of another source for the same name, or one by rule."""
    table = dict(build_names.rows(*sources, british=False))
    assert table["Zorvath"] == names.encoded(names.WIKTIONARY, "zɔɹvˈæθ")
    assert table["Quelburn"] == names.encoded(names.WIKTIONARY, "kwˈɛlbəɹn")


def test_a_name_of_one_accent_is_adapted_to_the_other(sources: tuple[Path, Path]) -> None:
    """A name that only the British source has gets an American reading."""
    assert dict(build_names.rows(*sources, british=False))["Harbrook"] != b""
    assert "Quelburn" in dict(build_names.rows(*sources, british=True))


def test_both_tables_are_written(sources: tuple[Path, Path], tmp_path: Path) -> None:
    """The same sources give the same bytes."""
    for folder in ("one", "two"):
        build_names.build(*sources, tmp_path / folder)
    for british in (False, True):
        name = f"{names.file_name(british=british)}.marisa"
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert tries.load(names.file_name(british=False))
