"""Events: what happened in a conversation, as the plain mappings that flows and users' actions read.

An event is a ``dict`` with a ``type``. Identity and time (``uid``, ``event_created_at``,
``source_uid``) cost more than the events themselves and are added by :func:`published` when a log
is asked for.
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

Event = dict[str, Any]

USER_SAID = "UtteranceUserActionFinished"
USER_MESSAGE = "UserMessage"
USER_INTENT = "UserIntent"
BOT_INTENT = "BotIntent"
BOT_MESSAGE = "BotMessage"
BOT_SAID = "StartUtteranceBotAction"
BOT_SAID_DONE = "UtteranceBotActionFinished"
ACTION_STARTED = "StartInternalSystemAction"
ACTION_FINISHED = "InternalSystemActionFinished"
CONTEXT_UPDATE = "ContextUpdate"
LISTEN = "Listen"
START_FLOW = "start_flow"
HIDE_PREVIOUS_TURN = "hide_prev_turn"
MASK_PREVIOUS_USER_MESSAGE = "mask_prev_user_message"
SYSTEM_MESSAGE = "SystemMessage"
#: Calls that the model wishes to make, before tool rails; and those that reach the caller.
BOT_TOOL_CALLS = "BotToolCalls"
BOT_TOOLS_CALLED = "StartToolCallBotAction"
USER_TOOL_MESSAGES = "UserToolMessages"
BOT_THINKING = "BotThinking"

STOP_INTENT = "stop"


def user_said(text: str) -> Event:
    """The user said something."""
    return {"type": USER_SAID, "final_transcript": text}


def user_message(text: str) -> Event:
    """What of it the input rails let through."""
    return {"type": USER_MESSAGE, "text": text}


def user_intent(intent: str) -> Event:
    """What the user meant."""
    return {"type": USER_INTENT, "intent": intent}


def bot_intent(intent: str) -> Event:
    """What the bot is going to say."""
    return {"type": BOT_INTENT, "intent": intent}


def bot_message(text: str) -> Event:
    """The words it wants to use, before output rails."""
    return {"type": BOT_MESSAGE, "text": text}


def bot_said(text: str) -> Event:
    """The words that reach the user."""
    return {"type": BOT_SAID, "script": text}


def context_update(data: dict[str, Any]) -> Event:
    """Context variables that changed."""
    return {"type": CONTEXT_UPDATE, "data": data}


def action_started(name: str, params: dict[str, Any], result_key: str | None, *, system: bool) -> Event:
    """An action begins."""
    return {
        "type": ACTION_STARTED,
        "action_name": name,
        "action_params": params,
        "action_result_key": result_key,
        "is_system_action": system,
    }


def action_finished(
    name: str,
    params: dict[str, Any],
    result_key: str | None,
    value: Any,
    *,
    success: bool = True,
    system: bool = False,
) -> Event:
    """An action ended. A failed one never moves a flow on."""
    return {
        "type": ACTION_FINISHED,
        "action_name": name,
        "action_params": params,
        "action_result_key": result_key,
        "status": "success" if success else "failed",
        "is_success": success,
        "return_value": value,
        "is_system_action": system,
    }


def published(event: Event) -> Event:
    """The event with identity and time, as logs and foreign code expect it."""
    return {
        "uid": str(uuid.uuid4()),
        "event_created_at": datetime.now(UTC).isoformat(),
        "source_uid": "Switchyard",
        **event,
    }
