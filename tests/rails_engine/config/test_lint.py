from __future__ import annotations

import pytest

from rails_engine.config.lint import lint

FLOWS = """
define user greet
  "hello"

define user leave
  "bye"

define bot greet
  "hi"

define flow greeting
  user greet
  bot greet
  if $x
    do known
  when user greet
    execute look up
  else
    bot gret

define subflow known
  stop

define subflow dead
  user leve
"""


@pytest.fixture
def remarks(read):
    def found(yaml="", colang=None):
        return {(f.level, f.rule): f for f in lint(read(yaml, colang=colang))}

    return found


def test_a_clean_configuration_has_no_findings(remarks):
    colang = 'define user greet\n  "hi"\ndefine bot greet\n  "hi"\ndefine flow\n  user greet\n  bot greet\n'
    assert remarks("models: [{type: main, engine: e, model: m}]", colang) == {}


def test_unknown_keys_are_errors_and_come_first(read):
    config = read("streaming: true\nmodles: []\n")
    assert [(f.level, f.rule) for f in lint(config)] == [
        ("error", "unknown-key"),
        ("warning", "no-effect"),
    ]


def test_a_subflow_that_nothing_calls_is_dead(remarks):
    found = remarks("", FLOWS)["warning", "dead-flow"]
    assert found.message == "nothing calls the subflow 'dead'"
    assert found.at.text == "define subflow dead"


def test_a_subflow_in_a_list_of_rails_is_alive(remarks):
    colang = "define subflow look\n  stop\n"
    assert remarks("rails: {input: {flows: [look]}}", colang) == {}


def test_a_computed_call_may_call_anything(remarks):
    colang = "define flow a\n  do $flows[0]\ndefine subflow b\n  stop\n"
    assert ("warning", "dead-flow") not in remarks("", colang)


def test_a_user_message_that_no_flow_waits_for_is_noted(remarks):
    assert "'user leave'" in remarks("", FLOWS)["note", "unused-user-message"].message


def test_misspelt_messages_are_answered_with_the_nearest(remarks):
    found = remarks("", FLOWS)
    assert found["warning", "undefined-user-message"].hint == "Did you mean 'leave'?"
    assert found["note", "undefined-bot-message"].hint == "Did you mean 'greet'?"


def test_messages_of_the_library_and_of_models_are_not_remarked_on(remarks):
    assert (
        remarks("", 'define bot greet\n  "hi"\ndefine flow a\n  bot greet\n  bot refuse to respond\n') == {}
    )


def test_a_bot_message_without_text_is_remarked_on(remarks):
    found = remarks("bot_messages: {greet: []}")
    assert found["warning", "bot-message-without-text"].message == "'bot greet' has no text"


def test_a_prompt_for_an_unknown_task_is_remarked_on(remarks):
    found = remarks("prompts: [{task: self_check_inputs, content: x}]")["warning", "unknown-task"]
    assert (found.at.column, found.hint) == (18, "Did you mean 'self_check_input'?")


@pytest.mark.parametrize("task", ["general", "content_safety_check_input $model=x", "generate_value"])
def test_a_prompt_that_something_asks_for_is_not(remarks, task):
    assert ("warning", "unknown-task") not in remarks(f"prompts: [{{task: {task}, content: x}}]")


def test_a_model_that_nothing_uses_is_remarked_on(remarks):
    found = remarks("models: [{type: mian, engine: e, model: m}]")["warning", "unused-model"]
    assert found.hint == "Did you mean 'main'?"


@pytest.mark.parametrize(
    ("kind", "rail"),
    [
        ("embeddings", "check words"),
        ("self_check_input", "check words"),
        ("llama_guard", "llama guard check input"),
        ("small", "ask $model=small"),
        ("strict", "ask $variant=strict"),
        ("look_up", "ask"),
    ],
)
def test_a_model_that_something_uses_is_not(remarks, kind, rail):
    yaml = f"models: [{{type: {kind}, engine: e, model: m}}]\nrails: {{input: {{flows: [{rail}]}}}}\n"
    found = remarks(yaml, "define subflow ask\n  execute look_up\n")
    assert ("warning", "unused-model") not in found
