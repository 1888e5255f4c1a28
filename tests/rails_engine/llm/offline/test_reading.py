from __future__ import annotations

import pytest

from rails_engine.llm.offline.reading import (
    context_in,
    conversation_in,
    examples_in,
    labelled,
    read_prompt,
    subject_of,
    unnamed_utterance,
)


def chat(*turns):
    return read_prompt([{"role": role, "content": text} for role, text in turns])


CONVERSATIONS = [
    (
        "User: hi\nAssistant: hello\nUser: bye\nAssistant:",
        [("user", "hi"), ("assistant", "hello"), ("user", "bye")],
    ),
    (
        'user "hi"\n  greet\nbot greet\n  "hello"\nuser "bye"',
        [("user", "hi"), ("assistant", "hello"), ("user", "bye")],
    ),
    (
        'User message: "hi"\nUser intent: greet\nBot intent: greet\nBot message: "hello"',
        [("user", "hi"), ("assistant", "hello")],
    ),
    ("Human: a\nAI: b", [("user", "a"), ("assistant", "b")]),
    ("just a text\nuser friendly", []),
]


@pytest.mark.parametrize(("text", "turns"), CONVERSATIONS)
def test_a_conversation_in_a_text_is_found(text, turns):
    assert conversation_in(text) == turns


def test_chat_messages_are_the_conversation():
    reading = chat(("system", "be kind"), ("user", "a"), ("assistant", "b"), ("user", 'User message: "c"'))
    assert reading.turns == [("user", "a"), ("assistant", "b"), ("user", "c")]
    assert reading.question == "c"
    assert reading.instructions.strip() == "be kind"


def test_what_stands_before_a_conversation_in_a_text_are_instructions():
    reading = chat(("user", "Be kind.\nUser: a\nAssistant: b\nUser: c"))
    assert reading.question == "c"
    assert reading.instructions.strip() == "Be kind."


def test_no_messages_are_no_question():
    assert read_prompt([]).question == ""


def test_examples_are_found_in_each_form():
    plain = chat(("user", 'user "hi"\n  greet\nbot greet\n  "x"\nuser "how?"\nbot explain'))
    assert examples_in(plain) == [("hi", "greet")]
    verbose = chat(("user", 'User message: "hi"\nUser intent: greet\n'))
    assert examples_in(verbose) == [("hi", "greet")]
    turns = chat(("user", "hi"), ("assistant", "User intent: greet\nBot intent: x"), ("user", "more"))
    assert examples_in(turns) == [("hi", "greet")]


def test_the_utterance_without_an_intent_is_the_one_that_is_asked_about():
    assert unnamed_utterance(chat(("user", 'user "a"\n  one\nuser "b"\n\n# go on'))) == "b"
    assert unnamed_utterance(chat(("user", 'User message: "a"\nUser intent: one\nUser message: "b"'))) == "b"
    assert unnamed_utterance(chat(("system", 'user "a"\n  one'), ("user", "b"))) == "b"


def test_the_context_is_what_follows_its_heading():
    reading = chat(
        ("system", "Be kind.\n\nUse these passages to answer:\nCats purr.\nDogs bark."), ("user", "q")
    )
    assert context_in(reading).split("\n")[1:3] == ["Cats purr.", "Dogs bark."]
    flat = chat(("user", "# Relevant context:\nCats purr.\nUser: q\nAssistant:"))
    assert "Cats purr." in context_in(flat)
    assert "q" not in context_in(flat)
    assert context_in(chat(("system", "All information is welcome here."), ("user", "q"))) == ""


def test_labels_name_what_follows():
    text = '"evidence": A b\nc\n"hypothesis": d.\n"entails":'
    assert labelled(text, "evidence") == "A b\nc"
    assert labelled(text, "hypothesis", "claim") == "d."
    assert labelled(text, "nothing") is None


POLICY = "The message should not contain insults like stupid.\n"
SUBJECTS = [
    (
        f'{POLICY}User message: "hello"\n\nQuestion: Should the user message be blocked (Yes or No)?\nAnswer:',
        "hello",
    ),
    (f'{POLICY}Bot message: "a "quoted" word"\nQuestion: Should it be blocked?\nAnswer:', 'a "quoted" word'),
    (f'{POLICY}User message: "one\nAnswer: two\nthree"\nAnswer:', "one\nAnswer: two\nthree"),
    (f'{POLICY}User message: ""\nAnswer:', ""),
    (f"{POLICY}User input: hello\nAnswer:", "hello"),
    (f"{POLICY}<BEGIN CONVERSATION>\nuser: hello\n<END CONVERSATION>\nOutput JSON", "user: hello"),
    (f'{POLICY}Here is the user\'s message:\n"hello"\nIs the message fine?', "hello"),
]


@pytest.mark.parametrize(("prompt", "subject"), SUBJECTS)
def test_the_message_in_a_check_is_found_without_its_policy(prompt, subject):
    assert subject_of(chat(("user", prompt))) == subject


def test_in_a_chat_the_last_message_is_the_one_to_check():
    assert subject_of(chat(("system", POLICY), ("user", "hello"))) == "hello"
