"""An index of short texts: exact cosine search, built once on first use, read by many threads.

Scores are on the scale 1 - sqrt(2 - 2 cos) / 2 that thresholds in existing config files are written for.
What makes two texts alike is the embedding engine's business.
"""

from __future__ import annotations

import math
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Protocol, TypeVar

from rails_engine.errors import RailsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rails_engine.embeddings.base import EmbeddingEngine, Ranking
    from rails_engine.embeddings.cache import EmbeddingCache

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Item:
    """A text that can be found, and what it stands for."""

    text: str
    meta: Mapping[str, Any] = field(default_factory=dict)


class Hit(NamedTuple):
    """An item that was found; ``score`` is 1.0 for the same text and 0.0 for the opposite."""

    item: Item
    score: float


class SearchIndex(Protocol):
    """What the engine searches with: ours, or one that a user's config.py registered."""

    def add(self, items: Iterable[Item]) -> None:
        """Add items, before the first search."""

    def search(self, text: str, max_results: int = 20, threshold: float | None = None) -> list[Hit]:
        """The items most like a text, best first; with a threshold only those that reach it."""

    @property
    def size(self) -> int:
        """How many items there are."""


def score_of(cosine: float) -> float:
    """The score of a cosine: 1 → 1, 0.5 → 0.5, 0 → 0.29, -1 → 0."""
    return 1.0 - math.sqrt(max(0.0, 2.0 - 2.0 * cosine)) / 2.0


def fold(text: str) -> str:
    """The text without the differences that nobody means: case and white space."""
    return " ".join(text.split()).casefold()


class Once(Generic[T]):
    """A value that is made on first use, by one thread.

    If making it fails, the threads that were waiting for it share the error; a later call tries again.
    """

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: tuple[T] | None = None
        self._failures = 0
        self._failure: Exception | None = None

    def get(self) -> T:
        """The value."""
        if self._made is not None:
            return self._made[0]
        failures = self._failures
        with self._lock:
            if self._made is None:
                if self._failure is not None and self._failures != failures:
                    raise self._failure
                try:
                    self._made = (self._make(),)
                except Exception as error:
                    self._failures += 1
                    self._failure = error
                    raise
            return self._made[0]

    @property
    def started(self) -> bool:
        """Whether the value is there or being made."""
        return self._made is not None or self._lock.locked()


class _Contents:
    """A built index. Items of the same text share a row of the ranking."""

    def __init__(self, items: Sequence[Item], rank_texts: Callable[[Sequence[str]], Ranking]) -> None:
        self.items = tuple(items)
        rows: dict[str, list[int]] = {}
        self.same: dict[str, list[int]] = {}
        for at, item in enumerate(self.items):
            rows.setdefault(item.text, []).append(at)
            self.same.setdefault(fold(item.text), []).append(at)
        self.rows = list(rows.values())
        self.ranking = rank_texts(list(rows)) if rows else None

    def hits(self, ranked: Iterable[tuple[int, float]], exact: Sequence[int]) -> list[Hit]:
        """Items of ranked rows, the ones with the query's own text first."""
        found = [(-cosine, at) for row, cosine in ranked for at in self.rows[row]]
        found.sort()
        hits = [Hit(self.items[at], 1.0) for at in exact]
        if exact:
            skip = set(exact)
            found = [each for each in found if each[1] not in skip]
        hits += [Hit(self.items[at], score_of(-negative)) for negative, at in found]
        return hits


class Index:
    """Items ranked by an embedding engine. Add, then search; the first search builds."""

    def __init__(
        self, engine: EmbeddingEngine, *, threshold: float | None = None, cache: EmbeddingCache | None = None
    ) -> None:
        self.engine = engine
        self._threshold = threshold
        self._cache = cache
        self._items: list[Item] = []
        self._contents = Once(self._build)

    def add(self, items: Iterable[Item]) -> None:
        """Add items. An index that has been searched does not change any more."""
        if self._contents.started:
            raise RailsError("items cannot be added to an index that has been searched")
        self._items.extend(items)

    @property
    def size(self) -> int:
        """How many items there are."""
        return len(self._items)

    def search(self, text: str, max_results: int = 20, threshold: float | None = None) -> list[Hit]:
        """The items most like a text: equal texts first, then by score, then in the order of adding."""
        if max_results < 1 or not self._items:
            return []
        contents = self._contents.get()
        exact = contents.same.get(fold(text), ())
        ranked: Iterable[tuple[int, float]] = ()
        if len(exact) < max_results and contents.ranking:
            ranked = contents.ranking.rank([text], max_results + len(exact))[0]
        limit = self._threshold if threshold is None else threshold
        return _above(contents.hits(ranked, exact)[:max_results], limit)

    def _build(self) -> _Contents:
        return _Contents(self._items, lambda texts: self.engine.make_ranking(texts, self._cache))


def _above(hits: list[Hit], threshold: float | None) -> list[Hit]:
    # Infinity is how existing config files write "no threshold".
    if threshold is None or math.isinf(threshold):
        return hits
    return [hit for hit in hits if hit.score >= threshold]
