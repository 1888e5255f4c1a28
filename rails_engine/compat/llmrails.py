"""``LLMRails``: the engine behind the methods, parameters and return values of the original.

What is awaited runs on a thread, so that an event loop is never blocked by a model.
"""

from __future__ import annotations

from asyncio import to_thread
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from rails_engine.compat.events import messages_of
from rails_engine.compat.explain import ExplainInfo, explain_turn
from rails_engine.compat.models import as_provider, provider_maker
from rails_engine.compat.options import plain_options
from rails_engine.compat.providers import REGISTRATIONS
from rails_engine.compat.responses import RailsResult, RailStatus, answer_of, make_response
from rails_engine.compat.runtime import Runtime
from rails_engine.compat.streaming import judged_pieces, listen, pieces, told
from rails_engine.compat.variables import call_variables
from rails_engine.compat.verbosity import set_verbose
from rails_engine.engine.builder import EngineBuilder
from rails_engine.engine.engine import RailsEngine
from rails_engine.errors import RailsError
from rails_engine.events import LISTEN, USER_SAID, published
from rails_engine.messages import new_user_turns
from rails_engine.options import parse_options
from rails_engine.pipeline.generation import PASSTHROUGH
from rails_engine.pipeline.telling import said_events
from rails_engine.transport import Transport
from rails_engine.turn import Finished, Turn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator, Sequence

    from rails_engine.compat.responses import GenerationResponse
    from rails_engine.compat.streaming import StreamingHandler
    from rails_engine.config.schema import RailsConfig
    from rails_engine.events import Event
    from rails_engine.messages import Message
    from rails_engine.turn import StreamEvent, TurnResult

    Answer = str | dict[str, Any] | GenerationResponse


class LLMRails:
    """The rails of a configuration around a model: its own, or ``llm``, which may be another library's."""

    def __init__(self, config: RailsConfig, llm: Any = None, verbose: bool = False) -> None:
        if verbose:
            set_verbose(verbose)
        self.config = config
        #: The model as it was handed in.
        self.llm = llm
        self.runtime = Runtime(self)
        self._transport = Transport(config.environ)
        self._last: tuple[Turn, TurnResult] | None = None
        main = None if llm is None else as_provider(llm, self._transport)
        builder = EngineBuilder(config, llm=main, transport=self._transport)
        self._builder = builder
        REGISTRATIONS.give(builder)
        #: What registrations go to: while users' code is loaded, what the engine is going to be made of.
        self._target: EngineBuilder | RailsEngine = builder
        builder.load_users_code(self)
        self._target = RailsEngine(config, builder=builder)

    @property
    def engine(self) -> RailsEngine:
        """The engine itself."""
        if isinstance(self._target, EngineBuilder):
            raise RailsError("The rails cannot be used before init(app) has returned.")
        return self._target

    def generate(
        self,
        prompt: str | None = None,
        messages: Sequence[Message] | None = None,
        options: Any = None,
        state: Any = None,
    ) -> Answer:
        """Answer: a prompt with a text, messages with a message; with options or a state, with a response."""
        turn = _turn(prompt, messages, options, state)
        with call_variables(messages if prompt is None else prompt, turn.options):
            result = self.engine.run(turn)
        self._last = turn, result
        return _answer(result, as_text=prompt is not None, whole=options is not None or state is not None)

    async def generate_async(
        self,
        prompt: str | None = None,
        messages: Sequence[Message] | None = None,
        options: Any = None,
        state: Any = None,
        streaming_handler: StreamingHandler | None = None,
    ) -> Answer:
        """The same, awaited. A handler is given the text as it comes."""
        if streaming_handler is None:
            return await to_thread(self.generate, prompt, messages, options, state)
        turn = _turn(prompt, messages, options, state, stream=True)
        request = messages if prompt is None else prompt
        try:
            async for event in listen(partial(self._stream, turn, request, streaming_handler)):
                for chunk in told(event):
                    await streaming_handler.push_chunk(chunk)
                if isinstance(event, Finished):
                    result = event.result
        finally:
            await streaming_handler.push_chunk(None)
        return _answer(result, as_text=prompt is not None, whole=options is not None or state is not None)

    def stream_async(
        self,
        prompt: str | None = None,
        messages: Sequence[Message] | None = None,
        options: Any = None,
        state: Any = None,
        include_metadata: bool = False,
        generator: AsyncIterator[str] | None = None,
    ) -> AsyncIterator[Any]:
        """The answer piece by piece. An error is the last piece, as JSON.

        With a ``generator`` its text takes the place of the model's, and only the output rails run.
        """
        turn = _turn(prompt, messages, options, state, stream=True)
        request = messages if prompt is None else prompt
        if generator is None:
            return pieces(partial(self._stream, turn, request), metadata=include_metadata)
        return judged_pieces(self.engine.parts, turn, generator, metadata=include_metadata)

    def check(self, messages: Sequence[Message], rail_types: Sequence[str] | None = None) -> RailsResult:
        """What the rails say of a conversation's last message, without an answer of the model."""
        kinds = None if rail_types is None else [str(kind) for kind in rail_types]
        found = self.engine.check(messages, kinds)
        return RailsResult(RailStatus(found.status), found.content, found.rail)

    async def check_async(
        self, messages: Sequence[Message], rail_types: Sequence[str] | None = None
    ) -> RailsResult:
        """The same, awaited."""
        return await to_thread(self.check, messages, rail_types)

    def generate_events(self, events: Sequence[Event]) -> list[Event]:
        """What follows from the events of a conversation, the last of which is new."""
        turn = Turn(messages=messages_of(events))
        with call_variables(events, turn.options):
            result = self.engine.run(turn)
        self._last = turn, result
        new = [event for event in result.record.events if event["type"] != USER_SAID]
        return [published(event) for event in (*new, {"type": LISTEN})]

    async def generate_events_async(self, events: Sequence[Event]) -> list[Event]:
        """The same, awaited."""
        return await to_thread(self.generate_events, events)

    def explain(self) -> ExplainInfo:
        """The model calls of the last call, and its conversation in Colang."""
        if self._last is None:
            return ExplainInfo()
        turn, result = self._last
        if turn.state:
            earlier = list(turn.state.get("events") or ())
        else:
            chat = [m for m in turn.messages if m.get("role") not in {"context", "event"}]
            asked = new_user_turns(chat)
            earlier = said_events(chat[: asked[0]] if asked else chat)
        return explain_turn(result, earlier)

    @property
    def explain_info(self) -> ExplainInfo:
        """The same."""
        return self.explain()

    @property
    def passthrough_fn(self) -> Callable[..., Any] | None:
        """What answers in place of the main model."""
        return self._builder.passthrough_fn

    @passthrough_fn.setter
    def passthrough_fn(self, function: Callable[..., Any]) -> None:
        self.register_action(function, PASSTHROUGH)

    def update_llm(self, llm: Any) -> Self:
        """Another main model."""
        self.llm = llm
        self.engine.update_llm(as_provider(llm, self._transport))
        return self

    def register_action(self, action: Any, name: str | None = None) -> Self:
        """An action that flows may execute."""
        self._target.register_action(action, name)
        return self

    def register_action_param(self, name: str, value: Any) -> Self:
        """A value for actions that declare a parameter of this name."""
        self._target.register_action_param(name, value)
        return self

    def register_filter(self, filter_fn: Callable[..., Any], name: str | None = None) -> Self:
        """A filter for prompt templates."""
        self._target.register_filter(filter_fn, name)
        return self

    def register_output_parser(self, output_parser: Callable[..., Any], name: str) -> Self:
        """A parser that prompts may name."""
        self._target.register_output_parser(output_parser, name)
        return self

    def register_prompt_context(self, name: str, value_or_fn: Any) -> Self:
        """A variable of every prompt: a value, or a function that gives it."""
        self._target.register_prompt_context(name, value_or_fn)
        return self

    def register_embedding_provider(self, cls: type, name: str | None = None) -> Self:
        """A class that turns texts into vectors."""
        self._target.register_embedding_provider(cls, name)
        return self

    def register_embedding_search_provider(self, name: str, cls: type) -> Self:
        """A class that keeps texts and finds like ones."""
        self._target.register_embedding_search_provider(name, cls)
        return self

    def register_llm_provider(self, name: str, cls: Any) -> Self:
        """A class that answers as a model, for ``engine: <name>``."""
        self._target.register_llm_provider(name, provider_maker(cls))
        return self

    def _stream(
        self, turn: Turn, request: Any, handler: StreamingHandler | None = None
    ) -> Iterator[StreamEvent]:
        with call_variables(request, turn.options, handler):
            for event in self.engine.run_stream(turn):
                if isinstance(event, Finished):
                    self._last = turn, event.result
                yield event


def _turn(
    prompt: str | None,
    messages: Sequence[Message] | None,
    options: Any,
    state: Any,
    *,
    stream: bool = False,
) -> Turn:
    if (prompt is None) == (messages is None):
        raise ValueError("Give either a prompt or messages.")
    asked = [{"role": "user", "content": prompt}] if messages is None else messages
    return Turn(messages=asked, options=parse_options(plain_options(options)), state=state, stream=stream)


def _answer(result: TurnResult, *, as_text: bool, whole: bool) -> Answer:
    if whole:
        return make_response(result, as_text=as_text)
    message = dict(answer_of(result))
    return result.content if as_text and result.exception is None else message
