"""What a dialog needs besides the turn: folded texts, and the variables of prompts."""

from __future__ import annotations

from typing import Any

import pytest

from rails_engine import events as ev
from rails_engine.dialog.parts import fold_text, prompt_variables
from rails_engine.prompts.tasks import DEFAULT_SAMPLE_CONVERSATION
from tests.rails_engine.dialog.talk import Talk


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Hello!", "hello"),
        ("  What   is\nit ?", "what is it"),
        ('"Hi," ', "hi"),
        ("It's 5.30", "it's 5.30"),
        ("...", ""),
    ],
)
def test_a_text_without_what_nobody_means(text: str, folded: str) -> None:
    assert fold_text(text) == folded


@pytest.mark.parametrize(
    ("colang", "finds"), [("define bot greet\n  'x'\n", False), ('define user greet\n  "x"\n', True)]
)
def test_intents_are_found_only_where_user_messages_are_defined(colang: str, *, finds: bool) -> None:
    assert Talk(colang=colang.replace("'", '"')).dialogue.finds_intents is finds


def variables(
    template: str, yaml: str = "", context: dict[str, Any] | None = None, **makers: Any
) -> dict[str, Any]:
    prompts = f"prompts: [{{task: general, content: '{template}'}}]\n"
    talk = Talk(yaml=prompts + yaml, context=context)
    talk.scope.record.events += [ev.user_message("hello"), ev.user_intent("express greeting")]
    return prompt_variables(talk.scope, talk.scope.prompt("general"), makers)


def test_what_a_prompt_does_not_use_is_not_made() -> None:
    def expensive() -> str:
        raise AssertionError

    assert variables("{{ user_input }}", context={"user_message": "hi"}, examples=expensive) == {
        "user_input": "hi"
    }


def test_a_prompt_may_use_any_variable_of_the_context_but_no_private_one() -> None:
    context = {"mood": "merry", "_secret": "x", "unused": 1}
    assert variables("{{ mood }} {{ _secret }} {{ missing }}", context=context) == {"mood": "merry"}


def test_what_the_step_makes_goes_before_what_everybody_has() -> None:
    made = variables("{{ user_input }} {{ relevant_chunks }}", user_input=lambda: "mine")
    assert made == {"user_input": "mine", "relevant_chunks": ""}


def test_the_history_is_there_as_events_and_as_colang() -> None:
    made = variables("{{ history | colang }} {{ colang_history }}")
    assert [event["type"] for event in made["history"]] == [ev.USER_MESSAGE, ev.USER_INTENT]
    assert made["colang_history"].rstrip() == 'user "hello"\n  express greeting'


def test_the_instructions_and_the_sample_are_the_configurations() -> None:
    yaml = "instructions: [{type: general, content: Be kind.}]\nsample_conversation: mine\n"
    template = "{{ general_instructions }} {{ sample_conversation }}"
    assert variables(template, yaml) == {"general_instructions": "Be kind.", "sample_conversation": "mine"}
    assert variables(template)["sample_conversation"] == DEFAULT_SAMPLE_CONVERSATION
