"""Any value has a form in JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine import RailOutcome
from rails_engine.options import DEFAULT_OPTIONS
from rails_engine.pipeline.plain import plain


class Foreign:
    def __str__(self) -> str:
        return "a foreign thing"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"a": (1, {2})}, {"a": [1, [2]]}),
        ({1: None}, {"1": None}),
        (Foreign(), "a foreign thing"),
        (float("nan"), "nan"),
        (float("-inf"), "-inf"),
        (2**63, "9223372036854775808"),
        (True, True),
        (RailOutcome.block("bad", legacy=False), None),
        (DEFAULT_OPTIONS, None),
    ],
)
def test_values_are_told_as_json_has_them(value: Any, expected: Any) -> None:
    made = plain(value)
    json.dumps(made, allow_nan=False)
    if expected is not None:
        assert made == expected


def test_an_outcome_tells_its_verdict_and_options_their_fields() -> None:
    assert plain(RailOutcome.block("bad", legacy=False))["decision"] == "block"
    assert plain(DEFAULT_OPTIONS)["rails"]["input"] is True


def test_a_value_that_holds_itself_comes_to_an_end() -> None:
    loop: list[Any] = []
    loop.append(loop)
    json.dumps(plain({"loop": loop}))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.dates(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner),
        max_leaves=20,
    )
)
def test_what_comes_out_is_json(value: Any) -> None:
    json.dumps(plain(value), allow_nan=False)
