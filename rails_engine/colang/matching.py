"""Which events move which flows: by key where a look-up tells, by properties where it cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rails_engine import events
from rails_engine.colang.program import (
    CALL,
    COMPUTED,
    JUMP,
    RETURN,
    UNLESS,
    WAIT,
    Alternative,
    CompiledFlow,
    Starts,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rails_engine.colang.program import Context, Element, EventKey
    from rails_engine.events import Event

#: Events with a name, and the field that holds it. They concern every flow that waits.
NAMED = {
    events.USER_INTENT: "intent",
    events.BOT_INTENT: "intent",
    events.ACTION_FINISHED: "action_name",
}


def has_failed(event: Event) -> bool:
    """Whether an ``InternalSystemActionFinished`` tells of a failure."""
    return not event.get("is_success", event.get("status", "success") == "success")


def match(element: Element, key: EventKey | None, event: Event, context: Context) -> Alternative | None:
    """The alternative of an element that an event takes; ``key`` is the event's, if it has one."""
    taken = element.exact.get(key) if key is not None else None
    if taken is None and (element.loose or element.otherwise is not None):
        return _find(element, key, event, context)
    return taken


def _find(element: Element, key: EventKey | None, event: Event, context: Context) -> Alternative | None:
    kind, name = event["type"], key[1] if key else None
    awaited = False
    for alternative in element.alternatives:
        if alternative.type != kind:
            continue
        awaited = True
        if alternative.name is None:
            if _has_properties(alternative, event, context):
                return alternative
        elif alternative.name == name:
            return alternative
    return element.otherwise if awaited else None


def _has_properties(alternative: Alternative, event: Event, context: Context) -> bool:
    for field, evaluate in alternative.properties:
        if field not in event:
            return False
        if not _equal(evaluate(context), event[field]):
            return False
    return True


def _equal(expected: object, actual: object) -> bool:
    try:
        return bool(expected == actual)
    except Exception:  # noqa: BLE001  events may hold foreign objects; one that cannot be compared is different
        return False


def index_starts(flows: Mapping[str, CompiledFlow]) -> Starts:
    """The index from events to the flows that may begin with them, in the order of the flows."""
    by_key: dict[EventKey, set[int]] = {}
    by_type: dict[str, set[int]] = {}
    by_any: set[int] = set()
    ordered = list(flows.values())
    for place, flow in enumerate(ordered):
        if flow.subflow:
            continue
        search = _Beginnings(flows)
        search.visit(flow)
        if search.computed:
            by_any.add(place)
        for element in search.elements:
            for each in element.alternatives:
                if each.name is None or element.otherwise is not None:
                    by_type.setdefault(each.type, set()).add(place)
                else:
                    by_key.setdefault((each.type, each.name), set()).add(place)

    def in_order(*places: set[int]) -> tuple[CompiledFlow, ...]:
        return tuple(ordered[place] for place in sorted(set().union(*places)))

    return Starts(
        {key: in_order(places, by_type.get(key[0], set()), by_any) for key, places in by_key.items()},
        {kind: in_order(places, by_any) for kind, places in by_type.items()},
        in_order(by_any),
    )


class _Beginnings:
    """Every element that a flow may first wait at, whatever its conditions turn out to be."""

    def __init__(self, flows: Mapping[str, CompiledFlow]) -> None:
        self.flows = flows
        self.elements: list[Element] = []
        #: A computed call comes before them: it may begin with anything.
        self.computed = False
        self._visited: dict[str, bool] = {}

    def visit(self, flow: CompiledFlow) -> bool:
        """Whether the flow may come to its end without waiting."""
        if flow.name in self._visited:
            return self._visited[flow.name]
        self._visited[flow.name] = False
        seen: set[int] = set()
        pending = [0]
        while pending:
            place = pending.pop()
            if place in seen:
                continue
            seen.add(place)
            operation, first, second = flow.code[place]
            if operation == WAIT:
                self.elements.append(first)
            elif operation == COMPUTED:
                self.computed = True
            elif operation == RETURN:
                self._visited[flow.name] = True
            elif operation == JUMP:
                pending.append(first)
            elif operation != CALL or self.visit(self.flows[first]):
                pending.append(place + 1)
            if operation == UNLESS:
                pending.append(second)
        return self._visited[flow.name]
