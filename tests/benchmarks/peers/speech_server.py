"""Speaks for programs that want a speech server: a voice and an encoder behind the two addresses that they ask at.

It also gives the files of its folder, for programs that read feeds. Run as: speech_server.py FOLDER VOICE FFMPEG, where
VOICE is the program espeak-ng, or a model of Piper, which is loaded once. It prints its port when it is ready, and ends
with its input.
"""

from __future__ import annotations

import functools
import json
import subprocess
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

_TEXT_IN = {"/api/tts": "text", "/v1/audio/speech": "input"}


class _Handler(SimpleHTTPRequestHandler):
    speak: functools.partial

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        sound = self.speak(asked[_TEXT_IN[self.path]])
        self.send_response(200)
        self.send_header("Content-Type", "audio/mpeg")
        self.send_header("Content-Length", str(len(sound)))
        self.end_headers()
        self.wfile.write(sound)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Say nothing."""


def _with_espeak(program: str, ffmpeg: str, text: str) -> bytes:
    speech = subprocess.Popen([program, "--stdin", "--stdout"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    encoder = _encoder(ffmpeg, stdin=speech.stdout)
    speech.stdin.write(text.encode())
    speech.stdin.close()
    sound, _ = encoder.communicate()
    speech.wait()
    return sound


def _with_piper(voice: object, ffmpeg: str, text: str) -> bytes:
    encoder = _encoder(ffmpeg, "-f", "s16le", "-ar", str(voice.config.sample_rate), "-ac", "1", stdin=subprocess.PIPE)
    return encoder.communicate(b"".join(chunk.audio_int16_bytes for chunk in voice.synthesize(text)))[0]


def _encoder(ffmpeg: str, *what: str, stdin: object) -> subprocess.Popen:
    command = [ffmpeg, "-loglevel", "error", *what, "-i", "-", "-c:a", "libmp3lame", "-b:a", "64k", "-f", "mp3", "-"]
    return subprocess.Popen(command, stdin=stdin, stdout=subprocess.PIPE)


def _main(folder: str, voice: str, ffmpeg: str) -> None:
    if voice.endswith(".onnx"):
        from piper import PiperVoice  # noqa: PLC0415 - slow, and only one of the two needs it

        speak = functools.partial(_with_piper, PiperVoice.load(voice), ffmpeg)
    else:
        speak = functools.partial(_with_espeak, voice, ffmpeg)
    handler = type("_Speaking", (_Handler,), {"speak": staticmethod(speak)})
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_port, flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    _main(*sys.argv[1:])
