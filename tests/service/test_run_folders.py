"""Folders of a running server: what a killed one leaves is taken away, what is in use or somebody else's is not."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

from service.run_folders import MARK, make_folder, remove_folder

PREFIX = "switchyard-metrics-"
ROOT = Path(__file__).parents[2]
#: Makes a folder, begins a process that inherits it as a worker does, says both, and waits to be killed.
SERVER = f"""
import os, sys, time
from pathlib import Path
from service.run_folders import make_folder
made = make_folder({PREFIX!r}, Path(sys.argv[1]))
worker = os.fork()
if worker:
    print(made, worker, flush=True)
time.sleep(60)
"""


def start(place: Path) -> tuple[subprocess.Popen[str], Path, int]:
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(place)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    folder, _, worker = process.stdout.readline().rpartition(" ")
    return process, Path(folder), int(worker)


def test_a_folder_is_closed_to_others_and_goes_when_it_is_told_to(tmp_path: Path) -> None:
    folder = make_folder(PREFIX, tmp_path)
    assert (folder.parent, folder.stat().st_mode & 0o777) == (tmp_path, 0o700)
    assert folder.name.startswith(PREFIX)
    remove_folder(folder)
    assert not folder.exists()
    remove_folder(folder)


def test_what_a_killed_server_left_is_taken_away_once_its_last_worker_is_gone(tmp_path: Path) -> None:
    server, left, worker = start(tmp_path)
    with server:
        assert make_folder(PREFIX, tmp_path) != left
        assert left.is_dir(), "it runs"
        server.kill()
        server.wait()
        make_folder(PREFIX, tmp_path)
        assert left.is_dir(), "a worker of it still runs"
        descriptor = os.pidfd_open(worker)
        os.kill(worker, signal.SIGKILL)
        wait_for_the_end(descriptor)
    make_folder(PREFIX, tmp_path)
    assert not left.exists()


def wait_for_the_end(descriptor: int) -> None:
    poll = select.poll()
    poll.register(descriptor, select.POLLIN)
    assert poll.poll(10_000)
    os.close(descriptor)


def test_what_is_not_a_servers_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / f"{PREFIX}notes").mkdir()
    (tmp_path / f"{PREFIX}file").write_text("x")
    other = tmp_path / "other-prefix"
    other.mkdir()
    (other / MARK).touch()
    aside = tmp_path / "aside"
    aside.touch()
    (tmp_path / f"{PREFIX}link").mkdir()
    (tmp_path / f"{PREFIX}link" / MARK).symlink_to(aside)
    before = sorted(tmp_path.iterdir())
    folder = make_folder(PREFIX, tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([*before, folder])
