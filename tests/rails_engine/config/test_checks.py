"""What passes the checks; what they refuse stands in ``cases/config/refused.yml``."""

from __future__ import annotations

import pytest

from rails_engine.config.catalog import RailFlow
from rails_engine.config.checks import rail_references, required_tasks

PROMPT = "prompts: [{task: %s, content: x}]\n"


def test_a_flow_of_the_user_may_stand_in_any_list(read):
    colang = "define subflow look at it\n  stop\n"
    for kind in ("input", "output", "retrieval", "tool_input", "tool_output"):
        config = read(f"rails: {{{kind}: {{flows: [look at it]}}}}", colang=colang)
        assert [(rail.kind, rail.flow) for rail in rail_references(config)] == [(kind, "look at it")]


def test_a_flow_of_the_user_takes_the_place_of_a_shipped_one_with_its_demands(read):
    colang = "define subflow self check input\n  stop\n"
    assert read("rails: {output: {flows: [self check input]}}", colang=colang).warnings == ()


def test_a_rail_with_all_that_it_needs_loads(read):
    yaml = """
    models:
      - {type: guard, engine: nim, model: g}
      - {type: llama_guard, engine: nim, model: l}
    prompts:
      - {task: self_check_input, content: x}
      - {task: content_safety_check_input $model=guard, content: x}
    rails:
      input:
        flows: [self check input, content safety check input $model=guard, llama guard check input]
    """
    assert read(yaml).warnings == ()


def test_a_variant_has_its_own_prompt(read):
    yaml = "rails: {input: {flows: [self check input $variant=strict]}}"
    assert read(PROMPT % "self_check_input $variant=strict" + yaml).warnings == ()


def test_a_prompt_with_the_bare_name_of_the_variant_is_remarked_on(read):
    yaml = "rails: {input: {flows: [self check input $variant=strict]}}"
    (warning,) = read(PROMPT % "strict" + yaml).warnings
    assert "'strict' would better be called 'self_check_input $variant=strict'" in warning


def test_a_rail_that_is_listed_twice_is_remarked_on(read):
    (warning,) = read("rails: {input: {flows: [check words, check  words]}}").warnings
    assert warning == "<yaml>:1:38: the input rail 'check  words' is listed twice and will run twice"


def test_a_flow_that_listens_by_itself_is_put_to_use_by_naming_it(read):
    assert read("rails: {output: {flows: [warn about doubts]}}").warnings == ()


def test_one_rail_with_two_models_is_not_listed_twice(read):
    colang = "define subflow ask\n  stop\n"
    yaml = "models: [{type: a, engine: e, model: m}, {type: b, engine: e, model: m}]\n"
    config = read(yaml + "rails: {input: {flows: [ask $model=a, ask $model=b]}}", colang=colang)
    assert config.warnings == ()


@pytest.mark.parametrize(
    ("template", "params", "tasks"),
    [
        ("check", {}, ["check"]),
        ("check", {"variant": "v"}, ["check $variant=v"]),
        ("check $variant={variant}", {}, ["check"]),
        ("check $variant={variant}", {"variant": "v"}, ["check $variant=v"]),
        ("check $model={model}", {"model": "m"}, ["check $model=m"]),
    ],
)
def test_the_tasks_of_a_rail_follow_its_parameters(template, params, tasks):
    assert required_tasks(RailFlow("check", frozenset(), prompts=(template,)), params) == tasks


@pytest.mark.parametrize("version", ["1.0", '"1.0"', "1", "'1'", ""])
def test_the_version_of_colang_is_one(read, version):
    assert read(f"colang_version: {version}").warnings == ()


def test_a_key_from_the_environment_is_there(catalog):
    from rails_engine.config.loader import load_content

    yaml = "models: [{type: main, engine: e, model: m, api_key_env_var: K}]"
    config = load_content(yaml=yaml, environ={"K": "x"}, catalog=catalog)
    assert config.models[0].api_key_env_var == "K"
