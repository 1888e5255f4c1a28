from __future__ import annotations

import pytest

from rails_engine.transport import retries


@pytest.mark.parametrize("status", [408, 409, 429, 500, 502, 503, 504])
def test_a_passing_trouble_is_asked_again(status):
    assert retries.allowed(status, {}, None)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413, 422, 501, 529])
def test_a_lasting_trouble_is_not_asked_again(status):
    assert not retries.allowed(status, {}, None)


def test_the_provider_may_overrule_the_status():
    assert retries.allowed(400, {"x-should-retry": "true"}, None)
    assert not retries.allowed(503, {"x-should-retry": "False"}, None)


def test_a_provider_that_wants_more_time_than_a_turn_has_is_not_asked_again():
    assert retries.allowed(429, {}, retries.LONGEST_PAUSE)
    assert not retries.allowed(429, {}, retries.LONGEST_PAUSE + 1)
    assert not retries.allowed(429, {"x-should-retry": "true"}, 3600.0)


def test_the_backoff_doubles_up_to_eight_seconds_with_jitter():
    assert [retries.pause(n, None, lambda: 1.0) for n in range(6)] == [0.5, 1, 2, 4, 8, 8]
    assert [retries.pause(n, None, lambda: 0.0) for n in range(3)] == [0.25, 0.5, 1]
    assert retries.pause(5000, None, lambda: 1.0) == 8


def test_a_requested_pause_is_kept():
    assert retries.pause(3, 1.5, lambda: 0.5) == 1.5
    assert retries.pause(3, 0.0, lambda: 0.5) == 0.0


def test_the_caller_is_asked_while_waiting_and_may_end_the_wait():
    slept, asked = [], []
    retries.wait(1.2, lambda: asked.append(1), slept.append)
    assert slept == pytest.approx([0.5, 0.5, 0.2])
    assert len(asked) == 3

    def leave():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        retries.wait(1, leave, slept.append)
    assert len(slept) == 3


def test_who_calls_may_say_how_long_is_too_long_and_how_short_the_first_pause_is():
    assert retries.allowed(429, {}, 30.0, longest=30.0)
    assert not retries.allowed(429, {}, 3.0, longest=2.0)
    assert [retries.pause(n, None, lambda: 1.0, first=0.1) for n in range(3)] == [0.1, 0.2, 0.4]
    assert retries.pause(3, None, lambda: 1.0, first=0) == 0
