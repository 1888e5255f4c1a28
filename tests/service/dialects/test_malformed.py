from __future__ import annotations

import pytest

from rails_engine.jsontext import dumps
from service.call import Limits
from service.dialects.answers import ErrorBody
from service.dialects.body import read_body
from service.dialects.choose import choose_dialect, find_dialects
from service.errors import ServiceError
from tests.service.dialects.malformed import CANARY, Malformed, malformed

DIALECTS = find_dialects()
LIMITS = Limits()
ALL = list(malformed())


def answer(raw: bytes) -> tuple[str, int, bytes]:
    """What a server would answer; every dialect says the same of what none of them can read."""
    dialect = DIALECTS[0]
    try:
        body = read_body(raw, LIMITS)
        dialect = choose_dialect(DIALECTS, body)
        call = dialect.parse(body, LIMITS)
    except ServiceError as error:
        status, told = dialect.render_error(error)
        return dialect.name, status, dumps(told)
    raise AssertionError(f"was read: {str(call)[:300]}")


def test_there_are_hundreds_with_names_of_their_own() -> None:
    assert len(ALL) >= 300
    assert len({case.name for case in ALL}) == len(ALL)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_a_malformed_body_is_a_4xx_with_our_error_body_and_never_told_back(case: Malformed) -> None:
    dialect, status, told = answer(case.raw)
    assert status == (400 if case.status == 422 and dialect == "legacy" else case.status)
    body = ErrorBody.model_validate_json(told)
    assert body.error.message
    assert CANARY.encode() not in told
    assert len(told) < 8000
