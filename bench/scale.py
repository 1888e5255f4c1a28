"""What stays as it was when there is much more of everything: streams, bytes, threads.

    python -m bench.scale streams [--streams 1000] [--each 2] [--over 10] [--config chat_regex]
    python -m bench.scale bodies [--gigabytes 2] [--megabytes 1]
    python -m bench.scale threads [--threads 50000]

Each takes ``--quick`` (does it work?) and ``--write`` (put the table into docs/performance.md).

``streams``: so many at once on two workers, of 100 words at 5 words a second; their beginnings are spread
over ``--over`` seconds (0: all in one moment), and each connection asks ``--each`` times. ``bodies``: large
requests, no two the same, through one worker, and its memory after each twentieth of them. ``threads``: turns
appended to and read from threads at random while their number grows, in each store, without HTTP.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import results, setting
from bench.cases import CASES, Case
from bench.load import FILLER, Load
from bench.processes import largest_mb
from bench.runs import run
from bench.servers import server, stage
from bench.upstream import say
from service.threads.choose import open_store

if TYPE_CHECKING:
    from service.threads.base import ThreadStore

WORDS = 100
#: Of the model that answers at once.
ANSWER = CASES["regex"].expect
BLOCKS = 20
#: Of a turn in a thread.
TURN = [{"role": "user", "content": "question " * 20}, {"role": "assistant", "content": "answer " * 60}]
SNAPSHOT = {"context": {"name": "value" * 10}, "flows": [{"flow": "greeting", "head": n} for n in range(4)]}
SEED = 1


def streams(options: argparse.Namespace) -> tuple[str, dict[str, Any]]:
    if options.quick:
        options.streams, options.each, options.over = 50, 1, 0.5
    with ExitStack() as stack:
        place = stack.enter_context(stage(Path(stack.enter_context(tempfile.TemporaryDirectory()))))
        ours = stack.enter_context(server("ours", place, WEB_CONCURRENCY="2"))
        load = Load(
            ours.port,
            ours.pid,
            Case("", "", options.config, stream=True).document(),
            say(WORDS),
            connections=options.streams,
            seconds=0,
            each=options.each,
            over=options.over,
            timeout=120,
        )
        found = run(load)
    bad = ", ".join(f"{times} {what}" for what, times in found["failures"].items())
    rows = [
        ["streams, and most at once", f"{found['requests']}, {found['most_under_way']}", ""],
        ["not whole", bad or "0", "0"],
        ["first word p99, ms (the model's is 200)", f"{found['first_p99_ms']}", "≤ 1000"],
        ["gap p50 / p99 / max, ms (the model's is 200)", _gaps(found), "p99 ≤ 400"],
        ["CPU of a stream, ms", results.figure(found["cpu_ms"], 1), ""],
        ["cores: server, client", f"{found['server_share']}, {found['client_share']}", ""],
        ["largest process, MB", f"{found['mb']}", ""],
    ]
    return results.table(["streams of 100 words", "", "goal"], rows), found


def _gaps(found: dict[str, Any]) -> str:
    return f"{found['gap_p50_ms']} / {found['gap_p99_ms']} / {found['gap_max_ms']}"


def bodies(options: argparse.Namespace) -> tuple[str, dict[str, Any]]:
    total, size = int(options.gigabytes * 2**30), int(options.megabytes * 2**20)
    connections = 8
    if options.quick:
        total = size * connections * BLOCKS
    each = max(1, round(total / size / connections / BLOCKS))
    curve: list[tuple[float, float]] = []
    failures: dict[str, int] = {}
    with tempfile.TemporaryDirectory() as folder, stage(Path(folder)) as place, server("ours", place) as ours:
        document = Case("", "", "regex").document()
        document["messages"][-1]["content"] = FILLER
        before = largest_mb(ours.pid)
        for _ in range(BLOCKS):
            load = Load(
                ours.port,
                ours.pid,
                document,
                ANSWER,
                connections=connections,
                seconds=0,
                each=each,
                filler=size,
                timeout=120,
            )
            found = run(load)
            failures |= found["failures"]
            curve.append((found["mb"], round(largest_mb(ours.pid), 1)))
    block = each * connections * size / 2**20
    early = min(BLOCKS, max(1, round(200 / block))) - 1
    rows = [
        ["bodies", f"{BLOCKS * each * connections} of {options.megabytes:g} MB"],
        ["not answered rightly", ", ".join(f"{n} {what}" for what, n in failures.items()) or "0"],
        ["memory before, MB", f"{before:.0f}"],
        [f"after the first {(early + 1) * block:.0f} MB", f"{curve[early][1]:.0f}"],
        [f"after {BLOCKS * block:.0f} MB", f"{curve[-1][1]:.0f}"],
        ["at most, while requests ran", f"{max(most for most, _ in curve):.0f}"],
    ]
    return results.table(["bodies through one worker", ""], rows), {"curve": curve, "failures": failures}


def threads(options: argparse.Namespace) -> tuple[str, dict[str, Any]]:
    number = 2000 if options.quick else options.threads
    rows, found = [], {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        for name, url in _stores(stack, folder):
            store = open_store(url, ttl=None, data_dir=folder / name)
            stack.callback(store.close)
            blocks = found[name] = grow(store, number)
            for what in ("append", "load"):
                first, last = blocks[0][what], blocks[-1][what]
                change = f"{last[0] / first[0]:.2f}"
                rows.append([f"{name}, {what}", *(f"{1000 * ms:.0f}" for ms in (*first, *last)), change])
    head = ["µs", "first p50", "p99", f"at {number:,} p50", "p99", "p50 to p50"]
    return results.table(head, rows), found


def grow(store: ThreadStore, number: int) -> list[dict[str, tuple[float, float]]]:
    """Of each tenth: milliseconds of an append and of a load, median and 99th percentile."""
    chance = random.Random(SEED)
    blocks = []
    for block in range(10):
        times: dict[str, list[float]] = {"append": [], "load": []}
        for n in range(block * number // 10, (block + 1) * number // 10):
            version = 0
            for thread in (n, chance.randrange(n + 1)):  # a new one, and one of those that there are
                name = f"bench-thread-{thread:010d}"
                begun = time.perf_counter()
                version = store.load(name).version
                loaded = time.perf_counter()
                store.append(name, TURN, SNAPSHOT, version)
                times["load"].append(loaded - begun)
                times["append"].append(time.perf_counter() - loaded)
        blocks.append({what: (_ms(all_, 0.5), _ms(all_, 0.99)) for what, all_ in times.items()})
    return blocks


def _ms(seconds: list[float], share: float) -> float:
    ordered = sorted(seconds)
    return 1000 * ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _stores(stack: ExitStack, folder: Path) -> list[tuple[str, str]]:
    """SQLite, and Redis where its server is on this machine (or Valkey's)."""
    stores = [("sqlite", "sqlite:")]
    # Not at the top: the tests' Redis needs what only developers install.
    from tests.redis_server import RedisServer, executable

    if executable() is not None:
        redis = RedisServer(folder)
        stack.callback(redis.kill)
        stores.append(("redis", redis.url))
    return stores


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Much more of everything.")
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--quick", action="store_true", help="a little of it: does it work?")
    common.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    kinds = parser.add_subparsers(dest="kind", required=True)
    many = kinds.add_parser("streams", parents=[common])
    many.add_argument("--streams", type=int, default=1000)
    many.add_argument("--each", type=int, default=2)
    many.add_argument("--over", type=float, default=10.0)
    many.add_argument("--config", choices=("chat", "chat_regex"), default="chat_regex")
    large = kinds.add_parser("bodies", parents=[common])
    large.add_argument("--gigabytes", type=float, default=2.0)
    large.add_argument("--megabytes", type=float, default=1.0)
    kept = kinds.add_parser("threads", parents=[common])
    kept.add_argument("--threads", type=int, default=50_000)
    return parser.parse_args()


def main() -> None:
    options = read_options()
    shown, found = {"streams": streams, "bodies": bodies, "threads": threads}[options.kind](options)
    facts = setting.describe()
    results.keep(options.kind, {"setting": facts, "figures": found})
    print(shown)
    if found.get("sample"):
        print(found["sample"])
    if options.write:
        results.put_in(results.PERFORMANCE, options.kind, f"{setting.sentence(facts)}\n\n{shown}")


if __name__ == "__main__":
    main()
