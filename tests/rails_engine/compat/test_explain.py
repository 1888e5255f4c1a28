from __future__ import annotations

import io

from rails_engine.compat.explain import ExplainInfo, explain_turn
from rails_engine.compat.responses import LLMCallInfo
from rails_engine.turn import LLMCall, Record, TurnResult


def test_a_turn_is_explained_by_its_calls_and_its_history():
    record = Record(started_at=0.0)
    record.llm_calls.append(LLMCall("general", "grey", "own", [{"role": "user", "content": "hi"}], "hello"))
    record.events.append({"type": "StartUtteranceBotAction", "script": "hello"})
    info = explain_turn(
        TurnResult({"role": "assistant", "content": "hello"}, "allowed", record),
        [{"type": "UserMessage", "text": "hi"}],
    )
    assert [(call.task, call.prompt, call.completion, call.llm_model_name) for call in info.llm_calls] == [
        ("general", "hi", "hello", "grey")
    ]
    assert info.colang_history == 'user "hi"\n  "hello"\n'


def test_the_summary_has_a_line_for_each_call():
    out = io.StringIO()
    ExplainInfo([LLMCallInfo(task="general", duration=1.234, total_tokens=7)]).print_llm_calls_summary(out)
    assert out.getvalue() == "1. Task `general` took 1.23 seconds and used 7 tokens.\n"
    out = io.StringIO()
    ExplainInfo().print_llm_calls_summary(out)
    assert out.getvalue() == "No LLM calls were made.\n"
