"""``POST /v1/chat/completions``: both dialects on one path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Response, g, request

from service.answering import StreamAnswer, WholeAnswer, answer_chat, error_answer
from service.errors import BodyTooLargeError, RequestTimeoutError
from service.sse import StreamResponse

if TYPE_CHECKING:
    from flask import Blueprint

    from service.account import Account
    from service.services import Services


def add(api: Blueprint, services: Services) -> None:
    """Mount the endpoint."""
    default = services.dialects[-1]
    limit = services.limits.max_body_bytes

    def chat() -> Response:
        environ = request.environ
        length = request.content_length
        if length is not None and length > limit:
            return whole(error_answer(default, BodyTooLargeError(limit)))
        try:
            raw = environ["wsgi.input"].read(limit + 1)
        except OSError:
            return whole(error_answer(default, RequestTimeoutError()))
        account: Account = g.account
        answer = answer_chat(services, raw, environ, account)
        if isinstance(answer, StreamAnswer):
            return StreamResponse(answer, account)
        account.result = answer.result
        response = whole(answer)
        if answer.failed:
            account.end(answer.status, "error")
        return response

    for path in ("/v1/chat/completions", "/v1/chat/completions/"):
        api.add_url_rule(path, "chat", chat, methods=["POST"])


def whole(answer: WholeAnswer) -> Response:
    """An answer as a response."""
    return Response(answer.body, answer.status, headers=dict(answer.headers))
