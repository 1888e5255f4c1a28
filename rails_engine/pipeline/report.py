"""What the caller gets of a turn: the result, and the parts of the record that it asked for."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from rails_engine.colang.history import render_history
from rails_engine.events import published
from rails_engine.messages import text_of
from rails_engine.pipeline.conversation import close_state, remember
from rails_engine.pipeline.plain import plain
from rails_engine.turn import TurnResult

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rails_engine.llm.base import LLMReply
    from rails_engine.messages import Message
    from rails_engine.options import GenerationOptions, LogOptions
    from rails_engine.pipeline.answer import Answer
    from rails_engine.pipeline.run import TurnRun
    from rails_engine.turn import Decision, ExecutedAction, LLMCall, RailRun, Record

#: Which durations of ``stats`` a kind of rail counts for.
DURATIONS = {
    "input_rails_duration": ("input", "tool_input"),
    "dialog_rails_duration": ("dialog",),
    "generation_rails_duration": ("generation", "retrieval"),
    "output_rails_duration": ("output", "tool_output"),
}


def make_result(run: TurnRun, answer: Answer) -> TurnResult:
    """Put the result of a turn together."""
    record, options, reply = run.record, run.options, answer.reply
    record.finished_at = time.time()
    message: Message = {"role": "assistant", "content": answer.text}
    if answer.tool_calls:
        message = {
            "role": "assistant",
            "content": answer.text or None,
            "tool_calls": answer.tool_calls,
        }
    state = snapshot = None
    if run.turn.state is not None:
        state = close_state(run.conversation, record.events)
    elif run.parts.follows_flows:
        snapshot = remember(run.parts, run.turn, run.conversation, message, record.events)
    return TurnResult(
        message=message,
        decision=_decision(answer, record),
        record=record,
        blocked_by=answer.blocked_by.name if answer.blocked_by is not None else None,
        blocked_kind=answer.blocked_by.kind if answer.blocked_by is not None else None,
        exception=published(answer.exception) if answer.exception is not None else None,
        error=answer.error,
        finish_reason=_finish_reason(answer),
        usage=reply.usage if reply is not None else None,
        reasoning=reply.reasoning if reply is not None and not _cut(answer) else None,
        choices=(message, *answer.choices) if answer.choices else (),
        model=reply.model if reply is not None else None,
        system_fingerprint=reply.system_fingerprint if reply is not None else None,
        chat=run.conversation.chat,
        state=state,
        snapshot=snapshot,
        output_data=_output_data(run, options),
        llm_output=_llm_output(reply) if options.llm_output else None,
        log=make_log(run.scope.events, record, options.log) if options.log.wanted else None,
    )


def _cut(answer: Answer) -> bool:
    """Whether something took the place of what was to be said."""
    return answer.blocked_by is not None or answer.exception is not None or answer.error is not None


def _decision(answer: Answer, record: Record) -> Decision:
    if answer.error is not None:
        return "error"
    if _cut(answer):
        return "blocked"
    if any(rail.verdict == "modified" and rail.kind != "retrieval" for rail in record.rails):
        return "modified"
    return "allowed"


def _finish_reason(answer: Answer) -> str:
    if answer.error is not None:
        return "stop"
    if _cut(answer):
        return "content_filter"
    if answer.reply is None or (answer.reply.tool_calls and not answer.tool_calls):
        return "stop"
    return answer.reply.finish_reason


def _output_data(run: TurnRun, options: GenerationOptions) -> dict[str, Any] | None:
    wanted, context = options.output_vars, run.scope.context
    if not wanted:
        return None
    names = wanted if isinstance(wanted, tuple) else [name for name in context if not _is_hidden(name)]
    return {name: None if _is_hidden(name) else plain(context.get(name)) for name in names}


def _is_hidden(name: Any) -> bool:
    """Private names, and the configuration, stay inside."""
    return not isinstance(name, str) or name.startswith("_") or name == "config"


def _llm_output(reply: LLMReply | None) -> dict[str, Any] | None:
    if reply is None:
        return None
    usage = reply.usage
    return {
        "token_usage": {
            "prompt_tokens": usage.prompt_tokens,
            "completion_tokens": usage.completion_tokens,
            "total_tokens": usage.total_tokens,
        },
        "model_name": reply.model,
        "system_fingerprint": reply.system_fingerprint,
    }


def make_log(events: Sequence[Mapping[str, Any]], record: Record, wanted: LogOptions) -> dict[str, Any]:
    """The log in the shape that clients of the original read."""
    shown = wanted.activated_rails
    return {
        "activated_rails": [_rail(rail) for rail in record.rails if rail.status != "skipped"]
        if shown
        else [],
        "stats": _stats(record) if shown or wanted.llm_calls else {},
        "llm_calls": [_call(call) for call in record.llm_calls] if wanted.llm_calls else None,
        "internal_events": [published(plain(e)) for e in record.events] if wanted.internal_events else None,
        "colang_history": render_history([dict(e) for e in events]) if wanted.colang_history else None,
    }


def _rail(rail: RailRun) -> dict[str, Any]:
    return {
        "type": rail.kind,
        "name": rail.name,
        "decisions": list(rail.decisions),
        "executed_actions": [_action(action) for action in rail.actions],
        "stop": rail.stop,
        "additional_info": {
            "status": rail.status,
            "verdict": rail.verdict,
            "reason": rail.reason,
            "enforced": rail.enforced,
            "scanned": rail.scanned,
        },
        "started_at": rail.started_at,
        "finished_at": rail.finished_at,
        "duration": max(0.0, rail.finished_at - rail.started_at),
    }


def _action(action: ExecutedAction) -> dict[str, Any]:
    return {
        "action_name": action.name,
        "action_params": plain(dict(action.params)),
        "return_value": plain(action.return_value),
        "llm_calls": [_call(call) for call in action.llm_calls],
        "started_at": action.started_at,
        "finished_at": action.finished_at,
        "duration": max(0.0, action.finished_at - action.started_at),
    }


def _call(call: LLMCall) -> dict[str, Any]:
    return {
        "task": call.task,
        "duration": max(0.0, call.finished_at - call.started_at),
        "total_tokens": call.usage.total_tokens,
        "prompt_tokens": call.usage.prompt_tokens,
        "completion_tokens": call.usage.completion_tokens,
        "started_at": call.started_at,
        "finished_at": call.finished_at,
        "id": call.id,
        "request_id": call.request_id,
        "prompt": _prompt_text(call.prompt),
        "completion": call.completion,
        "raw_response": plain(call.raw) if call.raw is not None else None,
        "llm_model_name": call.model,
        "llm_provider_name": call.provider,
        "from_cache": call.from_cache,
    }


def _prompt_text(prompt: Sequence[Message]) -> str:
    if len(prompt) == 1:
        return text_of(prompt[0].get("content"))
    return "\n".join(f"{m.get('role', '')}: {text_of(m.get('content'))}" for m in prompt)


def _stats(record: Record) -> dict[str, Any]:
    stats: dict[str, Any] = {}
    for name, kinds in DURATIONS.items():
        spans = [r.finished_at - r.started_at for r in record.rails if r.kind in kinds and r.finished_at]
        stats[name] = sum(spans) if spans else None
    calls = record.llm_calls
    stats["total_duration"] = record.finished_at - record.started_at
    stats["llm_calls_duration"] = sum(max(0.0, c.finished_at - c.started_at) for c in calls)
    stats["llm_calls_count"] = len(calls)
    stats["llm_calls_total_prompt_tokens"] = sum(c.usage.prompt_tokens for c in calls)
    stats["llm_calls_total_completion_tokens"] = sum(c.usage.completion_tokens for c in calls)
    stats["llm_calls_total_tokens"] = sum(c.usage.total_tokens for c in calls)
    return stats
