"""What an object of another library gives back for a prompt, as a reply or a chunk of ours.

Such objects are told by what they have: ``content``, ``text``, ``generations``, ``tool_calls`` and the like.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rails_engine.errors import ProviderReplyError
from rails_engine.jsontext import dumps
from rails_engine.llm.base import LLMChunk, LLMReply
from rails_engine.llm.thinking import split_thinking
from rails_engine.messages import Usage, text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def read_answer(answer: Any) -> LLMReply:
    """A whole answer."""
    found = _reader(_unwrapped(answer))
    text, thought = split_thinking(_text(answer))
    metadata = found("response_metadata") or {}
    return LLMReply(
        text=text,
        reasoning=_reasoning(found) or thought or None,
        tool_calls=[_tool_call(call) for call in found("tool_calls") or ()],
        usage=_usage(found),
        finish_reason=str(found("finish_reason") or metadata.get("finish_reason") or "stop"),
        model=found("model") or metadata.get("model_name"),
        id=found("id"),
    )


def read_chunk(answer: Any) -> LLMChunk:
    """A piece of a streamed answer."""
    found = _reader(_unwrapped(answer))
    calls = [_tool_call_delta(call) for call in found("tool_call_chunks") or ()]
    usage = _usage(found)
    return LLMChunk(
        text=_text(answer),
        reasoning=_reasoning(found) or "",
        tool_calls=calls or None,
        finish_reason=(found("response_metadata") or {}).get("finish_reason"),
        usage=usage if usage.total_tokens else None,
    )


def _unwrapped(answer: Any) -> Any:
    """The message in a result that could hold several."""
    generations = getattr(answer, "generations", None)
    if not generations:
        return answer
    first = generations[0]
    first = first[0] if isinstance(first, list) else first
    return getattr(first, "message", first)


def _text(answer: Any) -> str:
    if isinstance(answer, str):
        return str(answer)
    found = _reader(_unwrapped(answer))
    for name in ("content", "delta_content", "text"):
        value = found(name)
        if isinstance(value, str):
            return str(value)
        if isinstance(value, list):
            return "".join(part if isinstance(part, str) else text_of([part]) for part in value)
    if found("tool_calls") or found("tool_call_chunks") or hasattr(answer, "content"):
        return ""
    raise ProviderReplyError(f"The model's answer is a {type(answer).__name__}, which has no text.")


def _reader(answer: Any) -> Callable[[str], Any]:
    if isinstance(answer, dict):
        return answer.get
    return lambda name: getattr(answer, name, None)


def _reasoning(found: Callable[[str], Any]) -> str | None:
    for place in (found("reasoning"), found("reasoning_content")):
        if isinstance(place, str) and place:
            return place
    more = found("additional_kwargs")
    return more.get("reasoning_content") if isinstance(more, dict) else None


def _usage(found: Callable[[str], Any]) -> Usage:
    usage = found("usage_metadata") or found("usage")
    if not usage:
        return Usage()
    value = _reader(usage)
    prompt = value("input_tokens") or value("prompt_tokens") or 0
    completion = value("output_tokens") or value("completion_tokens") or 0
    return Usage(prompt, completion, value("total_tokens") or prompt + completion)


def _tool_call(call: Mapping[str, Any]) -> dict[str, Any]:
    if "function" in call:
        return dict(call)
    arguments = call.get("args") or {}
    return {
        "id": call.get("id"),
        "type": "function",
        "function": {"name": call.get("name"), "arguments": dumps(arguments).decode()},
    }


def _tool_call_delta(call: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "index": call.get("index") or 0,
        "id": call.get("id"),
        "function": {"name": call.get("name") or "", "arguments": call.get("args") or ""},
    }
