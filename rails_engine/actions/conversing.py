"""What users' actions hand to a model and expect back: prompts and answers in the shapes of other libraries.

Nothing here calls a model, and no such library is needed: their objects are told by what they have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rails_engine.errors import ActionError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rails_engine.llm.base import LLMReply
    from rails_engine.messages import Message

#: Other words for roles.
ROLES = {"human": "user", "ai": "assistant", "bot": "assistant"}


class ModelText(str):
    """A model's answer: its text, with what else is known of it as attributes."""

    __slots__ = ("reply",)

    reply: LLMReply

    @classmethod
    def of(cls, reply: LLMReply) -> ModelText:
        """The answer that a reply holds."""
        made = cls(reply.text)
        made.reply = reply
        return made

    @property
    def content(self) -> str:
        """The text."""
        return str(self)

    text = content

    @property
    def reasoning(self) -> str | None:
        """What the model thought before it answered."""
        return self.reply.reasoning

    @property
    def tool_calls(self) -> list[dict[str, Any]]:
        """The calls that it wishes to make."""
        return self.reply.tool_calls

    @property
    def usage_metadata(self) -> dict[str, int]:
        """Its tokens."""
        usage = self.reply.usage
        return {
            "input_tokens": usage.prompt_tokens,
            "output_tokens": usage.completion_tokens,
            "total_tokens": usage.total_tokens,
        }

    @property
    def response_metadata(self) -> dict[str, Any]:
        """Which model answered, and why it stopped."""
        return {"model_name": self.reply.model, "finish_reason": self.reply.finish_reason}

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        return str, (str(self),)


def read_prompt(prompt: Any) -> list[Message] | str:
    """A text, or messages: as mappings, as pairs of role and text, or as objects of another library."""
    if isinstance(prompt, str):
        return str(prompt)
    to_messages = getattr(prompt, "to_messages", None)
    if callable(to_messages):
        prompt = to_messages()
    if isinstance(prompt, list | tuple) and prompt:
        return [_read_message(item) for item in prompt]
    raise ActionError(f"A prompt is a text or a list of messages, not {_kind(prompt)}.")


def _read_message(item: Any) -> Message:
    if isinstance(item, str):
        return {"role": "user", "content": str(item)}
    if isinstance(item, dict):
        return _read_mapping(item)
    if isinstance(item, tuple) and len(item) == 2:  # noqa: PLR2004 - a pair
        return {"role": _role(item[0]), "content": item[1]}
    role = getattr(item, "role", None) or getattr(item, "type", None)
    if role is None or not hasattr(item, "content"):
        raise ActionError(f"A message has a role and a content, which {_kind(item)} has not.")
    message = {"role": _role(role), "content": item.content}
    for name in ("name", "tool_call_id"):
        if getattr(item, name, None):
            message[name] = getattr(item, name)
    return message


def _read_mapping(item: Mapping[str, Any]) -> Message:
    role = item.get("role") or item.get("type")
    if role is None:
        raise ActionError("A message needs a 'role'.")
    rest = {key: value for key, value in item.items() if key not in {"role", "type"}}
    return {"role": _role(role), "content": None, **rest}


def _role(name: Any) -> str:
    return ROLES.get(str(name), str(name))


def _kind(value: Any) -> str:
    if isinstance(value, list | tuple) and not value:
        return "an empty list"
    return f"a {type(value).__name__}"
