"""The wire cases as far as the dialects go: which one claims a body, what it reads, what it refuses."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from rails_engine.jsontext import dumps
from service.call import Limits
from service.dialects.body import read_body
from service.dialects.choose import choose_dialect, find_dialects
from service.errors import ServiceError
from tests.wire import differences, load_cases, load_servers, raw_body

DIALECTS = find_dialects()
CASES = load_cases()
SERVERS = load_servers()


def limits_of(server):
    named = {"MAX_BODY_BYTES": "max_body_bytes", "MAX_MESSAGES": "max_messages"}
    return Limits(**{named[name]: int(value) for name, value in SERVERS[server].items() if name in named})


def read(raw, limits):
    """The call, or the status and body of the refusal."""
    dialect = None
    try:
        body = read_body(raw, limits)
        dialect = choose_dialect(DIALECTS, body)
        return dialect.name, dialect.parse(body, limits)
    except ServiceError as error:
        return dialect and dialect.name, (dialect or DIALECTS[0]).render_error(error)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_is_read_or_refused_as_it_says(case):
    for step in case.steps:
        expected = step["expected"]
        name, got = read(raw_body(step), limits_of(case.server))
        refused = expected.get("status", 200) >= 400 and not step.get("later", False)
        if refused:
            assert isinstance(got, tuple), "was read"
            status, body = got
            assert status == expected["status"]
            if "body" in expected:
                assert list(differences(expected["body"], json.loads(dumps(body)), {})) == []
            continue
        assert not isinstance(got, tuple), got
        assert name == case.dialect
        if "call" in step:
            plain = json.loads(dumps(asdict(got)))
            assert list(differences(step["call"], plain, {})) == []


def test_there_are_enough_of_both_dialects_and_each_has_its_own_name():
    assert len({case.name for case in CASES}) == len(CASES) >= 260
    for dialect in ("legacy", "openai"):
        assert sum(case.dialect == dialect for case in CASES) >= 130


def test_every_document_has_its_examples():
    seeds = {case.data["seed"][:3] for case in CASES if "seed" in case.data}
    assert seeds == {"000", "001", "002", "003", "004"}


def test_every_case_says_why_and_names_a_server_that_there_is():
    for case in CASES:
        assert case.data.get("rule") or case.data.get("seed"), case.name
        assert case.server in SERVERS, case.name
