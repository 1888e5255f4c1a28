"""What a rail is: flows in Colang that call actions, with the prompts and settings they need.

A shipped rail is one file in ``library/`` with one subclass of :class:`Rail`. An engine makes one
instance of each rail that it uses, so whatever can be prepared from the settings (compiled patterns,
say) is prepared there, at load.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rails_engine.config.catalog import RailFlow
    from rails_engine.config.schema import RailsConfig, TaskPrompt
    from rails_engine.rails.scanning import Scanner
    from rails_engine.transport import Transport

#: How a rail judges text that is still being written: ``exact`` rails can say how long a suffix could
#: still become a match, ``window`` rails look at pieces, ``whole`` rails need all of it.
Judgement = Literal["exact", "window", "whole"]


class Rail:
    """One shipped rail. Subclasses set the class variables and give the actions of their flows."""

    #: The plug-in's name; its flows have their own.
    name: ClassVar[str]
    flows: ClassVar[tuple[RailFlow, ...]] = ()
    #: Their text. A user's flow, message or action of the same name takes its place.
    colang: ClassVar[str] = ""
    prompts: ClassVar[tuple[TaskPrompt, ...]] = ()
    #: The key under ``rails.config`` and the frozen dataclass that it is read into.
    settings_key: ClassVar[str | None] = None
    settings_type: ClassVar[type | None] = None
    judges: ClassVar[Judgement] = "window"

    def __init__(self, settings: Any = None) -> None:
        if settings is None and self.settings_type is not None:
            settings = self.settings_type()
        self.settings = settings

    def connect(self, config: RailsConfig, transport: Transport) -> None:
        """Called once while an engine is built: where a rail finds out whom it will ask, and with which key.

        What is missing there is a ``ConfigError``.
        """
        del config, transport

    def allows_on_error(self, params: Mapping[str, Any]) -> bool:
        """Whether the text passes where a flow of this rail, with these parameters, could not judge it."""
        del params
        return getattr(self.settings, "on_error", "block") == "allow"

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The actions that the flows execute, by name."""
        return {}

    def scanner(self, flow: str) -> Scanner | None:
        """How one of its flows looks at text still being written; None judges as ``judges`` says.

        An ``exact`` rail gives one for each flow that runs on output. Its actions judge ``text`` alone and
        find what came before it in ``scope.before``.
        """
        del flow
        return None
