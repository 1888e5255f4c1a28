"""What a figure was taken with: machine, day and versions. Figures without these say nothing."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any

OURS = ("switchyard", "gunicorn", "flask", "werkzeug", "requests", "urllib3", "orjson")
THEIRS = ("nemoguardrails", "fastapi", "uvicorn", "httpx", "openai")
ASK = """
import sys
from importlib import metadata
for name in sys.argv[1:]:
    try:
        print(name, metadata.version(name))
    except metadata.PackageNotFoundError:
        pass
"""


def describe(peer: Path | None = None) -> dict[str, Any]:
    """Facts for the head of a table; ``peer`` is the peer's interpreter, where it took part."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "system": f"{platform.system()} {platform.release().partition('-')[0]}",
        "python": platform.python_version(),
        "versions": _versions(OURS),
        "peers": {} if peer is None else _versions_of(peer),
    }


def sentence(facts: dict[str, Any]) -> str:
    """The same, to be read."""
    versions = ", ".join(f"{name} {version}" for name, version in facts["versions"].items())
    peers = ", ".join(f"{name} {version}" for name, version in facts["peers"].items())
    return (
        f"Taken on {facts['date']}: {facts['cpu']}, {facts['cores']} cores, {facts['memory_gb']} GB, "
        f"{facts['system']}, Python {facts['python']}; {versions}{'; ' if peers else ''}{peers}."
    )


def _cpu() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return " ".join(line.partition(":")[2].split())
    return platform.machine()


def _versions(names: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for name in names:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def _versions_of(python: Path) -> dict[str, str]:
    done = subprocess.run(
        [str(python), "-c", ASK, "python", *THEIRS], capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"The peer's Python does not run: {done.stderr[-500:]}")
    return dict(line.split() for line in done.stdout.splitlines())
