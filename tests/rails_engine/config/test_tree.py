from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.config.compose import compose
from rails_engine.config.tree import (
    Scalar,
    canonical,
    find,
    parse_path,
    plain,
    show,
    table_from_plain,
)
from rails_engine.errors import ConfigError

TREE = compose("a:\n  b:\n    - c\n    - {d: 1}\n  empty:\na.c: x\n", "f.yml")


def test_an_empty_value_counts_as_absent():
    assert TREE.table("a").node("empty") is None
    assert TREE.node("nothing") is None


def test_access_by_shape_gives_nothing_for_another_shape():
    assert TREE.table("a.c") is None
    assert TREE.items("a") == ()
    assert TREE.scalar("a") is None
    assert TREE.scalar("a.c").value == "x"


def test_a_place_is_that_of_the_value_or_of_the_key_or_of_what_is_around():
    def place(*path):
        return (find(TREE, path).line, find(TREE, path).column)

    assert place("a", "b", 1, "d") == (4, 11)
    assert place("a", "b") == (2, 3)
    assert place("a", "empty") == (5, 3)
    assert place("a", "b", 7) == (2, 3)
    assert place("nothing") == (1, 1)


def test_paths_are_shown_as_they_are_written_in_code():
    assert show(("rails", "input", "flows", 0)) == "rails.input.flows[0]"
    assert show(()) == ""


@pytest.mark.parametrize("path", [("a", "b", 1, "d"), ("a.c",), ("a", "b"), ()])
def test_a_shown_path_leads_back(path):
    assert parse_path(TREE, show(path)) == path


def test_a_shown_path_that_leads_nowhere_stops_where_it_leaves_the_tree():
    assert parse_path(TREE, "a.b[9].x") == ("a", "b")
    assert parse_path(TREE, "a.b[1].zzz") == ("a", "b", 1)
    assert parse_path(TREE, "zzz") == ()


def test_equal_values_have_one_canonical_text():
    one, two = compose("{a: 1, b: [x]}", "f"), compose("b:\n- x\na: 1\n", "g")
    assert canonical(one) == canonical(two) != canonical(compose("a: 1", "f"))


def test_python_values_become_a_tree_without_lines():
    tree = table_from_plain({"a": ({"b": 1},), 5: None}, "<config>")
    assert plain(tree) == {"a": [{"b": 1}], 5: None}
    assert find(tree, ("a", 0, "b")).line == 0


def test_a_value_that_contains_itself_is_refused():
    loop: dict[str, object] = {}
    loop["again"] = [loop]
    with pytest.raises(ConfigError, match="contains itself"):
        table_from_plain(loop, "<config>")


def test_a_value_may_stand_in_two_places():
    shared = {"k": 1}
    assert plain(table_from_plain({"a": shared, "b": [shared, shared]}, "f"))["b"] == [shared, shared]


def test_a_configuration_is_a_mapping():
    with pytest.raises(ConfigError, match="not list"):
        table_from_plain([], "<config>")


@given(st.dictionaries(st.text(), st.integers() | st.lists(st.text())))
def test_plain_undoes_table_from_plain(value):
    assert plain(table_from_plain(value, "f")) == value


def test_scalars_keep_what_was_written():
    node = compose("v: 1.0\n", "f").node("v")
    assert isinstance(node, Scalar)
    assert (node.value, node.written) == (1.0, "1.0")
