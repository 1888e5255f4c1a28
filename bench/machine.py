"""CPU of one step of the machine, in microseconds: a self-check rail, and a dialog among a hundred flows.

python -m bench.machine [repetitions]
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from rails_engine import events
from rails_engine.colang.compiler import compile_program
from rails_engine.colang.machine import Machine
from rails_engine.colang.parser import parse
from rails_engine.colang.snapshot import dump_state, load_state

if TYPE_CHECKING:
    from collections.abc import Callable

RAIL = """
define subflow self check input
  $allowed = execute self_check_input
  if not $allowed
    bot refuse to respond
    stop
"""
FLOW = """
define flow topic {n}
  user ask topic {n}
  bot answer topic {n}
  bot offer more {n}
  user want more {n}
  $more = execute find_more(topic="{n}", text=$user_message)
  if $more
    bot tell more {n}
  else
    bot regret {n}
"""
FLOWS = "".join(FLOW.format(n=n) for n in range(100))


def measure(name: str, run: Callable[[], int], repetitions: int) -> None:
    best = float("inf")
    for _ in range(5):
        began = time.process_time()
        steps = sum(run() for _ in range(repetitions))
        best = min(best, (time.process_time() - began) * 1e6 / steps)
    print(f"{name:<48}{best:8.2f} µs")


def rail_runs(*, allowed: bool) -> Callable[[], int]:
    machine = Machine(compile_program([parse(RAIL + FLOWS, "bench.co")], rails=["self check input"]))
    finished = events.action_finished("self_check_input", {}, "allowed", allowed)
    said = events.bot_intent("refuse to respond")
    stopped = events.bot_intent("stop")
    context = {"user_message": "hello"}

    def run() -> int:
        state = machine.new_state(context)
        machine.start(state, "self check input")
        machine.step(state, finished)
        if allowed:
            return 2
        machine.step(state, said)
        machine.step(state, stopped)
        return 4

    return run


def dialog() -> Callable[[], int]:
    machine = Machine(compile_program([parse(FLOWS, "bench.co")]))
    script = [
        events.user_said("tell me about 50"),
        events.user_intent("ask topic 50"),
        events.bot_intent("answer topic 50"),
        events.bot_intent("offer more 50"),
        events.user_said("hm"),
        events.user_intent("unknown message"),
        events.bot_intent("general response"),
        events.user_said("more please"),
        events.user_intent("want more 50"),
        events.action_finished("find_more", {}, "more", "text"),
        events.bot_intent("tell more 50"),
    ]
    state = machine.new_state({"user_message": "hello"})

    def run() -> int:
        for event in script:
            machine.step(state, event)
        state.updates.clear()
        return len(script)

    return run


def snapshots() -> Callable[[], int]:
    machine = Machine(compile_program([parse(FLOWS, "bench.co")]))
    state = machine.new_state({"user_message": "hello", "name": "Ada", "count": 3})
    machine.step(state, events.user_said("tell me about 50"))
    machine.step(state, events.user_intent("ask topic 50"))

    def run() -> int:
        load_state(machine, dump_state(state))
        return 1

    return run


def loading() -> Callable[[], int]:
    file = parse(FLOWS, "bench.co")

    def run() -> int:
        compile_program([file])
        return 1

    return run


def main() -> None:
    repetitions = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    measure("rail that allows, per step", rail_runs(allowed=True), repetitions)
    measure("rail that blocks, per step", rail_runs(allowed=False), repetitions)
    measure("dialog among 100 flows, per step", dialog(), repetitions)
    measure("snapshot, dumped and loaded", snapshots(), max(repetitions // 10, 1))
    measure("compile 100 flows", loading(), max(repetitions // 1000, 1))


if __name__ == "__main__":
    main()
