"""Tests of `config.palette`: the colors of a show, and the contrast between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocast.config import palette
from audiocast.errors import ConfigError

_COLORS = st.from_regex("#[0-9a-f]{6}", fullmatch=True)


@given(_COLORS, _COLORS)
def test_any_color_can_be_made_readable(color: str, ground: str) -> None:
    """Whatever the colors, text ends up with the contrast that is wanted; what has it stays as it is."""
    made = palette.readable(color, ground)
    assert palette.contrast(made, ground) >= palette.TEXT_CONTRAST
    if palette.contrast(color, ground) >= palette.TEXT_CONTRAST:
        assert made == color


@given(st.text(), st.text())
def test_every_variation_can_be_read(show: str, episode: str) -> None:
    """The letters of every episode's cover stand out from their ground."""
    chosen = palette.vary(palette.choose(show), episode)
    assert palette.contrast(chosen.letters, chosen.ground) >= palette.TEXT_CONTRAST
    assert chosen == palette.vary(palette.choose(show), episode)


def test_contrast_is_that_of_wcag() -> None:
    """Black on white is 21, a color on itself 1; the known border case of gray on white is 4.54."""
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palette.contrast("#808080", "#808080") == 1
    assert palette.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_wished_colors_are_taken() -> None:
    """Two to four colors: what is missing is made of the others."""
    assert palette.choose("x", ("#FFFFFF", "#aa0000")) == palette.Palette("#ffffff", "#aa0000", "#ecc7c7", "#aa0000")
    assert palette.choose("x", ("#fff000", "#000000", "#aa0000", "#00aa00")).wave == "#00aa00"


@pytest.mark.parametrize(
    ("wished", "what"),
    [
        (("#fff",), "'#fff'"),
        (("#ffffff", "red"), "'red'"),
        (("#ffffff",), "1 color"),
        (("#ffffff",) * 5, "5 colors"),
        (("#ffffff", "#fefefe"), "can't be read"),
    ],
)
def test_unusable_palette_is_refused(wished: tuple[str, ...], what: str) -> None:
    """A palette that can't be used is named, with what to write."""
    with pytest.raises(ConfigError, match=f"show.toml: .*{what}"):
        palette.choose("x", wished)
