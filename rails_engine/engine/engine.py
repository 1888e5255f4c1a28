"""The public face of the engine: hand in a conversation, get an answer that the rails have passed."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any, Self

from rails_engine.engine.builder import EngineBuilder
from rails_engine.errors import BadOptionError
from rails_engine.options import parse_options
from rails_engine.pipeline.check import run_check
from rails_engine.pipeline.run import TurnRun, run_turn
from rails_engine.turn import CheckResult, Turn, TurnResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rails_engine.config.schema import RailsConfig
    from rails_engine.llm.base import Provider
    from rails_engine.messages import Message
    from rails_engine.pipeline.parts import Parts
    from rails_engine.turn import StreamEvent


class RailsEngine:
    """Shared by all threads. Its parts are never changed, only swapped as a whole by ``register_*``."""

    def __init__(
        self, config: RailsConfig, *, llm: Provider | None = None, builder: EngineBuilder | None = None
    ) -> None:
        """``builder`` is one of this configuration that has loaded its users' code, where one is at hand."""
        self._builder = builder or EngineBuilder(config, llm=llm).load_users_code()
        self._parts = self._builder.build()
        self._swap = threading.Lock()

    @property
    def config(self) -> RailsConfig:
        """The configuration that it was made from."""
        return self._parts.toolbox.config

    @property
    def parts(self) -> Parts:
        """What its turns share."""
        return self._parts

    def run(self, turn: Turn) -> TurnResult:
        """Carry out a turn."""
        return run_turn(self._parts, turn)

    def run_stream(self, turn: Turn) -> Iterator[StreamEvent]:
        """Carry out a turn, giving its events as they come; the last is ``Finished``."""
        return TurnRun(self._parts, turn).stream()

    def generate(
        self,
        messages: Sequence[Message] | None = None,
        *,
        prompt: str | None = None,
        options: Any = None,
        state: Mapping[str, Any] | None = None,
        context: Mapping[str, Any] | None = None,
        params: Mapping[str, Any] | None = None,
        model: str | None = None,
    ) -> TurnResult:
        """Answer a conversation, or a single prompt."""
        return self.run(_turn(messages, prompt, options, state, context, params, model))

    def stream(
        self,
        messages: Sequence[Message] | None = None,
        *,
        prompt: str | None = None,
        options: Any = None,
        state: Mapping[str, Any] | None = None,
        context: Mapping[str, Any] | None = None,
        params: Mapping[str, Any] | None = None,
        model: str | None = None,
    ) -> Iterator[StreamEvent]:
        """Answer piece by piece. Nothing that a rail has not passed is given out."""
        turn = _turn(messages, prompt, options, state, context, params, model, stream=True)
        return self.run_stream(turn)

    def check(
        self,
        messages: Sequence[Message],
        rail_types: Sequence[str] | None = None,
        *,
        context: Mapping[str, Any] | None = None,
        keys: Mapping[str, str] | None = None,
        on_wait: Callable[[], None] | None = None,
    ) -> CheckResult:
        """What the rails say of a conversation's last message; the main model is not called."""
        turn = Turn(messages=messages, context=context or {}, keys=keys or {}, on_wait=on_wait)
        return run_check(self._parts, turn, rail_types)

    def register_action(self, action: Any, name: str | None = None) -> Self:
        """An action that flows may execute."""
        return self.rebuild(lambda b: b.register_action(action, name))

    def register_action_param(self, name: str, value: Any) -> Self:
        """A value for actions that declare a parameter of this name."""
        return self.rebuild(lambda b: b.register_action_param(name, value))

    def register_filter(self, filter_fn: Callable[..., Any], name: str | None = None) -> Self:
        """A filter for prompt templates."""
        return self.rebuild(lambda b: b.register_filter(filter_fn, name))

    def register_output_parser(self, output_parser: Callable[..., Any], name: str) -> Self:
        """A parser that prompts may name."""
        return self.rebuild(lambda b: b.register_output_parser(output_parser, name))

    def register_prompt_context(self, name: str, value_or_fn: Any) -> Self:
        """A variable of every prompt."""
        return self.rebuild(lambda b: b.register_prompt_context(name, value_or_fn))

    def register_embedding_provider(self, cls: type, name: str | None = None) -> Self:
        """A class that turns texts into vectors."""
        return self.rebuild(lambda b: b.register_embedding_provider(cls, name))

    def register_embedding_search_provider(self, name: str, cls: type) -> Self:
        """A class that keeps texts and finds like ones."""
        return self.rebuild(lambda b: b.register_embedding_search_provider(name, cls))

    def register_llm_provider(self, name: str, cls: Any) -> Self:
        """A class that answers as a model."""
        return self.rebuild(lambda b: b.register_llm_provider(name, cls))

    def update_llm(self, llm: Provider) -> Self:
        """Another main model."""
        return self.rebuild(lambda b: b.use_llm(llm))

    def rebuild(self, change: Callable[[EngineBuilder], Any]) -> Self:
        """Let a function register what it likes, then swap the parts once; or not at all, if it cannot be."""
        with self._swap:
            trial = self._builder.copy()
            change(trial)
            self._parts = trial.build()
            self._builder.adopt(trial)
        return self


def _turn(
    messages: Sequence[Message] | None,
    prompt: str | None,
    options: Any,
    state: Mapping[str, Any] | None,
    context: Mapping[str, Any] | None,
    params: Mapping[str, Any] | None,
    model: str | None,
    *,
    stream: bool = False,
) -> Turn:
    if (messages is None) == (prompt is None):
        raise BadOptionError("give either messages or prompt")
    asked = messages if messages is not None else [{"role": "user", "content": prompt}]
    return Turn(
        messages=asked,
        options=parse_options(options),
        state=state,
        context=context or {},
        params=params or {},
        model=model,
        stream=stream,
    )
