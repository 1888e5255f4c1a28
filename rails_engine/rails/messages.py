"""The bot messages that shipped rails say; a configuration's own take their place."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from rails_engine.colang.parser import parse

if TYPE_CHECKING:
    from rails_engine.colang import nodes

MESSAGES = """
define bot refuse to respond
  "I'm sorry, I can't respond to that."

define bot inform answer unknown
  "I don't know the answer to that."

define bot inform internal error occurred
  "I'm sorry, an internal error has occurred."
"""


@cache
def shipped_messages() -> nodes.File:
    """The messages, parsed once a process."""
    return parse(MESSAGES, "<messages>")
