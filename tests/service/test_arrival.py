from __future__ import annotations

import re
from pathlib import Path

import pytest

from service.arrival import answer_failure, is_closed, request_id
from service.dialects.openai import OpenAIDialect
from service.settings import from_environment


@pytest.mark.parametrize("given", ["mine", "x" * 128, "a b-c/1"])
def test_an_id_that_can_be_shown_is_kept(given: str) -> None:
    assert request_id({"HTTP_X_REQUEST_ID": given}) == given


@pytest.mark.parametrize(
    "environ", [{}, *({"HTTP_X_REQUEST_ID": bad} for bad in ("", "x" * 129, "é", "a\nb"))]
)
def test_any_other_is_replaced_by_a_new_one(environ: dict[str, str]) -> None:
    found = request_id(environ)
    assert re.fullmatch("[0-9a-f]{32}", found)
    assert request_id(environ) != found


def test_the_server_is_closed_while_a_file_is_there(tmp_path: Path) -> None:
    file = tmp_path / "closed"
    settings = from_environment({"RAILS_CONFIG_PATH": str(tmp_path), "MAINTENANCE_FILE": str(file)})
    assert not is_closed(settings)
    file.touch()
    assert is_closed(settings)
    file.unlink()
    assert not is_closed(settings)


def test_a_failure_is_told_to_the_log_and_not_to_the_client(caplog: pytest.LogCaptureFixture) -> None:
    answer = answer_failure(OpenAIDialect(), "id-of-it", ValueError("inner words"))
    assert answer.status == 500
    assert b"inner words" not in answer.body
    assert "id-of-it" in caplog.text
