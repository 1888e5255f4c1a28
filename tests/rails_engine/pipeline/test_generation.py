"""What the main model is sent, by which parameters, and under which name and key."""

from __future__ import annotations

from typing import Any

import pytest

from rails_engine import LLMReply, RailsConfig
from rails_engine.messages import Usage
from rails_engine.prompts.tasks import CONTEXT_HEADING
from tests.talking import ANSWER, REFUSAL, Bot, assistant, line, system, user

TALK = [system("be brief"), user("a"), assistant("b"), user("c")]


class TestMessages:
    def test_the_conversation_is_sent_as_it_is(self) -> None:
        bot = Bot()
        bot.say({"role": "context", "content": {"x": 1}}, *TALK)
        assert bot.sent() == TALK

    def test_instructions_and_chunks_come_before_it(self) -> None:
        bot = Bot("instructions: [{type: general, content: Be kind.}]")
        bot.say(*TALK, context={"relevant_chunks": "Tea is hot."})
        assert bot.sent() == [system(f"Be kind.\n\n{CONTEXT_HEADING}\nTea is hot."), *TALK]

    def test_either_may_be_alone(self) -> None:
        bot = Bot()
        bot.say("c", context={"relevant_chunks": "Tea is hot."})
        assert bot.sent() == [system(f"{CONTEXT_HEADING}\nTea is hot."), user("c")]

    def test_a_prompt_of_the_configuration_takes_its_place(self) -> None:
        yaml = """
prompts:
  - task: general
    messages:
      - {type: system, content: "You are a pirate, {{ name }}."}
      - "{{ history | to_chat_messages }}"
    stop: [END]
    max_tokens: 9
"""
        bot = Bot(yaml)
        bot.say(*TALK, context={"name": "Ada"})
        assert bot.sent() == [system("You are a pirate, Ada."), *TALK]
        assert bot.requests()[0].params == {"stop": ["END"], "max_tokens": 9}

    def test_unless_it_is_for_other_models(self) -> None:
        bot = Bot("prompts: [{task: general, content: x, models: [openai/gpt-4]}]")
        bot.say(*TALK)
        assert bot.sent() == TALK

    def test_passthrough_sends_the_messages_unchanged(self) -> None:
        yaml = """
passthrough: true
instructions: [{type: general, content: Be kind.}]
prompts: [{task: general, content: x}]
"""
        bot = Bot(yaml)
        odd = [
            {**user("a"), "name": "ada"},
            {**assistant("b"), "refusal": None},
            user([{"type": "text", "text": "c"}]),
        ]
        bot.say(*odd, context={"relevant_chunks": "x"})
        assert bot.sent() == odd


class TestParameters:
    def test_the_turns_own_win_over_the_options_whatever_their_truth_value(self) -> None:
        bot = Bot()
        own = {"max_tokens": 0, "stop": [], "temperature": 0.0, "logprobs": False}
        bot.say("a", params=own, options={"llm_params": {"max_tokens": 5, "stop": ["x"], "top_p": 0}})
        assert bot.requests()[0].params == {**own, "top_p": 0}

    def test_they_win_over_the_prompts(self) -> None:
        bot = Bot("prompts: [{task: general, content: x, stop: [END], max_tokens: 9}]")
        bot.say("a", params={"stop": [], "max_completion_tokens": 3})
        assert bot.requests()[0].params == {"stop": [], "max_completion_tokens": 3}

    def test_the_rails_own_calls_do_not_see_them(self) -> None:
        yaml = """
rails: {input: {flows: [self check input]}}
prompts: [{task: self_check_input, content: x}]
"""
        bot = Bot(yaml, self_check_input="No")
        bot.say("a", params={"temperature": 2}, options={"llm_params": {"seed": 1}})
        assert bot.requests("self_check_input")[0].params == {"temperature": 0.001, "max_tokens": 1024}
        assert bot.requests()[0].params == {"temperature": 2, "seed": 1}

    def test_the_callers_tables_are_not_changed(self) -> None:
        params: dict[str, Any] = {"temperature": 2}
        Bot("prompts: [{task: general, content: x, stop: [END]}]").say("a", params=params)
        assert params == {"temperature": 2}


MODELS = """
models:
  - {type: main, engine: openai, model: Big/One, parameters: {api_key: k}}
  - {type: self_check_input, engine: scripted, model: judge, parameters: {replies: ["No"]}}
rails: {input: {flows: [self check input]}}
prompts: [{task: self_check_input, content: x}]
"""


class TestModels:
    def bot(self) -> tuple[Bot, Any]:
        bot = Bot(config=RailsConfig.from_content(yaml=MODELS, environ={}))
        return bot, bot.engine.parts.toolbox.models["self_check_input"]

    def test_a_turns_model_is_the_main_models_name_and_no_others(self) -> None:
        bot, judge = self.bot()
        result = bot.say("a", model="other")
        assert (bot.requests()[0].model, judge.requests[0].model) == ("other", None)
        assert result.model == "other"

    def test_keys_reach_the_models_that_they_are_for(self) -> None:
        bot, judge = self.bot()
        bot.say("a", keys={"judge": "j", "main": "m"})
        assert (bot.requests()[0].api_key, judge.requests[0].api_key) == ("m", "j")

    def test_a_key_may_be_for_the_name_that_the_turn_gives(self) -> None:
        bot, judge = self.bot()
        bot.stream("a", model="Other/One", keys={"other-one": "o"})
        assert (bot.requests()[0].api_key, judge.requests[0].api_key) == ("o", None)


class TestReply:
    def test_tokens_reason_and_names_are_the_main_calls(self) -> None:
        reply = LLMReply(
            text="so", usage=Usage(1, 2, 3), finish_reason="length", model="m-2", system_fingerprint="fp"
        )
        result = Bot(general=reply).say("a", options={"llm_output": True})
        assert (result.usage, result.finish_reason) == (Usage(1, 2, 3), "length")
        assert (result.model, result.system_fingerprint) == ("m-2", "fp")
        assert result.llm_output == {
            "token_usage": {"prompt_tokens": 1, "completion_tokens": 2, "total_tokens": 3},
            "model_name": "m-2",
            "system_fingerprint": "fp",
        }

    def test_text_beside_tool_calls_is_kept(self) -> None:
        calls = [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}]
        result = Bot(general=LLMReply(text="let me see", tool_calls=calls, finish_reason="tool_calls")).say(
            "a"
        )
        assert result.message == {"role": "assistant", "content": "let me see", "tool_calls": calls}

    def test_the_call_is_on_the_record_as_a_step_of_generation(self) -> None:
        step = line(Bot().say("a"), "generate user intent")
        assert (step.kind, step.decisions) == ("generation", ["execute generate_user_intent"])
        assert [call.task for call in step.actions[0].llm_calls] == ["general"]


class TestFunction:
    @pytest.mark.parametrize(
        ("out", "text", "more"),
        [("said", "said", None), (("said", {"a": 1}), "said", {"a": 1}), (None, "", None), (3, "3", None)],
    )
    def test_a_function_may_answer_in_place_of_the_model(self, out: Any, text: str, more: Any) -> None:
        bot = Bot("passthrough: true", actions={"passthrough_fn": lambda: out})
        result = bot.say("a", options={"output_vars": ["passthrough_output"]})
        assert (result.content, result.output_data, bot.tasks) == (text, {"passthrough_output": more}, [])

    def test_it_sees_the_turn_and_is_judged(self) -> None:
        bot = Bot(
            "passthrough: true\nrails: {output: {flows: [look]}}",
            'define subflow look\n  if "bad" in $bot_message\n    bot refuse to respond\n    stop\n',
            actions={"passthrough_fn": lambda context, events: context["user_message"]},
        )
        assert bot.say("a").content == "a"
        assert bot.say("bad").content == REFUSAL


class TestRetrieval:
    YAML = "rails: {retrieval: {flows: [look]}}"
    FLOW = 'define subflow look\n  $relevant_chunks = $relevant_chunks.replace("secret", "…")\n'

    def test_a_users_own_retrieval_takes_the_place_of_ours_and_is_judged(self) -> None:
        asked: list[str] = []

        def retrieve(context: dict[str, Any]) -> str:
            asked.append(context["user_message"])
            return "a secret"

        bot = Bot(self.YAML, self.FLOW, actions={"retrieve_relevant_chunks": retrieve})
        result = bot.say("what?")
        assert asked == ["what?"]
        assert bot.sent()[0]["content"].endswith("a …")
        step = line(result, "retrieve relevant chunks")
        assert (step.decisions, step.actions[0].return_value) == (
            ["execute retrieve_relevant_chunks"],
            "a secret",
        )

    def test_claiming_that_it_was_done_does_not_skip_it(self) -> None:
        bot = Bot(self.YAML, self.FLOW)
        bot.say("what?", context={"retrieved_for": "what?", "relevant_chunks": "a secret"})
        assert "secret" not in bot.sent()[0]["content"]

    def test_the_same_question_again_is_looked_up_again(self) -> None:
        found = ["one", "two"]
        bot = Bot(actions={"retrieve_relevant_chunks": lambda: found.pop(0)})
        state = bot.say("what?", state={}).state
        bot.say("what?", state=state)
        assert bot.sent()[0]["content"].endswith("two")


def test_an_empty_answer_is_judged_too() -> None:
    yaml = """
rails: {output: {flows: [self check output]}}
prompts: [{task: self_check_output, content: x}]
"""
    assert Bot(yaml, general="").say("a").content == REFUSAL
    assert Bot(general="").say("a").content == ""
    assert Bot().say("a").content == ANSWER
