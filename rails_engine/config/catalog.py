"""What configuration must know of the shipped rails. It is handed in: the rails live in a higher layer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class RailFlow:
    """A shipped flow that a rails list may name."""

    name: str
    #: Of ``input``, ``output``, ``retrieval``, ``tool_input``, ``tool_output``.
    kinds: frozenset[str]
    #: Its key under ``rails.config``, if it has settings.
    settings: str | None = None
    #: The prompt tasks that a configuration must define for it; ``{model}`` and ``{variant}`` stand for
    #: the reference's parameters. A task without ``{variant}`` gets `` $variant=…`` where one is given.
    prompts: tuple[str, ...] = ()
    #: Whether the reference must say ``$model=TYPE``.
    model_param: bool = False
    #: The type of the model that it needs.
    model_type: str | None = None
    #: Whether it may change the text.
    rewrites: bool = False
    #: An ordinary flow that starts by itself; naming it in a list only puts it to use.
    listens: bool = False


class RailCatalog(Protocol):
    """The shipped flows by name, and the settings types by their key under ``rails.config``."""

    @property
    def flows(self) -> Mapping[str, RailFlow]:
        """Flow name to flow."""
        ...

    @property
    def settings(self) -> Mapping[str, type]:
        """``rails.config`` key to the frozen dataclass that it is read into."""
        ...
