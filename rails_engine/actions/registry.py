"""The actions of an engine by name, and the decorator that marks them.

Everything that can be known of an action is found out when it is registered: what it is, what it takes,
which of its results mean "blocked". A registry under a running engine is never changed but replaced.
"""

from __future__ import annotations

import inspect
import re
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar, overload

from rails_engine.actions.binding import OneInput, read_binding
from rails_engine.actions.coroutines import drive
from rails_engine.actions.outcome import ActionResult, RailOutcome
from rails_engine.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rails_engine.actions.binding import Binding, Supplier

A = TypeVar("A", bound="Callable[..., Any]")

#: Where ``action`` leaves its note on a function or class.
MARK = "_rails_action"
#: Where other implementations of the decorator leave theirs, as a mapping.
FOREIGN_MARK = "action_meta"


@dataclass(frozen=True, slots=True)
class ActionMark:
    """What the decorator says of an action."""

    name: str
    is_system: bool = False
    execute_async: bool = False
    #: Says of a result whether it means "blocked".
    output_mapping: Callable[[Any], Any] | None = None


@overload
def action(is_system_action: A) -> A: ...
@overload
def action(
    is_system_action: bool = False,
    name: str | None = None,
    execute_async: bool = False,
    output_mapping: Callable[[Any], Any] | None = None,
    **ignored: Any,
) -> Callable[[A], A]: ...
def action(
    is_system_action: Any = False,
    name: str | None = None,
    execute_async: bool = False,
    output_mapping: Callable[[Any], Any] | None = None,
    **ignored: Any,
) -> Any:
    """Mark a function or class as an action: ``@action`` or ``@action(name="…")``.

    The object stays what it is. Options that other implementations of the decorator know are accepted.
    """
    del ignored
    system = is_system_action is True

    def mark(target: A) -> A:
        called = name or getattr(target, "__name__", None)
        if called is None:
            raise TypeError(f"an action of type {type(target).__name__} needs a name")
        setattr(target, MARK, ActionMark(called, system, execute_async, output_mapping))
        return target

    if callable(is_system_action):
        return mark(is_system_action)
    return mark


def mark_of(target: object) -> ActionMark | None:
    """The note of the decorator on this very object; a subclass or instance of a marked class has none."""
    try:
        own = object.__getattribute__(target, "__dict__")
    except AttributeError:
        return None
    if isinstance(target, type):
        own = type.__getattribute__(target, "__dict__")
    mark = own.get(MARK)
    if isinstance(mark, ActionMark):
        return mark
    foreign = own.get(FOREIGN_MARK)
    if isinstance(foreign, dict) and isinstance(foreign.get("name"), str):
        return ActionMark(
            foreign["name"],
            bool(foreign.get("is_system_action")),
            bool(foreign.get("execute_async")),
            foreign.get("output_mapping"),
        )
    return None


#: Results that need no second look.
_PLAIN = frozenset({bool, str, int, float, list, dict, tuple, type(None), ActionResult})


@dataclass(frozen=True, slots=True)
class Action:
    """One registered action, ready to be called."""

    name: str
    function: Callable[..., Any] = field(repr=False)
    #: What it accepts: ``params.names``, and whether others too (``params.open``).
    params: Binding = field(repr=False)
    is_system: bool = False
    execute_async: bool = False
    output_mapping: Callable[[Any], Any] | None = None

    def call(self, params: Mapping[str, Any], supplier: Supplier, *, timeout: float | None = None) -> Any:
        """Call it with a flow's parameters and what the turn supplies; coroutines are driven to the end.

        Its exceptions are its own. ``timeout`` (seconds) bounds coroutines only.
        """
        args, keywords = self.params.bind(self.name, params, supplier)
        value = self.function(*args, **keywords)
        if type(value) in _PLAIN or isinstance(value, RailOutcome):
            return value
        if hasattr(type(value), "__await__"):
            value = drive(value, timeout=timeout, name=self.name)
        if type(value).__name__ == "ActionResult" and not isinstance(value, ActionResult):
            return ActionResult(value.return_value, value.events, value.context_updates)
        return value


class _Instance:
    """A class that is an action: made once, when it is first called."""

    __slots__ = ("_lock", "_method", "_method_name", "_type")

    def __init__(self, cls: type, method: str) -> None:
        self._type = cls
        self._method_name = method
        self._method: Callable[..., Any] | None = None
        self._lock = threading.Lock()

    def __call__(self, *args: Any, **keywords: Any) -> Any:
        method = self._method
        if method is None:
            with self._lock:
                if self._method is None:
                    self._method = getattr(self._type(), self._method_name)
                method = self._method
        return method(*args, **keywords)


#: The methods that make an object an action, best first; the true ones take one mapping, ``input``.
_METHODS = (("run", False), ("ainvoke", True), ("invoke", True))


def make_action(target: Any, name: str | None = None) -> Action:
    """Read what there is to know of a function, class or object. Raises ``ConfigError`` for anything else."""
    mark = mark_of(target) or mark_of(_core(target))
    called = name or (mark.name if mark else getattr(target, "__name__", None))
    if called is None:
        raise ConfigError(
            f"an action of type {type(target).__name__} needs a name", hint="Register it with name=…."
        )
    function, params = _entrance(target, called)
    if mark is None:
        return Action(called, function, params)
    return Action(called, function, params, mark.is_system, mark.execute_async, mark.output_mapping)


def _core(target: Any) -> Any:
    """What a method, a ``partial`` or an object was made from: it may carry the mark."""
    if isinstance(target, type):
        return target
    for made_from in ("__func__", "func"):
        core = getattr(target, made_from, None)
        if inspect.isfunction(core):
            return core
    return type(target)


def _entrance(target: Any, name: str) -> tuple[Callable[..., Any], Binding]:
    """What to call, and how it takes its parameters."""
    if inspect.isroutine(target):
        return target, read_binding(target)
    owner = target if isinstance(target, type) else type(target)
    for method, one_input in _METHODS:
        if not callable(getattr(owner, method, None)):
            continue
        if owner is target:
            bound = isinstance(inspect.getattr_static(owner, method), staticmethod | classmethod)
            made = _Instance(target, method)
            return made, OneInput() if one_input else read_binding(getattr(owner, method), bound=bound)
        function = getattr(target, method)
        return function, OneInput() if one_input else read_binding(function)
    if owner is not target and callable(target):
        return target, read_binding(target)
    raise ConfigError(
        f"the action {name!r} is a {owner.__name__}, which has nothing to call",
        hint="An action is a function, or has a method run, ainvoke or invoke.",
    )


class ActionRegistry:
    """Actions by name. Fill it while an engine is built; then only ``with_`` gives changed copies."""

    __slots__ = ("_actions", "_folded")

    def __init__(self) -> None:
        self._actions: dict[str, Action] = {}
        self._folded: dict[str, Action] = {}

    def register(self, target: Any, name: str | None = None) -> None:
        """Add an action under its own or another name; a later one replaces an earlier one."""
        self._add(make_action(target, name))

    def register_all(self, targets: Mapping[str, Any]) -> None:
        """Add several."""
        for name, target in targets.items():
            self.register(target, name)

    def with_(self, target: Any, name: str | None = None) -> ActionRegistry:
        """A copy that has this action as well."""
        copy = ActionRegistry()
        copy._actions.update(self._actions)
        copy._folded.update(self._folded)
        copy.register(target, name)
        return copy

    def find(self, name: str) -> Action | None:
        """The action that a flow means: its exact name, or one that differs only in how words are joined.

        ``CheckFactsAction`` and ``check facts`` mean ``check_facts``.
        """
        found = self._actions.get(name)
        if found is None:
            folded = fold_action_name(name)
            found = self._actions.get(folded) or self._folded.get(folded)
        return found

    def names(self) -> tuple[str, ...]:
        """All names, sorted."""
        return tuple(sorted(self._actions))

    def _add(self, added: Action) -> None:
        self._actions[added.name] = added
        self._folded[fold_action_name(added.name)] = added


_WORD_START = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def fold_action_name(name: str) -> str:
    """``WolframAlphaRequestAction`` and ``wolfram alpha request`` as ``wolfram_alpha_request``."""
    return _WORD_START.sub("_", name.strip().removesuffix("Action")).replace(" ", "_").lower()
