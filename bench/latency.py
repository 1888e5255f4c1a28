"""How long one waits where the model takes 200 ms for each of its calls: what rails add to that.

    python -m bench.latency [--times 20] [--quick] [--write]

One request at a time over one connection. A check of the input and one of the output are calls to the same
model, so the ideal is 600 ms one after the other, and 400 ms where the main call begins with the first check
(``speculative_generation``). Rails that run side by side take as long as one.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import results, setting
from bench.cases import EARLY, Case
from bench.load import Load
from bench.runs import run
from bench.servers import server, stage
from bench.upstream import say

SAID = say(8)
CALL = 200


@dataclass(frozen=True, slots=True)
class Wait:
    """A configuration, how many calls follow each other in it, and how long it may take."""

    config: str
    title: str
    calls: int
    most: float | None = None


BARE, ONE, FIVE = "slow_main", "slow_one_rail", "slow_five_rails"
WAITS = (
    Wait(BARE, "no rails", 1),
    Wait(ONE, "one rail on the input", 2),
    Wait(FIVE, "five rails on the input, side by side", 2),
    Wait("slow_io_checking", "a rail on input and output", 3, 620),
    Wait(EARLY, "the same, with speculative_generation", 2, 420),
)
#: How many times what one rail adds five of them may add.
FIVE_TO_ONE = 1.1


def measure(times: int) -> dict[str, dict[str, Any]]:
    found = {}
    with tempfile.TemporaryDirectory() as folder, stage(Path(folder)) as place, server("ours", place) as ours:
        for wait in WAITS:
            document = Case(wait.config, wait.title, wait.config).document()
            load = Load(ours.port, ours.pid, document, SAID, connections=1, seconds=0, each=times)
            found[wait.config] = run(load)
    return found


def table(found: dict[str, dict[str, Any]]) -> str:
    rows = []
    for wait in WAITS:
        one = found[wait.config]
        goal = "" if wait.most is None else f"≤ {wait.most:g} ms"
        if wait.config == FIVE:
            share = added(found, FIVE) / added(found, ONE)
            goal = f"{share:.2f} of what one adds (≤ {FIVE_TO_ONE:g})"
        figures = [f"{one['p50_ms']:.0f}", f"{one['p99_ms']:.0f}"]
        rows.append([wait.title, str(CALL * wait.calls), *figures, goal])
    return results.table(["200 ms a call", "ideal ms", "p50 ms", "worst ms", "goal"], rows)


def added(found: dict[str, dict[str, Any]], config: str) -> float:
    """What rails add to the one call that all of these make."""
    more: float = found[config]["p50_ms"] - found[BARE]["p50_ms"]
    return more


def main() -> None:
    parser = argparse.ArgumentParser(description="What rails add to a wait.")
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--quick", action="store_true", help="three of each: does it work?")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args()
    found = measure(3 if options.quick else options.times)
    facts = setting.describe()
    results.keep("latency", {"setting": facts, "figures": found})
    print(table(found))
    for config, one in found.items():
        if one["failures"]:
            print(f"FAILURES of {config}: {one['failures']} {one['sample']}")
    if options.write:
        results.put_in(results.PERFORMANCE, "latency", f"{setting.sentence(facts)}\n\n{table(found)}")


if __name__ == "__main__":
    main()
