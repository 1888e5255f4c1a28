from __future__ import annotations

import pytest

from rails_engine.colang import nodes
from rails_engine.colang.compiler import compile_body, compile_program
from rails_engine.colang.parser import parse
from rails_engine.errors import ColangSyntaxError

AT = nodes.Position("a.co", 1)


def program(*texts, rails=()):
    return compile_program([parse(text, f"{n}.co") for n, text in enumerate(texts, 1)], rails=rails)


def test_messages_of_users_add_up_across_files():
    made = program('define user hello\n  "hi"', 'define user hello\n  "hey"')
    assert made.user_messages == {"hello": ("hi", "hey")}


def test_messages_of_the_bot_add_up_in_one_file_and_are_replaced_across_files():
    made = program(
        'define bot hello\n  "hi"\n\ndefine bot hello\n  "hey"',
        'define bot hello\n  "library"\n\ndefine bot bye\n  "bye"',
    )
    assert made.bot_messages == {"hello": ("hi", "hey"), "bye": ("bye",)}


def test_flows_keep_the_order_of_files_and_the_first_of_a_name():
    made = program(
        "define flow b\n  bot mine\n\ndefine flow a\n  bot x",
        "define flow c\n  bot y\n\ndefine flow b\n  bot library",
    )
    assert list(made.flows) == ["b", "a", "c"]
    assert made.flows["b"].position.file == "1.co"


def test_a_flow_that_is_replaced_is_not_checked():
    assert program("define flow a\n  bot x", "define flow a\n  do missing").flows["a"]


def test_two_flows_of_one_name_in_one_file_are_an_error():
    flows = [nodes.DefineFlow("a", (), nodes.Position("a.co", line)) for line in (1, 4)]
    with pytest.raises(ColangSyntaxError, match=r"a\.co:4:1: the flow 'a' is already defined on line 1"):
        compile_program([nodes.File("a.co", tuple(flows))])


def test_rails_become_subflows_and_unknown_names_are_ignored():
    made = program(
        "define flow check\n  bot x\n\ndefine flow other\n  bot y", rails=["check", "no such flow"]
    )
    assert made.flows["check"].subflow
    assert not made.flows["other"].subflow


def test_a_flow_carries_what_was_written():
    text = "define parallel extension flow f\n  priority 3\n  bot ...\n  bot x"
    flow = program(text).flows["f"]
    assert (flow.parallel, flow.extension, flow.interruptible, flow.priority) == (True, True, True, 3)
    assert "bot x" in flow.source
    assert flow.position.line == 1


def test_the_digest_changes_with_the_flow_and_not_with_its_place():
    plain = program("define flow f\n  bot x").flows["f"].digest
    assert program("\n\n# comment\ndefine flow f\n    bot x\n\n").flows["f"].digest == plain
    assert program("define flow f\n  bot y").flows["f"].digest != plain
    assert program("define flow f\n  priority 2\n  bot x").flows["f"].digest != plain
    assert program("define extension flow f\n  bot x").flows["f"].digest != plain


def test_what_a_called_flow_waits_for_concerns_its_caller():
    made = program(
        "define flow a\n  user x\n  do b\n\ndefine subflow b\n  do c\n\ndefine subflow c\n  event E\n  do b"
    )
    assert made.flows["a"].triggers == {"UserIntent", "E"}
    assert made.flows["b"].triggers == {"E"}


def test_a_program_is_not_changed_by_its_reader():
    made = program("define flow f\n  bot x")
    with pytest.raises(TypeError):
        made.flows["g"] = made.flows["f"]


def test_a_body_may_call_the_flows_of_a_program():
    made = program("define subflow known\n  bot x")
    flow = compile_body([nodes.Do("known", (), (), AT)], "generated", made)
    assert flow.subflow
    with pytest.raises(ColangSyntaxError, match="there is no flow 'knwon'") as caught:
        compile_body([nodes.Do("knwon", (), (), AT)], "generated", made)
    assert caught.value.hint == "Did you mean 'known'?"


def test_a_body_may_wait_for_flows_of_a_program():
    made = program("define subflow known\n  user a\n  bot b")
    when = nodes.When((nodes.WhenBranch(nodes.Do("known", (), (), AT), ()),), (), AT)
    assert compile_body([when], "generated", made).triggers == {"UserIntent"}


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (nodes.Do(nodes.Expression("$x", AT), (), (), AT), "must be named"),
        (nodes.Do("known", (("a", nodes.Expression("1", AT)),), (), AT), "takes no parameters"),
        (nodes.Do("stops", (), (), AT), "cannot wait for the flow 'stops'"),
        (nodes.Do("computed", (), (), AT), "cannot wait for the flow 'computed'"),
        (nodes.Do("itself", (), (), AT), "cannot wait for the flow 'itself'"),
    ],
)
def test_when_waits_only_for_flows_whose_beginning_is_known(call, message):
    made = program(
        "define subflow known\n  user a\n\ndefine subflow stops\n  stop\n\ndefine subflow computed\n  do $x\n\n"
        "define subflow itself\n  do itself"
    )
    with pytest.raises(ColangSyntaxError, match=message):
        compile_body([nodes.When((nodes.WhenBranch(call, ()),), (), AT)], "generated", made)


def test_an_empty_body_compiles():
    assert compile_body([], "generated", program()).code
