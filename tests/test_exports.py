"""The public names: every one can be had, and the list says what there is."""

from __future__ import annotations

import rails_engine


def test_every_public_name_is_there_once() -> None:
    assert len(rails_engine.__all__) == len(set(rails_engine.__all__))
    assert set(rails_engine.__all__) == set(rails_engine._HOMES)
    for name in rails_engine.__all__:
        assert getattr(rails_engine, name) is not None
    assert dir(rails_engine) == sorted(rails_engine.__all__)


def test_what_is_not_public_is_an_attribute_error() -> None:
    assert not hasattr(rails_engine, "no_such_name")
