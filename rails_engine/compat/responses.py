"""What a call with options gives back, as the classes that callers of the original know."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TextIO

from rails_engine.compat.records import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rails_engine.turn import TurnResult


class RailType(StrEnum):
    """The kinds of rails that can be checked."""

    INPUT = "input"
    OUTPUT = "output"


class RailStatus(StrEnum):
    """What a check comes to."""

    PASSED = "passed"
    MODIFIED = "modified"
    BLOCKED = "blocked"


@dataclass
class RailsResult(Record):
    """The result of a check."""

    status: RailStatus
    content: str
    rail: str | None = None


@dataclass
class LLMCallInfo(Record):
    """One call of a model."""

    task: str | None = None
    duration: float | None = None
    total_tokens: int | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    started_at: float | None = 0
    finished_at: float | None = 0
    id: str | None = None
    request_id: str | None = None
    prompt: str | None = None
    completion: str | None = None
    raw_response: dict[str, Any] | None = None
    llm_model_name: str = "unknown"
    llm_provider_name: str = "unknown"
    from_cache: bool = False


@dataclass
class ExecutedAction(Record):
    """One run of an action."""

    action_name: str
    action_params: dict[str, Any] = field(default_factory=dict)
    return_value: Any = None
    llm_calls: list[LLMCallInfo] = field(default_factory=list)
    started_at: float | None = None
    finished_at: float | None = None
    duration: float | None = None

    def __post_init__(self) -> None:
        self.llm_calls = [LLMCallInfo.model_validate(call) for call in self.llm_calls]


@dataclass
class ActivatedRail(Record):
    """What one rail did."""

    type: str
    name: str
    decisions: list[str] = field(default_factory=list)
    executed_actions: list[ExecutedAction] = field(default_factory=list)
    stop: bool = False
    additional_info: dict[str, Any] | None = None
    started_at: float | None = None
    finished_at: float | None = None
    duration: float | None = None

    def __post_init__(self) -> None:
        self.executed_actions = [ExecutedAction.model_validate(action) for action in self.executed_actions]


@dataclass
class GenerationStats(Record):
    """Times and tokens of a turn."""

    input_rails_duration: float | None = None
    dialog_rails_duration: float | None = None
    generation_rails_duration: float | None = None
    output_rails_duration: float | None = None
    total_duration: float | None = None
    llm_calls_duration: float | None = 0
    llm_calls_count: int | None = 0
    llm_calls_total_prompt_tokens: int | None = 0
    llm_calls_total_completion_tokens: int | None = 0
    llm_calls_total_tokens: int | None = 0


@dataclass
class GenerationLog(Record):
    """The parts of a turn's record that were asked for."""

    activated_rails: list[ActivatedRail] = field(default_factory=list)
    stats: GenerationStats = field(default_factory=GenerationStats)
    llm_calls: list[LLMCallInfo] | None = None
    internal_events: list[dict[str, Any]] | None = None
    colang_history: str | None = None

    def __post_init__(self) -> None:
        self.activated_rails = [ActivatedRail.model_validate(rail) for rail in self.activated_rails]
        self.stats = GenerationStats.model_validate(self.stats)
        if self.llm_calls is not None:
            self.llm_calls = [LLMCallInfo.model_validate(call) for call in self.llm_calls]

    def print_summary(self, out: TextIO | None = None) -> None:
        """Where the time went, for people."""
        stats, out = self.stats, out or sys.stdout
        out.write(f"# {stats.total_duration or 0:.2f}s in total\n")
        for rail in self.activated_rails:
            out.write(
                f"- [{rail.duration or 0:.2f}s] {rail.type} ({rail.name}): {', '.join(rail.decisions)}\n"
            )
            for action in rail.executed_actions:
                calls = len(action.llm_calls)
                out.write(f"  - [{action.duration or 0:.2f}s] {action.action_name}, {calls} model calls\n")
        out.write(f"# {stats.llm_calls_count} model calls, {stats.llm_calls_total_tokens} tokens\n")


@dataclass
class GenerationResponse(Record):
    """The answer to a call with options or a state."""

    response: str | list[dict[str, Any]]
    llm_output: dict[str, Any] | None = None
    output_data: dict[str, Any] | None = None
    log: GenerationLog | None = None
    state: dict[str, Any] | None = None
    tool_calls: list[dict[str, Any]] | None = None
    reasoning_content: str | None = None
    llm_metadata: dict[str, Any] | None = None


def answer_of(result: TurnResult) -> Mapping[str, Any]:
    """The message that answers: the exception, where the configuration wants one instead of a refusal."""
    if result.exception is not None:
        return {"role": "exception", "content": dict(result.exception)}
    return result.message


def make_response(result: TurnResult, *, as_text: bool) -> GenerationResponse:
    """A turn's result for a caller who gave options."""
    message = dict(answer_of(result))
    as_text = as_text and result.exception is None
    return GenerationResponse(
        response=result.content if as_text else [message],
        llm_output=result.llm_output,
        output_data=result.output_data,
        log=GenerationLog(**result.log) if result.log is not None else None,
        state=result.state,
        tool_calls=message.get("tool_calls"),
        reasoning_content=result.reasoning,
        llm_metadata={"model_name": result.model, "finish_reason": result.finish_reason}
        if result.model
        else None,
    )
