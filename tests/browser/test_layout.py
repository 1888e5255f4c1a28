"""How the chat page looks and is reached: keyboard, phone, colours, motion."""

from __future__ import annotations

from threading import Event

import pytest
from playwright.sync_api import expect

from tests.browser.chat_page import ChatPage

LONG = "Donaudampfschifffahrtsgesellschaftskapitän" * 6 + "\n" + "x" * 300

#: The texts that are too pale for what is behind them, as WCAG counts contrast; see-through grounds are looked through.
PALE = """
(nodes) => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (...colours) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const colour of colours) {
      canvas.fillStyle = colour;
      canvas.fillRect(0, 0, 1, 1);
    }
    return canvas.getImageData(0, 0, 1, 1).data;
  };
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (node) => {
    const grounds = [];
    for (let at = node; at; at = at.parentElement) grounds.unshift(getComputedStyle(at).backgroundColor);
    const [a, b] = [light(rgb(...grounds)), light(rgb(...grounds, getComputedStyle(node).color))];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const readable = nodes.filter((node) => node.checkVisibility() && node.innerText.trim());
  if (readable.length < 40) throw new Error("too little was looked at");
  return readable.filter((node) => contrast(node) < 4.5)
    .map((node) => `${node.className} ${node.innerText.slice(0, 30)} ${contrast(node)}`);
}
"""


def active(page):
    """What has the focus, by id or words."""
    return page.evaluate(
        "document.activeElement.id || document.activeElement.textContent.trim().slice(0, 40)"
    )


def outlined(page):
    """Whether the focus can be seen: an outline of its own, or the ring of the box around it."""
    return page.evaluate(
        """() => {
          const at = document.activeElement;
          const style = getComputedStyle(at);
          const box = at.closest(".box");
          return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 1) ||
            Boolean(box && at.id === "message" && getComputedStyle(box).boxShadow.includes("3px"));
        }"""
    )


@pytest.fixture
def chat(page, scripted):
    return ChatPage(page, scripted.url)


# -- keyboard


def test_the_box_has_the_focus_at_first(chat):
    expect(chat.message).to_be_focused()


def test_enter_sends_and_shift_enter_starts_a_line(chat):
    keyboard = chat.page.keyboard
    keyboard.type("One")
    keyboard.press("Shift+Enter")
    keyboard.type("Two")
    expect(chat.message).to_have_value("One\nTwo")
    assert chat.questions == []
    keyboard.press("Enter")
    chat.settled()
    assert chat.questions[0]["messages"][0]["content"] == "One\nTwo"
    expect(chat.message).to_have_value("")
    expect(chat.message).to_be_focused()


def test_the_box_grows_with_its_text_and_shrinks_again(chat):
    low = chat.message.bounding_box()["height"]
    chat.message.fill("One\nTwo\nThree\nFour")
    assert chat.message.bounding_box()["height"] > low * 2
    chat.message.press("Enter")
    chat.settled()
    assert chat.message.bounding_box()["height"] == low


def test_enter_that_ends_a_composition_does_not_send(chat):
    chat.message.fill("にほ")
    chat.message.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    expect(chat.answers).to_have_count(0)
    assert chat.questions == []


def test_the_whole_page_is_used_by_keyboard_alone(chat, scripted):
    page, keyboard = chat.page, chat.page.keyboard
    page.reload()
    expect(page.get_by_role("checkbox")).to_have_count(4)
    page.locator(".skip").focus()
    stops = []
    for _ in range(40):
        name = active(page)
        stops.append(name)
        assert outlined(page), f"the focus on {name!r} cannot be seen"
        if page.evaluate("document.activeElement.value") == "protected":
            keyboard.press("Space")
        if name == "thread":
            keyboard.press("Space")
        if name == "message":
            break
        keyboard.press("Tab")
    places = [
        stops.index(name) for name in ("new-chat", "model", "system", "thread", "new-thread", "message")
    ]
    assert places == sorted(places)
    assert stops[0] == "Skip to the message box"
    never = Event()
    scripted.answers("Half", never)
    keyboard.type("Hello")
    keyboard.press("Enter")
    expect(chat.answer.locator(".text")).to_have_text("Half")
    keyboard.press("Tab")
    expect(chat.button("Stop")).to_be_focused()  # the check cannot be pressed meanwhile
    keyboard.press("Escape")
    assert scripted.left(5)
    chat.settled()
    expect(chat.message).to_be_focused()
    sent = chat.questions[0]["guardrails"]
    assert sent["config_id"] == "protected"
    assert len(sent["thread_id"]) >= 16


def test_the_skip_link_leads_to_the_box(chat):
    chat.page.get_by_role("link", name="Skip to the message box").press("Enter")
    expect(chat.message).to_be_focused()


def test_moving_a_configuration_keeps_the_focus_on_its_button(chat):
    chat.choose("main", "output_checking", "protected")
    up = chat.button("Move protected up")
    up.press("Enter")
    expect(chat.button("Move protected up")).to_be_focused()
    chat.page.keyboard.press("Enter")
    expect(chat.page.locator("#order-list li").first).to_have_text("protected")
    expect(chat.button("Move protected down")).to_be_focused()  # it cannot go further up


def test_every_control_has_a_name(chat):
    chat.choose("main", "protected")
    chat.keep_thread()
    nameless = chat.page.evaluate(
        """() => [...document.querySelectorAll("button, input, textarea, a, summary")].filter((node) =>
          !(node.getAttribute("aria-label") || node.labels?.[0]?.textContent.trim() || node.textContent.trim())
        ).map((node) => node.outerHTML)"""
    )
    assert nameless == []


# -- phone


@pytest.mark.parametrize("width", [320, 375, 800])
def test_nothing_is_wider_than_the_page(chat, scripted, width):
    chat.page.set_viewport_size({"width": width, "height": 640})
    assert chat.sideways <= 0
    scripted.answers(LONG)
    chat.ask(LONG)
    scripted.refuses(LONG.split("\n", maxsplit=1)[0], reason=LONG)
    chat.ask("Hello")
    scripted.breaks(LONG)
    chat.ask("Hello")
    scripted.passes()
    chat.check("Hello")
    assert chat.sideways <= 0
    wide = chat.page.evaluate(
        "[...document.querySelectorAll('main *')].filter((n) => n.getBoundingClientRect().right > innerWidth + 0.5"
        " && !n.closest('.unseen')).map((n) => n.className || n.tagName)"
    )
    assert wide == []
    inner = chat.page.locator("#scroll")
    assert inner.evaluate("node => node.scrollWidth - node.clientWidth") == 0


def test_on_a_phone_the_settings_are_a_sheet(chat):
    page = chat.page
    page.set_viewport_size({"width": 320, "height": 640})
    box = page.get_by_role("checkbox", name="protected")
    expect(box).to_be_hidden()
    opener = page.get_by_role("button", name="Settings", exact=True)
    expect(opener).to_have_attribute("aria-expanded", "false")
    opener.press("Enter")
    expect(opener).to_have_attribute("aria-expanded", "true")
    expect(chat.button("Close settings")).to_be_focused()
    box.check()
    chat.keep_thread()
    assert chat.sideways <= 0
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(opener).to_be_focused()
    chat.ask("Hello")
    assert chat.questions[0]["guardrails"]["config_id"] == "protected"


def test_behind_the_sheet_nothing_has_the_focus(chat):
    chat.page.set_viewport_size({"width": 320, "height": 640})
    chat.page.get_by_role("button", name="Settings", exact=True).click()
    for _ in range(30):
        chat.page.keyboard.press("Tab")
        assert chat.page.evaluate("document.activeElement.closest('main')") is None


def test_something_to_try_closes_the_sheet(chat):
    chat.page.set_viewport_size({"width": 320, "height": 640})
    chat.page.get_by_role("button", name="Settings", exact=True).click()
    chat.page.locator("#challenge-list button").first.click()
    expect(chat.message).to_be_focused()
    expect(chat.message).to_have_value(
        chat.page.locator("#challenge-list button").first.get_attribute("title")
    )


def test_a_reader_who_scrolled_up_is_left_there(chat, scripted):
    scripted.answers("Line\n" * 100)
    chat.ask("Hello")
    at = chat.page.locator("#scroll")
    latest = chat.button("Latest")
    assert at.evaluate("node => node.scrollHeight - node.scrollTop - node.clientHeight") < 2
    rest = Event()
    scripted.answers("One", rest, "\nmore" * 50)
    chat.send("Again")
    expect(chat.answer.locator(".text")).to_have_text("One")
    at.evaluate("node => { node.scrollTop = 0; }")
    rest.set()
    chat.settled()
    expect(latest).to_be_visible()
    assert at.evaluate("node => node.scrollTop") == 0
    latest.click()
    expect(latest).to_be_hidden()
    assert at.evaluate("node => node.scrollHeight - node.scrollTop - node.clientHeight") < 2


# -- colours and motion


def ground(page):
    return page.evaluate("getComputedStyle(document.documentElement).backgroundColor")


def test_the_colours_are_the_systems_until_the_reader_says_otherwise(chat):
    page = chat.page
    light = ground(page)
    page.emulate_media(color_scheme="dark")
    dark = ground(page)
    assert dark != light
    toggle = page.get_by_role("button", name="Dark colours")
    expect(toggle).to_have_attribute("aria-pressed", "true")
    toggle.click()
    expect(toggle).to_have_attribute("aria-pressed", "false")
    assert ground(page) == light
    page.reload()
    assert ground(page) == light
    page.emulate_media(color_scheme="light")
    toggle.click()
    assert ground(page) == dark


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(chat, scripted, scheme):
    page = chat.page
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    chat.choose("main", "protected")
    chat.keep_thread()
    scripted.answers("Masked.", decision="modified")
    chat.ask("Hello")
    scripted.refuses()
    chat.ask("Hello")
    scripted.breaks()
    chat.ask("Hello")
    scripted.passes()
    chat.check("Hello")
    texts = "p, h1, h2, h3, span, label, legend, button:enabled, kbd, code, summary, a"
    assert page.locator(texts).evaluate_all(PALE) == []


def test_nothing_moves_for_who_asked_for_that(chat, scripted):
    moving = "getComputedStyle(document.querySelector('.answer.is-busy'), '::after').animationName"
    rest = Event()
    scripted.answers("One", rest)
    chat.send("Hello")
    expect(chat.answer.locator(".text")).to_have_text("One")
    assert chat.page.evaluate(moving) == "pulse"
    chat.page.emulate_media(reduced_motion="reduce")
    assert chat.page.evaluate(moving) == "none"
    rest.set()
    chat.settled()
