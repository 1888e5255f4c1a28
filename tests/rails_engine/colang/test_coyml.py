"""Colang as YAML means the same as Colang as text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.colang import nodes
from rails_engine.colang.coyml import read_coyml
from rails_engine.colang.parser import parse_flow_body
from rails_engine.errors import ColangSyntaxError


def flow_of(*elements: Any, **keys: Any) -> nodes.DefineFlow:
    flow = read_coyml({}, {}, [{"id": "x", "elements": list(elements), **keys}], "config.yml").definitions[0]
    assert isinstance(flow, nodes.DefineFlow)
    return flow


def without_places(value: Any) -> Any:
    if isinstance(value, nodes.Position):
        return None
    if isinstance(value, tuple):
        return tuple(without_places(item) for item in value)
    if hasattr(value, "__slots__"):
        return (type(value).__name__, *(without_places(getattr(value, name)) for name in value.__slots__))
    return value


def test_messages() -> None:
    file = read_coyml(
        {"greet": ["hello", "I am $name"], "ask_price": [], "one": "x"},
        {"greet": ["Hi"], "bye": "Bye"},
        [],
        "config.yml",
    )
    assert [
        (type(node).__name__, node.name, node.examples if isinstance(node, nodes.DefineUser) else node.texts)  # type: ignore[union-attr]
        for node in file.definitions
    ] == [
        ("DefineUser", "greet", ("hello", "I am {name}")),
        ("DefineUser", "ask_price", ("ask price",)),
        ("DefineUser", "one", ("x",)),
        ("DefineBot", "greet", ("Hi",)),
        ("DefineBot", "bye", ("Bye",)),
    ]


ELEMENTS: list[tuple[list[Any], str]] = [
    ([{"user": "express greeting"}, {"bot": "greet"}], "user express greeting\nbot greet"),
    ([{"bot": '"Hello # 1"'}], 'bot "Hello # 1"'),
    ([{"execute": "find(a=1)"}], "execute find(a=1)"),
    ([{"set": "$x = 1"}, {"set": "$r = execute f"}], "set $x = 1\nset $r = execute f"),
    ([{"do": "check $a=1"}], "do check $a=1"),
    ([{"event": "Ping"}, {"create_event": "Pong(x=1)"}], "event Ping\ncreate event Pong(x=1)"),
    ([{"label": "a"}, {"goto": "a"}], "label a\ngoto a"),
    ([{"check": "$x"}], "check $x"),
    (
        [{"if": "$x == 1", "then": [{"bot": "a"}], "else": [{"bot": "b"}]}, {"bot": "c"}],
        "if $x == 1\n  bot a\nelse\n  bot b\nbot c",
    ),
    (
        [{"if": "$x", "then": [{"if": "$y", "then": ["stop"]}], "else": ["pass"]}],
        "if $x\n  if $y\n    stop\nelse\n  pass",
    ),
    ([{"while": "$i < 3", "do": [{"set": "$i += 1"}, "break"]}], "while $i < 3\n  set $i += 1\n  break"),
    ([{"any": [{"user": "a"}, {"event": "B"}]}], "any\n  user a\n  event B"),
    (["user a\nif $x\n  bot b\n", "stop"], "user a\nif $x\n  bot b\nstop"),
    ([{"if": True, "then": ["stop"]}], "if True\n  stop"),
]


@pytest.mark.parametrize(("elements", "text"), ELEMENTS, ids=[text for _, text in ELEMENTS])
def test_elements_mean_the_same_as_the_lines_they_stand_for(elements: list[Any], text: str) -> None:
    flow = flow_of(*elements)
    assert without_places(flow.body) == without_places(parse_flow_body(text, "x.co"))
    assert flow.source == text


def test_a_flow_can_be_anonymous_and_have_settings() -> None:
    flow = read_coyml(
        {}, {}, [{"elements": [{"user": "a"}], "priority": 2, "is_subflow": True}], "c.yml"
    ).definitions[0]
    assert isinstance(flow, nodes.DefineFlow)
    assert flow.name.startswith("anonymous-")
    assert (flow.priority, flow.subflow) == (2.0, True)
    assert flow_of({"user": "a"}, meta={"owner": "me"}, tags=["t"]).meta == (("owner", "me"),)


def test_a_message_that_is_defined_in_a_flow() -> None:
    file = read_coyml({}, {}, [{"id": "x", "elements": [{"bot": 'greet "Hi"'}]}], "c.yml")
    assert file.definitions[1] == nodes.DefineBot("greet", ("Hi",), file.definitions[1].at)


def test_a_node_knows_its_path() -> None:
    node = flow_of({"if": "$x", "then": [{"bot": "a"}]}).body[0]
    assert isinstance(node, nodes.If)
    assert node.at == nodes.Position("config.yml: flows[0].elements[0].if", 1, 1, "if $x")
    assert node.branches[0].body[0].at.file == "config.yml: flows[0].elements[0].then[0].bot"


@pytest.mark.parametrize(
    ("user", "bot", "flows", "message"),
    [
        ({"a": 1}, {}, [], "user_messages.a: expected a text or a list of texts"),
        ({"a": ["x", 1]}, {}, [], "user_messages.a[1]: expected a text"),
        ({}, {"b": {"x": 1}}, [], "bot_messages.b: expected a text or a list of texts"),
        ({}, {}, ["x"], "flows[0]: a flow is a mapping with 'id' and 'elements'"),
        ({}, {}, [{}], "flows[0]: a flow needs an 'id' or 'elements'"),
        ({}, {}, [{"id": 1}], "flows[0].id: the name of a flow is a text"),
        ({}, {}, [{"id": "x", "elment": []}], "flows[0]: unknown key 'elment'"),
        ({}, {}, [{"id": "x", "elements": {"user": "a"}}], "flows[0].elements: expected a list of elements"),
        ({}, {}, [{"id": "x", "elements": [1]}], "flows[0].elements[0]: an element is a text, or a mapping"),
        ({}, {}, [{"id": "x", "elements": [{"usr": "a"}]}], "flows[0].elements[0]: unknown element 'usr'"),
        ({}, {}, [{"id": "x", "elements": [{"user": "a", "bot": "b"}]}], "flows[0].elements[0]: unexpected 'bot' beside"),
        ({}, {}, [{"id": "x", "elements": [{"user": ["a"]}]}], "flows[0].elements[0].user: expected a text"),
        ({}, {}, [{"id": "x", "elements": [{"user": "a # b"}]}], "elements[0].user: expected one line without a comment"),
        ({}, {}, [{"id": "x", "elements": [{"user": "a\nbot b"}]}], "elements[0].user: expected one line"),
        ({}, {}, [{"id": "x", "elements": [""]}], "flows[0].elements[0]: this element is empty"),
        ({}, {}, [{"id": "x", "elements": [{"if": "$x"}]}], "flows[0].elements[0]: 'if' needs 'then'"),
        ({}, {}, [{"id": "x", "elements": [{"if": "$x", "then": [], "els": []}]}], "unexpected 'els' beside 'if'"),
        ({}, {}, [{"id": "x", "elements": [{"if": "$x", "then": []}]}], "elements[0].if: 'if' needs a block below it"),
        ({}, {}, [{"id": "x", "elements": [{"while": "$x", "do": [{"goto": "q"}]}]}], "do[0].goto: there is no label 'q'"),
        ({}, {}, [{"id": "x", "elements": ["usr a"]}], "flows[0].elements[0]: unknown statement 'usr' (in 'usr a')"),
        ({}, {}, [{"id": "x", "elements": [{"bot": '"a'}]}], "elements[0].bot: this string is not closed"),
        ({}, {}, [{"id": "x", "priority": "high"}], "flows[0].priority: a priority is a number"),
        ({}, {}, [{"id": "x", "subflow": "yes"}], "flows[0].subflow: expected true or false"),
        ({}, {}, [{"id": "x", "meta": [1]}], "flows[0].meta: settings are a mapping"),
        ({}, {}, [{"id": "x"}, {"id": "x"}], "flows[1]: the flow 'x' is already defined"),
    ],
)  # fmt: skip
def test_errors_name_the_path(user: Any, bot: Any, flows: Any, message: str) -> None:
    with pytest.raises(ColangSyntaxError) as caught:
        read_coyml(user, bot, flows, "config.yml")
    assert message in caught.value.message
    assert caught.value.file == "config.yml"


def test_depth_is_bounded() -> None:
    element: Any = "stop"
    for _ in range(2000):
        element = {"if": "$x", "then": [element]}
    with pytest.raises(ColangSyntaxError, match="nested deeper"):
        flow_of(element)


SCALARS = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=10) | st.sampled_from(["user a", "$x = 1"])
)
KEYS = st.sampled_from(
    ["user", "bot", "if", "then", "else", "while", "do", "any", "set", "id", "elements", "x"]
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(VALUES, max_size=3))
def test_any_elements_are_read_or_refused(elements: list[Any]) -> None:
    try:
        read_coyml({}, {}, [{"id": "x", "elements": elements}], "config.yml")
        file = "config.yml"
    except ColangSyntaxError as error:
        file = error.file
    assert file == "config.yml"
