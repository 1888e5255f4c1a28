"""The flow state of one conversation: which flows are under way, and where each of them stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.colang.program import CompiledFlow, Element

#: Stands for the value of a variable that was not set.
ABSENT: Any = object()
_NO_ENTRY: Any = object()


class Frame(NamedTuple):
    """A call that has not come back: who called, and where and with what priority it goes on."""

    caller: Frame | None
    flow: CompiledFlow
    place: int
    priority: float
    depth: int


class Instance:
    """One flow under way."""

    __slots__ = (
        "current",
        "ended",
        "failed",
        "flow",
        "frames",
        "fresh",
        "paused_by",
        "place",
        "priority",
        "waits",
    )

    #: The element that it waits at, until it has ended.
    waits: Element

    def __init__(self, flow: CompiledFlow) -> None:
        self.flow = flow
        #: The flow whose code runs: the flow itself, or one that it called.
        self.current = flow
        self.place = 0
        self.frames: Frame | None = None
        self.priority = flow.priority
        #: The flow that interrupted this one.
        self.paused_by: Instance | None = None
        #: It has not moved since it began.
        self.fresh = True
        self.ended = False
        #: It ended because something else happened than it waited for.
        self.failed = False


class Head(NamedTuple):
    """Where an instance stands, as a value; ``paused_by`` is a place in the list of heads."""

    flow: CompiledFlow
    current: CompiledFlow
    place: int
    frames: Frame | None
    priority: float
    fresh: bool
    paused_by: int | None


class State:
    """The flow state of one conversation. It changes with every step."""

    __slots__ = ("_before", "_journal", "_turn", "context", "instances", "slid", "updates")

    def __init__(self, context: dict[str, Any] | None = None) -> None:
        self.context: dict[str, Any] = {} if context is None else context
        #: What flows changed in the context since the caller last emptied this.
        self.updates: dict[str, Any] = {}
        self.instances: list[Instance] = []
        #: How many instructions ran in this step.
        self.slid = 0
        self._turn: tuple[Head, ...] = ()
        self._before: dict[str, Any] = {}
        self._journal: list[tuple[str, Any, Any, Any]] | None = None

    def assign(self, name: str, value: Any) -> None:
        """A flow sets a variable."""
        context = self.context
        if self._journal is not None:
            self._journal.append(
                (
                    name,
                    context.get(name, _NO_ENTRY),
                    self.updates.get(name, _NO_ENTRY),
                    self._before.get(name, _NO_ENTRY),
                )
            )
        if name not in self._before:
            self._before[name] = context.get(name, ABSENT)
        context[name] = value
        self.updates[name] = value

    # Trying out how a flow begins

    def begin_trial(self) -> None:
        """From here on what flows set can be taken back."""
        self._journal = []

    def end_trial(self, *, keep: bool) -> None:
        """Keep what was set since the trial began, or take it back."""
        journal, self._journal = self._journal or [], None
        if keep:
            return
        for name, *values in reversed(journal):
            for mapping, value in zip((self.context, self.updates, self._before), values, strict=True):
                _restore(mapping, name, value, _NO_ENTRY)

    # Hiding a turn

    def begin_turn(self) -> None:
        """The user said something: this is where a hidden turn leads back to."""
        self._turn = heads_of(self.instances)
        self._before.clear()

    def note_update(self, name: str) -> None:
        """The caller is about to change a variable by an event."""
        if name not in self._before:
            self._before[name] = self.context.get(name, ABSENT)

    def hide_turn(self) -> None:
        """Flows and variables are again as they were before the user's last words."""
        self.instances = instances_of(self._turn)
        for name, value in self._before.items():
            _restore(self.context, name, value, ABSENT)
            if name in self.updates:
                _restore(self.updates, name, value, ABSENT)
        self._before = {}

    @property
    def turn(self) -> tuple[tuple[Head, ...], dict[str, Any]]:
        """What ``hide_turn`` would restore."""
        return self._turn, self._before

    @turn.setter
    def turn(self, value: tuple[tuple[Head, ...], dict[str, Any]]) -> None:
        self._turn, self._before = value


def _restore(mapping: dict[str, Any], name: str, value: Any, nothing: Any) -> None:
    if value is nothing:
        mapping.pop(name, None)
    else:
        mapping[name] = value


def heads_of(instances: Sequence[Instance]) -> tuple[Head, ...]:
    """Instances as values."""
    places = {id(instance): place for place, instance in enumerate(instances)}
    return tuple(
        Head(
            each.flow,
            each.current,
            each.place,
            each.frames,
            each.priority,
            each.fresh,
            places.get(id(each.paused_by)),
        )
        for each in instances
    )


def instances_of(heads: Sequence[Head]) -> list[Instance]:
    """Values as instances."""
    instances = []
    for head in heads:
        instance = Instance(head.flow)
        instance.current, instance.place, instance.frames = head.current, head.place, head.frames
        instance.priority, instance.fresh = head.priority, head.fresh
        instance.waits = head.current.code[head.place][1]
        instances.append(instance)
    for instance, head in zip(instances, heads, strict=True):
        if head.paused_by is not None:
            instance.paused_by = instances[head.paused_by]
    return instances
