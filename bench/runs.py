"""One load against one server: the client in a process of its own, and memory watched meanwhile."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from bench.processes import ROOT, largest_mb

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.load import Load

#: Seconds between two looks at the memory.
LOOK = 0.5


def run(load: Load, watch: Callable[[], None] | None = None) -> dict[str, Any]:
    """The client's result, and ``mb``: the largest process of the server, at its largest."""
    command = [sys.executable, "-m", "bench.load"]
    client = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    given: str | None = json.dumps(asdict(load))
    most = 0.0
    while True:
        try:
            said, complaint = client.communicate(given, timeout=LOOK)
            break
        except subprocess.TimeoutExpired:
            given = None
            most = max(most, largest_mb(load.pid))
            if watch is not None:
                watch()
        except BaseException:
            client.kill()
            client.wait()
            raise
    if client.returncode:
        sys.exit(f"The client failed: {complaint[-2000:]}")
    result: dict[str, Any] = json.loads(said)
    return result | {"mb": round(max(most, largest_mb(load.pid)), 1)}
