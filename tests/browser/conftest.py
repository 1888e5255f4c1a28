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

    from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

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
DESKTOP: ViewportSize = {"width": 1200, "height": 820}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Of one file's tests: while playwright runs, its event loop counts as this thread's, and others want theirs."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        pytest.skip("there is no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as driver:
        # A new profile each time, kept in a temporary folder by playwright.
        opened = driver.chromium.launch(executable_path=path, args=list(FLAGS))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(viewport=DESKTOP, color_scheme="light")
    made.set_default_timeout(PATIENCE)
    made.add_init_script(WATCH_POLICY)
    yield made
    made.close()


@pytest.fixture(scope="module")
def tab(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def page(tab: Page) -> Iterator[Page]:
    """A tab in which nothing may go wrong unnoticed: no error of a script, nothing that the policy stopped.

    It is the same one for all tests, since to open one takes longer than most of them, and is left as it was found.
    """
    errors: list[str] = []

    def note_error(error: Any) -> None:
        errors.append(str(error))

    def note_message(message: Any) -> None:
        # A refused request is logged by the browser itself; the page's own errors are not expected ever.
        if message.type == "error" and "Failed to load resource" not in message.text:
            errors.append(message.text)

    tab.on("pageerror", note_error)
    tab.on("console", note_message)
    yield tab
    tab.remove_listener("pageerror", note_error)
    tab.remove_listener("console", note_message)
    stopped = tab.evaluate("() => { sessionStorage.clear(); localStorage.clear(); return window.stopped; }")
    tab.goto("about:blank")
    tab.set_viewport_size(DESKTOP)
    tab.emulate_media(color_scheme="light", reduced_motion="no-preference")
    tab.context.clear_permissions()
    assert errors == []
    assert stopped == []


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
