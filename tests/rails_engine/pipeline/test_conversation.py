"""Where a turn begins: from a state, a snapshot, the memory of recent conversations, or the messages alone."""

from __future__ import annotations

import json
from typing import Any

import pytest

from rails_engine import ActionResult, BadStateError
from rails_engine.colang.history import HIDDEN_TEXT
from tests.talking import ANSWER, INTERNAL_ERROR, REFUSAL, Bot, assistant, kinds, reply, system, user

COUNT = """
define user count
  "count"

define bot tell number
  "$number"

define flow count
  user count
  $number = execute next_number(number=$number)
  bot tell number
"""
BY_LIKENESS = """
rails: {dialog: {user_messages: {embeddings_only: true, embeddings_only_fallback_intent: other}}}
"""


def counting() -> Bot:
    """A bot whose flows keep a number; each step of it is an action's doing, which no replay can know."""
    return Bot(BY_LIKENESS, COUNT, actions={"next_number": lambda number=None: (number or 0) + 1})


class TestState:
    def test_an_empty_one_starts_and_what_comes_back_continues(self) -> None:
        bot = Bot(general=["one", "two", "three"])
        state = bot.say("first", state={}).state
        state = bot.say("second", state=state).state
        result = bot.say("third", state=state)
        assert bot.sent() == [
            user("first"),
            assistant("one"),
            user("second"),
            assistant("two"),
            user("third"),
        ]
        assert result.content == "three"

    def test_one_without_events_starts_too(self) -> None:
        assert Bot().say("hi", state={"events": []}).state is not None

    def test_flows_and_variables_go_on(self) -> None:
        bot, state, said = counting(), {}, []
        for _ in range(4):
            result = bot.say("count", state=json.loads(json.dumps(state)))
            state = result.state or {}
            said.append(result.content)
        assert said == ["1", "2", "3", "4"]

    def test_it_survives_json_whatever_an_action_gave(self) -> None:
        class Thing:
            def __str__(self) -> str:
                return "a thing"

        bot = Bot(BY_LIKENESS, COUNT, actions={"next_number": lambda number=None: Thing()})
        state = bot.say("count", state={}).state
        again = json.loads(json.dumps(state))
        assert bot.say("count", state=again).content == "a thing"

    def test_without_a_state_none_comes_back(self) -> None:
        assert Bot().say("hi").state is None
        assert counting().say("count").state is None

    def test_everything_that_was_brought_is_in_it(self) -> None:
        bot = Bot()
        image = [{"type": "text", "text": "see"}, {"type": "image_url", "image_url": {"url": "data:x"}}]
        first = [system("be kind"), user("a"), assistant("b"), user(image), user("and?")]
        state = bot.say(*first, state={}).state
        bot.say("next", state=json.loads(json.dumps(state)))
        assert bot.sent() == [*first, assistant(ANSWER), user("next")]

    def test_tool_calls_and_their_results_are_in_it(self) -> None:
        calls = [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}]
        bot = Bot(
            "passthrough: true", general=[reply(tool_calls=calls, finish_reason="tool_calls"), "done", "x"]
        )
        tool = {"role": "tool", "tool_call_id": "c", "content": "42"}
        state = bot.say("a", state={}).state
        state = bot.say(tool, state=state).state
        bot.say("next", state=state)
        called = {"role": "assistant", "content": None, "tool_calls": calls}
        assert bot.sent() == [user("a"), called, tool, assistant("done"), user("next")]

    def test_blocked_tool_calls_are_not(self) -> None:
        calls = [{"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}]
        yaml = "passthrough: true\nrails: {tool_output: {flows: [look]}}"
        flow = "define subflow look\n  bot refuse to respond\n  stop\n"
        bot = Bot(yaml, flow, general=[reply(tool_calls=calls, finish_reason="tool_calls"), "x"])
        state = bot.say("a", state={}).state
        bot.say("next", state=state)
        assert bot.sent() == [user("a"), assistant(REFUSAL), user("next")]

    def test_a_blocked_question_stays_hidden(self) -> None:
        yaml = "rails: {input: {flows: [look]}}"
        flow = 'define subflow look\n  if "bad" in $user_message\n    bot refuse to respond\n    stop\n'
        bot = Bot(yaml, flow)
        state = bot.say("a bad thing", "a second thing", state={}).state
        bot.say("next", state=state)
        assert bot.sent() == [user(HIDDEN_TEXT), user(HIDDEN_TEXT), assistant(REFUSAL), user("next")]

    def test_what_an_input_rail_has_rewritten_stays_rewritten(self) -> None:
        yaml = "rails: {input: {flows: [mask]}}"
        flow = 'define subflow mask\n  $user_message = $user_message.replace("Ada", "…")\n'
        bot = Bot(yaml, flow)
        state = bot.say("I am Ada", "Ada, I say", state={}).state
        bot.say("next", state=state)
        assert bot.sent() == [user("I am …"), user("…, I say"), assistant(ANSWER), user("next")]

    def test_a_turn_that_failed_is_forgotten(self) -> None:
        def breaks() -> None:
            raise ValueError

        colang = (
            COUNT
            + '\ndefine user break\n  "break"\n\ndefine flow\n  user break\n  $number = 7\n  execute breaks\n'
        )
        numbers = {"next_number": lambda number=None: (number or 0) + 1, "breaks": breaks}
        bot = Bot(BY_LIKENESS, colang, actions=numbers)
        state = bot.say("count", state={}).state
        failed = bot.say("break", state=state)
        assert (failed.content, failed.decision) == (INTERNAL_ERROR, "error")
        result = bot.say("count", state=failed.state, options={"log": {"colang_history": True}})
        assert result.content == "2"
        assert result.log is not None
        assert "break" not in result.log["colang_history"]

    @pytest.mark.parametrize(
        ("state", "says"),
        [
            (
                {"foo": 1},
                "state must contain 'events' or 'state' key. Use an empty dict {} to start a new conve",
            ),
            ({"version": "2.x"}, "Invalid state format: state must contain 'events' or 'state' key."),
            ({"events": "x"}, "Invalid state format: 'events' must be a list of objects"),
            ({"events": [1]}, "'events' must be a list of objects"),
            ({"events": [{}]}, "'events' must be a list of objects with a 'type'"),
            ({"events": [{"type": 1}]}, "'events' must be a list of objects"),
            ({"state": "x"}, "Invalid state format: 'state' must be an object"),
            ({"state": {}}, "not a state of ours"),
            ({"state": {"version": 99}}, "not a state of ours"),
            ("x", "Invalid state format: state must be an object"),
            ([], "Invalid state format: state must be an object"),
        ],
    )
    def test_what_is_no_state_is_refused_with_the_documented_sentence(self, state: Any, says: str) -> None:
        for bot in (Bot(), counting()):
            with pytest.raises(BadStateError, match=r"(?i)state") as caught:
                bot.say("count", state=state)
            assert says in str(caught.value)

    def test_utterances_alone_are_a_state(self) -> None:
        events = [
            {"type": "UtteranceUserActionFinished", "final_transcript": "a"},
            {"type": "StartUtteranceBotAction", "script": "b"},
        ]
        bot = Bot()
        bot.say("c", state={"events": events})
        assert bot.sent() == [user("a"), assistant("b"), user("c")]

    def test_the_state_of_another_version_of_the_flows_goes_on_without_what_is_gone(self) -> None:
        flows = 'define user a\n  "a"\ndefine bot b\n  "b"\ndefine flow first\n  user a\n  bot b\n  user a\n  bot c\n'
        flows += 'define bot c\n  "c"\n'
        state = Bot(BY_LIKENESS, flows).say("a", state={}).state
        assert Bot(BY_LIKENESS, flows).say("a", state=state).content == "c"
        changed = flows.replace("bot b\n  user a", "bot b\n  bot b\n  user a")
        assert Bot(BY_LIKENESS, changed).say("a", state=state).content == "b\nb"
        assert Bot().say("a", state=state).content == ANSWER

    def test_history_that_comes_with_it_is_followed_too(self) -> None:
        flows = 'define user a\n  "a"\ndefine bot b\n  "b"\ndefine flow first\n  user a\n  bot b\n  user a\n  bot c\n'
        flows += 'define bot c\n  "c"\n'
        result = Bot(BY_LIKENESS, flows).say("a", assistant("b"), "a", state={})
        assert result.content == "c"


class TestSnapshot:
    def test_it_is_where_the_flows_stand(self) -> None:
        bot = counting()
        first = bot.say("count")
        assert first.snapshot is not None
        snapshot = json.loads(json.dumps(first.snapshot))
        fresh = counting()
        second = fresh.say("count", assistant("1"), "count", snapshot=snapshot)
        assert second.content == "2"

    def test_without_flows_there_is_none(self) -> None:
        assert Bot().say("hi").snapshot is None

    def test_one_that_cannot_be_used_gives_way_to_a_replay(self, caplog: pytest.LogCaptureFixture) -> None:
        result = counting().say("count", assistant("1"), "count", snapshot={"version": 99})
        assert result.content == "1"
        assert "cannot be used" in caplog.text

    def test_variables_of_answered_context_messages_are_not_set_again(self) -> None:
        bot = counting()
        context = {"role": "context", "content": {"number": 10}}
        first = bot.say(context, "count")
        assert first.content == "11"
        again = bot.say(context, "count", assistant("11"), "count", snapshot=first.snapshot)
        assert again.content == "12"


class TestMemory:
    def talk(self, bot: Bot, turns: int, *first: Any, **how: Any) -> list[str]:
        messages: list[Any] = list(first)
        said = []
        for _ in range(turns):
            result = bot.say(*messages, "count", **how)
            messages += [user("count"), {**result.message, "refusal": None}]
            said.append(result.content)
        return said

    def test_a_conversation_that_is_sent_again_goes_on(self) -> None:
        assert self.talk(counting(), 4) == ["1", "2", "3", "4"]

    def test_context_messages_are_part_of_it_and_are_set_once(self) -> None:
        context = {"role": "context", "content": {"number": 10}}
        assert self.talk(counting(), 3, context) == ["11", "12", "13"]

    @pytest.mark.parametrize(
        ("mine", "theirs"),
        [
            ([system("be kind")], [system("be rude")]),
            (
                [{"role": "context", "content": {"who": "ada"}}],
                [{"role": "context", "content": {"who": "bob"}}],
            ),
        ],
    )
    def test_it_is_nobody_elses(self, mine: Any, theirs: Any) -> None:
        bot = counting()
        self.talk(bot, 2, *mine)
        other = bot.say(*theirs, "count", assistant("1"), "count", assistant("2"), "count")
        assert other.content == "1"

    def test_another_callers_context_is_not_mixed_up_with_it(self) -> None:
        bot = counting()
        self.talk(bot, 1, context={"who": "ada"})
        messages = ["count", assistant("1"), "count"]
        assert bot.say(*messages, context={"who": "bob"}).content == "1"
        assert bot.say(*messages, context={"who": "ada"}).content == "2"

    def test_what_an_input_rail_rewrites_is_found_by_what_the_caller_sends(self) -> None:
        yaml = """
rails:
  input: {flows: [shout]}
  dialog: {user_messages: {embeddings_only: true, embeddings_only_fallback_intent: other}}
"""
        flow = COUNT + "define subflow shout\n  $user_message = $user_message.lower()\n"
        bot = Bot(yaml, flow, actions={"next_number": lambda number=None: (number or 0) + 1})
        messages: list[Any] = []
        for expected in ("1", "2", "3"):
            messages.append(user("COUNT"))
            result = bot.say(*messages)
            assert result.content == expected
            messages.append(result.message)

    def test_a_turn_without_dialog_is_not_remembered(self) -> None:
        bot = counting()
        first = bot.say("count")
        bot.say("count", first.message, "count", options={"rails": ["input"]})
        assert bot.say("count", first.message, "count", assistant("count"), "count").content == "1"


class TestQuestions:
    def test_only_what_nobody_has_answered_is_new(self) -> None:
        seen: list[str] = []
        yaml = "rails: {input: {flows: [look]}}"
        flow = "define subflow look\n  execute note(text=$user_message)\n"
        bot = Bot(yaml, flow, actions={"note": lambda text: seen.append(text)})
        bot.say("old", assistant("answered"), system("by the way"), "new", "newer")
        assert seen == ["new", "newer"]

    def test_the_history_of_a_prompt_has_every_message_once(self) -> None:
        prompt = 'prompts: [{task: general, content: "{{ history | user_assistant_sequence }}"}]'
        bot = Bot(prompt)
        bot.say("a", assistant("b"), "c", "d")
        assert bot.sent() == [user("User: a\nAssistant: b\nUser: c\nUser: d")]

    @pytest.mark.parametrize(
        "messages", [[], [assistant("hi")], [system("x")], [{"role": "context", "content": {}}]]
    )
    def test_without_a_question_there_is_no_answer(self, messages: Any) -> None:
        bot = Bot()
        result = bot.say(*messages)
        assert (result.content, result.decision, bot.tasks) == ("", "allowed", [])

    def test_an_event_alone_is_no_question(self) -> None:
        bot = Bot()
        result = bot.say({"role": "event", "event": {"type": "Ring"}})
        assert (result.content, bot.tasks) == ("", [])

    def test_events_of_the_conversation_begin_with_the_question(self) -> None:
        result = Bot().say("a", "b")
        assert kinds(result)[:2] == ["UtteranceUserActionFinished", "UserMessage"]

    def test_context_comes_from_messages_and_from_the_turn_which_wins(self) -> None:
        context = {"role": "context", "content": {"a": 1, "b": 1}}
        data = Bot().say(context, "hi", context={"b": 2}, options={"output_vars": ["a", "b"]}).output_data
        assert data == {"a": 1, "b": 2}


def test_updates_of_an_action_are_part_of_the_state() -> None:
    def act() -> ActionResult:
        return ActionResult("x", context_updates={"level": 3})

    colang = COUNT.replace("$number = execute next_number(number=$number)", "execute act")
    state = Bot(BY_LIKENESS, colang, actions={"act": act}).say("count", state={}).state
    assert state is not None
    assert state["state"]["context"]["level"] == 3
