"""The flows of rails whose actions give a verdict, written from a table.

A verdict blocks unless it says itself that it does not: where an action of the user's took the place of
ours and gives something that is no verdict, the text does not pass.
"""

from __future__ import annotations

from dataclasses import dataclass

from rails_engine.config.catalog import RailFlow
from rails_engine.rails.runner import SUBJECTS

REFUSE = "refuse to respond"
UNKNOWN = "inform answer unknown"


@dataclass(frozen=True, slots=True)
class Guard:
    """A flow that asks an action and does what its verdict says."""

    flow: str
    #: Of ``input``, ``output``, ``retrieval``.
    kind: str
    #: The action with its parameters, as it stands in the flow.
    call: str
    reply: str = REFUSE
    #: The event in place of the reply where the configuration wants exceptions; None: there is none.
    exception: str | None = None
    #: The verdict may be another text in place of this one.
    rewrites: bool = False
    #: A verdict that blocks empties the retrieved chunks and the turn goes on.
    empties: bool = False
    #: A variable without its ``$``: the flow runs once for each time that it was set to true.
    only_if: str | None = None

    def write(self) -> str:
        """The flow's text."""
        lines = [f"$result = execute {self.call}"]
        lines += ["if $result.is_blocked != False", *_indented(self._end())]
        if self.rewrites:
            lines += ["if $result.is_transform", f"  ${SUBJECTS[self.kind]} = $result.transform_text"]
        if self.only_if is not None:
            lines = [f"if ${self.only_if} == True", *_indented([f"${self.only_if} = False", *lines])]
        return "\n".join([f"define subflow {self.flow}", *_indented(lines)]) + "\n"

    def _end(self) -> list[str]:
        if self.empties:
            return [f'${SUBJECTS[self.kind]} = ""']
        return [*say(self.reply, self.exception, blocked(self.kind, self.flow)), "stop"]


@dataclass(frozen=True, slots=True)
class Mask:
    """A flow that puts what an action makes of a text in its place."""

    flow: str
    kind: str
    call: str

    def write(self) -> str:
        """The flow's text."""
        return f"define subflow {self.flow}\n  ${SUBJECTS[self.kind]} = execute {self.call}\n"


def blocked(kind: str, flow: str) -> str:
    """What an exception says."""
    return f"{kind.capitalize()} not allowed. The {kind} was blocked by the '{flow}' flow."


def say(reply: str, exception: str | None, message: str) -> list[str]:
    """The lines of a flow that refuse, as the configuration wants it."""
    if exception is None:
        return [f"bot {reply}"]
    return [
        "if $config.enable_rails_exceptions",
        f'  create event {exception}(message="{message}")',
        "else",
        f"  bot {reply}",
    ]


def write_flows(*entries: Guard | Mask, messages: str = "") -> str:
    """The text of a rail: its flows, and bot messages of its own."""
    return "\n".join([messages, *(entry.write() for entry in entries)])


def list_flows(settings: str | None, *entries: Guard | Mask) -> tuple[RailFlow, ...]:
    """The same flows as a configuration may name them."""
    return tuple(
        RailFlow(
            entry.flow,
            frozenset({entry.kind}),
            settings=settings,
            rewrites=isinstance(entry, Mask) or entry.rewrites or entry.empties,
        )
        for entry in entries
    )


def _indented(lines: list[str]) -> list[str]:
    return [f"  {line}" for line in lines]
