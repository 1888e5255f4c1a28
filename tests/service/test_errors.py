from __future__ import annotations

import inspect

from service import errors
from service.errors import (
    ServiceError,
    SettingsError,
    StateTokenError,
    StoreUnavailableError,
    ThreadsDisabledError,
)


def test_every_error_is_in_the_tree_and_the_tree_is_drawn():
    found = [c for c in vars(errors).values() if inspect.isclass(c) and c.__module__ == errors.__name__]
    for cls in found:
        if not issubclass(cls, Exception) or cls is errors.ClientGoneError:
            continue  # a client that left is told nothing
        assert issubclass(cls, ServiceError)
        assert cls.__name__ in (errors.__doc__ or "")


def test_each_has_its_status_and_code():
    made = [
        StoreUnavailableError("redis"),
        ThreadsDisabledError(),
        StateTokenError("no"),
        SettingsError("A", "b", "c"),
    ]
    assert [(error.status, error.code) for error in made] == [
        (503, "store_unavailable"),
        (400, "threads_disabled"),
        (422, "invalid_state"),
        (500, "settings_error"),
    ]


def test_a_settings_error_says_which_what_and_what_instead():
    assert str(SettingsError("THREADS", "many", "a number")) == "THREADS must be a number, not 'many'"
    assert str(SettingsError("STATE_SECRET", None, "longer")) == "STATE_SECRET must be longer"


def test_a_store_error_tells_the_caller_the_kind_and_the_log_the_reason():
    error = StoreUnavailableError("redis", "TimeoutError")
    assert str(error) == "The thread store (redis) is not available."
    assert error.reason == "TimeoutError"
