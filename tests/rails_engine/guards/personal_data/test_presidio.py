from __future__ import annotations

from importlib.util import find_spec
from types import SimpleNamespace
from typing import Any

import pytest

from rails_engine import ConfigError
from rails_engine.guards.personal_data.presidio import PresidioFinder, WholeScanner, load_analyzer
from rails_engine.guards.personal_data.spans import Span

TEXT = "Ana Berg in Oslo"


class Analyzer:
    """Says what it was told to say, as Presidio's engine would."""

    def __init__(self, *results: tuple[str, int, int, float]) -> None:
        self._results = results
        self.asked: dict[str, Any] = {}

    def analyze(self, **asked: Any) -> list[Any]:
        self.asked = asked
        return [SimpleNamespace(entity_type=e, start=s, end=t, score=c) for e, s, t, c in self._results]


def test_what_it_finds_is_found_in_order_and_none_over_another() -> None:
    analyzer = Analyzer(("LOCATION", 12, 16, 0.85), ("PERSON", 0, 8, 0.85), ("PERSON", 0, 3, 0.6))
    finder = PresidioFinder(["PERSON", "LOCATION"], analyzer, threshold=0.4, thresholds={})
    assert finder.find(TEXT) == [Span(0, 8, "PERSON", 0.85), Span(12, 16, "LOCATION", 0.85)]
    assert finder.find(TEXT, 5) == [Span(12, 16, "LOCATION", 0.85)]


def test_it_is_asked_for_the_entities_from_the_lowest_threshold_on() -> None:
    analyzer = Analyzer(("PERSON", 0, 8, 0.5), ("LOCATION", 12, 16, 0.3))
    finder = PresidioFinder(["PERSON", "LOCATION"], analyzer, threshold=0.6, thresholds={"LOCATION": 0.2})
    assert [s.entity for s in finder.find(TEXT)] == ["LOCATION"]
    assert analyzer.asked == {
        "text": TEXT, "language": "en", "entities": ["PERSON", "LOCATION"], "score_threshold": 0.2,
    }  # fmt: skip


def test_allowed_values_are_let_be() -> None:
    analyzer = Analyzer(("PERSON", 0, 8, 0.9), ("LOCATION", 12, 16, 0.9))
    finder = PresidioFinder(["PERSON"], analyzer, threshold=0.4, thresholds={}, allowed=["ana berg"])
    assert [s.entity for s in finder.find(TEXT)] == ["LOCATION"]


def test_nothing_is_released_before_all_has_come() -> None:
    scanner = WholeScanner(
        PresidioFinder(["PERSON"], Analyzer(("PERSON", 0, 8, 0.9)), threshold=0.4, thresholds={})
    )
    assert scanner.settled("hello world, how are you", 0) == 0
    assert not scanner.clean(TEXT, 0)
    assert scanner.clean(TEXT, 1)


@pytest.mark.skipif(find_spec("presidio_analyzer") is not None, reason="it is installed here")
def test_without_the_package_the_extra_is_named() -> None:
    with pytest.raises(ConfigError, match="optional package") as caught:
        load_analyzer([])
    assert caught.value.hint == "pip install 'switchyard[presidio]'"
