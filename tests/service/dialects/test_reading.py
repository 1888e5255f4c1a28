from __future__ import annotations

import copy

import pytest

from rails_engine import BadOptionError, GenerationOptions, RailsSelection
from service.call import ChatCall
from service.dialects.legacy import LegacyDialect
from service.dialects.openai import OpenAIDialect
from service.dialects.reading import MOST_PROBLEMS, option_problem
from service.errors import BadRequestError
from tests.service.dialects.results import LIMITS

OPENAI, LEGACY = OpenAIDialect(), LegacyDialect()
HI = [{"role": "user", "content": "Hello!"}]


def problems(body, dialect=OPENAI):
    with pytest.raises(BadRequestError) as caught:
        dialect.parse(body, LIMITS)
    return caught.value.problems


def test_a_full_request_becomes_a_call():
    body = {
        "model": "gpt-4o",
        "messages": HI,
        "stream": True,
        "temperature": 0,
        "stop": [],
        "seed": None,
        "top_k": 40,
        "stream_options": {"include_usage": True},
        "guardrails": {
            "config_ids": ["main", "input_checking"],
            "thread_id": "user-session-12345678",
            "context": {"a": 1},
            "options": {"rails": {"input": ["check"], "dialog": False}, "llm_params": {"top_p": 1}},
            "state": None,
        },
    }
    assert OPENAI.parse(body, LIMITS) == ChatCall(
        dialect="openai",
        config_ids=("main", "input_checking"),
        model="gpt-4o",
        messages=HI,
        params={"temperature": 0, "stop": [], "top_k": 40, "stream_options": {"include_usage": True}},
        stream=True,
        include_usage=True,
        thread_id="user-session-12345678",
        context={"a": 1},
        options=GenerationOptions(
            rails=RailsSelection(input=("check",), dialog=False), llm_params={"top_p": 1}
        ),
        state=None,
    )


def test_messages_go_on_as_they_came():
    body = {"config_id": "main", "messages": [{"role": "user", "content": [{"type": "x", "y": 1}], "z": 2}]}
    before = copy.deepcopy(body)
    call = LEGACY.parse(body, LIMITS)
    assert call.messages is body["messages"]
    assert body == before


def test_the_smallest_requests():
    assert OPENAI.parse({"model": ""}, LIMITS) == ChatCall("openai", model="")
    assert LEGACY.parse({"messages": HI}, LIMITS) == ChatCall("legacy", messages=HI)


def test_several_problems_are_told_at_once():
    found = problems({"model": 5, "temperature": "hot", "guardrails": {"thread_id": 5, "contxt": {}}})
    assert {problem.loc for problem in found} == {
        ("body", "model"),
        ("body", "temperature"),
        ("body", "guardrails", "thread_id"),
        ("body", "guardrails", "contxt"),
    }


def test_the_number_of_problems_is_bounded():
    found = problems({"model": "m", "guardrails": {f"field_{i}": 1 for i in range(100)}})
    assert len(found) == MOST_PROBLEMS
    assert len(problems({"model": "m", "messages": [1] * 4000})) == 1


@pytest.mark.parametrize(
    ("body", "loc", "message"),
    [
        ({"guardrails": {}}, ("model",), "is required"),
        ({"model": "m", "guardrails": 5}, ("guardrails",), "must be an object"),
        ({"model": "m", "stream": "yes"}, ("stream",), "must be true or false"),
        ({"model": "m", "max_tokens": 1.5}, ("max_tokens",), "must be an integer"),
        ({"model": "m", "messages": [5]}, ("messages", 0), "must be an object"),
        ({"model": "m", "messages": [{"role": "user"}]}, ("messages", 0, "content"), "is required"),
        (
            {"model": "m", "messages": [{"role": "assistant", "content": None}]},
            ("messages", 0, "content"),
            "may only be left out beside tool_calls",
        ),
        (
            {"model": "m", "config_id": "x"},
            ("config_id",),
            "belongs under guardrails: write guardrails.config_id",
        ),
        (
            {"model": "m", "guardrails": {"thred_id": 1}},
            ("guardrails", "thred_id"),
            "there is no such field; did you mean thread_id?",
        ),
        (
            {"model": "m", "guardrails": {"options": {"rails": {"inputs": True}}}},
            ("guardrails", "options", "rails", "inputs"),
            "unknown option. Did you mean 'input'?",
        ),
    ],
)
def test_a_problem_says_where_and_what(body, loc, message):
    (problem,) = problems(body)
    assert (problem.loc, problem.msg) == (("body", *loc), message)


def test_names_of_classes_are_nobodys_business():
    found = problems({"model": [], "guardrails": "x", "messages": [[]], "tools": 5, "stream_options": 5})
    assert not any(word in str(found) for word in ("Guardrails", "TypedDict", "instance", "pydantic"))


def test_a_key_that_is_no_name_is_not_told_back():
    (problem,) = problems({"model": "m", "guardrails": {"my secret is 4711": 1}})
    assert problem.loc == ("body", "guardrails", "?")


def test_what_the_engine_says_of_an_option_is_bounded():
    error = BadOptionError("no " + "x" * 5000, where=("options", "rails", "input", 0))
    problem = option_problem(error, ("guardrails",))
    assert problem.loc == ("body", "guardrails", "options", "rails", "input", 0)
    assert problem.msg.startswith("no xxx")
    assert len(problem.msg) <= 300


@pytest.mark.parametrize(
    ("fields", "alone"),
    [
        ({"stream": True}, False),
        ({"guardrails": {"thread_id": "user-session-12345678"}}, False),
        ({"guardrails": {"state": {}}}, False),
        ({"guardrails": {"context": {"a": 1}}}, True),
    ],
)
def test_several_answers_need_a_call_of_their_own(fields, alone):
    body = {"model": "m", "messages": HI, "n": 2, **fields}
    if alone:
        assert OPENAI.parse(body, LIMITS).params == {"n": 2}
    else:
        assert problems(body)[0].loc == ("body", "n")


def test_llm_params_cannot_ask_for_several_answers_either():
    options = {"options": {"llm_params": {"n": 2}}}
    body = {"model": "m", "stream": True, "guardrails": options}
    assert problems(body)[0].loc == ("body", "guardrails", "options", "llm_params", "n")
    assert OPENAI.parse({**body, "n": 1}, LIMITS)
    assert problems({"messages": HI, **options}, LEGACY)[0].loc == ("body", "n")
