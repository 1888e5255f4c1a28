"""A shop's small dialog, whose questions are recognised by likeness, and an output rail for it."""

from __future__ import annotations

FLOWS = """
define user greet
  "hello"
  "good day"

define user ask price
  "how much is it"

define user other
  "something else"

define bot greet back
  "Hello, $name!"

define flow greeting
  user greet
  bot greet back

define flow price
  user ask price
  bot tell price
"""
LIKENESS = (
    "rails: {dialog: {user_messages: {embeddings_only: true, embeddings_only_fallback_intent: other, "
    "embeddings_only_similarity_threshold: 0.9}}}\n"
)
JUDGED = LIKENESS.replace("{dialog", "{output: {flows: [look]}, dialog")
LOOK = """
define subflow look
  if "bad" in $bot_message
    bot refuse to respond
    stop
  $bot_message = $bot_message.replace("Ada", "…")
"""
