"""How each server of the comparison is started: one worker, as its documentation has it, on a free port.

``ours``; ``floor`` and ``bare``, a Flask app that does nothing but ask the model, with requests and with
urllib3; ``iorails`` and ``llmrails``, the peer's two engines, in an environment of their own.
"""

from __future__ import annotations

import contextlib
import os
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.cases import write_folders
from bench.processes import ROOT, free_port, raise_file_limit, running

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator, Mapping

PEER_VENV = ROOT / ".venv-peers"
PEER_SCRIPT = Path(__file__).with_name("peer.py")
TITLES = {
    "ours": "Switchyard",
    "floor": "Flask + requests",
    "bare": "Flask + urllib3",
    "iorails": "NeMo IORails",
    "llmrails": "NeMo LLMRails",
}
#: What of our own environment servers get; all else could change what they do.
KEPT = ("PATH", "HOME", "LANG", "TMPDIR", "LD_LIBRARY_PATH")
#: Seconds for a server to start.
PATIENCE = 90


@dataclass(frozen=True, slots=True)
class Server:
    """One that runs."""

    name: str
    port: int
    pid: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where servers find their configurations, and write."""

    folder: Path
    upstream_port: int

    @property
    def configs(self) -> Path:
        return self.folder / "configs"

    @property
    def log(self) -> Path:
        return self.folder / "log"


def peer_python() -> Path:
    """The peer's interpreter: ``PEER_PYTHON``, or the one of ``make bench-peers``."""
    return Path(os.environ.get("PEER_PYTHON") or PEER_VENV / "bin" / "python")


@contextlib.contextmanager
def stage(folder: Path) -> Iterator[Place]:
    """The model, and the configurations that ask it."""
    raise_file_limit(8192)
    place = Place(folder, free_port())
    place.configs.mkdir()
    write_folders(place.configs, place.upstream_port)
    command = [sys.executable, "-m", "bench.upstream", str(place.upstream_port)]
    with running(command, environ=_environ(PYTHONPATH=str(ROOT)), cwd=folder, log=place.log) as process:
        wait_for(f"http://127.0.0.1:{place.upstream_port}/v1/models", process, place.log)
        yield place


@contextlib.contextmanager
def server(name: str, place: Place, **settings: str) -> Iterator[Server]:
    """A server that answers; ``settings`` are variables of its environment."""
    port = free_port()
    command, environ, cwd = _start(name, port, place)
    with running(command, environ={**environ, **settings}, cwd=cwd, log=place.log) as process:
        wait_for(f"http://127.0.0.1:{port}/v1/rails/configs", process, place.log)
        yield Server(name, port, process.pid)


def _start(name: str, port: int, place: Place) -> tuple[list[str], dict[str, str], Path]:
    """The command, its environment and its folder."""
    if name == "ours":
        own = place.folder / f"data-{port}"
        environ = _environ(
            BIND=f"127.0.0.1:{port}",
            WEB_CONCURRENCY="1",
            RAILS_CONFIG_PATH=str(place.configs),
            DATA_DIR=str(own),
            LOG_LEVEL="warning",
        )
        return [sys.executable, "-m", "gunicorn", "wsgi:app"], environ, ROOT
    if name in ("floor", "bare"):
        environ = _environ(
            PYTHONPATH=str(ROOT),
            FLOOR_CLIENT="urllib3" if name == "bare" else "requests",
            FLOOR_MODEL=f"http://127.0.0.1:{place.upstream_port}",
        )
        options = ["-w", "1", "--threads", "256", "-b", f"127.0.0.1:{port}"]
        return [sys.executable, "-m", "gunicorn", *options, "bench.floor:app"], environ, place.folder
    environ = _environ(OPENAI_API_KEY="sk-test")
    if name == "iorails":
        environ["NEMO_GUARDRAILS_IORAILS_ENGINE"] = "1"
    command = [str(peer_python()), "-P", str(PEER_SCRIPT), str(port), str(place.configs)]
    return command, environ, place.folder


def _environ(**more: str) -> dict[str, str]:
    kept: Mapping[str, str] = {name: os.environ[name] for name in KEPT if name in os.environ}
    return {**kept, **more}


def wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Ask until somebody answers, whatever the answer."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.05)
        else:
            return
    sys.exit(f"Nothing answers at {url}. The last lines of what was said:\n{log.read_text()[-2000:]}")
