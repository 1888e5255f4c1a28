"""The dialog of a turn: who finds the intent, who decides, who finds the words, and what is judged."""

from __future__ import annotations

from typing import Any

import pytest

from rails_engine import ActionResult
from tests.rails_engine.pipeline.shop import FLOWS, JUDGED, LIKENESS, LOOK
from tests.talking import (
    ANSWER,
    REFUSAL,
    Bot,
    assistant,
    line,
    lines,
    reply,
    result_of,
    text_of_stream,
    user,
)


class TestIntent:
    def test_a_model_finds_it_and_a_flow_answers(self) -> None:
        bot = Bot(colang=FLOWS, generate_user_intent="  greet")
        result = bot.say("hi there", context={"name": "Ada"})
        assert (result.content, bot.tasks) == ("Hello, Ada!", ["generate_user_intent"])
        assert (result.usage, result.finish_reason) == (None, "stop")

    @pytest.mark.parametrize(
        ("text", "threshold", "fallback", "intent", "asked"),
        [
            ("HELLO!", 1.0, "other", "greet", False),
            ("a very good day", 0.3, "other", "greet", False),
            ("zzz", 0.9, "other", "other", False),
            ("zzz", 0.9, None, "ask price", True),
        ],
    )
    def test_by_likeness_alone(
        self, text: str, threshold: float, fallback: str | None, intent: str, asked: bool
    ) -> None:
        yaml = f"""
rails:
  dialog:
    user_messages:
      embeddings_only: true
      embeddings_only_similarity_threshold: {threshold}
      embeddings_only_fallback_intent: {fallback or "null"}
"""
        bot = Bot(
            yaml,
            FLOWS,
            generate_user_intent="ask price",
            generate_next_steps="bot greet back",
            generate_bot_message='"x"',
        )
        result = bot.say(text)
        found = [e["intent"] for e in result.record.events if e["type"] == "UserIntent"]
        assert found == [intent]
        assert ("generate_user_intent" in bot.tasks) is asked

    @pytest.mark.parametrize("name", ["generate_user_intent", "GenerateUserIntentAction"])
    def test_a_users_own_action_may_find_it(self, name: str) -> None:
        def find(context: dict[str, Any], events: list[Any]) -> ActionResult:
            assert context["user_message"] == "hi"
            return ActionResult(events=[{"type": "UserIntent", "intent": "greet"}])

        bot = Bot(colang=FLOWS, actions={name: find})
        result = bot.say("hi", context={"name": "Ada"})
        assert (result.content, bot.tasks) == ("Hello, Ada!", [])
        assert line(result, "generate user intent").actions[0].name == "generate_user_intent"

    def test_or_answer_at_once(self) -> None:
        own = {"generate_user_intent": lambda: ActionResult(events=[{"type": "BotMessage", "text": "Yes?"}])}
        bot = Bot(colang=FLOWS, actions=own)
        assert (bot.say("hi").content, bot.tasks) == ("Yes?", [])

    def test_or_leave_it_to_the_model(self) -> None:
        bot = Bot(colang=FLOWS, actions={"generate_user_intent": lambda: None}, generate_user_intent="greet")
        assert bot.say("hi", context={"name": "Ada"}).content == "Hello, Ada!"


class TestNextStep:
    def test_where_no_flow_decides_a_model_does(self) -> None:
        bot = Bot(LIKENESS, FLOWS, generate_next_steps="bot greet back")
        result = bot.say("zzz", context={"name": "Ada"})
        assert result.content == "Hello, Ada!"
        assert line(result, "generate next step").decisions == ["execute generate_next_steps", "greet back"]

    def test_a_users_own_action_may(self) -> None:
        own = {
            "generate_next_steps": lambda: ActionResult(
                events=[{"type": "BotIntent", "intent": "greet back"}]
            )
        }
        bot = Bot(LIKENESS, FLOWS, actions=own)
        assert (bot.say("zzz", context={"name": "Ada"}).content, bot.tasks) == ("Hello, Ada!", [])

    def test_several_steps_are_a_small_flow(self) -> None:
        yaml = LIKENESS + "enable_multi_step_generation: true\n"
        steps = "bot greet back\nbot ask how it is\n# and so on\n$x = )\nbot greet back"
        bot = Bot(yaml, FLOWS, generate_next_steps=steps, generate_bot_message='"How are you?"')
        result = bot.say("zzz", context={"name": "Ada"})
        assert result.content == "Hello, Ada!\nHow are you?"

    def test_a_generated_flow_that_calls_what_there_is_not_is_cut_before_it(self) -> None:
        yaml = LIKENESS + "enable_multi_step_generation: true\n"
        bot = Bot(yaml, FLOWS, generate_next_steps="bot greet back\ndo something unknown\nbot greet back")
        assert bot.say("zzz", context={"name": "Ada"}).content == "Hello, Ada!"


class TestWords:
    def test_a_model_finds_those_that_the_configuration_has_not(self) -> None:
        answer = reply('  "It is 3 euros."', usage=None, finish_reason="stop", model="m-2")
        bot = Bot(LIKENESS, FLOWS, generate_bot_message=answer)
        result = bot.say("how much is it")
        assert (result.content, result.model) == ("It is 3 euros.", "m-2")
        assert line(result, "generate bot message").kind == "generation"
        assert bot.tasks == ["generate_bot_message"]

    def test_the_parameters_of_the_caller_reach_that_call_and_no_other(self) -> None:
        bot = Bot(colang=FLOWS, generate_user_intent="ask price", generate_bot_message='"x"')
        bot.say("?", params={"temperature": 0.7, "n": 2, "tools": []}, options={"llm_params": {"top_p": 0.1}})
        assert bot.requests("generate_user_intent")[0].params["temperature"] == 0.001
        params = bot.requests("generate_bot_message")[0].params
        assert (params["temperature"], params["top_p"]) == (0.7, 0.1)
        assert not {"n", "tools"} & set(params)

    def test_a_users_own_action_may_find_them_all(self) -> None:
        def own(context: dict[str, Any], events: list[Any]) -> ActionResult:
            intent = [e["intent"] for e in events if e["type"] == "BotIntent"][-1]
            return ActionResult(events=[{"type": "BotMessage", "text": f"own {intent}"}])

        bot = Bot(LIKENESS, FLOWS, actions={"generate_bot_message": own})
        assert bot.say("hello").content == "own greet back"
        assert bot.say("how much is it").content == "own tell price"

    def test_or_leave_them_to_the_engine(self) -> None:
        bot = Bot(LIKENESS, FLOWS, actions={"generate_bot_message": lambda: None}, generate_bot_message='"3"')
        assert bot.say("hello", context={"name": "Ada"}).content == "Hello, Ada!"
        assert bot.say("how much is it").content == "3"

    def test_what_retrieval_found_is_in_its_prompt(self) -> None:
        retrieve = {"retrieve_relevant_chunks": lambda: "It costs 3 euros."}
        prompt = "prompts: [{task: generate_bot_message, content: 'Say {{ relevant_chunks }}'}]\n"
        bot = Bot(LIKENESS + prompt, FLOWS, actions=retrieve, generate_bot_message='"3"')
        bot.say("how much is it")
        assert bot.sent("generate_bot_message") == [user("Say It costs 3 euros.")]

    def test_a_message_can_be_taken_back(self) -> None:
        flows = FLOWS.replace("  bot tell price\n", "  bot say this\n  bot take it back\n  bot say that\n")
        flows += 'define bot say this\n  "this"\ndefine bot say that\n  "that"\n'
        flows += 'define bot take it back\n  "(remove last message)"\n'
        bot = Bot(LIKENESS, flows)
        result = bot.say("how much is it", options={"log": {"colang_history": True}}, state={})
        assert result.content == "that"
        assert '"this"' not in (result.log or {})["colang_history"]
        bot = Bot(LIKENESS, flows.replace("bot say that", "bot say that\n  user other\n  bot say this", 1))
        state = bot.say("how much is it", state={}).state
        assert bot.say("something else", state=state).content == "this"

    def test_several_messages_are_lines_also_of_a_stream(self) -> None:
        flows = FLOWS.replace("bot greet back\n", "bot greet back\n  bot offer help\n", 1)
        flows = (
            FLOWS
            + 'define flow\n  user other\n  bot greet back\n  bot offer help\ndefine bot offer help\n  "?"\n'
        )
        events = Bot(LIKENESS, flows).stream("something else", context={"name": "A"})
        assert text_of_stream(events) == result_of(events).content == "Hello, A!\n?"


class TestJudging:
    YAML = JUDGED

    def test_words_of_a_model_are_judged(self) -> None:
        bot = Bot(self.YAML, FLOWS + LOOK, generate_bot_message=['"Ada knows"', '"a bad word"'])
        assert bot.say("how much is it").content == "… knows"
        result = bot.say("how much is it")
        assert (result.content, result.decision, result.blocked_by) == (REFUSAL, "blocked", "look")

    def test_words_of_the_configuration_are_not(self) -> None:
        result = Bot(self.YAML, FLOWS + LOOK).say("hello", context={"name": "bad Ada"})
        assert (result.content, lines(result, "output")) == ("Hello, bad Ada!", [])

    def test_the_content_of_a_variable_is(self) -> None:
        flows = FLOWS.replace("bot tell price", "$answer = execute look_up\n  bot $answer")
        bot = Bot(self.YAML, flows + LOOK, actions={"look_up": lambda: "a bad thing"})
        assert bot.say("how much is it").content == REFUSAL

    def test_a_flow_may_skip_it_for_one_message(self) -> None:
        flows = FLOWS.replace(
            "bot tell price", "$skip_output_rails = True\n  bot tell price\n  bot tell more"
        )
        bot = Bot(self.YAML, flows + LOOK, generate_bot_message=['"bad but fine"', '"bad again"'])
        result = bot.say("how much is it")
        assert (result.content, result.decision) == (REFUSAL, "blocked")
        assert len(lines(result, "output")) == 1

    def test_what_was_skipped_for_a_written_message_is_not_skipped_for_the_next(self) -> None:
        flows = FLOWS.replace(
            "bot tell price", "$skip_output_rails = True\n  bot greet back\n  bot tell price"
        )
        bot = Bot(self.YAML, flows + LOOK, generate_bot_message='"a bad one"')
        assert bot.say("how much is it", context={"name": "x"}).content == REFUSAL

    def test_a_block_ends_the_flow(self) -> None:
        flows = FLOWS.replace("bot tell price", "bot tell price\n  execute after")
        flows += "define flow\n  bot tell price\n  execute after\n"
        after: list[int] = []
        bot = Bot(
            self.YAML,
            flows + LOOK,
            actions={"after": lambda: after.append(1)},
            generate_bot_message='"bad"',
        )
        result = bot.say("how much is it", state={})
        assert (result.content, after) == (REFUSAL, [])
        assert (result.state or {})["state"]["heads"] == []

    def test_a_stream_hears_of_the_block_and_not_of_the_text(self) -> None:
        bot = Bot(self.YAML, FLOWS + LOOK, generate_bot_message='"bad"')
        events = bot.stream("how much is it")
        assert text_of_stream(events) == ""
        assert (events[0].rail, events[0].message) == ("look", REFUSAL)  # type: ignore[union-attr]


class TestPassthrough:
    YAML = LIKENESS + "passthrough: true\n"

    def test_the_words_come_from_the_conversation_itself(self) -> None:
        bot = Bot(self.YAML, FLOWS)
        result = bot.say("a", assistant("b"), "how much is it")
        assert (result.content, bot.tasks) == (ANSWER, ["general"])
        assert bot.sent() == [user("a"), assistant("b"), user("how much is it")]
        assert line(result, "generate bot message").decisions == ["execute generate_bot_message"]

    def test_the_flow_goes_on_after_them(self) -> None:
        flows = FLOWS.replace("bot tell price", "bot tell price\n  bot greet back")
        for stream in (False, True):
            bot = Bot(self.YAML, flows)
            if stream:
                events = bot.stream("how much is it", context={"name": "A"})
                result = result_of(events)
                assert text_of_stream(events) == result.content
            else:
                result = bot.say("how much is it", context={"name": "A"})
            assert result.content == f"{ANSWER}\nHello, A!"

    def test_a_streamed_answer_after_another_message_is_on_its_own_line(self) -> None:
        flows = FLOWS.replace("bot tell price", "bot greet back\n  bot tell price")
        events = Bot(self.YAML, flows).stream("how much is it", context={"name": "A"})
        assert text_of_stream(events) == result_of(events).content == f"Hello, A!\n{ANSWER}"


class TestSingleCall:
    YAML = "rails: {dialog: {single_call: {enabled: true}}}\n"

    def test_one_call_says_it_all(self) -> None:
        bot = Bot(
            self.YAML, FLOWS, generate_intent_steps_message='user ask price\nbot tell price\n  "3 euros"'
        )
        assert bot.say("how much").content == "3 euros"
        assert bot.tasks == ["generate_intent_steps_message"]

    def test_where_a_flow_decides_otherwise_the_words_are_not_used(self) -> None:
        bot = Bot(self.YAML, FLOWS, generate_intent_steps_message='user greet\nbot tell price\n  "3 euros"')
        assert bot.say("hello", context={"name": "A"}).content == "Hello, A!"

    def test_where_no_flow_decides_the_guess_does(self) -> None:
        bot = Bot(
            self.YAML, FLOWS, generate_intent_steps_message='user wonder\nbot be kind\n  "There, there."'
        )
        assert bot.say("hm").content == "There, there."

    def test_it_is_no_guess_at_what_an_action_finds_the_user_to_mean(self) -> None:
        def find() -> ActionResult:
            return ActionResult(events=[{"type": "UserIntent", "intent": "wonder"}])

        bot = Bot(
            self.YAML,
            FLOWS.replace("bot tell price", "execute find"),
            actions={"find": find},
            generate_intent_steps_message='user ask price\nbot tell price\n  "3 euros"',
            generate_next_steps="bot greet back",
        )
        assert bot.say("how much", context={"name": "A"}).content == "Hello, A!"

    def test_an_answer_in_another_form_is_not_used(self) -> None:
        bot = Bot(
            self.YAML, FLOWS, generate_intent_steps_message="I do not know", generate_user_intent="greet"
        )
        assert bot.say("hello", context={"name": "A"}).content == "Hello, A!"


def test_values_that_a_model_fills_in_are_told_by_the_comment_above() -> None:
    flows = FLOWS.replace("bot tell price", "# the amount, as a number\n  $amount = ...\n  bot tell amount")
    flows += 'define bot tell amount\n  "$amount euros"\n'
    bot = Bot(LIKENESS, flows, generate_value='"30"')
    assert bot.say("how much is it").content == "30 euros"
    (request,) = bot.requests("generate_value")
    assert "the amount, as a number" in str(request.messages)


def test_without_dialog_rails_no_flow_decides() -> None:
    bot = Bot(LIKENESS, FLOWS)
    assert bot.say("hello", options={"rails": {"dialog": False}}).content == "hello"
