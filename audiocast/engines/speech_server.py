"""The engine http: voices of a server with OpenAI's speech interface, `POST /v1/audio/speech`.

Kokoro-FastAPI, LocalAI, openedai-speech and commercial services have this interface. The table `[server]` of a voice
file says which server, see `model.voice.Server`.

- The answer is used only if it is whole and holds speech. Anything else is an error. No other voice is used instead.
- A request is repeated after a pause when the failure may pass. The server decides the pause with `Retry-After`.
- A server may give other sound for the same sentence each time. So the cache decides what an episode sounds like, and
  pruning the cache keeps the clips of servers that are in an episode.
- The interface has no pronunciations: a word is sent as it is spelled.
"""

from __future__ import annotations

import json
import os
import re
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Self

from audiocast import __version__
from audiocast.audio import speech_formats
from audiocast.engines import missing, sanity_checks
from audiocast.engines.reading import Letters, parts, words_in
from audiocast.engines.server_slots import Slots
from audiocast.errors import EngineError, SourceError, UnknownVoiceError
from audiocast.sources.web import exchange
from audiocast.sources.web.address import parse
from audiocast.sources.web.host import retry_after

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from audiocast.model.audio import Clip
    from audiocast.model.script import Utterance
    from audiocast.model.voice import Server, Voice
    from audiocast.sources.web.host import Answer

_NAME = "http"
_ADAPTER = "1"
_RATES = (0.25, 4.0)
_PATH = "/audio/speech"
_OK = 200
_AGAIN = (408, 409, 425, 429, 500, 502, 503, 504)
_REFUSED_KEY = (401, 403)
_ABOUT_REQUEST = (400, 404, 422)
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 1.0, 30.0
_MOST_TRIES = 8
# Each answer may cost money, and a server that sends damaged sound seldom stops.
_MOST_DAMAGED = 3
_MOST_BYTES = 200_000_000
# The longest sample that counts as silence, of 32,768: noise of a codec, not of a voice.
_SILENT = 33
_MOST_TOLD = 300
_LONGEST_ID = 500
_NO_SOUND = ("text/", "application/json", "application/problem+json")


class ServerEngine:
    """The engine. `voice.id` is the server's name for the voice.

    Args:
        sleep: A function that waits for a number of seconds.
    """

    version = _ADAPTER

    def __init__(self, sleep: Callable[[float], None] = time.sleep) -> None:
        self._sleep = sleep
        self._servers: dict[Server, exchange.Exchange] = {}

    def __enter__(self) -> Self:
        """Return self; a connection is opened when it is needed."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all connections."""
        while self._servers:
            self._servers.popitem()[1].close()

    def synthesize(self, utterance: Utterance, voice: Voice) -> Clip:
        """Return the sound that the server sends."""
        utterance = sanity_checks.require_text(utterance, voice)
        sanity_checks.require_rate(voice, lowest=_RATES[0], highest=_RATES[1])
        sanity_checks.require_own_pitch(voice)
        _require_id(voice)
        text = written(utterance)
        request = _Request(voice, key(voice), _body(text, voice), shown=sanity_checks.shown(utterance))
        clip = self._asked(request)
        words = words_in("".join(part.text for part in parts(utterance)))
        return sanity_checks.require_speech(replace(clip, words=words), utterance, voice)

    def _asked(self, request: _Request) -> Clip:
        """Return the sound, after as many tries as it needs.

        Raises:
            EngineError: The server gives none.
        """
        server = request.voice.server
        end = time.monotonic() + server.patience_s
        pause = _FIRST_PAUSE_S
        damaged = 0
        for tries in range(1, _MOST_TRIES + 1):
            wait = 0.0
            try:
                answer = self._answer(request, end)
                if answer.status == _OK:
                    return _sound(answer, server)
                wait = retry_after(answer)
                failure = _refusal(answer, request)
            except exchange.ExchangeError as error:
                failure = _Failure(str(error), may_pass=error.may_pass, hint=_remedy(error, server))
            except speech_formats.FormatError as error:
                damaged += 1
                failure = _Failure(f"sent an answer that {error}", may_pass=damaged < _MOST_DAMAGED)
            except speech_formats.NoDecoderError as error:
                raise missing(str(error), engine=_NAME) from error
            wait = max(pause, wait)
            if not failure.may_pass or tries == _MOST_TRIES or time.monotonic() + wait > end:
                raise request.error(failure, tries=tries)
            self._sleep(wait)
            pause = min(2 * pause, _LONGEST_PAUSE_S)
        raise AssertionError  # the last try returns or raises

    def _answer(self, request: _Request, end: float) -> Answer:
        server = request.voice.server
        with Slots(server.url, server.at_once).taken(until=end, sleep=self._sleep):
            left = end - time.monotonic()
            times = exchange.Times(server.connect_s, server.silence_s, max(left, 0.001))
            return self._server(request.voice).post(_headers(request.key), request.body, times)

    def _server(self, voice: Voice) -> exchange.Exchange:
        server = voice.server
        if server not in self._servers:
            try:
                address = parse(endpoint(server.url), any_port=True)
            except SourceError as error:
                raise EngineError(f"the url {error.what}", where=f"voice {voice.name}", hint=error.hint) from error
            self._servers[server] = exchange.Exchange(address, allow_private=server.private, most=_MOST_BYTES)
        return self._servers[server]


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why a try failed: `what` follows the name of the server; `hint` is what to do."""

    what: str
    may_pass: bool
    hint: str = "Try again later, or look at the log of the server"
    unknown_voice: bool = False


@dataclass(frozen=True, slots=True)
class _Request:
    """A sentence to synthesize."""

    voice: Voice
    key: str
    body: bytes
    shown: str

    def error(self, failure: _Failure, *, tries: int) -> EngineError:
        """Return the error that names voice, server and sentence, without the key."""
        times = f" ({tries} tries)" if tries > 1 else ""
        what = f"the server {self.voice.server.url} {failure.what} for {self.shown}{times}"
        if self.key:
            what = what.replace(self.key, "…")
        kind = UnknownVoiceError if failure.unknown_voice else EngineError
        return kind(what, where=f"voice {self.voice.name}", hint=failure.hint)


def endpoint(url: str) -> str:
    """Return the address to which sentences are sent. The url may be complete, or end with `/v1`, or before it."""
    bare, question, query = url.partition("?")
    bare = bare.rstrip("/")
    if not bare.endswith(_PATH):
        bare += _PATH if re.search(r"/v\d+$", bare) else f"/v1{_PATH}"
    return bare + question + query


def key(voice: Voice) -> str:
    """Return the key for a voice's server from its environment variable, or "" when it needs none.

    Raises:
        EngineError: The variable is not set.
    """
    name = voice.server.key_env
    found = os.environ.get(name, "").strip() if name else ""
    if (name and not found) or not (found.isascii() and found.isprintable()):
        raise EngineError(
            f"the environment variable {name} does not hold the key of the server",
            where=f"voice {voice.name}",
            hint=f"Set {name} to the key, also for the service or the worker that renders",
        )
    return found


def written(utterance: Utterance) -> str:
    """Return the text for the server. Letters that are spelled have full stops between them: "G.D.P"."""
    return "".join(
        ".".join(part.letters) + (part.ending and "'s") if isinstance(part, Letters) else part.text
        for part in parts(utterance)
    )


def _require_id(voice: Voice) -> None:
    where = f"voice {voice.name}"
    if not voice.server.url:
        raise UnknownVoiceError("the voice has no server", where=where, hint="Add a table [server] to its file")
    if not voice.id:
        raise UnknownVoiceError("the voice has no id", where=where, hint='Write the server\'s name of it: id = "…"')
    if len(voice.id) > _LONGEST_ID or not voice.id.isprintable():
        raise UnknownVoiceError("the id can't be the name of a voice", where=where, hint="Correct the id")


def _body(text: str, voice: Voice) -> bytes:
    values: dict[str, object] = {
        "model": voice.server.model,
        "input": text,
        "voice": voice.id,
        "response_format": voice.server.format,
    }
    if voice.rate != 1:  # some servers know no speed
        values["speed"] = voice.rate
    return json.dumps({**json.loads(voice.server.extra or "{}"), **values}).encode()


def _headers(key: str) -> dict[str, str]:
    headers = {"User-Agent": f"audiocast/{__version__}", "Content-Type": "application/json", "Accept": "*/*"}
    return {**headers, "Authorization": f"Bearer {key}"} if key else headers


def _sound(answer: Answer, server: Server) -> Clip:
    """Return the sound in an answer.

    Raises:
        FormatError: It holds none.
    """
    content = answer.content
    if not content:
        raise speech_formats.FormatError("is empty")
    if speech_formats.is_known(content):
        sound = speech_formats.decode(content)
    elif told := _told(answer):
        raise speech_formats.FormatError(f"is no sound but a text: {told}")
    elif server.format == "pcm":
        sound = speech_formats.raw(content, server.sample_rate)
    else:
        raise speech_formats.FormatError(f"is no sound that can be decoded ({len(content):,} bytes)")
    if speech_formats.loudest(sound) < _SILENT:
        raise speech_formats.FormatError("is silent")
    return sound


def _told(answer: Answer) -> str:
    """Return the beginning of the text in an answer on one line, or "" when it holds no text."""
    kind = answer.headers.get("content-type", "").lower()
    if not kind.startswith(_NO_SOUND) and answer.content.lstrip()[:1] not in (b"<", b"{"):
        return ""
    try:
        text = answer.content.decode()
    except UnicodeDecodeError:
        return ""
    try:
        text = _message(json.loads(text)) or text
    except (ValueError, RecursionError):
        text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", text, flags=re.DOTALL | re.IGNORECASE)
    line = " ".join("".join(each if each.isprintable() else " " for each in text).split())
    return line if len(line) <= _MOST_TOLD else f"{line[:_MOST_TOLD]}…"


def _message(values: object) -> str:
    """Return the message in an error of the interface, or ""."""
    for name in ("error", "detail", "message"):
        if isinstance(values, dict) and name in values:
            values = values[name]
    return values if isinstance(values, str) else ""


def _refusal(answer: Answer, request: _Request) -> _Failure:
    told, status, server = _told(answer), answer.status, request.voice.server
    what = f"answers with status {status}" + (f" ({told})" if told else "")
    if status in _AGAIN:
        return _Failure(what, may_pass=True)
    if status in _REFUSED_KEY:
        hint = f"Check the key in {server.key_env}" if server.key_env else "Name the variable with the key in key_env"
        return _Failure(what, may_pass=False, hint=hint)
    if status in _ABOUT_REQUEST and "voice" in told.lower():
        hint = f"Correct id = {request.voice.id[:50]!r} in the file of the voice"
        return _Failure(what, may_pass=False, hint=hint, unknown_voice=True)
    return _Failure(what, may_pass=False, hint="Check url, model, id and format in the file of the voice")


def _remedy(error: exchange.ExchangeError, server: Server) -> str:
    what = str(error)
    if "private address" in what:
        return "Write private = true below [server] if it is a server of your own"
    if what.startswith("redirects"):
        return "Write the address that it redirects to as url, if you trust it"
    if what.startswith("has an invalid certificate"):
        return "Check the url, or renew the certificate of the server"
    return f"Check that the server runs and that the url is right: {endpoint(server.url)}"
