"""The requests of both dialects as models: what is checked, and what the API's description says of it.

Values are checked as they are, nothing is coerced, and the body itself goes on afterwards, never a copy
that a model made. ``options`` are described here and read by the engine, which knows them best.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, NotRequired

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    SkipValidation,
    StringConstraints,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema
from typing_extensions import TypedDict

from service.call import LONGEST_THREAD_ID

#: No folder's name is longer than this on any file system that we know.
LONGEST_ID = 255
LONGEST_MODEL = 512
MOST_CONFIGS = 32
MOST_CHOICES = 128

OPEN = ConfigDict(extra="allow", strict=True)
CLOSED = ConfigDict(extra="forbid", strict=True)


class Explained:
    """Whatever is wrong with a value, this is what is said of it."""

    def __init__(self, kind: str, message: str) -> None:
        self._kind = kind
        self._message = message

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.custom_error_schema(
            handler(source), self._kind, custom_error_message=self._message
        )


# -- messages


class Part(TypedDict):
    """One part of a message: text, an image or another kind."""

    __pydantic_config__ = OPEN  # type: ignore[misc]

    type: str
    text: NotRequired[str]


def _has_its_text(part: Part) -> Part:
    if part["type"] == "text" and "text" not in part:
        raise PydanticCustomError("text_missing", "text: a part of type text needs it")
    return part


Content = Annotated[
    str | list[Annotated[Part, AfterValidator(_has_its_text)]],
    Explained(
        "content_type",
        "must be a string or a list of parts, each an object with a type; a text part with its text",
    ),
]
Objects = Annotated[list[dict[str, Any]], Explained("objects_type", "must be a list of objects")]


class PlainMessage(TypedDict):
    """What somebody said, or a tool's result."""

    __pydantic_config__ = OPEN  # type: ignore[misc]

    role: Literal["system", "developer", "user", "tool", "function"]
    content: Content
    name: NotRequired[str | None]
    tool_call_id: NotRequired[str | None]


class AssistantMessage(TypedDict):
    """What the model said before; without content only where it called tools or refused."""

    __pydantic_config__ = OPEN  # type: ignore[misc]

    role: Literal["assistant"]
    content: NotRequired[Content | None]
    name: NotRequired[str | None]
    tool_calls: NotRequired[Objects | None]


class ContextMessage(TypedDict):
    """Variables of the conversation."""

    __pydantic_config__ = OPEN  # type: ignore[misc]

    role: Literal["context"]
    content: dict[str, Any]


def _says_something(message: AssistantMessage) -> AssistantMessage:
    if message.get("content") is None and not (
        message.get("tool_calls") or message.get("function_call") or message.get("refusal")
    ):
        raise PydanticCustomError("content_type", "content: may only be left out beside tool_calls")
    return message


ROLES = ("system", "developer", "user", "assistant", "tool", "function", "context")
Message = Annotated[
    PlainMessage | Annotated[AssistantMessage, AfterValidator(_says_something)] | ContextMessage,
    Field(discriminator="role"),
]

# -- options of guardrails; the engine reads them, a test holds that this says the same


class RailsOptions(BaseModel):
    """Which rails run: all of a kind, none, or those named."""

    model_config = CLOSED

    input: bool | list[str] | None = True
    output: bool | list[str] | None = True
    retrieval: bool | list[str] | None = True
    dialog: bool | None = Field(
        default=True, description="`false`: no main call; the text that was judged comes back."
    )
    tool_input: bool | list[str] | None = True
    tool_output: bool | list[str] | None = True


class LogOptions(BaseModel):
    """Which parts of the turn's record the answer holds."""

    model_config = CLOSED

    activated_rails: bool | None = False
    llm_calls: bool | None = False
    internal_events: bool | None = False
    colang_history: bool | None = False


RailKind = Literal["input", "output", "retrieval", "dialog", "tool_input", "tool_output"]


class Options(BaseModel):
    """What runs, and what is told of it."""

    model_config = CLOSED

    rails: RailsOptions | list[RailKind] | None = None
    llm_params: dict[str, Any] | None = Field(
        default=None, description="Parameters of the main call; those at the top level win."
    )
    llm_output: bool | None = False
    output_vars: bool | list[str] | None = False
    log: LogOptions | None = None


# -- the fields of guardrails, wherever a dialect has them

ConfigId = Annotated[str, StringConstraints(max_length=LONGEST_ID)]


class Guardrails(BaseModel):
    """What concerns the rails. `""`, `null` and `[]` mean that a configuration is not given."""

    model_config = CLOSED

    config_id: ConfigId | None = Field(default=None, description="The configuration. Excludes config_ids.")
    config_ids: Annotated[list[ConfigId], Field(max_length=MOST_CONFIGS, fail_fast=True)] | None = Field(
        default=None, description="Configurations to combine; of what they set twice, the last wins."
    )
    thread_id: Annotated[str, StringConstraints(max_length=LONGEST_THREAD_ID)] | None = Field(
        default=None,
        description="16 to 255 characters: the conversation is kept on the server under this id.",
    )
    context: dict[str, Any] | None = Field(default=None, description="Variables for flows and prompts.")
    options: SkipValidation[Options | None] = None
    state: dict[str, Any] | None = Field(
        default=None, description="`{}` starts a conversation; the state of an answer continues it."
    )


# -- the parameters of the main call

Penalty = Annotated[float, Field(ge=-2, le=2)]


class StreamOptions(TypedDict):
    """What a stream holds besides the text."""

    __pydantic_config__ = OPEN  # type: ignore[misc]

    include_usage: NotRequired[bool | None]


class Parameters(BaseModel):
    """Parameters of the main call. Those that are not listed here are sent to the model as they are."""

    model_config = OPEN

    stream: bool | None = False
    temperature: Annotated[float, Field(ge=0, le=2)] | None = None
    max_tokens: int | None = None
    max_completion_tokens: int | None = None
    top_p: Annotated[float, Field(ge=0, le=1)] | None = None
    stop: (
        Annotated[str | list[str], Explained("stop_type", "must be a string or a list of strings")] | None
    ) = None
    presence_penalty: Penalty | None = None
    frequency_penalty: Penalty | None = None
    seed: int | None = None
    n: Annotated[int, Field(ge=1, le=MOST_CHOICES)] | None = Field(
        default=None, description="More than 1 only without a stream, a thread and a state."
    )
    user: str | None = None
    logit_bias: dict[str, Any] | None = None
    logprobs: bool | None = None
    top_logprobs: int | None = None
    response_format: dict[str, Any] | None = None
    tools: Objects | None = None
    tool_choice: (
        Annotated[str | dict[str, Any], Explained("tool_choice_type", "must be a string or an object")] | None
    ) = None
    parallel_tool_calls: bool | None = None
    functions: Objects | None = None
    function_call: (
        Annotated[str | dict[str, Any], Explained("function_call_type", "must be a string or an object")]
        | None
    ) = None
    stream_options: StreamOptions | None = None


class ChatCompletionRequest(Parameters):
    """A request in the OpenAI dialect: it has `model` or `guardrails`."""

    model: Annotated[str, StringConstraints(max_length=LONGEST_MODEL)] = Field(
        description='Takes the place of the main model\'s name; `""` keeps the configured one.'
    )
    messages: Annotated[list[Message], Field(fail_fast=True)] | None = Field(
        default=None, description="The conversation. Without a question in it the answer is empty."
    )
    guardrails: Guardrails | None = None


class LegacyChatRequest(Parameters, Guardrails):
    """A request in the legacy dialect: it has neither `model` nor `guardrails`."""

    model_config = OPEN

    messages: Annotated[list[Message], Field(min_length=1, fail_fast=True)]
