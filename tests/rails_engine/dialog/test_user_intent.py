"""What did the user mean: the index where it is enough, else a model that is shown likely examples."""

from __future__ import annotations

import pytest

from rails_engine.dialog.user_intent import find_user_intent
from tests.rails_engine.dialog.talk import Talk

ONLY = "rails: {dialog: {user_messages: {embeddings_only: true%s}}}"


def find(talk: Talk, text: str) -> str:
    talk.scope.context["user_message"] = text
    return find_user_intent(talk.scope, talk.dialogue, text)


def test_the_likest_example_stands_last_and_its_intent_first() -> None:
    talk = Talk("ask price", shown=True)
    assert find(talk, "what does a bread cost") == "ask price"
    examples, intents, asked = talk.sent.split("|")
    assert examples.endswith('user "what does bread cost"\n  ask price')
    assert examples.index("good morning") < examples.index("what does bread cost")
    assert intents.split(", ")[0] == "ask price"
    assert len(intents.split(", ")) == len(set(intents.split(", ")))
    assert asked == "what does a bread cost"


def test_five_examples_are_shown() -> None:
    words = ["apple", "bread", "cake", "dough", "egg", "flour", "grain"]
    colang = "define user order\n" + "".join(f'  "I want {word}"\n' for word in words)
    talk = Talk("order", colang=colang, shown=True)
    find(talk, "I want grain")
    assert talk.sent.count("I want") == 5 + 1


@pytest.mark.parametrize(
    ("reply", "intent"),
    [
        ("ask price", "ask price"),
        ("user ask price", "ask price"),
        ("\n\n  user ask price\nbot inform price", "ask price"),
        ("User intent: ask price", "ask price"),
        ("ask for a cake that nobody has", "ask for a cake that nobody has"),
        ("", "unknown message"),
        ("\n \n", "unknown message"),
    ],
)
def test_the_first_line_of_the_answer_names_the_intent(reply: str, intent: str) -> None:
    assert find(Talk(reply), "how much?") == intent


def test_the_model_of_the_tasks_name_is_asked_at_the_lowest_temperature() -> None:
    yaml = (
        "  - {type: generate_user_intent, engine: scripted, model: s, parameters: {replies: [ask price]}}\n"
    )
    talk = Talk(yaml=f"{yaml}lowest_temperature: 0.05")
    assert find(talk, "how much?") == "ask price"
    assert talk.model.requests == []
    (call,) = talk.scope.record.llm_calls
    assert (call.task, call.model) == ("generate_user_intent", "s")


class TestEmbeddingsOnly:
    def test_the_likest_example_decides_without_a_model(self) -> None:
        talk = Talk(yaml=ONLY % "")
        assert find(talk, "how much is a loaf") == "ask price"
        assert talk.model.requests == []

    def test_below_the_threshold_the_fallback_intent_is_meant(self) -> None:
        talk = Talk(
            yaml=ONLY
            % ", embeddings_only_similarity_threshold: 0.9, embeddings_only_fallback_intent: say goodbye"
        )
        assert find(talk, "zzz qqq") == "say goodbye"
        assert find(talk, "what does bread cost") == "ask price"
        assert talk.model.requests == []

    def test_below_the_threshold_and_without_a_fallback_the_model_is_asked(self) -> None:
        talk = Talk("user express greeting", yaml=ONLY % ", embeddings_only_similarity_threshold: 0.9")
        assert find(talk, "zzz qqq") == "express greeting"
        assert len(talk.model.requests) == 1

    @pytest.mark.parametrize("text", ["What does bread cost?", "  what   does bread cost!! "])
    def test_an_examples_own_words_need_no_threshold(self, text: str) -> None:
        talk = Talk(yaml=ONLY % ", embeddings_only_similarity_threshold: 1.0")
        assert find(talk, text) == "ask price"
        assert talk.model.requests == []
