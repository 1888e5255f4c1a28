from __future__ import annotations

from rails_engine.actions.registry import action
from rails_engine.compat.config import RailsConfig
from rails_engine.compat.llmrails import LLMRails
from rails_engine.llm.providers.scripted import ScriptedProvider


class Desk:
    @action()
    def answer(self):
        return 42

    def private(self):
        return 0


def make():
    return LLMRails(RailsConfig.from_content(yaml_content="models: []"), llm=ScriptedProvider([]))


def find(rails, name):
    return rails.engine.parts.toolbox.actions.find(name)


def test_it_registers_with_its_rails():
    rails = make()
    rails.runtime.register_action(len, name="length")
    rails.runtime.register_action_param("p", 1)
    assert find(rails, "length") is not None
    assert rails.engine.parts.toolbox.params == {"p": 1}
    assert rails.runtime.config is rails.config


def test_of_an_object_or_a_mapping_it_registers_what_is_marked():
    for owner in (Desk(), {"a": Desk().answer, "b": Desk().private}):
        rails = make()
        rails.runtime.register_actions(owner)
        assert find(rails, "answer").function() == 42
        assert find(rails, "private") is None
