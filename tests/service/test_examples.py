"""The examples of the API's description: each is what it stands beside, and all are from the documents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import jsonschema_rs
import pytest

from service import examples
from service.dialects.choose import find_dialects
from service.openapi import describe_api

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return describe_api("")


def test_every_example_is_what_its_schema_says(document: dict[str, Any]) -> None:
    checked = 0
    for media in _nodes(document):
        if "schema" in media and ("examples" in media or "example" in media):
            schema = {**media["schema"], "components": document["components"]}
            validator = jsonschema_rs.validator_for(schema)
            shown = [example["value"] for example in media.get("examples", {}).values()] or [media["example"]]
            for value in shown:
                validator.validate(value)
                checked += 1
    assert checked > 25


def test_the_events_of_the_streams_example_are_chunks(document: dict[str, Any]) -> None:
    schema = {"$ref": "#/components/schemas/ChatCompletionChunk", "components": document["components"]}
    *events, end, nothing = examples.EVENT_STREAM.split("\n\n")
    assert (end, nothing) == ("data: [DONE]", "")
    for event in events:
        jsonschema_rs.validator_for(schema).validate(json.loads(event.removeprefix("data: ")))


def test_a_request_is_of_exactly_one_dialect(document: dict[str, Any]) -> None:
    """The document says so by the same fields as the dialects do."""
    named = {"openai": "ChatCompletionRequest", "legacy": "LegacyChatRequest"}
    for example in examples.CHAT_REQUESTS.values():
        claimed = [dialect.name for dialect in find_dialects() if dialect.claims(example["value"])]
        fitting = [
            dialect
            for dialect, name in named.items()
            if jsonschema_rs.is_valid(
                {"$ref": f"#/components/schemas/{name}", "components": document["components"]},
                example["value"],
            )
        ]
        assert claimed == fitting


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _nodes(item)
