"""Compiled flows: flat lists of instructions, what flows wait for, and where they begin.

Values only, made once by ``compiler.py`` and shared by every conversation; nothing here runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rails_engine.colang.nodes import Position
    from rails_engine.colang.wishes import Wish

Context = Mapping[str, Any]
Evaluate = Callable[[Context], Any]
EvaluateAll = Callable[[Context], dict[str, Any]]
#: An event that has a name: its type, and the intent or the action's name.
EventKey = tuple[str, str | None]

# Instructions are ``(operation, first, second)``:
WAIT = 0  # Element, None: a flow stands here until an event moves it
UNLESS = 1  # condition, target: jump if it does not hold
JUMP = 2  # target, None
SET = 3  # variable, Evaluate
CALL = 4  # name of a flow, EvaluateAll | None
COMPUTED = 5  # Evaluate of a flow's name, EvaluateAll | None
RETURN = 6  # None, None

Instruction = tuple[int, Any, Any]


@dataclass(frozen=True, slots=True)
class Alternative:
    """One event that moves a flow on, and where to.

    ``name`` None is any name. ``properties`` are values that the event must have. ``enter`` names the
    flows that are called on the way, each with the instruction that follows the call.
    """

    type: str
    name: str | None
    target: int
    properties: tuple[tuple[str, Evaluate], ...] = ()
    enter: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Element:
    """A place where a flow waits. One that acts also wishes for what it waits for."""

    #: What is known by its key alone; found with one look-up.
    exact: Mapping[EventKey, Alternative]
    #: Everything else, in order; where there is something here, ``exact`` is empty.
    loose: tuple[Alternative, ...] = ()
    act: Callable[[Context], Wish] | None = None
    #: The variable that keeps an action's result.
    result: str | None = None
    #: The wish is granted by making it: the flow does not wait here.
    emits: bool = False
    #: Where an event of one of the types leads that are waited for, if nothing matches.
    otherwise: Alternative | None = None

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """All of them."""
        return self.loose or tuple(self.exact.values())

    @property
    def types(self) -> frozenset[str]:
        """The types of events that it waits for."""
        return frozenset(alternative.type for alternative in self.alternatives)


@dataclass(frozen=True, slots=True, eq=False)
class CompiledFlow:
    """One flow, ready to run. Equal only to itself."""

    name: str
    code: tuple[Instruction, ...]
    position: Position
    #: Changes when what the flow does changes, not when it moves in its file.
    digest: str
    subflow: bool = False
    extension: bool = False
    parallel: bool = False
    interruptible: bool = True
    priority: float = 1.0
    tags: tuple[str, ...] = ()
    meta: tuple[tuple[str, object], ...] = ()
    source: str = ""
    #: Types of events that it and the flows that it calls wait for.
    triggers: frozenset[str] = frozenset()
    #: Where it begins, if that is a place to wait.
    first: Element | None = None


@dataclass(frozen=True, slots=True)
class Starts:
    """Which flows an event may start, in order. Empty for most events, whatever the number of flows."""

    by_key: Mapping[EventKey, tuple[CompiledFlow, ...]] = field(default_factory=dict)
    by_type: Mapping[str, tuple[CompiledFlow, ...]] = field(default_factory=dict)
    #: Flows that begin with a computed call: only trying tells.
    by_any: tuple[CompiledFlow, ...] = ()


@dataclass(frozen=True, slots=True)
class Program:
    """Everything that the Colang files of one configuration say."""

    flows: Mapping[str, CompiledFlow]
    user_messages: Mapping[str, tuple[str, ...]]
    bot_messages: Mapping[str, tuple[str, ...]]
    starts: Starts
    #: Whether any flow starts by itself.
    has_dialog: bool
    #: Types of events that any flow waits for.
    listens: frozenset[str]
    #: Intents of the user that some flow waits for by name.
    user_intents: frozenset[str]
