"""How far a text says only what other texts say, by its words: no model, and no understanding.

Each sentence that claims something is compared with the sentences of the evidence: how many of its words
with a meaning stand there, and together; whether its numbers and names do; whether one denies what the
other says, or says the opposite. A sentence is as good as its words are found, less what contradicts.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from rails_engine.rails.sentences import split_sentences
from rails_engine.rails.words import STOPWORDS, content_words, folded_words, stem

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What is left of a sentence's score where ...
STRANGE_NUMBER = 0.25  #: ... a number is nowhere in the evidence,
MOVED_NUMBER = 0.55  #: ... it stands elsewhere than the rest,
STRANGE_NAME = 0.4  #: ... a name is nowhere in the evidence,
DENIED = 0.4  #: ... one of the two says "not",
OPPOSITE = 0.4  #: ... one says the opposite word.
#: How much of a sentence's score is for words that stand together in the evidence.
TOGETHER = 0.5
#: A word that is in more sentences of the evidence than this tells nothing about where to look.
MAX_PLACES = 50
#: Sentences with fewer words of meaning, and no number, claim nothing.
LEAST_WORDS = 2
#: A sentence of the evidence with so much of the best one's share of words counts as a place of them.
NEAR = 0.7

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
#: From two on: "one" is mostly no number.
_NUMBER_WORDS = {
    word: str(number)
    for number, word in enumerate(
        (
            *("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
            *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
        ),
        start=2,
    )
} | {"zero": "0", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "ninety": "90"}
_DENYING = frozenset("no not never none nobody nothing neither nor without cannot unable".split())  # noqa: SIM905
#: Numbers are compared as such.
_WITHOUT_MEANING = STOPWORDS | _NUMBER_WORDS.keys()
_OPPOSITES = (
    ("allowed", "forbidden"), ("before", "after"), ("cheap", "expensive"), ("closed", "open"),
    ("early", "late"), ("false", "true"), ("first", "last"), ("free", "paid"), ("fewer", "more"),
    ("higher", "lower"),
    ("include", "exclude"), ("increase", "decrease"), ("large", "small"), ("least", "most"), ("less", "more"),
    ("maximum", "minimum"), ("optional", "required"), ("safe", "dangerous"), ("up", "down"), ("win", "lose"),
)  # fmt: skip
_OPPOSITE_OF = {a: b for pair in _OPPOSITES for a, b in (pair, pair[::-1])}
#: A word with a capital letter behind another word, or behind a comma.
_NAME = re.compile(r"[^\W\d_a-z](?<=[\w,] .)[^\W_]*")
#: Marks of sources, and of whoever speaks.
_BRACKETED = re.compile(r"\[[^\[\]]{0,40}\]")
#: Words (as stems) about the evidence itself prove nothing, and need no proof.
_ABOUT_EVIDENCE = frozenset(
    map(stem, ("according", "answer", "based", "context", "document", "given", "information", "mention"))
) | frozenset(map(stem, ("passage", "provided", "source", "state", "text", "follow")))
#: How sentences begin that are about the conversation and not about the world.
_ABOUT_US = re.compile(
    r"(?i)(?:i|i'm|i\u2019m|i'll|we|let me|please|feel free|hello|hi|sure|of course|thank|thanks|sorry|"
    r"unfortunately,? i|if you have (?:any )?(?:more |other )?questions)\b"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is compared of one sentence."""

    stems: frozenset[str]
    numbers: frozenset[str]
    #: Words with a capital letter that do not owe it to their place.
    names: frozenset[str]
    denies: bool
    plain: frozenset[str]


def read_sentence(text: str) -> Sentence:
    """Take a sentence apart."""
    folded = set(folded_words(text))
    numbers = {_NUMBER_WORDS[word] for word in folded & _NUMBER_WORDS.keys()} | set(_numbers(text))
    names = {stem(name) for found in _NAME.findall(text) if (name := found.casefold()) not in STOPWORDS}
    content = folded - _WITHOUT_MEANING
    if numbers:
        content = {word for word in content if not word[0].isdigit()}
    return Sentence(
        stems=frozenset(map(stem, content)),
        numbers=frozenset(numbers),
        names=frozenset(names),
        denies=not _DENYING.isdisjoint(folded)
        or (_has_apostrophe(text) and any(word.endswith("n't") for word in folded)),
        plain=frozenset(map(stem, folded)),
    )


def _has_apostrophe(text: str) -> bool:
    return "'" in text or "\u2019" in text


@lru_cache(maxsize=32)
def _read_text(text: str) -> tuple[Sentence, ...]:
    """The same passages are retrieved again and again."""
    return tuple(map(read_sentence, split_sentences(text)))


def _numbers(text: str) -> Iterable[str]:
    for found in _NUMBER.findall(text):
        plain = found.replace(",", "") if _THOUSANDS.fullmatch(found) else found.replace(",", ".")
        yield (plain.rstrip("0").rstrip(".") if "." in plain else plain.lstrip("0")) or "0"


class Evidence:
    """Texts that are believed, ready to be compared with."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.sentences = [sentence for text in texts for sentence in _read_text(text)]
        self._places: dict[str, list[int]] = {}
        for at, sentence in enumerate(self.sentences):
            for word in sentence.stems:
                places = self._places.setdefault(word, [])
                if len(places) < MAX_PLACES:
                    places.append(at)
        self.numbers = frozenset(number for each in self.sentences for number in each.numbers)
        #: All stems.
        self.words = frozenset(word for each in self.sentences for word in each.plain)

    def places(self, stems: Iterable[str]) -> tuple[list[Sentence], int]:
        """The sentences with most of these words, and how many the best one has."""
        counts = Counter(chain.from_iterable(self._places.get(word, ()) for word in stems))
        most = max(counts.values(), default=0)
        near = sorted(at for at, n in counts.items() if n >= NEAR * most)
        return [self.sentences[at] for at in near], most


@dataclass(frozen=True, slots=True)
class Support:
    """How far a sentence is supported: 1.0 in full, 0.0 not at all; and what speaks against it."""

    sentence: str
    score: float
    against: tuple[str, ...] = field(default=())


def claims(text: str) -> Iterable[str]:
    """The sentences of a text that say something about the world."""
    for sentence in split_sentences(_BRACKETED.sub(" ", text)):
        if sentence.endswith("?") or _ABOUT_US.match(sentence):
            continue
        if len(content_words(sentence)) >= LEAST_WORDS or _NUMBER.search(sentence):
            yield sentence


def support_of(text: str, evidence: Evidence, *, question: str = "") -> Support:
    """How far the evidence supports one sentence. The question's own words prove nothing."""
    claim = read_sentence(text)
    found = claim.stems & evidence.words
    counted = len(found)
    if missing := claim.stems - found:
        counted += len(missing - _ABOUT_EVIDENCE - set(map(stem, content_words(question))))
    places, most = evidence.places(found)
    score = 1.0
    if counted:
        score = (1 - TOGETHER) * len(found) / counted + TOGETHER * (most / counted)
    against = list(_contradictions(claim, evidence, places))
    for _, left in against:
        score *= left
    return Support(text, score, tuple(what for what, _ in against))


def _contradictions(
    claim: Sentence, evidence: Evidence, places: list[Sentence]
) -> Iterable[tuple[str, float]]:
    """What speaks against a claim, and what it leaves of the score."""
    if claim.numbers - evidence.numbers:
        yield "number", STRANGE_NUMBER
    elif places and not any(claim.numbers <= each.numbers for each in places):
        yield "number elsewhere", MOVED_NUMBER
    if claim.names - evidence.words:
        yield "name", STRANGE_NAME
    if places and all(each.denies != claim.denies for each in places):
        yield "negation", DENIED
    if places and all(_opposes(claim, each) for each in places):
        yield "opposite", OPPOSITE


def _opposes(claim: Sentence, other: Sentence) -> bool:
    return any(
        _OPPOSITE_STEMS.get(word) in other.plain and word not in other.plain
        for word in claim.plain & _OPPOSITE_STEMS.keys()
    )


_OPPOSITE_STEMS = {stem(word): stem(other) for word, other in _OPPOSITE_OF.items()}
