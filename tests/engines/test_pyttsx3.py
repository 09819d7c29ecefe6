"""Rules of the engine pyttsx3."""

from __future__ import annotations

from audiocast.engines.contract import EngineContract
from audiocast.engines.pyttsx3 import Pyttsx3Engine
from audiocast.model import Voice


class TestContract(EngineContract):
    """What holds for every engine."""

    make = Pyttsx3Engine
    voice = Voice(name="test", engine="pyttsx3")
