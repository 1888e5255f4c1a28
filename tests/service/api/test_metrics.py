from __future__ import annotations

from prometheus_client.parser import text_string_to_metric_families

from tests.service_app import ServiceApp, user


def test_what_was_counted_is_given_in_the_format_that_prometheus_reads(app: ServiceApp) -> None:
    app.chat({"config_id": "fruit", "messages": [user("a banana")]})
    answer = app.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    families = {family.name: family for family in text_string_to_metric_families(answer.text)}
    (sample,) = (s for s in families["guardrails_rail_runs"].samples if s.labels["verdict"] == "blocked")
    assert (sample.labels["rail"], sample.value) == ("check banana", 1.0)


def test_no_label_is_chosen_by_a_user(app: ServiceApp) -> None:
    app.chat({"config_id": "stranger-1", "messages": [user("stranger-2")]})
    app.chat({"model": "stranger-3", "guardrails": {"config_id": "main"}, "messages": [user("hi")]})
    app.get("/stranger-4", headers={"X-Request-ID": "stranger-5"})
    app.get("/v1/models/stranger-6")
    assert "stranger" not in app.get("/metrics").text
