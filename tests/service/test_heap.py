"""What has survived a look of the collector is set aside, and looked through again only after a while."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from service.heap import THOROUGH_EVERY, Heap


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Iterator[Clock]:
    found = Clock()
    heap = Heap(found)
    gc.disable()  # nobody looks but the tests
    heap.watch()
    yield found
    heap.leave()
    gc.enable()


class Ring:
    def __init__(self) -> None:
        self.itself = self


def rings() -> int:
    return sum(type(one) is Ring for one in gc.get_objects())


def test_what_survives_is_set_aside(clock: Clock) -> None:
    gc.collect(1)
    assert gc.get_freeze_count() == 0
    gc.collect()
    assert gc.get_freeze_count() > 1000
    assert clock.now == 0.0


def test_garbage_that_was_set_aside_is_found_after_a_while(clock: Clock) -> None:
    ring = Ring()
    gc.collect()
    del ring
    gc.collect()
    set_aside = gc.get_freeze_count()
    clock.now = THOROUGH_EVERY + 1
    gc.collect()
    assert gc.get_freeze_count() < set_aside + 1000
    gc.unfreeze()
    assert rings() == 0


def test_fresh_garbage_is_found_at_once(clock: Clock) -> None:
    gc.collect()
    Ring()
    assert rings() >= 1
    gc.collect()
    assert rings() == 0
    assert clock.now == 0.0
