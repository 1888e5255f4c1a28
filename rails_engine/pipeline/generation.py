"""The main call: what the model is sent, and what becomes of its reply."""

from __future__ import annotations

from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeoutError
from typing import TYPE_CHECKING, Any

from rails_engine import events as ev
from rails_engine.actions.perform import perform
from rails_engine.config.schema import DEFAULT_INSTRUCTIONS
from rails_engine.dialog.calls import main_params
from rails_engine.dialog.parts import prompt_variables
from rails_engine.messages import Message, text_of
from rails_engine.pipeline.stream import stream_reply
from rails_engine.prompts.tasks import CONTEXT_HEADING
from rails_engine.rails.plan import selected
from rails_engine.rails.runner import WAIT_SLICE, GivenUpError
from rails_engine.turn import Delta, ToolCallsDelta

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rails_engine.actions.context import Scope
    from rails_engine.llm.base import LLMReply
    from rails_engine.pipeline.answer import Answer
    from rails_engine.pipeline.run import TurnRun
    from rails_engine.turn import StreamEvent

TASK = "general"
#: The name under which a user's ``passthrough_fn`` is registered as an action.
PASSTHROUGH = "passthrough_fn"


def generate(run: TurnRun, answer: Answer, early: Early | None = None) -> Iterator[StreamEvent]:
    """Answer by the model, with what retrieval found."""
    if not retrieve(run, answer):
        yield from run.refusal(answer)
        return
    yield from answer_raw(run, answer, early)


def retrieve(run: TurnRun, answer: Answer) -> bool:
    """Fetch what the knowledge base has on the question, once a turn. False: a retrieval rail ended it."""
    context = run.scope.context
    question = context.get("user_message")
    if not run.parts.retrieves or context.get("retrieved_for") == question:
        return True
    finished, _ = perform(run.scope, "retrieve_relevant_chunks", {}, "relevant_chunks")
    found = finished["return_value"]
    if isinstance(found, str):
        context["relevant_chunks"] = found
    context["retrieved_for"] = question
    return run.judge_chunks(answer)


def answer_raw(run: TurnRun, answer: Answer, early: Early | None = None) -> Iterator[StreamEvent]:
    """The main call itself, streamed where the turn is."""
    if run.parts.answers_by_function:
        yield from _answer_by_function(run, answer)
        return
    with run.working("generation", "generate user intent", "generate_user_intent"):
        if early is not None and early.fits(run):
            reply = early.reply(run.scope.on_wait)
        else:
            if early is not None:
                early.give_up()
            messages, params = main_request(run, run.scope)
            run.scope.context["_last_bot_prompt"] = messages
            if run.turn.stream:
                yield from stream_reply(run, answer, messages, params)
                return
            reply = run.scope.model(TASK).complete(messages, task=TASK, params=params)
    yield from finish_reply(run, answer, reply)


def _answer_by_function(run: TurnRun, answer: Answer) -> Iterator[StreamEvent]:
    finished, _ = perform(run.scope, PASSTHROUGH, {}, "passthrough_output")
    out = finished["return_value"]
    text = out[0] if isinstance(out, tuple) else out
    run.scope.context["passthrough_output"] = out[1] if isinstance(out, tuple) else None
    yield from say_judged(run, answer, str(text))


def main_request(run: TurnRun, scope: Scope) -> tuple[Sequence[Message], dict[str, Any]]:
    """The messages and parameters of the main call."""
    messages, params = run.conversation.messages, main_params(scope)
    config, prompts = scope.config, scope.toolbox.prompts
    if config.passthrough:
        return messages, params
    if prompts.own(TASK):
        prompt = scope.prompt(TASK)
        if prompt.stop:
            params.setdefault("stop", list(prompt.stop))
        if prompt.max_tokens:
            params.setdefault("max_tokens", prompt.max_tokens)
        return prompt.render(prompt_variables(scope, prompt, {})), params
    system = "" if config.instructions is DEFAULT_INSTRUCTIONS else scope.general_instructions
    chunks = scope.context.get("relevant_chunks")
    if chunks:
        system = f"{system}\n\n{CONTEXT_HEADING}\n{chunks}".strip()
    if not system:
        return messages, params
    return [{"role": "system", "content": system}, *messages], params


def finish_reply(run: TurnRun, answer: Answer, reply: LLMReply) -> Iterator[StreamEvent]:
    """Have a whole reply judged, and say what is left of it."""
    answer.reply = reply
    if reply.reasoning:
        run.scope.context["bot_thinking"] = reply.reasoning
        run.record.events.append({"type": ev.BOT_THINKING, "content": reply.reasoning})
    if reply.tool_calls and not run.judge_tool_calls(answer, reply.tool_calls):
        yield from run.refusal(answer)
        return
    if reply.text or not reply.tool_calls:
        yield from say_judged(run, answer, reply.text)
    if answer.blocked_by is None and reply.choices:
        judge_choices(run, answer, reply.choices)
    if answer.tool_calls and answer.blocked_by is None:
        yield ToolCallsDelta(tuple(answer.tool_calls))
    answer.done = True


def say_judged(run: TurnRun, answer: Answer, text: str) -> Iterator[StreamEvent]:
    """A text of the model: through the output rails, then to the user."""
    run.record.events.append(ev.bot_message(text))
    if not run.judge_output(answer, text):
        yield from run.refusal(answer)
        return
    final = str(run.scope.context["bot_message"])
    yield Delta(f"\n{final}" if answer.said else final)
    answer.say(final)
    run.said(final)
    answer.done = True


def judge_choices(run: TurnRun, answer: Answer, choices: Sequence[Message]) -> None:
    """``n > 1``: each further answer goes through the output rails by itself; a refused one says so."""
    kept: list[Message] = []
    first = run.scope.context.get("bot_message")
    for choice in choices:
        text = text_of(choice.get("content"))
        run.scope.context["bot_message"] = text
        verdict = run.parts.runner.run("output", run.scope, run.options.rails.output)
        words = "\n".join(verdict.said) if verdict.blocked else str(run.scope.context["bot_message"])
        reason = "content_filter" if verdict.blocked else choice.get("finish_reason", "stop")
        kept.append({**choice, "content": words, "finish_reason": reason})
    run.scope.context["bot_message"] = first
    answer.choices = kept


class Early:
    """The main call, begun while the input rails still run. Nothing of it is used before they pass."""

    def __init__(self, run: TurnRun) -> None:
        self._given_up = False
        self._question = run.scope.context.get("user_message")
        scope = run.scope.branch(dict(run.scope.context))
        scope.on_wait = self._check
        messages, params = main_request(run, scope)
        handle = scope.model(TASK)
        self._future: Future[LLMReply] = run.parts.runner.pool().submit(
            handle.complete, list(messages), task=TASK, params=params
        )

    def _check(self) -> None:
        if self._given_up:
            raise GivenUpError

    def fits(self, run: TurnRun) -> bool:
        """Whether the question is still the one that was sent."""
        return bool(run.scope.context.get("user_message") == self._question)

    def reply(self, on_wait: Any) -> LLMReply:
        """Wait for the answer."""
        while True:
            try:
                return self._future.result(timeout=WAIT_SLICE)
            except FutureTimeoutError:
                if self._future.done():
                    raise
                if on_wait is not None:
                    on_wait()

    def give_up(self) -> None:
        """Nobody wants the answer any more: the call ends at its next wait."""
        self._given_up = True
        self._future.cancel()


def start_early(run: TurnRun) -> Early | None:
    """Begin the main call where the configuration asks for it and nothing before it could change it."""
    config, parts, rails = run.scope.config, run.parts, run.options.rails
    if not config.rails.input.speculative_generation or not run.conversation.asked or not rails.dialog:
        return None
    if parts.follows_flows or parts.retrieves or parts.answers_by_function or run.turn.stream:
        return None
    if not any(selected(rail, rails.input) for rail in parts.plan.of("input")):
        return None
    return Early(run)
