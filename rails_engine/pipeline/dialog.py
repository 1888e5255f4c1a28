"""The dialog part of a turn: events go to the flows, their wishes are granted, until they only listen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rails_engine import events as ev
from rails_engine.actions.perform import perform
from rails_engine.colang.history import REMOVE_LAST_MESSAGE
from rails_engine.colang.parser import parse_flow_body
from rails_engine.colang.wishes import Emit, RunAction, Say, StopTurn
from rails_engine.dialog.bot_message import worded_message, worded_stream
from rails_engine.dialog.next_step import find_next_step
from rails_engine.dialog.single_call import Guess, guess_all
from rails_engine.dialog.user_intent import find_user_intent
from rails_engine.errors import ActionError, ConfigError, FlowLimitError
from rails_engine.pipeline.generation import answer_raw, retrieve
from rails_engine.pipeline.stream import Opened, stream_reply
from rails_engine.turn import Delta

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from rails_engine.colang.wishes import Wish
    from rails_engine.events import Event
    from rails_engine.pipeline.answer import Answer
    from rails_engine.pipeline.run import TurnRun
    from rails_engine.turn import StreamEvent

#: A dialog that makes more events than this in one turn does not come to an end.
MAX_EVENTS = 300
NEXT_STEP = "generate next step"
GENERATED = "generated flow"
#: What stands on the record for a bot intent that is no flow's.
BY_ACTION = "run dialog rails"


def follow_dialog(run: TurnRun, answer: Answer) -> Iterator[StreamEvent]:
    """Let the flows answer. Leaves ``answer.done`` False where they have nothing to do with the question."""
    dialog = Dialog(run, answer)
    for event in run.conversation.happened:
        yield from dialog.pursue([event])
        if answer.done:
            return
    question = run.conversation.question
    if question is not None:
        listens = run.parts.program.listens
        for event in (
            ev.user_said(run.conversation.last_asked),
            ev.user_message(str(run.scope.context["user_message"])),
        ):
            if event["type"] in listens:
                yield from dialog.pursue_wish(run.parts.machine.step(run.conversation.state, event))
                if answer.done:
                    return
    if answer.said or question is None:
        answer.done = bool(answer.said) or bool(run.conversation.happened)
    elif run.parts.dialogue.finds_intents:
        yield from dialog.answer_question()
        answer.done = True


class Dialog:
    """The flows of one turn, at work."""

    def __init__(self, run: TurnRun, answer: Answer) -> None:
        self.run = run
        self.answer = answer
        self.machine = run.parts.machine
        self.state = run.conversation.state
        #: What a single call has guessed for the intent that it has found.
        self.guess: Guess | None = None
        self._events_at_most = len(run.record.events) + MAX_EVENTS

    def answer_question(self) -> Iterator[StreamEvent]:
        """Find out what the user means, and go on from there."""
        run, text = self.run, str(self.run.scope.context["user_message"])
        if run.scope.config.rails.dialog.single_call.enabled:
            with run.working("dialog", "generate intent, steps and message", "generate_intent_steps_message"):
                self.guess = guess_all(run.scope, run.parts.dialogue, text)
        if self.guess is not None:
            yield from self.pursue([ev.user_intent(self.guess.user_intent)])
            return
        events = self._own_events("dialog", "generate_user_intent")
        if events is None:
            with run.working("dialog", "generate user intent", "generate_user_intent"):
                events = [ev.user_intent(find_user_intent(run.scope, run.parts.dialogue, text))]
        yield from self.pursue(events)

    def _own_events(self, kind: str, action: str) -> list[Event] | None:
        """What a user's own action says in place of the engine's step of that name."""
        run = self.run
        if run.parts.toolbox.actions.find(action) is None:
            return None
        line = run.open_line(kind, action.replace("_", " "))
        line.decisions.append(f"execute {action}")
        _, events = perform(run.scope, action, {}, into=line.actions)
        line.finished_at = line.actions[0].finished_at
        return events or None

    def pursue(self, events: Sequence[Event]) -> Iterator[StreamEvent]:
        """Make events happen, and grant what the flows wish then."""
        yield from self.pursue_wish(None, events)

    def pursue_wish(self, wish: Wish | None, events: Sequence[Event] = ()) -> Iterator[StreamEvent]:
        """Grant wishes until there are none; events wait until then."""
        queue = list(events)
        while True:
            if len(self.run.record.events) > self._events_at_most:
                raise FlowLimitError(f"the flows made more than {MAX_EVENTS} events in one turn")
            self._note_updates()
            if wish is None:
                if not queue:
                    return
                wish = yield from self._happen(queue.pop(0))
            elif isinstance(wish, RunAction):
                line = self.run.note_step(wish.flow, f"execute {wish.name}")
                done, wanted = perform(
                    self.run.scope, wish.name, wish.params, wish.result_key, into=line.actions
                )
                queue += wanted
                wish = self.machine.step(self.state, done)
            elif isinstance(wish, Say):
                yield from self._say(wish)
                if not self.answer.done:
                    wish = self.machine.step(self.state, ev.bot_intent(wish.intent))
            elif isinstance(wish, Emit):
                wish = yield from self._happen(wish.event)
            else:
                self._stop(wish)
            if self.answer.done:
                return

    def _note_updates(self) -> None:
        updates = self.state.updates
        if updates:
            self.run.record.events.append(ev.context_update(dict(updates)))
            updates.clear()

    def _stop(self, wish: StopTurn) -> None:
        self.run.note_step(wish.flow, "stop").stop = True
        stop = ev.bot_intent(ev.STOP_INTENT)
        self.run.record.events.append(stop)
        self.machine.step(self.state, stop)
        self.answer.done = True

    def _happen(self, event: Event) -> Generator[StreamEvent, None, Wish | None]:
        """An event that an action or a flow has made: what it says is said, the rest goes to the flows."""
        kind = event["type"]
        if kind == ev.BOT_INTENT:
            intent = str(event.get("intent", ""))
            return (
                StopTurn(flow=BY_ACTION) if intent == ev.STOP_INTENT else Say(intent=intent, flow=BY_ACTION)
            )
        if kind == ev.BOT_MESSAGE:
            yield from self._utter(str(event.get("text", "")), judged=False)
        elif kind == ev.BOT_SAID:
            yield from self._utter(str(event.get("script", "")), judged=True)
        else:
            self.run.record.events.append(event)
        if self.answer.done:
            return None
        if kind.endswith("Exception"):
            self.answer.exception = event
        if kind == ev.START_FLOW and isinstance(event.get("flow_body"), str):
            return self._start(event["flow_body"], str(event.get("flow_id") or GENERATED))
        wish = self.machine.step(self.state, event)
        if wish is None and kind == ev.USER_INTENT and self.run.parts.dialogue.finds_intents:
            self._note_updates()
            wish = self._undecided(str(event.get("intent", "")))
        return wish

    def _start(self, body: str, name: str) -> Wish | None:
        """A flow that an action has written."""
        try:
            return self.machine.start_body(self.state, parse_flow_body(body, f"<{name}>"), name)
        except ConfigError as error:
            raise ActionError(f"The flow that an action gave cannot be started: {error}") from error

    def _undecided(self, intent: str) -> Wish | None:
        """No flow decides, so a model says what the bot does next."""
        run = self.run
        if self.guess is not None and self.guess.user_intent == intent:
            return Say(intent=self.guess.bot_intent, flow=NEXT_STEP)
        own = self._own_events("dialog", "generate_next_steps")
        if own is not None:
            said = next((event for event in own if event["type"] == ev.BOT_INTENT), None)
            if said is not None:
                return Say(intent=str(said.get("intent", "")), flow=NEXT_STEP)
        with run.working("dialog", NEXT_STEP, "generate_next_steps"):
            step = find_next_step(run.scope, run.parts.dialogue, intent)
        if step.statements:
            return self.machine.start_body(self.state, step.statements, GENERATED)
        return Say(intent=step.intent or "", flow=NEXT_STEP)

    def _say(self, wish: Say) -> Iterator[StreamEvent]:
        """Find the words for a bot intent; those that the configuration has not written are judged."""
        run, answer, guess = self.run, self.answer, self.guess
        run.note_step(wish.flow, wish.intent)
        intent = ev.bot_intent(wish.intent)
        if wish.instructions:
            intent["instructions"] = wish.instructions
        run.record.events.append(intent)
        if run.parts.toolbox.actions.find("generate_bot_message") is not None:
            done = yield from self._say_own()
            if done:
                return
        text = run.speak(wish)
        if text is not None:
            yield from self._utter(text, judged=wish.value is None)
        elif guess is not None and guess.text and guess.bot_intent == wish.intent:
            yield from self._utter(guess.text, judged=False)
        elif run.scope.config.passthrough:
            yield from answer_raw(run, answer, "generate bot message")
        elif not retrieve(run, answer):
            yield from run.refusal(answer)
        else:
            yield from self._say_worded(wish)

    def _say_worded(self, wish: Say) -> Iterator[StreamEvent]:
        """In the words of a model, as they come where the turn is streamed."""
        run, answer = self.run, self.answer
        with run.working("generation", "generate bot message", "generate_bot_message"):
            if run.turn.stream and not run.scope.context.get("skip_output_rails"):
                call, chunks, wording = worded_stream(run.scope, run.parts.dialogue, wish)
                yield from stream_reply(run, answer, Opened(call, chunks), wording)
                return
            text, answer.reply = worded_message(run.scope, run.parts.dialogue, wish)
        yield from self._utter(text, judged=False)

    def _say_own(self) -> Generator[StreamEvent, None, bool]:
        """By a user's own ``generate_bot_message``, which sees what retrieval found. False: it is silent."""
        if not retrieve(self.run, self.answer):
            yield from self.run.refusal(self.answer)
            return True
        events = self._own_events("generation", "generate_bot_message")
        for event in events or ():
            yield from self._happen(event)
            if self.answer.done:
                break
        return events is not None

    def _utter(self, text: str, *, judged: bool) -> Iterator[StreamEvent]:
        """Say a text: through the output rails, unless they have seen it or it is the configuration's own."""
        run, answer, context = self.run, self.answer, self.run.scope.context
        context["bot_message"] = text
        run.record.events.append(ev.bot_message(text))
        skip = context.pop("skip_output_rails", None)
        if not judged and not skip:
            if not run.judge_output(answer, text):
                yield from run.refusal(answer)
                return
            text = str(context["bot_message"])
        shown = answer.separated(text)
        answer.say(text)
        run.said(text)
        if text != REMOVE_LAST_MESSAGE:
            yield Delta(shown)
