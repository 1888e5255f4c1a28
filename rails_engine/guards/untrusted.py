"""Text that nobody vouches for: documents, web pages, results of tools. Finds what gives orders in it.

In a request an order is the point; in a document it is the signal. Signs (``order_signs.py``) say who is
addressed, what passes for the system's words and where data would leave; the classifier of attacks adds its
word. Each sentence is judged by itself. Says where in the original it found something, and decides nothing.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from rails_engine.guards.classifier import shipped_model
from rails_engine.guards.order_signs import BIAS, LEARNED, LEARNED_LIMIT, SIGNS
from rails_engine.patterns import PatternSet

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rails_engine.guards.classifier import Model
    from rails_engine.guards.order_signs import Sign
    from rails_engine.guards.readings import Reading

#: A sentence ends with a stop before a blank, and so do a line, a cell, and a value of JSON.
_OTHERS = r"(?<=<)\||\|(?=>)|[.!?](?=[^\s\"])|\"(?!\s{0,9}[,:}\]])"
_MOST_LETTERS, _LEAST_LETTERS = 600, 12
_SENTENCE = re.compile(rf"(?:[^.!?\n\"|]++|{_OTHERS})++[.!?\"]{{0,3}}")
#: The same, cut where it is too long: it counts letters, and takes ten times as long.
_CUT_SENTENCE = re.compile(rf"(?:[^.!?\n\"|]|{_OTHERS}){{1,{_MOST_LETTERS}}}[.!?\"]{{0,3}}")
MAX_SENTENCES = 2_000
#: The edges of a sentence in a pattern.
_EDGE = re.compile(r"(?<![\\\[])\^|(?<!\\)\$(?=\)|$)")
#: The score from which on a sentence counts, by setting.
LEVELS = {"strict": 0.3, "balanced": 0.5, "permissive": 0.7}
#: Views that were hidden from readers: whoever hides an order knows why.
_HIDDEN = frozenset({"unseen", "decoded alone", "deciphered"})
#: What it adds that a sentence was hidden.
_HIDING = 2.5
_LARGEST_LOGIT, _LEAST = 40.0, 1e-9
#: Signs of less weight go into the score, and are not told.
PLAIN = 1.5
_LIKE_AN_ATTACK, _HIDDEN_ORDER = "reads like an attack", "hidden order"


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence that gives orders: where it stands in the original, what speaks for it, how surely."""

    start: int
    end: int
    #: What it does, by the plainest signs of it; the plainest first.
    kinds: tuple[str, ...]
    score: float


@cache
def _signs() -> PatternSet:
    return PatternSet([f"(?i){sign.pattern}" for sign in SIGNS], bytewise=True)


@cache
def telling_signs(wanted: frozenset[str]) -> PatternSet:
    """Of which one at least matches in a text that has a sentence of these kinds, wherever that begins."""
    plain = [sign.pattern for sign in SIGNS if sign.weight >= PLAIN and sign.kind in wanted]
    return PatternSet([f"(?i){_EDGE.sub('(?:)', pattern)}" for pattern in plain], bytewise=True)


def find_orders(
    reading: Reading, least: float, wanted: frozenset[str] | None = None, model: Model | None = None
) -> list[Finding]:
    """All sentences whose score reaches ``least``, in the order of the text, each once.

    With ``wanted`` only those that do something of these kinds: of others the classifier, which costs most,
    is not even asked.
    """
    model, matching = model or shipped_model(), _signs().matching
    found: dict[tuple[int, int], Finding] = {}
    for view in reading.views:
        before = (_HIDDEN_ORDER,) if not _HIDDEN.isdisjoint(view.kinds) else ()
        #: Whether a sentence without any sign, as most of them are, can be none that is wanted.
        passes = False
        if wanted is not None and not before and _LIKE_AN_ATTACK not in wanted:
            if not telling_signs(wanted).matching(view.text) and not _is_cut(view.text):
                continue
            passes = True
        for start, end in _sentences(view.text):
            sentence = view.text[start:end]
            signs = [SIGNS[index] for index in matching(sentence)]
            if not signs and passes:
                continue
            kinds = (*before, *_kinds(signs))
            if wanted is not None and not any(kind in wanted for kind in kinds):
                continue
            score = _score(sentence, signs, model, least, _HIDING if before else 0.0)
            if score >= least:
                place = view.span(start, end)
                known = found.get(place)
                if known is None or known.score < score:
                    found[place] = Finding(*place, kinds, score)
    return sorted(found.values(), key=lambda finding: (finding.start, -finding.end))


def strongest(findings: Sequence[Finding]) -> Finding | None:
    """The surest of them."""
    return max(findings, key=lambda finding: finding.score, default=None)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where sentences with some letters stand; of very many only so many are looked at, from both ends."""
    sentences = _CUT_SENTENCE if _is_cut(text) else _SENTENCE
    spans = [found.span() for found in sentences.finditer(text)]
    spans = [(start, end) for start, end in spans if end - start >= _LEAST_LETTERS]
    yield from spans[: MAX_SENTENCES // 2]
    yield from spans[max(MAX_SENTENCES // 2, len(spans) - MAX_SENTENCES // 2) :]


def _is_cut(text: str) -> bool:
    """Whether a sentence is so long that it ends where no word does."""
    return len(text) > _MOST_LETTERS and any(
        found.end() - found.start() > _MOST_LETTERS for found in _SENTENCE.finditer(text)
    )


def _kinds(signs: Sequence[Sign]) -> tuple[str, ...]:
    """What a sentence does that has these signs."""
    plain = sorted((sign for sign in signs if sign.weight >= PLAIN), key=lambda sign: -sign.weight)
    return tuple(dict.fromkeys(sign.kind for sign in plain)) or (_LIKE_AN_ATTACK,)


def _score(sentence: str, signs: Sequence[Sign], model: Model, least: float, more: float) -> float:
    """How surely a sentence gives orders; 0 if nothing could make it ``least``."""
    total = BIAS + more + sum(sign.weight for sign in signs)
    if _probability(total + LEARNED * LEARNED_LIMIT) < least:
        return 0.0
    return _probability(total + LEARNED * _learned(sentence, model))


def _probability(total: float) -> float:
    return 1 / (1 + math.exp(-min(max(total, -_LARGEST_LOGIT), _LARGEST_LOGIT)))


def _learned(sentence: str, model: Model) -> float:
    """How many logits the classifier of attacks is above its threshold, as far as that counts here."""
    above = model.logits(sentence)[0] - _logit(model.thresholds["jailbreak"]["balanced"])
    return min(max(above, -LEARNED_LIMIT), LEARNED_LIMIT)


def _logit(score: float) -> float:
    score = min(max(score, _LEAST), 1 - _LEAST)
    return math.log(score / (1 - score))
