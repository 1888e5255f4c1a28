"""Keys of the usual providers, tokens, private keys, and passwords that are named as such.

A long run of letters and digits alone is no secret: digests, commits and identifiers look the same. It
counts where a word before it says that it is one.
"""

from __future__ import annotations

import re

from rails_engine.guards.personal_data.recogniser import Hit, Recogniser, words
from rails_engine.guards.personal_data.spans import Span

_KEY_WORDS = words(
    "key keys apikey token tokens secret secrets bearer authorization credential credentials passphrase "
    "auth schlüssel clave jeton"
)
_NAMES = r"(?:password|passwort|kennwort|passwd|pwd|passphrase|contraseña|senha|passcode|pass)"
_SAYS = r"(?:[\"']?\s{0,3}[:=]\s{0,3}|\s(?:is|ist|es):?\s)[\"'`]?"
_NAMED = re.compile(_NAMES + _SAYS, re.IGNORECASE)
_SHORT = 4
_NO_PASSWORD = words(
    "is are was the a an my your our his her their please and or of to in on at for with not no has "
    "have must should can will would when if be been reset change changed forgot forgotten field "
    "manager policy hint login protected none null true false required string str text hash input value"
)
#: What a program that asks would take: ``Secret key [None]:``.
_DEFAULT = re.compile(r" \[[^\[\]]*\]\Z")
_LAST_WORD = re.compile(r"[^\W_]*\Z")
_MIN_KINDS = 2
_MIN_NAMED, _LONG = 16, 24
_MAX_PARTS = 2
_KEY_ENDS = ("key", "token", "secret")


def _kinds(value: str) -> int:
    """How many kinds of characters: small letters, capitals, digits, others."""
    return (
        any(c.islower() for c in value)
        + any(c.isupper() for c in value)
        + any(c.isdigit() for c in value)
        + any(not c.isalnum() for c in value)
    )


def _split_named(hit: Hit) -> list[Span]:
    """The name of the secret may be a part of the candidate (``api_key=…``)."""
    value = hit.value
    secret = Hit(hit.text, hit.start + value.rstrip("=.").rfind("=") + 1, hit.start + len(value.rstrip(".")))
    score = _score_named(secret)
    return [Span(secret.start, secret.end, "API_KEY", score)] if score else []


def _score_named(hit: Hit) -> float:
    value = hit.value
    if len(value) < _MIN_NAMED:
        return 0.0
    lead = _DEFAULT.sub("", hit.lead.rstrip(" :=\"'`")).removesuffix(" is").rstrip()
    last = _LAST_WORD.search(lead)
    if last is None or not (last[0] in _KEY_WORDS or last[0].endswith(_KEY_ENDS)):
        return 0.0
    if not any(c.isdigit() for c in value) or _kinds(value) < _MIN_KINDS:
        return 0.0
    parts = value.split("/")
    if len(parts) > _MAX_PARTS and any(part.islower() and part.isalpha() for part in parts):
        return 0.0  # a path
    return 0.85 if len(value) >= _LONG else 0.7


def _split_password(hit: Hit) -> list[Span]:
    """What follows ``password:`` or ``password is``, where that is not a sentence that goes on."""
    named = _NAMED.match(hit.text, hit.start, hit.end)
    if named is None or hit.before.isalpha():
        return []
    start = named.end()
    value = hit.text[start : hit.end].rstrip(".,;")
    if len(value) < _SHORT or value.lower() in _NO_PASSWORD or value[0] in "<{$*[(":
        return []
    if named[0][:5].lower().rstrip(" :=\"'") == "pass" and _kinds(value) < _MIN_KINDS:
        return []
    said = named[0].rstrip(" \"'`").endswith((":", "="))
    if "(" in value or "pass" in value.lower():
        return []
    if not said and (_kinds(value) < _MIN_KINDS or value.isalpha()):
        return []
    return [Span(start, start + len(value), "PASSWORD", 0.8 if said else 0.7)]


def _split_url(hit: Hit) -> list[Span]:
    """``scheme://user:password@host``."""
    start = hit.start + hit.value.index(":", hit.value.index("://") + 3) + 1
    return [Span(start, hit.end - 1, "PASSWORD", 0.9)] if hit.text[start] not in "<{$*[(%" else []


#: Between the lines of a private key, also where it is quoted in JSON.
_BLANK = r"(?:\s|\\[nr])"


def _key(pattern: str, score: float = 0.98) -> Recogniser:
    return Recogniser("API_KEY", rf"\b{pattern}", score=score)


RECOGNISERS = (
    _key(r"sk-(?:proj-|ant-|or-|svcacct-|admin-)?[A-Za-z0-9_-]{20,}"),
    _key(r"(?:AKIA|ASIA|AROA|AIDA|AGPA|ANPA)[A-Z0-9]{16}\b"),
    _key(r"gh[pousr]_[A-Za-z0-9]{20,}\b"),
    _key(r"github_pat_[A-Za-z0-9_]{22,}\b"),
    _key(r"glpat-[A-Za-z0-9_-]{20,64}"),
    _key(r"AIza[A-Za-z0-9_-]{30,45}"),
    _key(r"ya29\.[A-Za-z0-9_-]{20,}"),
    _key(r"xox[abeoprs]-[A-Za-z0-9-]{10,}"),
    _key(r"xapp-[0-9]-[A-Za-z0-9-]{10,}"),
    _key(r"(?:sk|pk|rk)_(?:live|test)_[A-Za-z0-9]{10,}"),
    _key(r"whsec_[A-Za-z0-9]{20,80}"),
    _key(r"hf_[A-Za-z0-9]{30,50}\b"),
    _key(r"gsk_[A-Za-z0-9]{40,60}\b"),
    _key(r"npm_[A-Za-z0-9]{36}\b"),
    _key(r"pypi-[A-Za-z0-9_-]{50,}"),
    _key(r"SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{30,64}"),
    _key(r"key-[0-9a-f]{32}\b", 0.8),
    _key(r"(?:AC|SK)[0-9a-f]{32}\b", 0.7),
    _key(r"dop_v1_[0-9a-f]{64}\b"),
    _key(r"shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}\b"),
    _key(r"sq0(?:atp|csp|idp)-[A-Za-z0-9_-]{22,60}"),
    _key(r"EAACEdEose0cBA[0-9A-Za-z]{10,}"),
    _key(
        r"(?:xai|nvapi|pplx|tvly|gsk|r8|figd|dckr_pat|lin_api|dapi|ATATT3|hvs|hvb|fig|PMAK|NRAK|sntrys|sntryu|glsa|glc|"
        r"ntn|lsv2_pt|lsv2_sk|pcsk|sbp|nfp|pscale_tkn|pscale_pw|pul|CFPAT|tfp|bkua|CCIPAT|GOCSPX|ATBB|ATCTT3|rdme|"
        r"rubygems|fio-u|duffel_live|duffel_test|shippo_live|shippo_test|FLWSECK|xkeysib|HRKU|glptt|gldt|glrt|glcbt|"
        r"glft|glimt|glagent|AQVN|vercel|sl\.u|cio|aio|do[or]_v1)[-_.]?[A-Za-z0-9_-]{24,}"
    ),
    _key(r"EAA[A-Za-z0-9]{60,}"),
    _key(r"pat[A-Za-z0-9]{14}\.[0-9a-f]{64}\b"),
    _key(r"pat-(?:na|eu)\d-[0-9a-f-]{36}\b"),
    _key(r"[0-9a-f]{32}-us\d{1,2}\b"),
    _key(r"dp\.(?:pt|st|ct|sa|scim|audit)\.[A-Za-z0-9_.-]{40,}"),
    _key(r"dt0[a-z]\d{2}\.[A-Z0-9]{24}\.[A-Z0-9]{64}\b"),
    _key(r"[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,70}"),
    _key(r"access_token\$(?:production|sandbox)\$[0-9a-z]{16}\$[0-9a-f]{32}\b"),
    _key(r"[A-Za-z0-9_~.]{3}\dQ~[A-Za-z0-9_~.-]{31,34}"),
    _key(r"FlyV1 fm\d_[A-Za-z0-9+/=,_-]{40,}"),
    _key(r"sk_[0-9a-f]{48}\b"),
    _key(r"(?:LTAI|AKID)[A-Za-z0-9]{16,36}\b", 0.85),
    _key(r"1//0[A-Za-z0-9_-]{30,}"),
    Recogniser(
        "API_KEY", r"[A-Za-z0-9+/]{86}==", score=0.5, context=_KEY_WORDS | words("accountkey"), needs=True
    ),
    _key(r"AGE-SECRET-KEY-1[A-Z0-9]{40,64}"),
    _key(r"[MNO][A-Za-z0-9_-]{22,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,40}", 0.9),
    _key(r"\d{8,10}:AA[A-Za-z0-9_-]{33}", 0.95),
    _key(r"eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]*)?"),
    Recogniser(
        "API_KEY",
        r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----[A-Za-z0-9+/=\s\\,:.-]*?"
        r"-----END (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----",
        trigger="PRIVATE KEY",
        score=1.0,
        inside=True,
    ),
    Recogniser(
        "API_KEY",
        r"-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----"
        rf"(?:(?:{_BLANK}*[A-Za-z0-9+/=]{{20,}})+(?:{_BLANK}*[A-Za-z0-9+/=]{{1,19}})?)?",
        trigger="PRIVATE KEY",
        score=0.99,
        inside=True,
    ),
    Recogniser(
        "API_KEY",
        r"[A-Za-z0-9][A-Za-z0-9_+/.=~-]{15,}",
        trigger="(?i:key|token|secret|bearer|auth|credential|passphrase|schlüssel|clave|jeton)",
        split=_split_named,
    ),
    Recogniser(
        "PASSWORD",
        r"[A-Za-z][A-Za-z0-9+.-]{1,30}://[^\s:/@\"'<>]{0,64}:[^\s/@\"'<>]{2,128}@",
        split=_split_url,
        inside=True,
        trigger="://[^ /@]*:[^ /@]+@",
    ),
    Recogniser(
        "PASSWORD",
        _NAMES + _SAYS + r"[^\s\"'`\x{3000}-\x{9fff}\x{ac00}-\x{d7af}\x{ff00}-\x{ffef}]{4,64}",
        split=_split_password,
        inside=True,
        ignore_case=True,
        trigger=_NAMES + "[^a-z]",
    ),
)
