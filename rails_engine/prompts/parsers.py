"""What a model's answer to a prompt means. Parsers that judge never raise: what they cannot read is unsafe.

A judgement is a list: ``[True]``, or ``[False, *violations]``.
"""

from __future__ import annotations

import json
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Judgement = list[Any]

# Labels of the verbose form

_COLANG_FOR = {"user message": "user ", "user intent": "  ", "bot intent": "bot ", "bot message": "  "}
_LABEL = re.compile(r"\s*(user message|user intent|bot intent|bot message):[ \t]*", re.IGNORECASE)


def user_intent(text: str) -> str:
    """``User intent: x`` as an intent line."""
    return _without_label(text.strip(), "user intent")


def bot_intent(text: str) -> str:
    """``Bot intent: x`` as ``bot x``."""
    return _without_label(text.strip(), "bot intent")


def bot_message(text: str) -> str:
    """``Bot message: "x"`` as a text line."""
    return _without_label(text.strip(), "bot message")


def verbose_v1(text: str) -> str:
    """Every labelled line as Colang."""
    return "\n".join(
        _COLANG_FOR[found[1].lower()] + line[found.end() :] if (found := _LABEL.match(line)) else line
        for line in text.split("\n")
    )


def _without_label(text: str, label: str) -> str:
    found = _LABEL.match(text)
    if found is None or found[1].lower() != label:
        return text
    return _COLANG_FOR[label] + text[found.end() :]


# Safe or unsafe, yes or no, in a sentence

_THINKING = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL | re.IGNORECASE)
_ECHOED_CHOICE = re.compile(r"[(\[]\s*yes\s*(?:/|or|\|)\s*no\s*[)\]]|\byes/no\b", re.IGNORECASE)
_MARKUP = re.compile(r"[*_`#>\"]+")
#: Typographic quotes and dashes as their plain forms.
_PLAIN_SIGNS = {0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x2013: " - ", 0x2014: " - "}
#: A question is read together with its answer.
_SENTENCE_END = re.compile(r"[.!]+(?=\s|$)|(?<![:?\s])\s*\n")
_TOKEN = re.compile(r"[^\W_]+(?:['-][^\W_]+)*|[,;:?.()\[\]{}-]")
_WORD = re.compile(r"\w+")
_NEGATIONS = frozenset(
    {"not", "no", "never", "cannot", "without", "neither", "nor", "hardly", "barely", "far"}
)
#: An answer stands first, after a sign, or after one of these.
_LEADS = frozenset(
    re.findall(
        r"\S+",
        "is are be was as it's that's think say answer verdict result decision response assessment "
        "judgement judgment classification label rating safety output considered deemed seems appears "
        "looks rated completely perfectly entirely",
    )
)
#: ``no doubt`` is not an answer.
_IDIOMS = frozenset({"doubt", "question", "way", "wonder", "idea", "chance", "comment", "longer", "matter"})


def is_content_safe(text: str) -> Judgement:
    """Read the answer's first sentence as a careful reader would.

    ``safe`` and ``no`` (to: should it be blocked?) pass where they are the answer; ``unsafe``, ``yes``,
    ``not safe``, both at once, or none of them do not.
    """
    tokens = _first_sentence(text)
    verdicts = [_verdict(tokens, index) for index in range(len(tokens))]
    if False in verdicts:
        return [False, *(_words_after(_outside(text), "unsafe") if "unsafe" in tokens else ())]
    return [True in verdicts]


def is_affirmative(text: str) -> bool:
    """Whether the answer's first sentence says yes, and not also no."""
    tokens = _first_sentence(text)
    places = range(len(tokens))
    if any(tokens[place] == "no" and _stands_alone(tokens, place) for place in places):
        return False
    return any(
        tokens[place] == "yes" and _answers(tokens, place) and not _negated(tokens, place) for place in places
    )


def is_denial(text: str) -> bool:
    """Whether the answer is no, or too unclear to count as a yes."""
    return not is_affirmative(text)


def _first_sentence(text: str) -> list[str]:
    """The words and signs of the first sentence that has words, in lower case."""
    plain = _MARKUP.sub(" ", _outside(text).translate(_PLAIN_SIGNS))
    for sentence in _SENTENCE_END.split(_ECHOED_CHOICE.sub(" ", plain)):
        tokens = [token.lower() for token in _TOKEN.findall(sentence)]
        if any(token[0].isalnum() for token in tokens):
            return tokens
    return []


def _verdict(tokens: list[str], index: int) -> bool | None:
    word = tokens[index]
    if word == "yes":
        return False
    if word == "unsafe":
        return index > 0 and tokens[index - 1] in _NEGATIONS
    if word == "safe":
        if _negated(tokens, index):
            return False
        qualified = index + 1 < len(tokens) and tokens[index + 1] == "to"
        return True if _answers(tokens, index) and not qualified else None
    if word == "no":
        following = tokens[index + 1] if index + 1 < len(tokens) else ""
        if following in {"unsafe", "safe"} or following in _IDIOMS or not _answers(tokens, index):
            return None
        if not _stands_alone(tokens, index):
            return True if index == 0 else None
        # "Safe: no" and "Is it safe? No." answer another question than the one that was asked.
        return "safe" not in tokens[:index]
    return None


def _answers(tokens: list[str], index: int) -> bool:
    """Whether a word stands where an answer stands."""
    if index == 0:
        return True
    before = tokens[index - 1]
    return before in _LEADS or not before[0].isalnum()


def _stands_alone(tokens: list[str], index: int) -> bool:
    return index + 1 == len(tokens) or not tokens[index + 1][0].isalnum()


def _negated(tokens: list[str], index: int) -> bool:
    """Whether a negation stands before a word, in the same part of the sentence."""
    for token in reversed(tokens[:index]):
        if token in {",", ";", ":"}:
            return False
        if token in _NEGATIONS or token.endswith("n't"):
            return True
    return False


def _words_after(text: str, word: str) -> list[str]:
    words = _WORD.findall(text.lower())
    return words[words.index(word) + 1 :] if word in words else []


# Fixed formats of guard models


def nemoguard_parse_prompt_safety(text: str) -> Judgement:
    """JSON with ``User Safety`` and ``Safety Categories``."""
    return _judge_json(text, "user safety")


def nemoguard_parse_response_safety(text: str) -> Judgement:
    """JSON with ``Response Safety`` and ``Safety Categories``."""
    return _judge_json(text, "response safety")


def nemotron_reasoning_parse_prompt_safety(text: str) -> Judgement:
    """A line ``Prompt harm: harmful|unharmful`` after the reasoning."""
    return [_one_value(text, "prompt harm").lower() == "unharmful"]


def nemotron_reasoning_parse_response_safety(text: str) -> Judgement:
    """A line ``Response harm: harmful|unharmful`` after the reasoning."""
    return [_one_value(text, "response harm").lower() == "unharmful"]


def nemotron_content_safety_parse_prompt_safety(text: str) -> Judgement:
    """Lines ``User Safety: safe|unsafe`` and ``Safety Categories: …`` after the reasoning."""
    return _judge_lines(text, "user safety")


def nemotron_content_safety_parse_response_safety(text: str) -> Judgement:
    """Lines ``Response Safety: safe|unsafe`` and ``Safety Categories: …`` after the reasoning."""
    return _judge_lines(text, "response safety")


def _judge_json(text: str, key: str) -> Judgement:
    text = _outside(text)
    start = text.find("{")
    if start < 0:
        return [False]
    try:
        pairs, _ = json.JSONDecoder(object_pairs_hook=list).raw_decode(text, start)
    except (ValueError, RecursionError):
        return [False]
    found = [value for name, value in pairs if str(name).strip().lower() == key]
    if found and all(isinstance(value, str) and value.strip().lower() == "safe" for value in found):
        return [True]
    categories: list[str] = []
    for name, value in pairs:
        if str(name).strip().lower() == "safety categories":
            categories.extend(map(str, value) if isinstance(value, list) else _split(str(value or "")))
    return [False, *categories]


def _judge_lines(text: str, key: str) -> Judgement:
    if _one_value(text, key).lower() == "safe":
        return [True]
    return [False, *_split(_one_value(text, "safety categories"))]


def _one_value(text: str, key: str) -> str:
    """The value of a ``key: value`` line outside of the reasoning; empty unless there is exactly one."""
    lines = (line.strip(" \t\r*") for line in _outside(text).split("\n"))
    found = [
        value
        for label, _, value in (line.partition(":") for line in lines)
        if label.strip(" *").lower() == key
    ]
    return found[0].strip(" \t*.") if len(found) == 1 else ""


def _outside(text: str) -> str:
    """The text without its reasoning; reasoning that does not end reaches to the end."""
    return _THINKING.sub("", text)


def _split(categories: str) -> list[str]:
    return [name for part in categories.split(",") if (name := part.strip())]


#: By the name that a prompt's ``output_parser`` uses.
PARSERS: Mapping[str, Callable[[str], Any]] = MappingProxyType(
    {
        parser.__name__: parser
        for parser in (
            user_intent,
            bot_intent,
            bot_message,
            verbose_v1,
            is_content_safe,
            nemoguard_parse_prompt_safety,
            nemoguard_parse_response_safety,
            nemotron_reasoning_parse_prompt_safety,
            nemotron_reasoning_parse_response_safety,
            nemotron_content_safety_parse_prompt_safety,
            nemotron_content_safety_parse_response_safety,
        )
    }
)
