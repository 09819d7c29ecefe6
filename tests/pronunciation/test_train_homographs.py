"""The script that trains the model of homographs: `train_homographs`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast.pronunciation import homograph_model, train_homographs

if TYPE_CHECKING:
    from pathlib import Path

_ROWS = (
    ("lead", "lead_nou", "The pipes are made of lead.", "lead"),
    ("lead", "lead_nou-vrb", "Über uns: she took the lead.", "lead"),
    ("lead", "unknown", "She took the lead.", "lead"),
    ("august", "august", "It rained. In August it was dry.", "August"),
)


def _examples(folder: Path) -> list[train_homographs.Example]:
    lines = ['"homograph"\t"wordid"\t"sentence"\t"start"\t"end"']
    for word, label, sentence, written in _ROWS:
        start = sentence.encode().index(written.encode())
        lines.append(f"{word}\t{label}\t{sentence}\t{start}\t{start + len(written)}")
    path = folder / "data.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return list(train_homographs.examples(path))


def test_a_row_becomes_an_example(tmp_path: Path) -> None:
    """The place of the word is in bytes; a row with an unknown label is left out."""
    found = _examples(tmp_path)
    assert [(each.word, each.sense) for each in found] == [("lead", 0), ("lead", 1), ("august", 0)]


def test_an_example_has_what_decides_it(tmp_path: Path) -> None:
    """A rule is noted. Features are made only for words with two senses, from their own sentence."""
    metal, first, month = _examples(tmp_path)
    assert metal.by_rule == 0
    assert first.by_rule is None
    assert ("lead|w-1=the", 1.0) in (first.features or ())
    assert month.features is None
    assert month.by_rule == 0


def test_a_feature_has_one_weight() -> None:
    """The number of a weight depends on nothing but the name of the feature."""
    assert homograph_model.bucket("lead|w-1=the") == homograph_model.bucket("lead|w-1=the") < homograph_model.SIZE
