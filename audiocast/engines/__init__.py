"""Who can speak.

Engines are entry points of the group `audiocast.engines`, ours like everybody else's: a class, or any callable without
arguments, that gives an `Engine`. Only the one that is asked for is imported.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast import lazy

__all__ = [
    "Engine",
    "ListsVoices",
    "Reader",
    "Shares",
    "available",
    "benchmarks",
    "cache",
    "cache_pruning",
    "chunking",
    "contract",
    "espeak",
    "espeak_notation",
    "espeak_words",
    "guarded",
    "hibari",
    "hibari_notation",
    "installed",
    "ipa",
    "kokoro",
    "load",
    "missing",
    "model_files",
    "onnx_runtime",
    "piper",
    "piper_noise",
    "piper_notation",
    "protocol",
    "pyttsx3",
    "reading",
    "registry",
    "sanity_checks",
    "sound_file",
    "throughput",
    "timeouts",
    "tone",
    "voices",
]

if TYPE_CHECKING:
    from audiocast.engines import (
        benchmarks,
        cache,
        cache_pruning,
        chunking,
        contract,
        espeak,
        espeak_notation,
        espeak_words,
        guarded,
        hibari,
        hibari_notation,
        ipa,
        kokoro,
        model_files,
        onnx_runtime,
        piper,
        piper_noise,
        piper_notation,
        protocol,
        pyttsx3,
        reading,
        registry,
        sanity_checks,
        sound_file,
        throughput,
        timeouts,
        tone,
        voices,
    )
    from audiocast.engines.protocol import Engine, ListsVoices, Reader, Shares
    from audiocast.engines.registry import available, installed, load, missing
else:
    __getattr__ = lazy.attach(
        __name__,
        __all__,
        {
            "Engine": "protocol",
            "ListsVoices": "protocol",
            "Reader": "protocol",
            "Shares": "protocol",
            "available": "registry",
            "installed": "registry",
            "load": "registry",
            "missing": "registry",
        },
    )
