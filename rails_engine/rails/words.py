"""Words as rails compare them: which of them carry meaning, and in one form where they have several.

English, and only as far as a table and a few endings go; words of other languages are all kept as they are.
"""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)?")
#: To cut ASCII at all that is in no word is six times as fast as to look for words, ten times as bytes.
_KEPT = frozenset(code for code in range(128) if chr(code).isalnum() or chr(code) == "'")
_TO_BLANKS = bytes(code if code in _KEPT else ord(" ") for code in range(256))
#: Words that say nothing about what a sentence is about.
STOPWORDS = frozenset(
    """
    a about actually after again all almost along already also although always am an and another any anyone
    anything are aren't around as at be because been before being but by came can can't cannot come could
    couldn't did didn't do does doesn't doing don't down during each either else ever every everyone
    everything few find for from further get gets getting give gives go goes going gone good got had hadn't
    has hasn't have haven't having he her here hers him his how how's however i i'd i'll i'm i've if in into
    is isn't it it's its itself just keep know let let's like made make makes making many may maybe me might
    more most much must my myself need needs no nor not now of off often on once one only or other others our
    ours out over own per perhaps please put quite rather really said same say says see seem seems shall she
    should since so some someone something still such sure take tell than thank thanks that that's the their
    them then there there's these they thing things this those though through to too under until up upon us
    use used using usually very want wants was wasn't way we well were weren't what what's when where whether
    which while who whom whose why will with within without won't would wouldn't yes yet you you're your yours
    """.split()  # noqa: SIM905 - a list of so many would take a page
)
#: A stem is no longer: what comes later in a word changes its form more often than its meaning.
_STEM = 7
_SHORTEST = 3
_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ed", "es", "ly")
_ONE_LETTER = ("s", "e", "y")


def folded_words(text: str) -> list[str]:
    """The words of a text in lower case."""
    text = text.casefold().replace("\u2019", "'")
    if not text.isascii():
        return _WORD.findall(text)
    words = text.encode().translate(_TO_BLANKS).decode().split()
    if "'" not in text:
        return words
    return [part for word in words for part in (_WORD.findall(word) if "'" in word else (word,))]


def content_words(text: str) -> list[str]:
    """The words that carry meaning, in lower case."""
    return [word for word in folded_words(text) if word not in STOPWORDS]


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A word in lower case without its ending, the same for most of its forms."""
    word = word.removesuffix("'s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            word = word[: -len(ending)]
            break
    while len(word) > _SHORTEST and word.endswith(_ONE_LETTER):
        word = word[:-1]
    if len(word) > _SHORTEST and word[-1] == word[-2]:
        word = word[:-1]
    return word[:_STEM]
