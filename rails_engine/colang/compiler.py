"""From syntax trees to a program: definitions are merged, flows compiled and tied to each other.

Whatever can be wrong about a flow before it runs is an error here, with its place.
"""

from __future__ import annotations

import hashlib
from types import MappingProxyType
from typing import TYPE_CHECKING

from rails_engine import events
from rails_engine.colang import elements, nodes
from rails_engine.colang.bodies import FlowDraft, fail
from rails_engine.colang.matching import index_starts
from rails_engine.colang.program import (
    CALL,
    JUMP,
    WAIT,
    Alternative,
    CompiledFlow,
    Element,
    Instruction,
    Program,
)
from rails_engine.errors import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

__all__ = ["Program", "compile_body", "compile_program"]

#: Part of every digest: raised when the same statements compile to other instructions.
CODE_VERSION = 1


def compile_program(files: Sequence[nodes.File], *, rails: Collection[str] = ()) -> Program:
    """The program of files in order of precedence: of two flows or bot messages the first one counts.

    Flows named in ``rails`` become subflows: they never start by themselves.
    """
    drafts: dict[str, FlowDraft] = {}
    user_messages: dict[str, tuple[str, ...]] = {}
    bot_messages: dict[str, tuple[str, ...]] = {}
    for file in files:
        own_flows: dict[str, nodes.DefineFlow] = {}
        own_texts: dict[str, tuple[str, ...]] = {}
        for definition in file.definitions:
            name = definition.name
            if isinstance(definition, nodes.DefineUser):
                user_messages[name] = user_messages.get(name, ()) + definition.examples
            elif isinstance(definition, nodes.DefineBot):
                own_texts[name] = own_texts.get(name, ()) + definition.texts
            else:
                _add_flow(own_flows, definition)
        drafts |= {name: FlowDraft(flow) for name, flow in own_flows.items() if name not in drafts}
        bot_messages |= {name: texts for name, texts in own_texts.items() if name not in bot_messages}
    return _assemble(_link(drafts, rails, {}), user_messages, bot_messages)


def compile_body(statements: Sequence[nodes.Statement], name: str, program: Program) -> CompiledFlow:
    """A flow that is not part of a configuration; it may call the flows of one."""
    at = statements[0].at if statements else nodes.Position(name, 1)
    draft = FlowDraft(nodes.DefineFlow(name, tuple(statements), at, subflow=True))
    return _link({name: draft}, (), program.flows)[name]


def _add_flow(flows: dict[str, nodes.DefineFlow], flow: nodes.DefineFlow) -> None:
    known = flows.setdefault(flow.name, flow)
    if known is not flow:
        fail(flow.at, f"the flow {flow.name!r} is already defined on line {known.at.line}")


def _assemble(
    flows: Mapping[str, CompiledFlow],
    user_messages: Mapping[str, tuple[str, ...]],
    bot_messages: Mapping[str, tuple[str, ...]],
) -> Program:
    starts = index_starts(flows)
    waiting: list[Element] = [step[1] for flow in flows.values() for step in flow.code if step[0] == WAIT]
    return Program(
        flows=MappingProxyType(dict(flows)),
        user_messages=MappingProxyType(user_messages),
        bot_messages=MappingProxyType(bot_messages),
        starts=starts,
        has_dialog=bool(starts.by_key or starts.by_type or starts.by_any),
        listens=frozenset().union(*(element.types for element in waiting)),
        user_intents=frozenset(
            each.name
            for element in waiting
            for each in element.alternatives
            if each.type == events.USER_INTENT and each.name is not None
        ),
    )


def _link(
    drafts: Mapping[str, FlowDraft], rails: Collection[str], known: Mapping[str, CompiledFlow]
) -> dict[str, CompiledFlow]:
    """Finish drafts that may call each other and flows that are finished already."""
    names = {*drafts, *known}
    for draft in drafts.values():
        for name, at in draft.calls:
            if name not in names:
                fail(at, f"there is no flow {name!r}", did_you_mean(name, names))
    linker = _Linker(drafts, known)
    for name, draft in drafts.items():
        for place in sorted(draft.open_whens):
            linker.close_when(name, place)
    triggers = _triggers(drafts, known)
    return {
        name: _finish(draft, subflow=draft.flow.subflow or name in rails, triggers=triggers[name])
        for name, draft in drafts.items()
    }


def _finish(draft: FlowDraft, *, subflow: bool, triggers: frozenset[str]) -> CompiledFlow:
    flow = draft.flow
    kind = (CODE_VERSION, flow.extension, flow.parallel, flow.interruptible, flow.priority)
    text = "\n".join([str(kind), *draft.listing])
    first = draft.code[0][1] if draft.code[0][0] == WAIT else None
    return CompiledFlow(
        name=flow.name,
        code=tuple(draft.code),
        position=flow.at,
        digest=hashlib.blake2b(text.encode(errors="surrogatepass"), digest_size=8).hexdigest(),
        subflow=subflow,
        extension=flow.extension,
        parallel=flow.parallel,
        interruptible=flow.interruptible,
        priority=flow.priority,
        tags=flow.tags,
        meta=flow.meta,
        source=flow.source,
        triggers=triggers,
        first=first,
    )


def _triggers(
    drafts: Mapping[str, FlowDraft], known: Mapping[str, CompiledFlow]
) -> Mapping[str, frozenset[str]]:
    """What each flow waits for, by itself and in the flows that it calls."""
    own = {
        name: frozenset().union(*(step[1].types for step in draft.code if step[0] == WAIT))
        for name, draft in drafts.items()
    }
    own |= {name: flow.triggers for name, flow in known.items() if name not in drafts}
    calls = {name: {called for called, _ in draft.calls} for name, draft in drafts.items()}
    changed = True
    while changed:
        changed = False
        for name, called in calls.items():
            types = own[name].union(*(own[each] for each in called))
            changed = changed or types != own[name]
            own[name] = types
    return own


class _Linker:
    """Finishes ``when flow X``, which waits for whatever X begins with."""

    def __init__(self, drafts: Mapping[str, FlowDraft], known: Mapping[str, CompiledFlow]) -> None:
        self.drafts = drafts
        self.known = known
        self.under_way: set[str] = set()

    def close_when(self, name: str, place: int) -> Element:
        draft = self.drafts[name]
        code = draft.code
        if place not in draft.open_whens:
            element: Element = code[place][1]
            return element
        node, targets, otherwise = draft.open_whens.pop(place)
        alternatives: list[Alternative] = []
        for branch, target in zip(node.branches, targets, strict=True):
            if isinstance(branch.trigger, nodes.Do):
                alternatives += self.begin(branch.trigger, target)
            else:
                alternatives += elements.alternatives_of(branch.trigger, target)
        element = elements.element_of(alternatives, otherwise=otherwise)
        code[place] = (WAIT, element, None)
        return element

    def begin(self, call: nodes.Do, resume: int) -> list[Alternative]:
        """How a flow begins, as alternatives that call it and come back to ``resume``."""
        name, at = call.flow, call.at
        if not isinstance(name, str):
            fail(at, "the flow that 'when' waits for must be named")
        if call.params:
            fail(at, "the flow that 'when' waits for takes no parameters")
        names = {*self.drafts, *self.known}
        if name not in names:
            fail(at, f"there is no flow {name!r}", did_you_mean(name, names))
        enter: list[tuple[str, int]] = [(name, resume)]
        place = 0
        while True:
            operation, first, second = self.code(name)[place]
            if operation == JUMP and first > place:
                place = first
            elif operation == CALL and second is None and len(enter) <= len(names):
                enter.append((first, place + 1))
                name, place = first, 0
            else:
                break
        found = self.alternatives(name, place) if operation == WAIT else ()
        if not found:
            fail(
                at, f"'when' cannot wait for the flow {call.flow!r}", "It must begin with what it waits for."
            )
        return [
            Alternative(each.type, each.name, each.target, each.properties, (*enter, *each.enter))
            for each in found
        ]

    def code(self, name: str) -> Sequence[Instruction]:
        return self.drafts[name].code if name in self.drafts else self.known[name].code

    def alternatives(self, name: str, place: int) -> tuple[Alternative, ...]:
        if name not in self.drafts:
            element: Element = self.known[name].code[place][1]
            return element.alternatives
        if place in self.drafts[name].open_whens:
            return self.close_when(name, place).alternatives
        found: Element | None = self.drafts[name].code[place][1]
        return found.alternatives if found else ()
