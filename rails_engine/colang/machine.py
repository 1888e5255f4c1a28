"""The machine: one event in, one decision out. It does no I/O and knows no clock.

Its work for an event depends on the flows that the event concerns, not on the length of the
conversation nor on the number of flows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rails_engine import events
from rails_engine.colang.compiler import compile_body
from rails_engine.colang.matching import NAMED, has_failed, match
from rails_engine.colang.sliding import assign_params, slide, unknown_flow
from rails_engine.colang.state import Instance, State
from rails_engine.colang.straight import straight_flows
from rails_engine.errors import RailsError

if TYPE_CHECKING:
    from rails_engine.colang import nodes
    from rails_engine.colang.program import Alternative, CompiledFlow, EventKey, Program
    from rails_engine.colang.straight import Straight
    from rails_engine.colang.wishes import RunAction, Wish
    from rails_engine.events import Event

__all__ = ["Machine", "State"]

#: A flow that is not concerned by an event may still decide, after those that are.
KEPT = 0.9
#: Of a parallel flow only so many instances are kept; the oldest one gives way.
MAX_PARALLEL = 50
#: Events that move no flow.
QUIET = frozenset(
    {
        events.ACTION_STARTED,
        events.CONTEXT_UPDATE,
        events.HIDE_PREVIOUS_TURN,
        events.LISTEN,
        events.START_FLOW,
    }
)


class _Outcome:
    """What one event did to the instances, while it is being worked out."""

    __slots__ = ("broken", "decider", "extended", "left", "paused", "priority")

    def __init__(self) -> None:
        self.decider: Instance | None = None
        self.priority = 0.0
        #: Waited for something else, and end unless an extension explains it.
        self.broken: list[Instance] = []
        #: Waited for something else, and go on later.
        self.paused: list[Instance] = []
        #: An extension has ended.
        self.extended = False
        #: Some instance has ended, or waits for another to end.
        self.left = False

    def consider(self, instance: Instance, factor: float = 1.0) -> None:
        """The first instance with the highest priority decides."""
        if instance.waits.act is not None and instance.priority * factor > self.priority:
            self.decider, self.priority = instance, instance.priority * factor


class Machine:
    """Runs the flows of one program, for any number of states."""

    def __init__(self, program: Program, *, max_steps: int = 10_000) -> None:
        self.program = program
        self._flows = program.flows
        self._by_key = program.starts.by_key
        self._by_type = program.starts.by_type
        self._by_any = program.starts.by_any
        self._max_steps = max_steps
        #: Flows that may be run by themselves, on a state of their own, until their first action has ended.
        self.straight = straight_flows(program)

    def new_state(self, context: dict[str, Any] | None = None) -> State:
        """The state at the beginning of a conversation; the context is used, not copied."""
        return State(context)

    def is_idle(self, state: State) -> bool:
        """Whether no flow is under way."""
        return not state.instances

    def knows_intent(self, intent: str) -> bool:
        """Whether some flow waits for this user intent by name."""
        return intent in self.program.user_intents

    def start(self, state: State, flow: str, params: Mapping[str, Any] | None = None) -> Wish | None:
        """Run a flow from its beginning; its parameters become variables first."""
        compiled = self._flows.get(flow)
        if compiled is None:
            raise unknown_flow(flow, self._flows)
        if params:
            assign_params(state, params)
        return self._launch(state, compiled)

    def start_straight(
        self, state: State, straight: Straight, params: Mapping[str, Any] | None = None
    ) -> RunAction:
        """The same as ``start``; to be answered by ``end_action``, unless the action fails."""
        if params:
            assign_params(state, params)
        return straight.wish(state.context)

    def end_action(self, state: State, straight: Straight, done: Event) -> Wish | None:
        """The same as ``step``, with the successful end of that action."""
        place = straight.take(state, done)
        if place is None:
            return None
        state.slid = 0
        instance = Instance(straight.flow)
        slide(self._flows, state, instance, None, self._max_steps, place)
        instance.fresh = False
        outcome = _Outcome()
        if not instance.ended:
            state.instances.append(instance)
            outcome.consider(instance)
        return self._decide(state, outcome)

    def start_body(self, state: State, statements: Sequence[nodes.Statement], name: str) -> Wish | None:
        """Run a flow that is not part of the program."""
        return self._launch(state, compile_body(statements, name, self.program))

    def step(self, state: State, event: Event) -> Wish | None:
        """Advance on one event and decide what is next; None is to listen."""
        kind = event.get("type")
        if kind.__class__ is not str:
            return None
        if kind in QUIET:
            return self._step_quietly(state, kind, event)
        state.context["event"] = event
        field = NAMED.get(kind)
        key: EventKey | None = None
        if field is None:
            starters = self._by_type.get(kind, self._by_any)
            if kind == events.USER_SAID:
                state.begin_turn()
        else:
            name = event.get(field)
            if name == events.STOP_INTENT and kind == events.BOT_INTENT:
                state.instances.clear()
                return None
            if type(name) is not str or (kind == events.ACTION_FINISHED and has_failed(event)):
                name = None
            key = (kind, name)
            known = self._by_key.get(key)
            starters = self._by_type.get(kind, self._by_any) if known is None else known
        if not starters and not state.instances:
            return None
        state.slid = 0
        outcome = _Outcome()
        try:
            self._advance(state, event, key, outcome)
            if starters:
                self._start_flows(state, event, key, starters, outcome)
        except RailsError:
            _settle(state, _Outcome())
            raise
        return self._decide(state, outcome)

    def _step_quietly(self, state: State, kind: str, event: Event) -> Wish | None:
        if kind == events.CONTEXT_UPDATE:
            data = event.get("data")
            if isinstance(data, Mapping):
                for name in data:
                    state.note_update(name)
                state.context.update(data)
        elif kind == events.HIDE_PREVIOUS_TURN:
            state.hide_turn()
        elif kind == events.START_FLOW and isinstance(event.get("flow_id"), str) and "flow_body" not in event:
            params = event.get("params")
            return self.start(state, event["flow_id"], params if isinstance(params, Mapping) else None)
        return None

    def _advance(self, state: State, event: Event, key: EventKey | None, outcome: _Outcome) -> None:
        """Move the instances that the event concerns."""
        kind = event["type"]
        for instance in state.instances:
            if instance.paused_by is not None:
                outcome.left = True
                continue
            element = instance.waits
            taken = match(element, key, event, state.context)
            if taken is not None:
                self._move(state, instance, taken, event, outcome)
                instance.fresh = False
            elif key is None and kind not in instance.flow.triggers and kind not in instance.current.triggers:
                outcome.consider(instance, KEPT)
            elif element.act is not None or not instance.flow.interruptible:
                outcome.broken.append(instance)
            else:
                outcome.paused.append(instance)

    def _move(
        self, state: State, instance: Instance, taken: Alternative, event: Event, outcome: _Outcome
    ) -> None:
        result = instance.waits.result
        if result is not None:
            state.assign(result, event.get("return_value"))
        slide(self._flows, state, instance, taken, self._max_steps)
        if instance.ended:
            outcome.left = True
            outcome.extended = outcome.extended or instance.flow.extension
        else:
            outcome.consider(instance)

    def _start_flows(
        self,
        state: State,
        event: Event,
        key: EventKey | None,
        starters: Sequence[CompiledFlow],
        outcome: _Outcome,
    ) -> None:
        """Start the flows that begin with the event."""
        for flow in starters:
            old = _predecessor(flow, state.instances)
            if old is not None and not flow.parallel and _is_active(old, outcome):
                continue
            instance = Instance(flow)
            taken = self._try_beginning(state, instance, event, key)
            if taken is None:
                continue
            self._move(state, instance, taken, event, outcome)
            if old is not None:
                _replace(old, instance, state.instances)
                outcome.left = True
            if not instance.ended:
                state.instances.append(instance)

    def _try_beginning(
        self, state: State, instance: Instance, event: Event, key: EventKey | None
    ) -> Alternative | None:
        """How the event begins the flow; variables set on the way there stay set only if it does."""
        flow = instance.flow
        if flow.first is not None:
            instance.waits = flow.first
            return match(flow.first, key, event, state.context)
        taken = None
        state.begin_trial()
        try:
            slide(self._flows, state, instance, None, self._max_steps)
            if not instance.ended:
                taken = match(instance.waits, key, event, state.context)
        finally:
            state.end_trial(keep=taken is not None)
        return taken

    def _launch(self, state: State, flow: CompiledFlow) -> Wish | None:
        state.slid = 0
        instance = Instance(flow)
        slide(self._flows, state, instance, None, self._max_steps)
        outcome = _Outcome()
        old = _predecessor(flow, state.instances)
        if old is not None:
            _replace(old, instance, state.instances)
            outcome.left = True
        if not instance.ended:
            state.instances.append(instance)
            outcome.consider(instance)
        return self._decide(state, outcome)

    def _decide(self, state: State, outcome: _Outcome) -> Wish | None:
        if outcome.left or outcome.broken or outcome.paused:
            _settle(state, outcome)
        decider = outcome.decider
        if decider is None:
            return None
        element = decider.waits
        if element.act is None:
            return None
        wish = element.act(state.context)
        if element.emits:
            slide(self._flows, state, decider, None, self._max_steps, decider.place + 1)
            decider.fresh = False
            if decider.ended:
                _settle(state, _Outcome())
        return wish


def _predecessor(flow: CompiledFlow, instances: Sequence[Instance]) -> Instance | None:
    """The instance that has to give way to a new one of the same flow."""
    same = [instance for instance in instances if instance.flow.name == flow.name]
    if not same or (flow.parallel and len(same) < MAX_PARALLEL):
        return None
    return same[0]


def _is_active(instance: Instance, outcome: _Outcome) -> bool:
    """Whether the event found the instance ready and was not out of its line."""
    return instance.paused_by is None and instance not in outcome.paused and instance not in outcome.broken


def _replace(old: Instance, new: Instance, instances: Sequence[Instance]) -> None:
    """End an instance; whoever waits for it now waits for the new one."""
    old.ended = True
    for instance in instances:
        if instance.paused_by is old:
            instance.paused_by = new


def _settle(state: State, outcome: _Outcome) -> None:
    """Who goes on, who waits for the decider, and who is gone."""
    decider = outcome.decider
    for instance in outcome.broken:
        if instance.ended:
            continue
        if outcome.extended:
            outcome.consider(instance)
        elif decider is None or decider.fresh or not (decider.flow.extension and instance.flow.interruptible):
            instance.ended = instance.failed = True
        else:
            outcome.paused.append(instance)
    _resume(state.instances, outcome)
    if outcome.decider is not None:
        for instance in outcome.paused:
            instance.paused_by = outcome.decider
    state.instances = [instance for instance in state.instances if not instance.ended]


def _resume(instances: Sequence[Instance], outcome: _Outcome) -> None:
    """Flows go on when what interrupted them has ended, and end when it failed."""
    changed = True
    while changed:
        changed = False
        for instance in instances:
            by = instance.paused_by
            if by is None or not by.ended or instance.ended:
                continue
            instance.paused_by = None
            if by.failed:
                instance.ended = instance.failed = changed = True
            else:
                outcome.consider(instance)
