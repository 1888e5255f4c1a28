"""``conversation limits check input``: how long a conversation may become, and how often it may be refused.

    rails:
      input: {flows: [conversation limits check input, ...]}
      config:
        conversation_limits:
          max_turns: 50
          max_tokens: 16000
          max_message_characters: 4000
          max_refusals: 3
          refused_turns: 10

A message that is too long, a question after ``max_turns`` turns, and one that would make the context
longer than ``max_tokens`` (estimated) are refused. After ``max_refusals`` refused turns everything is, for
``refused_turns`` turns or, where that is 0, for the rest of the conversation: whoever tries one attack
after the other finds one in the end. A turn counts as refused where an input rail ended it, or where the
answer is one of the bot messages in ``refusals``; answers in ``forgiven`` do not count.

What happened before is known from the thread or the state, which are the server's own. A client that
sends the whole conversation itself can leave out what it likes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.config.catalog import RailFlow
from rails_engine.config.reading import InvalidValueError
from rails_engine.rails.base import Rail
from rails_engine.rails.past import context_tokens, count_tokens, past_questions, past_turns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from rails_engine.actions.context import Scope
    from rails_engine.rails.past import PastTurn


@dataclass(frozen=True, slots=True)
class ConversationLimitsSettings:
    """``rails.config.conversation_limits``; 0 is no limit."""

    max_turns: int = 100
    max_tokens: int = 32_000
    max_message_characters: int = 16_000
    max_refusals: int = 5
    refused_turns: int = 0
    #: Names of the bot messages whose being answered is a refusal, and of those that never count as one.
    refusals: tuple[str, ...] = ("refuse to respond",)
    forgiven: tuple[str, ...] = (
        "ask for a shorter message",
        "inform conversation too long",
        "ask for another message",
        "refuse off topic",
    )

    def __post_init__(self) -> None:
        for name in ("max_turns", "max_tokens", "max_message_characters", "max_refusals", "refused_turns"):
            value = getattr(self, name)
            if value < 0:
                raise InvalidValueError(name, f"must be at least 0 (no limit), not {value}")


class ConversationLimits(Rail):
    """Ends conversations that are too long, or that were refused too often."""

    name = "conversation limits"
    flows = (
        RailFlow("conversation limits check input", frozenset({"input"}), settings="conversation_limits"),
    )
    colang = """
define bot ask for a shorter message
  "Your message is longer than I can take. Please send a shorter one."

define bot inform conversation too long
  "This conversation has become too long. Please start a new one."

define bot refuse after repeated attempts
  "I have refused too often in this conversation to go on with it. Please start a new one."

define subflow conversation limits check input
  $result = execute check_conversation_limits(text=$user_message)
  if $result.is_blocked
    if $config.enable_rails_exceptions
      create event ConversationLimitRailException(message="The conversation has passed a limit.")
    else if $result["limit"] == "message"
      bot ask for a shorter message
    else if $result["limit"] == "refusals"
      bot refuse after repeated attempts
    else
      bot inform conversation too long
    stop
"""
    settings_key = "conversation_limits"
    settings_type = ConversationLimitsSettings
    judges = "whole"

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of the flow."""
        return {"check_conversation_limits": self.check}

    @action(is_system_action=True, name="check_conversation_limits")
    def check(self, scope: Scope, text: str | None = None) -> RailOutcome:
        """Whether the conversation may go on with this message."""
        limits = self.settings
        text = str(scope.context.get("user_message") or "") if text is None else text
        most = limits.max_message_characters
        if most and len(text) > most:
            return _passed("message", f"the message is longer than {most} characters")
        if not (limits.max_turns or limits.max_tokens or limits.max_refusals):
            return RailOutcome.allow(legacy={"limit": None})
        events = scope.earlier()
        asked = len(past_questions(events))
        # Fewer turns than that cannot have been refused so often, and need not be told apart.
        if 0 < limits.max_refusals <= asked and self._is_refused(scope, past_turns(events)):
            return _passed("refusals", f"{limits.max_refusals} turns were refused")
        if limits.max_turns and asked >= limits.max_turns:
            return _passed("turns", f"the conversation has had {limits.max_turns} turns")
        if limits.max_tokens:
            tokens = context_tokens(events) + count_tokens(text)
            if tokens > limits.max_tokens:
                return _passed(
                    "tokens", f"about {tokens} tokens of context are more than {limits.max_tokens}"
                )
        return RailOutcome.allow(legacy={"limit": None})

    def _is_refused(self, scope: Scope, turns: Iterable[PastTurn]) -> bool:
        """Whether the turns after the last refusal that was too many are not over yet."""
        refusals = _texts_of(scope, self.settings.refusals)
        forgiven = _texts_of(scope, self.settings.forgiven)
        count = left = 0
        for turn in turns:
            if left:
                left -= 1
                continue
            answer = turn.answer.strip()
            if (turn.refused or answer in refusals) and answer not in forgiven:
                count += 1
            if count == self.settings.max_refusals:
                if not self.settings.refused_turns:
                    return True
                count, left = 0, self.settings.refused_turns
        return left > 0


def _passed(limit: str, reason: str) -> RailOutcome:
    return RailOutcome.block(reason=reason, legacy={"limit": limit})


def _texts_of(scope: Scope, names: Iterable[str]) -> set[str]:
    """The words of these bot messages."""
    known = scope.toolbox.bot_messages
    return {text.strip() for name in names for text in known.get(name, ())}
