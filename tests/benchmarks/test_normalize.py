"""Benchmark: the speed of the normalizer, beside a plain baseline and two other programs in the same run.

Each peer lives in an environment of its own, made for the run: none is a dependency, and they can't share one.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import venv
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from audiocast.normalize import speak

if TYPE_CHECKING:
    from collections.abc import Callable

_CASES = Path(__file__).parents[1] / "normalize" / "cases"
_NUMBER = re.compile(r"\d+")
_MINUTES = 180
_PEER_SENTENCES = 300


class _Peer(NamedTuple):
    """A public English normalizer, and how it makes a function `read`."""

    package: str
    code: str


_PEERS = [
    _Peer("WeTextProcessing", "from tn.english.normalizer import Normalizer; read = Normalizer().normalize"),
    _Peer(
        "spokenform", "from spokenform import prepare; read = lambda text: prepare(text, language='en-us').spoken_text"
    ),
]

_TIMED = """
import json, sys, time
{code}
sentences = json.load(sys.stdin)
read(sentences[0])
best = 0.0
for _ in range(3):
    start = time.perf_counter()
    for sentence in sentences:
        try:
            read(sentence)
        except Exception:
            pass
    best = max(best, len(sentences) / (time.perf_counter() - start))
print(best)
"""


def _sentences() -> list[str]:
    return [
        line.split("\t")[0] for table in sorted(_CASES.glob("*.tsv")) for line in table.read_text("utf-8").splitlines()
    ]


def _baseline(text: str) -> str:
    """What the simplest normalizer does: split into words, and give each number to num2words."""
    from num2words import num2words  # noqa: PLC0415 - only the baseline pays for it

    return " ".join(_NUMBER.sub(lambda found: num2words(int(found[0][:30])), word) for word in text.split())


def _rate(read: Callable[[str], str], sentences: list[str]) -> float:
    """Sentences a second, the best of three rounds."""
    best = 0.0
    for _ in range(3):
        start = time.perf_counter()
        for sentence in sentences:
            read(sentence)
        best = max(best, len(sentences) / (time.perf_counter() - start))
    return best


@pytest.mark.benchmark
def test_is_as_fast_as_the_simplest(capsys: pytest.CaptureFixture[str]) -> None:
    """All rules, the alignment and the audit cost no more than ten times what splitting and num2words cost."""
    sentences = _sentences()
    speak(sentences[0])
    ours, plain = _rate(speak, sentences), _rate(_baseline, sentences)
    with capsys.disabled():
        print(f"\nnormalize: {ours:.0f} sentences/s, split and num2words {plain:.0f}, ratio {ours / plain:.2f}")
    assert ours > plain / 10
    assert ours > 2000


@pytest.mark.benchmark
@pytest.mark.parametrize("peer", _PEERS, ids=lambda peer: peer.package)
def test_is_faster_than_peers(peer: _Peer, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nobody waits longer for us than for a peer that reads the same sentences."""
    python = _installed(peer, tmp_path / "peer")
    sentences = _sentences()[::4][:_PEER_SENTENCES]
    speak(sentences[0])
    ours = _rate(speak, sentences)
    timed = subprocess.run(
        [python, "-c", _TIMED.format(code=peer.code)],
        input=json.dumps(sentences),
        capture_output=True,
        text=True,
        timeout=_MINUTES,
        check=False,
    )
    if timed.returncode:
        pytest.skip(f"{peer.package} does not run here: {timed.stderr.strip().splitlines()[-1]}")
    theirs = float(timed.stdout.split()[-1])
    with capsys.disabled():
        print(f"\n{peer.package}: {theirs:.0f} sentences/s, ours {ours:.0f}, ratio {ours / theirs:.1f}")
    assert ours > theirs


def _installed(peer: _Peer, folder: Path) -> str:
    """Make the peer's environment; skip when it can't be had."""
    venv.create(folder, with_pip=True)
    python = str(folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python"))
    try:
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", peer.package],
            check=True,
            capture_output=True,
            text=True,
            timeout=_MINUTES,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        reason = (error.stderr or "it took too long") if isinstance(error.stderr, str | None) else "it took too long"
        pytest.skip(f"{peer.package} can't be installed here: {reason.strip().splitlines()[-1]}")
    return python
