"""The words of a bot message: the configuration's own, or a model's."""

from __future__ import annotations

import pytest

from rails_engine.colang.wishes import Say
from rails_engine.dialog.bot_message import bot_examples, worded_message, written_message
from tests.rails_engine.dialog.talk import Talk


def written(talk: Talk, wish: Say, spoken: int = 0) -> str | None:
    return written_message(talk.scope, talk.dialogue, wish, spoken)


def test_a_written_text_is_filled_in() -> None:
    talk = Talk(context={"price": "2 euros"})
    assert written(talk, Say("inform price", flow="price")) == "It costs 2 euros."


def test_an_unknown_variable_is_empty() -> None:
    assert written(Talk(), Say("inform price", flow="price")) == "It costs ."


def test_variants_take_turns_by_what_was_said_before() -> None:
    talk = Talk(context={"name": "Ann"})
    wish = Say("say goodbye", flow="x")
    assert [written(talk, wish, spoken) for spoken in range(5)] == [
        "Goodbye!",
        "So long!",
        "Farewell, Ann.",
        "Goodbye!",
        "So long!",
    ]


def test_variants_take_turns_in_a_conversation() -> None:
    colang = 'define user ask\n  "go on"\ndefine bot answer\n  "one"\n  "two"\ndefine flow\n  user ask\n  bot answer\n'
    talk = Talk("ask", "ask", "ask", colang=colang)
    messages: list[dict[str, str]] = []
    for _ in range(3):
        messages.append({"role": "user", "content": "go on"})
        messages.append(talk.engine.generate(messages).message)
    assert [m["content"] for m in messages[1::2]] == ["one", "two", "one"]


def test_a_value_is_said_as_it_is() -> None:
    talk = Talk(context={"price": "2"})
    assert written(talk, Say("inform price", flow="x", value="$price {{ price }}")) == "$price {{ price }}"


def test_a_text_in_the_flow_goes_before_the_configurations() -> None:
    talk = Talk(context={"price": "2"})
    assert written(talk, Say("inform price", flow="x", template="Only $price!")) == "Only 2!"


def test_what_nobody_has_written_is_left_to_the_model() -> None:
    assert written(Talk(), Say("explain sourdough", flow="x")) is None


def worded(talk: Talk, intent: str = "explain sourdough") -> str:
    return worded_message(talk.scope, talk.dialogue, Say(intent, flow="x"))[0]


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        ('"It rises slowly."', "It rises slowly."),
        ("It rises slowly.", "It rises slowly."),
        ('Bot message: "It rises slowly."', "It rises slowly."),
        ('\n  "It rises\nslowly."\nuser say thanks\n  "Thanks"', "It rises\nslowly."),
        ("", "I'm not sure what to say."),
        ('""', "I'm not sure what to say."),
    ],
)
def test_a_model_words_a_message_in_quotes_or_without(reply: str, text: str) -> None:
    assert worded(Talk(reply)) == text


def test_the_likest_examples_stand_last() -> None:
    talk = Talk('"x"', shown=True, context={"relevant_chunks": "Bread: 2 euros."})
    worded(talk, "inform price of cake")
    examples, chunks = talk.sent.split("|")
    assert examples.endswith('bot inform price\n  "It costs $price."')
    assert "bot express greeting" in examples
    assert chunks == "Bread: 2 euros."


def test_examples_of_nothing_are_nothing() -> None:
    assert bot_examples([]) == ""


def test_the_callers_parameters_are_for_the_wording() -> None:
    talk = Talk('"x"', params={"temperature": 0.8, "tools": []})
    worded(talk)
    assert talk.model.requests[0].params["temperature"] == 0.8
    assert "tools" not in talk.model.requests[0].params


def test_the_whole_reply_comes_with_the_text() -> None:
    talk = Talk('"It rises."\nuser x')
    _, reply = worded_message(talk.scope, talk.dialogue, Say("explain sourdough", flow="x"))
    assert reply.text == '"It rises."\nuser x'
    assert reply.usage.completion_tokens > 0


def test_the_prompt_is_kept_for_rails_that_ask_again() -> None:
    talk = Talk('"x"')
    worded(talk)
    assert talk.scope.context["_last_bot_prompt"] == talk.model.requests[0].messages
