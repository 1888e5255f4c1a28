"""``POST /v1/chat/completions``: both dialects on one path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, g, request

from service.answering import ENDPOINT, StreamAnswer, WholeAnswer, answer_chat
from service.sse import StreamResponse

if TYPE_CHECKING:
    from flask import Blueprint

    from service.account import Account
    from service.services import Services


def add(api: Blueprint, services: Services) -> None:
    """Mount the endpoint."""

    def chat() -> Response:
        account: Account = g.account
        answer = answer_chat(services, request.environ, account)
        if isinstance(answer, StreamAnswer):
            return StreamResponse(answer, account)
        account.result = answer.result
        if answer.failed:
            account.outcome = "error"
        return whole(answer)

    for path in (ENDPOINT, f"{ENDPOINT}/"):
        api.add_url_rule(path, "chat", chat, methods=["POST"])


def whole(answer: WholeAnswer) -> Response:
    """An answer as a response."""
    return Response(answer.body, answer.status, headers=dict(answer.headers))
