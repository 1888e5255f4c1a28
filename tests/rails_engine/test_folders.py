"""Configuration folders as people write them, and the conversations that they must produce.

Each folder in ``tests/folders`` has its configuration in ``config/`` (or several to combine) and
``conversations.yml``: a list of ``{name, model, turns, combine?}``. ``model`` lists the calls that are
expected, in order: ``task: reply`` with, if wanted, ``sees``/``misses`` (a text that the prompt must or
must not contain). Every turn gives ``user`` or ``messages`` and what must come of it. A conversation is
run twice: with all messages sent each time, and with the state handed on.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from rails_engine import ProviderUnreachableError, RailsConfig, RailsEngine
from rails_engine.llm.base import LLMReply, LLMRequest
from rails_engine.llm.providers.scripted import ScriptedProvider
from rails_engine.messages import text_of

FOLDERS = Path(__file__).parents[1] / "folders"
CASES = [
    pytest.param(folder, case, id=f"{folder.name}: {case['name']}")
    for folder in sorted(FOLDERS.iterdir())
    for case in yaml.safe_load((folder / "conversations.yml").read_text())
]


class Script:
    """Answers the calls that a case expects, in order, and nothing else."""

    def __init__(self, steps: list[dict[str, Any]]) -> None:
        self.steps = list(steps)
        self.requests: list[LLMRequest] = []

    def __call__(self, request: LLMRequest) -> LLMReply:
        self.requests.append(request)
        assert self.steps, f"no call was expected any more, but there was one for {request.task}"
        step = dict(self.steps.pop(0))
        shown = "\n".join(text_of(m.get("content")) for m in request.messages)
        sees, misses = step.pop("sees", ""), step.pop("misses", None)
        ((task, reply),) = step.items()
        assert request.task == task
        assert sees in shown
        assert misses is None or misses not in shown
        if isinstance(reply, dict) and "error" in reply:
            raise ProviderUnreachableError("the model cannot be reached")
        if isinstance(reply, dict):
            return LLMReply(tool_calls=reply["tool_calls"], finish_reason="tool_calls")
        return LLMReply(text=reply)


def engine_for(folder: Path, case: dict[str, Any], script: Script) -> RailsEngine:
    names = case.get("combine", ["config"])
    config = RailsConfig.from_path(folder / names[0], environ={})
    for name in names[1:]:
        config = config + RailsConfig.from_path(folder / name, environ={})
    return RailsEngine(config, llm=ScriptedProvider(script))


def check(turn: dict[str, Any], result: Any, script: Script) -> None:
    if "bot" in turn:
        assert result.content == turn["bot"]
    for name in ("decision", "blocked_by", "finish_reason"):
        if name in turn:
            assert getattr(result, name) == turn[name]
    if "exception" in turn:
        assert result.exception is not None
        assert {k: result.exception[k] for k in turn["exception"]} == turn["exception"]
    if "calls" in turn:
        assert [call.task for call in result.record.llm_calls] == turn["calls"]
    if "tool_calls" in turn:
        assert [c["function"]["name"] for c in result.message["tool_calls"]] == turn["tool_calls"]
    if "sent" in turn:
        sent = script.requests[-1].messages
        assert [{k: m[k] for k in want} for m, want in zip(sent, turn["sent"], strict=True)] == turn["sent"]


@pytest.mark.parametrize(("folder", "case"), CASES)
def test_with_all_messages_sent_each_time(folder: Path, case: dict[str, Any]) -> None:
    script = Script(case.get("model", []))
    engine = engine_for(folder, case, script)
    messages: list[dict[str, Any]] = []
    context: dict[str, Any] = {}
    for turn in case["turns"]:
        context.update(turn.get("context", {}))
        asked = turn.get("messages") or [{"role": "user", "content": turn["user"]}]
        messages = [*messages, *asked]
        result = engine.generate(messages, context=context)
        check(turn, result, script)
        messages.append(result.message)
    assert not script.steps, f"calls that were expected and not made: {script.steps}"


@pytest.mark.parametrize(("folder", "case"), [p for p in CASES if "messages" not in p.values[1]["turns"][0]])
def test_with_the_state_handed_on(folder: Path, case: dict[str, Any]) -> None:
    script = Script(case.get("model", []))
    engine = engine_for(folder, case, script)
    state: dict[str, Any] = {}
    for turn in case["turns"]:
        asked = [{"role": "user", "content": turn["user"]}]
        result = engine.generate(asked, context=turn.get("context"), state=state)
        check(turn, result, script)
        assert result.state is not None
        state = result.state
    assert not script.steps, f"calls that were expected and not made: {script.steps}"
