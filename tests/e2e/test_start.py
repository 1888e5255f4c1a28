"""What a server costs before anybody has asked much of it, with the configuration that `make run` serves."""

from __future__ import annotations

import os
from pathlib import Path

from tests.gunicorn_server import GunicornServer

MOST_MB = 80
#: Of the processor, from the start to the first answer, of all processes: twice what it takes on an idle machine.
MOST_SECONDS = 2.5
ASK = {"messages": [{"role": "user", "content": "Hello"}]}


def resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_a_worker_is_small_and_soon_there() -> None:
    with GunicornServer(env={"DEFAULT_CONFIG_ID": "protected"}) as server:
        (worker,) = server.workers()
        assert resident_mb(worker) < MOST_MB
        assert server.post("/v1/chat/completions", ASK).headers["x-guardrails-decision"] == "allowed"
        spent = cpu_seconds(server.process.pid) + cpu_seconds(worker)
        assert resident_mb(worker) < MOST_MB
        assert spent < MOST_SECONDS
