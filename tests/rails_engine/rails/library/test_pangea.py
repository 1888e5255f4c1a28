from __future__ import annotations

from typing import Any, ClassVar

from rails_engine.rails.library.pangea import Pangea
from tests.contracts.remote import ANSWER, KEY, QUESTION, UNKNOWN, Case, RemoteContract

USER = {"role": "user", "content": QUESTION}
BOT = {"role": "assistant", "content": ANSWER}
PASSED = {"status": "Success", "result": {"blocked": False, "prompt_messages": [USER]}}
BLOCKED = {"status": "Success", "result": {"blocked": True}}


class TestPangea(RemoteContract):
    rail = Pangea
    settings: ClassVar[dict[str, Any]] = {"input": {"recipe": "pangea_prompt_guard"}}
    environ: ClassVar[dict[str, str]] = {
        "PANGEA_API_TOKEN": KEY,
        "PANGEA_BASE_URL_TEMPLATE": "{url}/{SERVICE_NAME}",
    }
    headers: ClassVar[dict[str, str]] = {"Authorization": f"Bearer {KEY}"}
    needed = ("PANGEA_API_TOKEN",)
    cases = (
        Case(
            "pangea ai guard input",
            "input",
            {"messages": [USER], "recipe": "pangea_prompt_guard"},
            PASSED,
            BLOCKED,
            reply=UNKNOWN,
            exception="PangeaAiGuardRailException",
            rewrites=(
                {"result": {"transformed": True, "prompt_messages": [{**USER, "content": "new"}]}},
                "new",
            ),
            path="/ai-guard/v1/text/guard",
        ),
        Case(
            "pangea ai guard output",
            "output",
            {"messages": [USER, BOT], "recipe": None},
            PASSED,
            BLOCKED,
            reply=UNKNOWN,
            exception="PangeaAiGuardRailException",
            rewrites=(
                {"result": {"transformed": True, "prompt_messages": [USER, {**BOT, "content": "new"}]}},
                "new",
            ),
        ),
    )
