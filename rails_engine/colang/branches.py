"""Branches and loops: the statements that hold other statements, and ``any``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rails_engine.colang import nodes
from rails_engine.colang.blocks import refuse_block
from rails_engine.colang.source import fail
from rails_engine.colang.triggers import KEYWORDS, NAME_THEM, Trigger, combine, do_trigger
from rails_engine.colang.waiting import parse_waiting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.colang.blocks import Block
    from rails_engine.colang.lines import Phrase
    from rails_engine.colang.statements import StatementParser, Statements


def parse_if(parser: StatementParser, block: Block, alternatives: Sequence[Block]) -> nodes.If:
    """``if``.

    ::

        if: "if" EXPRESSION block (("else" "if" | "elif") EXPRESSION block)* ["else" block]
    """
    branches = [_branch(parser, block, 1)]
    otherwise: Statements = ()
    for number, alternative in enumerate(alternatives, 1):
        phrase = alternative.phrase
        if phrase.word() == "elif":
            branches.append(_branch(parser, alternative, 1))
        elif phrase.word(1) == "if":
            branches.append(_branch(parser, alternative, 2))
        elif phrase.word(1) == "when":
            phrase.fail("'else when' belongs to a 'when', and this is an 'if'", 1)
        else:
            otherwise = _last_else(parser, alternative, number == len(alternatives))
    return nodes.If(tuple(branches), otherwise, block.phrase.at())


def _branch(parser: StatementParser, block: Block, keywords: int) -> nodes.Branch:
    condition = block.phrase[keywords:]
    if not condition:
        block.phrase.fail("a condition is missing", keywords)
    return nodes.Branch(condition.expression(), _parse_inner(parser, block))


def _last_else(parser: StatementParser, block: Block, is_last: bool) -> Statements:
    if len(block.phrase) > 1:
        block.phrase.fail(
            f"unexpected {block.phrase.tokens[1].text!r} behind 'else'",
            1,
            "Write what follows on the next line, indented.",
        )
    if not is_last:
        block.phrase.fail("nothing can follow this 'else'", hint="Put it last.")
    return _parse_inner(parser, block)


def _parse_inner(parser: StatementParser, block: Block) -> Statements:
    if not block.children:
        block.phrase.fail(
            f"{block.phrase.word()!r} needs a block below it",
            len(block.phrase),
            "Indent it; 'pass' does nothing.",
        )
    parser.depth += 1
    body = parser.parse_body(block.children)
    parser.depth -= 1
    return body


def parse_while(parser: StatementParser, block: Block) -> Statements:
    """``while``.

    ::

        while: "while" EXPRESSION block
    """
    parser.loops += 1
    branch = _branch(parser, block, 1)
    parser.loops -= 1
    return (nodes.While(branch.condition, branch.body, block.phrase.at()),)


def parse_when(parser: StatementParser, block: Block, alternatives: Sequence[Block]) -> nodes.When:
    """``when``: go on by what happens next.

    ::

        when:    "when" next block ("else" "when" next block)* ["else" block]
        next:    triggers | ("do" | "flow") call
    """
    branches = _when_branches(parser, block, 1)
    otherwise: Statements = ()
    for number, alternative in enumerate(alternatives, 1):
        phrase = alternative.phrase
        if phrase.word(1) == "when":
            branches.extend(_when_branches(parser, alternative, 2))
        elif phrase.word() == "elif" or phrase.word(1) == "if":
            phrase.fail("'else if' belongs to an 'if', and this is a 'when'", hint="Write 'else when'.")
        else:
            otherwise = _last_else(parser, alternative, number == len(alternatives))
    return nodes.When(tuple(branches), otherwise, block.phrase.at())


def _when_branches(parser: StatementParser, block: Block, keywords: int) -> list[nodes.WhenBranch]:
    phrase = block.phrase[keywords:]
    if not phrase:
        phrase.fail("what to wait for is missing", hint="Name it with 'user', 'bot', 'event' or 'do'.")
    if phrase.word() in {"do", "flow"}:
        return [nodes.WhenBranch(do_trigger(phrase), _parse_inner(parser, block))]
    joined = combine(_awaited(parser, phrase))
    body = _parse_inner(parser, block)
    if isinstance(joined, nodes.AnyOf):
        return [nodes.WhenBranch(trigger, body) for trigger in joined.triggers]
    return [nodes.WhenBranch(joined, body)]


def parse_any(parser: StatementParser, block: Block) -> Statements:
    """``any``: go on when one of these has happened.

    ::

        any: "any" (triggers | block of triggers)
    """
    rest = block.phrase[1:]
    if rest:
        refuse_block(block)
    lines = [rest] if rest else [child.phrase for child in block.children]
    if not lines:
        rest.fail("what to wait for is missing", hint="Write 'user', 'bot' or 'event' lines below 'any'.")
    triggers: list[Trigger] = []
    for child in block.children:
        refuse_block(child)
    for line in lines:
        if line.word() not in KEYWORDS:
            line.fail("'any' holds only 'user', 'bot' and 'event'")
        triggers.extend(_awaited(parser, line))
    return (nodes.AnyOf(tuple(triggers), block.phrase.at()),)


def parse_expect(parser: StatementParser, block: Block) -> Statements:
    """``expect``: the same as waiting; several of them wait for any.

    ::

        expect: "expect" (triggers | block of triggers)
    """
    if block.children:
        return parse_any(parser, block)
    return (combine(_awaited(parser, block.phrase[1:])),)


def _awaited(parser: StatementParser, phrase: Phrase) -> tuple[Trigger, ...]:
    triggers = parse_waiting(parser, phrase, None)
    for trigger in triggers:
        if isinstance(trigger, nodes.Bot) and not trigger.intents and not trigger.any_intent:
            fail(trigger.at, "a text cannot be waited for", NAME_THEM)
    return triggers
