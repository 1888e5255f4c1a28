from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine import ProviderError
from rails_engine.errors import ProviderReplyError
from rails_engine.rails.remote.answers import Answer

ANSWER = Answer({"a": {"flag": True, "n": 1, "f": 0.5, "t": "x", "list": [{"b": 2}, None], "null": None}})
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


def test_what_is_promised_is_read():
    assert ANSWER.flag("a", "flag") is True
    assert (ANSWER.number("a", "n"), ANSWER.number("a", "f"), ANSWER.whole("a", "n")) == (1.0, 0.5, 1)
    assert ANSWER.text("a", "t") == "x"
    assert ANSWER.number("a", "list", 0, "b") == ANSWER.items("a", "list")[0].number("b") == 2.0
    assert [name for name, _ in ANSWER.at("a", "list", 0).fields()] == ["b"]


@pytest.mark.parametrize(
    "read",
    [
        lambda a: a.flag("a", "n"),
        lambda a: a.flag("a", "t"),
        lambda a: a.flag("a", "null"),
        lambda a: a.number("a", "flag"),
        lambda a: a.number("a", "t"),
        lambda a: a.whole("a", "f"),
        lambda a: a.whole("a", "flag"),
        lambda a: a.text("a", "n"),
        lambda a: a.items("a"),
        lambda a: list(a.fields("a", "t")),
        lambda a: a.at("a", "list", 2),
        lambda a: a.at("a", "list", "b"),
        lambda a: a.at("a", 0),
        lambda a: a.items("a", "list")[1].text(),
    ],
)
def test_what_is_not_as_promised_is_an_error(read):
    with pytest.raises(ProviderReplyError, match="not what its protocol promises"):
        read(ANSWER)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_a_number_that_compares_with_nothing_is_none(value):
    with pytest.raises(ProviderReplyError):
        Answer({"score": value}).number("score")


def test_a_default_is_for_what_is_absent_and_not_for_what_is_wrong():
    assert ANSWER.flag("missing", default=False) is False
    assert ANSWER.text("a", "null", default="d") == "d"
    with pytest.raises(ProviderReplyError):
        ANSWER.flag("a", "n", default=False)


def test_the_error_says_where_and_never_what():
    with pytest.raises(ProviderReplyError, match=r"a\.list\.0\.b is not a text") as caught:
        Answer({"a": {"list": [{"b": ["secret"]}]}}).items("a", "list")[0].text("b")
    assert "secret" not in str(caught.value)


@given(JSON, st.lists(st.text() | st.integers(-2, 2), max_size=3))
def test_nothing_that_comes_raises_anything_else(value, path):
    for read in ("flag", "number", "whole", "text", "items"):
        with contextlib.suppress(ProviderError):
            getattr(Answer(value), read)(*path)
