"""What the dialog asks models to do, and texts that stand in where a configuration has none."""

from __future__ import annotations

GENERAL = "general"
GENERATE_USER_INTENT = "generate_user_intent"
GENERATE_NEXT_STEPS = "generate_next_steps"
GENERATE_BOT_MESSAGE = "generate_bot_message"
GENERATE_INTENT_STEPS_MESSAGE = "generate_intent_steps_message"
GENERATE_VALUE = "generate_value"

#: Every one has a default prompt. Those of rails come with the rails.
TASKS = (
    GENERAL,
    GENERATE_USER_INTENT,
    GENERATE_NEXT_STEPS,
    GENERATE_BOT_MESSAGE,
    GENERATE_INTENT_STEPS_MESSAGE,
    GENERATE_VALUE,
)

#: Stands before what retrieval found.
CONTEXT_HEADING = "Use these passages to answer; where they do not hold the answer, say so:"

#: Shows a model the notation, where a configuration has no sample conversation of its own.
DEFAULT_SAMPLE_CONVERSATION = """\
user "Good morning! Is this the right place to ask about opening hours?"
  ask about scope
bot confirm scope
  "Good morning! Yes, it is. Which day do you want to come?"
user "This Saturday."
  give day
bot inform opening hours
  "On Saturdays we are open from 9 to 13."
user "Perfect, thanks"
  express thanks
bot say you are welcome
  "You are welcome. See you on Saturday!"
"""
