"""What must hold between the parts of a configuration before an engine is built from it.

The first thing that does not hold is an error with its place; what merely looks odd becomes a finding.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rails_engine.colang.nodes import DefineFlow
from rails_engine.colang.references import split_rail_reference
from rails_engine.config.findings import Finding, refusal
from rails_engine.errors import ColangSyntaxError, ConfigError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rails_engine.colang.nodes import Position
    from rails_engine.config.catalog import RailCatalog, RailFlow
    from rails_engine.config.schema import RailsConfig
    from rails_engine.config.tree import Path, Table

KINDS = ("input", "output", "retrieval", "tool_input", "tool_output")
_VARIANT = " $variant={variant}"


@dataclass(frozen=True, slots=True)
class RailReference:
    """One entry of a rails list, taken apart."""

    kind: str
    text: str
    flow: str
    params: Mapping[str, Any]
    path: Path
    at: Position | None

    def refuse(self, message: str, hint: str | None = None) -> ConfigError:
        """The error for this entry."""
        return refusal(message, self.at, hint)


def check_colang_version(raw: Table) -> None:
    """Colang 1.0 is what we run."""
    version = raw.scalar("colang_version")
    if version is None:
        return
    written = version.written.strip()
    if written in ("1", "1.0"):
        return
    if written.startswith("2"):
        raise refusal(
            f"Colang 2 is not supported yet (colang_version: {written})",
            version.at,
            "Folders with Colang 1.0 are; a folder for Colang 2 has to be rewritten for it.",
        )
    raise refusal(f"unknown colang_version {written!r}", version.at, "The version is '1.0'.")


def rail_references(config: RailsConfig) -> Iterator[RailReference]:
    """Every entry of the rails lists."""
    for kind in KINDS:
        for index, text in enumerate(getattr(config.rails, kind).flows):
            path = ("rails", kind, "flows", index)
            at = config.where(path)
            try:
                flow, params = split_rail_reference(text)
            except ColangSyntaxError as error:
                raise refusal(f"{text!r} does not name a rail: {error.message}", at, error.hint) from None
            yield RailReference(kind, text, flow, params, path, at)


def check_config(config: RailsConfig, catalog: RailCatalog) -> list[Finding]:
    """Check everything; the findings are what is odd but usable."""
    _check_models(config)
    own = {node.name for file in config.colang for node in file.definitions if isinstance(node, DefineFlow)}
    findings: list[Finding] = []
    seen: set[tuple[str, str]] = set()
    for rail in rail_references(config):
        key = (rail.kind, " ".join(rail.text.split()))
        if key in seen:
            message = f"the {rail.kind} rail {rail.text!r} is listed twice and will run twice"
            findings.append(Finding("warning", "repeated-rail", message, rail.at))
        seen.add(key)
        _check_model_param(rail, config)
        if rail.flow in own:
            continue
        shipped = catalog.flows.get(rail.flow)
        if shipped is None:
            raise rail.refuse(
                f"there is no flow {rail.flow!r} for this {rail.kind} rail",
                did_you_mean(rail.flow, [*own, *_of_kind(catalog, rail.kind)])
                or f"Define it in a .co file ('define flow {rail.flow}'), or name a shipped rail.",
            )
        _check_shipped(rail, shipped, config, catalog)
        findings += _check_prompts(rail, shipped, config)
    return findings


def _of_kind(catalog: RailCatalog, kind: str) -> list[str]:
    return [name for name, flow in catalog.flows.items() if kind in flow.kinds]


def _check_models(config: RailsConfig) -> None:
    for index, model in enumerate(config.models):
        variable = model.api_key_env_var
        if variable is not None and not config.environ.get(variable):
            raise refusal(
                f"the model of the type {model.type!r} takes its key from the environment variable"
                f" {variable!r}, which is not set",
                config.where(("models", index, "api_key_env_var")),
                f"Set {variable} before the start, or remove api_key_env_var.",
            )


def _check_model_param(rail: RailReference, config: RailsConfig) -> None:
    wanted = rail.params.get("model")
    types = [model.type for model in config.models]
    if wanted is not None and wanted not in types:
        detected = ", ".join(map(repr, types)) or "none"
        raise rail.refuse(
            f"the {rail.kind} rail {rail.text!r} asks for a model of the type {wanted!r}, which is not under"
            f" 'models'; the types there: {detected}",
            did_you_mean(str(wanted), types),
        )


def _check_shipped(rail: RailReference, flow: RailFlow, config: RailsConfig, catalog: RailCatalog) -> None:
    if rail.kind not in flow.kinds:
        kinds = " or ".join(f"rails.{kind}.flows" for kind in sorted(flow.kinds))
        raise rail.refuse(
            f"{rail.flow!r} is no {rail.kind} rail; it belongs under {kinds}",
            did_you_mean(rail.flow, _of_kind(catalog, rail.kind)),
        )
    if flow.model_param and "model" not in rail.params:
        raise rail.refuse(
            f"the {rail.kind} rail {rail.text!r} does not say which model it uses",
            f"Write '{rail.flow} $model=TYPE' with the type of an entry of 'models'.",
        )
    if flow.model_type is not None and not any(model.type == flow.model_type for model in config.models):
        raise rail.refuse(
            f"the {rail.kind} rail {rail.text!r} needs a model of the type {flow.model_type!r}, and none is"
            " under 'models'"
        )


def _check_prompts(rail: RailReference, flow: RailFlow, config: RailsConfig) -> Iterator[Finding]:
    """Every prompt that the rail needs is there. A variant may also be the whole name of its prompt."""
    tasks = {" ".join(prompt.task.split()) for prompt in config.prompts}
    variant = rail.params.get("variant")
    for task in required_tasks(flow, rail.params):
        if task in tasks:
            continue
        if variant is not None and str(variant) in tasks:
            message = f"the prompt {variant!r} would better be called {task!r}, as the rail {rail.text!r} is"
            yield Finding("warning", "bare-variant", message, rail.at)
            continue
        raise rail.refuse(
            f"the {rail.kind} rail {rail.text!r} needs a prompt for the task {task!r}, and none is under"
            " 'prompts'",
            did_you_mean(task, tasks) or f"Add '- task: {task}' with its 'content' to 'prompts'.",
        )


def required_tasks(flow: RailFlow, params: Mapping[str, Any]) -> list[str]:
    """The prompt tasks of a rail with these parameters."""
    variant = params.get("variant")
    tasks = []
    for template in flow.prompts:
        base = template.replace(_VARIANT, "").replace("{model}", str(params.get("model")))
        tasks.append(base if variant is None else f"{base} $variant={variant}")
    return tasks
