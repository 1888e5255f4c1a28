"""The configurations reach the model that they are given, and a server's processes are found, measured and ended."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from bench import setting
from bench.cases import CASES, EARLY, FOLDERS, write_folders
from bench.load import Load
from bench.processes import cpu_seconds, largest_mb, memory_mb, running, tree
from bench.runs import run
from bench.servers import Place, Server, server, stage, wait_for
from rails_engine import RailsConfig

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CHILDREN = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
print("started", flush=True)
sum(range(5_000_000))
child.wait()
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with stage(tmp_path_factory.mktemp("stage")) as found:
        yield found


@pytest.fixture(scope="module")
def ours(place: Place) -> Iterator[Server]:
    with server("ours", place) as found:
        yield found


@pytest.mark.parametrize("name", [*FOLDERS, EARLY])
def test_every_configuration_loads_and_names_the_model(tmp_path: Path, name: str) -> None:
    write_folders(tmp_path, 4711)
    config = RailsConfig.from_path(str(tmp_path / name), environ={})
    (main,) = (model for model in config.models if model.type == "main")
    script = FOLDERS[name if name != EARLY else "slow_io_checking"][1]
    assert main.parameters["base_url"] == f"http://127.0.0.1:4711/{script}/v1"
    assert config.rails.input.speculative_generation == (name == EARLY)


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if not name.startswith("paced")])
def test_our_server_answers_every_case_as_it_should(ours: Server, name: str) -> None:
    case = CASES[name]
    load = Load(ours.port, ours.pid, case.document(), case.expect, connections=1, seconds=0, each=2)
    found = run(load)
    assert (found["requests"], found["failures"]) == (2, {}), found["sample"]


@pytest.mark.parametrize("name", ["floor", "bare"])
def test_the_floor_answers_too(place: Place, name: str) -> None:
    with server(name, place) as floor:
        for case in (CASES["main"], CASES["main_stream"]):
            load = Load(floor.port, floor.pid, case.document(), case.expect, connections=1, seconds=0, each=1)
            assert run(load)["failures"] == {}


def test_the_children_of_a_process_count(tmp_path: Path) -> None:
    log = tmp_path / "log"
    with running([sys.executable, "-c", CHILDREN], environ={}, cwd=tmp_path, log=log) as process:
        while "started" not in log.read_text():
            assert process.poll() is None, log.read_text()
        processes = tree(process.pid)
        assert processes[0] == process.pid
        assert len(processes) == 2
        assert largest_mb(process.pid) == pytest.approx(max(map(memory_mb, processes)), rel=0.5)
        assert memory_mb(process.pid, "Rss") > memory_mb(process.pid) > 0
        while cpu_seconds(process.pid) == 0:
            assert process.poll() is None
    assert process.returncode is not None
    assert memory_mb(process.pid) == 0


def test_a_server_that_ends_at_once_is_not_waited_for(tmp_path: Path) -> None:
    log = tmp_path / "log"
    command = [sys.executable, "-c", "raise SystemExit('no such port')"]
    with (
        running(command, environ={}, cwd=tmp_path, log=log) as process,
        pytest.raises(SystemExit, match="no such port"),
    ):
        process.wait()
        wait_for("http://127.0.0.1:9/", process, log)


def test_the_setting_names_machine_day_and_versions() -> None:
    facts = setting.describe()
    text = setting.sentence(facts)
    for part in (facts["date"], facts["cpu"], f"{facts['cores']} cores", "gunicorn ", "flask "):
        assert part in text
