from __future__ import annotations

from typing import Any

import pytest

from rails_engine import WITHHELD, ConfigError
from rails_engine.rails.library.conversation_limits import ConversationLimits
from tests.contracts.rail import RailContract, ask, engine

FLOW = "conversation limits check input"
REFUSAL = "I'm sorry, I can't respond to that."
SHORTER = "Your message is longer than I can take. Please send a shorter one."
OVER = "This conversation has become too long. Please start a new one."
NO_MORE = "I have refused too often in this conversation to go on with it. Please start a new one."


def config(limits: str, flows: str = FLOW) -> str:
    return (
        f"rails: {{input: {{flows: [{flows}]}}, config: {{conversation_limits: {{{limits}}}, "
        "regex_detection: {input: {patterns: [attack]}}}}\n"
    )


def talk(*turns: tuple[str, str], last: str = "hello") -> list[dict[str, Any]]:
    said = [
        {"role": role, "content": text}
        for turn in turns
        for role, text in zip(("user", "assistant"), turn, strict=True)
    ]
    return said + ask(last)


class TestConversationLimits(RailContract):
    rail = ConversationLimits

    @pytest.mark.parametrize(
        ("limits", "messages", "content"),
        [
            ("max_message_characters: 5", ask("short"), "fine"),
            ("max_message_characters: 5", ask("longer"), SHORTER),
            ("max_turns: 2", talk(("a", "b")), "fine"),
            ("max_turns: 2", talk(("a", "b"), ("c", "d")), OVER),
            ("max_tokens: 50", talk(("a" * 60, "b" * 60)), "fine"),
            ("max_tokens: 50", talk(("a" * 80, "b" * 80)), OVER),
            ("max_refusals: 2", talk(("x", REFUSAL)), "fine"),
            ("max_refusals: 2", talk(("x", REFUSAL), ("y", "fine"), ("z", REFUSAL)), NO_MORE),
            ("max_refusals: 2", talk((WITHHELD, "Own words."), (WITHHELD, "Own words.")), NO_MORE),
            ("max_refusals: 2", talk((WITHHELD, SHORTER), (WITHHELD, SHORTER)), "fine"),
            ("max_refusals: 0", talk(*[("x", REFUSAL)] * 9), "fine"),
        ],
    )
    def test_a_conversation_goes_on_within_its_limits(
        self, limits: str, messages: list[dict[str, Any]], content: str
    ) -> None:
        result = engine(config(limits), ["fine"]).generate(messages)
        assert (result.content, result.blocked_by) == (content, None if content == "fine" else FLOW)

    @pytest.mark.parametrize(
        ("turns_since", "content"), [(0, NO_MORE), (1, NO_MORE), (2, "fine"), (3, "fine")]
    )
    def test_refusing_ends_after_the_turns_that_the_configuration_says(
        self, turns_since: int, content: str
    ) -> None:
        messages = talk(("x", REFUSAL), ("y", REFUSAL), *[(WITHHELD, NO_MORE)] * turns_since)
        made = engine(config("max_refusals: 2, refused_turns: 2"), ["fine"])
        assert made.generate(messages).content == content

    def test_a_state_remembers_what_other_rails_refused(self) -> None:
        own = 'define bot refuse to respond\n  "No to {{ user_message }}."\n'
        yaml = config("max_refusals: 2", f"{FLOW}, regex check input")
        made = engine(yaml, lambda _request: "fine", colang=own)
        state: dict[str, Any] = {}
        decided = []
        for text in ("hello", "attack 1", "hello", "attack 2", "hello"):
            result = made.generate(ask(text), state=state)
            state = result.state or {}
            decided.append(result.blocked_by)
        assert decided == [None, "regex check input", None, "regex check input", FLOW]

    def test_the_configuration_s_own_words_are_known_as_its_refusals(self) -> None:
        own = 'define bot refuse to respond\n  "Not here."\n'
        made = engine(config("max_refusals: 1"), ["fine"], colang=own)
        assert made.generate(talk(("x", "Not here."))).blocked_by == FLOW

    def test_an_exception_takes_the_place_of_the_words_where_that_is_asked_for(self) -> None:
        made = engine("enable_rails_exceptions: true\n" + config("max_message_characters: 5"))
        exception = made.generate(ask("longer")).exception
        assert exception is not None
        assert exception["type"] == "ConversationLimitRailException"

    @pytest.mark.parametrize("limits", ["max_turns: -1", "refused_turns: -1", "max_turn: 3"])
    def test_limits_that_cannot_be_are_refused_at_load(self, limits: str) -> None:
        with pytest.raises(ConfigError, match=limits.partition(":")[0]):
            engine(config(limits))
