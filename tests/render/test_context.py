"""Tests of `render.context` and `render.show_cache`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from audiocast.errors import ConfigError, UnknownVoiceError
from audiocast.render import show_cache
from audiocast.render.context import Request, read_context, unheard_pronunciations

if TYPE_CHECKING:
    from collections.abc import Callable

_READ = """
import sys
from pathlib import Path
from audiocast.render.context import Request, read_context

folder = Path(sys.argv[1])
context = read_context(Request(folder / "articles", folder / "output", folder / "cache"))
print(context.tunes.intro.name, *sorted({"numpy", "pydub", "PIL"} & sys.modules.keys()))
"""


def _request(folder: Path, *, voice: str = "tone") -> Request:
    return Request(folder / "articles", folder / "output", folder / "cache", voice=voice)


def test_reading_settings_decodes_nothing(tmp_path: Path, show_toml: Callable[[str], None]) -> None:
    """Music is read, but no library that decodes sound or pictures is imported; a wrong file fails in a worker."""
    show_toml('voice = "tone"\n[music]\nintro = "tune.wav"\n')
    (tmp_path / "articles" / "tune.wav").write_bytes(b"no sound")
    done = subprocess.run([sys.executable, "-c", _READ, tmp_path], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["tune.wav"]


def test_the_narrator_comes_first(tmp_path: Path, show_toml: Callable[[str], None]) -> None:
    """A voice of the request is the narrator's; the other voices are those of the roles."""
    show_toml('title = "Harbor"\nvoice = "narrator"\n[roles]\nquote = "system"\n')
    context = read_context(_request(tmp_path))
    assert context.voice.name == "tone"
    assert [voice.name for voice in context.voices] == ["tone", "system"]


def test_wrong_settings_are_errors(tmp_path: Path, show_toml: Callable[[str], None]) -> None:
    """A voice without a file, and a key that does not exist."""
    show_toml('title = "Harbor"\n')
    with pytest.raises(UnknownVoiceError):
        read_context(_request(tmp_path, voice="nobody"))
    show_toml('titel = "Harbor"\n')
    with pytest.raises(ConfigError, match=r"show\.toml:1"):
        read_context(_request(tmp_path))


def test_the_cover_has_the_name_of_what_the_user_decides(tmp_path: Path, show_toml: Callable[[str], None]) -> None:
    """Another title gives another name."""
    names = set()
    for title in ("Harbor", "Quay", "Harbor"):
        show_toml(f'title = "{title}"\n')
        names.add(read_context(_request(tmp_path)).cover)
    assert len(names) == 2


def test_only_a_folder_of_the_show_is_whole(tmp_path: Path) -> None:
    """One article, some addresses, or a folder that joins another show say nothing about other articles."""
    (tmp_path / "articles").mkdir()
    article = tmp_path / "articles" / "a.txt"
    article.write_text("A.")
    whole = _request(tmp_path)
    assert whole.is_whole
    assert not Request(article, whole.output, whole.cache).is_whole
    assert not Request(whole.source, whole.output, whole.cache, addresses=("https://a.example/",)).is_whole
    assert not Request(whole.source, whole.output, whole.cache, host=tmp_path).is_whole


def test_a_show_has_the_same_names_in_the_cache_in_all_versions(tmp_path: Path) -> None:
    """They depend on the output folder alone; other names would lose what older versions have stored."""
    output, cache = Path("/show"), tmp_path
    names = [
        str(function(cache, output).relative_to(cache))
        for function in (show_cache.source_index, show_cache.known_texts, show_cache.stored_articles)
    ]
    assert names == [
        "plans/8890d3a94b9d67108ab283d86e5751b4ce017988d1d475e270e4c4cd2476f32a.json",
        "stories/8890d3a94b9d6710.sqlite",
        "shelf/8890d3a94b9d6710",
    ]


def test_pronunciations_that_a_server_is_not_told_are_named(
    write_article: Callable[..., Path], write_voice: Callable[[str, str], None]
) -> None:
    """Entries of the user's lexicon that have only IPA are named when a voice is on a server, and only then."""
    folder = write_article("ferry.txt", "The ferry is late.").parent
    (folder / "lexicon.tsv").write_text("Leominster\t\tlˈɛmstɚ\nSlough\tslow\n", encoding="utf-8")
    write_voice("far", 'engine = "http"\nid = "x"\n[server]\nurl = "https://example.org/v1"\nmodel = "m"\n')
    found = unheard_pronunciations(read_context(_request(folder.parent, voice="far")))
    assert "the voice far ignores the IPA of 1 entry of the lexicon (Leominster)" in found
    assert not unheard_pronunciations(read_context(_request(folder.parent)))
