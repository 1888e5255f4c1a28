"""What this server offers, as an OpenAPI 3.1 document, generated from the models that requests are read with.

It describes and decides nothing: that answers are as it says is held by a test that calls every operation.
Importing it is not for the start of a server; the document is made when somebody asks for it.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, Field
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema

from service import examples
from service.dialects.answers import (
    CLOSED,
    ChatCompletion,
    ChatCompletionChunk,
    ErrorBody,
    LegacyAnswer,
    StreamError,
)
from service.dialects.requests import OPEN, ChatCompletionRequest, Guardrails, LegacyChatRequest, Message

if TYPE_CHECKING:
    from pydantic_core import core_schema

Json = dict[str, Any]

SCHEMAS = "#/components/schemas/"
JSON, EVENTS, TEXT, HTML = "application/json", "text/event-stream", "text/plain", "text/html"
ABOUT = """\
Guardrails around any language model. One path speaks two dialects: a body with `model` or `guardrails` is \
a request as OpenAI's clients write it, any other is one of the legacy dialect, with all fields at the top \
level. In that dialect a body that is well formed but invalid is a 400 instead of a 422.

Every answer has an `X-Request-ID`. A request that is no HTTP is refused with 400, 414, 417, 431 or 501 \
and the same error body, whatever its path; an unknown path with 404, a wrong method with 405."""
CHAT = """\
The rails of a configuration folder run around the call of the model. With `stream` the answer comes as it \
is released: server-sent events in the OpenAI dialect, plain text in the legacy one; no text that a rail \
has not passed is sent.

A key for one model and one request is given in a header `X-{model}-Authorization`, with the name of the \
model or its type, every character outside `a-z`, `0-9` and `.` written as `-`.

What fails inside is, as documented, an answer with status 200 and a sentence; `X-Guardrails-Decision: \
error` and `X-Guardrails-Error` tell it from one of the model. With `ERROR_STYLE=http` it has a status of \
its own: that of the provider where it is a 4xx."""
CHECK = """\
The input rails judge the last message of the user, or the output rails that of the assistant. \
`rail_types` names others. The main model is not called."""


class CheckFields(Guardrails):
    """What concerns the rails of a check."""

    rail_types: list[Literal["input", "output"]] | None = Field(
        default=None, description="Which rails judge. Left out: those for the last message's role."
    )


class CheckRequest(BaseModel):
    """Messages to be judged. Both dialects' forms are understood; this is the one to use."""

    model_config = OPEN

    messages: list[Message] = Field(min_length=1)
    guardrails: CheckFields


class CheckAnswer(BaseModel):
    """What the rails say: the text as they left it, or the refusal and the rail."""

    model_config = CLOSED

    status: Literal["passed", "modified", "blocked"]
    content: str
    rail: str | None


class ModelEntry(BaseModel):
    """One model of the provider."""

    model_config = CLOSED

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class ModelList(BaseModel):
    """The provider's models."""

    model_config = CLOSED

    object: Literal["list"]
    data: list[ModelEntry]


class ConfigEntry(BaseModel):
    """One configuration that a request may name."""

    model_config = CLOSED

    id: str


class Alive(BaseModel):
    """A sign of life."""

    model_config = CLOSED

    status: Literal["ok"]


class Readiness(BaseModel):
    """Whether requests can be served, and what stands in the way."""

    model_config = CLOSED

    status: Literal["ready", "not ready"]
    problems: dict[str, str]
    broken_configs: list[str] = Field(
        description="What was asked of this worker and does not load; the others serve."
    )
    stale_configs: list[str] = Field(
        description="Configurations whose newest files do not load; the last good ones serve."
    )


MODELS: tuple[type[BaseModel], ...] = (
    ChatCompletionRequest,
    LegacyChatRequest,
    ChatCompletion,
    LegacyAnswer,
    ChatCompletionChunk,
    StreamError,
    ErrorBody,
    CheckRequest,
    CheckAnswer,
    ModelEntry,
    ModelList,
    ConfigEntry,
    Alive,
    Readiness,
)
#: What a status means where nothing more can be said of it.
STATUSES = {
    400: "The body is no JSON object, or a field of it is wrong (legacy dialect).",
    401: "The provider does not accept the key.",
    403: "The provider does not allow this with the key.",
    404: "There is no such thing: the configuration or the model.",
    413: "The body is too large.",
    422: "A field is wrong, or no configuration is named and there is no default.",
    429: "The provider asks for patience.",
    500: "Something of ours failed.",
    502: "The provider cannot be reached, or does not answer as it should.",
    503: "Closed for maintenance, shutting down, or the store of the threads does not answer.",
    504: "The provider did not answer in time.",
}
#: Those that know when to come back.
PATIENT = frozenset({429, 503})
#: What a provider may answer besides; in the document as ``4XX``.
PROVIDER_REFUSES = "4XX"


class _Generator(GenerateJsonSchema):
    """Without titles that repeat a field's name, and without defaults that say: not given."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - pydantic's signature
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        found = super().default_schema(schema)
        if found.get("default", "") is None:
            del found["default"]
        return found


def describe_api(prefix: str) -> Json:
    """The document. ``prefix`` is the path under which this server's endpoints are."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Switchyard", "version": _version(), "description": ABOUT},
        "servers": [{"url": prefix or "/"}],
        "tags": [{"name": name} for name in ("Chat", "Models", "Configurations", "Operation", "Pages")],
        "paths": {
            "/v1/chat/completions": {"post": _chat()},
            "/v1/checks": {"post": _checks()},
            **_models(),
            **_lists(),
            **_operation_of_the_server(),
            **_pages(),
        },
        "components": {
            "schemas": _schemas(),
            "headers": _HEADERS,
            "parameters": _PARAMETERS,
            "responses": {**{str(status): _error(status) for status in STATUSES}, **_PROVIDER_REFUSAL},
            "securitySchemes": {
                "provider": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "Handed on to the model's provider; without it, the server's own is used.",
                }
            },
        },
    }


def _version() -> str:
    try:
        return version("switchyard")
    except PackageNotFoundError:
        return "unknown"


def _schemas() -> Json:
    _, found = models_json_schema(
        [(model, "validation") for model in MODELS],
        ref_template=f"{SCHEMAS}{{model}}",
        schema_generator=_Generator,
    )
    schemas: Json = found["$defs"]
    legacy = schemas[LegacyChatRequest.__name__]
    legacy["not"] = {"anyOf": [{"required": ["model"]}, {"required": ["guardrails"]}]}
    return schemas


def _ref(model: type[BaseModel]) -> Json:
    return {"$ref": f"{SCHEMAS}{model.__name__}"}


def _header(description: str, *, required: bool = False, **schema: Any) -> Json:
    return {"description": description, "required": required, "schema": {"type": "string", **schema}}


_DECISIONS = ["allowed", "modified", "blocked", "error", "pending"]
_HEADERS = {
    "X-Request-ID": _header("The caller's, or a new one.", required=True),
    "X-Guardrails-Decision": _header(
        "What was decided; `error`: no answer of a model; `pending`: the stream's last event says it.",
        enum=_DECISIONS,
    ),
    "X-Guardrails-Rails": _header("`name;verdict;milliseconds` of each rail, in their order."),
    "X-Guardrails-Error": _header("What failed, as a word for programs."),
    "Retry-After": _header("Seconds.", pattern="^[0-9]+$"),
}
_PARAMETERS = {
    "X-Request-ID": {
        "name": "X-Request-ID",
        "in": "header",
        "description": "Comes back, if it is printable ASCII of at most 128 characters.",
        "schema": {"type": "string"},
    },
    "X-main-Authorization": {
        "name": "X-main-Authorization",
        "in": "header",
        "description": "The key of the main model, for this request. Other models: see above.",
        "schema": {"type": "string"},
    },
}
_DECISION_HEADERS = ("X-Guardrails-Decision", "X-Guardrails-Rails", "X-Guardrails-Error")


def _headers(*names: str) -> Json:
    return {name: {"$ref": f"#/components/headers/{name}"} for name in ("X-Request-ID", *names)}


def _parameters(*names: str) -> list[Json]:
    return [{"$ref": f"#/components/parameters/{name}"} for name in ("X-Request-ID", *names)]


def _error(status: int, description: str = "") -> Json:
    names = ["X-Guardrails-Decision", "X-Guardrails-Error"]
    if status in PATIENT:
        names.append("Retry-After")
    media: Json = {"schema": _ref(ErrorBody)}
    if status in examples.ERRORS:
        media["examples"] = examples.ERRORS[status]
    return {
        "description": description or STATUSES[status],
        "headers": _headers(*names),
        "content": {JSON: media},
    }


_PROVIDER_REFUSAL = {PROVIDER_REFUSES: _error(0, "Whatever else the provider refuses the request with.")}


def _errors(*statuses: int | str) -> Json:
    return {str(status): {"$ref": f"#/components/responses/{status}"} for status in statuses}


def _answer(description: str, content: Json, *headers: str) -> Json:
    return {"description": description, "headers": _headers(*headers), "content": content}


def _json(schema: Json, shown: Json | None = None) -> Json:
    return {JSON: {"schema": schema, **({"examples": shown} if shown else {})}}


def _chat() -> Json:
    stream = {
        "schema": {"type": "string"},
        "x-event-schema": {"oneOf": [_ref(ChatCompletionChunk), _ref(StreamError)]},
        "example": examples.EVENT_STREAM,
    }
    content = {
        **_json({"oneOf": [_ref(ChatCompletion), _ref(LegacyAnswer)]}, examples.CHAT_ANSWERS),
        EVENTS: stream,
        TEXT: {"schema": {"type": "string"}, "example": examples.PLAIN_STREAM},
    }
    said = "The answer; as a stream where that was asked for, each event's data being a chunk or an error."
    request = {"oneOf": [_ref(ChatCompletionRequest), _ref(LegacyChatRequest)]}
    return {
        "operationId": "createChatCompletion",
        "tags": ["Chat"],
        "summary": "A chat completion that the rails have passed",
        "description": CHAT,
        "parameters": _parameters("X-main-Authorization"),
        "requestBody": {"required": True, "content": _json(request, examples.CHAT_REQUESTS)},
        "responses": {
            "200": _answer(said, content, *_DECISION_HEADERS),
            **_errors(400, 401, 403, 404, 413, 422, 429, PROVIDER_REFUSES, 500, 502, 503, 504),
        },
    }


def _checks() -> Json:
    content = _json(_ref(CheckAnswer), examples.CHECK_ANSWERS)
    return {
        "operationId": "check",
        "tags": ["Chat"],
        "summary": "What the rails say of some messages",
        "description": CHECK,
        "parameters": _parameters("X-main-Authorization"),
        "requestBody": {"required": True, "content": _json(_ref(CheckRequest), examples.CHECK_REQUESTS)},
        "responses": {
            "200": _answer("What they say.", content, "X-Guardrails-Decision", "X-Guardrails-Rails"),
            **_errors(400, 401, 403, 404, 413, 422, 429, PROVIDER_REFUSES, 500, 502, 503, 504),
        },
    }


def _get(name: str, tag: str, summary: str, answer: Json, *errors: int | str, **more: Any) -> Json:
    """An operation that asks for something. ``name`` is its id."""
    return {
        "get": {
            "operationId": name,
            "tags": [tag],
            "summary": summary,
            "responses": {"200": answer, **_errors(*errors)},
            **more,
            "parameters": [*_parameters(), *more.get("parameters", ())],
        }
    }


def _models() -> Json:
    security: list[Json] = [{}, {"provider": []}]
    several = _answer("The models.", _json(_ref(ModelList), examples.MODELS_ANSWER))
    one = _answer("The model.", _json(_ref(ModelEntry), examples.MODEL_ANSWER))
    errors = (401, 403, 429, PROVIDER_REFUSES, 500, 502, 503)
    model = {"name": "model", "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    return {
        "/v1/models": _get(
            "listModels", "Models", "The models of the provider", several, *errors, security=security
        ),
        "/v1/models/{model}": _get(
            "getModel", "Models", "One model", one, 404, *errors, security=security, parameters=[model]
        ),
    }


def _lists() -> Json:
    configs: Json = {"type": "array", "items": _ref(ConfigEntry)}
    challenges: Json = {"type": "array", "items": {"type": "object"}}
    return {
        "/v1/rails/configs": _get(
            "listConfigs",
            "Configurations",
            "The configurations that a request may name",
            _answer("Sorted by their ids.", _json(configs, examples.CONFIGS_ANSWER)),
            *(500, 503),
        ),
        "/v1/challenges": _get(
            "listChallenges",
            "Configurations",
            "Things to try against the rails",
            _answer("As they are registered.", _json(challenges, examples.CHALLENGES_ANSWER)),
            *(500, 503),
        ),
    }


def _operation_of_the_server() -> Json:
    alive = _answer("It does.", _json(_ref(Alive)))
    ready = _get(
        "readyz",
        "Operation",
        "Whether requests can be served",
        _answer("They can.", _json(_ref(Readiness))),
        500,
    )
    ready["get"]["responses"]["503"] = _answer("They cannot.", _json(_ref(Readiness)))
    metrics = _answer("In the format of Prometheus.", {TEXT: {"schema": {"type": "string"}}})
    return {
        "/healthz": _get("healthz", "Operation", "Whether the process answers", alive),
        "/v1/health": _get("health", "Operation", "Whether the process answers", alive),
        "/readyz": ready,
        "/metrics": _get("metrics", "Operation", "Figures for Prometheus", metrics, 500),
    }


def _pages() -> Json:
    page = {HTML: {"schema": {"type": "string"}}}
    known = {"description": "As it is known already.", "headers": _headers()}
    root = _get(
        "root",
        "Pages",
        "The chat page; a sign of life where it is switched off",
        _answer("The page.", page | _json(_ref(Alive))),
        *(500, 503),
    )
    docs = _get("docs", "Pages", "This description, to be read", _answer("The page.", page), 500, 503)
    for item in (root, docs):
        item["get"]["responses"]["304"] = known
    document = _json(
        {"type": "object", "required": ["openapi"], "properties": {"openapi": {"const": "3.1.0"}}}
    )
    description = _get(
        "openapi", "Pages", "This description, for programs", _answer("The document.", document), 500, 503
    )
    return {"/": root, "/docs": docs, "/openapi.json": description}
