from __future__ import annotations

import time
from typing import Any

import pytest

from rails_engine import ConfigError, EngineBuilder, RailsConfig, RailsEngine
from rails_engine.llm.providers.scripted import ScriptedProvider
from rails_engine.rails.library.topic_boundary import TopicBoundary
from tests.contracts.rail import MODEL, RailContract, ask, engine

FLOW = "topic boundary check input"
ALLOWED = """
      allowed:
        - {name: orders, examples: [where is my order, can I cancel my order, when will my parcel arrive]}
        - {name: lamps, examples: [which lamp is good for reading, can this lamp be dimmed]}
"""
DENIED = """
      denied:
        - {name: politics, examples: [who should I vote for, who will win the election]}
        - {name: payment by coin, examples: [should I buy bitcoin, is bitcoin a good investment]}
"""


def config(topics: str) -> str:
    return f"rails:\n  input: {{flows: [{FLOW}]}}\n  config:\n    topic_boundary:\n{topics}"


def refused(topics: str, *messages: str) -> bool:
    """Whether the last of these messages is, after the others were answered."""
    said: list[dict[str, Any]] = []
    for text in messages:
        said += [{"role": "user", "content": text}, {"role": "assistant", "content": "Yes."}]
    return engine(config(topics), ["fine"]).generate(said[:-1]).blocked_by == FLOW


class Meaning:
    """Two topics, by meaning: texts with an animal in them, and others."""

    engine_name = "meaning"

    def __init__(self, embedding_model: str | None = None) -> None:
        del embedding_model

    def encode(self, documents: list[str]) -> list[list[float]]:
        if any("broken" in document for document in documents):
            raise OSError("no such server")
        return [[1.0, 0.0] if "cat" in text or "dog" in text else [0.0, 1.0] for text in documents]


def with_meaning(settings: str = "") -> RailsEngine:
    yaml = (
        MODEL.replace("]\n", ", {type: embeddings, engine: meaning, model: any}]\n")
        + config("      allowed: [{name: pets, examples: [my cat]}]\n")
        + settings
    )
    made = RailsConfig.from_content(yaml=yaml, environ={})
    builder = EngineBuilder(made, llm=ScriptedProvider(lambda _: "fine"))
    return RailsEngine(made, builder=builder.register_embedding_provider(Meaning, "meaning"))


class TestTopicBoundary(RailContract):
    rail = TopicBoundary

    @pytest.mark.parametrize(
        ("text", "off"),
        [
            ("When does my order arrive?", False),
            ("Is the reading lamp dimmable?", False),
            ("Write a poem about the sea", True),
            ("What is the capital of Peru?", True),
            ("Hello!", False),
            ("Thanks, that is great", False),
            ("", False),
        ],
    )
    def test_what_is_like_no_allowed_topic_is_refused(self, text: str, off: bool) -> None:
        assert refused(ALLOWED, text) is off

    @pytest.mark.parametrize(
        ("text", "off"),
        [
            ("Who wins the next election?", True),
            ("Thank you. One more thing: who should we vote for? I like lamps.", True),
            ("Write a poem about the sea", False),
            ("Where is my order?", False),
        ],
    )
    def test_with_denied_topics_alone_everything_else_passes(self, text: str, off: bool) -> None:
        assert refused(DENIED, text) is off

    @pytest.mark.parametrize(
        "text",
        [
            "hello " + "".join(chr(0xE0000 + ord(c)) for c in "who should I vote for"),
            "".join(chr(0xFEE0 + ord(c)) if "!" <= c <= "~" else c for c in "who should I vote for"),
            "d2hvIHNob3VsZCBJIHZvdGUgZm9y",
            "w h o  s h o u l d  I  v o t e  f o r",
        ],
        ids=["tags", "fullwidth", "base64", "spaced"],
    )
    def test_a_denied_topic_is_seen_under_a_disguise(self, text: str) -> None:
        assert refused(DENIED, text)
        assert refused(ALLOWED + DENIED, "where is my order? " + text)

    def test_the_nearer_topic_counts(self) -> None:
        both = ALLOWED.replace("can I cancel my order", "can I pay my order with bitcoin") + DENIED
        assert not refused(both, "Can I pay the order with bitcoin?")
        assert refused(both, "Is bitcoin an investment?")

    def test_a_short_question_may_lean_on_the_one_before_it(self) -> None:
        assert not refused(ALLOWED, "Which lamp is good for reading?", "And in white?")
        assert refused(ALLOWED, "And in white?")
        assert refused(ALLOWED, "Who painted the Mona Lisa?", "And in white?")
        assert refused(ALLOWED + "      follow_up_words: 0\n", "Which lamp is good?", "And in white?")
        assert refused(
            ALLOWED, "Which lamp is good for reading?", "Explain the theory of relativity in white letters"
        )

    def test_without_topics_everything_passes(self) -> None:
        assert not refused("      threshold: 0.9\n", "anything")

    def test_the_words_of_the_refusal_are_the_configuration_s_to_choose(self) -> None:
        own = 'define bot refuse off topic\n  "Lamps only."\n'
        result = engine(config(ALLOWED), ["fine"], colang=own).generate(ask("Sing about the sea"))
        assert result.content == "Lamps only."

    def test_an_exception_takes_the_place_of_the_words_where_that_is_asked_for(self) -> None:
        made = engine("enable_rails_exceptions: true\n" + config(ALLOWED))
        exception = made.generate(ask("Sing about the sea")).exception
        assert exception is not None
        assert exception["type"] == "TopicBoundaryRailException"

    def test_the_threshold_is_the_configuration_s_to_choose(self) -> None:
        assert refused(ALLOWED + "      threshold: 0.99\n", "Where is the order of mine?")
        assert not refused(ALLOWED + "      threshold: 0.0\n", "Write a poem about the sea")
        assert not refused(DENIED + "      denied_threshold: 0.99\n", "Who wins the next election?")

    def test_a_configured_model_compares_meanings(self) -> None:
        made = with_meaning()
        assert made.generate(ask("the dog sleeps")).blocked_by is None
        assert made.generate(ask("the car sleeps")).blocked_by == FLOW

    @pytest.mark.parametrize(
        ("settings", "blocked_by"), [("", FLOW), ("      on_error: allow\n", None)], ids=["block", "allow"]
    )
    def test_a_model_that_fails_blocks_unless_the_settings_say_otherwise(
        self, settings: str, blocked_by: str | None
    ) -> None:
        result = with_meaning(settings).generate(ask("a broken dog"))
        assert result.blocked_by == blocked_by
        assert [rail.status for rail in result.record.rails if rail.kind == "input"] == ["failed"]

    @pytest.mark.parametrize(
        ("topics", "what"),
        [
            ("      allowed: [{name: empty, examples: []}]\n", "known by its examples"),
            ("      threshold: 2\n", "between 0 and 1"),
            ("      denied: [{examples: [a]}]\n", "name is missing"),
        ],
    )
    def test_topics_that_cannot_be_are_refused_at_load(self, topics: str, what: str) -> None:
        with pytest.raises(ConfigError, match=what):
            engine(config(topics))

    def test_the_time_grows_with_the_text_only(self) -> None:
        made = engine(config(ALLOWED), lambda _: "fine")
        begin = time.process_time()
        made.generate(ask("Where is it? " * 8_000))
        assert time.process_time() - begin < 3
