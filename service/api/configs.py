"""``GET /v1/rails/configs``: the configurations that can be asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response

from rails_engine import jsontext

if TYPE_CHECKING:
    from flask import Blueprint

    from service.services import Services


def add(api: Blueprint, services: Services) -> None:
    """Mount the endpoint."""

    def configs() -> Response:
        listed = [{"id": name} for name in services.engines.ids()]
        return Response(jsontext.dumps(listed), content_type="application/json")

    api.add_url_rule("/v1/rails/configs", "configs", configs)
