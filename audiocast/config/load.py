"""Read `show.toml` and `voices/*.toml`, and find voices, lexicons, the picture and the music of a show.

Each error names the file, the line and the key, and what to write instead. Allowed values come from `config.settings`.
"""

from __future__ import annotations

import dataclasses
import hashlib
import re
import typing
from pathlib import Path
from string import Formatter
from typing import TYPE_CHECKING, Any, TypeVar

from audiocast.config import directory_rules, languages, places, suggestions, toml, voice_rules
from audiocast.config.settings import Languages, Show
from audiocast.errors import ConfigError, UnknownVoiceError
from audiocast.model.audio import Tune, Tunes
from audiocast.model.voice import Voice

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

SHOW_FILE = "show.toml"
LEXICON_FILE = "lexicon.tsv"

_Settings = TypeVar("_Settings", Show, Voice)
_DEFAULT_SHOW = Show(
    title="My articles",
    description="Articles read aloud.",
)
_FIELDS = ("title", "date", "author", "show")
_TUNES = ("intro", "outro", "bed")
# Bytes of a music file. Each task carries the music to its worker.
_MOST_MUSIC = 32 * 2**20
_MOST_SHOWN = 60  # characters of a wrong value in an error
# The types of settings in words.
TYPES: dict[object, str] = {
    Languages: "a table of texts",
    str: "text in quotes",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
}


def shipped(name: str) -> Path:
    """Return a folder that is installed with the program: `seeds` or `voices`."""
    package = Path(__file__).parent.parent
    installed = package / "defaults" / name
    return installed if installed.is_dir() else package.parent / name


def read_show(source: Path, *, voice: str = "", category: str | None = None) -> Show:
    """Read the `show.toml` beside the articles; without one, return the defaults.

    Args:
        source: The folder of the articles, or one article.
        voice: The narrator's voice instead of the show's, or "".
        category: The category instead of the show's, or None; "" takes all articles.

    Raises:
        ConfigError: A key is unknown, or its value has the wrong type or is not allowed.
    """
    folder = source if source.is_dir() else source.parent
    path = folder / SHOW_FILE
    show = _read(path, _DEFAULT_SHOW) if path.is_file() else _DEFAULT_SHOW
    wanted = show.category if category is None else category
    reader = voice or show.roles.narrator or show.voice
    show = dataclasses.replace(show, voice=reader, category=wanted.strip())
    _check_show(show, path)
    base = show.base_url if show.base_url.endswith("/") else show.base_url + "/"
    show = dataclasses.replace(show, base_url=base, link=show.link or base)
    for trail, problem, hint in directory_rules.problems(show):
        raise ConfigError(problem, where=places.place(path, *trail), hint=hint)
    return show


def read_image(source: Path, show: Show) -> bytes:
    """Return the bytes of the show's own picture, or b"" when `show.toml` names none.

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
        place = places.place(folder / SHOW_FILE, "image")
        raise ConfigError(f"{path} can't be read ({error.strerror})", where=place, hint="Name a JPEG or PNG") from error


def read_tunes(source: Path, show: Show) -> Tunes:
    """Return the music before, after and under an article.

    Raises:
        ConfigError: A file can't be read.
    """
    return Tunes(**{key: _tune(source, key, getattr(show.music, key)) for key in _TUNES})


def find_voices(source: Path) -> dict[str, Path]:
    """Return the voice files by name.

    Files beside the articles win over those in the working folder, and these over the installed ones.
    """
    found: dict[str, Path] = {}
    for folder in voice_folders(source):
        found |= {path.stem: path for path in sorted(folder.glob("*.toml"))}
    return found


def read_voice(source: Path, name: str) -> Voice:
    """Read a voice by its name.

    Raises:
        UnknownVoiceError: There is no such file.
        ConfigError: A setting in it is wrong.
    """
    found = find_voices(source)
    if name not in found:
        raise UnknownVoiceError(
            f"there is no voice {name!r}", where="voices", hint=suggestions.hint(name, sorted(found))
        )
    path = found[name]
    voice = _read(path, Voice(name=name, engine=""))
    if not voice.engine:
        raise ConfigError("the key 'engine' is missing", where=str(path), hint='Add it, for example engine = "hibari"')
    for trail, problem, hint in voice_rules.problems(voice):
        raise ConfigError(problem, where=places.place(path, *trail), hint=hint)
    return dataclasses.replace(voice, folders=_model_folders(source, path))


def voice_names(show: Show) -> tuple[str, ...]:
    """Return the names of a show's voices, each once, the narrator's first."""
    roles = show.roles
    others = (roles.title, roles.quote, roles.intro)
    return tuple(dict.fromkeys((show.voice, *filter(None, others))))


def read_voices(source: Path, show: Show) -> tuple[Voice, ...]:
    """Read the voices of a show, the narrator's first.

    Raises:
        UnknownVoiceError: The narrator's voice has no file.
        ConfigError: Another voice has no file, or a setting in a voice file is wrong.
    """
    for role in ("title", "quote", "intro"):
        name = getattr(show.roles, role)
        if name and name not in (found := find_voices(source)):
            folder = source if source.is_dir() else source.parent
            raise ConfigError(
                f"{role} names the voice {name!r}, which does not exist",
                where=places.place(folder / SHOW_FILE, "roles", 0, role),
                hint=suggestions.hint(name, sorted(found)),
            )
    return tuple(read_voice(source, name) for name in voice_names(show))


def read_language_voices(source: Path, show: Show) -> tuple[Voice, ...]:
    """Read the voices of articles in other languages, in the order of `show.languages`.

    Raises:
        ConfigError: A voice has no file or another language, or a setting in its file is wrong.
    """
    folder = source if source.is_dir() else source.parent
    voices = []
    for code, name in show.languages:
        place = places.place(folder / SHOW_FILE, "languages", 0, code)
        if name not in (found := find_voices(source)):
            hint = suggestions.hint(name, sorted(found))
            raise ConfigError(f"{code} names the voice {name!r}, which does not exist", where=place, hint=hint)
        voice = read_voice(source, name)
        if voice.language.lower().partition("-")[0] != code.lower().partition("-")[0]:
            what = f"{code} names the voice {name!r}, which speaks {voice.language}"
            hint = f'Name another voice, or write language = "{code}" in {found[name]}'
            raise ConfigError(what, where=place, hint=hint)
        voices.append(voice)
    return tuple(dict.fromkeys(voices))


def find_lexicons(source: Path) -> tuple[Path, ...]:
    """Return the lexicon files. Entries in a later file win."""
    paths = [folder / LEXICON_FILE for folder in voice_folders(source)]
    beside = (source if source.is_dir() else source.parent) / LEXICON_FILE
    return tuple(path for path in dict.fromkeys([*paths, beside]) if path.is_file())


def own_lexicon(source: Path) -> Path:
    """Return the path of the show's lexicon, which may not exist: beside its voices, or else beside the articles."""
    folder = source if source.is_dir() else source.parent
    beside, voices = folder / LEXICON_FILE, folder.resolve().parent / "voices"
    return beside if beside.is_file() or not voices.is_dir() else voices / LEXICON_FILE


def voice_folders(source: Path) -> tuple[Path, ...]:
    """Return the folders that have voices, files of voices, or a lexicon. What is in a later folder wins."""
    folder = source if source.is_dir() else source.parent
    candidates = (shipped("voices"), Path("voices"), folder.resolve().parent / "voices", folder / "voices")
    folders = {path.resolve(): path for path in candidates if path.is_dir()}
    return tuple(folders.values())


def own_voices(source: Path) -> Path:
    """Return the folder for the show's own voices, which may not exist: beside the articles, or in their folder."""
    if not source.exists():
        return Path("voices")
    folder = source if source.is_dir() else source.parent
    candidates = (folder / "voices", folder.parent / "voices", Path("voices"))
    return next((path for path in candidates if path.is_dir()), candidates[1])


def _tune(source: Path, key: str, name: str) -> Tune | None:
    if not name:
        return None
    folder = source if source.is_dir() else source.parent
    path, place = folder / name, places.place(folder / SHOW_FILE, "music", 0, key)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path} can't be read ({error.strerror})", where=place, hint="Name a sound file") from error
    if len(content) > _MOST_MUSIC:
        what = f"{path} has {len(content) / 1e6:.0f} MB, but only its beginning is played"
        raise ConfigError(what, where=place, hint="Cut it to a few minutes")
    return Tune(name, hashlib.sha256(content).hexdigest(), content)


def _model_folders(source: Path, voice: Path) -> tuple[Path, ...]:
    """Return the folders in which model files of a voice may be. The first is where users are told to put them."""
    beside = Path("voices") if voice.parent == shipped("voices") else voice.parent
    return tuple(dict.fromkeys((beside, *reversed(voice_folders(source)))))


def _read(path: Path, default: _Settings) -> _Settings:
    try:
        text = path.read_text(encoding="utf-8-sig")
        table = toml.parse(text)
    except OSError as error:
        raise ConfigError(f"can't be read ({error.strerror})", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise ConfigError("is not UTF-8", where=str(path), hint="Save it as UTF-8") from error
    except ValueError as error:
        raise _not_toml(path, text, str(error)) from error
    types = typing.get_type_hints(type(default))
    for known in ("name", "folders"):  # set from the path of the voice file
        types.pop(known, None)
    return dataclasses.replace(default, **_values(path, table, types))


def _not_toml(path: Path, text: str, problem: str) -> ConfigError:
    """Return the error for a file that is not TOML. tomllib gives the place in words."""
    lines = text.rstrip().split("\n")
    told = re.search(r" \(at line (\d+)", problem)
    number = min(int(told[1]), len(lines)) if told else len(lines)
    where, words = f"{path}:{number}", problem.partition(" (at ")[0]
    if words.startswith("Cannot overwrite"):
        key = lines[number - 1].partition("=")[0].strip()
        return ConfigError(f"the key {key!r} occurs twice", where=where, hint="Remove one of them")
    return ConfigError(f"is not TOML: {words}", where=where, hint="Correct this line")


def _values(path: Path, table: dict[str, Any], types: dict[str, Any], *trail: str | int) -> dict[str, Any]:
    return {key: _value(path, value, types, *trail, key) for key, value in table.items()}


def _value(path: Path, value: object, types: dict[str, Any], *trail: str | int) -> object:
    """Return a value, converted to the type of the key at the end of the trail."""
    key, place = trail[-1], places.place(path, *trail)
    if not isinstance(key, str) or key not in types:
        raise _unknown_key(str(key), types, trail, place)
    wanted = types[key]
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if wanted in (str, int, float, bool):
        if type(value) is wanted:
            return value
        raise ConfigError(f"{key} = {_short(value)} is not {TYPES[wanted]}", where=place, hint="Correct the value")
    if wanted is Languages or (isinstance(wanted, type) and dataclasses.is_dataclass(wanted)):
        return _table(path, value, wanted, key)
    item = typing.get_args(wanted)[0]
    if isinstance(item, type) and dataclasses.is_dataclass(item):
        return _tables(path, value, item, key)
    if not isinstance(value, list):
        raise ConfigError(f"{key} = {_short(value)} is not a list of texts", where=place, hint=f'Write {key} = ["…"]')
    for number, each in enumerate(value, 1):
        if not isinstance(each, str):
            what = f"{key} is a list of texts, but number {number} in it is {_short(each)}"
            raise ConfigError(what, where=place, hint="Put it in quotes")
    return tuple(value)


def _unknown_key(key: str, types: dict[str, Any], trail: tuple[str | int, ...], place: str) -> ConfigError:
    """Return the error for an unknown key, with the nearest known key, or all keys when none is near."""
    single = dataclasses.is_dataclass(getattr(_DEFAULT_SHOW, str(trail[0]), None)) or trail[0] == "server"
    inside = "" if not trail[1:] else f" in [{trail[0]}]" if single else f" in [[{trail[0]}]]"
    if inside and key in Show.__slots__:
        hint = f"{key!r} is a key of the show: write it above the first [table]"
    elif near := suggestions.nearest(key, types):
        hint = f"Did you mean {near!r}?"
    else:
        hint = f"The keys are {', '.join(types)}"
    return ConfigError(f"there is no key {key!r}{inside}", where=place, hint=hint)


def _table(path: Path, value: object, kind: type, key: str) -> object:
    """Return the settings of a `[key]` table."""
    if not isinstance(value, dict):
        what = f"{key} = {_short(value)} is not a table"
        raise ConfigError(what, where=places.place(path, key), hint=f"Write [{key}], and its keys below")
    if kind is Languages:
        return languages.parse(path, value)
    return kind(**_values(path, value, typing.get_type_hints(kind), key, 0))


def _tables(path: Path, value: object, kind: type[DataclassInstance], key: str) -> tuple[DataclassInstance, ...]:
    """Return the settings of each `[[key]]` table."""
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        what = f"{key} = {_short(value)} is not a list of tables"
        raise ConfigError(what, where=places.place(path, key), hint=f"Write [[{key}]], and its keys below")
    types = typing.get_type_hints(kind)
    needed = [each.name for each in dataclasses.fields(kind) if each.default is dataclasses.MISSING]
    made = []
    for number, table in enumerate(value):
        values = _values(path, table, types, key, number)
        for missing in (name for name in needed if name not in values):
            what = f"the key {missing!r} is missing in [[{key}]]"
            raise ConfigError(what, where=places.place(path, key, number), hint=f'Add it: {missing} = "…"')
        made.append(kind(**values))
    return tuple(made)


def _short(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"


def _check_show(show: Show, path: Path) -> None:
    for key, problem, hint in (
        ("title", "" if show.title.strip() else "is empty", "Write the name of the show"),
        ("description", "" if show.description.strip() else "is empty", "Describe the show in a sentence"),
        ("base_url", _address_problem(show.base_url), "Write the address at which output/ will be served"),
        ("link", _address_problem(show.link) if show.link else "", "Write the address of the show's web page"),
    ):
        if problem:
            raise ConfigError(f"{key} {problem}", where=places.place(path, key), hint=hint)
    for key in ("intro", "outro"):
        _check_template(getattr(show, key), places.place(path, key), key)
    for number, digest in enumerate(show.digests):
        place = places.place(path, "digests", number, "name")
        if not digest.name.strip():
            raise ConfigError("name is empty", where=place, hint="Give each digest a name of its own")
        if digest.name in [each.name for each in show.digests[:number]]:
            what = f"name is {digest.name!r}, which is the name of another digest"
            raise ConfigError(what, where=place, hint="Give each digest a name of its own")


def _check_template(template: str, where: str, key: str) -> None:
    fields = [f"{{{name}}}" for name in _FIELDS]
    try:
        parts = list(Formatter().parse(template))
    except ValueError as error:
        hint = f"Use only {suggestions.listed(fields)}"
        raise ConfigError(f"{key} can't be filled in: {error}", where=where, hint=hint) from error
    for _, name, form, conversion in parts:
        field = f"{{{name}{'!' if conversion else ''}{conversion or ''}{':' if form else ''}{form or ''}}}"
        if name is not None and field not in fields:
            hint = suggestions.hint(field, fields, prefix="Use only")
            raise ConfigError(f"{key} holds {field}, which can't be filled in", where=where, hint=hint)


def _address_problem(url: str) -> str:
    return "" if re.fullmatch(r"https?://[^\s/]+(/\S*)?", url) else f"is {url!r}, not an http(s) address"
