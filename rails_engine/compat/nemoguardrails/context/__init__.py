from __future__ import annotations

from rails_engine.compat.variables import (
    generation_options_var,
    llm_call_info_var,
    raw_llm_request,
    streaming_handler_var,
)

__all__ = ["generation_options_var", "llm_call_info_var", "raw_llm_request", "streaming_handler_var"]
