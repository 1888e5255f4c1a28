from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.config.compose import compose
from rails_engine.config.merge import (
    drop_repeated_models,
    join,
    model_name,
    overlay,
    refuse_conflicts,
)
from rails_engine.config.tree import canonical, empty_table, find, plain
from rails_engine.errors import ConfigError


def joined(*texts):
    tables = [compose(text, f"{index}.yml") for index, text in enumerate(texts)]
    return plain(join(tables, empty_table("folder")))


def over(under, text):
    return plain(overlay(compose(under, "a.yml"), compose(text, "b.yml")))


@pytest.mark.parametrize("merge", [joined, over])
class TestBoth:
    def test_the_later_value_counts(self, merge):
        assert merge("passthrough: true", "passthrough: false") == {"passthrough": False}

    def test_what_is_not_said_or_empty_overrides_nothing(self, merge):
        first = "enable_rails_exceptions: true\nsample_conversation: hello\ncustom_data: {a: 1}"
        assert merge(first, "sample_conversation:\ncustom_data:\nlowest_temperature: 0.1") == {
            "enable_rails_exceptions": True,
            "sample_conversation": "hello",
            "custom_data": {"a": 1},
            "lowest_temperature": 0.1,
        }

    def test_an_empty_value_is_overridden(self, merge):
        assert merge("custom_data:", "custom_data: {a: 1}") == {"custom_data": {"a": 1}}

    def test_sections_merge_key_by_key(self, merge):
        first = "rails: {output: {streaming: {enabled: true, chunk_size: 5}}, input: {parallel: true}}"
        second = "rails: {output: {streaming: {chunk_size: 9}}}"
        assert merge(first, second)["rails"] == {
            "output": {"streaming": {"enabled": True, "chunk_size": 9}},
            "input": {"parallel": True},
        }

    def test_no_rail_and_no_pattern_is_lost(self, merge):
        first = "rails: {input: {flows: [a, b]}, config: {words: {list: [x, y]}}}"
        second = "rails: {input: {flows: [b, '  c  d']}, config: {words: {list: [z, x]}}}"
        assert merge(first, second)["rails"] == {
            "input": {"flows": ["a", "b", "  c  d"]},
            "config": {"words": {"list": ["x", "y", "z"]}},
        }

    def test_blanks_in_the_name_of_a_rail_do_not_make_it_another(self, merge):
        first, second = "rails: {input: {flows: [a  b]}}", "rails: {input: {flows: [a b]}}"
        assert merge(first, second)["rails"]["input"]["flows"] == ["a  b"]

    def test_lists_that_are_free_data_are_replaced(self, merge):
        assert merge("custom_data: {l: [1, 2]}", "custom_data: {l: [3]}") == {"custom_data": {"l": [3]}}

    def test_import_paths_unite(self, merge):
        assert merge("import_paths: [a, b]", "import_paths: [b, c]") == {"import_paths": ["a", "b", "c"]}

    def test_another_shape_replaces(self, merge):
        assert merge("models: {}", "models: []") == {"models": []}


def test_lists_of_the_files_of_one_folder_grow():
    one = "instructions: [1]\nprompts: [1]\nmodels: [1]\nflows: [1]\ndocs: [1]"
    two = "instructions: [2]\nprompts: [1]\nmodels: [2]\nflows: [2]\ndocs: [2]"
    assert joined(one, two) == {
        "instructions": [1, 2],
        "prompts": [1, 1],
        "models": [1, 2],
        "flows": [1, 2],
        "docs": [1, 2],
    }


def test_the_first_action_server_of_a_folder_counts():
    assert joined("actions_server_url: http://a", "actions_server_url: http://b") == {
        "actions_server_url": "http://a"
    }


def test_an_empty_action_server_is_none():
    assert joined("actions_server_url:", "actions_server_url: http://b") == {"actions_server_url": "http://b"}


def test_messages_of_a_folder_merge_by_name():
    one, two = "bot_messages: {a: [x], b: [y]}", "bot_messages: {b: [z]}"
    assert joined(one, two) == {"bot_messages": {"a": ["x"], "b": ["z"]}}


def test_the_instructions_of_the_upper_configuration_come_first():
    assert over("instructions: [1, 2]", "instructions: [3, 1]") == {"instructions": [3, 1, 2]}


def test_the_prompts_of_the_upper_configuration_come_last():
    assert over("prompts: [1, 2]", "prompts: [3, 1]") == {"prompts": [2, 3, 1]}


def test_models_of_one_type_are_one():
    first = "models: [{type: main, engine: e, model: m, parameters: {a: 1, b: [1]}}, {type: x, engine: e, model: n}]"
    second = "models: [{type: y, engine: e, model: o}, {type: main, engine: e, model: m, parameters: {b: [2], c: 3}}]"
    assert over(first, second)["models"] == [
        {"type": "main", "engine": "e", "model": "m", "parameters": {"a": 1, "b": [2], "c": 3}},
        {"type": "x", "engine": "e", "model": "n"},
        {"type": "y", "engine": "e", "model": "o"},
    ]


def test_a_models_name_stays_in_one_place():
    first = "models: [{type: main, engine: e, model: m, parameters: {a: 1}}]"
    second = "models: [{type: main, engine: e, parameters: {model_name: m}}]"
    assert over(first, second)["models"] == [
        {"type": "main", "engine": "e", "parameters": {"a": 1, "model_name": "m"}}
    ]
    assert over(second, first)["models"] == [
        {"type": "main", "engine": "e", "model": "m", "parameters": {"a": 1}}
    ]


def test_another_model_of_one_type_takes_its_place():
    first = "models: [{type: main, engine: e, model: m, parameters: {a: 1}}]"
    second = "models: [{type: main, engine: f, model: m}]"
    assert over(first, second)["models"] == [{"type": "main", "engine": "f", "model": "m"}]


@pytest.mark.parametrize(
    ("second", "what"),
    [
        ("models: [{type: main, engine: f, model: m}]", "the same engine: 'f' here, 'e' at a.yml:1:31"),
        ("models: [{type: main, engine: e, model: n}]", "the same model: 'n' here, 'm' at a.yml:1:41"),
        ("models: [{type: main, engine: e, parameters: {model: n}}]", "the same model: 'n' here"),
        ("actions_server_url: http://b", "'http://b' here, 'http://a' at a.yml:2:21"),
    ],
)
def test_what_two_configurations_cannot_both_mean_is_refused(second, what):
    first = "models: [{type: main, engine: e, model: m}]\nactions_server_url: http://a"
    with pytest.raises(ConfigError) as caught:
        refuse_conflicts(compose(first, "a.yml"), compose(second, "b.yml"))
    assert what in caught.value.message
    assert caught.value.file == "b.yml"


@pytest.mark.parametrize(
    "second",
    [
        "models: [{type: main, engine: e, parameters: {model: m}}]\nactions_server_url: http://a",
        "models: [{type: other, engine: f, model: n}]",
        "models: []",
        "actions_server_url:",
        "models: [5]",
    ],
)
def test_what_two_configurations_can_both_mean_is_not(second):
    first = "models: [{type: main, engine: e, model: m}]\nactions_server_url: http://a"
    refuse_conflicts(compose(first, "a.yml"), compose(second, "b.yml"))


def test_a_second_model_of_one_type_is_dropped_and_remarked_on():
    table = compose(
        "models:\n  - {type: main, model: a}\n  - {type: x}\n  - {type: main, model: b}\n", "f.yml"
    )
    kept, findings = drop_repeated_models(table)
    assert plain(kept)["models"] == [{"type": "main", "model": "a"}, {"type": "x"}]
    assert [str(finding) for finding in findings] == [
        "f.yml:4:5: a second model of the type 'main' is not used; the first is at f.yml:2:5"
    ]
    assert drop_repeated_models(kept) == (kept, [])


def test_a_models_name_is_found_in_all_its_places():
    for text in ("model: m", "parameters: {model: m}", "parameters: {model_name: m}"):
        assert model_name(compose(text, "f")).value == "m"
    assert model_name(compose("parameters: {}", "f")) is None


def test_merged_values_keep_their_places():
    table = overlay(
        compose("rails: {input: {flows: [a]}}", "a.yml"), compose("rails: {input: {flows: [b]}}", "b")
    )
    assert find(table, ("rails", "input", "flows", 0)).file == "a.yml"
    assert find(table, ("rails", "input", "flows", 1)).file == "b"


NAMES = st.sampled_from(["a", "b", "c"])
LISTS = st.lists(NAMES, max_size=3, unique=True)
TYPES = {"main": "big", "guard": "small"}


def table(**sections):
    return st.fixed_dictionaries({}, optional=sections)


MODELS = st.lists(
    st.builds(
        lambda kind, params, place: {
            "type": kind,
            "engine": "e",
            **({"model": TYPES[kind]} if place == "model" else {}),
            "parameters": params | ({} if place == "model" else {place: TYPES[kind]}),
        },
        st.sampled_from(list(TYPES)),
        st.dictionaries(NAMES, st.integers(0, 2), max_size=2),
        st.sampled_from(["model", "model_name"]),
    ),
    max_size=2,
    unique_by=lambda model: model["type"],
)
CONFIGS = table(
    models=MODELS,
    instructions=LISTS,
    prompts=st.lists(st.builds(dict, task=NAMES, content=NAMES), max_size=3, unique_by=str),
    import_paths=LISTS,
    passthrough=st.none() | st.booleans(),
    lowest_temperature=st.integers(0, 2),
    custom_data=st.dictionaries(NAMES, st.integers(0, 2), max_size=2),
    rails=table(
        input=table(flows=LISTS, parallel=st.booleans()),
        output=table(streaming=st.dictionaries(NAMES, st.booleans(), max_size=2)),
        config=table(words=table(list=LISTS)),
    ),
)


def tree(value):
    import json

    return compose(json.dumps(value), "f")


@given(CONFIGS)
def test_a_configuration_over_itself_is_itself(value):
    one = tree(value)
    assert canonical(overlay(one, one)) == canonical(one)


@given(CONFIGS, CONFIGS, CONFIGS)
def test_it_does_not_matter_which_two_are_put_together_first(a, b, c):
    a, b, c = tree(a), tree(b), tree(c)
    assert canonical(overlay(overlay(a, b), c)) == canonical(overlay(a, overlay(b, c)))


@given(CONFIGS)
def test_nothing_over_or_under_a_configuration_changes_it(value):
    one, nothing = tree(value), empty_table("f")
    assert canonical(overlay(one, nothing)) == canonical(overlay(nothing, one)) == canonical(one)
