from __future__ import annotations

import json
from dataclasses import dataclass, field

from rails_engine.compat.records import Record


@dataclass
class Inner(Record):
    value: int = 1


@dataclass
class Outer(Record):
    name: str = "x"
    inner: Inner = field(default_factory=Inner)
    nothing: str | None = None


PLAIN = {"name": "x", "inner": {"value": 1}, "nothing": None}


def test_a_record_is_plain_data_under_every_name_for_that():
    record = Outer()
    assert record.dict() == record.model_dump() == PLAIN
    assert record.model_dump(exclude_none=True) == {"name": "x", "inner": {"value": 1}}
    assert json.loads(record.json()) == json.loads(record.model_dump_json(indent=2)) == PLAIN
    assert "\n" in record.model_dump_json(indent=2)


def test_a_record_is_made_from_plain_data_and_from_itself():
    record = Inner(value=2)
    assert Inner.model_validate({"value": 2}) == record
    assert Inner.model_validate(record) is record


def test_a_record_iterates_over_its_fields():
    assert dict(Outer())["name"] == "x"
