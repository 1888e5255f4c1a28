"""What the local rails of a turn have in common: each text is read once, its views and its scores.

Kept for one turn and for a few texts, since a turn has few; nothing outlives it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rails_engine.guards.classifier import Scores, shipped_model
from rails_engine.guards.views import View, read_views

if TYPE_CHECKING:
    from rails_engine.guards.classifier import Model

MAX_KEPT = 16


class Reading:
    """One text: its views, and how sure the classifiers are over all of them."""

    __slots__ = ("_model", "_scores", "_views", "text")

    def __init__(self, text: str, model: Model | None = None) -> None:
        self.text = text
        self._model = model
        self._views: tuple[View, ...] | None = None
        self._scores: Scores | None = None

    @property
    def views(self) -> tuple[View, ...]:
        """The text as it reads in every way, the folded one first."""
        if self._views is None:
            self._views = read_views(self.text)
        return self._views

    @property
    def scores(self) -> Scores:
        """The surest of all views, for each classifier by itself."""
        if self._scores is None:
            model = self._model or shipped_model()
            scores = Scores()
            for view in self.views:
                scores = scores.joined(model.score(view.text))
            self._scores = scores
        return self._scores


class Readings:
    """The texts of a turn, read at most once each. Threads may share it: at worst one is read twice."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: dict[str, Reading] = {}

    def of(self, text: str) -> Reading:
        """The reading of a text."""
        found = self._kept.get(text)
        if found is None:
            if len(self._kept) >= MAX_KEPT:
                self._kept.clear()
            found = self._kept[text] = Reading(text)
        return found
