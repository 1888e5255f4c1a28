"""The API's description: complete, true to its own examples, and true to what the server answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from service.app import create_app
from service.openapi import PROVIDER_REFUSES, STATUSES, describe_api
from service.settings import from_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask

    from tests.silence import Witness

CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
    unsupported_method,
]
MAIN = "models: [{type: main, engine: offline, model: offline}]\n"
SAFE = (
    MAIN
    + """
rails:
  input: {flows: [check jailbreak, self check input]}
  output: {flows: [self check output]}
prompts:
  - {task: self_check_input, content: 'Should this be blocked (Yes or No)? "{{ user_input }}"'}
  - {task: self_check_output, content: 'Should this be blocked (Yes or No)? "{{ bot_response }}"'}
"""
)
JAILBREAK = """
define subflow check jailbreak
  if "ignore" in $user_message
    bot refuse to respond
    stop
"""
CHECKING = """
rails:
  input: {flows: [self check input]}
prompts:
  - {task: self_check_input, content: 'Should this be blocked (Yes or No)? "{{ user_input }}"'}
"""


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    # As clients get it: nothing in it that only Python knows.
    found: dict[str, Any] = json.loads(json.dumps(describe_api("")))
    return found


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    root: Path = tmp_path_factory.mktemp("configs")
    texts = {"main": MAIN, "my-config": MAIN, "content_safety": SAFE}
    for name, text in texts.items():
        (root / name).mkdir()
        (root / name / "config.yml").write_text(text)
    (root / "content_safety" / "rails.co").write_text(JAILBREAK)
    for name in ("input_checking", "output_checking"):
        (root / name).mkdir()
        (root / name / "config.yml").write_text(CHECKING)
    return create_app(
        from_environment(
            {
                "RAILS_CONFIG_PATH": str(root),
                "DATA_DIR": str(tmp_path_factory.mktemp("data")),
                "THREAD_STORE_URL": "memory:",
                "DEFAULT_CONFIG_ID": "main",
            }
        )
    )


# -- the document itself


def test_every_route_is_described_and_nothing_else(app: Flask, document: dict[str, Any]) -> None:
    files_of_pages = "/static/{name}"
    routes = {
        (rule.rule.replace("<path:name>", "{model}").replace("<name>", "{name}"), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    described = {(path, method) for path, item in document["paths"].items() for method in item}
    aside = {(files_of_pages, "get"), ("/docs/", "get"), ("/v1/chat/completions/", "post")}
    assert routes - aside == described


def test_every_reference_leads_somewhere_and_every_component_is_used(document: dict[str, Any]) -> None:
    found = {node["$ref"] for node in _nodes(document) if "$ref" in node}
    found |= {
        ref for node in _nodes(document) for ref in node.get("discriminator", {}).get("mapping", {}).values()
    }
    there = {
        f"#/components/{kind}/{name}"
        for kind, named in document["components"].items()
        if kind != "securitySchemes"
        for name in named
    }
    assert found == there


def test_operations_have_ids_of_their_own_and_a_known_tag(document: dict[str, Any]) -> None:
    operations = [operation for item in document["paths"].values() for operation in item.values()]
    ids = [operation["operationId"] for operation in operations]
    assert len(set(ids)) == len(ids)
    known = {tag["name"] for tag in document["tags"]}
    assert {tag for operation in operations for tag in operation["tags"]} == known


def test_the_prefix_is_the_servers_address() -> None:
    assert describe_api("")["servers"] == [{"url": "/"}]
    assert describe_api("/guard")["servers"] == [{"url": "/guard"}]
    assert describe_api("/guard")["paths"].keys() == describe_api("")["paths"].keys()


def test_every_error_has_the_body_that_clients_of_both_dialects_read(document: dict[str, Any]) -> None:
    for status in (*map(str, STATUSES), PROVIDER_REFUSES):
        response = document["components"]["responses"][status]
        assert response["content"]["application/json"]["schema"] == {"$ref": "#/components/schemas/ErrorBody"}
        assert "X-Request-ID" in response["headers"]


def event_validator(document: dict[str, Any]) -> Any:
    """Of what an event of a stream may hold."""
    content = document["paths"]["/v1/chat/completions"]["post"]["responses"]["200"]["content"]
    schema = content["text/event-stream"]["x-event-schema"]
    return jsonschema_rs.validator_for({**schema, "components": document["components"]})


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _nodes(item)


# -- the server does as it says


@pytest.fixture(scope="module")
def described_api(app: Flask) -> Any:
    schema = schemathesis.openapi.from_wsgi("/openapi.json", app)
    answers = schema.raw_schema["paths"]["/v1/chat/completions"]["post"]["responses"]["200"]
    # It would be read as one event's; `events_are_described` looks at these.
    del answers["content"]["text/event-stream"]["schema"]
    # It means a provider's own refusals; there is none here, and it would let any 4xx pass.
    del schema.raw_schema["components"]["responses"][PROVIDER_REFUSES]
    for item in schema.raw_schema["paths"].values():
        for operation in item.values():
            operation["responses"].pop(PROVIDER_REFUSES, None)
    return schema


EVENTS = event_validator(describe_api(""))


def events_are_described(_ctx: Any, response: Any, _case: Any) -> None:
    """Each event of a stream is a chunk or an error, and the last one says that it is over."""
    if response.headers["content-type"][0].startswith("text/event-stream"):
        *events, end, nothing = response.content.decode().split("\n\n")
        assert (end, nothing) == ("data: [DONE]", "")
        for event in events:
            EVENTS.validate(json.loads(event.removeprefix("data: ")))


OPERATIONS = [(method, path) for path, item in describe_api("")["paths"].items() for method in item]


def fitting(method: str, path: str) -> Callable[[Any], bool]:
    """Whether a body fits the document as a whole."""
    document = describe_api("")
    content = document["paths"][path][method].get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    validator = jsonschema_rs.validator_for({**schema, "components": document["components"]})

    def fits(body: Any) -> bool:
        try:
            return bool(validator.is_valid(body))
        except ValueError:  # it has what no JSON has
            return False

    return fits


#: Requests that fit the document, and for what has a body, also such as do not.
GENERATED = [
    (method, path, mode, 60 if method == "post" else 10)
    for method, path in OPERATIONS
    for mode in GenerationMode
    if method == "post" or mode is GenerationMode.POSITIVE
]


@pytest.mark.parametrize(("method", "path", "mode", "many"), GENERATED)
def test_no_generated_request_gets_a_server_error_or_an_undeclared_answer(
    described_api: Any, method: str, path: str, mode: GenerationMode, many: int, silence: Witness
) -> None:
    operation = described_api[path][method]

    @settings(max_examples=many, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def answer_is_as_declared(case: schemathesis.Case[Any]) -> None:
        checks = [*CHECKS, events_are_described]
        if mode is GenerationMode.NEGATIVE and fits(case.body):
            # What does not fit one kind of message may well be one of another kind.
            checks.remove(negative_data_rejection)
        case.call_and_validate(checks=checks)

    fits = fitting(method, path)
    try:
        answer_is_as_declared()
    finally:
        silence.said.clear()  # words that are made up may be the log's own


@pytest.mark.parametrize(("method", "path"), [(m, p) for m, p in OPERATIONS if m == "post"])
def test_every_request_that_is_shown_gets_an_answer(described_api: Any, method: str, path: str) -> None:
    operation = described_api[path][method]
    for media in _nodes(operation.definition.raw.get("requestBody", {})):
        for example in media.get("examples", {}).values():
            case = operation.Case(body=example["value"], media_type="application/json")
            answer = case.call_and_validate(checks=[*CHECKS, events_are_described])
            assert answer.status_code == 200, example
            assert answer.headers["x-guardrails-decision"] != ["error"], example
