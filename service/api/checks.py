"""``POST /v1/checks``: what the rails say of some messages; the main model is not called."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, g, request

from rails_engine import RailsError, jsontext
from service.answering import CLIENT_GONE, JSON, WholeAnswer, error_answer, read_input
from service.api.chat import whole
from service.chat import config_ids, load_engine
from service.dialects.body import read_body
from service.dialects.choose import choose_dialect
from service.dialects.headers import check_headers
from service.errors import BadRequestError, ClientGoneError, Problem, ServiceError
from service.model_keys import keys_of
from service.watch import Watch

if TYPE_CHECKING:
    from flask import Blueprint

    from rails_engine import CheckResult
    from service.account import Account
    from service.services import Services


def add(api: Blueprint, services: Services) -> None:
    """Mount the endpoint."""
    dialect = services.dialects[-1]

    def checks() -> Response:
        account: Account = g.account
        try:
            raw = read_input(request.environ, services.limits.max_body_bytes)
            result = _check(services, read_body(raw, services.limits))
        except ClientGoneError:
            return whole(WholeAnswer(CLIENT_GONE, b""))
        except (RailsError, ServiceError) as error:
            return whole(error_answer(dialect, error))
        account.result, account.outcome = result, _DECISIONS[result.status]
        found = {"status": result.status, "content": result.content, "rail": result.rail}
        headers = check_headers(account.outcome, result)
        return Response(jsontext.dumps(found), 200, headers=headers, content_type=JSON)

    api.add_url_rule("/v1/checks", "checks", checks, methods=["POST"])


_DECISIONS = {"passed": "allowed", "modified": "modified", "blocked": "blocked"}


def _check(services: Services, body: dict[str, Any]) -> CheckResult:
    rail_types = _take_rail_types(body)
    if "model" not in body and "guardrails" in body:
        body["model"] = ""
    call = choose_dialect(services.dialects, body).parse(body, services.limits)
    if not call.messages:
        raise BadRequestError([Problem(("body", "messages"), "must hold a message to check", "too_short")])
    loaded = load_engine(services, config_ids(services, call))
    return loaded.engine.check(
        call.messages,
        rail_types,
        context=call.context,
        keys=keys_of(request.environ),
        on_wait=Watch(request.environ, services.settings.request_timeout),
    )


def _take_rail_types(body: dict[str, Any]) -> list[str] | None:
    place = body.get("guardrails") if isinstance(body.get("guardrails"), dict) else body
    found = place.pop("rail_types", None) if place is not None else None
    if found is None:
        return None
    if not isinstance(found, list) or not all(isinstance(kind, str) for kind in found):
        where = ("body", "guardrails", "rail_types")
        raise BadRequestError([Problem(where, "must be a list of 'input' and 'output'", "list_type")])
    return found
