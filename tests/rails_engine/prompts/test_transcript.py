from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rails_engine import events as ev
from rails_engine.colang.history import render_history
from rails_engine.prompts.transcript import read_transcript


def told(text):
    return [(line.kind, line.text) for line in read_transcript(text) if line.text]


def test_each_kind_of_line_is_known():
    text = 'user "a"\n  b\nbot c\n  "d"\nexecute e\n# f\nuser g\nbot h "i"\nbot "j"'
    assert told(text) == [
        ("user_message", "a"),
        ("user_intent", "b"),
        ("bot_intent", "c"),
        ("bot_message", "d"),
        ("other", "execute e"),
        ("other", "# f"),
        ("user_intent", "g"),
        ("bot_intent", "h"),
        ("bot_message", "i"),
        ("bot_message", "j"),
    ]


def test_an_intent_may_begin_like_a_statement():
    assert told('user "are you one?"\n  bot challenge') == [
        ("user_message", "are you one?"),
        ("user_intent", "bot challenge"),
    ]


def test_a_text_may_have_several_lines():
    assert told('  "a\n\n b"\nbot c') == [("bot_message", "a\n\n b"), ("bot_intent", "c")]


def test_a_text_without_an_end_is_one_line():
    assert told('  "a\nbot c') == [("bot_message", "a"), ("bot_intent", "c")]
    assert told('  "a\nbot c\n  "d"')[:2] == [("bot_message", "a"), ("bot_intent", "c")]
    assert told('user "a') == [("user_message", "a")]


def test_indentation_of_statements_is_kept():
    assert [line.indent for line in read_transcript("user a\n  bot b")] == ["", "  "]


@given(st.lists(st.tuples(st.sampled_from(["user", "bot"]), st.text()), max_size=6))
def test_what_was_said_is_read_back_with_its_speaker(turns):
    made = [ev.user_message(text) if who == "user" else ev.bot_said(text) for who, text in turns]
    lines = [line for line in read_transcript(render_history(made)) if line.kind != "other"]
    assert [line.kind.removesuffix("_message") for line in lines] == [who for who, _ in turns]
    for line, (_, text) in zip(lines, turns, strict=True):
        if "\r" not in text:
            assert line.words == text.replace("\\n", "\n")


@given(st.text(alphabet='ab "\n #', max_size=40))
def test_any_text_can_be_read(text):
    for line in read_transcript(f"user {text}\nbot {text}\n{text}"):
        assert line.kind in {"user_message", "user_intent", "bot_intent", "bot_message", "other"}
