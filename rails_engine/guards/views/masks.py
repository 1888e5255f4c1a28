"""Words in which signs stand for letters: ``*gn*r*``, ``p_ssw_rd``. Only known words are guessed."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from string import ascii_lowercase
from typing import TYPE_CHECKING

from rails_engine.guards.views.common import common, common_words

if TYPE_CHECKING:
    from rails_engine.guards.vocabulary import Vocabulary

MASKS = "*_#.-?\u2022\u2019"
_EDGES = ".,!?;:\"'()[]{}<>`~"
_VOWELS = frozenset("aeiou")
_TO_STARS = str.maketrans("aeiou", "*****")
_SIGNS_TO_STARS = str.maketrans(dict.fromkeys(MASKS, "*"))
#: One sort of sign among letters of small case.
_MASKED = re.compile(r"(?=[a-z*]*[a-z])[a-z*]{2,24}")
#: Up to so many signs are tried with all vowels; a shorter word with one sign could be too many words. Where
#: several signs stand for vowels, no vowel is left but a first one: else they only part letters.
_MOST_VOWELS, _LEAST_LETTERS, _LEAST_SURE = 3, 3, 5


def unmask(token: str, words: Vocabulary) -> str | None:
    """The word whose vowels, or one of whose letters, were made signs; the commonest of several."""
    found = _masked(words).get(token.strip(_EDGES))
    if found is not None:
        return found
    return _unmask(token, words)


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
        found = _masked(words).get(form) or (
            _masked_tails(words).get(form) if len(form) >= _LEAST_LETTERS else None
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


@lru_cache(maxsize=2)
def _masked(words: Vocabulary) -> dict[str, str]:
    forms: dict[str, str] = {}
    for word in (*common_words(), *sorted(words.keys)):
        masked = word.translate(_TO_STARS)
        if "*" in masked and masked.strip("*"):
            forms.setdefault(masked, word)
    return forms


@lru_cache(maxsize=2)
def _masked_tails(words: Vocabulary) -> dict[str, str]:
    """The same for words whose first letter is left."""
    forms: dict[str, str] = {}
    for word in (*common_words(), *sorted(words.keys)):
        masked = word[0] + word[1:].translate(_TO_STARS)
        if "*" in masked and word[0] in "aeiou":
            forms.setdefault(masked, word)
    return forms
