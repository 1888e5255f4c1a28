"""``repetition check input``: the same message again and again.

    rails:
      input: {flows: [repetition check input]}
      config:
        repetition: {max_repeats: 3, within: 10, min_characters: 20}

A message that has been sent ``max_repeats`` times among the user's last ``within`` messages is not answered
once more: a model that is asked often enough gives in, and every time costs. Case, punctuation and blanks
make no difference; other words do, so it stops loops and not people who try. Messages shorter than
``min_characters`` ("yes", "next one, please") never count.

Earlier messages are known from the thread or the state, or from what the client sends; those that a rail
withheld cannot be compared any more, and count for nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.config.catalog import RailFlow
from rails_engine.config.reading import InvalidValueError
from rails_engine.rails.base import Rail
from rails_engine.rails.past import past_questions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rails_engine.actions.context import Scope

_WORDS = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class RepetitionSettings:
    """``rails.config.repetition``."""

    max_repeats: int = 3
    within: int = 10
    min_characters: int = 20

    def __post_init__(self) -> None:
        for name in ("max_repeats", "within"):
            if getattr(self, name) < 1:
                raise InvalidValueError(name, f"must be at least 1, not {getattr(self, name)}")
        if self.max_repeats > self.within:
            raise InvalidValueError(
                "max_repeats", f"of {self.max_repeats} cannot be reached within {self.within} messages"
            )


class Repetition(Rail):
    """Does not answer what has been asked too often."""

    name = "repetition"
    flows = (RailFlow("repetition check input", frozenset({"input"}), settings="repetition"),)
    colang = """
define bot ask for another message
  "You have sent this several times. Please put it another way, or ask something else."

define subflow repetition check input
  $result = execute check_repetition(text=$user_message)
  if $result.is_blocked
    if $config.enable_rails_exceptions
      create event RepetitionRailException(message="The same message was sent too often.")
    else
      bot ask for another message
    stop
"""
    settings_key = "repetition"
    settings_type = RepetitionSettings
    judges = "whole"

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of the flow."""
        return {"check_repetition": self.check}

    @action(is_system_action=True, name="check_repetition")
    def check(self, scope: Scope, text: str | None = None) -> RailOutcome:
        """Whether the message has been sent too often."""
        settings = self.settings
        text = str(scope.context.get("user_message") or "") if text is None else text
        if len(text) < settings.min_characters:
            return RailOutcome.allow()
        recent = past_questions(scope.earlier())[-settings.within :]
        near = [asked for asked in recent if _is_near(asked, text)]
        if len(near) < settings.max_repeats:
            return RailOutcome.allow()
        wanted = _folded(text)
        times = sum(_folded(asked) == wanted for asked in near)
        if times < settings.max_repeats:
            return RailOutcome.allow()
        return RailOutcome.block(reason=f"sent {times} times before", metadata={"times": times})


def _is_near(one: str, other: str) -> bool:
    """Whether two texts can be the same but for blanks and punctuation; saves reading most of them."""
    return len(one) <= 2 * len(other) and len(other) <= 2 * len(one)


def _folded(text: str) -> str:
    return " ".join(_WORDS.findall(text.casefold()))
