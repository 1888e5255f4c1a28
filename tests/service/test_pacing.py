"""The time that a request has to arrive; tests/e2e/test_gunicorn.py shows it with a real server."""

from __future__ import annotations

import socket

import pytest

from service.pacing import LEAST_PACE, PacedUnreader


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


@pytest.fixture
def slow():
    """A client, what reads from it for ten seconds a request, and a clock."""
    clock = Clock()
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield theirs, PacedUnreader(ours, 10.0, clock=clock), clock


def test_a_byte_now_and_then_is_not_read_for_ever(slow):
    client, unreader, clock = slow
    for _ in range(5):
        client.sendall(b"x")
        assert unreader.chunk() == b"x"
        clock.now += 2.5
    with pytest.raises(BlockingIOError):
        unreader.chunk()


def test_the_time_of_a_request_begins_with_its_first_byte(slow):
    client, unreader, clock = slow
    for _ in range(3):
        unreader.begin()
        clock.now += 1000
        client.sendall(b"x")
        assert unreader.chunk() == b"x"


def test_a_large_body_that_keeps_coming_has_the_time_that_it_needs(slow):
    client, unreader, clock = slow
    for _ in range(30):
        client.sendall(bytes(LEAST_PACE))
        left = LEAST_PACE
        while left:
            left -= len(unreader.chunk(left))
        clock.now += 1.0
