"""Tests of `render.clip_list`."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from audiocast import engines
from audiocast.engines.cache import ClipCache, clip_key
from audiocast.engines.tone import ToneEngine
from audiocast.model.audio import Clip
from audiocast.model.script import Utterance
from audiocast.model.voice import Server, Voice
from audiocast.render import clip_list

if TYPE_CHECKING:
    from pathlib import Path

_VOICE = Voice("tone", "tone")
_UTTERANCES = tuple(Utterance(text, text, 100, "tone") for text in ("One ferry.", "Two ferries."))
_CHECKSUM = "ab" + 62 * "0"


def _file(cache: Path) -> Path:
    return cache / "episodes" / "ab" / f"{62 * '0'}.json"


def test_a_list_compares_the_script_with_the_words_of_the_voice(tmp_path: Path) -> None:
    """A clip of which the words are unknown does not differ."""
    clips = ClipCache(tmp_path)
    clips.write(clip_key(_UTTERANCES[0], _VOICE, ToneEngine.version), Clip(b"\0\0", 16_000, ("Won", "ferry")))
    clip_list.write(tmp_path, _CHECKSUM, _UTTERANCES, (_VOICE,))
    sentences = clip_list.read(tmp_path, _CHECKSUM)
    assert [sentence.text for sentence in sentences] == ["One ferry.", "Two ferries."]
    assert [sentence.given for sentence in sentences] == [("Won", "ferry"), None]
    assert [sentence.differs for sentence in sentences] == [True, False]


def test_clips_of_servers_are_known(tmp_path: Path) -> None:
    """The clips of all episodes that a server made are found, and no others; a damaged list has none."""
    server = Server(url="http://localhost/v1", model="m")
    remote = Voice("remote", "http", id="anna", server=server)
    said = (replace(_UTTERANCES[0], voice="remote"), _UTTERANCES[1])
    clip_list.write(tmp_path, _CHECKSUM, said, (remote, _VOICE))
    clip_list.write(tmp_path, "cd" + _CHECKSUM[2:], _UTTERANCES, (_VOICE,))
    (tmp_path / "episodes" / "ab" / "damaged.json").write_text("{")
    key = clip_key(said[0], remote, engines.load("http").version)
    assert clip_list.served(tmp_path) == {ClipCache(tmp_path).path(key)}


def test_a_list_is_a_state_file_on_one_line(tmp_path: Path) -> None:
    """Lists of older versions have the same bytes."""
    clip_list.write(tmp_path, _CHECKSUM, _UTTERANCES, (_VOICE,))
    keys = [clip_key(utterance, _VOICE, ToneEngine.version) for utterance in _UTTERANCES]
    content = {"format": 1, "sentences": [[keys[0], "One ferry."], [keys[1], "Two ferries."]]}
    assert _file(tmp_path).read_text(encoding="utf-8") == json.dumps(content, separators=(",", ":"))


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '{"format": 2, "sentences": []}', '{"format": 1, "sentences": [3]}']
)
def test_a_damaged_list_has_no_sentence(tmp_path: Path, content: str) -> None:
    """Neither has one that is missing, or of another version."""
    assert clip_list.read(tmp_path, _CHECKSUM) == ()
    _file(tmp_path).parent.mkdir(parents=True)
    _file(tmp_path).write_text(content, encoding="utf-8")
    assert clip_list.read(tmp_path, _CHECKSUM) == ()


def test_a_cache_that_can_not_be_written_is_logged(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The episode is published all the same."""
    (tmp_path / "episodes").write_text("a file", encoding="utf-8")
    clip_list.write(tmp_path, _CHECKSUM, _UTTERANCES, (_VOICE,))
    (message,) = caplog.messages
    assert f"{_file(tmp_path)}: can't be written (" in message
    assert message.endswith("). `audiocast check` can't compare the episode.")
