"""``GET /openapi.json``: the document as it is made, and only when it is asked for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from service.app import create_app
from service.openapi import describe_api
from service.settings import from_environment

if TYPE_CHECKING:
    from flask.testing import FlaskClient

ROOT = Path(__file__).parents[3]


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "config.yml").write_text("models: [{type: main, engine: offline, model: offline}]\n")
    return {
        "RAILS_CONFIG_PATH": str(tmp_path),
        "DATA_DIR": str(tmp_path / "data"),
        "THREAD_STORE_URL": "memory:",
        "URL_PREFIX": "/guard",
    }


@pytest.fixture
def client(environ: dict[str, str]) -> FlaskClient:
    return create_app(from_environment(environ)).test_client()


def test_the_document_is_served_with_the_servers_prefix(client: FlaskClient) -> None:
    answer = client.get("/guard/openapi.json")
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    assert answer.json == json.loads(json.dumps(describe_api("/guard")))


def test_the_start_of_a_server_does_not_pay_for_it(environ: dict[str, str]) -> None:
    program = f"""
import sys
from service.app import create_app
from service.settings import from_environment
client = create_app(from_environment({environ!r})).test_client()
print("service.openapi" in sys.modules)
client.get("/guard/openapi.json")
print("service.openapi" in sys.modules)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["False", "True"]
