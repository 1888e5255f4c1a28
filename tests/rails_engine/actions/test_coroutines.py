"""Coroutines are driven to their end, wherever the call comes from."""

from __future__ import annotations

import asyncio
import contextvars
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from rails_engine.actions import coroutines
from rails_engine.actions.coroutines import drive
from rails_engine.errors import ActionFailedError

ROOT = Path(coroutines.__file__).parents[2]
SEEN = contextvars.ContextVar("SEEN", default="nothing")


async def answer(value="answer"):
    await asyncio.sleep(0)
    return value


async def running_loop():
    return asyncio.get_running_loop()


def in_thread(function):
    """What a function gives on a thread of its own, which has ended by then."""
    results = []
    thread = threading.Thread(target=lambda: results.append(function()))
    thread.start()
    thread.join()
    return results[0]


def test_a_coroutine_gives_its_value():
    assert drive(answer()) == "answer"


def test_any_awaitable_will_do():
    class Later:
        def __await__(self):
            return answer("later").__await__()

    assert drive(Later()) == "later"


def test_exceptions_are_the_coroutine_s_own():
    async def fail():
        await asyncio.sleep(0)
        raise LookupError("mine")

    with pytest.raises(LookupError, match="mine"):
        drive(fail())
    assert drive(answer()) == "answer"


def test_a_coroutine_runs_on_the_thread_that_asks():
    async def where():
        return threading.get_ident()

    assert drive(where()) == threading.get_ident()


def test_a_thread_keeps_its_loop_and_shares_it_with_none():
    assert drive(running_loop()) is drive(running_loop())
    assert in_thread(lambda: drive(running_loop())) is not drive(running_loop())


def test_inside_a_running_loop_it_works_too():
    async def outer():
        return drive(answer()), drive(running_loop()) is asyncio.get_running_loop()

    assert asyncio.run(outer()) == ("answer", False)


def test_a_coroutine_may_drive_another():
    async def outer():
        return drive(answer("inner"))

    assert drive(outer()) == "inner"


def test_exceptions_inside_a_running_loop_are_the_coroutine_s_own():
    async def fail():
        raise LookupError("mine")

    async def outer():
        drive(fail())

    with pytest.raises(LookupError, match="mine"):
        asyncio.run(outer())


async def see_and_set(value):
    before = SEEN.get()
    await asyncio.sleep(0)
    SEEN.set(value)
    return before


def test_context_variables_go_in_and_come_out():
    def check():
        SEEN.set("caller's")
        assert drive(see_and_set("coroutine's")) == "caller's"
        return SEEN.get()

    assert contextvars.copy_context().run(check) == "coroutine's"


def test_context_variables_go_in_and_come_out_of_a_running_loop():
    async def outer():
        SEEN.set("caller's")
        assert drive(see_and_set("coroutine's")) == "caller's"
        return SEEN.get()

    assert asyncio.run(outer()) == "coroutine's"


def test_a_time_limit_cancels_and_names_the_action():
    cancelled = []

    async def never():
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.append(True)
            raise

    with pytest.raises(ActionFailedError, match=r"'slow'.*TimeoutError"):
        drive(never(), timeout=0.01, name="slow")
    assert cancelled == [True]
    assert drive(answer(), timeout=5) == "answer"


def test_a_time_limit_holds_inside_a_running_loop():
    async def never():
        await asyncio.Event().wait()

    async def outer():
        drive(never(), timeout=0.01, name="slow")

    with pytest.raises(ActionFailedError, match="'slow'"):
        asyncio.run(outer())


def test_a_time_out_of_the_coroutine_s_own_stays_its_own():
    async def own():
        raise TimeoutError("mine")

    with pytest.raises(TimeoutError, match="mine"):
        drive(own(), timeout=5)


def test_an_interrupt_ends_the_coroutine():
    ended = []

    async def interrupted():
        asyncio.get_running_loop().call_soon(interrupt)
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(True)

    def interrupt():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        drive(interrupted())
    assert ended == [True]
    assert drive(answer()) == "answer"


def test_the_loop_is_closed_when_its_thread_ends():
    assert in_thread(lambda: drive(running_loop())).is_closed()


def test_open_generators_are_closed_when_the_thread_ends():
    closed = []
    kept = []

    async def numbers():
        try:
            while True:
                yield 1
        finally:
            await asyncio.sleep(0)
            closed.append(True)

    async def start():
        kept.append(numbers())
        return await anext(kept[0])

    assert in_thread(lambda: drive(start())) == 1
    assert closed == [True]


def test_tasks_left_behind_go_on_later_and_are_said_in_the_log(caplog):
    done = []

    async def later():
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        done.append("later")

    async def leave():
        done.append(asyncio.create_task(later()))

    def both():
        drive(leave(), name="leaver")
        assert done[1:] == []
        for _ in range(3):
            drive(answer())
        return done[1:]

    assert in_thread(both) == ["later"]
    assert "'leaver' left 1 tasks behind" in caplog.text


def test_tasks_left_behind_are_cancelled_when_the_thread_ends():
    ended = []

    async def forever():
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    async def leave():
        ended.append(asyncio.create_task(forever()))
        await asyncio.sleep(0)

    in_thread(lambda: drive(leave()))
    assert ended[1:] == ["cancelled"]


def test_threads_do_not_disturb_each_other():
    barrier = threading.Barrier(8)
    results = []

    def work(number):
        barrier.wait()
        results.extend(drive(answer(number)) for _ in range(20))

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == sorted(n for n in range(8) for _ in range(20))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
def test_a_forked_child_has_a_loop_of_its_own():
    script = """
import os, sys
from rails_engine.actions.coroutines import drive
async def loop():
    import asyncio
    await asyncio.sleep(0)
    return id(asyncio.get_running_loop())
mine = drive(loop())
child = os.fork()
if child == 0:
    os._exit(0 if drive(loop()) != mine else 1)
status = os.waitpid(child, 0)[1]
assert drive(loop()) == mine
sys.exit(os.waitstatus_to_exitcode(status))
"""
    subprocess.run([sys.executable, "-W", "error", "-c", script], check=True, cwd=ROOT)


def test_nothing_is_left_open_at_exit_and_asyncio_is_loaded_late():
    script = """
import sys
from rails_engine.actions.coroutines import drive
assert "asyncio" not in sys.modules
async def one():
    return 1
assert drive(one()) == 1
"""
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", script], check=True, cwd=ROOT, capture_output=True
    )
    assert done.stderr == b""
