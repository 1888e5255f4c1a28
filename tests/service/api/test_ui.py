from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

import pytest

from tests.service_app import ServiceApp


def test_the_chat_page_is_at_the_root_with_a_strict_policy(app: ServiceApp) -> None:
    answer = app.get("/")
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]


def test_switched_off_it_is_a_sign_of_life(open_app: Any) -> None:
    app = open_app(NEMO_GUARDRAILS_DISABLE_CHAT_UI="true")
    assert app.get("/").json == {"status": "ok"}
    assert app.get("/docs").status == 200


@pytest.mark.parametrize("prefix", ["", "/guard", "/a/guard"])
def test_a_page_with_or_without_a_slash_too_much_is_found_where_its_files_are(
    prefix: str, open_app: Any
) -> None:
    app = open_app(URL_PREFIX=prefix)
    for asked, page in [(f"{prefix}/docs/", f"{prefix}/docs"), *([(prefix, f"{prefix}/")] if prefix else [])]:
        answer = app.get(asked)
        assert (answer.status, urljoin(asked, answer.headers["location"])) == (308, page)
        assert app.get(page).headers["content-type"].startswith("text/html")


def test_where_the_page_is_off_the_sign_of_life_needs_no_slash(open_app: Any) -> None:
    app = open_app(NEMO_GUARDRAILS_DISABLE_CHAT_UI="true", URL_PREFIX="/guard")
    assert app.get("/guard").json == {"status": "ok"}


@pytest.mark.parametrize("path", ["/", "/docs", "/static/chat.js"])
def test_what_a_browser_has_is_not_sent_again(path: str, app: ServiceApp) -> None:
    first = app.get(path)
    assert first.status == 200
    again = app.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    "path", ["/static/nope.js", "/static/../app.py", "/static/", "/static/%2e%2e/app.py"]
)
def test_only_files_of_the_page_are_given_out(path: str, app: ServiceApp) -> None:
    assert app.get(path).status == 404
