"""What the indexes of an engine hold, and which embedding engine ranks them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from rails_engine import ConfigError, EngineBuilder, RailsConfig, Transport
from rails_engine.colang.compiler import compile_program
from rails_engine.engine.indexes import Indexes
from tests.upstream import Upstream

if TYPE_CHECKING:
    from pathlib import Path

    from rails_engine.embeddings.index import SearchIndex

COLANG = """
define user greet
  "hello there"
  "good morning"
define user leave
  "see you later"
define bot greet
  "Hi."
  "Hello."
define bot leave
  "Bye."
define flow greeting
  user greet
  bot greet
define subflow helper
  bot leave
"""


class Counting:
    """A user's embedding provider: a text is where its letters are."""

    made: ClassVar[list[Counting]] = []
    engine_name = "counting"

    def __init__(self, embedding_model: str | None = None, **parameters: Any) -> None:
        self.model = embedding_model
        self.parameters = parameters
        self.asked: list[list[str]] = []
        Counting.made.append(self)

    def encode(self, documents: list[str]) -> list[list[float]]:
        self.asked.append(documents)
        return [
            [float(text.count(letter)) + 0.01 for letter in "abcdefghijklmnopqrstuvwxyz"]
            for text in documents
        ]


@pytest.fixture(autouse=True)
def _none_made() -> None:
    Counting.made.clear()


def config(yaml: str = "", colang: str | None = COLANG, environ: dict[str, str] | None = None) -> RailsConfig:
    models = "" if "models:" in yaml else "models: []\n"
    return RailsConfig.from_content(yaml=models + yaml, colang=colang, environ=environ or {})


def indexes_of(made: RailsConfig) -> Indexes:
    return Indexes(made, Transport(made.environ))


def of_dialog(
    made: RailsConfig, indexes: Indexes | None = None
) -> tuple[SearchIndex, SearchIndex, SearchIndex]:
    return (indexes or indexes_of(made)).of_dialog(compile_program(made.colang))


def test_user_messages_are_found_by_their_examples() -> None:
    user, _, _ = of_dialog(config())
    assert user.size == 3
    assert user.search("good morning!", 1)[0].item.meta == {"intent": "greet"}
    assert user.search("see you", 1)[0].item.meta == {"intent": "leave"}


def test_bot_messages_are_found_by_their_intent_and_shown_with_one_text() -> None:
    _, bot, _ = of_dialog(config())
    assert [(hit.item.text, hit.item.meta["text"]) for hit in bot.search("leave", 9)] == [
        ("leave", "Bye."),
        ("greet", "Hi."),
    ]


def test_bot_messages_are_examples_only_where_there_are_user_messages() -> None:
    _, bot, _ = of_dialog(config(colang='define bot greet\n  "Hi."\n'))
    assert bot.size == 0


def test_flows_are_found_by_each_line_and_shown_whole_and_subflows_are_not() -> None:
    _, _, flows = of_dialog(config())
    shown = {hit.item.meta["flow"] for hit in flows.search("user greet", 99)}
    (only,) = shown
    assert "user greet" in only
    assert "bot greet" in only
    assert flows.search("bot greet", 1)[0].item.text == "bot greet"


def test_without_a_word_about_it_texts_are_compared_by_spelling_and_the_log_says_so(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO, "rails_engine.embeddings"):
        of_dialog(config())
    assert [r.getMessage() for r in caplog.records if "n-grams" in r.getMessage()] != []


def test_one_embedder_serves_all_indexes_and_the_knowledge_base() -> None:
    made = config("models: [{type: embeddings, engine: counting, model: m, parameters: {depth: 2}}]")
    indexes = indexes_of(made).register_embedder(Counting, "counting")
    user, bot, _ = of_dialog(made, indexes)
    user.search("hello", 1)
    bot.search("greet", 1)
    (embedder,) = Counting.made
    assert (embedder.model, embedder.parameters) == ("m", {"depth": 2})
    assert ["hello there", "good morning", "see you later"] in embedder.asked
    assert ["greet", "leave"] in embedder.asked


def test_nothing_is_embedded_before_the_first_search() -> None:
    made = config("models: [{type: embeddings, engine: counting, model: m}]")
    user, _, _ = of_dialog(made, indexes_of(made).register_embedder(Counting))
    (embedder,) = Counting.made
    assert embedder.asked == []
    user.search("hello", 1)
    assert len(embedder.asked) == 2


def test_what_the_section_names_goes_before_the_model_of_type_embeddings() -> None:
    made = config("""
models: [{type: embeddings, engine: made_up, model: m}]
core:
  embedding_search_provider:
    parameters: {embedding_engine: counting, embedding_model: other}
""")
    of_dialog(made, indexes_of(made).register_embedder(Counting))
    assert [embedder.model for embedder in Counting.made] == ["other"]


def test_an_unknown_engine_is_refused_with_the_nearest_name() -> None:
    made = config("models: [{type: embeddings, engine: opnai, model: m}]")
    with pytest.raises(ConfigError, match="unknown embedding engine 'opnai'") as caught:
        EngineBuilder(made).build()
    assert "Did you mean 'openai'?" in str(caught.value)


def test_the_key_of_an_embeddings_model_is_the_variable_that_it_names() -> None:
    with Upstream() as up:
        yaml = f"""
models:
  - type: embeddings
    engine: openai
    model: m
    api_key_env_var: MY_KEY
    parameters: {{base_url: "{up.base_url}"}}
"""
        user, _, _ = of_dialog(config(yaml, environ={"MY_KEY": "secret", "OPENAI_API_KEY": "other"}))
        user.search("hello", 1)
        assert {request.headers["authorization"] for request in up.requests} == {"Bearer secret"}
        assert "api_key_env_var" not in up.requests[0].json


@pytest.mark.parametrize("said", ["entry", "section"])
@pytest.mark.parametrize("whole", [True, False], ids=["folder", "file"])
def test_a_relative_path_starts_where_the_configuration_lies(
    tmp_path: Path, said: str, *, whole: bool
) -> None:
    parameters = "{path: weights/none}"
    text = {
        "entry": f"models: [{{type: embeddings, engine: minilm, model: m, parameters: {parameters}}}]",
        "section": "core: {embedding_search_provider: {parameters:"
        f" {{embedding_engine: minilm, embedding_parameters: {parameters}}}}}}}",
    }[said]
    (tmp_path / "config.yml").write_text(text)
    made = RailsConfig.from_path(tmp_path if whole else tmp_path / "config.yml", environ={})
    with pytest.raises(ConfigError) as caught:
        of_dialog(made)
    assert f"{tmp_path / 'weights' / 'none'}'" in str(caught.value)


def test_of_several_configurations_the_one_that_has_the_path_is_meant(tmp_path: Path) -> None:
    for name, text in {
        "a": "models: []",
        "b": "models: [{type: embeddings, engine: minilm, model: m, parameters: {path: w}}]",
    }.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "config.yml").write_text(text)
    (tmp_path / "b" / "w").mkdir()
    made = RailsConfig.from_path(tmp_path / "a", environ={}) + RailsConfig.from_path(
        tmp_path / "b", environ={}
    )
    with pytest.raises(ConfigError, match=r"lacks config\.json") as caught:
        of_dialog(made)
    assert caught.value.file == str(tmp_path / "b" / "w")


class Shelf:
    """A user's search provider: what was added first is found first."""

    def __init__(self, order: str = "first") -> None:
        self.order = order
        self.items: list[Any] = []

    async def add_items(self, items: list[Any]) -> None:
        self.items += items

    async def search(self, text: str, max_results: int = 20) -> list[Any]:
        del text
        return self.items[:max_results] if self.order == "first" else self.items[::-1][:max_results]


def test_a_registered_search_provider_answers_and_gets_its_parameters() -> None:
    made = config("core: {embedding_search_provider: {name: shelf, parameters: {order: last}}}")
    user, _, _ = of_dialog(made, indexes_of(made).register_search("shelf", Shelf))
    assert [hit.item.meta["intent"] for hit in user.search("hello there", 2)] == ["leave", "greet"]


def test_a_copy_can_be_registered_with_without_changing_the_first() -> None:
    made = config("models: [{type: embeddings, engine: counting, model: m}]")
    indexes = indexes_of(made)
    of_dialog(made, indexes.copy().register_embedder(Counting))
    with pytest.raises(ConfigError, match="unknown embedding engine 'counting'"):
        of_dialog(made, indexes)


def test_registering_an_embedder_again_replaces_the_one_that_was_made() -> None:
    class Other(Counting):
        pass

    made = config("models: [{type: embeddings, engine: counting, model: m}]")
    indexes = indexes_of(made).register_embedder(Counting)
    of_dialog(made, indexes)
    of_dialog(made, indexes.register_embedder(Other, "counting"))
    assert [type(embedder) for embedder in Counting.made] == [Counting, Other]


def test_the_knowledge_base_is_there_only_with_documents(tmp_path: Path) -> None:
    (tmp_path / "config.yml").write_text("models: []")
    assert indexes_of(RailsConfig.from_path(tmp_path, environ={})).knowledge_base() is None
    (tmp_path / "kb").mkdir()
    (tmp_path / "kb" / "bread.md").write_text(
        "# Bread\n\nIt costs two euros.\n\n# Cake\n\nOn Sundays only.\n"
    )
    kb = indexes_of(RailsConfig.from_path(tmp_path, environ={})).knowledge_base()
    assert kb is not None
    assert kb.search("what does bread cost?", 1)[0].body == "It costs two euros."
