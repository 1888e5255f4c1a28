"""Our server beside a bare Flask proxy and, where they are installed, the peer's engines: case by case.

    python -m bench.compare [--peers] [--only ours,floor] [--case main,regex] [--rounds 3] [--seconds 4]
                            [--quick] [--write]

Each server has one worker, so the figures compare engines and not numbers of cores. CPU milliseconds a
request (user and system, of the whole process tree) is the figure that a busy machine changes least. The
rounds of all servers are interleaved, and the median of the rounds counts. ``--write`` puts the tables into
the documents.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import report, results, setting
from bench.cases import CASES
from bench.load import Load
from bench.runs import run
from bench.servers import TITLES, peer_python, server, stage

if TYPE_CHECKING:
    from bench.cases import Case
    from bench.servers import Server

KEPT = (*report.DETAILS, "client_share")
PEERS = ("iorails", "llmrails")
OWN = ("ours", "floor", "bare")


def takes_part(name: str, case: Case) -> bool:
    return name == "ours" or name in case.others


def load_of(case: Case, running: Server, options: argparse.Namespace) -> Load:
    return Load(
        port=running.port,
        pid=running.pid,
        document=case.document(),
        expect=case.expect,
        connections=case.connections or options.connections,
        seconds=options.seconds,
        warmup=min(1.0, options.seconds / 2),
    )


def middle(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """The median of each figure, and all failures."""
    failures: dict[str, int] = {}
    for one in runs:
        for what, times in one["failures"].items():
            failures[what] = failures.get(what, 0) + times
    values = {key: [one[key] for one in runs if one[key] is not None] for key in KEPT}
    medians = {key: statistics.median(found) if found else None for key, found in values.items()}
    sample = next((one["sample"] for one in runs if one["sample"]), "")
    return {
        **medians,
        "requests": sum(one["requests"] for one in runs),
        "failures": failures,
        "sample": sample,
    }


def measure(options: argparse.Namespace) -> report.Figures:
    """Each figure of each case and server."""
    runs: dict[tuple[str, str], list[dict[str, Any]]] = {}
    with ExitStack() as stack:
        place = stack.enter_context(stage(Path(stack.enter_context(tempfile.TemporaryDirectory()))))
        servers = [stack.enter_context(server(name, place)) for name in options.only]
        for number in range(options.rounds):
            for name in options.case:
                print(f"round {number + 1}: {name}", file=sys.stderr)
                for running in servers:
                    if takes_part(running.name, CASES[name]):
                        result = run(load_of(CASES[name], running, options))
                        runs.setdefault((name, running.name), []).append(result)
    figures: report.Figures = {}
    for (case, name), found in runs.items():
        figures.setdefault(case, {})[name] = middle(found)
    return figures


def show(figures: report.Figures) -> None:
    """As plain text, for whoever waits at the terminal."""
    width = max(len(CASES[case].title) for case in figures)
    for case, row in figures.items():
        for name, values in row.items():
            shown = [
                f"{title} {results.figure(values[key], digits):>7}"
                for key, (title, digits) in report.DETAILS.items()
            ]
            print(f"{CASES[case].title:{width}} {TITLES[name]:17}", *shown, sep="  ")
            if values["failures"]:
                print(f"    FAILURES {values['failures']} {values['sample']}")
        found = report.ratio(figures, case)
        if found is not None:
            name, share, goal = found
            print(f"    {share:.3f} of {TITLES[name]}; the goal is {goal:g}")


def read_options(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Compare servers.")
    parser.add_argument("--peers", action="store_true", help="with the peer's two engines")
    parser.add_argument("--only", help="these servers, separated by commas")
    parser.add_argument("--case", help="these cases, separated by commas")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--quick", action="store_true", help="one round of a moment: does it work?")
    parser.add_argument("--write", action="store_true", help="put the tables into the documents")
    options = parser.parse_args(arguments)
    options.only = options.only.split(",") if options.only else [*OWN, *(PEERS if options.peers else ())]
    options.case = options.case.split(",") if options.case else list(CASES)
    for given, known in ((options.only, TITLES), (options.case, CASES)):
        unknown = [name for name in given if name not in known]
        if unknown:
            parser.error(f"{unknown[0]!r} is none of {', '.join(known)}")
    if options.quick:
        options.rounds, options.seconds = 1, 0.5
    return options


def main() -> None:
    options = read_options()
    with_peers = any(name in PEERS for name in options.only)
    if with_peers and not peer_python().exists():
        sys.exit("There is no peer to compare with: run `make bench-peers`, or set PEER_PYTHON.")
    document = {
        "setting": setting.describe(peer_python() if with_peers else None),
        "rounds": options.rounds,
        "seconds": options.seconds,
        "connections": options.connections,
        "figures": measure(options),
    }
    results.keep("latest", document)
    show(document["figures"])
    if options.write:
        report.write(document)
    if any(values["failures"] for row in document["figures"].values() for values in row.values()):
        sys.exit("Some answers were not whole; see above.")


if __name__ == "__main__":
    main()
