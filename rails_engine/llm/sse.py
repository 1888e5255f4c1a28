"""Server-sent events from bytes, however they are cut. No I/O.

Only ``event`` and ``data`` are kept. An event that the end of the stream leaves without its blank line still
counts, since several servers end their last one so.
"""

from __future__ import annotations

from typing import NamedTuple

from rails_engine.errors import ProviderReplyError

MAX_EVENT = 8 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"
#: Of one event with one line.
_LINE_ENDS = 2


class ServerEvent(NamedTuple):
    """One event; ``name`` is empty where the server gives none."""

    name: str
    data: bytes


class EventParser:
    """Collects bytes and gives the events that are complete."""

    __slots__ = ("_after_return", "_at_start", "_data", "_name", "_size", "_tail")

    def __init__(self) -> None:
        self._tail = b""
        self._after_return = False
        self._at_start = True
        self._name = ""
        self._data: list[bytes] = []
        self._size = 0

    def feed(self, data: bytes) -> list[ServerEvent]:
        """Take the next bytes; the result does not depend on where they were cut."""
        if self._after_return and data:
            self._after_return = False
            data = data.removeprefix(b"\n")
        if self._is_one_event(data):
            return [ServerEvent("", data[6:-2])]
        if b"\r" in data:
            self._after_return = data.endswith(b"\r")
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        lines = (self._tail + data).split(b"\n")
        self._tail = lines.pop()
        if len(self._tail) > MAX_EVENT:
            raise ProviderReplyError("The provider's stream holds an event that is too long.")
        events: list[ServerEvent] = []
        for line in lines:
            if self._at_start:
                self._at_start = False
                line = line.removeprefix(_BOM)  # noqa: PLW2901 - the first line without its mark
            if line:
                self._take(line)
            elif self._data or self._name:
                self._end_event(events)
        return events

    def _is_one_event(self, data: bytes) -> bool:
        """Nearly always when a model speaks: then there is nothing to look for."""
        return (
            data.startswith(b"data: ")
            and data.endswith(b"\n\n")
            and data.count(b"\n") == _LINE_ENDS
            and len(data) <= MAX_EVENT
            and b"\r" not in data
            and not (self._tail or self._data or self._name or self._at_start)
        )

    def whole(self, data: bytes) -> list[bytes]:
        """What some events say if these bytes are nothing else; it changes nothing. Else nothing."""
        if self._is_one_event(data):
            return [data[6:-2]]
        if self._tail or self._data or self._name or self._at_start or b"\r" in data:
            return []
        if not (data.startswith(b"data: ") and data.endswith(b"\n\n")):
            return []
        said = data[6:-2].split(b"\n\ndata: ")
        return said if data.count(b"\n") == _LINE_ENDS * len(said) else []

    def finish(self) -> list[ServerEvent]:
        """The stream has ended: the event that is still open, if there is one."""
        events: list[ServerEvent] = []
        if self._tail:
            self._take(self._tail.removeprefix(_BOM) if self._at_start else self._tail)
            self._tail = b""
        self._end_event(events)
        return events

    def _take(self, line: bytes) -> None:
        if line.startswith(b"data:"):
            value = line[6:] if line.startswith(b"data: ") else line[5:]
            self._data.append(value)
            self._size += len(value)
            if self._size > MAX_EVENT:
                raise ProviderReplyError("The provider's stream holds an event that is too long.")
        elif line.startswith(b"event:"):
            self._name = line[6:].decode("utf-8", "replace").removeprefix(" ")
        elif line == b"data":
            self._data.append(b"")

    def _end_event(self, events: list[ServerEvent]) -> None:
        if self._data:
            data = self._data[0] if len(self._data) == 1 else b"\n".join(self._data)
            events.append(ServerEvent(self._name, data))
            self._data = []
            self._size = 0
        self._name = ""
