"""What simple detectors reach by the same rules: hashed n-grams, logistic regression, ten patterns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.linear_model import LogisticRegression

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.train_guards.rows import Row

_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(ignore|disregard|forget|bypass|override)\b.{0,40}\b(instructions?|rules?|guidelines|prompts?|directions)\b",
        r"\b(system|initial|hidden) (prompt|message|instructions)\b",
        r"\b(reveal|show|print|repeat|tell)\b.{0,30}\b(prompt|instructions|password|secret)\b",
        r"\byou are (now|no longer)\b",
        r"\bfrom now on\b",
        r"\b(dan|do anything now|jailbr(eak|oken)|developer mode)\b",
        r"\b(no|without) (restrictions|rules|limits|filters?|ethics)\b",
        r"\bpretend (to be|that|you)\b",
        r"(</?system>|\[inst\]|<\|im_start\|>|### ?instruction)",
        r"\b(unfiltered|uncensored|unrestricted|amoral)\b",
    )
)
_WORTH = 3.0


class NGrams:
    """Words and their parts, hashed, with ten patterns on top if wanted."""

    def __init__(self, *, patterns: bool) -> None:
        self._patterns = patterns
        self._makers = (
            HashingVectorizer(n_features=2**18, ngram_range=(1, 2), binary=True, alternate_sign=False),
            HashingVectorizer(
                n_features=2**18, analyzer="char_wb", ngram_range=(3, 5), binary=True, alternate_sign=False
            ),
        )
        self._learner = LogisticRegression(C=30.0, max_iter=200, tol=1e-3)

    def fit(self, rows: Sequence[Row]) -> NGrams:
        """Learn from rows."""
        self._learner.fit(self._matrix([r.text for r in rows]), [r.label for r in rows])
        return self

    def logits(self, texts: Sequence[str]) -> Any:
        """A score for each text."""
        found = self._learner.decision_function(self._matrix(texts))
        if self._patterns:
            found = found + _WORTH * np.array([sum(bool(p.search(t)) for p in _PATTERNS) for t in texts])
        return found

    def _matrix(self, texts: Sequence[str]) -> Any:
        return sparse.hstack([maker.transform(texts) for maker in self._makers]).tocsr()
