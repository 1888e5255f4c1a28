"""Guards that are shown an exchange and answer ``{blocked, transformed, <messages>}``.

The verdict is about the last message: the user's on input, the bot's on output.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from rails_engine.actions.outcome import RailOutcome
from rails_engine.errors import ProviderReplyError
from rails_engine.rails.remote.rail import subject

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rails_engine.actions.context import Scope
    from rails_engine.rails.remote.answers import Answer

_ROLES = {"input": "user", "output": "assistant"}


def chat_messages(
    scope: Scope, mode: Literal["input", "output"], user_message: str | None, bot_message: str | None
) -> list[dict[str, str]]:
    """The exchange up to the message that is judged."""
    messages = [{"role": "user", "content": subject(scope, "input", user_message)}]
    if mode == "output":
        messages.append({"role": "assistant", "content": subject(scope, "output", bot_message)})
    return messages


def judge_chat(
    result: Answer,
    rewritten: tuple[str, ...],
    mode: Literal["input", "output"],
    messages: Sequence[Mapping[str, str]],
) -> RailOutcome:
    """The verdict of an answer. ``rewritten`` is where its messages are.

    Services leave flags away that are false, but an answer that has none of what they promise is no answer.
    """
    known = ("blocked", "transformed", "policy", "recipe", "detectors", "summary", rewritten[0])
    if all(result.find(name) is None for name in known):
        raise ProviderReplyError("The answer is not what its protocol promises: it holds no verdict.")
    blocked = result.flag("blocked", default=False)
    transformed = result.flag("transformed", default=False)
    if blocked:
        return RailOutcome.block(reason="blocked by the service", legacy={**_said(messages), "blocked": True})
    if not transformed:
        return passed(messages)
    text = _last(result, rewritten, _ROLES[mode])
    legacy = _said([*messages[:-1], {"role": _ROLES[mode], "content": text}])
    return RailOutcome.transform(text, "rewritten by the service", legacy={**legacy, "transformed": True})


def passed(messages: Sequence[Mapping[str, str]]) -> RailOutcome:
    """Nothing speaks against the exchange."""
    return RailOutcome.allow(legacy=_said(messages))


def _said(messages: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    said = {message["role"]: message["content"] for message in messages}
    return {
        "blocked": False,
        "transformed": False,
        "user_message": said.get("user"),
        "bot_message": said.get("assistant"),
    }


def _last(result: Answer, path: tuple[str, ...], role: str) -> str:
    """The last message of a role, as the service wants it."""
    for message in reversed(result.items(*path)):
        if message.text("role") == role:
            return message.text("content")
    raise ProviderReplyError("The answer is not what its protocol promises: the new text is missing.")
