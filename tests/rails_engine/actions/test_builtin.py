"""The actions that every engine has: retrieval, and events by name."""

from __future__ import annotations

from typing import Any

from rails_engine import RailsConfig
from tests.talking import ANSWER, Bot

EVENTS = """
rails: {input: {flows: [look]}}
"""


def happened(colang: str, **context: Any) -> list[dict[str, Any]]:
    result = Bot(EVENTS, colang).say("hello", context=context)
    assert result.content == ANSWER
    return result.record.events


def test_an_event_is_made_with_values_from_the_context() -> None:
    events = happened('define subflow look\n  create event Noted(what=$topic, how="loudly")\n', topic="tea")
    made = next(event for event in events if event["type"] == "Noted")
    assert made == {"type": "Noted", "what": "tea", "how": "loudly"}


def test_the_action_of_that_name_does_the_same() -> None:
    flow = 'define subflow look\n  execute create_event(event={"_type": "Noted", "what": "$topic"})\n'
    made = next(event for event in happened(flow, topic="tea") if event["type"] == "Noted")
    assert made == {"type": "Noted", "what": "tea"}


def kb_bot(tmp_path: Any) -> Bot:
    (tmp_path / "kb").mkdir()
    (tmp_path / "kb" / "guide.md").write_text(
        "# Tea\n\nTea is made of leaves and hot water.\n\n# Coffee\n\nCoffee is made of roasted beans.\n"
    )
    (tmp_path / "config.yml").write_text(
        "models: [{type: main, engine: openai, model: m, parameters: {api_key: k}}]\n"
    )
    return Bot(config=RailsConfig.from_path(tmp_path, environ={}))


def test_what_the_documents_have_on_the_question_is_given_to_the_model(tmp_path: Any) -> None:
    bot = kb_bot(tmp_path)
    names = ["relevant_chunks", "relevant_chunks_sep", "retrieved_for"]
    result = bot.say("what is coffee made of?", options={"output_vars": names})
    data = result.output_data or {}
    assert data["relevant_chunks_sep"][0] == "Coffee is made of roasted beans."
    assert data["relevant_chunks"] == "\n".join(data["relevant_chunks_sep"])
    assert data["retrieved_for"] == "what is coffee made of?"
    assert "Coffee is made of roasted beans." in bot.sent()[0]["content"]


def test_what_the_documents_have_takes_the_place_of_what_was_found_for_another_question(
    tmp_path: Any,
) -> None:
    bot = kb_bot(tmp_path)
    state = bot.say("what is coffee made of?", state={}).state
    result = bot.say("what is tea made of?", state=state, options={"output_vars": ["relevant_chunks_sep"]})
    assert (result.output_data or {})["relevant_chunks_sep"][0] == "Tea is made of leaves and hot water."


def test_without_documents_the_chunks_are_the_callers(tmp_path: Any) -> None:
    yaml = "rails: {retrieval: {flows: [look]}}"
    bot = Bot(yaml, "define subflow look\n  $seen = $relevant_chunks\n")
    result = bot.say("hello", context={"relevant_chunks": "mine"}, options={"output_vars": ["seen"]})
    assert result.output_data == {"seen": "mine"}
