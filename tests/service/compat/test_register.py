from __future__ import annotations

from service.compat.register import register_challenges, register_datastore, register_logger
from service.registrations import collecting


def test_each_function_registers_what_it_says() -> None:
    with collecting() as found:
        register_datastore("store")
        register_logger(print)
        register_challenges([{"id": "a"}])
        register_challenges([{"id": "b"}])
    assert (found.datastore, found.loggers) == ("store", [print])
    assert [c["id"] for c in found.challenges] == ["a", "b"]
