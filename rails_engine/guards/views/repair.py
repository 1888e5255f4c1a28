"""Words put together again: leet, spaced-out letters, split, run-together, misspelt, rotated words.

One pass over the words that nobody knows; a text of known words costs one look-up a word. Guesses are
only made where they lead to a word of the vocabulary. What this refuses is to guess at meanings.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from rails_engine.guards.views.ciphers import plainness, read_cipher
from rails_engine.guards.views.leet import leet_words, said_digits
from rails_engine.guards.views.masks import MASKS, unmask
from rails_engine.guards.views.mending import EDGES, mend_word
from rails_engine.guards.views.segments import cut_words
from rails_engine.guards.views.symptoms import may_be_broken
from rails_engine.guards.views.view import Rewriter, View
from rails_engine.guards.views.wholes import STRETCH, read_together, read_whole

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rails_engine.guards.vocabulary import Vocabulary

#: A chunk without blanks; longer ones are cut.
_CHUNK = re.compile(r"\S{1,400}")
_WORD = re.compile(r"[^\W_]+")
_BEGINNINGS, _ENDS = "\"'([{<*`~", ".,?;:\"')]}>*`~"
_LETTER_RUN = re.compile(r"(?<![^\W_])[^\W_](?:[\W_]{1,4}[^\W_](?![^\W_])){3,2000}")
_ANY_LETTER = re.compile(r"[^\W\d_]")
_GAP = re.compile(r"[\W_]+")
#: A run of unknown words that may be one enciphered sentence, and how short a known word in it may be.
_LEAST_RUN = 3
_UNSIGNED = "joined"
_MASKS = frozenset(MASKS)
#: The part of the letters of a run that must then be in known words, for it to be words at all.
_ENOUGH = 0.6
_BRIDGE = 3
_MOST_PARTS = 3
_SHORTEST_JOINED, _LONGEST_JOINED = 5, 18
#: Of so many tries one in so many must mend something, or spelling is left alone for so many words.
_TRIES, _LEAST_SHARE, _REST = 14, 3, 48


def repair(view: View, words: Vocabulary) -> list[View]:
    """The view with its broken words mended, and what was deciphered by itself.

    Nothing if no word was broken that matters: names and jargon are mended into something now and then.
    """
    stretches = _broken_stretches(view, words)
    wholes = read_together(view, words, stretches)
    if not stretches:
        return wholes
    unsigned = _unsign(view, words)
    if unsigned is not view:
        view, stretches = unsigned, [(0, len(unsigned.text))]
    rewriter = _Mender(view, words)
    deciphered = False
    for start, end in stretches:
        deciphered |= _mend_stretch(view.text, start, end, rewriter, words)
    if not rewriter.matters and view.kind != _UNSIGNED:
        return wholes
    views = [rewriter.view("repaired"), *wholes]
    alone = rewriter.extract("deciphered") if deciphered else None
    return views if alone is None else [*views, alone]


def _broken_stretches(view: View, words: Vocabulary) -> list[tuple[int, int]]:
    """The parts of a text that show symptoms; those that touch are one."""
    found: list[tuple[int, int]] = []
    text = view.text
    written = view.parent.text if view.parent is not None and view.parent.text.isascii() else text
    start, size = 0, len(text)
    while start < size:
        end = min(start + STRETCH, size)
        if end < size:
            blank = max(text.rfind(" ", start, end), text.rfind("\n", start, end))
            end = blank if blank > start else end
        if may_be_broken(text[start:end], words, written[start:end]):
            if found and found[-1][1] == start:
                start = found.pop()[0]
            found.append((start, end))
        start = end
    return found


def _mend_stretch(text: str, start: int, end: int, rewriter: _Mender, words: Vocabulary) -> bool:
    """Join letters that stand apart, mend what is between; says whether anything was enciphered."""
    said = read_whole(text[start:end], words)
    if said is not None:
        rewriter.mend(start, end, said)
        rewriter.matters = True
        return True
    begun, deciphered = start, False
    for found in _LETTER_RUN.finditer(text, start, end):
        if not _ANY_LETTER.search(found[0]):
            continue
        deciphered |= _mend_between(text, begun, found.start(), rewriter, words)
        joined = join_letters(found[0], words)
        rewriter.mend(found.start(), found.end(), joined)
        rewriter.matters = rewriter.matters or plainness(joined, words.words) >= _ENOUGH
        begun = found.end()
    return _mend_between(text, begun, end, rewriter, words) or deciphered


def _unsign(view: View, words: Vocabulary) -> View:
    """The view with words for signs: digits among words in leet, and letters that were made signs."""
    chunks = list(_CHUNK.finditer(view.text))
    tokens = [chunk[0].strip(EDGES) or chunk[0] for chunk in chunks]
    found = leet_words(tokens, words.words) or said_digits(tokens)
    masked = {
        index: said
        for index, chunk in enumerate(chunks)
        if not _MASKS.isdisjoint(chunk[0]) and (said := unmask(chunk[0], words)) is not None
    }
    if not words.keys.isdisjoint(masked.values()):
        found |= masked
    if not found:
        return view
    rewriter = Rewriter(view)
    for index, said in sorted(found.items()):
        rewriter.put(*chunks[index].span(), said)
    return rewriter.view(_UNSIGNED)


class _Mender(Rewriter):
    """A rewriter that notes whether it has put a word that matters."""

    __slots__ = ("_hits", "_keys", "_rest", "_tries", "matters", "words")

    def __init__(self, view: View, words: Vocabulary) -> None:
        super().__init__(view)
        self.words = words
        self._keys = words.keys
        self._tries = self._hits = self._rest = 0
        self.matters = False

    def rests(self, bare: str) -> bool:
        """Whether a word of letters is left alone, since hardly any before it could be mended."""
        if not self._rest or not bare.isalpha():
            return False
        self._rest -= 1
        return True

    def note_hit(self) -> None:
        """Words were put together: the text is broken English."""
        self._hits += 1

    def meant(self, bare: str) -> str | None:
        """What a chunk was meant to be. Where hardly any can be mended, the text is no misspelt English."""
        if self._rest:
            return mend_word(bare, self.words, spelling=False)
        said = mend_word(bare, self.words)
        self._tries += 1
        self._hits += said is not None
        if self._tries == _TRIES:
            self._rest = _REST if self._hits * _LEAST_SHARE < _TRIES else 0
            self._tries = self._hits = 0
        return said

    def mend(self, start: int, end: int, said: str) -> None:
        """Put what was meant."""
        self.put(start, end, said)
        self.matters = self.matters or not self._keys.isdisjoint(said.split())


def join_letters(run: str, words: Vocabulary) -> str:
    """Spaced-out letters as words: a gap that is wider than most is a blank, else the vocabulary decides."""
    gaps = _GAP.findall(run)
    counts = Counter(gaps)
    usual = min(counts, key=lambda gap: (-counts[gap], len(gap)))
    parts = [""]
    for char, gap in zip(_GAP.sub("", run), [*gaps, ""], strict=False):
        parts[-1] += char
        if gap != usual and (len(gap) > len(usual) or (gap.isspace() and not usual.isspace())):
            parts.append("")
    said = (part if part in words.words else mend_word(part, words) or part for part in parts)
    return " ".join(
        cut_words(part, words.words, words.levels) or part if " " not in part else part for part in said
    )


def _mend_between(text: str, start: int, end: int, rewriter: _Mender, words: Vocabulary) -> bool:
    """Mend what stands between two runs of letters; says whether anything was enciphered."""
    deciphered = False
    for before, run in _strange_runs(text, start, end, words.words):
        if len(run) >= _LEAST_RUN:
            begin, finish = run[0].start(), run[-1].end()
            said = read_cipher(text[begin:finish], words.words)
            if said is not None:
                rewriter.mend(begin, finish, said)
                rewriter.matters = deciphered = True
                continue
        _mend_run(before, run, rewriter, words)
    return deciphered


def _strange_runs(
    text: str, start: int, end: int, known: frozenset[str]
) -> Iterator[tuple[re.Match[str] | None, list[re.Match[str]]]]:
    """Runs of chunks that nobody knows, each with the chunk before it. Short known words do not end one."""
    run: list[re.Match[str]] = []
    bridge: list[re.Match[str]] = []
    before: re.Match[str] | None = None
    last: re.Match[str] | None = None
    for chunk in _CHUNK.finditer(text, start, end):
        token = chunk[0]
        if token in known or ("*" not in token and _is_plain(token.strip(EDGES), known)):
            if run and len(token) <= _BRIDGE and len(bridge) < _BRIDGE:
                bridge.append(chunk)
            elif run:
                yield before, run
                run, bridge = [], []
        else:
            if not run:
                before = last
            run += bridge
            run.append(chunk)
            bridge = []
        last = chunk
    if run:
        yield before, run


def _is_plain(bare: str, known: frozenset[str]) -> bool:
    """Whether a chunk is made of words that need no help, or of nothing that could get some."""
    if not bare or bare in known or bare.isdigit():
        return True
    if bare.isalpha():
        return False
    parts = _WORD.findall(bare)
    if not parts:
        return True
    if len(parts[0]) == 1 or not all(part in known or part.isdigit() for part in parts):
        return False
    return len(parts) == 1 or "".join(parts) not in known


def _mend_run(
    before: re.Match[str] | None, run: Sequence[re.Match[str]], rewriter: _Mender, words: Vocabulary
) -> None:
    """Mend the chunks of a run one by one, or join them where blanks split a word."""
    known = words.words
    bare = [chunk[0].strip(EDGES) for chunk in run]
    index = 0
    if before is not None and before.start() >= rewriter.done:
        said = _joined([before[0].strip(EDGES), bare[0]], known)
        if said is not None:
            rewriter.mend(before.start(), run[0].end(), said)
            index = 1
    while index < len(run):
        if rewriter.rests(bare[index]):
            index += 1
            continue
        for size in range(min(_MOST_PARTS, len(run) - index), 1, -1):
            said = _joined(bare[index : index + size], known)
            if said is not None:
                rewriter.mend(run[index].start(), run[index + size - 1].end(), said)
                rewriter.note_hit()
                index += size
                break
        else:
            _mend_chunk(run[index], rewriter)
            index += 1


def _mend_chunk(chunk: re.Match[str], rewriter: _Mender) -> None:
    """Mend one chunk. Signs at its edges may be letters, too: ``!gn0r3``; then that is tried first."""
    token, known = chunk[0], rewriter.words.words
    inner, outer = token.strip(EDGES), token.rstrip(_ENDS).lstrip(_BEGINNINGS)
    tries = (inner,) if inner == outer else (outer, inner)
    for bare in tries:
        mended = None if not bare or _is_plain(bare, known) else rewriter.meant(bare)
        if mended is not None and (bare is inner or mended in known):
            at = chunk.start() + token.find(bare)
            rewriter.mend(at, at + len(bare), mended)
            return


def _joined(parts: Sequence[str], known: frozenset[str]) -> str | None:
    """The word that blanks split into these parts."""
    whole = "".join(parts)
    return whole if _SHORTEST_JOINED <= len(whole) <= _LONGEST_JOINED and whole in known else None
