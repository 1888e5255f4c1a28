"""One turn, from the question to the result: input rails, dialog or the model, output rails.

It is written as a generator of stream events. A turn that is not streamed has only one, the last.
Whatever blocks, fails or answers on the way comes to an :class:`Answer`; ``report.py`` makes the
result of it.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from rails_engine import events as ev
from rails_engine.actions.context import Scope
from rails_engine.colang.history import HIDDEN_TEXT
from rails_engine.dialog.bot_message import written_message
from rails_engine.errors import ActionError, ConfigError, ExpressionError, FlowLimitError
from rails_engine.messages import text_of, untrusted_texts, with_text
from rails_engine.pipeline.answer import Answer
from rails_engine.pipeline.conversation import open_conversation
from rails_engine.pipeline.dialog import follow_dialog
from rails_engine.pipeline.early import start_early
from rails_engine.pipeline.generation import generate
from rails_engine.pipeline.report import make_result
from rails_engine.pipeline.telling import heard_event
from rails_engine.rails.runner import SUBJECTS
from rails_engine.turn import Blocked, Delta, ExecutedAction, Finished, RailRun, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rails_engine.colang.wishes import Say
    from rails_engine.pipeline.conversation import Conversation
    from rails_engine.pipeline.early import Early
    from rails_engine.pipeline.parts import Parts
    from rails_engine.rails.runner import Verdict
    from rails_engine.turn import StreamEvent, Turn, TurnResult

INTERNAL_ERROR = "I'm sorry, an internal error has occurred."


class TurnRun:
    """One turn under way."""

    def __init__(self, parts: Parts, turn: Turn) -> None:
        self.parts = parts
        self.turn = turn
        self.options = turn.options
        parts.plan.check(self.options.rails)
        self.record = Record(started_at=time.time())
        self.conversation: Conversation = open_conversation(parts, turn)
        context = self.conversation.context
        context["config"] = parts.toolbox.config
        context["generation_options"] = turn.options
        context["last_user_message"] = context["user_message"] = self.conversation.last_asked
        self.scope = Scope(parts.toolbox, turn, self.record, context, self.conversation.earlier)
        #: The question for which chunks have been retrieved in this turn.
        self.retrieved_for: str | None = None

    def stream(self) -> Iterator[StreamEvent]:
        """Carry the turn out."""
        answer = Answer()
        try:
            yield from self._answer(answer)
        except (ActionError, ExpressionError, FlowLimitError) as error:
            answer.fail(INTERNAL_ERROR, error)
            self._forget_turn()
        yield Finished(make_result(self, answer))

    def _forget_turn(self) -> None:
        """What broke is hidden from later prompts, and no flow goes on from it."""
        self.record.events += (
            ev.bot_intent("inform internal error occurred"),
            ev.bot_said(INTERNAL_ERROR),
            ev.bot_intent(ev.STOP_INTENT),
            {"type": ev.HIDE_PREVIOUS_TURN},
        )
        self.conversation.state.hide_turn()
        self._reset_flows()

    def _answer(self, answer: Answer) -> Iterator[StreamEvent]:
        conversation = self.conversation
        conversation.state.begin_turn()
        if conversation.asked:
            self.record.events.append(ev.user_said(conversation.last_asked))
        early = start_early(self)
        try:
            verdict = self._judge_tools() or self.judge_input()
            if verdict is not None:
                self.end_blocked(answer, verdict)
                yield from self.refusal(answer)
            elif self.options.rails.dialog:
                yield from self._respond(answer, early)
            else:
                yield from self._judge_only(answer)
        finally:
            if early is not None:
                early.give_up()

    def _respond(self, answer: Answer, early: Early | None) -> Iterator[StreamEvent]:
        conversation = self.conversation
        self._note_question()
        if self.parts.follows_flows:
            yield from follow_dialog(self, answer)
        if not answer.done and (conversation.asked or conversation.fresh_tools()):
            yield from generate(self, answer, early)

    def _note_question(self) -> None:
        question = self.conversation.question
        if question is not None:
            self.record.events.append(heard_event(question.get("content")))

    def judge_input(self) -> Verdict | None:
        """Input rails over every question that nobody has answered, the oldest first."""
        chosen = self.options.rails.input
        conversation, context = self.conversation, self.scope.context
        for index in conversation.asked:
            message = conversation.chat[index]
            text = text_of(message.get("content"))
            context["user_message"] = text
            self.scope.untrusted = untrusted_texts(message.get("content"))
            verdict = self.parts.runner.run("input", self.scope, chosen)
            if verdict.blocked:
                return verdict
            if context["user_message"] != text:
                conversation.chat[index] = with_text(message, str(context["user_message"]))
        return None

    def _judge_tools(self) -> Verdict | None:
        """Tool rails over every tool result since the model asked for it."""
        conversation, context = self.conversation, self.scope.context
        for index in conversation.fresh_tools():
            message = conversation.chat[index]
            text = text_of(message.get("content"))
            context["tool_message"], context["tool_name"] = text, message.get("name")
            context["tool_call_id"] = message.get("tool_call_id")
            verdict = self.parts.runner.run("tool_input", self.scope, self.options.rails.tool_input)
            if verdict.blocked:
                message = with_text(message, HIDDEN_TEXT)
            elif context["tool_message"] != text:
                message = conversation.chat[index] = with_text(message, str(context["tool_message"]))
            self.record.events.append({"type": ev.USER_TOOL_MESSAGES, "tool_messages": [message]})
            if verdict.blocked:
                return verdict
        return None

    def _judge_only(self, answer: Answer) -> Iterator[StreamEvent]:
        """No dialog, so no main call: judge the assistant's last message, or give the question back."""
        conversation = self.conversation
        self._note_question()
        if conversation.answered and self.options.rails.output:
            if not self.judge_output(answer, text_of(conversation.chat[-1].get("content"))):
                yield from self.refusal(answer)
                return
            answer.say(str(self.scope.context["bot_message"]))
            self.said(answer.text)
        else:
            answer.say(str(self.scope.context["user_message"]))
        answer.done = True
        yield Delta(answer.text)

    def speak(self, wish: Say) -> str | None:
        """The words that the configuration has for a bot message."""
        try:
            return written_message(self.scope, self.parts.dialogue, wish, self.conversation.spoken)
        except ConfigError as error:
            raise ExpressionError(f"The bot message {wish.intent!r} cannot be filled in: {error}") from error

    def open_line(self, kind: str, name: str) -> RailRun:
        """A step of the engine's own goes on the record as a rail's would."""
        line = RailRun(kind=kind, name=name, started_at=time.time())
        self.record.rails.append(line)
        return line

    @contextmanager
    def working(self, kind: str, name: str, action: str) -> Iterator[None]:
        """A step that calls models by itself, under the name of the action that it stands for."""
        line = self.open_line(kind, name)
        step = ExecutedAction(name=action, params={}, started_at=line.started_at)
        line.decisions.append(f"execute {action}")
        line.actions.append(step)
        outer, self.scope.action = self.scope.action, step
        try:
            yield
        finally:
            self.scope.action = outer
            step.finished_at = line.finished_at = time.time()

    def note_step(self, flow: str, decision: str) -> RailRun:
        """A flow of the dialog decided something."""
        last = self.record.rails[-1] if self.record.rails else None
        if last is None or last.kind != "dialog" or last.name != flow:
            last = self.open_line("dialog", flow)
        last.decisions.append(decision)
        last.finished_at = time.time()
        return last

    def said(self, text: str) -> None:
        """The user has been told this."""
        self.scope.context["last_bot_message"] = text
        self.record.events.append(ev.bot_said(text))

    def refusal(self, answer: Answer) -> Iterator[StreamEvent]:
        """What a stream hears of a block: the refusal of an input rail is an answer, the others cut it."""
        rail = answer.blocked_by
        if rail is not None and rail.kind not in {"input", "tool_input"}:
            yield Blocked(rail.name, answer.text)
        elif answer.text:
            yield Delta(answer.text)

    def judge_output(self, answer: Answer, text: str) -> bool:
        """Output rails over a whole text, which they may rewrite in the context. False: blocked."""
        self.scope.context["bot_message"] = text
        return self._passes("output", answer)

    def judge_tool_calls(self, answer: Answer, calls: list[dict[str, Any]]) -> bool:
        """Tool rails over the calls that the model wishes to make."""
        self.scope.context["tool_calls"] = calls
        self.record.events.append({"type": ev.BOT_TOOL_CALLS, "tool_calls": calls})
        if not self._passes("tool_output", answer):
            return False
        answer.tool_calls = list(self.scope.context[SUBJECTS["tool_output"]] or ())
        if answer.tool_calls:
            self.record.events.append({"type": ev.BOT_TOOLS_CALLED, "tool_calls": answer.tool_calls})
        return True

    def judge_chunks(self, answer: Answer) -> bool:
        """Retrieval rails over what was retrieved, which they may rewrite in the context."""
        return self._passes("retrieval", answer)

    def _passes(self, kind: str, answer: Answer) -> bool:
        verdict = self.parts.runner.run(kind, self.scope, getattr(self.options.rails, kind))
        if verdict.blocked:
            self.end_blocked(answer, verdict)
        return not verdict.blocked

    def end_blocked(self, answer: Answer, verdict: Verdict) -> None:
        """A rail ended the turn: its words are the answer, and no flow goes on from it."""
        answer.block(verdict)
        events = self.record.events
        if verdict.rail is not None and verdict.rail.kind == "input":
            self.conversation.masked = True
            events.append({"type": ev.MASK_PREVIOUS_USER_MESSAGE})
        if answer.text:
            self.said(answer.text)
        events.append(ev.bot_intent(ev.STOP_INTENT))
        self._reset_flows()

    def _reset_flows(self) -> None:
        self.parts.machine.step(self.conversation.state, ev.bot_intent(ev.STOP_INTENT))


def run_turn(parts: Parts, turn: Turn) -> TurnResult:
    """Carry a turn out and give its result."""
    for event in TurnRun(parts, turn).stream():
        if isinstance(event, Finished):
            return event.result
    raise AssertionError("a turn always ends with Finished")
