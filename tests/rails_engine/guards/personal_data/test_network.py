from __future__ import annotations

import pytest

from tests.contracts.personal_data import values


@pytest.mark.parametrize(
    "address",
    [
        "203.0.113.7",
        "192.168.1.254",
        "10.0.0.12",
        "2001:db8::8a2e:370:7334",
        "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
        "fe80::1ff:fe23:4567:890a",
    ],
)
@pytest.mark.parametrize(
    "frame", ["from {} port 22", "ip={}", '"client_ip": "{}",', "[{}]", "login from {}."]
)
def test_addresses_of_machines_are_found(address: str, frame: str) -> None:
    assert values(frame.format(address), "IP_ADDRESS") == [address]


@pytest.mark.parametrize(
    "text",
    [
        "version 1.2.3.4",
        "v10.2.3.4",
        "pip install lib==1.2.3.4",
        "Chrome/120.0.0.0",
        "256.1.2.3",
        "1.2.3",
        "1.2.3.4.5",
        "section 3.2.1.1",
        "std::vector",
        "a::b",
        "12:30:45",
        "::1",
        "127.0.0.1",
        "0.0.0.0",
    ],
)
def test_versions_times_and_code_are_none(text: str) -> None:
    assert values(text, "IP_ADDRESS") == []


@pytest.mark.parametrize("address", ["00:1B:44:11:3A:B7", "00-1b-44-11-3a-b7", "001b.4411.3ab7"])
def test_addresses_of_network_cards_are_found(address: str) -> None:
    assert values(f"mac {address}.", "MAC_ADDRESS") == [address]


@pytest.mark.parametrize(
    "text", ["ff:ff:ff:ff:ff:ff", "00:1B:44:11:3A:B7:99", "00:1B-44:11:3A:B7", "12:30:45"]
)
def test_other_pairs_are_none(text: str) -> None:
    assert values(text, "MAC_ADDRESS") == []
