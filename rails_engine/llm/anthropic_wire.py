"""From the OpenAI vocabulary to Anthropic's Messages API: the body of a call.

Parameters that it has no word for (seed, penalties, logit_bias, …) are left out, as Anthropic's own
compatibility layer does; several answers to one question are refused, since one would go missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rails_engine.errors import ProviderRequestError
from rails_engine.jsontext import loads
from rails_engine.messages import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from rails_engine.messages import Message

#: The API wants a limit with every call.
DEFAULT_MAX_TOKENS = 4096
_LEFT_OUT = frozenset(
    {
        "frequency_penalty",
        "function_call",
        "functions",
        "logit_bias",
        "logprobs",
        "modalities",
        "n",
        "parallel_tool_calls",
        "presence_penalty",
        "reasoning_effort",
        "response_format",
        "seed",
        "store",
        "stream",
        "stream_options",
        "top_logprobs",
    }
)


def write_messages(messages: Sequence[Message]) -> tuple[str, list[dict[str, Any]]]:
    """The system text, and the turns with neighbours of one role put together."""
    system: list[str] = []
    turns: list[dict[str, Any]] = []
    for message in messages:
        role = message.get("role")
        if role in ("system", "developer"):
            text = text_of(message.get("content"))
            if text.strip():
                system.append(text)
            continue
        blocks = _blocks(message)
        if not blocks:
            continue
        role = "assistant" if role == "assistant" else "user"
        if turns and turns[-1]["role"] == role:
            turns[-1]["content"] += blocks
        else:
            turns.append({"role": role, "content": blocks})
    if turns and turns[-1]["role"] == "assistant":
        _trim_end(turns[-1]["content"])
    return "\n\n".join(system), turns


def write_params(params: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters in Anthropic's words. None means not given."""
    body: dict[str, Any] = {"max_tokens": DEFAULT_MAX_TOKENS}
    for name, value in params.items():
        if value is None:
            continue
        writer = _WRITERS.get(name)
        if writer is not None:
            body.update(writer(value))
        elif name not in _LEFT_OUT:
            body[name] = value
    if (params.get("n") or 1) > 1:
        raise ProviderRequestError("Anthropic's models give one answer to a question; n must be 1.")
    if not body.get("tools"):
        body.pop("tools", None)
        body.pop("tool_choice", None)
    elif params.get("parallel_tool_calls") is False:
        body.setdefault("tool_choice", {"type": "auto"})["disable_parallel_tool_use"] = True
    return body


def _blocks(message: Message) -> list[dict[str, Any]]:
    content = message.get("content")
    if message.get("role") == "tool":
        result = {"type": "tool_result", "tool_use_id": message.get("tool_call_id", "")}
        return [{**result, "content": _parts(content)}]
    blocks = _parts(content)
    for call in message.get("tool_calls") or ():
        function = call.get("function") or {}
        block = {"type": "tool_use", "id": call.get("id", ""), "name": function.get("name", "")}
        blocks.append({**block, "input": _arguments(function.get("arguments"))})
    return blocks


def _parts(content: Any) -> list[dict[str, Any]]:
    if not isinstance(content, list):
        text = text_of(content)
        return [{"type": "text", "text": text}] if text.strip() else []
    return [block for part in content if (block := _part(part)) is not None]


def _part(part: Any) -> dict[str, Any] | None:
    if isinstance(part, str):
        part = {"type": "text", "text": part}
    kind = part.get("type")
    if kind == "text":
        return part if part.get("text", "").strip() else None
    if kind == "refusal":
        return {"type": "text", "text": part.get("refusal", "")}
    if kind != "image_url":
        return dict(part)  # written in Anthropic's own form already
    image = part.get("image_url")
    url = image.get("url", "") if isinstance(image, dict) else str(image)
    if not url.startswith("data:"):
        return {"type": "image", "source": {"type": "url", "url": url}}
    head, _, data = url.removeprefix("data:").partition(",")
    media_type, _, coding = head.partition(";")
    if coding.rpartition(";")[2] != "base64":
        raise ProviderRequestError("An image in a data URL must be in base64.")
    return {"type": "image", "source": {"type": "base64", "media_type": media_type, "data": data}}


def _arguments(text: Any) -> Any:
    if isinstance(text, dict):
        return text
    try:
        value = loads(text) if text else {}
    except ValueError:
        value = None
    if not isinstance(value, dict):
        raise ProviderRequestError("The arguments of a tool call must be a JSON object.")
    return value


def _trim_end(blocks: list[dict[str, Any]]) -> None:
    """An answer that the model is to continue must not end in blanks."""
    last = blocks[-1]
    if last.get("type") == "text":
        blocks[-1] = {**last, "text": last["text"].rstrip()}


def _stops(value: Any) -> dict[str, Any]:
    stops = [value] if isinstance(value, str) else list(value)
    return {"stop_sequences": [stop for stop in stops if stop.strip()]}


def _tools(value: Any) -> dict[str, Any]:
    tools = []
    for tool in value:
        function = tool.get("function")
        if function is None:
            tools.append(tool)  # one of Anthropic's own tools
            continue
        written = {"name": function["name"], "input_schema": function.get("parameters") or {"type": "object"}}
        if function.get("description"):
            written["description"] = function["description"]
        tools.append(written)
    return {"tools": tools}


def _tool_choice(value: Any) -> dict[str, Any]:
    if isinstance(value, dict):
        name = (value.get("function") or {}).get("name")
        return {"tool_choice": {"type": "tool", "name": name} if name else dict(value)}
    return {"tool_choice": {"type": {"required": "any"}.get(value, value)}}


#: The parameters that are called or written otherwise.
_WRITERS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "max_completion_tokens": lambda value: {"max_tokens": value},
    "stop": _stops,
    "temperature": lambda value: {"temperature": min(value, 1)},
    "tool_choice": _tool_choice,
    "tools": _tools,
    "user": lambda value: {"metadata": {"user_id": value}},
}
