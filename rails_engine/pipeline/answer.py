"""What a turn has come to so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rails_engine.errors import RailsError
    from rails_engine.events import Event
    from rails_engine.llm.base import LLMReply
    from rails_engine.messages import Message
    from rails_engine.rails.plan import ConfiguredRail
    from rails_engine.rails.runner import Verdict


@dataclass(slots=True)
class Answer:
    """Grows while the turn runs; ``done`` when nothing more is to be said."""

    said: list[str] = field(default_factory=list)
    tool_calls: list[dict[str, Any]] = field(default_factory=list)
    blocked_by: ConfiguredRail | None = None
    exception: Event | None = None
    error: RailsError | None = None
    #: The main call's reply, for usage and finish reason.
    reply: LLMReply | None = None
    choices: list[Message] = field(default_factory=list)
    done: bool = False

    @property
    def text(self) -> str:
        """Everything that is said, a line for each message."""
        return "\n".join(self.said)

    def say(self, text: str) -> None:
        """One more message."""
        self.said.append(text)

    def block(self, verdict: Verdict) -> None:
        """A rail ended the turn: its words take the place of everything that was to be said."""
        self.said = list(verdict.said)
        self.tool_calls = []
        self.choices = []
        self.blocked_by = verdict.rail
        self.exception = verdict.exception
        self.done = True

    def fail(self, text: str, error: RailsError) -> None:
        """Something broke inside: a sentence says that, and the error is kept for whoever can tell more."""
        self.said = [text]
        self.tool_calls = []
        self.choices = []
        self.error = error
        self.done = True
