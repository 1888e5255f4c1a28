"""Where figures are kept, and how they get into the documents: between two comments that name the tool.

``latest.json`` holds the comparison, and a file of each other tool its own. They are not under version
control; what has been written into the documents is.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bench.processes import ROOT

RESULTS = Path(__file__).parent / "results"
PERFORMANCE = ROOT / "docs" / "performance.md"
README = ROOT / "README.md"


def keep(name: str, document: dict[str, Any]) -> None:
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.json").write_text(json.dumps(document, indent=1) + "\n")


def read(name: str) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((RESULTS / f"{name}.json").read_text())
    return document


def put(text: str, marker: str, content: str) -> str:
    """The text with other content between ``<!-- bench: marker -->`` and ``<!-- bench: end -->``."""
    begin, end = f"<!-- bench: {marker} -->\n", "<!-- bench: end -->"
    before, found, rest = text.partition(begin)
    if not found or end not in rest:
        raise ValueError(f"there is no place for {marker!r}")
    return f"{before}{begin}\n{content.strip()}\n\n{end}{rest.partition(end)[2]}"


def put_in(path: Path, marker: str, content: str) -> None:
    path.write_text(put(path.read_text(), marker, content))


def table(head: list[str], rows: list[list[str]]) -> str:
    """A Markdown table; the first column is text, the others are figures."""
    lines = [head, ["---"] + ["--:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def figure(value: float | None, digits: int = 2) -> str:
    return "" if value is None else f"{value:.{digits}f}"
