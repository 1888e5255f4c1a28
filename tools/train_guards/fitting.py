"""From rows to weights: features by the product's own code, logistic regression, pruning, whole numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from rails_engine.guards.features import damping, features_of, tokens_of, windows
from rails_engine.guards.views.folding import fold
from rails_engine.guards.views.view import View

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tools.train_guards.rows import Row

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
    "harmfulqa": 0.3,
}
#: Attacks in documents are another rail's affair: a classifier of requests cannot tell them from requests.
LEFT_OUT = frozenset({"indirect"})
STRENGTH = {"jailbreak": 3.0, "harmful": 6.0, "toxicity": 3.0}
#: How much leaning to one side counts (see ``_leaning``).
LEANING = {"jailbreak": 0.0, "harmful": 0.7, "toxicity": 0.5}
MIN_ROWS = 3
#: Of each classifier so many features are shipped.
KEEP = {"jailbreak": 10000, "harmful": 8000, "toxicity": 8000}
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
class Sample:
    """A row with the features of its windows and how they are damped."""

    row: Row
    windows: list[tuple[set[str], float]]


def sample(row: Row, classes: Mapping[str, Sequence[str]]) -> Sample:
    """A row as the classifiers see it, undisguised."""
    tokens = tokens_of(fold(View(row.text)).text)
    parts = [
        (features_of(window, classes, first=index == 0), damping(window))
        for index, window in enumerate(windows(tokens))
    ]
    return Sample(row, parts)


@dataclass(slots=True)
class Linear:
    """A classifier while it is being made."""

    index: dict[str, int]
    weights: Any
    bias: float

    def logits(self, samples: Sequence[Sample]) -> Any:
        """The surest window of each sample."""
        get, weights = self.index.get, self.weights
        found = []
        for item in samples:
            best = -40.0
            for features, damped in item.windows:
                hits = [i for f in features if (i := get(f)) is not None]
                best = max(best, float(weights[hits].sum()) * damped + self.bias)
            found.append(best)
        return np.array(found)


def fit(samples: Sequence[Sample], task: str, keep: int | None = None) -> Linear:
    """Learn, keep the features that matter most, learn again with those."""
    counts = Counter(f for item in samples for f in set().union(*(w[0] for w in item.windows)))
    wanted = sorted(
        f for f, n in counts.items() if n >= MIN_ROWS and (task == "jailbreak" or _has_content(f))
    )
    index = {f: i for i, f in enumerate(wanted)}
    model = _learn(samples, task, index)
    if keep is None or len(index) <= keep:
        return model
    names = list(index)
    worth = np.abs(model.weights) * np.sqrt(np.minimum(np.array([counts[n] for n in names]), 60))
    kept = sorted(names[i] for i in np.argsort(-worth)[:keep])
    return _learn(samples, task, {f: i for i, f in enumerate(kept)})


def _has_content(feature: str) -> bool:
    """Whether a feature says anything of what is asked."""
    if feature[0] == "^":
        return False
    if feature[0].isupper():
        return not set(feature.split(">")) <= _MANNER
    return not set(feature.split(" ")) <= _FUNCTION_WORDS


def _learn(samples: Sequence[Sample], task: str, index: Mapping[str, int]) -> Linear:
    groups = Counter(item.row.group for item in samples)
    pointers, columns, values, labels, shares = [0], [], [], [], []
    for item in samples:
        row = item.row
        share = groups[row.group] ** -0.3 * len(item.windows) ** -0.7 * SOURCE_WEIGHT.get(row.source, 1.0)
        for features, damped in item.windows:
            hits = [i for f in features if (i := index.get(f)) is not None]
            columns += hits
            values += [damped] * len(hits)
            pointers.append(len(columns))
            labels.append(row.label)
            shares.append(share)
    matrix = sparse.csr_matrix((values, columns, pointers), shape=(len(labels), len(index)))
    truth, weight = np.array(labels), np.array(shares)
    balance = (weight[truth == 0].sum() / weight[truth == 1].sum()) ** 0.5
    weight[truth == 1] *= balance
    leaning = _leaning(matrix, truth, weight) ** LEANING[task]
    learner = LogisticRegression(C=STRENGTH[task], solver="lbfgs", max_iter=2000, tol=1e-4)
    learner.fit(matrix @ sparse.diags(leaning), truth, sample_weight=weight)
    return Linear(dict(index), learner.coef_[0] * leaning, float(learner.intercept_[0]))


def _leaning(matrix: Any, truth: Any, weight: Any) -> Any:
    """How much a feature leans to one side by itself; what leans more may weigh more.

    Words that stand everywhere get small weights for it, which is what sources left out want.
    """
    seen = (matrix > 0).astype(float)
    bad = seen.T @ (weight * truth) + 1
    good = seen.T @ (weight * (1 - truth)) + 1
    leaning = np.abs(np.log(bad / bad.sum() / (good / good.sum())))
    return leaning / leaning.mean()


def round_off(model: Linear) -> tuple[Any, float]:
    """Weights as bytes, and what they are to be multiplied with."""
    top = float(np.quantile(np.abs(model.weights), 0.9995))
    scale = top / 127
    return np.clip(np.round(model.weights / scale), -127, 127).astype(np.int8), scale
