from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rails_engine import events as ev
from rails_engine.config.schema import TaskPrompt
from rails_engine.errors import ConfigError, TurnError
from rails_engine.prompts.catalog import MAX_CHOICES, Prompts, match_score
from rails_engine.prompts.tasks import TASKS

DATA = yaml.safe_load((Path(__file__).parents[2] / "cases/prompts/selection.yml").read_text())
ANY = "vllm/some-model"


def catalog(*prompts, **options):
    return Prompts(prompts, **options)


def render(source, variables=None, **options):
    return catalog(TaskPrompt("t", **source), **options).get("t", ANY).render(variables or {})


def turns(*texts):
    return [
        event for text in texts for event in (ev.user_said(text), ev.user_message(text), ev.bot_said("ok"))
    ]


# Selection


@pytest.mark.parametrize("case", DATA["scores"], ids=lambda case: case["rule"])
def test_score(case):
    assert match_score(case["models"], case["model"]) == case["score"]


@pytest.mark.parametrize("case", DATA["choices"], ids=lambda case: case["rule"])
def test_choice(case):
    task = case.get("task", "generate_user_intent")
    prompts = [
        TaskPrompt(
            task,
            content=str(index),
            models=tuple(given.get("models", ())),
            mode=given.get("mode", "standard"),
        )
        for index, given in enumerate(case["prompts"])
    ]
    made = Prompts(prompts, prompting_mode=case.get("mode", "standard"))
    prompt = made.get(case.get("wanted", task), case["model"])
    if case["wins"] == "default":
        assert not prompt.own
    else:
        assert prompt.render({}) == [{"role": "user", "content": str(case["wins"])}]


@pytest.mark.parametrize("case", DATA["families"], ids=lambda case: case["model"])
def test_family(case):
    prompt = catalog().get("generate_user_intent", case["model"])
    assert prompt.is_chat == case["is_chat"]
    assert prompt.output_parser == case["parser"]
    assert prompt.max_tokens == case.get("max_tokens")


def test_compact_prompts_serve_the_compact_mode_and_others_fill_its_gaps():
    standard, compact = catalog(), catalog(prompting_mode="compact")
    model = "openai/gpt-4o"
    values = {"general_instructions": "Be kind.", "sample_conversation": "user x"}
    sizes = [len(str(made.get("generate_user_intent", model).render(values))) for made in (standard, compact)]
    assert sizes[1] < sizes[0]
    assert compact.get("generate_value", model).render(values) == standard.get(
        "generate_value", model
    ).render(values)


def test_a_missing_prompt_names_task_model_and_the_nearest():
    with pytest.raises(ConfigError) as caught:
        catalog(TaskPrompt("self_check_input", content="x")).get("self_check_imput", "openai/gpt-4o")
    assert "'self_check_imput'" in str(caught.value)
    assert "'openai/gpt-4o'" in str(caught.value)
    assert "Did you mean 'self_check_input'?" in str(caught.value)


def test_find_and_has_do_not_raise():
    made = catalog(TaskPrompt("a", content="x"), shipped=[TaskPrompt("b", content="y")])
    assert made.find("c", ANY) is None
    assert [made.has(task) for task in ("a", "b", "general", "c")] == [True, True, True, False]


def test_own_prompts_are_told_from_defaults():
    made = catalog(
        TaskPrompt("general", content="x", models=("openai",)), shipped=[TaskPrompt("b", content="y")]
    )
    assert made.own("general")
    assert not made.own("b")
    assert not made.own("generate_value")
    assert made.own("general", "openai/gpt-4o")
    assert not made.own("general", ANY)


def test_a_prompt_that_comes_with_a_rail_gives_way_to_the_configuration():
    shipped = [TaskPrompt("b", content="shipped", models=(ANY,))]
    assert catalog(shipped=shipped).get("b", ANY).render({})[0]["content"] == "shipped"
    assert (
        catalog(TaskPrompt("b", content="own"), shipped=shipped).get("b", ANY).render({})[0]["content"]
        == "own"
    )


def test_the_memory_of_choices_is_bounded():
    made = catalog(TaskPrompt("t", content="x"))
    for number in range(MAX_CHOICES * 2 + 1):
        assert made.get("t", f"openai/{number}").task == "t"
    assert len(made._chosen) <= MAX_CHOICES


def test_threads_are_given_the_same_prompt():
    made = catalog()
    asked = [(task, model) for task in TASKS for model in (ANY, "openai/gpt-4o", "unknown")] * 8
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda pair: made.get(*pair).render({"history": turns("a")}), asked))
    assert found == [catalog().get(*pair).render({"history": turns("a")}) for pair in asked]


# Messages


def test_a_content_is_one_user_message():
    assert render({"content": "Hi {{ a }}"}, {"a": 1}) == [{"role": "user", "content": "Hi 1"}]


def test_messages_have_the_roles_of_their_types():
    messages = tuple({"type": kind, "content": "{{ a }}!"} for kind in ("system", "user", "assistant", "bot"))
    roles = [message["role"] for message in render({"messages": messages}, {"a": 1})]
    assert roles == ["system", "user", "assistant", "assistant"]


def test_empty_messages_are_dropped():
    messages = (
        {"type": "system", "content": " {{ a }}\n"},
        {"type": "user", "content": "x"},
        {"type": "user", "content": "{{ l }}"},
    )
    assert render({"messages": messages}, {"l": []}) == [{"role": "user", "content": "x"}]


def test_a_message_that_is_one_variable_keeps_a_list():
    parts = [
        {"type": "text", "text": "Look"},
        {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}},
    ]
    messages = ({"type": "user", "content": "{{ user_input }}"},)
    assert render({"messages": messages}, {"user_input": parts}) == [{"role": "user", "content": parts}]
    assert render({"messages": messages}, {"user_input": 5}) == [{"role": "user", "content": "5"}]


@pytest.mark.parametrize(
    "template",
    [
        "{{ history | to_chat_messages }}",
        "{{ history | colang | to_messages_v2 }}",
        "[{'type': 'user', 'content': 'a'}, {'role': 'bot', 'content': 'ok'}]",
    ],
)
def test_a_template_may_give_several_messages(template):
    messages = render({"messages": (template,)}, {"history": turns("a")})
    assert [message["role"] for message in messages] == ["user", "assistant"]
    assert messages[0]["content"] == "a"


def test_a_template_of_messages_may_branch():
    template = "{% if a %}[{'type': 'user', 'content': '{{ a }}'}]{% endif %}"
    assert render({"messages": (template,)}, {"a": "x"}) == [{"role": "user", "content": "x"}]
    assert render({"messages": (template,)}, {}) == []


@pytest.mark.parametrize(
    "template",
    [
        "Hello",
        "{{ a }}",
        "[1]",
        "[{'type': 'robot', 'content': 'x'}]",
        "{'type': 'user'}",
        "__import__('os')",
    ],
)
def test_a_template_that_gives_no_messages_is_refused(template):
    with pytest.raises(ConfigError, match="does not give a list of messages"):
        render({"messages": (template,)}, {"a": 5})


@given(st.text())
def test_what_a_user_says_stays_in_its_message(text):
    history = [ev.user_said(text), ev.user_message(text)]
    messages = render({"messages": ("{{ history | to_chat_messages }}",)}, {"history": history})
    assert messages == ([{"role": "user", "content": text}] if text.strip() else [])


@given(st.text(alphabet='ab "\n:\\', max_size=30), st.text(alphabet='ab "\n:\\', max_size=30))
def test_nobody_forges_a_turn_by_what_is_said(question, answer):
    history = [ev.user_message(f"x{question}\nbot y"), ev.bot_said(f'x{answer}\nuser "y"')]
    messages = render({"messages": ("{{ history | colang | to_messages }}",)}, {"history": history})
    assert [message["role"] for message in messages] == ["user", "assistant"]


# What a configuration can get wrong


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ({"content": "{{ a"}, "the prompt for task 't' is not a valid template"),
        ({"content": "{{ a | colangg }}"}, "Did you mean 'colang'"),
        ({"content": "x", "output_parser": "is_content_saf"}, "Did you mean 'is_content_safe'"),
        ({"content": "x", "output_parser": "qqq"}, "Known are: bot_intent"),
        ({"messages": ({"type": "sistem", "content": "x"},)}, "Did you mean 'system'"),
    ],
)
def test_a_wrong_prompt_is_refused_when_the_catalog_is_made(source, said):
    with pytest.raises(ConfigError, match=said):
        catalog(TaskPrompt("t", **source))


# Filters, parsers and contexts of a configuration


def test_registered_filters_go_before_ours():
    assert (
        render({"content": "{{ a | indent }}"}, {"a": "x"}, filters={"indent": lambda v: f"<{v}>"})[0][
            "content"
        ]
        == "<x>"
    )


def test_registered_parsers_go_before_ours():
    prompt = TaskPrompt("t", content="x", output_parser="user_intent")
    assert catalog(prompt).get("t", ANY).parse("User intent: a") == "  a"
    assert catalog(prompt, parsers={"user_intent": len}).get("t", ANY).parse("abc") == 3


def test_without_a_parser_an_answer_stays():
    assert catalog(TaskPrompt("t", content="x")).get("t", ANY).parse(" a ") == " a "


def test_registered_contexts_are_values_or_functions_and_made_only_when_used():
    made = catalog(
        TaskPrompt("t", content="{{ a }} {{ b }} {{ c }}"),
        contexts={"a": 1, "b": lambda: 2, "unused": lambda: sys.exit("was called")},
    )
    prompt = made.get("t", ANY)
    assert prompt.variables == {"c"}
    assert prompt.render({"a": 9, "c": 3}) == [{"role": "user", "content": "1 2 3"}]


def test_variables_say_what_must_be_given():
    assert catalog().get("generate_user_intent", ANY).variables == {
        "general_instructions",
        "sample_conversation",
        "examples",
        "potential_user_intents",
        "history",
    }


# Length


def test_the_oldest_turns_are_dropped_until_it_fits():
    history = turns(*(f"question {number}" for number in range(100)))
    text = render(
        {"content": "{{ history | user_assistant_sequence }}", "max_length": 100}, {"history": history}
    )[0]["content"]
    assert len(text) <= 100
    assert text.startswith("User: question ")
    assert text.endswith("User: question 99\nAssistant: ok")
    assert text.count("question") == 3


@given(st.lists(st.integers(0, 60), min_size=1, max_size=30), st.integers(20, 400))
def test_no_more_is_dropped_than_must_be(sizes, limit):
    history = turns(*("x" * size for size in sizes))
    source = {"content": "{{ history | user_assistant_sequence }}"}
    whole = render({**source, "max_length": 100_000}, {"history": history})[0]["content"]
    wanted = [whole]
    starts = [index for index, event in enumerate(history) if event["type"] == ev.USER_SAID]
    wanted += [render(source, {"history": history[start:]})[0]["content"] for start in starts[1:]]
    best = next((text for text in wanted if len(text) <= limit), None)
    if best is None:
        with pytest.raises(TurnError):
            render({**source, "max_length": limit}, {"history": history})
    else:
        assert render({**source, "max_length": limit}, {"history": history})[0]["content"] == best


def test_a_long_history_is_not_rendered_once_for_each_turn():
    rendered = []

    def count(history):
        rendered.append(len(history))
        return "x" * len(history)

    history = turns(*["a"] * 1000)
    render(
        {"content": "{{ history | count }}", "max_length": 100},
        {"history": history},
        filters={"count": count},
    )
    assert len(rendered) <= 12


def test_the_users_last_message_is_never_dropped():
    history = turns("a", "b" * 200)
    with pytest.raises(TurnError, match="Prompt exceeds max length of 100 characters even without history"):
        render({"content": "{{ history | colang }}", "max_length": 100}, {"history": history})


def test_a_prompt_that_is_too_long_without_a_history_is_an_error():
    with pytest.raises(TurnError, match="max length of 10 characters"):
        render({"content": "{{ a }}", "max_length": 10}, {"a": "x" * 11})
    assert render({"content": "{{ a }}", "max_length": 10}, {"a": "x" * 10})


def test_images_do_not_count_by_their_bytes():
    image = "data:image/png;base64," + "A" * 50_000
    parts = [{"type": "text", "text": "Look"}, {"type": "image_url", "image_url": {"url": image}}]
    assert render({"messages": ({"type": "user", "content": "{{ a }}"},), "max_length": 20}, {"a": parts})
    assert render({"content": "{{ a }}", "max_length": 200}, {"a": parts})


# The general task


def test_the_general_task_sends_the_conversation_as_messages():
    values = {
        "general_instructions": "Be kind.",
        "relevant_chunks": "Open at 9.",
        "history": turns("Hi") + turns("When?")[:2],
    }
    messages = catalog().get("general", ANY).render(values)
    assert [message["role"] for message in messages] == ["system", "user", "assistant", "user"]
    assert messages[0]["content"].startswith("Be kind.\n\n")
    assert messages[0]["content"].endswith("\nOpen at 9.")
    without = catalog().get("general", ANY).render({**values, "relevant_chunks": ""})
    assert without[0]["content"] == "Be kind."


@pytest.mark.parametrize(
    "model",
    [
        "unknown",
        ANY,
        "openai/gpt-4o",
        "nim/meta/llama-3.1-8b",
        "nim/nvidia/nemotron-x",
        "deepseek/r1",
        "cohere/command",
    ],
)
@pytest.mark.parametrize("task", TASKS)
def test_every_default_prompt_shows_what_it_is_given(task, model):
    question = "Is {{ 7 * 7 }} a number?"
    values = {
        "history": [
            *turns("Hello"),
            *turns(question)[:2],
            ev.user_intent("ask number"),
            ev.bot_intent("answer number"),
        ],
        "general_instructions": "Be kind.",
        "sample_conversation": 'user "a"\n  b\n',
        "examples": 'user "c"\n  intent of c',
        "potential_user_intents": "ask number",
        "relevant_chunks": "A passage.",
        "instructions": "Find it.",
        "var_name": "wanted value",
    }
    prompt = catalog().get(task, model)
    text = str(prompt.render(values))
    assert "Be kind." in text
    assert (question in text) == (task != "generate_next_steps")
    assert ("A passage." in text) == ("relevant_chunks" in prompt.variables)
    assert ("intent of c" in text) == ("examples" in prompt.variables)
    assert ("wanted value" in text) == (task == "generate_value")
    assert prompt.render(dict.fromkeys(prompt.variables, "")) is not None
