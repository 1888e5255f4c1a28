from __future__ import annotations

from collections.abc import Iterator
from email.utils import parsedate_to_datetime

import pytest
from gunicorn.config import Config
from gunicorn.http import message

from service.remembering import MOST_PEERS, HttpDate, Peers, remember


@pytest.fixture
def as_before() -> Iterator[None]:
    decide = message._ip_in_allow_list
    yield
    message._ip_in_allow_list = decide


@pytest.mark.usefixtures("as_before")
def test_settings_are_what_they_were() -> None:
    plain, remembered = Config(), Config()
    for cfg in (plain, remembered):
        cfg.set("keepalive", 7)
        cfg.set("bind", ["127.0.0.1:1"])
    remember(remembered)
    for name in plain.settings:
        if not callable(getattr(plain, name)):
            assert getattr(remembered, name) == getattr(plain, name), name
    assert remembered.forwarded_allow_networks() == plain.forwarded_allow_networks()
    with pytest.raises(AttributeError):
        _ = remembered.no_such_setting


@pytest.mark.usefixtures("as_before")
def test_who_is_trusted_is_what_gunicorn_says_and_is_asked_once() -> None:
    decide = message._ip_in_allow_list
    asked: list[str] = []

    def ask(address: str, allowed: list[str], networks: object) -> bool:
        asked.append(address)
        return bool(decide(address, allowed, networks))

    peers = Peers(ask)
    cfg, everybody = Config(), Config()
    cfg.set("forwarded_allow_ips", "127.0.0.1,10.0.0.0/8")
    everybody.set("forwarded_allow_ips", "*")
    for _ in range(2):
        for address, trusted in (
            ("127.0.0.1", True),
            ("10.1.2.3", True),
            ("192.168.0.1", False),
            ("?", False),
        ):
            assert peers(address, cfg.forwarded_allow_ips, cfg.forwarded_allow_networks()) is trusted
            assert peers(address, everybody.forwarded_allow_ips, everybody.forwarded_allow_networks()) is True
    assert len(asked) == 8


def test_not_everybody_who_ever_came_is_remembered() -> None:
    peers = Peers(lambda address, allowed, networks: True)
    for number in range(3 * MOST_PEERS):
        peers(str(number), (), None)
    assert len(peers._known) <= MOST_PEERS


@pytest.mark.usefixtures("as_before")
def test_a_worker_that_begins_again_adds_nothing() -> None:
    remember(Config())
    first = message._ip_in_allow_list
    remember(Config())
    assert message._ip_in_allow_list is first


def test_the_date_is_that_of_the_second() -> None:
    now = 1_700_000_000.0
    date = HttpDate(lambda: now)
    first = date()
    assert parsedate_to_datetime(first).timestamp() == 1_700_000_000
    now += 0.9
    assert date() is first
    now += 0.2
    assert parsedate_to_datetime(date()).timestamp() == 1_700_000_001
