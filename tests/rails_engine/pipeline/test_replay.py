"""Where flows stand, found out from messages alone: no model is asked and no action is run."""

from __future__ import annotations

from typing import Any

import pytest

from rails_engine.pipeline.replay import replay
from tests.talking import REFUSAL, Bot, assistant, system, user

YAML = "rails: {dialog: {user_messages: {embeddings_only: true, embeddings_only_fallback_intent: other}}}"
FLOWS = """
define user want taxi
  "I need a taxi"

define user give number
  "for three people"

define user other
  "something else entirely"

define bot ask number
  "For how many?"

define bot order taxi
  "It is on its way."

define flow order
  user want taxi
  bot ask number
  user give number
  $ok = execute order
  bot order taxi

define flow
  user other
  bot refuse to respond
"""


def never() -> None:
    raise AssertionError("a replay runs no action")


def bot(colang: str = FLOWS, **actions: Any) -> Bot:
    return Bot(YAML, colang, actions=actions or {"order": never})


def standing(made: Bot, *messages: Any) -> tuple[Any, list[dict[str, Any]]]:
    state = made.engine.parts.machine.new_state({})
    events = replay(made.engine.parts, messages, state)
    assert made.tasks == []
    return state, events


def test_a_flow_stands_where_the_messages_have_led_it() -> None:
    state, events = standing(bot(), user("i need a taxi!"), assistant("For how many?"))
    (instance,) = state.instances
    assert instance.flow.name == "order"
    assert [e["type"] for e in events] == [
        "UtteranceUserActionFinished",
        "UserMessage",
        "UserIntent",
        "BotIntent",
        "StartUtteranceBotAction",
    ]
    assert (events[2]["intent"], events[3]["intent"]) == ("want taxi", "ask number")


def test_the_next_turn_goes_on_from_there() -> None:
    made = bot(order=lambda: True)
    result = made.say("I need a taxi", assistant("For how many?"), "for three people")
    assert result.content == "It is on its way."


def test_an_action_in_between_is_passed_over() -> None:
    state, _ = standing(
        bot(),
        *(user("I need a taxi"), assistant("For how many?")),
        *(user("for three people"), assistant("It is on its way.")),
    )
    assert state.instances == []


def test_words_that_nobody_knows_mean_something_unknown() -> None:
    state, events = standing(bot(), user("quite another thing"), assistant("Indeed."))
    assert state.instances == []
    assert [e["intent"] for e in events if "intent" in e] == ["unknown message", "general response"]


def test_a_refusal_resets_the_flows() -> None:
    state, _ = standing(bot(), user("I need a taxi"), assistant(REFUSAL))
    assert state.instances == []


def test_variables_tell_what_was_said_last_and_what_was_given() -> None:
    context = {"role": "context", "content": {"name": "Ada", "skip_output_rails": True}}
    state, events = standing(bot(), context, system("be kind"), user("hi"), assistant("Hello."))
    assert state.context["name"] == "Ada"
    assert "skip_output_rails" not in state.context
    assert (state.context["last_user_message"], state.context["last_bot_message"]) == ("hi", "Hello.")
    assert events[0] == {"type": "SystemMessage", "content": "be kind"}


def test_events_of_the_conversation_happen_again() -> None:
    flows = (
        'define flow\n  event Ring\n  bot answer\n  user thank\n  bot nod\n\ndefine bot answer\n  "Yes?"\n'
    )
    flows += 'define user thank\n  "thanks"\ndefine bot nod\n  "."\n'
    ring = {"role": "event", "event": {"type": "Ring"}}
    state, _ = standing(bot(flows), ring, assistant("Yes?"))
    assert len(state.instances) == 1
    assert bot(flows).say(ring, assistant("Yes?"), "thanks").content == "."


def test_what_depends_on_an_action_may_be_lost_but_breaks_nothing() -> None:
    flows = FLOWS.replace(
        "  $ok = execute order\n", "  $ok = execute order\n  if $ok.found.first\n    bot order taxi\n"
    )
    state, events = standing(
        bot(flows),
        *(user("I need a taxi"), assistant("For how many?")),
        *(user("for three people"), assistant("It is on its way.")),
        *(user("I need a taxi"), assistant("For how many?")),
    )
    assert [i.flow.name for i in state.instances] == ["order"]
    assert len(events) == 15
    state, _ = standing(
        bot(flows),
        *(user("I need a taxi"), assistant("For how many?")),
        *(user("for three people"), assistant("It is on its way.")),
    )
    assert state.instances == []


def test_an_endless_flow_is_given_up() -> None:
    flows = 'define user greet\n  "hi"\ndefine flow\n  user greet\n  while True\n    bot nod\ndefine bot nod\n  "."\n'
    state, _ = standing(bot(flows), user("hi"), assistant("."))
    assert state.instances == []


@pytest.mark.parametrize(
    "message", [{"role": "event"}, {"role": "event", "event": 3}, {"role": "context"}, {}, {"role": "user"}]
)
def test_odd_messages_do_no_harm(message: Any) -> None:
    standing(bot(), message, assistant("Hello."))
