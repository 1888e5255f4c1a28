from __future__ import annotations

from typing import Any

from tests.service_app import ServiceApp
from tests.upstream import Upstream


def at(upstream: Upstream, open_app: Any, **more: str) -> ServiceApp:
    return open_app(MAIN_MODEL_BASE_URL=upstream.base_url, **more)  # type: ignore[no-any-return]


def test_the_provider_is_asked_with_the_callers_key_or_else_the_servers(
    open_app: Any, upstream: Upstream
) -> None:
    app = at(upstream, open_app, OPENAI_API_KEY="sk-server")
    answer = app.get("/v1/models", headers={"Authorization": "Bearer sk-caller"})
    assert answer.json["object"] == "list"
    assert [set(model) for model in answer.json["data"]] == [{"id", "object", "created", "owned_by"}]
    assert upstream.last.headers["authorization"] == "Bearer sk-caller"
    app.get("/v1/models")
    assert upstream.last.headers["authorization"] == "Bearer sk-server"


def test_one_model_whose_name_may_hold_slashes(open_app: Any, upstream: Upstream) -> None:
    app = at(upstream, open_app)
    listed = {
        "object": "list",
        "data": [{"id": "meta//llama/3", "object": "model", "created": 1, "owned_by": "meta"}],
    }
    upstream.reply(json=listed, path="/v1/models")
    assert app.get("/v1/models/meta//llama/3").json["id"] == "meta//llama/3"
    answer = app.get("/v1/models/nope")
    assert (answer.status, answer.json["error"]["code"]) == (404, "model_not_found")


def test_what_the_provider_refuses_keeps_its_status_and_what_it_breaks_is_502(
    open_app: Any, upstream: Upstream
) -> None:
    app = at(upstream, open_app)
    for theirs, ours in ((401, 401), (403, 403), (429, 429), (500, 502), (503, 502)):
        upstream.reply(json={"error": {"message": "no"}}, status=theirs)
        answer = app.get("/v1/models")
        assert answer.status == ours
        assert set(answer.json) == {"detail", "error"}


def test_with_nothing_set_there_is_the_offline_model(app: ServiceApp) -> None:
    assert [model["id"] for model in app.get("/v1/models").json["data"]] == ["offline"]
