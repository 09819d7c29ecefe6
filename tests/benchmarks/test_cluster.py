"""Benchmark: a cluster makes the same bytes as one machine, and its speed. Its workers are local processes.

They share no cache with the process that asks, so that nothing reaches it but over the network.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import textwrap
import time
from typing import TYPE_CHECKING, Any, cast

import pytest
from distributed import Client, LocalCluster
from mutagen.mp3 import MP3

from audiocast import engines
from audiocast.config import load
from audiocast.engines.benchmarks import measured
from audiocast.model.script import Utterance
from audiocast.publishing.upload import publish

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.benchmark

_DASK = [sys.executable, "-m", "dask"]
_PATIENCE_S = 900
# What each worker of Dask looks after many times a second takes most of two cores when 32 of them share those.
_CALM = {
    "DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__INTERVAL": "10s",
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s",
    "DASK_DISTRIBUTED__WORKER__MEMORY__MONITOR_INTERVAL": "10s",
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
}

_ENGINE = """
    import time
    from audiocast.engines.tone import ToneEngine

    class Sleeper(ToneEngine):
        def synthesize(self, utterance, voice):
            clip = super().synthesize(utterance, voice)
            time.sleep({} * len(clip.pcm) / 2 / clip.sample_rate)
            return clip
"""


_SAY = "The council of town {} said on Monday that {} of its ferries had run late in {}, and nobody minded."


def _neural() -> float:
    """Which part of the time that its speech lasts Kokoro would work on this machine, on one thread.

    It is the voice that many machines are good for; how much longer it takes than joe was measured elsewhere.
    """
    voice, slow = (load.read_voice(load.shipped("seeds"), name) for name in ("joe", "kokoro"))
    known = [measured(each) for each in (voice, slow)]
    assert known[0] is not None
    assert known[1] is not None
    said = [Utterance(text, text, 0, voice.name) for text in (_SAY.format(n, n + 3, 1950 + n) for n in range(9))]
    with engines.load(voice.engine) as engine:
        engine.synthesize(said[0], voice)  # loads the model
        start = time.process_time()
        clips = [engine.synthesize(utterance, voice) for utterance in said]
        spent = time.process_time() - start
    return known[0].speed / known[1].speed * spent / sum(len(clip.pcm) / 2 / clip.sample_rate for clip in clips)


def _articles(folder: Path, count: int, sentences: int) -> Path:
    """Articles of about a hundred characters a sentence, no two of them alike."""
    folder.mkdir()
    for number in range(count):
        lines = [_SAY.format(number * 100 + n, n + 3, 1950 + n) for n in range(sentences + number % 3)]
        body = "\n\n".join(" ".join(lines[start : start + 3]) for start in range(0, len(lines), 3))
        head = f"Categories\nAudio Sources\n\nArticle number {number}\n\n2024-05-{1 + number % 28:02}T08:00:00Z\n\n"
        (folder / f"a{number}.txt").write_text(head + body, encoding="utf-8")
    return folder


def _render(articles: Path, output: Path, cache: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "audiocast", "render", str(articles), "-o", str(output), *arguments]
    environ = {**os.environ, "AUDIOCAST_CACHE": str(cache), **environment}
    return subprocess.Popen(command, env=environ, cwd=articles.parent, stdout=subprocess.PIPE, text=True)


def _finish(render: subprocess.Popen[str]) -> None:
    told, _ = render.communicate(timeout=_PATIENCE_S)
    assert render.returncode == 0, told


def _tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The file system of an S3 store in this process, with a bucket."""
    server = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "key")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hidden")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://{}:{}".format(*server.get_host_and_port()))
    system = pytest.importorskip("s3fs").S3FileSystem(skip_instance_cache=True)
    system.mkdir("bucket")
    yield system
    server.stop()


# Dask's threads and moto's end later than their owners.
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_worker_is_killed_half_way(tmp_path: Path, store: Any) -> None:
    """Forty articles reach an S3 store, every byte as one machine makes it, though one of two workers is killed."""
    articles = _articles(tmp_path / "articles", 40, 12)
    _finish(_render(articles, tmp_path / "local", tmp_path / "cache-local", "--voice", "system"))
    settings: dict[str, Any] = {"n_workers": 2, "threads_per_worker": 1, "processes": True}
    environment = {"AUDIOCAST_CACHE": str(tmp_path / "cache-of-workers")}
    with LocalCluster(host="127.0.0.1", dashboard_address="127.0.0.1:0", env=environment, **settings) as local:
        start = time.perf_counter()
        cluster = ("--voice", "system", "--cluster", str(local.scheduler_address))
        render = _render(articles, tmp_path / "far", tmp_path / "cache-far", *cluster)
        victim = cast("Any", next(iter(local.workers.values()))).process.pid
        assert render.stdout is not None
        for done, line in enumerate(render.stdout, 1):
            assert line.startswith("rendered "), line
            if done == len(list(articles.iterdir())) // 2:
                os.kill(victim, signal.SIGKILL)
                break
        _finish(render)
        spent = time.perf_counter() - start
    publish(tmp_path / "far", "s3://bucket/cast")
    local_tree, far_tree = _tree(tmp_path / "local"), _tree(tmp_path / "far")
    far_tree.pop(".sums.json")
    assert sum(name.endswith(".mp3") for name in local_tree) == 40
    assert far_tree == local_tree
    there = {path.removeprefix("bucket/cast/"): path for path in store.find("bucket/cast")}
    assert sum(name.endswith(".mp3") for name in there) == 40
    for name in there.keys() & local_tree.keys():
        assert store.cat_file(there[name]) == local_tree[name]
    assert there.keys() - local_tree.keys() == {".audiocast-manifest.json"}
    print(f"\n40 articles, one of two workers killed after 20: {spent:.0f} s, {len(there)} files the same")


def test_thirty_two_workers(tmp_path: Path) -> None:
    """As many workers as that do at least 28 times the work of one in the same time, with a slow voice.

    Work is what is spoken, for articles with higher numbers in them are longer. The voice sleeps as long as a neural
    one would work, because there are not as many cores here. Everything else is really done, by 32 processes on the
    cores that there are; but for Dask's looking after them, which is made rarer.
    """
    neural = _neural()
    print(f"\nA neural voice would work for {neural:.2f} of the time that it speaks")
    environment = _installed_engine(tmp_path / "package", neural)
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / "slow.toml").write_text('engine = "sleeper"\n', encoding="utf-8")
    few, many = (_articles(tmp_path / f"articles-{count}", count, 9) for count in (3, 32 * 6))
    warm = _articles(tmp_path / "articles-to-warm-up", 1, 1)
    rates = []
    for articles, workers in ((few, 1), (many, 32)):
        with _processes(tmp_path, workers, environment) as address:
            seconds = []
            for source in (warm, articles):
                name = f"{workers}-{source.name}"
                start = time.perf_counter()
                cluster = ("--voice", "slow", "--cluster", address, "--quiet")
                _finish(_render(source, tmp_path / name, tmp_path / f"cache-{name}", *cluster, **environment))
                seconds.append(time.perf_counter() - start)
            episodes = list((tmp_path / name / "episodes").glob("*.mp3"))
            spoken = sum(cast("Any", MP3(episode)).info.length for episode in episodes)
            rates.append(spoken / seconds[1])
            told = f"{len(episodes)} articles, {spoken:.0f} s of speech, in {seconds[1]:.1f} s"
            print(f"\n{workers} workers: {told}")
    print(f"{rates[1] / rates[0]:.1f} times as much speech a second")
    assert rates[1] / rates[0] >= 28


def _installed_engine(folder: Path, neural: float) -> dict[str, str]:
    """A package with an engine, as pip would leave it; the answer is the environment that has it."""
    facts = folder / "sleeper-1.0.dist-info"
    facts.mkdir(parents=True)
    (folder / "sleeper.py").write_text(textwrap.dedent(_ENGINE.format(neural)), encoding="utf-8")
    (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: sleeper\nVersion: 1.0\n", encoding="utf-8")
    (facts / "entry_points.txt").write_text("[audiocast.engines]\nsleeper = sleeper:Sleeper\n", encoding="utf-8")
    return {"PYTHONPATH": str(folder)}


@contextlib.contextmanager
def _processes(folder: Path, workers: int, environment: dict[str, str]) -> Iterator[str]:
    """A scheduler and workers as people start them; the value is the scheduler's address."""
    place = folder / f"cluster-{workers}"
    place.mkdir()
    environ = {**os.environ, **_CALM, **environment, "AUDIOCAST_CACHE": str(place / "cache")}
    file = place / "scheduler.json"
    common = ["--scheduler-file", str(file), "--host", "127.0.0.1"]
    roles = {
        "scheduler": ["--port", "0"],
        "worker": ["--nworkers", str(workers), "--nthreads", "1", "--local-directory", str(place), "--no-dashboard"],
    }
    started = []
    try:
        for role, arguments in roles.items():
            with (place / f"{role}.log").open("wb") as log:
                command = [*_DASK, role, *common, *arguments]
                started.append(subprocess.Popen(command, env=environ, cwd=place, stdout=log, stderr=log))
        with Client(scheduler_file=str(file), timeout=_PATIENCE_S, set_as_default=False) as client:
            client.wait_for_workers(workers, timeout=_PATIENCE_S)
            address = str(client.scheduler_info()["address"])
        yield address
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(timeout=60)
