"""The one door to gunicorn: its threaded worker, without the ways in which one client could stop the others.

No connection waits for a busy worker while another has time, closing one does not hold up the worker, a
request that never becomes complete frees its thread, one that HTTP refuses is answered in our words, and
whoever is asked to end tells the requests under way. It knows no framework; the application is whatever WSGI
callable it is given.
"""

from __future__ import annotations

import errno
import math
import selectors
import socket
import struct
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from gunicorn import util
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import ThreadWorker

from service.connections import Connection, keep_silent_ones
from service.crew import Crew
from service.exchange import Exchange
from service.heap import Heap
from service.observe.logs import JsonFormatter
from service.pacing import begin_request
from service.parking import ParkingLot
from service.refusals import FAILURE, refusal_of, render
from service.remembering import HttpDate, remember
from service.worker_state import ENVIRON_KEY, WorkerState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import FrameType

    from gunicorn.config import Config
    from gunicorn.workers.gthread import TConn

    from service.exchange import Answer

#: How long, and for how much more of a request, a connection that is to be closed is listened to.
LINGER = 2.0
MOST_LEFTOVERS = 64 * 1024
#: How often the master is told that this worker lives, in seconds.
NOTIFY_EVERY = 1.0
#: For how long, at the end, the last answers are waited for.
LAST_ANSWERS = 2.0
_NOBODY_THERE = {errno.EAGAIN, errno.EWOULDBLOCK, errno.ECONNABORTED}
STALLED = "A client stalled in the middle of a request or an answer."
#: What has become of a request whose answer is in the parking lot.
PARKED = object()


def _wake() -> None:
    """For the main loop, which looks at each turn whether it may accept."""


class Outcome:
    """What came of a call, as gunicorn asks for it."""

    __slots__ = ("error", "value")

    def __init__(self, function: Callable[..., Any], args: tuple[Any, ...]) -> None:
        self.value: Any = None
        self.error: BaseException | None = None
        try:
            self.value = function(*args)
        except BaseException as error:  # noqa: BLE001 - whoever asks for the result is told
            self.error = error

    def cancelled(self) -> bool:
        """See ``Future``."""
        return False

    def result(self) -> Any:
        """See ``Future``."""
        if self.error is not None:
            raise self.error
        return self.value


class JsonLogger(Logger):  # type: ignore[misc] # gunicorn has no annotations
    """gunicorn's own messages as JSON lines."""

    def setup(self, cfg: Config) -> None:
        """See ``Logger``."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(JsonFormatter())

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """See ``Logger``. A client that stalls is no fault of ours: one line without a trace."""
        if isinstance(sys.exc_info()[1], BlockingIOError):
            self.error_log.info(STALLED)
        else:
            super().exception(msg, *args, **kwargs)


class Worker(ThreadWorker):  # type: ignore[misc] # gunicorn has no annotations
    """A worker with threads."""

    alive: bool

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state = WorkerState(self.cfg.threads, self._count_waiting)
        #: How many requests have a thread or wait for one; counted by this lock.
        self._busy = 0
        self._counting = threading.Lock()
        self._names: dict[Any, Any] = {}
        self._notified_at = 0.0
        self._lingering: deque[tuple[float, TConn]] = deque()
        self._leftovers: dict[TConn, int] = {}
        self._patience = float("inf")
        self._lot = ParkingLot()
        #: Nobody hands requests to threads any more.
        self._ended = False
        self.date = HttpDate()
        self.waits = True

    def limit_waiting(self, seconds: float) -> None:
        """How long a client may take to send a request, and stall while it does or takes an answer."""
        self._patience = seconds
        whole = int(seconds)
        limit = struct.pack("ll", whole, int((seconds - whole) * 1_000_000))
        keep_silent_ones(self.sockets)
        for listener in self.sockets:  # connections inherit it
            listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
            listener.sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, limit)

    # -- what requests know of the worker

    def init_process(self) -> None:
        """See ``Worker``."""
        remember(self.cfg)
        Heap().watch()
        super().init_process()

    def load_wsgi(self) -> None:
        """See ``Worker``."""
        super().load_wsgi()
        state = self.state
        application = self.wsgi

        def call(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            environ[ENVIRON_KEY] = state
            answer: Iterable[bytes] = application(environ, start_response)
            return answer

        self.wsgi: Any = call

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """SIGTERM: end when the requests under way have."""
        self.state.drain(self.cfg.graceful_timeout)
        super().handle_exit(sig, frame)

    def handle_quit(self, sig: int, frame: FrameType | None) -> None:
        """SIGINT, SIGQUIT: end now, but let streams say so."""
        self.state.drain(0.0)
        super().handle_quit(sig, frame)

    def run(self) -> None:
        """See ``Worker``. However it ends, nobody is cut without a word."""
        try:
            super().run()
        finally:
            self._ended = True
            self._lot.close()
            self.tpool.close(LAST_ANSWERS)

    def notify(self) -> None:
        """See ``Worker``, which would tell the master that it lives with each event."""
        now = time.monotonic()
        if now - self._notified_at >= NOTIFY_EVERY:
            self._notified_at = now
            super().notify()

    def get_thread_pool(self) -> Crew:
        """See ``ThreadWorker``."""
        return Crew(self.cfg.threads)

    def _count_waiting(self) -> int:
        here = 0 if self.tpool is None else self.tpool.waiting()
        # Each worker has its share of those that wait for any of them.
        anywhere: int = sum(max(0, listener.get_backlog()) for listener in self.sockets)
        share: int = math.ceil(anywhere / self.cfg.workers)
        return here + share

    # -- accepting no more than can be served

    def _has_free_thread(self) -> bool:
        return self._busy < self.state.threads

    def set_accept_enabled(self, enabled: bool) -> None:
        """See ``ThreadWorker``, which would let connections wait here while another worker has time."""
        super().set_accept_enabled(enabled and self._has_free_thread())

    def accept(self, listener: Any) -> None:
        """See ``ThreadWorker``."""
        if not self._accepting:  # the last free thread has been taken since the poller was asked
            return
        try:
            client, address = listener.accept()
        except OSError as error:
            if error.errno not in _NOBODY_THERE:
                raise
            return
        self.nr_conns += 1
        name = self._names.get(listener) or self._names.setdefault(listener, listener.getsockname())
        self.enqueue_req(Connection(self.cfg, client, address, name))

    def enqueue_req(self, conn: TConn) -> None:
        """See ``ThreadWorker``."""
        self._occupy(conn, self.handle, conn)

    def _occupy(self, conn: TConn, function: Callable[..., Any], *args: Any) -> None:
        """Have a thread call the function, and tell what came of it."""
        with self._counting:
            self._busy += 1
        self.set_accept_enabled(self._accepting)  # it may have been the last
        self.tpool.do(self._carry_out, conn, function, args)

    def _carry_out(self, conn: TConn, function: Callable[..., Any], args: tuple[Any, ...]) -> None:
        outcome = Outcome(function, args)
        with self._counting:
            self._busy -= 1
            was_full = self._busy == self.state.threads - 1
        if outcome.value is not PARKED:
            self.method_queue.defer(self.finish_request, conn, outcome)
        elif was_full:
            self.method_queue.defer(_wake)

    def _make_room(self) -> None:
        """Where only clients that ask for nothing are in the way, the one that was silent longest goes."""
        if self.nr_conns < self.cfg.worker_connections or not self._has_free_thread():
            return
        if silent := self.pending_conns or self.keepalived_conns:
            silent[0].timeout = 0.0
            self.murder_keepalived()

    # -- reading no longer than it may take

    def handle(self, conn: TConn) -> Any:
        """See ``ThreadWorker``, which would read a request for as long as a byte of it comes now and then."""
        begin_request(conn, self._patience)
        return super().handle(conn)

    # -- answering, by a thread or by the parking lot

    def handle_request(self, req: Any, conn: TConn) -> Any:
        """See ``ThreadWorker``, which would keep a thread for a stream that has nothing to say."""
        return self._carry_on(Exchange(self, req, conn))

    def _carry_on(self, exchange: Exchange) -> Any:
        try:
            pause = exchange.write()
        except OSError:
            raise
        except (Exception, SystemExit):
            if not exchange.has_begun:
                raise
            # Whatever was said now would be taken for a part of the answer.
            self.log.exception("Error handling request")
            return False
        if pause is None:
            return not exchange.must_close
        self._lot.park(exchange, pause)
        return PARKED

    def count_request(self, answer: Answer) -> None:
        """A request begins; is its connection kept after it?"""
        self.nr += 1
        if self.nr >= self.max_requests and self.alive:
            self.log.info("Autorestarting worker after current request.")
            self.alive = False
        if not self.alive or not self.cfg.keepalive or len(self.keepalived_conns) >= self.max_keepalived:
            answer.force_close()

    def resume(self, exchange: Exchange) -> None:
        """Give a thread to an exchange that was parked."""
        if self._ended:
            self._resume(exchange)
        else:
            self.method_queue.defer(self._occupy, exchange.conn, self._resume, exchange)

    def _resume(self, exchange: Exchange) -> Any:
        try:
            return self._keepalive_after(exchange.conn, self._carry_on(exchange))
        except Exception as error:  # noqa: BLE001 - it is noted
            self.note(error)
            return False

    def finish(self, exchange: Exchange, *, keeps: bool) -> None:
        """An exchange that was parked is over."""
        self.method_queue.defer(self._finish_parked, exchange, keeps and not exchange.must_close)

    def _finish_parked(self, exchange: Exchange, keepalive: bool) -> None:
        outcome = Outcome(self._keepalive_after, (exchange.conn, keepalive))
        if outcome.error is not None:
            self.note(outcome.error)
        self.finish_request(exchange.conn, outcome)

    def note(self, error: BaseException) -> None:
        """What ended an exchange, as ``handle`` tells it."""
        if isinstance(error, BlockingIOError):
            self.log.info(STALLED)
        elif isinstance(error, OSError):
            self.log.debug("The client has left.")
        else:
            self.log.error("Error handling request", exc_info=error)

    def _keepalive_after(self, conn: TConn, keepalive: Any) -> Any:
        if keepalive is PARKED or (keepalive and conn.is_read):
            return keepalive
        return super()._keepalive_after(conn, keepalive)

    # -- closing without waiting

    def finish_request(self, conn: TConn, fs: Outcome) -> None:
        """See ``ThreadWorker``, which would wait here, on the thread that accepts, for clients to hang up."""
        if fs.error is not None or fs.result():
            super().finish_request(conn, fs)
            return
        # The client must see the end of the answer before the connection goes (RFC 9112, 9.6): close our
        # half, and read until it closes the other one.
        try:
            conn.sock.shutdown(socket.SHUT_WR)
            conn.sock.setblocking(False)
            self.poller.register(conn.sock, selectors.EVENT_READ, partial(self._read_leftovers, conn))
        except (OSError, ValueError, KeyError):
            self.nr_conns -= 1
            conn.close()
            return
        self._leftovers[conn] = 0
        self._lingering.append((time.monotonic() + LINGER, conn))

    def murder_pending(self) -> None:
        """See ``ThreadWorker``. Also those whose client does not hang up."""
        self._make_room()
        super().murder_pending()
        now = time.monotonic()
        while self._lingering and self._lingering[0][0] <= now:
            self._stop_lingering(self._lingering.popleft()[1])

    def _read_leftovers(self, conn: TConn, client: socket.socket) -> None:
        try:
            data = client.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        self._leftovers[conn] += len(data)
        if not data or self._leftovers[conn] > MOST_LEFTOVERS:
            self._stop_lingering(conn)

    def _stop_lingering(self, conn: TConn) -> None:
        if self._leftovers.pop(conn, None) is None:
            return
        with suppress(OSError, KeyError, ValueError):
            self.poller.unregister(conn.sock)
        self.nr_conns -= 1
        conn.close()

    # -- refusing in our words

    def handle_error(self, req: Any, client: socket.socket, addr: Any, exc: BaseException) -> None:  # noqa: ARG002 - gunicorn's signature
        """See ``Worker``, which would answer in HTML."""
        refusal = refusal_of(exc)
        if refusal is FAILURE:
            self.log.error("A request failed outside of the application.", exc_info=exc)
        else:
            self.log.warning("Refused a request: %s (%d).", type(exc).__name__, refusal.status)
        try:
            util.write_nonblock(client, render(refusal))
        except OSError:
            self.log.debug("Nobody was there to be told.")
