from __future__ import annotations

import pytest

from rails_engine.llm.offline.chatting import LABEL, answer
from rails_engine.llm.offline.reading import read_prompt
from rails_engine.llm.offline.violations import find_violation


def say(*turns):
    return answer(read_prompt([{"role": role, "content": text} for role, text in turns]))


EXAMPLES = [
    ("What is the capital of France?", "Paris is the capital of France."),
    ("what's the capital city of the netherlands", "Amsterdam"),
    ("Tell me a short story.", "lamp"),
    ("Tell me a story", "lamp"),
    ("Hello! What can you do for me?", "rails at work"),
    ("Hello", "Hello!"),
    ("Hello, how are you?", "I am well"),
    ("What is machine learning?", "patterns in examples"),
    ("Can you give me an example?", "example"),
    ("What are the benefits of renewable energy?", "carbon"),
    ("What is my account balance?", "no access"),
    ("My name is Alice.", "Alice"),
    ("Who are you?", "built-in model"),
    ("You are stupid.", "nothing to say"),
    ("Explain quantum chromodynamics", "cannot really answer"),
    ("", "nothing to answer"),
]


@pytest.mark.parametrize(("question", "part"), EXAMPLES)
def test_known_questions_have_answers_that_say_where_they_come_from(question, part):
    said = say(("user", question))
    assert said.startswith(LABEL)
    assert part in said


@pytest.mark.parametrize(("question", "part"), EXAMPLES)
def test_no_answer_would_be_blocked_by_its_own_judge(question, part):
    assert find_violation(say(("user", question))) is None


@pytest.mark.parametrize(
    "told", ["My name is Alice.", "Hi, I am called Alice", "please call me Alice and help me"]
)
def test_a_name_is_remembered(told):
    assert say(("user", told), ("assistant", "ok"), ("user", "What is my name?")).endswith(
        "Your name is Alice."
    )


def test_the_last_name_counts_and_only_the_users():
    turns = [
        ("user", "My name is Alice."),
        ("user", "My name is Bob Smith."),
        ("assistant", "My name is Bot."),
        ("user", "Who am I?"),
    ]
    assert say(*turns).endswith("Your name is Bob Smith.")
    assert "not told" in say(("user", "What is my name?"))


def test_a_name_is_found_in_a_prompt_of_one_text():
    prompt = "Talk.\n\nUser: My name is Alice.\nAssistant: Hi.\nUser: What is my name?\nAssistant:"
    assert "Alice" in say(("user", prompt))


def test_the_context_is_quoted():
    system = "Be kind.\n\nUse these passages to answer; where they do not hold the answer, say so:\nEmployees get 20 vacation days.\nSick leave is paid."
    assert '"Employees get 20 vacation days."' in say(
        ("system", system), ("user", "How many vacation days are there?")
    )
    assert "context" not in say(("system", system), ("user", "What is the capital of France?"))


def test_instructions_are_quoted_only_when_they_answer():
    system = "The shop is open from 9 to 17 on weekdays."
    assert "9 to 17" in say(("system", system), ("user", "When is the shop open on weekdays?"))
    assert "9 to 17" not in say(("system", system), ("user", "Explain quantum chromodynamics"))


def test_the_same_question_has_the_same_answer():
    assert len({say(("user", "Tell me a story")) for _ in range(5)}) == 1
