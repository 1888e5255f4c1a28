"""The tree's nodes are values: they cannot change, and all of them know where they stand."""

from __future__ import annotations

import dataclasses
from typing import get_args

import pytest

from rails_engine.colang import nodes

NODES = (*get_args(nodes.Statement), *get_args(nodes.Definition), nodes.Expression)


@pytest.mark.parametrize("node", NODES)
def test_every_node_has_a_place(node: type) -> None:
    assert "at" in {field.name for field in dataclasses.fields(node)}


@pytest.mark.parametrize("node", [*NODES, nodes.Branch, nodes.WhenBranch, nodes.Position, nodes.File])
def test_no_node_can_change(node: type) -> None:
    assert node.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert "__dict__" not in dir(node)
