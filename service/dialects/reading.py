"""What reading a body comes to in any dialect: checked by a model, its problems told, a call made of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from rails_engine import BadOptionError, RailsSelection, nearest, parse_options
from service.call import ChatCall
from service.dialects.requests import ROLES, Guardrails
from service.errors import BadRequestError, Problem

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from pydantic import BaseModel

    from rails_engine import GenerationOptions
    from service.call import Limits

Loc = tuple[str | int, ...]

#: The names of the fields that concern the rails.
GUARDRAILS_FIELDS = tuple(Guardrails.model_fields)
RAIL_KINDS = tuple(RailsSelection.__dataclass_fields__)
#: How many problems one answer tells of.
MOST_PROBLEMS = 20
#: A key that a client sent is told back only if it reads like the name of a field.
FIELD_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,39}")
ROLE_ERRORS = frozenset({"union_tag_invalid", "union_tag_not_found"})
ROLE_MESSAGE = f"must be one of {', '.join(ROLES)}"
#: Our words for what a validator finds; it may have others, with the names of classes in them.
WORDS = {
    "bool_type": "must be true or false",
    "dict_type": "must be an object",
    "extra_forbidden": "there is no such field",
    "float_type": "must be a number",
    "int_from_float": "must be an integer",
    "int_type": "must be an integer",
    "list_type": "must be a list",
    "missing": "is required",
    "model_attributes_type": "must be an object",
    "model_type": "must be an object",
    "string_type": "must be a string",
}
OF_A_FIELD = re.compile(r"(content|text): ")


def check(model: type[BaseModel], body: Mapping[str, Any], limits: Limits) -> None:
    """``BadRequestError`` unless the body is what the model describes."""
    messages = body.get("messages")
    if type(messages) is list and len(messages) > limits.max_messages:
        raise refuse(("messages",), f"must be at most {limits.max_messages} messages", "too_long")
    try:
        model.__pydantic_validator__.validate_python(body)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        raise BadRequestError([_problem(one) for one in found[:MOST_PROBLEMS]]) from None


def refuse(loc: Loc, message: str, kind: str = "value_error") -> BadRequestError:
    """The error that says what is wrong in one place; ``loc`` is inside of the body."""
    return BadRequestError([Problem(("body", *loc), message, kind)])


def make_call(
    dialect: str, body: dict[str, Any], fields: Mapping[str, Any], at: Loc, *, own: Collection[str]
) -> ChatCall:
    """The call that a checked body is.

    ``fields`` concern the rails and stand at ``at`` in the body. What is neither ``own`` nor null goes to
    the model.
    """
    params = {name: value for name, value in body.items() if name not in own and value is not None}
    options = params.get("stream_options")
    call = ChatCall(
        dialect,
        _config_ids(fields, at),
        body.get("model"),
        body.get("messages") or [],
        params,
        body.get("stream") is True,
        options is not None and options.get("include_usage") is True,
        fields.get("thread_id"),
        fields.get("context") or {},
        _options(fields.get("options"), (*at, "options")),
        fields.get("state"),
    )
    _check_choices(call, at)
    return call


def _config_ids(fields: Mapping[str, Any], at: Loc) -> tuple[str, ...]:
    several, one = fields.get("config_ids"), fields.get("config_id")
    if not several:
        return (one,) if one else ()
    if one:
        raise refuse((*at, "config_ids"), "only one of config_id and config_ids may be given")
    return tuple(several)


def _options(value: Any, at: Loc) -> GenerationOptions:
    rails = value.get("rails") if type(value) is dict else None
    if type(rails) is list:
        for index, kind in enumerate(rails):
            if kind not in RAIL_KINDS:
                known = ", ".join(RAIL_KINDS)
                raise refuse((*at, "rails", index), f"must be a kind of rail: {known}", "literal_error")
    try:
        return parse_options(value, at)
    except BadOptionError as error:
        raise BadRequestError([option_problem(error)]) from None


def _check_choices(call: ChatCall, at: Loc) -> None:
    """Several answers cannot be streamed, and a conversation cannot go on from several."""
    loc: Loc = ("n",)
    wanted = call.params.get("n")
    llm_params = call.options.llm_params
    if wanted is None and llm_params:
        wanted, loc = llm_params.get("n"), (*at, "options", "llm_params", "n")
    if wanted is None or wanted == 1:
        return
    if type(wanted) is not int:
        raise refuse(loc, "must be an integer", "int_type")
    for name, there in (
        ("stream", call.stream),
        ("thread_id", call.thread_id is not None),
        ("state", call.state is not None),
    ):
        if there:
            raise refuse(loc, f"must be 1 where there is a {name}")


def option_problem(error: BadOptionError, at: Loc = ()) -> Problem:
    """What the engine says of an option, in the words of a request; ``at`` is where the options stand."""
    text = str(error)
    path = ".".join(map(str, error.where))
    message = text[len(path) + 2 :] if path and text.startswith(f"{path}: ") else text
    return Problem(("body", *at, *_shown(error.where)), message[:300], "value_error")


def _problem(found: Mapping[str, Any]) -> Problem:
    """A validator's finding, without the names of its branches and without anything of the body."""
    kind, loc = found["type"], list(found["loc"])
    message = WORDS.get(kind, found["msg"])
    if loc[0] == "messages" and len(loc) > 2 and loc[2] in ROLES:  # noqa: PLR2004 - messages, index, role
        del loc[2]
    if kind in ROLE_ERRORS:
        return Problem(("body", *loc, "role"), ROLE_MESSAGE, "literal_error")
    if kind == "extra_forbidden":
        near = nearest(str(loc[-1]), GUARDRAILS_FIELDS)
        message += f"; did you mean {near}?" if near else ""
    named = OF_A_FIELD.match(message)
    if named is not None:
        loc.append(named[1])
        message = message[named.end() :]
    return Problem(("body", *_shown(loc)), message, kind)


def _shown(loc: Iterable[str | int]) -> Loc:
    return tuple(
        part if isinstance(part, int) or FIELD_NAME.fullmatch(part) is not None else "?" for part in loc
    )
