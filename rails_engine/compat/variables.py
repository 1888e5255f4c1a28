"""The context variables through which users' code learns of the call that it runs in, and tells of itself.

``LLMRails`` sets them around a call; those that users' code sets say which task a model call is for.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rails_engine.compat.responses import LLMCallInfo
    from rails_engine.compat.streaming import StreamingHandler
    from rails_engine.options import GenerationOptions

#: Where the text of a streamed call goes.
streaming_handler_var: ContextVar[StreamingHandler | None] = ContextVar("streaming_handler", default=None)
#: The options of the call.
generation_options_var: ContextVar[GenerationOptions | None] = ContextVar("generation_options", default=None)
#: The call's prompt or messages, as they were handed in.
raw_llm_request: ContextVar[Any] = ContextVar("raw_llm_request", default=None)
#: Set by an action before it calls a model, to name the task; filled in by the call.
llm_call_info_var: ContextVar[LLMCallInfo | None] = ContextVar("llm_call_info", default=None)


@contextmanager
def call_variables(request: Any, options: GenerationOptions, handler: Any = None) -> Iterator[None]:
    """Set for the time of one call."""
    settings: tuple[tuple[ContextVar[Any], Any], ...] = (
        (raw_llm_request, request),
        (generation_options_var, options),
        (streaming_handler_var, handler),
        (llm_call_info_var, None),
    )
    tokens = [(variable, variable.set(value)) for variable, value in settings]
    try:
        yield
    finally:
        for variable, token in tokens:
            variable.reset(token)
