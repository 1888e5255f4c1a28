"""Processes that a measurement starts, and what they use: CPU time and memory, from /proc."""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import socket
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[1]
TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")
#: Seconds for a process to end that was asked to.
PATIENCE = 15


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def raise_file_limit(wanted: int) -> None:
    """Let this process, and those that it starts, have so many sockets open, where the system allows it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))


@contextlib.contextmanager
def running(
    command: list[str], *, environ: Mapping[str, str], cwd: Path, log: Path
) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a group of its own, which is ended with all of its children."""
    with log.open("ab") as file:
        process = subprocess.Popen(
            command, cwd=cwd, env=dict(environ), stdout=file, stderr=file, start_new_session=True
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def tree(pid: int) -> list[int]:
    """The process, its children and theirs."""
    children: dict[int, list[int]] = {}
    for folder in PROC.iterdir():
        if folder.name.isdigit() and (fields := _stat(int(folder.name))) is not None:
            children.setdefault(int(fields[1]), []).append(int(folder.name))
    found, ahead = [], [pid]
    while ahead:
        one = ahead.pop()
        found.append(one)
        ahead += children.get(one, [])
    return found


def cpu_seconds(pid: int) -> float:
    """User and system time of the whole tree. A child that has ended is not counted: servers keep theirs."""
    stats = (_stat(one) for one in tree(pid))
    return sum(int(fields[11]) + int(fields[12]) for fields in stats if fields is not None) / TICKS


def largest_mb(pid: int) -> float:
    """Memory of the largest process of the tree (PSS: pages that several share count in parts)."""
    return max((memory_mb(one) for one in tree(pid)), default=0.0)


def memory_mb(pid: int, kind: str = "Pss") -> float:
    """``Rss``: all of it. ``Pss``: what is shared with other processes counts in parts."""
    with contextlib.suppress(OSError):
        for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith(f"{kind}:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/PID/stat behind the name, which may hold blanks: state, parent, …"""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
