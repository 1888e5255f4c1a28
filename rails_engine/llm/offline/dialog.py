"""The offline model in dialog rails: it picks intents and next steps from the examples in the prompt.

Answers keep the form of the prompt: plain Colang, or the one with ``User intent:`` and ``Bot intent:``.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from rails_engine.llm.offline.chatting import LABEL, answer
from rails_engine.llm.offline.reading import Reading, examples_in, unnamed_utterance
from rails_engine.llm.offline.words import likeness, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Below this likeness an utterance is like none of the examples.
LIKE = 0.35
UNKNOWN_INTENT = "ask general question"
GENERAL_STEP = "general response"

_STEP = re.compile(
    r"^[ \t]*(?P<who>user|bot)(?: intent:[ \t]*|[ \t]+)(?P<intent>[^\n\":]+?)[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_BOT_EXAMPLE = re.compile(
    r'^[ \t]*bot(?: intent:[ \t]*|[ \t]+)(?P<intent>[^\n":]+?)[ \t]*\n'
    r'[ \t]*(?:bot message:[ \t]*)?"(?P<said>[^\n]*)"',
    re.IGNORECASE | re.MULTILINE,
)
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_NAMED = re.compile(r"\b(?:name is|i am|i'm|call me|this is)\s+([A-Z][\w'-]*(?:\s+[A-Z][\w'-]*)?)")


def find_user_intent(reading: Reading) -> str:
    """The intent of the example that is most like what the user said."""
    intent = _likely_intent(reading)
    return f"User intent: {intent}" if _is_verbose(reading) else f"  {intent}"


def find_next_step(reading: Reading) -> str:
    """The step that follows the user's last intent in the examples."""
    step = _likely_step(reading, _last_intent(reading, "user"))
    return f"Bot intent: {step}" if _is_verbose(reading) else f"bot {step}"


def find_bot_message(reading: Reading) -> str:
    """What an example says for the intent, else what the model would say in talk."""
    said = _likely_message(reading, _last_intent(reading, "bot"))
    return f'Bot message: "{said}"' if _is_verbose(reading) else f'  "{said}"'


def find_all_at_once(reading: Reading) -> str:
    """Intent, next step and message in one answer."""
    intent = _likely_intent(reading)
    step = _likely_step(reading, intent)
    said = _likely_message(reading, step)
    if _is_verbose(reading):
        return f'User intent: {intent}\nBot intent: {step}\nBot message: "{said}"'
    return f'  {intent}\nbot {step}\n  "{said}"'


def find_value(reading: Reading) -> str:
    """A value from what the user said last: a number or a name where one is wanted, else the words."""
    said = reading.question
    hint = reading.text.rpartition(said)[2].lower() if said else ""
    number, name = _NUMBER.search(said), _NAMED.search(said)
    if number and re.search(r"number|amount|count|age|how many|how much|price|year|quantity|id\b", hint):
        return number[0]
    if name and "name" in hint:
        return name[1]
    return said


def _likely_intent(reading: Reading) -> str:
    said = unnamed_utterance(reading)
    best, intent = max(
        ((likeness(said, text), name) for text, name in examples_in(reading)), default=(0.0, "")
    )
    return intent if best >= LIKE else UNKNOWN_INTENT


def _likely_step(reading: Reading, intent: str) -> str:
    steps = list(_steps(reading))
    found = GENERAL_STEP
    for (who, name), (other, following) in pairwise(steps):
        if who == "user" and other == "bot" and words_of(name) == words_of(intent):
            found = following
    return found


def _likely_message(reading: Reading, intent: str) -> str:
    for match in _BOT_EXAMPLE.finditer(reading.text):
        # With its label a message is this model's own, and answered another question.
        ours = match["said"].startswith(LABEL)
        if intent != GENERAL_STEP and not ours and words_of(match["intent"]) == words_of(intent):
            return f"{LABEL} {match['said']}"
    return answer(reading).replace('"', "'")


def _last_intent(reading: Reading, who: str) -> str:
    *_, last = ("", *(name for speaker, name in _steps(reading) if speaker == who))
    return last


def _steps(reading: Reading) -> Iterator[tuple[str, str]]:
    for match in _STEP.finditer(reading.text):
        yield match["who"].lower(), match["intent"]


def _is_verbose(reading: Reading) -> bool:
    return re.search(r"^\W*(user|bot) intent:", reading.text, re.IGNORECASE | re.MULTILINE) is not None
