"""What a turn has come to: messages on lines of their own, and what takes their place."""

from __future__ import annotations

from rails_engine.errors import FlowLimitError
from rails_engine.pipeline.answer import Answer
from rails_engine.rails.plan import ConfiguredRail
from rails_engine.rails.runner import Verdict

RAIL = ConfiguredRail("output", "look", "look", {})


def grown() -> Answer:
    answer = Answer(tool_calls=[{}], choices=[{}])
    answer.say("one")
    answer.say("two")
    return answer


def test_every_message_has_a_line() -> None:
    answer = Answer()
    assert (answer.text, answer.separated("one")) == ("", "one")
    answer.say("one")
    assert answer.separated("two") == "\ntwo"
    assert grown().text == "one\ntwo"


def test_an_empty_message_is_one_too() -> None:
    answer = Answer()
    answer.say("")
    assert answer.separated("two") == "\ntwo"


def test_a_message_can_be_taken_back() -> None:
    answer = grown()
    answer.say("(remove last message)")
    assert answer.text == "one"
    for _ in range(2):
        answer.say("(remove last message)")
    assert answer.text == ""


def test_a_block_takes_the_place_of_everything() -> None:
    answer = grown()
    answer.block(Verdict(rail=RAIL, said=["no"], exception={"type": "XException"}))
    assert (answer.text, answer.tool_calls, answer.choices) == ("no", [], [])
    assert answer.blocked_by is RAIL
    assert answer.exception == {"type": "XException"}
    assert answer.done


def test_a_failure_takes_the_place_of_everything() -> None:
    answer, error = grown(), FlowLimitError("endless")
    answer.fail("sorry", error)
    assert (answer.text, answer.tool_calls, answer.choices, answer.error) == ("sorry", [], [], error)
    assert answer.done
