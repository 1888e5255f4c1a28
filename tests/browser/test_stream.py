"""How the chat page reads what a server sends: streams cut anywhere, errors of every kind, hostile names."""

from __future__ import annotations

from threading import Event

import pytest
from playwright.sync_api import expect

from tests.browser.chat_page import ChatPage
from tests.browser.scripted_server import CLEAN, REQUEST_ID, ScriptedServer, chunk, rail
from tests.upstream import frame

HOSTILE = '<img src=x onerror="window.hit=1"><script>window.hit=1</script>'


@pytest.fixture
def chat(page, scripted):
    return ChatPage(page, scripted.url)


def banner(chat):
    return chat.answer.locator(".banner")


def facts(chat):
    return chat.answer.locator(".facts")


# -- frames


@pytest.mark.parametrize("size", [1, 3, 7])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_frames_may_be_cut_anywhere(chat, scripted, size, end):
    text = "Grüße, 世界 🚦\n\ndata: not a frame"
    stream = b": hello\n\n" + chunk({"role": "assistant", "content": ""}) + chunk({"content": text})
    stream += b": beat\n\nevent: message\nid: 7\n" + chunk(
        {}, "stop", guardrails={"decision": "modified", "log": None}
    )
    stream = (stream + frame("[DONE]")).replace(b"\n", end)
    scripted.sends(*(stream[i : i + size] for i in range(0, len(stream), size)))
    chat.ask("Hello")
    expect(chat.answer.locator(".text")).to_have_text(text)
    expect(chat.answer.locator(".chip")).to_have_text("Modified")


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_a_frame_may_have_several_lines_and_no_space(chat, scripted, end):
    rest = Event()
    first, second = b'data:{"choices":[{"index":0,' + end, b'data: "delta":{"content":"Hi"}}]}' + end + end
    scripted.sends(
        chunk({"content": "Oh. "}) + first[:-1], rest, first[-1:] + second, chunk({}, "stop"), frame("[DONE]")
    )
    chat.send("Hello")
    expect(chat.answer.locator(".text")).to_have_text("Oh. ")
    rest.set()
    chat.settled()
    expect(chat.answer.locator(".text")).to_have_text("Oh. Hi")


def test_heartbeats_are_not_shown_and_keep_nothing_up(chat, scripted):
    rest = Event()
    scripted.sends(b": waiting\n\n" * 3, rest, chunk({"content": "Hi"}), chunk({}, "stop"), frame("[DONE]"))
    chat.send("Hello")
    expect(chat.answer.locator(".text")).to_have_text("")
    rest.set()
    chat.settled()
    expect(chat.answer.locator(".text")).to_have_text("Hi")


def test_a_stream_without_its_end_is_not_taken_for_a_whole_answer(chat, scripted):
    scripted.sends(chunk({"content": "Half of"}))
    chat.ask("Hello")
    expect(chat.answer.locator(".text")).to_have_text("Half of")
    expect(banner(chat)).to_have_text("The connection ended before the answer was complete.")


def test_something_else_than_json_in_the_stream_is_an_error(chat, scripted):
    scripted.sends(frame("{oops"), frame("[DONE]"))
    chat.ask("Hello")
    expect(banner(chat)).to_have_text("The stream holds something that is not JSON.")


def test_an_answer_that_is_no_stream_is_an_error(chat, scripted):
    scripted.up.reply(json={"choices": []}, path=scripted.chat)
    chat.ask("Hello")
    expect(banner(chat)).to_have_text("A stream was asked for and application/json came back.")


# -- errors


def test_an_error_frame_is_shown_with_its_type_code_and_request(chat, scripted):
    scripted.breaks("The model <b>cannot</b> be reached.")
    chat.ask("Hello")
    expect(banner(chat)).to_have_text("The model <b>cannot</b> be reached.")
    expect(facts(chat).locator(".fact")).to_have_text(
        ["upstream_error", "upstream_unreachable", f"request {REQUEST_ID}"]
    )


@pytest.mark.parametrize(
    ("status", "body", "shown"),
    [
        (
            400,
            {
                "detail": "x",
                "error": {
                    "message": "Threads are off.",
                    "type": "invalid_request_error",
                    "param": None,
                    "code": "threads_disabled",
                },
            },
            "Threads are off.",
        ),
        (422, {"detail": "No configuration."}, "No configuration."),
        (
            422,
            {"detail": [{"loc": ["body", "messages", 0], "msg": "has no role", "type": "x"}]},
            "messages.0: has no role",
        ),
        (503, {}, "Scripted"),
    ],
)
def test_a_refused_request_says_why_with_its_status_and_request(chat, scripted, status, body, shown):
    scripted.up.reply(json=body, status=status, headers={"X-Request-ID": "req-9"}, path=scripted.chat)
    chat.ask("Hello")
    expect(banner(chat)).to_have_text(shown)
    expect(facts(chat)).to_contain_text(f"HTTP {status}")
    expect(facts(chat)).to_contain_text("request req-9")


def test_the_page_of_a_proxy_is_not_shown(chat, scripted):
    scripted.up.reply(body=b"<h1>Bad gateway</h1>", status=502, path=scripted.chat)
    chat.ask("Hello")
    expect(facts(chat)).to_have_text("HTTP 502")
    expect(chat.answer).not_to_contain_text("Bad gateway")


def test_a_server_that_is_gone_is_said_to_be(chat, scripted):
    scripted.close()
    chat.ask("Hello")
    expect(banner(chat)).to_have_text("The server cannot be reached.")
    chat.check("Hello")
    expect(banner(chat)).to_have_text("The server cannot be reached.")


def test_a_refused_check_says_why(chat, scripted):
    scripted.up.reply(json={"error": {"message": "No configuration."}}, status=422, path=scripted.check)
    chat.check("Hello")
    expect(banner(chat)).to_have_text("No configuration.")


def test_a_failure_inside_is_not_shown_as_an_answer_and_not_sent_again(chat, scripted):
    scripted.answers(
        "Internal server error", decision="error", headers={"X-Guardrails-Error": "upstream_unreachable"}
    )
    chat.ask("Hello")
    expect(banner(chat)).to_have_text("Something went wrong inside; this is not an answer")
    expect(chat.answer).to_contain_text("upstream_unreachable")
    chat.ask("Again")
    assert [message["content"] for message in chat.questions[1]["messages"]] == ["Again"]


@pytest.mark.parametrize("path", ["/v1/rails/configs", "/v1/models", "/v1/challenges"])
def test_a_list_that_cannot_be_had_leaves_the_rest_of_the_page(page, scripted, path):
    error = {"error": {"message": "Nobody is home.", "type": "x", "param": None, "code": "x"}}
    scripted.up.reply(json=error, status=502, path=path)
    chat = ChatPage(page, scripted.url)
    chat.ask("Hello")
    expect(chat.answer.locator(".text")).to_have_text("You said: Hello")
    if path != "/v1/challenges":
        expect(page.locator("#settings")).to_contain_text("Nobody is home.")


# -- rails


def test_each_rail_has_its_name_kind_verdict_time_and_reason(chat, scripted):
    rails = [
        rail("input", "check jailbreak", "passed", 38.4, scanned=1204),
        rail("dialog", "greeting", None, 1500),
        rail("output", "mask data", "modified", 0.3, reason="1 card masked"),
        rail(
            "output", "fact check", None, 5, status="failed", enforced="allowed", reason="the model timed out"
        ),
    ]
    scripted.answers("Fine.", rails=rails, decision="modified")
    chat.ask("Hello")
    shown = chat.answer.locator(".rails li")
    expect(shown.locator(".rail-name")).to_have_text(
        ["check jailbreak", "greeting", "mask data", "fact check"]
    )
    expect(shown.locator(".rail-kind")).to_have_text(["Input", "Dialog", "Output", "Output"])
    expect(shown.locator(".rail-verdict")).to_have_text(["Passed", "Ran", "Modified", "Failed, let through"])
    expect(shown.locator(".rail-time")).to_have_text(["38 ms", "1.5 s", "< 1 ms", "5 ms"])
    expect(shown.locator(".rail-reason")).to_have_text(["1 card masked", "the model timed out"])
    expect(shown.locator(".rail-scanned")).to_have_text("1,204 chars read")
    expect(chat.answer.locator("summary")).to_contain_text("4 rails ran")


def test_the_rails_of_an_allowed_answer_unfold_on_demand(chat, scripted):
    scripted.answers("Fine.", rails=CLEAN)
    chat.ask("Hello")
    row = chat.answer.locator(".rails li").first
    expect(row).to_be_hidden()
    chat.answer.locator("summary").press("Enter")
    expect(row).to_be_visible()


def test_without_a_log_the_headers_name_the_rails(chat, scripted):
    headers = {
        "X-Guardrails-Decision": "blocked",
        "X-Guardrails-Rails": "a rail $model=x;passed;3, b;blocked;41",
    }
    scripted.sends(chunk({"content": "No."}), chunk({}, "content_filter"), frame("[DONE]"), headers=headers)
    chat.ask("Hello")
    expect(banner(chat)).to_have_text("Blocked by b")
    rows = chat.answer.locator(".rails li")
    expect(rows.locator(".rail-name")).to_have_text(["a rail $model=x", "b"])
    expect(rows.locator(".rail-time")).to_have_text(["3 ms", "41 ms"])


def test_a_block_that_comes_without_a_log_names_its_rail(chat, scripted):
    error = {"message": "Blocked by b rails.", "type": "guardrails_violation", "param": "b"}
    scripted.sends(chunk({"content": "Half"}), frame({"error": error}), frame("[DONE]"))
    chat.ask("Hello")
    expect(banner(chat)).to_have_text("Blocked by b; the rest was not sent")
    expect(chat.answer.locator(".rails .rail-name")).to_have_text(["b"])


def test_the_last_frame_wins_over_the_header(chat, scripted):
    scripted.answers("Fine.", decision="modified", headers={"X-Guardrails-Decision": "allowed"})
    chat.ask("Hello")
    expect(chat.answer.locator(".chip")).to_have_text("Modified")


def test_no_rails_is_said_too(chat, scripted):
    scripted.answers("Fine.", rails=[])
    chat.ask("Hello")
    expect(chat.answer.locator(".facts")).to_contain_text("no rails ran")


def test_an_answer_cut_at_the_limit_says_so_and_how_much_was_used(chat, scripted):
    scripted.answers("Fine", finish="length")
    chat.ask("Hello")
    expect(facts(chat)).to_contain_text("12 tokens in, 48 out")
    expect(facts(chat)).to_contain_text("cut at the length limit")


# -- what others named


def test_hostile_names_stay_text_everywhere(page):
    challenges = [{"id": HOSTILE, "category": HOSTILE, "prompt": HOSTILE}]
    with ScriptedServer(configs=[HOSTILE, "__proto__"], challenges=challenges) as server:
        chat = ChatPage(page, server.url)
        chat.choose(HOSTILE, "__proto__")
        chat.page.get_by_label("Model", exact=True).fill(HOSTILE)
        server.refuses(HOSTILE, reason=HOSTILE)
        chat.ask(HOSTILE)
        expect(banner(chat)).to_have_text(f"Blocked by {HOSTILE}")
        server.cuts("x", name=HOSTILE)
        chat.ask("Hello")
        server.breaks(HOSTILE)
        chat.ask("Hello")
        assert chat.questions[0]["guardrails"]["config_ids"] == [HOSTILE, "__proto__"]
        assert page.locator("img").count() == 0
        assert page.evaluate("window.hit") is None
        asked = {request.path for request in server.up.requests}
        assert not {path for path in asked if path.endswith("/x")}


def test_the_policy_stops_what_would_get_through(context, scripted):
    """The net under it all: markup that did get in would not run. (And the fixture ``page`` would see it.)"""
    page = context.new_page()
    ChatPage(page, scripted.url)
    stopped = page.evaluate(
        """async () => {
          const all = new Promise((done) => {
            const look = () => new Set(window.stopped).size === 3 && done();
            document.addEventListener("securitypolicyviolation", look);
          });
          const script = document.createElement("script");
          script.textContent = "window.hit = 1";
          const block = document.createElement("div");
          block.innerHTML = "<img src='data:,' onerror='window.hit = 1' style='color:red'>";
          document.body.append(script, block);
          await all;
          return window.stopped;
        }"""
    )
    assert set(stopped) == {"script-src-elem", "script-src-attr", "style-src-attr"}
    assert page.evaluate("window.hit") is None


def test_the_page_works_below_a_prefix(page):
    with ScriptedServer("/ai/guard") as server:
        chat = ChatPage(page, server.url)
        chat.choose("protected")
        chat.ask("Hello")
        expect(chat.answer.locator(".text")).to_have_text("You said: Hello")
        stray = [request.path for request in server.up.requests if not request.path.startswith("/ai/guard/")]
        assert stray in ([], ["/favicon.ico"])


def test_many_configurations_can_be_filtered(page):
    with ScriptedServer(configs=[f"bot-{number:02}" for number in range(40)]) as server:
        ChatPage(page, server.url)
        page.get_by_label("Filter configurations").fill("T-17")
        expect(page.get_by_role("checkbox", name="bot-17")).to_be_visible()
        expect(page.get_by_role("checkbox", name="bot-18")).to_be_hidden()


def test_a_server_without_configurations_says_so(page):
    with ScriptedServer(configs=[]) as server:
        ChatPage(page, server.url)
        expect(page.get_by_text("This server has no configurations yet.")).to_be_visible()


def test_nothing_is_asked_of_anybody_else(page, scripted):
    hosts = set()
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]) if "://" in request.url else None)
    ChatPage(page, scripted.url).ask("Hello")
    assert hosts == {scripted.url.split("/")[2]}
