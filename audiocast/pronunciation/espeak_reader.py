"""Ask espeak-ng how a word is read in a language, in IPA, without synthesizing it.

The library comes from the wheel espeakng-loader, which is installed only on Linux; elsewhere there is no reading. It is
loaded apart from the engine that synthesizes with it.
"""

from __future__ import annotations

import ctypes
import os
import threading
from functools import cache, lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol

_RETRIEVAL, _DO_NOT_EXIT = 1, 0x8000
_UTF8, _IPA = 1, 0x02
_LOCK = threading.Lock()


class Speak(Protocol):
    """Returns how a word is read in a language, in IPA, or "" if it can't be read."""

    def __call__(self, word: str, language: str) -> str:
        """Return the IPA of a word in a language of espeak-ng."""
        ...


@lru_cache(maxsize=4096)
def speak(word: str, language: str) -> str:
    """Return how espeak-ng's voice of a language reads a word, in IPA, or "" if it is not there."""
    with _LOCK:
        library = _library()
        if library is None or library.espeak_SetVoiceByName(language.encode()):
            return ""
        text = ctypes.create_string_buffer(word.encode())
        place = ctypes.c_void_p(ctypes.addressof(text))
        spoken = library.espeak_TextToPhonemes(ctypes.byref(place), _UTF8, _IPA)
        return spoken.decode().strip() if spoken else ""


@cache
def _library() -> ctypes.CDLL | None:
    if find_spec("espeakng_loader") is None:
        return None
    espeakng_loader = import_module("espeakng_loader")
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    library.espeak_TextToPhonemes.restype = ctypes.c_char_p
    data = os.fsencode(espeakng_loader.get_data_path())
    return library if library.espeak_Initialize(_RETRIEVAL, 0, data, _DO_NOT_EXIT) > 0 else None
