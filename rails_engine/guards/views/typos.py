"""Misspelt words of a stretch that shows symptoms, each told from the words around it.

``mending.py`` takes the first word that is near; this weighs all that are. It is for stretches most of whose
unknown words are near to known ones: names and jargon are near to none.
"""

from __future__ import annotations

import re
from functools import lru_cache
from string import ascii_lowercase
from typing import TYPE_CHECKING

from rails_engine.guards.views.choice import choose

if TYPE_CHECKING:
    from rails_engine.guards.vocabulary import Vocabulary

_WORD = re.compile(r"(?<![\w@#/])[a-z]+(?:'[a-z]+)?(?![\w@/])")
_SHORTEST, _LONGEST = 4, 20
#: So many unknown words of a stretch are looked at, and this part of them must be near to known ones.
_MOST, _ENOUGH = 32, 0.6


def read_typos(text: str, words: Vocabulary) -> list[tuple[int, int, str]]:
    """The misspelt words of a stretch: where each stands, and what it is."""
    found = [(match.span(), match[0].replace("'", "")) for match in _WORD.finditer(text)]
    unknown = [word for _, word in found if word not in words.words and _SHORTEST <= len(word) <= _LONGEST]
    near = {word: _near(word, words) for word in unknown[:_MOST]}
    read = sum(map(bool, near.values()))
    if not read or read < _ENOUGH * len(near):
        return []
    options = [near.get(word) or (word,) for _, word in found]
    said = choose(options, words)
    return [(*span, meant) for (span, word), meant in zip(found, said, strict=True) if meant != word]


@lru_cache(maxsize=4096)
def _near(word: str, words: Vocabulary) -> tuple[str, ...]:
    """The words that matter or are not rare, and have one letter more, less or another, or two in turn."""
    parts = [(word[:at], word[at:]) for at in range(1, len(word) + 1)]
    made = {
        *(head + tail[1:] for head, tail in parts),
        *(head + tail[1] + tail[0] + tail[2:] for head, tail in parts if len(tail) > 1),
        *(head + letter + tail[1:] for head, tail in parts if tail for letter in ascii_lowercase),
        *(head + letter + tail for head, tail in parts for letter in ascii_lowercase),
    }
    likely = [other for other in made if other in words.levels or other in words.keys]
    return tuple(sorted(likely, key=lambda other: (-words.levels.get(other, 0), other)))
