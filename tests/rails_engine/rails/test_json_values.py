from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.rails.json_values import TYPES, canonical, is_multiple

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.parametrize(
    ("value", "types"),
    [
        (1, {"integer", "number"}),
        (1.0, {"integer", "number"}),
        (1.5, {"number"}),
        (True, {"boolean"}),
        (None, {"null"}),
        ("1", {"string"}),
        ([], {"array"}),
        ({}, {"object"}),
        (float("inf"), {"number"}),
    ],
)
def test_a_value_has_these_types(value: object, types: set[str]) -> None:
    assert {name for name, test in TYPES.items() if test(value)} == types


@pytest.mark.parametrize(
    ("one", "other"), [(True, 1), (False, 0), (None, False), ("1", 1), ([1], [True]), ({}, [])]
)
def test_what_python_takes_for_equal_may_differ_in_json(one: object, other: object) -> None:
    assert canonical(one) != canonical(other)


def test_numbers_are_equal_by_value_and_objects_in_any_order() -> None:
    assert canonical(1) == canonical(1.0)
    assert canonical({"a": 1, "b": [2]}) == canonical({"b": [2.0], "a": 1})


@given(JSON)
def test_every_value_has_a_canonical_form_that_hashes(value: object) -> None:
    assert hash(canonical(value)) == hash(canonical(value))


@pytest.mark.parametrize(
    ("value", "step", "holds"), [(6, 3, True), (7, 3, False), (0.3, 0.1, True), (0.35, 0.1, False)]
)
def test_a_multiple(value: float, step: float, holds: bool) -> None:
    assert is_multiple(value, step) is holds
