"""Three classifiers over one pass of features: jailbreak and injection, harmful requests, toxicity.

Each gives a text a probability; what is done about it is the rail's affair. The weights were made by
tools/train_guards: logistic regression over features that are kept by name, so nothing is hashed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING, Literal

from rails_engine.guards.features import REACH, concept_classes, damping, tokens_of, windows, word_features
from rails_engine.guards.weightfiles import read_bytes, unshare

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Task = Literal["jailbreak", "harmful", "toxicity"]
TASKS: tuple[Task, ...] = ("jailbreak", "harmful", "toxicity")
Setting = Literal["strict", "balanced", "permissive"]
SETTINGS: tuple[Setting, ...] = ("strict", "balanced", "permissive")
#: Words of a text that are read; of a longer one its beginning, its end, and stretches between.
MAX_TOKENS = 24_000
_LARGEST_LOGIT = 40.0
#: Where each classifier's weight is in a packed number, and what is added to keep it from being negative.
_SHIFTS, _MASK, _NO_WEIGHT = (0, 24, 48), (1 << 24) - 1, 128


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


class PairTable(dict[int, tuple[str, ...]]):
    """The known features that two kinds of words make, by the numbers of both: filled in as they occur.

    ``code`` is the earlier kind's number times ``size`` plus the later one's, so it holds ``size`` squared
    entries at most.
    """

    def __init__(self, kinds: Sequence[Sequence[str]], weights: Mapping[str, int]) -> None:
        super().__init__()
        self.size = len(kinds)
        self._kinds = kinds
        self._weights = weights

    def __missing__(self, code: int) -> tuple[str, ...]:
        earlier, later = divmod(code, self.size)
        made = (f"{a}>{b}" for a in self._kinds[earlier] for b in self._kinds[later])
        self[code] = found = tuple(pair for pair in made if pair in self._weights)
        return found


@dataclass(frozen=True, slots=True)
class Model:
    """Weights by feature, with what they are multiplied with and added to.

    The three weights of a feature are one number, so that one sum adds them all up; words that stand for
    the same have one number, too. Both only make it fast: it is :func:`features_of` that it weighs.
    """

    weights: Mapping[str, int]
    #: Word to the number of what it stands for; number to the names. Nothing has number 0.
    numbers: Mapping[str, int]
    kinds: Sequence[Sequence[str]]
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
        first, *others = (self._window(window, first=not at) for at, window in enumerate(windows(tokens)))
        for other in others:
            first = (max(first[0], other[0]), max(first[1], other[1]), max(first[2], other[2]))
        return first

    def _window(self, window: Sequence[str], *, first: bool) -> tuple[float, float, float]:
        found = word_features(window, first=first)
        numbers = list(map(self.numbers.get, window, repeat(0)))
        found.update(*map(self.kinds.__getitem__, set(numbers)))
        found.update(*map(self.pairs.__getitem__, _near(numbers, self.pairs.size)))
        known = self.weights.keys() & found
        packed = sum(map(self.weights.__getitem__, known))
        none = _NO_WEIGHT * len(known)
        damped = damping(window)
        one, two, three = (
            ((packed >> shift & _MASK) - none) * damped * scale + bias
            for shift, scale, bias in zip(_SHIFTS, self.scales, self.biases, strict=True)
        )
        return one, two, three


def _near(numbers: Sequence[int], size: int) -> set[int]:
    """The codes of all kinds of words that stand within reach of each other, the earlier one first."""
    hits = [(at, number) for at, number in enumerate(numbers) if number]
    codes: set[int] = set()
    for index, (at, number) in enumerate(hits):
        before = index - 1
        while before >= 0 and at - hits[before][0] <= REACH:
            codes.add(hits[before][1] * size + number)
            before -= 1
    return codes


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


def unpack_model(data: bytes, classes: Mapping[str, Sequence[str]]) -> Model:
    """A weight file: a line of numbers, the features, and a byte for each feature and classifier."""
    head, _, rest = data.partition(b"\n\n")
    size, *rest_of_head = head.decode().split()
    numbers, count = [float(number) for number in rest_of_head], int(size)
    end = len(rest) - 3 * count
    columns = [rest[start : start + count] for start in range(end, len(rest), count)]
    weights: dict[str, int] = {}
    for feature, *three in zip(unshare(rest[:end].decode()), *columns, strict=True):
        # A byte has its sign in its highest bit; turned over, it is the weight plus 128.
        weights[feature] = sum(
            (byte ^ _NO_WEIGHT) << shift for byte, shift in zip(three, _SHIFTS, strict=True)
        )
    kinds: list[Sequence[str]] = [(), *sorted({tuple(mine) for mine in classes.values()})]
    number_of = {tuple(mine): number for number, mine in enumerate(kinds)}
    limits = numbers[6:]
    return Model(
        weights=weights,
        numbers={word: number_of[tuple(mine)] for word, mine in classes.items()},
        kinds=kinds,
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
    return unpack_model(read_bytes("classifiers"), concept_classes())
