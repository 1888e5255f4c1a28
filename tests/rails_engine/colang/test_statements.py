"""Every statement has its word, its case and its near miss; forms are in cases/colang/parse/statements.txt."""

from __future__ import annotations

import pytest

from rails_engine.colang import nodes
from rails_engine.colang.parser import parse_flow_body
from rails_engine.colang.statements import STATEMENTS, StatementParser
from rails_engine.errors import ColangSyntaxError, nearest


@pytest.mark.parametrize("word", sorted(STATEMENTS))
def test_no_statement_takes_just_anything(word: str) -> None:
    with pytest.raises(ColangSyntaxError):
        parse_flow_body(f"{word} = ) (", "x.co")


@pytest.mark.parametrize("word", [word for word in sorted(STATEMENTS) if len(word) > 3])
def test_a_misspelt_statement_names_the_nearest(word: str) -> None:
    wrong = word + word[-1] + "q"
    with pytest.raises(ColangSyntaxError) as caught:
        parse_flow_body(f"{wrong} a", "x.co")
    assert caught.value.hint == f"Did you mean {nearest(wrong, STATEMENTS)!r}?"


def test_sums_are_written_out_with_the_place_of_what_is_added() -> None:
    (node,) = parse_flow_body("$n -= $a - 1", "x.co")
    assert isinstance(node, nodes.Set)
    assert (node.value.source, node.value.at.column) == ("$n - ($a - 1)", 7)


def test_labels_of_one_flow_are_unknown_to_the_next() -> None:
    first, second = StatementParser(), StatementParser()
    first.labels["a"] = nodes.Position("x.co", 1)
    assert second.labels == {}


def test_a_jump_may_go_up_down_and_into_a_branch() -> None:
    body = parse_flow_body("goto b\nlabel a\nif $x\n  label b\n  goto a", "x.co")
    assert isinstance(body[0], nodes.Goto)
