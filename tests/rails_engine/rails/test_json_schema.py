from __future__ import annotations

import time
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.errors import ActionError
from rails_engine.rails.json_schema import MAX_SCHEMAS, SchemaError, read_schema

#: schema, values that fit, values that do not.
CASES: list[tuple[Any, list[Any], list[Any]]] = [
    (True, [1, None], []),
    (False, [], [1, None]),
    ({}, [1, {"a": 1}], []),
    ({"type": "integer"}, [1, 1.0, -3], [1.5, "1", True, None]),
    ({"type": ["string", "null"]}, ["", None], [0, []]),
    ({"enum": ["a", 1, None, [1]]}, ["a", 1.0, None, [1]], ["b", True, 0, [True]]),
    ({"const": {"a": 1}}, [{"a": 1.0}], [{"a": True}, {}]),
    ({"required": ["a"]}, [{"a": None}, "no object"], [{}, {"b": 1}]),
    (
        {"properties": {"a": {"type": "string"}}, "additionalProperties": False},
        [{}, {"a": "x"}, 7],
        [{"a": 1}, {"b": 1}, {"a": "x", "b": 1}],
    ),
    ({"additionalProperties": {"type": "integer"}}, [{"x": 1}, []], [{"x": "1"}]),
    ({"minProperties": 1, "maxProperties": 2}, [{"a": 1}, []], [{}, {"a": 1, "b": 2, "c": 3}]),
    ({"items": {"type": "string"}}, [[], ["a"], "x"], [["a", 1]]),
    (
        {"minItems": 1, "maxItems": 2, "uniqueItems": True},
        [[1], [1, 2], [1, True], 5],
        [[], [1, 2, 3], [1, 1.0]],
    ),
    ({"minimum": 1, "maximum": 3}, [1, 2.5, 3, "x"], [0.9, 3.1]),
    ({"exclusiveMinimum": 1, "exclusiveMaximum": 3}, [2, 1.1, None], [1, 3]),
    ({"multipleOf": 5}, [0, 10, -5, "x"], [1, 7]),
    ({"minLength": 1, "maxLength": 2}, ["a", "äö", 1], ["", "abc"]),
    ({"pattern": "^a+$"}, ["aa", 1], ["", "ab"]),
    ({"anyOf": [{"type": "string"}, {"minimum": 5}]}, ["a", 5], [1]),
    ({"oneOf": [{"type": "number"}, {"type": "integer"}]}, [1.5], [1, "a"]),
    ({"allOf": [{"minimum": 1}, {"maximum": 2}]}, [1, 2], [0, 3]),
    ({"not": {"type": "string"}}, [1, None], ["a"]),
    ({"$ref": "#/$defs/x", "$defs": {"x": {"type": "string"}}}, ["a"], [1]),
    (
        {"properties": {"a/b": {"type": "null"}, "c": {"$ref": "#/properties/a~1b"}}},
        [{"c": None}],
        [{"c": 1}],
    ),
    (
        {
            "type": "object",
            "properties": {"next": {"$ref": "#"}, "v": {"type": "integer"}},
            "required": ["v"],
        },
        [{"v": 1}, {"v": 1, "next": {"v": 2, "next": {"v": 3}}}],
        [{"v": 1, "next": {}}, {"v": 1, "next": {"v": "2"}}],
    ),
    ({"format": "email", "title": "t", "description": "d", "default": 1}, ["x"], []),
]


@pytest.mark.parametrize(
    ("schema", "value"), [(schema, value) for schema, good, _ in CASES for value in good]
)
def test_a_value_fits(schema: Any, value: Any) -> None:
    assert read_schema(schema).problem(value) is None


@pytest.mark.parametrize(("schema", "value"), [(schema, value) for schema, _, bad in CASES for value in bad])
def test_a_value_does_not_fit(schema: Any, value: Any) -> None:
    assert read_schema(schema).problem(value) is not None


def test_the_problem_is_named_with_its_place_and_without_the_value() -> None:
    schema = read_schema({"properties": {"a": {"items": {"properties": {"b": {"maxLength": 3}}}}}})
    assert str(schema.problem({"a": [{}, {"b": "hunter2"}]})) == "a[1].b must have a length of at most 3"
    assert str(read_schema({"allOf": [{}, {"minimum": 2}]}).problem(1)) == "it must be at least 2"
    assert str(read_schema({"type": "object"}).problem("hunter2")) == "it must be of type object"


@pytest.mark.parametrize(
    ("schema", "place"),
    [
        ("string", ()),
        ({"type": "text"}, ("type",)),
        ({"properties": {"a": {"patern": "x"}}}, ("properties", "a", "patern")),
        ({"if": {}}, ("if",)),
        ({"unevaluatedProperties": False}, ("unevaluatedProperties",)),
        ({"pattern": "(?=x)"}, ("pattern",)),
        ({"enum": "a"}, ("enum",)),
        ({"minimum": "1"}, ("minimum",)),
        ({"multipleOf": 0}, ("multipleOf",)),
        ({"required": "a"}, ("required",)),
        ({"anyOf": []}, ("anyOf",)),
        ({"items": [{}]}, ("items",)),
        ({"uniqueItems": 1}, ("uniqueItems",)),
        ({"$ref": "https://example.com/a"}, ("$ref",)),
        ({"$ref": "#/$defs/none"}, ("$ref",)),
        ({"$ref": "#"}, ("$ref",)),
    ],
)
def test_a_schema_that_is_none_is_refused_with_its_place(schema: Any, place: tuple[str, ...]) -> None:
    with pytest.raises(SchemaError) as caught:
        read_schema(schema)
    assert caught.value.place == place


def test_a_misspelt_keyword_has_its_nearest() -> None:
    with pytest.raises(SchemaError) as caught:
        read_schema({"maxLenght": 1})
    assert caught.value.hint == "Did you mean 'maxLength'?"


def test_a_schema_is_bounded() -> None:
    deep: Any = {}
    for _ in range(100):
        deep = {"not": deep}
    with pytest.raises(SchemaError):
        read_schema(deep)
    with pytest.raises(SchemaError):
        read_schema({"anyOf": [{}] * (MAX_SCHEMAS + 1)})


def test_alternatives_that_refer_to_themselves_come_to_an_end() -> None:
    schema = read_schema(
        {"anyOf": [{"items": {"$ref": "#"}, "maxItems": 0}, {"items": {"$ref": "#"}}, {"type": "null"}]}
    )
    value: Any = "x"
    for _ in range(60):
        value = [value]
    begin = time.process_time()
    with pytest.raises(ActionError):
        read_schema({"allOf": [{"items": {"$ref": "#"}}, {"items": {"$ref": "#"}}]}).problem(value)
    schema.problem(["x"])
    with pytest.raises(ActionError):
        read_schema(
            {"allOf": [{"$ref": "#/$defs/a"}], "$defs": {"a": {"allOf": [{"$ref": "#/$defs/a"}]}}}
        ).problem(1)
    assert time.process_time() - begin < 2


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-3, 3)
    | st.sampled_from([0.5, 1.0, -2.0])
    | st.sampled_from(["", "a", "ab"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner, max_size=3),
    max_leaves=6,
)
_KEYWORDS = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["object", "array", "string", "number", "integer", "boolean", "null"]),
        "enum": st.lists(JSON, min_size=1, max_size=3),
        "const": JSON,
        "required": st.lists(st.sampled_from("abc"), max_size=2, unique=True),
        "minimum": st.integers(-2, 2),
        "exclusiveMaximum": st.integers(-2, 2),
        "multipleOf": st.sampled_from([1, 2, 0.5]),
        "minLength": st.integers(0, 2),
        "maxItems": st.integers(0, 2),
        "minProperties": st.integers(0, 2),
        "uniqueItems": st.booleans(),
        "pattern": st.sampled_from(["a", "^b", "^$"]),
    },
)
SCHEMAS = st.recursive(
    st.booleans() | _KEYWORDS,
    lambda inner: st.builds(
        lambda plain, more: {**plain, **more},
        _KEYWORDS,
        st.fixed_dictionaries(
            {},
            optional={
                "properties": st.dictionaries(st.sampled_from("abc"), inner, max_size=2),
                "additionalProperties": inner,
                "items": inner,
                "anyOf": st.lists(inner, min_size=1, max_size=2),
                "oneOf": st.lists(inner, min_size=1, max_size=2),
                "allOf": st.lists(inner, min_size=1, max_size=2),
                "not": inner,
            },
        ),
    ),
    max_leaves=4,
)


@given(SCHEMAS, JSON)
def test_the_verdict_is_that_of_a_complete_implementation(schema: Any, value: Any) -> None:
    expected = jsonschema_rs.Draft202012Validator(schema).is_valid(value)
    assert (read_schema(schema).problem(value) is None) is expected
