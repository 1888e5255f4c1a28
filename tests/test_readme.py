"""What the README shows is what happens: its examples run as they stand, and print what their comments say."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.gunicorn_server import GunicornServer

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
SERVED, LIBRARY = README.split("## Use it as a library")
SHELL = [block for block in re.findall(r"```sh\n(.*?)```", SERVED, re.DOTALL) if block.startswith("curl")]
CLIENTS = re.findall(r"```python\n(.*?)```", SERVED, re.DOTALL)
BLOCKS = re.findall(r"```python\n(.*?)```", LIBRARY, re.DOTALL)
#: A word that tells the examples apart.
CLIENT_NAMES = ["requests", "sdk", "stream", "thread"]


def promised(block: str) -> list[str]:
    """What the comments behind ``print`` say."""
    return re.findall(r"print\(.*\)\s+# (.+)$", block, re.MULTILINE)


@pytest.fixture(scope="module")
def server() -> Iterator[GunicornServer]:
    """As `make run` starts it, on a free port."""
    with GunicornServer(env={"DEFAULT_CONFIG_ID": "protected"}) as running:
        yield running


def run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=50, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_first_thing_it_shows_is_how_to_start() -> None:
    first, second = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)[:2]
    assert first == "make run\n"
    assert second.startswith("curl ")
    assert README.index(second) < 1200


def test_there_are_five_ways_to_ask() -> None:
    assert len(SHELL) == 2  # the first command, and the first of the five
    assert len(CLIENTS) == len(CLIENT_NAMES)


def test_the_first_command_is_answered_by_a_rail(server: GunicornServer) -> None:
    said = run(["bash", "-c", SHELL[0].replace("localhost:8000", f"127.0.0.1:{server.port}")])
    assert "I cannot provide information on that topic" in said


def test_the_example_with_curl_shows_what_was_decided(server: GunicornServer) -> None:
    said = run(["bash", "-c", SHELL[1].replace("localhost:8000", f"127.0.0.1:{server.port}")])
    assert "X-Guardrails-Decision: blocked" in said
    assert "X-Guardrails-Rails: self check input;blocked;" in said
    assert "I'm sorry, I can't respond to that." in said


@pytest.mark.parametrize("block", CLIENTS, ids=CLIENT_NAMES)
def test_an_example_prints_what_it_says(block: str, server: GunicornServer) -> None:
    printed = run([sys.executable, "-c", block.replace("http://localhost:8000", server.url)])
    for expected in promised(block):
        assert expected in printed
    if "stream=True" in block:
        assert "A lamp stood at the edge of a harbour" in printed
    else:
        assert promised(block)


@pytest.mark.parametrize(
    "folder", sorted(path.name for path in (ROOT / "configs").iterdir() if path.is_dir())
)
def test_every_configuration_is_introduced(folder: str) -> None:
    assert f"`{folder}`" in SERVED


def test_links_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists()


def test_there_are_blocks_to_run() -> None:
    assert len(BLOCKS) >= 2


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.strip().split("\n")[-1][:40])
def test_a_block_of_the_library_runs_and_prints_what_it_says(
    block: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    exec(compile(block, "README.md", "exec"), {"__name__": "readme"})
    printed = capsys.readouterr().out
    for expected in promised(block):
        assert expected in printed
