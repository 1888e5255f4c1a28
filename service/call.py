"""What a client asks for, whatever dialect it spoke. From here on nobody looks at the body again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rails_engine import GenerationOptions

if TYPE_CHECKING:
    from rails_engine import Message

#: The bounds of ``thread_id``, in characters.
SHORTEST_THREAD_ID = 16
LONGEST_THREAD_ID = 255


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one request may bring."""

    max_body_bytes: int = 8 * 1024 * 1024
    max_messages: int = 4000
    #: How deep its JSON may be nested. Every encoder and every walk of ours can go deeper than this.
    max_depth: int = 100


@dataclass(frozen=True, slots=True)
class ChatCall:
    """A request for a chat completion that is well formed; nothing in it has been looked up yet."""

    #: Which dialect it came in and is answered in.
    dialect: str
    #: The configurations that it names, in order; none: the server's default.
    config_ids: tuple[str, ...] = ()
    #: As it was asked for; None where the dialect has none.
    model: str | None = None
    messages: list[Message] = field(default_factory=list)
    #: What goes to the main call, whatever its truth value; what was null is not here.
    params: dict[str, Any] = field(default_factory=dict)
    stream: bool = False
    #: Whether the stream ends with a chunk of token counts.
    include_usage: bool = False
    #: At most 255 characters; it may be too short, which has an answer of its own.
    thread_id: str | None = None
    context: dict[str, Any] = field(default_factory=dict)
    options: GenerationOptions = field(default_factory=GenerationOptions)
    #: As the client sent it, seal and all; ``{}`` starts a conversation, None asks for no state.
    state: dict[str, Any] | None = None

    @property
    def model_name(self) -> str | None:
        """What takes the place of the main model's name; None keeps the configured one."""
        return self.model or None

    @property
    def has_short_thread_id(self) -> bool:
        """Whether there is a thread id that is too short to be hard to guess."""
        return self.thread_id is not None and len(self.thread_id) < SHORTEST_THREAD_ID
