"""How long the server takes from its start to its first answer, what it weighs, and what a request costs it.

    python bench/service.py

A real gunicorn with one worker and a model that answers at once; CPU time is the worker's own.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
STARTS, REQUESTS = 3, 2000
CONFIG = """
models:
  - {{type: main, engine: openai, model: m, parameters: {{base_url: "{url}/v1", api_key: k}}}}
"""
WORDS = ["one", " two", " three", " four"] * 5
REPLY = json.dumps(
    {
        "id": "1",
        "object": "chat.completion",
        "created": 1,
        "model": "m",
        "choices": [
            {"index": 0, "message": {"role": "assistant", "content": "hello"}, "finish_reason": "stop"}
        ],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }
).encode()


class Model(BaseHTTPRequestHandler):
    """Answers at once, whole or streamed."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        events = [{"choices": [{"index": 0, "delta": {"content": word}}]} for word in WORDS]
        stream = "".join(f"data: {json.dumps(event)}\n\n" for event in events) + "data: [DONE]\n\n"
        body = stream.encode() if asked.get("stream") else REPLY
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class Client:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(self, *, stream: bool = False) -> None:
        body = json.dumps(
            {"config_id": "main", "stream": stream, "messages": [{"role": "user", "content": "hi"}]}
        )
        self._connection.request("POST", "/v1/chat/completions", body, {"Content-Type": "application/json"})
        answer = self._connection.getresponse()
        text = answer.read()
        assert answer.status == 200, text

    def close(self) -> None:
        self._connection.close()


@contextmanager
def server(configs: Path, port: int, data: Path) -> Iterator[subprocess.Popen[bytes]]:
    environ = {
        **os.environ,
        "BIND": f"127.0.0.1:{port}",
        "WEB_CONCURRENCY": "1",
        "RAILS_CONFIG_PATH": str(configs),
        "DATA_DIR": str(data),
        "LOG_LEVEL": "warning",
    }
    command = [sys.executable, "-m", "gunicorn", "wsgi:app"]
    process = subprocess.Popen(command, cwd=ROOT, env=environ, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def first_answer(port: int) -> Client:
    """Ask until somebody listens."""
    while True:
        client = Client(port)
        try:
            client.ask()
        except ConnectionError:
            client.close()
            time.sleep(0.005)
        else:
            return client


def worker_of(process: subprocess.Popen[bytes]) -> int:
    return int(Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()[0])


def megabytes(pid: int, name: str) -> float:
    """``Rss``: all of it. ``Pss``: what is shared with other processes counted in parts."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def cost(client: Client, pid: int, *, stream: bool) -> float:
    """CPU milliseconds of the worker for one request."""
    for _ in range(100):
        client.ask(stream=stream)
    before = cpu_seconds(pid)
    for _ in range(REQUESTS):
        client.ask(stream=stream)
    return (cpu_seconds(pid) - before) / REQUESTS * 1000


def main() -> None:
    model = ThreadingHTTPServer(("127.0.0.1", 0), Model)
    threading.Thread(target=model.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        configs = Path(folder) / "configs"
        (configs / "main").mkdir(parents=True)
        url = f"http://127.0.0.1:{model.server_port}"
        (configs / "main" / "config.yml").write_text(CONFIG.format(url=url))
        starts = []
        for _ in range(STARTS):
            port, begun = free_port(), time.monotonic()
            with server(configs, port, Path(folder) / "data") as process:
                client = first_answer(port)
                starts.append(time.monotonic() - begun)
                pid = worker_of(process)
                idle = megabytes(pid, "Rss"), megabytes(pid, "Pss")
                if len(starts) == STARTS:
                    whole = cost(client, pid, stream=False)
                    streamed = cost(client, pid, stream=True)
                client.close()
    print(f"start to first answer        {statistics.median(starts):8.2f} s")
    print(f"memory of an idle worker     {idle[0]:8.1f} MB resident, {idle[1]:.1f} MB without what is shared")
    print(f"CPU of a request             {whole:8.2f} ms")
    print(f"CPU of a stream, {len(WORDS)} pieces   {streamed:8.2f} ms")
    model.shutdown()


if __name__ == "__main__":
    main()
