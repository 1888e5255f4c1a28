"""What a flow says about itself in its body: ``meta`` and ``priority``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rails_engine.colang.blocks import refuse_block
from rails_engine.colang.literals import read_literal

if TYPE_CHECKING:
    from rails_engine.colang.blocks import Block
    from rails_engine.colang.lines import Phrase
    from rails_engine.colang.statements import StatementParser, Statements


def parse_meta(parser: StatementParser, block: Block) -> Statements:
    """``meta``: settings of the flow; anywhere in it, but not inside a branch.

    ::

        meta: "meta" (MAPPING | block of KEY ":" LITERAL)
    """
    phrase = block.phrase
    _only_in_definitions(parser, phrase)
    values: dict[object, object] = {}
    if len(phrase) > 1:
        refuse_block(block)
        if phrase.sign(1) != "{":
            phrase.fail("settings are a mapping", 1, 'Write meta {"priority": 2}.')
        values = read_literal(phrase[1:])
    for child in block.children:
        refuse_block(child)
        line = child.phrase
        if line.sign(1) not in {":", "="}:
            line.fail("':' is missing between a key and its value", 1)
        key = line.word() or read_literal(line[:1])
        values[key] = read_literal(line[2:])
    if not values:
        phrase.fail("settings are missing", 1, 'Write meta {"priority": 2}.')
    parser.meta.update((str(key), value) for key, value in values.items())
    return ()


def parse_priority(parser: StatementParser, block: Block) -> Statements:
    """``priority N``: the same as ``meta {"priority": N}``.

    ::

        priority: "priority" NUMBER
    """
    phrase = block.phrase
    _only_in_definitions(parser, phrase)
    value = read_literal(phrase[1:])
    if isinstance(value, bool) or not isinstance(value, int | float):
        phrase.fail("a priority is a number", 1)
    parser.meta["priority"] = value
    return ()


def _only_in_definitions(parser: StatementParser, phrase: Phrase) -> None:
    if parser.depth or not parser.is_definition:
        phrase.fail(f"{phrase.word()!r} stands directly below 'define flow'")
