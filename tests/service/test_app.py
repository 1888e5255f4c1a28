from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from service.errors import SettingsError
from tests.service_app import ServiceApp, user, write_config
from tests.upstream import Upstream

NOBODY = {"model": "m", "messages": [user("hi")]}
MAIN = {**NOBODY, "guardrails": {"config_id": "main"}}
CHAT = "/v1/chat/completions"
ORIGIN = {"Origin": "https://a.example"}


def cors(open_app: Any, origins: str | None = None) -> ServiceApp:
    more = {} if origins is None else {"NEMO_GUARDRAILS_SERVER_ALLOWED_ORIGINS": origins}
    return open_app(NEMO_GUARDRAILS_SERVER_ENABLE_CORS="true", **more)


# -- ids of requests


@pytest.mark.parametrize("path", [CHAT, "/healthz", "/nope", "/v1/models"])
def test_every_answer_has_a_request_id_the_callers_if_it_can_be_shown(app: ServiceApp, path: str) -> None:
    assert app.get(path, headers={"X-Request-ID": "mine 1"}).headers["x-request-id"] == "mine 1"
    new = app.get(path).headers["x-request-id"]
    assert re.fullmatch("[0-9a-f]{32}", new)
    assert new != app.get(path).headers["x-request-id"]


@pytest.mark.parametrize("given", ["x" * 129, "caf\xe9", "a\tb", ""])
def test_an_id_that_cannot_be_shown_is_replaced(app: ServiceApp, given: str) -> None:
    assert re.fullmatch(
        "[0-9a-f]{32}", app.get("/healthz", headers={"X-Request-ID": given}).headers["x-request-id"]
    )


def test_errors_and_streams_have_a_request_id_too(app: ServiceApp) -> None:
    headers = {"X-Request-ID": "mine"}
    for body in (NOBODY, {**MAIN, "stream": True}, {**MAIN, "stream": True, "temperature": 9}):
        assert app.chat(body, headers=headers).headers["x-request-id"] == "mine"
    assert app.chat(body=b"{", headers=headers).headers["x-request-id"] == "mine"


# -- errors


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nope", 404, "not_found"),
        ("GET", CHAT, 405, "method_not_allowed"),
        ("POST", "/healthz", 405, "method_not_allowed"),
    ],
)
def test_what_is_not_there_is_told_in_our_error_body(
    app: ServiceApp, method: str, path: str, status: int, code: str
) -> None:
    answer = app.request(method, path)
    assert (answer.status, answer.json["error"]["code"]) == (status, code)
    assert answer.json["detail"] == answer.json["error"]["message"]
    assert ("allow" in answer.headers) == (status == 405)


def test_a_failure_of_ours_is_a_500_without_its_words(
    app: ServiceApp, caplog: pytest.LogCaptureFixture
) -> None:
    def break_down() -> None:
        raise LookupError("secret words")

    app.flask.view_functions["switchyard.healthz"] = break_down
    answer = app.get("/healthz")
    assert (answer.status, answer.json["error"]["code"]) == (500, "internal_error")
    assert "secret words" not in answer.text
    assert answer.headers["x-request-id"] in caplog.text


# -- maintenance


def test_in_maintenance_everything_but_signs_of_life_is_a_503(open_app: Any) -> None:
    app = open_app(MAINTENANCE="true")
    for path in (CHAT, "/v1/checks", "/v1/models", "/", "/nope"):
        answer = app.request("POST" if path in {CHAT, "/v1/checks"} else "GET", path)
        assert (answer.status, answer.json["error"]["code"]) == (503, "maintenance")
        assert int(answer.headers["retry-after"]) > 0
    assert [app.get(path).status for path in ("/healthz", "/v1/health", "/readyz", "/metrics")] == [200] * 4


def test_a_file_closes_the_server_while_it_is_there(open_app: Any, tmp_path: Path) -> None:
    file = tmp_path / "closed"
    app = open_app(MAINTENANCE_FILE=str(file))
    assert app.chat(MAIN).status == 200
    file.touch()
    assert app.chat(MAIN).status == 503
    file.unlink()
    assert app.chat(MAIN).status == 200


# -- a prefix


def test_with_a_prefix_everything_is_under_it_and_nothing_beside_it(open_app: Any) -> None:
    app = open_app(URL_PREFIX="/rails/v2/", MAINTENANCE="false")
    assert app.post(f"/rails/v2{CHAT}", MAIN).status == 200
    assert app.post(f"/rails/v2{CHAT}/", MAIN).status == 200
    for path in ("/", "/healthz", "/v1/rails/configs", "/openapi.json", "/docs", "/metrics", "/v1/models"):
        assert app.get(f"/rails/v2{path}").status == 200, path
        assert app.get(path).status == 404, path
    assert app.chat(MAIN).status == 404


def test_signs_of_life_answer_in_maintenance_under_a_prefix_too(open_app: Any) -> None:
    app = open_app(URL_PREFIX="rails", MAINTENANCE="true")
    assert app.get("/rails/healthz").status == 200
    assert app.post(f"/rails{CHAT}", MAIN).status == 503


# -- other origins


def test_without_the_setting_other_origins_are_told_nothing(app: ServiceApp) -> None:
    assert not [name for name in app.chat(MAIN, headers=ORIGIN).headers if name.startswith("access-control")]


@pytest.mark.parametrize("stream", [False, True])
def test_every_origin_may_ask_but_brings_no_credentials(open_app: Any, stream: bool) -> None:
    answer = cors(open_app).chat({**MAIN, "stream": stream}, headers=ORIGIN)
    assert answer.status == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    assert "X-Request-ID" in answer.headers["access-control-expose-headers"]


@pytest.mark.parametrize("stream", [False, True])
def test_named_origins_may_ask_with_credentials_and_others_may_not(open_app: Any, stream: bool) -> None:
    app = cors(open_app, " https://a.example , https://b.example")
    body = {**MAIN, "stream": stream}
    for origin in ("https://a.example", "https://b.example"):
        answer = app.chat(body, headers={"Origin": origin})
        assert answer.headers["access-control-allow-origin"] == origin
        assert answer.headers["access-control-allow-credentials"] == "true"
        assert "Origin" in answer.headers["vary"]
    assert (
        "access-control-allow-origin" not in app.chat(body, headers={"Origin": "https://c.example"}).headers
    )


def test_errors_can_be_read_by_other_origins_too(open_app: Any) -> None:
    app = cors(open_app)
    for answer in (app.chat(NOBODY, headers=ORIGIN), app.get("/nope", headers=ORIGIN)):
        assert answer.status in {404, 422}
        assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("maintenance", ["false", "true"])
def test_a_preflight_is_answered_with_the_headers_that_clients_send(open_app: Any, maintenance: str) -> None:
    app = open_app(NEMO_GUARDRAILS_SERVER_ENABLE_CORS="true", MAINTENANCE=maintenance)
    asked = "authorization, content-type, x-main-authorization"
    headers = {
        **ORIGIN,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": asked,
    }
    answer = app.request("OPTIONS", CHAT, headers=headers)
    assert answer.status == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "POST" in answer.headers["access-control-allow-methods"]
    assert answer.headers["access-control-allow-headers"].lower() == asked


# -- the start


def test_config_py_at_the_root_is_run_with_the_application(root: Path, open_app: Any) -> None:
    (root / "config.py").write_text("def init(app):\n    app.add_url_rule('/mine', 'mine', lambda: 'mine')\n")
    assert open_app().get("/mine").text == "mine"


def test_malformed_challenges_stop_the_start(root: Path, open_app: Any) -> None:
    (root / "challenges.json").write_text("[1,")
    with pytest.raises(SettingsError, match=r"challenges\.json"):
        open_app()


def test_in_single_mode_the_roots_config_py_belongs_to_the_configuration(tmp_path: Path) -> None:
    write_config(tmp_path, "bot", config_py="raise RuntimeError('when it is loaded, not at the start')\n")
    app = ServiceApp(tmp_path / "bot", tmp_path / "data")
    assert app.services.engines.single == "bot"


def test_which_configurations_are_loaded_is_measured(app: ServiceApp, upstream: Upstream) -> None:
    assert "guardrails_config_info{" not in app.get("/metrics").text
    app.chat(MAIN)
    digest = app.services.engines.get(("main",)).digest
    assert f'guardrails_config_info{{config="main",digest="{digest}"}} 1.0' in app.get("/metrics").text


def test_a_request_is_counted_once_with_how_it_ended(app: ServiceApp) -> None:
    app.chat(MAIN)
    app.chat({**MAIN, "stream": True})
    app.chat({**NOBODY, "guardrails": {"config_id": "fruit"}, "messages": [user("banana")]})
    app.chat(NOBODY)
    text = app.get("/metrics").text
    start = 'guardrails_requests_total{dialect="openai",endpoint="chat",outcome='
    counted = sorted(line.removeprefix(start) for line in text.splitlines() if line.startswith(start))
    assert counted == [
        '"allowed",stream="false"} 1.0',
        '"allowed",stream="true"} 1.0',
        '"blocked",stream="false"} 1.0',
    ]
    assert 'endpoint="chat",outcome="client_error",stream="false"} 1.0' in text
    assert "guardrails_requests_in_flight 1.0" in text, "the one for the metrics"
