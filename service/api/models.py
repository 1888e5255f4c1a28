"""``GET /v1/models``: the models of the configured provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, request

from rails_engine import RailsError, jsontext
from service.answering import error_answer
from service.api.chat import whole
from service.errors import ServiceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Blueprint

    from service.services import Services


def add(api: Blueprint, services: Services) -> None:
    """Mount both endpoints."""
    dialect = services.dialects[-1]

    def answer(ask: Callable[[str | None], Any]) -> Response:
        try:
            found = ask(request.headers.get("Authorization"))
        except (RailsError, ServiceError) as error:
            return whole(error_answer(dialect, error))
        return Response(jsontext.dumps(found), content_type="application/json")

    def models() -> Response:
        return answer(lambda key: {"object": "list", "data": services.catalog.list(key)})

    def model(name: str) -> Response:
        return answer(lambda key: services.catalog.get(name, key))

    api.add_url_rule("/v1/models", "models", models)
    api.add_url_rule("/v1/models/<path:name>", "model", model)
