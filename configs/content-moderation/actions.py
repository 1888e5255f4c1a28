"""Actions of the moderation. What a flow does not give, the engine fills in: here ``config``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rails_engine import action

if TYPE_CHECKING:
    from rails_engine import RailsConfig

#: Fewer letters than this may be an abbreviation.
SHORTEST_SHOUT = 12


@action
def is_shouting(text: str) -> bool:
    """Whether a text of some length has no small letter."""
    return sum(map(str.isalpha, text)) >= SHORTEST_SHOUT and text == text.upper()


@action
def mask_swear_words(text: str, config: RailsConfig) -> str:
    """The text with the inner letters of such words starred out."""
    words = "|".join(map(re.escape, config.custom_data["swear_words"]))
    return re.sub(rf"\b({words})\b", lambda found: _starred(found[0]), text, flags=re.IGNORECASE)


def _starred(word: str) -> str:
    return word[0] + "*" * (len(word) - 2) + word[-1]
