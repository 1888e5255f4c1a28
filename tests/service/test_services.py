from __future__ import annotations

from dataclasses import FrozenInstanceError
from typing import Any

import pytest

from tests.service_app import ServiceApp


def test_the_parts_of_a_server_cannot_be_changed_while_it_serves(app: ServiceApp) -> None:
    with pytest.raises(FrozenInstanceError):
        app.services.threads = None  # type: ignore[assignment,misc]


def test_their_description_holds_no_secret(open_app: Any) -> None:
    app = open_app(
        OPENAI_API_KEY="sk-canary-1",
        STATE_SECRET="canary-canary-canary",
        THREAD_STORE_URL="redis://:canary@127.0.0.1:9/0",
        MAIN_MODEL_BASE_URL="http://canary:canary@127.0.0.1:9/v1",
    )
    assert "canary" not in repr(app.services)
