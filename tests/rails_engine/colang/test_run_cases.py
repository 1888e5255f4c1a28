"""Programs and what the machine makes of events, as data: tests/cases/colang/run/*.txt.

A file holds cases. A case is ``=== name``, Colang text, ``---`` and a script, one thing a line:

    > user X               step with UserIntent X            < bot X            a Say of intent X
    > said TEXT            the user said something           < bot X "text"     with a template
    > bot X                step with BotIntent X             < bot X = text     with a value
    > result VALUE         the action succeeded              < bot X # hint     with instructions
    > failed               the action failed                 < execute a(p=1) -> key
    > event X {fields}     step with any other event         < event X(k=1)     an Emit
    > context {data}       step with a ContextUpdate         < stop             a StopTurn
    > start FLOW {params}  run a flow                        < listen           nothing
    > body                 run the lines below up to         < error TEXT       a RailsError with TEXT in it
    |  statements          the next sign                     ! LINE TEXT        the program itself is wrong

    = $x VALUE             what a variable holds             = updates {data}   what was changed; empties it
    = idle | = busy        whether a flow is under way       = flows a, b       the instances

``<`` after a ``<`` that needs no value means that the first wish was granted: said, emitted, stopped.
Behind the name a case may have ``[rails: a, b]`` and ``[steps: N]``. ``+++`` begins the next file.
Values are JSON or Python literals.
"""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import pytest

from rails_engine import events
from rails_engine.colang import wishes
from rails_engine.colang.compiler import compile_program
from rails_engine.colang.machine import Machine
from rails_engine.colang.parser import parse
from rails_engine.colang.snapshot import dump_state, load_state
from rails_engine.errors import ColangSyntaxError, RailsError

FOLDER = Path(__file__).parents[2] / "cases" / "colang" / "run"


class Case:
    def __init__(self, text: str) -> None:
        head, _, body = text.partition("\n")
        program, mark, script = body.partition("\n---\n")
        assert mark, f"no '---' in {head}"
        self.name = head.split("[")[0].strip()
        options = dict(re.findall(r"\[(\w+): ([^]]*)\]", head))
        self.rails = [name.strip() for name in options.get("rails", "").split(",")]
        self.limit = int(options.get("steps", "1000"))
        self.sources = program.split("\n+++\n")
        self.script = [line for line in script.split("\n") if line.strip() and not line.startswith("#")]

    def compile(self):
        files = [parse(source, f"{number}.co") for number, source in enumerate(self.sources, 1)]
        return compile_program(files, rails=self.rails)


def read_cases() -> list[Any]:
    cases = []
    for path in sorted(FOLDER.glob("*.txt")):
        for text in ("\n" + path.read_text()).split("\n=== ")[1:]:
            case = Case(text)
            cases.append(pytest.param(case, id=f"{path.stem}: {case.name}"))
    return cases


def value_of(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return ast.literal_eval(text)


def show(wish: wishes.Wish | None) -> str:
    if wish is None:
        return "listen"
    if isinstance(wish, wishes.Say):
        shown = f"bot {wish.intent}"
        shown += f' "{wish.template}"' if wish.template is not None else ""
        shown += f" = {wish.value}" if wish.value is not None else ""
        return shown + (f" # {wish.instructions}" if wish.instructions else "")
    if isinstance(wish, wishes.RunAction):
        return f"execute {call(wish.name, wish.params)}" + (
            f" -> {wish.result_key}" if wish.result_key else ""
        )
    if isinstance(wish, wishes.Emit):
        return f"event {call(wish.event['type'], {k: v for k, v in wish.event.items() if k != 'type'})}"
    return "stop"


def call(name: str, params: dict[str, Any]) -> str:
    return name + (f"({', '.join(f'{key}={value!r}' for key, value in params.items())})" if params else "")


class Script:
    """One case under way."""

    def __init__(self, case: Case, *, saved: bool) -> None:
        self.case = case
        self.machine = Machine(case.compile(), max_steps=case.limit)
        self.state = self.machine.new_state()
        self.saved = saved
        self.wish: wishes.Wish | None = None
        self.error: RailsError | None = None
        self.checked = True

    def run(self) -> None:
        lines = list(self.case.script)
        while lines:
            line = lines.pop(0)
            sign, rest = line[0], line[1:].strip()
            if self.saved:
                self.state = load_state(self.machine, json.loads(json.dumps(dump_state(self.state))))
            if sign == ">":
                body = []
                while lines and lines[0].startswith("|"):
                    body.append(lines.pop(0)[1:])
                self.do(rest, body)
            elif sign == "<":
                self.expect(rest, line)
            else:
                assert sign == "=", line
                self.compare(rest)
        assert self.checked, f"{self.case.name}: {show(self.wish)!r} {self.error} was not expected"

    def do(self, what: str, body: list[str]) -> None:
        assert self.checked or self.wish is None, f"{show(self.wish)!r} {self.error} before {what!r}"
        word, _, rest = what.partition(" ")
        if word == "start":
            name, _, params = rest.partition(" {")
            self.attempt(
                lambda: self.machine.start(self.state, name, value_of("{" + params) if params else None)
            )
        elif word == "body":
            file = parse("define flow generated\n" + "\n".join(body), "generated")
            self.attempt(lambda: self.machine.start_body(self.state, file.definitions[0].body, "generated"))
        else:
            self.step(self.event_of(word, rest))

    def event_of(self, word: str, rest: str) -> events.Event:
        if word in {"result", "failed"}:
            wish = self.wish
            assert isinstance(wish, wishes.RunAction), show(wish)
            value = value_of(rest) if rest else None
            success = word == "result"
            return events.action_finished(wish.name, wish.params, wish.result_key, value, success=success)
        if word == "event":
            name, _, fields = rest.partition(" {")
            return {"type": name, **(value_of("{" + fields) if fields else {})}
        if word == "context":
            return events.context_update(value_of(rest))
        return {"user": events.user_intent, "bot": events.bot_intent, "said": events.user_said}[word](rest)

    def step(self, event: events.Event) -> None:
        self.attempt(lambda: self.machine.step(self.state, event))

    def attempt(self, act) -> None:
        self.wish = self.error = None
        try:
            self.wish = act()
        except RailsError as error:
            self.error = error
        self.checked = False

    def expect(self, expected: str, line: str) -> None:
        if self.checked:
            self.grant(line)
        if expected.startswith("error "):
            assert self.error is not None, f"no error, but {show(self.wish)!r} at {line!r}"
            assert expected.removeprefix("error ") in str(self.error)
        else:
            assert self.error is None, f"{self.error} at {line!r}"
            assert show(self.wish).rstrip() == expected
        self.checked = True

    def grant(self, line: str) -> None:
        wish = self.wish
        if isinstance(wish, wishes.Say):
            self.step(events.bot_intent(wish.intent))
        elif isinstance(wish, wishes.StopTurn):
            self.step(events.bot_intent("stop"))
        else:
            assert isinstance(wish, wishes.Emit), f"nothing was granted before {line!r}"
            self.step(wish.event)

    def compare(self, what: str) -> None:
        word, _, rest = what.partition(" ")
        if word.startswith("$"):
            assert self.state.context.get(word[1:]) == value_of(rest), word
        elif word == "updates":
            assert self.state.updates == value_of(rest)
            self.state.updates.clear()
        elif word == "flows":
            names = [instance.flow.name for instance in self.state.instances]
            assert names == ([name.strip() for name in rest.split(",")] if rest else [])
        else:
            assert word in {"idle", "busy"}
            assert self.machine.is_idle(self.state) is (word == "idle")


CASES = read_cases()


@pytest.mark.parametrize("case", CASES)
def test_the_machine_does_what_the_case_says(case: Case) -> None:
    if case.script[0].startswith("!"):
        _, line, message = case.script[0].split(" ", 2)
        with pytest.raises(ColangSyntaxError) as caught:
            case.compile()
        assert message in str(caught.value)
        assert f"{caught.value.line}:{caught.value.column}" == line or str(caught.value.line) == line
    else:
        Script(case, saved=False).run()


def is_kept(case: Case) -> bool:
    """Flows that are not part of the program are not kept in a state."""
    return not any(line.startswith(("!", "> body")) for line in case.script)


@pytest.mark.parametrize("case", [each for each in CASES if is_kept(each.values[0])])
def test_a_state_that_went_through_json_after_every_line_makes_no_difference(case: Case) -> None:
    Script(case, saved=True).run()


def test_there_are_enough_cases_and_no_name_is_used_twice() -> None:
    names = [case.values[0].name for case in CASES]
    assert len(names) >= 75
    assert len(set(names)) == len(names)
