"""What watching costs a request: metrics and the access line, in CPU time of this process.

    python -m bench.observe

The budget of each is 10 µs a request.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from rails_engine import TurnResult
from rails_engine.messages import Usage
from rails_engine.turn import LLMCall, RailRun, Record
from service.observe.logs import configure_logging, log_access
from service.observe.metrics import Metrics

if TYPE_CHECKING:
    from collections.abc import Callable

ROUNDS = 20_000


def measure(name: str, once: Callable[[], object]) -> None:
    """The best of five runs, in µs."""
    best = float("inf")
    for _ in range(5):
        start = time.process_time()
        for _ in range(ROUNDS):
            once()
        best = min(best, (time.process_time() - start) / ROUNDS * 1e6)
    print(f"{name:<60}{best:8.1f} µs")


def make_result(rails: int) -> TurnResult:
    """A turn with one model call."""
    runs = [RailRun("input", f"rail {n}", verdict="passed", finished_at=0.001) for n in range(rails)]
    call = LLMCall("general", "m", "openai", [], usage=Usage(100, 20, 120), finished_at=0.4)
    record = Record(0.0, rails=runs, llm_calls=[call])
    return TurnResult({"role": "assistant", "content": ""}, "allowed", record)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        metrics = Metrics(folder)

        def watch(result: TurnResult | None) -> None:
            request = metrics.request_started("chat")
            request.dialect = "openai"
            request.finished("allowed", result)

        for rails in (0, 2, 6):
            result = make_result(rails)
            measure(f"metrics, a turn with {rails} rails", lambda result=result: watch(result))  # type: ignore[misc]
        measure("metrics, a request without a turn", lambda: watch(None))
        with (Path(folder) / "access").open("w") as file:
            configure_logging("info", access=file)
            measure(
                "access line",
                lambda: log_access(
                    request_id="5f0c1f9e0c5b4d0f9d3c", method="POST", endpoint="chat", status=200, ms=12.3,
                    dialect="openai", outcome="allowed", stream=False,
                ),
            )  # fmt: skip
        start = time.process_time()
        metrics.render()
        print(f"{'a scrape':<60}{(time.process_time() - start) * 1e6:8.1f} µs")


if __name__ == "__main__":
    main()
