"""A bot message while a model still writes it: what of it is certain so far.

What a whole answer means is for ``read_message`` to say; this only says how much of that cannot change
any more. Where a parser of the user's own reads the answer, nothing is certain before its end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rails_engine.dialog.calls import quoted_text
from rails_engine.prompts import parsers

if TYPE_CHECKING:
    from rails_engine.prompts.catalog import Prompt

SPEECHLESS = "I'm not sure what to say."
#: What may still be taken away, or be the first half of something, at the end of an unfinished text.
_OPEN_END = ' \t\r\n"\\'
#: Parsers that read line by line, each line by its label; and the longest label.
_BY_LINES = (None, parsers.bot_message, parsers.verbose_v1)
_LABELS = ("user message:", "user intent:", "bot intent:", "bot message:")


def read_message(prompt: Prompt, text: str) -> str:
    """The message in a whole answer."""
    return _read(prompt, text) or SPEECHLESS


def _read(prompt: Prompt, text: str) -> str:
    parsed = prompt.parse(text)
    return quoted_text((parsed if isinstance(parsed, str) else text).split("\n"))


class Wording:
    """Reads one answer, piece by piece."""

    def __init__(self, prompt: Prompt) -> None:
        self._prompt = prompt
        self._piecewise = prompt.parser in _BY_LINES
        self._heard = ""
        self._given = ""

    def feed(self, piece: str) -> str:
        """What has become certain with this piece."""
        self._heard += piece
        if not self._piecewise:
            return ""
        certain = _read(self._prompt, _without_open_label(self._heard)).rstrip(_OPEN_END)
        return self._give(certain)

    def close(self) -> str:
        """The rest, now that nothing more comes."""
        return self._give(read_message(self._prompt, self._heard))

    def _give(self, text: str) -> str:
        if not text.startswith(self._given):
            return ""
        fresh = text[len(self._given) :]
        self._given = text
        return fresh


def _without_open_label(text: str) -> str:
    """Without a last line that may be about to become a label."""
    begun = text.rfind("\n") + 1
    last = text[begun:].lstrip().lower()
    return text[:begun] if any(label.startswith(last) or last == label for label in _LABELS) else text
