"""Flows that begin with an action and mostly come to their end after it, run without a machine's bookkeeping.

A rail is such a flow: it calls an action, tests what came back, and is done. Nothing else is under way beside
it, so what the machine keeps for a step (instances, who gives way to whom, which other flows an event may
start) is known at load, and was half of what running a rail cost. Only the straight way is here; where a
flow turns off it, because a test holds or anything but a test follows, the machine goes on as it would have.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from rails_engine import events
from rails_engine.colang.program import RETURN, UNLESS

if TYPE_CHECKING:
    from collections.abc import Callable

    from rails_engine.colang.program import CompiledFlow, Context, Program
    from rails_engine.colang.state import State
    from rails_engine.colang.wishes import RunAction
    from rails_engine.events import Event


@dataclass(frozen=True, slots=True)
class Straight:
    """A flow that begins with an action whose end concerns no other flow."""

    flow: CompiledFlow
    #: The wish for the action.
    wish: Callable[[Context], RunAction]
    #: The variable that keeps its result.
    result: str | None
    #: The instruction after it.
    target: int

    def take(self, state: State, done: Event) -> int | None:
        """Go on with the end of the action: to the end of the flow (None), or to where it turns off."""
        context = state.context
        context["event"] = done
        if self.result is not None:
            state.assign(self.result, done["return_value"])
        code, place = self.flow.code, self.target
        while True:
            operation, first, second = code[place]
            if operation == UNLESS:
                place = place + 1 if first(context) else second
            else:
                return None if operation == RETURN else place


def straight_flows(program: Program) -> dict[str, Straight]:
    """Those of a program's flows, by name."""
    found = {name: _straight(flow, program) for name, flow in program.flows.items()}
    return {name: straight for name, straight in found.items() if straight is not None}


def _straight(flow: CompiledFlow, program: Program) -> Straight | None:
    first, starts = flow.first, program.starts
    if first is None or first.act is None or len(first.exact) != 1 or flow.priority <= 0:
        return None  # without a priority it decides nothing
    ((key, alternative),) = first.exact.items()
    kind = key[0]
    if kind != events.ACTION_FINISHED:
        return None
    if starts.by_key.get(key) or starts.by_type.get(kind) or starts.by_any:
        return None
    # The only wish that is answered by the end of an action is the one for it.
    return Straight(flow, cast("Callable[[Context], RunAction]", first.act), first.result, alternative.target)
