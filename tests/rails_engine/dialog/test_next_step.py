"""No flow says what comes next: a model that is shown flows of like conversations does."""

from __future__ import annotations

import pytest

from rails_engine.colang import nodes
from rails_engine.dialog.next_step import NextStep, find_next_step, flow_examples
from tests.rails_engine.dialog.talk import Talk

MULTI = "enable_multi_step_generation: true"


@pytest.mark.parametrize(
    ("reply", "intent"),
    [
        ("bot inform price", "inform price"),
        ("\n  bot inform price\nuser say goodbye", "inform price"),
        ("Bot intent: inform price", "inform price"),
        ('bot inform price "It costs 2."', "inform price"),
        ("bot inform price, and more", "inform price"),
        ("user ask price", "general response"),
        ("Sure! Here is the next step.", "general response"),
        ('bot "It costs 2."', "general response"),
        ("", "general response"),
    ],
)
def test_the_first_line_names_the_step_or_the_bot_answers_in_general(reply: str, intent: str) -> None:
    talk = Talk(reply)
    assert find_next_step(talk.scope, talk.dialogue, "ask price") == NextStep(intent=intent)


def test_flows_are_shown_whole_and_once_and_the_likest_last() -> None:
    talk = Talk("bot x", shown=True)
    find_next_step(talk.scope, talk.dialogue, "ask price")
    assert talk.sent == flow_examples(talk.dialogue, "ask price")
    assert talk.sent.count("user ask price") == 1
    assert talk.sent.count("bot inform price") == 1
    assert talk.sent.index("user express greeting") < talk.sent.index("user ask price")


def test_subflows_are_no_examples() -> None:
    talk = Talk()
    assert "bot say goodbye" not in flow_examples(talk.dialogue, "say goodbye")


class TestSeveralSteps:
    def steps(self, reply: str, yaml: str = MULTI) -> NextStep:
        talk = Talk(reply, yaml=yaml)
        return find_next_step(talk.scope, talk.dialogue, "ask price")

    def said(self, step: NextStep) -> list[str]:
        return [name for node in step.statements if isinstance(node, nodes.Bot) for name in node.intents]

    def test_all_lines_count_where_they_are_a_flow(self) -> None:
        step = self.steps("bot inform price\nbot say goodbye")
        assert step.intent is None
        assert self.said(step) == ["inform price", "say goodbye"]

    def test_the_longest_beginning_that_parses_counts(self) -> None:
        step = self.steps("bot inform price\nif $x\n  bot say goodbye\nelse else nonsense (\nbot more")
        assert self.said(step) == ["inform price"]
        assert [type(node) for node in step.statements] == [nodes.Bot, nodes.If]

    def test_a_call_of_a_flow_that_is_not_there_ends_it(self) -> None:
        step = self.steps("bot inform price\ndo no such flow\nbot say goodbye")
        assert self.said(step) == ["inform price"]
        assert len(step.statements) == 1

    def test_a_call_of_a_flow_that_is_there_stays(self) -> None:
        assert [type(node) for node in self.steps("bot inform price\ndo thanks").statements] == [
            nodes.Bot,
            nodes.Do,
        ]

    def test_where_nothing_parses_the_bot_answers_in_general(self) -> None:
        assert self.steps("Here (is) what = I would do:") == NextStep(intent="general response")

    def test_only_one_line_counts_where_it_is_not_asked_for(self) -> None:
        step = self.steps("bot inform price\nbot say goodbye", yaml="")
        assert step == NextStep(intent="inform price")

    def test_the_steps_are_taken_in_a_turn(self) -> None:
        talk = Talk("ask price of cake", "bot inform price\nbot say goodbye", yaml=MULTI)
        result = talk.engine.generate(prompt="cake?", context={"price": "3 euros"})
        assert result.content.split("\n")[0] == "It costs 3 euros."
        assert len(result.content.split("\n")) == 2
