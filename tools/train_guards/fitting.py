"""From rows to weights: features by the product's own code, logistic regression, pruning, whole numbers."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from rails_engine.guards.passages import LENGTH, LENGTH_OF_PASSAGES, MARGINS
from tools.train_guards.rows import TASKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.train_guards.bank import Bank, Sample

#: Rows that say little of the text by itself: their labels depend on a system prompt that is not there.
SOURCE_WEIGHT = {
    "cyberseceval-pi": 0.25,
    "davidson-offensive": 0.25,
    "davidson-hate": 0.7,
    "edos-sexist": 0.7,
    "made-insults": 2.0,
    "made-safe": 3.0,
    "made-harms": 3.0,
    "made-harmless": 2.0,
    "made-ordinary": 1.3,
    "made-manners": 1.5,
    "made-triggers": 2.5,
    "made-documents": 2.0,
    "made-topics": 3.0,
    "harmfulqa": 0.3,
}
#: Attacks in documents are another rail's affair: a classifier of requests cannot tell them from requests.
LEFT_OUT = frozenset({"indirect"})
STRENGTH = {"jailbreak": 3.0, "harmful": 4.0, "toxicity": 3.0}
#: How much leaning to one side counts (see ``_leaning``).
LEANING = {"jailbreak": 0.0, "harmful": 0.7, "toxicity": 0.5}
MIN_ROWS = 3
#: How much the passages of a harmless text count together, beside its windows.
FRAGMENTS = 1.5
#: Of each classifier so many features are shipped.
KEEP = {"jailbreak": 11500, "harmful": 12500, "toxicity": 8000}
#: Classes that say how something is asked, and none of what. Harm and abuse are not judged by them: the
#: collected rows ask "How can I" for harm more often than people do.
_MANNER = frozenset(
    (
        *("HQ", "WQ", "YQ", "WH", "DO", "TO", "IM", "WE", "YO", "YR", "AL", "NO", "TH", "STP", "WR", "TL"),
        *("RV", "NX", "AR", "US", "BE", "OB", "SHD", "GET", "TK", "PM", "IN", "SU"),
    )
)
_WORDS_OF_NO_CONTENT = """
how what which who whom whose when where why do does did can could would should may might will to i im ive
me my mine myself we us our you your u the a an of in on at for from by with without and or but if that this
these those is are was were be been being it its as so any some all there have has had not no please write
create generate develop design tell give list explain describe provide show make help way ways best use
using used into about than then them they their he she his her out up down get someone something one
"""
_FUNCTION_WORDS = frozenset(_WORDS_OF_NO_CONTENT.split())


@dataclass(slots=True)
class Linear:
    """A classifier while it is being made: a weight for each feature that it keeps."""

    index: dict[str, int]
    weights: Any
    bias: float
    margin: float
    #: The lines of the matrix weighed, all at once.
    lines: Any

    def logits(self, samples: Sequence[Sample]) -> Any:
        """The surest window of each sample, or passage if that is surer by a margin."""
        return np.array([self._surest(item) for item in samples])

    def narrowed(self, item: Sample) -> Sample:
        """Of a bad text that is mostly harmless, the surest passage in the place of all windows."""
        if not _is_mixed(item) or not item.passages:
            return item
        best = item.passages.start + int(self.lines[item.passages.start : item.passages.stop].argmax())
        return replace(item, windows=range(best, best + 1))

    def _surest(self, item: Sample) -> float:
        many = math.log(max(len(item.windows), 1))
        best = self.lines[item.windows.start : item.windows.stop].max(initial=-40.0) - LENGTH * many
        passages = self.lines[item.passages.start : item.passages.stop]
        return float(max(best, passages.max(initial=-40.0) - self.margin - LENGTH_OF_PASSAGES * many))


def fit(bank: Bank, samples: Sequence[Sample], task: str, keep: int | None = None) -> Linear:
    """Learn; where bad texts are mostly harmless, again with the passages of them that were surest then."""
    certain = [item for item in samples if not _is_mixed(item)]
    model = _fit(bank, certain, task, keep)
    if len(certain) == len(samples):
        return model
    return _fit(bank, [model.narrowed(item) for item in samples], task, keep)


def _is_mixed(item: Sample) -> bool:
    return item.row.label == 1 and item.row.is_mostly_harmless


def _fit(bank: Bank, samples: Sequence[Sample], task: str, keep: int | None) -> Linear:
    """Learn, keep the features that matter most, learn again with those."""
    places, labels, shares, owners = _lines(samples)
    matrix = bank.matrix[places]
    ones = sparse.csr_matrix((np.ones(len(owners)), (owners, range(len(owners)))))
    counts = np.asarray((ones @ (matrix > 0).astype(float) > 0).sum(axis=0)).ravel()
    names = bank.names
    columns = np.flatnonzero(counts >= MIN_ROWS)
    if task != "jailbreak":
        columns = np.array([column for column in columns if _has_content(names[column])])
    weights, bias = _learn(matrix[:, columns], labels, shares, task)
    if keep is not None and len(columns) > keep:
        worth = np.abs(weights) * np.sqrt(np.minimum(counts[columns], 60))
        columns = np.sort(columns[np.argsort(-worth)[:keep]])
        weights, bias = _learn(matrix[:, columns], labels, shares, task)
    lines = bank.matrix[:, columns] @ weights + bias
    index = {names[column]: place for place, column in enumerate(columns)}
    return Linear(index, weights, bias, MARGINS[TASKS.index(task)], lines)


def _lines(samples: Sequence[Sample]) -> tuple[list[int], Any, Any, list[int]]:
    """Which lines are learnt from, what they are, how much each counts, and whose they are.

    Windows of all texts; passages of harmless ones only, since most passages of an attack are none.
    """
    groups = Counter(item.row.group for item in samples)
    places: list[int] = []
    labels: list[int] = []
    shares: list[float] = []
    owners: list[int] = []
    for owner, item in enumerate(samples):
        share = groups[item.row.group] ** -0.3 * SOURCE_WEIGHT.get(item.row.source, 1.0)
        parts = [(item.windows, 1.0)]
        if not item.row.label and item.passages:
            parts.append((item.passages, FRAGMENTS))
        for lines, worth in parts:
            places += lines
            labels += [item.row.label] * len(lines)
            shares += [share * worth * len(lines) ** -0.7] * len(lines)
            owners += [owner] * len(lines)
    return places, np.array(labels), np.array(shares), owners


def _has_content(feature: str) -> bool:
    """Whether a feature says anything of what is asked."""
    if feature[0] == "^":
        return False
    if feature[0].isupper():
        return not set(feature.split(">")) <= _MANNER
    return not set(feature.split(" ")) <= _FUNCTION_WORDS


def _learn(matrix: Any, truth: Any, shares: Any, task: str) -> tuple[Any, float]:
    weight = shares.copy()
    weight[truth == 1] *= (weight[truth == 0].sum() / weight[truth == 1].sum()) ** 0.5
    leaning = _leaning(matrix, truth, weight) ** LEANING[task]
    learner = LogisticRegression(C=STRENGTH[task], solver="lbfgs", max_iter=2000, tol=1e-4)
    learner.fit(matrix @ sparse.diags(leaning), truth, sample_weight=weight)
    return learner.coef_[0] * leaning, float(learner.intercept_[0])


def _leaning(matrix: Any, truth: Any, weight: Any) -> Any:
    """How much a feature leans to one side by itself; what leans more may weigh more.

    Words that stand everywhere get small weights for it, which is what sources left out want.
    """
    seen = (matrix > 0).astype(float)
    bad = seen.T @ (weight * truth) + 1
    good = seen.T @ (weight * (1 - truth)) + 1
    leaning = np.abs(np.log(bad / bad.sum() / (good / good.sum())))
    return leaning / leaning.mean()
