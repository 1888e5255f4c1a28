"""Counters, gauges and histograms on a sheet, found by the values of their labels.

Not thread-safe: whoever writes holds a lock. No label value may come from a user; those that come from
configurations go through ``Bounded``.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from prometheus_client.mmap_dict import mmap_key
from prometheus_client.utils import floatToGoString

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.observe.sheet import Sheet

Labels = tuple[str, ...]
OTHER = "other"
LONGEST_LABEL = 100


class Counter:
    """What only grows. ``name`` without ``_total``."""

    __slots__ = ("_help", "_labels", "_name", "_sample", "_sheet", "_slots")

    suffix = "_total"

    def __init__(self, sheet: Sheet, name: str, about: str, labels: Sequence[str] = ()) -> None:
        self._sheet = sheet
        self._name = name
        self._sample = name + self.suffix
        self._help = about
        self._labels = list(labels)
        self._slots: dict[Labels, int] = {}

    def add(self, labels: Labels = (), amount: float = 1.0) -> None:
        """Count."""
        slot = self._slots.get(labels)
        if slot is None:
            slot = self._find(labels)
        self._sheet.values[slot] += amount

    def _find(self, labels: Labels) -> int:
        key = mmap_key(self._name, self._sample, self._labels, list(labels), self._help)
        slot = self._slots[labels] = self._sheet.slot(key)
        return slot


class Gauge(Counter):
    """What goes up and down."""

    __slots__ = ()

    suffix = ""

    def set(self, value: float, labels: Labels = ()) -> None:
        """Say what it is now."""
        slot = self._slots.get(labels)
        if slot is None:
            slot = self._find(labels)
        self._sheet.values[slot] = value


class Histogram:
    """Durations in buckets."""

    __slots__ = ("_bounds", "_help", "_labels", "_name", "_sheet", "_slots")

    def __init__(
        self, sheet: Sheet, name: str, about: str, bounds: Sequence[float], labels: Sequence[str] = ()
    ) -> None:
        self._sheet = sheet
        self._name = name
        self._help = about
        self._bounds = list(bounds)
        self._labels = list(labels)
        self._slots: dict[Labels, tuple[int, list[int]]] = {}

    def observe(self, value: float, labels: Labels = ()) -> None:
        """Count one value."""
        found = self._slots.get(labels)
        if found is None:
            found = self._find(labels)
        total, buckets = found
        values = self._sheet.values
        values[total] += value
        values[buckets[bisect_left(self._bounds, value)]] += 1

    def _find(self, labels: Labels) -> tuple[int, list[int]]:
        own, names = list(labels), self._labels
        total = self._sheet.slot(mmap_key(self._name, f"{self._name}_sum", names, own, self._help))
        buckets = [
            self._sheet.slot(
                mmap_key(
                    self._name,
                    f"{self._name}_bucket",
                    [*names, "le"],
                    [*own, floatToGoString(bound)],
                    self._help,
                )
            )
            for bound in [*self._bounds, float("inf")]
        ]
        found = self._slots[labels] = (total, buckets)
        return found


class Bounded:
    """A label that configurations fill: so many different values, and ``other`` for the rest."""

    __slots__ = ("_known", "_most")

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[str, str] = {}

    def __call__(self, value: str) -> str:
        """The value as a label."""
        known = self._known.get(value)
        if known is None:
            if len(self._known) >= self._most:
                return OTHER
            known = self._known[value] = value[:LONGEST_LABEL]
        return known
