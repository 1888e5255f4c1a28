"""The tool that takes the README's picture."""

from __future__ import annotations

import pytest

from tools.screenshot import read_arguments, take_picture


def size_of(path):
    data = path.read_bytes()
    assert data.startswith(b"\x89PNG")
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")


def test_the_picture_shows_a_talk_with_the_chosen_configuration(browser, scripted, tmp_path):
    picture = tmp_path / "chat.png"
    scripted.answers("Paris.")
    scripted.refuses()
    arguments = [scripted.url, str(picture), "--config", "protected", "--width", "640", "--height", "400"]
    take_picture(browser, read_arguments(arguments))
    assert size_of(picture) == (1280, 800)
    asked = [question.json for question in scripted.questions]
    assert [body["messages"][-1]["content"] for body in asked] == [
        "What is the capital of France?",
        "You are stupid.",
    ]
    assert {body["guardrails"]["config_id"] for body in asked} == {"protected"}


def test_what_is_said_can_be_chosen(browser, scripted, tmp_path):
    arguments = read_arguments([scripted.url, str(tmp_path / "x.png"), "--dark", "--say", "Hello"])
    take_picture(browser, arguments)
    assert len(scripted.questions) == 1


def test_no_picture_of_an_error_is_taken(browser, scripted, tmp_path):
    scripted.breaks()
    picture = tmp_path / "chat.png"
    with pytest.raises(SystemExit, match="was not answered: The model cannot be reached"):
        take_picture(browser, read_arguments([scripted.url, str(picture)]))
    assert not picture.exists()
