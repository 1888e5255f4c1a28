"""Outcomes are what older flows take them for, and what newer flows ask them for."""

from __future__ import annotations

import copy
import json
import operator
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rails_engine.actions.outcome import ActionResult, RailOutcome, judge
from rails_engine.colang.expressions import compile_condition
from rails_engine.errors import ActionError, ExpressionError

allow, block, transform = RailOutcome.allow, RailOutcome.block, RailOutcome.transform

#: What a flow written for either generation asks of `$r`, and what it must hear.
CONDITIONS = [
    # self check input / output: true = allowed
    ("not $r", allow(legacy=True), False),
    ("not $r", block(legacy=False), True),
    ("$r == False", block(legacy=False), True),
    ("$r == True", allow(legacy=True), True),
    ("$r.is_blocked", allow(legacy=True), False),
    ("$r.is_blocked", block(legacy=False), True),
    # facts: a score
    ("$r < 0.5", allow(legacy=1.0), False),
    ("$r < 0.5", block(legacy=0.0), True),
    ("$r < 0.5", block(legacy=0.3), True),
    ("$r.is_blocked", block(legacy=0.0), True),
    # hallucination, jailbreak, sensitive data: true = detected
    ("$r", allow(legacy=False), False),
    ("$r", block(legacy=True), True),
    ("$r.is_blocked", block(legacy=True), True),
    ("not $r.is_blocked", allow(legacy=False), True),
    # content safety, llama guard, topic safety: tables
    ('not $r["allowed"]', allow(legacy={"allowed": True, "policy_violations": []}), False),
    ('not $r["allowed"]', block(legacy={"allowed": False, "policy_violations": ["S1"]}), True),
    ("not $r.allowed", block(legacy={"allowed": False}), True),
    ("not $r.on_topic", allow(legacy={"on_topic": True}), False),
    ('$r.get("is_match")', block(legacy={"is_match": True, "text": "x", "detections": ["a"]}), True),
    ('$r["is_match"]', allow(legacy={"is_match": False, "text": "x", "detections": []}), False),
    ("$r.is_blocked", block(legacy={"allowed": False}), True),
    ("$r.is_blocked", allow(legacy={"allowed": True}), False),
    ('$r["is_blocked"]', block(legacy={"allowed": False}), True),
    ('$r.get("is_blocked")', block(legacy={"allowed": False}), True),
    ("$r.blocked or $r.transformed", block(legacy={"blocked": True, "transformed": False}), True),
    ('"policy_violations" in $r', block(legacy={"policy_violations": []}), True),
    ("len($r.policy_violations) > 0", block(legacy={"policy_violations": ["S1"]}), True),
    # masking: the text itself
    ('$r == "call <PHONE>"', transform("call <PHONE>"), True),
    ('"<PHONE>" in $r', transform("call <PHONE>"), True),
    ('$r.upper() == "MASKED"', transform("masked"), True),
    ("$r.is_transform", transform("masked"), True),
    ("$r.is_blocked", transform("masked"), False),
    ('$r.transform_text == "masked"', transform("masked", legacy={"modified_text": "masked"}), True),
    # no older form: only the newer questions
    ("$r.is_blocked", block("no"), True),
    ("$r.is_blocked", allow(), False),
    ('$r.reason == "no"', block("no"), True),
    ('$r.metadata["k"] == 1', block(metadata={"k": 1}), True),
]


def holds(condition, outcome):
    return compile_condition(condition, None)({"r": outcome})


@pytest.mark.parametrize(("condition", "outcome", "expected"), CONDITIONS)
def test_flows_of_both_generations_hear_the_truth(condition, outcome, expected):
    assert holds(condition, outcome) is expected


@pytest.mark.parametrize("question", ["$r", "not $r", "$r == False", "$r < 0.5", '$r["allowed"]'])
def test_an_outcome_without_an_older_form_answers_no_older_question(question):
    with pytest.raises(ExpressionError):
        holds(question, block())


def test_no_truth_value_is_a_type_error_that_says_what_to_ask():
    with pytest.raises(TypeError, match="is_blocked"):
        bool(block())
    with pytest.raises(TypeError, match="is_blocked"):
        operator.eq(block(), False)
    assert block() != None  # noqa: E711 - `$r == None` is a fair question


@pytest.mark.parametrize(
    ("legacy", "impossible"),
    [
        (True, lambda o: o["allowed"]),
        (True, len),
        (True, lambda o: "allowed" in o),
        (0.5, lambda o: o["allowed"]),
        (0.5, iter),
        ({"a": 1}, float),
        ({"a": 1}, lambda o: o < 0.5),
        ({"a": 1}, hash),
        ("text", lambda o: o < 0.5),
        ("text", lambda o: o["allowed"]),
    ],
)
def test_what_the_older_value_could_not_do_is_a_type_error(legacy, impossible):
    with pytest.raises(TypeError):
        impossible(legacy)
    with pytest.raises(TypeError):
        impossible(block(legacy=legacy))


scores = st.floats(allow_nan=False)
texts = st.text()
tables = st.dictionaries(
    st.text().filter(
        lambda k: k not in {"reason", "metadata", "decision"} and "is_" not in k and "_text" not in k
    ),
    st.booleans() | scores | texts | st.lists(texts),
)
values = st.booleans() | scores | texts | tables


@given(values)
def test_an_outcome_is_its_older_value(legacy):
    for outcome in (allow(legacy=legacy), block(legacy=legacy), transform("t", legacy=legacy)):
        assert outcome.legacy == legacy
        assert type(outcome.legacy) is type(legacy)
        assert outcome == legacy
        assert legacy == outcome
        assert not outcome != legacy  # noqa: SIM202 - the operator itself
        assert bool(outcome) is bool(legacy)
        assert str(outcome) == str(legacy)
        assert f"{outcome}" == f"{legacy}"


@given(scores | st.booleans(), scores)
def test_a_score_compares_and_converts_as_one(legacy, other):
    outcome = allow(legacy=legacy)
    for compare in (operator.lt, operator.le, operator.gt, operator.ge, operator.eq, operator.ne):
        assert compare(outcome, other) is compare(legacy, other)
        assert compare(other, outcome) is compare(other, legacy)
    assert float(outcome) == float(legacy)
    assert hash(outcome) == hash(legacy)
    if abs(legacy) < 1e300:
        assert int(outcome) == int(legacy)


@given(tables)
def test_a_table_reads_as_one(legacy):
    outcome = block(legacy=legacy)
    assert list(outcome) == list(legacy)
    assert len(outcome) == len(legacy)
    assert list(outcome.items()) == list(legacy.items())
    for key, value in legacy.items():
        assert outcome[key] == value
        assert outcome.get(key) == value
        assert key in outcome
    assert "no such key" not in outcome
    assert outcome.get("no such key", 3) == 3
    with pytest.raises(KeyError):
        outcome["no such key"]
    with pytest.raises(AttributeError):
        operator.attrgetter("no_such_key")(outcome)


@given(texts, texts)
def test_a_text_is_a_text(legacy, other):
    outcome = transform(legacy)
    assert outcome + other == legacy + other
    assert hash(outcome) == hash(legacy)
    assert (other in outcome) is (other in legacy)
    assert len(outcome) == len(legacy)
    assert isinstance(outcome, str)


@given(values)
def test_copies_and_pickles_keep_verdict_and_value(legacy):
    outcome = block("because", legacy=legacy, metadata={"k": ["v"]})
    for same in (copy.copy(outcome), copy.deepcopy(outcome), pickle.loads(pickle.dumps(outcome))):
        assert type(same) is type(outcome)
        assert same.legacy == legacy
        assert (same.is_blocked, same.reason, same.metadata) == (True, "because", {"k": ["v"]})


def test_an_outcome_without_an_older_form_copies_too():
    outcome = transform("x", legacy="y")
    assert copy.deepcopy(outcome).transform_text == "x"
    assert copy.deepcopy(block("b")) == block("b")
    assert block("b") != block("c")
    assert len({block("b"), block("b"), block("c")}) == 2


@given(values)
def test_outcomes_encode_as_json_where_their_value_does(legacy):
    assert json.loads(json.dumps(block(legacy=legacy))) == json.loads(json.dumps(legacy))


def test_the_verdict_never_changes():
    for outcome in (
        allow(),
        allow(legacy=True),
        allow(legacy={"a": 1}),
        allow(legacy="x"),
        allow(legacy=0.5),
    ):
        with pytest.raises(AttributeError):
            outcome.decision = "block"
        with pytest.raises(AttributeError):
            del outcome.decision
        assert not outcome.is_blocked


def test_the_reason_of_an_older_table_is_the_reason():
    assert block(legacy={"blocked": True, "reason": "policy 7"}).reason == "policy 7"
    assert block("ours", legacy={"reason": "theirs"}).reason == "ours"


def test_an_outcome_can_stand_for_another_outcome():
    inner = block(legacy=False)
    assert allow(legacy=inner).legacy is False
    assert not allow(legacy=inner).is_blocked


def test_an_older_value_of_another_type_is_refused():
    with pytest.raises(TypeError, match="list"):
        allow(legacy=[1])


@pytest.mark.parametrize(
    ("outcome", "data"),
    [
        (allow(), {"decision": "allow", "reason": None, "metadata": {}}),
        (
            block("r", legacy=False, metadata={"k": 1}),
            {"decision": "block", "reason": "r", "metadata": {"k": 1}, "legacy": False},
        ),
        (
            transform("t"),
            {"decision": "transform", "reason": None, "metadata": {}, "transform_text": "t", "legacy": "t"},
        ),
    ],
)
def test_logs_get_plain_data(outcome, data):
    assert outcome.to_json() == data
    assert json.loads(json.dumps(outcome.to_json())) == data


def test_repr_shows_the_verdict_and_not_just_the_value():
    assert repr(block("r", legacy=False)) == "RailOutcome(block, reason='r', legacy=False)"
    assert (
        repr(transform("t", legacy={"a": 1})) == "RailOutcome(transform, transform_text='t', legacy={'a': 1})"
    )


class Foreign:
    is_blocked = True


@pytest.mark.parametrize(
    ("value", "blocked"),
    [
        (allow(legacy=False), False),
        (block(legacy=True), True),
        (transform("x"), False),
        (True, False),
        (False, True),
        (1.0, False),
        (0.5, False),
        (0.49, True),
        (float("nan"), True),
        (0, True),
        ({"allowed": True}, False),
        ({"allowed": False}, True),
        ({"on_topic": False}, True),
        ({"is_blocked": True, "allowed": True}, True),
        ({"is_match": False}, False),
        ({"is_injection": True}, True),
        (Foreign(), True),
        (ActionResult(return_value=False), True),
        (ActionResult(return_value=block()), True),
    ],
)
def test_a_result_is_judged(value, blocked):
    assert judge(value) is blocked


def test_an_output_mapping_says_what_a_plain_result_means():
    assert judge(True, lambda detected: detected) is True
    assert judge("bad", lambda text: text == "bad") is True
    assert judge(ActionResult("fine"), lambda text: text == "bad") is False


def test_an_outcome_knows_better_than_an_output_mapping():
    assert judge(block(legacy=True), lambda value: not value) is True


@pytest.mark.parametrize("value", [None, "yes", [], {}, {"verdict": "bad"}, object()])
def test_a_result_that_says_nothing_is_an_error_and_not_a_pass(value):
    with pytest.raises(ActionError, match="neither allowed nor blocked"):
        judge(value)


def test_action_results_are_made_by_position_and_by_keyword():
    assert ActionResult() == ActionResult(None, None, None) == ActionResult(return_value=None, events=[])
    full = ActionResult(1, [{"type": "X"}], {"a": 2})
    assert (full.return_value, full.events, full.context_updates) == (1, [{"type": "X"}], {"a": 2})
