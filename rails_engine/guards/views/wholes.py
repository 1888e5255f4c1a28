"""Stretches of a text that are read as a whole: all words changed in one way, or told from those around them.

What ``repair.py`` mends word by word is no concern of it. It refuses what does not become known words.
"""

from __future__ import annotations

import re
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from rails_engine.guards.views.ciphers import decipher, likely_table, moves_vowels, read_cipher
from rails_engine.guards.views.leet import read_leet
from rails_engine.guards.views.mending import EDGES
from rails_engine.guards.views.splits import read_split
from rails_engine.guards.views.typos import read_typos
from rails_engine.guards.views.view import Rewriter, View
from rails_engine.guards.views.vowels import lacks_vowels, read_vowels
from rails_engine.guards.views.wordwise import likely_change, read_changed, read_moved, read_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rails_engine.guards.vocabulary import Vocabulary

#: A long text is looked at in parts of so many characters.
STRETCH = 4000
#: What is told from the words around it is looked for in so many parts that show symptoms.
_MOST_STRETCHES = 10
#: A run of unknown words that may be one enciphered sentence.
_LEAST_RUN = 3
#: The part of a stretch's words that nobody knows if it is enciphered, or if many of its words were changed.
_MOSTLY, _PARTLY = 0.85, 0.25
#: The part of the unknown words behind which a known one stands, if every second word or so is enciphered.
_BY_ITSELF = 0.4
_NO_LETTERS = re.compile("[^a-z]+")


def read_together(view: View, words: Vocabulary, broken: Sequence[tuple[int, int]]) -> list[View]:
    """The view with words that are told from the words around them: without vowels, or in leet."""
    text = view.text
    starts = range(0, len(text), STRETCH)
    bare = [(at, part) for at in starts if lacks_vowels(part := text[at : at + STRETCH])]
    parts = [
        (at, text[at : min(at + STRETCH, end)]) for start, end in broken for at in range(start, end, STRETCH)
    ]
    some = (parts or bare)[:_MOST_STRETCHES]
    if not some:
        return []
    rewriters = [Rewriter(view) for _ in range(5)]
    for at, part in some:
        readings = (
            *read_vowels(part, words),
            read_leet(part, words),
            read_split(part, words),
            read_typos(part, words),
        )
        for rewriter, found in zip(rewriters, readings, strict=True):
            for start, end, said in found:
                rewriter.put(at + start, at + end, said)
    views = [rewriter.view("repaired") for rewriter in rewriters if rewriter.done]
    return list({other.text: other for other in reversed(views)}.values())[::-1]


def read_whole(text: str, words: Vocabulary) -> str | None:
    """What a stretch says if most of its words are unknown, and all were changed in the same way."""
    known, chunks = words.words, text.split()
    strange = [bare for chunk in chunks if (bare := chunk.strip(EDGES)) not in known and not bare.isdigit()]
    if len(strange) >= _MOSTLY * len(chunks):
        said = read_cipher(text, known)
        if said is not None:
            return said
    if len(strange) < _PARTLY * len(chunks) or len(strange) < _LEAST_RUN:
        return None
    said = read_parts(text, words)
    if said is not None:
        return said
    letters = [_NO_LETTERS.sub("", chunk) for chunk in strange]
    among_others = _are_among_others([chunk.strip(EDGES) in known for chunk in chunks])
    table = likely_table(letters, known)
    if table is not None and moves_vowels(table):
        return decipher(text, table)
    if table is not None and among_others:
        change: Callable[[str], str] | None = partial(decipher, cipher=table)
    else:
        change = likely_change(letters, known, among_others=among_others)
    if change is None:
        return read_moved(text, words)
    readings = [read_changed(text, change, known, partly=partly) for partly in (False, True)]
    return max(readings, key=lambda said: sum(words.levels.get(word, 0) for word in said.split()))


def _are_among_others(known: Sequence[bool]) -> bool:
    """Whether unknown words stand one by one among known ones, not many in a row."""
    ends = sum(after and not here for here, after in pairwise(known))
    return ends >= _BY_ITSELF * known.count(False)
