"""Addresses of machines: IPv4, IPv6, MAC. A version number of four parts is none."""

from __future__ import annotations

import re
from ipaddress import AddressValueError, IPv6Address
from itertools import pairwise

from rails_engine.guards.personal_data.recogniser import Hit, Recogniser, words

_IP_WORDS = words(
    "ip ips ipv4 ipv6 address addresses addr host hosts hostname server servers client clients login from "
    "network gateway dns ping src dst source destination dest peer peers remote subnet router proxy vpn node "
    "upstream endpoint listen bind forwarded banned block blocked blocklist allow allowlist whitelist inet "
    "cidr traceroute nameserver resolver firewall mx ssh adresse direccion indirizzo"
)
_VERSION_WORDS = words(
    "version versions ver v release released build firmware fw sdk driver section chapter §"
)
_OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_MAX_PREFIX = 128
_LAST_WORD = re.compile(r"([^\W\d_]+|\u00a7)[^\w]{0,5}\Z")
#: An address of either kind before a bar.
_BARRED = re.compile(rf"(?:(?:{_OCTET}\.){{3}}{_OCTET}|[0-9a-f]{{2}}(?:[:-][0-9a-f]{{2}}){{5}})[/-]\Z")


def _score_v4(hit: Hit) -> float:
    before, after = hit.before, hit.after
    if before.isalnum() or before in ("_", ".") or after.isalnum() or after == "_":
        return 0.0
    beyond = hit.text[hit.end + 1 : hit.end + 2]
    if after in (".", "-") and beyond.isalnum():
        return 0.0
    last = _LAST_WORD.search(hit.lead)
    if last and last[1] in _VERSION_WORDS:
        return 0.0
    octets = [int(part) for part in hit.value.split(".")]
    if octets[0] in (0, 127, 255):
        return 0.1  # nobody's
    # 1.2.3.52, v1.2.3.52, app/1.2.3.52 and lib==1.2.3.52 are versions, but not behind another address.
    two = hit.lead[-2:]
    if two == "==" or (two[-1:] in ("/", "-") and two[:1].isalnum() and not _BARRED.search(hit.lead)):
        return 0.1
    if octets[0] < 20 and max(octets) < 100 and octets[0] != 10 and not hit.follows(_IP_WORDS):  # noqa: PLR2004
        return 0.15
    return 0.95


def _score_v6(hit: Hit) -> float:
    before, after = hit.before, hit.after
    if before.isalnum() or (before and before in "_:.") or after.isalnum() or after == "_":
        return 0.0
    if after == "." and hit.text[hit.end + 1 : hit.end + 2].isdigit():
        return 0.0  # an address of the older kind is a part of it, and found as that
    try:
        address = IPv6Address(hit.value)
    except AddressValueError:
        return 0.0
    if int(address) <= _MAX_PREFIX:  # ``::``, ``::1``: nobody's
        return 0.0
    # ``a::b`` and ``dead::beef`` are names in code.
    named = any(len(part) > 2 for part in hit.value.split(":")) and any(c.isdigit() for c in hit.value)  # noqa: PLR2004
    return 0.95 if named or hit.follows(_IP_WORDS) else 0.15


def _score_mac(hit: Hit) -> float:
    value = hit.value
    marks = {c for c in value if c in ":-"}
    if len(marks) > 1:
        return 0.0
    if hit.before in (":", "-") or (
        hit.after in (":", "-") and hit.text[hit.end + 1 : hit.end + 2].isalnum()
    ):
        return 0.0
    pairs = value.replace("-", ":").split(":")
    if all(a == b for a, b in pairwise(pairs)):
        return 0.3
    return 0.95


RECOGNISERS = (
    Recogniser("IP_ADDRESS", rf"\b(?:{_OCTET}\.){{3}}{_OCTET}\b", judge=_score_v4, inside=True),
    Recogniser(
        "IP_ADDRESS",
        r"(?:[0-9A-Fa-f]{1,4}:){2,7}(?::?[0-9A-Fa-f]{1,4}){0,7}|(?:[0-9A-Fa-f]{1,4}:){1,7}:(?:[0-9A-Fa-f]{1,4}"
        r"(?::[0-9A-Fa-f]{1,4}){0,6})?|::(?:[0-9A-Fa-f]{1,4}:){0,6}[0-9A-Fa-f]{1,4}",
        judge=_score_v6,
        inside=True,
    ),
    Recogniser("MAC_ADDRESS", r"\b[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}\b", judge=_score_mac, inside=True),
    Recogniser("MAC_ADDRESS", r"\b[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\b", score=0.7),
)
