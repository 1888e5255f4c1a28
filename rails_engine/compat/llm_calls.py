"""``llm_call`` and ``llm_params``: how users' actions call the model that they are given."""

from __future__ import annotations

from asyncio import to_thread
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rails_engine.actions.context import ModelHandle
from rails_engine.actions.conversing import ModelText, read_prompt
from rails_engine.compat.models import as_provider
from rails_engine.compat.variables import llm_call_info_var
from rails_engine.llm.base import LLMRequest
from rails_engine.transport import Transport

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


async def llm_call(
    llm: Any,
    prompt: Any,
    model_name: str | None = None,
    model_provider: str | None = None,
    stop: Sequence[str] | None = None,
    custom_callback_handlers: Any = None,
    llm_params: Mapping[str, Any] | None = None,
) -> ModelText:
    """Ask a model; the answer is a text that also has ``content``, ``tool_calls`` and the like.

    The call is recorded for the task that ``llm_call_info_var`` names.
    """
    del model_name, model_provider, custom_callback_handlers
    params = {**(llm_params or {}), **({"stop": list(stop)} if stop else {})}
    info = llm_call_info_var.get()
    if isinstance(llm, ModelHandle):
        if info is None or info.task is None:
            return await llm.ainvoke(prompt, **params)
        task = str(getattr(info.task, "value", info.task))
        reply = await to_thread(llm.complete, read_prompt(prompt), task=task, params=params)
    else:
        messages = read_prompt(prompt)
        sent = [{"role": "user", "content": messages}] if isinstance(messages, str) else messages
        model = as_provider(llm, Transport())
        reply = await to_thread(model.complete, LLMRequest(sent, task="custom", params=params))
    if info is not None:
        info.completion, info.total_tokens = reply.text, reply.usage.total_tokens
    return ModelText.of(reply)


@contextmanager
def llm_params(llm: Any, **params: Any) -> Iterator[Any]:
    """Parameters of every call of this model inside; for another library's object, its attributes."""
    if isinstance(llm, ModelHandle):
        before, llm.defaults = llm.defaults, {**llm.defaults, **params}
        try:
            yield llm
        finally:
            llm.defaults = before
        return
    present = {name: getattr(llm, name) for name in params if hasattr(llm, name)}
    try:
        for name in present:
            setattr(llm, name, params[name])
        yield llm
    finally:
        for name, value in present.items():
            setattr(llm, name, value)
