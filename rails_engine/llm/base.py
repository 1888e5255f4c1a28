"""What a model provider is: one request in, one reply or a run of chunks out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from rails_engine.messages import Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rails_engine.messages import Message
    from rails_engine.transport import Pause, Transport


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """One entry of ``models`` with everything resolved that a call needs."""

    type: str
    engine: str
    model: str
    api_key: str | None = field(default=None, repr=False)
    base_url: str | None = None
    #: Sent in the body of every call (temperature, max_tokens, …).
    parameters: Mapping[str, Any] = field(default_factory=dict)
    #: Engine options that shape the address or the client (azure_endpoint, api_version, …).
    options: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    query: Mapping[str, str] = field(default_factory=dict)
    connect_timeout: float = 5.0
    read_timeout: float = 60.0
    max_retries: int = 2


@dataclass(slots=True)
class LLMRequest:
    """One call. ``params`` are in the OpenAI vocabulary; a provider translates them.

    ``task`` says what the call is for (``general``, ``self_check_input``, …); it is never sent.
    """

    messages: Sequence[Message]
    task: str = "general"
    params: Mapping[str, Any] = field(default_factory=dict)
    model: str | None = None
    api_key: str | None = field(default=None, repr=False)
    on_wait: Callable[[], None] | None = None
    #: Whether a stream may have chunks that are only a pause.
    pauses: bool = False


@dataclass(slots=True)
class LLMReply:
    """The whole answer of one call, the same for every provider."""

    text: str = ""
    tool_calls: list[dict[str, Any]] = field(default_factory=list)
    finish_reason: str = "stop"
    usage: Usage = field(default_factory=Usage)
    reasoning: str | None = None
    model: str | None = None
    id: str | None = None
    request_id: str | None = None
    system_fingerprint: str | None = None
    logprobs: Any = None
    #: ``n > 1``: the other answers, as messages.
    choices: list[Message] = field(default_factory=list)
    raw: Mapping[str, Any] | None = None


@dataclass(slots=True)
class LLMChunk:
    """A piece of a streamed answer. Tool calls come in the OpenAI delta shape (with ``index``)."""

    text: str = ""
    reasoning: str = ""
    tool_calls: list[dict[str, Any]] | None = None
    finish_reason: str | None = None
    usage: Usage | None = None
    model: str | None = None
    id: str | None = None
    system_fingerprint: str | None = None
    #: Whether the next piece came together with this one, so that nobody waits for it.
    more: bool = False
    #: Nothing has come; the chunk is otherwise empty.
    pause: Pause | None = None


class Provider(ABC):
    """One kind of model API. An instance belongs to one ``ModelSpec`` and is shared by threads."""

    name: ClassVar[str]
    #: Other engine names that mean the same API.
    aliases: ClassVar[tuple[str, ...]] = ()
    #: Where the API is when a configuration gives no ``base_url``.
    default_base_url: ClassVar[str | None] = None
    #: The environment variable that usually holds its key; no other engine gets it.
    key_variable: ClassVar[str | None] = None
    #: Parameters that are for this engine and not for the body → the variable that fills them in, or "".
    option_variables: ClassVar[Mapping[str, str]] = {}

    def __init__(self, spec: ModelSpec, transport: Transport) -> None:
        self.spec = spec
        self.transport = transport

    @abstractmethod
    def complete(self, request: LLMRequest) -> LLMReply:
        """Answer at once. Raises ``ProviderError``."""

    @abstractmethod
    def stream(self, request: LLMRequest) -> Iterator[LLMChunk]:
        """Answer in pieces. The connection is made, and a refusal raised, at the first ``next``.

        Closing the iterator closes the connection.
        """

    @abstractmethod
    def list_models(self, api_key: str | None = None) -> list[dict[str, Any]]:
        """The models of this account as ``{id, object, created, owned_by}``."""
