"""From the bytes of a chat request to those of its answer, whole or streamed. Knows dialects, not Flask."""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rails_engine import Blocked, Delta, Finished, Pause, RailsError, jsontext
from service.chat import Circumstances, config_ids, run_chat, stream_chat
from service.dialects.base import AnswerMeta, new_id
from service.dialects.body import read_body
from service.dialects.choose import choose_dialect
from service.dialects.failures import code_of, retry_headers
from service.dialects.headers import answer_headers, error_headers, stream_headers
from service.errors import (
    BodyTooLargeError,
    ClientGoneError,
    CouldNotLoadError,
    HttpError,
    ServiceError,
    ShortThreadIdError,
)
from service.model_keys import keys_of
from service.watch import Watch
from service.worker_state import seat_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from rails_engine import StreamEvent, TurnResult
    from service.account import Account
    from service.call import ChatCall
    from service.dialects.base import Dialect
    from service.services import Services

log = logging.getLogger("service")

Piece = tuple[int, dict[str, str], bytes]

JSON = "application/json"
ENDPOINT = "/v1/chat/completions"
REQUEST_TIMEOUT, CLIENT_GONE = 408, 499
#: How many bytes of a stream wait for those that follow at once.
MOST_HELD = 16 * 1024
#: How much of a body above the bound is read and thrown away, in bytes.
MOST_DISCARDED = 32 * 1024 * 1024
DISCARDED_AT_ONCE = 64 * 1024


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
        #: Whether headers have gone out: from then on an error can only be a frame.
        self.begun = False
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

    def hear(self, hear: Callable[[], str | None]) -> bytes | None:
        """The piece for what has come the short way, see ``Pause``."""
        if self.watch.must_end or not self._frames.begun:
            return None
        text = hear()
        return self._frames.delta(text) if text else None if text is None else b""

    def pieces(self) -> Iterator[Piece | Pause]:
        """Status, headers and bytes; of the first piece, status and headers count."""
        frames = self._frames
        events = stream_chat(self._services, self._call, self._about)
        #: What leaves with the next piece, which is at hand: one write costs more than all else.
        held = b""
        headers: dict[str, str] = {}
        try:
            for event in events:
                if isinstance(event, Pause):
                    yield event
                    continue
                if isinstance(event, Finished):
                    self.result = event.result
                elif isinstance(event, Blocked):
                    self.outcome = "blocked"
                piece = frames.write(event)
                self.watch.end_if_draining()
                if not piece:
                    continue
                if not self.begun:
                    headers = self._first_headers(event)
                    self.begun = True
                held += piece
                if not _is_followed(event) or len(held) > MOST_HELD:
                    yield 200, headers, held
                    held, headers = b"", {}
            # A stream of text may end without a word; its headers are still to be sent.
            held += frames.done()
            if held or not self.begun:
                yield 200, headers if self.begun else self._last_headers(), held
        except (ClientGoneError, GeneratorExit):
            self.outcome = "closed"
            raise
        except (RailsError, ServiceError) as error:
            self.outcome = "error"
            yield self._failure(error, headers, held)
        except Exception as error:  # the answer has begun: nobody else could end it honestly
            log.exception("A stream failed")
            self.outcome = "error"
            yield self._failure(error, headers, held)
        finally:
            events.close()  # type: ignore[attr-defined]

    def _first_headers(self, event: Any) -> dict[str, str]:
        if isinstance(event, Finished):
            return self.headers(answer_headers(event.result))
        if isinstance(event, Blocked):
            return self.headers({"X-Guardrails-Decision": "blocked"})
        return self.pending

    def _last_headers(self) -> dict[str, str]:
        return self.pending if self.result is None else self.headers(answer_headers(self.result))

    def _failure(self, error: Exception, begun_with: dict[str, str], held: bytes) -> Piece:
        frames, dialect = self._frames, self._dialect
        _note_failure(error, dialect)
        if self.begun:
            return 200, begun_with, held + frames.failed(error) + frames.done()
        headers = self.headers(error_headers(code_of(error)))
        sentence = dialect.sentence_for(error)
        if sentence is None or self._services.settings.http_errors:
            whole = error_answer(dialect, error)
            return whole.status, dict(whole.headers), whole.body
        if isinstance(error, CouldNotLoadError | ShortThreadIdError):
            return 200, headers, frames.sentence(sentence) + frames.done()
        return 200, headers, frames.failed(error) + frames.done()


def _is_followed(event: StreamEvent) -> bool:
    """Whether something more is at hand."""
    return event.more if isinstance(event, Delta) else isinstance(event, Finished)


def read_input(environ: Mapping[str, Any], limit: int) -> bytes:
    """The body of a request, with or without a length.

    Most clients listen only when they have sent everything: of a body above the bound, some more is read and
    thrown away, so that they hear why it is refused.
    """
    length = str(environ.get("CONTENT_LENGTH") or "")
    if length.isdigit() and int(length) > limit + MOST_DISCARDED:
        raise BodyTooLargeError(limit)
    body = environ["wsgi.input"]
    try:
        raw: bytes = body.read(limit + 1)
    except OSError:
        raise HttpError(REQUEST_TIMEOUT, "Request Timeout") from None
    if len(raw) <= limit:
        return raw
    left = MOST_DISCARDED
    with suppress(OSError):
        while left > 0 and (piece := body.read(DISCARDED_AT_ONCE)):
            left -= len(piece)
    raise BodyTooLargeError(limit)


def answer_chat(
    services: Services, environ: Mapping[str, Any], account: Account
) -> WholeAnswer | StreamAnswer:
    """Answer a request."""
    dialect = services.dialects[-1]
    try:
        raw = read_input(environ, services.limits.max_body_bytes)
        body = read_body(raw, services.limits)
        dialect = choose_dialect(services.dialects, body)
        call = dialect.parse(body, services.limits)
        ids = config_ids(services, call)
    except (RailsError, ServiceError) as error:
        return error_answer(dialect, error)
    settings = services.settings
    meta = AnswerMeta(new_id(), int(time.time()), ids, settings.blocked_finish_reason)
    watch = Watch(environ, settings.request_timeout)
    pauses = seat_of(environ) is not None
    about = Circumstances(account.request_id, keys_of(environ), watch, pauses)
    account.of_dialect(dialect.name, stream=call.stream)
    services.loggers.tell(ENDPOINT, raw)
    if call.stream:
        return StreamAnswer(services, dialect, call, meta, about, watch)
    try:
        result = run_chat(services, call, about)
    except ClientGoneError:
        return WholeAnswer(CLIENT_GONE, b"")
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
    _note_failure(error, dialect)
    if sentence is None or services.settings.http_errors:
        return error_answer(dialect, error)
    body = jsontext.dumps(dialect.render_sentence(call, sentence, meta))
    headers = {"Content-Type": JSON, **error_headers(code_of(error))}
    return WholeAnswer(200, body, headers, failed=True)


def _note_failure(error: Exception, dialect: Dialect) -> None:
    """What went wrong inside is for the log; its words may be somebody's, and stay out of it."""
    noted = isinstance(error, CouldNotLoadError | ShortThreadIdError)
    if not noted and dialect.sentence_for(error) is not None:
        log.error("An answer failed: %s (%s)", type(error).__name__, code_of(error))


def error_answer(dialect: Dialect, error: Exception) -> WholeAnswer:
    """The HTTP error of a request."""
    status, body = dialect.render_error(error)
    headers = {"Content-Type": JSON, **error_headers(code_of(error)), **retry_headers(error)}
    return WholeAnswer(status, jsontext.dumps(body), headers)
