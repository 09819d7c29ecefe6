"""Train the model of `homographs` and write its weights.

    pip install scikit-learn
    python -m audiocast.pronunciation.train_homographs FOLDER

FOLDER holds the training part of Wikipedia Homograph Data (https://github.com/google-research-datasets, Apache-2.0;
Gorman, Mazovetskiy and Nikolaev, LREC 2018): a table for each homograph with the columns homograph, wordid, sentence,
start and end, the last two in bytes. The same data gives the same weights. What the model reaches is measured by
cross-validation first.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections import Counter, defaultdict
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from audiocast.pronunciation import homograph_model, homograph_table, homographs
from audiocast.pronunciation.homograph_features import Context
from audiocast.pronunciation.phonemizer import TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    Weights = NDArray[np.float64]

_FOLDS = 5
_SEED = 0
# The inverse of the strength of regularization.
_INVERSE_STRENGTH = 2.0
# How much more a rare sense counts: 0 for as often as it occurs, 1 for as much as the frequent one.
_BALANCE = 0.7


class Example(NamedTuple):
    """A homograph in a sentence.

    Attributes:
        word: The homograph.
        sense: The number of the sense that is right.
        by_rule: The number of the sense that a rule chooses, or None.
        features: Its features, or None when the model does not choose between its senses.
    """

    word: str
    sense: int
    by_rule: int | None
    features: list[tuple[str, float]] | None


def main() -> None:
    """Measure the model by cross-validation, train it on all examples, and write its weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    found = [example for path in sorted(folder.glob("*.tsv")) for example in examples(path)]
    trained = [example for example in found if example.features is not None]
    sys.stdout.write(f"{len(found)} examples, {len(trained)} for the model\n")
    fold = np.random.default_rng(_SEED).integers(_FOLDS, size=len(trained))
    odds = np.zeros(len(trained))
    for each in range(_FOLDS):
        weights = _fit([example for example, own in zip(trained, fold, strict=True) if own != each])
        tested = np.flatnonzero(fold == each)
        odds[tested] = _matrix([trained[number] for number in tested]) @ weights
    _report(found, iter(odds))
    _write(_fit(trained), Path(__file__).with_name("data") / homograph_model.FILE)


def examples(path: Path) -> Iterator[Example]:
    """Yield the examples of a table."""
    senses = homograph_table.senses()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            word = row["homograph"]
            labels = [sense.label for sense in senses.get(word, ())]
            if row["wordid"] in labels:
                start = len(row["sentence"].encode()[: int(row["start"])].decode(errors="ignore"))
                yield _example(word, labels.index(row["wordid"]), row["sentence"], start)


def _example(word: str, sense: int, sentence: str, start: int) -> Example:
    matches = list(TOKEN.finditer(sentence))
    tokens = [match[0] for match in matches]
    place = next(number for number, match in enumerate(matches) if match.start() <= start < match.end())
    first, last = next(bounds for bounds in homographs.sentences(tokens) if bounds[0] <= place < bounds[1])
    tokens, place = tokens[first:last], place - first
    senses = homograph_table.senses()[word]
    named = homographs.sense_by_rule(word, tokens, place)
    by_rule = [each.name for each in senses].index(named) if named else None
    features = None
    if homographs.is_modelled(senses):
        shared = homographs.is_shared(senses)
        features = list(homograph_model.features(word, Context(tokens), place, shared=shared))
    return Example(word, sense, by_rule, features)


class _Matrix(Protocol):
    """A sparse matrix of scipy, which has no type information: a row for each example, a column for each weight."""

    def __matmul__(self, weights: Weights) -> Weights: ...


def _matrix(some: Sequence[Example]) -> _Matrix:
    buckets = [(homograph_model.bucket(name), value) for each in some for name, value in each.features or ()]
    ends = np.cumsum([0, *(len(each.features or ()) for each in some)])
    columns, values = zip(*buckets, strict=True)
    make = import_module("scipy.sparse").csr_matrix
    matrix: _Matrix = make((values, columns, ends), shape=(len(some), homograph_model.SIZE))
    return matrix


def _fit(some: Sequence[Example]) -> Weights:
    counts = Counter((each.word, each.sense) for each in some)
    totals = Counter(each.word for each in some)
    importance = [(totals[each.word] / 2 / counts[each.word, each.sense]) ** _BALANCE for each in some]
    model = import_module("sklearn.linear_model").LogisticRegression(
        C=_INVERSE_STRENGTH, solver="liblinear", fit_intercept=False
    )
    model.fit(_matrix(some), [each.sense for each in some], sample_weight=importance)
    weights: Weights = model.coef_[0]
    step = np.abs(weights).max() / homograph_model.LARGEST
    rounded: Weights = np.round(weights / step) * step
    return rounded


def _report(found: Iterable[Example], odds: Iterator[float]) -> None:
    rights: dict[str, dict[int, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for each in found:
        by_model = int(next(odds) > 0) if each.features is not None else 0
        chosen = by_model if each.by_rule is None else each.by_rule
        rights[each.word][each.sense].append(chosen == each.sense)
    everything = [right for senses in rights.values() for some in senses.values() for right in some]
    balanced = np.mean([np.mean([np.mean(some) for some in senses.values()]) for senses in rights.values()])
    sys.stdout.write(
        f"cross-validation: {np.mean(everything):.4f} right, {balanced:.4f} balanced over words and senses\n"
    )


def _write(weights: Weights, path: Path) -> None:
    largest = float(np.abs(weights).max())
    bytes_of = np.round(weights / largest * homograph_model.LARGEST).astype(np.int8).tobytes()
    path.write_bytes(homograph_model.HEADER.pack(largest) + bytes_of)
    sys.stdout.write(f"{path}: {path.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
