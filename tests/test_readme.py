"""What the README shows is what happens: its Python blocks run, and print what their comments say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

README = (Path(__file__).parents[1] / "README.md").read_text()
LIBRARY = README[README.index("## Use it as a library") :]
BLOCKS = re.findall(r"```python\n(.*?)```", LIBRARY, re.DOTALL)


def test_there_are_blocks_to_run() -> None:
    assert len(BLOCKS) >= 2


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.strip().split("\n")[-1][:40])
def test_a_block_runs_and_prints_what_it_says(
    block: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    exec(compile(block, "README.md", "exec"), {"__name__": "readme"})
    printed = capsys.readouterr().out
    for expected in re.findall(r"print\(.*?\)\s+# (.+)$", block, re.MULTILINE):
        assert expected in printed
