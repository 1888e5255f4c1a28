from __future__ import annotations

import pytest

from rails_engine.llm.base import LLMRequest, ModelSpec, Provider
from rails_engine.llm.models import find_providers


def test_no_value_shows_its_keys():
    spec = ModelSpec("main", "e", "m", api_key="secret", headers={"Authorization": "secret"})
    request = LLMRequest(messages=[], api_key="secret")
    assert "secret" not in repr(spec) + repr(request)


def test_a_spec_cannot_be_changed():
    spec = ModelSpec("main", "e", "m")
    with pytest.raises(AttributeError):
        spec.model = "other"


def test_a_provider_must_do_all_three():
    with pytest.raises(TypeError):
        Provider(ModelSpec("main", "e", "m"), None)


def test_no_two_engines_share_a_key_variable():
    owners = {}
    for cls in set(find_providers().values()):
        if cls.key_variable:
            assert owners.setdefault(cls.key_variable, cls) is cls
