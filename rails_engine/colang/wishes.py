"""What the machine wishes of the world. It does nothing itself; whoever runs it grants these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from rails_engine.events import Event


class RunAction(NamedTuple):
    """Run an action; answer with its ``InternalSystemActionFinished`` event.

    The only wish that is made anew each time, which a frozen dataclass takes three times as long for.
    """

    name: str
    params: dict[str, Any]
    result_key: str | None
    flow: str


@dataclass(frozen=True, slots=True)
class Say:
    """Say something; answer with ``BotIntent(intent)`` when it has been said.

    ``template`` is a text written in the flow, still with variables in it; ``value`` is the content
    of a variable (``bot $x``), to be said as it is. With neither, the intent's message is looked up
    or generated.
    """

    intent: str
    flow: str
    template: str | None = None
    value: str | None = None
    instructions: str | None = None


@dataclass(frozen=True, slots=True)
class Emit:
    """Make this event happen: record it and step with it."""

    event: Event
    flow: str


@dataclass(frozen=True, slots=True)
class StopTurn:
    """No more steps in this turn. Answer with ``BotIntent(stop)``, which resets every flow."""

    flow: str


Wish = RunAction | Say | Emit | StopTurn
