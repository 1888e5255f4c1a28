"""Texts whose words stand in another order: from behind, or two by two the other way round.

A table has pairs of words that follow each other all the time. If more of them stand the wrong way round than
the right way, the text is read from behind. Two look-ups in sets are all that it costs an ordinary text.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from rails_engine.guards.classifier import shipped_model
from rails_engine.guards.views.view import Piece, View

if TYPE_CHECKING:
    from collections.abc import Sequence

_USUAL = """
how to|how can|how do|how did|how would|how should|can i|do i|can you|could you|would you|
do you|did you|are you|you are|you have|you will|you can|you must|you should|you were|
will you|i am|i have|i want|i need|i can|want to|need to|have to|going to|used to|
able to|like to|trying to|to be|to do|to make|to get|to the|to a|to my|to your|of the|
of a|of my|of your|of this|of all|of people|in the|in a|in my|in your|in this|on the|
on a|on my|at the|at a|for the|for a|for my|for me|with the|with a|with my|from the|
from a|from my|by the|about the|about a|and the|and then|and a|or the|is the|is a|is it|
is this|it is|this is|that is|there is|there are|what is|what are|what was|what does|
who is|where is|where can|why is|why are|why do|why does|when is|all the|all of|some of|
one of|out of|most of|because of|tell me|give me|show me|help me|let me|teach me|write a|
write an|create a|make a|build a|explain how|explain the|act as|pretend to|pretend you|
pretend that|as a|as an|as if|as the|if you|if i|that you|that i|that the|that are|
so that|such as|now you|from now|now on|your instructions|your rules|your prompt|
your system|the system|system prompt|previous instructions|all previous|all your|the previous|
the following|your previous|the user|ignore all|ignore the|ignore your|ignore previous|
do not|does not|did not|will not|is not|are not|should not|must not|cannot be|not be|
not to|will be|should be|can be|must be|would be|have been|has been|no longer|
without being|without getting|into a|into the|into my|a new|the same|the best|the most|
best way|way to|ways to|steps to|instructions for|instructions to|a bomb|a person|a child|
a story|a computer|step by|by step|such a|fake news|credit card|social media|my own|
your own|their own|someone to|people to|people who|someone who|a way|a list|list of|
kind of|type of|types of|number of|lot of|part of
"""
_BLANKS = re.compile(r"\s+")
_EDGES = ".,!?;:\"'()[]{}<>*`~"
#: So many pairs that stand right only then, and so many times as many as stand right now.
_LEAST, _LEAST_SHORT, _SHORT, _TIMES = 2, 1, 12, 1.5
_MOST_WORDS, _SAMPLE = 2_000, 1_000


@cache
def _right_way() -> frozenset[tuple[str, str]]:
    pairs = (tuple(pair.split()) for pair in _USUAL.replace("\n", "").split("|"))
    return frozenset((pair[0], pair[1]) for pair in pairs if pair)


@cache
def _wrong_way() -> frozenset[tuple[str, str]]:
    return frozenset((two, one) for one, two in _right_way() if (two, one) not in _right_way())


def reordered(view: View) -> View | None:
    """The text with its words in the other order, if that is plainly the right one."""
    wrong = _wrong_way()
    begin = view.text[:_SAMPLE].rstrip(_EDGES).split()
    if wrong.isdisjoint(pairwise(begin)):
        return None
    places = [(found.start(), found.end()) for found in re.finditer(r"\S+", view.text)][:_MOST_WORDS]
    words = [view.text[start:end].strip(_EDGES) for start, end in places]
    orders = (range(len(words) - 1, -1, -1), _two_by_two(len(words)))
    now = _usual_pairs(words)
    # From behind comes first: two by two, half of the pairs are right as well.
    then, best = max(
        (_usual_pairs([words[index] for index in order]), -which) for which, order in enumerate(orders)
    )
    least = _LEAST_SHORT if len(words) <= _SHORT else _LEAST
    return _in_order(view, places, orders[-best]) if then >= least and then > _TIMES * now else None


def _usual_pairs(words: Sequence[str]) -> int:
    """How many pairs are usual, or known to the classifiers."""
    right, known = _right_way(), shipped_model().neighbours
    return sum(pair in right or pair in known for pair in pairwise(words))


def _two_by_two(count: int) -> Sequence[int]:
    return [min(index ^ 1, count - 1) for index in range(count)]


def _in_order(view: View, places: Sequence[tuple[int, int]], order: Sequence[int]) -> View:
    pieces, parts, at = [], [], 0
    for index in order:
        start, end = places[index]
        pieces.append(Piece(at, start, end, exact=True))
        parts.append(view.text[start:end])
        at += end - start + 1
    return View(" ".join(parts), "reordered", view, lambda: pieces)
