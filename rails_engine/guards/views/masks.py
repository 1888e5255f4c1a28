"""Words in which signs stand for letters: ``*gn*r*``, ``p_ssw_rd``. Only known words are guessed."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from string import ascii_lowercase
from typing import TYPE_CHECKING

from rails_engine.guards.views.choice import by_consonants
from rails_engine.guards.views.common import common

if TYPE_CHECKING:
    from rails_engine.guards.vocabulary import Vocabulary

MASKS = "*_#.-?\u2022\u2019"
_EDGES = ".,!?;:\"'()[]{}<>`~"
_VOWELS = frozenset("aeiou")
_TO_STARS, _NO_VOWELS = str.maketrans("aeiou", "*****"), str.maketrans("", "", "aeiou")
_SIGNS_TO_STARS = str.maketrans(dict.fromkeys(MASKS, "*"))
#: One sort of sign among letters of small case.
_MASKED = re.compile(r"(?=[a-z*]*[a-z])[a-z*]{2,24}")
#: Up to so many signs are tried with all vowels; a shorter word with one sign could be too many words. Where
#: several signs stand for vowels, no vowel is left but a first one: else they only part letters.
_MOST_VOWELS, _LEAST_LETTERS, _LEAST_SURE = 3, 3, 5


def unmask(token: str, words: Vocabulary) -> str | None:
    """The word whose vowels, or one of whose letters, were made signs; the commonest of several."""
    return _of_form(token.strip(_EDGES), words) or _unmask(token, words)


@lru_cache(maxsize=4096)
def _unmask(token: str, words: Vocabulary) -> str | None:
    signs = {sign for sign in token if sign in MASKS}
    bare = token.strip(_EDGES) if signs & {"*", "_", "#", "-"} else token.strip("\"'()[]{}<>`~,;:!")
    bare = bare.translate(_SIGNS_TO_STARS)
    if "*" not in bare or not _MASKED.fullmatch(bare):
        return None
    if bare.count("*", 1, -1) > 1 and not _VOWELS.isdisjoint(bare[1:]):
        return None
    for form in (bare, bare.rstrip("*"), bare.strip("*")):
        found = _of_form(form, words) or (
            _of_form(form, words, begun=True) if len(form) >= _LEAST_LETTERS else None
        )
        if found is not None:
            return found
    if "**" in bare and bare.count("*") > _MOST_VOWELS:
        return None
    return _by_trying(bare, words)


def _by_trying(bare: str, words: Vocabulary) -> str | None:
    """The word that some letters in the place of the signs make."""
    count = bare.count("*")
    if count > _MOST_VOWELS or len(bare) - count < _LEAST_LETTERS:
        return None
    parts = bare.split("*")
    letters = ascii_lowercase if count == 1 else "aeiou"
    made = ["".join(map(str.__add__, parts, (*signs, ""))) for signs in product(letters, repeat=count)]
    for known in (common(), words.keys):
        found = next((word for word in made if word in known), None)
        if found is not None:
            return found
    if len(bare) < _LEAST_SURE:
        return None
    return next((word for word in made if word in words.words), None)


def _of_form(form: str, words: Vocabulary, *, begun: bool = False) -> str | None:
    """The word that has stars for its vowels in this form; ``begun``: for all but the one it begins with."""
    letters = form.replace("*", "")
    if not letters or letters == form:
        return None
    likely = [
        word
        for word in by_consonants(words).get(letters.translate(_NO_VOWELS))
        if form == (word[0] + word[1:].translate(_TO_STARS) if begun else word.translate(_TO_STARS))
    ]
    for known in (common(), words.keys):
        found = next((word for word in likely if word in known), None)
        if found is not None:
            return found
    return None
