from __future__ import annotations

from itertools import product

import pytest

from service.dialects.choose import choose_dialect, find_dialects

DIALECTS = find_dialects()


def test_the_dialects_are_found_in_their_folder():
    assert {dialect.name for dialect in DIALECTS} == {"legacy", "openai"}


@pytest.mark.parametrize(
    "keys", list(product([None, "model"], [None, "guardrails"], [None, "config_id"])), ids=str
)
@pytest.mark.parametrize("value", ["x", None, ""])
def test_exactly_one_dialect_claims_any_body(keys, value):
    body = {key: value for key in keys if key}
    (name,) = [dialect.name for dialect in DIALECTS if dialect.claims(body)]
    assert name == ("openai" if {"model", "guardrails"} & body.keys() else "legacy")
    assert choose_dialect(DIALECTS, body).name == name


def test_without_dialects_there_is_nobody_to_ask():
    with pytest.raises(LookupError):
        choose_dialect((), {})
