from __future__ import annotations

from rails_engine.prompts.parsers import bot_intent, bot_message, is_content_safe, user_intent, verbose_v1

__all__ = ["bot_intent", "bot_message", "is_content_safe", "user_intent", "verbose_v1"]
