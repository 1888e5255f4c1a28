"""Logical lines to nested blocks, by indentation. What a block may hold is for its reader to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rails_engine.colang.source import fail

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rails_engine.colang.lines import Line

#: Deeper than any flow that a person can read, and far from what the interpreter's stack can bear.
MAX_DEPTH = 50


class Block:
    """A line and the lines that are indented deeper below it.

    ``uneven``: it stands neither under the first of its siblings nor at the left of their parent. Texts
    may do that, statements may not.
    """

    __slots__ = ("children", "line", "phrase", "uneven")

    def __init__(self, line: Line, *, uneven: bool = False) -> None:
        self.line = line
        self.phrase = line.phrase
        self.children: list[Block] = []
        self.uneven = uneven

    @property
    def last(self) -> int:
        """The last source line of it and everything below it."""
        block = self
        while block.children:
            block = block.children[-1]
        return block.line.last


def nest(lines: Iterable[Line]) -> list[Block]:
    """The outermost blocks of a text.

    A line that begins with ``define`` is always outermost, since nothing can hold one: a text in a
    Python string often starts further left than it goes on.
    """
    outermost: list[Block] = []
    open_blocks: list[Block] = []
    for line in lines:
        while open_blocks and not _is_deeper(line, open_blocks[-1].line):
            open_blocks.pop()
        if line.phrase.word() in {"define", "def"}:
            open_blocks.clear()
        if len(open_blocks) >= MAX_DEPTH:
            fail(
                line.phrase.at(),
                f"blocks are nested deeper than {MAX_DEPTH}",
                "Move an inner part into a subflow and call it with 'do'.",
            )
        block = Block(line)
        if open_blocks:
            siblings = open_blocks[-1].children
            block.uneven = bool(siblings) and siblings[0].line.indent != line.indent
            siblings.append(block)
        else:
            outermost.append(block)
        open_blocks.append(block)
    return outermost


def _is_deeper(line: Line, other: Line) -> bool:
    wide, narrow = line.indent - other.indent, line.narrow - other.narrow
    if (wide > 0) != (narrow > 0) or (wide < 0) != (narrow < 0):
        fail(
            line.phrase.at(),
            "tabs and blanks are mixed so that the depth of this line depends on the width of a tab",
            "Indent with blanks only.",
        )
    return wide > 0


def refuse_block(block: Block) -> None:
    """Complain about lines below a statement that takes none."""
    if block.children:
        above = block.phrase.word() or block.phrase.text()
        block.children[0].phrase.fail(
            f"unexpected indentation: {above!r} on line {block.line.number} takes no block",
            hint="Only 'if', 'else', 'while', 'when' and 'any' hold statements.",
        )
