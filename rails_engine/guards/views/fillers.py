"""Texts with something beside each word that says nothing: a number, a sign, the same word, the word again.

A look at the first words refuses ordinary texts. Also letters that stand where blanks should.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rails_engine.guards.views.view import Piece, View

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.guards.vocabulary import Vocabulary

#: So many words at least, so many are looked at first, and the part of them that must be fillers.
_LEAST, _BEGUN, _ENOUGH = 8, 16, 0.9
#: Shorter ones say nothing if there is one after each word.
_SHORT = 2
_EDGES = ".,!?;:\"'()[]{}<>*`~#"
#: Letters that are seldom ones of a word; so many words are parted by one, and this part of them is known.
_SELDOM, _LEAST_PARTS, _ENOUGH_KNOWN = "xqzj", 4, 0.7
#: In a text that has fewer blanks no word is left.
_LONGEST_WORD = 24
_MOST_WORDS = 4_000


def sifted(view: View, words: Vocabulary) -> View | None:
    """The text without its fillers, if there is one beside each word."""
    text = view.text
    begun = text.split(None, _BEGUN)[:_BEGUN]
    if not _may_be_fillers(*begun[:4]) or _parity(begun) is None:
        return _parted(view, words)
    places = [found.span() for found in re.finditer(r"\S+", text)][:_MOST_WORDS]
    parity = _parity([text[start:end] for start, end in places])
    return None if parity is None else _only(view, places[parity::2])


def _may_be_fillers(one: str = "", two: str = "", three: str = "", four: str = "") -> bool:
    """Whether the first words are alike, or every second one is short or none."""
    if one in {two, three} or two == four:
        return True
    return (_is_little(one) and _is_little(three)) or (_is_little(two) and _is_little(four))


def _is_little(chunk: str) -> bool:
    return len(chunk) <= _SHORT or not chunk.isalpha()


def _parity(chunks: Sequence[str]) -> int | None:
    """At which of every two places the words stand that say something."""
    if len(chunks) < _LEAST:
        return None
    bare = [chunk.strip(_EDGES) for chunk in chunks]
    first, second = bare[::2], bare[1::2]
    if _share([one == other for one, other in zip(first, second, strict=False)]) >= _ENOUGH:
        return 0
    for fillers, others, parity in ((second, first, 0), (first, second, 1)):
        if _share([word.isalpha() for word in others]) < _ENOUGH_KNOWN or len(set(others)) == 1:
            continue
        says_nothing = [not word or word.isdigit() or not word.isalnum() for word in fillers]
        if len(set(fillers)) == 1 or _share(says_nothing) >= _ENOUGH:
            return parity
        if max(map(len, fillers)) <= _SHORT < max(map(len, others)):
            return parity
    return None


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / len(hits)


def _parted(view: View, words: Vocabulary) -> View | None:
    """The text with blanks for the letter that parts its words."""
    text = view.text
    if len(text) < _LONGEST_WORD or text.count(" ") * _LONGEST_WORD > len(text):
        return None
    for letter in _SELDOM:
        parts = text.split(letter)
        if (
            len(parts) >= _LEAST_PARTS
            and _share([part.strip(_EDGES) in words.words for part in parts]) >= _ENOUGH_KNOWN
        ):
            return View(text.replace(letter, " "), "sifted", view)
    return None


def _only(view: View, places: Sequence[tuple[int, int]]) -> View:
    pieces, parts, at = [], [], 0
    for start, end in places:
        pieces.append(Piece(at, start, end, exact=True))
        parts.append(view.text[start:end])
        at += end - start + 1
    return View(" ".join(parts), "sifted", view, lambda: pieces)
