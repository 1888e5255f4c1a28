from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from rails_engine.rails.catalog import shipped_rails
from rails_engine.rails.remote.rail import RemoteRail, bearer, subject


def scope(**context: Any) -> Any:
    return SimpleNamespace(context=context)


@pytest.mark.parametrize(
    ("source", "text", "judged"),
    [
        ("input", None, "u"),
        ("output", None, "b"),
        ("retrieval", None, "c"),
        ("input", "given", "given"),
        ("input", "", ""),
    ],
)
def test_the_text_is_the_given_one_or_that_of_the_kind(source, text, judged):
    assert subject(scope(user_message="u", bot_message="b", relevant_chunks="c"), source, text) == judged


def test_no_text_is_an_empty_one():
    assert subject(scope(), "input") == ""


def test_a_key_goes_into_one_header_and_no_key_into_none():
    assert bearer("k") == {"Authorization": "Bearer k"}
    assert bearer(None) == {}


def test_a_rail_says_where_its_service_is():
    with pytest.raises(NotImplementedError):
        RemoteRail().find(None)  # type: ignore[arg-type]


#: What has to see an answer as a whole; everything else may judge it in pieces.
WHOLE = {"alignscore", "autoalign facts", "cleanlab", "fiddler faithfulness", "patronus api"}


@pytest.mark.parametrize(
    "rail",
    [rail for rail in shipped_rails().rails.values() if issubclass(rail, RemoteRail)],
    ids=lambda r: r.name,
)
def test_only_what_compares_an_answer_with_something_waits_for_all_of_it(rail):
    assert rail.judges == ("whole" if rail.name in WHOLE else "window")


def test_the_page_names_every_flow_and_every_key_of_the_settings():
    page = (Path(__file__).parents[4] / "docs/rails/remote.md").read_text()
    for rail in shipped_rails().rails.values():
        if issubclass(rail, RemoteRail):
            assert f"`{rail.settings_key}`" in page
            assert [flow.name for flow in rail.flows if f"`{flow.name}`" not in page] == []
