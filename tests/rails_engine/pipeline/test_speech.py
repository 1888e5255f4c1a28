"""What a rail says: the configuration's words, always the same ones, else a model's."""

from __future__ import annotations

from tests.talking import Bot

RAIL = "rails: {input: {flows: [look]}}"
FLOW = "define subflow look\n  bot explain why not\n  stop\n"


def test_of_several_variants_a_rail_says_the_first() -> None:
    bot = Bot(RAIL, FLOW + 'define bot explain why not\n  "first, $name"\n  "second"\n')
    for _ in range(3):
        assert bot.say("x", "y", context={"name": "Ada"}).content == "first, Ada"


def test_without_words_of_the_configuration_a_model_finds_them() -> None:
    bot = Bot(RAIL, FLOW, generate_bot_message='  "Because."')
    assert bot.say("hello").content == "Because."


def test_a_users_refusal_takes_the_place_of_ours() -> None:
    flow = 'define subflow look\n  bot refuse to respond\n  stop\ndefine bot refuse to respond\n  "No."\n'
    assert Bot(RAIL, flow).say("hello").content == "No."


def test_a_message_that_cannot_be_filled_in_fails_its_rail() -> None:
    bot = Bot(RAIL, FLOW + 'define bot explain why not\n  "{{ 1 / zero }}"\n')
    result = bot.say("hello", context={"zero": 0})
    assert (result.decision, result.record.rails[0].status) == ("blocked", "failed")
