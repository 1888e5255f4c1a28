from __future__ import annotations

from service.registrations import collecting, current


def test_what_is_registered_belongs_to_the_server_that_is_being_assembled() -> None:
    with collecting() as first:
        current("x").challenges.append({"id": "1"})
        with collecting() as second:
            current("x").challenges.append({"id": "2"})
        current("x").challenges.append({"id": "3"})
    assert [c["id"] for c in first.challenges] == ["1", "3"]
    assert [c["id"] for c in second.challenges] == ["2"]
