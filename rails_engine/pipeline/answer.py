"""What a turn has come to so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rails_engine.colang.history import REMOVE_LAST_MESSAGE

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

    def separated(self, text: str) -> str:
        """A text as a stream gives it, on a line of its own."""
        return f"\n{text}" if self.said else text

    def say(self, text: str) -> None:
        """One more message, or one less where that is what the text says."""
        if text != REMOVE_LAST_MESSAGE:
            self.said.append(text)
        elif self.said:
            self.said.pop()

    def block(self, verdict: Verdict) -> None:
        """A rail ended the turn: its words take the place of everything that was to be said."""
        self.said = []
        for text in verdict.said:
            self.say(text)
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
