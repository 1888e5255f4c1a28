"""``GET /openapi.json``: what this server offers. The document is made once, when it is first asked for."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from flask import Response

from rails_engine import jsontext

if TYPE_CHECKING:
    from flask import Blueprint

    from service.services import Services


def add(api: Blueprint, services: Services) -> None:
    """Mount the endpoint."""

    @cache
    def document() -> bytes:
        # Not at the top: models of answers and the generator are for those who ask, not for the start.
        from service.openapi import describe_api

        return jsontext.dumps(describe_api(services.settings.prefix))

    def description() -> Response:
        return Response(document(), content_type="application/json")

    api.add_url_rule("/openapi.json", "openapi", description)
