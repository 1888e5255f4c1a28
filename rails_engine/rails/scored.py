"""Rails that are a score and a threshold: what they have in common, so that each is mostly its name.

They judge a text and all its views (guards/views) by one of the shipped classifiers. The text is read
once a turn for all of them. The score goes on the record, the text does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

from rails_engine.actions.outcome import RailOutcome
from rails_engine.config.reading import InvalidValueError
from rails_engine.guards.classifier import shipped_model
from rails_engine.rails.base import Rail

if TYPE_CHECKING:
    from rails_engine.actions.context import Scope
    from rails_engine.guards.classifier import Setting, Task


@dataclass(frozen=True, slots=True)
class Threshold:
    """From which score on a text is refused: by name, or a number of one's own."""

    threshold: Literal["strict", "balanced", "permissive"] | float = "balanced"

    def __post_init__(self) -> None:
        check_threshold(self.threshold)


def check_threshold(value: str | float) -> None:
    """Refuse a number that no score can be."""
    if not isinstance(value, str) and not 0 < value <= 1:
        raise InvalidValueError(
            "threshold",
            f"must be above 0 and at most 1, not {value:g}",
            hint="Or say strict, balanced or permissive.",
        )


class ScoredRail(Rail):
    """A rail over one classifier. Subclasses say which, and give the action its name."""

    task: ClassVar[Task]
    judges = "window"

    def judge(self, scope: Scope, text: str | None, threshold: Setting | float) -> RailOutcome:
        """Allow or block a text by its score."""
        score = scope.readings.of(text).scores.of(self.task) if text else 0.0
        limit = limit_of(self.task, threshold)
        told = round(score, 4)
        metadata = {"score": told, "threshold": limit}
        legacy = {"is_blocked": score >= limit, "score": told}
        if score >= limit:
            return RailOutcome.block(reason=f"{self.name}: {score:.2f}", legacy=legacy, metadata=metadata)
        return RailOutcome.allow(legacy=legacy, metadata=metadata)


def limit_of(task: Task, threshold: Setting | float) -> float:
    """A threshold as a number."""
    if isinstance(threshold, str):
        return shipped_model().thresholds[task][threshold]
    return threshold
