"""``llm_task_manager`` gives users' actions the prompts of the configuration."""

from __future__ import annotations

import enum

import pytest

from rails_engine.actions.context import Scope
from rails_engine.actions.task_manager import TaskManager
from rails_engine.engine import RailsConfig, RailsEngine
from rails_engine.errors import ConfigError
from rails_engine.llm.providers.scripted import ScriptedProvider
from rails_engine.turn import Record, Turn

YAML = """
models: [{type: main, engine: scripted, model: test}]
instructions: [{type: general, content: Be kind.}]
prompts:
  - task: text
    content: "{{ general_instructions }} {{ user_input }} {{ mood }}"
    output_parser: is_content_safe
    stop: ["."]
    max_tokens: 7
  - task: chat
    messages:
      - {type: system, content: "{{ general_instructions }}"}
      - {type: bot, content: "{{ history | colang }}"}
  - task: plain
    content: "x"
    output_parser: bot_intent
"""


class Task(enum.Enum):
    TEXT = "text"


@pytest.fixture
def manager():
    engine = RailsEngine(RailsConfig.from_content(yaml=YAML), llm=ScriptedProvider([]))
    context = {"user_message": "hi", "mood": "merry"}
    scope = Scope(engine.parts.toolbox, Turn(messages=[]), Record(0.0), context, list)
    return TaskManager(scope)


def test_a_text_prompt_is_a_text_and_sees_the_context(manager):
    assert manager.render_task_prompt("text") == "Be kind. hi merry"
    assert (
        manager.render_task_prompt(Task.TEXT, context={"user_input": "ho", "mood": "sad"})
        == "Be kind. ho sad"
    )


def test_a_text_prompt_can_be_asked_for_as_messages(manager):
    assert manager.render_task_prompt("plain", force_string_to_message=True) == [
        {"type": "user", "content": "x"}
    ]


def test_a_prompt_of_messages_is_messages(manager):
    events = [{"type": "UserMessage", "text": "hi"}]
    assert manager.render_task_prompt("chat", events=events) == [
        {"type": "system", "content": "Be kind."},
        {"type": "assistant", "content": 'user "hi"\n'},
    ]


def test_a_prompt_says_how_its_answer_ends_and_is_read(manager):
    assert manager.get_stop_tokens(Task.TEXT) == ["."]
    assert manager.get_max_tokens("text") == 7
    assert manager.has_output_parser("text")
    assert manager.get_stop_tokens("chat") is None
    assert manager.get_max_tokens("chat") is None
    assert not manager.has_output_parser("chat")


def test_an_answer_is_read_by_the_parser_of_the_prompt(manager):
    is_safe, *violations = manager.parse_task_output("text", output="unsafe S1")
    assert (is_safe, violations) == (False, ["s1"])
    assert manager.parse_task_output("text", "safe").text == [True]
    parsed = manager.parse_task_output("plain", output="Bot intent: greet")
    assert parsed == parsed.text == "bot greet"
    assert manager.parse_task_output("chat", "as it is") == "as it is"


def test_another_parser_can_be_asked_for(manager):
    assert manager.parse_task_output("chat", "yes", forced_output_parser="is_content_safe") == [False]
    with pytest.raises(ConfigError, match="Did you mean 'is_content_safe'"):
        manager.parse_task_output("chat", "yes", forced_output_parser="is_content_save")


def test_a_task_without_a_prompt_is_an_error(manager):
    with pytest.raises(ConfigError, match="no prompt for task 'nothing'"):
        manager.render_task_prompt("nothing")


def test_it_knows_the_configuration(manager):
    assert manager.config.instructions[0].content == "Be kind."
