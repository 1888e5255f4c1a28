"""The body of one flow as flat code: blocks become jumps, statements become instructions.

Other flows are known by name only here; ``compiler.py`` puts them together.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from rails_engine.colang import elements, nodes
from rails_engine.colang.expressions import compile_condition, compile_expression
from rails_engine.colang.program import CALL, COMPUTED, JUMP, RETURN, SET, UNLESS, WAIT, Element, Instruction
from rails_engine.errors import ColangSyntaxError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_DEPTH = 50


def fail(at: nodes.Position, message: str, hint: str | None = None) -> NoReturn:
    """Raise the error that shows the line."""
    raise ColangSyntaxError(
        message, file=at.file, line=at.line, column=at.column, text=at.text or None, hint=hint
    )


class FlowDraft:
    """One flow while it is compiled."""

    def __init__(self, flow: nodes.DefineFlow) -> None:
        self.flow = flow
        self.code: list[Instruction] = []
        #: The code as text without places: what the digest is made of.
        self.listing: list[str] = []
        #: Flows called by name.
        self.calls: list[tuple[str, nodes.Position]] = []
        #: ``when flow X``: these elements depend on how X begins.
        self.open_whens: dict[int, tuple[nodes.When, list[int], int | None]] = {}
        self._labels: dict[str, int] = {}
        self._gotos: list[tuple[int, nodes.Goto]] = []
        self._loops: list[tuple[int, list[int]]] = []
        self._depth = 0
        self._compile_block(flow.body)
        self._emit(RETURN)
        for place, goto in self._gotos:
            if goto.name not in self._labels:
                hint = did_you_mean(goto.name, self._labels)
                fail(goto.at, f"there is no label {goto.name!r} in this flow", hint)
            self._patch(place, self._labels[goto.name])

    def _emit(self, operation: int, first: Any = None, second: Any = None, note: str = "") -> int:
        self.code.append((operation, first, second))
        self.listing.append(f"{operation} {note}")
        return len(self.code) - 1

    def _wait(self, element: Element, note: str) -> None:
        self._emit(WAIT, element, None, note)

    def _patch(self, place: int, target: int) -> None:
        """Give a jump that was emitted before its target was known the target."""
        operation, first, _ = self.code[place]
        self.code[place] = (JUMP, target, None) if operation == JUMP else (operation, first, target)
        self.listing[place] += f" >{target}"

    def _compile_block(self, statements: Sequence[nodes.Statement]) -> None:
        self._depth += 1
        for statement in statements:
            if self._depth > MAX_DEPTH:
                fail(statement.at, f"blocks are nested deeper than {MAX_DEPTH}")
            getattr(self, f"_compile_{type(statement).__name__.lower()}")(statement)
        self._depth -= 1

    # Statements that wait

    def _compile_user(self, node: nodes.User) -> None:
        self._wait(elements.user_element(node, len(self.code) + 1), _trigger_note(node))

    def _compile_waitevent(self, node: nodes.WaitEvent) -> None:
        self._wait(elements.user_element(node, len(self.code) + 1), _trigger_note(node))

    def _compile_bot(self, node: nodes.Bot) -> None:
        if node.intents == ("stop",) and node.text is None:
            self._compile_stop(nodes.Stop(node.at))
            return
        element = elements.bot_element(node, len(self.code) + 1, self.flow.name)
        self._wait(element, f"{_trigger_note(node)} {node.text!r} {node.instructions!r}")

    def _compile_execute(self, node: nodes.Execute) -> None:
        element = elements.execute_element(node, len(self.code) + 1, self.flow.name)
        self._wait(element, f"execute {node.action} {_params_note(node.params)} {node.result}")

    def _compile_generate(self, node: nodes.Generate) -> None:
        element = elements.generate_element(node, len(self.code) + 1, self.flow.name)
        self._wait(element, f"generate {node.variable} {node.instructions!r}")

    def _compile_createevent(self, node: nodes.CreateEvent) -> None:
        element = elements.create_element(node, self.flow.name)
        self._wait(element, f"create {node.name} {_params_note(node.params)}")

    def _compile_stop(self, _: nodes.Stop) -> None:
        self._wait(elements.stop_element(self.flow.name), "stop")

    def _compile_anyof(self, node: nodes.AnyOf) -> None:
        target = len(self.code) + 1
        alternatives = [
            each for trigger in node.triggers for each in elements.alternatives_of(trigger, target)
        ]
        self._wait(elements.element_of(alternatives), "any " + " | ".join(map(_trigger_note, node.triggers)))

    def _compile_when(self, node: nodes.When) -> None:
        notes = " | ".join(_trigger_note(branch.trigger) for branch in node.branches)
        place = self._emit(WAIT, note=f"when {notes}")
        targets, ends = [], []
        for branch in node.branches:
            targets.append(len(self.code))
            self._compile_block(branch.body)
            ends.append(self._emit(JUMP))
        otherwise = len(self.code) if node.otherwise else None
        self._compile_block(node.otherwise)
        for end in ends:
            self._patch(end, len(self.code))
        self.listing[place] += f" {targets} {otherwise}"
        self.open_whens[place] = (node, targets, otherwise)

    # Statements that do not

    def _compile_if(self, node: nodes.If) -> None:
        ends = []
        for number, branch in enumerate(node.branches, 1):
            test = self._emit_test(branch.condition)
            self._compile_block(branch.body)
            if number < len(node.branches) or node.otherwise:
                ends.append(self._emit(JUMP))
            self._patch(test, len(self.code))
        self._compile_block(node.otherwise)
        for end in ends:
            self._patch(end, len(self.code))

    def _emit_test(self, condition: nodes.Expression) -> int:
        holds = compile_condition(condition.source, condition.at)
        return self._emit(UNLESS, holds, None, condition.source)

    def _compile_while(self, node: nodes.While) -> None:
        test = self._emit_test(node.condition)
        breaks: list[int] = []
        self._loops.append((test, breaks))
        self._compile_block(node.body)
        self._loops.pop()
        self._emit(JUMP, test, None, f">{test}")
        for place in [test, *breaks]:
            self._patch(place, len(self.code))

    def _compile_break(self, node: nodes.Break) -> None:
        if not self._loops:
            fail(node.at, "'break' is outside of a loop", "'return' ends the flow.")
        self._loops[-1][1].append(self._emit(JUMP))

    def _compile_continue(self, _: nodes.Continue) -> None:
        if self._loops:
            start = self._loops[-1][0]
            self._emit(JUMP, start, None, f">{start}")

    def _compile_label(self, node: nodes.Label) -> None:
        if node.name in self._labels:
            fail(node.at, f"the label {node.name!r} is already in this flow")
        self._labels[node.name] = len(self.code)

    def _compile_goto(self, node: nodes.Goto) -> None:
        self._gotos.append((self._emit(JUMP), node))

    def _compile_return(self, _: nodes.Return) -> None:
        self._emit(RETURN)

    def _compile_set(self, node: nodes.Set) -> None:
        evaluate = compile_expression(node.value.source, node.value.at)
        self._emit(SET, node.variable, evaluate, f"{node.variable}={node.value.source}")

    def _compile_do(self, node: nodes.Do) -> None:
        params = elements.params_of(node.params)
        note = f"{_flow_note(node)} {_params_note(node.params)}"
        if isinstance(node.flow, nodes.Expression):
            self._emit(COMPUTED, compile_expression(node.flow.source, node.flow.at), params, note)
        else:
            self.calls.append((node.flow, node.at))
            self._emit(CALL, node.flow, params, note)


def _params_note(params: nodes.Params) -> str:
    return ", ".join(f"{key}={value.source}" for key, value in params)


def _flow_note(node: nodes.Do) -> str:
    return f"${node.flow.source}" if isinstance(node.flow, nodes.Expression) else node.flow


def _trigger_note(trigger: nodes.User | nodes.Bot | nodes.WaitEvent | nodes.Do) -> str:
    if isinstance(trigger, nodes.User):
        return f"user {trigger.intents}"
    if isinstance(trigger, nodes.Bot):
        return f"bot {'...' if trigger.any_intent else elements.said_intents(trigger)}"
    if isinstance(trigger, nodes.WaitEvent):
        return f"event {trigger.name} {_params_note(trigger.params)}"
    return f"flow {_flow_note(trigger)}"
