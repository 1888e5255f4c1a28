"""Grant one wish of a flow: find the action, run it, and put it on the record.

An exception of the action becomes an ``ActionFailedError``; whether that ends the turn or blocks it is
for the caller to say. Failures of a model keep their own type.
"""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from rails_engine.actions.outcome import ActionResult, RailOutcome
from rails_engine.errors import ActionError, ActionFailedError, RailsError, UnknownActionError
from rails_engine.events import action_finished, action_started, context_update
from rails_engine.turn import ExecutedAction

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rails_engine.actions.context import Scope
    from rails_engine.events import Event

log = logging.getLogger("rails_engine.actions")

#: Texts that flows and rails pass on: assigned from an outcome, they are the text itself.
TEXT_VARIABLES = frozenset({"user_message", "bot_message", "relevant_chunks"})


def perform(
    scope: Scope,
    name: str,
    params: Mapping[str, Any],
    result_key: str | None = None,
    *,
    into: list[ExecutedAction] | None = None,
) -> tuple[Event, list[Event]]:
    """Run an action. Gives its ``InternalSystemActionFinished`` event and the events that it asks for."""
    found = scope.toolbox.actions.find(name)
    system = found is not None and found.is_system
    events = scope.record.events
    events.append(action_started(name, dict(params), result_key, system=system))
    executed = ExecutedAction(name=name, params=params, started_at=time.time())
    if into is not None:
        into.append(executed)
    outer, scope.action = scope.action, executed
    try:
        value = found.call(params, scope) if found is not None else _call_remote(scope, name, params)
        wanted = _wanted(name, value) if isinstance(value, ActionResult) else []
    except Exception as error:
        executed.error = type(error).__name__
        events.append(action_finished(name, dict(params), result_key, None, success=False, system=system))
        if isinstance(error, RailsError):
            raise
        log.exception("Action %r failed", name)
        raise ActionFailedError(name, type(error).__name__) from error
    finally:
        scope.action = outer
        executed.finished_at = time.time()
    return _finish(scope, executed, value, result_key, system=system), wanted


def _call_remote(scope: Scope, name: str, params: Mapping[str, Any]) -> Any:
    if scope.toolbox.remote is not None:
        return scope.toolbox.remote.run(name, params, on_wait=scope.on_wait)
    raise UnknownActionError(name, scope.toolbox.actions.names())


def _wanted(name: str, result: ActionResult) -> list[Event]:
    """The events that an action asks for."""
    events = list(result.events or ())
    if not all(isinstance(event, dict) and isinstance(event.get("type"), str) for event in events):
        raise ActionError(f"Action {name!r} gave an event that is not a mapping with a 'type'.")
    return events


def _finish(
    scope: Scope, executed: ExecutedAction, value: Any, result_key: str | None, *, system: bool
) -> Event:
    if isinstance(value, ActionResult):
        if value.context_updates:
            scope.context.update(value.context_updates)
            scope.record.events.append(context_update(dict(value.context_updates)))
        value = value.return_value
    if result_key in TEXT_VARIABLES and isinstance(value, RailOutcome) and value.is_transform:
        value = value.transform_text
    executed.return_value = value
    finished = action_finished(executed.name, dict(executed.params), result_key, value, system=system)
    scope.record.events.append(finished)
    return finished
