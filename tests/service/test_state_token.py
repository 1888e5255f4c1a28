from __future__ import annotations

import base64
import copy
import json
import os
import stat
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redis import Redis

from service.errors import SettingsError, StateTokenError, StoreUnavailableError
from service.state_token import NO_CONTENT, StateSealer, find_key
from service.threads.choose import open_store
from tests.contracts.append_turns import fork, wait_for

SAID = [
    {"type": "UtteranceUserActionFinished", "final_transcript": "hello"},
    {"type": "StartUtteranceBotAction", "script": "hi"},
]
STATE = {
    "version": 1,
    "events": [
        *SAID,
        {"type": "ContextUpdate", "data": {"score": 1.0, "n": 0.25, "name": "Ada", "ok": True}},
    ],
    "state": {"version": 1, "context": {"x": None, "many": [1, 2.5, "three"]}, "heads": [{"at": 3}]},
    "spoken": 1,
}
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def sealer():
    return StateSealer(lambda: b"a secret of the tests")


def refused(sealer, value) -> str:
    with pytest.raises(StateTokenError) as caught:
        sealer.open(value)
    assert caught.value.status == 422
    return str(caught.value)


# What was sealed


def test_a_sealed_state_comes_back_as_it_was(sealer):
    sealed = sealer.seal(STATE)
    assert {name: sealed[name] for name in STATE} == STATE
    assert sealer.open(sealed) == STATE
    assert sealer.open(json.loads(json.dumps(sealed, indent=2, sort_keys=True))) == STATE


def test_sealing_and_opening_change_nothing_of_what_is_given(sealer):
    state = copy.deepcopy(STATE)
    sealed = sealer.seal(state)
    before = copy.deepcopy(sealed)
    sealer.open(sealed)
    assert (state, sealed) == (STATE, before)


def test_what_javascript_makes_of_a_sealed_state_is_still_sealed(sealer):
    sealed = sealer.seal(STATE)
    assert sealed["events"][2]["data"]["score"] == 1.0
    sealed["events"][2]["data"]["score"] = 1  # JSON.stringify(1.0)
    assert sealer.open(sealed)["spoken"] == 1


@settings(max_examples=100)
@given(st.dictionaries(st.text(), JSON, max_size=3), st.lists(st.dictionaries(st.text(), JSON, max_size=2)))
def test_every_state_comes_back_as_it_was(sealer, state, events):
    state = {name: value for name, value in state.items() if name != "seal"} | {"events": events}
    assert sealer.open(json.loads(json.dumps(sealer.seal(state)))) == state


def places(value, path=()):
    """Every place in a value."""
    yield path
    if isinstance(value, dict):
        for name, item in value.items():
            yield from places(item, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from places(item, (*path, index))


def changed(value, path, change):
    """A copy with the value at a place replaced; ``change`` returns ``...`` to take it away."""
    value = copy.deepcopy(value)
    if not path:
        return change(value)
    there = value
    for step in path[:-1]:
        there = there[step]
    new = change(there[path[-1]])
    if new is ...:
        del there[path[-1]]
    else:
        there[path[-1]] = new
    return value


def same_json(one, other) -> bool:
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if type(one) is type(other) is dict:
        return one.keys() == other.keys() and all(same_json(one[name], other[name]) for name in one)
    if type(one) is type(other) is list:
        return len(one) == len(other) and all(map(same_json, one, other))
    return one == other


@settings(max_examples=300)
@given(st.data())
def test_a_state_that_was_changed_anywhere_is_refused(sealer, data):
    sealed = sealer.seal(STATE)
    path = data.draw(st.sampled_from(list(places(sealed))[1:]))
    new = data.draw(st.just(...) | JSON)
    tampered = changed(sealed, path, lambda _: new)
    if not same_json(tampered, sealed):
        refused(sealer, tampered)


@settings(max_examples=100)
@given(st.data())
def test_a_state_with_something_added_anywhere_is_refused(sealer, data):
    sealed = sealer.seal(STATE)
    path = data.draw(st.sampled_from(list(places(sealed))))
    name, item = data.draw(st.text(min_size=1)), data.draw(JSON)

    def add(value):
        if isinstance(value, dict):
            return {**value, f"{name}'": item}
        if isinstance(value, list):
            return [*value, item]
        return [value]

    refused(sealer, changed(sealed, path, add))


@settings(max_examples=100)
@given(st.integers(0, 66), st.characters(codec=None))
def test_a_seal_with_another_character_anywhere_is_refused(sealer, place, character):
    sealed = sealer.seal(STATE)
    seal = sealed["seal"]
    assert len(seal) == 67
    if character != seal[place]:
        refused(sealer, {**sealed, "seal": seal[:place] + character + seal[place + 1 :]})


def test_events_that_were_swapped_doubled_or_left_out_are_refused(sealer):
    sealed = sealer.seal(STATE)
    one, two, three = STATE["events"]
    for events in ([two, one, three], [one, one, two, three], [one, three], []):
        refused(sealer, {**sealed, "events": events})


def test_the_seal_of_another_state_or_server_is_refused(sealer):
    other = StateSealer(lambda: b"another server's")
    assert "not as this server sent it" in refused(sealer, other.seal(STATE))
    refused(sealer, {**STATE, "seal": sealer.seal({"events": []})["seal"]})


@pytest.mark.parametrize("seal", ["", "v1:", "v2:", 1, [], {}, True, "ž" * 67])
def test_a_seal_of_another_form_is_refused(sealer, seal):
    refused(sealer, {"events": SAID, "seal": seal})


def test_the_secret_itself_is_not_the_key(sealer):
    assert sealer.seal(STATE) != StateSealer(lambda: b"another secret").seal(STATE)
    assert b"a secret" not in json.dumps(sealer.seal(STATE)).encode()


# What has no seal


def test_an_empty_object_starts_a_conversation(sealer):
    assert sealer.open({}) == {}


@pytest.mark.parametrize(
    "value", [{"foo": 1}, {"events": None}, {"seal": "v1:00"}, {"version": 1, "state": None}]
)
def test_without_events_and_state_the_documented_sentence(sealer, value):
    assert refused(sealer, value) == (
        "Invalid state format: state must contain 'events' or 'state' key. "
        "Use an empty dict {} to start a new conversation."
    )
    assert refused(sealer, value) == NO_CONTENT


@pytest.mark.parametrize("value", ["{}", [], 1, True, [{}]])
def test_what_is_no_object_is_refused(sealer, value):
    assert "must be an object" in refused(sealer, value)


def test_an_unsealed_state_may_hold_what_user_and_bot_said(sealer):
    events = [*SAID, {"type": "UserMessage", "text": "a"}, {"type": "BotMessage", "text": ""}]
    assert sealer.open({"events": events}) == {"events": events}
    assert sealer.open({"events": []}) == {"events": []}


def test_identity_and_time_of_events_are_dropped(sealer):
    event = {**SAID[0], "uid": "1", "event_created_at": "2024", "source_uid": "x", "action_uid": {"a": 1}}
    assert sealer.open({"events": [event]}) == {"events": [SAID[0]]}


@pytest.mark.parametrize(
    "value",
    [
        {"events": [{"type": "ContextUpdate", "data": {"skip": True}}]},
        {"events": [{"type": "BotIntent", "intent": "stop"}]},
        {"events": [{"type": "StartInternalSystemAction", "action_name": "x"}]},
        {"events": [{**SAID[0], "is_success": True}]},
        {"events": [{"type": "UtteranceUserActionFinished", "final_transcript": ["a"]}]},
        {"events": [{"type": "UtteranceUserActionFinished"}]},
        {"events": [{"type": "UtteranceUserActionFinished", "script": "a"}]},
        {"events": [{"type": ["UserMessage"], "text": "a"}]},
        {"events": [{"text": "a"}]},
        {"events": ["UserMessage"]},
        {"events": [*SAID, None]},
        {"events": SAID, "state": {}},
        {"events": SAID, "version": "2.x"},
        {"events": SAID, "spoken": 0},
        {"events": {"type": "UserMessage", "text": "a"}},
        {"events": "hello"},
        {"state": {"context": {}}},
        {"state": "x"},
        STATE,
    ],
)
def test_an_unsealed_state_may_hold_nothing_else(sealer, value):
    assert "without its seal" in refused(sealer, value)
    refused(sealer, {**value, "seal": None})


# Bounds and cost


def test_a_state_that_is_too_large_is_refused_but_never_an_answer_lost():
    sealer = StateSealer(lambda: b"key", max_bytes=1024)
    sealed = sealer.seal({"events": [{"type": "UserMessage", "text": "x" * 2000}]})
    assert "larger than 1024 bytes" in refused(sealer, sealed)
    assert "larger" in refused(sealer, {"events": sealed["events"]})
    fitting = sealer.seal({"events": [{"type": "UserMessage", "text": "x" * 900}]})
    assert sealer.open(fitting)


def test_a_state_that_is_too_deep_is_refused(sealer):
    deep: dict = {"events": []}
    for _ in range(100_000):
        deep = {"events": [deep]}
    refused(sealer, deep)
    refused(sealer, {**deep, "seal": "v1:00"})


def test_a_seal_costs_little_and_in_step_with_the_size(sealer):
    said = {"type": "UtteranceUserActionFinished", "final_transcript": "word " * 40}

    def cost(many):
        state = {"version": 1, "events": [said] * many, "state": {"context": {"n": 0.5}}}
        costs = []
        for _ in range(20):
            begun = time.process_time()
            sealer.open(sealer.seal(state))
            costs.append(time.process_time() - begun)
        return min(costs)

    assert cost(400) < 40 * max(cost(20), 1e-5)  # 20 times as much
    assert cost(200) < 0.02  # 50 kB, twice


# The key


def test_the_key_is_asked_for_once_and_again_if_it_was_not_there():
    asked = []

    def find():
        asked.append(1)
        if len(asked) == 1:
            raise StoreUnavailableError("redis")
        return b"key"

    sealer = StateSealer(find)
    assert sealer.open({}) == {}
    with pytest.raises(StoreUnavailableError):
        sealer.seal(STATE)
    assert sealer.open(sealer.seal(STATE)) == STATE
    assert len(asked) == 2


def test_a_secret_of_the_environment_wins_and_needs_no_folder():
    store = open_store("memory:", ttl=None, data_dir=Path("/dev/null/nowhere"))
    assert find_key("0123456789abcdef", store, Path("/dev/null/nowhere")) == b"0123456789abcdef"


def test_the_key_is_made_once_and_kept_in_a_file_of_its_owner(tmp_path):
    store = open_store("memory:", ttl=None, data_dir=tmp_path)
    data_dir = tmp_path / "data"
    key = find_key(None, store, data_dir)
    assert len(key) == 32
    assert find_key(None, store, data_dir) == key
    (file,) = data_dir.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert find_key(None, store, tmp_path / "other") != key


def test_workers_that_start_together_find_one_key(tmp_path):
    store = open_store("memory:", ttl=None, data_dir=tmp_path)

    gate, opener = os.pipe()

    def find(number):
        os.close(opener)
        os.read(gate, 1)  # until the parent opens it for all
        return (tmp_path / f"found-{number}").write_bytes(find_key(None, store, tmp_path / "data")) == 32

    children = [fork(lambda number=number: find(number)) for number in range(8)]
    os.close(opener)
    os.close(gate)
    assert [wait_for(child) for child in children] == [0] * 8
    assert len({(tmp_path / f"found-{number}").read_bytes() for number in range(8)}) == 1


def test_a_draft_that_a_dead_process_left_does_no_harm(tmp_path):
    (tmp_path / f"state-key.{os.getpid()}").write_bytes(b"half")
    assert len(find_key(None, open_store("memory:", ttl=None, data_dir=tmp_path), tmp_path)) == 32


def test_a_damaged_key_is_an_error_and_not_replaced(tmp_path):
    (tmp_path / "state-key").write_bytes(b"short")
    with pytest.raises(SettingsError, match="damaged key"):
        find_key(None, open_store("memory:", ttl=None, data_dir=tmp_path), tmp_path)
    assert (tmp_path / "state-key").read_bytes() == b"short"


def test_a_key_that_cannot_be_kept_is_an_error(tmp_path):
    (tmp_path / "state-key").mkdir()
    with pytest.raises(SettingsError, match="DATA_DIR"):
        find_key(None, open_store("memory:", ttl=None, data_dir=tmp_path), tmp_path)


def test_why_there_is_no_key_is_in_the_log(tmp_path, caplog):
    (tmp_path / "file").touch()
    store = open_store("memory:", ttl=None, data_dir=tmp_path)
    sealer = StateSealer(lambda: find_key(None, store, tmp_path / "file"))
    with pytest.raises(SettingsError):
        sealer.seal(STATE)
    assert "No state can be sealed: DATA_DIR must be a folder" in caplog.text


def test_with_redis_all_machines_find_one_key(redis_server, tmp_path):
    url = f"{redis_server.url}?prefix=key-of-tests"
    one, other = (open_store(url, ttl=60, data_dir=tmp_path) for _ in range(2))
    key = find_key(None, one, tmp_path / "one")
    assert find_key(None, other, tmp_path / "other") == key
    assert len(key) == 32
    assert not list(tmp_path.iterdir())
    with Redis(port=redis_server.port) as client:
        assert client.ttl("key-of-tests:agreed:state-key") == -1
    one.close()
    other.close()


def test_a_seal_does_not_show_the_state_again(sealer):
    seal = sealer.seal(STATE)["seal"]
    assert base64.b64encode(b"Ada").decode().strip("=") not in seal
