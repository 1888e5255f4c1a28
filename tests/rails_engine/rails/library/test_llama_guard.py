from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine import ConfigError
from rails_engine.rails.library.llama_guard import LlamaGuard, read_answer
from tests.contracts.rail import engine
from tests.guarded import GuardContract, GuardedBot
from tests.talking import REFUSAL, line, text_of_stream

BOTH = """
rails:
  input: {flows: [llama guard check input]}
  output: {flows: [llama guard check output]}
prompts:
  - {task: llama_guard_check_input, content: 'User: {{ user_input }}'}
  - {task: llama_guard_check_output, content: 'User: {{ user_input }} Agent: {{ bot_response }}'}
"""
SAFE = {"llama_guard_check_input": "safe", "llama_guard_check_output": "safe"}


def guarded(yaml: str = BOTH, colang: str | None = None, **replies: str) -> GuardedBot:
    return GuardedBot("llama_guard", yaml, colang, **{**SAFE, **replies})


class TestLlamaGuard(GuardContract):
    rail = LlamaGuard
    failing = BOTH
    model_type = "llama_guard"

    def test_what_it_calls_safe_passes_on_both_sides(self) -> None:
        bot = guarded()
        assert bot.say("hello").content == "an answer"
        assert [r.task for r in bot.guard.requests] == ["llama_guard_check_input", "llama_guard_check_output"]
        assert bot.read()[0]["content"] == "User: hello Agent: an answer"
        assert bot.guard.requests[0].params["temperature"] == 0.0

    @pytest.mark.parametrize("side", ["input", "output"])
    def test_what_it_calls_unsafe_is_refused_with_the_policies_on_record(self, side: str) -> None:
        bot = guarded(**{f"llama_guard_check_{side}": "unsafe\nO3,O5"})
        result = bot.say("hello")
        assert (result.content, result.blocked_by) == (REFUSAL, f"llama guard check {side}")
        action = line(result, f"llama guard check {side}").actions[-1]
        assert action.return_value.metadata == {"policy_violations": ["O3", "O5"]}

    @pytest.mark.parametrize("side", ["input", "output"])
    def test_its_exception_takes_the_place_of_the_refusal(self, side: str) -> None:
        bot = guarded("enable_rails_exceptions: true" + BOTH, **{f"llama_guard_check_{side}": "unsafe"})
        result = bot.say("hello")
        assert result.exception is not None
        assert result.exception["type"] == f"LlamaGuard{side.capitalize()}RailException"

    def test_an_older_flow_reads_the_result_as_a_table(self) -> None:
        flow = """
        define subflow llama guard check input
          $response = execute llama_guard_check_input
          if not $response["allowed"]
            bot tell
            stop
        define bot tell
          "{{ response.policy_violations[0] }}"
        """
        assert guarded(colang=flow, llama_guard_check_input="unsafe S9").say("x").content == "S9"

    def test_a_prompt_may_name_another_parser(self) -> None:
        yaml = BOTH.replace("{{ user_input }}'}", "{{ user_input }}', output_parser: is_content_safe}", 1)
        assert guarded(yaml, llama_guard_check_input="No").say("x").content == "an answer"

    def test_a_stream_is_judged_before_it_is_heard(self) -> None:
        yaml = BOTH.replace(
            "[llama guard check output]", "[llama guard check output], streaming: {enabled: true}"
        )
        assert text_of_stream(guarded(yaml).stream("x")) == "an answer"
        assert text_of_stream(guarded(yaml, llama_guard_check_output="unsafe").stream("x")) == ""

    def test_without_its_model_or_prompt_the_configuration_is_refused(self) -> None:
        with pytest.raises(ConfigError, match="needs a model of the type 'llama_guard'"):
            engine(BOTH)
        with pytest.raises(ConfigError, match="llama_guard_check_output"):
            guarded("rails: {output: {flows: [llama guard check output]}}")


@pytest.mark.parametrize(
    ("answer", "meaning"),
    [
        ("safe", [True]),
        (" \n\nsafe\n", [True]),
        ("Safe.", [True]),
        ("unsafe", [False]),
        ("\nunsafe\nS1,S10", [False, "S1", "S10"]),
        ("unsafe O3 O4", [False, "O3", "O4"]),
        ("safe\nunsafe S1", [False, "S1"]),
        ("safety", [False]),
        ("it is safe", [False]),
        ("not safe", [False]),
        ("", [False]),
    ],
)
def test_an_answer_means(answer: str, meaning: list[object]) -> None:
    assert read_answer(answer) == meaning


@given(st.text())
def test_whatever_is_answered_is_read(answer: str) -> None:
    found = read_answer(answer)
    assert found == [True] or found[0] is False


@given(st.text(string.printable, max_size=20), st.text(string.printable, max_size=20))
def test_an_answer_with_unsafe_in_it_never_passes(before: str, after: str) -> None:
    assert read_answer(f"{before} unsafe {after}")[0] is False
