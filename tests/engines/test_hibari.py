"""Rules of the engine hibari."""

from __future__ import annotations

from audiocast.engines.contract import EngineContract
from audiocast.engines.hibari import HibariEngine
from audiocast.model import Voice


class TestContract(EngineContract):
    """What holds for every engine."""

    make = HibariEngine
    voice = Voice(name="test", engine="hibari")
