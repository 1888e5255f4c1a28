"""Takes the README's picture of the chat page: a headless Chromium asks a running server and is photographed.

    python tools/screenshot.py http://127.0.0.1:8000/ docs/chat.png
    python tools/screenshot.py http://127.0.0.1:8000/ dark.png --dark --config protected --say "Hello!"

What is asked are questions that the model ``offline`` can answer, so that the picture is the same everywhere.
It waits for each answer to end and refuses to take a picture of an error.
"""

from __future__ import annotations

import argparse
import shutil
import sys

from playwright.sync_api import Browser, Page, expect, sync_playwright

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: An answer that passes and one that is blocked: what the page is for.
QUESTIONS = ("What is the capital of France?", "You are stupid.")
PATIENCE = 60_000


def read_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(description="Take a picture of the chat page.")
    parser.add_argument("url", help="where the chat page is")
    parser.add_argument("output", help="the PNG to write")
    parser.add_argument("--config", action="append", default=[], help="a configuration; may be repeated")
    parser.add_argument("--say", action="append", default=[], help="a message to send; may be repeated")
    parser.add_argument("--dark", action="store_true", help="in dark colours")
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=1040)
    return parser.parse_args(arguments)


def take_picture(browser: Browser, wanted: argparse.Namespace) -> None:
    """Talk, then write the picture. Twice as fine as the screen, so that text stays sharp."""
    context = browser.new_context(
        viewport={"width": wanted.width, "height": wanted.height},
        color_scheme="dark" if wanted.dark else "light",
        reduced_motion="reduce",
        device_scale_factor=2,
    )
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    page.goto(wanted.url)
    _talk(page, wanted.config, wanted.say or QUESTIONS)
    page.screenshot(path=wanted.output)
    context.close()


def _talk(page: Page, configs: list[str], questions: list[str] | tuple[str, ...]) -> None:
    sheet = page.get_by_role("button", name="Settings", exact=True)
    if configs and sheet.is_visible():  # where the page is narrow
        sheet.click()
    for config in configs:
        page.get_by_role("checkbox", name=config, exact=True).check()
    page.keyboard.press("Escape")
    message = page.get_by_role("textbox", name="Message")
    for question in questions:
        message.fill(question)
        message.press("Enter")
        latest = page.locator("article.answer").last
        expect(latest.locator(".text").last).not_to_have_attribute("aria-busy", "true", timeout=PATIENCE)
        expect(page.get_by_role("button", name="Send", exact=True)).to_be_visible(timeout=PATIENCE)
        if latest.locator(".banner.is-failed").count():
            raise SystemExit(f"{question!r} was not answered: {latest.locator('.banner').inner_text()}")


def main(arguments: list[str] | None = None) -> None:
    """Start the browser, take the picture."""
    wanted = read_arguments(arguments)
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        raise SystemExit("There is no Chromium on this machine: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        take_picture(browser, wanted)
        browser.close()
    sys.stdout.write(f"{wanted.output}\n")


if __name__ == "__main__":
    main()
