"""The statements of a flow: one ``parse_<statement>`` each, with its grammar.

Nothing is evaluated here. ``*`` and ``+`` in the grammars repeat, ``[…]`` may be left out, ``block`` is
the lines that are indented deeper. ``waiting.py`` and ``branches.py`` hold the larger ones.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NoReturn

from rails_engine.colang import nodes
from rails_engine.colang.blocks import Block, refuse_block
from rails_engine.colang.branches import parse_any, parse_expect, parse_if, parse_when, parse_while
from rails_engine.colang.parameters import identifier, parse_call, read_params, split_top
from rails_engine.colang.settings import parse_meta, parse_priority
from rails_engine.colang.source import fail
from rails_engine.colang.triggers import parse_event, parse_flow_call, read_name
from rails_engine.colang.waiting import parse_trigger
from rails_engine.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.colang.lines import Phrase

Statements = tuple[nodes.Statement, ...]

_ELSE = {"else", "elif"}
ONLY_PLAIN = "Only plain variables can be set, such as $name."
_EXECUTE = {"execute", "exec", "run"}


class StatementParser:
    """Reads the statements of one flow, and gathers what they say about it besides.

    ``definitions`` are the messages that are defined by their first use, ``meta`` the flow's settings.
    ``is_definition`` is false for statements that no ``define flow`` surrounds.
    """

    def __init__(self, *, is_definition: bool = True) -> None:
        self.is_definition = is_definition
        self.definitions: list[nodes.Definition] = []
        self.meta: dict[str, object] = {}
        self.labels: dict[str, nodes.Position] = {}
        self.gotos: list[nodes.Goto] = []
        self.depth = 0
        self.loops = 0

    def parse_flow(self, blocks: Sequence[Block]) -> Statements:
        """A whole body, with its labels checked."""
        body = self.parse_body(blocks)
        for goto in self.gotos:
            if goto.name not in self.labels:
                hint = did_you_mean(goto.name, self.labels)
                fail(goto.at, f"there is no label {goto.name!r} in this flow", hint)
        return body

    def parse_body(self, blocks: Sequence[Block]) -> Statements:
        """The statements of one block; a line with ``else`` goes with the ``if`` or ``when`` above it."""
        body: list[nodes.Statement] = []
        index = 0
        while index < len(blocks):
            end = index + 1
            while end < len(blocks) and blocks[end].phrase.word() in _ELSE:
                end += 1
            for block in blocks[index:end]:
                if block.uneven:
                    block.phrase.fail(
                        "the indentation of this line fits no block above",
                        hint="Indent the statements of a block alike.",
                    )
            body.extend(self.parse_statement(blocks[index], blocks[index + 1 : end]))
            index = end
        return tuple(body)

    def parse_statement(self, block: Block, alternatives: Sequence[Block]) -> Statements:
        """Whatever the first word announces. Only ``if`` and ``when`` have alternatives below them."""
        word = block.phrase.word()
        if word in _ELSE:
            _refuse_else(block)
        if word == "if":
            return (parse_if(self, block, alternatives),)
        if word == "when":
            return (parse_when(self, block, alternatives),)
        for alternative in alternatives:
            _refuse_else(alternative)
        if word in _WITH_BLOCK:
            return _WITH_BLOCK[word](self, block)
        refuse_block(block)
        if word.startswith("$"):
            return parse_assignment(self, block)
        if word not in _ON_ONE_LINE:
            refuse_unknown(block.phrase)
        return _ON_ONE_LINE[word](self, block)


def parse_create(_parser: StatementParser, block: Block) -> Statements:
    """``create event X``: make it happen; ``infer`` and ``new`` are the same word.

    ::

        create: ("create" | "new" | "infer") (["event"] call ("," ["event"] call)* | block of events)
    """
    rest = block.phrase[1:]
    parts = list(split_top(rest, ","))
    if block.children:
        if rest and rest.text() != "event":
            refuse_block(block)
        parts = [child.phrase for child in block.children]
        for child in block.children:
            refuse_block(child)
    if not parts:
        rest.fail("the name of an event is missing")
    created = [(part, parse_event(part)) for part in parts]
    return tuple(nodes.CreateEvent(event.name, event.params, part.at()) for part, event in created)


def parse_execute(_parser: StatementParser, block: Block) -> Statements:
    """``execute``: run an action.

    ::

        execute: ("execute" | "exec" | "run") call
    """
    phrase = block.phrase
    return (_execute(phrase, None, phrase.at()),)


def _execute(phrase: Phrase, result: str | None, at: nodes.Position) -> nodes.Execute:
    name, pairs = parse_call(phrase[1:], "an action")
    return nodes.Execute(read_name(name, "an action"), read_params(pairs), result, at)


def parse_do(_parser: StatementParser, block: Block) -> Statements:
    """``do``: run a subflow. Parameters become variables before it starts.

    ::

        do: "do" (call | computed)
    """
    phrase = block.phrase
    return (_do(phrase, (), phrase.at()),)


def _do(phrase: Phrase, results: tuple[str, ...], at: nodes.Position) -> nodes.Do:
    flow, pairs = parse_flow_call(phrase[1:])
    return nodes.Do(flow, read_params(pairs), results, at)


def parse_assignment(_parser: StatementParser, block: Block) -> Statements:
    """Whatever sets variables.

    ::

        assignment: ["set"] "$" NAME ("=" | "+=" | "-=") EXPRESSION
                  | ["set"] "$" NAME "=" "..."
                  | ["set"] "$" NAME "=" execute
                  | ["set"] "$" NAME ("," "$" NAME)* "=" do
    """
    phrase = block.phrase
    at = phrase.at()
    if phrase.word() == "set":
        phrase = phrase[1:]
    names, operator = _read_targets(phrase)
    sign = phrase.sign(operator)
    value = phrase[operator + 1 :]
    if not value:
        value.fail(f"a value is missing behind {sign!r}")
    keyword = value.word()
    is_call = keyword == "do" or keyword in _EXECUTE
    if is_call and sign != "=":
        phrase.fail(f"{sign!r} needs an expression; only '=' keeps a result", operator)
    if is_call and keyword == "do":
        return (_do(value, names, at),)
    if len(names) > 1:
        phrase.fail("only 'do' has several results", operator)
    if is_call:
        return (_execute(value, names[0], at),)
    if sign == "=" and value.text() == "...":
        return (nodes.Generate(names[0], block.line.comment, at),)
    expression = value.expression()
    if sign != "=":
        changed = f"${names[0]} {sign[0]} ({expression.source})"
        expression = nodes.Expression(changed, expression.at)
    return (nodes.Set(names[0], expression, at),)


def parse_check(_parser: StatementParser, block: Block) -> Statements:
    """``check``: the flow ends here unless this is true.

    ::

        check: "check" EXPRESSION
    """
    phrase = block.phrase
    condition = phrase[1:]
    if not condition:
        condition.fail("a condition is missing")
    at = phrase.at()
    return (nodes.If((nodes.Branch(condition.expression(), ()),), (nodes.Return(at),), at),)


def parse_label(parser: StatementParser, block: Block) -> Statements:
    """``label``: a place to jump to.

    ::

        label: ("label" | "checkpoint") NAME ["value" …]
    """
    phrase = block.phrase
    stop = next((i for i in range(2, len(phrase)) if phrase.word(i) == "value"), len(phrase))
    name = read_name(phrase[1:stop], "a label")
    if name in parser.labels:
        phrase.fail(f"the label {name!r} is already on line {parser.labels[name].line}", 1)
    parser.labels[name] = phrase.at()
    return (nodes.Label(name, phrase.at()),)


def parse_goto(parser: StatementParser, block: Block) -> Statements:
    """``goto``: go on behind a label of this flow, above or below.

    ::

        goto: ("goto" | "go" "to") NAME
    """
    phrase = block.phrase
    start = 1
    if phrase.word() == "go":
        if phrase.word(1) != "to":
            refuse_unknown(phrase)
        start = 2
    goto = nodes.Goto(read_name(phrase[start:], "a label"), phrase.at(start))
    parser.gotos.append(goto)
    return (goto,)


def parse_single(parser: StatementParser, block: Block) -> Statements:
    """The statements of one word.

    ::

        single: "return" | "done" | "stop" | "abort" | "continue" | "pass" | "break"
    """
    phrase = block.phrase
    word, at = phrase.word(), phrase.at()
    if len(phrase) > 1:
        phrase.fail(f"{word!r} stands alone", 1)
    if word in {"return", "done"}:
        return (nodes.Return(at),)
    if word in {"stop", "abort"}:
        return (nodes.Stop(at),)
    if word != "break":
        return (nodes.Continue(at),)
    if not parser.loops:
        phrase.fail("'break' is outside of a loop", hint="'return' ends the flow.")
    return (nodes.Break(at),)


def _read_targets(phrase: Phrase) -> tuple[tuple[str, ...], int]:
    """The variables that are set, and where the sign behind them is."""
    names: list[str] = []
    index = 0
    while True:
        word = phrase.word(index)
        name = identifier(word)
        if name is None or not word.startswith("$"):
            hint = f"Write '${name} = …'." if name else ONLY_PLAIN
            phrase.fail("this is not a variable", index, hint)
        names.append(name)
        sign = phrase.sign(index + 1)
        if sign in {"=", "+=", "-="}:
            return tuple(names), index + 1
        if sign == "==":
            phrase.fail("'==' compares and does nothing here", index + 1, "Write '=' to set the variable.")
        if sign != ",":
            phrase.fail("'=' is missing behind a variable", index + 1, ONLY_PLAIN)
        index += 2


def _refuse_else(block: Block) -> NoReturn:
    block.phrase.fail(f"{block.phrase.word()!r} without an 'if' or 'when' directly above it")


def refuse_unknown(phrase: Phrase) -> NoReturn:
    """Complain about a line that begins with no statement's word."""
    word = phrase.word()
    if not word:
        hint = "Texts stand behind or below 'bot NAME', indented."
        phrase.fail(f"{phrase.tokens[0].text!r} begins no statement", hint=hint)
    if word == "or":
        phrase.fail("a line cannot begin with 'or'", hint="Put 'or' at the end of the line above.")
    phrase.fail(f"unknown statement {word!r}", hint=did_you_mean(word.lower(), STATEMENTS))


_Parse = Callable[[StatementParser, Block], Statements]

_WITH_BLOCK: dict[str, _Parse] = {
    "user": parse_trigger,
    "bot": parse_trigger,
    "event": parse_trigger,
    "any": parse_any,
    "expect": parse_expect,
    "while": parse_while,
    "create": parse_create,
    "new": parse_create,
    "infer": parse_create,
    "meta": parse_meta,
}
_ON_ONE_LINE: dict[str, _Parse] = {
    "execute": parse_execute,
    "exec": parse_execute,
    "run": parse_execute,
    "do": parse_do,
    "set": parse_assignment,
    "check": parse_check,
    "label": parse_label,
    "checkpoint": parse_label,
    "goto": parse_goto,
    "go": parse_goto,
    "return": parse_single,
    "done": parse_single,
    "stop": parse_single,
    "abort": parse_single,
    "continue": parse_single,
    "pass": parse_single,
    "break": parse_single,
    "priority": parse_priority,
}
#: The words that a statement can begin with.
STATEMENTS = (*_WITH_BLOCK, *_ON_ONE_LINE, "if", "else", "elif", "when")
