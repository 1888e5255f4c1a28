from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine import RailsConfig, RailsEngine
from rails_engine.llm.providers.scripted import ScriptedProvider
from rails_engine.rails.library.topic_safety import HOW_TO_ANSWER, TopicSafety, _is_on_topic
from tests.contracts.rail import ask
from tests.guarded import GuardContract, GuardedBot
from tests.talking import REFUSAL, assistant, line, system, user
from tests.upstream import Upstream

TASK = "topic_safety_check_input"
RAIL = "topic safety check input $model=topic_control"
CONFIG = """
rails: {input: {flows: [topic safety check input $model=topic_control]}}
prompts:
  - task: topic_safety_check_input $model=topic_control
    content: Talk of bicycles only.
"""


def guarded(answer: Any = "on-topic", yaml: str = CONFIG, colang: str | None = None) -> GuardedBot:
    return GuardedBot("topic_control", yaml, colang, **{TASK: answer})


class TestTopicSafety(GuardContract):
    rail = TopicSafety
    failing = CONFIG
    model_type = "topic_control"

    def test_the_model_sees_the_rules_the_conversation_and_the_question(self) -> None:
        bot = guarded()
        bot.say(system("Be nice."), user("a"), assistant("b"), user("c"))
        assert bot.read() == [
            system(f"Talk of bicycles only.\n\n{HOW_TO_ANSWER}"),
            user("a"),
            assistant("b"),
            user("c"),
        ]
        assert bot.guard.requests[0].params == {"temperature": 0.01, "max_tokens": 1024}

    def test_a_prompt_that_says_how_to_answer_is_left_as_it_is(self) -> None:
        bot = guarded(yaml=CONFIG.replace("only.", "only. Say on-topic or off-topic."))
        bot.say("c")
        assert bot.read()[0] == system("Talk of bicycles only. Say on-topic or off-topic.")

    def test_of_a_long_conversation_the_oldest_messages_are_left_out(self) -> None:
        bot = guarded(yaml=CONFIG + "    max_length: 600\n")
        bot.say(user("x" * 500), assistant("b"), user("c"), assistant("d"), user("e"))
        assert [m["content"] for m in bot.read()[1:]] == ["b", "c", "d", "e"]

    @pytest.mark.parametrize("answer", ["on-topic", "On-topic.", '"on-topic"\n'])
    def test_on_topic_passes(self, answer: str) -> None:
        assert guarded(answer).say("c").content == "an answer"

    @pytest.mark.parametrize("answer", ["off-topic", " OFF-TOPIC\n", "on-topic or off-topic", "", "yes"])
    def test_everything_else_is_refused(self, answer: str) -> None:
        result = guarded(answer).say("c")
        assert (result.content, result.blocked_by) == (REFUSAL, RAIL)

    def test_the_record_tells_an_answer_that_is_none_from_a_verdict(self) -> None:
        reasons = [
            line(guarded(a).say("c"), RAIL).actions[0].return_value.reason for a in ("off-topic", "hm")
        ]
        assert reasons == ["off-topic", "the model says neither on-topic nor off-topic"]

    def test_its_exception_takes_the_place_of_the_refusal(self) -> None:
        result = guarded("off-topic", "enable_rails_exceptions: true" + CONFIG).say("c")
        assert result.exception is not None
        assert result.exception["type"] == "TopicSafetyCheckInputException"

    def test_an_older_flow_reads_the_result_as_a_table(self) -> None:
        flow = """
        define subflow topic safety check input
          $response = execute topic_safety_check_input
          if not $response["on_topic"]
            bot refuse to respond
            stop
        """
        assert guarded("off-topic", colang=flow).say("c").decision == "blocked"
        assert guarded("on-topic", colang=flow).say("c").content == "an answer"


@given(st.text())
def test_only_the_one_word_is_a_pass(answer: str) -> None:
    assert (_is_on_topic(answer) is True) == (answer.strip().strip("\"'`*.").lower() == "on-topic")


def test_the_documented_endpoint_is_asked_as_documented() -> None:
    with Upstream() as upstream:
        upstream.chat("off-topic ")
        config = RailsConfig.from_content(
            yaml=f"""
models:
  - {{type: main, engine: openai, model: m, parameters: {{api_key: k}}}}
  - type: topic_control
    engine: nim
    model: nvidia/llama-3.1-nemoguard-8b-topic-control
    parameters: {{base_url: "{upstream.base_url}", api_key: k}}
{CONFIG}""",
            environ={},
        )
        assert RailsEngine(config, llm=ScriptedProvider()).generate(ask("c")).blocked_by == RAIL
        roles = [message["role"] for message in upstream.requests[0].json["messages"]]
        assert roles == ["system", "user"]
