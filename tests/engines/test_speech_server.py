"""Rules of the engine http, against a server on this computer."""

from __future__ import annotations

import io
import json
import re
import struct
import threading
import time
import wave
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, ClassVar

import lameenc
import numpy as np
import pytest
import soundfile

from audiocast.engines.contract import EngineContract, say
from audiocast.engines.speech_server import ServerEngine, endpoint, written
from audiocast.engines.tone import ToneEngine
from audiocast.errors import EngineError, UnknownVoiceError
from audiocast.model.script import Utterance
from audiocast.model.voice import Server, Voice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from audiocast.model.audio import Clip

_TEXT = "The ferry is late."
_PAGE = b"<html><head><title>Bad gateway</title></head><body>Come back later</body></html>"


@dataclass
class Answer:
    """What the server answers: a status, headers, and a function of the clip that gives the content."""

    make: Callable[[Clip], bytes]
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    cut: int = 0


def _error(status: int, message: str, **headers: str) -> Answer:
    content = json.dumps({"error": {"message": message}}).encode()
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(lambda _: content, status, {"Content-Type": "application/json", **fields})


def _wav(clip: Clip) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(clip.sample_rate)
        out.writeframes(clip.pcm)
    return file.getvalue()


def _streamed_wav(clip: Clip) -> bytes:
    content = _wav(clip)
    return content[:4] + struct.pack("<I", 0xFFFFFFFF) + content[8:40] + struct.pack("<I", 0xFFFFFFFF) + content[44:]


def _mp3(clip: Clip) -> bytes:
    lame = lameenc.Encoder()
    lame.silence()
    lame.set_channels(1)
    lame.set_in_sample_rate(clip.sample_rate)
    lame.set_bit_rate(64)
    return bytes(lame.encode(clip.pcm) + lame.flush())


def _file(clip: Clip, form: str, kind: str, *, channels: int = 1) -> bytes:
    file = io.BytesIO()
    frames = np.frombuffer(clip.pcm, "<i2").astype(np.float32) / 32768
    soundfile.write(file, np.column_stack([frames] * channels), clip.sample_rate, format=form, subtype=kind)
    return file.getvalue()


def _opus(clip: Clip) -> bytes:
    return _file(clip, "OGG", "OPUS")


def _pcm(clip: Clip) -> bytes:
    return clip.pcm


_OK = Answer(_wav)


class SpeechServer(ThreadingHTTPServer):
    """A server whose answers are given in advance; after these, a WAV of tones.

    Attributes:
        answers: The next answers, in order.
        requests: The bodies and headers that were received.
        most: How many requests were answered at the same time.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answers: list[Answer] = []
        self.requests: list[tuple[dict[str, object], dict[str, str]]] = []
        self.lock = threading.Lock()
        self.busy = self.most = 0

    def handle_error(self, *_: object) -> None:
        """Print nothing when the other side closed the connection."""

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: SpeechServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with self.server.lock:
            self.server.requests.append((body, {**dict(self.headers), "path": self.path}))
            answer = self.server.answers.pop(0) if self.server.answers else _OK
            self.server.busy += 1
            self.server.most = max(self.server.most, self.server.busy)
        if body["voice"] not in {"", "anna"}:
            answer = _error(400, f"Voice {body['voice'][:50]!r} not found")
        time.sleep(answer.delay_s)
        voice = Voice(name="tone", engine="tone", rate=body.get("speed", 1.0))
        content = answer.make(ToneEngine().synthesize(say(body["input"]), voice))
        with self.server.lock:
            self.server.busy -= 1
        self.send_response(answer.status)
        for name, value in {"Content-Length": str(len(content)), **answer.headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content[: len(content) - answer.cut])
        self.close_connection = self.close_connection or bool(answer.cut)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture(scope="module", name="running")
def _running() -> Iterator[SpeechServer]:
    with SpeechServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def server(running: SpeechServer) -> SpeechServer:
    """Return the server without answers given in advance."""
    running.answers.clear()
    running.requests.clear()
    while running.busy:  # with a request that the test before did not wait for
        time.sleep(0.01)
    running.most = 0
    return running


def _voice(server: SpeechServer, **values: object) -> Voice:
    settings = replace(Server(url=server.url, model="m", private=True), **values)  # type: ignore[arg-type]
    return Voice(name="remote", engine="http", id="anna", server=settings)


def _say(voice: Voice, text: str = _TEXT) -> tuple[Clip, list[float]]:
    """Return the clip, and how long the engine waited each time."""
    waits: list[float] = []
    with ServerEngine(sleep=waits.append) as engine:
        return engine.synthesize(say(text), voice), waits


def _refused(voice: Voice, text: str = _TEXT) -> EngineError:
    with pytest.raises(EngineError) as caught:
        _say(voice, text)
    return caught.value


class TestContract(EngineContract):
    """What holds for every engine."""

    make = ServerEngine
    voice: ClassVar[Voice]

    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _served(cls, running: SpeechServer) -> None:
        running.answers.clear()
        cls.voice = _voice(running)


@pytest.mark.parametrize(
    ("form", "make"),
    [
        ("wav", _wav),
        ("wav", _streamed_wav),
        ("wav", lambda clip: _file(clip, "WAV", "PCM_24", channels=2)),
        ("wav", lambda clip: _file(clip, "WAV", "FLOAT")),
        ("flac", lambda clip: _file(clip, "FLAC", "PCM_16")),
        ("pcm", _pcm),
        ("pcm", _wav),  # other than asked for, but it says so itself
    ],
)
def test_lossless_answers_are_the_sound(server: SpeechServer, form: str, make: Callable[[Clip], bytes]) -> None:
    """WAV, also streamed or with other samples, FLAC and bare frames give the frames of the server, as one channel."""
    server.answers = [_OK, Answer(make)]
    voice = _voice(server, format=form, sample_rate=16_000)
    expected, _ = _say(replace(voice, server=replace(voice.server, format="wav")))
    clip, _ = _say(voice)
    assert clip.sample_rate == expected.sample_rate == 16_000
    difference = np.frombuffer(clip.pcm, "<i2").astype(int) - np.frombuffer(expected.pcm, "<i2")
    assert np.abs(difference).max() <= 1


@pytest.mark.parametrize(("form", "make"), [("mp3", _mp3), ("opus", _opus), ("wav", _mp3), ("mp3", _opus)])
def test_compressed_answers_are_decoded(server: SpeechServer, form: str, make: Callable[[Clip], bytes]) -> None:
    """MP3 and Opus give sound of about the same length, whatever format was asked for."""
    server.answers = [Answer(make)]
    clip, _ = _say(_voice(server, format=form))
    expected, _ = _say(_voice(server))
    length = len(clip.pcm) / clip.sample_rate
    assert length == pytest.approx(len(expected.pcm) / expected.sample_rate, rel=0.15)


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (Answer(lambda _: b""), "is empty"),
        (Answer(lambda clip: _wav(replace(clip, pcm=bytes(len(clip.pcm))))), "is silent"),
        (Answer(lambda _: _PAGE, headers={"Content-Type": "text/html"}), "is no sound but a text: Bad gateway"),
        (_error(200, "the model is not loaded"), "is no sound but a text: the model is not loaded"),
        (Answer(lambda clip: _wav(clip)[:-1000]), "ends too early"),
        (Answer(lambda clip: _mp3(clip)[:-100]), "ends too early"),
        (Answer(lambda clip: _opus(clip)[:-100]), "ends too early"),
        (Answer(lambda clip: _file(clip, "FLAC", "PCM_16")[:-1000]), r"ends too early|can't be decoded"),
        (Answer(_wav, cut=1000), "closed the connection"),
        (Answer(lambda _: b"\x01\x02\x03" * 999), "is no sound that can be decoded"),
    ],
)
def test_damaged_answers_are_asked_for_again(server: SpeechServer, answer: Answer, problem: str) -> None:
    """An answer without the whole sound is an error that names voice, server and sentence; a second try may succeed."""
    server.answers = [answer]
    clip, waits = _say(_voice(server))
    assert clip.pcm
    assert len(server.requests) == 2
    assert 1 in waits
    server.requests.clear()
    server.answers = [answer] * 20
    error = _refused(_voice(server))
    assert len(server.requests) == (8 if answer.cut else 3)
    assert error.where == "voice remote"
    assert re.search(problem, error.what)
    assert server.url in error.what
    assert "The ferry is late." in error.what
    assert error.hint


def test_busy_server_decides_the_pause(server: SpeechServer) -> None:
    """After 429 and 503 the engine waits as long as Retry-After says, after 500 a second, then twice as long."""
    busy = [_error(429, "slow down", Retry_After="7"), _error(503, "loading", Retry_After="3"), _error(500, "oops")]
    server.answers = [*busy, _error(502, "oops")]
    clip, waits = _say(_voice(server))
    assert clip.pcm
    assert waits == [7, 3, 4, 8]


def test_patience_ends(server: SpeechServer) -> None:
    """A pause that is longer than the time that is left is not waited for."""
    server.answers = [_error(429, "quota", Retry_After="3600")]
    error = _refused(_voice(server))
    assert "429 (quota)" in error.what
    assert len(server.requests) == 1


def test_slow_server_is_given_up(server: SpeechServer) -> None:
    """A server that sends nothing for too long is asked again, and then is an error."""
    server.answers = [Answer(_wav, delay_s=0.5)] * 2
    error = _refused(_voice(server, silence_s=0.1, patience_s=1.05))
    assert "sends nothing for 0.1 seconds" in error.what


@pytest.mark.parametrize(
    ("answer", "hint"), [(_error(401, "wrong key TOP-SECRET"), "SPEECH_TEST_KEY"), (_error(422, "bad model"), "format")]
)
def test_refusals_are_final(server: SpeechServer, answer: Answer, hint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the server refuses is not asked for again; the key is sent, and is in no message."""
    monkeypatch.setenv("SPEECH_TEST_KEY", "TOP-SECRET")
    server.answers = [answer]
    error = _refused(_voice(server, key_env="SPEECH_TEST_KEY"))
    assert hint in error.hint
    assert "TOP-SECRET" not in str(error) + repr(error)
    assert [headers["Authorization"] for _, headers in server.requests] == ["Bearer TOP-SECRET"]


def test_missing_key_is_an_error(server: SpeechServer) -> None:
    """A key that is not in its variable is an error before anything is sent."""
    error = _refused(_voice(server, key_env="AUDIOCAST_NO_SUCH_KEY"))
    assert "AUDIOCAST_NO_SUCH_KEY" in error.what
    assert not server.requests


def test_private_addresses_need_permission(server: SpeechServer) -> None:
    """This computer is asked only when the file of the voice says so, and so is no other private address."""
    error = _refused(_voice(server, private=False))
    assert "has a private address (127.0.0.1)" in error.what
    assert "private = true" in error.hint
    for address in ("10.1.2.3", "192.168.1.1", "169.254.169.254", "[fd00::1]", "[fe80::1]", "0.0.0.0"):
        assert "private address" in _refused(_voice(server, url=f"http://{address}/v1", private=False)).what
    assert not server.requests


def test_redirects_stay_at_the_server(server: SpeechServer) -> None:
    """A redirect within the server is followed with the same request; one to another server is an error."""
    server.answers = [Answer(_pcm, 307, {"Location": "/other/speech"})]
    assert _say(_voice(server))[0].pcm
    assert [(body["voice"], headers["path"]) for body, headers in server.requests] == [
        ("anna", "/v1/audio/speech"),
        ("anna", "/other/speech"),
    ]
    for place in ("http://169.254.169.254/latest", "http://localhost:1/v1", "https://example.org/"):
        server.answers = [Answer(_pcm, 308, {"Location": place})]
        assert f"redirects to {place}" in _refused(_voice(server)).what


def test_unknown_voice_is_not_replaced(server: SpeechServer) -> None:
    """The server's message about an unknown voice becomes the error, and names what to correct."""
    with pytest.raises(UnknownVoiceError, match="not found") as caught:
        _say(replace(_voice(server), id="berta"))
    assert caught.value.hint == "Correct id = 'berta' in the file of the voice"


def test_request_holds_what_the_voice_says(server: SpeechServer) -> None:
    """The request has the interface's values, and those of `extra`; the speed only when it is not the normal one."""
    voice = _voice(server, format="flac", extra='{"lang_code": "b"}')
    _say(voice)
    _say(replace(voice, rate=1.25))
    plain = {"model": "m", "input": _TEXT, "voice": "anna", "response_format": "flac", "lang_code": "b"}
    assert [body for body, _ in server.requests] == [plain, {**plain, "speed": 1.25}]


def test_requests_at_the_same_time_are_limited(server: SpeechServer) -> None:
    """No more requests than `at_once` are with a server at the same time."""
    server.answers = [Answer(_wav, delay_s=0.05)] * 6
    voice = _voice(server, at_once=2)

    def speak() -> None:
        with ServerEngine() as engine:
            engine.synthesize(say(_TEXT), voice)

    threads = [threading.Thread(target=speak) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(server.requests) == 6
    assert server.most <= 2


@pytest.mark.parametrize(
    ("text", "sent"),
    [
        ("The G\u00a0D\u00a0P rose.", "The G.D.P rose."),
        ("Two M\u00a0Ps and the U\u00a0N's man.", "Two M.P's and the U.N's man."),
        ("Take vitamin\u00a0A daily.", "Take vitamin A daily."),
    ],
)
def test_letters_are_written_for_servers(text: str, sent: str) -> None:
    """Letters that are spelled have full stops between them, and none after the last one."""
    assert written(Utterance(text, text, 0, "")) == sent


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://localhost:8880", "http://localhost:8880/v1/audio/speech"),
        ("https://api.example.org/v1/", "https://api.example.org/v1/audio/speech"),
        ("https://example.org/x/v1/audio/speech?version=2", "https://example.org/x/v1/audio/speech?version=2"),
    ],
)
def test_url_may_be_short(url: str, address: str) -> None:
    """The url of a server may end before the path of the interface, or within it."""
    assert endpoint(url) == address
