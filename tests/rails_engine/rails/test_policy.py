"""What all self checks share: how a model is asked, and which answers are an allowance."""

from __future__ import annotations

from typing import Any

import pytest

from rails_engine.rails.policy import answers_yes, ask, chosen_model, is_allowed, task_name
from tests.talking import Bot

PROMPTS = """
lowest_temperature: 0.2
prompts:
  - {task: judge, content: 'Is "{{ what }}" fine?', stop: ["."]}
  - {task: short, content: "x", max_tokens: 3}
"""


@pytest.fixture
def bot() -> Bot:
    return Bot(PROMPTS, judge="No", short="No")


def scope_of(bot: Bot) -> Any:
    from rails_engine.pipeline.run import TurnRun

    return TurnRun(bot.engine.parts, bot.turn("hello", params={"temperature": 1.9})).scope


def test_a_check_is_asked_with_as_little_chance_as_possible_and_a_bound(bot: Bot) -> None:
    ask(scope_of(bot), "judge", {"what": "this"})
    (request,) = bot.requests("judge")
    assert request.messages == [{"role": "user", "content": 'Is "this" fine?'}]
    assert request.params == {"temperature": 0.2, "max_tokens": 1024, "stop": ["."]}


def test_a_prompt_says_how_much_room_its_answer_needs(bot: Bot) -> None:
    ask(scope_of(bot), "short", {}, temperature=0.0)
    assert bot.requests("short")[0].params == {"temperature": 0.0, "max_tokens": 3}


@pytest.mark.parametrize(
    ("answer", "allowed"),
    [("no", True), ("No, it is fine", True), ("safe", True), ("yes", False), ("", False), ("perhaps", False)],
)
def test_only_a_clear_allowance_allows(answer: str, allowed: bool) -> None:
    bot = Bot(PROMPTS, judge=answer)
    scope = scope_of(bot)
    outcome = is_allowed(scope, "judge", {}, scope.model("judge"))
    assert outcome.is_blocked is not allowed
    assert bool(outcome) is allowed


@pytest.mark.parametrize(
    ("parsed", "allowed", "violations"),
    [
        ([True], True, []),
        ((True,), True, []),
        ([False, "S1", "S2"], False, ["S1", "S2"]),
        (True, True, []),
        ([], False, []),
        (None, False, []),
        ("True", False, []),
        (["True"], False, []),
        (1, False, []),
    ],
)
def test_the_result_of_a_users_parser_allows_only_where_it_is_true(
    parsed: Any, allowed: bool, violations: list[str]
) -> None:
    bot = Bot("prompts: [{task: parsed, content: x, output_parser: is_content_safe}]", parsed="whatever")
    bot.engine.register_output_parser(lambda text: parsed, "is_content_safe")
    scope = scope_of(bot)
    outcome = is_allowed(scope, "parsed", {}, scope.model("parsed"))
    assert outcome.is_blocked is not allowed
    assert list(outcome.metadata.get("policy_violations", [])) == violations


def test_a_variant_reads_its_own_prompt() -> None:
    assert task_name("self_check_input", None) == "self_check_input"
    assert task_name("self_check_input", "strict") == "self_check_input $variant=strict"


def test_a_variant_is_judged_by_the_model_of_its_name_where_there_is_one() -> None:
    from rails_engine import RailsConfig

    models = """
models:
  - {type: main, engine: openai, model: big, parameters: {api_key: k}}
  - {type: strict, engine: scripted, model: strict-one}
  - {type: judge, engine: scripted, model: judge-one}
"""
    scope = scope_of(Bot(config=RailsConfig.from_content(yaml=models, environ={})))
    assert chosen_model(scope, "strict", "judge").model_name == "strict-one"
    assert chosen_model(scope, "other", "judge").model_name == "judge-one"
    assert chosen_model(scope, None, "something").model_name == "scripted"


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("yes", True),
        ("Yes, they agree.", True),
        ("The answer is: YES", True),
        ("no", False),
        ("No. Yes would be wrong.", False),
        ("", False),
        ("yesterday", False),
        ("I do not know", False),
    ],
)
def test_the_first_yes_or_no_counts(text: str, yes: bool) -> None:
    assert answers_yes(text) is yes
