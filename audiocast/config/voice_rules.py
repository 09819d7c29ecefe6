"""Check the values of a voice file."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

from audiocast.config import suggestions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocast.model.voice import Server, Voice

_NEEDS_SERVER = "http"
_FORMATS = ("wav", "flac", "mp3", "opus", "pcm")
_SAMPLE_RATES = range(8_000, 192_001)
_MOST_AT_ONCE = 64
# A request has these values already.
_OWN_VALUES = frozenset(("model", "input", "voice", "response_format", "speed"))
_NORMAL = "Write a factor such as 1.0, which is normal"


def problems(voice: Voice) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Yield each value that is not allowed: its place as in `load`, the problem, and the hint."""
    for key, value in (("rate", voice.rate), ("pitch", voice.pitch)):
        if not value > 0:
            yield (key,), f"{key} = {value:g} is not above 0", _NORMAL
    for number, file in enumerate(voice.files):
        if not re.fullmatch("[0-9a-f]{64}", file.sha256):
            hint = f"Write the output of `sha256sum {Path(file.name).name}`"
            yield ("files", number, "sha256"), "sha256 is not 64 hexadecimal digits", hint
    if voice.server.url:
        yield from ((("server", 0, key), what, hint) for key, what, hint in _server(voice.server))
    elif voice.engine == _NEEDS_SERVER:
        yield ("engine",), "the voice has no [server] with a url", 'Write [server], and below it url = "https://…/v1"'


def _server(server: Server) -> Iterator[tuple[str, str, str]]:
    if not re.fullmatch(r"https?://[^\s/?#@]+(?:/\S*)?", server.url):
        yield (
            "url",
            f"url is {server.url!r}, not an http(s) address",
            "Write it up to /v1, such as https://example.org/v1",
        )
    elif server.key_env and not server.private and not server.url.startswith("https:"):
        hint = "Write https:// in front, or private = true for a server in your own network"
        yield "url", "the key would be sent unencrypted", hint
    if not server.model:
        yield "model", "the server needs the name of a model", 'Add it to [server], for example model = "kokoro"'
    if server.key_env and not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", server.key_env):
        # The value is not shown, because it may be the key itself.
        hint = 'Write a name such as "SPEECH_KEY" here, and set that variable to the key'
        yield "key_env", "key_env is not the name of an environment variable", hint
    yield from _limits(server)
    if server.extra:
        yield from _extra(server.extra)


def _limits(server: Server) -> Iterator[tuple[str, str, str]]:
    if server.format not in _FORMATS:
        yield "format", f"format is {server.format!r}", suggestions.hint(server.format, _FORMATS)
    if server.sample_rate not in _SAMPLE_RATES:
        yield "sample_rate", f"sample_rate is {server.sample_rate}", "Write it in Hz, such as 24000"
    if not 1 <= server.at_once <= _MOST_AT_ONCE:
        yield "at_once", f"at_once is {server.at_once}", f"Choose 1 to {_MOST_AT_ONCE}"
    for key in ("connect_s", "silence_s", "patience_s"):
        if not 0 < getattr(server, key) < float("inf"):
            yield key, f"{key} is {getattr(server, key):g}", "Write a number of seconds"


def _extra(text: str) -> Iterator[tuple[str, str, str]]:
    hint = """Write it as in extra = '{"lang_code": "a"}'"""
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        yield "extra", "extra is not a JSON object", hint
    elif both := sorted(_OWN_VALUES & values.keys()):
        yield "extra", f"extra has the value {both[0]!r}, which each request has already", "Remove it"
