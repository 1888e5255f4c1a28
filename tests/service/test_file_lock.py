from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from service.file_lock import locked

HOLD = """
import sys
from pathlib import Path
from service.file_lock import locked
with locked(Path(sys.argv[1]), 1):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_threads_hold_it_one_after_another(tmp_path):
    together = threading.Barrier(8)
    inside, most = 0, 0

    def work():
        nonlocal inside, most
        together.wait()
        for _ in range(10):
            with locked(tmp_path / "lock", 10):
                inside += 1
                most = max(most, inside)
                inside -= 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 1


@pytest.mark.parametrize("name", ["lock", "."])
def test_a_process_that_dies_lets_go_of_it(tmp_path, name):
    path = tmp_path / name
    command = [sys.executable, "-c", HOLD, str(path)]
    holder = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    begun = time.monotonic()
    with pytest.raises(TimeoutError), locked(path, 0.05):
        pass
    assert time.monotonic() - begun < 1
    holder.kill()
    holder.communicate()
    with locked(path, 0):
        pass


def test_an_error_inside_lets_go_of_it(tmp_path):
    with pytest.raises(KeyError), locked(tmp_path / "lock", 1):
        raise KeyError
    with locked(tmp_path / "lock", 0):
        pass
