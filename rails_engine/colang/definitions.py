"""What a file defines: user intents, bot messages, flows. One ``parse_define_…`` each."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from rails_engine.colang.nodes import DefineBot, DefineFlow, DefineUser, Definition
from rails_engine.colang.source import fail
from rails_engine.colang.statements import StatementParser
from rails_engine.colang.texts import mark_placeholders, read_texts, split_texts
from rails_engine.colang.triggers import read_name
from rails_engine.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rails_engine.colang.blocks import Block
    from rails_engine.colang.lines import Phrase
    from rails_engine.colang.nodes import Position

KINDS = ("user", "bot", "flow", "subflow", "action")

_MODIFIERS: dict[str, dict[str, Any]] = {
    "extension": {"extension": True},
    "parallel": {"parallel": True},
    "recursive": {"parallel": True},
    "non-interruptable": {"interruptible": False},
    "non-interruptible": {"interruptible": False},
    "continuous": {"interruptible": False},
    "interruption": {"tags": ["interruption"]},
    "repair": {"tags": ["interruption"]},
    "test": {"tags": ["test"]},
    "sample": {"tags": ["sample"]},
    "response": {"tags": ["response"]},
}
#: Settings in ``meta`` that mean the same as a modifier.
_META = {
    "extension": "extension",
    "is_extension": "extension",
    "subflow": "subflow",
    "is_subflow": "subflow",
    "parallel": "parallel",
    "allow_multiple": "parallel",
    "interruptible": "interruptible",
    "is_interruptible": "interruptible",
}


def parse_definition(block: Block) -> list[Definition]:
    """A definition, and the messages that it defines by the way.

    ::

        definition: ("define" | "def") (define_user | define_bot | define_flow | define_action)

    The body of an action is of no use here.
    """
    phrase = block.phrase
    kind = next((i for i in range(1, len(phrase)) if phrase.word(i) in KINDS), None)
    if kind is None:
        known = [*KINDS, *_MODIFIERS]
        hint = did_you_mean(phrase.word(1), known) or f"Known kinds: {', '.join(KINDS)}."
        phrase.fail("'define' needs a kind of definition", 1, hint)
    word = phrase.word(kind)
    modifiers = phrase[1:kind]
    if word in {"flow", "subflow"}:
        return _parse_define_flow(block, phrase[kind + 1 :], modifiers, subflow=word == "subflow")
    if modifiers:
        _refuse_modifier(modifiers, 0, [*KINDS, *_MODIFIERS])
    if word == "user":
        return [_parse_define_user(block)]
    if word == "bot":
        return [_parse_define_bot(block)]
    return []


def _parse_define_user(block: Block) -> DefineUser:
    """``define user``: an intent and what users say when they mean it.

    ::

        define_user: "user" NAME [texts] [block of texts]

    Without examples the name serves as one. ``$x`` in an example becomes ``{x}``.
    """
    head, texts = split_texts(block.phrase)
    name = read_name(head[2:], "a user intent")
    texts += read_texts(block.children, "an example of what the user says")
    return DefineUser(name, mark_placeholders(texts) or (example_of(name),), block.phrase.at())


def example_of(name: str) -> str:
    """A name as words, for an intent that has no examples."""
    return name.replace("_", " ")


def _parse_define_bot(block: Block) -> DefineBot:
    """``define bot``: a message and its variants; with none, a model writes it.

    ::

        define_bot: "bot" NAME [texts] [block of texts and conditions]
    """
    head, texts = split_texts(block.phrase)
    name = read_name(head[2:], "a bot message")
    texts += read_texts(block.children, "a variant of a bot message", conditions=True)
    return DefineBot(name, texts, block.phrase.at())


def _parse_define_flow(block: Block, head: Phrase, modifiers: Phrase, *, subflow: bool) -> list[Definition]:
    """``define flow`` and ``define subflow``.

    ::

        define_flow: modifier* ("flow" | "subflow") [NAME] ["(" … ")" | "$" NAME …] block
        modifier:    "extension" | "parallel" | "recursive" | "non-interruptable" | "continuous"
                   | "interruption" | "repair" | "test" | "sample" | "response"

    Parameters are variables like any other, so a list of them behind the name only informs the reader.
    """
    for index in range(len(modifiers)):
        if modifiers.word(index) not in _MODIFIERS:
            _refuse_modifier(modifiers, index, _MODIFIERS)
    options = [_MODIFIERS[modifiers.word(index)] for index in range(len(modifiers))]
    parser = StatementParser()
    body = parser.parse_flow(block.children)
    source = _body_source(block)
    name = _without_parameters(head)
    if not name and not body:
        head.fail("a flow needs a name or a body")
    flow = DefineFlow(
        name=read_name(name, "a flow") if name else anonymous_name(source),
        body=body,
        at=block.phrase.at(),
        source=source,
        **flow_options([*options, parser.meta], subflow=subflow),
    )
    return [flow, *parser.definitions]


def flow_options(settings: list[Mapping[str, Any]], *, subflow: bool) -> dict[str, Any]:
    """The fields of a flow that its modifiers and its ``meta`` decide."""
    fields: dict[str, Any] = {"subflow": subflow}
    tags: list[str] = []
    meta: dict[str, object] = {}
    for setting in settings:
        for key, value in setting.items():
            if key == "tags":
                tags.extend(map(str, value) if isinstance(value, list | tuple) else [str(value)])
            elif key == "priority" and isinstance(value, int | float):
                fields["priority"] = float(value)
            elif key in _META:
                fields[_META[key]] = bool(value)
            else:
                meta[key] = value
    return {**fields, "tags": tuple(dict.fromkeys(tags)), "meta": tuple(meta.items())}


def refuse_repeated_flows(definitions: list[Definition]) -> None:
    """Complain about a flow that one source defines twice."""
    places: dict[str, Position] = {}
    for definition in definitions:
        if isinstance(definition, DefineFlow):
            first = places.setdefault(definition.name, definition.at)
            if first is not definition.at:
                message = f"the flow {definition.name!r} is already defined on line {first.line}"
                fail(definition.at, message, "Give one of them another name.")


def anonymous_name(source: str) -> str:
    """The name of a flow that has none: the same on every machine for the same body."""
    import hashlib  # few files need it

    return f"anonymous-{hashlib.blake2b(source.encode(errors='surrogatepass'), digest_size=8).hexdigest()}"


def _body_source(block: Block) -> str:
    lines = block.phrase.source.lines[block.line.last : block.last]
    return textwrap.dedent("\n".join(lines)).strip("\n")


def _without_parameters(head: Phrase) -> Phrase:
    for index in range(len(head)):
        if head.sign(index) == "(" or head.word(index).startswith("$"):
            return head[:index]
    return head


def _refuse_modifier(modifiers: Phrase, index: int, known: list[str] | dict[str, Any]) -> None:
    word = modifiers.tokens[index].text
    modifiers.fail(f"unknown word {word!r} behind 'define'", index, did_you_mean(word, known))
