"""Programs and the trees that they parse to, as data: tests/cases/colang/parse/*.txt.

A file holds cases. A case is ``=== name``, Colang text, ``---`` and what comes of it: the tree, one node
a line in the words of :func:`show`, or the error:

    ! LINE:COLUMN part of the message
    ? part of the hint

``[body]`` behind the name parses the text as statements of a flow instead of as a file. ``·`` stands for
a tab, ``¬`` for a blank at the end of a line.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rails_engine.colang import nodes
from rails_engine.colang.parser import parse, parse_flow_body
from rails_engine.errors import ColangSyntaxError

FOLDER = Path(__file__).parents[2] / "cases" / "colang" / "parse"


class Case:
    def __init__(self, text: str) -> None:
        head, _, body = text.partition("\n")
        program, mark, expected = body.partition("\n---\n")
        assert mark, f"no '---' in {head}"
        self.name = head.split("[")[0].strip()
        self.is_body = "[body]" in head
        self.program = program.replace("·", "\t").replace("¬", " ")
        self.expected = expected.strip("\n")

    def outcome(self) -> str:
        if self.is_body:
            return "\n".join(show_body(parse_flow_body(self.program, "case.co"), 0))
        return "\n".join(show_file(parse(self.program, "case.co")))


def read_cases(*, errors: bool) -> list[Any]:
    cases = []
    for path in sorted(FOLDER.glob("*.txt")):
        for text in ("\n" + path.read_text()).split("\n=== ")[1:]:
            case = Case(text)
            if case.expected.startswith("!") is errors:
                cases.append(pytest.param(case, id=f"{path.stem}: {case.name}"))
    return cases


def quote(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def show_file(file: nodes.File) -> list[str]:
    lines = [f"import {name}" for name in file.imports]
    for definition in file.definitions:
        match definition:
            case nodes.DefineUser(name, texts):
                lines.append(f"define user {name}: {' | '.join(map(quote, texts))}")
            case nodes.DefineBot(name, texts):
                lines.append(f"define bot {name}: {' | '.join(map(quote, texts))}".rstrip())
            case nodes.DefineFlow():
                lines.append(show_flow(definition))
                lines.extend(show_body(definition.body, 1))
    return lines


def show_flow(flow: nodes.DefineFlow) -> str:
    marks = [name for name in ("subflow", "extension", "parallel") if getattr(flow, name)]
    marks += [] if flow.interruptible else ["non-interruptible"]
    marks += [f"priority={flow.priority}"] if flow.priority != 1 else []
    marks += [f"tag={tag}" for tag in flow.tags] + [f"{key}={value!r}" for key, value in flow.meta]
    return f"define flow {flow.name}" + (f" [{', '.join(marks)}]" if marks else "")


def show_body(body: tuple[nodes.Statement, ...], depth: int) -> list[str]:
    return [line for statement in body for line in show(statement, depth)]


def show(statement: Any, depth: int) -> list[str]:
    """A statement as lines. Conditions stand in ``⟨⟩`` so that their edges are seen."""
    left = "  " * depth

    def params(pairs: nodes.Params) -> str:
        return "(" + ", ".join(f"{key}={value.source}" for key, value in pairs) + ")" if pairs else ""

    def branch(head: str, inner: tuple[nodes.Statement, ...]) -> list[str]:
        return [left + head, *show_body(inner, depth + 1)]

    match statement:
        case nodes.User(intents):
            line = "user " + ("*" if intents is None else " | ".join(intents))
        case nodes.Bot(intents):
            parts = [" | ".join(intents)] if intents else []
            parts += ["*"] if statement.any_intent else []
            parts += [f"⟨{statement.variable.source}⟩"] if statement.variable else []
            parts += [quote(statement.text)] if statement.text is not None else []
            parts += [f"# {quote(statement.instructions)}"] if statement.instructions else []
            line = "bot " + " ".join(parts)
        case nodes.Execute(action, pairs, result):
            line = f"execute {action}{params(pairs)}" + (f" -> {result}" if result else "")
        case nodes.WaitEvent(name, pairs):
            line = f"event {name}{params(pairs)}"
        case nodes.CreateEvent(name, pairs):
            line = f"create {name}{params(pairs)}"
        case nodes.Do(flow, pairs, results):
            name = flow if isinstance(flow, str) else f"⟨{flow.source}⟩"
            line = f"do {name}{params(pairs)}" + (f" -> {', '.join(results)}" if results else "")
        case nodes.If(branches, otherwise):
            lines = []
            for number, part in enumerate(branches):
                lines += branch(f"{'elif' if number else 'if'} ⟨{part.condition.source}⟩", part.body)
            return lines + (branch("else", otherwise) if otherwise else [])
        case nodes.While(condition, inner):
            return branch(f"while ⟨{condition.source}⟩", inner)
        case nodes.When(branches, otherwise):
            lines = []
            for part in branches:
                lines += branch(f"when {show(part.trigger, 0)[0]}", part.body)
            return lines + (branch("else", otherwise) if otherwise else [])
        case nodes.AnyOf(triggers):
            line = "any " + " | ".join(show(trigger, 0)[0] for trigger in triggers)
        case nodes.Label(name):
            line = f"label {name}"
        case nodes.Goto(name):
            line = f"goto {name}"
        case nodes.Set(variable, value):
            line = f"set {variable} = ⟨{value.source}⟩"
        case nodes.Generate(variable, instructions):
            line = f"generate {variable}" + (f" # {quote(instructions)}" if instructions else "")
        case _:
            line = type(statement).__name__.lower()
    return [left + line]


@pytest.mark.parametrize("case", read_cases(errors=False))
def test_a_program_parses_to_its_tree(case: Case) -> None:
    assert case.outcome() == case.expected


@pytest.mark.parametrize("case", read_cases(errors=True))
def test_a_wrong_program_is_refused_with_the_place_and_the_reason(case: Case) -> None:
    error, _, hint = case.expected.partition("\n")
    place, _, message = error.removeprefix("!").strip().partition(" ")
    with pytest.raises(ColangSyntaxError) as caught:
        case.outcome()
    raised = caught.value
    assert f"{raised.line}:{raised.column}" == place, str(raised)
    assert message in raised.message
    assert hint.removeprefix("?").strip() in (raised.hint or "")
    assert raised.file == "case.co"
    assert raised.text == case.program.split("\n")[(raised.line or 0) - 1]


def test_there_are_enough_cases() -> None:
    good, bad = read_cases(errors=False), read_cases(errors=True)
    assert len(good) + len(bad) >= 85
    assert len(bad) >= 40
    names = [param.id for param in good + bad]
    assert len(set(names)) == len(names)
