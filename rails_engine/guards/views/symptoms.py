"""Whether a text may hold broken words at all: a look that is cheap, before any word is mended.

Most texts hold names, jargon or another language, and nothing to mend. What is asked here is asked of all
unknown words at once, or of a few of them that stand far apart. It mends nothing and never speaks for a
text: where it sees a symptom, ``repair.py`` looks closely.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import pairwise
from operator import add
from string import ascii_lowercase
from typing import TYPE_CHECKING

from rails_engine.guards.views.ciphers import disguised_words, likely_table
from rails_engine.guards.views.leet import said_digits, undrawn
from rails_engine.guards.views.masks import MASKS, unmask
from rails_engine.guards.views.mending import EDGES, mend_word, nearest_key
from rails_engine.guards.views.segments import cut_in_two, cut_words, looks_like_words
from rails_engine.guards.views.vowels import lacks_vowels
from rails_engine.guards.views.wordwise import likely_change, read_moved, read_parts
from rails_engine.patterns import compile_pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.guards.vocabulary import Vocabulary
    from rails_engine.patterns import Pattern

#: Of so many unknown words each is tried; of more these, and one in so many.
_FEW, _ALL_TRIED, _ONE_IN = 3, 8, 16
#: The part of the tried ones that must have been words that matter, and how many close together are enough.
_ENOUGH, _CLOSE, _CLOSE_ENOUGH = 0.34, 5, 4
#: The part of them that must have been without vowels, or with every letter twice.
_ENOUGH_ALIKE = 0.25
#: Words of a cipher: the part of the unknown ones, and how many at least if there are many.
_CIPHERED, _LEAST = 0.04, 2
#: The part of a text's words that nobody knows if all its letters were moved, and how many at least.
_ALL_STRANGE, _LEAST_STRANGE = 0.4, 3
#: Unknown words of two known ones: how many are looked at, how many must be, and the part of them.
_PAIR, _PAIRS_TRIED, _LEAST_PAIRS, _SHARE_OF_PAIRS, _ENOUGH_PAIRS = range(5, 16), 6, 2, 0.25, 0.5
_SHORTEST_CIPHERED, _SHORTEST_SPLIT, _SHORTEST_BARE = 4, 5, 3
_LEAST_SPLIT, _SPLIT_SHARE, _WIDE_BLANKS = 2, 15, 3
#: Of the characters of a word in leet one in so many is a letter; numbers are none.
_LETTERS_IN_LEET = 3
#: Words that run together: names of programs are shorter.
_GLUED, _LONGEST_NAME = 16, 40
#: The same where there is no blank at all.
_GLUED_ALONE, _SEVERAL, _COMMON = 10, 3, 2
#: What stands beside another character like it is a word of another script, and no sign within a word.
_ABROAD = re.compile(r"[^\x00-\x7f]{2,}")
_LONG = re.compile(rf"[a-z]{{{_GLUED},}}")
_DIGITS_WITHIN = re.compile(r"(?<=[a-z])[0-9]+(?=[a-z])")
_LATIN, _NOT_LATIN = re.compile("[a-z]"), re.compile("[^a-z]+")
_MASKS = frozenset(MASKS)
_THREE_ALIKE = tuple(3 * letter for letter in ascii_lowercase)

_SIGNS = "".join(chr(code) for code in range(33, 127) if not chr(code).isalnum())
_LEET_SIGNS = "034567892@$+1!|"
_LEET_LETTERS = "oeasgtbgzastiii"
_LEET = frozenset(_LEET_SIGNS)
_NO_SIGNS = str.maketrans("", "", _SIGNS)
_TO_BLANKS = str.maketrans(_SIGNS, " " * len(_SIGNS))
_OTHER_SIGNS = "".join(sign for sign in _SIGNS if sign not in _LEET)
_NO_OTHERS = str.maketrans("", "", _OTHER_SIGNS)
_OTHERS_TO_BLANKS = str.maketrans(_OTHER_SIGNS, " " * len(_OTHER_SIGNS))
#: Leet with one or another letter for ``1``.
_UNLEET = str.maketrans(_LEET_SIGNS, _LEET_LETTERS)
_UNLEET_OTHERWISE = str.maketrans(_LEET_SIGNS, _LEET_LETTERS.replace("i", "l"))
#: Digits that are said.
_SAID = str.maketrans({"4": "for", "2": "to", "8": "ate"})
_ROT13 = str.maketrans(ascii_lowercase, ascii_lowercase[13:] + ascii_lowercase[:13])
_ATBASH = str.maketrans(ascii_lowercase, ascii_lowercase[::-1])


def may_be_broken(text: str, words: Vocabulary, written: str) -> bool:
    """Whether a folded text shows a sign of words that are broken, or of a cipher over some.

    ``written`` is the same with its capitals, as far as they are known.
    """
    chunks = text.split()
    if not words.keys.isdisjoint(map(add, chunks, chunks[1:])) and _are_split(chunks, words, text):
        return True
    known = words.words
    if _are_spaced(text, known) or said_digits(chunks):
        return True
    strange = [
        bare
        for chunk in dict.fromkeys(chunks)
        if chunk not in known and (bare := chunk.strip(EDGES)) not in known and not bare.isdigit()
    ]
    if "*" in text and any(unmask(chunk, words) in words.keys for chunk in chunks if "*" in chunk):
        return True
    if not strange:
        return False
    plain = [word for word in strange if word.isalpha() and word.isascii()]
    mostly = len(plain) >= max(_LEAST_STRANGE, _ALL_STRANGE * len(chunks))
    if len(plain) < len(strange):
        signed = [word for word in strange if word.isascii() and not word.isalpha()]
        foreign = [word for word in strange if not word.isascii() and _LATIN.search(word)]
        if foreign:
            together = _ABROAD.sub(" ", " ".join(foreign))
            signed += together.encode("ascii", "replace").decode().split()
        parts = " ".join(signed).translate(_TO_BLANKS).split()
        if _have_signs(signed, parts, words) or _are_masked(signed, words):
            return True
        parts += [run for word in signed if len(word) >= _GLUED for run in _LONG.findall(word)]
        plain += [part for part in parts if part not in known and part.isalpha() and part.isascii()]
        plain = list(dict.fromkeys(plain))
    if not plain:
        return False
    if mostly and _are_bare(plain):
        return True
    if mostly and (
        read_moved(text, words) or read_parts(text, words) or likely_table(plain, known) is not None
    ):
        return True
    return _are_ciphered(plain, known) or _are_misspelt(plain, words, text, written)


def _are_bare(plain: Sequence[str]) -> bool:
    """Whether several unknown words have no vowels to speak of."""
    some = [word for word in plain if len(word) >= _SHORTEST_BARE]
    return len(some) >= _LEAST_STRANGE and lacks_vowels("".join(some))


def _are_split(chunks: Sequence[str], words: Vocabulary, text: str) -> bool:
    """Whether blanks stand within words that matter: in one that has an unknown part, or in many."""
    pairs = [
        (one, two)
        for one, two in pairwise(chunks)
        if one + two in words.keys and len(one) + len(two) >= _SHORTEST_SPLIT
    ]
    if text.count("  ") >= _WIDE_BLANKS and len(pairs) >= _LEAST_SPLIT:
        return True
    if any(one not in words.words or two not in words.words for one, two in pairs):
        return True
    return len(pairs) >= _LEAST_SPLIT and len(pairs) * _SPLIT_SHARE >= len(chunks)


def _are_masked(signed: Sequence[str], words: Vocabulary) -> bool:
    """Whether a word that matters shows once signs are read as letters that they stand for."""
    return any(unmask(word, words) in words.keys for word in signed if not _MASKS.isdisjoint(word[1:-1]))


def _have_signs(signed: Sequence[str], parts: Sequence[str], words: Vocabulary) -> bool:
    """Whether a word that matters shows once signs are left out, or read as the letters they look like."""
    keys, seen, together = words.keys, frozenset(parts), " ".join(signed)
    squeezed = keys.intersection(together.translate(_NO_SIGNS).split()) - seen
    if squeezed and not squeezed.issubset(together.replace("'", "").translate(_TO_BLANKS).split()):
        return True
    if not keys.isdisjoint(_DIGITS_WITHIN.sub("", together).split()) and _DIGITS_WITHIN.search(together):
        meant = _DIGITS_WITHIN.sub("", together).split()
        if any(said in keys and said != word for said, word in zip(meant, together.split(), strict=True)):
            return True
    drawn = undrawn(together)
    if drawn != together and not keys.isdisjoint(drawn.translate(_UNLEET).split()):
        return True
    together = " ".join([word for word in signed if not _LEET.isdisjoint(word)])
    if not together:
        return False
    whole, parted = together.translate(_NO_OTHERS), together.translate(_OTHERS_TO_BLANKS)
    return any(
        _is_leet(written, written.translate(table), keys, seen)
        for written, table in (
            *((whole, _UNLEET), (whole, _UNLEET_OTHERWISE), (parted, _UNLEET), (whole, _SAID)),
        )
    )


def _is_leet(written: str, meant: str, keys: frozenset[str], seen: frozenset[str]) -> bool:
    """Whether a word that matters is meant, and written with enough letters: numbers mean nothing."""
    found = keys.intersection(meant.split()) - seen
    return bool(found) and any(
        said in found and _LETTERS_IN_LEET * sum(map(str.isalpha, word)) >= len(word)
        for word, said in zip(written.split(), meant.split(), strict=True)
    )


def _are_ciphered(plain: Sequence[str], known: frozenset[str]) -> bool:
    """Whether several unknown words are known ones under the same cipher."""
    count = len(plain)
    least = max(1 if count <= _ALL_TRIED else _LEAST, _CIPHERED * count)
    together = " ".join(plain)
    turned = together[::-1]
    tried = [turned, together.translate(_ROT13), together.translate(_ATBASH)]
    if count >= _LEAST_STRANGE:
        tried += [turned.translate(_ROT13), turned.translate(_ATBASH)]
    for read in tried:
        if sum(len(word) >= _SHORTEST_CIPHERED for word in known.intersection(read.split())) >= least:
            return True
    table = disguised_words()
    votes = Counter(cipher for word in table.keys() & plain for cipher in table[word])
    return max(votes.values(), default=0) >= least


def _are_misspelt(plain: Sequence[str], words: Vocabulary, text: str, written: str) -> bool:
    """Whether some of the words are misspelt ones that matter, or changed each in the same way."""
    count, keys, known = len(plain), words.keys, words.words
    together = " ".join(plain)
    if any(map(together.__contains__, _THREE_ALIKE)):
        drawn = [word for word in plain if any(map(word.__contains__, _THREE_ALIKE))][:_ALL_TRIED]
        if any(mend_word(word, words) in keys for word in drawn):
            return True
    tried = plain[:: -(-count // (_ALL_TRIED + count // _ONE_IN)) or 1]
    least = max(_LEAST, _ENOUGH_ALIKE * len(tried))
    if sum(word in words.skeletons or word[::2] == word[1::2] for word in tried) >= least:
        return True
    if likely_change(tried, known) is not None:
        return True
    if _are_pairs(plain, words, text):
        return True
    glued = _GLUED if " " in text else _GLUED_ALONE
    hits = [
        _are_glued(word, words, text, written)
        if len(word) >= glued
        else _matters(word, words) or (len(word) >= _GLUED_ALONE and _are_several(word, words))
        for word in tried
    ]
    found = sum(hits)
    if found >= (1 if count <= _FEW else max(_LEAST, _ENOUGH * len(tried))):
        return True
    return any(sum(hits[at : at + _CLOSE]) >= _CLOSE_ENOUGH for at in range(len(hits)))


def _are_pairs(plain: Sequence[str], words: Vocabulary, text: str) -> bool:
    """Whether many words are two without a blank; names of programs are, too, but stand among others."""
    pairs = [word for word in plain if len(word) in _PAIR]
    if len(pairs) < max(_LEAST_PAIRS, _SHARE_OF_PAIRS * (text.count(" ") + 1)):
        return False
    pairs = pairs[:_PAIRS_TRIED]
    cut = sum(
        (cut_in_two(word, words) or cut_words(word, words.words, words.levels)) is not None for word in pairs
    )
    return cut >= _ENOUGH_PAIRS * len(pairs)


def _matters(word: str, words: Vocabulary) -> bool:
    """Whether the word was meant to be one that matters; one that has only an ending more was not."""
    said = nearest_key(word, words)
    return said is not None and not word.startswith(said)


def _are_several(word: str, words: Vocabulary) -> bool:
    """Whether a word is three common ones at least, one of which matters; names of programs are two."""
    said = (cut_words(word, words.words, words.levels) or "").split()
    common = all(words.levels.get(part, 0) >= _COMMON for part in said)
    return common and len(said) >= _SEVERAL and not words.keys.isdisjoint(said)


def _are_glued(word: str, words: Vocabulary, text: str, written: str) -> bool:
    """Whether words that matter run together. With capitals within, they are the name of something."""
    at = text.find(word)
    inner = written[at + 1 : at + len(word)]
    in_words = " " in text and text.count(" ") * _GLUED > len(text)
    if in_words and len(word) <= _LONGEST_NAME and not inner.islower() and not inner.isupper():
        return False
    if not in_words and cut_words(word, words.words, words.levels) is not None:
        return True
    return not words.keys.isdisjoint((mend_word(word, words) or "").split())


def _are_spaced(text: str, known: frozenset[str]) -> bool:
    """Whether single letters with little between them make up words."""
    pattern = _letters()
    if not pattern.search(text):
        return False
    runs = (_NOT_LATIN.sub("", found[0].translate(_UNLEET)) for found in pattern.finditer(text))
    return any(looks_like_words(run, known) for run in runs)


@cache
def _letters() -> Pattern:
    """Single letters with little between them; digits alone are a table, other scripts have words."""
    gap, one = r"[^a-z0-9\x{c0}-\x{1fff}\x{3040}-\x{d7ff}]{1,4}", "[a-z0-9@$!|]"
    four = "|".join(gap.join("[a-z]" if at == letter else one for at in range(4)) for letter in range(4))
    return compile_pattern(rf"(?:^|[^a-z0-9])(?:{four})(?:{gap}{one})*(?:$|[^a-z0-9])")
