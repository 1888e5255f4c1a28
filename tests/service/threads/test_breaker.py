from __future__ import annotations

import threading

from service.threads.breaker import Breaker


def broken(now: list[float]) -> Breaker:
    breaker = Breaker(failures=3, pause=2, clock=lambda: now[0])
    for _ in range(3):
        assert breaker.allows()
        breaker.failed()
    return breaker


def test_it_opens_after_some_failures_in_a_row():
    breaker = broken([0.0])
    assert not breaker.allows()


def test_failures_with_successes_between_do_not_open_it():
    breaker = Breaker(failures=3, pause=2)
    for _ in range(10):
        breaker.failed()
        breaker.failed()
        breaker.succeeded()
    assert breaker.allows()


def test_after_the_pause_one_caller_may_try_and_the_others_wait():
    now = [0.0]
    breaker = broken(now)
    now[0] = 1.9
    assert not breaker.allows()
    now[0] = 2.0
    assert breaker.allows()
    assert not breaker.allows()
    now[0] = 4.0
    assert breaker.allows()


def test_a_trial_that_succeeds_closes_it_and_one_that_fails_keeps_it_open():
    now = [0.0]
    breaker = broken(now)
    now[0] = 2.0
    assert breaker.allows()
    breaker.failed()
    now[0] = 3.9
    assert not breaker.allows()
    now[0] = 4.0
    assert breaker.allows()
    breaker.succeeded()
    assert breaker.allows()
    assert breaker.allows()


def test_of_many_callers_at_once_only_one_tries():
    now = [0.0]
    breaker = broken(now)
    now[0] = 10.0
    together = threading.Barrier(16)
    tried = []

    def ask():
        together.wait()
        tried.append(breaker.allows())

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert tried.count(True) == 1
