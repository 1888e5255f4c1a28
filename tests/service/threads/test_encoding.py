from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from service.threads.encoding import decode_turns, encode_turn, key_of

MESSAGE = st.dictionaries(
    st.text(),
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters())
    | st.lists(st.text(), max_size=2),
    max_size=3,
)
TURNS = st.lists(st.lists(MESSAGE, min_size=1, max_size=3), max_size=5)


@settings(max_examples=60)
@given(TURNS, st.none() | st.integers(0, 20))
def test_the_last_messages_of_some_turns_come_back(turns, limit):
    messages = [message for turn in turns for message in turn]
    expected = messages if limit is None else messages[max(0, len(messages) - limit) :]
    assert decode_turns([encode_turn(turn) for turn in turns], limit) == expected


@settings(max_examples=60)
@given(st.text(st.characters(codec=None)), st.text(st.characters(codec=None)))
def test_ids_that_differ_have_keys_that_differ(one, other):
    assert (key_of(one) == key_of(other)) == (one == other)
    assert len(key_of(one)) == 32
