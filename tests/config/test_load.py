"""Reading `show.toml` and voice files: `config/load.py`, `config/allowed_values.py`, `config/suggestions.py`."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audiocast import engines
from audiocast.config import load
from audiocast.config.settings import Feed, Music, Person, Roles, Show
from audiocast.errors import ConfigError, UnknownVoiceError
from audiocast.model.audio import Tune, Tunes
from audiocast.model.voice import ModelFile

SHOW = """\
# A show.
title = "Mornings"
description = "Read aloud."
base_url = "https://example.org/cast"
itunes_category = [
    "News",
    "Daily News",
]

[[persons]]
name = "Jane"

[[feeds]]
filename = "sports.xml"
title = "Sports"
categories = ["Sports"]

[[feeds]]
filename = "all.xml"
title = "All"
"""


def _wrong(folder: Path, text: str) -> str:
    (folder / "show.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load.read_show(folder)
    return str(caught.value).removeprefix(f"{folder}/")


def test_a_show(tmp_path: Path) -> None:
    """What is written is read; what is not has its default; the address ends in a slash."""
    (tmp_path / "show.toml").write_text(SHOW)
    show = load.read_show(tmp_path)
    assert (show.title, show.language, show.link) == ("Mornings", "en-us", "https://example.org/cast/")
    assert show.itunes_category == ("News", "Daily News")
    assert show.persons == (Person("Jane"),)
    assert show.feeds == (Feed("sports.xml", "Sports", categories=("Sports",)), Feed("all.xml", "All"))


def test_without_a_file(tmp_path: Path) -> None:
    """An article alone is a show too."""
    assert load.read_show(tmp_path).title
    assert load.read_show(tmp_path, voice="x", category="y").category == "y"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        # Keys.
        ('title = "Mornings"', 'titel = "Mornings"', "show.toml:2: there is no key 'titel'. Did you mean 'title'?"),
        ('title = "Mornings"', 'xyz = "Mornings"', "show.toml:2: there is no key 'xyz'. The keys are title, "),
        ('name = "Jane"', 'nane = "Jane"', "show.toml:11: there is no key 'nane' in [[persons]]. Did you mean 'name'?"),
        ('title = "All"', 'titlle = "All"', "show.toml:20: there is no key 'titlle' in [[feeds]]"),
        (
            'title = "All"',
            'title = "All"\nvoice = "x"',
            "'voice' is a key of the show: write it above the first [table]",
        ),
        ("[[feeds]]", "[[feed]]", "show.toml:13: there is no key 'feed'. "),
        ("[[feeds]]", "[[feed]]", "Did you mean 'feeds'?"),
        ('name = "Jane"', "", "show.toml:10: the key 'name' is missing in [[persons]]. Add it: name = "),
        ('title = "All"', "", "show.toml:18: the key 'title' is missing in [[feeds]]"),
        ('title = "Mornings"', 'title = "A"\ntitle = "B"', "show.toml:3: the key 'title' occurs twice"),
        ('name = "Jane"', 'name = "A"\nname = "B"', "show.toml:12: the key 'name' occurs twice"),
        ("# A show.", "[title]\na = 1", "show.toml:1"),
        ("[[feeds]]", "[[digests]]\n[[feeds]]", "show.toml:13: the key 'name' is missing in [[digests]]"),
        ("[[feeds]]", '[[digests]]\nname = ""\n[[feeds]]', "show.toml:14: name is empty. Give each digest a name"),
        (
            "[[feeds]]",
            '[[digests]]\nname = "a"\n[[digests]]\nname = "a"\n[[feeds]]',
            "show.toml:16: name is 'a', which is the name of another digest",
        ),
        (
            "[[feeds]]",
            '[[digests]]\nname = "a"\nperiod = "weekly"\n[[feeds]]',
            "show.toml:15: period is 'weekly'. Did you mean \"week\"?",
        ),
        (
            "[[feeds]]",
            '[[digests]]\nname = "a"\nminutes = -1\n[[feeds]]',
            "show.toml:15: minutes is -1. Choose 0 or more.",
        ),
        # Types.
        ('"Mornings"', "5", "show.toml:2: title = 5 is not text in quotes. Correct the value."),
        ('"Mornings"', "true", "show.toml:2: title = true is not text in quotes"),
        ("# A show.", 'explicit = "no"', "show.toml:1: explicit = 'no' is not true or false"),
        ("# A show.", "season = 1.5", "season = 1.5 is not a whole number"),
        ("# A show.", "season = true", "season = true is not a whole number"),
        ("# A show.", 'max_hours = "3"', "max_hours = '3' is not a number"),
        ("# A show.", 'announce = "date"', "announce = 'date' is not a list of texts. Write announce = "),
        ('    "Daily News",', "    7,", "show.toml:5: itunes_category is a list of texts, but number 2 in it is 7"),
        ('categories = ["Sports"]', "categories = [1]", "show.toml:16: categories is a list of texts, but number 1"),
        ('filename = "all.xml"', "filename = 1", "show.toml:19: filename = 1 is not text in quotes"),
        # Values.
        ('"Mornings"', '" "', "show.toml:2: title is empty"),
        ('"Daily News"', '"Daily news"', "show.toml:5: itunes_category 'Daily news' is not on Apple's list"),
        ("https://example.org/cast", "example.org", "show.toml:4: base_url is 'example.org', not an http(s) address"),
        ("# A show.", 'announce = ["dates"]', "show.toml:1: announce holds 'dates'. Did you mean \"date\"?"),
        ("# A show.", "bitrate_kbps = 63", "show.toml:1: bitrate_kbps is 63. Choose 32, "),
        ("# A show.", 'kind = "weekly"', 'show.toml:1: kind is \'weekly\'. Choose "episodic" or "serial".'),
        ("# A show.", 'medium = "podcats"', "show.toml:1: medium is 'podcats'. Did you mean \"podcast\"?"),
        ('"all.xml"', '"sports.xml"', "show.toml:19: filename = 'sports.xml' is already the name of another feed"),
        ('"all.xml"', '"all.xml"\nkind = "x"', "show.toml:20: kind is 'x'. Choose"),
        ('name = "Jane"', 'name = "Jane"\nlink = "x"', "show.toml:12: link = 'x' is not a web address"),
        # TOML.
        ('"Mornings"', '"Mornings', "show.toml:2: is not TOML: Illegal character '\\n'. Correct this line."),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    """File, line, what is wrong, what is allowed, and what was probably meant."""
    assert old in SHOW
    text = SHOW.replace(old, new) if old != "[[feeds]]" else SHOW.replace(old, new, 1)
    assert message in _wrong(tmp_path, text)


@pytest.mark.parametrize("value", ['"Jane"', '["Jane"]', "{name = 1}", "3", "[{}, 3]"])
def test_tables_that_are_none(tmp_path: Path, value: str) -> None:
    """What is to be tables and is not, is named with the way to write it."""
    message = _wrong(tmp_path, f'title = "A"\npersons = {value}\n')
    assert message.startswith("show.toml:2: persons = ")
    assert message.endswith("is not a list of tables. Write [[persons]], and its keys below.")


def test_tables_on_one_line(tmp_path: Path) -> None:
    """Tables may be written as a list, and what is wrong in it is at its line."""
    (tmp_path / "show.toml").write_text('persons = [{name = "Jane"}, {name = "Joe", role = "editor"}]')
    assert load.read_show(tmp_path).persons == (Person("Jane"), Person("Joe", role="editor"))
    assert _wrong(tmp_path, '\npersons = [{nane = "Jane"}]').startswith("show.toml:2: there is no key 'nane'")


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"title = '\xff'", "is not UTF-8. Save it as UTF-8."), (b"title", "show.toml:1: is not TOML")],
)
def test_files_that_are_none(tmp_path: Path, content: bytes, message: str) -> None:
    """What is no text, or no TOML, is refused."""
    (tmp_path / "show.toml").write_bytes(content)
    with pytest.raises(ConfigError) as caught:
        load.read_show(tmp_path)
    assert message in str(caught.value)


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    """Notepad writes one."""
    (tmp_path / "show.toml").write_text('\ufefftitle = "A"', encoding="utf-8")
    assert load.read_show(tmp_path).title == "A"


@given(st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=12))
def test_any_unknown_key_is_named(tmp_path_factory: pytest.TempPathFactory, key: str) -> None:
    """The error names the line and the nearest key, or all keys when none is near."""
    if key in Show.__slots__:
        return
    message = _wrong(tmp_path_factory.mktemp("show"), f'title = "A"\n\n{key} = 1\n')
    assert re.match(
        rf"show\.toml:3: there is no key '{key}'\. (Did you mean '\w+'\?|The keys are title, description, )", message
    )


# ---------------------------------------------------------------- voices


def _voice(folder: Path, text: str) -> Path:
    (folder / "voices").mkdir(exist_ok=True)
    (folder / "voices" / "mine.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_voice(tmp_path: Path) -> None:
    """A voice beside the articles is found, and whole numbers do for factors."""
    voice = load.read_voice(_voice(tmp_path, 'engine = "tone"\nrate = 2\n'), "mine")
    assert (voice.name, voice.engine, voice.rate) == ("mine", "tone", 2.0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "mine.toml: the key 'engine' is missing. Add it, for example"),
        ('engine = "tone"\nspeed = 2', "mine.toml:2: there is no key 'speed'. Did you mean 'seed'?"),
        ('engine = "tone"\nraet = 2', "mine.toml:2: there is no key 'raet'"),
        ('engine = "tone"\nname = "x"', "mine.toml:2: there is no key 'name'"),
        ('engine = "tone"\nrate = 0', "mine.toml:2: rate = 0 is not above 0. Write a factor"),
        ('engine = "tone"\npitch = nan', "mine.toml:2: pitch = nan"),
        ("engine = 1", "mine.toml:1: engine = 1 is not text in quotes"),
        ('engine = "tone"\nengine = "tone"', "mine.toml:2: the key 'engine' occurs twice"),
        ('engine = "tone"\nfolders = ["x"]', "mine.toml:2: there is no key 'folders'"),
        ('engine = "tone"\n[[files]]\nname = "a"', "mine.toml:2: the key 'sha256' is missing in [[files]]"),
        ('engine = "tone"\n[[files]]\nname = "d/a"\nsha256 = "0"', "mine.toml:4: sha256 is not 64 hexa"),
    ],
)
def test_wrong_voices(tmp_path: Path, text: str, message: str) -> None:
    """What is wrong with a voice is named like what is wrong with a show."""
    with pytest.raises(ConfigError) as caught:
        load.read_voice(_voice(tmp_path, text), "mine")
    assert message in str(caught.value)


def test_files_of_a_voice(tmp_path: Path) -> None:
    """They are looked for beside the voice first, then where other voices are, and the shipped ones' in `voices/`."""
    table = f'[[files]]\nname = "a.onnx"\nsha256 = "{64 * "0"}"\nparts = ["a/b"]\nget = "pip install a"'
    voice = load.read_voice(_voice(tmp_path, f'engine = "tone"\n{table}'), "mine")
    assert voice.files == (ModelFile("a.onnx", 64 * "0", ("a/b",), "pip install a"),)
    assert voice.folders[0] == tmp_path / "voices"
    assert load.read_voice(tmp_path, "joe").folders[0] == Path("voices")


@pytest.mark.parametrize("name", sorted(path.stem for path in load.shipped("voices").glob("*.toml")))
def test_shipped_voices(tmp_path: Path, name: str) -> None:
    """The voices that travel with the project can be read, and installed engines are theirs."""
    assert load.read_voice(tmp_path, name).engine in engines.available()


def test_all_voices_travel(project: Path) -> None:
    """Each voice of the project is inside the wheel, which names them one by one."""
    named = tomllib.loads((project / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]["wheel"]
    here = {f"voices/{path.name}" for path in (project / "voices").iterdir() if path.suffix in (".toml", ".tsv")}
    assert {name for name in named["force-include"] if name.startswith("voices")} == here


def test_unknown_voice(tmp_path: Path) -> None:
    """An unknown voice is answered with the nearest one."""
    with pytest.raises(UnknownVoiceError, match=r"there is no voice 'narator'\. Did you mean \"narrator\"\?"):
        load.read_voice(tmp_path, "narator")


# ---------------------------------------------------------------- the picture


def test_picture(tmp_path: Path) -> None:
    """The picture is read from beside the settings; one that is missing is named with the line that wants it."""
    (tmp_path / "show.toml").write_text('title = "A"\nimage = "a.jpg"\n')
    show = load.read_show(tmp_path)
    with pytest.raises(ConfigError, match=r"show\.toml:2: .*a\.jpg can't be read"):
        load.read_image(tmp_path, show)
    (tmp_path / "a.jpg").write_bytes(b"x")
    assert load.read_image(tmp_path, show) == b"x"


def test_tables_of_their_own(tmp_path: Path) -> None:
    """Roles and music are one table each; the narrator may be named there, too."""
    (tmp_path / "show.toml").write_text(
        'voice = "ann"\nintro = "This is {show}."\n[roles]\nnarrator = "bob"\nquoted_speech = true\n'
        '[music]\nintro = "tune.mp3"\nseconds = 4\n'
    )
    show = load.read_show(tmp_path)
    assert (show.voice, show.roles) == ("bob", Roles(narrator="bob", quoted_speech=True))
    assert show.music == Music(intro="tune.mp3", seconds=4.0)
    assert load.read_show(tmp_path, voice="eve").voice == "eve"
    (tmp_path / "tune.mp3").write_bytes(b"a tune")
    tune = Tune("tune.mp3", hashlib.sha256(b"a tune").hexdigest(), b"a tune")
    assert load.read_tunes(tmp_path, show) == Tunes(intro=tune)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[roles]\nnarator = 1", "show.toml:2: there is no key 'narator' in [roles]. Did you mean 'narrator'?"),
        ('[roles]\nquote = "x"\nvoice = "y"', "'voice' is a key of the show: write it above the first [table]"),
        ("roles = 3", "show.toml:1: roles = 3 is not a table. Write [roles], and its keys below"),
        (
            'intro = "It is {day}."',
            'show.toml:1: intro holds {day}, which can\'t be filled in. Did you mean "{date}"?',
        ),
        (
            'outro = "That was {titel}."',
            'show.toml:1: outro holds {titel}, which can\'t be filled in. Did you mean "{title}"?',
        ),
        ('intro = "It is {"', "show.toml:1: intro can't be filled in: "),
        ('intro = "{date:%Y}"', "show.toml:1: intro holds {date:%Y}, which can't be filled in"),
        ("[music]\n\nseconds = 0", "show.toml:3: seconds is 0. Choose 0.1 to 60"),
        ("title_rate = 2.0", "show.toml:1: title_rate is 2. Choose 0.8 to 1.25"),
    ],
)
def test_what_is_wrong_with_the_sound(tmp_path: Path, text: str, problem: str) -> None:
    """Line, what is wrong and what to do."""
    assert problem in _wrong(tmp_path, text)


def test_music_that_can_not_be_had(tmp_path: Path) -> None:
    """A file that is missing, or far too long, is named where the show names it."""
    (tmp_path / "show.toml").write_text('[music]\noutro = "tune.wav"\n')
    show = load.read_show(tmp_path)
    with pytest.raises(ConfigError, match=r"show\.toml:2: .*tune\.wav can't be read \(No such file"):
        load.read_tunes(tmp_path, show)
    with (tmp_path / "tune.wav").open("wb") as file:
        file.truncate(2**25 + 1)
    with pytest.raises(ConfigError, match=r"show\.toml:2: .*tune\.wav has 34 MB.*Cut it"):
        load.read_tunes(tmp_path, show)


def test_a_show_needs_the_voices_of_its_roles() -> None:
    """A role without a voice, or with the narrator's, adds none."""
    show = Show(title="A show", description="About things.", voice="ann")
    assert load.voice_names(show) == ("ann",)
    roles = Roles(title="bob", quote="ann", intro="bob")
    assert load.voice_names(dataclasses.replace(show, roles=roles)) == ("ann", "bob")


@pytest.mark.parametrize(
    ("server", "problem"),
    [
        ("", 'engine: the voice has no [server] with a url. Write [server], and below it url = "https://…/v1".'),
        ('url = "localhost:8880"\nmodel = "m"', ":4: url is 'localhost:8880', not an http(s) address"),
        ('url = "https://me:pw@example.org/v1"\nmodel = "m"', ":4: url is "),
        ('url = "https://example.org/v1"', ":3: the server needs the name of a model"),
        ('url = "http://example.org"\nmodel = "m"\nkey_env = "KEY"', ":4: the key would be sent unencrypted"),
        ('url = "https://example.org"\nmodel = "m"\nkey_env = "sk-12345"', ":6: key_env is not the name"),
        ('url = "https://example.org"\nmodel = "m"\nformat = "mp4"', ":6: format is 'mp4'. Did you mean \"mp3\"?"),
        ('url = "https://example.org"\nmodel = "m"\nextra = "fast"', ":6: extra is not a JSON object"),
        ('url = "https://example.org"\nmodel = "m"\nextra = \'{"voice": 1}\'', ":6: extra has the value 'voice'"),
        ('url = "https://example.org"\nmodel = "m"\nat_once = 0', ":6: at_once is 0. Choose 1 to 64"),
        ('url = "https://example.org"\nmodel = "m"\nsilence_s = nan', ":6: silence_s is nan. Write a number"),
        ('address = "x"', ":4: there is no key 'address' in [server]"),
    ],
)
def test_what_is_wrong_with_a_server(tmp_path: Path, server: str, problem: str) -> None:
    """Line, what is wrong and what to do; a key that was written into the file is not shown."""
    (tmp_path / "voices").mkdir()
    text = f'engine = "http"\nid = "anna"\n[server]\n{server}'
    (tmp_path / "voices" / "far.toml").write_text(text)
    with pytest.raises(ConfigError) as caught:
        load.read_voice(tmp_path, "far")
    assert problem.removeprefix("engine") in str(caught.value)
    assert "sk-12345" not in str(caught.value)
