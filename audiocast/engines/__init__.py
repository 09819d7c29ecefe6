"""Speech engines: what an engine is, and how it is found by its name.

An engine is an entry point of the group `audiocast.engines`: a class, or any callable without arguments, that returns
an `Engine`. The engines of audiocast are registered in the same way as those of other packages. Only the engine that
a voice names is imported.

To write an engine:

1. Write a class with `version`, `__enter__`, `__exit__` and `synthesize`, as `protocol.Engine` describes.
   `engines/tone.py` is the shortest example.
2. Register it in the `pyproject.toml` of your package: `[project.entry-points."audiocast.engines"]`.
3. Test it with `audiocast.engines.contract.EngineContract`.

An engine may have three more methods, see the protocols `Pronounces`, `ListsVoices` and `SharesMemory`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audiocast import lazy

__all__ = [
    "Engine",
    "ListsVoices",
    "Pronounces",
    "SharesMemory",
    "available",
    "benchmarks",
    "build_dictionary",
    "cache",
    "cache_pruning",
    "chunking",
    "contract",
    "espeak",
    "espeak_notation",
    "espeak_times",
    "espeak_words",
    "guarded",
    "hibari",
    "hibari_g2p",
    "hibari_notation",
    "installed",
    "ipa",
    "kokoro",
    "kokoro_model",
    "kokoro_speedup",
    "load",
    "missing",
    "model_files",
    "npm_settings",
    "onnx_graph",
    "onnx_runtime",
    "piper",
    "piper_noise",
    "piper_notation",
    "piper_words",
    "protocol",
    "pyttsx3",
    "reading",
    "registry",
    "sanity_checks",
    "server_slots",
    "sound_file",
    "speech_server",
    "throughput",
    "timeouts",
    "tone",
    "voice_catalog",
    "voice_install",
    "voice_packages",
    "voices",
    "word_times",
]

if TYPE_CHECKING:
    from audiocast.engines import (
        benchmarks,
        build_dictionary,
        cache,
        cache_pruning,
        chunking,
        contract,
        espeak,
        espeak_notation,
        espeak_times,
        espeak_words,
        guarded,
        hibari,
        hibari_g2p,
        hibari_notation,
        ipa,
        kokoro,
        kokoro_model,
        kokoro_speedup,
        model_files,
        npm_settings,
        onnx_graph,
        onnx_runtime,
        piper,
        piper_noise,
        piper_notation,
        piper_words,
        protocol,
        pyttsx3,
        reading,
        registry,
        sanity_checks,
        server_slots,
        sound_file,
        speech_server,
        throughput,
        timeouts,
        tone,
        voice_catalog,
        voice_install,
        voice_packages,
        voices,
        word_times,
    )
    from audiocast.engines.protocol import Engine, ListsVoices, Pronounces, SharesMemory
    from audiocast.engines.registry import available, installed, load, missing
else:
    __getattr__ = lazy.attach(
        __name__,
        __all__,
        {
            "Engine": "protocol",
            "ListsVoices": "protocol",
            "Pronounces": "protocol",
            "SharesMemory": "protocol",
            "available": "registry",
            "installed": "registry",
            "load": "registry",
            "missing": "registry",
        },
    )
