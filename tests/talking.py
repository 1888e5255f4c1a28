"""A bot for tests: a real engine around a model that is told by task what to say."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from rails_engine import EngineBuilder, LLMReply, LLMRequest, RailsConfig, RailsEngine, Turn, parse_options
from rails_engine.llm.providers.scripted import ScriptedProvider
from rails_engine.turn import Delta, Finished

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rails_engine.turn import RailRun, StreamEvent, TurnResult

MODEL = "models: [{type: main, engine: openai, model: m, parameters: {api_key: k}}]\n"
REFUSAL = "I'm sorry, I can't respond to that."
INTERNAL_ERROR = "I'm sorry, an internal error has occurred."
ANSWER = "an answer"

Message = dict[str, Any]
_NEVER = threading.Event()


def user(text: Any) -> Message:
    return {"role": "user", "content": text}


def assistant(text: str) -> Message:
    return {"role": "assistant", "content": text}


def system(text: str) -> Message:
    return {"role": "system", "content": text}


class Bot:
    """``Bot(yaml, colang, actions={…}, general="hi", self_check_input=["No", "Yes"])``.

    What stands for a task is a reply for each of its calls (a tuple: one in pieces), a list of replies in
    order, or a function of the request. ``general`` says "an answer" unless told otherwise; a call for any other task is a mistake.
    """

    def __init__(
        self,
        yaml: str = "",
        colang: str | None = None,
        *,
        actions: dict[str, Any] | None = None,
        config: RailsConfig | None = None,
        register: Callable[[EngineBuilder], Any] = lambda builder: builder,
        **replies: Any,
    ) -> None:
        self.replies = {"general": ANSWER, **replies}
        self.llm = ScriptedProvider(self._reply)
        made = config or RailsConfig.from_content(yaml=MODEL + yaml, colang=colang, environ={})
        builder = EngineBuilder(made, llm=self.llm).load_users_code()
        for name, action in (actions or {}).items():
            builder.register_action(action, name)
        register(builder)
        self.engine = RailsEngine(made, builder=builder)

    def _reply(self, request: LLMRequest) -> Any:
        assert request.task in self.replies, f"a call for {request.task!r} was not expected"
        reply = self.replies[request.task]
        if callable(reply):
            reply = reply(request)
        elif isinstance(reply, list):
            assert reply, f"one more call for {request.task!r} was not expected"
            reply = reply.pop(0)
        if isinstance(reply, Exception):
            raise reply
        return reply

    def turn(self, *messages: str | Message, **how: Any) -> Turn:
        asked = [user(m) if isinstance(m, str) else m for m in messages]
        return Turn(messages=asked, options=parse_options(how.pop("options", None)), **how)

    def say(self, *messages: str | Message, **how: Any) -> TurnResult:
        return self.engine.run(self.turn(*messages, **how))

    def stream(self, *messages: str | Message, **how: Any) -> list[StreamEvent]:
        return list(self.engine.run_stream(self.turn(*messages, stream=True, **how)))

    def requests(self, task: str = "general") -> list[LLMRequest]:
        return [request for request in self.llm.requests if request.task == task]

    def sent(self, task: str = "general") -> list[Message]:
        """The messages of the last call for a task."""
        return list(self.requests(task)[-1].messages)

    @property
    def tasks(self) -> list[str]:
        return [request.task for request in self.llm.requests]


def wait_until_given_up(request: LLMRequest) -> Any:
    """What a model does that never answers: it notices, sooner or later, that nobody waits any more."""
    for _ in range(2_000):
        if request.on_wait is not None:
            request.on_wait()
        _NEVER.wait(0.005)
    raise AssertionError("nobody has given this call up")


def lines(result: TurnResult, kind: str | None = None) -> list[tuple[str, str, str | None]]:
    """(name, status, verdict) of the record."""
    return [(r.name, r.status, r.verdict) for r in result.record.rails if kind is None or r.kind == kind]


def line(result: TurnResult, name: str) -> RailRun:
    """The last line of a name."""
    return [rail for rail in result.record.rails if rail.name == name][-1]


def text_of_stream(events: Sequence[StreamEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, Delta))


def result_of(events: Sequence[StreamEvent]) -> TurnResult:
    last = events[-1]
    assert isinstance(last, Finished)
    return last.result


def reply(text: str = "", **rest: Any) -> LLMReply:
    return LLMReply(text=text, **rest)


def kinds(result: TurnResult) -> list[str]:
    """The types of the events that were recorded."""
    return [event["type"] for event in result.record.events]
