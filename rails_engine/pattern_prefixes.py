"""What a pattern's matches begin with: from a pattern, the one that matches every beginning of its matches.

Text that is still being written can become a match only from where such a beginning reaches to its end,
so this is what tells a stream how little it has to hold back. Their first few letters alone tell, more
cheaply, of most text that no match begins in it. Reads the syntax of RE2; a pattern that it cannot read
gets no answer rather than a wrong one. Matches nothing itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from rails_engine.errors import RailsError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Repetitions and groups inside one another: every level adds a copy of what is inside it.
MAX_DEPTH = 20
MAX_LENGTH = 20_000

_COUNT = re.compile(r"\{(\d+)(,(\d*))?\}")
_GROUP = re.compile(r"\(\?(?:P?<\w+>|(?P<flags>[imsU]*(?:-[imsU]+)?)(?P<end>[:)]))")
#: A class, with ``]`` first in it or escaped, named classes and escapes inside.
_CLASS = re.compile(r"\[\^?\]?(?:\[:\^?\w+:\]|\\[pP](?:\{[^}]*\}|.)|\\.|[^\]\\])*\]", re.DOTALL)
_ESCAPE = re.compile(
    r"\\(?:[pP](?:\{[^}]*\}|[A-Z])|x\{[0-9A-Fa-f]+\}|x[0-9A-Fa-f]{2}|[0-7]{1,3}|[^\dQEC])", re.DOTALL
)
_QUOTED = re.compile(r"\\Q(.*?)(?:\\E|\Z)", re.DOTALL)
_ASSERTIONS = frozenset({"^", "$", r"\b", r"\B", r"\A", r"\z"})

#: Of so many letters heads are made, of so many ways a match can begin, and of so many letters in one place.
HEAD_LENGTH = 4
MAX_HEADS = 64
MAX_LETTERS = 200
_RANGES = {"d": "0-9", "w": "0-9A-Za-z_", "s": "\t\n\f\r "}
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}
#: What RE2 takes for the same letter besides its other case.
_TWINS = {"k": "\u212a", "s": "\u017f"}
#: A letter's place in a head: what may stand there, or None for anything.
Place = frozenset[str] | None


class UnreadablePatternError(RailsError):
    """The pattern has something that is not known here. It may be a good pattern all the same."""


@dataclass(frozen=True, slots=True)
class _Head:
    """How a match may begin; ``ended`` if this is all of it, and what follows goes on from here."""

    places: tuple[Place, ...] = ()
    ended: bool = True


_ENDED = (_Head(),)


@dataclass(frozen=True, slots=True)
class _Part:
    """A pattern, the pattern of its beginnings, and its heads; None where they would be too many."""

    whole: str
    begun: str
    heads: tuple[_Head, ...] | None = _ENDED


_QUOTE = _Part("", "")


def begun_pattern(pattern: str) -> str:
    """The pattern of everything that a match may begin with, from nothing to the whole match.

    Groups in it capture nothing. Raises :class:`UnreadablePatternError`.
    """
    return _read(pattern).begun


def head_pattern(patterns: Sequence[str], *, case_insensitive: bool = False) -> str | None:
    """For Python's ``re``: matches wherever a match of a pattern begins, or may be about to at the end.

    It matches elsewhere too. None where it would be no shorter a way, or matches nearly anywhere.
    """
    flags = {"i": True} if case_insensitive else {}
    heads = [_read(pattern, flags).heads for pattern in patterns]
    written: set[str] = set()
    for found in heads:
        if found is None or any(not head.places or head.places[0] is None for head in found):
            return None
        written.update(_write_head(head.places) for head in found)
    return "|".join(sorted(written)) if 0 < len(written) <= MAX_HEADS else None


def _write_head(places: tuple[Place, ...]) -> str:
    r"""``ab`` as ``[a](?:[b]|\Z)``: the text may end before the head does."""
    written = ""
    for place in reversed(places):
        letters = r"[\s\S]" if place is None else "[" + re.escape("".join(sorted(place))) + "]"
        written = f"{letters}(?:{written}|\\Z)" if written else letters
    return written


def plain_pattern(pattern: str) -> str:
    """The same pattern without names and captures, so that many can stand in one."""
    return _read(pattern).whole


def _read(pattern: str, flags: Mapping[str, bool] = MappingProxyType({})) -> _Part:
    reader = _Reader(pattern)
    part = reader.alternatives(dict(flags), 0)
    if reader.at < len(pattern):
        raise UnreadablePatternError(f"the pattern {pattern!r} has a bracket too many")
    if len(part.begun) > MAX_LENGTH:
        raise UnreadablePatternError(f"the pattern {pattern!r} has too many beginnings")
    return part


@dataclass(slots=True)
class _Reader:
    text: str
    at: int = 0
    _flags: dict[str, bool] = field(default_factory=dict)

    def alternatives(self, flags: dict[str, bool], depth: int) -> _Part:
        """Until the bracket that closes the group, or the end."""
        if depth > MAX_DEPTH:
            raise UnreadablePatternError("the pattern's groups are too deep")
        found = [self._sequence(flags, depth)]
        while self.text[self.at : self.at + 1] == "|":
            self.at += 1
            found.append(self._sequence(flags, depth))
        if len(found) == 1:
            return found[0]
        return _Part(
            "(?:" + "|".join(part.whole for part in found) + ")",
            "(?:" + "|".join(part.begun for part in found) + ")",
            _either([part.heads for part in found]),
        )

    def _sequence(self, flags: dict[str, bool], depth: int) -> _Part:
        parts: list[_Part] = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            part = self._group(flags, depth) if self.text[self.at] == "(" else self._atom(flags)
            if part is not None:
                parts += self._quoted(flags) if part is _QUOTE else [self._repeated(part)]
        return _joined(parts)

    def _group(self, flags: dict[str, bool], depth: int) -> _Part | None:
        """None for flags that hold for what follows in the group around them."""
        inside = flags
        if self.text.startswith("(?", self.at):
            found = _GROUP.match(self.text, self.at)
            if found is None:
                raise self._unknown()
            self.at = found.end()
            if found["end"] is not None:
                on, _, off = found["flags"].partition("-")
                changed = {**flags, **dict.fromkeys(on, True), **dict.fromkeys(off, False)}
                if found["end"] == ")":
                    flags.clear()
                    flags.update(changed)
                    return None
                inside = changed
        else:
            self.at += 1
        part = self.alternatives(dict(inside), depth + 1)
        if self.text[self.at : self.at + 1] != ")":
            raise self._unknown()
        self.at += 1
        return replace(part, whole=f"(?:{part.whole})")

    def _atom(self, flags: dict[str, bool]) -> _Part:
        start = self.text[self.at]
        if start == "[":
            found = _CLASS.match(self.text, self.at)
        elif start == "\\":
            if self.text.startswith("\\Q", self.at):
                return _QUOTE
            found = _ESCAPE.match(self.text, self.at)
        elif start in "*+?":
            raise self._unknown()
        else:
            self.at += 1
            return _one(start, flags)
        if found is None:
            raise self._unknown()
        self.at = found.end()
        return _one(found.group(), flags)

    def _quoted(self, flags: dict[str, bool]) -> list[_Part]:
        r"""The characters between ``\Q`` and ``\E``; a repetition after it is the last one's."""
        found = _QUOTED.match(self.text, self.at)
        if found is None:
            raise self._unknown()
        self.at = found.end()
        parts = [_one(re.escape(letter), flags) for letter in found[1]]
        return [*parts[:-1], self._repeated(parts[-1])] if parts else []

    def _repeated(self, part: _Part) -> _Part:
        while self.at < len(self.text):
            mark = self.text[self.at]
            if mark in "*+?":
                self.at += 1
                least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}[mark]
            elif found := _COUNT.match(self.text, self.at):
                self.at = found.end()
                least = int(found[1])
                most = least if found[2] is None else int(found[3]) if found[3] else None
            else:
                break
            lazy = self.text[self.at : self.at + 1] == "?"
            self.at += lazy
            part = _times(part, least, most, "?" if lazy else "")
        return part

    def _unknown(self) -> UnreadablePatternError:
        return UnreadablePatternError(f"the pattern {self.text!r} cannot be read at character {self.at + 1}")


def _one(source: str, flags: dict[str, bool]) -> _Part:
    """One character, or an assertion: with the flags that hold where it stands."""
    known = {name: on for name, on in flags.items() if name != "U"}
    if known:
        on = "".join(name for name in known if known[name])
        off = "".join(name for name in known if not known[name])
        whole = f"(?{on}{'-' + off if off else ''}:{source})"
    else:
        whole = source
    if source in _ASSERTIONS:
        return _Part(whole, "")
    return _Part(whole, f"(?:{whole})?", (_Head((_letters(source, flags),)),))


def _joined(parts: list[_Part]) -> _Part:
    """One after the other: the beginning of the first, or all of it and the beginning of what follows."""
    if not parts:
        return _Part("", "")
    heads: tuple[_Head, ...] | None = _ENDED
    for part in parts:
        heads = _then(heads, part.heads)
    begun = parts[-1].begun
    for part in reversed(parts[:-1]):
        if part.begun == f"(?:{part.whole})?":
            begun = f"(?:{part.whole}{begun})?"
        else:
            begun = f"(?:{part.begun}|{part.whole}{begun})"
    return _Part("".join(part.whole for part in parts), begun, heads)


def _times(part: _Part, least: int, most: int | None, lazy: str) -> _Part:
    whole = f"(?:{part.whole})"
    heads = _repeated_heads(part.heads, least, most)
    if most is None:
        count = {0: "*", 1: "+"}.get(least, f"{{{least},}}")
        return _Part(f"{whole}{count}{lazy}", f"(?:{whole}*{part.begun})", heads)
    if most == 0:
        return _Part(f"{whole}{{0}}", "")
    before = "" if most == 1 else f"{whole}{{0,{most - 1}}}"
    return _Part(f"{whole}{{{least},{most}}}{lazy}", f"(?:{before}{part.begun})", heads)


# Heads


def _either(ways: Sequence[tuple[_Head, ...] | None]) -> tuple[_Head, ...] | None:
    heads: dict[_Head, None] = {}
    for way in ways:
        if way is None:
            return None
        heads.update(dict.fromkeys(way))
    return tuple(heads) if len(heads) <= MAX_HEADS else None


def _then(first: tuple[_Head, ...] | None, second: tuple[_Head, ...] | None) -> tuple[_Head, ...] | None:
    """What begins like the first, and goes on like the second where the first is at its end."""
    if first is None or second is None:
        return None
    heads: dict[_Head, None] = {}
    for head in first:
        if not head.ended or len(head.places) == HEAD_LENGTH:
            heads[_Head(head.places, ended=False)] = None
            continue
        for more in second:
            places = (*head.places, *more.places)
            heads[_Head(places[:HEAD_LENGTH], ended=more.ended and len(places) <= HEAD_LENGTH)] = None
    return tuple(heads) if len(heads) <= MAX_HEADS else None


def _repeated_heads(
    heads: tuple[_Head, ...] | None, least: int, most: int | None
) -> tuple[_Head, ...] | None:
    """As often as it can matter for the first few letters."""
    often = HEAD_LENGTH if most is None else min(most, HEAD_LENGTH)
    so_far: tuple[_Head, ...] | None = _ENDED
    ways: list[tuple[_Head, ...] | None] = [so_far] if least == 0 else []
    for count in range(1, often + 1):
        so_far = _then(so_far, heads)
        if count >= least or count == often:
            ways.append(so_far)
    return _either(ways)


def _letters(source: str, flags: dict[str, bool]) -> Place:
    """Which letters a piece of a pattern stands for; None where that is not worth telling."""
    letters = _class_letters(source) if source.startswith("[") else _escape_letters(source)
    if letters is None or not flags.get("i"):
        return letters
    if not "".join(letters).isascii():
        return None
    return frozenset(twin for one in letters for twin in _twins(one))


def _twins(letter: str) -> set[str]:
    folded = letter.lower()
    return {folded, letter.upper(), _TWINS.get(folded, folded)}


def _escape_letters(source: str) -> Place:
    if source == ".":
        return None
    if not source.startswith("\\"):
        return frozenset(source)
    kind = source[1]
    if len(source) == 2 and kind in _RANGES:  # noqa: PLR2004 - a backslash and a letter
        return _class_letters(f"[{_RANGES[kind]}]")
    if len(source) == 2 and kind in _CONTROLS:  # noqa: PLR2004 - likewise
        return frozenset(_CONTROLS[kind])
    return frozenset(kind) if len(source) == 2 and not kind.isalnum() else None  # noqa: PLR2004 - likewise


def _class_letters(source: str) -> Place:
    """Of plain letters and ranges."""
    inside = source[1:-1]
    for kind, ranges in _RANGES.items():
        inside = inside.replace(f"\\{kind}", ranges)
    if inside.startswith("^") or "[:" in inside or "\\" in inside:
        return None
    letters: set[str] = set()
    at = 0
    while at < len(inside):
        if at + 2 < len(inside) and inside[at + 1] == "-":
            first, last = ord(inside[at]), ord(inside[at + 2])
            if last - first >= MAX_LETTERS:
                return None
            letters.update(map(chr, range(first, last + 1)))
            at += 3
        else:
            letters.add(inside[at])
            at += 1
    return frozenset(letters)
