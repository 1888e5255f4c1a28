"""The assembly: users' code, what it registers, and what becomes of it in the parts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from rails_engine import ConfigError, EngineBuilder, LLMRequest, RailsConfig, RailsEngine, action
from rails_engine.actions.outcome import ActionResult
from rails_engine.llm.providers.scripted import ScriptedProvider

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ASKING = """
define flow ask
  event UserMessage
  $answer = execute compute
  bot $answer
  stop
"""
MAIN = "models: [{type: main, engine: scripted, model: m}]\n"


def config(yaml: str = "", colang: str | None = ASKING) -> RailsConfig:
    return RailsConfig.from_content(
        yaml=yaml if "models:" in yaml else MAIN + yaml, colang=colang, environ={}
    )


def folder(tmp_path: Path, files: Mapping[str, str]) -> RailsConfig:
    for name, text in {"config.yml": MAIN, "rails.co": ASKING, **files}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return RailsConfig.from_path(tmp_path, environ={})


def built(builder: EngineBuilder) -> RailsEngine:
    return RailsEngine(builder.config, builder=builder)


def sent(provider: ScriptedProvider) -> str:
    return "\n".join(str(message["content"]) for message in provider.requests[-1].messages)


def said(request: LLMRequest) -> str:
    return str(request.messages[-1]["content"])


def test_init_gets_the_builder_and_what_it_registers_is_used(tmp_path: Path) -> None:
    made = folder(
        tmp_path,
        {
            "config.py": """
def init(app):
    app.register_action(compute, "compute").register_action_param("factor", 6)
    app.register_action_param("folder", app.config.models[0].model)

async def compute(factor, folder):
    return f"{folder} says {factor * 7}"
"""
        },
    )
    assert RailsEngine(made).generate(prompt="x").content == "m says 42"


def test_users_code_is_run_once_however_often_something_is_registered_later(tmp_path: Path) -> None:
    made = folder(
        tmp_path,
        {
            "actions.py": "from pathlib import Path\n"
            "with (Path(__file__).parent / 'runs.txt').open('a') as runs:\n    runs.write('actions\\n')\n"
            "def action(f):\n    return f\n",
            "config.py": "from pathlib import Path\n"
            "def init(app):\n"
            "    with (Path(__file__).parent / 'runs.txt').open('a') as runs:\n        runs.write('init\\n')\n"
            "    app.register_action(lambda: 'first', 'compute')\n",
        },
    )
    engine = RailsEngine(made)
    engine.register_action_param("x", 1)
    engine.register_action(lambda: "other", "something_else")
    assert (tmp_path / "runs.txt").read_text().split() == ["actions", "init"]
    assert engine.generate(prompt="x").content == "first"


def test_init_may_be_given_another_app(tmp_path: Path) -> None:
    made = folder(tmp_path, {"config.py": "def init(app):\n    app.append('here')\n"})
    app: list[str] = []
    EngineBuilder(made).load_users_code(app)
    assert app == ["here"]


def test_actions_py_overrides_nothing_that_init_registers_later(tmp_path: Path) -> None:
    marked = "from rails_engine import action\n@action()\ndef compute():\n    return 'actions.py'\n"
    init = "def init(app):\n    app.register_action(lambda: 'init', 'compute')\n"
    assert RailsEngine(folder(tmp_path, {"actions.py": marked})).generate(prompt="x").content == "actions.py"
    assert RailsEngine(folder(tmp_path, {"config.py": init})).generate(prompt="x").content == "init"


def test_code_that_raises_is_a_config_error_with_its_line(tmp_path: Path) -> None:
    made = folder(tmp_path, {"config.py": "def init(app):\n    raise LookupError('no such table')\n"})
    with pytest.raises(ConfigError, match="LookupError: no such table") as caught:
        RailsEngine(made)
    assert (caught.value.file, caught.value.line) == (str(tmp_path / "config.py"), 2)


def test_a_users_action_takes_the_place_of_a_rails_own() -> None:
    yaml = """
prompts: [{task: self_check_input, content: "Block {{ user_input }}?"}]
rails: {input: {flows: [self check input]}}
"""
    provider = ScriptedProvider(["fine"])
    builder = EngineBuilder(config(yaml, None), llm=provider)

    def self_check_input(context: dict[str, Any]) -> bool:
        return "bad" not in context["user_message"]

    engine = built(builder.register_action(self_check_input))
    assert engine.generate(prompt="a bad word").decision == "blocked"
    assert engine.generate(prompt="a word").content == "fine"
    assert [request.task for request in provider.requests] == ["general"]


def test_a_users_action_takes_the_place_of_a_built_in_one() -> None:
    provider = ScriptedProvider(["fine"])

    def retrieve_relevant_chunks(context: dict[str, Any]) -> ActionResult:
        return ActionResult(return_value=f"On {context['user_message']}: 2 euros.")

    builder = EngineBuilder(config("", None), llm=provider)
    built(builder.register_action(retrieve_relevant_chunks)).generate(prompt="bread")
    assert "On bread: 2 euros." in sent(provider)


def test_a_later_registration_replaces_an_earlier_one() -> None:
    builder = EngineBuilder(config())
    builder.register_action(lambda: "one", "compute").register_action(lambda: "two", "compute")
    assert built(builder).generate(prompt="x").content == "two"


def test_an_action_may_be_registered_with_app_runtime_as_with_app() -> None:
    builder = EngineBuilder(config())
    builder.runtime.register_action(lambda: "by the runtime", "compute")
    assert built(builder).generate(prompt="x").content == "by the runtime"


def test_what_is_no_action_is_refused_when_it_is_registered() -> None:
    with pytest.raises(ConfigError, match="'compute'"):
        EngineBuilder(config()).register_action(7, "compute")


def test_the_mark_names_an_action() -> None:
    @action(name="compute")
    def another_name() -> str:
        return "marked"

    assert (
        built(EngineBuilder(config()).register_action(another_name)).generate(prompt="x").content == "marked"
    )


PROMPT = "prompts: [{task: general, content: '%s'}]\n"


def test_filters_and_variables_that_are_registered_are_for_prompts() -> None:
    provider = ScriptedProvider(said)
    builder = EngineBuilder(
        config(PROMPT % "{{ user_input | loud }} {{ place }} {{ now }}", None), llm=provider
    )

    def loud(text: str) -> str:
        return text.upper()

    builder.register_filter(loud).register_prompt_context("place", "here").register_prompt_context(
        "now", lambda: 9
    )
    assert built(builder).generate(prompt="hi").content == "HI here 9"


def test_a_filter_that_nobody_registered_is_an_error_at_load() -> None:
    with pytest.raises(ConfigError, match="loud"):
        EngineBuilder(config(PROMPT % "{{ user_input | loud }}", None)).build()


def test_a_parser_that_is_registered_reads_answers() -> None:
    yaml = """
prompts: [{task: self_check_input, content: x, output_parser: backwards}]
rails: {input: {flows: [self check input]}}
"""
    builder = EngineBuilder(config(yaml, None), llm=ScriptedProvider(["a", "fine", "b"]))
    with pytest.raises(ConfigError, match="unknown output parser 'backwards'"):
        builder.build()
    engine = built(builder.register_output_parser(lambda text: [text == "a"], "backwards"))
    assert engine.generate(prompt="x").content == "fine"
    assert engine.generate(prompt="x").decision == "blocked"


def test_a_function_may_answer_in_place_of_the_model() -> None:
    provider = ScriptedProvider([])
    builder = EngineBuilder(config("passthrough: true", None), llm=provider)
    assert builder.passthrough_fn is None

    async def answer(context: dict[str, Any], events: list[Any]) -> tuple[str, dict[str, Any]]:
        del events
        return f"to {context['user_message']}", {"source": "table"}

    builder.passthrough_fn = answer
    assert builder.passthrough_fn is answer
    result = built(builder).generate(prompt="x", options={"output_vars": ["passthrough_output"]})
    assert result.content == "to x"
    assert result.output_data == {"passthrough_output": {"source": "table"}}
    assert provider.requests == []


def test_only_models_with_a_cache_have_one_and_each_its_own() -> None:
    yaml = """
models:
  - {type: main, engine: scripted, model: m}
  - {type: content_safety, engine: scripted, model: m, cache: {enabled: true, maxsize: 2}}
  - {type: topic_control, engine: scripted, model: m, cache: {enabled: true}}
  - {type: other, engine: scripted, model: m, cache: {enabled: false}}
"""
    caches = EngineBuilder(config(yaml, None)).build().toolbox.caches
    assert set(caches) == {"content_safety", "topic_control"}
    assert caches["content_safety"] is not caches["topic_control"]


def test_a_copy_has_everything_and_can_be_changed_alone() -> None:
    builder = EngineBuilder(config()).register_action(lambda: "one", "compute")
    copied = builder.copy()
    assert built(copied).generate(prompt="x").content == "one"
    copied.register_action(lambda: "two", "compute").register_action_param("p", 1)
    assert built(builder).generate(prompt="x").content == "one"
    assert builder.build().toolbox.params == {}
    builder.adopt(copied)
    assert built(builder).generate(prompt="x").content == "two"


def test_parts_are_not_changed_by_what_is_registered_after_they_were_made() -> None:
    builder = EngineBuilder(config()).register_action_param("p", 1)
    parts = builder.build()
    builder.register_action_param("p", 2).register_action(lambda: "late", "compute")
    assert parts.toolbox.params == {"p": 1}
    assert parts.toolbox.actions.find("compute") is None


def test_of_two_intents_with_one_example_the_first_is_known_by_it() -> None:
    colang = 'define user first\n  "Hello!"\ndefine user second\n  "hello"\n'
    dialogue = EngineBuilder(config("", colang)).build().dialogue
    assert dialogue.known_questions == {"hello": "first"}


def test_texts_with_variables_are_not_known_answers() -> None:
    colang = 'define bot greet\n  "Hello, $name!"\n  "Hello!"\n  "Hello {{ name }}"\n'
    known = EngineBuilder(config("", colang)).build().dialogue.known_answers
    assert "hello" in known
    assert not [text for text in known if "name" in text]


def test_a_rail_that_no_flow_defines_is_an_error() -> None:
    with pytest.raises(ConfigError, match="no such rail"):
        config("rails: {input: {flows: [no such rail]}}", None)
