"""A conversation's flow state as plain data, and back.

A snapshot names flows, places in them and digests of them: no code comes out of one. What a changed
configuration no longer has is dropped; data that this module did not write is refused.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NoReturn

from rails_engine.colang.machine import Machine
from rails_engine.colang.program import WAIT, CompiledFlow, Program
from rails_engine.colang.sliding import MAX_CALLS
from rails_engine.colang.state import ABSENT, Frame, Head, State, heads_of, instances_of
from rails_engine.errors import BadStateError

if TYPE_CHECKING:
    from collections.abc import Sequence

VERSION = 1
MAX_DEPTH = 100
MAX_ITEMS = 200_000
MAX_INTEGER = 2**63
MAX_HEADS = 2_000


def dump_state(state: State) -> dict[str, Any]:
    """The state as values that every JSON writer takes. Private and foreign values stay out."""
    turn, before = state.turn
    return {
        "version": VERSION,
        "context": plain_values(state.context),
        "updates": plain_values(state.updates),
        "heads": [_dump_head(head) for head in heads_of(state.instances)],
        "turn": {
            "heads": [_dump_head(head) for head in turn],
            "before": plain_values({name: value for name, value in before.items() if value is not ABSENT}),
            "absent": [name for name, value in before.items() if value is ABSENT],
        },
    }


def load_state(machine: Machine | Program, data: Mapping[str, Any]) -> State:
    """The state that was dumped, with flows that changed since left out."""
    program = machine.program if isinstance(machine, Machine) else machine
    if not isinstance(data, Mapping) or data.get("version") != VERSION:
        _refuse("it is not one, or of another version")
    context = _read(data, "context", dict)
    state = State(dict(context))
    state.updates.update(_read(data, "updates", dict))
    state.instances = instances_of(_load_heads(program, _read(data, "heads", list)))
    turn = _read(data, "turn", dict)
    absent = [name for name in _read(turn, "absent", list) if isinstance(name, str)]
    before = {**_read(turn, "before", dict), **dict.fromkeys(absent, ABSENT)}
    state.turn = (_load_heads(program, _read(turn, "heads", list)), before)
    return state


def plain_values(context: Mapping[str, Any]) -> dict[str, Any]:
    """The variables whose names are not private and whose values are JSON's own."""
    return {
        name: value
        for name, value in context.items()
        if type(name) is str and not name.startswith("_") and _is_writable(name) and is_plain(value)
    }


def is_plain(value: Any) -> bool:
    """Whether any JSON writer writes the value, and any reader reads it back (a tuple as a list)."""
    pending: list[tuple[Any, int]] = [(value, 0)]
    count = 0
    while pending:
        item, depth = pending.pop()
        count += 1
        if depth > MAX_DEPTH or count > MAX_ITEMS:
            return False
        kind = type(item)
        if kind is dict:
            if not all(type(key) is str and _is_writable(key) for key in item):
                return False
            pending.extend((each, depth + 1) for each in item.values())
        elif kind is list or kind is tuple:
            pending.extend((each, depth + 1) for each in item)
        elif not _is_plain_scalar(item):
            return False
    return True


def _is_plain_scalar(item: Any) -> bool:
    kind = type(item)
    if kind is str:
        return _is_writable(item)
    if kind is int:
        return bool(-MAX_INTEGER <= item < MAX_INTEGER)
    if kind is float:
        return math.isfinite(item)
    return item is None or kind is bool


def _is_writable(text: str) -> bool:
    """A lone surrogate is no text for UTF-8."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _dump_head(head: Head) -> dict[str, Any]:
    calls = []
    frame = head.frames
    while frame is not None:
        calls.append([frame.flow.name, frame.flow.digest, frame.place, frame.priority])
        frame = frame.caller
    return {
        "flow": head.flow.name,
        "digest": head.flow.digest,
        "at": [head.current.name, head.current.digest, head.place, head.priority],
        "calls": calls,
        "fresh": head.fresh,
        "paused_by": head.paused_by,
    }


def _load_heads(program: Program, entries: Sequence[Any]) -> tuple[Head, ...]:
    if len(entries) > MAX_HEADS:
        _refuse("it holds too many flows")
    loaded = [_load_head(program, entry) for entry in entries]
    kept = {old: new for new, old in enumerate(old for old, head in enumerate(loaded) if head is not None)}
    heads = []
    for old, head in enumerate(loaded):
        if head is None:
            continue
        by = head.paused_by
        if by is not None and not (type(by) is int and 0 <= by < len(loaded) and by != old):
            _refuse("a flow waits for one that is not there")
        heads.append(head._replace(paused_by=None if by is None else kept.get(by)))
    _check_pauses(heads)
    return tuple(heads)


def _check_pauses(heads: Sequence[Head]) -> None:
    fine: set[int] = set()
    for start in range(len(heads)):
        path: list[int] = []
        at: int | None = start
        while at is not None and at not in fine:
            if at in path:
                _refuse("flows wait for each other")
            path.append(at)
            at = heads[at].paused_by
        fine.update(path)


def _load_head(program: Program, entry: Any) -> Head | None:
    if not isinstance(entry, dict):
        _refuse("a flow in it is not an object")
    flow = _load_flow(program, entry.get("flow"), entry.get("digest"))
    calls = _read(entry, "calls", list)
    if len(calls) > MAX_CALLS:
        _refuse("flows call each other too deeply")
    places = [_load_place(program, place) for place in [entry.get("at"), *calls]]
    if flow is None or any(place is None for place in places):
        return None
    known = [place for place in places if place is not None]
    frames: Frame | None = None
    for called, place, priority in reversed(known[1:]):
        frames = Frame(frames, called, place, priority, frames.depth + 1 if frames else 1)
    current, place, priority = known[0]
    bottom = known[-1][0]
    if current.code[place][0] != WAIT or bottom is not flow:
        _refuse(f"the flow {flow.name!r} cannot stand where it does")
    return Head(flow, current, place, frames, priority, entry.get("fresh") is True, entry.get("paused_by"))


def _load_place(program: Program, place: Any) -> tuple[CompiledFlow, int, float] | None:
    if not isinstance(place, list) or len(place) != 4:  # noqa: PLR2004  name, digest, instruction, priority
        _refuse("a place in a flow is not one")
    name, digest, index, priority = place
    flow = _load_flow(program, name, digest)
    if flow is None:
        return None
    if type(index) is not int or not 0 <= index < len(flow.code) or type(priority) not in (int, float):
        _refuse(f"the flow {flow.name!r} cannot stand where it does")
    return flow, index, float(priority)


def _load_flow(program: Program, name: Any, digest: Any) -> CompiledFlow | None:
    if not isinstance(name, str) or not isinstance(digest, str):
        _refuse("a flow in it has no name")
    flow = program.flows.get(name)
    return flow if flow is not None and flow.digest == digest else None


def _read(data: Mapping[str, Any], key: str, kind: type) -> Any:
    value = data.get(key)
    if not isinstance(value, kind):
        _refuse(f"{key!r} in it is missing or of the wrong kind")
    return value


def _refuse(reason: str) -> NoReturn:
    raise BadStateError(f"this is not a state of ours: {reason}")
