"""What an action gives back: a verdict that two generations of flows can read, or a result with events.

Older flows take a rail action's result for what it used to be (``if not $allowed``, ``$accuracy < 0.5``,
``$response["allowed"]``, ``$user_message = execute mask_sensitive_data``); newer ones ask ``.is_blocked``.
An outcome made with a ``legacy`` value *is* a value of that type (a flag, number, text or table) and also
carries the verdict. One made without has no truth value and says so, because either guess would be wrong
for somebody, and a wrong guess lets a message through.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from rails_engine.errors import ActionError

if TYPE_CHECKING:
    from collections.abc import Callable

    from rails_engine.events import Event

Decision = Literal["allow", "block", "transform"]
Legacy = bool | float | str | Mapping[str, Any]

_NAMES = frozenset({"decision", "is_blocked", "is_transform", "transform_text", "reason", "metadata"})


class RailOutcome:
    """The verdict of a rail's action. Made by ``allow``, ``block`` and ``transform``; it never changes."""

    decision: Decision
    reason: str | None
    metadata: Mapping[str, Any]
    #: What takes the place of the judged text, where the decision is ``transform``.
    transform_text: str | None

    @staticmethod
    def allow(
        reason: str | None = None,
        *,
        legacy: Legacy | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> RailOutcome:
        """Nothing speaks against the text."""
        return _make("allow", legacy, reason, metadata)

    @staticmethod
    def block(
        reason: str | None = None,
        *,
        legacy: Legacy | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> RailOutcome:
        """The text must not pass."""
        return _make("block", legacy, reason, metadata)

    @staticmethod
    def transform(
        text: str,
        reason: str | None = None,
        *,
        legacy: Legacy | None = None,
        metadata: Mapping[str, Any] | None = None,
    ) -> RailOutcome:
        """The text passes as ``text``, which older flows see as well unless ``legacy`` says otherwise."""
        return _make("transform", text if legacy is None else legacy, reason, metadata, text)

    @property
    def is_blocked(self) -> bool:
        """Whether the text must not pass."""
        return self.decision == "block"

    @property
    def is_transform(self) -> bool:
        """Whether another text takes its place."""
        return self.decision == "transform"

    @property
    def legacy(self) -> Legacy | None:
        """What older flows see, as a plain value of Python; what a snapshot of variables keeps."""
        return None

    def to_json(self) -> dict[str, Any]:
        """The verdict as plain data, for logs."""
        data: dict[str, Any] = {
            "decision": self.decision,
            "reason": self.reason,
            "metadata": dict(self.metadata),
        }
        if self.transform_text is not None:
            data["transform_text"] = self.transform_text
        if self.legacy is not None:
            data["legacy"] = self.legacy
        return data

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise AttributeError(f"an outcome never changes: {name!r} cannot be set")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"an outcome never changes: {name!r} cannot be deleted")

    def __bool__(self) -> bool:
        raise TypeError("this outcome has no truth value; ask for .is_blocked")

    def __eq__(self, other: object) -> bool:
        if isinstance(other, RailOutcome):
            return other.legacy is None and vars(self) == vars(other)
        if other is None:
            return False
        raise TypeError("this outcome equals no plain value; ask for .is_blocked")

    def __hash__(self) -> int:
        return hash((self.decision, self.reason, self.transform_text))

    def __repr__(self) -> str:
        shown: list[str] = [self.decision]
        for name in ("reason", "transform_text", "legacy"):
            value = getattr(self, name)
            if value is not None:
                shown.append(f"{name}={value!r}")
        if self.metadata:
            shown.append(f"metadata={dict(self.metadata)!r}")
        return f"RailOutcome({', '.join(shown)})"


class _Flag(int, RailOutcome):
    """An outcome that older flows read as true or false."""

    __repr__ = RailOutcome.__repr__

    def __str__(self) -> str:
        return str(bool(self))

    @property
    def legacy(self) -> bool:
        return bool(self)


class _Number(float, RailOutcome):
    """An outcome that older flows read as a score."""

    __repr__ = RailOutcome.__repr__
    __str__ = float.__repr__

    @property
    def legacy(self) -> float:
        return float(self)


class _Text(str, RailOutcome):
    """An outcome that older flows read as a text."""

    __slots__ = ()

    __repr__ = RailOutcome.__repr__

    def __bool__(self) -> bool:
        return len(self) > 0

    @property
    def legacy(self) -> str:
        return str(self)


class _Table(dict[str, Any], RailOutcome):
    """An outcome that older flows read as a table, by key or by attribute.

    The names of the verdict can be asked for as keys too: whoever reads a table's attributes as keys
    (as flows do) must not find ``is_blocked`` missing.
    """

    __repr__ = RailOutcome.__repr__
    __str__ = dict.__repr__
    __hash__ = None  # type: ignore[assignment]

    def __bool__(self) -> bool:
        return len(self) > 0

    def __missing__(self, key: str) -> Any:
        if key in _NAMES:
            return getattr(self, key)
        raise KeyError(key)

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"the outcome has no {name!r}") from None

    def get(self, key: str, default: Any = None) -> Any:
        """The value of a key, the names of the verdict included."""
        return self[key] if key in self or key in _NAMES else default

    @property
    def legacy(self) -> dict[str, Any]:
        return dict(self)


def _make(
    decision: Decision,
    legacy: Legacy | None,
    reason: str | None,
    metadata: Mapping[str, Any] | None,
    text: str | None = None,
) -> RailOutcome:
    outcome: RailOutcome
    if isinstance(legacy, RailOutcome):
        legacy = legacy.legacy
    if legacy is None:
        outcome = RailOutcome()
    elif isinstance(legacy, bool):
        outcome = _Flag(legacy)
    elif isinstance(legacy, str):
        outcome = _Text(legacy)
    elif type(legacy) is dict or isinstance(legacy, Mapping):
        outcome = _Table(legacy)
        reason = legacy.get("reason") if reason is None else reason
    elif isinstance(legacy, int | float):
        outcome = _Number(legacy)
    else:
        raise TypeError(f"an outcome cannot behave as a {type(legacy).__name__}")
    own = vars(outcome)
    own["decision"], own["reason"], own["transform_text"] = decision, reason, text
    own["metadata"] = dict(metadata) if metadata else {}
    return outcome


@dataclass(slots=True)
class ActionResult:
    """A return value together with events to follow it and context variables to set before it."""

    return_value: Any = None
    events: list[Event] = field(default_factory=list)
    context_updates: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.events = list(self.events or ())
        self.context_updates = dict(self.context_updates or {})


#: What tables of older rails call their verdict, and whether a true value there is a block.
_VERDICT_KEYS = {
    "is_blocked": True,
    "blocked": True,
    "allowed": False,
    "on_topic": False,
    "is_match": True,
    "is_injection": True,
    "guardrails_triggered": True,
}

#: Scores below this were always blocks.
_ACCEPTED_SCORE = 0.5


def judge(value: Any, output_mapping: Callable[[Any], Any] | None = None) -> bool:
    """Whether an action's result means "blocked".

    In this order: an outcome says it itself; else the action's ``output_mapping`` says it (true is
    blocked); else an object or table with a verdict of a known name (``is_blocked``, ``allowed``, …);
    else a flag is read as "allowed" and a number as a score that must reach 0.5. Anything else says
    neither, which is an error and not a pass.
    """
    if isinstance(value, ActionResult):
        value = value.return_value
    if isinstance(value, RailOutcome):
        return value.is_blocked
    if output_mapping is not None:
        return bool(output_mapping(value))
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return not value >= _ACCEPTED_SCORE  # so that NaN is no pass
    for name, blocks in _VERDICT_KEYS.items():
        found = value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)
        if found is not None:
            return bool(found) is blocks
    raise ActionError(
        f"An action's result of type {type(value).__name__} says neither allowed nor blocked. "
        "Return a RailOutcome or a flag, or give the action an output_mapping."
    )
