"""The assembly: what users' code registers, and what is refused at load."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rails_engine import ConfigError, EngineBuilder, RailsConfig, RailsEngine
from rails_engine.llm.providers.scripted import ScriptedProvider
from tests.talking import MODEL, REFUSAL, Bot, user

CONFIG_PY = """
from actions_of_ours import shout


def init(app):
    app.register_action(shout, "shout").register_action_param("prefix", "so: ")
    app.register_filter(lambda text: text[::-1], "backwards")
    app.register_prompt_context("place", lambda: "here")
    app.register_output_parser(lambda text: text.strip(), "stripped")
"""
ACTIONS_PY = """
from rails_engine import action


@action()
async def whisper(text: str):
    return text.lower()
"""
OURS = "def shout(text, prefix):\n    return prefix + text.upper()\n"
YAML = (
    MODEL
    + """
rails: {input: {flows: [look]}}
prompts: [{task: general, content: "{{ user_input | backwards }} {{ place }}", output_parser: stripped}]
"""
)
LOOK = (
    "define subflow look\n  $loud = execute shout(text=$user_message)\n  $low = execute whisper(text=$loud)\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config.yml").write_text(YAML)
    (tmp_path / "rails.co").write_text(LOOK)
    (tmp_path / "config.py").write_text(CONFIG_PY)
    (tmp_path / "actions.py").write_text(ACTIONS_PY)
    (tmp_path / "actions_of_ours.py").write_text(OURS)
    return tmp_path


def test_users_code_is_loaded_and_its_init_gets_the_builder(folder: Path) -> None:
    llm = ScriptedProvider(["x"])
    engine = RailsEngine(RailsConfig.from_path(folder, environ={}), llm=llm)
    result = engine.generate(prompt="Hi", options={"output_vars": ["loud", "low"]})
    assert result.output_data == {"loud": "so: HI", "low": "so: hi"}
    assert llm.requests[0].messages == [user("iH here")]


def test_init_may_get_another_object(folder: Path) -> None:
    got: list[Any] = []

    class App:
        def __init__(self, builder: EngineBuilder) -> None:
            self.builder = builder

        def __getattr__(self, name: str) -> Any:
            got.append(name)
            return getattr(self.builder, name)

    config = RailsConfig.from_path(folder, environ={})
    builder = EngineBuilder(config, llm=ScriptedProvider(["x"]))
    builder.load_users_code(App(builder))
    RailsEngine(config, builder=builder)
    assert got[0] == "register_action"


def test_a_users_action_takes_the_place_of_a_shipped_one(tmp_path: Path) -> None:
    yaml = (
        MODEL
        + "rails: {input: {flows: [self check input]}}\nprompts: [{task: self_check_input, content: x}]\n"
    )
    (tmp_path / "config.yml").write_text(yaml)
    (tmp_path / "actions.py").write_text(
        "from rails_engine import action\n\n@action()\ndef self_check_input(context):\n"
        "    return 'bad' not in context['user_message']\n"
    )
    engine = RailsEngine(RailsConfig.from_path(tmp_path, environ={}), llm=ScriptedProvider(["fine"]))
    assert engine.generate(prompt="a bad thing").content == REFUSAL
    assert engine.generate(prompt="hi").content == "fine"


def test_a_users_flow_takes_the_place_of_a_shipped_one() -> None:
    colang = (
        'define subflow self check input\n  if "bad" in $user_message\n    bot refuse to respond\n    stop\n'
    )
    bot = Bot("rails: {input: {flows: [self check input]}}", colang)
    assert bot.say("bad").content == REFUSAL
    assert bot.tasks == []


def test_configurations_are_combined_with_their_code(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "config.yml").write_text("rails: {output: {flows: [look again]}}\n")
    (other / "rails.co").write_text("define subflow look again\n  $again = execute again\n")
    (other / "actions.py").write_text(
        "from rails_engine import action\n\n@action()\ndef again():\n    return 'again'\n"
    )
    config = RailsConfig.from_path(folder, environ={}) + RailsConfig.from_path(other, environ={})
    result = RailsEngine(config, llm=ScriptedProvider(["x"])).generate(
        prompt="hi", options={"output_vars": ["loud", "again"]}
    )
    assert result.output_data == {"loud": "so: HI", "again": "again"}


@pytest.mark.parametrize(
    ("yaml", "says"),
    [
        ("models: [{type: main, engine: opnai, model: m}]", "unknown engine 'opnai'"),
        (MODEL + "prompts: [{task: general, content: '{{ x | nofilter }}'}]", "nofilter"),
        (MODEL + "prompts: [{task: general, content: x, output_parser: is_content_saef}]", "is_content_safe"),
    ],
)
def test_what_is_wrong_is_said_when_the_engine_is_built(yaml: str, says: str) -> None:
    with pytest.raises(ConfigError, match=says):
        RailsEngine(RailsConfig.from_content(yaml=yaml, environ={}))


def test_a_copy_has_what_was_registered_and_goes_its_own_way() -> None:
    builder = EngineBuilder(RailsConfig.from_content(yaml=MODEL, environ={}), llm=ScriptedProvider())
    builder.register_action(lambda: 1, "one")
    other = builder.copy()
    other.register_action(lambda: 2, "two").register_embedding_search_provider("own", object)
    assert builder.build().toolbox.actions.find("two") is None
    assert other.build().toolbox.actions.find("one") is not None
    builder.adopt(other)
    assert builder.build().toolbox.actions.find("two") is not None


def test_what_the_caller_handed_in_is_at_hand_for_users_code() -> None:
    llm = ScriptedProvider()
    builder = EngineBuilder(RailsConfig.from_content(yaml=MODEL, environ={}), llm=llm)
    assert builder.llm is llm
    assert builder.runtime is builder
    assert builder.passthrough_fn is None

    def answer() -> str:
        return "x"

    builder.passthrough_fn = answer
    assert builder.passthrough_fn is answer
    assert builder.build().answers_by_function


def test_caches_are_for_the_models_that_ask_for_one() -> None:
    yaml = """
models:
  - {type: a, engine: scripted, model: m, cache: {enabled: true, maxsize: 3}}
  - {type: b, engine: scripted, model: m, cache: {enabled: false}}
"""
    parts = EngineBuilder(RailsConfig.from_content(yaml=yaml, environ={})).build()
    assert set(parts.toolbox.caches) == {"a"}


def test_an_action_server_is_asked_where_there_is_one() -> None:
    config = RailsConfig.from_content(yaml=MODEL + "actions_server_url: http://127.0.0.1:9\n", environ={})
    assert EngineBuilder(config).build().toolbox.remote is not None
    assert Bot().engine.parts.toolbox.remote is None
