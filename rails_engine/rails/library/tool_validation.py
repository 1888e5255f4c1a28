"""``tool call validation`` and ``tool result validation``: what a model may call, and what may come back.

    rails:
      tool_output: {flows: [tool call validation]}
      tool_input: {flows: [tool result validation]}
      config:
        tool_validation:
          tools:
            get_weather:
              {type: object, properties: {city: {type: string}}, required: [city], additionalProperties: false}

Allowed are the ``tools`` of the settings, each with the JSON Schema of its arguments; where the settings
list none, those that the request itself offers the model. A call of any other tool, or with arguments
that the schema does not allow, refuses the turn. A result must answer a call of the assistant's last
message, by its ``tool_call_id``, once, and under the name that was called.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rails_engine import events as ev
from rails_engine.actions.outcome import RailOutcome
from rails_engine.actions.registry import action
from rails_engine.config.catalog import RailFlow
from rails_engine.config.reading import InvalidValueError
from rails_engine.rails.base import Rail
from rails_engine.rails.json_schema import SchemaError, read_schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from rails_engine.actions.context import Scope
    from rails_engine.events import Event
    from rails_engine.rails.json_schema import Schema

KEY = "tool_validation"
#: Calls of one answer, and characters of one call's arguments.
MAX_CALLS = 128
MAX_ARGUMENTS = 200_000


@dataclass(frozen=True, slots=True)
class ToolValidationSettings:
    """``rails.config.tool_validation``: tools by name, each with the schema of its arguments."""

    tools: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, schema in self.tools.items():
            try:
                read_schema(schema)
            except SchemaError as error:
                raise InvalidValueError(
                    ("tools", name, *error.place), error.message, hint=error.hint
                ) from None


class ToolValidation(Rail):
    """Judges calls of tools by an allow-list, and results by the calls that they answer."""

    name = "tool validation"
    flows = (
        RailFlow("tool call validation", frozenset({"tool_output"}), settings=KEY),
        RailFlow("tool result validation", frozenset({"tool_input"}), settings=KEY),
    )
    colang = """
define subflow tool call validation
  $result = execute tool_call_validation(tool_calls=$tool_calls)
  if $result.is_blocked
    if $config.enable_rails_exceptions
      create event ToolCallValidationRailException(message="A tool call is not among those that are allowed, so it was blocked.")
    else
      bot refuse to respond
    stop

define subflow tool result validation
  $result = execute tool_result_validation(tool_call_id=$tool_call_id, tool_name=$tool_name)
  if $result.is_blocked
    if $config.enable_rails_exceptions
      create event ToolResultValidationRailException(message="A tool result does not answer a tool call, so it was blocked.")
    else
      bot refuse to respond
    stop
"""
    settings_key = KEY
    settings_type = ToolValidationSettings
    judges = "whole"

    def __init__(self, settings: Any = None) -> None:
        super().__init__(settings)
        self._tools = {name: read_schema(schema) for name, schema in self.settings.tools.items()}

    def actions(self) -> Mapping[str, Callable[..., Any]]:
        """One for each flow."""
        return {"tool_call_validation": self.check_calls, "tool_result_validation": self.check_result}

    @action(is_system_action=True, name="tool_call_validation")
    def check_calls(self, scope: Scope, tool_calls: Sequence[Any] | None = None) -> RailOutcome:
        """Whether every call is of an allowed tool, with arguments that it takes."""
        calls = list(scope.context.get("tool_calls") or () if tool_calls is None else tool_calls)
        if len(calls) > MAX_CALLS:
            return _refused(f"more than {MAX_CALLS} calls")
        tools = self._tools or offered_tools(scope)
        seen: set[str] = set()
        for index, call in enumerate(calls):
            problem = _problem_of_call(call, tools, seen)
            if problem is not None:
                return _refused(f"call {index + 1}: {problem}")
        return RailOutcome.allow()

    @action(is_system_action=True, name="tool_result_validation")
    def check_result(
        self, scope: Scope, tool_call_id: str | None = None, tool_name: str | None = None
    ) -> RailOutcome:
        """Whether the result answers a call that is waiting for one."""
        calls, answered = waiting_calls(scope.events)
        if tool_call_id is None or tool_call_id not in calls:
            return _refused("it answers no call of the assistant's last message")
        if tool_call_id in answered:
            return _refused("the call has been answered before")
        called = calls[tool_call_id]
        if tool_name is not None and tool_name != called:
            return _refused("it comes from another tool than was called")
        if self._tools and called not in self._tools:
            return _refused("the tool is not allowed")
        return RailOutcome.allow()


def _refused(reason: str) -> RailOutcome:
    return RailOutcome.block(reason)


def offered_tools(scope: Scope) -> dict[str, Schema]:
    """The tools that the request offers the model; of two with one name both must be kept to, so it is neither."""
    turn = scope.turn
    offered = {**(turn.options.llm_params or {}), **turn.params}.get("tools")
    found: dict[str, Schema] = {}
    for tool in offered if isinstance(offered, list | tuple) else ():
        function = tool.get("function") if isinstance(tool, dict) else None
        if isinstance(function, dict) and isinstance(function.get("name"), str):
            name = function["name"]
            found[name] = read_schema(False if name in found else function.get("parameters") or {})
    return found


def _problem_of_call(call: Any, tools: Mapping[str, Schema], seen: set[str]) -> str | None:
    function = call.get("function") if isinstance(call, dict) else None
    if not isinstance(function, dict) or call.get("type", "function") != "function":
        return "it is no call of a function"
    schema = tools.get(function.get("name") or "")
    if schema is None:
        return "the tool is not allowed"
    identity = call.get("id")
    if identity is not None:
        if identity in seen:
            return "it has the id of another call"
        seen.add(identity)
    try:
        arguments = read_arguments(function.get("arguments"))
    except (ValueError, RecursionError):
        return "its arguments are not a JSON object"
    problem = schema.problem(arguments)
    return None if problem is None else f"its arguments do not fit: {problem}"


def read_arguments(given: Any) -> dict[str, Any]:
    """The arguments of a call; none at all are an empty object. Two of one name could be read either way."""
    if isinstance(given, dict):
        return given
    text = "" if given is None else str(given)
    if len(text) > MAX_ARGUMENTS:
        raise ValueError("too long")
    value = json.loads(text, object_pairs_hook=_distinct, parse_constant=_refuse) if text.strip() else {}
    if not isinstance(value, dict):
        raise ValueError("no object")  # noqa: TRY004 - what a model wrote is a value
    return value


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def waiting_calls(events: Sequence[Event]) -> tuple[dict[str, str], set[str]]:
    """The calls of the assistant's last message (id to name), and the ids that have been answered since."""
    answered: set[str] = set()
    spoken = False
    for event in reversed(events):
        kind = event["type"]
        if kind == ev.BOT_TOOLS_CALLED:
            return _names(event.get("tool_calls") or ()), answered
        if kind == ev.BOT_SAID:
            spoken = True
        elif spoken and kind in {ev.USER_SAID, ev.USER_TOOL_MESSAGES}:
            break
        elif kind == ev.USER_TOOL_MESSAGES:
            answered |= {
                str(m.get("tool_call_id")) for m in event.get("tool_messages") or () if isinstance(m, dict)
            }
    return {}, answered


def _names(calls: Iterable[Any]) -> dict[str, str]:
    return {
        str(call["id"]): str((call.get("function") or {}).get("name"))
        for call in calls
        if isinstance(call, dict) and call.get("id") is not None
    }
