from __future__ import annotations

import pytest

from rails_engine.colang import nodes
from rails_engine.colang.bodies import FlowDraft
from rails_engine.colang.program import CALL, JUMP, RETURN, SET, UNLESS, WAIT
from rails_engine.errors import ColangSyntaxError

AT = nodes.Position("a.co", 7, 3, "  the line")
YES = nodes.Expression("$yes", AT)


def compile_body(*statements):
    return FlowDraft(nodes.DefineFlow("f", statements, AT))


def operations(draft):
    return [step[0] for step in draft.code]


def bot(name):
    return nodes.Bot((name,), AT)


def test_every_body_ends_with_return():
    assert operations(compile_body()) == [RETURN]


def test_if_jumps_over_what_does_not_hold():
    draft = compile_body(
        nodes.If((nodes.Branch(YES, (bot("a"),)), nodes.Branch(YES, (bot("b"),))), (bot("c"),), AT)
    )
    assert operations(draft) == [UNLESS, WAIT, JUMP, UNLESS, WAIT, JUMP, WAIT, RETURN]
    assert [draft.code[0][2], draft.code[2][1], draft.code[3][2], draft.code[5][1]] == [3, 7, 6, 7]


def test_the_last_branch_of_an_if_needs_no_jump():
    draft = compile_body(nodes.If((nodes.Branch(YES, (bot("a"),)),), (), AT))
    assert operations(draft) == [UNLESS, WAIT, RETURN]


def test_while_comes_back_to_its_condition():
    body = (bot("a"), nodes.Continue(AT), nodes.Break(AT))
    draft = compile_body(nodes.While(YES, body, AT))
    assert operations(draft) == [UNLESS, WAIT, JUMP, JUMP, JUMP, RETURN]
    assert [draft.code[0][2], draft.code[2][1], draft.code[3][1], draft.code[4][1]] == [5, 0, 5, 0]


def test_calls_of_named_flows_are_noted():
    draft = compile_body(nodes.Do("x", (), (), AT))
    assert operations(draft) == [CALL, RETURN]
    assert draft.calls == [("x", AT)]


def test_labels_are_places():
    draft = compile_body(nodes.Goto("end", AT), nodes.Set("x", YES, AT), nodes.Label("end", AT))
    assert operations(draft) == [JUMP, SET, RETURN]
    assert draft.code[0][1] == 2


def test_bot_stop_is_stop():
    assert compile_body(bot("stop")).listing == compile_body(nodes.Stop(AT)).listing


def nested(depth):
    body = (bot("a"),)
    for _ in range(depth):
        body = (nodes.If((nodes.Branch(YES, body),), (), AT),)
    return body


@pytest.mark.parametrize(
    ("statements", "message"),
    [
        ((nodes.Goto("lable", AT), nodes.Label("label", AT)), "there is no label 'lable'"),
        ((nodes.Label("a", AT), nodes.Label("a", AT)), "the label 'a' is already in this flow"),
        ((nodes.Break(AT),), "'break' is outside of a loop"),
        (nested(60), "blocks are nested deeper than 50"),
        ((nodes.Set("x", nodes.Expression("1 +", AT), AT),), "not an expression"),
    ],
)
def test_errors_name_the_place(statements, message):
    with pytest.raises(ColangSyntaxError) as caught:
        compile_body(*statements)
    assert message in caught.value.message
    assert (caught.value.file, caught.value.line, caught.value.text) == ("a.co", 7, "  the line")


def test_the_nearest_label_is_named():
    with pytest.raises(ColangSyntaxError, match=r"Did you mean 'label'\?"):
        compile_body(nodes.Goto("lable", AT), nodes.Label("label", AT))


def test_the_listing_tells_bodies_apart_but_not_their_places():
    elsewhere = nodes.Position("b.co", 1)
    moved = FlowDraft(nodes.DefineFlow("f", (nodes.Bot(("a",), elsewhere),), elsewhere))
    assert moved.listing == compile_body(bot("a")).listing
    listings = [
        compile_body(*body).listing
        for body in (
            (bot("a"),),
            (bot("b"),),
            (nodes.Bot(("a",), AT, text="t"),),
            (nodes.User(("a",), AT),),
            (nodes.Execute("a", (), None, AT),),
            (nodes.Execute("a", (("k", YES),), None, AT),),
            (nodes.Execute("a", (), "r", AT),),
            (nodes.WaitEvent("a", (), AT),),
            (nodes.CreateEvent("a", (), AT),),
            (nodes.Do("a", (), (), AT),),
            (nodes.Set("a", YES, AT),),
            (nodes.Generate("a", None, AT),),
            (nodes.Stop(AT),),
            (nodes.Return(AT),),
            (nodes.While(YES, (), AT),),
            (nodes.If((nodes.Branch(YES, ()),), (), AT),),
            (nodes.AnyOf((nodes.User(("a",), AT),), AT),),
            (nodes.When((nodes.WhenBranch(nodes.User(("a",), AT), ()),), (), AT),),
        )
    ]
    assert len({tuple(listing) for listing in listings}) == len(listings)
