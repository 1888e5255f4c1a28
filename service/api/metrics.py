"""``GET /metrics``, in the format that Prometheus reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response

if TYPE_CHECKING:
    from flask import Blueprint

    from service.services import Services


def add(api: Blueprint, services: Services) -> None:
    """Mount the endpoint."""

    def metrics() -> Response:
        body, content_type = services.metrics.render()
        return Response(body, content_type=content_type)

    api.add_url_rule("/metrics", "metrics", metrics)
