"""Colang 1.0 text to a syntax tree. Reads no other file: imports are named, not followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rails_engine.colang.blocks import Block, nest
from rails_engine.colang.definitions import KINDS, parse_definition, refuse_repeated_flows
from rails_engine.colang.lexer import unquote
from rails_engine.colang.lines import read_lines
from rails_engine.colang.nodes import Definition, File
from rails_engine.colang.references import is_colang_2
from rails_engine.colang.source import Source
from rails_engine.colang.statements import STATEMENTS, StatementParser
from rails_engine.colang.texts import is_text
from rails_engine.errors import did_you_mean

if TYPE_CHECKING:
    from rails_engine.colang.lines import Phrase
    from rails_engine.colang.nodes import Statement

_TOP_LEVEL = ("define", "import", "include")


def parse(text: str, name: str) -> File:
    """The definitions of a text. ``name`` is the file that errors speak of.

    ::

        file: (definition | ("import" | "include") NAME)*
    """
    definitions: list[Definition] = []
    imports: list[str] = []
    for block in nest(read_lines(Source(text, name))):
        word = block.phrase.word()
        if word in {"define", "def"}:
            definitions.extend(parse_definition(block))
        elif word in {"import", "include"}:
            imports.append(_parse_import(block.phrase))
        else:
            _refuse_outside(block, text)
    refuse_repeated_flows(definitions)
    return File(name, tuple(definitions), tuple(imports))


def parse_flow_body(lines: str, name: str) -> tuple[Statement, ...]:
    """Statements as they stand in a flow, at any indentation; for flows that a model writes."""
    return StatementParser(is_definition=False).parse_flow(nest(read_lines(Source(lines, name))))


def _parse_import(phrase: Phrase) -> str:
    rest = phrase[1:]
    if not rest:
        rest.fail("the name of what to import is missing")
    return unquote(rest.tokens[0]) if len(rest) == 1 and is_text(rest.tokens[0]) else rest.text()


def _refuse_outside(block: Block, text: str) -> None:
    phrase = block.phrase
    word = phrase.word()
    if is_colang_2(text):
        phrase.fail(
            "this is Colang 2, and only Colang 1.0 is read here", hint="Colang 1.0 begins with 'define'."
        )
    if word in KINDS:
        phrase.fail("a definition begins with 'define'", hint=f"Write 'define {phrase.text()}'.")
    if not word:
        phrase.fail("a text stands outside of a definition", hint="Indent it below its 'define'.")
    if word in STATEMENTS or word.startswith("$"):
        phrase.fail("a statement stands outside of a flow", hint="Indent it below a 'define flow'.")
    hint = did_you_mean(word.lower(), _TOP_LEVEL) or "A file holds 'define' and 'import'."
    phrase.fail(f"unknown word {word!r}", hint=hint)
