from __future__ import annotations

import socket

import pytest

from service.errors import ClientGoneError, DrainingError, RequestTimeoutError
from service.watch import Watch, has_left
from service.worker_state import ENVIRON_KEY, WorkerState


def test_a_client_that_closes_ends_the_turn() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        watch = Watch({"gunicorn.socket": ours}, 10)
        watch()
        theirs.close()
        with pytest.raises(ClientGoneError):
            watch()


def test_a_client_that_has_sent_more_has_not_left() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(b"next request")
        assert not has_left(ours)
        theirs.shutdown(socket.SHUT_WR)
        assert not has_left(ours)
        ours.recv(100)
        assert has_left(ours)


def test_a_request_has_so_much_time_and_not_more() -> None:
    now = [0.0]
    watch = Watch({}, 5, clock=lambda: now[0])
    now[0] = 4.9
    watch()
    now[0] = 5.0
    with pytest.raises(RequestTimeoutError):
        watch()


def test_a_worker_that_is_to_stop_ends_its_answers() -> None:
    now = [0.0]
    worker = WorkerState(1, lambda: 0, clock=lambda: now[0])
    watch = Watch({ENVIRON_KEY: worker}, 100)
    worker.drain(3)
    watch()
    now[0] = 2.5
    with pytest.raises(DrainingError):
        watch()


def test_every_look_is_a_chance_for_a_sign_of_life() -> None:
    seen: list[int] = []
    watch = Watch({}, 5)
    watch.idle = lambda: seen.append(1)
    watch()
    watch()
    assert seen == [1, 1]
