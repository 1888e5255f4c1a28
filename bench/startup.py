"""How long the server takes from its start to its first answer, and what it weighs before anybody asks more.

    python -m bench.startup

A real gunicorn with one worker and a model that answers at once, started three times. What a request costs is
for ``compare`` to say.
"""

from __future__ import annotations

import http.client
import json
import statistics
import tempfile
import time
from pathlib import Path

from bench.cases import CASES
from bench.processes import memory_mb, tree
from bench.servers import server, stage

STARTS = 3


def ask(port: int) -> None:
    """One answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Content-Type": "application/json"}
    connection.request("POST", "/v1/chat/completions", json.dumps(CASES["main"].document()), headers)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(text.decode())


def main() -> None:
    starts = []
    with tempfile.TemporaryDirectory() as folder, stage(Path(folder)) as place:
        for _ in range(STARTS):
            begun = time.monotonic()
            with server("ours", place) as running:
                ask(running.port)
                starts.append(time.monotonic() - begun)
                worker = max(tree(running.pid))
                resident, own = memory_mb(worker, "Rss"), memory_mb(worker)
    print(f"start to first answer        {statistics.median(starts):8.2f} s")
    print(f"memory of an idle worker     {resident:8.1f} MB resident, {own:.1f} MB without what is shared")


if __name__ == "__main__":
    main()
