"""Folders whose code imports the original's names load unchanged, in a plain engine, and do what they say."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pytest

from rails_engine.actions.imports import ORIGINAL
from rails_engine.engine import RailsConfig, RailsEngine
from rails_engine.errors import ConfigError
from rails_engine.llm.providers.scripted import ScriptedProvider

FOLDERS = Path(__file__).parent / "configs"


@pytest.fixture(autouse=True)
def original_is_not_installed():
    logging.getLogger("rails_engine").setLevel(logging.ERROR)
    yield
    logging.getLogger("rails_engine").setLevel(logging.NOTSET)
    for name in [name for name in sys.modules if name.split(".")[0] == ORIGINAL]:
        del sys.modules[name]


def ask(folder, question, *replies, **options):
    llm = ScriptedProvider(list(replies))
    engine = RailsEngine(RailsConfig.from_path(FOLDERS / folder), llm=llm)
    return engine.generate(prompt=question, **options), llm.requests


@pytest.mark.parametrize(
    ("verdict", "answer"), [("Yes.", "Get lost"), ("no", "Let me put that more kindly.")]
)
def test_an_action_calls_the_model_that_it_is_given(verdict, answer):
    result, requests = ask("asks_model", "hi", "Get lost", verdict)
    assert result.content == answer
    assert requests[1].task == "check_tone"
    assert requests[1].params == {"temperature": 0.001, "max_tokens": 3, "stop": ["\n"]}
    assert requests[1].messages == [{"role": "user", "content": "Is this friendly? Get lost"}]


def test_an_action_result_updates_the_context():
    result, _ = ask("updates_context", "what is my balance", options={"output_vars": ["length", "ok"]})
    assert result.content == "You have 120 euros."
    assert result.output_data == {"length": 18, "ok": True}


@pytest.mark.parametrize(("verdict", "decision"), [("n", "allowed"), ("y", "blocked")])
def test_init_registers_filters_parsers_and_prompt_variables(verdict, decision):
    result, requests = ask("registers_all", "hello", verdict, "Hello!")
    assert result.decision == decision
    sent = [request.messages[-1]["content"] for request in requests]
    assert sent[0] == "Shop The Corner Shop, open 9 to 17. Message: HELLO!. Block?"
    assert sent[1:] == (["The Corner Shop: hello"] if decision == "allowed" else [])


def test_init_registers_actions_and_their_parameters():
    engine = RailsEngine(RailsConfig.from_path(FOLDERS / "registers_all"), llm=ScriptedProvider([]))
    toolbox = engine.parts.toolbox
    assert toolbox.actions.find("greet").call({}, _Supplies(toolbox.params)) == "good day"


class _Supplies:
    def __init__(self, params):
        self.params = params

    def supply(self, name, action):
        return self.params[name]


def test_a_search_provider_of_the_folder_finds_the_intents():
    assert ask("own_search", "price of cheese")[0].content == "Two euros."
    assert ask("own_search", "opening on Sunday")[0].content == "From nine."


def test_a_model_of_the_folder_answers():
    engine = RailsEngine(RailsConfig.from_path(FOLDERS / "own_model"))
    assert engine.generate(prompt="hello").content == "Polly says hello"


def test_an_embedder_of_the_folder_finds_the_intents():
    assert ask("own_embedder", "will it rain today")[0].content == "Bring an umbrella."
    assert ask("own_embedder", "hello you there")[0].content == "Good morning!"


def test_actions_may_be_classes_import_each_other_and_import_in_functions():
    result, requests = ask("class_actions", "sum it up", '"one two three four"')
    assert result.content == "One Two Three"
    assert [message["role"] for message in requests[0].messages] == ["system", "user"]
    assert requests[0].params == {"stop": ["."]}
    assert requests[0].task == "SummarizeAction"


@pytest.mark.parametrize(("reply", "decision"), [("1 2 3", "blocked"), ("1 2", "allowed")])
def test_results_of_the_older_kind_are_read_as_before(reply, decision):
    assert ask("old_results", "count", reply)[0].decision == decision


@pytest.mark.parametrize(("verdict", "decision"), [("unsafe", "blocked"), ("safe", "allowed")])
def test_an_action_uses_the_task_manager_and_a_model_by_its_type(verdict, decision, tmp_path):
    text = (FOLDERS / "task_prompts" / "config.yml").read_text()
    folder = tmp_path / "task_prompts"
    folder.mkdir()
    for name in ("actions.py", "rails.co"):
        (folder / name).write_text((FOLDERS / "task_prompts" / name).read_text())
    replies = f"{{type: judge, engine: scripted, model: judge, parameters: {{replies: [{verdict}]}}}}"
    (folder / "config.yml").write_text(text.replace("{type: judge, engine: scripted, model: judge}", replies))
    engine = RailsEngine(RailsConfig.from_path(folder), llm=ScriptedProvider(["fine"]))
    assert engine.generate(prompt="Hand it over").decision == decision
    request = engine.parts.toolbox.models["judge"].requests[0]
    assert request.messages == [
        {"role": "system", "content": "You judge politeness."},
        {"role": "user", "content": "Hand it over (strict)"},
    ]
    assert request.params == {"temperature": 0.001, "max_tokens": 5, "stop": ["\n"]}


def test_a_retrieval_action_of_the_folder_searches_the_knowledge_base():
    result, requests = ask("own_retrieval", "what does rye bread cost?", "Three euros.")
    assert result.content == "Three euros."
    assert "BREAD: Rye bread costs three euros." in requests[0].messages[0]["content"]


def test_init_finds_what_it_knows_on_the_builder_too(tmp_path):
    (tmp_path / "config.yml").write_text("models: []\n")
    (tmp_path / "config.py").write_text(
        "async def answer(context):\n    return 'Echo ' + context['user_message'], None\n"
        "def init(app):\n"
        "    assert app.llm is None and app.passthrough_fn is None\n"
        "    app.runtime.register_action(len, name='length')\n"
        "    app.passthrough_fn = answer\n"
        "    assert app.passthrough_fn is answer\n"
    )
    engine = RailsEngine(RailsConfig.from_path(tmp_path))
    assert engine.generate(prompt="hi").content == "Echo hi"
    assert engine.parts.toolbox.actions.find("length").function is len


def test_functions_that_import_later_get_ours_even_where_the_original_is_installed(tmp_path, monkeypatch):
    installed = tmp_path / "site" / ORIGINAL / "actions"
    installed.mkdir(parents=True)
    (installed.parent / "__init__.py").write_text("FOREIGN = True\n")
    (installed / "__init__.py").write_text("action = 'foreign'\n")
    monkeypatch.syspath_prepend(str(tmp_path / "site"))
    folder = tmp_path / "config"
    folder.mkdir()
    (folder / "config.yml").write_text("models: []\n")
    (folder / "actions.py").write_text(
        "from nemoguardrails.actions import action as early\n"
        "@early(name='later')\n"
        "def later():\n"
        "    from nemoguardrails.actions import action\n"
        "    return action is early\n"
    )
    engine = RailsEngine(RailsConfig.from_path(folder))
    assert engine.parts.toolbox.actions.find("later").function()
    assert __import__(ORIGINAL).FOREIGN


def test_a_name_that_we_have_not_is_an_error_of_the_configuration(tmp_path):
    (tmp_path / "config.yml").write_text("models: []\n")
    (tmp_path / "actions.py").write_text("import os\nfrom nemoguardrails.actions import magic\n")
    config = RailsConfig.from_path(tmp_path)
    with pytest.raises(
        ConfigError, match=r"Switchyard does not offer 'nemoguardrails\.actions\.magic'"
    ) as caught:
        RailsEngine(config)
    assert caught.value.line == 2
    assert "Install" not in str(caught.value)
