"""``GET /openapi.json``: what this server offers, generated from the models that requests are read with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response

from service import jsontext
from service.openapi import describe_api

if TYPE_CHECKING:
    from flask import Blueprint

    from service.services import Services


def add(api: Blueprint, services: Services) -> None:
    """Mount the endpoint."""
    body = jsontext.dumps(describe_api(services.settings.prefix))

    def description() -> Response:
        return Response(body, content_type="application/json")

    api.add_url_rule("/openapi.json", "openapi", description)
