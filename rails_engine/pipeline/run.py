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
from rails_engine.dialog.bot_message import written_message
from rails_engine.errors import ActionError, ExpressionError, FlowLimitError
from rails_engine.messages import text_of, with_text
from rails_engine.pipeline.answer import Answer
from rails_engine.pipeline.conversation import open_conversation
from rails_engine.pipeline.dialog import follow_dialog
from rails_engine.pipeline.generation import Early, generate, start_early
from rails_engine.pipeline.report import make_result
from rails_engine.rails.runner import SUBJECTS, Verdict
from rails_engine.turn import Blocked, Delta, ExecutedAction, Finished, RailRun, Record, TurnResult

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rails_engine.colang.wishes import Say
    from rails_engine.pipeline.conversation import Conversation
    from rails_engine.pipeline.parts import Parts
    from rails_engine.turn import StreamEvent, Turn

INTERNAL_ERROR = "I'm sorry, an internal error has occurred."


class TurnRun:
    """One turn under way."""

    def __init__(self, parts: Parts, turn: Turn) -> None:
        self.parts = parts
        self.turn = turn
        self.options = turn.options
        self.record = Record(started_at=time.time())
        self.conversation: Conversation = open_conversation(parts, turn)
        context = self.conversation.context
        context["config"] = parts.toolbox.config
        context["generation_options"] = turn.options
        self.scope = Scope(parts.toolbox, turn, self.record, context, self.conversation.earlier)

    def speak(self, wish: Say) -> str | None:
        """The words that the configuration has for a bot message."""
        return written_message(self.scope, self.parts.dialogue, wish, self.conversation.spoken)

    def stream(self) -> Iterator[StreamEvent]:
        """Carry the turn out."""
        self.parts.plan.check(self.options.rails)
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
            {"type": ev.HIDE_PREVIOUS_TURN},
            ev.bot_intent(ev.STOP_INTENT),
        )
        self.parts.machine.step(self.conversation.state, ev.bot_intent(ev.STOP_INTENT))

    def _answer(self, answer: Answer) -> Iterator[StreamEvent]:
        conversation, context, rails = self.conversation, self.scope.context, self.options.rails
        question = conversation.question
        context["last_user_message"] = context["user_message"] = question
        if conversation.asked:
            self.record.events.append(ev.user_said(question))
        early = start_early(self)
        verdict = self._judge_tools() or self._judge_input()
        if verdict is not None:
            if early is not None:
                early.give_up()
            self._end_blocked(answer, verdict)
            yield from self.refusal(answer)
            return
        if not rails.dialog:
            yield from self._judge_only(answer)
            return
        yield from self._respond(answer, early)

    def _respond(self, answer: Answer, early: Early | None) -> Iterator[StreamEvent]:
        conversation = self.conversation
        if not conversation.asked and not conversation.happened and not self._continues_tools():
            return
        if conversation.asked:
            self.record.events.append(ev.user_message(self.scope.context["user_message"]))
        if self.parts.follows_flows:
            yield from follow_dialog(self, answer)
            if answer.done:
                return
        yield from generate(self, answer, early)

    def _continues_tools(self) -> bool:
        messages = self.conversation.chat
        return bool(messages) and messages[-1].get("role") in {"tool", "function"}

    def _judge_input(self) -> Verdict | None:
        """Input rails over every question that nobody has answered, the oldest first."""
        chosen = self.options.rails.input
        conversation, context = self.conversation, self.scope.context
        for index in conversation.asked:
            message = conversation.chat[index]
            text = text_of(message.get("content"))
            context["user_message"] = text
            verdict = self.parts.runner.run("input", self.scope, chosen)
            if verdict.blocked:
                return verdict
            if context["user_message"] != text:
                conversation.chat[index] = with_text(message, str(context["user_message"]))
        return None

    def _judge_tools(self) -> Verdict | None:
        """Tool rails over every tool result since the model asked for it."""
        conversation, context = self.conversation, self.scope.context
        runner, chosen = self.parts.runner, self.options.rails.tool_input
        if not self.parts.plan.of("tool_input") and not self._continues_tools():
            return None
        for index in range(conversation.older, len(conversation.chat)):
            message = conversation.chat[index]
            if message.get("role") not in {"tool", "function"}:
                continue
            text = text_of(message.get("content"))
            context["tool_message"], context["tool_name"] = text, message.get("name")
            context["tool_call_id"] = message.get("tool_call_id")
            self.record.events.append({"type": ev.USER_TOOL_MESSAGES, "tool_messages": [message]})
            verdict = runner.run("tool_input", self.scope, chosen)
            if verdict.blocked:
                return verdict
            if context["tool_message"] != text:
                conversation.chat[index] = with_text(message, str(context["tool_message"]))
        return None

    def _judge_only(self, answer: Answer) -> Iterator[StreamEvent]:
        """No dialog, so no main call: judge the assistant's last message, or give the question back."""
        messages = self.conversation.messages
        if messages and messages[-1].get("role") == "assistant" and self.options.rails.output:
            text = text_of(messages[-1].get("content"))
            asked = [m for m in messages if m.get("role") == "user"]
            if asked:
                self.scope.context["user_message"] = text_of(asked[-1].get("content"))
            if not self.judge_output(answer, text):
                yield from self.refusal(answer)
                return
            answer.say(str(self.scope.context["bot_message"]))
        else:
            answer.say(str(self.scope.context.get("user_message") or ""))
        answer.done = True
        yield Delta(answer.text)

    @contextmanager
    def working(self, kind: str, rail: str, action: str) -> Iterator[None]:
        """A step of the engine's own goes on the record as a rail's would, with its model calls."""
        now = time.time()
        step = ExecutedAction(name=action, params={}, started_at=now)
        line = RailRun(kind=kind, name=rail, decisions=[f"execute {action}"], actions=[step], started_at=now)
        self.record.rails.append(line)
        outer, self.scope.action = self.scope.action, step
        try:
            yield
        finally:
            self.scope.action = outer
            step.finished_at = line.finished_at = time.time()

    def note_step(self, flow: str, decision: str) -> None:
        """A flow of the dialog decided something."""
        now = time.time()
        last = self.record.rails[-1] if self.record.rails else None
        if last is None or last.kind != "dialog" or last.name != flow:
            last = RailRun(kind="dialog", name=flow, started_at=now)
            self.record.rails.append(last)
        last.decisions.append(decision)
        last.finished_at = now

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
        verdict = self.parts.runner.run("output", self.scope, self.options.rails.output)
        if verdict.blocked:
            self._end_blocked(answer, verdict)
            return False
        return True

    def judge_tool_calls(self, answer: Answer, calls: list[dict[str, Any]]) -> bool:
        """Tool rails over the calls that the model wishes to make."""
        self.scope.context["tool_calls"] = calls
        self.record.events.append({"type": ev.BOT_TOOL_CALLS, "tool_calls": calls})
        verdict = self.parts.runner.run("tool_output", self.scope, self.options.rails.tool_output)
        if verdict.blocked:
            self._end_blocked(answer, verdict)
            return False
        answer.tool_calls = list(self.scope.context[SUBJECTS["tool_output"]] or ())
        return True

    def judge_chunks(self, answer: Answer) -> bool:
        """Retrieval rails over what was retrieved, which they may rewrite in the context."""
        verdict = self.parts.runner.run("retrieval", self.scope, self.options.rails.retrieval)
        if verdict.blocked:
            self._end_blocked(answer, verdict)
            return False
        return True

    def _end_blocked(self, answer: Answer, verdict: Verdict) -> None:
        answer.block(verdict)
        events = self.record.events
        if verdict.rail is not None and verdict.rail.kind == "input":
            events.append({"type": ev.MASK_PREVIOUS_USER_MESSAGE})
        if answer.text:
            events.append(ev.bot_said(answer.text))
        events.append(ev.bot_intent(ev.STOP_INTENT))
        self.parts.machine.step(self.conversation.state, ev.bot_intent(ev.STOP_INTENT))


def run_turn(parts: Parts, turn: Turn) -> TurnResult:
    """Carry a turn out and give its result."""
    for event in TurnRun(parts, turn).stream():
        if isinstance(event, Finished):
            return event.result
    raise AssertionError("a turn always ends with Finished")
