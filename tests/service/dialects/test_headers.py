from __future__ import annotations

import pytest

from rails_engine import RailRun
from rails_engine.errors import ActionFailedError
from service.dialects.headers import LONGEST, answer_headers, describe_rails, error_headers, stream_headers
from tests.service.dialects.results import blocked, result


def run(name="check", kind="input", verdict="passed", status="ran", took=0.0123):
    return RailRun(kind, name, status=status, verdict=verdict, started_at=1.0, finished_at=1.0 + took)


@pytest.mark.parametrize("decision", ["allowed", "modified"])
def test_the_decision_is_told(decision):
    assert answer_headers(result(decision=decision)) == {"X-Guardrails-Decision": decision}


def test_each_rail_is_told_in_order():
    rails = (run("a b"), run("c", "output", "modified", took=1.5), run("d", verdict="blocked"))
    assert answer_headers(blocked(rails=rails)) == {
        "X-Guardrails-Decision": "blocked",
        "X-Guardrails-Rails": "a b;passed;12, c;modified;1500, d;blocked;12",
    }


def test_what_failed_or_did_not_run_is_not_passed():
    rails = [run("a", status="failed", verdict="blocked"), RailRun("input", "b", status="skipped")]
    assert describe_rails(rails) == "a;failed;12, b;skipped;0"


def test_steps_that_are_no_rails_are_left_out():
    assert describe_rails([run(kind="generation"), run(kind="dialog")]) == ""


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("limit words $limit=6", "limit words $limit=6"),
        ("a;b, c", "a%3Bb%2C c"),
        ("a\r\nSet-Cookie: x", "a%0D%0ASet-Cookie: x"),
        ("häßlich", "h%C3%A4%C3%9Flich"),
        ('"%\\', "%22%25%5C"),
        ("a\x00b", "a%00b"),
    ],
)
def test_names_are_made_safe_for_a_header(name, safe):
    assert describe_rails([run(name)]) == f"{safe};passed;12"


def test_the_header_is_bounded_and_cut_between_rails():
    value = describe_rails([run(f"rail {i}") for i in range(1000)])
    assert len(value) < LONGEST + 10
    assert value.endswith(";passed;12, ...")


def test_a_failure_inside_is_an_error_with_its_code():
    turn = result(error=ActionFailedError("a", "E"), decision="error", rails=(run("a"),))
    assert answer_headers(turn) == {
        "X-Guardrails-Decision": "error",
        "X-Guardrails-Error": "action_failed",
        "X-Guardrails-Rails": "a;passed;12",
    }


def test_errors_and_streams_have_theirs():
    assert error_headers("x") == {"X-Guardrails-Decision": "error", "X-Guardrails-Error": "x"}
    assert stream_headers() == {"X-Guardrails-Decision": "pending"}
