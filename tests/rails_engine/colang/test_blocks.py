"""Lines to nested blocks."""

from __future__ import annotations

from typing import Any

import pytest

from rails_engine.colang.blocks import MAX_DEPTH, Block, nest
from rails_engine.colang.lines import read_lines
from rails_engine.colang.source import Source
from rails_engine.errors import ColangSyntaxError


def tree(text: str) -> list[Any]:
    def show(block: Block) -> Any:
        inner = [show(child) for child in block.children]
        return (block.phrase.text(), inner) if inner else block.phrase.text()

    return [show(block) for block in nest(read_lines(Source(text, "x.co")))]


def test_what_is_deeper_belongs_to_the_line_above() -> None:
    assert tree("a\n  b\n    c\n  d\ne") == [("a", [("b", ["c"]), "d"]), "e"]


def test_a_definition_is_outermost_wherever_it_stands() -> None:
    assert tree("a\n  b\n    define c\n      d") == [("a", ["b"]), ("define c", ["d"])]


def test_a_line_between_two_levels_is_uneven() -> None:
    (block,) = nest(read_lines(Source("a\n    b\n  c", "x.co")))
    assert [child.uneven for child in block.children] == [False, True]


def test_a_block_reaches_to_its_last_source_line() -> None:
    (block,) = nest(read_lines(Source('a\n  b\n    c "x\ny"', "x.co")))
    assert block.last == 4


@pytest.mark.parametrize("text", ["        a\n\tb\n", "  a\n\t b\n", "\ta\n    b"])
def test_a_depth_that_depends_on_the_width_of_a_tab_is_refused(text: str) -> None:
    with pytest.raises(ColangSyntaxError, match="tabs and blanks are mixed"):
        tree(text)


def test_tabs_behind_the_same_blanks_are_fine() -> None:
    assert tree("a\n  \tb\n  \tc") == [("a", ["b", "c"])]


def test_depth_is_bounded() -> None:
    def nested(depth: int) -> str:
        return "\n".join(" " * level + "x" for level in range(depth))

    tree(nested(MAX_DEPTH))
    with pytest.raises(ColangSyntaxError, match="nested deeper than") as caught:
        tree(nested(MAX_DEPTH + 1))
    assert caught.value.line == MAX_DEPTH + 1
