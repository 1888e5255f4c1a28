"""What the rails say of some messages, without an answer of the model."""

from __future__ import annotations

from typing import Any

import pytest

from rails_engine import BadOptionError
from tests.talking import REFUSAL, Bot, assistant, system, user

YAML = """
rails:
  input: {flows: [look at question]}
  output: {flows: [look at answer]}
"""
FLOWS = """
define subflow look at question
  if "bad" in $user_message
    bot refuse to respond
    stop
  $user_message = $user_message.replace("Ada", "…")

define subflow look at answer
  if "bad" in $bot_message
    bot refuse to respond
    stop
  $bot_message = $bot_message.replace("Bern", "…")
"""


def check(*messages: Any, rail_types: Any = None, yaml: str = YAML) -> tuple[str, str, str | None]:
    bot = Bot(yaml, FLOWS)
    found = bot.engine.check(messages, rail_types)
    assert bot.tasks == []
    return found.status, found.content, found.rail


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        ([user("fine")], ("passed", "fine", None)),
        ([user("I am Ada")], ("modified", "I am …", None)),
        ([user("I am Ada"), user("fine")], ("modified", "fine", None)),
        ([user("a bad thing")], ("blocked", REFUSAL, "look at question")),
        ([user("a bad thing"), user("fine")], ("blocked", REFUSAL, "look at question")),
        ([user("bad"), assistant("no"), user("fine")], ("passed", "fine", None)),
        ([user("fine"), assistant("fine too")], ("passed", "fine too", None)),
        ([user("fine"), assistant("in Bern")], ("modified", "in …", None)),
        ([user("fine"), assistant("bad")], ("blocked", REFUSAL, "look at answer")),
        ([user("bad"), assistant("fine")], ("blocked", REFUSAL, "look at question")),
        ([assistant("in Bern")], ("modified", "in …", None)),
        ([user("fine"), system("be kind")], ("passed", "fine", None)),
        ([system("be kind")], ("passed", "be kind", None)),
        ([], ("passed", "", None)),
    ],
)
def test_the_roles_say_which_rails_run(messages: Any, expected: Any) -> None:
    assert check(*messages) == expected


@pytest.mark.parametrize(
    ("rail_types", "expected"),
    [
        (["input"], ("blocked", REFUSAL, "look at question")),
        (["output"], ("passed", "fine", None)),
        (["output", "input"], ("blocked", REFUSAL, "look at question")),
        ([], ("passed", "fine", None)),
    ],
)
def test_or_the_caller_says_it(rail_types: Any, expected: Any) -> None:
    assert check(user("bad"), assistant("fine"), rail_types=rail_types) == expected


def test_a_kind_that_nobody_knows_or_that_is_not_configured_is_refused() -> None:
    with pytest.raises(BadOptionError, match="Did you mean 'input'") as caught:
        check(user("x"), rail_types=["inputs"])
    assert caught.value.where == ("rail_types", 0)
    with pytest.raises(BadOptionError, match="'retrieval' is not a kind that can be checked"):
        check(user("x"), rail_types=["input", "retrieval"])
    with pytest.raises(BadOptionError, match="no output rails"):
        check(user("x"), rail_types=["output"], yaml="rails: {input: {flows: [look at question]}}")


def test_kinds_that_are_not_configured_pass_what_they_would_have_judged() -> None:
    assert check(user("bad"), yaml="rails: {output: {flows: [look at answer]}}") == ("passed", "bad", None)


def test_an_exception_is_told_by_its_message() -> None:
    yaml = """
enable_rails_exceptions: true
rails: {input: {flows: [self check input]}}
prompts: [{task: self_check_input, content: x}]
"""
    found = Bot(yaml, self_check_input="Yes").engine.check([user("x")])
    assert (found.status, found.rail) == ("blocked", "self check input")
    assert found.content.startswith("Input not allowed.")


def test_the_record_is_whole() -> None:
    found = Bot(YAML, FLOWS).engine.check([user("fine"), assistant("fine")])
    assert found.record is not None
    assert [rail.name for rail in found.record.rails] == ["look at question", "look at answer"]
    assert found.record.finished_at >= found.record.started_at


def test_context_and_keys_reach_the_rails() -> None:
    flow = "define subflow look at question\n  $ok = execute asks(who=$who)\n"
    bot = Bot(
        "rails: {input: {flows: [look at question]}}",
        flow,
        actions={"asks": lambda who, llm: llm(who)},
        asks=lambda request: request.messages[0]["content"],
    )
    bot.engine.check([user("x")], context={"who": "ada"}, keys={"main": "k"})
    (request,) = bot.requests("asks")
    assert (request.messages, request.api_key) == ([user("ada")], "k")
