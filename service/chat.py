"""The one use case: a chat call, whole or streamed, of either dialect. Knows no HTTP and no Flask.

Engine from the pool, history from the thread, state opened, the turn carried out, the thread appended,
the state sealed. What fails inside is an exception; what a rail decides is a result.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from rails_engine import Blocked, Delta, Finished, RailsError, Turn, UnknownConfigError
from service.errors import CouldNotLoadError, MissingConfigError, ShortThreadIdError
from service.model_keys import refuse_ambiguous

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rails_engine import StreamEvent, TurnResult
    from service.call import ChatCall
    from service.engines import Loaded
    from service.services import Services
    from service.threads.base import Thread

#: Shorter ids are too easily guessed.
SHORTEST_THREAD_ID = 16
#: Marks a message in a thread that a rail refused, and what a model sees in its place.
REFUSED = "refused"
WITHHELD = "(This message was withheld.)"


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known of a call besides what it says."""

    request_id: str
    keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    on_wait: Callable[[], None] | None = None


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
    delivered: list[str] = []
    kept = False
    events = prepared.loaded.engine.run_stream(prepared.turn)
    try:
        for event in events:
            if isinstance(event, Finished):
                kept = True
                yield Finished(_conclude(services, call, prepared, event.result))
                return
            if isinstance(event, Delta):
                delivered.append(event.text)
            elif isinstance(event, Blocked):
                delivered.clear()
            yield event
    finally:
        events.close()  # type: ignore[attr-defined]
        if not kept and prepared.thread is not None and delivered:
            answer = {"role": "assistant", "content": "".join(delivered)}
            _append(services, call, prepared, [*_new(prepared.thread, prepared.turn.messages), answer], None)


def config_ids(services: Services, call: ChatCall) -> tuple[str, ...]:
    """Which configurations a call means."""
    default = services.settings.default_config_id or services.engines.single
    ids = call.config_ids or ((default,) if default else ())
    if not ids:
        raise MissingConfigError
    return ids


def load_engine(services: Services, ids: tuple[str, ...]) -> Loaded:
    """The engine of these configurations, or the documented sentence."""
    try:
        return services.engines.get(ids)
    except RailsError as error:
        raise CouldNotLoadError(ids, unknown=isinstance(error, UnknownConfigError)) from error


def _prepare(services: Services, call: ChatCall, about: Circumstances) -> _Prepared:
    if call.thread_id is not None and len(call.thread_id) < SHORTEST_THREAD_ID:
        raise ShortThreadIdError(SHORTEST_THREAD_ID)
    loaded = load_engine(services, config_ids(services, call))
    models = loaded.engine.config.models
    refuse_ambiguous(about.keys, [(model.engine, model.model) for model in models])
    thread = None
    past: list[dict[str, Any]] = []
    if call.thread_id is not None:
        thread = services.threads.load(call.thread_id, services.settings.max_messages)
        past = [_as_sent(message) for message in thread.messages]
    turn = Turn(
        messages=[*past, *call.messages],
        options=call.options,
        state=None if call.state is None else services.sealer.open(call.state),
        snapshot=thread.snapshot if thread is not None else None,
        model=call.model or None,
        params=call.params,
        context=call.context,
        keys=about.keys,
        stream=call.stream,
        on_wait=about.on_wait,
    )
    return _Prepared(loaded, turn, thread)


def _conclude(services: Services, call: ChatCall, prepared: _Prepared, result: TurnResult) -> TurnResult:
    thread = prepared.thread
    if thread is not None and result.error is None and call.messages:
        new = _new(thread, result.chat)
        if result.blocked_kind == "input" and new:
            new = [*new[:-1], {**new[-1], REFUSED: True}]
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
        services.threads.append(call.thread_id, messages, snapshot, prepared.thread.version)


def _new(thread: Thread, chat: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The chat messages that the thread has not."""
    known = sum(1 for message in thread.messages if message.get("role") != "context")
    return [message for message in chat if message.get("role") != "context"][known:]


def _answer(result: TurnResult) -> dict[str, Any]:
    message = dict(result.message)
    if result.exception is not None and not message.get("content"):
        message["content"] = str(result.exception.get("message", ""))
    return message


def _as_sent(message: dict[str, Any]) -> dict[str, Any]:
    """A message of a thread as models may see it."""
    if REFUSED not in message:
        return message
    return {**{k: v for k, v in message.items() if k != REFUSED}, "content": WITHHELD}
