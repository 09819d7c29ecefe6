"""Rules of the engine tone."""

from __future__ import annotations

from audiocast.engines.contract import EngineContract
from audiocast.engines.tone import ToneEngine
from audiocast.model.voice import Voice


class TestContract(EngineContract):
    """What holds for every engine."""

    make = ToneEngine
    voice = Voice(name="test", engine="tone")
