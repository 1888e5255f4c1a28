"""Branches know where they stand; their forms are in cases/colang/parse/branches.txt."""

from __future__ import annotations

from rails_engine.colang import nodes
from rails_engine.colang.parser import parse_flow_body


def test_a_condition_knows_its_own_place() -> None:
    (node,) = parse_flow_body("if $a\n  stop\nelse if $b\n  stop", "x.co")
    assert isinstance(node, nodes.If)
    assert [(part.condition.at.line, part.condition.at.column) for part in node.branches] == [(1, 4), (3, 9)]


def test_a_trigger_knows_its_own_place() -> None:
    (node,) = parse_flow_body("when user a\n  stop\nelse when E\n  stop", "x.co")
    assert isinstance(node, nodes.When)
    assert [(part.trigger.at.line, part.trigger.at.column) for part in node.branches] == [(1, 6), (3, 11)]


def test_a_loop_ends_with_its_block_for_break() -> None:
    (loop, last) = parse_flow_body("while $a\n  while $b\n    break\n  break\npass", "x.co")
    assert isinstance(loop, nodes.While)
    assert isinstance(loop.body[1], nodes.Break)
    assert isinstance(last, nodes.Continue)
