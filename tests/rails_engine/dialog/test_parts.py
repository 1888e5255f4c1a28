"""What is known of a dialog before anybody speaks."""

from __future__ import annotations

from typing import Any

import pytest

from rails_engine.dialog.parts import fold_text, prompt_variables
from rails_engine.pipeline.run import TurnRun
from tests.talking import Bot, assistant

FLOWS = """
define user greet
  "Hello!"
  "hi"

define user say hi
  "hi"

define bot greet back
  "Hello, you."
  "Hi, $name."

define bot refuse
  "No."
"""


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Hello!", "hello"),
        ("  HOW   are\nyou? ", "how are you"),
        ("it's fine...", "it's fine"),
        ('"quoted"', "quoted"),
        ("?!", ""),
        ("", ""),
    ],
)
def test_texts_are_compared_as_people_type_them(text: str, folded: str) -> None:
    assert fold_text(text) == folded


def test_examples_are_known_and_the_first_intent_has_them() -> None:
    dialogue = Bot(colang=FLOWS).engine.parts.dialogue
    assert dialogue.known_questions == {"hello": "greet", "hi": "greet"}
    assert dialogue.finds_intents
    assert not Bot().engine.parts.dialogue.finds_intents


def test_messages_without_variables_are_known_too() -> None:
    known = Bot(colang=FLOWS).engine.parts.dialogue.known_answers
    assert known["hello, you"] == "greet back"
    assert known["no"] == "refuse"
    assert known["i'm sorry, i can't respond to that"] == "refuse to respond"
    assert not [text for text in known if "name" in text]


class TestVariables:
    def values(self, content: str, **makers: Any) -> dict[str, Any]:
        yaml = f"""
sample_conversation: "a sample"
instructions: [{{type: general, content: Be kind.}}]
prompts: [{{task: t, content: '{content}'}}]
"""
        bot = Bot(yaml)
        scope = TurnRun(
            bot.engine.parts, bot.turn("a", assistant("b"), "c", context={"mood": "calm", "_x": 1})
        ).scope
        return prompt_variables(scope, scope.prompt("t"), makers)

    def test_only_what_the_prompt_uses_is_made(self) -> None:
        def never() -> None:
            raise AssertionError

        assert self.values("{{ general_instructions }}", examples=never) == {
            "general_instructions": "Be kind."
        }

    def test_those_that_every_prompt_may_use(self) -> None:
        names = "sample_conversation relevant_chunks colang_history user_input mood"
        values = self.values(" ".join(f"{{{{ {name} }}}}" for name in names.split()))
        assert values == {
            "sample_conversation": "a sample",
            "relevant_chunks": "",
            "colang_history": 'user "a"\n  "b"\n',
            "user_input": "c",
            "mood": "calm",
        }

    def test_a_step_adds_its_own(self) -> None:
        assert self.values("{{ examples }}", examples=lambda: "some") == {"examples": "some"}

    def test_private_and_unknown_ones_are_not_there(self) -> None:
        assert self.values("{{ _x }} {{ nothing }}") == {}

    def test_the_history_is_the_events(self) -> None:
        history = self.values("{{ history | colang }}")["history"]
        assert [event["type"] for event in history][:2] == ["UtteranceUserActionFinished", "UserMessage"]
