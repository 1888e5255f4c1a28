"""What a flow can wait for: ``user …``, ``bot …``, ``event …``, and several of them joined by ``or``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rails_engine.colang.lexer import Kind
from rails_engine.colang.nodes import AnyOf, Bot, Do, Expression, User, WaitEvent
from rails_engine.colang.parameters import parse_call, read_params, starts_assignment
from rails_engine.colang.source import fail
from rails_engine.colang.texts import is_text

if TYPE_CHECKING:
    from rails_engine.colang.lines import Phrase

Trigger = User | Bot | WaitEvent

NAME_THEM = "Name the bot messages that are waited for."
KEYWORDS = ("user", "bot", "event")
_ASSIGNMENTS = {"=", "==", "!=", "<=", ">=", "+=", "-="}
_ANY = {"...", "*"}


def parse_triggers(phrase: Phrase) -> tuple[Trigger, ...]:
    """The alternatives that ``or`` separates.

    ::

        triggers: trigger ("or" trigger)*
        trigger:  user | bot | event

    Only an ``or`` before ``user``, ``bot`` or ``event`` separates: intents may have it in their names.
    """
    if all(token.text != "or" for token in phrase.tokens):
        return (parse_trigger(phrase),)
    starts = [0] + [
        index + 1
        for index in range(1, len(phrase) - 1)
        if phrase.word(index) == "or" and phrase.word(index + 1) in KEYWORDS
    ]
    ends = [start - 1 for start in starts[1:]] + [len(phrase)]
    triggers = tuple(parse_trigger(phrase[start:end]) for start, end in zip(starts, ends, strict=True))
    for trigger in triggers[1:] and triggers:
        if isinstance(trigger, Bot) and trigger.variable is not None:
            fail(trigger.at, "a variable cannot be one of several alternatives", NAME_THEM)
    return triggers


def combine(triggers: tuple[Trigger, ...]) -> Trigger | AnyOf:
    """One node for alternatives: ``User`` or ``Bot`` with several intents, else ``AnyOf``."""
    first = triggers[0]
    if len(triggers) == 1:
        return first
    names: list[str] = []
    any_intent = False
    for trigger in triggers:
        if type(trigger) is not type(first) or isinstance(trigger, WaitEvent):
            return AnyOf(triggers, first.at)
        any_intent = any_intent or not trigger.intents
        names.extend(trigger.intents or ())
    if isinstance(first, Bot):
        return Bot(() if any_intent else tuple(names), first.at, any_intent=any_intent)
    return User(None if any_intent else tuple(names), first.at)


def parse_trigger(phrase: Phrase) -> Trigger:
    """One thing to wait for, by its first word; anything else is the name of an event."""
    keyword = phrase.word()
    if keyword == "user":
        return parse_user(phrase)
    if keyword == "bot":
        return parse_bot(phrase)
    return parse_event(phrase)


def parse_user(phrase: Phrase) -> User:
    """``user``: wait until the user means something.

    ::

        user: "user" ["says"] (INTENT | "..." | "*" | "something" | "[" INTENT ("," INTENT)* "]")
              [("as" | "with") "$" …]
    """
    at = phrase.at()
    rest = phrase[1:]
    if rest.word() in {"says", "said"} and len(rest) > 1:
        rest = rest[1:]
    if len(rest) == 1 and rest.word() in _ANY | {"something"}:
        return User(None, at)
    if rest.sign(0) == "[" and len(rest) > 2 and rest.sign(len(rest) - 1) == "]":  # noqa: PLR2004 - "[" "]"
        inner = rest[1:-1]
        commas = [index for index in range(len(inner)) if inner.sign(index) == ","]
        ends = [*commas, len(inner)]
        starts = [0, *(comma + 1 for comma in commas)]
        return User(
            tuple(
                read_name(inner[start:end], "a user intent") for start, end in zip(starts, ends, strict=True)
            ),
            at,
        )
    return User((read_name(_without_details(rest), "a user intent"),), at)


def parse_bot(phrase: Phrase) -> Bot:
    """``bot``: say something, or wait until the bot means it.

    ::

        bot: "bot" (INTENT [("as" | "with") "$" …] | "$" VARIABLE … | "..." | "*")

    Its texts are read by ``parse_waiting``.
    """
    at = phrase.at()
    rest = phrase[1:]
    first = rest.word()
    if len(rest) == 1 and first in _ANY:
        return Bot((), at, any_intent=True)
    if first.startswith("$") and len(first) > 1:
        return Bot((), at, variable=rest.expression())
    return Bot((read_name(_without_details(rest), "a bot message"),), at)


def parse_event(phrase: Phrase) -> WaitEvent:
    """``event``: wait for an event with these values.

    ::

        event: ["event"] call
    """
    at = phrase.at()
    if phrase.word() == "event":
        phrase = phrase[1:]
    name, pairs = parse_call(phrase, "an event")
    return WaitEvent(read_name(name, "an event"), read_params(pairs), at)


def parse_flow_call(phrase: Phrase) -> tuple[str | Expression, list[tuple[str, Phrase]]]:
    """What ``do`` calls, without the keyword: a flow's name, or an expression for it.

    ::

        flow call: call | "$" VARIABLE … | "$" VARIABLE … "(" KEY "=" … ")" | "$" VARIABLE … "$" KEY "=" …
    """
    if not phrase.word().startswith("$"):
        name, pairs = parse_call(phrase, "a flow")
        return read_name(name, "a flow"), pairs
    named = any(
        (phrase.sign(i) == "(" and phrase.word(i + 1) and phrase.sign(i + 2) == "=")
        or (i and starts_assignment(phrase, i))
        for i in range(len(phrase))
    )
    name, pairs = parse_call(phrase, "a flow") if named else (phrase, [])
    return name.expression(), pairs


def do_trigger(phrase: Phrase) -> Do:
    """``do X`` or ``flow X`` as one thing that may happen next."""
    flow, pairs = parse_flow_call(phrase[1:])
    return Do(flow, read_params(pairs), (), phrase.at())


def read_name(phrase: Phrase, what: str) -> str:
    """A name of several words. It holds no text, no variable and no sign of assignment."""
    if not phrase:
        phrase.fail(f"the name of {what} is missing")
    for index, token in enumerate(phrase.tokens):
        kind = token.kind
        if kind is Kind.WORD:
            if token.text[0] == "$":
                phrase.fail(f"the name of {what} cannot hold a variable", index)
        elif kind is Kind.OPERATOR:
            if token.text in _ASSIGNMENTS:
                phrase.fail(f"unexpected {token.text!r} in the name of {what}", index)
        elif index == 0 or is_text(token):
            phrase.fail(f"a text stands where the name of {what} is expected", index)
    if phrase.word(-1) == "or":
        phrase.fail("'or' needs another alternative behind it", len(phrase) - 1)
    return phrase.text()


def _without_details(phrase: Phrase) -> Phrase:
    """The name alone, without ``as $v``, ``with $p`` or ``[a, b]`` behind it."""
    for index, token in enumerate(phrase.tokens):
        if index and (
            (token.text in {"as", "with"} and phrase.word(index + 1).startswith("$"))
            or (token.text == "[" and phrase.sign(len(phrase) - 1) == "]")
        ):
            return phrase[:index]
    return phrase
