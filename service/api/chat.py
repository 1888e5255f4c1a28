"""``POST /v1/chat/completions``: both dialects on one path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Response, g, request

from service.answering import ENDPOINT, StreamAnswer, WholeAnswer, answer_chat
from service.sse import send_stream
from service.worker_state import seat_of

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        account.answered(answer.result, failed=answer.failed)
        return whole(answer)

    for path in (ENDPOINT, f"{ENDPOINT}/"):
        api.add_url_rule(path, "chat", chat, methods=["POST"])


class StreamResponse(Response):
    """A stream runs its call when the server asks for its body."""

    def __init__(self, answer: StreamAnswer, account: Account) -> None:
        super().__init__(b"")
        del self.headers["Content-Length"]
        self._stream = answer
        self._account = account

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterator[bytes]:
        """The WSGI side."""
        headers = dict(self.headers)
        return send_stream(self._stream, self._account, start_response, headers, seat=seat_of(environ))


def whole(answer: WholeAnswer) -> Response:
    """An answer as a response."""
    return Response(answer.body, answer.status, headers=dict(answer.headers))
