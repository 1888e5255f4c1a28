"""The cases: what is asked of which configuration, by how many at once, and what is aimed at."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.load import THREAD
from bench.upstream import say

CONFIGS = Path(__file__).parent / "configs"
MODEL = "UPSTREAM"
QUESTION = "Hello there, what can you do for me today?"
WORDS = 32
#: How the model answers: DELAY/WORDS/EVERY, in milliseconds (see ``upstream``).
AT_ONCE, PACED, SLOW, CHAT = f"0/{WORDS}/0", f"100/{WORDS}/20", "200/8/0", "200/100/200"
FOLDERS = {
    **{name: (name, AT_ONCE) for name in ("main", "input_checking", "io_checking", "regex", "dialog")},
    "paced": ("main", PACED),
    "paced_regex": ("regex", PACED),
    **{f"slow_{name}": (name, SLOW) for name in ("main", "one_rail", "five_rails", "io_checking")},
    "chat": ("main", CHAT),
    "chat_regex": ("regex", CHAT),
}
#: A configuration of its own where the main call may begin while the input rails run.
EARLY = "slow_early"


@dataclass(frozen=True, slots=True)
class Case:
    """A row of the table."""

    name: str
    title: str
    config: str
    stream: bool = False
    turns: int = 1
    thread: bool = False
    connections: int | None = None
    expect: str = say(WORDS)
    #: The servers that can do it; ours can do each.
    others: tuple[str, ...] = ("iorails", "llmrails")
    #: At most so many times the CPU time of that server in the same run.
    goal: tuple[str, float] | None = None

    def document(self) -> dict[str, Any]:
        """The body of a request, in the dialect that all servers speak."""
        messages: list[dict[str, str]] = []
        for turn in range(self.turns - 1):
            messages.append({"role": "user", "content": f"question {turn}"})
            messages.append({"role": "assistant", "content": f"answer {turn}"})
        messages.append({"role": "user", "content": QUESTION})
        guardrails = {"config_id": self.config} | ({"thread_id": THREAD} if self.thread else {})
        document: dict[str, Any] = {"model": "bench", "messages": messages, "guardrails": guardrails}
        return document | ({"stream": True} if self.stream else {})


PLAIN = ("floor", "bare")
ALL = (*PLAIN, "iorails", "llmrails")
GREETING = "How are you"
CASES = {
    case.name: case
    for case in (
        Case("main", "no rails", "main", others=ALL, goal=("iorails", 0.95)),
        Case("input_checking", "a check of the input (1 call)", "input_checking", goal=("iorails", 0.6)),
        Case("io_checking", "checks of input and output (2 calls)", "io_checking", goal=("iorails", 0.5)),
        Case("regex", "patterns on input and output", "regex", goal=("iorails", 0.95)),
        Case("main_stream", "no rails, stream of 32", "main", stream=True, others=ALL, goal=("iorails", 0.7)),
        Case("io_stream", "checks, stream of 32", "io_checking", stream=True, goal=("iorails", 0.6)),
        Case("regex_stream", "patterns, stream of 32", "regex", stream=True, goal=("iorails", 0.7)),
        Case(
            "input_20_turns",
            "a check of the input, 20 turns",
            "input_checking",
            turns=20,
            goal=("iorails", 0.6),
        ),
        Case("threads", "no rails, a thread (SQLite)", "main", thread=True, others=()),
        Case(
            "paced",
            "128 at once, model of 100 ms",
            "paced",
            connections=128,
            others=ALL,
            goal=("iorails", 0.9),
        ),
        Case(
            "paced_stream",
            "200 paced streams (720 ms)",
            "paced",
            stream=True,
            connections=200,
            others=ALL,
            goal=("iorails", 0.8),
        ),
        Case(
            "paced_regex_stream",
            "200 paced streams, patterns",
            "paced_regex",
            stream=True,
            connections=200,
            goal=("iorails", 0.8),
        ),
        Case(
            "dialog",
            "dialog by embeddings",
            "dialog",
            expect=GREETING,
            others=("llmrails",),
            goal=("llmrails", 0.08),
        ),
        Case(
            "dialog_20_turns",
            "dialog by embeddings, 20 turns",
            "dialog",
            turns=20,
            expect=GREETING,
            others=("llmrails",),
            goal=("llmrails", 0.03),
        ),
    )
}


def write_folders(target: Path, upstream_port: int) -> None:
    """The configurations, with the address of the model in them."""
    for name, (source, script) in FOLDERS.items():
        folder = target / name
        shutil.copytree(CONFIGS / source, folder)
        _replace(folder / "config.yml", MODEL, f"127.0.0.1:{upstream_port}/{script}")
    shutil.copytree(target / "slow_io_checking", target / EARLY)
    _replace(target / EARLY / "config.yml", "  input:\n", "  input:\n    speculative_generation: true\n")


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    if old not in text:
        raise ValueError(f"{path.name} has no {old!r}")
    path.write_text(text.replace(old, new))
