"""What an action can reach, and what is on the record of the calls that it makes."""

from __future__ import annotations

import time
from typing import Any

import pytest

from rails_engine import ConfigError, LLMReply, ProviderUnreachableError, RailsConfig
from rails_engine.actions.context import ABSENT
from rails_engine.messages import Usage
from rails_engine.pipeline.run import TurnRun
from tests.talking import Bot, user

MODELS = """
models:
  - {type: main, engine: openai, model: big, parameters: {api_key: k}}
  - {type: judge, engine: scripted, model: Small-One, parameters: {replies: ["a", "b"]}}
  - type: cached
    engine: scripted
    model: c
    parameters: {replies: ["first", "second"]}
    cache: {enabled: true, maxsize: 5}
instructions: [{type: general, content: Be kind.}]
"""


def scope_of(bot: Bot | None = None, **how: Any) -> Any:
    made = bot or Bot(config=RailsConfig.from_content(yaml=MODELS, environ={}))
    return TurnRun(made.engine.parts, made.turn("hello", **how)).scope


def test_what_actions_declare_is_supplied_by_name() -> None:
    scope = scope_of(context={"name": "Ada"})
    assert scope.supply("context", "a") is scope.context
    assert scope.supply("scope", "a") is scope
    assert scope.supply("config", "a") is scope.config
    assert scope.supply("__context__name", "a") == "Ada"
    assert scope.supply("__context__nothing", "a") is None
    assert scope.supply("kb", "a") is None
    assert scope.supply("llm", "a").model_name == "scripted"
    assert scope.supply("llm", "judge").model_name == "Small-One"
    assert scope.supply("judge_llm", "a").model_name == "Small-One"
    assert set(scope.supply("llms", "a")) == {"main", "judge", "cached"}
    assert set(scope.supply("model_caches", "a")) == {"cached"}
    assert scope.supply("something", "a") is ABSENT
    assert scope.supply("other_llm", "a") is ABSENT


def test_registered_parameters_are_supplied_and_do_not_hide_the_engines_own() -> None:
    bot = Bot()
    bot.engine.register_action_param("database", "db").register_action_param("context", "mine")
    scope = scope_of(bot)
    assert scope.supply("database", "a") == "db"
    assert scope.supply("context", "a") is scope.context


def test_a_call_is_on_the_record_with_what_it_was_and_what_it_cost() -> None:
    bot = Bot(
        ask=LLMReply(text="yes", usage=Usage(3, 4, 7), model="m-1", id="x", request_id="r", raw={"a": 1})
    )
    scope = scope_of(bot)
    begun = time.time()
    scope.model("ask").complete("may I?", task="ask", params={"temperature": 0})
    (call,) = scope.record.llm_calls
    assert (call.task, call.model, call.provider, call.completion) == ("ask", "m-1", "scripted", "yes")
    assert (call.prompt, call.usage.total_tokens) == ([user("may I?")], 7)
    assert (call.id, call.request_id, call.raw, call.from_cache) == ("x", "r", {"a": 1}, False)
    assert begun <= call.started_at <= call.finished_at


def test_a_call_that_fails_has_an_end_too() -> None:
    scope = scope_of(Bot(ask=ProviderUnreachableError("gone")))
    with pytest.raises(ProviderUnreachableError):
        scope.model("ask").complete("x", task="ask")
    assert scope.record.llm_calls[0].finished_at > 0


def test_a_cached_answer_is_marked_as_one() -> None:
    scope = scope_of()
    model = scope.model(type="cached")
    texts = [model.complete("x", task="t").text, model.complete("x", task="t").text]
    texts.append(model.complete("y", task="t").text)
    assert texts == ["first", "first", "second"]
    assert [call.from_cache for call in scope.record.llm_calls] == [False, True, False]


def test_the_model_of_a_task_is_the_one_of_that_type_else_main() -> None:
    scope = scope_of()
    assert scope.model("judge").model_name == "Small-One"
    assert scope.model("self_check_input").model_name == "scripted"
    with pytest.raises(ConfigError, match="no model of type 'absent'"):
        scope.model(type="absent")


def test_the_turns_model_takes_the_place_of_the_main_one_only() -> None:
    scope = scope_of(model="other")
    assert scope.model("general").model_name == "other"
    assert scope.model("judge").model_name == "Small-One"
    assert scope_of(model="").model("general").model_name == "scripted"


def test_keys_of_a_turn_reach_the_model_that_they_are_for_by_name_or_type() -> None:
    bot = Bot(config=RailsConfig.from_content(yaml=MODELS, environ={}))
    scope = scope_of(bot, keys={"small-one": "by name", "main": "by type"})
    scope.model("general").complete("x", task="general")
    scope.model("judge").complete("x", task="judge")
    assert bot.requests()[0].api_key == "by type"
    judge: Any = scope.toolbox.models["judge"]
    assert judge.requests[0].api_key == "by name"
    scope_of(bot).model("general").complete("x", task="general")
    assert bot.requests()[1].api_key is None


def test_users_code_may_call_a_model_like_a_function() -> None:
    scope = scope_of(Bot(custom="said"))
    model = scope.supply("llm", "a")
    assert model("x") == "said"
    assert model.invoke([user("x")], temperature=0.5, stop=None) == "said"
    assert [r.params for r in scope.toolbox.models.main.requests] == [{}, {"temperature": 0.5}]


def test_defaults_of_a_handle_yield_to_what_a_call_says() -> None:
    scope = scope_of(Bot(t="x"))
    model = scope.model("t")
    model.defaults = {"temperature": 1, "top_p": 0.5}
    model.complete("x", task="t", params={"temperature": 0})
    assert scope.toolbox.models.main.requests[0].params == {"temperature": 0, "top_p": 0.5}


def test_a_branch_has_a_context_of_its_own() -> None:
    scope = scope_of()
    branch = scope.branch(dict(scope.context))
    branch.context["x"] = 1
    assert "x" not in scope.context
    assert branch.record is scope.record
    assert branch.readings is scope.readings


def test_events_are_the_whole_conversation() -> None:
    bot = Bot()
    run = TurnRun(bot.engine.parts, bot.turn("one", {"role": "assistant", "content": "two"}, "three"))
    list(run.stream())
    said = [e.get("final_transcript") or e.get("script") for e in run.scope.events]
    assert [text for text in said if text] == ["one", "two", "three", "an answer"]


def test_instructions_and_settings_are_at_hand() -> None:
    scope = scope_of()
    assert scope.general_instructions == "Be kind."
    assert scope.settings("regex_detection").input.patterns == ()
    assert scope.settings("nothing") is None
