from __future__ import annotations

import datetime as dt
import itertools
import math
import types

import pytest

from rails_engine.colang import operations as op
from rails_engine.errors import ExpressionError


class Result:
    status = "fine"
    _secret = "hidden"

    def score(self, factor=1):
        return 2 * factor

    def fail(self):
        raise RuntimeError("the user's words")


class Outcome(dict):
    """A mapping with attributes, as results of actions may be."""

    is_blocked = True


class Label(str):
    __slots__ = ()

    def shout(self):
        return self.upper()


def test_values_that_are_small_enough_pass_through_unchanged():
    value = {"a": [1, (2, "x")]}
    assert op.check_size(value) is value


@pytest.mark.parametrize("value", ["x" * 1_000_001, ["x" * 600_000] * 2, [0] * 100_001])
def test_values_that_are_too_large_are_refused(value):
    with pytest.raises(ExpressionError, match="too l"):
        op.check_size(value)


def test_a_value_that_holds_itself_many_times_is_measured_as_it_would_be_written():
    value = [1]
    for _ in range(60):
        value = [value, value]
    with pytest.raises(ExpressionError, match="too large"):
        op.check_size(value)


@pytest.mark.parametrize(
    ("operate", "left", "right", "result"),
    [
        (op.add, 1, 2, 3),
        (op.add, "a", "b", "ab"),
        (op.add, [1], [2], [1, 2]),
        (op.multiply, 3, 4, 12),
        (op.multiply, 3, 0.5, 1.5),
        (op.multiply, "ab", 2, "abab"),
        (op.multiply, 2, [1], [1, 1]),
        (op.multiply, "ab", -1, ""),
        (op.power, 2, 10, 1024),
        (op.power, 2, -1, 0.5),
        (op.modulo, 7, 4, 3),
        (op.modulo, "%s of %d", ("a", 3), "a of 3"),
        (op.modulo, "%(k)s", {"k": 1}, "1"),
        (op.modulo, "100%%", (), "100%"),
        (op.contains, "abc", "b", True),
        (op.contains, [1], 2, False),
    ],
)
def test_operators_work_as_in_python(operate, left, right, result):
    assert operate(left, right) == result


@pytest.mark.parametrize(
    ("operate", "left", "right"),
    [
        (op.add, "a" * 600_000, "b" * 600_000),
        (op.multiply, "ab", 1_000_000),
        (op.multiply, [1], 2_000_000),
        (op.multiply, 1 << 3000, 1 << 3000),
        (op.power, 10, 10_000),
        (op.power, -8, 0.5),
        (op.modulo, "%9999d", 1),
        (op.modulo, "%*d", (9, 1)),
        (op.modulo, "%.9999f", 1.0),
        (op.modulo, "%(a)s%(a)s%(a)s", {"a": "x" * 400_000}),
        (op.contains, itertools.count(), -1),
    ],
)
def test_operators_refuse_what_would_be_too_much(operate, left, right):
    with pytest.raises(ExpressionError):
        operate(left, right)


@pytest.mark.parametrize(("spec", "text"), [("", "3"), (">5", "    3"), ("03d", "003")])
def test_fields_are_formatted(spec, text):
    assert op.format_value(3, spec) == text


def test_a_field_cannot_be_wide():
    with pytest.raises(ExpressionError, match="width"):
        op.format_value(3, "9999d")


def test_attributes_of_mappings_are_their_keys():
    assert op.attribute({"a": 1}, "a") == 1
    assert op.attribute({"a": 1}, "b") is None
    assert op.attribute({"items": 1}, "items") == 1


def test_attributes_of_objects_are_their_own():
    assert op.attribute(Result(), "status") == "fine"
    assert op.attribute(Outcome(allowed=False), "is_blocked") is True
    assert op.attribute(Outcome(allowed=False), "allowed") is False
    assert op.attribute(Outcome(items=3), "items") == 3


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (None, "a"),
        ("text", "upper"),
        (3, "real"),
        (Result(), "score"),
        (Result(), "missing"),
        (test_operators_work_as_in_python, "name"),
        (types, "FunctionType"),
        (Result, "status"),
        ((i for i in ()), "gi_frame"),
    ],
)
def test_nothing_else_has_attributes(value, name):
    with pytest.raises(ExpressionError, match="has no attribute"):
        op.attribute(value, name)


def test_items_are_found_by_key_and_place():
    assert op.item([1, 2], 1) == 2
    assert op.item("abc", slice(0, 2)) == "ab"
    assert op.item({"a": 1}, "b") is None
    with pytest.raises(ExpressionError, match="has no items"):
        op.item(list, int)


FUNCTIONS = {name: function for name, (function, _) in op.FUNCTIONS.items()}


@pytest.mark.parametrize(
    ("name", "arguments", "result"),
    [
        ("len", ["abc"], 3),
        ("str", [3], "3"),
        ("int", ["12"], 12),
        ("int", ["ff", 16], 255),
        ("float", ["1.5"], 1.5),
        ("bool", [[]], False),
        ("min", [[3, 1]], 1),
        ("max", [3, 1], 3),
        ("sum", [[1, 2]], 3),
        ("abs", [-1], 1),
        ("round", [1.26, 1], 1.3),
        ("sorted", [[2, 1]], [1, 2]),
        ("any", [[0, 1]], True),
        ("all", [[0, 1]], False),
        ("list", ["ab"], ["a", "b"]),
        ("tuple", [[1]], (1,)),
        ("set", [[1, 1]], {1}),
        ("dict", [[("a", 1)]], {"a": 1}),
        ("range", [3], [0, 1, 2]),
    ],
)
def test_functions_work_as_in_python(name, arguments, result):
    assert FUNCTIONS[name](*arguments) == result


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("list", [itertools.count()]),
        ("sum", [itertools.count()]),
        ("any", [itertools.repeat(0)]),
        ("max", [itertools.count()]),
        ("set", [itertools.count()]),
        ("range", [1_000_000]),
        ("range", [10**30]),
        ("round", [1, -(10**9)]),
        ("int", ["f" * 100_000, 16]),
        ("str", [["x" * 900_000, "y" * 900_000]]),
    ],
)
def test_functions_are_bounded(name, arguments):
    with pytest.raises(ExpressionError):
        FUNCTIONS[name](*arguments)


@pytest.mark.parametrize(
    ("value", "name", "arguments", "result"),
    [
        ("ab", "upper", [], "AB"),
        ("a,b", "split", [","], ["a", "b"]),
        ("abc", "replace", ["b", "x"], "axc"),
        ("aaa", "replace", ["a", "b", 1], "baa"),
        (",", "join", [["a", "b"]], "a,b"),
        ("a", "center", [3, "*"], "*a*"),
        ("7", "zfill", [3], "007"),
        ([1, 1], "count", [1], 2),
        ({"a": 1}, "get", ["b", 2], 2),
        ({"a": 1}, "items", [], [("a", 1)]),
        ({1}, "union", [[2]], {1, 2}),
        (1.0, "is_integer", [], True),
        (Result(), "score", [3], 6),
        (Label("a"), "shout", [], "A"),
        (Label("a"), "upper", [], "A"),
        (dt.date(2024, 1, 2), "isoformat", [], "2024-01-02"),
    ],
)
def test_methods_are_called(value, name, arguments, result):
    assert op.call_method(value, name, arguments, {}) == result


@pytest.mark.parametrize(
    ("value", "name", "arguments"),
    [
        ("{0.__class__}", "format", [1]),
        ("a", "format_map", [{}]),
        ("a", "encode", []),
        ([1], "append", [2]),
        ({}, "update", [{}]),
        (None, "anything", []),
        (Label("{}"), "format", [1]),
        (Result(), "status", []),
        (Result(), "missing", []),
        (Result, "score", [1]),
        (types, "new_class", ["x"]),
        ("a", "ljust", [10**9]),
        ("a" * 1000, "replace", ["a", "b" * 10_000]),
        ("x" * 1000, "join", [["a"] * 10_000]),
        ({1}, "union", [itertools.count()]),
    ],
)
def test_methods_that_change_leak_or_grow_are_refused(value, name, arguments):
    with pytest.raises(ExpressionError):
        op.call_method(value, name, arguments, {})


def test_what_a_foreign_method_raises_keeps_its_text_to_itself():
    with pytest.raises(ExpressionError, match="failed with RuntimeError") as caught:
        op.call_method(Result(), "fail", [], {})
    assert "words" not in str(caught.value)


def test_text_of_values():
    assert op.to_text(None) == "None"
    assert op.to_text(math.inf) == "inf"
    assert op.to_text("a") == "a"
