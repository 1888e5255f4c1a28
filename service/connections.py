"""Connections of clients before and after their requests: looked at with few system calls.

Each of them lets other threads go first: at load, a turn at the end of the queue for the interpreter.
"""

from __future__ import annotations

import select
import socket
from typing import TYPE_CHECKING, Any

from gunicorn.http.body import LengthReader
from gunicorn.workers.gthread import TConn

if TYPE_CHECKING:
    from collections.abc import Iterable

#: For so long, in seconds, the system keeps a connection on which nothing has been said to itself.
SILENT_FOR = 1


class Connection(TConn):  # type: ignore[misc] # gunicorn has no annotations
    """A connection. gunicorn would make a selector to wait for its first request, and set its mode twice."""

    data_ready: bool

    def init(self) -> None:
        """See ``TConn``."""
        if self.parser is None:
            super().init()
        self.initialized = True

    def wait_for_data(self, timeout: float) -> bool:
        """See ``TConn``."""
        if not self.data_ready:
            poll = select.poll()
            try:
                poll.register(self.sock, select.POLLIN)
                self.data_ready = bool(poll.poll(timeout * 1000))
            except (OSError, ValueError):
                return False
        return self.data_ready

    @property
    def is_read(self) -> bool:
        """Whether nothing is left of the request's body, so that there is nothing to be thrown away."""
        message = None if self.parser is None else self.parser.mesg
        if not message or message.body.failed:
            return False
        reader = message.body.reader
        return isinstance(reader, LengthReader) and reader.length == 0


def keep_silent_ones(listeners: Iterable[Any]) -> None:
    """Have the system tell of a connection when there is a request on it, where it can."""
    if not hasattr(socket, "TCP_DEFER_ACCEPT"):
        return
    for listener in listeners:
        if listener.sock.family in {socket.AF_INET, socket.AF_INET6}:
            listener.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_DEFER_ACCEPT, SILENT_FOR)
