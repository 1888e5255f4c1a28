"""``GET /healthz``, ``/v1/health``: the process answers. ``GET /readyz``: so do store and configurations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response

from rails_engine import RailsError, jsontext
from service.errors import ServiceError

if TYPE_CHECKING:
    from flask import Blueprint

    from service.services import Services

READY, NOT_READY = 200, 503


def add(api: Blueprint, services: Services) -> None:
    """Mount the endpoints."""

    def alive() -> Response:
        return Response(b'{"status":"ok"}', content_type="application/json")

    def ready() -> Response:
        found = readiness(services)
        status = READY if found["status"] == "ready" else NOT_READY
        return Response(jsontext.dumps(found), status, content_type="application/json")

    api.add_url_rule("/healthz", "healthz", alive)
    api.add_url_rule("/v1/health", "health", alive)
    api.add_url_rule("/readyz", "readyz", ready)


def readiness(services: Services) -> dict[str, Any]:
    """Whether requests can be served, and what stands in the way."""
    problems: dict[str, str] = {}
    default = services.settings.default_config_id or services.engines.single
    if default is not None:
        try:
            services.engines.get((default,))
        except RailsError as error:
            problems[f"config {default}"] = type(error).__name__
    elif not services.engines.ids():
        problems["configs"] = "there is no configuration"
    try:
        services.threads.ping()
    except ServiceError as error:
        problems["threads"] = error.code
    return {
        "status": "not ready" if problems else "ready",
        "problems": problems,
        "stale_configs": services.engines.stale_ids(),
        "broken_configs": services.engines.broken_ids(),
    }
