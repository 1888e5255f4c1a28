"""``GET /v1/challenges``: things to try against the rails."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response

from rails_engine import jsontext

if TYPE_CHECKING:
    from flask import Blueprint

    from service.services import Services


def add(api: Blueprint, services: Services) -> None:
    """Mount the endpoint."""
    body = jsontext.dumps(list(services.challenges))

    def challenges() -> Response:
        return Response(body, content_type="application/json")

    api.add_url_rule("/v1/challenges", "challenges", challenges)
