"""What is found by likeness: user messages, bot messages, flows, documents."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from rails_engine import RailsConfig
from rails_engine.engine.indexes import Indexes
from rails_engine.transport import Transport
from tests.talking import MODEL, Bot

FLOWS = """
define user greet
  "hello there"
  "good morning"

define user ask price
  "how much is it"

define bot greet back
  "Hello!"
  "Hi!"

define flow greeting
  user greet
  bot greet back

define subflow hidden
  bot say nothing
"""


class Lengths:
    """An embedder of a user's: texts are alike that are equally long."""

    engine_name = "lengths"
    made: ClassVar[list[Any]] = []

    def __init__(self, embedding_model: str | None = None, **parameters: Any) -> None:
        self.made.append((embedding_model, parameters))

    def encode(self, texts: list[str]) -> list[list[float]]:
        return [[float(len(text)), 1.0] for text in texts]


def texts(index: Any, query: str, n: int = 9) -> list[str]:
    return [hit.item.text for hit in index.search(query, max_results=n)]


def test_each_example_leads_to_its_intent() -> None:
    index = Bot(colang=FLOWS).engine.parts.dialogue.user_index
    hits = index.search("hello there", max_results=5)
    assert (hits[0].item.text, hits[0].item.meta) == ("hello there", {"intent": "greet"})
    assert len(index.search("x", max_results=9)) <= 3


def test_bot_messages_are_found_by_intent_and_show_their_first_text() -> None:
    (hit, *_) = Bot(colang=FLOWS).engine.parts.dialogue.bot_index.search("greet back", max_results=1)
    assert (hit.item.text, hit.item.meta) == ("greet back", {"text": "Hello!"})


def test_flows_are_found_by_any_of_their_lines_and_shown_whole() -> None:
    index = Bot(colang=FLOWS).engine.parts.dialogue.flow_index
    (hit, *_) = index.search("bot greet back", max_results=1)
    assert hit.item.meta["flow"] == "user greet\nbot greet back"
    assert not [t for t in texts(index, "bot say nothing") if "nothing" in t]


def test_without_user_messages_bot_messages_need_no_index() -> None:
    index = Bot(colang='define bot a\n  "b"\n').engine.parts.dialogue.bot_index
    assert index.search("a", max_results=1) == []


@pytest.fixture
def made() -> Any:
    Lengths.made.clear()
    return Lengths.made


def test_the_model_of_type_embeddings_says_how_texts_are_compared(made: Any) -> None:
    yaml = MODEL.replace("]\n", ", {type: embeddings, engine: lengths, model: l, parameters: {size: 3}}]\n")
    config = RailsConfig.from_content(yaml=yaml, colang=FLOWS, environ={})
    bot = Bot(config=config, register=lambda b: b.register_embedding_provider(Lengths))
    assert texts(bot.engine.parts.dialogue.user_index, "x" * 14, 1) == ["how much is it"]
    assert made == [("l", {"size": 3})]


def test_so_does_the_section_of_the_index(made: Any) -> None:
    yaml = """
core:
  embedding_search_provider: {parameters: {embedding_engine: own, embedding_model: l}}
"""
    bot = Bot(yaml, FLOWS, register=lambda b: b.register_embedding_provider(Lengths, "own"))
    assert texts(bot.engine.parts.dialogue.user_index, "x" * 11, 1) == ["hello there"]
    assert [model for model, _ in made] == ["l"]


def test_a_users_own_search_takes_the_place_of_ours() -> None:
    class Search:
        def __init__(self, **parameters: Any) -> None:
            self.items: list[Any] = []

        async def add_items(self, items: list[Any]) -> None:
            self.items += items

        async def build(self) -> None:
            self.items.reverse()

        async def search(self, text: str, max_results: int, threshold: float | None = None) -> list[Any]:
            return self.items[:max_results]

    yaml = "core: {embedding_search_provider: {name: own}}"
    bot = Bot(yaml, FLOWS, register=lambda b: b.register_embedding_search_provider("own", Search))
    assert texts(bot.engine.parts.dialogue.user_index, "anything", 1) == ["how much is it"]


def test_documents_have_an_index_of_their_own(tmp_path: Any) -> None:
    (tmp_path / "kb").mkdir()
    (tmp_path / "kb" / "a.md").write_text("# Tea\n\nTea is hot.\n")
    (tmp_path / "config.yml").write_text(MODEL)
    kb = Indexes(RailsConfig.from_path(tmp_path, environ={}), Transport({})).knowledge_base()
    assert kb is not None
    assert [chunk.body for chunk in kb.search("tea", max_results=1)] == ["Tea is hot."]
    assert Indexes(RailsConfig.from_content(yaml=MODEL, environ={}), Transport({})).knowledge_base() is None


def test_a_copy_can_be_registered_with_without_changing_the_other(made: Any) -> None:
    config = RailsConfig.from_content(
        yaml=MODEL.replace("]\n", ", {type: embeddings, engine: lengths, model: l}]\n"),
        colang=FLOWS,
        environ={},
    )
    first = Indexes(config, Transport({}))
    second = first.copy().register_embedder(Lengths)
    from rails_engine.colang.compiler import compile_program

    program = compile_program(config.colang)
    assert second.of_dialog(program)[0].search("x", max_results=1)
    with pytest.raises(Exception, match="lengths"):
        first.of_dialog(program)[0].search("x", max_results=1)
