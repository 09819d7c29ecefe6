"""Write the files of a new show: `show.toml`, a voice, a lexicon and a first article.

`show.toml` has every key with its meaning and its default, made from `config.settings`. `reference` returns the same
as values, for the documentation.
"""

from __future__ import annotations

import dataclasses
import json
import textwrap
import typing
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audiocast.config import allowed_values, load, suggestions
from audiocast.config.settings import GROUPS, TABLES, Languages, Show, about
from audiocast.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

# The settings that every user should look at. All others are comments in a new `show.toml`.
_SHOW = Show(
    title="My Articles",
    description="Written articles, read aloud.",
    author="Your Name",
    itunes_category=("News", "Daily News"),
    announce=("author", "date"),
)
_WRITTEN = (
    *("title", "description", "author", "language", "itunes_category", "explicit", "base_url", "category", "voice"),
    "announce",
)
_LEXICON = """\
# The pronunciation of names and words that a voice says wrong.
# Columns, with tabs between them: written, spoken, IPA, case (exact or any), part of speech (noun, verb or name).
# Spoken or IPA may be empty. The last three columns are optional. Remove the # to use a line.
#
# Leominster	Lemster
# Nguyen		wˈɪn
# asap	as soon as possible		any
"""
_ARTICLE = """\
Categories
Audio Sources

Hello from your new podcast

{date}

By Your Name

This is your first episode. It was written as a plain text file, in a folder named seeds, and read aloud on this computer.

The first lines of the file name its category. Then come the title, the date and the author, with blank lines between them. The rest is read aloud: for example Jan. 5, 2026, or $4.5 million, or a quarter past 9 a.m.

What to do next

Replace this text, or put a second file beside it, and render again. Only new and changed articles are rendered.
"""  # noqa: E501 - a paragraph is a line


@dataclass(frozen=True, slots=True)
class Key:
    """One key of `show.toml` in the reference.

    Attributes:
        name: The name of the key.
        type: The type in words, for example "a whole number".
        default: The default as TOML, or "" when the key is required.
        allowed: The allowed values as TOML, or ().
        limits: The limits of a number in words, or "".
        meaning: One or more sentences.
        example: An example as TOML, or "".
    """

    name: str
    type: str
    default: str
    allowed: tuple[str, ...]
    limits: str
    meaning: str
    example: str


@dataclass(frozen=True, slots=True)
class Group:
    """Keys of `show.toml` that belong together.

    Attributes:
        title: The heading.
        header: "[roles]" or "[[feeds]]" for a table, or "" for keys of the show.
        meaning: The meaning of the table, or "".
        keys: The keys, in the order of a new `show.toml`.
    """

    title: str
    header: str
    meaning: str
    keys: tuple[Key, ...]


def reference() -> tuple[Group, ...]:
    """Return every key of `show.toml`, in groups: first the keys of the show, then the tables."""
    groups = [Group(title, "", "", tuple(_key(Show, name) for name in names)) for title, names in GROUPS]
    groups += [
        Group(name.capitalize(), header, about(Show, name).meaning, tuple(_key(kind, key) for key in _names(kind)))
        for name, header, kind in TABLES
    ]
    return tuple(groups)


def write(folder: Path, *, now: datetime) -> tuple[Path, ...]:
    """Write the files of a new show into a folder, and return their paths.

    Raises:
        ConfigError: One of the files exists, or can't be written. Then nothing is changed.
    """
    files = _files(now)
    for name in files:
        if (folder / name).exists():
            raise ConfigError(
                "exists already, so nothing was written", where=str(folder / name), hint="Choose another folder"
            )
    try:
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            with (folder / name).open("x", encoding="utf-8") as file:
                file.write(text)
    except OSError as error:
        where = str(error.filename or folder)
        raise ConfigError(f"can't be written ({error.strerror})", where=where, hint="Choose another folder") from error
    return tuple(folder / name for name in files)


def _files(now: datetime) -> dict[str, str]:
    voice = (load.shipped("voices") / f"{_SHOW.voice}.toml").read_text(encoding="utf-8")
    return {
        f"seeds/{load.SHOW_FILE}": "\n".join(_settings()) + "\n",
        "seeds/hello.txt": _ARTICLE.format(date=now.isoformat(timespec="seconds")),
        f"voices/{_SHOW.voice}.toml": voice,
        f"voices/{load.LEXICON_FILE}": _LEXICON,
    }


def _settings() -> Iterator[str]:
    """Yield the lines of `show.toml`."""
    yield "# The settings of one show. A line that begins with # is not used: it shows the default or an example."
    for title, keys in GROUPS:
        yield from ("", f"# ---- {title}")
        for key in keys:
            value = about(Show, key).example
            yield from ("", *_comment(Show, key))
            yield f"{'' if key in _WRITTEN else '#'}{key} = {_toml(getattr(_SHOW, key) if value is None else value)}"
    for table, header, kind in TABLES:
        yield from ("", *_comment(Show, table), f"#{header}")
        for field in dataclasses.fields(kind):
            value = about(kind, field.name).example
            yield from _comment(kind, field.name)
            yield f"#{field.name} = {_toml(field.default if value is None else value)}"


def _comment(kind: type, key: str) -> list[str]:
    """Return the meaning of a key and its allowed values as lines of comment."""
    known = _key(kind, key)
    text = known.meaning
    if known.limits:
        text += f" Choose {known.limits}."
    elif known.allowed:
        text += f" Choose {suggestions.listed(known.allowed)}{', or both' if known.type.startswith('a list') else ''}."
    return textwrap.wrap(text, 100, initial_indent="# ", subsequent_indent="# ", break_on_hyphens=False)


def _key(kind: type, name: str) -> Key:
    (field,) = (each for each in dataclasses.fields(kind) if each.name == name)
    told = about(kind, name)
    return Key(
        name=name,
        type=_type(typing.get_type_hints(kind)[name]),
        default="" if field.default is dataclasses.MISSING else _toml(field.default),
        allowed=tuple(map(_toml, told.allowed)),
        limits=allowed_values.limits(told) if told.limits else "",
        meaning=told.meaning,
        example="" if told.example is None else _toml(told.example),
    )


def _names(kind: type) -> tuple[str, ...]:
    return tuple(each.name for each in dataclasses.fields(kind))


def _type(kind: object) -> str:
    """Return the name of a type in words; tables have none."""
    return load.TYPES.get(kind, "a list of texts" if typing.get_origin(kind) is tuple else "a table")


def _toml(value: object) -> str:
    """Return a value as TOML; a table is shown as an empty one."""
    if isinstance(value, Languages):
        return f"{{{', '.join(f'{code} = {_toml(voice)}' for code, voice in value)}}}"
    if isinstance(value, tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return "{}" if dataclasses.is_dataclass(value) else json.dumps(value, ensure_ascii=False)
