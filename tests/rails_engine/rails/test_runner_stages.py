"""The stages beside the messages themselves: what was looked up, calls of tools, and their results."""

from __future__ import annotations

from typing import Any

import pytest

from tests.talking import ANSWER, REFUSAL, Bot, assistant, lines, user

RETRIEVAL = """
rails: {retrieval: {flows: [check chunks]}}
"""


def test_retrieval_rails_run_on_the_general_path_and_may_rewrite() -> None:
    bot = Bot(RETRIEVAL, 'define subflow check chunks\n  $relevant_chunks = "nothing"\n')
    result = bot.say("hello", context={"relevant_chunks": "a secret"})
    assert lines(result, "retrieval") == [("check chunks", "ran", "modified")]
    (told, _) = bot.sent()
    assert told["role"] == "system"
    assert "nothing" in told["content"]
    assert "secret" not in told["content"]
    assert result.decision == "allowed"


def test_a_retrieval_rail_may_end_the_turn() -> None:
    bot = Bot(RETRIEVAL, "define subflow check chunks\n  bot refuse to respond\n  stop\n")
    result = bot.say("hello", context={"relevant_chunks": "x"})
    assert (result.content, result.blocked_kind, bot.tasks) == (REFUSAL, "retrieval", [])


TOOLS = """
passthrough: true
rails:
  tool_output: {flows: [check calls]}
  tool_input: {flows: [check result]}
"""
TOOL_FLOWS = """
define subflow check calls
  $ok = execute calls_are_fine(calls=$tool_calls)
  if not $ok
    bot refuse to respond
    stop

define subflow check result
  $tool_message = execute clean(text=$tool_message, name=$tool_name, id=$tool_call_id)
  if $tool_message == "bad"
    bot refuse to respond
    stop
"""


def call_of(name: str) -> dict[str, Any]:
    return {"id": f"call-{name}", "type": "function", "function": {"name": name, "arguments": "{}"}}


@pytest.mark.parametrize("fine", [True, False])
def test_tool_output_rails_judge_what_the_model_wishes_to_call(fine: bool) -> None:
    from rails_engine import LLMReply

    bot = Bot(
        TOOLS,
        TOOL_FLOWS,
        actions={"calls_are_fine": lambda calls: fine and calls[0]["function"]["name"] == "look_up"},
        general=LLMReply(tool_calls=[call_of("look_up")], finish_reason="tool_calls"),
    )
    result = bot.say("hello")
    if fine:
        assert result.message == {"role": "assistant", "content": None, "tool_calls": [call_of("look_up")]}
        assert (result.decision, result.finish_reason) == ("allowed", "tool_calls")
    else:
        assert result.message == {"role": "assistant", "content": REFUSAL}
        assert (result.blocked_by, result.finish_reason) == ("check calls", "content_filter")


def test_tool_input_rails_judge_every_result_that_is_new() -> None:
    seen = []

    def clean(text: str, name: str | None, id: str) -> str:
        seen.append((text, name, id))
        return text.replace("secret", "…")

    bot = Bot(TOOLS, TOOL_FLOWS, actions={"calls_are_fine": lambda calls: True, "clean": clean})
    old = [user("a"), {**assistant(""), "tool_calls": [call_of("x")]}]
    old += [{"role": "tool", "tool_call_id": "call-x", "content": "old secret"}, assistant("so")]
    new = [user("b"), {**assistant(""), "tool_calls": [call_of("y"), call_of("z")]}]
    results = [
        {"role": "tool", "tool_call_id": "call-y", "name": "y", "content": "a secret"},
        {"role": "tool", "tool_call_id": "call-z", "content": "fine"},
    ]
    result = bot.say(*old, *new, *results)
    assert seen == [("a secret", "y", "call-y"), ("fine", None, "call-z")]
    assert [m["content"] for m in bot.sent()[-2:]] == ["a …", "fine"]
    assert (result.content, result.decision) == (ANSWER, "modified")


def test_a_tool_result_before_a_new_question_is_judged_too() -> None:
    bot = Bot(TOOLS, TOOL_FLOWS, actions={"clean": lambda text, name, id: "bad"})
    asked = [user("a"), {**assistant(""), "tool_calls": [call_of("x")]}]
    result = bot.say(*asked, {"role": "tool", "tool_call_id": "call-x", "content": "x"}, "and now?")
    assert (result.blocked_by, result.blocked_kind, bot.tasks) == ("check result", "tool_input", [])


def test_output_rails_see_the_question_also_after_tool_results() -> None:
    seen: list[Any] = []
    bot = Bot(
        "passthrough: true\nrails: {output: {flows: [look]}}",
        "define subflow look\n  execute note(asked=$user_message)\n",
        actions={"note": lambda asked: seen.append(asked)},
    )
    bot.say("What is it?", {**assistant(""), "tool_calls": [call_of("x")]}, {"role": "tool", "content": "42"})
    assert seen == ["What is it?"]
