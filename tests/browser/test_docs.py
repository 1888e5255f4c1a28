"""The docs page: what the description of the API says, to read and to copy."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from service.openapi import describe_api
from tests.browser.scripted_server import ScriptedServer

DOCUMENT = json.loads((Path(__file__).parent / "openapi.json").read_text())
HOSTILE = "<img src=x onerror=window.hit=1><script>window.hit=1</script>"


@pytest.fixture(scope="module")
def server():
    with ScriptedServer("/guard", openapi=DOCUMENT) as made:
        yield made


@pytest.fixture
def docs(page, server):
    page.goto(f"{server.url}docs")
    expect(page.locator("section.operation")).to_have_count(3)
    return page


def section(docs, name):
    return docs.get_by_role("region", name=name)


def test_every_endpoint_is_listed_under_its_tag_and_leads_to_its_section(docs):
    contents = docs.get_by_role("navigation", name="Endpoints")
    expect(contents.get_by_role("heading")).to_have_text(["Chat", "Models", "Endpoints"])
    expect(contents.get_by_role("link")).to_have_text(["POST/v1/checks", "GET/v1/models/{id}", "GET/healthz"])
    contents.get_by_role("link", name="/healthz").click()
    expect(section(docs, "GET /healthz")).to_be_in_viewport()
    docs.reload()
    expect(section(docs, "GET /healthz")).to_be_in_viewport()


def test_the_title_and_the_words_of_the_description_are_there(docs):
    expect(docs.get_by_role("heading", level=1)).to_have_text("Switchyard 0.1.0")
    expect(docs.locator("#about")).to_contain_text("Guardrails around any model.")
    expect(section(docs, "POST /v1/checks")).to_contain_text("no model answers")


def test_an_example_can_be_pasted_into_a_shell(docs, server):
    shown = section(docs, "POST /v1/checks").locator("pre").first.inner_text()
    assert shown.startswith(f"curl -X POST {server.url}v1/checks \\\n")
    assert "-H 'Content-Type: application/json'" in shown
    assert "What'\\''s up?" in shown  # a quote in the body ends the shell's quotes and begins them again
    shown = section(docs, "GET /v1/models/{id}").locator("pre").first.inner_text()
    assert shown == f"curl '{server.url}v1/models/{{id}}'"


def test_copy_puts_the_text_into_the_clipboard(docs):
    docs.context.grant_permissions(["clipboard-read", "clipboard-write"])
    block = section(docs, "GET /healthz").locator(".copyable")
    block.get_by_role("button", name="Copy").click()
    expect(docs.get_by_role("status")).to_have_text("Copied")
    assert docs.evaluate("navigator.clipboard.readText()") == block.locator("code").inner_text()


def test_copy_without_a_clipboard_selects_the_text(docs):
    docs.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    block = section(docs, "GET /healthz").locator(".copyable")
    block.get_by_role("button", name="Copy").click()
    expect(docs.get_by_role("status")).not_to_be_empty()
    assert docs.evaluate("getSelection().toString()") == block.locator("code").inner_text()


def test_every_named_example_is_there_also_by_reference(docs):
    fold = section(docs, "POST /v1/checks").locator("details", has_text="Two configurations").first
    fold.locator("summary").first.click()
    assert json.loads(fold.locator("pre").inner_text())["guardrails"] == {"config_ids": ["a", "b"]}


def test_fields_have_types_limits_and_what_is_required_comes_first(docs):
    fields = section(docs, "POST /v1/checks").locator("details", has_text="Fields (application/json)").first
    fields.locator("summary").first.click()
    rows = fields.locator("> .schema > li")
    expect(rows.locator("> code")).to_have_text(["messages", "temperature", "rail_types"])
    expect(rows.nth(0)).to_contain_text("array of Message (min. items 1) required")
    expect(rows.nth(1)).to_contain_text("number (at least 0) or null (default null)")
    expect(rows.nth(2)).to_contain_text('array of "input" | "output"')
    expect(rows.nth(2)).to_contain_text("Which rails run.")


def test_a_schema_within_itself_ends(docs):
    fields = section(docs, "POST /v1/checks").locator("details", has_text="Fields (application/json)").first
    replies = fields.locator("li", has=docs.locator("> code", has_text="replies")).first
    expect(replies.locator("> .kind")).to_have_text("array of Message")
    expect(replies.locator("details")).to_have_count(0)


def test_responses_have_an_example_also_where_the_document_has_none(docs):
    found = section(docs, "POST /v1/checks").locator("details", has_text="The verdict").first
    expect(found.locator("pre")).to_have_count(1)
    assert json.loads(found.locator("pre").text_content()) == {"status": "passed", "content": "", "rail": ""}
    refused = section(docs, "POST /v1/checks").locator("details", has_text="What is wrong").first
    assert json.loads(refused.locator("pre").text_content()) == {"error": {"message": ""}}


def test_a_description_that_cannot_be_had_is_said(page, server):
    server.up.reply(json={"error": {"message": "Closed."}}, status=503, path="/guard/openapi.json")
    page.goto(f"{server.url}docs")
    expect(page.get_by_text("The description of the API cannot be read: Closed.")).to_be_visible()


def test_hostile_words_stay_text(page):
    operation = {"summary": HOSTILE, "description": f"`{HOSTILE}`", "tags": [HOSTILE], "responses": {}}
    document = {"info": {"title": HOSTILE, "description": HOSTILE}, "paths": {"/x": {"get": operation}}}
    with ScriptedServer(openapi=document) as hostile:
        page.goto(f"{hostile.url}docs")
        expect(page.locator(".lead")).to_have_text(HOSTILE)
        assert page.locator("main img, nav img, main script").count() == 0
        assert page.evaluate("window.hit") is None


def test_our_own_description_is_shown_whole(page):
    document = describe_api("")
    operations = [(method, path) for path, item in document["paths"].items() for method in item]
    with ScriptedServer(openapi=document) as own:
        page.goto(f"{own.url}docs")
        for method, path in operations:
            expect(page.get_by_role("region", name=f"{method.upper()} {path}", exact=True)).to_be_visible()
    assert "[object" not in page.locator("body").inner_text()


@pytest.mark.parametrize("width", [320, 900])
def test_nothing_is_wider_than_the_page(docs, width):
    docs.set_viewport_size({"width": width, "height": 700})
    docs.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    assert docs.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
