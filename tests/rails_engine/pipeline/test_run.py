"""A turn from end to end: what is judged, what comes of a block or a failure, and the variables there are."""

from __future__ import annotations

from typing import Any

import pytest

from rails_engine import (
    AbandonedError,
    ActionFailedError,
    ProviderLimitError,
    ProviderUnreachableError,
)
from rails_engine.events import published
from tests.talking import (
    ANSWER,
    INTERNAL_ERROR,
    REFUSAL,
    Bot,
    assistant,
    kinds,
    line,
    lines,
    result_of,
    system,
    text_of_stream,
    user,
)

BOTH = """
rails:
  input: {flows: [mask input]}
  output: {flows: [mask output]}
"""
MASKS = """
define subflow mask input
  if "bad" in $user_message
    bot refuse to respond
    stop
  $user_message = $user_message.replace("Ada", "…")

define subflow mask output
  if "bad" in $bot_message
    bot refuse to respond
    stop
  $bot_message = $bot_message.replace("Bern", "…")
"""
IMAGE = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}


def masking(**replies: Any) -> Bot:
    return Bot(BOTH, MASKS, **replies)


class TestInput:
    def test_every_unanswered_question_is_judged(self) -> None:
        bot = masking()
        result = bot.say("a bad thing", "a fine thing")
        assert (result.content, result.blocked_by, bot.tasks) == (REFUSAL, "mask input", [])

    def test_what_has_been_answered_is_not(self) -> None:
        bot = masking()
        assert bot.say("a bad thing", assistant("no"), "a fine thing").content == ANSWER
        assert bot.sent()[0] == user("a bad thing")

    def test_a_rewritten_question_is_what_the_model_is_sent(self) -> None:
        bot = masking()
        result = bot.say("I am Ada", system("be kind"), "Ada, I say")
        assert bot.sent() == [user("I am …"), system("be kind"), user("…, I say")]
        assert result.decision == "modified"
        assert result.chat == bot.sent()

    def test_the_messages_of_the_caller_stay_as_they_are(self) -> None:
        messages = [user("I am Ada")]
        masking().say(*messages)
        assert messages == [user("I am Ada")]

    def test_images_stay_beside_a_rewritten_text(self) -> None:
        bot = masking()
        bot.say(user([IMAGE, {"type": "text", "text": "is this Ada?"}]))
        assert bot.sent() == [user([IMAGE, {"type": "text", "text": "is this …?"}])]

    def test_an_image_alone_is_judged_as_an_empty_text(self) -> None:
        bot = masking()
        result = bot.say(user([IMAGE]))
        assert bot.sent() == [user([IMAGE])]
        assert line(result, "mask input").scanned == 0


class TestOutput:
    def test_what_it_rewrites_is_what_the_user_gets(self) -> None:
        result = masking(general="Ada lives in Bern").say("where?")
        assert (result.content, result.decision) == ("Ada lives in …", "modified")

    def test_what_it_blocks_nobody_sees(self) -> None:
        result = masking(general="a bad answer").say("hello", options={"log": {"colang_history": True}})
        assert (result.content, result.decision) == (REFUSAL, "blocked")
        assert (result.blocked_by, result.blocked_kind) == ("mask output", "output")
        assert result.message == assistant(REFUSAL)


class TestWithoutDialog:
    @pytest.mark.parametrize("rails", [["input"], {"dialog": False}, {"dialog": False, "output": False}])
    def test_the_question_comes_back_as_the_input_rails_left_it(self, rails: Any) -> None:
        bot = masking()
        result = bot.say("I am Ada", options={"rails": rails})
        assert (result.content, result.decision, bot.tasks) == ("I am …", "modified", [])

    def test_or_their_refusal_does(self) -> None:
        result = masking().say("a bad thing", options={"rails": ["input"]})
        assert (result.content, result.decision) == (REFUSAL, "blocked")

    @pytest.mark.parametrize(
        ("answer", "content", "decision"),
        [("fine", "fine", "allowed"), ("in Bern", "in …", "modified"), ("a bad one", REFUSAL, "blocked")],
    )
    def test_a_last_message_of_the_assistant_is_judged_and_comes_back(
        self, answer: str, content: str, decision: str
    ) -> None:
        bot = masking()
        result = bot.say("where?", assistant(answer), options={"rails": ["output"]})
        assert (result.content, result.decision, bot.tasks) == (content, decision, [])
        assert [name for name, status, _ in lines(result) if status == "ran"] == ["mask output"]

    def test_input_rails_judge_the_question_before_it(self) -> None:
        both = {"rails": ["input", "output"]}
        assert masking().say("a bad thing", assistant("fine"), options=both).blocked_by == "mask input"
        assert masking().say("fine", assistant("a bad thing"), options=both).blocked_by == "mask output"
        assert masking().say("fine", assistant("in Bern"), options=both).content == "in …"

    def test_without_output_rails_the_question_comes_back_even_then(self) -> None:
        result = masking().say("I am Ada", assistant("fine"), options={"rails": ["input"]})
        assert result.content == "I am …"

    def test_a_rail_on_the_answer_sees_the_question(self) -> None:
        seen: list[Any] = []
        bot = Bot(
            "rails: {output: {flows: [look]}}",
            "define subflow look\n  execute note(asked=$user_message, said=$bot_message)\n",
            actions={"note": lambda asked, said: seen.append((asked, said))},
        )
        bot.say("old", assistant("older"), "where?", assistant("here"), options={"rails": ["output"]})
        assert seen == [("where?", "here")]

    def test_it_holds_for_streams(self) -> None:
        events = masking().stream("I am Ada", options={"rails": ["input"]})
        assert text_of_stream(events) == result_of(events).content == "I am …"

    def test_the_judged_answer_is_part_of_the_state(self) -> None:
        bot = masking()
        state = bot.say("where?", assistant("in Bern"), options={"rails": ["output"]}, state={}).state
        bot.say("and?", state=state)
        assert bot.sent() == [user("where?"), assistant("in …"), user("and?")]


ASK = """
define user ask
  "ask"

define flow ask
  user ask
  $result = execute act
  bot tell

define bot tell
  "$result"
"""
DIALOG = "rails: {dialog: {user_messages: {embeddings_only: true, embeddings_only_fallback_intent: other}}}"


def raises() -> None:
    raise ValueError("a secret")


class TestFailures:
    @pytest.mark.parametrize(
        ("actions", "colang", "kind"),
        [
            ({"act": raises}, ASK, ActionFailedError),
            ({}, ASK, Exception),
            ({"act": lambda: {"a": None}}, ASK.replace("bot tell", "$x = $result.a.b", 1), Exception),
            ({"act": lambda: 1}, ASK.replace('"$result"', '"{{ 1 / zero }}"'), Exception),
        ],
        ids=["raises", "unknown", "expression", "message"],
    )
    def test_what_breaks_in_a_dialog_is_an_answer_that_says_so(
        self, actions: Any, colang: str, kind: type[Exception]
    ) -> None:
        result = Bot(DIALOG, colang, actions=actions).say("ask", context={"zero": 0})
        assert (result.content, result.decision, result.finish_reason) == (INTERNAL_ERROR, "error", "stop")
        assert isinstance(result.error, kind)
        assert "a secret" not in str(result.error)
        assert line(result, "ask").decisions[0] == "execute act"

    def test_the_next_turn_is_not_poisoned(self) -> None:
        works = iter([ValueError, None, None])

        def act() -> str:
            error = next(works)
            if error is not None:
                raise error
            return "done"

        bot = Bot(DIALOG, ASK, actions={"act": act})
        first = bot.say("ask")
        assert first.decision == "error"
        assert bot.say("ask", first.message, "ask").content == "done"
        assert bot.say("ask").content == "done"

    def test_a_stream_ends_with_the_error_in_its_result(self) -> None:
        colang = ASK.replace("  $result", "  bot wait\n  $result") + 'define bot wait\n  "One moment."\n'
        events = Bot(DIALOG, colang, actions={"act": raises}).stream("ask")
        assert text_of_stream(events) == "One moment."
        assert isinstance(result_of(events).error, ActionFailedError)

    @pytest.mark.parametrize(
        "error", [ProviderUnreachableError("gone"), ProviderLimitError("slow", retry_after=3)]
    )
    def test_a_model_that_cannot_answer_is_the_callers_to_know(self, error: Exception) -> None:
        with pytest.raises(type(error)):
            Bot(general=error).say("hello")
        with pytest.raises(type(error)):
            Bot(general=error).stream("hello")

    def test_so_it_is_in_a_dialog(self) -> None:
        def asks(llm: Any) -> str:
            return str(llm("x"))

        with pytest.raises(ProviderUnreachableError):
            Bot(DIALOG, ASK, actions={"act": asks}, act=ProviderUnreachableError("gone")).say("ask")

    def test_whoever_gives_up_waiting_ends_the_turn_wherever_it_is(self) -> None:
        def waits(request: Any) -> str:
            request.on_wait()
            return "late"

        def gone() -> None:
            raise AbandonedError("nobody waits")

        yaml = """
rails: {input: {flows: [self check input]}}
prompts: [{task: self_check_input, content: x}]
"""
        with pytest.raises(AbandonedError):
            Bot(yaml, self_check_input=waits).say("hello", on_wait=gone)
        with pytest.raises(AbandonedError):
            Bot(general=waits).say("hello", on_wait=gone)


class TestVariables:
    def test_a_turn_sets_those_that_flows_and_prompts_know(self) -> None:
        result = masking(general="Ada lives in Bern").say("I am Ada", options={"output_vars": True})
        data = result.output_data or {}
        expected = {
            "user_message": "I am …",
            "last_user_message": "I am Ada",
            "bot_message": "Ada lives in …",
            "last_bot_message": "Ada lives in …",
            "input_flows": ["mask input"],
            "output_flows": ["mask output"],
            "triggered_input_rail": "mask input",
            "triggered_output_rail": "mask output",
        }
        assert {name: data.get(name) for name in expected} == expected
        assert data["generation_options"]["output_vars"] is True

    def test_flows_see_the_configuration_and_the_options(self) -> None:
        colang = """
define subflow mask input
  $strict = $config.enable_rails_exceptions
  $all = $generation_options.rails.output

define subflow mask output
  $never = True
"""
        bot = Bot(BOTH, colang)
        options = {"output_vars": ["strict", "all"], "rails": {"output": False}}
        assert bot.say("hi", options=options).output_data == {"strict": False, "all": False}

    def test_what_the_model_thought_is_one(self) -> None:
        from rails_engine import LLMReply

        bot = masking(general=LLMReply(text="4", reasoning="2 + 2"))
        result = bot.say("?", options={"output_vars": ["bot_thinking"]})
        assert result.output_data == {"bot_thinking": "2 + 2"}
        assert result.reasoning == "2 + 2"
        assert "BotThinking" in kinds(result)


class TestEvents:
    def test_a_plain_turn_in_order(self) -> None:
        assert kinds(Bot().say("hi")) == [
            "UtteranceUserActionFinished",
            "UserMessage",
            "BotMessage",
            "StartUtteranceBotAction",
        ]

    def test_a_blocked_question_is_masked_and_stops(self) -> None:
        events = masking().say("bad").record.events
        told = [e for e in events if not e["type"].endswith(("Rail", "Rails", "Finished"))]
        assert [(e["type"], e.get("intent")) for e in told] == [
            ("BotIntent", "refuse to respond"),
            ("BotMessage", None),
            ("mask_prev_user_message", None),
            ("StartUtteranceBotAction", None),
            ("BotIntent", "stop"),
        ]

    def test_published_they_have_identity_and_time(self) -> None:
        event = masking().say("bad").record.events[0]
        assert {"uid", "event_created_at", "source_uid", "type"} <= set(published(event))


def test_several_answers_are_judged_each_by_itself() -> None:
    from rails_engine import LLMReply

    choices = [
        {**assistant("a bad one"), "finish_reason": "stop"},
        {**assistant("in Bern"), "finish_reason": "length"},
    ]
    result = masking(general=LLMReply(text="fine", choices=choices)).say("hi", params={"n": 3})
    assert [(c["content"], c.get("finish_reason")) for c in result.choices] == [
        ("fine", None),
        (REFUSAL, "content_filter"),
        ("in …", "length"),
    ]
    assert result.content == "fine"
    assert line(result, "mask output").verdict == "modified"


def test_a_first_answer_that_is_blocked_takes_the_others_with_it() -> None:
    from rails_engine import LLMReply

    general = LLMReply(text="a bad one", choices=[assistant("fine")])
    result = masking(general=general).say("hi", params={"n": 2})
    assert (result.content, result.choices) == (REFUSAL, ())
