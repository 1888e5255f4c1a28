"""Threads: tasks are begun in order, by as few as are needed, and whoever fails takes nobody with it."""

from __future__ import annotations

import logging
import threading
import time
import weakref
from collections.abc import Iterator

import pytest

from service.crew import Crew

MOST = 3


@pytest.fixture
def crew() -> Iterator[Crew]:
    found = Crew(MOST)
    yield found
    found.close(10)


class Work:
    """A task that waits until it may end."""

    def __init__(self) -> None:
        self.begun = threading.Event()
        self.may_end = threading.Event()
        self.by: threading.Thread | None = None

    def __call__(self) -> None:
        self.by = threading.current_thread()
        self.begun.set()
        assert self.may_end.wait(10)


def test_as_many_as_there_may_be_work_side_by_side_and_the_others_wait_in_order(crew: Crew) -> None:
    tasks = [Work() for _ in range(MOST + 3)]
    for task in tasks:
        crew.do(task)
    for task in tasks[:MOST]:
        assert task.begun.wait(10)
    assert crew.waiting() == 3
    for number, task in enumerate(tasks[:3]):
        task.may_end.set()
        assert tasks[MOST + number].begun.wait(10)
        assert crew.waiting() == 2 - number
    for task in tasks:
        task.may_end.set()


def test_who_is_idle_is_asked_before_another_one_is_started(crew: Crew) -> None:
    threads = set()
    for _ in range(20):
        task = Work()
        task.may_end.set()
        crew.do(task)
        assert task.begun.wait(10)
        while task.by is not None and not idle(crew):
            pass
        threads.add(task.by)
    assert len(threads) == 1


def idle(crew: Crew) -> bool:
    with crew._lock:
        return len(crew._idle) == crew._size


def test_what_a_task_raises_is_logged_and_the_next_one_is_done(
    crew: Crew, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise SystemExit(1)

    caplog.set_level(logging.ERROR)
    for _ in range(MOST + 1):
        crew.do(fail)
    task = Work()
    task.may_end.set()
    crew.do(task)
    crew.close(10)
    assert task.begun.is_set()
    assert [record.levelno for record in caplog.records] == [logging.ERROR] * (MOST + 1)


def test_a_thread_that_waits_keeps_nothing_of_its_task(crew: Crew) -> None:
    class Large:
        pass

    large = Large()
    kept = weakref.ref(large)
    crew.do(lambda _: None, large)
    del large
    while not idle(crew):
        pass
    assert kept() is None


def test_at_the_end_those_who_are_busy_are_waited_for_but_not_for_ever() -> None:
    crew = Crew(MOST)
    task, other = Work(), Work()
    crew.do(task)
    crew.do(other)
    assert task.begun.wait(10)
    assert other.begun.wait(10)
    began = time.monotonic()
    crew.close(0.01)
    assert time.monotonic() - began < 5
    threading.Timer(0.01, lambda: [one.may_end.set() for one in (task, other)]).start()
    crew.close(10)
    for one in (task, other):
        assert one.by is not None
        one.by.join(10)
        assert not one.by.is_alive()


def test_a_thousand_tasks_from_several_sides_are_all_done_once(crew: Crew) -> None:
    done: list[int] = []
    sides = [
        threading.Thread(target=lambda side=side: [crew.do(done.append, side * 250 + n) for n in range(250)])
        for side in range(4)
    ]
    for side in sides:
        side.start()
    for side in sides:
        side.join()
    crew.close(10)
    assert sorted(done) == list(range(1000))


def test_where_the_system_gives_no_more_threads_those_that_there_are_do_it(
    crew: Crew, monkeypatch: pytest.MonkeyPatch
) -> None:
    task, next_one = Work(), Work()
    crew.do(task)
    assert task.begun.wait(10)

    refused: list[threading.Thread] = []

    def refuse(thread: threading.Thread) -> None:
        refused.append(thread)
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    crew.do(next_one)
    assert crew.waiting() == 1
    tried = len(refused)
    last = Work()
    last.may_end.set()
    crew.do(last)
    assert len(refused) == tried, "and nobody asks for one more each time"
    next_one.may_end.set()
    task.may_end.set()
    assert next_one.begun.wait(10)
