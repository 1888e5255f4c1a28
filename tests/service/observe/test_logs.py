"""Log lines are JSON and hold neither keys, nor paths, nor what an exception quotes."""

from __future__ import annotations

import io
import json
import logging

import pytest

from service.observe.logs import REQUEST_ID, JsonFormatter, clean, configure_logging, log_access


@pytest.fixture
def streams():
    """Logging as in the server; afterwards as it was."""
    root, access = logging.getLogger(), logging.getLogger("service.access")
    kept = root.handlers[:], root.level, access.handlers[:], access.level, access.propagate
    errors, lines = io.StringIO(), io.StringIO()
    configure_logging("info", errors=errors, access=lines)
    yield errors, lines
    root.handlers[:], access.handlers[:] = kept[0], kept[2]
    root.setLevel(kept[1])
    access.setLevel(kept[3])
    access.propagate = kept[4]


def lines_of(stream):
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_message_is_one_line_of_json_with_the_id_of_its_request(streams):
    token = REQUEST_ID.set("id-1")
    logging.getLogger("service.engines").warning("Reloaded\n%s", ["a"])
    REQUEST_ID.reset(token)
    logging.getLogger("other").info("later", extra={"fields": {"count": 2}})
    first, second = lines_of(streams[0])
    assert first.pop("time").endswith("Z")
    assert first == {
        "level": "warning",
        "logger": "service.engines",
        "message": "Reloaded\n['a']",
        "request_id": "id-1",
    }
    assert (second["count"], "request_id" in second) == (2, False)


def test_the_level_holds_for_access_lines_too(streams):
    configure_logging("warning", errors=streams[0], access=streams[1])
    logging.getLogger("x").info("quiet")
    log_access(status=200)
    assert streams[0].getvalue() == streams[1].getvalue() == ""


def test_configuring_twice_writes_every_line_once(streams):
    configure_logging("info", errors=streams[0], access=streams[1])
    logging.getLogger("x").info("once")
    log_access(status=200)
    assert (len(lines_of(streams[0])), len(lines_of(streams[1]))) == (1, 1)


def test_an_access_line_has_what_it_is_given_and_goes_to_its_own_stream(streams):
    log_access(request_id="id-2", method="POST", status=200, ms=12.5, stream=False, outcome=None)
    (line,) = lines_of(streams[1])
    assert line.pop("time")
    assert line == {
        "level": "info",
        "logger": "service.access",
        "request_id": "id-2",
        "method": "POST",
        "status": 200,
        "ms": 12.5,
        "stream": False,
        "outcome": None,
    }
    assert streams[0].getvalue() == ""


def test_an_exception_is_its_type_its_causes_and_its_places_without_its_words(streams):
    try:
        try:
            {}["what the user said"]
        except KeyError as error:
            raise ValueError("and said again") from error
    except ValueError:
        logging.getLogger("service").exception("It failed")
    (line,) = lines_of(streams[0])
    assert line["error"]["type"] == "ValueError"
    assert line["error"]["causes"] == ["KeyError"]
    assert line["error"]["at"][0].startswith("observe/test_logs.py:")
    assert "said" not in streams[0].getvalue()
    assert __file__ not in streams[0].getvalue()


@pytest.mark.parametrize(
    "text",
    [
        "key sk-canary0123456789 refused",
        "nvapi-canary0123456789",
        "AIzacanary0123456789",
        "Authorization: Bearer canary-value",
        "authorization=canary",
        'api_key: "canary"',
        "OPENAI_API_KEY=canary",
        "password=canary",
        "redis://user:canary@host:6379/0",
        "redis://:canary@host:6379/0",
        "https://host/path?key=canary",
        "canary0123456789abcdef0123456789abcdef",
        "at /home/canary/configs/main/config.yml:3:5",
        "'/srv/canary/x'",
        "(/opt/canary/lib/python3/x.py)",
    ],
)
def test_keys_and_absolute_paths_are_taken_out_of_messages(text):
    assert "canary" not in clean(text)


@pytest.mark.parametrize(
    "text",
    [
        "Listening at: http://127.0.0.1:8000 (4429)",
        "configs/main/config.yml:3:5: unknown key 'flow'",
        "Could not load the configurations ['main', 'other']: 1/2 of them",
        "the rail 'self check input' took 12.5 ms",
        "digest 0f3a9c2b",
    ],
)
def test_what_is_no_secret_stays(text):
    assert clean(text) == text


def test_the_last_part_of_a_path_stays_to_say_which_file_it_was():
    assert clean("cannot read /srv/x/configs/main/config.yml:3") == "cannot read …/config.yml:3"


def test_a_message_is_bounded(streams):
    logging.getLogger("x").info("a" * 100_000)
    assert len(streams[0].getvalue()) < 5000


def test_what_is_no_json_is_named_by_its_type_and_half_a_character_does_no_harm(streams):
    # Not through a logger: what pytest captures of it could not be told by one of its processes to another.
    record = logging.LogRecord("x", logging.INFO, "", 0, "odd \ud800", None, None)
    record.fields = {"thing": object(), "half": "\udcff"}
    line = json.loads(JsonFormatter().format(record))
    assert line["thing"] == "object"
    assert line["half"] == "\udcff"
