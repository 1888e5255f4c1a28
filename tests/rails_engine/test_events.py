from __future__ import annotations

from datetime import datetime

from rails_engine import events


def test_a_published_event_has_an_identity_of_its_own_and_leaves_the_original_alone() -> None:
    event = events.user_intent("greet")
    first, second = events.published(event), events.published(event)
    assert first["uid"] != second["uid"]
    assert datetime.fromisoformat(first["event_created_at"]).tzinfo is not None
    assert first["type"] == "UserIntent"
    assert event == {"type": "UserIntent", "intent": "greet"}


def test_a_failed_action_says_so_in_both_ways_that_flows_ask() -> None:
    failed = events.action_finished("check", {}, None, None, success=False)
    assert (failed["status"], failed["is_success"]) == ("failed", False)
    done = events.action_finished("check", {}, "x", 1)
    assert (done["status"], done["is_success"], done["return_value"]) == ("success", True, 1)
