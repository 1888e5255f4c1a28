from __future__ import annotations

import pytest

from rails_engine.compat import history

EVENTS = [
    {"type": "UtteranceUserActionFinished", "final_transcript": "hi"},
    {"type": "UserMessage", "text": "hi"},
    {"type": "UserIntent", "intent": "greet"},
    {"type": "ContextUpdate", "data": {"relevant_chunks": " facts \n"}},
    {"type": "BotIntent", "intent": "greet back"},
    {"type": "StartUtteranceBotAction", "script": "hello"},
]


@pytest.mark.parametrize(
    ("function", "value"),
    [
        (history.get_last_user_utterance, "hi"),
        (history.get_last_user_intent, "greet"),
        (history.get_last_bot_intent, "greet back"),
        (history.get_last_bot_utterance, "hello"),
        (history.get_last_user_utterance_event, EVENTS[0]),
        (history.get_last_user_intent_event, EVENTS[2]),
        (history.get_last_bot_intent_event, EVENTS[4]),
        (history.get_last_bot_utterance_event, EVENTS[5]),
        (history.get_retrieved_relevant_chunks, "facts"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_the_last_event_of_a_kind_is_found_or_there_is_none(function, value):
    assert function(EVENTS) == value
    assert function([]) is None


def test_the_history_is_told_with_or_without_texts():
    assert history.get_colang_history(EVENTS) == 'user "hi"\n  greet\nbot greet back\n  "hello"\n'
    assert history.get_colang_history(EVENTS, include_texts=False) == "user greet\nbot greet back\n"


def test_chunks_of_an_earlier_question_do_not_count():
    asked = [*EVENTS, {"type": "UtteranceUserActionFinished", "final_transcript": "so?"}]
    assert history.get_retrieved_relevant_chunks(asked) is None
    assert history.get_retrieved_relevant_chunks(asked, skip_user_message=True) == "facts"


def test_lines_of_an_answer():
    assert history.get_first_nonempty_line("\n  a\nb") == "a"
    assert history.get_first_nonempty_line(" \n") is None
    assert history.get_top_k_nonempty_lines("\n# x\n a\nb\nc", k=2) == ["a", "b"]
    assert history.get_multiline_response('"a\nb"\nuser "x"') == "a\nb"


@pytest.mark.parametrize(("text", "bare"), [('"a"', "a"), ('"a', "a"), ("a", "a"), ('"', ""), ("", "")])
def test_quotes_are_taken_off(text, bare):
    assert history.strip_quotes(text) == bare


def test_new_events_have_an_identity():
    event = history.new_event_dict("Rang", times=2)
    assert (event["type"], event["times"]) == ("Rang", 2)
    assert event["uid"] != history.new_event_dict("Rang")["uid"]
    assert history.new_uuid() != history.new_uuid()
