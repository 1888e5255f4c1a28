"""Three classifiers over one pass of features: jailbreak and injection, harmful requests, toxicity.

Each gives a text a probability; what is done about it is the rail's affair. The weights were made by
tools/train_guards: logistic regression over features that are kept by name, so nothing is hashed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, repeat
from sys import intern
from typing import TYPE_CHECKING, Literal

from rails_engine.errors import ConfigError
from rails_engine.guards.features import (
    LONG,
    PASSAGE,
    REACH,
    WINDOW,
    beginnings,
    concept_classes,
    damping,
    tokens_of,
    window_starts,
)
from rails_engine.guards.passages import LENGTH, LENGTH_OF_PASSAGES, MARGINS, likely_passages
from rails_engine.guards.weightfiles import REINSTALL, read_bytes, unshare

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    #: The words of a text, what they weigh, what two in a row weigh, the numbers of their kinds.
    _Read = tuple[Sequence[str], Sequence[int], Sequence[int], Sequence[int]]

Task = Literal["jailbreak", "harmful", "toxicity"]
TASKS: tuple[Task, ...] = ("jailbreak", "harmful", "toxicity")
Setting = Literal["strict", "balanced", "permissive"]
SETTINGS: tuple[Setting, ...] = ("strict", "balanced", "permissive")
#: Words of a text that are read; of a longer one its beginning, its end, and stretches between.
MAX_TOKENS = 24_000
_LARGEST_LOGIT = 40.0
_NO_MARGINS = (0.0, 0.0, 0.0)
#: Where each classifier's weight is in a packed number, what is added to keep it from being negative, and
#: where the feature's own number is, which makes all packed numbers different.
_SECOND, _THIRD, _MASK, _NO_WEIGHT, _OWN = 24, 48, (1 << 24) - 1, 128, 72
#: What unknown features weigh, and what is added to what a kind of words weighs.
_UNKNOWN = _NO_WEIGHT | _NO_WEIGHT << _SECOND | _NO_WEIGHT << _THIRD
_LIFTED, _WEIGHTS = 8 * _UNKNOWN, (1 << _OWN) - 1


@dataclass(frozen=True, slots=True)
class Scores:
    """How sure each classifier is, from 0 to 1."""

    jailbreak: float = 0.0
    harmful: float = 0.0
    toxicity: float = 0.0

    def of(self, task: Task) -> float:
        """The score of one classifier."""
        return float(getattr(self, task))

    def joined(self, other: Scores) -> Scores:
        """The surer of both, each by itself."""
        return Scores(
            max(self.jailbreak, other.jailbreak),
            max(self.harmful, other.harmful),
            max(self.toxicity, other.toxicity),
        )


class PairTable(dict[int, tuple[int, ...]]):
    """What the known features weigh that two kinds of words make, by their numbers: filled as they occur.

    ``code`` is the earlier kind's number times ``size`` plus the later one's, so it holds ``size`` squared
    entries at most.
    """

    def __init__(self, kinds: Sequence[Sequence[str]], weights: Mapping[str, int]) -> None:
        super().__init__()
        self.size = len(kinds)
        self._kinds = kinds
        self._weights = weights

    def __missing__(self, code: int) -> tuple[int, ...]:
        earlier, later = divmod(code, self.size)
        made = (f"{a}>{b}" for a in self._kinds[earlier] for b in self._kinds[later])
        self[code] = found = tuple(self._weights[pair] for pair in made if pair in self._weights)
        return found


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature, with what they are multiplied with and added to.

    The three weights of a feature are one number, so that one sum adds them all up; no two features have the
    same number, so that a set of numbers is a set of features; words that stand for the same have one number,
    too. All of it only makes it fast: it is :func:`features_of` that it weighs.
    """

    #: By word, by how a text begins (``^how do``), by what words stand for.
    weights: Mapping[str, int]
    #: By two words that follow each other: a pair of strings needs no third one to be made.
    neighbours: Mapping[tuple[str, str], int]
    #: Word to the number of what it stands for; number to the weights of that. Nothing has number 0.
    numbers: Mapping[str, int]
    kinds: Sequence[tuple[int, ...]]
    #: The same added up, as far as that tells which passages weigh most.
    lifts: Sequence[int]
    pairs: PairTable
    scales: tuple[float, float, float]
    biases: tuple[float, float, float]
    #: The score from which on a text is refused, by classifier and setting.
    thresholds: Mapping[Task, Mapping[Setting, float]]

    def score(self, text: str) -> Scores:
        """The surest window of a folded text."""
        return to_scores(self.logits(text))

    def logits(self, text: str) -> tuple[float, float, float]:
        """The same before it is a probability."""
        tokens = tokens_of(text)
        if len(tokens) > MAX_TOKENS:
            tokens = _thinned(tokens)
        words = list(map(self.weights.get, tokens, repeat(_UNKNOWN)))
        neighbours = list(map(self.neighbours.get, pairwise(tokens), repeat(_UNKNOWN)))
        numbers = list(map(self.numbers.get, tokens, repeat(0)))
        read = tokens, words, neighbours, numbers
        starts = window_starts(len(tokens))
        best = self._judge(read, 0, WINDOW)
        for start in starts[1:]:
            best = _surer(best, self._judge(read, start, start + WINDOW))
        if len(tokens) > LONG:
            many = math.log(len(starts))
            best = _less(best, LENGTH * many, _NO_MARGINS)
            lifted = list(map(self.lifts.__getitem__, numbers))
            for start in likely_passages(words, lifted, (0, _SECOND, _THIRD), _MASK):
                found = self._judge(read, start, start + PASSAGE)
                best = _surer(best, _less(found, LENGTH_OF_PASSAGES * many, MARGINS))
        return best

    def _judge(self, read: _Read, start: int, end: int) -> tuple[float, float, float]:
        """The words of a text from here to there."""
        tokens, words, neighbours, numbers = read
        known = {*words[start:end], *neighbours[start : end - 1]}
        self._add_shapes(numbers[start:end], known)
        if not start:
            known.update([self.weights.get(feature, 0) for feature in beginnings(tokens)])
        return self._weigh(known, damping(tokens[start:end]))

    def _add_shapes(self, numbers: Sequence[int], known: set[int]) -> None:
        """What the words stand for, and what stands before what."""
        if any(numbers):
            known.update(*map(self.kinds.__getitem__, set(numbers)))
            known.update(*map(self.pairs.__getitem__, _near(numbers, self.pairs.size)))

    def _weigh(self, known: set[int], damped: float) -> tuple[float, float, float]:
        known.discard(0)
        known.discard(_UNKNOWN)
        packed, none = sum(known), _NO_WEIGHT * len(known)
        (one, two, three), biases = self.scales, self.biases
        return (
            ((packed & _MASK) - none) * damped * one + biases[0],
            ((packed >> _SECOND & _MASK) - none) * damped * two + biases[1],
            ((packed >> _THIRD & _MASK) - none) * damped * three + biases[2],
        )


def _surer(one: tuple[float, float, float], other: tuple[float, float, float]) -> tuple[float, float, float]:
    return max(one[0], other[0]), max(one[1], other[1]), max(one[2], other[2])


def _less(
    logits: tuple[float, float, float], lost: float, margins: tuple[float, float, float]
) -> tuple[float, float, float]:
    return logits[0] - lost - margins[0], logits[1] - lost - margins[1], logits[2] - lost - margins[2]


def _near(numbers: Sequence[int], size: int) -> set[int]:
    """The codes of all kinds of words that stand within reach of each other, the earlier one first."""
    earlier = [0] * REACH + [number * size for number in numbers]
    return {
        code + number
        for at, number in enumerate(numbers)
        if number
        for code in earlier[at : at + REACH]
        if code
    }


def to_scores(logits: Sequence[float]) -> Scores:
    """Logits as probabilities."""
    return Scores(*(1 / (1 + math.exp(-min(max(x, -_LARGEST_LOGIT), _LARGEST_LOGIT))) for x in logits))


def _thinned(tokens: list[str]) -> list[str]:
    """As many words as are read: whole stretches at equal distances, the beginning and the end among them."""
    stretch = 240
    count = MAX_TOKENS // stretch
    last = len(tokens) - stretch
    starts = [last * index // (count - 1) for index in range(count)]
    return [token for start in starts for token in tokens[start : start + stretch]]


def speaks_for_attacks(model: Model, word: str) -> float:
    """What a word adds to the classifier that it speaks for most; nothing if it speaks for none."""
    packed = model.weights.get(word)
    if packed is None:
        return 0.0
    weights = ((packed >> place & _MASK) - _NO_WEIGHT for place in (0, _SECOND, _THIRD))
    return max(0.0, *(weight * scale for weight, scale in zip(weights, model.scales, strict=True)))


def unpack_model(lines: bytes, columns: bytes, classes: Mapping[str, Sequence[str]]) -> Model:
    """Two weight files: a line of numbers and the features; a byte for each feature and classifier."""
    head, _, features = lines.decode().partition("\n\n")
    numbers = [float(number) for number in head.split()]
    names, count = unshare(features), len(columns) // len(TASKS)
    if len(columns) != len(names) * len(TASKS):
        raise ConfigError("The weight files features.z and weights.z are of two versions.", hint=REINSTALL)
    weights: dict[str, int] = {}
    neighbours: dict[tuple[str, str], int] = {}
    of_each = (columns[start : start + count] for start in range(0, len(columns), count))
    rows = zip(names, *of_each, strict=True)
    for own, (feature, *unsigned) in enumerate(rows, start=1):
        # A byte has its sign in its highest bit; turned over, it is the weight plus 128.
        one, two, three = (byte ^ _NO_WEIGHT for byte in unsigned)
        packed = one | two << _SECOND | three << _THIRD | own << _OWN
        if " " in feature and feature[0] != "^":
            before, after = map(intern, feature.split(" "))
            neighbours[before, after] = packed
        else:
            weights[feature] = packed
    kinds: list[Sequence[str]] = [(), *sorted({tuple(mine) for mine in classes.values()})]
    number_of = {tuple(mine): number for number, mine in enumerate(kinds)}
    limits = numbers[6:]
    weighed = [tuple(weights[name] for name in mine if name in weights) for mine in kinds]
    return Model(
        weights=weights,
        numbers={word: number_of[tuple(mine)] for word, mine in classes.items()},
        neighbours=neighbours,
        kinds=weighed,
        lifts=[_LIFTED + sum(one & _WEIGHTS for one in mine) - len(mine) * _UNKNOWN for mine in weighed],
        pairs=PairTable(kinds, weights),
        scales=(numbers[0], numbers[1], numbers[2]),
        biases=(numbers[3], numbers[4], numbers[5]),
        thresholds={
            task: dict(zip(SETTINGS, limits[3 * index : 3 * index + 3], strict=True))
            for index, task in enumerate(TASKS)
        },
    )


@cache
def shipped_model() -> Model:
    """The shipped one, read when a text first needs it."""
    return unpack_model(read_bytes("features"), read_bytes("weights"), concept_classes())
