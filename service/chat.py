"""The one use case: a chat call, whole or streamed, of either dialect. Knows no HTTP and no Flask.

Engine from the pool, history from the thread, state opened, the turn carried out, the thread appended,
the state sealed. What fails inside is an exception; what a rail decides is a result.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from rails_engine import WITHHELD, Blocked, Delta, Finished, Pause, RailsError, Turn, UnknownConfigError
from service.call import SHORTEST_THREAD_ID
from service.errors import (
    CouldNotLoadError,
    MissingConfigError,
    ServiceError,
    ShortThreadIdError,
    StoreUnavailableError,
)
from service.model_keys import refuse_ambiguous

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rails_engine import StreamEvent, TurnResult
    from service.call import ChatCall
    from service.engines import Loaded
    from service.services import Services
    from service.threads.base import Thread, ThreadStore

log = logging.getLogger("service.chat")

#: Marks a message in a thread that a rail refused; models see ``WITHHELD`` in its place.
REFUSED = "refused"
#: Whose messages rails of these kinds judge before the model is asked.
JUDGED = {"input": frozenset({"user"}), "tool_input": frozenset({"tool", "function"})}


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of a call besides what it says."""

    request_id: str
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    on_wait: Callable[[], None] | None = None
    #: Whether whoever hears the stream does something else while nothing comes.
    pauses: bool = False


@dataclass(frozen=True, slots=True)
class _Prepared:
    loaded: Loaded
    turn: Turn
    thread: Thread | None


def run_chat(services: Services, call: ChatCall, about: Circumstances) -> TurnResult:
    """Answer a call."""
    prepared = _prepare(services, call, about)
    result = prepared.loaded.engine.run(prepared.turn)
    return _conclude(services, call, prepared, result)


def stream_chat(services: Services, call: ChatCall, about: Circumstances) -> Iterator[StreamEvent]:
    """Answer a call piece by piece. What is wrong with the call itself is raised before the first event."""
    prepared = _prepare(services, call, about)
    #: What the thread keeps if the stream is not heard to its end.
    delivered: list[str] = []
    events = prepared.loaded.engine.run_stream(prepared.turn)
    try:
        for event in events:
            if isinstance(event, Finished):
                if about.pauses and (prepared.thread is not None or call.state is not None):
                    yield Pause()  # a store may take its time: it has the turns, and the key of states
                if event.result.error is None:
                    delivered.clear()
                yield Finished(_conclude(services, call, prepared, event.result))
                return
            if isinstance(event, Delta):
                delivered.append(event.text)
            elif isinstance(event, Pause):
                event.hear = event.hear and partial(_note_heard, event.hear, delivered)
            elif isinstance(event, Blocked):
                delivered[:] = [event.message]
            yield event
    finally:
        events.close()  # type: ignore[attr-defined]
        _keep_delivered(services, call, prepared, "".join(delivered))


def _note_heard(hear: Callable[[], str | None], delivered: list[str]) -> str | None:
    text = hear()
    if text:
        delivered.append(text)
    return text


def _keep_delivered(services: Services, call: ChatCall, prepared: _Prepared, text: str) -> None:
    if prepared.thread is None or not text:
        return
    new = _new(prepared.thread, prepared.turn.messages)
    try:
        _append(services, call, prepared, [*new, {"role": "assistant", "content": text}], None)
    except ServiceError:
        log.error("What was delivered of a stream could not be stored")  # noqa: TRY400 - why is in the line before


def config_ids(services: Services, call: ChatCall) -> tuple[str, ...]:
    """Which configurations a call means."""
    if call.config_ids:
        return call.config_ids
    default = services.settings.default_config_id or services.engines.single
    if not default:
        raise MissingConfigError
    return (default,)


def load_engine(services: Services, ids: tuple[str, ...]) -> Loaded:
    """The engine of these configurations, or the documented sentence."""
    try:
        return services.engines.get(ids)
    except UnknownConfigError as error:
        log.warning("Could not load the configurations %s: %s", list(ids), error)
        raise CouldNotLoadError(ids, unknown=True) from error
    except RailsError as error:
        raise CouldNotLoadError(ids) from error


def _prepare(services: Services, call: ChatCall, about: Circumstances) -> _Prepared:
    if call.has_short_thread_id:
        raise ShortThreadIdError(SHORTEST_THREAD_ID)
    loaded = load_engine(services, config_ids(services, call))
    if about.keys:
        asked = call.model_name
        models = [
            (model.engine, (asked if model.type == "main" else None) or model.model, model.model)
            for model in loaded.engine.config.models
        ]
        refuse_ambiguous(about.keys, models)
    thread = None
    past: list[dict[str, Any]] = []
    if call.thread_id is not None:
        with _store(services) as threads:
            thread = threads.load(call.thread_id, services.settings.max_messages)
        past = [message if REFUSED not in message else _as_sent(message) for message in thread.messages]
    turn = Turn(
        messages=[*past, *call.messages],
        options=call.options,
        state=None if call.state is None else services.sealer.open(call.state),
        snapshot=thread.snapshot if thread is not None else None,
        model=call.model_name,
        params=call.params,
        context=call.context,
        keys=about.keys,
        stream=call.stream,
        on_wait=about.on_wait,
        pauses=about.pauses,
    )
    return _Prepared(loaded, turn, thread)


def _conclude(services: Services, call: ChatCall, prepared: _Prepared, result: TurnResult) -> TurnResult:
    thread = prepared.thread
    if thread is not None and result.error is None and call.messages:
        new = _withhold(_new(thread, result.chat), result.blocked_kind)
        if new and new[-1].get("role") == "assistant":
            # It was handed in to be judged; what came of it takes its place.
            new.pop()
        contexts = [m for m in call.messages if m.get("role") == "context"]
        _append(services, call, prepared, [*contexts, *new, _answer(result)], result.snapshot)
    if result.state is not None:
        return replace(result, state=services.sealer.seal(result.state))
    return result


def _append(
    services: Services,
    call: ChatCall,
    prepared: _Prepared,
    messages: Sequence[Mapping[str, Any]],
    snapshot: Mapping[str, Any] | None,
) -> None:
    if call.thread_id is not None and prepared.thread is not None:
        with _store(services) as threads:
            threads.append(call.thread_id, messages, snapshot, prepared.thread.version)


@contextmanager
def _store(services: Services) -> Iterator[ThreadStore]:
    """The store; where it fails, that is counted and logged."""
    try:
        yield services.threads
    except StoreUnavailableError as error:
        services.metrics.store_failed(error.kind)
        log.error("The thread store (%s) is not available: %s", error.kind, error.reason)  # noqa: TRY400 - one line
        raise


def _new(thread: Thread, chat: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The chat messages that the thread has not."""
    asides = [message.get("role") for message in thread.messages].count("context")
    known = len(thread.messages) - asides
    if asides or any(message.get("role") == "context" for message in chat[known:]):
        return [message for message in chat if message.get("role") != "context"][known:]
    return list(chat[known:])


def _withhold(new: list[dict[str, Any]], blocked_kind: str | None) -> list[dict[str, Any]]:
    """The new messages; of those that were judged together, none is shown again if one was refused."""
    roles = JUDGED.get(blocked_kind or "")
    if roles is None:
        return new
    begin = max((n for n, message in enumerate(new, 1) if message.get("role") == "assistant"), default=0)
    return new[:begin] + [
        {**message, REFUSED: True} if message.get("role") in roles else message for message in new[begin:]
    ]


def _answer(result: TurnResult) -> dict[str, Any]:
    message = dict(result.message)
    if result.exception is not None and not message.get("content"):
        message["content"] = str(result.exception.get("message", ""))
    return message


def _as_sent(message: dict[str, Any]) -> dict[str, Any]:
    """A message that was refused as models may see it."""
    return {**{k: v for k, v in message.items() if k != REFUSED}, "content": WITHHELD}
