"""A worker that is about to end says so at once, and says when an answer must end itself."""

from __future__ import annotations

import pytest

from service.worker_state import ENVIRON_KEY, WorkerState, state_of


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def state(clock):
    return WorkerState(8, lambda: 3, clock=clock)


def test_a_worker_that_runs_lets_answers_take_as_long_as_they_like(state):
    assert (state.draining, state.must_end, state.seconds_left) == (False, False, None)
    assert (state.threads, state.queued()) == (8, 3)


def test_answers_end_themselves_a_second_before_the_worker_is_killed(state, clock):
    state.drain(25.0)
    assert (state.draining, state.must_end, state.seconds_left) == (True, False, 24.0)
    clock.now += 23.9
    assert not state.must_end
    clock.now += 0.2
    assert (state.must_end, state.seconds_left) == (True, 0.0)


def test_with_less_than_a_second_left_answers_end_at_once(state):
    state.drain(0.5)
    assert state.must_end


def test_the_sooner_end_wins(state):
    state.drain(25.0)
    state.drain(0.0)
    assert state.must_end
    state.drain(25.0)
    assert state.must_end


def test_a_request_finds_the_state_of_its_worker_and_elsewhere_one_that_never_ends(state):
    assert state_of({ENVIRON_KEY: state}) is state
    alone = state_of({})
    assert (alone.draining, alone.must_end, alone.queued()) == (False, False, 0)
