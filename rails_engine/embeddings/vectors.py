"""Exact cosine ranking of dense vectors, with numpy where it is there and pays, else in plain Python.

Both ways give the same result. No approximate index: for the sizes that a configuration folder has,
looking at every vector is both exact and faster.
"""

from __future__ import annotations

import heapq
import importlib.util
import math
from operator import mul
from typing import TYPE_CHECKING, Protocol

from rails_engine.errors import ProviderReplyError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

#: Fewer multiplications a query than this are not worth importing numpy for.
SMALL = 4_000
#: Cosines are rounded here, so that rounding noise decides neither order nor, near 1, the score.
DIGITS = 12

Vector = list[float]
Ranked = list[tuple[int, float]]


def unit(vector: Vector) -> Vector:
    """The vector with length 1; a zero vector stays zero and is like nothing."""
    norm = math.sqrt(math.fsum(x * x for x in vector))
    return [x / norm for x in vector] if norm else vector


class Rows(Protocol):
    """Unit vectors that can be compared with one unit vector."""

    def nearest(self, query: Vector, count: int) -> Ranked:
        """The ``count`` rows of the highest cosine, ties in order."""


class PlainRows:
    """Rows as lists."""

    def __init__(self, vectors: Sequence[Vector]) -> None:
        self._vectors = list(vectors)

    def nearest(self, query: Vector, count: int) -> Ranked:
        """Compare with every row."""
        keyed = [(-round(sum(map(mul, row, query)), DIGITS), at) for at, row in enumerate(self._vectors)]
        best = heapq.nsmallest(count, keyed) if count < len(keyed) else sorted(keyed)
        return [(at, -negative) for negative, at in best]


class NumpyRows:
    """Rows as one matrix. Double precision, so that it agrees with the plain way."""

    def __init__(self, vectors: Sequence[Vector]) -> None:
        import numpy as np

        self._numpy = np
        self._matrix: NDArray[np.float64] = np.array(vectors, dtype=np.float64)

    def nearest(self, query: Vector, count: int) -> Ranked:
        """Compare with every row; sort only what can be among the best."""
        np = self._numpy
        cosines = np.round(self._matrix @ np.array(query, dtype=np.float64), DIGITS)
        if count < len(cosines):
            last = -np.partition(-cosines, count - 1)[count - 1]
            rows = np.flatnonzero(cosines >= last)
        else:
            rows = np.arange(len(cosines))
        order = rows[np.argsort(-cosines[rows], kind="stable")][:count]
        return list(zip(order.tolist(), cosines[order].tolist(), strict=True))


class DenseRanking:
    """Texts ranked by the cosine of their vectors. Equal vectors are compared once, so they always tie."""

    def __init__(
        self, texts: Sequence[str], encode: Callable[[Sequence[str]], list[Sequence[float]]], what: str
    ) -> None:
        self._encode = encode
        self._what = what
        self._dimensions: int | None = None
        positions: dict[tuple[float, ...], list[int]] = {}
        for at, vector in enumerate(self._vectors(texts)):
            positions.setdefault(tuple(vector), []).append(at)
        self._positions = list(positions.values())
        work = len(positions) * (self._dimensions or 0)
        with_numpy = work >= SMALL and importlib.util.find_spec("numpy") is not None
        self._rows: Rows = (NumpyRows if with_numpy else PlainRows)([list(key) for key in positions])

    def rank(self, queries: Sequence[str], count: int) -> list[Ranked]:
        """See ``Ranking``; all the queries are encoded in one call."""
        return [self._rank_one(vector, count) for vector in self._vectors(queries)]

    def _rank_one(self, query: Vector, count: int) -> Ranked:
        ranked = [
            (at, cosine) for row, cosine in self._rows.nearest(query, count) for at in self._positions[row]
        ]
        ranked.sort(key=lambda pair: (-pair[1], pair[0]))
        return ranked[:count]

    def _vectors(self, texts: Sequence[str]) -> list[Vector]:
        """Encode, and refuse what is not one finite vector a text, all of one length."""
        answer = self._encode(texts)
        try:
            vectors = [[float(x) for x in vector] for vector in answer]
        except (TypeError, ValueError):
            raise ProviderReplyError(f"{self._what}: an embedding is not a list of numbers") from None
        if len(vectors) != len(texts):
            raise ProviderReplyError(f"{self._what}: {len(vectors)} embeddings for {len(texts)} texts")
        for vector in vectors:
            if self._dimensions is None:
                self._dimensions = len(vector)
            if not vector or len(vector) != self._dimensions:
                wanted = self._dimensions or "some"
                raise ProviderReplyError(
                    f"{self._what}: an embedding has {len(vector)} numbers, expected {wanted}"
                )
            if not all(map(math.isfinite, vector)):
                raise ProviderReplyError(f"{self._what}: an embedding holds a number that is not finite")
        return [unit(vector) for vector in vectors]
