"""What the caller gets to see of a turn: the log in the shape that clients know, variables, tokens."""

from __future__ import annotations

import json
from typing import Any

import pytest

from rails_engine import ActionResult, LLMReply, RailOutcome
from rails_engine.messages import Usage
from tests.talking import ANSWER, REFUSAL, Bot, assistant, lines

CHECKED = """
rails:
  input: {flows: [self check input]}
  output: {flows: [self check output]}
prompts:
  - {task: self_check_input, content: 'Block "{{ user_input }}"?'}
  - {task: self_check_output, content: 'Block "{{ bot_response }}"?'}
"""
LOG = {"activated_rails": True, "llm_calls": True, "internal_events": True, "colang_history": True}
RAIL_KEYS = {
    "type",
    "name",
    "decisions",
    "executed_actions",
    "stop",
    "additional_info",
    "started_at",
    "finished_at",
    "duration",
}
ACTION_KEYS = {
    "action_name",
    "action_params",
    "return_value",
    "llm_calls",
    "started_at",
    "finished_at",
    "duration",
}
CALL_KEYS = {
    "task",
    "duration",
    "total_tokens",
    "prompt_tokens",
    "completion_tokens",
    "started_at",
    "finished_at",
    "id",
    "request_id",
    "prompt",
    "completion",
    "raw_response",
    "llm_model_name",
    "llm_provider_name",
    "from_cache",
}
STATS_KEYS = {
    "input_rails_duration",
    "dialog_rails_duration",
    "generation_rails_duration",
    "output_rails_duration",
    "total_duration",
    "llm_calls_duration",
    "llm_calls_count",
    "llm_calls_total_prompt_tokens",
    "llm_calls_total_completion_tokens",
    "llm_calls_total_tokens",
}
NO = LLMReply(text="No", usage=Usage(10, 1, 11))


def logged(yaml: str = CHECKED, colang: str | None = None, **more: Any) -> dict[str, Any]:
    replies = {"self_check_input": NO, "self_check_output": NO, **more}
    context = replies.pop("context", {})
    bot = Bot(yaml, colang, **replies)
    log = bot.say("Hello!", options={"log": LOG}, context=context).log
    assert log is not None
    json.dumps(log, allow_nan=False)
    return log


def test_a_clean_turn() -> None:
    log = logged(general=LLMReply(text=ANSWER, usage=Usage(5, 2, 7)))
    assert set(log) == {"activated_rails", "stats", "llm_calls", "internal_events", "colang_history"}
    assert [(r["type"], r["name"], r["decisions"], r["stop"]) for r in log["activated_rails"]] == [
        ("input", "self check input", ["execute self_check_input"], False),
        ("generation", "generate user intent", ["execute generate_user_intent"], False),
        ("output", "self check output", ["execute self_check_output"], False),
    ]
    for rail in log["activated_rails"]:
        assert set(rail) == RAIL_KEYS
        assert rail["finished_at"] >= rail["started_at"] > 0
        for action in rail["executed_actions"]:
            assert set(action) == ACTION_KEYS
            assert [set(call) for call in action["llm_calls"]] == [CALL_KEYS]
    assert [call["task"] for call in log["llm_calls"]] == ["self_check_input", "general", "self_check_output"]
    check = log["llm_calls"][0]
    assert (check["prompt"], check["completion"]) == ('Block "Hello!"?', "No")
    assert (check["prompt_tokens"], check["completion_tokens"], check["total_tokens"]) == (10, 1, 11)
    assert (check["llm_model_name"], check["llm_provider_name"]) == ("scripted", "scripted")
    stats = log["stats"]
    assert set(stats) == STATS_KEYS
    assert stats["llm_calls_count"] == 3
    assert (stats["llm_calls_total_prompt_tokens"], stats["llm_calls_total_tokens"]) == (25, 29)
    assert stats["total_duration"] >= stats["input_rails_duration"] >= 0
    assert stats["dialog_rails_duration"] is None
    assert log["colang_history"] == f'user "Hello!"\n  "{ANSWER}"\n'
    assert {"uid", "event_created_at", "source_uid", "type"} <= set(log["internal_events"][0])


def test_a_blocked_question() -> None:
    log = logged(self_check_input="Yes")
    (rail,) = log["activated_rails"]
    assert (rail["decisions"], rail["stop"]) == (
        ["execute self_check_input", "refuse to respond", "stop"],
        True,
    )
    assert rail["executed_actions"][0]["return_value"]["decision"] == "block"
    assert rail["additional_info"]["verdict"] == "blocked"
    assert f'bot refuse to respond\n  "{REFUSAL}"' in log["colang_history"]
    assert "Hello!" not in log["colang_history"]


DIALOG = """
define user greet
  "hello"

define flow greeting
  user greet
  bot say hello
"""


def test_a_dialog() -> None:
    yaml = "rails: {}"
    log = logged(yaml, DIALOG, generate_user_intent="greet", generate_bot_message='"Hi."')
    assert [(r["type"], r["name"], r["decisions"]) for r in log["activated_rails"]] == [
        ("dialog", "generate user intent", ["execute generate_user_intent"]),
        ("dialog", "greeting", ["say hello"]),
        ("generation", "generate bot message", ["execute generate_bot_message"]),
    ]
    assert log["colang_history"] == 'user "Hello!"\n  greet\nbot say hello\n  "Hi."\n'
    assert log["stats"]["dialog_rails_duration"] >= 0
    assert log["stats"]["generation_rails_duration"] >= 0


def test_a_failed_rail_is_in_it_and_a_skipped_one_is_not() -> None:
    yaml = "rails: {input: {flows: [broken, other]}}"
    log = logged(yaml, "define subflow broken\n  execute nobody\ndefine subflow other\n  stop\n")
    (rail,) = log["activated_rails"]
    assert rail["additional_info"]["status"] == "failed"
    assert "UnknownActionError" in rail["additional_info"]["reason"]


@pytest.mark.parametrize(
    ("wanted", "given"),
    [
        ("activated_rails", {"activated_rails", "stats"}),
        ("llm_calls", {"llm_calls", "stats"}),
        ("internal_events", {"internal_events"}),
        ("colang_history", {"colang_history"}),
    ],
)
def test_each_part_is_there_when_it_is_asked_for(wanted: str, given: set[str]) -> None:
    log = (
        Bot(CHECKED, self_check_input=NO, self_check_output=NO).say("hi", options={"log": {wanted: True}}).log
    )
    assert log is not None
    assert {name for name, value in log.items() if value} == given
    assert log["activated_rails"] is not None
    assert log["stats"] is not None


def test_without_being_asked_for_there_is_none() -> None:
    result = Bot().say("hi")
    assert (result.log, result.output_data, result.llm_output) == (None, None, None)
    assert Bot().say("hi", options={"log": {"llm_calls": False}}).log is None


def test_a_prompt_of_several_messages_names_their_roles() -> None:
    bot = Bot("instructions: [{type: general, content: Be kind.}]")
    log = bot.say("a", assistant("b"), "c", options={"log": {"llm_calls": True}}).log or {}
    assert log["llm_calls"][0]["prompt"] == "system: Be kind.\nuser: a\nassistant: b\nuser: c"


class TestVariables:
    FLOW = """
define subflow look
  $result = execute look
  $_hidden = 1
  $thing = $result.thing
"""

    class Thing:
        def __str__(self) -> str:
            return "a thing"

    def bot(self) -> Bot:
        def look() -> ActionResult:
            return ActionResult(
                {"thing": self.Thing()}, context_updates={"verdict": RailOutcome.allow(legacy=True)}
            )

        return Bot("rails: {input: {flows: [look]}}", self.FLOW, actions={"look": look})

    def test_all_of_them_without_what_is_private(self) -> None:
        data = self.bot().say("hi", options={"output_vars": True}).output_data or {}
        json.dumps(data, allow_nan=False)
        assert (data["thing"], data["verdict"]["decision"]) == ("a thing", "allow")
        assert not [name for name in data if name.startswith("_")]
        assert "config" not in data

    def test_those_that_are_named(self) -> None:
        names = ["thing", "nothing", "_hidden", "_last_bot_prompt", "config"]
        data = self.bot().say("hi", options={"output_vars": names}).output_data
        assert data == {"thing": "a thing", **dict.fromkeys(names[1:])}

    @pytest.mark.parametrize("wanted", [False, [], None])
    def test_or_none(self, wanted: Any) -> None:
        assert self.bot().say("hi", options={"output_vars": wanted}).output_data is None


class TestDecision:
    def decided(self, flow: str, kind: str = "input") -> Any:
        return Bot(f"rails: {{{kind}: {{flows: [look]}}}}", f"define subflow look\n  {flow}\n").say("hi")

    @pytest.mark.parametrize(
        ("flow", "kind", "decision", "reason"),
        [
            ("$x = 1", "input", "allowed", "stop"),
            ('$user_message = "x"', "input", "modified", "stop"),
            ('$bot_message = "x"', "output", "modified", "stop"),
            ('$relevant_chunks = "x"', "retrieval", "allowed", "stop"),
            ("stop", "input", "blocked", "content_filter"),
            ("stop", "output", "blocked", "content_filter"),
        ],
    )
    def test_it_says_what_the_rails_did(self, flow: str, kind: str, decision: str, reason: str) -> None:
        result = self.decided(flow, kind)
        assert (result.decision, result.finish_reason) == (decision, reason)

    def test_what_the_model_thought_of_a_blocked_answer_stays_inside(self) -> None:
        bot = Bot(
            "rails: {output: {flows: [look]}}",
            "define subflow look\n  stop\n",
            general=LLMReply(text="x", reasoning="a secret"),
        )
        result = bot.say("hi")
        assert (result.decision, result.reasoning) == ("blocked", None)

    def test_tool_calls_that_a_rail_took_away_do_not_end_the_turn(self) -> None:
        calls = [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}]
        bot = Bot(
            "passthrough: true\nrails: {tool_output: {flows: [look]}}",
            "define subflow look\n  $tool_calls = None\n",
            general=LLMReply(tool_calls=calls, finish_reason="tool_calls"),
        )
        result = bot.say("hi")
        assert (result.message, result.finish_reason) == (assistant(""), "stop")
        assert lines(result, "tool_output") == [("look", "ran", "modified")]


def test_an_exception_has_identity_and_time() -> None:
    result = Bot("enable_rails_exceptions: true\n" + CHECKED, self_check_input="Yes").say("hi")
    assert result.exception is not None
    assert result.exception["type"] == "InputRailException"
    assert {"uid", "event_created_at", "source_uid", "message"} <= set(result.exception)
    assert result.content == ""
