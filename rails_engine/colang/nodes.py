"""The syntax tree of Colang 1.0. Nodes say what was written and where; they decide nothing.

Expressions and parameter values stay text here (``expressions.py`` compiles them), so that an error
in one can be shown with the line that it stands on.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a source file; ``text`` is the whole source line."""

    file: str
    line: int
    column: int = 1
    text: str = ""


@dataclass(frozen=True, slots=True)
class Expression:
    """The source of an expression, as written after ``if``, ``=`` or in a parameter."""

    source: str
    at: Position


Params = tuple[tuple[str, Expression], ...]


@dataclass(frozen=True, slots=True)
class User:
    """``user INTENT``, ``user A or user B``, ``user ...`` (``intents`` is None: any intent)."""

    intents: tuple[str, ...] | None
    at: Position


@dataclass(frozen=True, slots=True)
class Bot:
    """``bot INTENT``, ``bot INTENT "text"``, ``bot "text"``, ``bot $variable``, ``bot ...``.

    ``instructions`` is the comment above the statement. ``any_intent`` is ``bot ...``, which only
    waits. Several ``intents`` (``bot a or bot b``) wait for any of them and say the first.
    """

    intents: tuple[str, ...]
    at: Position
    text: str | None = None
    variable: Expression | None = None
    any_intent: bool = False
    instructions: str | None = None


@dataclass(frozen=True, slots=True)
class Execute:
    """``execute ACTION(params)`` with the variable that keeps the result."""

    action: str
    params: Params
    result: str | None
    at: Position


@dataclass(frozen=True, slots=True)
class WaitEvent:
    """``event NAME(k=v)``: wait for it."""

    name: str
    params: Params
    at: Position


@dataclass(frozen=True, slots=True)
class CreateEvent:
    """``create event NAME(k=v)``: make it happen."""

    name: str
    params: Params
    at: Position


@dataclass(frozen=True, slots=True)
class Do:
    """``do FLOW``; a computed name (``do $list[i]``) is an expression; ``$a = do X`` names results."""

    flow: str | Expression
    params: Params
    results: tuple[str, ...]
    at: Position


@dataclass(frozen=True, slots=True)
class Branch:
    """A condition and what it guards."""

    condition: Expression
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class If:
    """``if`` / ``else if`` / ``else``."""

    branches: tuple[Branch, ...]
    otherwise: tuple[Statement, ...]
    at: Position


@dataclass(frozen=True, slots=True)
class While:
    """``while``."""

    condition: Expression
    body: tuple[Statement, ...]
    at: Position


@dataclass(frozen=True, slots=True)
class Break:
    """``break``."""

    at: Position


@dataclass(frozen=True, slots=True)
class Continue:
    """``continue`` in a loop; outside of one it is ``pass``."""

    at: Position


@dataclass(frozen=True, slots=True)
class WhenBranch:
    """One thing that may happen next, and what follows it."""

    trigger: User | Bot | WaitEvent | Do
    body: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class When:
    """``when`` / ``else when`` / ``else``: branch on the next event."""

    branches: tuple[WhenBranch, ...]
    otherwise: tuple[Statement, ...]
    at: Position


@dataclass(frozen=True, slots=True)
class AnyOf:
    """``any``: go on when one of the waiting statements below has happened."""

    triggers: tuple[User | Bot | WaitEvent, ...]
    at: Position


@dataclass(frozen=True, slots=True)
class Label:
    """``label NAME``."""

    name: str
    at: Position


@dataclass(frozen=True, slots=True)
class Goto:
    """``goto NAME``."""

    name: str
    at: Position


@dataclass(frozen=True, slots=True)
class Return:
    """``return`` / ``done``: the flow ends here."""

    at: Position


@dataclass(frozen=True, slots=True)
class Stop:
    """``stop`` / ``abort``: the turn ends here."""

    at: Position


@dataclass(frozen=True, slots=True)
class Set:
    """``$x = EXPR``; ``+=`` and ``-=`` are written out by the parser."""

    variable: str
    value: Expression
    at: Position


@dataclass(frozen=True, slots=True)
class Generate:
    """``$x = ...``: a model fills it in, told by the comment above."""

    variable: str
    instructions: str | None
    at: Position


Statement = (
    User
    | Bot
    | Execute
    | WaitEvent
    | CreateEvent
    | Do
    | If
    | While
    | Break
    | Continue
    | When
    | AnyOf
    | Label
    | Goto
    | Return
    | Stop
    | Set
    | Generate
)


@dataclass(frozen=True, slots=True)
class DefineUser:
    """``define user NAME`` with its examples."""

    name: str
    examples: tuple[str, ...]
    at: Position


@dataclass(frozen=True, slots=True)
class DefineBot:
    """``define bot NAME`` with its texts."""

    name: str
    texts: tuple[str, ...]
    at: Position


@dataclass(frozen=True, slots=True)
class DefineFlow:
    """``define flow|subflow NAME``. ``source`` is its body as written, for prompts that show flows."""

    name: str
    body: tuple[Statement, ...]
    at: Position
    subflow: bool = False
    extension: bool = False
    parallel: bool = False
    interruptible: bool = True
    priority: float = 1.0
    #: ``test``, ``sample``, ``response``, ``interruption``, … and what ``meta`` says.
    tags: tuple[str, ...] = ()
    meta: tuple[tuple[str, object], ...] = ()
    source: str = ""


Definition = DefineUser | DefineBot | DefineFlow


@dataclass(frozen=True, slots=True)
class File:
    """One source text: its definitions in order, and the imports it names."""

    name: str
    definitions: tuple[Definition, ...]
    imports: tuple[str, ...] = ()
