"""Streams that have nothing to say for now: one thread goes on with each of them when it has.

A stream whose model speaks every now and then would keep a thread for nothing, and a thread that is woken for
every word costs several times what the word does: it has to get the interpreter from all the others. Here one
thread waits for all of them. What it does for each must not wait; whoever has to gets a thread again. What
takes little (``hear``), as most words do, comes first: else the ends of some would hold up the words of all.
"""

from __future__ import annotations

import logging
import math
import os
import select
import threading
import time
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from rails_engine import Pause

log = logging.getLogger("service.parking")

#: Elsewhere than on Linux a stream keeps its thread.
CAN_PARK = hasattr(select, "epoll") and hasattr(os, "eventfd")
#: How often those are looked at for which nothing has arrived, in seconds.
SWEEP = 0.1
#: How long those have who are still there when all ends, in seconds.
LAST_CALL = 2.0
#: What takes more has as much time as what took little, and so many seconds at least.
LEAST_TURN = 0.005


class Parked(Protocol):
    """What can be gone on with."""

    def hear(self) -> bool:
        """Do what there is to do if that is little; whether that was all, and the pause goes on."""

    def go_on(self) -> Pause | None:
        """Do what there is to do; the next pause, or None if it is in other hands or over."""


class ParkingLot:
    """The thread, and whom it waits for."""

    def __init__(self) -> None:
        self._arrivals: deque[tuple[Parked, Pause]] = deque()
        self._parked: dict[int, tuple[Parked, Pause]] = {}
        #: Those whose turn comes when all words are said, in their order.
        self._later: dict[int, None] = {}
        self._lock = threading.Lock()
        self._count = 0
        self._bell: int | None = None
        self._poll: select.epoll
        self._thread: threading.Thread
        self._closes_at = math.inf

    def __len__(self) -> int:
        return self._count

    def park(self, parked: Parked, pause: Pause) -> None:
        """Go on with it when its pause is over."""
        with self._lock:
            if self._bell is None:
                self._open()
            self._count += 1
            self._arrivals.append((parked, pause))
            self._ring()

    def close(self) -> None:
        """Let everybody who is there say their last words, and wait for that, but not for long."""
        with self._lock:
            if self._bell is None:
                return
            self._closes_at = time.monotonic() + LAST_CALL
            self._ring()
        self._thread.join(LAST_CALL)

    def _ring(self) -> None:
        if self._bell is not None:
            os.eventfd_write(self._bell, 1)

    def _open(self) -> None:
        """At first use, which is after the fork that makes a worker."""
        self._bell = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._poll = select.epoll()
        self._poll.register(self._bell, select.EPOLLIN)
        self._thread = threading.Thread(target=self._run, args=(self._bell,), name="parking", daemon=True)
        self._thread.start()

    def _run(self, bell: int) -> None:
        swept = time.monotonic()
        later = self._later
        while not self._is_over():
            found = self._poll.poll(0 if later else SWEEP)
            begun = time.monotonic()
            for fd, _ in found:
                if fd == bell:
                    os.eventfd_read(bell)
                    self._let_in()
                elif fd not in later and not self._hear(fd):
                    later[fd] = None
            now = time.monotonic()
            until = now + max(now - begun, LEAST_TURN)
            while later and now < until:
                self._go_on(next(iter(later)))
                now = time.monotonic()
            if now - swept >= SWEEP:
                swept = now
                for fd in [fd for fd, (_, pause) in self._parked.items() if self._is_due(pause, now)]:
                    self._go_on(fd)

    def _is_due(self, pause: Pause, now: float) -> bool:
        return pause.until <= now or self._closes_at < math.inf

    def _is_over(self) -> bool:
        with self._lock:
            over = self._closes_at < math.inf and (self._count == 0 or self._closes_at <= time.monotonic())
            if over and self._bell is not None:
                self._poll.close()
                os.close(self._bell)
                self._bell = None
            return over

    def _let_in(self) -> None:
        while self._arrivals:
            self._place(*self._arrivals.popleft())

    def _place(self, parked: Parked, pause: Pause | None) -> None:
        """Wait for its connection, if it still has one to be waited for."""
        for _ in range(2):
            if pause is None:
                break
            fd = -1 if pause.fd is None else pause.fd
            # Two that live cannot have the same number: the other one's connection has been closed.
            self._go_on(fd)
            try:
                self._poll.register(fd, select.EPOLLIN)
            except (OSError, ValueError):  # closed; it will find out
                pause = _go_on_with(parked)
            else:
                self._parked[fd] = parked, pause
                return
        with self._lock:
            self._count -= 1

    def _hear(self, fd: int) -> bool:
        found = self._parked.get(fd)
        return found is None or found[0].hear()

    def _go_on(self, fd: int) -> None:
        self._later.pop(fd, None)
        found = self._parked.get(fd)
        if found is None:
            return
        parked, before = found
        pause = _go_on_with(parked)
        if pause is before:
            return
        if pause is not None and pause.fd == fd:
            self._parked[fd] = parked, pause
            return
        del self._parked[fd]
        with suppress(OSError, ValueError):  # most have closed it
            self._poll.unregister(fd)
        self._place(parked, pause)


def _go_on_with(parked: Parked) -> Pause | None:
    try:
        return parked.go_on()
    except Exception:
        log.exception("A parked stream failed")
        return None
