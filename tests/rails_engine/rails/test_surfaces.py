"""Every flow that the original ships loads here, in a configuration as its documents write it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from rails_engine import RailsConfig, RailsEngine
from rails_engine.colang.references import split_rail_reference
from rails_engine.llm.providers.scripted import ScriptedProvider
from rails_engine.rails.catalog import shipped_rails
from rails_engine.rails.plan import KINDS
from tests.contracts.rail import MODEL

ROOT = Path(__file__).parents[3]
DATA = yaml.safe_load((ROOT / "tests/cases/rails/surfaces.yml").read_text())
SURFACES = [
    pytest.param(surface, kind, line, id=line)
    for surface in DATA["surfaces"]
    for kind in KINDS
    for line in surface.get(kind, ())
]
#: What the original ships, counted by its flows; three of them work in one of its two engines only, or listen.
COUNT = 78 + len(("hallucination warning", "tool call validation", "tool result validation"))
MAIN = yaml.safe_load(MODEL)["models"]


def configuration(surface: dict[str, Any], kind: str, line: str) -> RailsConfig:
    tree = {
        "models": [*MAIN, *surface.get("models", ())],
        "prompts": [{"task": task, "content": "{{ user_input }}"} for task in surface.get("prompts", ())],
        "rails": {kind: {"flows": [line]}, "config": surface.get("config", {})},
    }
    return RailsConfig.from_content(yaml=json.dumps(tree), environ=DATA["environ"])


@pytest.mark.parametrize(("surface", "kind", "line"), SURFACES)
def test_a_surface_loads_as_it_is_documented(surface: dict[str, Any], kind: str, line: str) -> None:
    config = configuration(surface, kind, line)
    assert not [finding for finding in config.findings if finding.level == "error"]
    made = RailsEngine(config, llm=ScriptedProvider())
    planned = [rail.name for rail in made.parts.plan.of(kind)]
    listens = shipped_rails().flows[split_rail_reference(line)[0]].listens
    assert planned == ([] if listens else [line])


def test_the_table_has_every_surface_of_the_original_once() -> None:
    flows = [split_rail_reference(line)[0] for _, _, line in (param.values for param in SURFACES)]
    plain = [flow for param, flow in zip(SURFACES, flows, strict=True) if "$variant" not in str(param.id)]
    assert len(plain) == len(set(plain)) == COUNT


def test_the_page_in_the_documents_is_what_the_rails_say() -> None:
    from tools.rails_table import PAGE, render

    assert PAGE.read_text() == render(), "run: python tools/rails_table.py"
