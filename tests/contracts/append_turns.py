"""A worker for tests of several processes: appends pairs to a thread and acknowledges each on its output.

    python -m tests.contracts.append_turns FACTORY ARGUMENT THREAD NAME TURNS

FACTORY is ``module:function``; it makes the store from ARGUMENT. It begins at the first line of its input.
"""

from __future__ import annotations

import importlib
import os
import signal
import subprocess
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.threads.base import ThreadStore

ROOT = Path(__file__).parents[2]


def pair(name: str, number: int) -> list[dict[str, str]]:
    """One turn: both messages say whose they are."""
    text = f"{name} {number} " + "x" * (number % 7) * 300
    return [{"role": "user", "content": text}, {"role": "assistant", "content": text}]


def start(factory: str, argument: str, thread: str, name: str, turns: int) -> subprocess.Popen[str]:
    """A worker process, which waits for a line."""
    command = [
        sys.executable,
        "-m",
        "tests.contracts.append_turns",
        factory,
        argument,
        thread,
        name,
        str(turns),
    ]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def fork(work: Callable[[], bool]) -> int:
    """A child process that ends with 0 if the work gives True, and in any case after some seconds."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # later Pythons warn where there are threads
        child = os.fork()
    if child == 0:
        try:
            signal.alarm(20)
            os._exit(0 if work() else 2)
        finally:
            os._exit(1)
    return child


def wait_for(child: int) -> int:
    """How a forked child ended."""
    return os.waitpid(child, 0)[1]


def names_of_pairs(messages: list[dict[str, str]]) -> list[str]:
    """The turns in the order in which they are stored, each of them whole and in one piece."""
    turns = []
    for user, assistant in zip(messages[::2], messages[1::2], strict=True):
        assert (user["role"], assistant["role"]) == ("user", "assistant")
        assert user["content"] == assistant["content"]
        turns.append(" ".join(user["content"].split(" ")[:2]))
    return turns


def main(factory: str, argument: str, thread: str, name: str, turns: str) -> None:
    module, _, function = factory.partition(":")
    store: ThreadStore = getattr(importlib.import_module(module), function)(argument)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    for number in range(int(turns)):
        store.append(thread, pair(name, number))
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
