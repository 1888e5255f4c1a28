from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError
from pydantic.json_schema import models_json_schema

from rails_engine import BadOptionError, parse_options
from service.dialects import answers, requests
from service.dialects.requests import ChatCompletionRequest, LegacyChatRequest, Message, Options
from tests.service.dialects.malformed import WRONG_GUARDRAILS
from tests.wire import load_cases

ADAPTER = TypeAdapter(Message)


def options_of_cases() -> list[Any]:
    """Every ``options`` that a wire case sends."""
    found = []
    for case in load_cases():
        for step in case.steps:
            body = step["request"].get("body")
            place = (body or {}).get("guardrails", body) if isinstance(body, dict) else None
            if (
                isinstance(place, dict)
                and "options" in place
                and case.data["name"] != "a model's own options beside model"
            ):
                found.append(place["options"])
    return found


def engine_reads(value):
    try:
        parse_options(value)
    except BadOptionError:
        return False
    return True


def model_reads(value):
    try:
        TypeAdapter(Options | None).validate_python(value)
    except ValidationError:
        return False
    return True


VALUES = [None, True, False, [], ["a"], [1], "x", 5, {}, {"x": 1}]
KINDS = ("input", "output", "retrieval", "dialog", "tool_input", "tool_output")
MADE: list[Any] = [
    *VALUES,
    *({name: value} for name, value in product(Options.model_fields, VALUES)),
    *({"rails": {kind: value}} for kind, value in product((*KINDS, "bogus"), VALUES)),
    *({"log": {name: value}} for name, value in product((*requests.LogOptions.model_fields, "x"), VALUES)),
    *({"rails": [kind]} for kind in (*KINDS, "bogus")),
]


def test_the_description_of_options_says_what_the_engine_reads():
    every = [*MADE, *WRONG_GUARDRAILS["options"], *options_of_cases()]
    assert len(every) > 150
    assert [(v, model_reads(v)) for v in every] == [(v, engine_reads(v)) for v in every]


@pytest.mark.parametrize("role", ["system", "developer", "user", "assistant", "tool", "function"])
@pytest.mark.parametrize("content", ["", "x", [], [{"type": "text", "text": "x"}], [{"type": "image_url"}]])
def test_every_role_may_say_text_or_parts(role, content):
    ADAPTER.validate_python({"role": role, "content": content})


@pytest.mark.parametrize("beside", ["tool_calls", "function_call", "refusal"])
def test_an_assistant_may_say_nothing_beside_what_it_did(beside):
    value = {"tool_calls": [{}], "function_call": {"name": "f"}, "refusal": "No."}[beside]
    ADAPTER.validate_python({"role": "assistant", "content": None, beside: value})
    ADAPTER.validate_python({"role": "assistant", beside: value})


def test_a_context_holds_an_object_and_nothing_else_does():
    ADAPTER.validate_python({"role": "context", "content": {"a": 1}})
    for role in ("user", "assistant", "system"):
        with pytest.raises(ValidationError):
            ADAPTER.validate_python({"role": role, "content": {"a": 1}})


def test_the_models_describe_themselves():
    models = [(model, "validation") for model in (ChatCompletionRequest, LegacyChatRequest)]
    models += [
        (m, "serialization") for m in (answers.ChatCompletion, answers.LegacyAnswer, answers.ErrorBody)
    ]
    _, schema = models_json_schema(models)  # type: ignore[arg-type]
    fields = schema["$defs"]["Guardrails"]["properties"]
    assert fields["options"]["anyOf"][0] == {"$ref": "#/$defs/Options"}
    assert schema["$defs"]["ChatCompletionRequest"]["required"] == ["model"]
    assert schema["$defs"]["LegacyChatRequest"]["required"] == ["messages"]


def test_the_guardrails_fields_of_both_dialects_are_the_same():
    legacy = {n for n in LegacyChatRequest.model_fields if n in requests.Guardrails.model_fields}
    assert legacy == set(requests.Guardrails.model_fields)
