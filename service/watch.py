"""Keeps an eye on the client and the clock while the engine waits for a model.

The engine calls it about twice a second. It ends the turn when the client has left or the request's time
is up, and gives a stream its signs of life.
"""

from __future__ import annotations

import select
import socket
import time
from typing import TYPE_CHECKING

from service.errors import ClientGoneError, DrainingError, RequestTimeoutError
from service.worker_state import state_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Watch:
    """Of one request. ``idle`` is called at every look, for heartbeats."""

    __slots__ = ("_clock", "_deadline", "_socket", "_worker", "idle")

    def __init__(
        self,
        environ: Mapping[str, object],
        timeout: float,
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        found = environ.get("gunicorn.socket")
        self._socket = found if isinstance(found, socket.socket) else None
        self._worker = state_of(environ)
        self._clock = clock
        self._deadline = clock() + timeout
        self.idle: Callable[[], None] | None = None

    def __call__(self) -> None:
        """One look."""
        if self._socket is not None and has_left(self._socket):
            raise ClientGoneError
        if self._clock() >= self._deadline:
            raise RequestTimeoutError
        self.end_if_draining()
        if self.idle is not None:
            self.idle()

    @property
    def must_end(self) -> bool:
        """Whether the worker is about to be stopped."""
        return self._worker.must_end

    def end_if_draining(self) -> None:
        """A worker that is about to be stopped ends its answers itself, so that they end honestly."""
        if self._worker.must_end:
            raise DrainingError


def has_left(connection: socket.socket) -> bool:
    """Whether the other side has closed. A half-closed connection counts as closed."""
    poll = select.poll()
    try:
        poll.register(connection, select.POLLIN)
        return bool(poll.poll(0)) and not connection.recv(1, socket.MSG_PEEK)
    except (OSError, ValueError):
        return True
