from __future__ import annotations

import pytest

from service.errors import AmbiguousKeyError
from service.model_keys import keys_of, refuse_ambiguous


def test_keys_are_found_whatever_the_case_and_the_signs_of_the_models_name() -> None:
    environ = {
        "HTTP_X_GPT_3.5_TURBO_AUTHORIZATION": "sk-1",
        "HTTP_X_META_LLAMA_3.1_8B_INSTRUCT_AUTHORIZATION": "Bearer sk-2",
        "HTTP_X_MAIN_AUTHORIZATION": "bearer  sk-3 ",
        "HTTP_X_EMPTY_AUTHORIZATION": " ",
        "HTTP_AUTHORIZATION": "Bearer not-this",
        "HTTP_X__AUTHORIZATION": "nor-this",
    }
    assert keys_of(environ) == {"gpt-3.5-turbo": "sk-1", "meta-llama-3.1-8b-instruct": "sk-2", "main": "sk-3"}


def test_two_different_models_cannot_share_a_key_by_accident() -> None:
    models = [("openai", "a/b", "a/b"), ("openai", "a-b", "a-b")]
    with pytest.raises(AmbiguousKeyError):
        refuse_ambiguous({"a-b": "k"}, models)
    refuse_ambiguous({"other": "k"}, models)
    refuse_ambiguous({}, models)
    refuse_ambiguous({"a-b": "k"}, [("openai", "a-b", "a-b"), ("openai", "a-b", "a-b")])


def test_a_model_that_the_request_renames_is_still_the_one_that_it_is_configured_as() -> None:
    refuse_ambiguous({"gpt": "k"}, [("openai", "asked", "gpt"), ("openai", "gpt", "gpt")])
    for models in (
        [("openai", "a/b", "gpt"), ("openai", "a-b", "a-b")],
        [("openai", "asked", "a/b"), ("openai", "a-b", "a-b")],
        [("openai", "a-b", "a-b"), ("nim", "a-b", "a-b")],
    ):
        with pytest.raises(AmbiguousKeyError):
            refuse_ambiguous({"a-b": "k"}, models)
