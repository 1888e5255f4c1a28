"""What actions and flows say in a dialog by events, and what becomes of those."""

from __future__ import annotations

from typing import Any

import pytest

from rails_engine import ActionResult
from rails_engine.errors import ActionError, FlowLimitError
from tests.rails_engine.pipeline.shop import FLOWS, JUDGED, LIKENESS, LOOK
from tests.talking import (
    ANSWER,
    INTERNAL_ERROR,
    REFUSAL,
    Bot,
    kinds,
    line,
)


class TestActions:
    def speaking(self, *events: Any, after: str = "") -> Any:
        flows = FLOWS.replace("bot tell price", f"execute speak{after}")
        bot = Bot(LIKENESS, flows, actions={"speak": lambda: ActionResult(events=list(events))})
        return bot.say("how much is it", context={"name": "A"}, options={"output_vars": ["level"]})

    @pytest.mark.parametrize(
        ("event", "content"),
        [
            ({"type": "BotMessage", "text": "3"}, "3"),
            ({"type": "StartUtteranceBotAction", "script": "3"}, "3"),
            ({"type": "BotIntent", "intent": "greet back"}, "Hello, A!"),
            ({"type": "UserIntent", "intent": "greet"}, "Hello, A!"),
            ({"type": "Noted"}, ""),
        ],
    )
    def test_an_action_may_speak_by_events(self, event: Any, content: str) -> None:
        result = self.speaking(event)
        assert result.content == content
        assert kinds(result).count("StartUtteranceBotAction") == bool(content)

    def test_events_wait_until_the_flow_has_said_its_own(self) -> None:
        result = self.speaking({"type": "BotMessage", "text": "after"}, after="\n  bot greet back")
        assert result.content == "Hello, A!\nafter"

    def test_an_update_of_the_context_is_one(self) -> None:
        assert self.speaking({"type": "ContextUpdate", "data": {"level": 2}}).output_data == {"level": 2}

    def test_a_stop_ends_the_turn(self) -> None:
        stop = {"type": "BotIntent", "intent": "stop"}
        assert self.speaking(stop, {"type": "BotMessage", "text": "never"}).content == ""

    def test_an_action_may_start_a_flow_that_it_has_written(self) -> None:
        start = {"type": "start_flow", "flow_id": "own", "flow_body": "bot greet back"}
        assert self.speaking(start).content == "Hello, A!"
        broken = self.speaking({**start, "flow_body": "do what there is not"})
        assert (broken.content, type(broken.error)) == (INTERNAL_ERROR, ActionError)
        assert self.speaking({"type": "start_flow", "flow_id": "greeting"}).content == ""

    def test_messages_of_actions_are_judged_but_for_those_that_are_spoken_already(self) -> None:
        yaml = JUDGED
        flows = FLOWS.replace("bot tell price", "execute speak") + LOOK
        for event, content in (
            ({"type": "BotMessage", "text": "bad"}, REFUSAL),
            ({"type": "StartUtteranceBotAction", "script": "bad"}, "bad"),
        ):
            bot = Bot(yaml, flows, actions={"speak": lambda event=event: ActionResult(events=[event])})
            assert bot.say("how much is it").content == content

    def test_its_run_is_on_the_line_of_the_flow(self) -> None:
        flows = FLOWS.replace("bot tell price", '$x = execute look_up(what="price")\n  bot $x')
        result = Bot(LIKENESS, flows, actions={"look_up": lambda what: "3"}).say("how much is it")
        step = line(result, "price")
        assert step.kind == "dialog"
        assert step.decisions[0] == "execute look_up"
        assert [(a.name, a.params, a.return_value) for a in step.actions] == [
            ("look_up", {"what": "price"}, "3")
        ]


class TestEvents:
    RING = {"role": "event", "event": {"type": "Ring", "times": 2}}

    def test_a_flow_may_wait_for_an_event_of_the_callers(self) -> None:
        flows = 'define flow\n  event Ring(times=2)\n  bot answer\ndefine bot answer\n  "Yes? $event.times"\n'
        bot = Bot(colang=flows)
        assert (bot.say(self.RING).content, bot.tasks) == ("Yes? 2", [])
        assert bot.say(self.RING, "hello").content == "Yes? 2"
        assert bot.say({"role": "event", "event": {"type": "Ring", "times": 3}}, "hello").content == ANSWER

    def test_a_flow_may_make_an_event_that_another_waits_for(self) -> None:
        flows = FLOWS.replace("bot tell price", "create event Asked(what=$name)")
        flows += 'define flow\n  event Asked\n  bot answer\ndefine bot answer\n  "about $event.what"\n'
        result = Bot(LIKENESS, flows).say("how much is it", context={"name": "tea"})
        assert result.content == "about tea"

    def test_a_flow_may_make_the_events_of_speech(self) -> None:
        flows = FLOWS.replace("bot tell price", 'create event BotMessage(text="3 euros")')
        result = Bot(LIKENESS, flows).say("how much is it")
        assert (result.content, kinds(result).count("BotMessage")) == ("3 euros", 1)

    def test_an_exception_of_a_flow_takes_the_place_of_an_answer(self) -> None:
        flows = FLOWS.replace("bot tell price", 'create event PriceException(message="secret")\n  stop')
        result = Bot(LIKENESS, flows).say("how much is it")
        assert result.exception is not None
        assert result.exception["message"] == "secret"
        assert (result.decision, result.finish_reason, result.blocked_by) == (
            "blocked",
            "content_filter",
            None,
        )

    def test_flows_may_wait_for_the_message_itself(self) -> None:
        flows = 'define flow\n  event UserMessage(text="hello")\n  bot answer\ndefine bot answer\n  "Yes?"\n'
        bot = Bot(colang=flows)
        assert (bot.say("hello").content, bot.say("bye").content) == ("Yes?", ANSWER)

    def test_flows_that_do_not_come_to_an_end_are_stopped(self) -> None:
        flows = FLOWS.replace("bot tell price", "while True\n    bot greet back")
        result = Bot(LIKENESS, flows).say("how much is it")
        assert (result.content, result.decision) == (INTERNAL_ERROR, "error")
        assert isinstance(result.error, FlowLimitError)

    def test_what_the_rails_did_does_not_count_against_the_flows(self) -> None:
        many = ", ".join("look $n=%d" % n for n in range(200))
        yaml = LIKENESS.replace("{dialog", f"{{input: {{flows: [{many}]}}, dialog")
        bot = Bot(yaml, FLOWS + "define subflow look\n  $n = 1\n")
        assert bot.say("hello", context={"name": "A"}).content == "Hello, A!"

    def test_stop_ends_the_turn_and_every_flow(self) -> None:
        flows = FLOWS.replace("bot tell price", "bot greet back\n  stop\n  bot greet back")
        bot = Bot(LIKENESS, flows)
        result = bot.say("how much is it", context={"name": "A"}, state={})
        assert result.content == "Hello, A!"
        assert line(result, "price").stop
        assert (result.state or {})["state"]["heads"] == []
