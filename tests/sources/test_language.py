"""Tests of `language.py`."""

from __future__ import annotations

import subprocess
import sys

import pytest

from audiocast.sources.language import detect, same

_ENGLISH = (
    "The ferry to the islands was late again on Monday, and the harbor office said that it was sorry for the trouble "
    "with the old engine. Passengers had waited in the rain, with their bicycles and their dogs, to get home."
)
_TEXTS = {
    "en": _ENGLISH,
    "de": "Die Fähre zu den Inseln kam am Montag schon wieder zu spät, und das Hafenamt entschuldigte sich bei allen, "
    "die mit ihren Rädern und Hunden im Regen gestanden hatten. Der alte Motor soll nun endlich ersetzt werden.",
    "fr": "Le bateau des îles est encore arrivé en retard lundi, et le bureau du port s'est excusé auprès de tous les "
    "passagers qui avaient attendu sous la pluie avec leurs vélos et leurs chiens. Le vieux moteur sera remplacé.",
    "es": "El barco de las islas llegó tarde otra vez el lunes, y la oficina del puerto pidió disculpas a todos los "
    "pasajeros que habían esperado bajo la lluvia con sus bicicletas y sus perros. Van a cambiar el motor viejo.",
    "ja": "島へのフェリーは月曜日もまた遅れ、港湾事務所は雨の中で待っていた乗客に謝罪した。" * 5,
}


@pytest.mark.parametrize("code", _TEXTS)
def test_a_paragraph_is_enough(code: str) -> None:
    """Two sentences of news are enough to detect their language."""
    assert detect([_TEXTS[code]]) == code


@pytest.mark.parametrize("code", ["de", "fr", "es"])
def test_a_quotation_decides_nothing(code: str) -> None:
    """English with a quotation in another language is English, and the reverse."""
    assert detect([_ENGLISH, _TEXTS[code], _ENGLISH + " It was the third time."]) == "en"
    assert detect([_TEXTS[code], _ENGLISH, _TEXTS[code] + " Ann Ode."]) == code


def test_little_text_has_no_language() -> None:
    """A line of names has no language."""
    assert not detect(["Ann Ode, Bo Lind, Cy Grey"])
    assert not detect([])


def test_countries_make_no_language() -> None:
    """British and American English are the same language."""
    assert same("en-GB", "en_US")
    assert not same("en", "de")


def test_english_needs_no_model() -> None:
    """Plain English is recognized without loading the model."""
    use = f"from audiocast.sources.language import detect; detect([{_ENGLISH!r}])"
    code = f"import sys; {use}; print('py3langid' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
