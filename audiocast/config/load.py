"""What do `show.toml` and `voices/*.toml` say?"""

from __future__ import annotations

import dataclasses
import difflib
import hashlib
import re
import typing
from pathlib import Path
from string import Formatter
from typing import Any, TypeVar

from audiocast.config import directory_rules, toml
from audiocast.config.settings import Show
from audiocast.errors import ConfigError, UnknownVoiceError
from audiocast.model.audio import Tune, Tunes
from audiocast.model.voice import Voice

SHOW_FILE = "show.toml"
LEXICON_FILE = "lexicon.tsv"

_Settings = TypeVar("_Settings", Show, Voice)
_DEFAULT_SHOW = Show(
    title="My articles",
    description="Articles read aloud.",
)
_ANNOUNCEMENTS = ("author", "date")
_LEFT_OUT = ("announce", "skip")
_PERIODS = ("day", "week")
# What an MPEG-2 stream of 16 to 24 kHz may carry; MPEG-1 has all of them but 8 to 24 and 144.
_BITRATES = (32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATE_KEYS = ("title_rate", "numbers_rate")
_RATES = (0.8, 1.25)
_FIELDS = ("title", "date", "author", "show")
_TUNES = ("intro", "outro", "bed")
_MOST_SECONDS = 60
# Bytes of music: it travels with each article to who makes it.
_MOST_MUSIC = 32 * 2**20
_MOST_SHOWN = 60  # characters of a wrong value
_NAMES = {str: "a text in quotes", int: "a whole number", float: "a number", bool: "true or false"}


def shipped(name: str) -> Path:
    """The folder of that name which travels with the program: `seeds` or `voices`."""
    package = Path(__file__).parent.parent
    installed = package / "defaults" / name
    return installed if installed.is_dir() else package.parent / name


def read_show(source: Path, *, voice: str = "", category: str | None = None) -> Show:
    """Read `show.toml` beside the articles; without one, everything has a default.

    Args:
        source: The folder of the articles, or one article.
        voice: The narrator's, instead of the show's, or "".
        category: Instead of the show's, or None; "" wants all.

    Raises:
        ConfigError: A key is unknown, or its value has the wrong type or makes no sense.
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
        raise ConfigError(problem, where=_place(path, *trail), hint=hint)
    return show


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


def read_tunes(source: Path, show: Show) -> Tunes:
    """The user's music before, after and under an article.

    Raises:
        ConfigError: A file can't be read.
    """
    return Tunes(**{key: _tune(source, key, getattr(show.music, key)) for key in _TUNES})


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
    for number, file in enumerate(voice.files):
        if not re.fullmatch("[0-9a-f]{64}", file.sha256):
            place = _place(path, "files", number, "sha256")
            hint = f"Write what `sha256sum {Path(file.name).name}` says"
            raise ConfigError("sha256 is not made of 64 hexadecimal digits", where=place, hint=hint)
    return dataclasses.replace(voice, folders=_model_folders(source, path))


def voice_names(show: Show) -> tuple[str, ...]:
    """Return the names of a show's voices, each once, the narrator's first."""
    roles = show.roles
    others = (roles.title, roles.quote, roles.intro)
    return tuple(dict.fromkeys((show.voice, *filter(None, others))))


def read_voices(source: Path, show: Show) -> tuple[Voice, ...]:
    """The voices of a show, the narrator's first.

    Raises:
        UnknownVoiceError: There is no file of the narrator's voice.
        ConfigError: There is none of another voice, or something in one of them is wrong.
    """
    for role in ("title", "quote", "intro"):
        name = getattr(show.roles, role)
        if name and name not in (found := find_voices(source)):
            folder = source if source.is_dir() else source.parent
            raise ConfigError(
                f"{role} = {name!r} is no voice; the voices are {', '.join(sorted(found))}{_nearest(name, found)}",
                where=_place(folder / SHOW_FILE, "roles", 0, role),
                hint=f"Choose one of them, or write voices/{name}.toml",
            )
    return tuple(read_voice(source, name) for name in voice_names(show))


def find_lexicons(source: Path) -> tuple[Path, ...]:
    """The lexicon files, the one that has the last word last."""
    paths = [folder / LEXICON_FILE for folder in _voice_folders(source)]
    beside = (source if source.is_dir() else source.parent) / LEXICON_FILE
    return tuple(path for path in dict.fromkeys([*paths, beside]) if path.is_file())


def own_lexicon(source: Path) -> Path:
    """The show's own lexicon file, whether it is there or not: beside its voices, or else beside the articles."""
    folder = source if source.is_dir() else source.parent
    beside, voices = folder / LEXICON_FILE, folder.resolve().parent / "voices"
    return beside if beside.is_file() or not voices.is_dir() else voices / LEXICON_FILE


def _tune(source: Path, key: str, name: str) -> Tune | None:
    if not name:
        return None
    folder = source if source.is_dir() else source.parent
    path, place = folder / name, _place(folder / SHOW_FILE, "music", 0, key)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path} can't be read ({error.strerror})", where=place, hint="Name a sound file") from error
    if len(content) > _MOST_MUSIC:
        what = f"{path} has {len(content) / 1e6:.0f} MB, and only the beginning of it would be heard"
        raise ConfigError(what, where=place, hint="Cut it to a few minutes")
    return Tune(name, hashlib.sha256(content).hexdigest(), content)


def _model_folders(source: Path, voice: Path) -> tuple[Path, ...]:
    """Where files of a voice may be: beside it, or in any folder of voices; the first is where users put them."""
    beside = Path("voices") if voice.parent == shipped("voices") else voice.parent
    return tuple(dict.fromkeys((beside, *reversed(_voice_folders(source)))))


def _voice_folders(source: Path) -> tuple[Path, ...]:
    folder = source if source.is_dir() else source.parent
    candidates = (shipped("voices"), Path("voices"), folder.resolve().parent / "voices", folder / "voices")
    folders = {path.resolve(): path for path in candidates if path.is_dir()}
    return tuple(folders.values())


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
    for known in ("name", "folders"):  # where it stands says these
        types.pop(known, None)
    return dataclasses.replace(default, **_values(path, table, types))


def _not_toml(path: Path, text: str, problem: str) -> ConfigError:
    """What is wrong with a file that is not TOML; tomllib says where in words."""
    lines = text.rstrip().split("\n")
    told = re.search(r" \(at line (\d+)", problem)
    number = min(int(told[1]), len(lines)) if told else len(lines)
    where, words = f"{path}:{number}", problem.partition(" (at ")[0]
    if words.startswith("Cannot overwrite"):
        key = lines[number - 1].partition("=")[0].strip()
        return ConfigError(f"the key {key!r} is there a second time", where=where, hint="Remove one of them")
    return ConfigError(f"is not TOML: {words}", where=where, hint="Mend that line")


def _values(path: Path, table: dict[str, Any], types: dict[str, Any], *trail: str | int) -> dict[str, Any]:
    return {key: _value(path, value, types, *trail, key) for key, value in table.items()}


def _value(path: Path, value: object, types: dict[str, Any], *trail: str | int) -> object:
    """A value of the type that the key at the end of the trail wants."""
    key, place = trail[-1], _place(path, *trail)
    if not isinstance(key, str) or key not in types:
        single = dataclasses.is_dataclass(getattr(_DEFAULT_SHOW, str(trail[0]), None))
        inside = "" if not trail[1:] else f" in [{trail[0]}]" if single else f" in [[{trail[0]}]]"
        outside = f"{key!r} is a key of the show: write it above the first [table]"
        raise ConfigError(
            f"there is no key {key!r}{inside}; the keys are {', '.join(types)}{_nearest(str(key), types)}",
            where=place,
            hint=outside if inside and key in Show.__slots__ else "Correct or remove it",
        )
    wanted = types[key]
    if wanted is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if wanted in (str, int, float, bool):
        if type(value) is wanted:
            return value
        raise ConfigError(f"{key} = {_short(value)} is not {_NAMES[wanted]}", where=place, hint="Correct it")
    if dataclasses.is_dataclass(wanted):
        return _table(path, value, wanted, key)
    item = typing.get_args(wanted)[0]
    if dataclasses.is_dataclass(item):
        return _tables(path, value, item, key)
    if not isinstance(value, list):
        raise ConfigError(f"{key} = {_short(value)} is not a list of texts", where=place, hint=f'Write {key} = ["…"]')
    for number, each in enumerate(value, 1):
        if not isinstance(each, str):
            what = f"{key} is a list of texts, but number {number} in it is {_short(each)}"
            raise ConfigError(what, where=place, hint="Put it in quotes")
    return tuple(value)


def _table(path: Path, value: object, kind: Any, key: str) -> Any:  # noqa: ANN401 - a class, and one of it
    """The value of a class of the model for the `[key]` table."""
    if not isinstance(value, dict):
        what = f"{key} = {_short(value)} is not a table"
        raise ConfigError(what, where=_place(path, key), hint=f"Write [{key}], and below it its keys")
    return kind(**_values(path, value, typing.get_type_hints(kind), key, 0))


def _tables(path: Path, value: object, kind: Any, key: str) -> tuple[Any, ...]:  # noqa: ANN401 - a class
    """One value of a class of the model for each `[[key]]` table."""
    if not isinstance(value, list) or not all(isinstance(table, dict) for table in value):
        what = f"{key} = {_short(value)} is not made of tables"
        raise ConfigError(what, where=_place(path, key), hint=f"Write [[{key}]], and below it its keys")
    types = typing.get_type_hints(kind)
    needed = [each.name for each in dataclasses.fields(kind) if each.default is dataclasses.MISSING]
    made = []
    for number, table in enumerate(value):
        values = _values(path, table, types, key, number)
        for missing in (name for name in needed if name not in values):
            what = f"the key `{missing}` is missing in [[{key}]]"
            raise ConfigError(what, where=_place(path, key, number), hint=f'Write for example {missing} = "…"')
        made.append(kind(**values))
    return tuple(made)


def _short(value: object) -> str:
    text = str(value).lower() if isinstance(value, bool) else repr(value)
    return text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"


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
        ("same_story", "" if 0 <= show.same_story <= 1 else f"is {show.same_story:g}", "Choose from 0 to 1"),
        ("tables", _choice_problem(show.tables), 'Choose "announce" or "skip"'),
        ("code", _choice_problem(show.code), 'Choose "announce" or "skip"'),
        *((key, _rate_problem(getattr(show, key)), "Give a factor of 0.8 to 1.25") for key in _RATE_KEYS),
    ):
        if problem:
            raise ConfigError(f"{key} {problem}", where=_place(path, key), hint=hint)
    for key in ("intro", "outro"):
        _check_template(getattr(show, key), _place(path, key), key)
    if not 0 < show.music.seconds <= _MOST_SECONDS:
        where = _place(path, "music", 0, "seconds")
        raise ConfigError(f"seconds is {show.music.seconds:g}", where=where, hint=f"Give 1 to {_MOST_SECONDS}")
    _check_digests(show, path)
    for item in show.announce:
        if item not in _ANNOUNCEMENTS:
            raise ConfigError(
                f"announce holds {item!r}{_nearest(item, _ANNOUNCEMENTS)}",
                where=_place(path, "announce"),
                hint='Choose from "author" and "date"',
            )


def _check_digests(show: Show, path: Path) -> None:
    for number, digest in enumerate(show.digests):
        before = [each.name for each in show.digests[:number]]
        double = f"is {digest.name!r}, as that of another digest" if digest.name in before else ""
        period = "" if digest.period in _PERIODS else f"is {digest.period!r}{_nearest(digest.period, _PERIODS)}"
        for key, problem, hint in (
            ("name", double if digest.name.strip() else "is empty", "Give each digest a name of its own"),
            ("period", period, 'Choose "day" or "week"'),
            ("minutes", "" if digest.minutes >= 0 else f"is {digest.minutes:g}", "Give minutes, or 0 for no limit"),
        ):
            if problem:
                raise ConfigError(f"{key} {problem}", where=_place(path, "digests", number, key), hint=hint)


def _check_template(template: str, where: str, key: str) -> None:
    wanted = f"Write only {', '.join(f'{{{field}}}' for field in _FIELDS)} in braces"
    try:
        parts = list(Formatter().parse(template))
    except ValueError as error:
        raise ConfigError(f"{key} can't be filled in: {error}", where=where, hint=wanted) from error
    for _, field, form, conversion in parts:
        if field is not None and (field not in _FIELDS or form or conversion):
            raise ConfigError(f"{key} names {field!r}{_nearest(field, _FIELDS)}", where=where, hint=wanted)


def _rate_problem(value: float) -> str:
    return "" if _RATES[0] <= value <= _RATES[1] else f"is {value:g}"


def _choice_problem(value: str) -> str:
    return "" if value in _LEFT_OUT else f"is {value!r}{_nearest(value, _LEFT_OUT)}"


def _address_problem(url: str) -> str:
    return "" if re.fullmatch(r"https?://[^\s/]+(/\S*)?", url) else f"is {url!r}, not an http(s) address"


def _place(path: Path, *trail: str | int) -> str:
    """`file:line` of a key, or the file when it is not written there (but given on the command line).

    A trail is a key, or a table's name, its number from 0 and its key; where there is no such key, it is the table's
    line.
    """
    lines = path.read_text(encoding="utf-8-sig").splitlines() if path.is_file() else []
    table, count, best = "", -1, 0
    for number, line in enumerate(lines, 1):
        if header := re.match(r"\s*\[+\s*([^\]\s]+)\s*\]", line):
            table = header[1].strip("\"'")
            count += table == trail[0]
        wanted = trail[-1] if table else trail[0]
        here = not table or (table == trail[0] and len(trail) > 1 and count == trail[1])
        if here and re.match(rf"\s*[\"']?{re.escape(str(wanted))}[\"']?\s*[=.]", line):
            return f"{path}:{number}"
        if header and table == trail[0] and (len(trail) == 1 or count == trail[1]):
            best = best or number
    return f"{path}:{best}" if best else str(path)


def _nearest(word: str, known: typing.Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f" (did you mean {near[0]!r}?)" if near else ""
