"""The response to a streamed call: its status is decided by its first event, its end is always honest.

Headers go out with the first event, or after a while without one. While nothing can be released a sign of
life is sent now and then. What fails before the first piece is an answer as without streaming; what fails
later is an error frame. A client that leaves closes the generator, and with it the call of the model.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from flask import Response
from werkzeug.http import HTTP_STATUS_CODES

from service.errors import ClientGoneError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from service.account import Account
    from service.answering import StreamAnswer

log = logging.getLogger("service.stream")

#: Seconds without an event after which headers go out alone, and between two signs of life.
HEADERS_AFTER = 10.0
HEARTBEAT_EVERY = 15.0


class StreamResponse(Response):
    """Runs a streamed call when the server asks for its body."""

    def __init__(
        self, answer: StreamAnswer, account: Account, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(b"")
        self._answer = answer
        self._account = account
        self._clock = clock

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:  # noqa: ARG002 - WSGI
        """The WSGI side."""
        return self._produce(start_response)

    def _produce(self, start_response: Any) -> Iterator[bytes]:
        answer, account, clock = self._answer, self._account, self._clock
        ended = 200
        write: Any = None
        last = clock()

        def begin(status: int, headers: dict[str, str]) -> Any:
            merged = {**dict(self.headers), **headers}
            merged.pop("Content-Length", None)
            return start_response(status_line(status), list(merged.items()))

        def idle() -> None:
            nonlocal write, last
            now = clock()
            if now - last < (HEADERS_AFTER if write is None else HEARTBEAT_EVERY):
                return
            last = now
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
            for status, headers, piece in pieces:
                if write is None:
                    write = begin(status, headers)
                    ended = status
                if answer.outcome is None:
                    account.first_piece()
                last = clock()
                yield piece
        except ClientGoneError:
            log.debug("The client of request %s has left", account.request_id)
        finally:
            pieces.close()  # type: ignore[attr-defined]
            account.result, account.outcome = answer.result, answer.outcome
            account.end(ended)


def status_line(status: int) -> str:
    """``200 OK``."""
    return f"{status} {HTTP_STATUS_CODES.get(status, 'Unknown')}"
