"""Which value goes to which parameter of an action. Signatures are read once, when it is registered.

A parameter gets what the flow gives for it; else what the turn supplies under its name; else its own
default. What a flow gives and the action has no place for is an error: a rail that is handed a
misspelt parameter must not run without it.
"""

from __future__ import annotations

import functools
import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from rails_engine.actions.context import ABSENT
from rails_engine.errors import ActionParameterError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Arguments = tuple["Sequence[Any]", dict[str, Any]]


class Supplier(Protocol):
    """Whoever has values for parameters that a flow does not give."""

    def supply(self, name: str, action: str) -> Any:
        """The value for a parameter of an action, or ``ABSENT`` for a name that it does not know."""


class Binding(Protocol):
    """How one action takes its parameters."""

    @property
    def names(self) -> tuple[str, ...]:
        """The parameters that it declares."""

    @property
    def open(self) -> bool:
        """Whether it takes any others as well."""

    def bind(self, action: str, params: Mapping[str, Any], supplier: Supplier) -> Arguments:
        """The arguments of one call."""


@dataclass(frozen=True, slots=True)
class Declared:
    """An action with a signature."""

    names: tuple[str, ...]
    #: (name, required, supplied): ``supplied`` is false for what a ``partial`` has already set.
    slots: tuple[tuple[str, bool, bool], ...]
    known: frozenset[str]
    open: bool = False
    #: Those that can be given by position, in order; of these the first few only by position.
    positional: tuple[str, ...] = ()
    position_only: int = 0
    variadic: bool = False

    def bind(self, action: str, params: Mapping[str, Any], supplier: Supplier) -> Arguments:
        """The arguments of one call, all by keyword where that can be."""
        keywords: dict[str, Any] = {}
        left = len(params)
        complete = not self.position_only
        for name, required, supplied in self.slots:
            if name in params:
                keywords[name] = params[name]
                left -= 1
                continue
            value = supplier.supply(name, action) if supplied else ABSENT
            if value is not ABSENT:
                keywords[name] = value
            elif required:
                complete = False
        if left or not complete:
            return self._bind_the_rest(action, params, keywords)
        return (), keywords

    def _bind_the_rest(self, action: str, params: Mapping[str, Any], keywords: dict[str, Any]) -> Arguments:
        """What is not the common case: values without a name, names that are not declared, gaps."""
        for name, value in params.items():
            if name in self.known or _is_number(name):
                continue
            if self.open:
                keywords[name] = value
            elif value is not None:
                # None is a variable that nobody has set, such as the variant of a shipped rail whose
                # action a user has replaced by one of their own.
                raise ActionParameterError(action, f"has no parameter {name!r}. {self._hint(name)}")
        values = _in_order(params)
        for name in self.positional:
            if values and name not in keywords:
                keywords[name] = values.pop(0)
        if values and not self.variadic:
            raise ActionParameterError(action, f"is given too many values without a name. {self._hint('')}")
        for name, required, _ in self.slots:
            if required and name not in keywords:
                raise ActionParameterError(action, f"needs the parameter {name!r}.")
        wanted = self.positional if values else self.positional[: self.position_only]
        given = [name for name in wanted if name in keywords]
        if given != list(wanted[: len(given)]):
            gap = next(name for name in wanted if name not in keywords)
            raise ActionParameterError(action, f"needs the parameter {gap!r} to be given those after it.")
        return [*(keywords.pop(name) for name in given), *values], keywords

    def _hint(self, name: str) -> str:
        taken = f"It takes: {', '.join(self.names)}." if self.names else "It takes none."
        return did_you_mean(name, self.names) or taken


@dataclass(frozen=True, slots=True)
class Undeclared:
    """An action that does not say what it takes: it gets what the flow gives, as the flow gives it."""

    names: tuple[str, ...] = ()
    open: bool = True

    def bind(self, action: str, params: Mapping[str, Any], supplier: Supplier) -> Arguments:  # noqa: ARG002 - an interface
        """The flow's parameters and nothing else."""
        return _in_order(params), {name: value for name, value in params.items() if not _is_number(name)}


@dataclass(frozen=True, slots=True)
class OneInput:
    """An action that takes all parameters as one mapping, ``input``."""

    names: tuple[str, ...] = ()
    open: bool = True

    def bind(self, action: str, params: Mapping[str, Any], supplier: Supplier) -> Arguments:  # noqa: ARG002 - an interface
        """The flow's parameters as one value."""
        return (), {"input": dict(params)}


def read_binding(function: Callable[..., Any], *, bound: bool = True) -> Binding:
    """How a callable takes its parameters; ``bound=False`` is a method without its object."""
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (ValueError, TypeError):
        return Undeclared()
    parameters = parameters if bound else parameters[1:]
    kinds = inspect.Parameter
    positional = [
        p.name for p in parameters if p.kind in (kinds.POSITIONAL_ONLY, kinds.POSITIONAL_OR_KEYWORD)
    ]
    named = [p for p in parameters if p.kind not in (kinds.VAR_POSITIONAL, kinds.VAR_KEYWORD)]
    preset = function.keywords if isinstance(function, functools.partial) else {}
    names = tuple(p.name for p in named)
    return Declared(
        names=names,
        slots=tuple((p.name, p.default is kinds.empty, p.name not in preset) for p in named),
        known=frozenset(names),
        open=any(p.kind is kinds.VAR_KEYWORD for p in parameters),
        positional=tuple(positional),
        position_only=sum(p.kind is kinds.POSITIONAL_ONLY for p in parameters),
        variadic=any(p.kind is kinds.VAR_POSITIONAL for p in parameters),
    )


def _is_number(name: str) -> bool:
    """Whether a flow gave this without a name, which makes it ``$1`` or ``$2``."""
    return name[:1] == "$" and name[1:].isdigit()


def _in_order(params: Mapping[str, Any]) -> list[Any]:
    return [params[name] for name in sorted(filter(_is_number, params), key=lambda name: int(name[1:]))]
