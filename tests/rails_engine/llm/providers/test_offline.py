from __future__ import annotations

import pytest

from rails_engine.llm.base import LLMRequest
from rails_engine.llm.models import make_provider, make_spec
from rails_engine.transport import Transport
from tests.contracts.provider import joined

CHECK = 'Policy: nobody is called stupid.\nUser message: "{}"\nQuestion: Should the user message be blocked (Yes or No)?\nAnswer:'


@pytest.fixture
def provider():
    spec = make_spec(
        type="main", engine="offline", model="offline", parameters={}, api_key_env_var=None, environ={}
    )
    return make_provider(spec, Transport())


def request(text, task="general", **params):
    return LLMRequest(messages=[{"role": "user", "content": text}], task=task, params=params)


@pytest.mark.parametrize(
    "task",
    ["self_check_input", "self_check_output", "self_check_input $variant=x", "general", "my own check"],
)
def test_policy_checks_are_known_by_task_and_by_form(provider, task):
    assert provider.complete(request(CHECK.format("You are stupid."), task)).text == "Yes"
    assert provider.complete(request(CHECK.format("Hello"), task)).text == "No"


@pytest.mark.parametrize(
    ("task", "prompt", "answer"),
    [
        ("generate_user_intent", 'user "hi"\n  greet\n\nuser "hi!"', "  greet"),
        ("generate_next_steps", "user greet\nbot wave\nuser greet", "bot wave"),
        ("generate_bot_message", 'bot wave\n  "o/"\nbot wave', '  "[offline model] o/"'),
        (
            "generate_intent_steps_message",
            'user "hi"\n  greet\nbot wave\n  "o/"\n\nuser "hi!"',
            '  greet\nbot general response\n  "[offline model] Hello!',
        ),
        ("generate_value", 'user "7"\nnumber wanted', "7"),
        ("self_check_facts", '"evidence": a cat\n"hypothesis": cat', "yes"),
        ("self_check_hallucination", '"context": a cat\n"statement": a cat', "yes"),
        ("content_safety_check_input $model=x", 'User Safety?\nUser: "hello"', '{"User Safety":"safe"}'),
        ("topic_safety_check_input $model=x", "hello", "on-topic"),
        (
            "patronus_lynx_check_output_hallucination",
            'DOCUMENT: cat\nANSWER: cat\n--\n"SCORE"',
            '{"REASONING":["compared word by word"],"SCORE":"PASS"}',
        ),
        ("general", "What is the capital of France?", "[offline model] Paris is the capital of France."),
    ],
)
def test_each_task_has_its_role(provider, task, prompt, answer):
    assert provider.complete(request(prompt, task)).text.startswith(answer)


def test_it_streams_in_words_what_it_would_say_at_once(provider):
    asked = request("Tell me a story")
    whole, chunks = provider.complete(asked), list(provider.stream(asked))
    again = joined(chunks)
    assert (again.text, again.usage, again.finish_reason) == (whole.text, whole.usage, "stop")
    assert len(chunks) == len(whole.text.split()) + 1
    assert whole.usage.total_tokens == whole.usage.prompt_tokens + len(whole.text.split())


def test_limits_and_stops_are_kept(provider):
    short = provider.complete(request("Hello", max_tokens=3))
    assert (len(short.text.split()), short.finish_reason) == (3, "length")
    assert provider.complete(request("Hello", stop=["!"])).text == "[offline model] Hello"
    assert provider.complete(request("Hello", stop="]")).text == "[offline model"


def test_several_answers_are_the_same_answer(provider):
    reply = provider.complete(request("Hello", n=3))
    assert [choice["content"] for choice in reply.choices] == [reply.text] * 2


def test_it_lists_itself(provider):
    assert provider.list_models() == [
        {"id": "offline", "object": "model", "created": 0, "owned_by": "switchyard"}
    ]


def test_it_answers_whatever_it_is_sent(provider):
    for messages in (
        [],
        [{"role": "user", "content": None}],
        [{"role": "tool", "content": "x"}],
        [{"role": "user", "content": [{"type": "text", "text": "Hi"}]}],
    ):
        for task in (
            "general",
            "self_check_input",
            "generate_user_intent",
            "generate_next_steps",
            "generate_bot_message",
            "generate_value",
            "self_check_facts",
        ):
            assert isinstance(provider.complete(LLMRequest(messages=messages, task=task)).text, str)
