"""What a pattern's matches begin with: from a pattern, the one that matches every beginning of its matches.

Text that is still being written can become a match only from where such a beginning reaches to its end,
so this is what tells a stream how little it has to hold back. Reads the syntax of RE2; a pattern that it
cannot read gets no answer rather than a wrong one. Matches nothing itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from rails_engine.errors import RailsError

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


class UnreadablePatternError(RailsError):
    """The pattern has something that is not known here. It may be a good pattern all the same."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A pattern and the pattern of its beginnings. ``empty`` if it takes up no character (an assertion)."""

    whole: str
    begun: str


_NOTHING = _Part("", "")


def begun_pattern(pattern: str) -> str:
    """The pattern of everything that a match may begin with, from nothing to the whole match.

    Groups in it capture nothing. Raises :class:`UnreadablePatternError`.
    """
    return _read(pattern).begun


def plain_pattern(pattern: str) -> str:
    """The same pattern without names and captures, so that many can stand in one."""
    return _read(pattern).whole


def _read(pattern: str) -> _Part:
    reader = _Reader(pattern)
    part = reader.alternatives({}, 0)
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
        )

    def _sequence(self, flags: dict[str, bool], depth: int) -> _Part:
        parts: list[_Part] = []
        while self.at < len(self.text) and self.text[self.at] not in "|)":
            part = self._group(flags, depth) if self.text[self.at] == "(" else self._atom(flags)
            if part is not None:
                parts += self._quoted(flags) if part is _NOTHING else [self._repeated(part)]
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
                return _NOTHING
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
    return _Part(whole, "" if source in _ASSERTIONS else f"(?:{whole})?")


def _joined(parts: list[_Part]) -> _Part:
    """One after the other: the beginning of the first, or all of it and the beginning of what follows."""
    if not parts:
        return _Part("", "")
    begun = parts[-1].begun
    for part in reversed(parts[:-1]):
        if part.begun == f"(?:{part.whole})?":
            begun = f"(?:{part.whole}{begun})?"
        else:
            begun = f"(?:{part.begun}|{part.whole}{begun})"
    return _Part("".join(part.whole for part in parts), begun)


def _times(part: _Part, least: int, most: int | None, lazy: str) -> _Part:
    whole = f"(?:{part.whole})"
    if most is None:
        count = {0: "*", 1: "+"}.get(least, f"{{{least},}}")
        return _Part(f"{whole}{count}{lazy}", f"(?:{whole}*{part.begun})")
    if most == 0:
        return _Part(f"{whole}{{0}}", "")
    before = "" if most == 1 else f"{whole}{{0,{most - 1}}}"
    return _Part(f"{whole}{{{least},{most}}}{lazy}", f"(?:{before}{part.begun})")
