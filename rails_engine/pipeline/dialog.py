"""The dialog part of a turn: events go to the flows, their wishes are granted, until they only listen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rails_engine import events as ev
from rails_engine.actions.perform import perform
from rails_engine.colang.wishes import Emit, RunAction, Say, StopTurn
from rails_engine.dialog.bot_message import worded_message
from rails_engine.dialog.next_step import find_next_step
from rails_engine.dialog.single_call import Guess, guess_all
from rails_engine.dialog.user_intent import find_user_intent
from rails_engine.errors import FlowLimitError
from rails_engine.pipeline.generation import answer_raw, retrieve
from rails_engine.turn import Delta

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from rails_engine.colang.wishes import Wish
    from rails_engine.events import Event
    from rails_engine.pipeline.answer import Answer
    from rails_engine.pipeline.run import TurnRun
    from rails_engine.turn import StreamEvent

#: A turn that makes more events than this does not come to an end.
MAX_EVENTS = 300


def follow_dialog(run: TurnRun, answer: Answer) -> Iterator[StreamEvent]:
    """Let the flows answer. Leaves ``answer.done`` False where they have nothing to do with the question."""
    listens = run.parts.program.listens
    for event in run.conversation.happened:
        run.record.events.append(event)
        yield from _pursue(run, answer, run.parts.machine.step(run.conversation.state, event))
        if answer.done:
            return
    for event in (
        ev.user_said(run.conversation.question),
        ev.user_message(run.scope.context["user_message"]),
    ):
        if event["type"] in listens and run.conversation.asked:
            yield from _pursue(run, answer, run.parts.machine.step(run.conversation.state, event))
            if answer.done:
                return
    if answer.said or not run.conversation.asked:
        answer.done = bool(answer.said) or bool(run.conversation.happened)
        return
    if not run.parts.dialogue.finds_intents:
        return
    yield from _answer_intent(run, answer)
    answer.done = True


def _answer_intent(run: TurnRun, answer: Answer) -> Iterator[StreamEvent]:
    text = str(run.scope.context["user_message"])
    guess: Guess | None = None
    if run.scope.config.rails.dialog.single_call.enabled:
        with run.working("dialog", "generate intent, steps and message", "generate_intent_steps_message"):
            guess = guess_all(run.scope, run.parts.dialogue, text)
    intent = guess.user_intent if guess is not None else _user_intent(run, text)
    event = ev.user_intent(intent)
    run.record.events.append(event)
    wish = run.parts.machine.step(run.conversation.state, event)
    _note_updates(run)
    if wish is None:
        wish = _undecided(run, intent, guess)
    yield from _pursue(run, answer, wish, guess)


def _user_intent(run: TurnRun, text: str) -> str:
    """From a user's own ``generate_user_intent`` action where there is one."""
    found = _own_action(run, "generate_user_intent", ev.USER_INTENT)
    if found is not None:
        return str(found.get("intent"))
    with run.working("dialog", "generate user intent", "generate_user_intent"):
        return find_user_intent(run.scope, run.parts.dialogue, text)


def _own_action(run: TurnRun, name: str, wanted: str) -> Event | None:
    if run.parts.toolbox.actions.find(name) is None:
        return None
    _, events = perform(run.scope, name, {})
    return next((event for event in events if event["type"] == wanted), None)


def _undecided(run: TurnRun, intent: str, guess: Guess | None) -> Wish | None:
    """No flow decides, so a model says what the bot does next."""
    if guess is not None:
        return Say(intent=guess.bot_intent, flow="")
    found = _own_action(run, "generate_next_steps", ev.BOT_INTENT)
    if found is not None:
        return Say(intent=str(found.get("intent")), flow="")
    with run.working("dialog", "generate next step", "generate_next_steps"):
        step = find_next_step(run.scope, run.parts.dialogue, intent)
    if step.statements:
        return run.parts.machine.start_body(run.conversation.state, step.statements, "generated flow")
    return Say(intent=step.intent or "", flow="")


def _pursue(
    run: TurnRun, answer: Answer, wish: Wish | None, guess: Guess | None = None
) -> Iterator[StreamEvent]:
    """Grant wishes until there are none."""
    machine, state, record = run.parts.machine, run.conversation.state, run.record
    queue: list[Event] = []
    while True:
        if len(record.events) > MAX_EVENTS:
            raise FlowLimitError(f"the flows made more than {MAX_EVENTS} events in one turn")
        _note_updates(run)
        if wish is None:
            if not queue:
                return
            event = queue.pop(0)
            record.events.append(event)
            if (yield from _heard(run, answer, event)):
                return
            wish = machine.step(state, event)
        elif isinstance(wish, RunAction):
            finished, wanted = perform(run.scope, wish.name, wish.params, wish.result_key)
            run.note_step(wish.flow, f"execute {wish.name}")
            queue += wanted
            wish = machine.step(state, finished)
        elif isinstance(wish, Say):
            yield from _say(run, answer, wish, guess)
            if answer.done:
                return
            wish = machine.step(state, ev.bot_intent(wish.intent))
        elif isinstance(wish, Emit):
            record.events.append(wish.event)
            if str(wish.event["type"]).endswith("Exception"):
                answer.exception = wish.event
            wish = machine.step(state, wish.event)
        else:
            _stop(run, answer, wish)
            return


def _stop(run: TurnRun, answer: Answer, wish: StopTurn) -> None:
    run.note_step(wish.flow, "stop")
    run.record.events.append(ev.bot_intent(ev.STOP_INTENT))
    run.parts.machine.step(run.conversation.state, ev.bot_intent(ev.STOP_INTENT))
    answer.done = True


def _heard(run: TurnRun, answer: Answer, event: Event) -> Generator[StreamEvent, None, bool]:
    """Events by which an action speaks for itself. True when the turn is over."""
    kind = event["type"]
    if kind == ev.BOT_MESSAGE:
        yield from _utter(run, answer, str(event.get("text", "")), judged=False)
    elif kind == ev.BOT_SAID:
        yield from _utter(run, answer, str(event.get("script", "")), judged=True)
    elif kind == ev.CONTEXT_UPDATE and isinstance(event.get("data"), dict):
        run.scope.context.update(event["data"])
    return answer.done


def _say(run: TurnRun, answer: Answer, wish: Say, guess: Guess | None) -> Iterator[StreamEvent]:
    """Find the words for a bot intent, have them judged where the configuration has not written them."""
    run.note_step(wish.flow, wish.intent)
    intent = ev.bot_intent(wish.intent)
    if wish.instructions:
        intent["instructions"] = wish.instructions
    run.record.events.append(intent)
    text = run.speak(wish)
    if text is not None:
        yield from _utter(run, answer, text, judged=True)
        return
    own = _own_action(run, "generate_bot_message", ev.BOT_MESSAGE)
    if own is not None:
        yield from _utter(run, answer, str(own.get("text", "")), judged=False)
        return
    if guess is not None and guess.text and guess.bot_intent == wish.intent:
        yield from _utter(run, answer, guess.text, judged=False)
        return
    if run.scope.config.passthrough:
        yield from answer_raw(run, answer)
        return
    if not retrieve(run, answer):
        yield from run.refusal(answer)
        return
    with run.working("generation", "generate bot message", "generate_bot_message"):
        text = worded_message(run.scope, run.parts.dialogue, wish)
    yield from _utter(run, answer, text, judged=False)


def _utter(run: TurnRun, answer: Answer, text: str, *, judged: bool) -> Iterator[StreamEvent]:
    """Say a text: through the output rails, unless they have seen it or it is the configuration's own."""
    context, record = run.scope.context, run.record
    context["bot_message"] = text
    record.events.append(ev.bot_message(text))
    if not judged and not context.pop("skip_output_rails", None):
        if not run.judge_output(answer, text):
            yield from run.refusal(answer)
            return
        text = str(context["bot_message"])
    yield Delta(f"\n{text}" if answer.said else text)
    answer.say(text)
    run.said(text)


def _note_updates(run: TurnRun) -> None:
    updates = run.conversation.state.updates
    if updates:
        run.record.events.append(ev.context_update(dict(updates)))
        updates.clear()
