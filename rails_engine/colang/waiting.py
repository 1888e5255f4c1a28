"""``user``, ``bot`` and ``event`` as statements: what is waited for, and the texts given with a name."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rails_engine.colang import nodes
from rails_engine.colang.blocks import refuse_block
from rails_engine.colang.source import fail
from rails_engine.colang.texts import mark_placeholders, read_texts, split_texts
from rails_engine.colang.triggers import NAME_THEM, Trigger, combine, parse_triggers

if TYPE_CHECKING:
    from rails_engine.colang.blocks import Block
    from rails_engine.colang.lines import Phrase
    from rails_engine.colang.statements import StatementParser, Statements


STOP = "stop"


def parse_trigger(parser: StatementParser, block: Block) -> Statements:
    """A statement that waits; ``bot`` says something when the flow is its own master.

    ::

        statement: waiting [block of texts]
    """
    phrase = block.phrase
    texts: tuple[str, ...] = ()
    if block.children:
        if phrase.word() == "event" or len(phrase) == 1:
            refuse_block(block)
        texts = read_texts(block.children, f"what stands below {phrase.word()!r}")
    triggers = parse_waiting(parser, phrase, block.line.comment, texts)
    joined = combine(triggers)
    if isinstance(joined, nodes.Bot) and joined.intents == (STOP,) and joined.text is None:
        return (nodes.Stop(joined.at),)
    return (joined,)


def parse_waiting(
    parser: StatementParser, phrase: Phrase, comment: str | None, below: tuple[str, ...] = ()
) -> tuple[Trigger, ...]:
    """The alternatives of a phrase. Texts with a name define that message, or that intent's examples.

    ::

        waiting: triggers | ("user" | "bot") INTENT texts | "bot" TEXT

    ``comment`` instructs whoever writes what the bot says.
    """
    head, inline = split_texts(phrase)
    texts = inline + below
    if head.word() == "bot" and len(head) == len(texts) == 1:
        return (nodes.Bot((), phrase.at(), text=texts[0], instructions=comment),)
    triggers = parse_triggers(head)
    if texts:
        if len(triggers) > 1:
            fail(phrase.at(), "a text cannot be given to several alternatives", NAME_THEM)
        triggers = (_define(parser, triggers[0], texts),)
    return tuple(
        replace(trigger, instructions=comment) if comment and isinstance(trigger, nodes.Bot) else trigger
        for trigger in triggers
    )


def _define(parser: StatementParser, trigger: Trigger, texts: tuple[str, ...]) -> Trigger:
    if isinstance(trigger, nodes.WaitEvent) or not trigger.intents:
        fail(trigger.at, "a text can only be given to the name of an intent")
    name = trigger.intents[0]
    if isinstance(trigger, nodes.User):
        parser.definitions.append(nodes.DefineUser(name, mark_placeholders(texts), trigger.at))
        return trigger
    parser.definitions.append(nodes.DefineBot(name, texts, trigger.at))
    # One text is said as it is. A choice of texts is left to the definition; where only statements are
    # asked for there is none, so the first is said.
    return replace(trigger, text=texts[0] if len(texts) == 1 or not parser.is_definition else None)
