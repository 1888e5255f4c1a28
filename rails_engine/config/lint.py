"""What ``validate`` says of a configuration that loads: what is misspelt, unreachable or unused.

Loading remarks on what it must; this looks harder, because here somebody asked.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rails_engine.colang import nodes
from rails_engine.config.checks import rail_references, required_tasks
from rails_engine.config.findings import Finding
from rails_engine.errors import ConfigError, did_you_mean, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rails_engine.config.catalog import RailCatalog
    from rails_engine.config.schema import RailsConfig

#: The tasks of the engine itself; rails add theirs.
TASKS = frozenset(
    {
        "general",
        "generate_user_intent",
        "generate_next_steps",
        "generate_bot_message",
        "generate_intent_steps_message",
        "generate_value",
        "self_check_input",
        "self_check_output",
        "self_check_facts",
        "self_check_hallucination",
    }
)
#: Models that are used without being named.
_OWN_TYPES = frozenset({"main", "embeddings"})


def lint(config: RailsConfig) -> list[Finding]:
    """Everything that is odd, errors first, each kind in the order of the files."""
    catalog = config.catalog
    if catalog is None:
        raise ConfigError("only configurations that were loaded can be looked at")
    program = _survey(config)
    findings = [_stricter(finding) for finding in config.findings]
    findings += _dead_flows(program, config)
    findings += _user_messages(program)
    findings += _bot_messages(program)
    findings += _prompts(config, catalog)
    findings += _models(program, config, catalog)
    order = ("error", "warning", "note")
    return sorted(findings, key=lambda finding: order.index(finding.level))


@dataclass(slots=True)
class _Program:
    """What all Colang files define and use."""

    flows: dict[str, nodes.DefineFlow] = field(default_factory=dict)
    users: dict[str, nodes.DefineUser] = field(default_factory=dict)
    bots: dict[str, list[nodes.DefineBot]] = field(default_factory=dict)
    used_users: dict[str, nodes.Position] = field(default_factory=dict)
    used_bots: dict[str, nodes.Position] = field(default_factory=dict)
    called: set[str] = field(default_factory=set)
    actions: set[str] = field(default_factory=set)
    calls_by_expression: bool = False


def _survey(config: RailsConfig) -> _Program:
    program = _Program()
    for file in config.colang:
        for definition in file.definitions:
            if isinstance(definition, nodes.DefineUser):
                program.users.setdefault(definition.name, definition)
            elif isinstance(definition, nodes.DefineBot):
                program.bots.setdefault(definition.name, []).append(definition)
            elif definition.name not in program.flows:
                program.flows[definition.name] = definition
                for statement in _statements(definition.body):
                    _note_use(statement, program)
    return program


def _note_use(statement: Any, program: _Program) -> None:
    match statement:
        case nodes.User(intents=tuple() as intents):
            for intent in intents:
                program.used_users.setdefault(intent, statement.at)
        case nodes.Bot(text=None, variable=None, any_intent=False):
            for intent in statement.intents:
                program.used_bots.setdefault(intent, statement.at)
        case nodes.Execute():
            program.actions.add(statement.action)
        case nodes.Do(flow=str() as flow):
            program.called.add(flow)
        case nodes.Do():
            program.calls_by_expression = True


def _statements(value: Any) -> Iterator[Any]:
    """Every node below some statements, whatever it is nested in."""
    if isinstance(value, tuple):
        for item in value:
            yield from _statements(item)
    elif dataclasses.is_dataclass(value) and not isinstance(value, nodes.Position | nodes.Expression):
        yield value
        for spec in dataclasses.fields(value):
            yield from _statements(getattr(value, spec.name))


def _stricter(finding: Finding) -> Finding:
    """An unknown key is a remark while loading, and an error here."""
    return dataclasses.replace(finding, level="error") if finding.rule == "unknown-key" else finding


def _dead_flows(program: _Program, config: RailsConfig) -> Iterator[Finding]:
    if program.calls_by_expression:
        return
    configured = {rail.flow for rail in rail_references(config)}
    for name, flow in program.flows.items():
        if flow.subflow and name not in program.called and name not in configured:
            yield Finding("warning", "dead-flow", f"nothing calls the subflow {name!r}", flow.at)


def _user_messages(program: _Program) -> Iterator[Finding]:
    for name, user in program.users.items():
        if name not in program.used_users:
            yield Finding("note", "unused-user-message", f"no flow waits for 'user {name}'", user.at)
    for name, at in program.used_users.items():
        if program.users and name not in program.users and nearest(name, program.users):
            hint = did_you_mean(name, program.users)
            yield Finding("warning", "undefined-user-message", f"'user {name}' is not defined", at, hint)


def _bot_messages(program: _Program) -> Iterator[Finding]:
    for name, bots in program.bots.items():
        if not any(bot.texts for bot in bots):
            yield Finding("warning", "bot-message-without-text", f"'bot {name}' has no text", bots[0].at)
    for name, at in program.used_bots.items():
        if name not in program.bots and nearest(name, program.bots):
            hint = did_you_mean(name, program.bots)
            message = f"'bot {name}' is not defined; a model will word it"
            yield Finding("note", "undefined-bot-message", message, at, hint)


def _prompts(config: RailsConfig, catalog: RailCatalog) -> Iterator[Finding]:
    """Prompts that no shipped part asks for. A user's own action may, so it is only a warning."""
    known = set(TASKS)
    for flow in catalog.flows.values():
        known.update(required_tasks(flow, {}))
    for rail in rail_references(config):
        known.update(str(value) for key, value in rail.params.items() if key == "variant")
        shipped = catalog.flows.get(rail.flow)
        if shipped is not None:
            known.update(required_tasks(shipped, rail.params))
    bases = {task.partition(" $")[0] for task in known}
    for index, prompt in enumerate(config.prompts):
        if prompt.task.partition(" $")[0] not in bases:
            message = f"no part of the engine asks for the prompt {prompt.task!r}"
            at = config.where(("prompts", index, "task"))
            yield Finding("warning", "unknown-task", message, at, did_you_mean(prompt.task, known))


def _models(program: _Program, config: RailsConfig, catalog: RailCatalog) -> Iterator[Finding]:
    used = {*_OWN_TYPES, *TASKS, *program.actions}
    for rail in rail_references(config):
        used |= {str(rail.params[key]) for key in ("model", "variant") if key in rail.params}
        used.add("_".join(rail.flow.split()))
        shipped = catalog.flows.get(rail.flow)
        if shipped is not None:
            used |= {shipped.model_type} if shipped.model_type else set()
    for index, model in enumerate(config.models):
        if model.type not in used:
            message = f"nothing uses the model of the type {model.type!r}"
            at = config.where(("models", index, "type"))
            yield Finding("warning", "unused-model", message, at, did_you_mean(model.type, used))
