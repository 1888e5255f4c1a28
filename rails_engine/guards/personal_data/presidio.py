"""Microsoft Presidio in the place of our own recognisers, where a configuration asks for it.

It is an optional package with a language model of its own (the extra ``presidio``). It reads a text as a
whole, so nothing that it judges can be released before all of it has come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rails_engine.errors import MissingExtraError
from rails_engine.guards.personal_data.allow_list import AllowList
from rails_engine.guards.personal_data.spans import Span, without_overlaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rails_engine.guards.personal_data.spans import Finds


class PresidioFinder:
    """Finds what Presidio finds."""

    def __init__(
        self,
        wanted: Sequence[str],
        analyzer: Any,
        *,
        threshold: float,
        thresholds: Mapping[str, float],
        allowed: Iterable[str] = (),
    ) -> None:
        self._allowed = AllowList(allowed)
        self._wanted = list(wanted)
        self._analyzer = analyzer
        self._threshold = threshold
        self._thresholds = thresholds

    def find(self, text: str, start: int = 0) -> list[Span]:
        """The spans that begin in ``text[start:]``."""
        lowest = min((self._threshold, *self._thresholds.values()))
        found = self._analyzer.analyze(
            text=text, language="en", entities=self._wanted, score_threshold=lowest
        )
        spans = [Span(r.start, r.end, r.entity_type, r.score) for r in found if r.start >= start]
        return without_overlaps([span for span in spans if self._counts(span, text)], text)

    def may_find(self, text: str) -> bool:
        """See ``Finds``; nothing is cheap here."""
        del text
        return True

    def _counts(self, span: Span, text: str) -> bool:
        if span.score < self._thresholds.get(span.entity, self._threshold):
            return False
        return not self._allowed.has(text[span.start : span.end])


class WholeScanner:
    """Holds a stream back until its end."""

    looks_back = 0

    def __init__(self, finder: Finds) -> None:
        self._finder = finder

    def settled(self, text: str, start: int) -> int:
        """Nothing is, before the end."""
        del text
        return start

    def clean(self, text: str, start: int) -> bool:
        """Whether nothing is found."""
        return not self._finder.find(text, start)


def load_analyzer(recognizers: Sequence[Mapping[str, Any]]) -> Any:
    """Presidio's engine with the configuration's recognizers; a ``ConfigError`` where it is not installed."""
    try:
        from presidio_analyzer import AnalyzerEngine, PatternRecognizer
    except ImportError:
        raise MissingExtraError(
            "rails.config.sensitive_data_detection.engine: presidio", "presidio"
        ) from None
    analyzer = AnalyzerEngine()
    for recognizer in recognizers:
        analyzer.registry.add_recognizer(PatternRecognizer.from_dict(dict(recognizer)))
    return analyzer
