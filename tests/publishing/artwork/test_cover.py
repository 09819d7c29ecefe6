"""The cover of a show and the pictures of episodes."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from audiocast.config.palette import choose, vary
from audiocast.errors import ConfigError
from audiocast.publishing.artwork import cover


def _opened(jpeg: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(jpeg))
    image.load()
    assert image.format == "JPEG"
    assert image.mode == "RGB"
    assert not image.info.get("progressive")
    return image


def _saved(image: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


@pytest.mark.parametrize("title", ["News", "", "A long title with many words " * 6, "世界", "Über die Brücke"])
def test_drawn_cover_is_what_directories_want(title: str) -> None:
    """3000 pixels square, RGB, a baseline JPEG under 512 KB, and small enough for the tag under 60 KB."""
    jpeg = cover.draw(title, subtitle="Written news, read aloud")
    assert _opened(jpeg).size == (3000, 3000)
    assert len(jpeg) < 512_000
    small = cover.small(jpeg)
    assert _opened(small).size == (600, 600)
    assert len(small) <= 60_000
    assert len(cover.draw(title, size=600)) <= 60_000


def test_same_title_same_bytes() -> None:
    """The picture, and so its name, changes only with the title."""
    first = cover.draw("Morning", size=600)
    assert first == cover.draw("Morning", size=600)
    assert first != cover.draw("Evening", size=600)
    assert cover.file_name(first) == cover.file_name(cover.draw("Morning", size=600))
    assert cover.file_name(first) != cover.file_name(cover.draw("Evening", size=600))
    assert cover.file_name(first).startswith("cover-")
    assert cover.file_name(first).endswith(".jpg")


def test_episode_has_a_cover_of_its_own() -> None:
    """In the show's colors, of the size directories want, another for every title and every sound."""
    colors = choose("Morning")
    made = [
        cover.draw_episode(title, show="Morning", palette=colors, wave=wave)
        for title, wave in (("Ferry", "40ff" * 60), ("Bridge", "40ff" * 60), ("Ferry", "40" * 60 + "ff" * 60))
    ]
    assert len(set(made)) == 3
    assert all(_opened(jpeg).size == (1400, 1400) for jpeg in made)
    assert made[0] == cover.draw_episode("Ferry", show="Morning", palette=colors, wave="40ff" * 60)
    ground = bytes.fromhex(vary(colors, "Ferry").ground[1:])
    assert _opened(made[0]).getpixel((5, 5)) == pytest.approx(tuple(ground), abs=4)


def test_wave_is_the_sound() -> None:
    """Fifteen bars from quiet to loud; too little sound makes none."""
    heights = cover._heights("".join(f"{number:02x}" for number in range(30)))
    assert heights == sorted(heights)
    assert (len(heights), heights[0], heights[-1]) == (15, 0, 1)
    assert cover._heights("ffff") == []
    assert cover._heights("80" * 20) == [0] * 15


@settings(max_examples=settings().max_examples // 2)
@given(st.text(st.characters(exclude_categories=[]), max_size=200), st.text(max_size=80), st.integers(1, 300))
def test_any_title_can_be_drawn(title: str, subtitle: str, size: int) -> None:
    """No title and no size breaks the picture."""
    assert _opened(cover.draw(title, subtitle=subtitle, size=size)).size == (size, size)


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Zürich  am\nAbend", "Zürich am Abend"),
        ("Новости дня", "Новости дня"),
        ("Ελλάδα", "Ελλάδα"),
        ("\uff26ull \uff11", "Full 1"),
        ("e\u0301t\u00e9", "\u00e9t\u00e9"),
        ("ǧeneral", "general"),
        ("News 🎧 世界", "News"),
        ("\ud800\x00", ""),
    ],
)
def test_letters_the_font_lacks(text: str, drawn: str) -> None:
    """A letter that the font lacks loses its accents or is left out: a box is never drawn."""
    assert cover._writable(text) == drawn


def test_words_stay_in_the_picture() -> None:
    """Every line fits the width, long words are cut, long titles end in an ellipsis."""
    for words in ("News", "A long title with many words " * 4, "Donaudampfschifffahrtsgesellschaftskapitän", "w" * 139):
        points, lines = cover._fitted(words.strip(), 2500, 1500)
        assert all(cover._length(line, points) <= 2500 * 1.05 for line in lines)
        assert len(lines) * points * 1.1 <= 1500
        assert points >= 2500 // 14


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "L", "LA", "CMYK", "1", "I;16"])
def test_users_picture_becomes_rgb(mode: str) -> None:
    """Whatever its colors are made of, the picture is published as RGB."""
    kind = "TIFF" if mode == "CMYK" else "PNG"
    fitted = _opened(cover.fit(_saved(Image.new(mode, (1500, 1500)), kind), where="x.png"))
    assert fitted.size == (1500, 1500)


def test_transparent_becomes_white() -> None:
    """Where the picture is transparent, it is white and not black."""
    fitted = _opened(cover.fit(_saved(Image.new("RGBA", (1400, 1400), (0, 0, 0, 0))), where="x.png"))
    assert fitted.getpixel((700, 700)) == (255, 255, 255)


def test_16_bit_gray_keeps_its_shade() -> None:
    """A 16-bit picture is scaled, not cut off."""
    fitted = _opened(cover.fit(_saved(Image.new("I;16", (1400, 1400), 0x8000)), where="x.png"))
    assert fitted.getpixel((700, 700)) == pytest.approx((128, 128, 128), abs=2)


@pytest.mark.parametrize(("size", "side"), [((1400, 1400), 1400), ((2000, 1500), 1500), ((3300, 3100), 3000)])
def test_users_picture_is_cut_and_fitted(size: tuple[int, int], side: int) -> None:
    """The middle square is kept, and made smaller when it is too large."""
    assert _opened(cover.fit(_saved(Image.new("RGB", size)), where="x.png")).size == (side, side)


def test_turned_picture_is_turned_back() -> None:
    """A phone's picture stands as it was taken."""
    image = Image.new("RGB", (1400, 1400), "black")
    image.paste("white", (0, 0, 1400, 700))
    exif = Image.Exif()
    exif[0x0112] = 3
    fitted = _opened(cover.fit(_saved(image, "JPEG", exif=exif), where="x.jpg"))
    assert fitted.getpixel((700, 100)) == pytest.approx((0, 0, 0), abs=9)
    assert fitted.getpixel((700, 1300)) == pytest.approx((255, 255, 255), abs=9)


def test_rich_picture_stays_under_512_kb() -> None:
    """Even noise gets under the limit, at the price of quality."""
    noise = Image.effect_noise((1400, 1400), 90).convert("RGB")
    assert len(cover.fit(_saved(noise), where="x.png")) <= 512_000


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "not a picture"),
        (b"<svg/>", "not a picture"),
        (_saved(Image.new("RGB", (1400, 1400)))[:-900], "damaged"),
        (_saved(Image.new("RGB", (1399, 3000))), "too small, 1399 x 3000"),
        (_saved(Image.new("1", (11_000, 10_000))), "too large"),
    ],
)
def test_unusable_picture_is_refused(content: bytes, what: str) -> None:
    """A picture that can't be used is named, with what is wrong and what to give."""
    with pytest.raises(ConfigError, match=rf"art\.png: .*{what}.*1400 to 3000"):
        cover.fit(content, where="art.png")
