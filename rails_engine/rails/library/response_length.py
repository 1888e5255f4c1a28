"""``response length check output``: answers that are longer than the configuration allows.

    rails:
      output: {flows: [response length check output]}
      config:
        response_length: {max_characters: 2000, max_words: 300, action: truncate, cut_at: sentence}

``truncate`` (the default) ends the answer where a sentence or word ends, and says so by ``ellipsis``;
what is sent is never longer than ``max_characters``, the ellipsis included. ``block`` puts the message
``inform answer too long`` in its place. Words are what stands between blanks: for scripts without
blanks, limit characters. A stream is cut at the same place as the whole text, and only the words are
held back that a cut could still take away.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.config.catalog import RailFlow
from rails_engine.config.reading import InvalidValueError
from rails_engine.rails.base import Rail
from rails_engine.rails.sentences import last_word_end, sentence_ends, words_at_most

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rails_engine.actions.context import Scope
    from rails_engine.rails.scanning import Scanner

#: A sentence's end is a place to cut at if it is so near the limit; else the end of a word is.
SENTENCE_SLACK = 200
#: The shortest word, with its blank: how much text a word that is still to come has at least.
SHORTEST_WORD = 2
#: Text in which no word or sentence ends for so long is let out, and may be cut within a word.
MAX_HELD = 4000

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class ResponseLengthSettings:
    """``rails.config.response_length``; 0 is no limit."""

    max_characters: int = 8000
    max_words: int = 0
    max_sentences: int = 0
    action: Literal["truncate", "block"] = "truncate"
    cut_at: Literal["sentence", "word", "character"] = "sentence"
    ellipsis: str = " […]"

    def __post_init__(self) -> None:
        for name in ("max_characters", "max_words", "max_sentences"):
            value = getattr(self, name)
            if value < 0:
                raise InvalidValueError(name, f"must be at least 0 (no limit), not {value}")
        if 0 < self.max_characters <= len(self.ellipsis):
            raise InvalidValueError(
                "max_characters", f"must be more than the {len(self.ellipsis)} characters of the ellipsis"
            )


class ResponseLength(Rail):
    """Ends or refuses answers that are too long."""

    name = "response length"
    flows = (
        RailFlow(
            "response length check output", frozenset({"output"}), settings="response_length", rewrites=True
        ),
    )
    colang = """
define bot inform answer too long
  "The answer became longer than this assistant may give. Please ask for a part of it."

define subflow response length check output
  $result = execute check_response_length(text=$bot_message)
  if $result.is_transform
    $bot_message = $result.transform_text
  if $result.is_blocked
    if $config.enable_rails_exceptions
      create event ResponseLengthRailException(message="The answer is longer than this configuration allows.")
    else
      bot inform answer too long
    stop
"""
    settings_key = "response_length"
    settings_type = ResponseLengthSettings
    judges = "exact"

    def __init__(self, settings: Any = None) -> None:
        super().__init__(settings)
        self._limits = Limits(self.settings)

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """The one action of the flow."""
        return {"check_response_length": self.check}

    def scanner(self, flow: str) -> Scanner:
        """Whole answers count, so it looks back to the beginning."""
        del flow
        return self._limits

    @action(is_system_action=True, name="check_response_length")
    def check(self, scope: Scope, text: str | None = None) -> RailOutcome:
        """Whether the answer is too long, and what may be sent of it."""
        if text is None:
            text = str(scope.context.get("bot_message") or "")
        limits, before = self._limits, scope.before
        whole = before + text if before else text
        passed = limits.passed(whole)
        if passed is None:
            return RailOutcome.allow()
        reason = f"longer than {passed[1]}"
        if self.settings.action == "block":
            return RailOutcome.block(reason=reason)
        cut = limits.cut(whole, passed[0])
        if cut < len(before) or (before and limits.passed(before) is not None):
            return RailOutcome.transform("", reason)
        return RailOutcome.transform(whole[len(before) : cut] + self.settings.ellipsis, reason)


class Limits:
    """The limits of a configuration, asked of whole texts and of texts still being written."""

    looks_back = sys.maxsize

    def __init__(self, settings: ResponseLengthSettings) -> None:
        self._settings = settings
        self._cap = sys.maxsize
        if settings.max_characters:
            self._cap = settings.max_characters - len(settings.ellipsis)

    def passed(self, text: str) -> tuple[int, str] | None:
        """How much of the text is within the limits, and which one is passed; None where none is."""
        ends = [end for end in (self._characters(text), self._words(text), self._sentences(text)) if end]
        if not ends:
            return None
        end, which = min(ends)
        return min(end, self._cap), which

    def _characters(self, text: str) -> tuple[int, str] | None:
        most = self._settings.max_characters
        return (self._cap, f"{most} characters") if most and len(text) > most else None

    def _words(self, text: str) -> tuple[int, str] | None:
        most = self._settings.max_words
        if not most or words_at_most(text) <= most:
            return None
        found = list(islice(_WORD.finditer(text), most - 1, most + 1))
        return (found[0].end(), f"{most} words") if len(found) > 1 else None

    def _sentences(self, text: str) -> tuple[int, str] | None:
        most = self._settings.max_sentences
        if not most:
            return None
        begin = count = 0
        for end in sentence_ends(text):
            count += not text[begin:end].isspace()
            begin = end
            if count == most:
                return (end, f"{most} sentences") if text[end:].strip() else None
        return None

    def cut(self, text: str, cap: int) -> int:
        """Where a text ends of which no more than ``cap`` characters may be sent."""
        at = self._settings.cut_at
        cap = len(text[:cap].rstrip())
        if at == "character":
            return cap
        begin = max(0, cap - SENTENCE_SLACK)
        sentence = None
        if at == "sentence":
            sentence = max(sentence_ends(text, begin, cap), default=None)
        if sentence is not None:
            return sentence
        return last_word_end(text, 0, cap) or cap

    def settled(self, text: str, start: int) -> int:
        """Up to the last place before which no cut can fall; everything once a limit is passed."""
        if self._settings.action == "block" or self.passed(text) is not None:
            return len(text)
        held, at = min(len(text), self._cap), self._settings.cut_at
        if at == "character":
            return max(start, len(text[:held].rstrip()))
        start = max(start, held - MAX_HELD)
        if at == "word":
            return max(start, last_word_end(text, start, held) or 0)
        safe = min(held, self._least_cap(text) - SENTENCE_SLACK)
        word = last_word_end(text, start, safe) or 0
        sentence = max(sentence_ends(text, start, held), default=0)
        return max(start, word, sentence)

    def _least_cap(self, text: str) -> int:
        """What is sent has at least so many characters, however the text goes on."""
        most = self._settings.max_words
        if not most:
            return self._cap
        return min(self._cap, len(text.rstrip()) + SHORTEST_WORD * (most - words_at_most(text)))

    def clean(self, text: str, start: int) -> bool:
        """Whether no limit is passed."""
        del start
        return self.passed(text) is None
