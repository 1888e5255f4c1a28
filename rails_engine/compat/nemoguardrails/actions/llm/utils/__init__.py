from __future__ import annotations

from rails_engine.compat.history import (
    get_colang_history,
    get_first_nonempty_line,
    get_last_bot_intent,
    get_last_bot_intent_event,
    get_last_bot_utterance,
    get_last_bot_utterance_event,
    get_last_user_intent,
    get_last_user_intent_event,
    get_last_user_utterance,
    get_last_user_utterance_event,
    get_multiline_response,
    get_retrieved_relevant_chunks,
    get_top_k_nonempty_lines,
    strip_quotes,
)
from rails_engine.compat.llm_calls import llm_call

__all__ = [
    "get_colang_history",
    "get_first_nonempty_line",
    "get_last_bot_intent",
    "get_last_bot_intent_event",
    "get_last_bot_utterance",
    "get_last_bot_utterance_event",
    "get_last_user_intent",
    "get_last_user_intent_event",
    "get_last_user_utterance",
    "get_last_user_utterance_event",
    "get_multiline_response",
    "get_retrieved_relevant_chunks",
    "get_top_k_nonempty_lines",
    "llm_call",
    "strip_quotes",
]
