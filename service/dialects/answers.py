"""The answers of both dialects as models, for the API's description. Answers are not made with them."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

CLOSED = ConfigDict(extra="forbid", strict=True)
OPEN = ConfigDict(extra="allow", strict=True)
FinishReason = Literal["stop", "length", "tool_calls", "content_filter"]
Decision = Literal["allowed", "modified", "blocked", "error"]


class Usage(BaseModel):
    """Tokens of the main call; zeros where there was none."""

    model_config = OPEN

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class AnswerMessage(BaseModel):
    """What the assistant says."""

    model_config = CLOSED

    role: Literal["assistant"]
    content: str | None
    tool_calls: list[dict[str, Any]] = Field(default_factory=list)
    reasoning_content: str = ""


class Choice(BaseModel):
    """One answer."""

    model_config = CLOSED

    index: int
    message: AnswerMessage
    finish_reason: FinishReason


class GuardrailsData(BaseModel):
    """What the rails add to an answer; null where it was not asked for."""

    model_config = CLOSED

    config_id: str | None
    state: dict[str, Any] | None
    llm_output: dict[str, Any] | None
    output_data: dict[str, Any] | None
    log: dict[str, Any] | None


class ChatCompletion(BaseModel):
    """An answer in the OpenAI dialect."""

    model_config = CLOSED

    id: str = Field(pattern=r"^chatcmpl-[0-9a-f-]{36}$")
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[Choice] = Field(min_length=1)
    usage: Usage
    guardrails: GuardrailsData
    system_fingerprint: str = ""


class Delta(BaseModel):
    """What a chunk adds."""

    model_config = CLOSED

    role: Literal["assistant"] = "assistant"
    content: str = ""
    reasoning_content: str = ""
    tool_calls: list[dict[str, Any]] = Field(default_factory=list)


class ChunkChoice(BaseModel):
    """The one choice of a chunk."""

    model_config = CLOSED

    index: int
    delta: Delta
    finish_reason: FinishReason | None


class StreamGuardrails(GuardrailsData):
    """The same in the last chunk of a stream, with what was decided."""

    decision: Decision


class ChatCompletionChunk(BaseModel):
    """An event of a stream in the OpenAI dialect."""

    model_config = CLOSED

    id: str = Field(pattern=r"^chatcmpl-[0-9a-f-]{36}$")
    object: Literal["chat.completion.chunk"]
    created: int
    model: str
    choices: list[ChunkChoice] = Field(max_length=1)
    usage: Usage | None = None
    guardrails: StreamGuardrails | None = None


class LegacyMessage(BaseModel):
    """What the assistant says, or the exception of a rail where the configuration asks for that."""

    model_config = CLOSED

    role: Literal["assistant", "exception"]
    content: str | dict[str, Any] | None
    tool_calls: list[dict[str, Any]] = Field(default_factory=list)


class LegacyAnswer(BaseModel):
    """An answer in the legacy dialect."""

    model_config = CLOSED

    messages: list[LegacyMessage] = Field(min_length=1, max_length=1)
    llm_output: dict[str, Any] = Field(default_factory=dict)
    output_data: dict[str, Any] = Field(default_factory=dict)
    log: dict[str, Any] = Field(default_factory=dict)
    state: dict[str, Any] = Field(default_factory=dict)


class ProblemDetail(BaseModel):
    """What is wrong in one place of a request."""

    model_config = CLOSED

    loc: list[str | int]
    msg: str
    type: str


class ErrorObject(BaseModel):
    """What OpenAI's clients read of an error."""

    model_config = CLOSED

    message: str
    type: str
    param: str | None
    code: str | None


class ErrorBody(BaseModel):
    """The body of every HTTP error."""

    model_config = CLOSED

    detail: str | list[ProblemDetail]
    error: ErrorObject


class StreamError(BaseModel):
    """What ends a stream that was stopped; after a block with what was asked for of the rails."""

    model_config = CLOSED

    error: ErrorObject
    guardrails: StreamGuardrails | None = None
