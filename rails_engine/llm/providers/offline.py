"""A small model that is built in: no key, no network, the same answer every time, and clearly labelled.

It plays every role that rails give a model well enough for a first run. It is no substitute for a model.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from rails_engine.llm.base import LLMChunk, LLMReply, Provider
from rails_engine.llm.offline import chatting, dialog, judging
from rails_engine.llm.offline.reading import read_prompt
from rails_engine.llm.remote import model_entry
from rails_engine.messages import Usage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rails_engine.llm.base import LLMRequest
    from rails_engine.llm.offline.reading import Reading

_DIALOG: dict[str, Callable[[Reading], str]] = {
    "generate_user_intent": dialog.find_user_intent,
    "generate_next_steps": dialog.find_next_step,
    "generate_bot_message": dialog.find_bot_message,
    "generate_intent_steps_message": dialog.find_all_at_once,
    "generate_value": dialog.find_value,
}
_FACTS = re.compile(r"fact|lynx|entail")
_AGREEMENT = re.compile(r"hallucination")
_CHECK = re.compile(r"check|guard|safety|jailbreak|moderation|topic")
#: A prompt that asks for a verdict, whatever its task is called.
_VERDICT_WANTED = re.compile(
    r"\b(?:blocked|refused|stopped)\b[^\n]{0,30}\byes\b[^\n]{0,10}\bno\b"
    r"|\bshould the [\w ]{0,40}\bbe (?:blocked|refused|stopped)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"\s*\S+")


class OfflineProvider(Provider):
    """The built-in model."""

    name = "offline"

    def complete(self, request: LLMRequest) -> LLMReply:
        """See ``Provider``."""
        reading = read_prompt(request.messages)
        params = {**self.spec.parameters, **request.params}
        text, finish = _limit(_say(reading, request.task), params)
        count = params.get("n") or 1
        asked, said = len(reading.text.split()), len(text.split()) * count
        return LLMReply(
            text=text,
            finish_reason=finish,
            usage=Usage(asked, said, asked + said),
            model=request.model or self.spec.model,
            choices=[{"role": "assistant", "content": text} for _ in range(count - 1)],
        )

    def stream(self, request: LLMRequest) -> Iterator[LLMChunk]:
        """See ``Provider``. Word by word."""
        reply = self.complete(request)
        for word in _WORDS.findall(reply.text):
            yield LLMChunk(text=word, model=reply.model)
        yield LLMChunk(finish_reason=reply.finish_reason, usage=reply.usage, model=reply.model)

    def list_models(self, api_key: str | None = None) -> list[dict[str, Any]]:  # noqa: ARG002 - it needs none
        """See ``Provider``."""
        return [model_entry("offline", 0, "switchyard")]


def _say(reading: Reading, task: str) -> str:
    task = task.partition(" ")[0]
    if task in _DIALOG:
        return _DIALOG[task](reading)
    if _AGREEMENT.search(task) and "lynx" not in task:
        return judging.check_agreement(reading)
    if _FACTS.search(task) and "lynx" not in task:
        return judging.check_facts(reading)
    if _CHECK.search(task) or _VERDICT_WANTED.search(reading.text):
        return judging.judge(reading, task)
    return chatting.answer(reading)


def _limit(text: str, params: Any) -> tuple[str, str]:
    """The text as far as ``stop`` and ``max_tokens`` let it go; a word counts as a token."""
    stops = params.get("stop") or ()
    for stop in [stops] if isinstance(stops, str) else stops:
        text = text.partition(stop)[0] if stop else text
    most = params.get("max_completion_tokens") or params.get("max_tokens")
    words = _WORDS.findall(text)
    if most and len(words) > most:
        return "".join(words[:most]), "length"
    return text, "stop"
