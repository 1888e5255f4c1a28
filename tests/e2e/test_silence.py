"""What a server tells nobody, whatever goes wrong: keys, contents of messages, places on its machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.gunicorn_server import Answer, GunicornServer
from tests.served import ANSWERED, CANARIES, KEY, SAID, betrayed, make_configs, served
from tests.service_app import MAIN, write_config
from tests.upstream import Upstream, chunk

FAILING_ACTION = f"""
from nemoguardrails.actions import action

@action()
async def look_up(context):
    raise ValueError("{ANSWERED} of " + context["user_message"] + " in {{}}".format(__file__))
"""
FAILING_FLOWS = "define flow look\n  $x = execute look_up\n"
USER = [{"role": "user", "content": f"{SAID}, my card is 4111"}]
THREAD = f"{SAID}-thread-of-canary"


@pytest.fixture(scope="module")
def silent(tmp_path_factory: pytest.TempPathFactory, upstream: Upstream) -> Iterator[GunicornServer]:
    root = make_configs(tmp_path_factory.mktemp("silence") / "configs", upstream)
    write_config(root, "broken", "models: [\n")
    write_config(
        root, "code", MAIN.format(base_url=upstream.base_url), actions_py=f"raise ValueError('{KEY}')\n"
    )
    write_config(
        root,
        "failing",
        (MAIN + "rails: {{input: {{flows: [look]}}}}\n").format(base_url=upstream.base_url),
        actions_py=FAILING_ACTION,
        rails_co=FAILING_FLOWS,
    )
    env = {"LOG_LEVEL": "debug", "OPENAI_API_KEY": KEY, "MAIN_MODEL_BASE_URL": upstream.base_url}
    with served(root, env=env) as running:
        yield running


@pytest.fixture(autouse=True)
def fresh(upstream: Upstream) -> None:
    upstream.forget()


def upstream_refuses(upstream: Upstream) -> None:
    error = {
        "message": f"Incorrect API key provided: {KEY}",
        "type": "invalid_request_error",
        "code": "invalid_api_key",
    }
    upstream.reply(json={"error": error}, status=401)


def upstream_fails(upstream: Upstream) -> None:
    upstream.reply(body=f"<html>{ANSWERED} Traceback /srv/app/main.py</html>".encode(), status=500)


def upstream_breaks(upstream: Upstream) -> None:
    upstream.cut(after=b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n" + ANSWERED.encode())


def upstream_babbles(upstream: Upstream) -> None:
    upstream.reply(body=f"{ANSWERED} is no JSON".encode())


TROUBLES = [upstream_refuses, upstream_fails, upstream_breaks, upstream_babbles]
CONFIGS = ["broken", "code", "failing", "no-such-config"]


def ask(server: GunicornServer, config: str, *, stream: bool, dialect: str) -> Answer:
    headers = {"X-Main-Authorization": f"Bearer {KEY}", "Authorization": f"Bearer {KEY}"}
    body: dict[str, Any] = {"messages": USER, "stream": stream}
    named = {"config_id": config, "thread_id": THREAD, "context": {"secret": KEY}}
    body |= {"model": "m", "guardrails": named} if dialect == "openai" else named
    return server.post("/v1/chat/completions", body, headers=headers)


@pytest.mark.parametrize("dialect", ["openai", "legacy"])
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
@pytest.mark.parametrize(
    "trouble", [*TROUBLES, *CONFIGS], ids=lambda found: getattr(found, "__name__", found)
)
def test_no_error_says_too_much(
    trouble: Any, stream: bool, dialect: str, silent: GunicornServer, upstream: Upstream
) -> None:
    config = trouble if isinstance(trouble, str) else "main"
    if callable(trouble):
        trouble(upstream)
    answer = ask(silent, config, stream=stream, dialect=dialect)
    told = answer.text + str(answer.headers)
    assert betrayed([told]) == []
    assert "/srv/app" not in told
    assert "Traceback" not in told


def test_no_line_says_too_much(silent: GunicornServer, upstream: Upstream) -> None:
    for path in ("/no-such-path", "/v1/models", f"/v1/models/m?key={KEY}"):
        silent.get(path, headers={"Authorization": f"Bearer {KEY}"})
    silent.post("/v1/checks", {"messages": USER, "guardrails": {"config_id": "judged"}})
    silent.request("POST", "/v1/chat/completions", body=f'{{"messages": "{SAID}'.encode())
    silent.request("GET", "/healthz", headers={"X_Main_Authorization": KEY})
    upstream.sse([chunk({"content": ANSWERED})], cut="reset")
    ask(silent, "main", stream=True, dialect="openai")
    upstream.stream(ANSWERED)
    ask(silent, "main", stream=True, dialect="legacy")
    lines = silent.lines + silent.output
    assert len(silent.output) > 5, "there is an access log"
    assert any('"level":"debug"' in line or '"level":"error"' in line for line in lines)
    assert betrayed(lines) == []
    assert not any(canary in silent.get("/metrics").text for canary in CANARIES)
