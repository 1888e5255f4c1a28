"""From the bytes of a chat request to the bytes of its answer, whole or streamed. Knows dialects, not Flask."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rails_engine import Blocked, Finished, RailsError
from service import jsontext
from service.chat import Circumstances, config_ids, run_chat, stream_chat
from service.dialects.base import AnswerMeta, new_id
from service.dialects.body import read_body
from service.dialects.choose import choose_dialect
from service.dialects.failures import code_of, retry_headers
from service.dialects.headers import answer_headers, error_headers, stream_headers
from service.errors import ClientGoneError, CouldNotLoadError, ServiceError, ShortThreadIdError
from service.model_keys import keys_of
from service.watch import Watch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rails_engine import TurnResult
    from service.account import Account
    from service.call import ChatCall
    from service.dialects.base import Dialect
    from service.services import Services

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class WholeAnswer:
    """An answer that is sent at once."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    #: What the engine decided, where it came to that.
    result: TurnResult | None = None
    failed: bool = False


class StreamAnswer:
    """An answer that is sent as it comes. ``pieces`` runs the turn."""

    def __init__(
        self,
        services: Services,
        dialect: Dialect,
        call: ChatCall,
        meta: AnswerMeta,
        about: Circumstances,
        watch: Watch,
    ) -> None:
        self.watch = watch
        self.dialect_name = dialect.name
        #: What the engine decided, and how the stream ended, once it has.
        self.result: TurnResult | None = None
        self.outcome: str | None = None
        self._services = services
        self._dialect = dialect
        self._call = call
        self._meta = meta
        self._about = about
        self._frames = dialect.frames(call, meta)

    def headers(self, extra: Mapping[str, str]) -> dict[str, str]:
        """The headers of a stream that has begun."""
        return {
            "Content-Type": self._dialect.stream_content_type,
            "Cache-Control": "no-cache",
            "X-Accel-Buffering": "no",
            **extra,
        }

    @property
    def pending(self) -> dict[str, str]:
        """The headers of a stream that has nothing to say yet."""
        return self.headers(stream_headers())

    def heartbeat(self) -> bytes:
        """A sign of life."""
        return self._frames.heartbeat()

    def pieces(self) -> Iterator[tuple[int, dict[str, str], bytes]]:
        """Status, headers and bytes; of the first piece, status and headers count."""
        frames, begun = self._frames, False
        events = stream_chat(self._services, self._call, self._about)
        try:
            for event in events:
                if isinstance(event, Finished):
                    self.result = event.result
                elif isinstance(event, Blocked):
                    self.outcome = "blocked"
                piece = frames.write(event)
                self.watch.end_if_draining()
                if not piece:
                    continue
                if begun:
                    yield 200, {}, piece
                    continue
                begun = True
                yield 200, self._first_headers(event), piece
            yield 200, {}, frames.done()
        except (ClientGoneError, GeneratorExit):
            self.outcome = "closed"
            raise
        except (RailsError, ServiceError) as error:
            self.outcome = "error"
            yield self._failure(error, begun=begun)
        finally:
            events.close()  # type: ignore[attr-defined]

    def _first_headers(self, event: Any) -> dict[str, str]:
        if isinstance(event, Finished):
            return self.headers(answer_headers(event.result))
        if isinstance(event, Blocked):
            return self.headers({"X-Guardrails-Decision": "blocked"})
        return self.pending

    def _failure(self, error: Exception, *, begun: bool) -> tuple[int, dict[str, str], bytes]:
        frames, dialect = self._frames, self._dialect
        if begun:
            return 200, {}, frames.failed(error) + frames.done()
        headers = self.headers(error_headers(code_of(error)))
        sentence = dialect.sentence_for(error)
        if sentence is None or self._services.settings.http_errors:
            whole = error_answer(dialect, error)
            return whole.status, dict(whole.headers), whole.body
        if isinstance(error, CouldNotLoadError | ShortThreadIdError):
            return 200, headers, frames.sentence(sentence) + frames.done()
        return 200, headers, frames.failed(error) + frames.done()


def answer_chat(
    services: Services, raw: bytes, environ: Mapping[str, Any], account: Account
) -> WholeAnswer | StreamAnswer:
    """Answer a request."""
    dialect = services.dialects[-1]
    try:
        body = read_body(raw, services.limits)
        dialect = choose_dialect(services.dialects, body)
        call = dialect.parse(body, services.limits)
        ids = config_ids(services, call)
    except (RailsError, ServiceError) as error:
        return error_answer(dialect, error)
    settings = services.settings
    meta = AnswerMeta(new_id(), int(time.time()), ids, settings.blocked_finish_reason)
    watch = Watch(environ, settings.request_timeout)
    about = Circumstances(account.request_id, keys_of(environ), watch)
    account.of_dialect(dialect.name, stream=call.stream)
    if call.stream:
        return StreamAnswer(services, dialect, call, meta, about, watch)
    try:
        result = run_chat(services, call, about)
    except ClientGoneError:
        return WholeAnswer(499, b"")
    except (RailsError, ServiceError) as error:
        return _failure(services, dialect, call, meta, error)
    if result.error is not None:
        return _failure(services, dialect, call, meta, result.error)
    body_out = jsontext.dumps(dialect.render(call, result, meta))
    return WholeAnswer(200, body_out, {"Content-Type": JSON, **answer_headers(result)}, result)


def _failure(
    services: Services, dialect: Dialect, call: ChatCall, meta: AnswerMeta, error: Exception
) -> WholeAnswer:
    sentence = dialect.sentence_for(error)
    if sentence is None or services.settings.http_errors:
        return error_answer(dialect, error)
    body = jsontext.dumps(dialect.render_sentence(call, sentence, meta))
    headers = {"Content-Type": JSON, **error_headers(code_of(error))}
    return WholeAnswer(200, body, headers, failed=True)


def error_answer(dialect: Dialect, error: Exception) -> WholeAnswer:
    """The HTTP error of a request."""
    status, body = dialect.render_error(error)
    headers = {"Content-Type": JSON, **error_headers(code_of(error)), **retry_headers(error)}
    return WholeAnswer(status, jsontext.dumps(body), headers)
