"""A turn as a value: what goes in, what comes out, and the record of what was done in between."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from rails_engine.messages import Usage
from rails_engine.options import DEFAULT_OPTIONS, GenerationOptions
from rails_engine.transport.pauses import Pause

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rails_engine.errors import RailsError
    from rails_engine.events import Event
    from rails_engine.messages import Message

Decision = Literal["allowed", "modified", "blocked", "error"]
RailStatus = Literal["ran", "skipped", "failed"]
RailVerdict = Literal["passed", "modified", "blocked"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One question to the engine. Everything that a turn depends on is in here or in the engine."""

    messages: Sequence[Message]
    options: GenerationOptions = DEFAULT_OPTIONS
    state: Mapping[str, Any] | None = None
    #: Where the flows stood before the last question (``TurnResult.snapshot`` of the turn before).
    snapshot: Mapping[str, Any] | None = None
    #: Replaces the main model's name, and only that.
    model: str | None = None
    #: Parameters of the main call (temperature, tools, …), whatever their truth value.
    params: Mapping[str, Any] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)
    #: Keys of this turn only: model name or type (folded, see llm.models.fold_name) to key.
    keys: Mapping[str, str] = field(default_factory=dict)
    stream: bool = False
    #: Called about twice a second while the engine waits for a model; may raise to give up.
    on_wait: Callable[[], None] | None = None
    #: Whether a stream says when nothing has come for now (``Pause``), instead of waiting.
    pauses: bool = False


@dataclass(slots=True)
class LLMCall:
    """One call of a model."""

    task: str
    model: str
    provider: str
    prompt: Sequence[Message]
    completion: str = ""
    usage: Usage = field(default_factory=Usage)
    started_at: float = 0.0
    finished_at: float = 0.0
    id: str = ""
    request_id: str | None = None
    raw: Mapping[str, Any] | None = None
    from_cache: bool = False


@dataclass(slots=True)
class ExecutedAction:
    """One run of an action, with the model calls that it made."""

    name: str
    params: Mapping[str, Any]
    return_value: Any = None
    llm_calls: list[LLMCall] = field(default_factory=list)
    started_at: float = 0.0
    finished_at: float = 0.0
    error: str | None = None


@dataclass(slots=True)
class RailRun:
    """What one configured rail did in one turn; those that did not run have one too."""

    kind: str
    name: str
    status: RailStatus = "ran"
    verdict: RailVerdict | None = None
    #: Why it was skipped or failed; what was enforced then.
    reason: str | None = None
    enforced: str | None = None
    #: How many characters it saw: what a rail did not see is not "passed".
    scanned: int = 0
    decisions: list[str] = field(default_factory=list)
    actions: list[ExecutedAction] = field(default_factory=list)
    stop: bool = False
    started_at: float = 0.0
    finished_at: float = 0.0


@dataclass(slots=True)
class Record:
    """Everything that happened in a turn, in order."""

    started_at: float
    rails: list[RailRun] = field(default_factory=list)
    llm_calls: list[LLMCall] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    finished_at: float = 0.0


@dataclass(frozen=True, slots=True)
class TurnResult:
    """One answer of the engine."""

    message: Message
    decision: Decision
    record: Record
    #: The rail that blocked, as it is named in the configuration, and its kind.
    blocked_by: str | None = None
    blocked_kind: str | None = None
    #: With ``enable_rails_exceptions``: the event that took the place of a refusal.
    exception: Mapping[str, Any] | None = None
    #: A failure inside that became an answer (an action of a dialog flow raised).
    error: RailsError | None = None
    finish_reason: str = "stop"
    usage: Usage | None = None
    reasoning: str | None = None
    #: More than one answer, where ``n`` asked for it; the first is ``message``.
    choices: tuple[Message, ...] = ()
    model: str | None = None
    system_fingerprint: str | None = None
    #: The turn's chat messages as the rails left them: what may be kept and sent again.
    chat: Sequence[Message] = ()
    state: dict[str, Any] | None = None
    #: Where the flows stand now; None where the configuration has none that wait.
    snapshot: dict[str, Any] | None = None
    output_data: dict[str, Any] | None = None
    llm_output: dict[str, Any] | None = None
    log: dict[str, Any] | None = None

    @property
    def content(self) -> str:
        """The answer's text."""
        content = self.message.get("content")
        return content if isinstance(content, str) else ""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What the rails say of some messages, without a call of the main model."""

    status: Literal["passed", "modified", "blocked"]
    content: str
    rail: str | None = None
    record: Record | None = None


@dataclass(frozen=True, slots=True)
class Delta:
    """Text that every rail has passed."""

    text: str
    #: Whether another event follows at once: who writes the text down may write both together.
    more: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class ReasoningDelta:
    """Reasoning text of the model, where the configuration shows it."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolCallsDelta:
    """Tool calls that the tool rails have passed, whole."""

    tool_calls: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Blocked:
    """An output rail stopped the stream; what it judged was not released."""

    rail: str
    message: str


@dataclass(frozen=True, slots=True)
class Failed:
    """The stream ends because something broke."""

    error: RailsError


@dataclass(frozen=True, slots=True)
class Finished:
    """The last event of a stream that was not cut."""

    result: TurnResult


StreamEvent = Delta | ReasoningDelta | ToolCallsDelta | Blocked | Failed | Finished | Pause
