"""Rules of the engine kokoro; with its model, on request: `pytest -m slow -n 0 tests/engines/test_kokoro.py`."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

from audiocast.config.load import read_voice
from audiocast.engines import model_files
from audiocast.engines.contract import EngineContract, WordsContract, say
from audiocast.engines.kokoro import KokoroEngine
from audiocast.errors import EngineError, UnknownEngineError, UnknownVoiceError
from audiocast.model.voice import ModelFile, Voice

VOICE = read_voice(Path(__file__).parents[2] / "seeds", "kokoro")


def _missing() -> str:
    try:
        model_files.find(VOICE)
    except UnknownEngineError as error:
        return str(error)
    return ""


@pytest.mark.slow
@pytest.mark.skipif(bool(_missing()), reason=_missing())
class TestContract(EngineContract):
    """What holds for every engine."""

    make = KokoroEngine
    voice = VOICE
    phrases = 4


class TestWords(WordsContract):
    """What holds for the words of every engine; this needs none of the voice's files."""

    make = KokoroEngine
    voice = VOICE


def test_files_are_wanted() -> None:
    """A voice without files is an error that says what it is made of."""
    with KokoroEngine() as engine, pytest.raises(UnknownVoiceError, match=r"one \.onnx file and a \.bin"):
        engine.synthesize(say("Yes."), Voice(name="test", engine="kokoro"))


def test_bad_files_are_refused(tmp_path: Path) -> None:
    """Files of another kind are an error, whatever is made of them."""
    for model, style in ((b"no model", bytes(1024)), (b"", bytes(1000))):
        (tmp_path / "a.onnx").write_bytes(model)
        (tmp_path / "a.bin").write_bytes(style)
        files = tuple(
            ModelFile(name, sha256((tmp_path / name).read_bytes()).hexdigest()) for name in ("a.onnx", "a.bin")
        )
        voice = Voice(name="test", engine="kokoro", files=files, folders=(tmp_path,))
        with KokoroEngine() as engine, pytest.raises(EngineError, match="not a voice of Kokoro"):
            engine.synthesize(say("Yes."), voice)
