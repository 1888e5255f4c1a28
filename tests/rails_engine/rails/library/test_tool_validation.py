from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine import ConfigError, LLMReply
from rails_engine.rails.library.tool_validation import ToolValidation, read_arguments
from tests.contracts.rail import RailContract, engine
from tests.talking import REFUSAL, Bot, line, user

CALLS, RESULTS = "tool call validation", "tool result validation"
WEATHER = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}
CONFIG = f"""
rails:
  tool_output: {{flows: [tool call validation]}}
  tool_input: {{flows: [tool result validation]}}
  config:
    tool_validation:
      tools: {{get_weather: {json.dumps(WEATHER)}}}
"""
OPEN = CONFIG[: CONFIG.index("  config:")]


def call(
    name: str = "get_weather", arguments: Any = '{"city": "Bern"}', id: str | None = "c1"
) -> dict[str, Any]:
    return {"id": id, "type": "function", "function": {"name": name, "arguments": arguments}}


def says(*calls: Any) -> Bot:
    return Bot(CONFIG, general=LLMReply(tool_calls=list(calls), finish_reason="tool_calls"))


def asked(*calls: Any) -> dict[str, Any]:
    return {"role": "assistant", "content": None, "tool_calls": list(calls)}


def result(content: str = "sunny", id: str | None = "c1", **more: Any) -> dict[str, Any]:
    return {"role": "tool", "content": content, "tool_call_id": id, **more}


class TestToolCalls(RailContract):
    rail = ToolValidation

    def test_a_call_that_fits_passes(self) -> None:
        answer = says(call()).say("weather?")
        assert answer.message["tool_calls"] == [call()]

    @pytest.mark.parametrize(
        ("bad", "reason"),
        [
            (call("rm"), "call 1: the tool is not allowed"),
            (call(arguments='{"city": 5}'), "call 1: its arguments do not fit: city must be of type string"),
            (call(arguments="{}"), "call 1: its arguments do not fit: city is missing"),
            (call(arguments='{"city": "x", "y": 1}'), "call 1: its arguments do not fit: it has a property"),
            (call(arguments='{"city": "x", "city": "y"}'), "call 1: its arguments are not a JSON object"),
            (call(arguments='["Bern"]'), "call 1: its arguments are not a JSON object"),
            (call(arguments="{"), "call 1: its arguments are not a JSON object"),
            (call(arguments='{"city": NaN}'), "call 1: its arguments are not a JSON object"),
            (call(arguments="[" * 100_000), "call 1: its arguments are not a JSON object"),
            ({"id": "c1", "type": "custom", "custom": {"name": "get_weather"}}, "call 1: it is no call"),
        ],
    )
    def test_a_call_that_does_not_fit_refuses_the_turn_and_says_why(self, bad: Any, reason: str) -> None:
        answer = says(bad).say("weather?")
        assert (answer.content, answer.blocked_by) == (REFUSAL, CALLS)
        assert not answer.message.get("tool_calls")
        assert line(answer, CALLS).actions[0].return_value.reason.startswith(reason)

    def test_one_bad_call_among_good_ones_refuses_all(self) -> None:
        assert says(call(), call("rm", id="c2")).say("x").decision == "blocked"
        assert says(call(), call()).say("x").decision == "blocked"
        assert len(says(call(), call(id="c2")).say("x").message["tool_calls"]) == 2

    def test_without_a_list_the_tools_of_the_request_are_allowed(self) -> None:
        tool = {"type": "function", "function": {"name": "get_weather", "parameters": WEATHER}}
        bot = Bot(OPEN, general=LLMReply(tool_calls=[call()]))
        assert bot.say("x", params={"tools": [tool]}).decision == "allowed"
        assert bot.say("x", options={"llm_params": {"tools": [tool]}}).decision == "allowed"
        assert bot.say("x", params={"tools": [tool, tool]}).decision == "blocked"
        assert bot.say("x").decision == "blocked"

    def test_a_request_whose_schema_cannot_be_read_fails_closed(self) -> None:
        tool = {"type": "function", "function": {"name": "get_weather", "parameters": {"if": {}}}}
        answer = Bot(OPEN, general=LLMReply(tool_calls=[call()])).say("x", params={"tools": [tool]})
        assert (answer.decision, line(answer, CALLS).status) == ("blocked", "failed")

    def test_a_stream_is_judged_as_well(self) -> None:
        events = says(call("rm")).stream("x")
        assert not any(type(event).__name__ == "ToolCallsDelta" for event in events)

    def test_its_exception_takes_the_place_of_the_refusal(self) -> None:
        bot = Bot("enable_rails_exceptions: true" + CONFIG, general=LLMReply(tool_calls=[call("rm")]))
        answer = bot.say("x")
        assert answer.exception is not None
        assert answer.exception["type"] == "ToolCallValidationRailException"

    def test_a_schema_that_cannot_be_read_is_refused_with_its_place(self) -> None:
        yaml = """
rails:
  config:
    tool_validation:
      tools:
        a:
          properties:
            b: {typ: string}
"""
        with pytest.raises(ConfigError, match=r"tools\.a\.properties\.b\.typ is a keyword") as caught:
            engine(yaml)
        assert (caught.value.line, caught.value.hint) == (9, "Did you mean 'type'?")


class TestToolResults:
    def test_a_result_that_answers_a_call_passes(self) -> None:
        assert Bot(CONFIG).say(user("x"), asked(call()), result()).content == "an answer"
        both = [result(), result(id="c2", name="get_weather")]
        assert Bot(CONFIG).say(user("x"), asked(call(), call(id="c2")), *both).content == "an answer"

    @pytest.mark.parametrize(
        ("messages", "reason"),
        [
            ([asked(call()), result(id="c9")], "it answers no call"),
            ([asked(call()), result(id=None)], "it answers no call"),
            ([asked(call(id=None)), result(id=None)], "it answers no call"),
            ([asked(call()), result(), result("rain")], "the call has been answered before"),
            ([asked(call()), result(name="rm")], "it comes from another tool"),
            ([asked(call("rm")), result()], "the tool is not allowed"),
            ([{"role": "assistant", "content": "hi"}, result()], "it answers no call"),
            (
                [asked(call()), result(), {"role": "assistant", "content": "hi"}, user("y"), result()],
                "it answers no call",
            ),
        ],
    )
    def test_a_result_that_answers_none_is_refused_and_says_why(
        self, messages: list[Any], reason: str
    ) -> None:
        answer = Bot(CONFIG).say(user("x"), *messages)
        assert (answer.content, answer.blocked_by) == (REFUSAL, RESULTS)
        assert line(answer, RESULTS).actions[0].return_value.reason.startswith(reason)

    def test_a_conversation_that_is_continued_by_its_state_knows_its_calls(self) -> None:
        bot = says(call())
        first = bot.say("weather?", state={})
        assert bot.engine.run(bot.turn(result(), state=first.state)).decision == "allowed"
        assert bot.engine.run(bot.turn(result(id="c9"), state=first.state)).decision == "blocked"

    def test_its_exception_takes_the_place_of_the_refusal(self) -> None:
        answer = Bot("enable_rails_exceptions: true" + CONFIG).say(user("x"), asked(call()), result(id="c9"))
        assert answer.exception is not None
        assert answer.exception["type"] == "ToolResultValidationRailException"


@pytest.mark.parametrize("given", [None, "", "  ", "{}", {}])
def test_no_arguments_are_an_empty_object(given: Any) -> None:
    assert read_arguments(given) == {}


@given(st.dictionaries(st.text(), st.integers() | st.text() | st.none() | st.lists(st.booleans())))
def test_arguments_are_read_as_they_were_written(value: dict[str, Any]) -> None:
    assert read_arguments(json.dumps(value)) == value
