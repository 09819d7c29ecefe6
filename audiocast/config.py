"""What do `show.toml` and `voices/*.toml` say?"""

from __future__ import annotations

import dataclasses
import difflib
import re
import tomllib
import typing
from pathlib import Path
from typing import Any, TypeVar

from audiocast.errors import ConfigError, UnknownVoiceError
from audiocast.model import Show, Voice

SHOW_FILE = "show.toml"
LEXICON_FILE = "lexicon.tsv"

_Settings = TypeVar("_Settings", Show, Voice)
_DEFAULT_SHOW = Show(
    title="My articles",
    description="Articles read aloud.",
)
_ANNOUNCEMENTS = ("author", "date")
# What an MPEG-2 stream of 16 to 24 kHz may carry; MPEG-1 has all of them but 8 to 24 and 144.
_BITRATES = (32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)


def shipped(name: str) -> Path:
    """The folder of that name which travels with the program: `seeds` or `voices`."""
    package = Path(__file__).parent
    installed = package / "defaults" / name
    return installed if installed.is_dir() else package.parent / name


def read_show(source: Path, *, voice: str = "", category: str = "") -> Show:
    """Read `show.toml` beside the articles; without one, everything has a default.

    Args:
        source: The folder of the articles, or one article.
        voice: Instead of the show's, or "".
        category: Instead of the show's, or "".

    Raises:
        ConfigError: A key is unknown, or its value has the wrong type or makes no sense.
    """
    folder = source if source.is_dir() else source.parent
    path = folder / SHOW_FILE
    show = _read(path, _DEFAULT_SHOW) if path.is_file() else _DEFAULT_SHOW
    show = dataclasses.replace(show, voice=voice or show.voice, category=category or show.category)
    _check_show(show, path)
    base = show.base_url if show.base_url.endswith("/") else show.base_url + "/"
    return dataclasses.replace(show, base_url=base, link=show.link or base)


def read_image(source: Path, show: Show) -> bytes:
    """The user's own picture of the show, or nothing when the show names none.

    Raises:
        ConfigError: The picture can't be read.
    """
    if not show.image:
        return b""
    folder = source if source.is_dir() else source.parent
    path = folder / show.image
    try:
        return path.read_bytes()
    except OSError as error:
        place = _place(folder / SHOW_FILE, "image")
        raise ConfigError(f"{path} can't be read ({error.strerror})", where=place, hint="Name a JPEG or PNG") from error


def find_voices(source: Path) -> dict[str, Path]:
    """The voice files by name: those beside the articles win over those of this folder and over the shipped ones."""
    found: dict[str, Path] = {}
    for folder in _voice_folders(source):
        found |= {path.stem: path for path in sorted(folder.glob("*.toml"))}
    return found


def read_voice(source: Path, name: str) -> Voice:
    """Read the voice of that name.

    Raises:
        UnknownVoiceError: There is no such file.
        ConfigError: Something in it is wrong.
    """
    found = find_voices(source)
    if name not in found:
        raise UnknownVoiceError(
            f"there is no voice {name!r}; the voices are {', '.join(sorted(found))}" + _nearest(name, found),
            where="voices",
            hint=f"Choose one of them, or write voices/{name}.toml",
        )
    path = found[name]
    voice = _read(path, Voice(name=name, engine=""))
    if not voice.engine:
        raise ConfigError("the key `engine` is missing", where=str(path), hint='Write for example engine = "hibari"')
    for key, value in (("rate", voice.rate), ("pitch", voice.pitch)):
        if not value > 0:
            raise ConfigError(
                f"{key} is {value:g}", where=_place(path, key), hint="Give a factor above 0, 1.0 is usual"
            )
    return voice


def find_lexicons(source: Path) -> tuple[Path, ...]:
    """The lexicon files, the one that has the last word last."""
    paths = [folder / LEXICON_FILE for folder in _voice_folders(source)]
    beside = (source if source.is_dir() else source.parent) / LEXICON_FILE
    return tuple(path for path in dict.fromkeys([*paths, beside]) if path.is_file())


def _voice_folders(source: Path) -> tuple[Path, ...]:
    folder = source if source.is_dir() else source.parent
    candidates = (shipped("voices"), Path("voices"), folder.resolve().parent / "voices", folder / "voices")
    folders = {path.resolve(): path for path in candidates if path.is_dir()}
    return tuple(folders.values())


def _read(path: Path, default: _Settings) -> _Settings:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"can't be read ({error.strerror})", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise ConfigError("is not UTF-8", where=str(path), hint="Save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        place = f"{path}:{line[1]}" if line else str(path)
        raise ConfigError(f"is not TOML: {error}", where=place, hint="Mend that line") from error
    types = typing.get_type_hints(type(default))
    types.pop("name", None)
    values: dict[str, Any] = {key: _value(path, key, value, types) for key, value in table.items()}
    return dataclasses.replace(default, **values)


def _value(path: Path, key: str, value: object, types: dict[str, Any]) -> object:
    if key not in types:
        raise ConfigError(
            f"there is no key {key!r}; the keys are {', '.join(types)}{_nearest(key, types)}",
            where=_place(path, key),
            hint="Correct or remove it",
        )
    wanted = types[key]
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if wanted in (str, int, float, bool):
        if type(value) is wanted:
            return value
    elif isinstance(value, list) and all(isinstance(item, str) for item in value):
        return tuple(value)
    names = {str: "a text in quotes", int: "a whole number", float: "a number", bool: "true or false"}
    raise ConfigError(
        f"{key} = {value!r} is not {names.get(wanted, 'a list of texts')}", where=_place(path, key), hint="Correct it"
    )


def _check_show(show: Show, path: Path) -> None:
    for key, problem, hint in (
        ("title", "" if show.title.strip() else "is empty", "Give the show a title"),
        ("description", "" if show.description.strip() else "is empty", "Say in a sentence what the show is"),
        ("base_url", _address_problem(show.base_url), "Give the address where output/ will be served"),
        ("link", _address_problem(show.link) if show.link else "", "Give the address of the show's web page"),
        (
            "bitrate_kbps",
            "" if show.bitrate_kbps in _BITRATES else f"is {show.bitrate_kbps}",
            f"Choose one of {', '.join(map(str, _BITRATES))}",
        ),
        ("locale", "" if show.locale in ("", "en-US", "en-GB") else f"is {show.locale!r}", "Choose en-US or en-GB"),
        ("itunes_category", _category_problem(show.itunes_category), 'Write for example ["News", "Daily News"]'),
        ("category", "" if show.category.strip() else "is empty", "Name the category of the wanted articles"),
    ):
        if problem:
            raise ConfigError(f"{key} {problem}", where=_place(path, key), hint=hint)
    for item in show.announce:
        if item not in _ANNOUNCEMENTS:
            raise ConfigError(
                f"announce holds {item!r}{_nearest(item, _ANNOUNCEMENTS)}",
                where=_place(path, "announce"),
                hint='Choose from "author" and "date"',
            )


def _address_problem(url: str) -> str:
    return "" if re.fullmatch(r"https?://[^\s/]+(/\S*)?", url) else f"is {url!r}, not an http(s) address"


def _category_problem(category: tuple[str, ...]) -> str:
    return "" if len(category) in (1, 2) and all(category) else "needs a category and at most one subcategory"


def _place(path: Path, key: str) -> str:
    """`file:line` of a key, or the file when it is not written there (but given on the command line)."""
    lines = path.read_text(encoding="utf-8-sig").splitlines() if path.is_file() else []
    for number, line in enumerate(lines, 1):
        if re.match(rf"\s*\[*\s*[\"']?{re.escape(key)}[\"']?\s*[=.\]]", line):
            return f"{path}:{number}"
    return str(path)


def _nearest(word: str, known: typing.Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f" (did you mean {near[0]!r}?)" if near else ""
