"""How long a request may take to arrive: a client that sends a byte now and then keeps no thread for ever.

It reads for gunicorn and knows nothing of requests but where they begin.
"""

from __future__ import annotations

import errno
import time
from typing import TYPE_CHECKING, Any

from gunicorn import http
from gunicorn.http.unreader import SocketUnreader

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

#: Bytes a second; who sends a request at this pace or faster is never too slow.
LEAST_PACE = 64 * 1024


class PacedUnreader(SocketUnreader):  # type: ignore[misc] # gunicorn has no annotations
    """Reads requests from a connection, each within a time. What arrives buys time for the rest."""

    def __init__(
        self, client: socket.socket, patience: float, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(client)
        self._patience = patience
        self._clock = clock
        self._ends_at: float | None = None

    def begin(self) -> None:
        """Another request; its time runs from its first byte."""
        self._ends_at = None

    def chunk(self, size_hint: int | None = None) -> bytes:
        """See ``Unreader``. ``BlockingIOError``, as for a client that stalls, when the time is over."""
        now = self._clock()
        if self._ends_at is None:
            self._ends_at = now + self._patience
        if now >= self._ends_at:
            raise BlockingIOError(errno.EAGAIN, "the request took too long to arrive")
        data: bytes = super().chunk(size_hint)
        self._ends_at += len(data) / LEAST_PACE
        return data


def begin_request(conn: Any, patience: float) -> None:
    """Give the next request of a connection its time. TLS, which ends elsewhere, is left as it is."""
    if conn.parser is None and not conn.cfg.is_ssl:
        conn.parser = http.get_parser(conn.cfg, conn.sock, conn.client)
        conn.parser.unreader = PacedUnreader(conn.sock, patience)
    unreader = getattr(conn.parser, "unreader", None)
    if isinstance(unreader, PacedUnreader):
        unreader.begin()
