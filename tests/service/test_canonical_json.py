from __future__ import annotations

import importlib.util
import json
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from service import canonical_json
from service.canonical_json import canonical

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
OBJECT = st.dictionaries(st.text(), JSON, max_size=3)


def plain_module(monkeypatch):
    monkeypatch.setitem(sys.modules, "orjson", None)
    spec = importlib.util.spec_from_file_location("canonical_without", canonical_json.__file__)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module._dump_fast({}) is None
    return module


def through_javascript(value):
    """As JSON.parse and JSON.stringify give it back: one kind of number, and keys in another order."""
    if isinstance(value, dict):
        return {name: through_javascript(value[name]) for name in reversed(value)}
    if isinstance(value, list):
        return [through_javascript(item) for item in value]
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    double = float(value)
    return int(double) if double.is_integer() and abs(double) < 1e21 else double


@settings(max_examples=200)
@given(OBJECT)
@example({"a": 1.0, "b": [1e20, -0.0, 1e21, 5e-324, 0.00001, 0.0001]})
@example({"t": "1.0,", "n": 2})
def test_what_javascript_makes_of_it_gives_the_same_bytes(value):
    assert canonical(through_javascript(value)) == canonical(value)


@settings(max_examples=200)
@given(OBJECT)
def test_the_bytes_mean_the_value_and_nothing_else(value):
    assert json.loads(canonical(value).decode("utf-8", "surrogatepass")) == value


def test_the_bytes_are_the_same_with_and_without_orjson(monkeypatch):
    plain = plain_module(monkeypatch)

    @settings(max_examples=200)
    @given(OBJECT)
    @example({chr(code): chr(code) for code in range(0x3000)})
    @example({"n": 1.5e-9})
    @example({"n": 0.00001})
    @example({"n": 1.5e30})
    @example({"n": [0.1 * n for n in range(100)] + [10.0**n for n in range(-30, 30)]})
    def same(value):
        assert plain.canonical(value) == canonical(value)

    same()


def test_numbers_that_are_one_double_are_one_number():
    assert canonical({"n": 2**53 + 1}) == canonical({"n": 2**53}) == canonical({"n": 2.0**53})
    assert canonical({"n": 1}) == canonical({"n": 1.0})
    assert canonical({"n": float("nan")}) == canonical({"n": None})


def test_values_that_only_look_alike_are_not_one():
    values = [1, True, "1", None, "null", [1], {"1": 1}, 1.5, "1.0", "1.0,", "1,", 10**400, 10**400 + 1]
    assert len({canonical({"n": value}) for value in values}) == len(values)


def test_what_is_not_json_is_a_value_error():
    with pytest.raises(ValueError, match="not a JSON value"):
        canonical({"a": object()})


def test_what_is_too_deep_is_a_recursion_error():
    value: dict = {}
    for _ in range(100_000):
        value = {"a": value}
    with pytest.raises(RecursionError):
        canonical(value)
