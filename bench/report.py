"""The comparison as tables and as a plot: what ``--write`` puts into the documents.

    python -m bench.report

writes what the last ``make bench`` or ``make bench-peers`` found, without measuring again.
"""

from __future__ import annotations

from typing import Any

from bench import plot, results, setting
from bench.cases import CASES
from bench.processes import ROOT
from bench.servers import TITLES

PLOT = ROOT / "docs" / "performance.svg"
#: Of each figure: what it is called, and its digits.
DETAILS = {
    "cpu_ms": ("CPU ms", 2),
    "rps": ("requests/s", 0),
    "p50_ms": ("p50 ms", 1),
    "p99_ms": ("p99 ms", 1),
    "first_p50_ms": ("first p50 ms", 1),
    "gap_p99_ms": ("gap p99 ms", 1),
    "gap_max_ms": ("gap max ms", 1),
    "mb": ("MB", 0),
}

Figures = dict[str, dict[str, dict[str, Any]]]


def servers_of(figures: Figures) -> list[str]:
    return [name for name in TITLES if any(name in row for row in figures.values())]


def cost(figures: Figures, case: str, server: str) -> float | None:
    found: float | None = figures.get(case, {}).get(server, {}).get("cpu_ms")
    return found


def ratio(figures: Figures, case: str) -> tuple[str, float, float] | None:
    """The server that a goal names, how many times its CPU time is ours, and how many it may be."""
    goal = CASES[case].goal
    ours = cost(figures, case, "ours")
    other = None if goal is None else cost(figures, case, goal[0])
    return None if goal is None or not ours or not other else (goal[0], ours / other, goal[1])


def costs(figures: Figures) -> str:
    """CPU milliseconds of a request, a server in each column."""
    servers = servers_of(figures)
    rows = []
    for case in figures:
        row = [CASES[case].title]
        for server in servers:
            text = results.figure(cost(figures, case, server))
            row.append(f"**{text}**" if server == "ours" and text else text)
        rows.append(row)
    return results.table(["CPU ms a request", *(TITLES[name] for name in servers)], rows)


def ratios(figures: Figures) -> str:
    """Ours beside the goals; nothing where the peers took no part."""
    rows = []
    for case in figures:
        found = ratio(figures, case)
        if found is not None:
            name, share, goal = found
            verdict = "met" if share <= goal else "missed"
            rows.append([CASES[case].title, TITLES[name], f"{share:.3f}", f"{goal:g}", verdict])
    return results.table(["case", "beside", "ratio", "goal", ""], rows) if rows else ""


def details(figures: Figures) -> str:
    """Everything that was measured, a server in each row."""
    rows = [
        [CASES[case].title, TITLES[server]]
        + [results.figure(values[key], digits) for key, (_, digits) in DETAILS.items()]
        for case, row in figures.items()
        for server, values in row.items()
    ]
    return results.table(["case", "server", *(title for title, _ in DETAILS.values())], rows)


def failures(figures: Figures) -> str:
    """What went wrong: a table with answers that were lost is not one to compare by."""
    return "\n".join(
        f"- {CASES[case].title}, {TITLES[server]}: {', '.join(f'{n} {what}' for what, n in bad.items())}"
        for case, row in figures.items()
        for server, values in row.items()
        if (bad := values["failures"])
    )


def write(document: dict[str, Any]) -> None:
    """Into docs/performance.md, its plot, and README.md."""
    figures: Figures = document["figures"]
    note = setting.sentence(document["setting"])
    rounds = f"{document['rounds']} rounds of {document['seconds']:g} s, medians."
    wrong = failures(figures)
    parts = [f"{note} {rounds}", costs(figures), ratios(figures), details(figures)]
    if wrong:
        parts.append(f"Answers that were not whole, which no other figure counts:\n\n{wrong}")
    results.put_in(results.PERFORMANCE, "cases", "\n\n".join(part for part in parts if part))
    results.put_in(results.README, "cases", f"{costs(figures)}\n\n{note}")
    servers = servers_of(figures)
    rows = [
        (CASES[case].title, {TITLES[name]: cost(figures, case, name) for name in servers}) for case in figures
    ]
    PLOT.write_text(plot.draw("CPU milliseconds a request (less is better)", rows))


if __name__ == "__main__":
    write(results.read("latest"))
