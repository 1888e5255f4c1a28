"""What a configuration says, as values. Defaults stand here and nowhere else; reading is elsewhere.

A user's flows see these values as ``$config.…``, so the names are those of the file format.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from rails_engine.config.reading import LOADED, InvalidValueError
from rails_engine.config.tree import Path as ValuePath
from rails_engine.config.tree import find

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rails_engine.colang import nodes
    from rails_engine.config.catalog import RailCatalog
    from rails_engine.config.findings import Finding
    from rails_engine.config.tree import Table

MODEL_NAME_RULE = (
    "must be given in exactly one place: as 'model', as 'parameters.model' or as 'parameters.model_name'"
)


def require_at_least(least: int, **values: float) -> None:
    """Refuse values that are too small."""
    for name, value in values.items():
        if value < least:
            raise InvalidValueError(name, f"must be at least {least}, not {value:g}")


@dataclass(frozen=True, slots=True)
class ModelCacheStats:
    """Whether a model's call cache counts, and how often it says so in the log (seconds)."""

    enabled: bool = False
    log_interval: float | None = None


@dataclass(frozen=True, slots=True)
class ModelCache:
    """The call cache of a model."""

    enabled: bool = False
    maxsize: int = 50_000
    stats: ModelCacheStats = ModelCacheStats()

    def __post_init__(self) -> None:
        require_at_least(1, maxsize=self.maxsize)


@dataclass(frozen=True, slots=True)
class ModelConfig:
    """One entry of ``models``. ``model`` is set wherever the file says it."""

    type: str
    engine: str
    model: str = ""
    api_key_env_var: str | None = None
    parameters: Mapping[str, Any] = field(default_factory=dict, repr=False)
    mode: Literal["chat", "text"] = "chat"
    cache: ModelCache | None = None

    def __post_init__(self) -> None:
        names = [self.model, *(self.parameters.get(key) for key in ("model", "model_name"))]
        given = [name for name in names if name]
        if len(given) != 1:
            problem = "is missing: it" if not given else "is given more than once: it"
            raise InvalidValueError("model", f"{problem} {MODEL_NAME_RULE}")
        if not isinstance(given[0], str):
            raise InvalidValueError("parameters", f"has a model name that is not a text: {given[0]!r}")
        object.__setattr__(self, "model", given[0])
        rest = {key: value for key, value in self.parameters.items() if key not in ("model", "model_name")}
        object.__setattr__(self, "parameters", rest)


@dataclass(frozen=True, slots=True)
class Instruction:
    """What the bot is told; only the first ``general`` one is used."""

    type: str
    content: str


#: Used where a configuration gives no instructions.
DEFAULT_INSTRUCTIONS = (
    Instruction(
        "general",
        "This is a conversation between a user and a helpful assistant. The assistant answers truthfully and"
        " to the point. Where it does not know the answer, it says that it does not know.",
    ),
)


class PromptMessage(TypedDict):
    """One message of a prompt; ``content`` is a template."""

    type: str
    content: str


@dataclass(frozen=True, slots=True)
class TaskPrompt:
    """A prompt for a task: one template, or a template for each message."""

    task: str
    content: str | None = None
    messages: tuple[PromptMessage | str, ...] | None = None
    models: tuple[str, ...] = ()
    output_parser: str | None = None
    max_length: int = 16_000
    mode: str = "standard"
    stop: tuple[str, ...] | None = None
    max_tokens: int | None = None

    def __post_init__(self) -> None:
        if self.content is None and not self.messages:
            raise InvalidValueError("task", f"{self.task!r} has no prompt: give it 'content' or 'messages'")
        if self.content is not None and self.messages:
            raise InvalidValueError("content", "and 'messages' are both given; a prompt has one of them")
        require_at_least(1, max_length=self.max_length)
        if self.max_tokens is not None:
            require_at_least(1, max_tokens=self.max_tokens)


@dataclass(frozen=True, slots=True)
class InputRails:
    """``rails.input``."""

    flows: tuple[str, ...] = ()
    parallel: bool = False
    speculative_generation: bool = False


@dataclass(frozen=True, slots=True)
class StreamingConfig:
    """``rails.output.streaming``. Without ``stream_first`` nothing is released before it is checked."""

    enabled: bool = False
    chunk_size: int = 200
    context_size: int = 50
    stream_first: bool | None = None

    def __post_init__(self) -> None:
        require_at_least(1, chunk_size=self.chunk_size)
        require_at_least(0, context_size=self.context_size)


@dataclass(frozen=True, slots=True)
class OutputRails:
    """``rails.output``."""

    flows: tuple[str, ...] = ()
    parallel: bool = False
    streaming: StreamingConfig = StreamingConfig()


@dataclass(frozen=True, slots=True)
class RetrievalRails:
    """``rails.retrieval``."""

    flows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SingleCall:
    """``rails.dialog.single_call``."""

    enabled: bool = False
    fallback_to_multiple_calls: bool = True


@dataclass(frozen=True, slots=True)
class UserMessages:
    """``rails.dialog.user_messages``."""

    embeddings_only: bool = False
    embeddings_only_similarity_threshold: float | None = None
    embeddings_only_fallback_intent: str | None = None

    def __post_init__(self) -> None:
        threshold = self.embeddings_only_similarity_threshold
        if threshold is not None and not 0 <= threshold <= 1:
            raise InvalidValueError(
                "embeddings_only_similarity_threshold", f"must be between 0 and 1, not {threshold:g}"
            )


@dataclass(frozen=True, slots=True)
class DialogRails:
    """``rails.dialog``."""

    single_call: SingleCall = SingleCall()
    user_messages: UserMessages = UserMessages()


@dataclass(frozen=True, slots=True)
class ToolRails:
    """``rails.tool_input`` and ``rails.tool_output``."""

    flows: tuple[str, ...] = ()
    parallel: bool = False


@dataclass(frozen=True, slots=True)
class ActionRails:
    """``rails.actions``; the list only means something to Colang 2."""

    instant_actions: tuple[str, ...] | None = None


class RailSettings(Mapping[str, Any]):
    """``rails.config``: the settings of each rail by key, also as attributes for ``$config.rails.config.x``.

    Rails that the file does not mention have their defaults here.
    """

    __slots__ = ("_settings",)

    def __init__(self, settings: Mapping[str, Any] | None = None) -> None:
        self._settings = dict(settings or {})

    def __getitem__(self, key: str) -> Any:
        return self._settings[key]

    def __getattr__(self, key: str) -> Any:
        if key.startswith("_"):
            raise AttributeError(key)
        try:
            return self._settings[key]
        except KeyError:
            raise AttributeError(key) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self._settings)

    def __len__(self) -> int:
        return len(self._settings)

    def __repr__(self) -> str:
        return f"RailSettings({self._settings!r})"


@dataclass(frozen=True, slots=True)
class RailsSection:
    """``rails``."""

    input: InputRails = InputRails()
    output: OutputRails = OutputRails()
    retrieval: RetrievalRails = RetrievalRails()
    dialog: DialogRails = DialogRails()
    tool_input: ToolRails = ToolRails()
    tool_output: ToolRails = ToolRails()
    actions: ActionRails = ActionRails()
    config: RailSettings = field(default_factory=RailSettings)


@dataclass(frozen=True, slots=True)
class EmbeddingCacheConfig:
    """Where embeddings are kept from one start to the next."""

    enabled: bool = False
    key_generator: str = "sha256"
    store: str = "filesystem"
    store_config: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SearchProviderConfig:
    """What searches an index."""

    name: str = "default"
    parameters: Mapping[str, Any] = field(default_factory=dict)
    cache: EmbeddingCacheConfig = EmbeddingCacheConfig()


@dataclass(frozen=True, slots=True)
class KnowledgeBaseConfig:
    """``knowledge_base``."""

    folder: str = "kb"
    embedding_search_provider: SearchProviderConfig = SearchProviderConfig()


@dataclass(frozen=True, slots=True)
class CoreConfig:
    """``core``: the index of intents, flows and bot messages."""

    embedding_search_provider: SearchProviderConfig = SearchProviderConfig()


@dataclass(frozen=True, slots=True)
class Document:
    """One text of the knowledge base."""

    name: str
    content: str


@dataclass(frozen=True, slots=True)
class Source:
    """A folder or file that a configuration was read from (None: a text), and the hash of its content."""

    path: Path | None
    digest: str


@dataclass(frozen=True, slots=True, eq=False)
class RailsConfig:
    """Everything that an engine is built from. It never changes; two of them add up to a third."""

    models: tuple[ModelConfig, ...] = ()
    instructions: tuple[Instruction, ...] = DEFAULT_INSTRUCTIONS
    sample_conversation: str | None = None
    prompts: tuple[TaskPrompt, ...] = ()
    prompting_mode: str = "standard"
    rails: RailsSection = field(default_factory=RailsSection)
    custom_data: Mapping[str, Any] = field(default_factory=dict)
    import_paths: tuple[str, ...] = ()
    knowledge_base: KnowledgeBaseConfig = KnowledgeBaseConfig()
    core: CoreConfig = CoreConfig()
    passthrough: bool | None = None
    enable_rails_exceptions: bool = False
    lowest_temperature: float = 0.001
    enable_multi_step_generation: bool = False
    actions_server_url: str | None = None
    tracing: Mapping[str, Any] = field(default_factory=dict)
    metrics: Mapping[str, Any] = field(default_factory=dict)

    #: What the configuration is called, for people.
    name: str = field(default="", metadata=LOADED)
    docs: tuple[Document, ...] = field(default=(), metadata=LOADED)
    #: The Colang files; of two definitions with one name the first wins.
    colang: tuple[nodes.File, ...] = field(default=(), metadata=LOADED, repr=False)
    #: Folders with ``actions.py``, ``actions/`` and ``config.py``, in the order to load them in.
    code_paths: tuple[Path, ...] = field(default=(), metadata=LOADED)
    sources: tuple[Source, ...] = field(default=(), metadata=LOADED, repr=False)
    environ: Mapping[str, str] = field(default_factory=dict, metadata=LOADED, repr=False)
    catalog: RailCatalog | None = field(default=None, metadata=LOADED, repr=False)
    findings: tuple[Finding, ...] = field(default=(), metadata=LOADED, repr=False)
    #: What was explicitly said, with its places.
    raw: Table | None = field(default=None, metadata=LOADED, repr=False)

    def __post_init__(self) -> None:
        if self.passthrough and self.rails.dialog.single_call.enabled:
            raise InvalidValueError(
                "passthrough", "and rails.dialog.single_call.enabled exclude each other; turn one of them off"
            )
        require_at_least(0, lowest_temperature=self.lowest_temperature)

    def __add__(self, other: RailsConfig) -> RailsConfig:
        from rails_engine.config.loader import combine

        return combine(self, other)

    @property
    def id(self) -> str:
        """The name, as users' code calls it."""
        return self.name

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is odd but usable, each with its place."""
        return tuple(str(finding) for finding in self.findings)

    @property
    def digest(self) -> str:
        """A hash of everything that was loaded."""
        from rails_engine.config.fingerprint import digest_of

        return digest_of(source.digest for source in self.sources)

    @property
    def paths(self) -> tuple[Path, ...]:
        """The folders and files to watch for changes."""
        return tuple(source.path for source in self.sources if source.path is not None)

    def where(self, path: ValuePath) -> nodes.Position | None:
        """Where a value was written, by its path (``("rails", "input", "flows", 0)``)."""
        return None if self.raw is None else find(self.raw, path)
