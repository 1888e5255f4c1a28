"""A real Chromium (the system's, never downloaded) and the stages that it looks at."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.real_server import RealServer
from tests.browser.scripted_server import ScriptedServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

    from tests.browser.stage import Stage

#: Every test that takes ``stage`` runs on each of these.
STAGES: dict[str, Callable[[], Stage]] = {"scripted": ScriptedServer, "real": RealServer}
NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",  # the tests run as root in containers
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: Collects what the page's policy stopped, from the first moment on.
WATCH_POLICY = """
window.stopped = [];
document.addEventListener("securitypolicyviolation", (event) => window.stopped.push(event.violatedDirective));
"""
PATIENCE = 15_000


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("there is no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as driver:
        # A new profile each time, kept in a temporary folder by playwright.
        opened = driver.chromium.launch(executable_path=path, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport={"width": 1200, "height": 820}, color_scheme="light")
    made.set_default_timeout(PATIENCE)
    made.add_init_script(WATCH_POLICY)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A tab in which nothing may go wrong unnoticed: no error of a script, nothing that the policy stopped."""
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda message: errors.append(message.text) if _is_wrong(message) else None)
    yield opened
    assert errors == []
    assert opened.evaluate("window.stopped") == []


def _is_wrong(message: Any) -> bool:
    """A refused request is logged by the browser itself; the page's own errors are not expected ever."""
    return message.type == "error" and "Failed to load resource" not in message.text


@pytest.fixture(scope="session", params=sorted(STAGES))
def any_stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    made = STAGES[request.param]()
    yield made
    made.close()


@pytest.fixture
def stage(any_stage: Stage) -> Stage:
    any_stage.reset()
    return any_stage


@pytest.fixture
def scripted() -> Iterator[ScriptedServer]:
    """For what only a server of the test's own can do."""
    with ScriptedServer() as server:
        yield server
