"""Models of other libraries behind our interface: objects with ``invoke``, ``ainvoke``, ``_call`` and so on.

Of an object's methods the first is used that does not say that it is not implemented; those that block go
before coroutines, which run on the calling thread's own event loop.
"""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from rails_engine.actions.coroutines import drive
from rails_engine.compat.answers import read_answer, read_chunk
from rails_engine.errors import ConfigError, ProviderError, RailsError
from rails_engine.llm.base import LLMChunk, ModelSpec, Provider
from rails_engine.messages import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rails_engine.llm.base import LLMReply, LLMRequest
    from rails_engine.messages import Message
    from rails_engine.transport import Transport

#: Methods that answer, and whether they take messages as well as a text.
ANSWERS = (
    ("invoke", True),
    ("ainvoke", True),
    ("generate_async", True),
    ("_call", False),
    ("_acall", False),
    ("__call__", False),
)
#: Methods that answer in pieces.
STREAMS = (("stream", True), ("astream", True), ("stream_async", True))
#: What a class calls the model that it is to be made for.
MODEL_NAMES = ("model", "model_name", "model_id")


class ForeignModel(Provider):
    """An object of another library."""

    name: ClassVar[str] = "registered"

    def __init__(self, target: Any, spec: ModelSpec, transport: Transport) -> None:
        super().__init__(spec, transport)
        #: The object itself.
        self.target = target
        self._answers = _methods(target, ANSWERS)
        self._streams = _methods(target, STREAMS)
        if not self._answers:
            raise ConfigError(
                f"a {type(target).__name__} cannot answer as a model",
                hint=f"It needs one of these methods: {', '.join(name for name, _ in ANSWERS)}.",
            )

    def complete(self, request: LLMRequest) -> LLMReply:
        """Answer at once."""
        for method in self._answers:
            try:
                answer = method.ask(request)
                return read_answer(drive(answer) if inspect.isawaitable(answer) else answer)
            except NotImplementedError:
                continue
            except RailsError:
                raise
            except Exception as error:
                raise self._failure(error) from error
        raise ProviderError(
            f"{type(self.target).__name__} implements none of its methods", model=self.spec.model
        )

    def stream(self, request: LLMRequest) -> Iterator[LLMChunk]:
        """Answer in pieces, or in one where the object knows no other way."""
        for method in self._streams:
            pieces = _pieces(method, request)
            try:
                first = next(pieces, None)
            except NotImplementedError:
                continue
            except RailsError:
                raise
            except Exception as error:
                raise self._failure(error) from error
            yield from self._heard(first, pieces)
            return
        reply = self.complete(request)
        yield LLMChunk(
            text=reply.text,
            reasoning=reply.reasoning or "",
            tool_calls=[{"index": at, **call} for at, call in enumerate(reply.tool_calls)] or None,
            finish_reason=reply.finish_reason,
            usage=reply.usage,
            model=reply.model,
        )

    def list_models(self, api_key: str | None = None) -> list[dict[str, Any]]:  # noqa: ARG002 - it has no account
        """The one that it is."""
        return [{"id": self.spec.model, "object": "model", "created": 0, "owned_by": self.spec.engine}]

    def _heard(self, first: Any, pieces: Iterator[Any]) -> Iterator[LLMChunk]:
        try:
            if first is not None:
                yield read_chunk(first)
            for piece in pieces:
                yield read_chunk(piece)
        except RailsError:
            raise
        except Exception as error:
            raise self._failure(error) from error
        finally:
            pieces.close()  # type: ignore[attr-defined]

    def _failure(self, error: Exception) -> ProviderError:
        return ProviderError(
            f"{type(self.target).__name__} failed with {type(error).__name__}.", model=self.spec.model
        )


def as_provider(llm: Any, transport: Transport) -> Provider:
    """A model that a caller hands in: ours as it is, another's behind our interface."""
    if isinstance(llm, Provider):
        return llm
    named = (getattr(llm, name, None) for name in MODEL_NAMES)
    model = next((name for name in named if isinstance(name, str)), type(llm).__name__)
    return ForeignModel(llm, ModelSpec(type="main", engine=type(llm).__name__, model=model), transport)


def provider_maker(cls: Any) -> Callable[[ModelSpec, Transport], Provider]:
    """What makes a provider out of a registered class: a class of ours as it is, another's behind ours."""
    if isinstance(cls, type) and issubclass(cls, Provider):
        return cls

    def make(spec: ModelSpec, transport: Transport) -> Provider:
        arguments = {**spec.options, **spec.parameters}
        names, open_ended = _parameters(cls)
        connection = {"base_url": spec.base_url, "api_key": spec.api_key}
        arguments |= {name: value for name, value in connection.items() if value}
        called = next((name for name in MODEL_NAMES if name in names), MODEL_NAMES[0])
        if called in names or open_ended:
            arguments[called] = spec.model
        try:
            target = cls(**arguments)
        except Exception as error:
            raise ConfigError(
                f"the model class {getattr(cls, '__name__', cls)!r} cannot be made: "
                f"{type(error).__name__}: {error}"
            ) from error
        return ForeignModel(target, spec, transport)

    return make


@dataclass(frozen=True, slots=True)
class _Method:
    """A method of the object, and what it takes."""

    call: Callable[..., Any]
    chat: bool
    #: The names of its parameters, and whether it takes others too.
    names: frozenset[str]
    open_ended: bool

    def ask(self, request: LLMRequest) -> Any:
        """Call it with what it takes of a request."""
        params = request.params
        if not self.open_ended:
            params = {name: value for name, value in params.items() if name in self.names}
        return self.call(_prompt(request.messages, chat=self.chat), **params)


def _methods(target: Any, known: Sequence[tuple[str, bool]]) -> list[_Method]:
    found = ((target if name == "__call__" else getattr(target, name, None), chat) for name, chat in known)
    return [_Method(call, chat, *_parameters(call)) for call, chat in found if callable(call)]


def _prompt(messages: Sequence[Message], *, chat: bool) -> Any:
    """A single question as its text; more as messages, or as one text for who knows nothing else."""
    if len(messages) == 1 and messages[0].get("role") == "user":
        return text_of(messages[0].get("content"))
    if chat:
        return list(messages)
    told = [f"{str(m.get('role', '')).capitalize()}: {text_of(m.get('content'))}" for m in messages]
    return "\n\n".join([*told, "Assistant:"])


def _parameters(function: Any) -> tuple[frozenset[str], bool]:
    """The names that can be given, and whether any others can."""
    try:
        parameters = inspect.signature(function).parameters
    except (ValueError, TypeError):
        return frozenset(), False
    return frozenset(parameters), any(p.kind is p.VAR_KEYWORD for p in parameters.values())


def _pieces(method: _Method, request: LLMRequest) -> Iterator[Any]:
    answer = method.ask(request)
    if inspect.isawaitable(answer):
        answer = drive(answer)
    if not hasattr(answer, "__anext__"):
        yield from answer
        return
    end = object()
    try:
        while (piece := drive(anext(answer, end))) is not end:
            yield piece
    finally:
        if hasattr(answer, "aclose"):
            drive(answer.aclose())
