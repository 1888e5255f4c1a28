"""How the offline model reads a prompt: who said what, what is labelled how, what the examples are.

Prompts come as chat messages or as one text that holds a conversation; both are read.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from rails_engine.messages import text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rails_engine.messages import Message

_ANY_CASE = re.IGNORECASE | re.MULTILINE
_SPEAKER = re.compile(
    r"^[ \t]*(?P<who>user|human|assistant|ai|bot)(?: message)?"
    r'(?:[ \t]*:[ \t]*|[ \t]+(?="))(?P<said>.*)$',
    _ANY_CASE,
)
_BOT_SAYS = re.compile(r'^[ \t]*bot [^\n":]+\n[ \t]+"(?P<said>[^\n]*)"[ \t]*$', re.MULTILINE)
_USER_SAYS = r'^[ \t]*user(?: message:)?[ \t]*"(?P<said>[^\n]*)"[ \t]*$'
_ITS_INTENT = r'\n[ \t]*(?:user intent:[ \t]*)?(?!user\b|bot\b)(?P<intent>[^\s":][^\n":]*?)[ \t]*$'
_EXAMPLE = re.compile(_USER_SAYS + _ITS_INTENT, _ANY_CASE)
_UNNAMED = re.compile(f"{_USER_SAYS}(?!{_ITS_INTENT.replace('?P<intent>', '')})", _ANY_CASE)
_LABELLED_TURN = re.compile(r'\s*user message:[ \t]*"(?P<said>.*)"\s*', re.IGNORECASE | re.DOTALL)
_CONTEXT_MARK = re.compile(
    r"^[^\n]{0,90}\b(?:context|chunks?|passages?|knowledge|documents?|excerpts?|sources?|evidence|facts"
    r"|information)\b[^\n]{0,90}:[ \t]*$",
    _ANY_CASE,
)
_LABEL = re.compile(
    r"^[ \t]*[\"'{<\[]*(?P<label>[A-Za-z][A-Za-z _]{1,40}?)[\"'>\]]*[ \t]*(?::|\n(?=[ \t]*\"))"
    r"[ \t]*(?P<rest>.*)$",
    re.MULTILINE,
)
_QUESTION = re.compile(
    r"^[ \t]*(?:question|answer|output|entails|agreement|should|is the|does the)\b.*", _ANY_CASE
)
_RULER = re.compile(r"^[ \t]*-{2,}[ \t]*$", re.MULTILINE)
_QUOTE_BEGINS = re.compile(
    r"^[^\n\"]{0,60}\b(?:message|input|response|output|text|query|prompt|reply|utterance|user|bot)\b"
    r"[^\n\"]{0,30}:[ \t\n]*\"",
    _ANY_CASE,
)
_BETWEEN = re.compile(r"<\s*BEGIN CONVERSATION\s*>(.*?)<\s*END CONVERSATION\s*>", re.IGNORECASE | re.DOTALL)


@dataclass(slots=True)
class Reading:
    """A prompt as it was understood."""

    #: Everything, in order.
    text: str = ""
    #: (user or assistant, what was said)
    turns: list[tuple[str, str]] = field(default_factory=list)
    #: What the instructions say, system messages and all.
    instructions: str = ""

    @property
    def question(self) -> str:
        """What the user said last."""
        return next((said for who, said in reversed(self.turns) if who == "user"), "")


def read_prompt(messages: Sequence[Message]) -> Reading:
    """Read the messages of a call."""
    texts = [(str(message.get("role")), text_of(message.get("content"))) for message in messages]
    reading = Reading("\n".join(text for _, text in texts))
    spoken = [(who, _without_label(text)) for who, text in texts if who in ("user", "assistant")]
    reading.instructions = "\n".join(text for who, text in texts if who not in ("user", "assistant"))
    flat = spoken[0][1] if len(spoken) == 1 else ""
    turns = conversation_in(flat)
    if turns:
        reading.turns = turns
        first = _SPEAKER.search(flat)
        reading.instructions += "\n" + (flat[: first.start()] if first else "")
    else:
        reading.turns = spoken
    return reading


def conversation_in(text: str) -> list[tuple[str, str]]:
    """The conversation inside a text, if it holds one."""
    found: list[tuple[int, str, str]] = []
    for match in _SPEAKER.finditer(text):
        who = "user" if match["who"].lower() in ("user", "human") else "assistant"
        found.append((match.start(), who, _unquote(match["said"])))
    found += [(match.start(), "assistant", match["said"]) for match in _BOT_SAYS.finditer(text)]
    return [(who, said) for _, who, said in sorted(found) if said]


def examples_in(reading: Reading) -> list[tuple[str, str]]:
    """(what a user said, the intent that it has): in the text, or as question and answer."""
    found = [(match["said"], match["intent"]) for match in _EXAMPLE.finditer(reading.text)]
    for (who, said), (other, answer) in pairwise(reading.turns):
        first = answer.strip().splitlines()[0] if answer.strip() else ""
        if who == "user" and other == "assistant" and first.lower().startswith("user intent:"):
            found.append((said, first.partition(":")[2].strip()))
    return found


def unnamed_utterance(reading: Reading) -> str:
    """The user's words whose intent is asked for."""
    *_, last = ("", *(match["said"] for match in _UNNAMED.finditer(reading.text)))
    return last or reading.question


def context_in(reading: Reading) -> str:
    """The passages that the prompt brings for the answer: what follows a heading that says so."""
    pieces: list[str] = []
    for source in (reading.instructions, reading.text):
        for mark in _CONTEXT_MARK.finditer(source):
            rest = source[mark.end() :]
            stop = _SPEAKER.search(rest)
            pieces.append(rest[: stop.start()] if stop else rest)
    return "\n".join(pieces)


def labelled(text: str, *wanted: str) -> str | None:
    """What stands under the last label that holds one of these words: ``User message: "…"``."""
    labels = list(_LABEL.finditer(text))
    ends = [label.start() for label in labels[1:]] + [len(text)]
    found = None
    for label, end in zip(labels, ends, strict=False):
        name = label["label"].lower().replace("_", " ")
        if any(word in name for word in wanted):
            found = _inner(text[label.start("rest") : end])
    return found


def subject_of(reading: Reading) -> str:
    """The message that a policy check is about, without the policy."""
    between = _BETWEEN.findall(reading.text)
    if between:
        return str(between[-1]).strip()
    found = _quoted_after_label(reading.text)
    if found is not None:
        return found
    if reading.instructions.strip() and reading.turns and not _QUESTION.search(reading.turns[-1][1]):
        return reading.turns[-1][1]
    kept = labelled(reading.text, "message", "input", "response", "text", "user", "bot", "prompt")
    return kept if kept is not None else reading.text


def _quoted_after_label(text: str) -> str | None:
    """From the first labelled quotation to the last quotation mark before the question."""
    begin = _QUOTE_BEGINS.search(text)
    if begin is None:
        return None
    rest = text[begin.end() :]
    for question in reversed(list(_QUESTION.finditer(rest))):
        if '"' not in rest[: question.start()]:
            break  # that line belongs to the message itself
        rest = rest[: question.start()]
    end = rest.rfind('"')
    return rest[:end] if end >= 0 else rest.strip()


def _inner(text: str) -> str:
    for mark in (_RULER, _QUESTION):
        cut = mark.search(text)
        if cut:
            text = text[: cut.start()]
    return text.strip().rstrip(",}").strip().strip("\"'").strip()


def _without_label(text: str) -> str:
    found = _LABELLED_TURN.fullmatch(text)
    return found["said"] if found else text


def _unquote(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] == '"' else text
