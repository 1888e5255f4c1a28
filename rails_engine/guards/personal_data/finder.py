"""Everything that is asked for, found in one go over a text: the door to the recognisers.

One pass of RE2 tells which patterns match anywhere; only these are looked at closely. What is found does not
depend on where the text was cut, if it was cut where :mod:`cuts` allows it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Protocol

from rails_engine.guards.personal_data import entities
from rails_engine.guards.personal_data.allow_list import AllowList
from rails_engine.guards.personal_data.recogniser import LOOKS_BACK
from rails_engine.guards.personal_data.spans import Span, without_overlaps
from rails_engine.patterns import PatternSet

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from rails_engine.guards.personal_data.recogniser import Recogniser
    from rails_engine.patterns import Pattern

_SURROGATES = re.compile("[\ud800-\udfff]")
_CAPITAL = re.compile(r"[^\W\d_a-z]")
#: Spans of these are reported as the wider entity where only that is asked for.
_WIDER = {
    "ADDRESS": "LOCATION",
    "ZIP_CODE": "LOCATION",
    "US_PASSPORT": "PASSPORT",
    "IN_PASSPORT": "PASSPORT",
    "IT_PASSPORT": "PASSPORT",
}


class NameSource(Protocol):
    """What finds names."""

    def find(self, text: str, start: int) -> Iterator[Span]:
        """The spans from ``start`` on."""


class Finder:
    """The recognisers of some entities, compiled, with the score from which each counts."""

    def __init__(
        self,
        wanted: Collection[str],
        *,
        threshold: float = 0.4,
        thresholds: Mapping[str, float] | None = None,
        allowed: Iterable[str] = (),
        own: Sequence[Recogniser] = (),
    ) -> None:
        self._wanted = frozenset(wanted)
        self._threshold = threshold
        self._thresholds = dict(thresholds or {})
        self._allowed = AllowList(allowed)
        self._recognisers = [*_chosen(self._wanted), *(r for r in own if r.entity in self._wanted)]
        self._glance = PatternSet([recogniser.glance for recogniser in self._recognisers])
        self._compiled: dict[int, Pattern] = {}
        self._has_own = bool(own)
        self._names = bool(entities.NAMES & self._wanted)

    def find(self, text: str, start: int = 0) -> list[Span]:
        """The spans that begin in ``text[start:]``, in order, none over another."""
        base = max(0, start - LOOKS_BACK - 1)
        if base:
            return [
                Span(s.start + base, s.end + base, s.entity, s.score)
                for s in self._find(text[base:], start - base)
            ]
        return self._find(text, start)

    def may_find(self, text: str) -> bool:
        """See ``Finds``. Names may be in any text, and patterns of others may look at its edges."""
        return self._names or self._has_own or bool(self._glance.matching(_seen(text)))

    def _find(self, text: str, start: int) -> list[Span]:
        seen = _seen(text)
        if isinstance(seen, str):
            text = seen
        likely = self._glance.matching(seen)
        if not likely and not self._names:
            return []
        small = text.lower()
        spans = [
            self._named(span)
            for index in likely
            if self._recognisers[index].could_be_in(small)
            for span in self._look(index, text, seen, start)
        ]
        if self._names:
            spans += (self._named(span) for span in _names(text, start))
        return without_overlaps([span for span in spans if self._counts(span, text)], text)

    def _look(self, index: int, text: str, seen: str | bytes, start: int) -> Iterator[Span]:
        recogniser = self._recognisers[index]
        pattern = self._compiled.get(index)
        if pattern is None:
            pattern = self._compiled[index] = recogniser.compiled()
        yield from recogniser.spans(text, (match.span() for match in pattern.finditer(seen, start)))

    def _named(self, span: Span) -> Span:
        wider = _WIDER.get(span.entity)
        if wider is None or span.entity in self._wanted:
            return span
        return Span(span.start, span.end, wider, span.score)

    def _counts(self, span: Span, text: str) -> bool:
        if span.entity not in self._wanted or span.start >= span.end:
            return False
        if span.score < self._thresholds.get(span.entity, self._threshold):
            return False
        return not self._allowed.has(text[span.start : span.end])


def _seen(text: str) -> str | bytes:
    """A text for RE2. In bytes that are ASCII places are the same, and nothing to convert: twice as fast."""
    return text.encode() if text.isascii() else _SURROGATES.sub("\ufffd", text)


def _chosen(wanted: frozenset[str]) -> list[Recogniser]:
    """Those of the entities, and of the narrower ones that count as them."""
    narrower = {narrow for narrow, wide in _WIDER.items() if wide in wanted}
    return [r for r in entities.recognisers() if r.entity in wanted or r.entity in narrower]


@cache
def _name_sources() -> tuple[NameSource, NameSource]:
    """Made when they are first needed: the lists are the only large thing here."""
    from rails_engine.guards.personal_data.names import NameFinder
    from rails_engine.guards.personal_data.small_names import SmallNameFinder

    return NameFinder(), SmallNameFinder()


def _names(text: str, start: int) -> Iterator[Span]:
    capitalised, small = _name_sources()
    if _CAPITAL.search(text, start):
        yield from capitalised.find(text, start)
    yield from small.find(text, start)
