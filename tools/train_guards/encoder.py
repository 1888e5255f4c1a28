"""What a sentence encoder makes of the same rows: by itself, and with n-grams and patterns.

Only to compare with; nothing of it is shipped. Any folder that the package sentence-transformers can read.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from sklearn.linear_model import LogisticRegression

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tools.train_guards.rows import Row

_STRENGTH = 10.0


class Encoder:
    """Texts as vectors; each is read once, which takes some hundredths of a second."""

    def __init__(self, folder: Path) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError:
            raise SystemExit("--encoder needs the package sentence-transformers") from None
        self._model = SentenceTransformer(str(folder))
        self._known: dict[str, Any] = {}

    def vectors(self, texts: Sequence[str]) -> Any:
        """A line for each text."""
        new = list(dict.fromkeys(text for text in texts if text not in self._known))
        self._known.update(zip(new, self._model.encode(new, normalize_embeddings=True), strict=True))
        return np.array([self._known[text] for text in texts])

    def fit(self, rows: Sequence[Row]) -> Encoded:
        """Learn from rows."""
        learner = LogisticRegression(C=_STRENGTH, max_iter=500, class_weight="balanced")
        return Encoded(
            self, learner.fit(self.vectors([row.text for row in rows]), [row.label for row in rows])
        )


class Encoded:
    """A detector by vectors."""

    def __init__(self, encoder: Encoder, learner: Any) -> None:
        self._encoder = encoder
        self._learner = learner

    def logits(self, texts: Sequence[str]) -> Any:
        """A score for each text."""
        return self._learner.decision_function(self._encoder.vectors(texts))
