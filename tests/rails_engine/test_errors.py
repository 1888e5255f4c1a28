from __future__ import annotations

import inspect

from rails_engine import errors


def test_a_config_error_shows_the_place_and_the_line_with_a_caret() -> None:
    error = errors.ConfigError(
        "unknown key 'flos'",
        file="config.yml",
        line=4,
        column=5,
        text="    flos: []",
        hint="Did you mean 'flows'?",
    )
    first, text, caret, hint = str(error).split("\n")
    assert first == "config.yml:4:5: unknown key 'flos'"
    assert text[caret.index("^")] == "f"
    assert hint == "Did you mean 'flows'?"


def test_the_nearest_name_is_only_offered_when_it_is_near() -> None:
    assert errors.nearest("self chek input", ["self check input", "self check output"]) == "self check input"
    assert errors.nearest("banana", ["self check input"]) is None
    assert errors.did_you_mean("banana", ["self check input"]) is None


def test_every_error_is_in_the_tree_and_the_tree_is_drawn() -> None:
    found = [c for c in vars(errors).values() if inspect.isclass(c) and c.__module__ == errors.__name__]
    for cls in found:
        assert issubclass(cls, errors.RailsError)
        assert cls.__name__ in (errors.__doc__ or "")
        assert 400 <= cls.status_hint < 600


def test_a_failed_action_is_named_without_the_text_of_its_exception() -> None:
    error = errors.ActionFailedError("check", "ValueError")
    assert str(error) == "Action 'check' failed with ValueError."


def test_an_unknown_action_names_the_nearest_known_one() -> None:
    assert "'check_facts'" in str(errors.UnknownActionError("check_fact", ["check_facts"]))
