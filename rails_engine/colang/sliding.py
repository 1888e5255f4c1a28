"""From one place to wait to the next: conditions, jumps, variables and calls in between, all bounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rails_engine.colang.program import CALL, COMPUTED, JUMP, SET, UNLESS, WAIT
from rails_engine.colang.references import split_rail_reference
from rails_engine.colang.state import Frame
from rails_engine.errors import ColangSyntaxError, ExpressionError, FlowLimitError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rails_engine.colang.program import Alternative, CompiledFlow
    from rails_engine.colang.state import Instance, State

#: How deeply flows may call each other.
MAX_CALLS = 100


def slide(
    flows: Mapping[str, CompiledFlow],
    state: State,
    instance: Instance,
    taken: Alternative | None,
    limit: int,
    place: int = 0,
) -> None:
    """Move an instance on to its next element, or to its end.

    ``taken`` is the alternative that leads it on, else ``place`` says where to go on. If an error is
    raised on the way the instance stays where it was.
    """
    current, frames, priority = instance.current, instance.frames, instance.priority
    if taken is not None:
        place = taken.target
        if taken.enter:
            frames, current, priority = _enter(flows, instance, taken)
    code, context, slid = current.code, state.context, state.slid
    while True:
        operation, first, second = code[place]
        if operation == WAIT:
            break
        slid += 1
        if slid > limit:
            at = current.position
            raise FlowLimitError(
                f"{at.file}:{at.line}: the flow {current.name!r} ran {limit} instructions without waiting"
                " for anything. Is there a loop without an end?"
            )
        if operation == UNLESS:
            place = place + 1 if first(context) else second
        elif operation == JUMP:
            place = first
        elif operation == SET:
            state.assign(first, second(context))
            place += 1
        elif operation == CALL or operation == COMPUTED:  # noqa: PLR1714, SIM109  half the time of "in"
            name = first if operation == CALL else _computed_name(flows, state, first(context), current)
            if second is not None:
                assign_params(state, second(context))
            frames = _push(frames, current, place + 1, priority)
            current, place = flows[name], 0
            code, priority = current.code, _priority_in(current, priority)
        elif frames is None:
            instance.ended = True
            break
        else:
            frames, current, place, priority, _ = frames
            code = current.code
    state.slid = slid
    instance.current, instance.place, instance.frames, instance.priority = current, place, frames, priority
    instance.waits = first


def _enter(
    flows: Mapping[str, CompiledFlow], instance: Instance, taken: Alternative
) -> tuple[Frame | None, CompiledFlow, float]:
    frames, current, priority = instance.frames, instance.current, instance.priority
    for name, back in taken.enter:
        frames = _push(frames, current, back, priority)
        current = flows[name]
        priority = _priority_in(current, priority)
    return frames, current, priority


def _push(frames: Frame | None, flow: CompiledFlow, place: int, priority: float) -> Frame:
    depth = frames.depth + 1 if frames else 1
    if depth > MAX_CALLS:
        at = flow.position
        raise FlowLimitError(
            f"{at.file}:{at.line}: the flow {flow.name!r} calls flows more than {MAX_CALLS} deep."
            " Does it call itself?"
        )
    return Frame(frames, flow, place, priority, depth)


def _priority_in(flow: CompiledFlow, inherited: float) -> float:
    """A flow that sets no priority has its caller's."""
    return inherited if flow.priority == 1.0 else flow.priority


def assign_params(state: State, params: Mapping[str, Any]) -> None:
    """Set parameters as variables; those without a name are ``$1``, ``$2`` and so on."""
    for name, value in params.items():
        state.assign(str(name).removeprefix("$"), value)


def _computed_name(flows: Mapping[str, CompiledFlow], state: State, called: Any, caller: CompiledFlow) -> str:
    """The flow of ``do $name``; parameters in it, as in ``check input $model=small``, are set."""
    if not isinstance(called, str):
        raise ExpressionError(
            f"flow {caller.name!r}: 'do' needs the name of a flow, not {type(called).__name__}"
        )
    if called in flows:
        return called
    try:
        name, params = split_rail_reference(called)
    except ColangSyntaxError:
        name, params = called, {}
    if name not in flows:
        raise unknown_flow(name, flows, f"flow {caller.name!r}: ")
    assign_params(state, params)
    return name


def unknown_flow(name: str, flows: Mapping[str, CompiledFlow], where: str = "") -> ExpressionError:
    """The error for a name that no flow has."""
    hint = did_you_mean(name, flows)
    return ExpressionError(f"{where}there is no flow {name[:200]!r}." + (f" {hint}" if hint else ""))
