"""Passages of longer texts: an order of one sentence is lost among the words of a window.

Which of them are looked at closely is decided by a running sum of what their words weigh, so that a long text
costs little more than its windows. A passage has less evidence than a window, so it must be surer.
"""

from __future__ import annotations

from itertools import accumulate
from operator import add
from typing import TYPE_CHECKING

from rails_engine.guards.features import PASSAGE, passage_starts

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Of many windows one looks like an attack by accident, so each has to be surer: by this many logits for
#: 2.7 times as many; and passages by this many more.
LENGTH, LENGTH_OF_PASSAGES = 0.5, 0.2
#: By how many logits a passage must be surer than a window, by classifier.
MARGINS = (1.0, 1.0, 2.0)
#: So many passages are looked at closely for each classifier, and one more for each so many.
_CLOSELY, _ONE_IN = (2, 1, 1), 64


def likely_passages(
    words: Sequence[int], kinds: Sequence[int], shifts: tuple[int, int, int], mask: int
) -> set[int]:
    """Where the passages begin whose words weigh most by themselves and by their kinds.

    Every number holds the weights of all classifiers: they are at ``shifts``, under ``mask``.
    """
    sums = list(accumulate(map(add, words, kinds), initial=0))
    starts = passage_starts(len(words))
    totals = [sums[start + PASSAGE] - sums[start] for start in starts]
    more = len(totals) // _ONE_IN
    found: set[int] = set()
    for shift, least in zip(shifts, _CLOSELY, strict=True):
        weights = [total >> shift & mask for total in totals]
        found.update(sorted(range(len(totals)), key=weights.__getitem__)[-least - more :])
    return {starts[index] for index in found}
