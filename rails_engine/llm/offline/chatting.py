"""The offline model in talk: who it is, what was told to it, a few facts, what the context says."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rails_engine.llm.offline.reading import context_in
from rails_engine.llm.offline.violations import find_violation
from rails_engine.llm.offline.words import best_sentence, words_of

if TYPE_CHECKING:
    from rails_engine.llm.offline.reading import Reading

#: Every answer begins so, that nobody takes it for a real model's.
LABEL = "[offline model]"
#: How a passage is passed on.
QUOTING = "According to the context:"

_NAME_TOLD = re.compile(
    r"(?i:\b(?:my name is|my name's|i am called|call me|people call me))\s+"
    r"([^\W\d_][\w'-]*(?:\s+[A-Z][\w'-]*)?)"
)
_NAME_ASKED = re.compile(
    r"\b(?:what(?:'s| is) my name|who am i|do you (?:know|remember) my name)\b", re.IGNORECASE
)
_CAPITAL = re.compile(r"\bcapital (?:city )?of (?:the )?([a-z ]+?)\s*(?:[?.!]|$)", re.IGNORECASE)
_CAPITALS = {
    "argentina": "Buenos Aires",
    "australia": "Canberra",
    "austria": "Vienna",
    "belgium": "Brussels",
    "brazil": "Brasília",
    "canada": "Ottawa",
    "china": "Beijing",
    "denmark": "Copenhagen",
    "egypt": "Cairo",
    "england": "London",
    "finland": "Helsinki",
    "france": "Paris",
    "germany": "Berlin",
    "greece": "Athens",
    "india": "New Delhi",
    "ireland": "Dublin",
    "italy": "Rome",
    "japan": "Tokyo",
    "kenya": "Nairobi",
    "mexico": "Mexico City",
    "netherlands": "Amsterdam",
    "norway": "Oslo",
    "poland": "Warsaw",
    "portugal": "Lisbon",
    "spain": "Madrid",
    "sweden": "Stockholm",
    "switzerland": "Bern",
    "turkey": "Ankara",
    "united kingdom": "London",
    "united states": "Washington, D.C.",
}
_STORY = (
    "A lamp stood at the edge of a harbour and believed that it moved the ships. One night its keeper slept, "
    "the lamp went dark, and a small boat found the harbour anyway, by the smell of bread from the bakery. "
    "In the morning the keeper lit the lamp again, and the lamp, a little wiser, shone for the baker too."
)
_ABOUT = (
    "I am a small built-in model that needs no key and no network. I am here so that you can see rails at "
    "work; for real answers, set a model in config.yml."
)
_TRY = (
    'Try "My name is Alice." and then "What is my name?", "What is the capital of France?", or "Tell me a '
    'short story." With an input rail, say something rude.'
)
#: A question's form → what is said to it. The first that fits.
_TALK: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), answer)
    for pattern, answer in (
        (
            r"\b(what can you do|what can i (ask|do|try)|help me get started|^help\b)",
            f"{_ABOUT} {_TRY}",
        ),
        (
            r"\b(who|what) are you\b|\bare you (a |an )?(bot|human|real|ai|model)|\byour name\b",
            _ABOUT,
        ),
        (
            r"\bhow are you\b|how('s| is) it going|how do you do",
            "I am well, thank you. What would you like to try?",
        ),
        (r"\b(tell|write|give)\b.*\bstory\b", _STORY),
        (
            r"\bbenefits? of renewable energy\b",
            "Renewable energy emits little carbon, does not run out, and needs no imported fuel.",
        ),
        (
            r"\bmachine learning\b",
            "Machine learning means that a program finds patterns in examples instead of being given rules.",
        ),
        (
            r"\bgive me an example\b",
            "A mail program that learns from marked messages which new ones are spam is an example.",
        ),
        (r"\baccount balance\b", "I have no access to accounts, so I cannot tell you a balance."),
        (r"\bwhat (is|are) (two|2) (plus|\+) (two|2)\b|\b2 ?\+ ?2\b", "Two plus two is four."),
        (r"\b(thanks|thank you)\b", "You are welcome."),
        (r"\b(good ?bye|bye|see you)\b", "Goodbye."),
        (r"^\W*(hi|hello|hey|good (morning|afternoon|evening)|greetings)\b", f"Hello! {_ABOUT} {_TRY}"),
    )
)


def answer(reading: Reading) -> str:
    """What the offline model says to a conversation."""
    return f"{LABEL} {_find_answer(reading)}"


def _find_answer(reading: Reading) -> str:
    question = reading.question
    if _NAME_ASKED.search(question):
        name = _name_told(reading)
        return f"Your name is {name}." if name else "You have not told me your name yet."
    told = _NAME_TOLD.search(question)
    if told:
        return f"Nice to meet you, {told[1].strip()}. I will remember your name during this conversation."
    passage = best_sentence(question, context_in(reading))
    if passage:
        return f'{QUOTING} "{passage}"'
    capital = _CAPITAL.search(question)
    if capital and capital[1].strip().lower() in _CAPITALS:
        country = capital[1].strip()
        article = "the " if country.lower() in ("netherlands", "united kingdom", "united states") else ""
        return f"{_CAPITALS[country.lower()]} is the capital of {article}{country.title()}."
    for pattern, said in _TALK:
        if pattern.search(question):
            return said
    passage = best_sentence(question, reading.instructions)
    if passage and len(words_of(question)) > 2:  # noqa: PLR2004 - a word or two fit anywhere
        return f'My instructions say: "{passage}"'
    if not question.strip():
        return "There is nothing to answer yet."
    if find_violation(question):
        return "I have nothing to say to that. With an input rail it would not have reached me."
    return f'I cannot really answer "{_short(question)}". {_TRY}'


def _name_told(reading: Reading) -> str | None:
    for who, said in reversed(reading.turns):
        found = _NAME_TOLD.search(said) if who == "user" else None
        if found:
            return found[1].strip()
    return None


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:59] + "…"  # noqa: PLR2004 - enough to recognise it
