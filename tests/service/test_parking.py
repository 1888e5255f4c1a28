"""The parking lot: everybody is gone on with as soon as there is something, and nobody stops the others."""

from __future__ import annotations

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from rails_engine import Pause
from service import parking
from service.parking import LEAST_TURN, ParkingLot

FAR = 3600.0


class Stream:
    """One that hears a connection; ``react`` says what becomes of it."""

    def __init__(
        self,
        react: Callable[[Stream], Pause | None] | None = None,
        *,
        shortly: Callable[[Stream], bool] = lambda _: False,
    ) -> None:
        self.ours, self.theirs = socket.socketpair()
        self.ours.setblocking(False)
        self.heard: list[bytes] = []
        self.woken = threading.Semaphore(0)
        self._react = react
        self._shortly = shortly
        self._over = threading.Event()
        self._gone = threading.Event()

    def pause(self, seconds: float = FAR) -> Pause:
        return Pause(self.ours.fileno(), time.monotonic() + seconds)

    def hear(self) -> bool:
        return not self._over.is_set() and self._shortly(self)

    def go_on(self) -> Pause | None:
        if self._over.is_set():
            self._gone.set()
            return None
        try:
            self.heard.append(self.ours.recv(100))
        except BlockingIOError:
            self.heard.append(b"")
        try:
            found = self.pause() if self._react is None else self._react(self)
        except LookupError:
            self._gone.set()
            raise
        else:
            if found is None:
                self._gone.set()
            return found
        finally:
            self.woken.release()

    def wait(self) -> None:
        assert self.woken.acquire(timeout=10)

    def end(self) -> None:
        self._over.set()
        self.theirs.close()
        self._gone.wait(10)
        self.ours.close()


@pytest.fixture
def made() -> Iterator[list[Stream]]:
    streams: list[Stream] = []
    yield streams
    for stream in streams:
        stream.end()


@pytest.fixture
def lot() -> Iterator[ParkingLot]:
    found = ParkingLot()
    yield found
    found.close()


def park(lot: ParkingLot, stream: Stream, made: list[Stream], seconds: float = FAR) -> Stream:
    made.append(stream)
    lot.park(stream, stream.pause(seconds))
    return stream


def test_each_is_gone_on_with_when_its_own_connection_has_something(
    lot: ParkingLot, made: list[Stream]
) -> None:
    streams = [park(lot, Stream(), made) for _ in range(50)]
    for stream in reversed(streams):
        stream.theirs.send(b"one")
        stream.wait()
    streams[7].theirs.send(b"two")
    streams[7].wait()
    assert [stream.heard for stream in streams if stream is not streams[7]] == [[b"one"]] * 49
    assert streams[7].heard == [b"one", b"two"]
    assert len(lot) == 50


def test_what_takes_little_comes_before_what_takes_more(lot: ParkingLot, made: list[Stream]) -> None:
    order: list[str] = []
    busy, gate = threading.Event(), threading.Event()

    def hold(stream: Stream) -> Pause | None:
        busy.set()
        assert gate.wait(10)
        return stream.pause()

    def say(stream: Stream) -> bool:
        order.append("word")
        stream.heard.append(stream.ours.recv(100))
        stream.woken.release()
        return True

    def end(_: Stream) -> None:
        order.append("end")

    first = park(lot, Stream(hold), made)
    enders = [park(lot, Stream(end), made) for _ in range(10)]
    speakers = [park(lot, Stream(shortly=say), made) for _ in range(10)]
    first.theirs.send(b"x")
    assert busy.wait(10)
    for stream in (*enders, *speakers):
        stream.theirs.send(b"x")
    gate.set()
    for stream in (*enders, *speakers):
        stream.wait()
    assert order == ["word"] * 10 + ["end"] * 10
    speakers[0].theirs.send(b"x")
    speakers[0].wait()
    assert len(lot) == 11, "what ended is gone when the next one is heard"


def test_words_without_an_end_hold_up_nobody(lot: ParkingLot, made: list[Stream]) -> None:
    """The words stay where they are, so there is always one more."""
    speaker = park(lot, Stream(shortly=lambda _: True), made)
    speaker.theirs.send(b"x")
    other = park(lot, Stream(), made)
    for _ in range(3):
        other.theirs.send(b"one")
        other.wait()
    assert other.heard == [b"one"] * 3


def test_who_cannot_be_heard_shortly_is_gone_on_with_once(lot: ParkingLot, made: list[Stream]) -> None:
    tried: list[int] = []

    def try_to(_: Stream) -> bool:
        tried.append(1)
        return False

    stream = park(lot, Stream(shortly=try_to), made)
    stream.theirs.send(b"one")
    stream.wait()
    stream.theirs.send(b"two")
    stream.wait()
    assert stream.heard == [b"one", b"two"]
    assert len(tried) == 2


def test_who_waits_for_a_turn_is_not_tried_again_before_it(lot: ParkingLot, made: list[Stream]) -> None:
    tried: list[int] = []
    gates = [threading.Event(), threading.Event()]
    busy = [threading.Event(), threading.Event()]

    def hold(number: int) -> Callable[[Stream], Pause | None]:
        def react(stream: Stream) -> Pause | None:
            busy[number].set()
            assert gates[number].wait(10)
            return stream.pause()

        return react

    def try_to(_: Stream) -> bool:
        tried.append(1)
        return False

    holders = [park(lot, Stream(hold(number)), made) for number in range(2)]
    waiter = park(lot, Stream(shortly=try_to), made)
    holders[0].theirs.send(b"x")
    assert busy[0].wait(10)
    for stream in (holders[1], waiter):
        stream.theirs.send(b"one")
    gates[0].set()
    assert busy[1].wait(10)
    # The turn of those that take more is over by now, and it was not the waiter's yet.
    began = time.monotonic()
    while time.monotonic() - began < 2 * LEAST_TURN:
        pass
    gates[1].set()
    waiter.wait()
    assert waiter.heard == [b"one"]
    assert len(tried) == 1


def test_what_has_been_heard_and_takes_more_waits_for_nobody(
    lot: ParkingLot, made: list[Stream], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parking, "SWEEP", FAR)
    monkeypatch.setattr(parking, "LEAST_TURN", 0.0)
    busy, gate = threading.Event(), threading.Event()

    def hold(stream: Stream) -> Pause | None:
        busy.set()
        assert gate.wait(10)
        return stream.pause()

    def take(stream: Stream) -> bool:
        stream.heard.append(stream.ours.recv(100))
        return False

    holder = park(lot, Stream(hold), made)
    others = [park(lot, Stream(shortly=take), made) for _ in range(5)]
    holder.theirs.send(b"one")
    assert busy.wait(10)
    for stream in others:
        stream.theirs.send(b"one")
    gate.set()
    for stream in others:
        stream.wait()
    assert [stream.heard for stream in others] == [[b"one", b""]] * 5


def test_who_is_over_or_in_other_hands_is_let_go(lot: ParkingLot, made: list[Stream]) -> None:
    stream = park(lot, Stream(lambda _: None), made)
    other = park(lot, Stream(), made)
    stream.theirs.send(b"one")
    stream.wait()
    stream.theirs.send(b"two")
    other.theirs.send(b"one")
    other.wait()
    assert stream.heard == [b"one"]
    assert len(lot) == 1


def test_who_hears_nothing_is_asked_when_the_time_has_come(lot: ParkingLot, made: list[Stream]) -> None:
    stream = park(lot, Stream(), made, seconds=0.01)
    stream.wait()
    assert stream.heard == [b""]


def test_who_fails_is_let_go_and_stops_nobody(
    lot: ParkingLot, made: list[Stream], caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: Stream) -> Pause | None:
        raise LookupError

    bad, good = park(lot, Stream(fail), made), park(lot, Stream(), made)
    bad.theirs.send(b"x")
    good.theirs.send(b"one")
    good.wait()
    good.theirs.send(b"two")
    good.wait()
    assert good.heard == [b"one", b"two"]
    assert len(lot) == 1
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


def test_who_goes_over_to_another_connection_is_heard_there(lot: ParkingLot, made: list[Stream]) -> None:
    elsewhere = Stream()

    def move(stream: Stream) -> Pause:
        if stream.ours is not elsewhere.ours:
            stream.ours.close()
            stream.theirs.close()
            stream.ours, stream.theirs = elsewhere.ours, elsewhere.theirs
        return stream.pause()

    stream = park(lot, Stream(move), made)
    stream.theirs.send(b"one")
    stream.wait()
    elsewhere.theirs.send(b"two")
    while not (stream.heard and stream.heard[-1] == b"two"):
        stream.wait()
    assert len(lot) == 1


def test_a_connection_that_was_closed_meanwhile_is_found_out(lot: ParkingLot, made: list[Stream]) -> None:
    class Gone(Stream):
        def go_on(self) -> Pause | None:
            self.woken.release()
            return None

    gone = Gone()
    pause = gone.pause()
    gone.ours.close()
    gone.theirs.close()
    lot.park(gone, pause)
    gone.wait()
    good = park(lot, Stream(), made)
    good.theirs.send(b"one")
    good.wait()
    assert len(lot) == 1


def test_a_lot_that_nobody_uses_has_no_thread() -> None:
    def lots() -> list[Any]:
        return [thread for thread in threading.enumerate() if thread.name == "parking"]

    before = len(lots())
    ParkingLot().close()
    assert len(lots()) == before


def test_when_all_ends_each_is_gone_on_with_once_more(lot: ParkingLot, made: list[Stream]) -> None:
    streams = [park(lot, Stream(lambda _: None), made) for _ in range(3)]
    lot.close()
    assert [stream.heard for stream in streams] == [[b""]] * 3
    assert len(lot) == 0
