"""A real gunicorn on 127.0.0.1 with this project's gunicorn.conf.py, for the length of a test.

    with GunicornServer("wsgi:app", env={"THREADS": "4"}) as server:
        server.get("/healthz").status          # one request on a connection of its own
        server.url, server.base_url, server.port
        server.connect()                       # a raw socket
        server.workers()                       # their process ids
        server.signal(signal.SIGHUP)
        server.wait_for_line("Booting worker")
        server.lines, server.output            # what it has written to stderr and stdout so far

It chooses its own port, has a home and a DATA_DIR of its own, no variable of whoever runs the tests, and all its
workers are ready when it is handed over. At the end it is asked whether it has kept silent about what it was sent.
"""

from __future__ import annotations

import http.client
import json as jsonlib
import os
import re
import socket
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Self

from tests.silence import Witness

if TYPE_CHECKING:
    import signal
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).parents[1]
GIVE_UP = 30.0
LISTENING = re.compile(r"Listening at: http://127\.0\.0\.1:(\d+)")


@dataclass
class Answer:
    """One answer, read to its end. Header names are lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return jsonlib.loads(self.body)

    @property
    def text(self) -> str:
        return self.body.decode()


class GunicornServer:
    """See the module's docstring."""

    def __init__(
        self,
        app: str = "wsgi:app",
        *,
        env: Mapping[str, str] | None = None,
        args: Sequence[str] = (),
        pythonpath: Path | None = None,
    ) -> None:
        self.witness = Witness()
        self.lines: list[str] = []
        self.output: list[str] = []
        self._changed = threading.Condition()
        self._pipes = 2
        self._folder = tempfile.TemporaryDirectory(prefix="switchyard-test-")
        self.folder = Path(self._folder.name)
        command = [sys.executable, "-m", "gunicorn", *args]
        if pythonpath is not None:
            command += ["--pythonpath", str(pythonpath)]
        variables = {
            "PATH": os.defpath,
            "HOME": self._folder.name,
            "XDG_RUNTIME_DIR": self._folder.name,
            "BIND": "127.0.0.1:0",
            "WEB_CONCURRENCY": "1",
            "THREADS": "8",
            "DATA_DIR": str(self.folder / "data"),
            "PYTHONDONTWRITEBYTECODE": "1",
            **(env or {}),
        }
        self.process = subprocess.Popen(
            [*command, app],
            cwd=ROOT,
            env=variables,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        self._readers = [
            threading.Thread(target=self._read, args=(self.process.stderr, self.lines), daemon=True),
            threading.Thread(target=self._read, args=(self.process.stdout, self.output), daemon=True),
        ]
        for reader in self._readers:
            reader.start()
        try:
            match = LISTENING.search(self.wait_for_line("Listening at: "))
            assert match is not None
            self.port = int(match[1])
            self.url = f"http://127.0.0.1:{self.port}"
            self.base_url = f"{self.url}/v1"
            # A signal to a worker that is not ready yet would be lost.
            self.wait_for_line("Worker is ready", count=int(variables["WEB_CONCURRENCY"]))
        except BaseException:
            self.stop()
            raise

    # -- requests

    def connect(self, timeout: float = GIVE_UP) -> socket.socket:
        """A raw connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout)

    def request(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = GIVE_UP,
    ) -> Answer:
        """One request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        all_headers = dict(headers or {})
        if json is not None:
            body = jsonlib.dumps(json).encode()
            all_headers.setdefault("Content-Type", "application/json")
        self.witness.hear(body or b"", all_headers)
        try:
            connection.request(method, path, body, all_headers)
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            answer = Answer(response.status, found, response.read())
            self.witness.read(answer.status, answer.body.decode(errors="replace"))
            return answer
        finally:
            connection.close()

    def get(self, path: str, **options: Any) -> Answer:
        return self.request("GET", path, **options)

    def post(self, path: str, json: Any = None, **options: Any) -> Answer:
        return self.request("POST", path, json=json, **options)

    # -- processes

    def workers(self) -> list[int]:
        """The process ids of the workers that live now."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in path.read_text().split()]

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the master."""
        self.process.send_signal(number)

    def wait(self, timeout: float = GIVE_UP) -> int:
        """The exit code, once it has ended; then everything that it wrote is in ``lines`` and ``output``."""
        code = self.process.wait(timeout)
        for reader in self._readers:
            reader.join(timeout)
        return code

    def stop(self) -> int:
        """End it, gently first."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.wait()
        except subprocess.TimeoutExpired:
            self.process.kill()
            return self.wait()
        finally:
            for pipe in (self.process.stdout, self.process.stderr):
                if pipe is not None:
                    pipe.close()
            self._folder.cleanup()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self.stop()
        if kind is None:
            self.witness.told += self.lines + self.output
            self.witness.check()

    # -- what it writes

    def wait_for_line(self, text: str, *, count: int = 1, timeout: float = GIVE_UP) -> str:
        """The ``count``-th line on stderr that holds the text."""

        def found() -> list[str]:
            return [line for line in self.lines if text in line]

        with self._changed:
            self._changed.wait_for(lambda: len(found()) >= count or not self._pipes, timeout)
            lines = found()
        if len(lines) < count:
            raise AssertionError(
                f"{text!r} was written {len(lines)} of {count} times:\n" + "\n".join(self.lines)
            )
        return lines[count - 1]

    def records(self) -> list[dict[str, Any]]:
        """The lines on stderr, each of which must be a JSON object."""
        return [jsonlib.loads(line) for line in list(self.lines)]

    def _read(self, pipe: IO[str], lines: list[str]) -> None:
        for line in pipe:
            with self._changed:
                lines.append(line.rstrip("\n"))
                self._changed.notify_all()
        with self._changed:
            self._pipes -= 1
            self._changed.notify_all()
