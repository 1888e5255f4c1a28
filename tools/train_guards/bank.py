"""The features of all texts as one matrix, so that a fold costs a choice of its rows and no reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from rails_engine.guards.features import PASSAGE, damping, features_of, passage_starts, tokens_of, windows
from rails_engine.guards.views.folding import fold
from rails_engine.guards.views.view import View

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tools.train_guards.rows import Row


@dataclass(frozen=True, slots=True)
class Sample:
    """A row, and where its windows and the passages of a longer text are in the matrix."""

    row: Row
    windows: range
    passages: range


class Bank:
    """Texts as the classifiers see them, undisguised."""

    def __init__(self, classes: Mapping[str, Sequence[str]]) -> None:
        self._classes = classes
        self._columns: dict[str, int] = {}
        self._places: dict[str, tuple[range, range]] = {}
        self._hits: list[int] = []
        self._ends = [0]
        self._damped: list[float] = []
        self._matrix: Any = None

    def sample(self, row: Row) -> Sample:
        """A row with the features of its text, which is read once."""
        found = self._places.get(row.text)
        if found is None:
            found = self._places[row.text] = self._read(row.text)
        return Sample(row, *found)

    @property
    def names(self) -> list[str]:
        """The feature of each column."""
        return list(self._columns)

    @property
    def matrix(self) -> Any:
        """A line for each window and passage; what a feature counts there."""
        if self._matrix is None or self._matrix.shape[0] != len(self._damped):
            values = np.repeat(np.array(self._damped), np.diff(self._ends))
            shape = (len(self._damped), len(self._columns))
            self._matrix = sparse.csr_matrix((values, self._hits, self._ends), shape=shape)
        return self._matrix

    def _read(self, text: str) -> tuple[range, range]:
        tokens = tokens_of(fold(View(text)).text)
        begin = len(self._damped)
        for index, window in enumerate(windows(tokens)):
            self._add(window, first=index == 0)
        middle = len(self._damped)
        for start in passage_starts(len(tokens)):
            self._add(tokens[start : start + PASSAGE], first=start == 0)
        return range(begin, middle), range(middle, len(self._damped))

    def _add(self, words: Sequence[str], *, first: bool) -> None:
        columns = self._columns
        for feature in sorted(features_of(words, self._classes, first=first)):
            self._hits.append(columns.setdefault(feature, len(columns)))
        self._ends.append(len(self._hits))
        self._damped.append(damping(words))
