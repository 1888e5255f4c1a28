"""The one door to YARA: rules of the operator, compiled at load, refused there if they cannot be.

The package is optional (the extra ``yara``). Rules run with a time-out, and neither include files nor
print to the console.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rails_engine.errors import ActionError, ConfigError, MissingExtraError

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Seconds for one text; a rule that takes longer makes its rail fail.
TIMEOUT = 2
#: What in UTF-8 goes on with a character.
_INNER_BYTES = bytes(range(0x80, 0xC0))


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that matches, and where its strings do."""

    rule: str
    spans: tuple[tuple[int, int], ...]


class YaraRules:
    """Rules from several sources, which are told apart by the names they are given here."""

    def __init__(self, sources: Mapping[str, str]) -> None:
        try:
            import yara
        except ImportError:
            raise MissingExtraError("YARA rules", "yara") from None
        self._error = yara.Error
        for name, source in sources.items():
            try:
                yara.compile(source=source, includes=False)
            except yara.Error as error:
                raise ConfigError(f"the YARA rules {name!r} cannot be used: {error}") from None
        self._rules = yara.compile(sources=dict(sources), includes=False)

    def find(self, text: str) -> list[Found]:
        """The rules that match, with the places of what they matched in the text."""
        data = text.encode("utf-8", "surrogatepass")
        try:
            matches = self._rules.match(data=data, timeout=TIMEOUT)
        except self._error as error:
            raise ActionError(f"YARA gave up: {type(error).__name__}") from None
        return [Found(match.rule, _spans(match, data)) for match in matches]


def _spans(match: Any, data: bytes) -> tuple[tuple[int, int], ...]:
    """In characters: YARA counts bytes. A match that begins or ends inside of a character has all of it."""
    spans = sorted(
        (instance.offset, instance.offset + instance.matched_length)
        for string in match.strings
        for instance in string.instances
    )
    places: dict[int, int] = {}
    count = last = 0
    for offset in sorted({place for span in spans for place in span}):
        count += len(data[last:offset].translate(None, _INNER_BYTES))
        places[offset] = count
        last = offset
    return tuple(
        (places[begin] - (data[begin : begin + 1] in _INNER_BYTES and begin < len(data)), places[end])
        for begin, end in spans
    )
