"""The lines that training prints: what was reached, on what, and by which rule thresholds were set."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

#: The parts of unlike ordinary requests that thresholds may refuse.
ALARMS = (0.01, 0.05)
HEAD = f"{'':<58}{'pos':>6}{'neg':>6}{'AUC':>8}{'at 1 %':>8}{'at 5 %':>8}"


def threshold_at(negatives: Any, alarms: float) -> float:
    """The least score that refuses at most this part of the negatives."""
    order = np.sort(negatives)[::-1]
    allowed = int(alarms * len(order))
    return float(np.nextafter(order[allowed], np.inf)) if len(order) else 0.0


def auc(positives: Any, negatives: Any) -> float:
    """The area under the curve."""
    truth = np.r_[np.ones(len(positives)), np.zeros(len(negatives))]
    return float(roc_auc_score(truth, np.r_[positives, negatives]))


def found_at(positives: Any, negatives: Any) -> tuple[float, ...]:
    """AUC, and what is found where 1 % and 5 % of the negatives are refused."""
    found = [float((positives >= threshold_at(negatives, alarms)).mean()) for alarms in ALARMS]
    return (auc(positives, negatives), *found)


def line(name: str, positives: Any, negatives: Any) -> str:
    """The same as a line of the table."""
    rates = "".join(f"{rate:>8.3f}" for rate in found_at(positives, negatives))
    return f"{name:<58}{len(positives):>6}{len(negatives):>6}{rates}"
