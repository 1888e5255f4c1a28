"""The one door to RE2: patterns of the operator, compiled at load, refused there if they cannot be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import re2

from rails_engine.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Pattern(Protocol):
    """What of a compiled pattern rails use."""

    def search(self, text: str, pos: int = 0) -> Any:
        """The first match anywhere from ``pos`` on, which looks back at what is before it, or None."""

    def finditer(self, text: str | bytes, pos: int = 0) -> Iterator[Any]:
        """All matches from ``pos`` on, none over another; bytes are UTF-8, and places in them are theirs."""


def compile_pattern(source: str, *, case_insensitive: bool = False) -> Pattern:
    """Compile a pattern, or say why it cannot be one."""
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = not case_insensitive
    try:
        compiled: Pattern = re2.compile(source, options)
    except re2.error as error:
        reason = error.args[0] if error.args else "not a pattern"
        text = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        raise ConfigError(
            f"the pattern {source!r} cannot be used: {text}",
            hint="Patterns run on RE2: no look-around and no back-references, so that none can hang.",
        ) from None
    return compiled


class PatternSet:
    """Many patterns in one pass: says which of them match somewhere, not where."""

    def __init__(self, sources: Sequence[str]) -> None:
        options = re2.Options()
        options.log_errors = False
        self._set = re2.Set.SearchSet(options)
        for source in sources:
            self._set.Add(source)
        self._set.Compile()

    def matching(self, text: str) -> Sequence[int]:
        """The places in the list of the patterns that match. Halves of surrogate pairs count as ``?``."""
        try:
            return self._set.Match(text) or ()
        except UnicodeEncodeError:
            return self._set.Match(text.encode("utf-8", "replace").decode()) or ()
