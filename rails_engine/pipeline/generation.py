"""The main call: what the model is sent, and what becomes of its reply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rails_engine import events as ev
from rails_engine.actions.perform import perform
from rails_engine.config.schema import DEFAULT_INSTRUCTIONS
from rails_engine.dialog.calls import main_params
from rails_engine.dialog.parts import prompt_variables
from rails_engine.messages import Message, text_of
from rails_engine.pipeline.stream import Opened, stream_reply
from rails_engine.prompts.tasks import CONTEXT_HEADING
from rails_engine.turn import Delta, ToolCallsDelta

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rails_engine.actions.context import Scope
    from rails_engine.llm.base import LLMReply
    from rails_engine.pipeline.answer import Answer
    from rails_engine.pipeline.early import Early
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
    yield from answer_raw(run, answer, "generate user intent", early)
    answer.done = True


def retrieve(run: TurnRun, answer: Answer) -> bool:
    """Fetch what the knowledge base has on the question, once a turn. False: a retrieval rail ended it."""
    context = run.scope.context
    question = str(context["user_message"])
    if not run.parts.retrieves or run.retrieved_for == question:
        return True
    run.retrieved_for = question
    action = "retrieve_relevant_chunks"
    line = run.open_line("generation", "retrieve relevant chunks")
    line.decisions.append(f"execute {action}")
    finished, _ = perform(run.scope, action, {}, "relevant_chunks", into=line.actions)
    line.finished_at = line.actions[0].finished_at
    found = finished["return_value"]
    if isinstance(found, str):
        context["relevant_chunks"] = found
    context["retrieved_for"] = question
    return run.judge_chunks(answer)


def answer_raw(run: TurnRun, answer: Answer, step: str, early: Early | None = None) -> Iterator[StreamEvent]:
    """The main call itself, streamed where the turn is. ``step`` is its name on the record."""
    if run.parts.answers_by_function:
        yield from _answer_by_function(run, answer, step)
        return
    with run.working("generation", step, step.replace(" ", "_")):
        messages, params = main_request(run, run.scope)
        run.scope.context["_last_bot_prompt"] = messages
        begun = early is not None and early.fits(messages, params)
        if early is not None and not begun:
            early.give_up()
        if run.turn.stream:
            if early is not None and begun:
                opened = early.take()
            else:
                opened = Opened(*run.scope.model(TASK).stream(messages, task=TASK, params=params))
            yield from stream_reply(run, answer, opened)
            return
        if early is not None and begun:
            reply = early.take()
        else:
            reply = run.scope.model(TASK).complete(messages, task=TASK, params=params)
    yield from finish_reply(run, answer, reply)


def _answer_by_function(run: TurnRun, answer: Answer, step: str) -> Iterator[StreamEvent]:
    line = run.open_line("generation", step)
    line.decisions.append(f"execute {PASSTHROUGH}")
    finished, _ = perform(run.scope, PASSTHROUGH, {}, "passthrough_output", into=line.actions)
    line.finished_at = line.actions[0].finished_at
    out = finished["return_value"]
    text, more = (out[0], out[1] if len(out) > 1 else None) if isinstance(out, tuple) and out else (out, None)
    run.scope.context["passthrough_output"] = more
    yield from say_judged(run, answer, "" if text is None else str(text))


def main_request(run: TurnRun, scope: Scope) -> tuple[Sequence[Message], dict[str, Any]]:
    """The messages and parameters of the main call."""
    messages, params = run.conversation.messages, main_params(scope)
    config = scope.config
    if config.passthrough:
        return messages, params
    if scope.toolbox.prompts.own(TASK):
        prompt = scope.prompt(TASK)
        if prompt.own:
            if prompt.stop:
                params.setdefault("stop", list(prompt.stop))
            if prompt.max_tokens and "max_completion_tokens" not in params:
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
        note_reasoning(run, reply.reasoning)
    if reply.tool_calls and not run.judge_tool_calls(answer, reply.tool_calls):
        yield from run.refusal(answer)
        return
    if reply.text or not reply.tool_calls:
        yield from say_judged(run, answer, reply.text)
        if answer.blocked_by is not None:
            return
    if reply.choices:
        judge_choices(run, answer, reply.choices)
    if answer.tool_calls:
        yield ToolCallsDelta(tuple(answer.tool_calls))


def note_reasoning(run: TurnRun, reasoning: str) -> None:
    """Output rails may read what the model thought."""
    run.scope.context["bot_thinking"] = reasoning
    run.record.events.append({"type": ev.BOT_THINKING, "content": reasoning})


def say_judged(run: TurnRun, answer: Answer, text: str) -> Iterator[StreamEvent]:
    """A text of the model: through the output rails, then to the user."""
    run.record.events.append(ev.bot_message(text))
    if not run.judge_output(answer, text):
        yield from run.refusal(answer)
        return
    final = str(run.scope.context["bot_message"])
    yield Delta(answer.separated(final))
    answer.say(final)
    run.said(final)


def judge_choices(run: TurnRun, answer: Answer, choices: Sequence[Message]) -> None:
    """``n > 1``: each further answer goes through the rails by itself; a refused one says so."""
    context = run.scope.context
    first, calls = context.get("bot_message"), context.get("tool_calls")
    answer.choices = [_judged_choice(run, choice) for choice in choices]
    context["bot_message"], context["tool_calls"] = first, calls


def _judged_choice(run: TurnRun, choice: Message) -> Message:
    runner, scope, rails = run.parts.runner, run.scope, run.options.rails
    judged = dict(choice)
    if choice.get("tool_calls"):
        scope.context["tool_calls"] = choice["tool_calls"]
        verdict = runner.run("tool_output", scope, rails.tool_output)
        if verdict.blocked:
            return {"role": "assistant", "content": verdict.words, "finish_reason": "content_filter"}
        judged["tool_calls"] = scope.context["tool_calls"]
    text = text_of(choice.get("content"))
    if text or not choice.get("tool_calls"):
        scope.context["bot_message"] = text
        verdict = runner.run("output", scope, rails.output)
        if verdict.blocked:
            return {"role": "assistant", "content": verdict.words, "finish_reason": "content_filter"}
        judged["content"] = str(scope.context["bot_message"])
    judged.setdefault("finish_reason", "stop")
    return judged
