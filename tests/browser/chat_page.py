"""The chat page as its user knows it: what can be seen and pressed, by the words on it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


class ChatPage:
    """``questions`` and ``checks`` are the bodies that the page has sent."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.questions: list[dict[str, Any]] = []
        self.checks: list[dict[str, Any]] = []
        page.on("request", self._note)
        page.goto(url)
        # Tests that need the lists wait for them; all wait for the first script to have run.
        expect(page.get_by_text("default rails")).to_be_visible()

    def _note(self, request: Any) -> None:
        if request.url.endswith("/v1/chat/completions"):
            self.questions.append(request.post_data_json)
        elif request.url.endswith("/v1/checks"):
            self.checks.append(request.post_data_json)

    @property
    def message(self) -> Locator:
        return self.page.get_by_role("textbox", name="Message")

    @property
    def answers(self) -> Locator:
        return self.page.locator("article.answer")

    @property
    def answer(self) -> Locator:
        """The latest."""
        return self.answers.last

    @property
    def status(self) -> Locator:
        return self.page.get_by_role("status")

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name, exact=True)

    def send(self, text: str) -> None:
        """Type and press Enter; does not wait."""
        self.message.fill(text)
        self.message.press("Enter")

    def ask(self, text: str) -> None:
        """Send and wait for the end of the answer."""
        self.send(text)
        self.settled()

    def check(self, text: str) -> None:
        self.message.fill(text)
        self.button("Check only").click()
        self.settled()

    def settled(self) -> None:
        """Nothing is under way."""
        expect(self.button("Stop")).to_be_hidden()
        expect(self.answer).not_to_have_class(re.compile("is-busy"))

    def choose(self, *configs: str) -> None:
        for name in configs:
            self.page.get_by_role("checkbox", name=name, exact=True).check()

    def keep_thread(self) -> None:
        self.page.get_by_role("switch", name="Keep a thread on the server").check()

    @property
    def sideways(self) -> int:
        """By how many pixels the page could be scrolled to the side."""
        return self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
