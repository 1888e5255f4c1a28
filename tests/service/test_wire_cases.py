"""Every wire case against the application, with a real model server that is scripted by the case."""

from __future__ import annotations

import pytest

from service.app import create_app
from service.settings import from_environment
from tests.upstream import Upstream
from tests.wire import Reply, environment_of, lay_out, load_cases, play

CASES = load_cases()


@pytest.fixture(scope="module")
def upstream():
    with Upstream() as running:
        yield running


@pytest.fixture(scope="module")
def clients(upstream, tmp_path_factory):
    """A test client for each server, made when it is first needed."""
    configs = lay_out(tmp_path_factory.mktemp("wire"), upstream.base_url)
    made = {}

    def client_of(server):
        if server not in made:
            data = tmp_path_factory.mktemp(server)
            made[server] = create_app(from_environment(environment_of(server, configs, data))).test_client()
        return made[server]

    return client_of


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_case_is_answered_as_it_says(case, clients, upstream):
    client = clients(case.server)

    def post(raw, headers):
        response = client.post("/v1/chat/completions", data=raw, headers=dict(headers))
        return Reply(response.status_code, dict(response.headers), response.get_data())

    problems = play(case, post, upstream)
    upstream.forget()
    assert problems == []
