"""The response to a streamed call: its status is decided by its first event, its end is always honest.

Headers go out with the first event, or after a while without one. While nothing can be released a sign of
life is sent now and then. What fails before the first piece is an answer as without streaming; what fails
later is an error frame. A client that leaves closes the generator, and with it the call of the model.
"""

from __future__ import annotations

import logging
import time
from functools import partial
from typing import TYPE_CHECKING, Any

from werkzeug.http import HTTP_STATUS_CODES

from rails_engine import Pause
from service.errors import ClientGoneError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from service.account import Account
    from service.answering import StreamAnswer
    from service.worker_state import Seat

log = logging.getLogger("service.stream")

#: Seconds without an event after which headers go out alone, and between two signs of life.
HEADERS_AFTER = 10.0
HEARTBEAT_EVERY = 15.0


def send_stream(
    answer: StreamAnswer,
    account: Account,
    start_response: Any,
    headers: Mapping[str, str],
    *,
    seat: Seat | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[bytes]:
    """Run a streamed call and give its pieces; ``headers`` go out with those of the answer.

    In its ``seat``, if it has one, it says when it has nothing to say for now.
    """
    ended = 200
    write: Any = None
    pulse = _Pulse(clock)

    def begin(status: int, more: dict[str, str]) -> Any:
        return start_response(status_line(status), list({**headers, **more}.items()))

    def idle() -> None:
        nonlocal write
        if pulse.rests < (HEADERS_AFTER if write is None else HEARTBEAT_EVERY):
            return
        pulse.beat()
        try:
            if write is None:
                write = begin(200, answer.pending)
                answer.begun = True
            write(answer.heartbeat())
        except OSError:
            raise ClientGoneError from None

    answer.watch.idle = idle
    pieces = answer.pieces()
    try:
        for found in pieces:
            if isinstance(found, Pause):
                if seat is not None:
                    seat.pause = found
                    seat.hear = found.hear and partial(_hear, answer, pulse, found.hear)
                    yield b""
                continue
            status, more, piece = found
            if write is None:
                write = begin(status, more)
                ended = status
            if answer.outcome is None:
                account.first_piece()
            pulse.beat()
            yield piece
    except ClientGoneError:
        log.debug("The client of request %s has left", account.request_id)
    finally:
        answer.watch.idle = None  # or the answer would be garbage that only the collector finds
        pieces.close()  # type: ignore[attr-defined]
        account.result, account.outcome = answer.result, answer.outcome
        account.end(ended)


class _Pulse:
    """When the client was last told anything."""

    __slots__ = ("_clock", "_last")

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last = clock()

    def beat(self) -> None:
        self._last = self._clock()

    @property
    def rests(self) -> float:
        """For how many seconds it has been told nothing."""
        return self._clock() - self._last


def _hear(answer: StreamAnswer, pulse: _Pulse, said: Callable[[], str | None]) -> bytes | None:
    piece = answer.hear(said)
    if piece:
        pulse.beat()
    return piece


def status_line(status: int) -> str:
    """``200 OK``."""
    return f"{status} {HTTP_STATUS_CODES.get(status, 'Unknown')}"
