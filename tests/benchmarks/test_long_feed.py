"""Benchmark: the cost of a feed of ten thousand episodes.

Measured in a process of its own, so that the memory is only the feed's, and in seconds of the processor, for others may
use the machine too.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

_CODE = """
import json, resource, sys, time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from audiocast.publishing import feed
from audiocast.model.audio import Chapter
from audiocast.model.episode import Enclosure, Episode
from audiocast.config.settings import Show

def episode(n):
    stem = f"episodes/article-{n}-0123456789"
    file = lambda ending, kind: Enclosure(stem + ending, 5_000 + n, kind)
    return Episode(
        id=f"article-{n}", guid=f"00000000-0000-5000-8000-{n:012}", fingerprint="", digest="",
        published=datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=n), title=f"What happened on day {n}",
        author="Jane Doe", language="en", link=f"https://example.org/{n}", origin="", categories=("News", "Local"),
        summary=f"It was day {n}, and nothing happened that had not happened on the day before.\\\\n" * 6,
        enclosure=file(".mp3", "audio/mpeg"), duration_ms=100_000 + n,
        chapters=tuple(Chapter(f"Part {part}", 10_000 * part, 10_000 * part + 10_000) for part in range(4)),
        transcripts=(
            file(".vtt", "text/vtt"), file(".srt", "application/x-subrip"), file(".transcript.json", "application/json")
        ),
        chapters_file=file(".chapters.json", "application/json+chapters"), cuts=(),
    )

folder = Path(sys.argv[1])
show = Show("A show", "Of many episodes.", base_url="https://example.org/cast/")
episodes = [episode(n) for n in range(10_000)]
told = {"before": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}
cover = Enclosure("cover-0123456789.jpg", 1, "image/jpeg")
for name, some in (("new", episodes), ("same", episodes), ("one more", [*episodes, episode(10_000)])):
    start = time.process_time()
    written = feed.publish(show, some, folder=folder, cover=cover)
    told[name] = time.process_time() - start
    told[name + " written"] = len(written)
told["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
told["largest"] = max(path.stat().st_size for path in folder.glob("*.xml"))
print(json.dumps(told))
"""


@pytest.mark.benchmark
@pytest.mark.skipif(sys.platform == "win32", reason="has no getrusage")
def test_ten_thousand_episodes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A new feed takes under 3 s and 400 MB, the same again writes nothing, another one writes three files at most."""
    command = [sys.executable, "-c", _CODE, str(tmp_path)]
    told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    with capsys.disabled():
        print()
        print(", ".join(f"{name}: {value:.2f}" for name, value in told.items()))
    assert told["new"] < 3
    assert told["same"] < 0.5
    assert told["same written"] == 0
    assert told["one more written"] <= 3
    assert told["memory"] < 400
    assert told["largest"] < 5_000_000  # what the W3C's validator reads
