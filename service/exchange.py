"""One request and its answer on a connection of gunicorn's: how the answer is written, and by whom.

A thread writes it. Where a streamed answer says that it has nothing to say for now, the thread lets go of it,
and the parking lot goes on. There nothing may wait: what a client does not take at once is a thread's again.
"""

from __future__ import annotations

import socket
import time
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, Protocol

from gunicorn.http import wsgi

from rails_engine import Pause
from service.parking import CAN_PARK
from service.worker_state import SEAT_KEY, Seat

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gunicorn.workers.gthread import TConn

    from service.remembering import HttpDate

#: Who says more within this time, in seconds, is better waited for. Whether to wait at all is what the last
#: one of the worker teaches: a wait for nothing costs a turn at the interpreter, and so does parking.
WORTH_WAITING = 0.002


class Answer(wsgi.Response):  # type: ignore[misc] # gunicorn has no annotations
    """Writes an answer: its head together with what follows, and, if it is told so, without waiting."""

    headers_sent: bool

    def __init__(self, req: Any, sock: socket.socket, cfg: Any, date: HttpDate) -> None:
        super().__init__(req, sock, cfg)
        self._date = date
        #: Whether writing may wait for the client. If not, what it does not take is left here.
        self.may_wait = True
        self.unsent = b""
        self._head = b""
        self._closed = False

    def send_headers(self) -> None:
        """See ``Response``; they go out with what is written next."""
        if self.headers_sent:
            return
        major, minor = self.req.version
        connection = "upgrade" if self.upgrade else "close" if self.should_close() else "keep-alive"
        lines = [
            f"HTTP/{major}.{minor} {self.status}",
            f"Server: {self.version}",
            f"Date: {self._date()}",
            f"Connection: {connection}",
        ]
        if self.chunked:
            lines.append("Transfer-Encoding: chunked")
        lines += [f"{name}: {value}" for name, value in self.headers]
        self._head = ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
        self.headers_sent = True

    def write_more(self, piece: bytes) -> None:
        """As ``write``, of a stream that has begun: there is nothing to look at any more."""
        self.sent += len(piece)
        self._emit_body(piece)

    def _emit_body(self, data: bytes) -> None:
        """See ``Response``."""
        self._put(b"%X\r\n%b\r\n" % (len(data), data) if self.chunked else data)

    def close(self) -> None:
        """See ``Response``; more than once is no harm."""
        if self._closed:
            return
        self._closed = True
        self.send_headers()
        self._put(b"0\r\n\r\n" if self.chunked else b"")

    def flush(self) -> None:
        """Write what is left, and wait for it; from now on, too."""
        self.may_wait = True
        if self.unsent:
            data, self.unsent = self.unsent, b""
            self.sock.sendall(data)

    def _put(self, data: bytes) -> None:
        if self._head:
            data, self._head = self._head + data, b""
        if not data:
            return
        if self.may_wait:
            self.sock.sendall(data)
            return
        sent = 0
        if not self.unsent:
            try:
                sent = self.sock.send(data, socket.MSG_DONTWAIT)
            except BlockingIOError:
                sent = 0
        self.unsent += data[sent:]


class Host(Protocol):
    """What an exchange needs of the worker that it is of."""

    cfg: Any
    wsgi: Any
    date: HttpDate
    #: Whether the last stream that had nothing to say had something soon.
    waits: bool

    def count_request(self, answer: Answer) -> None:
        """A request begins."""

    def resume(self, exchange: Exchange) -> None:
        """Have a thread go on with it."""

    def finish(self, exchange: Exchange, *, keeps: bool) -> None:
        """It is over, without a thread."""

    def note(self, error: BaseException) -> None:
        """Why it is over, if that was not its end."""


class Exchange:
    """See the module's docstring. ``write`` is for threads, ``go_on`` for the parking lot."""

    __slots__ = (
        "_body",
        "_context",
        "_environ",
        "_failure",
        "_parked_at",
        "_pieces",
        "_req",
        "_seat",
        "_worker",
        "answer",
        "conn",
    )

    def __init__(self, worker: Host, req: Any, conn: TConn) -> None:
        self._worker = worker
        self._req = req
        self.conn = conn
        self._context = copy_context()
        self._environ: dict[str, Any] = {}
        self._seat = Seat()
        self._parked_at: float | None = None
        #: What the short way broke on.
        self._failure: BaseException | None = None
        self._body: Iterable[bytes] | None = None
        self._pieces: Iterator[bytes] = iter(())
        self.answer: Answer | None = None

    @property
    def has_begun(self) -> bool:
        """Whether the client has been told anything."""
        return self.answer is not None and bool(self.answer.headers_sent)

    @property
    def must_close(self) -> bool:
        """Whether the connection cannot be used again."""
        return self.answer is None or bool(self.answer.should_close())

    def write(self) -> Pause | None:
        """Write until the end, or until there is a pause that is worth parking for."""
        try:
            pause = self._context.run(self._write)
        except BaseException:
            self._end()
            raise
        if pause is None:
            self._end()
        return pause

    def hear(self) -> bool:
        """See ``Parked``."""
        try:
            return self._context.run(self._hear)
        except BaseException as error:  # noqa: BLE001 - it ends the exchange, when that is gone on with
            self._failure = error
            return False

    def go_on(self) -> Pause | None:
        """See ``Parked``."""
        try:
            pause = self._context.run(self._write_at_once)
        except BaseException as error:  # noqa: BLE001 - it is noted, and this thread is everybody's
            self._end()
            self._worker.note(error)
            self._worker.finish(self, keeps=False)
            return None
        if pause is None:
            self._end()
            self._worker.finish(self, keeps=True)
        elif pause.fd is None:
            self._worker.resume(self)
            return None
        return pause

    def _begin(self) -> Answer:
        worker, req, conn = self._worker, self._req, self.conn
        worker.cfg.pre_request(worker, req)
        answer: Answer
        answer, self._environ = wsgi.create(
            req, conn.sock, conn.client, conn.server, worker.cfg, Answer, (worker.date,)
        )
        self.answer = answer
        worker.count_request(answer)
        self._environ["wsgi.multithread"] = True
        if CAN_PARK and not worker.cfg.is_ssl:
            self._environ[SEAT_KEY] = self._seat
        self._body = worker.wsgi(self._environ, answer.start_response)
        self._pieces = iter(self._body)
        return answer

    def _write(self) -> Pause | None:
        worker = self._worker
        answer = self.answer or self._begin()
        answer.flush()
        for piece in self._pieces:
            pause: Pause | None = self._seat.take_pause()
            if pause is None:
                answer.write(piece)
            elif pause.fd is not None:
                pause.taken = True
                worker.waits = worker.waits and pause.wait(WORTH_WAITING)
                if not worker.waits:
                    self._parked_at = time.monotonic()
                    return pause
        answer.close()
        return None

    def _write_at_once(self) -> Pause | None:
        """As ``_write``; where it would have to wait for anybody, a pause without a file."""
        answer = self.answer
        if answer is None:
            raise RuntimeError("an exchange is begun by a thread")
        if self._parked_at is not None:
            self._worker.waits = time.monotonic() - self._parked_at < WORTH_WAITING
            self._parked_at = None
        answer.may_wait = False
        if self._failure is not None:
            raise self._failure
        if answer.unsent:
            return Pause()
        for piece in self._pieces:
            pause: Pause | None = self._seat.take_pause()
            if pause is not None:
                pause.taken = True
                return pause
            answer.write(piece)
            if answer.unsent:
                return Pause()
        answer.close()
        return Pause() if answer.unsent else None

    def _hear(self) -> bool:
        answer, seat = self.answer, self._seat
        if answer is None or seat.hear is None:
            return False
        said = seat.hear()
        if said is None:
            return False
        if said:
            answer.may_wait = False
            answer.write_more(said)
        return not answer.unsent

    def _end(self) -> None:
        """Nothing more is written."""
        close = getattr(self._body, "close", None)
        try:
            if close is not None:
                self._context.run(close)
        finally:
            self._worker.cfg.post_request(self._worker, self._req, self._environ, self.answer)
