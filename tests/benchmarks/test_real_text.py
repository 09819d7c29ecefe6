"""Benchmark: what the normalizer does to real news, by class of text, and how much of it is wrong.

    AUDIOCAST_CORPORA=corpora pytest -m benchmark -n 0 -s tests/benchmarks/test_real_text.py

AUDIOCAST_CORPORA is a folder with copies of the public repositories in `corpora.tsv`, whole or bare, each under the
name `owner+name`. A corpus that is not there is left out. `docs/benchmarks.md` tells how to make the copies.

A person decides whether a reading is right. Set AUDIOCAST_SHEET to a file that does not exist, and the benchmark writes
a sample of sentences to it, drawn with AUDIOCAST_SEED. Fill in the first column: `r` right, `a` acceptable, `w` wrong,
`h` harmful (a fact is changed). Run it again with the same file: the verdicts are added to `marks.tsv`, or to the file
that AUDIOCAST_MARKS names. The marks hold no text: only checksums of what is written and what is said. When a later
version says something else, that sentence has no mark until it is read again, so the rates of two versions can be
compared on the same sentences.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import random
import re
import shutil
import subprocess
import time
import zipfile
from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from audiocast.model.script import UNCHANGED
from audiocast.normalize import Normalizer
from audiocast.script.sentences import split_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audiocast.model.script import Spoken

pytestmark = pytest.mark.benchmark

_FOLDER = Path(os.environ.get("AUDIOCAST_CORPORA", "no-such-folder")).absolute()
_TABLE = Path(__file__).parent / "corpora.tsv"
_MARKS = Path(os.environ.get("AUDIOCAST_MARKS", Path(__file__).parent / "marks.tsv"))
_SHEET = os.environ.get("AUDIOCAST_SHEET", "")
_SEED = int(os.environ.get("AUDIOCAST_SEED", "1"))
_MOST_SENTENCES = 20_000
_HARD_SAMPLE, _PLAIN_SAMPLE = 700, 100  # most sentences without a digit, sign or capital are not changed
_MOST_WRONG_HARD, _MOST_WRONG = 20, 8  # for each 1,000 sentences: those of the hard kind, and of running text
_VERDICTS = {"r": "right", "a": "acceptable", "w": "wrong", "h": "harmful"}
_HARD = re.compile(r"\d|[^\w\s.,'\"\u2018\u2019\u201c\u201d?!-]|[A-Z]{2}|\b[A-Z]\.|\b[A-Z][a-z]{1,3}\.|\.\w")
_SHEET_HEAD = "verdict (r a w h)\tlocale\twritten\tsaid\n"


class _Corpus(NamedTuple):
    """A public corpus: a line of `corpora.tsv`."""

    name: str
    locale: str
    repository: str
    files: str
    kind: str
    field: str


class _Read(NamedTuple):
    """A sentence of a corpus and what the normalizer says."""

    corpus: _Corpus
    spoken: Spoken

    @property
    def hard(self) -> bool:
        """Whether it has a digit, a sign or capitals."""
        return _HARD.search(self.spoken.written) is not None

    @property
    def rules(self) -> frozenset[str]:
        """The rules that changed something."""
        return frozenset(
            span.rule
            for span in self.spoken.spans
            if span.rule != UNCHANGED
            and self.spoken.written[span.written_start : span.written_end] != self.spoken.text[span.start : span.end]
        )

    @property
    def key(self) -> tuple[str, str]:
        """The checksums of what is written, with its locale, and of what is said."""
        return _checksum(f"{self.corpus.locale}\0{self.spoken.written}"), _checksum(self.spoken.text)


@pytest.fixture(scope="module")
def sentences() -> list[tuple[_Corpus, str]]:
    """Return at most 20,000 sentences, as many of each corpus, in random order."""
    here = [corpus for corpus in _corpora() if (_FOLDER / corpus.repository.replace("/", "+")).is_dir()]
    if not here:
        pytest.skip("AUDIOCAST_CORPORA names no folder with a corpus of corpora.tsv")
    draw = random.Random(_SEED)
    found: list[tuple[_Corpus, str]] = []
    for corpus in here:
        own = list(dict.fromkeys(sentence for text in _texts(corpus) for sentence in _split(text)))
        found += [(corpus, sentence) for sentence in draw.sample(own, min(len(own), _MOST_SENTENCES // len(here)))]
    draw.shuffle(found)
    return found


@pytest.fixture(scope="module")
def read(sentences: list[tuple[_Corpus, str]]) -> list[_Read]:
    """Return each sentence with its reading."""
    normalizers = {corpus.locale: Normalizer(corpus.locale) for corpus, _ in sentences}
    return [_Read(corpus, normalizers[corpus.locale](sentence)) for corpus, sentence in sentences]


def test_reports_changes_by_class(read: list[_Read], capsys: pytest.CaptureFixture[str]) -> None:
    """Each class changes some sentences, and what is said has no digit."""
    changed = [one for one in read if one.rules]
    classes = Counter(rule for one in changed for rule in one.rules)
    with capsys.disabled():
        print(f"\n{len(read)} sentences, {len(changed)} changed, {sum(one.hard for one in read)} of the hard kind")
        for name, number in classes.most_common():
            print(f"{number:6} {name}")
    assert not [one.spoken.text for one in read if re.search(r"\d", one.spoken.text)]


def test_is_fast_enough(sentences: list[tuple[_Corpus, str]], capsys: pytest.CaptureFixture[str]) -> None:
    """A second of processor time is enough for 5,000 sentences of ordinary news."""
    normalizers = {corpus.locale: Normalizer(corpus.locale) for corpus, _ in sentences}
    for corpus, sentence in sentences[:100]:
        normalizers[corpus.locale](sentence)
    start = time.process_time()
    for corpus, sentence in sentences:
        normalizers[corpus.locale](sentence)
    rate = len(sentences) / (time.process_time() - start)
    with capsys.disabled():
        print(f"\n{rate:.0f} sentences of real news for each second of processor time")
    assert rate >= 5000


def test_few_readings_are_wrong(read: list[_Read], capsys: pytest.CaptureFixture[str]) -> None:
    """The marks of the readers show few wrong readings and no harmful one."""
    sheet = Path(_SHEET) if _SHEET else None
    if sheet and sheet.exists():
        _keep(_filled(sheet))
    elif sheet:
        sheet.write_text(_SHEET_HEAD + "".join(_row(one) for one in _sample(read)), encoding="utf-8")
        pytest.skip(f"fill in the first column of {sheet}, then run this again")
    verdicts = _marks()
    marked = [(one, verdicts[one.key]) for one in read if one.key in verdicts]
    stale = {written for written, _ in verdicts}
    unread = sum(one.key[0] in stale and one.key not in verdicts for one in read)
    if not marked:
        pytest.skip("there are no marks for these sentences")
    rates = {hard: _wrong([verdict for one, verdict in marked if one.hard is hard]) for hard in (True, False)}
    share = sum(one.hard for one in read) / len(read)
    whole = share * rates[True] + (1 - share) * rates[False]
    with capsys.disabled():
        print(f"\n{len(marked)} readings with a mark: {dict(Counter(verdict for _, verdict in marked))}")
        print(f"wrong in 1,000: hard {rates[True]:.1f}, plain {rates[False]:.1f}, running text {whole:.1f}")
        print(f"{unread} marked sentences are said in another way now and must be read again")
    assert "h" not in [verdict for _, verdict in marked]
    assert rates[True] <= _MOST_WRONG_HARD
    assert whole <= _MOST_WRONG


def _wrong(verdicts: list[str]) -> float:
    """Return how many of 1,000 readings are wrong or harmful."""
    return 1000 * sum(verdict in "wh" for verdict in verdicts) / max(1, len(verdicts))


def _sample(read: list[_Read]) -> list[_Read]:
    """Return the sentences that a person reads, drawn with the seed."""
    draw = random.Random(_SEED)
    hard, plain = [one for one in read if one.hard], [one for one in read if not one.hard]
    drawn = draw.sample(hard, min(len(hard), _HARD_SAMPLE)) + draw.sample(plain, min(len(plain), _PLAIN_SAMPLE))
    draw.shuffle(drawn)
    return drawn


def _row(one: _Read) -> str:
    """Return the row of a sentence in the sheet."""
    said = one.spoken.text.replace("\u00a0", " ")
    return "\t".join(["", one.corpus.locale, _flat(one.spoken.written), _flat(said)]) + "\n"


def _flat(text: str) -> str:
    return re.sub(r"[\t\r\n]", " ", text)


def _filled(sheet: Path) -> dict[tuple[str, str], str]:
    """Return the verdicts of a sheet, with the checksums of its sentences."""
    found = {}
    for line in sheet.read_text(encoding="utf-8").splitlines()[1:]:
        verdict, locale, written, said = line.split("\t")
        if verdict.strip():
            assert verdict.strip() in _VERDICTS, f"{verdict!r} is no verdict; use one of {', '.join(_VERDICTS)}"
            # Said text has no-break spaces between letters, which the sheet shows as spaces.
            spoken = Normalizer(locale)(written).text
            if spoken.replace("\u00a0", " ") == said:
                found[_checksum(f"{locale}\0{written}"), _checksum(spoken)] = verdict.strip()
    return found


def _marks() -> dict[tuple[str, str], str]:
    """Return the verdicts that were kept."""
    if not _MARKS.exists():
        return {}
    rows = (line.split("\t") for line in _MARKS.read_text(encoding="utf-8").splitlines())
    return {(written, said): verdict for written, said, verdict in rows}


def _keep(new: dict[tuple[str, str], str]) -> None:
    """Add verdicts to the marks."""
    rows = sorted((written, said, verdict) for (written, said), verdict in (_marks() | new).items())
    _MARKS.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")


def _checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _corpora() -> list[_Corpus]:
    """Return the corpora of the table."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()
    return [_Corpus(*line.split("\t")) for line in lines if not line.startswith("#")]


def _split(text: str) -> Iterator[str]:
    """Yield the sentences of a text, without lines that are no prose."""
    for line in text.splitlines():
        paragraph = re.sub(r"\s+", " ", line).strip()
        for sentence in split_sentences(paragraph[:20_000]):
            letters = sum(character.isalpha() for character in sentence)
            if 20 <= len(sentence) <= 400 and letters > len(sentence) / 2 and not re.search(r"[{}\ufffd]|</", sentence):
                yield sentence


def _texts(corpus: _Corpus) -> Iterator[str]:
    """Yield the texts of a corpus."""
    for content in _contents(corpus):
        if corpus.kind == "zip":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for name in sorted(archive.namelist()):
                    if name.endswith(".txt"):
                        yield archive.read(name).decode("latin-1")
            continue
        text = content.decode("utf-8", "replace")
        if corpus.kind in {"csv", "tsv"}:
            csv.field_size_limit(2**31 - 1)
            rows = csv.DictReader(io.StringIO(text), delimiter="," if corpus.kind == "csv" else "\t")
            yield from (row[corpus.field] or "" for row in rows)
        elif corpus.kind == "json":
            yield from (article[corpus.field] for article in json.loads(text).values())
        elif corpus.kind == "markdown":
            yield _plain_markdown(text)
        else:
            yield text


def _plain_markdown(text: str) -> str:
    """Return a text without its front matter, code, pictures, links and marks."""
    text = re.sub(r"\A---\n.*?\n---\n|```.*?```", "", text, flags=re.DOTALL)
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", text)
    return re.sub(r"(?m)\[([^\]]*)\]\([^)]*\)|[*`\u2060]|^[>#\s]+|^\s*[-+] ", r"\1", text)


def _contents(corpus: _Corpus) -> Iterator[bytes]:
    """Yield the files of a corpus, from the newest commit of its repository."""
    copy = _FOLDER / corpus.repository.replace("/", "+")
    folder = next(path for path in (copy / "repo/.git", copy / "repo", copy / ".git", copy) if path.is_dir())
    tree = _git(folder, "ls-tree", "-r", "-z", "HEAD").decode("utf-8", "replace").split("\0")
    entries = [entry.partition("\t") for entry in tree]
    wanted = [facts.split()[2] for facts, _, name in entries if fnmatchcase(name, corpus.files)]
    # Git answers each line with "id type size", the bytes of the file and a line feed.
    answer = io.BytesIO(_git(folder, "cat-file", "--batch", stdin="\n".join(wanted)))
    while head := answer.readline().split():
        if head[-1] != b"missing":
            yield answer.read(int(head[2]))
            answer.read(1)


def _git(folder: Path, *command: str, stdin: str = "") -> bytes:
    git = shutil.which("git") or pytest.skip("git is not installed")
    done = subprocess.run([git, "--git-dir", folder, *command], input=stdin.encode(), capture_output=True, check=False)
    return done.stdout
