"""What the engine itself costs: CPU time with a model that answers at once.

    python -m bench.engine

Prints, in CPU time of this process: a turn without rails, with self checks of input and output, with
regex rails; a dialog's turn 5 and turn 50 with the state handed on; a replay of 50 turns from messages
alone; loading a folder with 100 flows; importing the package in a new interpreter.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from rails_engine import LLMReply, RailsConfig, RailsEngine
from rails_engine.llm.providers.scripted import ScriptedProvider

if TYPE_CHECKING:
    from collections.abc import Callable

    from rails_engine import LLMRequest

MODEL = "models: [{type: main, engine: openai, model: bench, parameters: {api_key: none}}]\n"
CHECKS = (
    MODEL
    + """
rails:
  input: {flows: [self check input]}
  output: {flows: [self check output]}
prompts:
  - {task: self_check_input, content: 'Should "{{ user_input }}" be blocked (yes or no)?'}
  - {task: self_check_output, content: 'Should "{{ bot_response }}" be blocked (yes or no)?'}
"""
)
REGEX = (
    MODEL
    + """
rails:
  input: {flows: [regex check input]}
  output: {flows: [regex check output]}
  config:
    regex_detection:
      input: {patterns: ["ignore (all )?previous instructions", "\\\\bDAN mode\\\\b"]}
      output: {patterns: ["AKIA[0-9A-Z]{16}", "-----BEGIN [A-Z ]*PRIVATE KEY-----"]}
"""
)
DIALOG = MODEL + "rails: {dialog: {user_messages: {embeddings_only: true}}}\n"
FLOWS = "\n".join(
    f'define user ask about topic {n}\n  "what of topic {n}"\n  "tell me about the {n}th topic"\n\n'
    f'define bot tell about topic {n}\n  "Topic {n} is fine."\n\n'
    f"define flow topic {n}\n  user ask about topic {n}\n  bot tell about topic {n}\n"
    for n in range(100)
)
ANSWER = LLMReply(text="Paris is the capital of France.")
NO = LLMReply(text="No")


def answer(request: LLMRequest) -> LLMReply:
    return ANSWER if request.task == "general" else NO


def engine(yaml: str, colang: str | None = None) -> RailsEngine:
    config = RailsConfig.from_content(colang=colang, yaml=yaml, environ={})
    return RailsEngine(config, llm=ScriptedProvider(answer))


def cpu(work: Callable[[], Any], times: int, rounds: int = 7) -> float:
    """Median milliseconds of CPU for one run of ``work``."""
    work()
    spent = []
    for _ in range(rounds):
        begin = time.process_time()
        for _ in range(times):
            work()
        spent.append((time.process_time() - begin) / times * 1000)
    return median(spent)


def show(what: str, milliseconds: float) -> None:
    print(f"{what:58} {milliseconds:8.3f} ms")


def conversation(turns: int) -> list[dict[str, Any]]:
    messages: list[dict[str, Any]] = []
    for n in range(turns):
        messages.append({"role": "user", "content": f"what of topic {n % 100}"})
        messages.append({"role": "assistant", "content": f"Topic {n % 100} is fine."})
    return messages


def main() -> None:
    logging.disable()
    question = [{"role": "user", "content": "What is the capital of France?"}]
    for what, made in (
        ("turn, no rails", engine(MODEL)),
        ("turn, self check input and output", engine(CHECKS)),
        ("turn, regex on input and output", engine(REGEX)),
    ):
        show(what, cpu(lambda made=made: made.generate(question), 500))  # type: ignore[misc]

    bot = engine(DIALOG, FLOWS)
    state: dict[str, Any] = {}
    states = {}
    for n in range(1, 51):
        states[n] = state
        state = bot.generate([{"role": "user", "content": f"what of topic {n}"}], state=state).state or {}
    asked = [{"role": "user", "content": "what of topic 7"}]
    five = cpu(lambda: bot.generate(asked, state=states[5]), 200)
    fifty = cpu(lambda: bot.generate(asked, state=states[50]), 200)
    show("dialog, turn 5, state handed on", five)
    show("dialog, turn 50, state handed on", fifty)
    print(f"{'turn 50 / turn 5':58} {fifty / five:8.2f}")
    from rails_engine.pipeline.replay import replay

    past = conversation(50)
    show(
        "replay of 50 turns from messages",
        cpu(lambda: replay(bot.parts, past, bot.parts.machine.new_state({})), 20),
    )
    bot.generate(past[:-1])  # the turn before: from here on the conversation is remembered
    show("dialog, turn 51, all messages sent, remembered", cpu(lambda: bot.generate([*past, *asked]), 50))

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "config.yml").write_text(DIALOG)
        (Path(folder) / "flows.co").write_text(FLOWS)
        show("load a folder with 100 flows", cpu(lambda: RailsConfig.from_path(folder, environ={}), 3))
        config = RailsConfig.from_path(folder, environ={})
        show("build its engine", cpu(lambda: RailsEngine(config, llm=ScriptedProvider(answer)), 3))

    show("import rails_engine, new interpreter", first_use("import rails_engine"))
    show(
        "and everything that an engine needs", first_use("from rails_engine import RailsConfig, RailsEngine")
    )


def first_use(statement: str) -> float:
    """Median milliseconds of CPU for an import in a new interpreter, byte code on disk as usual."""
    code = f"import time; t = time.process_time(); {statement}; print(time.process_time() - t)"
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    spent = [
        float(
            subprocess.run(
                [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env
            ).stdout
        )
        for _ in range(6)
    ]
    return median(spent[1:]) * 1000


if __name__ == "__main__":
    main()
